//! The procedure before the committee, case by case: what each rule lets happen, and when.

use super::*;
use crate::domain::{Basis, Code, InstrumentKind, Timestamp};
use crate::format::{Document, library};

const DAY: i64 = 86_400_000_000_000;

fn seat(member: u32) -> Code {
    format!("member-{member}").parse().expect("a code")
}

fn on_day(day: i64) -> Timestamp {
    Timestamp::from_nanos(day * DAY)
}

fn rule<T>(value: T) -> Option<Threshold<T>> {
    let as_of = "2026-11-22".parse().expect("a day");
    Some(Threshold { value, basis: Basis::Assumed, source: "a test".to_owned(), as_of })
}

/// A register with one application under these rules, number 1, received on day 0.
fn received(dossier: &str, change: impl FnOnce(&mut CommitteeRules)) -> Register {
    let mut rulebook = crate::scenario::load(None).expect("the shipped scenario is sound").rulebook;
    let rules = &mut rulebook.committee;
    (rules.four_eyes, rules.appeal_days, rules.evidence_days, rules.review_days) = (None, None, None, None);
    (rules.appeal_quorum, rules.appeal_majority, rules.late_recusal) = (None, None, None);
    change(rules);
    let text = library::text("dossiers", dossier).expect("shipped");
    let dossier = Document::parse(dossier, text.as_bytes()).and_then(|document| document.decode()).expect("reads");
    let assessment = assess(&dossier, &rulebook);
    let mut register = Register::default();
    let issuer = "company".parse().expect("a code");
    register.receive(issuer, InstrumentKind::Bond, &rulebook, assessment, on_day(0)).expect("the first");
    register
}

fn cast(register: &mut Register, members: std::ops::RangeInclusive<u32>, choice: Choice, day: i64) {
    for member in members {
        let vote = Vote { member: seat(member), choice, reason: "because".into(), cast_at: on_day(day) };
        register.vote(1, vote).expect("a vote");
    }
}

fn no_vote(register: &mut Register, member: u32, day: i64) -> RegisterReject {
    let vote = Vote { member: seat(member), choice: Choice::Yes, reason: "because".into(), cast_at: on_day(day) };
    register.vote(1, vote).expect_err("refused")
}

#[test]
fn nobody_votes_before_the_comments_are_over() {
    let mut register = received("cura-aperta", |rules| rules.comment_days = rule(21));
    assert_eq!(register.comment(1, on_day(20)), Ok(()));
    assert_eq!(no_vote(&mut register, 1, 20), RegisterReject::CommentsOpen);
    assert_eq!(register.decide(1, None, on_day(20)), Err(RegisterReject::CommentsOpen));
    assert_eq!(register.comment(1, on_day(21)), Err(RegisterReject::CommentsClosed));
    assert_eq!(register.open_comments(1, Some(30), on_day(22)), Err(RegisterReject::CommentsKnown));
    cast(&mut register, 1..=5, Choice::Yes, 21);
    assert_eq!(register.decide(1, None, on_day(21)), Ok(Ruling::Decided(1)));
}

#[test]
fn a_committee_may_open_comments_by_itself_and_says_for_how_long() {
    let mut register = received("cura-aperta", |_| {});
    assert_eq!(register.comment(1, on_day(1)), Err(RegisterReject::CommentsClosed));
    assert_eq!(register.open_comments(1, None, on_day(1)), Err(RegisterReject::TermMissing));
    assert_eq!(register.open_comments(1, Some(0), on_day(1)), Err(RegisterReject::TermMissing));
    assert_eq!(register.open_comments(1, Some(7), on_day(1)), Ok(on_day(8)));
}

#[test]
fn a_late_conflict_strikes_the_vote_unless_the_rulebook_forbids_it() {
    let mut register = received("cura-aperta", |_| {});
    cast(&mut register, 1..=5, Choice::Yes, 1);
    let declare = |register: &mut Register| register.declare_conflict(1, &seat(1), "kin".to_owned(), on_day(2));
    assert_eq!(declare(&mut register), Ok(Struck { vote: true, motion: false }));
    assert_eq!(declare(&mut register), Err(RegisterReject::ConflictKnown));
    assert_eq!(no_vote(&mut register, 1, 3), RegisterReject::Barred);
    assert_eq!(register.decide(1, None, on_day(3)), Err(RegisterReject::NoQuorum), "four votes are left");
    let mut strict = received("cura-aperta", |rules| rules.late_recusal = rule(false));
    cast(&mut strict, 1..=1, Choice::Yes, 1);
    assert_eq!(declare(&mut strict), Err(RegisterReject::ConflictTooLate));
    assert!(strict.declare_conflict(1, &seat(2), "kin".to_owned(), on_day(2)).is_ok(), "who has not voted may");
}

#[test]
fn under_four_eyes_another_member_without_a_conflict_confirms() {
    let mut register = received("cura-aperta", |rules| rules.four_eyes = rule(true));
    cast(&mut register, 1..=6, Choice::Yes, 1);
    assert_eq!(register.decide(1, None, on_day(2)), Err(RegisterReject::MoverMissing));
    assert_eq!(register.confirm(1, &seat(2), on_day(2)), Err(RegisterReject::NoMotion));
    assert_eq!(register.decide(1, Some(&seat(1)), on_day(2)), Ok(Ruling::Moved(Outcome::Admitted)));
    let lends = |register: &Register| {
        register.admission(&"company".parse().expect("a code"), InstrumentKind::Bond, on_day(9)).is_some()
    };
    assert!(!lends(&register), "moved is not decided");
    assert_eq!(no_vote(&mut register, 7, 2), RegisterReject::MotionStands);
    assert_eq!(register.confirm(1, &seat(1), on_day(3)), Err(RegisterReject::SameEyes));
    register.declare_conflict(1, &seat(7), "kin".to_owned(), on_day(3)).expect("declared");
    assert_eq!(register.confirm(1, &seat(7), on_day(3)), Err(RegisterReject::Barred));
    assert_eq!(register.object(1, &seat(2)), Ok(()));
    assert_eq!(register.confirm(1, &seat(3), on_day(3)), Err(RegisterReject::NoMotion), "it fell");
    assert_eq!(register.decide(1, Some(&seat(1)), on_day(4)), Ok(Ruling::Moved(Outcome::Admitted)));
    let struck = register.declare_conflict(1, &seat(1), "kin".to_owned(), on_day(4));
    assert_eq!(struck, Ok(Struck { vote: true, motion: true }), "what rested on it falls");
    assert_eq!(register.decide(1, Some(&seat(2)), on_day(5)), Ok(Ruling::Moved(Outcome::Admitted)));
    assert_eq!(register.confirm(1, &seat(3), on_day(5)), Ok(1));
    assert!(lends(&register));
    let decision = register.decision(1).expect("taken");
    assert_eq!((decision.moved_by.clone(), decision.confirmed_by.clone()), (Some(seat(2)), Some(seat(3))));
}

#[test]
fn evidence_stops_the_clock_strikes_the_votes_and_lapses_unanswered() {
    let mut register = received("cura-aperta", |rules| {
        rules.review_days = rule(30);
        rules.evidence_days = rule(10);
    });
    cast(&mut register, 1..=3, Choice::Yes, 1);
    let ask = |register: &mut Register, pointers: &[&str], days| {
        let pointers: Vec<String> = pointers.iter().map(|&pointer| pointer.to_owned()).collect();
        register.request_evidence(1, &seat(1), &pointers, days, on_day(5))
    };
    assert_eq!(ask(&mut register, &[], None), Err(RegisterReject::NothingAsked));
    assert_eq!(ask(&mut register, &["team"], None), Err(RegisterReject::NothingAsked));
    assert_eq!(ask(&mut register, &["/team"], Some(9)), Err(RegisterReject::TermTooShort));
    assert_eq!(ask(&mut register, &["/team"], None), Ok((1, on_day(15))));
    assert_eq!(no_vote(&mut register, 4, 6), RegisterReject::EvidenceAwaited);
    let piece = |pointer: &str| Piece { pointer: pointer.to_owned(), value: serde_json::json!([]) };
    assert_eq!(register.check_answer(1, 1, &[piece("/team/members")]), Ok(()));
    assert_eq!(register.check_answer(1, 1, &[piece("/instrument")]), Err(RegisterReject::NotAsked));
    assert_eq!(register.check_answer(1, 2, &[]), Err(RegisterReject::UnknownRequest));
    let assessment = register.application(1).expect("received").assessment.clone();
    assert_eq!(register.answer(1, 1, Some(assessment), on_day(12)), Ok(vec![seat(1), seat(2), seat(3)]));
    let due = register.application(1).expect("received").review_due_at;
    assert_eq!(due, Some(on_day(37)), "seven days of waiting do not count");
    assert!(!register.lapse(1, 1), "it was answered");
    assert_eq!(ask(&mut register, &["/team"], None).map(|(number, _)| number), Ok(2));
    assert!(register.lapse(1, 2));
    assert_eq!(no_vote(&mut register, 4, 20), RegisterReject::ApplicationOver);
}

#[test]
fn an_appeal_is_a_second_vote_by_its_own_rules_and_final() {
    let mut register = received("cura-aperta", |rules| {
        rules.appeal_days = rule(30);
        rules.appeal_quorum = rule(6);
        rules.appeal_majority = Some(Threshold { value: "0.6".parse().expect("a rate"), ..rules.majority.clone() });
    });
    assert_eq!(register.appeal(1, None, on_day(1)), Err(RegisterReject::NotRefused));
    cast(&mut register, 1..=5, Choice::No, 1);
    assert_eq!(register.decide(1, None, on_day(2)), Ok(Ruling::Decided(1)));
    assert_eq!(register.appeal(1, None, on_day(32)), Err(RegisterReject::AppealOver));
    assert_eq!(register.appeal(1, None, on_day(31)), Ok(1));
    cast(&mut register, 1..=5, Choice::Yes, 33);
    assert_eq!(register.decide(1, None, on_day(34)), Err(RegisterReject::NoQuorum), "six are asked for");
    cast(&mut register, 6..=6, Choice::No, 33);
    cast(&mut register, 7..=7, Choice::No, 33);
    assert_eq!(register.decide(1, None, on_day(34)), Ok(Ruling::Decided(2)));
    let second = register.decision(2).expect("taken");
    assert_eq!(
        (second.outcome, second.appeal_against),
        (Outcome::Admitted, Some(1)),
        "five of seven are more than 60%"
    );
    let mut twice = received("cura-aperta", |rules| rules.appeal_days = rule(30));
    for decision in 1..=2 {
        cast(&mut twice, 1..=5, Choice::No, 1);
        assert_eq!(twice.decide(1, None, on_day(2)), Ok(Ruling::Decided(decision)));
        let expected = if decision == 1 { Ok(1) } else { Err(RegisterReject::DecisionFinal) };
        assert_eq!(twice.appeal(1, None, on_day(3)), expected);
    }
}

#[test]
fn no_vote_admits_what_the_gate_refused_but_another_dossier_may_be_appealed_with() {
    let mut register = received("campo-largo", |rules| rules.appeal_days = rule(30));
    cast(&mut register, 1..=7, Choice::Yes, 1);
    assert_eq!(register.decide(1, None, on_day(2)), Ok(Ruling::Decided(1)));
    assert_eq!(register.decision(1).map(|decision| decision.outcome), Some(Outcome::Refused));
    assert_eq!(register.appeal(1, None, on_day(3)), Err(RegisterReject::GateRefuses));
    let passing = received("cura-aperta", |_| {}).application(1).expect("received").assessment.clone();
    assert_eq!(register.appeal(1, Some(passing), on_day(3)), Ok(1));
    let mut without = received("campo-largo", |_| {});
    without.decide(1, None, on_day(2)).expect("refused by the gate");
    assert_eq!(without.appeal(1, None, on_day(3)), Err(RegisterReject::NoAppeal));
}

#[test]
fn what_was_declared_in_time_is_not_overdue_while_the_committee_looks_at_it() {
    let mut register = received("mano-tesa", |rules| rules.four_eyes = rule(true));
    cast(&mut register, 1..=5, Choice::Yes, 1);
    register.decide(1, Some(&seat(1)), on_day(2)).expect("moved");
    register.confirm(1, &seat(2), on_day(2)).expect("confirmed");
    let (code, pointer) = ("E-19", "/accounts/1/audited");
    assert_eq!(register.confirm_condition(1, code, pointer, &seat(3), on_day(99)), Err(RegisterReject::NoMotion));
    assert_eq!(register.meet_condition(1, code, pointer, on_day(100)), Ok(false), "it waits");
    assert_eq!(register.meet_condition(1, code, pointer, on_day(101)), Err(RegisterReject::ConditionDeclared));
    let overdue = |register: &Register| register.decision(1).expect("taken").conditions[0].is_overdue(on_day(130));
    assert!(!overdue(&register));
    assert_eq!(register.reject_condition(1, code, pointer, &seat(3), on_day(130)), Ok(true));
    assert!(overdue(&register));
    assert_eq!(register.meet_condition(1, code, pointer, on_day(131)), Ok(false));
    assert!(overdue(&register), "declared late, it is only met when it is confirmed");
    assert_eq!(register.confirm_condition(1, code, pointer, &seat(3), on_day(132)), Ok(()));
    assert!(!register.decision(1).expect("taken").conditions[0].is_overdue(on_day(132)));
}

#[test]
fn every_code_is_its_own_and_speaks_both_languages() {
    let mut codes: Vec<&str> = RegisterReject::ALL.iter().map(|reject| reject.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), RegisterReject::ALL.len());
    for reject in RegisterReject::ALL {
        assert_ne!(reject.italian(), reject.to_string(), "{reject:?}");
    }
    let page = include_str!("../../docs/GATE.md");
    let lacking: Vec<&&str> = codes.iter().filter(|code| !page.contains(&format!("| `{code}` |"))).collect();
    assert!(lacking.is_empty(), "docs/GATE.md lacks {lacking:?}");
}
