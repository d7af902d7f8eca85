//! Votes, decisions and the conditions that come with them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Finding, Outcome};
use crate::domain::{Code, InstrumentKind, Said, Text, Timestamp};

/// A vote on an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    /// Role code of the member (`member-1`), never a person's name.
    pub member: Code,
    /// What the member says.
    pub choice: Choice,
    /// Why.
    pub reason: Said,
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
    /// When the company declared it met; nothing where nobody has, or the committee was not convinced.
    pub declared_at: Option<Timestamp>,
    /// When it was met: under four eyes, when a member confirmed it.
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
    /// When it took effect.
    pub decided_at: Timestamp,
    /// The member who moved it, where one is named.
    pub moved_by: Option<Code>,
    /// The member who confirmed it, under four eyes.
    pub confirmed_by: Option<Code>,
    /// The decision that it answers an appeal against. It is then final.
    pub appeal_against: Option<u32>,
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

impl Condition {
    /// Whether it is unmet at an instant from its deadline on. What was declared in time waits for the committee, and the
    /// company does not answer for that.
    #[must_use]
    pub fn is_overdue(&self, at: Timestamp) -> bool {
        let declared_in_time = self.declared_at.is_some_and(|declared_at| declared_at < self.due_at);
        let is_met = self.met_at.is_some_and(|met_at| met_at <= at);
        self.due_at <= at && !is_met && !declared_in_time
    }

    /// Whether it is this finding's.
    #[must_use]
    pub fn asks(&self, code: &str, pointer: &str) -> bool {
        self.finding.code == code && self.finding.pointer == pointer
    }
}

impl Decision {
    /// The votes against what was decided, kept with their reasons (dissensi).
    pub fn dissent(&self) -> impl Iterator<Item = &Vote> {
        let against = if self.outcome == Outcome::Refused { Choice::Yes } else { Choice::No };
        self.votes.iter().filter(move |vote| vote.choice == against)
    }

    /// Whether the admission stands at an instant after the decision.
    #[must_use]
    pub fn stands_at(&self, at: Timestamp) -> bool {
        let is_revoked = self.revocation.as_ref().is_some_and(|revocation| revocation.revoked_at <= at);
        self.outcome != Outcome::Refused
            && !is_revoked
            && !self.conditions.iter().any(|condition| condition.is_overdue(at))
    }

    /// The first instant at which an unmet condition falls due.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.conditions.iter().filter(|condition| condition.met_at.is_none()).map(|condition| condition.due_at).min()
    }
}
