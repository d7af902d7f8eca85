//! The week of a market as data: which phase begins when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{Calendar, Day, TimeOfDay, Timestamp, TradingPhase, Weekday};

/// How many days ahead a next change is looked for: longer than any run of holidays.
const HORIZON_DAYS: i32 = 400;

/// The weekly timetable of a market.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Schedule {
    /// The rows, in any order. Of two at the same instant the later row holds.
    pub rows: Vec<ScheduleRow>,
}

/// On these days, at this time, this phase begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleRow {
    /// Days of the week.
    pub days: Vec<WeekDay>,
    /// Time of day in the calendar's zone.
    pub at: TimeOfDay,
    /// The phase that begins.
    pub phase: TradingPhase,
    /// Whether the book is uncrossed before the phase begins. Entering `continuous` or `trading_at_last` uncrosses in any
    /// case.
    #[serde(default, skip_serializing_if = "is_false")]
    pub uncross: bool,
    /// The change comes at an instant drawn from so many seconds after `at`, so that nobody can aim at it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub random_end_seconds: u32,
    /// What becomes of the row on a holiday.
    #[serde(default, skip_serializing_if = "is_skip")]
    pub on_holiday: OnHoliday,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_zero(value: &u32) -> bool {
    *value == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_skip(value: &OnHoliday) -> bool {
    matches!(value, OnHoliday::Skip)
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum WeekDay {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl WeekDay {
    const fn weekday(self) -> Weekday {
        match self {
            Self::Mon => Weekday::Monday,
            Self::Tue => Weekday::Tuesday,
            Self::Wed => Weekday::Wednesday,
            Self::Thu => Weekday::Thursday,
            Self::Fri => Weekday::Friday,
            Self::Sat => Weekday::Saturday,
            Self::Sun => Weekday::Sunday,
        }
    }
}

/// What becomes of a row of the timetable when its day is no business day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnHoliday {
    /// It falls away.
    #[default]
    Skip,
    /// It is moved to the business day before.
    Earlier,
}

/// The next change of phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The earliest instant of the change.
    pub at: Timestamp,
    /// The latest: the same, or later by the random end.
    pub latest_at: Timestamp,
    /// The phase that begins.
    pub phase: TradingPhase,
    /// Whether the book is uncrossed before it begins.
    pub uncross: bool,
}

impl Schedule {
    /// The first change whose earliest instant is strictly after `after`; nothing when the timetable is empty.
    ///
    /// Of several at one instant the one that was moved there from a holiday holds, else the last in the timetable.
    #[must_use]
    pub fn next_change(&self, after: Timestamp, calendar: &Calendar) -> Option<Change> {
        let first = calendar.day(after);
        (0..HORIZON_DAYS).map(|days| first.plus_days(days)).find_map(|day| self.first_on(day, after, calendar))
    }

    fn first_on(&self, day: Day, after: Timestamp, calendar: &Calendar) -> Option<Change> {
        if !calendar.is_business_day(day) {
            return None;
        }
        let own = self.rows.iter().filter(|row| row.is_for(day));
        let moved = holidays_after(day, calendar)
            .flat_map(|holiday| self.rows.iter().filter(move |row| row.is_for(holiday)))
            .filter(|row| row.on_holiday == OnHoliday::Earlier);
        let mut best: Option<Change> = None;
        for row in own.chain(moved) {
            let change = row.change(day, calendar);
            if change.at > after && best.is_none_or(|best| change.at <= best.at) {
                best = Some(change);
            }
        }
        best
    }
}

/// The days without business that follow a business day directly.
fn holidays_after(day: Day, calendar: &Calendar) -> impl Iterator<Item = Day> {
    (1..HORIZON_DAYS).map(move |days| day.plus_days(days)).take_while(|&day| !calendar.is_business_day(day))
}

impl ScheduleRow {
    fn is_for(&self, day: Day) -> bool {
        self.days.iter().any(|named| named.weekday() == day.weekday())
    }

    fn change(&self, day: Day, calendar: &Calendar) -> Change {
        let at = calendar.instant(day, self.at);
        let latest_at = at.plus_seconds(i64::from(self.random_end_seconds));
        Change { at, latest_at, phase: self.phase, uncross: self.uncross }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Basis, Provenance};

    fn calendar() -> Calendar {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        Calendar {
            format: 1,
            zone: "CET-1CEST,M3.5.0,M10.5.0/3".parse().expect("a zone"),
            holidays: [day("2026-04-03"), day("2026-04-06"), day("2026-05-01")].into(),
            provenance: Provenance { basis: Basis::Assumed, source: "test".into(), as_of: day("2026-01-01") },
        }
    }

    fn weekly() -> Schedule {
        use WeekDay::{Fri, Mon, Thu, Tue, Wed};
        let row = |days: &[WeekDay], at: &str, phase, uncross, on_holiday| ScheduleRow {
            days: days.to_vec(),
            at: at.parse().expect("a time"),
            phase,
            uncross,
            random_end_seconds: 0,
            on_holiday,
        };
        let to_thursday = [Mon, Tue, Wed, Thu];
        Schedule {
            rows: vec![
                row(&to_thursday, "09:00", TradingPhase::Call, false, OnHoliday::Skip),
                row(&to_thursday, "17:30", TradingPhase::Closed, false, OnHoliday::Skip),
                row(&[Fri], "09:00", TradingPhase::Call, false, OnHoliday::Earlier),
                row(&[Fri], "12:00", TradingPhase::Closed, true, OnHoliday::Earlier),
            ],
        }
    }

    fn changes(from: &str, count: usize) -> Vec<(String, TradingPhase, bool)> {
        let mut after: Timestamp = from.parse().expect("an instant");
        let mut list = Vec::new();
        for _ in 0..count {
            let change = weekly().next_change(after, &calendar()).expect("a change");
            after = change.at;
            list.push((change.at.to_string()[..16].to_owned(), change.phase, change.uncross));
        }
        list
    }

    #[test]
    fn a_week_ends_with_its_auction() {
        use TradingPhase::{Call, Closed};
        let list = changes("2026-01-15T08:00:00Z", 4);
        let expected = [
            ("2026-01-15T16:30", Closed, false),
            ("2026-01-16T08:00", Call, false),
            ("2026-01-16T11:00", Closed, true),
            ("2026-01-19T08:00", Call, false),
        ];
        assert_eq!(list, expected.map(|(at, phase, uncross)| (at.to_owned(), phase, uncross)));
    }

    #[test]
    fn an_auction_on_a_holiday_comes_the_business_day_before() {
        use TradingPhase::{Call, Closed};
        // Good Friday and Easter Monday 2026: summer time has begun, Rome is two hours ahead.
        let list = changes("2026-04-01T15:30:00Z", 4);
        let expected = [
            ("2026-04-02T07:00", Call, false),
            ("2026-04-02T10:00", Closed, true),
            ("2026-04-02T15:30", Closed, false),
            ("2026-04-07T07:00", Call, false),
        ];
        assert_eq!(list, expected.map(|(at, phase, uncross)| (at.to_owned(), phase, uncross)));
    }

    #[test]
    fn an_empty_timetable_never_changes() {
        assert_eq!(Schedule::default().next_change(Timestamp::default(), &calendar()), None);
    }

    #[test]
    fn a_random_end_is_told_as_the_latest_instant() {
        let row = |at: &str, random_end_seconds, phase| ScheduleRow {
            days: vec![WeekDay::Mon],
            at: at.parse().expect("a time"),
            phase,
            uncross: false,
            random_end_seconds,
            on_holiday: OnHoliday::Skip,
        };
        let schedule =
            Schedule { rows: vec![row("09:00", 0, TradingPhase::Closed), row("09:00", 30, TradingPhase::Continuous)] };
        let change = schedule.next_change("2026-01-12T07:00:00Z".parse().expect("an instant"), &calendar());
        let change = change.expect("a change");
        assert_eq!(change.phase, TradingPhase::Continuous, "of two at one instant the later row holds");
        assert_eq!(change.at.to_string(), "2026-01-12T08:00:00.000000000Z");
        assert_eq!(change.latest_at.to_string(), "2026-01-12T08:00:30.000000000Z");
        let next = schedule.next_change(change.at, &calendar()).expect("a change");
        assert_eq!(next.at.to_string(), "2026-01-19T08:00:00.000000000Z", "strictly after");
    }
}
