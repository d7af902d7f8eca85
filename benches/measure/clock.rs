//! The processor time of this thread: other programs on the machine do not count, save for the caches they take.

#![expect(clippy::float_arithmetic, reason = "times of a benchmark")]

use cpu_time::ThreadTime;

/// Seconds of processor time that some work takes, and what it comes to.
pub(crate) fn seconds<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = ThreadTime::now();
    let result = work();
    (start.elapsed().as_secs_f64(), result)
}

/// Wall time of one short piece of work after another, in nanoseconds; what reading the clock costs is taken off.
#[derive(Debug)]
pub(crate) struct Latencies {
    nanos: Vec<f64>,
    overhead: f64,
}

impl Latencies {
    /// Room for so many.
    pub(crate) fn new(count: usize) -> Self {
        let mut empty = Self { nanos: Vec::with_capacity(10_001), overhead: 0.0 };
        (0..10_001).for_each(|_| empty.time(|| ()));
        let overhead = empty.percentile(0.5);
        Self { nanos: Vec::with_capacity(count), overhead }
    }

    /// Does one piece of work and notes its time.
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
    pub(crate) fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let start = std::time::Instant::now();
        let result = work();
        self.nanos.push(start.elapsed().as_secs_f64() * 1e9);
        result
    }

    /// The time that this share of the pieces did not exceed.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index"
    )]
    pub(crate) fn percentile(&mut self, share: f64) -> f64 {
        self.nanos.sort_by(f64::total_cmp);
        let at = ((self.nanos.len() - 1) as f64 * share) as usize;
        self.nanos[at] - self.overhead
    }
}
