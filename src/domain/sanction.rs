//! The words of a life after the listing: what a company can fail to do, what follows, and what is said of its results.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What follows a lapse, from the mildest to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sanction {
    /// A warning to the company (richiamo).
    Warning,
    /// A notice to the public (avviso al pubblico).
    PublicNotice,
    /// Trading stops until the lapse is cured (sospensione).
    Suspension,
    /// Trading ends for good (revoca dalle negoziazioni).
    Delisting,
}

/// What a listed company has failed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LapseKind {
    /// Something that it owed was not delivered in time.
    MissedReport,
    /// What it reported was not verified in time.
    LateVerification,
    /// Its activity no longer passes the gate's test (deriva della missione).
    FailedRetest,
    /// A condition of its admission was not met in time.
    UnmetCondition,
}

/// What the holders of a delisted instrument get.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Holders {
    /// They keep their units, entered in the register, without a market.
    Keep,
    /// The issuer buys their units back at a named price as far as its cash goes; the rest they keep.
    BuyOut,
}

/// The price of a buy-out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BuyOutPrice {
    /// The price of the offer.
    Offer,
    /// The last trade's; the offer's where there was no trade.
    LastTrade,
}

/// What a verifier says of a measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The figure is right.
    Confirmed,
    /// The figure was looked at and stands with reservations; no target is met by it.
    Qualified,
    /// The figure is wrong or cannot be shown.
    Rejected,
}

/// Where a target stands, always measured from the first baseline to the first target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TargetStanding {
    /// Its day has not come, or no confirmed figure tells yet.
    Open,
    /// A confirmed figure about a period up to its day reaches it.
    Met,
    /// A confirmed figure about a later period is the first to reach it.
    Late,
    /// A confirmed figure about its day or later does not reach it.
    Missed,
}
