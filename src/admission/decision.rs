//! Votes, decisions and what follows from them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Assessment, CommitteeRules, Finding, Outcome, RegisterReject, Severity};
use crate::domain::{Code, InstrumentKind, Rate, Text, Timestamp};

const NANOS_PER_DAY: i64 = 86_400_000_000_000;

/// A vote on an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    /// Role code of the member (`member-1`), never a person's name.
    pub member: Code,
    /// What the member says.
    pub choice: Choice,
    /// Why.
    pub reason: String,
    /// When.
    pub cast_at: Timestamp,
}

/// What a member says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Admit.
    Yes,
    /// Refuse.
    No,
    /// Neither; counts for the quorum.
    Abstain,
}

/// What must be put right after a conditional admission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The finding that asks for it.
    pub finding: Finding,
    /// By when; from this instant on an unmet condition suspends the admission.
    pub due_at: Timestamp,
    /// When it was met.
    pub met_at: Option<Timestamp>,
}

/// What the committee decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// Number of the decision, gap-free from 1.
    pub number: u32,
    /// The application that it answers.
    pub application: u32,
    /// Who applied.
    pub issuer: Code,
    /// For which class of instrument.
    pub kind: InstrumentKind,
    /// Name of the rulebook applied.
    pub rulebook: Code,
    /// Admitted, with conditions or without, or refused.
    pub outcome: Outcome,
    /// What must be put right, and by when.
    pub conditions: Vec<Condition>,
    /// Why it was refused; empty otherwise.
    pub reasons: Vec<Text>,
    /// The votes, by member.
    pub votes: Vec<Vote>,
    /// When it was decided.
    pub decided_at: Timestamp,
    /// The end of the admission, if it was revoked.
    pub revocation: Option<Revocation>,
}

/// The end of an admission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revocation {
    /// Why.
    pub reason: Text,
    /// From when on.
    pub revoked_at: Timestamp,
}

/// One application and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// Number of the application, gap-free from 1.
    pub number: u32,
    /// Who applies.
    pub issuer: Code,
    /// For which class of instrument.
    pub kind: InstrumentKind,
    /// Name of the rulebook applied.
    pub rulebook: Code,
    /// What the gate says.
    pub assessment: Assessment,
    /// The rules by which the committee decides.
    pub committee: CommitteeRules,
    /// Votes so far, by member.
    pub votes: BTreeMap<Code, Vote>,
    /// When it came in.
    pub received_at: Timestamp,
    /// Number of the decision, once there is one.
    pub decision: Option<u32>,
}

impl Decision {
    /// Whether the admission stands at an instant after the decision.
    #[must_use]
    pub fn stands_at(&self, at: Timestamp) -> bool {
        let is_revoked = self.revocation.as_ref().is_some_and(|revocation| revocation.revoked_at <= at);
        let is_overdue =
            |condition: &Condition| condition.due_at <= at && condition.met_at.is_none_or(|met_at| met_at > at);
        self.outcome != Outcome::Refused && !is_revoked && !self.conditions.iter().any(is_overdue)
    }

    /// The first instant at which an unmet condition falls due.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.conditions.iter().filter(|condition| condition.met_at.is_none()).map(|condition| condition.due_at).min()
    }
}

impl Application {
    fn count(&self, choice: Choice) -> u32 {
        next_number(self.votes.values().filter(|vote| vote.choice == choice).count()) - 1
    }

    /// The decision that follows from the gate and the votes.
    pub(super) fn decided(&self, number: u32, at: Timestamp) -> Result<Decision, RegisterReject> {
        let gate = self.assessment.outcome();
        let (yes, no) = (self.count(Choice::Yes), self.count(Choice::No));
        let (outcome, reasons) = if gate == Outcome::Refused {
            (Outcome::Refused, self.messages(Severity::Blocking))
        } else if yes + no + self.count(Choice::Abstain) < self.committee.quorum.value {
            return Err(RegisterReject::NoQuorum);
        } else if exceeds(yes, yes + no, self.committee.majority.value) {
            (gate, Vec::new())
        } else {
            (Outcome::Refused, self.objections(yes, no))
        };
        Ok(Decision {
            number,
            application: self.number,
            issuer: self.issuer.clone(),
            kind: self.kind,
            rulebook: self.rulebook.clone(),
            conditions: if outcome == Outcome::Conditional { self.conditions(at) } else { Vec::new() },
            outcome,
            reasons,
            votes: self.votes.values().cloned().collect(),
            decided_at: at,
            revocation: None,
        })
    }

    fn messages(&self, severity: Severity) -> Vec<Text> {
        let findings = self.assessment.findings().filter(|finding| finding.severity == severity);
        findings.map(|finding| finding.message.clone()).collect()
    }

    fn conditions(&self, at: Timestamp) -> Vec<Condition> {
        let due_at = at.plus_nanos(i64::from(self.committee.condition_days.value) * NANOS_PER_DAY);
        let findings = self.assessment.findings().filter(|finding| finding.severity == Severity::Condition);
        findings.map(|finding| Condition { finding: finding.clone(), due_at, met_at: None }).collect()
    }

    /// Why the committee refused what the gate let through: the count, then the words of those against.
    fn objections(&self, yes: u32, no: u32) -> Vec<Text> {
        let count = Text {
            it: format!("Il comitato non ha approvato: {yes} voti a favore, {no} contrari."),
            en: format!("The committee did not approve: {yes} votes for, {no} against."),
        };
        let against = self.votes.values().filter(|vote| vote.choice == Choice::No && !vote.reason.is_empty());
        let words = against.map(|vote| Text {
            it: format!("{}: {}", vote.member, vote.reason),
            en: format!("{}: {}", vote.member, vote.reason),
        });
        std::iter::once(count).chain(words).collect()
    }
}

/// Whether `part` is more than `share` of `whole`, exactly.
fn exceeds(part: u32, whole: u32, share: Rate) -> bool {
    i64::from(part) * Rate::ONE.scaled() > i64::from(whole).saturating_mul(share.scaled())
}

/// The number that follows so many.
pub(super) fn next_number(length: usize) -> u32 {
    u32::try_from(length).map_or(u32::MAX, |length| length.saturating_add(1))
}
