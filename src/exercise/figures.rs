//! Public figures of the market to hold a simulation against.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fault::{format_fault, repeated};
use super::{Fault, Unit};
use crate::domain::{Basis, Code, Figure, Provenance, Text};

/// One public figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferenceFigure {
    /// Stable name.
    pub code: Code,
    /// The same for people.
    pub label: Text,
    /// How much, in the unit.
    pub value: Figure,
    /// What the value counts.
    pub unit: Unit,
    /// Where it was read, and of when it is.
    pub provenance: Provenance,
}

/// The figures, as `market-figures.toml` holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MarketFigures {
    /// Version of this file's format: 1.
    pub format: u32,
    /// The figures.
    pub figures: Vec<ReferenceFigure>,
}

impl MarketFigures {
    /// Everything that is wrong with the file: repeated codes, a figure that was not read anywhere.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = format_fault(self.format).into_iter().collect();
        faults.extend(repeated("figures", self.figures.iter().map(|figure| &figure.code)));
        let unread = self.figures.iter().enumerate().filter(|(_, figure)| figure.provenance.basis != Basis::Sourced);
        faults.extend(unread.map(|(index, _)| {
            Fault::new(format!("/figures/{index}/provenance/basis"), "a reference figure is sourced".to_owned())
        }));
        faults
    }

    /// The figure of a code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&ReferenceFigure> {
        self.figures.iter().find(|figure| figure.code.as_str() == code)
    }
}
