//! The digest of a run: what two runs that agree have in common.

use std::fmt;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::engine::{Event, Exchange};

/// A SHA-256.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest with these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The digest of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The line of an event in `events.jsonl`, without its end.
#[must_use]
pub fn line(event: &Event) -> String {
    serde_json::to_string(event).expect("an event has string keys only and no failing part")
}

/// The running digest of every event line told so far, each with its newline.
#[derive(Debug, Clone, Default)]
pub struct Chain {
    hash: Sha256,
    /// The line that is being written, kept for its space.
    line: Vec<u8>,
}

impl Chain {
    /// Takes in one line.
    pub fn take(&mut self, line: &str) {
        self.hash.update(line.as_bytes());
        self.hash.update(b"\n");
    }

    /// Takes in the line of an event that nobody else needs.
    pub fn tell(&mut self, event: &Event) {
        self.line.clear();
        serde_json::to_writer(&mut self.line, event).expect("an event has string keys only and no failing part");
        self.line.push(b'\n');
        self.hash.update(&self.line);
    }

    /// The digest of what was taken in so far.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest(self.hash.clone().finalize().into())
    }

    /// The final digest of a run: every event, then the state in which they left the exchange.
    #[must_use]
    pub fn seal(&self, exchange: &Exchange) -> Digest {
        let position = serde_json::to_vec(&exchange.position()).expect("a position has string keys only");
        let mut hash = self.hash.clone();
        hash.update(&position);
        Digest(hash.finalize().into())
    }
}
