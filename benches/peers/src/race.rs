//! The runs: the engines take turns, so that a loud neighbour disturbs all of them alike.

use crate::engines::{Engine, run};
use crate::measure::median;
use crate::workload::{Answers, Workload};

/// How many runs a median is taken of.
const RUNS: usize = 5;

/// Seconds of processor time after which an engine gets no further run.
const ENOUGH: f64 = 10.0;

/// How an engine is asked to change an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Changes {
    /// It has a change of its own: less quantity keeps the order's place.
    InPlace,
    /// It has none, and is asked to cancel and to enter anew: the order always queues again.
    Renewed,
}

/// A book that takes part.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entrant {
    pub(crate) name: &'static str,
    pub(crate) changes: Changes,
    run: fn(&Workload) -> (f64, Answers),
}

/// What an entrant made of a workload.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outcome {
    pub(crate) entrant: Entrant,
    /// Seconds of processor time for the timed commands, the median of its runs.
    pub(crate) seconds: f64,
    pub(crate) runs: usize,
    pub(crate) answers: Answers,
}

impl Entrant {
    /// An engine as it takes part.
    pub(crate) fn of<E: Engine>(changes: Changes) -> Self {
        Self { name: E::NAME, changes, run: run::<E> }
    }
}

/// Runs all of them; fewer times those that take long.
pub(crate) fn race(entrants: &[Entrant], workload: &Workload) -> Vec<Outcome> {
    let mut all: Vec<(Vec<f64>, Option<Answers>)> = vec![(Vec::new(), None); entrants.len()];
    for _ in 0..RUNS {
        for (entrant, (times, answers)) in entrants.iter().zip(&mut all) {
            if times.iter().sum::<f64>() < ENOUGH {
                let (spent, came_to) = (entrant.run)(workload);
                let before = *answers.get_or_insert(came_to);
                assert_eq!(before, came_to, "{} answers the same in every run", entrant.name);
                times.push(spent);
            }
        }
    }
    let outcome = |(entrant, (times, answers)): (&Entrant, (Vec<f64>, Option<Answers>))| Outcome {
        entrant: *entrant,
        runs: times.len(),
        seconds: median(times),
        answers: answers.expect("at least one run"),
    };
    entrants.iter().zip(all).map(outcome).collect()
}
