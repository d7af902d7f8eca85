//! The procedure before the committee on the whole exchange: evidence, appeal, withdrawal, a new application.

use serde_json::json;

use super::phase_tests::refused;
use super::properties::{Floor, shipped};
use super::{Act, Command, Event, Fact, Stage, World};
use crate::admission::{Choice, Outcome, Piece};
use crate::domain::{Code, Money};
use crate::ledger::{Amount, Asset};

const COMPANY: &str = "passo-lieve";

fn code(text: &str) -> Code {
    text.parse().expect("a code")
}

fn piece(pointer: &str, value: serde_json::Value) -> Piece {
    Piece { pointer: pointer.to_owned(), value }
}

fn stage(floor: &Floor, company: &str) -> Option<Stage> {
    floor.exchange.companies[&code(company)].stage
}

fn withdraw(floor: &mut Floor, company: &str) -> Vec<Event> {
    floor.apply(Command::Withdraw { company: code(company), reason: "a buyer was found".to_owned() })
}

/// Plays every timer up to an instant; nobody else acts.
fn wait_until(floor: &mut Floor, until: &str) -> Vec<Event> {
    let until = until.parse().expect("an instant");
    let mut told = Vec::new();
    while let Some(due) = floor.exchange.next_due().filter(|due| due.at <= until) {
        told.extend(floor.apply(Command::Timer { due: due.number, draw: 0 }));
    }
    told
}

/// The cash of everybody who is no contra account.
fn investors_cash(floor: &Floor) -> Amount {
    let cash = |account| floor.exchange.ledger.balance(account, Asset::Cash);
    let all = floor.exchange.investors.values().map(|&account| cash(account).total());
    all.fold(Amount::ZERO, |sum, cash| sum.checked_add(cash).expect("small"))
}

#[test]
fn who_withdraws_while_the_offer_runs_gives_every_reservation_back() {
    let mut floor = Floor::play(shipped(), "2026-08-14T16:00:00Z");
    assert_eq!(stage(&floor, COMPANY), Some(Stage::Offering));
    let subscribed = floor.exchange.companies[&code(COMPANY)].offer.as_ref().expect("it runs").reservations.len();
    assert!(subscribed > 10, "{subscribed}");
    let events = withdraw(&mut floor, COMPANY);
    let released = events.iter().filter(|event| matches!(event.fact, Fact::Allotted { paid: Money::ZERO, .. }));
    assert_eq!(released.count(), subscribed);
    assert!(events.iter().any(|event| matches!(event.fact, Fact::OfferClosed { success: false, .. })));
    assert_eq!(stage(&floor, COMPANY), Some(Stage::Withdrawn));
    floor.check();
    let later = wait_until(&mut floor, "2026-08-20T00:00:00Z");
    let its_own =
        |event: &&Event| matches!(&event.fact, Fact::Rejected { .. } | Fact::Listed { .. } | Fact::OfferClosed { .. });
    let told: Vec<_> =
        later.iter().filter(its_own).filter(|event| format!("{:?}", event.fact).contains("PASSO")).collect();
    assert!(told.is_empty(), "its timers have nothing to do any more: {told:?}");
    assert!(later.iter().all(|event| !matches!(event.fact, Fact::Rejected { .. })));
    assert_eq!(refused(&withdraw(&mut floor, COMPANY)), Some("wrong_stage"), "once is enough");
}

#[test]
fn an_offer_that_was_allotted_is_unwound_before_the_listing_and_not_after() {
    let mut floor = Floor::play(shipped(), "2026-08-17T15:00:00Z");
    let company = floor.exchange.companies[&code(COMPANY)].clone();
    let symbol = company.ask().expect("it asks").symbol;
    let paid: i128 = company.allotments.iter().map(|(_, _, paid)| paid.scaled()).sum();
    assert!(paid > 0, "it was allotted");
    let before = investors_cash(&floor);
    let events = withdraw(&mut floor, COMPANY);
    let repaid = events.iter().find_map(|event| match event.fact {
        Fact::OfferUnwound { repaid, .. } => Some(repaid.scaled()),
        _ => None,
    });
    assert_eq!(repaid, Some(paid));
    assert_eq!(investors_cash(&floor).parts() - before.parts(), paid);
    for account in floor.exchange.investors.values() {
        assert!(floor.exchange.ledger.balance(*account, Asset::Units(symbol)).total().is_zero());
    }
    assert!(floor.exchange.ledger.balance(company.account, Asset::Cash).total().is_zero());
    let view = floor.views.exercise.company(&code(COMPANY)).expect("it took part");
    assert!(view.benefits.is_empty() && !view.burdens.is_empty(), "what was spent stays, what was raised does not");
    floor.check();
    let later = wait_until(&mut floor, "2026-08-18T06:00:00Z");
    assert!(later.iter().any(|event| matches!(event.fact, Fact::Listed { .. })), "others are listed");
    assert!(!floor.exchange.listings.contains_key(&symbol));
    assert_eq!(refused(&withdraw(&mut floor, "bosco-vivo")), Some("wrong_stage"), "a listed company is delisted");
}

/// The exercise in which one company withdraws during its preparation and applies again under another name of its instrument.
fn with_a_second_attempt() -> World {
    let mut world = shipped();
    let at = |text: &str| text.parse().expect("an instant");
    world.acts.push(Act::Withdraw {
        at: at("2026-04-01T09:00:00Z"),
        company: code(COMPANY),
        reason: "too early".into(),
    });
    let pieces = vec![piece("/instrument/name", json!("Passo Lieve shares, second attempt"))];
    world.acts.push(Act::Apply { at: at("2026-04-20T09:00:00Z"), company: code(COMPANY), pieces });
    world
}

#[test]
fn a_second_attempt_has_timers_of_its_own_and_the_dossier_that_was_changed() {
    let floor = Floor::play(with_a_second_attempt(), "2026-04-27T09:00:00Z");
    let company = code(COMPANY);
    let attempts: Vec<_> = floor.views.procedures.of(&company).collect();
    assert_eq!(attempts.len(), 2);
    assert_eq!(
        attempts[1].decisions.last().map(|taken| taken.outcome),
        Some(Outcome::Admitted),
        "taken up a week later"
    );
    assert_eq!(stage(&floor, COMPANY), Some(Stage::Preparing));
    let tasks = |floor: &Floor| floor.exchange.companies[&code(COMPANY)].tasks_left;
    let planned = tasks(&floor);
    let mut floor = floor;
    wait_until(&mut floor, "2026-04-28T00:00:00Z");
    assert_eq!(tasks(&floor), planned, "the tasks of the first attempt end for nobody");
    wait_until(&mut floor, "2026-11-30T00:00:00Z");
    let offer =
        floor.views.exercise.company(&code(COMPANY)).and_then(|view| view.offer.clone()).expect("it was opened");
    assert_eq!(offer.name, "Passo Lieve shares, second attempt");
    floor.check();
}

#[test]
fn an_answer_is_read_by_the_gate_and_a_piece_that_does_not_fit_changes_nothing() {
    let mut floor = Floor::play(shipped(), "2026-01-28T10:00:00Z");
    let company = code("nido-sereno");
    let answer = |pieces| Command::AnswerEvidence { company: company.clone(), request: 1, pieces, note: "here".into() };
    let before = serde_json::to_string(&floor.exchange.position().applications).expect("a position");
    let unfit = [
        (vec![piece("/counterfactual/nothing", json!("1"))], "unfit_piece"),
        (vec![piece("/counterfactual/capital_available", json!({}))], "unfit_piece"),
        (vec![piece("/use_of_proceeds/purposes/0/amount", json!("1"))], "not_asked"),
    ];
    for (pieces, expected) in unfit {
        let events = floor.apply(answer(pieces));
        assert_eq!((refused(&events), events.len()), (Some(expected), 1));
        assert_eq!(serde_json::to_string(&floor.exchange.position().applications).expect("a position"), before);
    }
    let vote =
        Command::Vote { company: company.clone(), member: code("university"), choice: Choice::No, reason: "no".into() };
    assert_eq!(refused(&floor.apply(vote.clone())), Some("evidence_awaited"));
    let events = floor.apply(answer(vec![piece("/counterfactual/capital_available", json!("1400000"))]));
    let findings = events.iter().find_map(|event| match &event.fact {
        Fact::Assessed { assessment, .. } => {
            Some(assessment.findings().map(|one| one.code.clone()).collect::<Vec<_>>())
        }
        _ => None,
    });
    assert_eq!(findings.as_deref(), Some(&["A-09".to_owned()][..]), "A-04 is gone, A-09 stays");
    assert_eq!(refused(&floor.apply(vote)), None);
    assert_eq!(refused(&floor.apply(answer(Vec::new()))), Some("unknown_request"), "it was answered");
}

#[test]
fn who_was_refused_waits_and_unanswered_evidence_ends_an_application() {
    let mut floor = Floor::play(shipped(), "2026-02-20T09:00:00Z");
    let apply = |company: &str| Command::Apply { company: code(company), pieces: Vec::new() };
    assert_eq!(refused(&floor.apply(apply("campo-largo"))), Some("too_early"));
    assert_eq!(refused(&floor.apply(apply(COMPANY))), Some("wrong_stage"), "it is being prepared");
    let appeal =
        |company: &str| Command::Appeal { company: code(company), grounds: "still".into(), pieces: Vec::new() };
    assert_eq!(refused(&floor.apply(appeal("campo-largo"))), Some("gate_refuses"));
    assert_eq!(refused(&floor.apply(appeal(COMPANY))), Some("not_refused"));
    let mut floor = Floor::play(shipped(), "2026-08-24T10:00:00Z");
    assert_eq!(refused(&floor.apply(appeal("campo-largo"))), Some("appeal_term_over"));
    let events = floor.apply(apply("campo-largo"));
    assert_eq!(refused(&events), None, "six months later");
    let ask = Command::RequestEvidence {
        company: code("campo-largo"),
        member: code("university"),
        pointers: vec!["/statute".to_owned()],
        question: "which shares?".to_owned(),
        days: None,
    };
    assert_eq!(refused(&floor.apply(ask)), None);
    let later = wait_until(&mut floor, "2026-09-20T00:00:00Z");
    assert!(later.iter().any(|event| matches!(event.fact, Fact::EvidenceMissed { request: 1, .. })));
    assert_eq!(stage(&floor, "campo-largo"), Some(Stage::Lapsed));
    assert_eq!(refused(&floor.apply(apply("campo-largo"))), None, "a lapse is no refusal: nothing to wait for");
    floor.check();
}

#[test]
fn a_condition_is_met_only_by_a_piece_that_makes_its_finding_go_away() {
    let mut floor = Floor::play(shipped(), "2026-05-08T09:00:00Z");
    let meet = |value| Command::MeetCondition {
        company: code("mano-tesa"),
        condition: "E-19".to_owned(),
        pointer: "/accounts/1/audited".to_owned(),
        piece: Some(piece("/accounts/1/audited", json!(value))),
    };
    assert_eq!(refused(&floor.apply(meet(false))), Some("condition_stands"));
    let events = floor.apply(meet(true));
    assert!(events.iter().any(|event| matches!(event.fact, Fact::ConditionDeclared { .. })));
    assert_eq!(refused(&floor.apply(meet(true))), Some("condition_already_declared"));
    let judge = |confirms| Command::ConfirmCondition {
        company: code("mano-tesa"),
        condition: "E-19".to_owned(),
        pointer: "/accounts/1/audited".to_owned(),
        member: code("university"),
        confirms,
        reason: "read".to_owned(),
    };
    assert_eq!(refused(&floor.apply(judge(false))), None);
    assert_eq!(refused(&floor.apply(judge(true))), Some("nothing_to_confirm"));
}
