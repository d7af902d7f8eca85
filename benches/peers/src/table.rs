//! One line for each engine and workload.

#![expect(clippy::print_stdout, reason = "the output of a benchmark")]

use crate::engines::{Engine, Full};
use crate::measure::real;
use crate::race::{Changes, Outcome};
use crate::workload::{Answers, Workload};

/// Names the columns.
pub(crate) fn head() {
    println!(
        "{:<30} {:>8} {:<12} {:>11} {:>15} {:>4}  answers",
        "throughput", "value", "unit", "to fastest", "market to it", "runs"
    );
}

/// Tells what a workload came to; `renewed` is the right answer of books without a change.
pub(crate) fn tell(workload: &Workload, renewed: &Answers, outcomes: &[Outcome]) {
    let fastest = outcomes.iter().map(|outcome| outcome.seconds).fold(f64::INFINITY, f64::min);
    let market = outcomes.iter().find(|outcome| outcome.entrant.name == Full::NAME).expect("our market takes part");
    for outcome in outcomes {
        let name = format!("{} {}", workload.shape.name, outcome.entrant.name);
        let value = 1e-6 * real(workload.timed.len()) / outcome.seconds;
        let (to_fastest, market_to_it) = (fastest / outcome.seconds, outcome.seconds / market.seconds);
        let runs = outcome.runs;
        let answers = verdict(outcome, &workload.answers, renewed);
        println!(
            "{name:<30} {value:>8.3} {:<12} {to_fastest:>11.4} {market_to_it:>15.2} {runs:>4}  {answers}",
            "M commands/s"
        );
    }
}

/// Whether the answers are the right ones for the way in which the engine is asked for changes.
fn verdict(outcome: &Outcome, in_place: &Answers, renewed: &Answers) -> String {
    let (right, how) = match outcome.entrant.changes {
        Changes::InPlace => (in_place, "agrees"),
        Changes::Renewed => (renewed, "agrees, a change being cancel and new"),
    };
    let differs = differences(&outcome.answers, right);
    if differs.is_empty() { how.to_owned() } else { format!("DIFFERS: {}", differs.join(", ")) }
}

/// Every answer that is not the right one, with the right one.
fn differences(given: &Answers, right: &Answers) -> Vec<String> {
    let pairs = [
        ("trades", given.trades, right.trades),
        ("volume", given.volume, right.volume),
        ("value", given.value, right.value),
        ("makers", given.makers, right.makers),
        ("resting", given.resting, right.resting),
        ("resting units", given.resting_units, right.resting_units),
        ("resting value", given.resting_value, right.resting_value),
    ];
    let differ = pairs.into_iter().filter(|(_, given, right)| given != right);
    differ.map(|(name, given, right)| format!("{name} {given} not {right}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wrong_answer_is_told() {
        let right = Answers { trades: 2, makers: 7, resting_value: 9, ..Answers::default() };
        let given = Answers { makers: 8, resting_value: 1, ..right };
        assert_eq!(differences(&given, &right), ["makers 8 not 7", "resting value 1 not 9"]);
        assert_eq!(differences(&right, &right), Vec::<String>::new());
    }
}
