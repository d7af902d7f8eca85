//! What the market asks a listed company to publish, and by when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Fault;
use super::fault::{format_fault, repeated};
use crate::domain::Obligation;

/// The duties of the market and of the law, as `obligations.toml` holds them. What the gate asks beyond them stands in
/// `[reporting]` of its rulebook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Obligations {
    /// Version of this file's format: 1.
    pub format: u32,
    /// The duties.
    pub obligations: Vec<Obligation>,
}

impl Obligations {
    /// Everything that is wrong with the file: repeated codes, days that not every year has, a term of nothing.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = format_fault(self.format).into_iter().collect();
        faults.extend(repeated("obligations", self.obligations.iter().map(|one| &one.code)));
        for (index, one) in self.obligations.iter().enumerate() {
            let here = |(key, detail)| Fault::new(format!("/obligations/{index}/{key}"), detail);
            faults.extend(one.faults().into_iter().map(here));
        }
        faults
    }
}
