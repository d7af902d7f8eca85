//! What the log tells with a decision, a lapse and a test: their conditions, steps and shortfalls.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::{Day, Sanction, Text};

/// A condition that the committee attached to an admission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Condition {
    /// Code of the finding that set it.
    pub code: String,
    /// What of the dossier it asks about.
    pub pointer: String,
    /// What must be done.
    pub text: Text,
    /// By when.
    pub due_on: Day,
}

/// A step of a ladder and the day on which it comes if nothing is put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LadderStep {
    /// What comes.
    pub sanction: Sanction,
    /// When, at the end of the day; on the first day of the lapse at once.
    pub comes_on: Day,
    /// Where the rule comes from.
    pub source: String,
}

/// What the yearly test of a mission found and the admission had not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Shortfall {
    /// Code of the gate's check.
    pub code: String,
    /// What was asked and what was found.
    pub text: Text,
    /// Where the rule comes from.
    pub source: String,
}
