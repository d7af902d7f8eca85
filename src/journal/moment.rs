//! A place in a run, as people name it: the number of an event, an instant, or a day.

use std::fmt;
use std::str::FromStr;

use super::Replay;
use crate::domain::{Calendar, Day, Seq, TimeOfDay, Timestamp};

/// A place in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// After this event, with all of the input that caused it; 0 is before the first.
    After(Seq),
    /// After everything that happened up to this instant, itself included.
    At(Timestamp),
    /// When this day begins on the exchange's clocks.
    On(Day),
}

/// That a text names no place in a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoMoment;

impl fmt::Display for NoMoment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("say the number of an event (5000), an instant (2022-05-20T10:00:00Z) or a day (2022-05-20)")
    }
}

impl std::error::Error for NoMoment {}

impl FromStr for Moment {
    type Err = NoMoment;

    fn from_str(text: &str) -> Result<Self, NoMoment> {
        let seq = text.parse().map(|number| Self::After(Seq(number))).ok();
        let at = || text.parse().map(Self::At).ok();
        seq.or_else(at).or_else(|| text.parse().map(Self::On).ok()).ok_or(NoMoment)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::After(seq) => seq.fmt(f),
            Self::At(at) => at.fmt(f),
            Self::On(day) => day.fmt(f),
        }
    }
}

impl Moment {
    /// Whether a replay stands there: its next input, if it has one, comes later.
    #[must_use]
    pub fn is_reached(self, replay: &Replay<'_>) -> bool {
        let instant = self.instant(&replay.exchange().world().calendar);
        match (self, replay.next_at()) {
            (Self::After(seq), _) => replay.exchange().last_seq() >= seq,
            (_, None) => true,
            (Self::At(_), Some(next)) => instant.is_none_or(|at| next > at),
            (Self::On(_), Some(next)) => instant.is_none_or(|begins| next >= begins),
        }
    }

    /// The instant that is meant; nothing for the number of an event.
    #[must_use]
    pub fn instant(self, calendar: &Calendar) -> Option<Timestamp> {
        match self {
            Self::After(_) => None,
            Self::At(at) => Some(at),
            Self::On(day) => {
                let midnight: TimeOfDay = "00:00".parse().expect("a fixed time of day");
                Some(calendar.instant(day, midnight))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_an_instant_and_a_day_are_told_apart() {
        let read = |text: &str| text.parse::<Moment>();
        assert_eq!(read("5000"), Ok(Moment::After(Seq(5000))));
        assert_eq!(read("2022-05-20"), Ok(Moment::On("2022-05-20".parse().expect("a day"))));
        let instant = "2022-05-20T10:00:00Z".parse().expect("an instant");
        assert_eq!(read("2022-05-20T10:00:00Z"), Ok(Moment::At(instant)));
        for wrong in ["", "-1", "yesterday", "2022-13-01", "20.5.2022"] {
            assert_eq!(read(wrong), Err(NoMoment), "{wrong}");
        }
    }
}
