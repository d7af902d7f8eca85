//! Random procedures before the committee: what must hold whatever is asked, in whatever order.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use proptest::prelude::*;

use super::*;
use crate::domain::{Basis, Code, InstrumentKind, Text, Timestamp};
use crate::format::{Document, library};

const DAY: i64 = 86_400_000_000_000;
const SEATS: u32 = 8;

/// One thing that somebody wants to do; numbers may lead nowhere.
#[derive(Debug, Clone)]
enum Wish {
    Receive { dossier: usize },
    OpenComments { application: u32, days: Option<u32> },
    Comment { application: u32 },
    Conflict { application: u32, member: u32 },
    Request { application: u32, member: u32, days: Option<u32> },
    Answer { application: u32, request: u32, dossier: Option<usize> },
    Lapse { application: u32, request: u32 },
    Withdraw { application: u32 },
    Vote { application: u32, member: u32, choice: Choice },
    Decide { application: u32, member: Option<u32> },
    Confirm { application: u32, member: u32, confirms: bool },
    Appeal { application: u32, dossier: Option<usize> },
    Meet { decision: u32, condition: usize },
    Judge { decision: u32, condition: usize, member: u32, confirms: bool },
    Revoke { decision: u32 },
    Wait { days: i64 },
}

fn wish() -> impl Strategy<Value = Wish> {
    let application = || prop_oneof![12 => 1..3_u32, 1 => Just(0_u32), 1 => Just(9)];
    let member = || 1..=SEATS;
    let choice = prop_oneof![5 => Just(Choice::Yes), 2 => Just(Choice::No), 1 => Just(Choice::Abstain)];
    let days = || prop_oneof![2 => Just(None), 3 => (0..30_u32).prop_map(Some)];
    prop_oneof![
        3 => (0..3_usize).prop_map(|dossier| Wish::Receive { dossier }),
        1 => (application(), days()).prop_map(|(application, days)| Wish::OpenComments { application, days }),
        1 => application().prop_map(|application| Wish::Comment { application }),
        2 => (application(), member()).prop_map(|(application, member)| Wish::Conflict { application, member }),
        1 => (application(), member(), days())
            .prop_map(|(application, member, days)| Wish::Request { application, member, days }),
        3 => (application(), 0..3_u32, prop::option::of(0..3_usize))
            .prop_map(|(application, request, dossier)| Wish::Answer { application, request, dossier }),
        1 => (application(), 0..3_u32).prop_map(|(application, request)| Wish::Lapse { application, request }),
        1 => application().prop_map(|application| Wish::Withdraw { application }),
        24 => (application(), member(), choice)
            .prop_map(|(application, member, choice)| Wish::Vote { application, member, choice }),
        8 => (application(), prop::option::of(member()))
            .prop_map(|(application, member)| Wish::Decide { application, member }),
        6 => (application(), member(), prop::bool::weighted(0.8))
            .prop_map(|(application, member, confirms)| Wish::Confirm { application, member, confirms }),
        4 => (application(), prop::option::of(0..3_usize))
            .prop_map(|(application, dossier)| Wish::Appeal { application, dossier }),
        3 => (0..4_u32, 0..3_usize).prop_map(|(decision, condition)| Wish::Meet { decision, condition }),
        3 => (0..4_u32, 0..3_usize, member(), any::<bool>())
            .prop_map(|(decision, condition, member, confirms)| Wish::Judge { decision, condition, member, confirms }),
        1 => (0..4_u32).prop_map(|decision| Wish::Revoke { decision }),
        3 => (1..20_i64).prop_map(|days| Wish::Wait { days }),
    ]
}

/// A rulebook whose committee asks for any mixture of steps.
fn rules() -> impl Strategy<Value = CommitteeRules> {
    let term = || prop::option::of(1..12_u32);
    (any::<bool>(), term(), term(), term(), prop::option::of(5..40_u32), any::<bool>()).prop_map(
        |(four_eyes, comment_days, review_days, evidence_days, appeal_days, late_recusal)| CommitteeRules {
            four_eyes: Some(rule(four_eyes)),
            comment_days: comment_days.map(rule),
            review_days: review_days.map(rule),
            evidence_days: evidence_days.map(rule),
            appeal_quorum: appeal_days.map(|_| rule(4)),
            appeal_majority: appeal_days.map(|_| rule("0.6".parse().expect("a rate"))),
            appeal_days: appeal_days.map(rule),
            late_recusal: Some(rule(late_recusal)),
            quorum: rule(3),
            ..shipped().0.committee.clone()
        },
    )
}

fn rule<T>(value: T) -> Threshold<T> {
    let as_of = "2026-11-22".parse().expect("a day");
    Threshold { value, basis: Basis::Assumed, source: "a test".to_owned(), as_of }
}

/// The shipped rules, and what the gate says of a dossier that passes, one with conditions, and one that it refuses.
fn shipped() -> &'static (Rulebook, [Assessment; 3]) {
    static SHIPPED: OnceLock<(Rulebook, [Assessment; 3])> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        let text = |folder, name| library::text(folder, name).expect("shipped").into_owned();
        let document = |name: &str, text: &str| Document::parse(name, text.as_bytes()).expect("parses");
        let world = crate::scenario::load(None).expect("the shipped scenario is sound");
        let gate = |name| assess(&document(name, &text("dossiers", name)).decode().expect("reads"), &world.rulebook);
        let assessments = ["passo-lieve", "mano-tesa", "campo-largo"].map(gate);
        assert_eq!(
            assessments.each_ref().map(Assessment::outcome),
            [Outcome::Admitted, Outcome::Conditional, Outcome::Refused]
        );
        (world.rulebook, assessments)
    })
}

fn seat(member: u32) -> Code {
    format!("member-{member}").parse().expect("a code")
}

/// A register, its clock, and who has ever been barred from which application, seen from outside.
struct Table {
    register: Register,
    rulebook: Rulebook,
    now: Timestamp,
    barred: BTreeMap<(u32, Code), Timestamp>,
}

impl Table {
    /// Does what is asked; tells whether the register let it happen.
    fn take(&mut self, wish: &Wish) -> bool {
        let (now, register) = (self.now, &mut self.register);
        let gate = |dossier: usize| shipped().1[dossier].clone();
        match *wish {
            Wish::Receive { dossier } => {
                let issuer = "company".parse().expect("a code");
                register.receive(issuer, InstrumentKind::Bond, &self.rulebook, gate(dossier), now).is_ok()
            }
            Wish::OpenComments { application, days } => register.open_comments(application, days, now).is_ok(),
            Wish::Comment { application } => register.comment(application, now).is_ok(),
            Wish::Conflict { application, member } => {
                let member = seat(member);
                let done = register.declare_conflict(application, &member, "kin".to_owned(), now).is_ok();
                if done {
                    self.barred.insert((application, member), now);
                }
                done
            }
            Wish::Request { application, member, days } => {
                let pointers = ["/team".to_owned()];
                register.request_evidence(application, &seat(member), &pointers, days, now).is_ok()
            }
            Wish::Answer { application, request, dossier } => {
                register.answer(application, request, dossier.map(gate), now).is_ok()
            }
            Wish::Lapse { application, request } => register.lapse(application, request),
            Wish::Withdraw { application } => register.withdraw(application).is_ok(),
            Wish::Vote { application, member, choice } => {
                let vote = Vote { member: seat(member), choice, reason: "because".into(), cast_at: now };
                register.vote(application, vote).is_ok()
            }
            Wish::Decide { application, member } => {
                register.decide(application, member.map(seat).as_ref(), now).is_ok()
            }
            Wish::Confirm { application, member, confirms: true } => {
                register.confirm(application, &seat(member), now).is_ok()
            }
            Wish::Confirm { application, member, .. } => register.object(application, &seat(member)).is_ok(),
            Wish::Appeal { application, dossier } => register.appeal(application, dossier.map(gate), now).is_ok(),
            Wish::Meet { decision, condition } => {
                let (code, pointer) = self.condition(decision, condition);
                self.register.meet_condition(decision, &code, &pointer, now).is_ok()
            }
            Wish::Judge { decision, condition, member, confirms } => {
                let ((code, pointer), member) = (self.condition(decision, condition), seat(member));
                if confirms {
                    self.register.confirm_condition(decision, &code, &pointer, &member, now).is_ok()
                } else {
                    self.register.reject_condition(decision, &code, &pointer, &member, now).is_ok()
                }
            }
            Wish::Revoke { decision } => {
                let reason = Text { it: "fine".to_owned(), en: "end".to_owned() };
                register.revoke(decision, reason, now).is_ok()
            }
            Wish::Wait { days } => {
                self.now = now.plus_nanos(days * DAY);
                true
            }
        }
    }

    fn condition(&self, decision: u32, at: usize) -> (String, String) {
        let asked = self.register.decision(decision).and_then(|decision| decision.conditions.get(at));
        asked.map_or_else(Default::default, |asked| (asked.finding.code.clone(), asked.finding.pointer.clone()))
    }

    /// What must hold of every decision that was ever taken, counted again from its votes.
    fn check(&self) -> Result<(), TestCaseError> {
        for decision in self.register.decisions() {
            let rules = &self.rulebook.committee;
            let on_appeal = decision.appeal_against.is_some();
            let count = |choice| decision.votes.iter().filter(|vote| vote.choice == choice).map(|_| 1_i64).sum::<i64>();
            let (yes, no, abstain) = (count(Choice::Yes), count(Choice::No), count(Choice::Abstain));
            if decision.outcome != Outcome::Refused {
                prop_assert!(yes + no + abstain >= i64::from(rules.quorum(on_appeal)), "no quorum: {decision:?}");
                let majority = rules.majority(on_appeal).scaled();
                prop_assert!(yes * 10_000 > (yes + no) * majority, "no majority: {decision:?}");
            }
            if rules.asks_for_four_eyes() {
                prop_assert!(decision.moved_by.is_some() && decision.confirmed_by.is_some(), "one hand: {decision:?}");
                prop_assert_ne!(&decision.moved_by, &decision.confirmed_by);
            }
            let hands = decision.moved_by.iter().chain(&decision.confirmed_by);
            for member in hands.chain(decision.votes.iter().map(|vote| &vote.member)) {
                let since = self.barred.get(&(decision.application, member.clone()));
                prop_assert!(
                    since.is_none_or(|since| *since >= decision.decided_at),
                    "{member} was barred: {decision:?}"
                );
            }
        }
        for application in self.register.applications().filter(|application| application.is_pending()) {
            let counts = application.votes.keys().find(|member| application.recusals.contains_key(*member));
            prop_assert_eq!(counts, None, "a barred member's vote counts");
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Never an admission without gate, quorum, majority and, where asked for, a second hand; never a vote of a barred
    /// member; a refused step changes nothing; the same steps give the same register, also after it was written down.
    #[test]
    fn a_random_procedure_keeps_the_rules(rules in rules(), wishes in prop::collection::vec(wish(), 20..160)) {
        let rulebook = Rulebook { committee: rules, ..shipped().0.clone() };
        let table = || Table {
            register: Register::default(),
            rulebook: rulebook.clone(),
            now: Timestamp::from_nanos(0),
            barred: BTreeMap::new(),
        };
        let (mut first, mut again) = (table(), table());
        for wish in &wishes {
            let (before, gates) = (first.register.clone(), gates(&first.register));
            let done = first.take(wish);
            if !done {
                prop_assert_eq!(&first.register, &before, "refused, and yet changed: {:?}", wish);
            }
            for decision in first.register.decisions().skip(before.decisions().count()) {
                let gate = gates.get(&decision.application).copied();
                prop_assert!(decision.outcome == Outcome::Refused || gate == Some(decision.outcome), "{decision:?}");
            }
            first.check()?;
            prop_assert_eq!(again.take(wish), done);
        }
        prop_assert_eq!(&first.register, &again.register);
        let written = serde_json::to_string(&first.register).expect("a register is written");
        prop_assert_eq!(&serde_json::from_str::<Register>(&written).expect("and read"), &first.register);
    }
}

/// What the gate says of each application now.
fn gates(register: &Register) -> BTreeMap<u32, Outcome> {
    register.applications().map(|application| (application.number, application.assessment.outcome())).collect()
}

#[test]
fn the_wishes_reach_every_kind_of_end() {
    // A random test that never admits, appeals or lapses would prove nothing.
    let rules = CommitteeRules { quorum: rule(3), ..shipped().0.committee.clone() };
    let mut table = Table {
        register: Register::default(),
        rulebook: Rulebook { committee: rules, ..shipped().0.clone() },
        now: Timestamp::from_nanos(0),
        barred: BTreeMap::new(),
    };
    let vote = |member, choice| Wish::Vote { application: 1, member, choice };
    let steps = [
        Wish::Receive { dossier: 1 },
        Wish::Request { application: 1, member: 1, days: Some(20) },
        Wish::Answer { application: 1, request: 1, dossier: Some(1) },
        vote(1, Choice::No),
        vote(2, Choice::No),
        vote(3, Choice::No),
        Wish::Decide { application: 1, member: Some(1) },
        Wish::Confirm { application: 1, member: 2, confirms: true },
        Wish::Appeal { application: 1, dossier: None },
        vote(1, Choice::Yes),
        vote(2, Choice::Yes),
        vote(3, Choice::Yes),
        vote(4, Choice::Yes),
        vote(5, Choice::No),
        Wish::Decide { application: 1, member: Some(5) },
        Wish::Confirm { application: 1, member: 1, confirms: true },
        Wish::Meet { decision: 2, condition: 0 },
        Wish::Judge { decision: 2, condition: 0, member: 4, confirms: true },
    ];
    for step in &steps {
        assert!(table.take(step), "{step:?}");
    }
    let outcomes: Vec<Outcome> = table.register.decisions().map(|decision| decision.outcome).collect();
    assert_eq!(outcomes, [Outcome::Refused, Outcome::Conditional]);
    let dissent: Vec<&str> =
        table.register.decisions().flat_map(|decision| decision.dissent()).map(|vote| vote.member.as_str()).collect();
    assert_eq!(dissent, ["member-5"]);
}
