//! What the workloads are played on: the product's market, and the floor beneath it.

mod bare;
pub(crate) mod full;

pub(crate) use bare::Bare;
pub(crate) use full::{Full, limit};

use crate::measure::clock::seconds;
use crate::measure::{allocations, line, real};
use crate::workload::{Answers, Command, Workload};

/// A set of books, one for each instrument.
pub(crate) trait Engine {
    /// Its name in the output.
    const NAME: &'static str;

    /// Empty books for a workload.
    fn new(workload: &Workload) -> Self;

    /// Carries out a command and counts its fills.
    fn play(&mut self, command: &Command, answers: &mut Answers);

    /// Counts the orders that rest.
    fn count(&self, answers: &mut Answers);
}

/// Books with the prefill in them.
pub(crate) fn filled<E: Engine>(workload: &Workload) -> E {
    let mut engine = E::new(workload);
    let mut none = Answers::default();
    for command in &workload.prefill {
        engine.play(command, &mut none);
    }
    assert_eq!(none, Answers::default(), "the prefill does not cross");
    engine
}

/// Plays the timed part. Not inlined, so that callgrind can be told to count here only.
#[inline(never)]
pub(crate) fn timed_part<E: Engine>(engine: &mut E, commands: &[Command], answers: &mut Answers) {
    for command in commands {
        engine.play(command, answers);
    }
}

/// Plays a workload from the prefill on; the seconds of the timed part and what it came to.
pub(crate) fn run<E: Engine>(workload: &Workload) -> (f64, Answers) {
    let mut engine: E = filled(workload);
    let mut answers = Answers::default();
    let (spent, ()) = seconds(|| timed_part(&mut engine, &workload.timed, &mut answers));
    engine.count(&mut answers);
    (spent, answers)
}

/// Tells the allocations a command, over the second half of the timed part: by then books and buffers have their size.
pub(crate) fn allocated<E: Engine>(workload: &Workload) {
    let mut engine: E = filled(workload);
    let mut answers = Answers::default();
    let (first, second) = workload.timed.split_at(workload.timed.len() / 2);
    timed_part(&mut engine, first, &mut answers);
    let before = allocations::count();
    timed_part(&mut engine, second, &mut answers);
    let asked = real(allocations::count() - before) / real(second.len());
    line(&format!("{} {} allocations", workload.shape.name, E::NAME), asked, "per command", None);
}
