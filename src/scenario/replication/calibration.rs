//! Whether a scenario reproduces what it is meant to.

#![expect(clippy::float_arithmetic, reason = "targets are compared with statistics")]

use super::{Aim, Columns};
use crate::domain::{Basis, Figure, Text};
use crate::engine::{CalibrationTarget, World};
use crate::projection::Views;

/// A calibration target beside what was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibrated {
    /// The target.
    pub target: CalibrationTarget,
    /// What was found: in one run its figure, over replications their mean; nothing where there was none.
    pub found: Option<f64>,
}

impl Calibrated {
    /// Whether what was found lies within the bounds. What was not found does not.
    #[must_use]
    pub fn is_met(&self) -> bool {
        is_within(self.found, self.target.at_least, self.target.at_most)
    }

    /// What is measured, for people.
    #[must_use]
    pub fn title(&self) -> Text {
        let measure = Aim::of_target(&self.target).measure();
        measure.map_or_else(|| Text { it: String::new(), en: String::new() }, super::Measure::title)
    }

    /// What it is about, for people: the name of a market, a company or a group, or the whole exchange.
    #[must_use]
    pub fn about(&self) -> Text {
        Aim::of_target(&self.target).about()
    }

    /// The bounds in words that both languages share, such as `0.15 - 0.25`.
    #[must_use]
    pub fn bounds(&self) -> String {
        bounds(self.target.at_least, self.target.at_most)
    }

    /// What was found with four decimals at most, or a dash.
    #[must_use]
    pub fn found_text(&self) -> String {
        found_text(self.found)
    }

    /// Whether the target itself was published.
    #[must_use]
    pub fn is_sourced(&self) -> bool {
        self.target.basis == Basis::Sourced
    }
}

/// Every calibration target of a world, beside the figures of one play of it.
#[must_use]
pub fn calibrate(world: &World, views: &Views) -> Vec<Calibrated> {
    let columns = Columns::of(world);
    let figures = if world.calibration.is_empty() { Vec::new() } else { columns.figures(world, views) };
    beside(world, &columns, |at| figures.get(at).copied().flatten())
}

/// Every target beside the figure of its column.
pub(super) fn beside(world: &World, columns: &Columns, figure: impl Fn(usize) -> Option<f64>) -> Vec<Calibrated> {
    let each = |target: &CalibrationTarget| {
        let aim = Aim::of_target(target);
        let at = aim.scope().and_then(|scope| columns.position(scope, aim.subject(), aim.measure));
        Calibrated { target: target.clone(), found: at.and_then(&figure) }
    };
    world.calibration.iter().map(each).collect()
}

/// Whether a figure lies between two bounds, both included. What was not found does not.
pub(in crate::scenario) fn is_within(found: Option<f64>, least: Option<Figure>, most: Option<Figure>) -> bool {
    let above = |found: f64| least.is_none_or(|least| found >= number(least));
    let below = |found: f64| most.is_none_or(|most| found <= number(most));
    found.is_some_and(|found| above(found) && below(found))
}

/// Bounds in words that both languages share.
pub(in crate::scenario) fn bounds(least: Option<Figure>, most: Option<Figure>) -> String {
    match (least, most) {
        (Some(least), Some(most)) => format!("{least} - {most}"),
        (Some(least), None) => format!(">= {least}"),
        (None, Some(most)) => format!("<= {most}"),
        (None, None) => String::new(),
    }
}

/// A figure with four decimals at most, or a dash.
pub(in crate::scenario) fn found_text(found: Option<f64>) -> String {
    let Some(text) = found.map(|found| format!("{found:.4}")) else { return "-".to_owned() };
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[expect(clippy::cast_precision_loss, reason = "bounds of a target are small numbers")]
fn number(figure: Figure) -> f64 {
    figure.scaled() as f64 / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_met_from_bound_to_bound_and_not_by_nothing() {
        let target = CalibrationTarget {
            market: Some("m".into()),
            company: None,
            group: None,
            measure: "days_without_trade".into(),
            at_least: Some("0.15".parse().expect("a figure")),
            at_most: Some("0.25".parse().expect("a figure")),
            basis: Basis::Assumed,
            source: "a test".into(),
            unmet_because: None,
        };
        let found = |found| Calibrated { target: target.clone(), found };
        let cases = [(Some(0.149), false), (Some(0.15), true), (Some(0.25), true), (Some(0.251), false), (None, false)];
        for (figure, met) in cases {
            assert_eq!(found(figure).is_met(), met, "{figure:?}");
        }
        assert_eq!((found(Some(0.2)).found_text().as_str(), found(None).found_text().as_str()), ("0.2", "-"));
        assert_eq!(found(None).bounds(), "0.15 - 0.25");
    }
}
