//! When a name is looked at: attention comes in clusters, and on many days hardly anybody looks.

#![expect(clippy::float_arithmetic, reason = "agents reckon in floats; what they send is rounded to the tick")]

use super::trader::rate;
use super::{Draws, Spring};
use crate::domain::{Day, Symbol};
use crate::engine::World;

/// How attention to each name varies from week to week and from day to day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attention {
    spring: Spring,
    weekly: f64,
    daily: f64,
}

impl Attention {
    pub(super) fn of(world: &World) -> Self {
        let arrival = &world.findings.arrival;
        let (weekly, daily) = (rate(arrival.weekly.value.scaled()), rate(arrival.daily.value.scaled()));
        Self { spring: Spring::of(world), weekly, daily }
    }

    /// The part of those who would decide on a name who do, on this day: lognormal over weeks and over the days of each,
    /// cut off one standard deviation above the middle, where it is 1.
    pub(super) fn to(&self, symbol: Symbol, day: Day) -> f64 {
        let number = day_number(day);
        let name = format!("attention/{symbol}");
        let week = Draws::of(self.spring, &format!("{name}/week"), (number + 3) / 7).normal(); // 1970 began on a Thursday
        let day = Draws::of(self.spring, &name, number).normal();
        let ceiling = libm::sqrt(self.weekly * self.weekly + self.daily * self.daily);
        libm::exp(self.weekly * week + self.daily * day - ceiling).min(1.0)
    }
}

/// Days since 1970.
pub(super) fn day_number(day: Day) -> u64 {
    let epoch: Day = "1970-01-01".parse().expect("a fixed day");
    u64::try_from(epoch.days_until(day)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attention_clusters_in_weeks_and_is_never_above_all() {
        let attention = Attention { spring: Spring { seed: 3, replication: 1 }, weekly: 0.8, daily: 0.8 };
        let (monday, symbol): (Day, Symbol) = ("2026-01-05".parse().expect("a day"), "CURA".parse().expect("a symbol"));
        let day = |week: i32, day: i32| libm::log(attention.to(symbol, monday.plus_days(week * 7 + day)));
        assert!((0..200).all(|week| day(week, 0) <= 0.0));
        let product = |apart: fn(i32) -> (i32, i32)| -> f64 {
            let mean = (0..400).map(|week| day(week, 0)).sum::<f64>() / 400.0;
            let pairs = (0..400).map(|week| (day(week, 0) - mean) * (day(apart(week).0, apart(week).1) - mean));
            pairs.sum::<f64>() / 400.0
        };
        let (same_week, next_week) = (product(|week| (week, 4)), product(|week| (week + 1, 0)));
        assert!(same_week > 0.2, "days of one week go together: {same_week}");
        assert!(next_week.abs() < 0.12, "weeks do not: {next_week}");
    }
}
