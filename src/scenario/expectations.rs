//! What a scenario says must have come true.

use super::measured::measured;
use super::offer_expectations::{fell_short, listed_on, refused, sold};
use super::price_expectations::{Change, interrupted, occurred, price_moved};
use crate::admission::Outcome;
use crate::domain::{Code, LapseKind, Money, Quantity, Sanction, Symbol, TargetStanding, Text};
use crate::engine::{Expectation, Stage, World};
use crate::projection::{LifeView, Views};

/// An expectation and whether it came true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What was expected, in words.
    pub expected: Text,
    /// What came instead; nothing when it came true.
    pub instead: Option<Text>,
}

/// Judges every expectation of a world by what the views show at the end.
#[must_use]
pub fn judge(world: &World, views: &Views) -> Vec<Verdict> {
    world.expect.iter().map(|expectation| verdict(expectation, world, views)).collect()
}

fn verdict(expectation: &Expectation, world: &World, views: &Views) -> Verdict {
    match expectation {
        Expectation::Measured { at_least, at_most, .. } => measured(expectation, (*at_least, *at_most), world, views),
        Expectation::Outcome { company, outcome } => decided(company, *outcome, views),
        Expectation::Listed { company, on: None } => stands(company, Stage::Listed, views),
        Expectation::Listed { company, on: Some(day) } => listed_on(company, (*day, world), views),
        Expectation::Stage { company, stage } => stands(company, *stage, views),
        Expectation::FellShort { company, test } => fell_short(company, *test, views),
        Expectation::Sold { company, at_least, at_most } => sold(company, *at_least, *at_most, views),
        Expectation::Trades { instrument, at_least } => {
            let found = views.market.instruments.get(instrument).map_or(0, |view| view.trades.len() as u64);
            let expected = text(
                format!("{instrument} è scambiato almeno {at_least} volte"),
                format!("{instrument} trades at least {at_least} times"),
            );
            let instead = || text(format!("{found} contratti"), format!("{found} trades"));
            Verdict { expected, instead: (found < *at_least).then(instead) }
        }
        Expectation::Reported { company, objective } => {
            let impact = views.exercise.company(company).map(|company| &company.impact);
            let found = impact.is_some_and(|impact| impact.iter().any(|report| report.objective == *objective));
            let expected =
                text(format!("{company} riferisce su {objective}"), format!("{company} reports on {objective}"));
            Verdict { expected, instead: (!found).then(|| both(["nessuna relazione", "no report"])) }
        }
        Expectation::Holds { investor, instrument, at_least, at_most } => {
            holds(investor, *instrument, *at_least, *at_most, views)
        }
        Expectation::Refused { investor, instrument, code } => refused(investor, *instrument, code, views),
        Expectation::Received { investor, instrument, amount } => {
            let found = views.accounts.named(investor).map(|account| views.payments.received(account, *instrument));
            let said = (
                format!("{investor} riceve {amount} EUR da {instrument}"),
                format!("{investor} receives {amount} EUR of {instrument}"),
            );
            money(said, *amount, found)
        }
        Expectation::Gave { investor, instrument, amount } => {
            let found = views.accounts.named(investor).map(|account| views.payments.given(account, *instrument));
            let said = (
                format!("{investor} dà {amount} EUR per {instrument}"),
                format!("{investor} gives {amount} EUR for {instrument}"),
            );
            money(said, *amount, found)
        }
        Expectation::Paid { instrument, amount } => {
            let found = Some(views.payments.paid(*instrument));
            let said = (
                format!("chi detiene {instrument} riceve {amount} EUR"),
                format!("the holders of {instrument} are paid {amount} EUR"),
            );
            money(said, *amount, found)
        }
        Expectation::Withheld { investor, instrument, amount } => {
            let found = views.accounts.named(investor).map(|account| views.taxes.of(account, *instrument));
            let said = (
                format!("a {investor} sono trattenuti {amount} EUR d'imposta su {instrument}"),
                format!("{amount} EUR of tax are withheld from {investor} on {instrument}"),
            );
            money(said, *amount, found)
        }
        Expectation::Remitted { amount } => {
            let said =
                (format!("all'erario sono versati {amount} EUR"), format!("{amount} EUR are paid to the treasury"));
            money(said, *amount, Some(views.taxes.remitted()))
        }
        Expectation::PriceMoved { instrument, from, to, at_least, at_most } => {
            let change =
                Change { instrument: *instrument, from: *from, to: *to, at_least: *at_least, at_most: *at_most };
            price_moved(change, &world.calendar.zone, views)
        }
        Expectation::Interrupted { instrument, at_least } => interrupted(*instrument, *at_least, views),
        Expectation::Occurred { event, by } => occurred(event, *by, views),
        Expectation::Rewarded { instrument, amount } => {
            let found = Some(views.payments.reward(*instrument));
            let said = (
                format!("l'emittente di {instrument} riceve {amount} EUR per il suo risultato"),
                format!("the issuer of {instrument} is given {amount} EUR for its result"),
            );
            money(said, *amount, found)
        }
        Expectation::Sanctioned { company, sanction, lapse } => {
            sanctioned(company, *sanction, *lapse, &life_of(views, company))
        }
        Expectation::Unsanctioned { company } => {
            let steps = life_of(views, company).lapses.iter().flat_map(|one| one.sanctions.clone()).collect::<Vec<_>>();
            let gravest = steps.iter().map(|one| one.sanction).max();
            let expected =
                text(format!("per {company} non arriva alcuna sanzione"), format!("{company} meets no sanction"));
            Verdict { expected, instead: gravest.map(|sanction| both(sanction_words(sanction))) }
        }
        Expectation::Resumed { company } => resumed(company, &life_of(views, company)),
        Expectation::Delisted { company } => {
            let instead = life_of(views, company).delisting.is_none().then(|| both(["non revocata", "not delisted"]));
            let expected = text(format!("{company} è revocata dalle negoziazioni"), format!("{company} is delisted"));
            Verdict { expected, instead }
        }
        Expectation::Target { company, objective, standing } => {
            let life = life_of(views, company);
            let found = life.target(objective).map_or(TargetStanding::Open, |target| target.standing);
            let [it, en] = standing_words(*standing);
            let expected = text(
                format!("l'obiettivo {objective} di {company} è {it}"),
                format!("the target {objective} of {company} is {en}"),
            );
            Verdict { expected, instead: (found != *standing).then(|| both(standing_words(found))) }
        }
    }
}

pub(super) fn text(it: String, en: String) -> Text {
    Text { it, en }
}

pub(super) fn both([it, en]: [&str; 2]) -> Text {
    text(it.to_owned(), en.to_owned())
}

/// Whether an amount is the one expected, to the last 1/10,000 of a euro.
fn money((it, en): (String, String), amount: Money, found: Option<Money>) -> Verdict {
    let found = found.unwrap_or_default();
    let instead = || text(format!("{found} EUR"), format!("{found} EUR"));
    Verdict { expected: text(it, en), instead: (found != amount).then(instead) }
}

/// A company's life after its listing; an empty one where it has none.
fn life_of(views: &Views, company: &Code) -> LifeView {
    views.exercise.company(company).map(|company| company.life.clone()).unwrap_or_default()
}

fn stands(company: &Code, stage: Stage, views: &Views) -> Verdict {
    let found = views.exercise.company(company).map(|company| company.stage);
    let instead = (found != Some(stage)).then(|| found.map_or(UNKNOWN, stage_words));
    let [it, en] = stage_words(stage);
    Verdict { expected: text(format!("{company} è {it}"), format!("{company} is {en}")), instead: instead.map(both) }
}

fn decided(company: &Code, outcome: Outcome, views: &Views) -> Verdict {
    let found = views.exercise.company(company).and_then(|company| company.outcome);
    let [it, en] = outcome_words(outcome);
    let instead = || found.map_or(both(["nessuna delibera", "undecided"]), |found| both(outcome_words(found)));
    let expected = text(format!("{company} è {it}"), format!("{company} is {en}"));
    Verdict { expected, instead: (found != Some(outcome)).then(instead) }
}

fn holds(investor: &Code, instrument: Symbol, least: Quantity, most: Option<Quantity>, views: &Views) -> Verdict {
    let account = views.accounts.named(investor);
    let holding = account.and_then(|account| views.accounts.holding(account, &instrument.to_string()));
    let units = |text: &str| text.parse().unwrap_or(Quantity::ZERO);
    let held = holding.and_then(|held| units(&held.available).checked_add(units(&held.reserved)));
    let held = held.unwrap_or_default();
    let fits = held >= least && most.is_none_or(|most| held <= most);
    let up_to = |word: &str| most.map_or_else(String::new, |most| format!(" {word} {most}"));
    let expected = text(
        format!("{investor} ha almeno {least}{} titoli {instrument}", up_to("e al massimo")),
        format!("{investor} holds at least {least}{} of {instrument}", up_to("and at most")),
    );
    Verdict { expected, instead: (!fits).then(|| text(held.to_string(), held.to_string())) }
}

fn sanctioned(company: &Code, sanction: Sanction, lapse: Option<LapseKind>, life: &LifeView) -> Verdict {
    let meant = life.lapses.iter().filter(|one| lapse.is_none_or(|lapse| lapse == one.kind));
    let steps: Vec<Sanction> = meant.flat_map(|one| &one.sanctions).map(|one| one.sanction).collect();
    let ([it, en], [lapse_it, lapse_en]) = (sanction_words(sanction), lapse.map_or([""; 2], lapse_words));
    let expected = text(format!("per {company} arriva {it}{lapse_it}"), format!("{company} meets {en}{lapse_en}"));
    let came = steps.iter().max().map_or(["nessuna sanzione", "no sanction"], |step| sanction_words(*step));
    Verdict { expected, instead: (!steps.contains(&sanction)).then(|| both(came)) }
}

fn resumed(company: &Code, life: &LifeView) -> Verdict {
    let instead = match (life.resumed_at, life.traded_again_at) {
        (None, _) => Some(["gli scambi non sono mai ripresi", "trading was never resumed"]),
        (Some(_), None) => {
            Some(["riammessa, ma nessuna asta ha più scambiato", "resumed, and no auction has traded since"])
        }
        (Some(_), Some(_)) => None,
    };
    let expected = text(
        format!("{company} è riammessa e scambia in un'asta"),
        format!("{company} resumes and trades in an auction"),
    );
    Verdict { expected, instead: instead.map(both) }
}

const UNKNOWN: [&str; 2] = ["sconosciuta", "unknown"];

const fn outcome_words(outcome: Outcome) -> [&'static str; 2] {
    match outcome {
        Outcome::Admitted => ["ammessa", "admitted"],
        Outcome::Conditional => ["ammessa con condizioni", "admitted with conditions"],
        Outcome::Refused => ["non ammessa", "refused"],
    }
}

const fn stage_words(stage: Stage) -> [&'static str; 2] {
    match stage {
        Stage::Applied => ["candidata", "applied"],
        Stage::Preparing => ["in preparazione", "preparing"],
        Stage::Offering => ["in offerta", "offering"],
        Stage::Listed => ["quotata", "listed"],
        Stage::Refused => ["respinta", "refused"],
        Stage::OfferFailed => ["senza offerta riuscita", "without a successful offer"],
        Stage::Funded => ["finanziata", "funded"],
        Stage::Defaulted => ["insolvente", "in default"],
        Stage::Lapsed => ["decaduta", "lapsed"],
        Stage::Withdrawn => ["ritirata", "withdrawn"],
        Stage::Delisted => ["revocata dalle negoziazioni", "delisted"],
    }
}

const fn sanction_words(sanction: Sanction) -> [&'static str; 2] {
    match sanction {
        Sanction::Warning => ["il richiamo", "a warning"],
        Sanction::PublicNotice => ["l'avviso al pubblico", "a public notice"],
        Sanction::Suspension => ["la sospensione", "a suspension"],
        Sanction::Delisting => ["la revoca", "a delisting"],
    }
}

const fn lapse_words(lapse: LapseKind) -> [&'static str; 2] {
    match lapse {
        LapseKind::MissedReport => [" per una pubblicazione mancata", " for a missed report"],
        LapseKind::LateVerification => [" per una verifica mancata", " for a late verification"],
        LapseKind::FailedRetest => [" per deriva della missione", " for mission drift"],
        LapseKind::UnmetCondition => [" per una condizione non soddisfatta", " for an unmet condition"],
    }
}

const fn standing_words(standing: TargetStanding) -> [&'static str; 2] {
    match standing {
        TargetStanding::Open => ["aperto", "open"],
        TargetStanding::Met => ["raggiunto", "met"],
        TargetStanding::Late => ["raggiunto in ritardo", "met late"],
        TargetStanding::Missed => ["mancato", "missed"],
    }
}
