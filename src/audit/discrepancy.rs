//! Where the events and the auditor part.

use std::fmt;

/// What does not agree, and at which event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discrepancy {
    /// The number of the event, or of the last before it where an event is missing.
    pub seq: u64,
    /// What was told and what was reckoned.
    pub what: String,
}

impl fmt::Display for Discrepancy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "seq {}: {}", self.seq, self.what)
    }
}

impl std::error::Error for Discrepancy {}
