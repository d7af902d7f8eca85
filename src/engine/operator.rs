//! Who runs the exchange, as data: what that costs, and which of the issuers' costs it earns. The exchange itself decides
//! nothing by it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{Basis, Code, Day, Money, Text};

/// The operator's own account: what it earns and what it spends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Operator {
    /// Items of the issuers' accounts that it earns once, such as `system-listing-fee` or `venue-admission`.
    #[serde(default)]
    pub earns_once: Vec<Code>,
    /// Items that it earns every year while an issuer is listed, such as `system-annual-fee` or `venue-yearly`.
    #[serde(default)]
    pub earns_yearly: Vec<Code>,
    /// Whether the fees of buyers and sellers are its own.
    #[serde(default)]
    pub earns_trading_fees: bool,
    /// What it spends.
    pub costs: Vec<OperatorCost>,
}

/// Something that the operator spends, by the year, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OperatorCost {
    /// Stable name.
    pub code: Code,
    /// The same for people.
    pub label: Text,
    /// Euro a year of 365 days; each day bears its part.
    pub a_year: Money,
    /// First day.
    pub from: Day,
    /// Last day; to the end of the run when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// Whether the figure was published.
    pub basis: Basis,
    /// Where, or why it was assumed.
    pub source: String,
    /// When that was read.
    pub as_of: Day,
}

impl Operator {
    /// What is wrong with it beyond its form: pointer and sentence.
    #[must_use]
    pub fn faults(&self) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        for (index, cost) in self.costs.iter().enumerate() {
            if cost.a_year < Money::ZERO {
                faults.push((format!("/costs/{index}/a_year"), "a cost is not below zero".to_owned()));
            }
            if cost.until.is_some_and(|until| until < cost.from) {
                faults.push((format!("/costs/{index}/until"), "the last day comes before the first".to_owned()));
            }
        }
        faults
    }
}
