//! Things side by side, whatever they are: routes to capital, runs under other rules. One table for a subject, the
//! differences in words, where the figures come from. Written as a page, as JSON and as plain text.

mod page;
mod plain;
#[cfg(test)]
mod tests;

pub(super) use page::ToldComparisons;
pub use page::comparisons_to_html;
pub use plain::comparisons_to_text;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::numerals::Numerals;
use crate::domain::{Basis, Figure, Language, Text};
use crate::exercise::Unit;

/// What is set side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ComparisonKind {
    /// Routes to capital.
    Routes,
    /// Runs of one scenario under other rules.
    Runs,
    /// The same many times: means, and means of paired differences.
    Replications,
}

/// What `borsa compare` tells: a comparison for each subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Comparisons {
    /// Version of this format: 1.
    pub format: u32,
    /// What is set side by side.
    pub kind: ComparisonKind,
    /// Title for people.
    pub title: Text,
    /// How to read it.
    pub notes: Vec<Text>,
    /// How to make it again.
    pub command: String,
    /// One for each subject.
    pub comparisons: Vec<Comparison>,
    /// Where the figures come from.
    pub sources: Vec<SourcedFigure>,
}

/// One subject in several columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// What it is about: a company, a scenario.
    pub subject: String,
    /// The same for people.
    pub title: Text,
    /// The columns; the first is what the others are compared with.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// How each other column differs from the first, in words.
    pub differences: Vec<Difference>,
}

/// One of the things compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Stable name.
    pub code: String,
    /// The same for people.
    pub label: Text,
    /// What has no figure.
    pub remarks: Vec<Remark>,
}

/// Something about a column that has no figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// What it is about.
    pub about: Text,
    /// What is to be said.
    pub text: Text,
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Stable name.
    pub code: String,
    /// The same for people.
    pub label: Text,
    /// What the amounts count; nothing where the cells are words.
    pub unit: Option<Unit>,
    /// One for each column.
    pub cells: Vec<Cell>,
}

/// One value: an amount, words, or neither.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// How much, in the row's unit.
    pub amount: Option<Figure>,
    /// Words in its place.
    pub text: Option<Text>,
}

impl Cell {
    /// An amount.
    #[must_use]
    pub const fn of(amount: Option<Figure>) -> Self {
        Self { amount, text: None }
    }

    /// Words.
    #[must_use]
    pub fn word(it: &str, en: &str) -> Self {
        Self { amount: None, text: Some(Text { it: it.to_owned(), en: en.to_owned() }) }
    }
}

/// How a column differs from the first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// Code of the column.
    pub column: String,
    /// The differences, the weightiest first.
    pub lines: Vec<Text>,
}

/// A figure that the comparison rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourcedFigure {
    /// What it is.
    pub label: Text,
    /// The figure or the range, in words.
    pub value: Text,
    /// Sourced or assumed.
    pub basis: Basis,
    /// Address of the source, or the reason of the assumption.
    pub source: String,
}

impl Comparisons {
    /// As JSON, on one line with its newline.
    ///
    /// # Panics
    /// Never: every key is text.
    #[must_use]
    pub fn to_json(&self) -> String {
        let text = serde_json::to_string(self).expect("every key is text");
        format!("{text}\n")
    }
}

/// A cell as people read it; a dash where there is nothing.
fn told(cell: &Cell, unit: Option<Unit>, language: Language) -> String {
    let numerals = Numerals::of(language);
    match (&cell.amount, &cell.text) {
        (Some(amount), _) => match unit {
            Some(Unit::Euro | Unit::EuroPerDay) => numerals.whole_euro(amount.money()),
            Some(Unit::Percent) => numerals.aligned_percent(*amount),
            _ => numerals.figure(*amount),
        },
        (None, Some(text)) => text.get(language).to_owned(),
        (None, None) => "\u{2013}".to_owned(),
    }
}

/// The label of a row with its unit.
fn label(row: &Row, language: Language) -> String {
    let label = row.label.get(language);
    let unit = row.unit.and_then(|unit| match (unit, language) {
        (Unit::Euro, _) => Some("EUR"),
        (Unit::EuroPerDay, Language::It) => Some("EUR al giorno"),
        (Unit::EuroPerDay, Language::En) => Some("EUR a day"),
        (Unit::BasisPoints, Language::It) => Some("punti base"),
        (Unit::BasisPoints, Language::En) => Some("basis points"),
        _ => None,
    });
    unit.map_or_else(|| label.to_owned(), |unit| format!("{label}, {unit}"))
}
