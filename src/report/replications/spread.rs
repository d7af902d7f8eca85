//! How often a figure fell where: the bars of one drawing.

use super::{Estimate, MeasuredFigure, figure};
use crate::domain::Figure;

/// How many bars a drawing has.
const BARS: i64 = 10;

/// How the replications of one figure are spread between the least and the greatest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    /// The company.
    pub subject: String,
    /// What is measured.
    pub measure: String,
    least: Figure,
    greatest: Figure,
    counts: Vec<u32>,
}

impl Spread {
    /// That of a figure which differs between replications; nothing where it does not.
    #[must_use]
    pub fn of(subject: &str, measured: &MeasuredFigure) -> Option<Self> {
        let Estimate { least, greatest, .. } = measured.estimate.as_ref()?;
        let (least, greatest) = (figure(least)?, figure(greatest)?);
        let counts = vec![0; usize::try_from(BARS).unwrap_or(1)];
        let spread = Self { subject: subject.to_owned(), measure: measured.measure.clone(), least, greatest, counts };
        (least < greatest).then_some(spread)
    }

    /// The heading of its column in `replications.csv`.
    #[must_use]
    pub fn heading(&self) -> String {
        format!("{}.{}", self.subject, self.measure)
    }

    /// Takes in one replication.
    pub fn take(&mut self, found: Figure) {
        let width = i128::from(self.greatest.scaled()) - i128::from(self.least.scaled());
        let from_least = i128::from(found.scaled()) - i128::from(self.least.scaled());
        let bar = (from_least * i128::from(BARS) / width.max(1)).clamp(0, i128::from(BARS) - 1);
        if let Some(count) = usize::try_from(bar).ok().and_then(|bar| self.counts.get_mut(bar)) {
            *count = count.saturating_add(1);
        }
    }

    /// Each bar: where it begins and ends, and how many replications fell into it.
    #[must_use]
    pub fn bars(&self) -> Vec<(Figure, Figure, u32)> {
        let (least, greatest) = (i128::from(self.least.scaled()), i128::from(self.greatest.scaled()));
        let edge = |bar: i64| {
            let scaled = least + (greatest - least) * i128::from(bar) / i128::from(BARS);
            Figure::from_scaled(i64::try_from(scaled).unwrap_or(i64::MAX))
        };
        self.counts.iter().zip(0..).map(|(&count, bar)| (edge(bar), edge(bar + 1), count)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Text;

    fn measured(least: &str, greatest: &str) -> MeasuredFigure {
        let ends = (least.to_owned(), greatest.to_owned());
        let estimate =
            Estimate { count: 4, mean: least.to_owned(), low: None, high: None, least: ends.0, greatest: ends.1 };
        let label = Text { it: "capitale raccolto".into(), en: "capital raised".into() };
        MeasuredFigure { measure: "raised".into(), label, unit: "EUR".into(), estimate: Some(estimate) }
    }

    #[test]
    fn every_figure_falls_into_one_bar_and_the_greatest_into_the_last() {
        let mut spread = Spread::of("cura", &measured("0", "100")).expect("it differs");
        ["0", "9.9999", "10", "55.55", "100"].iter().for_each(|one| spread.take(figure(one).expect("a figure")));
        let counts: Vec<u32> = spread.bars().into_iter().map(|(.., count)| count).collect();
        assert_eq!(counts, [2, 1, 0, 0, 0, 1, 0, 0, 0, 1]);
        let (from, to, _) = spread.bars()[5];
        assert_eq!((from.to_string(), to.to_string()), ("50".to_owned(), "60".to_owned()));
        assert_eq!(Spread::of("cura", &measured("7", "7")), None);
        assert_eq!(figure("0.333333"), figure("0.3333"));
    }
}
