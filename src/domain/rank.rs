//! In which order creditors are paid when there is not enough for all.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The rank of a claim on a company that cannot pay all. Whoever owns the company comes after all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Before the subordinated ones, and equal among each other.
    #[default]
    Senior,
    /// Paid once all senior claims are.
    Subordinated,
}

impl Rank {
    /// Every rank, the one that is paid first before the others.
    pub const ALL: [Self; 2] = [Self::Senior, Self::Subordinated];
}
