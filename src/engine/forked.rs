//! Where a run that was forked comes from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Command, Source};
use crate::domain::Timestamp;

/// From which run a run was forked, where, and with what change. It is written for readers; of all this only `without`
/// is played.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Forked {
    /// The identity of the run that it was forked from, as its `opened` event tells it.
    pub run: String,
    /// Digest of that run, up to where its journal ends.
    pub digest: String,
    /// The last input that both have in common; 0 where they part at the beginning.
    pub input: u64,
    /// The last event that both have in common.
    pub seq: u64,
    /// When that was; the beginning where nothing is common.
    pub at: Timestamp,
    /// What was changed, as it was asked.
    #[serde(default)]
    pub changes: Vec<String>,
    /// What the script, a member or an investor would have done and does not do here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<LeftOut>,
}

/// An input of a play's own that is left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeftOut {
    /// When it would have come.
    pub at: Timestamp,
    /// Whose it was, as in the journal: `"script"` or `{ agent = NAME }`.
    #[schemars(with = "serde_json::Value")]
    pub source: Source,
    /// What it asked, as in the journal.
    #[schemars(with = "serde_json::Value")]
    pub command: Command,
}
