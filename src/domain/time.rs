//! Instants, days and the calendar: time as data, never read from a clock here.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

const NANOS_PER_SECOND: i64 = 1_000_000_000;

/// An instant: nanoseconds since 1970-01-01T00:00:00Z, from 1677 to 2262. RFC 3339 UTC with nine decimals as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The last instant that can be told.
    pub const MAX: Self = Self(i64::MAX);

    /// So many nanoseconds since the epoch.
    #[must_use]
    pub const fn from_nanos(nanos: i64) -> Self {
        Self(nanos)
    }

    /// Nanoseconds since the epoch.
    #[must_use]
    pub const fn nanos(self) -> i64 {
        self.0
    }

    /// This instant and so many nanoseconds more, stopping at the ends of the range.
    #[must_use]
    pub const fn plus_nanos(self, nanos: i64) -> Self {
        Self(self.0.saturating_add(nanos))
    }

    /// This instant and so many seconds more, stopping at the ends of the range.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        self.plus_nanos(seconds.saturating_mul(NANOS_PER_SECOND))
    }

    fn civil(self) -> jiff::civil::DateTime {
        let instant = jiff::Timestamp::from_nanosecond(i128::from(self.0)).expect("an i64 of nanoseconds is in range");
        TimeZone::UTC.to_datetime(instant)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let civil = self.civil();
        write!(
            f,
            "{}T{:02}:{:02}:{:02}.{:09}Z",
            civil.date(),
            civil.hour(),
            civil.minute(),
            civil.second(),
            civil.subsec_nanosecond()
        )
    }
}

impl FromStr for Timestamp {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Self, TimeError> {
        let instant: jiff::Timestamp = text.parse().map_err(|_| TimeError::Instant)?;
        i64::try_from(instant.as_nanosecond()).map(Self).map_err(|_| TimeError::Instant)
    }
}

/// Why a text is no time of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeError {
    /// Not an RFC 3339 instant between 1677 and 2262.
    Instant,
    /// Not `YYYY-MM-DD`.
    Day,
    /// Not `HH:MM` or `HH:MM:SS`.
    TimeOfDay,
    /// Not a POSIX time zone rule.
    Zone,
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Instant => "not an RFC 3339 instant such as 2026-01-12T08:00:00Z",
            Self::Day => "not a day such as 2026-01-12",
            Self::TimeOfDay => "not a time of day such as 09:00 or 17:30:00",
            Self::Zone => "not a POSIX time zone rule such as CET-1CEST,M3.5.0,M10.5.0/3",
        })
    }
}

impl std::error::Error for TimeError {}

macro_rules! time_text {
    ($name:ident, $error:expr, $pattern:literal) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(|_| de::Error::custom(format!("`{text}`: {}", $error)))
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "pattern": $pattern })
            }
        }
    };
}

time_text!(
    Timestamp,
    TimeError::Instant,
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$"
);

/// A civil day, `YYYY-MM-DD`. Ordered; arithmetic by [`Day::plus_days`] and [`Day::plus_months`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

impl Day {
    /// The day of a year, month (1 to 12) and day of the month; nothing when there is no such day.
    #[must_use]
    pub fn of(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self)
    }

    /// The year it lies in.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month it lies in, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// Its number in the month, from 1.
    #[must_use]
    pub fn day_of_month(self) -> i8 {
        self.0.day()
    }

    /// So many days later (or earlier), stopping at the ends of the calendar.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().days(days)))
    }

    /// So many months later; the last day of a shorter month.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        Self(self.0.saturating_add(jiff::Span::new().months(months)))
    }

    /// Days from `self` to `other`; negative when `other` is earlier.
    #[must_use]
    pub fn days_until(self, other: Self) -> i32 {
        self.0.until(other.0).map_or(0, |span| span.get_days())
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        self.0.weekday()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Day {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Self, TimeError> {
        if text.len() != 10 {
            return Err(TimeError::Day);
        }
        text.parse().map(Self).map_err(|_| TimeError::Day)
    }
}

time_text!(Day, TimeError::Day, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");

/// A time of day in the exchange's own zone, `HH:MM` or `HH:MM:SS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(Time);

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}:{:02}", self.0.hour(), self.0.minute(), self.0.second())
    }
}

impl FromStr for TimeOfDay {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Self, TimeError> {
        if text.len() != 5 && text.len() != 8 {
            return Err(TimeError::TimeOfDay);
        }
        text.parse().map(Self).map_err(|_| TimeError::TimeOfDay)
    }
}

time_text!(TimeOfDay, TimeError::TimeOfDay, "^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$");

/// A time zone as a POSIX rule (`CET-1CEST,M3.5.0,M10.5.0/3`): complete in itself, so that no machine's zone tables
/// can change a replay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    rule: String,
    zone: TimeZone,
}

impl Zone {
    /// The instant at which clocks in this zone show `time` on `day`; in a gap or a fold, the earlier reading rule of
    /// RFC 5545 (as jiff's "compatible").
    #[must_use]
    pub fn instant(&self, day: Day, time: TimeOfDay) -> Timestamp {
        let zoned = self.zone.to_ambiguous_zoned(day.0.to_datetime(time.0)).compatible();
        let nanos = zoned.map_or(i128::MAX, |zoned| zoned.timestamp().as_nanosecond());
        Timestamp(i64::try_from(nanos).unwrap_or(i64::MAX))
    }

    /// The civil day of an instant in this zone.
    #[must_use]
    pub fn day(&self, instant: Timestamp) -> Day {
        let instant =
            jiff::Timestamp::from_nanosecond(i128::from(instant.0)).expect("an i64 of nanoseconds is in range");
        Day(self.zone.to_datetime(instant).date())
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rule)
    }
}

impl FromStr for Zone {
    type Err = TimeError;
    fn from_str(text: &str) -> Result<Self, TimeError> {
        let zone = TimeZone::posix(text).map_err(|_| TimeError::Zone)?;
        Ok(Self { rule: text.to_owned(), zone })
    }
}

time_text!(Zone, TimeError::Zone, "^.+$");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_prints_with_nanoseconds_and_reads_back() {
        let instant: Timestamp = "2026-03-29T01:30:00+01:00".parse().expect("an instant");
        assert_eq!(instant.to_string(), "2026-03-29T00:30:00.000000000Z");
        assert_eq!(instant.to_string().parse(), Ok(instant));
    }

    #[test]
    fn the_zone_knows_summer_time() {
        let rome: Zone = "CET-1CEST,M3.5.0,M10.5.0/3".parse().expect("a zone");
        let at = |day: &str| rome.instant(day.parse().expect("a day"), "09:00".parse().expect("a time")).to_string();
        assert_eq!(at("2026-01-12"), "2026-01-12T08:00:00.000000000Z");
        assert_eq!(at("2026-07-01"), "2026-07-01T07:00:00.000000000Z");
    }

    #[test]
    fn days_and_months() {
        let day: Day = "2026-01-31".parse().expect("a day");
        assert_eq!(day.plus_months(1).to_string(), "2026-02-28");
        assert_eq!(day.days_until(day.plus_days(45)), 45);
        assert!("2026-1-31".parse::<Day>().is_err());
    }
}
