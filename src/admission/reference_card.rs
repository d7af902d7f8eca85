//! Reference cards: the real pilots of the exercise of 2022, with public figures only. They are looked at, never
//! assessed, offered or traded: the type has no place for a price, a score, a verdict or an order.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{Code, Figure, Text};

/// A file of reference cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferenceCards {
    /// Version of the file's format: 1.
    pub format: u32,
    /// What the cards have in common.
    pub title: Text,
    /// Where it is said that they took part.
    pub source: String,
    /// The cards.
    pub cards: Vec<ReferenceCard>,
}

/// What is public about one real company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferenceCard {
    /// Short name.
    pub code: Code,
    /// Name.
    pub name: String,
    /// Seat, where it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<String>,
    /// Legal form and sector, as far as they were read.
    pub description: Text,
    /// Public figures, each with its year.
    #[serde(default)]
    pub figures: Vec<CardFigure>,
    /// Addresses from which the card was made; empty when nothing could be read.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// One public figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CardFigure {
    /// What it counts.
    pub label: Text,
    /// The year it is about.
    pub year: u16,
    /// The figure.
    pub value: Figure,
    /// Its unit.
    pub unit: String,
}
