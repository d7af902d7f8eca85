//! Units that an instrument has traded on its last days, for the average that a company's own purchases are held against.

use crate::domain::{Day, Quantity};
use crate::issuance::VOLUME_DAYS;

/// Days that are kept: those of the average, and today.
const KEPT: usize = VOLUME_DAYS as usize + 1;

/// The volume of each day with trades, oldest first.
#[derive(Debug, Clone, Default)]
pub(super) struct TradeDays {
    days: Vec<(Day, u64)>,
}

impl TradeDays {
    /// Counts a trade.
    pub(super) fn count(&mut self, day: Day, units: Quantity) {
        if let Some((_, volume)) = self.days.last_mut().filter(|(last, _)| *last == day) {
            *volume = volume.saturating_add(units.units());
            return;
        }
        if self.days.len() == KEPT {
            self.days.remove(0);
        } else if self.days.is_empty() {
            self.days.reserve_exact(KEPT);
        }
        self.days.push((day, units.units()));
    }

    /// Units traded from a day on, before another.
    pub(super) fn between(&self, from: Day, before: Day) -> u128 {
        self.days.iter().filter(|(day, _)| (from..before).contains(day)).map(|&(_, units)| u128::from(units)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_days_are_kept_and_added_up() {
        let first: Day = "2026-09-01".parse().expect("a day");
        let mut days = TradeDays::default();
        for at in 0..30 {
            for _ in 0..2 {
                days.count(first.plus_days(at), Quantity::new(5));
            }
        }
        assert_eq!(days.days.len(), KEPT);
        assert_eq!(days.between(first.plus_days(28), first.plus_days(30)), 20);
        assert_eq!(days.between(first.plus_days(28), first.plus_days(29)), 10);
        assert_eq!(days.between(first, first.plus_days(9)), 0, "long ago");
    }
}
