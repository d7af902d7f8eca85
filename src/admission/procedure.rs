//! What happens to an application between its receipt and its decision, beside the votes.

use serde::{Deserialize, Serialize};

use super::Outcome;
use crate::domain::{Code, Timestamp};

/// A member who may not vote on an application (astensione per conflitto d'interessi).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recusal {
    /// Why.
    pub reason: String,
    /// When it was declared.
    pub declared_at: Timestamp,
}

/// The time in which everyone may comment on a dossier (consultazione pubblica).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommentPeriod {
    /// When it began.
    pub opened_at: Timestamp,
    /// When it ends; from this instant on nothing more is taken in.
    pub closes_at: Timestamp,
    /// How many comments came in.
    pub comments: u32,
}

/// A request for more evidence (richiesta di integrazione).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceRequest {
    /// The member who asks.
    pub member: Code,
    /// The parts of the dossier that are asked about.
    pub pointers: Vec<String>,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// From this instant on, unanswered, the application lapses.
    pub due_at: Timestamp,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
}

/// A decision that one member has moved and another has not yet confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Motion {
    /// Who moved it.
    pub moved_by: Code,
    /// When.
    pub moved_at: Timestamp,
    /// What follows from gate and votes.
    pub outcome: Outcome,
}

/// An appeal against a refusal (riesame).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Appeal {
    /// Number of the decision appealed against.
    pub against: u32,
    /// When it was lodged.
    pub lodged_at: Timestamp,
}

/// How an application ended without a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationEnd {
    /// The company has withdrawn it.
    Withdrawn,
    /// Evidence that was asked for did not come in time.
    Lapsed,
}

/// What a declaration of conflict has undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Struck {
    /// Whether the member's vote was struck.
    pub vote: bool,
    /// Whether a decision that was moved fell with it.
    pub motion: bool,
}

/// What came of counting the votes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling {
    /// It is decided: the number of the decision.
    Decided(u32),
    /// It is moved, and waits for a second member.
    Moved(Outcome),
}
