//! What a scenario says must have come true.

use crate::domain::{Code, LapseKind, Quantity, Sanction, TargetStanding};
use crate::engine::{Expectation, Stage, World};
use crate::projection::{LifeView, Views};

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
        Expectation::Holds { investor, instrument, at_least, at_most } => {
            let account = views.accounts.named(investor);
            let asset = instrument.to_string();
            let holding = account.and_then(|account| views.accounts.holding(account, &asset));
            let units = |text: &str| text.parse().unwrap_or(Quantity::ZERO);
            let held = holding.and_then(|held| units(&held.available).checked_add(units(&held.reserved)));
            let held = held.unwrap_or_default();
            let fits = held >= *at_least && at_most.is_none_or(|most| held <= most);
            let most = at_most.map_or_else(String::new, |most| format!(" and at most {most}"));
            let expected = format!("{investor} holds at least {at_least}{most} of {instrument}");
            Verdict { expected, instead: (!fits).then(|| held.to_string()) }
        }
        Expectation::Sanctioned { company, sanction, lapse } => {
            sanctioned(company, *sanction, *lapse, &life_of(views, company))
        }
        Expectation::Resumed { company } => resumed(company, &life_of(views, company)),
        Expectation::Delisted { company } => {
            let instead = life_of(views, company).delisting.is_none().then(|| "not delisted".to_owned());
            Verdict { expected: format!("{company} is delisted"), instead }
        }
        Expectation::Target { company, objective, standing } => {
            let life = life_of(views, company);
            let found = life.target(objective).map_or(TargetStanding::Open, |target| target.standing);
            let instead = (found != *standing).then(|| word(&found));
            Verdict { expected: format!("the target {objective} of {company} is {}", word(standing)), instead }
        }
    }
}

/// A company's life after its listing; an empty one where it has none.
fn life_of(views: &Views, company: &Code) -> LifeView {
    views.exercise.company(company).map(|company| company.life.clone()).unwrap_or_default()
}

fn sanctioned(company: &Code, sanction: Sanction, lapse: Option<LapseKind>, life: &LifeView) -> Verdict {
    let meant = life.lapses.iter().filter(|one| lapse.is_none_or(|lapse| lapse == one.kind));
    let steps: Vec<Sanction> = meant.flat_map(|one| &one.sanctions).map(|one| one.sanction).collect();
    let for_what = lapse.map_or_else(String::new, |lapse| format!(" for {}", word(&lapse)));
    let came = steps.iter().max().map_or_else(|| "no sanction".to_owned(), word);
    let expected = format!("{company} meets {}{for_what}", word(&sanction));
    Verdict { expected, instead: (!steps.contains(&sanction)).then_some(came) }
}

fn resumed(company: &Code, life: &LifeView) -> Verdict {
    let instead = match (life.resumed_at, life.traded_again_at) {
        (None, _) => Some("trading was never resumed".to_owned()),
        (Some(_), None) => Some("resumed, and no auction has traded since".to_owned()),
        (Some(_), Some(_)) => None,
    };
    Verdict { expected: format!("{company} resumes and trades in an auction"), instead }
}

/// The word that files use for one of an enum's values.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
