//! What stands behind the figures of an objective: records, measurements, a schedule, the verifier's ties.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{Day, Figure};

/// From whom the records come that show a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceSource {
    /// The company's own records.
    OwnRecords,
    /// A survey among stakeholders.
    StakeholderSurvey,
    /// A public register or official statistics.
    PublicRegister,
    /// An organisation that is not the company.
    ThirdParty,
}

/// Where an indicator stood on a day: before the offer as the baseline, or after it (an indicator report).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Measurement {
    /// The figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Figure>,
    /// The day it stood there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measured_on: Option<Day>,
}

/// When an indicator is measured.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ObservationSchedule {
    /// The first measurement after the offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_on: Option<Day>,
    /// Months from one measurement to the next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every_months: Option<u32>,
}

/// How much changes: scale, depth and duration, the dimension "how much" of the Impact Management Norms.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct HowMuch {
    /// How many experience the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<Figure>,
    /// How large the change is for each of them, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub depth: Option<String>,
    /// Months for which it lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_months: Option<u32>,
}

/// What else ties a verifier to the company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tie {
    /// It advises the company.
    Adviser,
    /// It audits its accounts.
    Auditor,
    /// It holds shares or quotas of it.
    Shareholder,
    /// It lends to it.
    Lender,
    /// It buys from it or sells to it.
    Trade,
    /// People of the one work or sit on the board of the other.
    People,
}
