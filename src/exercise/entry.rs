//! One line of the account that a listing is held to.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Payer;
use crate::domain::{Basis, Code, Day, Figure, Text};

/// What sort of burden or benefit a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// Money paid once.
    OneOff,
    /// Money paid every year, told once as the amount of one year, dated from when it runs.
    Yearly,
    /// Time that passes.
    Time,
    /// Work of the company's staff.
    Organisational,
    /// Work and seats of its directors.
    Managerial,
    /// Money received, or paid to those who hold the instrument.
    Financial,
    /// Tax saved.
    Tax,
    /// How easily holders can sell.
    Liquidity,
    /// Who holds it.
    Investors,
    /// Being seen, and bargaining better for it.
    Visibility,
    /// Social or environmental results, verified.
    Impact,
}

/// What an amount counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Unit {
    /// Euro.
    #[serde(rename = "EUR")]
    Euro,
    /// Euro a day.
    #[serde(rename = "EUR_per_day")]
    EuroPerDay,
    /// Days; of work when the line is organisational or managerial.
    #[serde(rename = "days")]
    Days,
    /// Days of work in a year.
    #[serde(rename = "days_per_year")]
    DaysPerYear,
    /// Months.
    #[serde(rename = "months")]
    Months,
    /// Years.
    #[serde(rename = "years")]
    Years,
    /// Hundredths.
    #[serde(rename = "percent")]
    Percent,
    /// Hundredths of a percent.
    #[serde(rename = "basis_points")]
    BasisPoints,
    /// Things or persons.
    #[serde(rename = "count")]
    Count,
}

/// A burden or a benefit: the line `L` of `report.json`. Amounts of both are positive; the list says which it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Stable name of what the line is about.
    pub item: Code,
    /// The same for people.
    pub label: Text,
    /// What sort of line it is.
    pub kind: EntryKind,
    /// How much, in the unit; nothing where it cannot be said in numbers.
    pub amount: Option<Figure>,
    /// What the amount counts.
    pub unit: Unit,
    /// When it falls due, is received, or begins to run.
    pub date: Day,
    /// Sourced, assumed, or computed by the run.
    pub basis: Basis,
    /// Address of the source, the reason of the assumption, or the formula.
    pub source: String,
    /// Who pays it, where it is money: a burden falls on the payer, a benefit comes from it. The issuer bears a cost of
    /// which nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<Payer>,
    /// How the amount was taken from the source, where it was not copied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Text>,
}

impl Entry {
    /// Whether it is money that the issuer itself has to pay.
    #[must_use]
    pub fn is_paid_by_issuer(&self) -> bool {
        self.unit == Unit::Euro && self.payer.unwrap_or_default() == Payer::Issuer
    }
}
