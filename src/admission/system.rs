//! What makes a gate part of one system: where and when it worked, how money was raised there, whether and how what
//! was bought could be sold again, for whom it was open, what it cost and what came of it.
//!
//! All of it describes: people read it (`borsa rulebooks`), and the gate reads what is sold there. The market that a
//! scenario plays is the scenario's own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rulebook::cite;
use super::{AmountThreshold, Threshold};
use crate::domain::{Basis, Day, Figure, InstrumentKind, LegalForm, Rate, Text};

/// Where and when a system worked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SystemCard {
    /// Countries, as ISO 3166 codes of two letters.
    pub countries: Vec<String>,
    /// The year in which these rules came into force.
    pub from_year: Threshold<u16>,
    /// The last year in which they were, where they no longer are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_year: Option<Threshold<u16>>,
    /// What became of it.
    pub status: Threshold<SystemStatus>,
    /// What it was, in a sentence.
    pub summary: Text,
}

/// What became of a system, or of one edition of its rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SystemStatus {
    /// A design or an exercise that never opened.
    Designed,
    /// In force, as far as is known.
    Running,
    /// Replaced by other rules of the same system.
    Replaced,
    /// Ended, or no sign of life was found.
    Closed,
}

/// How money is raised there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrimaryRules {
    /// In which way.
    pub mechanism: Threshold<PrimaryMechanism>,
    /// What is sold there, of the kinds that this house knows; none where nothing is sold. The gate asks it (`E-10`).
    pub instruments: Threshold<Vec<InstrumentKind>>,
    /// What is sold or given there, and why the rest is not, as a finding tells it.
    pub remark: Text,
    /// Smallest part of the issue that must be subscribed for it to stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_subscription: Option<Threshold<Rate>>,
    /// Days for which a campaign is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign_days: Option<Threshold<u32>>,
    /// Days by which a campaign is prolonged, once, where its goal is not reached by the last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension_days: Option<Threshold<u32>>,
    /// The least that one person may put in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_ticket: Option<AmountThreshold>,
    /// Whether the money is held until the goal is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escrow: Option<Threshold<bool>>,
    /// Whether it goes back where the goal is missed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund: Option<Threshold<bool>>,
    /// Who gets what where too much is subscribed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oversubscription: Option<Threshold<Oversubscription>>,
    /// Fewest institutions that must be allotted units for a listing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institutional_holders: Option<Threshold<u32>>,
    /// Smallest part of a class of shares that institutions must be allotted for a listing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institutional_float: Option<Threshold<Rate>>,
    /// Intakes a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intakes_a_year: Option<Threshold<u32>>,
}

/// In which way money is raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PrimaryMechanism {
    /// The whole goal is reached, or nobody pays.
    AllOrNothing,
    /// An offer that stands from a part of the issue on.
    MinimumSubscription,
    /// Gifts to a project until its goal is reached.
    DonationToTarget,
    /// An offer at one price.
    FixedPriceOffer,
    /// Deal rooms for a closed circle.
    PrivatePlacement,
    /// The price is found among the orders for the offer.
    BookBuilding,
    /// The price is found among the bids, and the better bid is served first.
    UniformPriceAuction,
    /// A label on what was issued elsewhere.
    LabelOnly,
    /// No money is raised there.
    None,
}

/// Who gets what where too much is subscribed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Oversubscription {
    /// Everybody the same part.
    ProRata,
    /// Who came first.
    FirstCome,
    /// By lot.
    Lottery,
}

/// Whether and how what was bought can be sold again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondaryRules {
    /// In which way.
    pub mechanism: Threshold<SecondaryMechanism>,
    /// Whether what was bought may pass to somebody else at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transferable: Option<Threshold<bool>>,
    /// The most that one person may hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holding_cap: Option<AmountThreshold>,
    /// Days for which it must be held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lockup_days: Option<Threshold<u32>>,
    /// A fund that buys and sells at the set price: its size as a part of the float.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub liquidity_fund: Option<Threshold<Rate>>,
    /// Times a year at which a set price is set anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_resets_a_year: Option<Threshold<u32>>,
    /// Whether what one does not have may be sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short_selling: Option<Threshold<bool>>,
}

/// In which way what was bought can be sold again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SecondaryMechanism {
    /// In none.
    None,
    /// Notices; the parties find each other.
    BulletinBoard,
    /// At the price of the issue for ever.
    FixedPrice,
    /// At a price that is set from time to time.
    SetPrice,
    /// The same, with a fund that takes the other side.
    SetPriceWithFund,
    /// Auctions at times.
    PeriodicAuction,
    /// A book of orders by price and time.
    ContinuousOrderBook,
    /// Dealers who quote.
    QuoteDriven,
    /// In another market.
    ExternalVenue,
}

/// For whom it is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InvestorRules {
    /// Who may come in.
    pub classes: Threshold<Vec<InvestorClass>>,
    /// The most that one person may put into one deal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_deal_cap: Option<AmountThreshold>,
    /// The most that one person may put in within a year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_year_cap: Option<AmountThreshold>,
    /// Days within which one may think better of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reflection_days: Option<Threshold<u32>>,
    /// Whether it is asked if the investment suits the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suitability: Option<Threshold<bool>>,
}

/// Who puts money in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InvestorClass {
    /// Anybody.
    Retail,
    /// Who has shown to understand what it does.
    Sophisticated,
    /// Who has the wealth or income that a law asks.
    Accredited,
    /// Banks, funds, foundations.
    Institutional,
    /// Firms that must spend a part of their profit on society.
    Corporate,
    /// Who gives and gets nothing back.
    Donor,
}

impl InvestorClass {
    /// Whether it may take part in a placement that is not for everybody.
    #[must_use]
    pub const fn is_qualified(self) -> bool {
        !matches!(self, Self::Retail | Self::Donor)
    }
}

/// What it costs, and whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeeRules {
    /// Who bears the cost.
    pub paid_by: Threshold<Payer>,
    /// Once, to apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<AmountThreshold>,
    /// Once, to be listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listing: Option<AmountThreshold>,
    /// Every year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annual: Option<AmountThreshold>,
    /// A part of what is raised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub success: Option<Threshold<Rate>>,
    /// A part of what is traded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trading: Option<Threshold<Rate>>,
}

/// Who bears the cost of a system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Payer {
    /// Who is listed.
    Issuer,
    /// Who puts money in.
    Investor,
    /// Who runs it.
    Operator,
    /// Somebody who gives to it.
    Sponsor,
}

/// Something that came of a system, against which a run can be held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ObservedResult {
    /// What was counted, of whom and until when.
    pub label: Text,
    /// The figure.
    pub value: Figure,
    /// Its unit (`companies`, `EUR`).
    pub unit: String,
    /// Sourced or assumed.
    pub basis: Basis,
    /// Address of the source, or the reason of the assumption.
    pub source: String,
    /// The day on which it was valid or was read.
    pub as_of: Day,
}

/// A legal form of another country's system and the Italian one that stands for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdmittedForm {
    /// The form that the system itself admits.
    pub own: String,
    /// The Italian form that stands for it.
    pub form: LegalForm,
    /// Sourced or assumed.
    pub basis: Basis,
    /// Address of the source, or the reason of the assumption.
    pub source: String,
    /// The day on which it was valid or was read.
    pub as_of: Day,
}

impl AdmittedForm {
    /// The source as a finding tells it: an assumption says that it is one.
    #[must_use]
    pub fn cite(&self) -> String {
        cite(self.basis, &self.source, self.as_of)
    }
}
