//! The business days of the exchange, as data.

use std::collections::BTreeSet;

use jiff::civil::Weekday;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Day, Provenance, TimeOfDay, Timestamp, Zone};

/// Which days are business days, and in which zone the exchange's clocks stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Version of this file's format: 1.
    pub format: u32,
    /// The exchange's time zone as a POSIX rule.
    pub zone: Zone,
    /// Days without business besides Saturdays and Sundays.
    pub holidays: BTreeSet<Day>,
    /// Where the holidays come from.
    pub provenance: Provenance,
}

impl Calendar {
    /// Whether business is done on this day.
    #[must_use]
    pub fn is_business_day(&self, day: Day) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !self.holidays.contains(&day)
    }

    /// `day` itself, or the first business day after it.
    #[must_use]
    pub fn business_day_from(&self, day: Day) -> Day {
        (0..).map(|days| day.plus_days(days)).find(|&day| self.is_business_day(day)).unwrap_or(day)
    }

    /// The last business day before `day`.
    #[must_use]
    pub fn business_day_before(&self, day: Day) -> Day {
        (1..).map(|days| day.plus_days(-days)).find(|&day| self.is_business_day(day)).unwrap_or(day)
    }

    /// The business day that comes `count` business days after `day`.
    #[must_use]
    pub fn plus_business_days(&self, day: Day, count: u32) -> Day {
        (0..count).fold(day, |day, _| self.business_day_from(day.plus_days(1)))
    }

    /// The instant at which the exchange's clocks show `time` on `day`.
    #[must_use]
    pub fn instant(&self, day: Day, time: TimeOfDay) -> Timestamp {
        self.zone.instant(day, time)
    }

    /// The exchange's day of an instant.
    #[must_use]
    pub fn day(&self, instant: Timestamp) -> Day {
        self.zone.day(instant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Basis;

    #[test]
    fn a_weekend_and_a_holiday_are_passed_over() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let calendar = Calendar {
            format: 1,
            zone: "CET-1CEST,M3.5.0,M10.5.0/3".parse().expect("a zone"),
            holidays: [day("2026-04-03"), day("2026-04-06")].into(),
            provenance: Provenance { basis: Basis::Assumed, source: "test".into(), as_of: day("2026-01-01") },
        };
        assert_eq!(calendar.plus_business_days(day("2026-04-02"), 1), day("2026-04-07"));
        assert_eq!(calendar.business_day_from(day("2026-04-04")), day("2026-04-07"));
        assert!(calendar.is_business_day(day("2026-04-02")));
        assert_eq!(calendar.business_day_before(day("2026-04-07")), day("2026-04-02"));
    }

    /// Easter Sunday of the Gregorian calendar, by the anonymous rule of 1876.
    fn easter(year: i16) -> Day {
        let (y, a) = (i32::from(year), i32::from(year) % 19);
        let (b, c) = (y / 100, y % 100);
        let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
        let sum = h + l - 7 * ((a + 11 * h + 22 * l) / 451) + 114;
        let part = |number: i32| i8::try_from(number).expect("a month or a day");
        Day::of(year, part(sum / 31), part(sum % 31 + 1)).expect("a day")
    }

    #[test]
    fn the_shipped_calendar_has_the_closing_days_of_the_euro_payment_system_and_no_others() {
        let text = include_str!("../../sim-scenarios/parameters/calendar-target.toml");
        let calendar: Calendar = toml::from_str(text).expect("a calendar");
        let closed = (2025..=2030).flat_map(|year| {
            let fixed = [(1, 1), (5, 1), (12, 25), (12, 26)];
            let fixed = fixed.map(|(month, day)| Day::of(year, month, day).expect("a day"));
            fixed.into_iter().chain([easter(year).plus_days(-2), easter(year).plus_days(1)])
        });
        assert_eq!(calendar.holidays, closed.collect());
    }
}
