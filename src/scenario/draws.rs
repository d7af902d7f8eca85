//! Random draws, each from a stream of its own: adding an agent or a decision shifts nobody else's.

#![expect(clippy::float_arithmetic, reason = "agents reckon in floats; what they send is rounded to the tick")]

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

use crate::engine::{World, first};

/// Where all streams of one play spring from: the scenario's seed and the number of the replication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spring {
    pub(super) seed: u64,
    pub(super) replication: u64,
}

impl Spring {
    /// That of a world.
    pub(super) const fn of(world: &World) -> Self {
        Self { seed: world.seed, replication: world.replication }
    }
}

/// A stream of draws.
pub(super) struct Draws(ChaCha8Rng);

impl Draws {
    /// The stream that belongs to this spring, name and number. The same name and number of another replication is another
    /// stream; the first replication is what a scenario without a number draws.
    pub(super) fn of(spring: Spring, name: &str, number: u64) -> Self {
        let mut hash = Sha256::new();
        hash.update(spring.seed.to_le_bytes());
        if spring.replication != first() {
            hash.update(b"replication");
            hash.update(spring.replication.to_le_bytes());
        }
        hash.update(number.to_le_bytes());
        hash.update(name.as_bytes());
        Self(ChaCha8Rng::from_seed(hash.finalize().into()))
    }

    /// A whole number from 0 to `top`, both included. The bias of the remainder is below 2^-32 for every use here.
    pub(super) fn up_to(&mut self, top: u64) -> u64 {
        let wide = self.0.next_u64();
        top.checked_add(1).map_or(wide, |count| wide % count)
    }

    /// A number in [0, 1), of 53 bits.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit an f64 exactly")]
    pub(super) fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A standard normal number, by Box and Muller (1958).
    pub(super) fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.unit()));
        radius * libm::cos(2.0 * std::f64::consts::PI * self.unit())
    }

    /// An exponential number of this mean.
    pub(super) fn exponential(&mut self, mean: f64) -> f64 {
        -mean * libm::log(1.0 - self.unit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_repeats_and_has_its_own_draws() {
        let three = |replication, name, number| {
            let mut draws = Draws::of(Spring { seed: 7, replication }, name, number);
            [draws.up_to(999), draws.up_to(999), draws.up_to(999)]
        };
        assert_eq!(three(1, "a", 1), three(1, "a", 1));
        assert_ne!(three(1, "a", 1), three(1, "a", 2));
        assert_ne!(three(1, "a", 1), three(1, "b", 1));
        assert_ne!(three(1, "a", 1), three(2, "a", 1));
        assert_ne!(three(2, "a", 1), three(3, "a", 1));
    }

    #[test]
    fn means_are_as_said() {
        let mut draws = Draws::of(Spring { seed: 1, replication: 1 }, "means", 0);
        let mean = |sum: f64| sum / 20_000.0;
        let normal = mean((0..20_000).map(|_| draws.normal()).sum());
        let exponential = mean((0..20_000).map(|_| draws.exponential(3.0)).sum());
        assert!(normal.abs() < 0.03, "{normal}");
        assert!((exponential - 3.0).abs() < 0.1, "{exponential}");
    }
}
