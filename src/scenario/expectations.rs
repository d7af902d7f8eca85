//! What a scenario says must have come true.

use crate::engine::{Expectation, Stage, World};
use crate::projection::Views;

/// An expectation and whether it came true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What was expected, in words.
    pub expected: String,
    /// What came instead; nothing when it came true.
    pub instead: Option<String>,
}

/// Judges every expectation of a world by what the views show at the end.
#[must_use]
pub fn judge(world: &World, views: &Views) -> Vec<Verdict> {
    world.expect.iter().map(|expectation| verdict(expectation, views)).collect()
}

fn verdict(expectation: &Expectation, views: &Views) -> Verdict {
    match expectation {
        Expectation::Outcome { company, outcome } => {
            let found = views.exercise.company(company).and_then(|company| company.outcome);
            let instead = (found != Some(*outcome)).then(|| found.map_or("undecided".into(), |found| word(&found)));
            Verdict { expected: format!("{company} is {}", word(outcome)), instead }
        }
        Expectation::Listed { company } => {
            let stage = views.exercise.company(company).map(|company| company.stage);
            let instead = (stage != Some(Stage::Listed)).then(|| stage.map_or("unknown".into(), |stage| word(&stage)));
            Verdict { expected: format!("{company} is listed"), instead }
        }
        Expectation::Trades { instrument, at_least } => {
            let found = views.market.instruments.get(instrument).map_or(0, |view| view.trades.len() as u64);
            let instead = (found < *at_least).then(|| format!("{found} trades"));
            Verdict { expected: format!("{instrument} trades at least {at_least} times"), instead }
        }
        Expectation::Reported { company, objective } => {
            let impact = views.exercise.company(company).map(|company| &company.impact);
            let found = impact.is_some_and(|impact| impact.iter().any(|report| report.objective == *objective));
            let instead = (!found).then(|| "no report".to_owned());
            Verdict { expected: format!("{company} reports on {objective}"), instead }
        }
    }
}

/// The word that files use for one of an enum's values.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
