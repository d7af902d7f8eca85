//! Whether a target was reached, by confirmed figures alone and always by the target that was declared first.

use super::progress;
use crate::domain::{Day, Figure, Rate, TargetStanding};

/// A target as it was declared before the offer. A later restatement does not touch it: moving the goal meets nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstTarget {
    /// Where the indicator stood before the offer.
    pub baseline: Figure,
    /// Where it shall stand.
    pub target: Figure,
    /// By when.
    pub due_on: Day,
}

impl FirstTarget {
    /// Where it stands by the confirmed figures, each with the last day of the period that it is about; one figure a
    /// period. A figure about a period up to the day due that reaches the target meets it; the first that reaches it
    /// later is late; one about the day due or later that does not reach it misses it, until a later one does.
    #[must_use]
    pub fn standing(&self, confirmed: impl IntoIterator<Item = (Day, Figure)>) -> TargetStanding {
        let mut standing = TargetStanding::Open;
        for (period_ends_on, value) in confirmed {
            let reached = progress(self.baseline, self.target, value).is_some_and(|share| share >= Rate::ONE);
            standing = match (reached, period_ends_on <= self.due_on) {
                (true, true) => return TargetStanding::Met,
                (true, false) => TargetStanding::Late,
                (false, _) if standing == TargetStanding::Open && period_ends_on >= self.due_on => {
                    TargetStanding::Missed
                }
                (false, _) => standing,
            };
        }
        standing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_met_in_time_late_or_missed() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let figure = |text: &str| text.parse::<Figure>().expect("a figure");
        let fewer = FirstTarget { baseline: figure("80"), target: figure("20"), due_on: day("2027-12-31") };
        let standing = |figures: &[(&str, &str)]| {
            fewer.standing(figures.iter().map(|(period, value)| (day(period), figure(value))))
        };
        assert_eq!(standing(&[]), TargetStanding::Open);
        assert_eq!(standing(&[("2026-12-31", "40")]), TargetStanding::Open);
        assert_eq!(standing(&[("2026-12-31", "20"), ("2027-12-31", "50")]), TargetStanding::Met);
        assert_eq!(standing(&[("2027-12-31", "19")]), TargetStanding::Met);
        assert_eq!(standing(&[("2027-12-31", "21")]), TargetStanding::Missed);
        assert_eq!(standing(&[("2027-12-31", "21"), ("2028-12-31", "20")]), TargetStanding::Late);
        assert_eq!(standing(&[("2028-12-31", "20"), ("2029-12-31", "30")]), TargetStanding::Late);
        assert_eq!(standing(&[("2028-12-31", "20"), ("2027-12-31", "15")]), TargetStanding::Met);
    }
}
