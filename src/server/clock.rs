//! The simulated clock of a live exchange: where it stood, and how much faster than real time it runs.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::domain::Timestamp;

/// Parts of one in a [`Speed`].
const SCALE: u32 = 10_000;
/// The fastest clock: about a simulated year in half a minute.
const FASTEST: u32 = 1_000_000;

/// Simulated seconds a real second, in 1/10,000. Zero stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speed(u64);

impl Speed {
    /// The clock stands.
    pub const STILL: Self = Self(0);

    /// So many whole simulated seconds a real second.
    #[must_use]
    pub fn whole(seconds: u32) -> Self {
        Self(u64::from(seconds.min(FASTEST)) * u64::from(SCALE))
    }

    fn simulated(self, real: Duration) -> i64 {
        let nanos = real.as_nanos().saturating_mul(u128::from(self.0)) / u128::from(SCALE);
        i64::try_from(nanos).unwrap_or(i64::MAX)
    }

    fn real(self, simulated: i64) -> Option<Duration> {
        let nanos = u128::try_from(simulated).unwrap_or(0) * u128::from(SCALE);
        let nanos = nanos.div_ceil(u128::from(self.0).max(1));
        (self.0 > 0).then(|| Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX)))
    }
}

impl std::str::FromStr for Speed {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let range = || format!("must be a decimal from 0 to {FASTEST}, with at most four decimals");
        let scaled = crate::domain::parse_scaled(text).map_err(|_| range())?;
        let greatest = i128::from(FASTEST) * i128::from(SCALE);
        if !(0..=greatest).contains(&scaled) {
            return Err(range());
        }
        u64::try_from(scaled).map(Self).map_err(|_| range())
    }
}

impl std::fmt::Display for Speed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, part) = (self.0 / u64::from(SCALE), self.0 % u64::from(SCALE));
        if part == 0 {
            return write!(f, "{whole}");
        }
        write!(f, "{whole}.{}", format!("{part:04}").trim_end_matches('0'))
    }
}

/// The real time that passes. The one place of the product that reads a clock.
#[expect(clippy::disallowed_methods, reason = "a live exchange runs by real time; it enters the engine as data")]
pub(super) fn real_now() -> Instant {
    Instant::now()
}

#[derive(Debug, Clone, Copy)]
struct Hands {
    stood_at: Timestamp,
    when: Instant,
    running: bool,
    speed: Speed,
}

impl Hands {
    fn at(&self, real: Instant) -> Timestamp {
        let passed = real.saturating_duration_since(self.when);
        self.stood_at.plus_nanos(if self.running { self.speed.simulated(passed) } else { 0 })
    }
}

/// A clock that everyone may read and only the exchange's thread sets.
#[derive(Debug)]
pub(super) struct Clock(Mutex<Hands>);

impl Clock {
    /// A clock that begins to run here.
    pub(super) fn new(from: Timestamp, speed: Speed) -> Self {
        Self(Mutex::new(Hands { stood_at: from, when: real_now(), running: true, speed }))
    }

    fn hands(&self) -> Hands {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn set(&self, change: impl FnOnce(&mut Hands)) {
        let mut hands = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let now = real_now();
        hands.stood_at = hands.at(now);
        hands.when = now;
        change(&mut hands);
    }

    /// The simulated time now.
    pub(super) fn now(&self) -> Timestamp {
        self.hands().at(real_now())
    }

    /// The speed, also while it stands.
    pub(super) fn speed(&self) -> Speed {
        self.hands().speed
    }

    /// Whether time passes.
    pub(super) fn is_running(&self) -> bool {
        let hands = self.hands();
        hands.running && hands.speed != Speed::STILL
    }

    /// The real time until a simulated instant; nothing while the clock stands.
    pub(super) fn until(&self, at: Timestamp) -> Option<Duration> {
        let hands = self.hands();
        let left = at.nanos().saturating_sub(hands.at(real_now()).nanos());
        if hands.running { hands.speed.real(left) } else { None }
    }

    /// Goes on from here, at the speed that it has.
    pub(super) fn set_to(&self, at: Timestamp) {
        self.set(|hands| hands.stood_at = at);
    }

    /// Stops or goes on.
    pub(super) fn run(&self, running: bool) {
        self.set(|hands| hands.running = running);
    }

    /// Goes on at another speed.
    pub(super) fn set_speed(&self, speed: Speed) {
        self.set(|hands| hands.speed = speed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_is_a_decimal_within_bounds() {
        assert_eq!("60".parse::<Speed>().expect("a speed"), Speed::whole(60));
        assert_eq!("0.50".parse::<Speed>().expect("a speed").to_string(), "0.5");
        assert_eq!("0".parse::<Speed>().expect("a speed"), Speed::STILL);
        for text in ["-1", "fast", "1000001", "1e3", ""] {
            assert!(text.parse::<Speed>().is_err(), "{text}");
        }
    }

    #[test]
    fn simulated_and_real_time_agree() {
        let speed = Speed::whole(60);
        assert_eq!(speed.simulated(Duration::from_secs(2)), 120_000_000_000);
        assert_eq!(speed.real(120_000_000_000), Some(Duration::from_secs(2)));
        assert_eq!(Speed::STILL.real(1), None);
    }

    #[test]
    fn a_clock_that_stands_goes_on_from_where_it_stood() {
        let noon = Timestamp::from_nanos(12);
        let clock = Clock::new(noon, Speed::STILL);
        assert_eq!(clock.now(), noon);
        assert!(!clock.is_running());
        clock.set_to(noon.plus_seconds(60));
        assert_eq!(clock.now(), noon.plus_seconds(60));
        assert_eq!(clock.until(noon.plus_seconds(61)), None);
    }
}
