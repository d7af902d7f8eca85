//! The committee's table: who may decide what, and what an admission is worth later.

use super::*;
use crate::domain::{Code, InstrumentKind, Text, Timestamp};
use crate::format::{Document, library};

const DAY: i64 = 86_400_000_000_000;

fn read<T: serde::de::DeserializeOwned + schemars::JsonSchema>(folder: &str, name: &str) -> T {
    let text = library::text(folder, name).expect("shipped");
    Document::parse(name, text.as_bytes()).and_then(|document| document.decode()).expect("reads")
}

fn code(text: &str) -> Code {
    text.parse().expect("a code")
}

fn on_day(day: i64) -> Timestamp {
    Timestamp::from_nanos(day * DAY)
}

fn vote(member: u32, choice: Choice) -> Vote {
    Vote { member: code(&format!("member-{member}")), choice, reason: "read the dossier".into(), cast_at: on_day(1) }
}

/// The rules of the exercise without its second pair of eyes.
fn rulebook() -> Rulebook {
    let mut rulebook: Rulebook = read("rulebooks", "torino-2022");
    rulebook.committee.four_eyes = None;
    rulebook
}

/// A register with the application of a shipped dossier, number 1.
fn register(dossier: &str) -> Register {
    let rulebook = rulebook();
    let assessment = assess(&read("dossiers", dossier), &rulebook);
    let mut register = Register::default();
    assert_eq!(register.receive(code(dossier), InstrumentKind::Bond, &rulebook, assessment, on_day(0)), Ok(1));
    register
}

fn with_votes(dossier: &str, yes: u32, no: u32, abstain: u32) -> Register {
    let mut register = register(dossier);
    let choices = [(yes, Choice::Yes), (no, Choice::No), (abstain, Choice::Abstain)];
    let all = choices.into_iter().flat_map(|(count, choice)| (0..count).map(move |_| choice));
    for (member, choice) in (1..).zip(all) {
        register.vote(1, vote(member, choice)).expect("a seat is free");
    }
    register
}

/// Counts the votes where no second member is asked for, and reads the decision.
fn decide(register: &mut Register, application: u32, day: i64) -> Result<Decision, RegisterReject> {
    match register.decide(application, None, on_day(day))? {
        Ruling::Decided(number) => Ok(register.decision(number).expect("just taken").clone()),
        Ruling::Moved(outcome) => panic!("{outcome:?} was only moved"),
    }
}

#[test]
fn quorum_and_majority_decide() {
    let cases = [
        ("cura-aperta", (3, 2, 0), Ok(Outcome::Admitted)),
        ("cura-aperta", (2, 2, 1), Ok(Outcome::Refused)), // half is no majority
        ("cura-aperta", (1, 0, 4), Ok(Outcome::Admitted)),
        ("cura-aperta", (0, 0, 5), Ok(Outcome::Refused)),
        ("cura-aperta", (4, 0, 0), Err(RegisterReject::NoQuorum)),
        ("mano-tesa", (7, 0, 0), Ok(Outcome::Conditional)),
        ("mano-tesa", (0, 7, 0), Ok(Outcome::Refused)),
        ("campo-largo", (7, 0, 0), Ok(Outcome::Refused)), // what the gate refused is refused
        ("campo-largo", (0, 0, 0), Ok(Outcome::Refused)),
    ];
    for (dossier, (yes, no, abstain), expected) in cases {
        let mut register = with_votes(dossier, yes, no, abstain);
        let decided = decide(&mut register, 1, 2).map(|decision| decision.outcome);
        assert_eq!(decided, expected, "{dossier}: {yes} yes, {no} no, {abstain} abstain");
        let lends = register.admission(&code(dossier), InstrumentKind::Bond, on_day(3)).is_some();
        assert_eq!(lends, expected.is_ok_and(|outcome| outcome != Outcome::Refused));
    }
}

#[test]
fn a_refusal_has_reasons_and_an_admission_its_proof() {
    let mut refused = with_votes("campo-largo", 0, 0, 0);
    assert!(!decide(&mut refused, 1, 2).expect("decided").reasons.is_empty());
    let mut outvoted = with_votes("cura-aperta", 0, 5, 0);
    let reasons = decide(&mut outvoted, 1, 2).expect("decided").reasons;
    assert_eq!(reasons.len(), 6, "the count, and the words of each member against");
    let mut admitted = with_votes("cura-aperta", 5, 0, 0);
    decide(&mut admitted, 1, 2).expect("decided");
    let admission = admitted.admission(&code("cura-aperta"), InstrumentKind::Bond, on_day(2)).expect("admitted");
    assert_eq!((admission.decision(), admission.rulebook().as_str()), (1, "torino-2022"));
    assert_eq!((admission.issuer().as_str(), admission.kind()), ("cura-aperta", InstrumentKind::Bond));
}

#[test]
fn an_admission_is_for_one_issuer_one_class_and_not_before_its_time() {
    let mut register = with_votes("cura-aperta", 5, 0, 0);
    decide(&mut register, 1, 2).expect("decided");
    let lends = |issuer, kind, day| register.admission(&code(issuer), kind, on_day(day)).is_some();
    assert!(lends("cura-aperta", InstrumentKind::Bond, 2));
    assert!(!lends("cura-aperta", InstrumentKind::Bond, 1));
    assert!(!lends("cura-aperta", InstrumentKind::Share, 2));
    assert!(!lends("mano-tesa", InstrumentKind::Bond, 2));
}

#[test]
fn an_unmet_condition_suspends_from_its_deadline_until_it_is_met() {
    let mut register = with_votes("mano-tesa", 5, 0, 0);
    let decision = decide(&mut register, 1, 2).expect("decided");
    let named: Vec<_> =
        decision.conditions.iter().map(|condition| (condition.finding.code.as_str(), condition.due_at)).collect();
    assert_eq!(named, [("E-19", on_day(122)), ("M-16", on_day(122))]);
    assert_eq!(decision.next_deadline(), Some(on_day(122)));
    let stands =
        |register: &Register, day| register.admission(&code("mano-tesa"), InstrumentKind::Bond, on_day(day)).is_some();
    assert!(stands(&register, 121) && !stands(&register, 122));
    register.meet_condition(1, "E-19", "/accounts/1/audited", on_day(100)).expect("asked for");
    assert!(!stands(&register, 122), "one is still open");
    register.meet_condition(1, "M-16", "/objectives/1/verifier/independent", on_day(130)).expect("asked for");
    assert!(!stands(&register, 125) && stands(&register, 130), "late, but met");
    let again = register.meet_condition(1, "M-16", "/objectives/1/verifier/independent", on_day(131));
    assert_eq!(again, Err(RegisterReject::UnknownCondition));
}

#[test]
fn a_revocation_ends_an_admission_once() {
    let mut register = with_votes("cura-aperta", 5, 0, 0);
    decide(&mut register, 1, 2).expect("decided");
    let reason = Text { it: "clausola tolta".into(), en: "clause removed".into() };
    assert_eq!(register.revoke(1, reason.clone(), on_day(9)), Ok(()));
    assert_eq!(register.revoke(1, reason.clone(), on_day(9)), Err(RegisterReject::Revoked));
    assert_eq!(register.revoke(2, reason, on_day(9)), Err(RegisterReject::UnknownDecision));
    let lends = |day| register.admission(&code("cura-aperta"), InstrumentKind::Bond, on_day(day)).is_some();
    assert!(lends(8) && !lends(9));
}

#[test]
fn what_the_register_refuses_changes_nothing() {
    let mut register = with_votes("cura-aperta", 1, 0, 0);
    let before = register.clone();
    let rulebook = rulebook();
    let assessment = assess(&Dossier::default(), &rulebook);
    let again = register.receive(code("cura-aperta"), InstrumentKind::Bond, &rulebook, assessment, on_day(1));
    assert_eq!(again, Err(RegisterReject::AlreadyApplied));
    assert_eq!(register.vote(1, vote(1, Choice::No)), Err(RegisterReject::AlreadyVoted));
    assert_eq!(register.vote(0, vote(2, Choice::No)), Err(RegisterReject::UnknownApplication));
    assert_eq!(register.vote(2, vote(2, Choice::No)), Err(RegisterReject::UnknownApplication));
    assert_eq!(decide(&mut register, 1, 2).err(), Some(RegisterReject::NoQuorum));
    assert_eq!(register, before);
    let mut full = with_votes("cura-aperta", 7, 0, 0);
    assert_eq!(full.vote(1, vote(8, Choice::No)), Err(RegisterReject::NoSeatLeft));
    decide(&mut full, 1, 2).expect("decided");
    assert_eq!(full.vote(1, vote(8, Choice::No)), Err(RegisterReject::AlreadyDecided));
    assert_eq!(decide(&mut full, 1, 2).err(), Some(RegisterReject::AlreadyDecided));
}

#[test]
fn the_latest_decision_counts() {
    let mut register = with_votes("cura-aperta", 0, 5, 0);
    decide(&mut register, 1, 2).expect("decided");
    let rulebook = rulebook();
    let assessment = assess(&read("dossiers", "cura-aperta"), &rulebook);
    let second = register.receive(code("cura-aperta"), InstrumentKind::Bond, &rulebook, assessment, on_day(30));
    assert_eq!(second, Ok(2), "who was refused may apply again");
    for member in 1..=5 {
        register.vote(2, vote(member, Choice::Yes)).expect("a new vote");
    }
    assert_eq!(decide(&mut register, 2, 40).map(|decision| decision.number), Ok(2));
    let lends = |day| register.admission(&code("cura-aperta"), InstrumentKind::Bond, on_day(day)).is_some();
    assert!(!lends(39) && lends(40));
}
