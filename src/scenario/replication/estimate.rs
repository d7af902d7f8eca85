//! A mean and how far it may be trusted.

#![expect(clippy::float_arithmetic, reason = "statistics over finished plays")]

/// What is known of a figure after some replications, kept in constant space (Welford 1962): the same to the bit for the
/// same figures in the same order.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tally {
    count: u32,
    mean: f64,
    squares: f64,
    least: f64,
    greatest: f64,
}

/// A mean with its 95% interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanEstimate {
    /// Replications that had the figure.
    pub count: u32,
    /// Their mean.
    pub mean: f64,
    /// Half the width of the interval: the mean lies within so much of the true one in 95 of 100 such series. Nothing of a
    /// single figure.
    pub half_width: Option<f64>,
    /// Standard deviation between replications, with `count - 1` degrees of freedom.
    pub deviation: Option<f64>,
    /// The least figure.
    pub least: f64,
    /// The greatest.
    pub greatest: f64,
}

impl Tally {
    /// Takes in one figure.
    pub fn take(&mut self, figure: f64) {
        (self.least, self.greatest) = match self.count {
            0 => (figure, figure),
            _ => (self.least.min(figure), self.greatest.max(figure)),
        };
        self.count += 1;
        let away = figure - self.mean;
        self.mean += away / f64::from(self.count);
        self.squares += away * (figure - self.mean);
    }

    /// What it comes to; nothing where no replication had the figure.
    ///
    /// The interval is Student's: the mean, plus and minus `t` times the standard deviation over the root of the count,
    /// with `t` the 97.5% point of Student's distribution with `count - 1` degrees of freedom.
    #[must_use]
    pub fn estimate(&self) -> Option<MeanEstimate> {
        let freedom = self.count.checked_sub(1)?;
        let deviation = (freedom > 0).then(|| libm::sqrt(self.squares / f64::from(freedom)));
        let half_width = deviation.map(|deviation| student(freedom) * deviation / libm::sqrt(f64::from(self.count)));
        let Self { count, mean, least, greatest, .. } = *self;
        Some(MeanEstimate { count, mean, half_width, deviation, least, greatest })
    }
}

/// The 97.5% point of Student's distribution, by bisection of its distribution function to the last bit that moves.
fn student(freedom: u32) -> f64 {
    let freedom = f64::from(freedom);
    let (mut low, mut high) = (1.9, 13.0); // 12.706 with one degree of freedom, 1.960 with infinitely many
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        // The part beyond -t and t together is the regularised incomplete beta function at f/(f + t^2).
        let beyond = incomplete_beta(freedom / 2.0, 0.5, freedom / (freedom + middle * middle));
        if beyond > 0.05 { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

/// The regularised incomplete beta function by its continued fraction (DLMF 8.17.22, in Lentz's way).
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(b, a, 1.0 - x);
    }
    let front = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b);
    let front = libm::exp(front + a * libm::log(x) + b * libm::log(1.0 - x)) / a;
    let (mut fraction, mut c, mut d) = (1.0, 1.0, 0.0);
    for step in 0..200_u32 {
        let m = f64::from(step / 2);
        let term = match step {
            0 => 1.0,
            step if step % 2 == 0 => m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m)),
            _ => -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0)),
        };
        d = 1.0 / away_from_zero(1.0 + term * d);
        c = away_from_zero(1.0 + term / c);
        fraction *= c * d;
        if (c * d - 1.0).abs() < 1e-15 {
            break;
        }
    }
    front * (fraction - 1.0)
}

fn away_from_zero(number: f64) -> f64 {
    if number.abs() < 1e-300 { 1e-300 } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_points_of_student_are_those_of_the_printed_tables() {
        // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2: the 0.975 column.
        let table = [(1, 12.706), (2, 4.303), (5, 2.571), (9, 2.262), (19, 2.093), (30, 2.042), (100, 1.984)];
        for (freedom, point) in table {
            assert!((student(freedom) - point).abs() < 0.000_6, "{freedom}: {}", student(freedom));
        }
        assert!((student(1_000_000) - 1.959_97).abs() < 0.000_1, "{}", student(1_000_000));
    }

    #[test]
    fn a_mean_and_its_interval_by_hand() {
        let mut tally = Tally::default();
        assert_eq!(tally.estimate(), None);
        tally.take(2.0);
        assert_eq!(tally.estimate().and_then(|one| one.half_width), None);
        [4.0, 9.0].into_iter().for_each(|figure| tally.take(figure));
        // Of 2, 4 and 9: mean 5, deviations 3, 1 and 4, variance 26/2 = 13; 4.303 * sqrt(13/3) = 8.957.
        let estimate = tally.estimate().expect("three figures");
        assert!((estimate.mean - 5.0).abs() < 1e-12);
        assert!(estimate.deviation.is_some_and(|found| (found * found - 13.0).abs() < 1e-9));
        assert!(estimate.half_width.is_some_and(|half| (half - 8.957).abs() < 0.001), "{estimate:?}");
        assert_eq!((estimate.count, estimate.least, estimate.greatest), (3, 2.0, 9.0));
    }

    #[test]
    fn ninety_five_of_a_hundred_intervals_hold_the_true_mean() {
        use super::super::super::{Draws, Spring};
        let mut held = 0;
        for series in 0..2_000 {
            let mut draws = Draws::of(Spring { seed: 5, replication: 1 }, "coverage", series);
            let mut tally = Tally::default();
            (0..8).for_each(|_| tally.take(draws.normal()));
            let estimate = tally.estimate().expect("eight figures");
            held += u32::from(estimate.half_width.is_some_and(|half| estimate.mean.abs() <= half));
        }
        assert!((1_860..=1_940).contains(&held), "{held} of 2000"); // four standard deviations around 1900
    }
}
