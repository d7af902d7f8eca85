//! The words of an impact link: what a verified result changes in the terms of an instrument, and who gives.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What an impact link changes, and who gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImpactLinkKind {
    /// The coupon falls when the target is reached: the investor gives.
    CouponStepDown,
    /// The coupon rises when the target is missed: the issuer gives.
    CouponStepUp,
    /// The investor donates a part to the issuer's purpose when the target is reached.
    Donation,
    /// The bond pays back more when the target is missed: the issuer gives.
    RedemptionPremium,
    /// The bond pays back less when the target is reached: the investor gives.
    RedemptionDiscount,
    /// A third party pays when the target is reached, up to a maximum that it has put into escrow before.
    OutcomePayment,
    /// A capped part of profit goes to holders, the rest to the purpose; to holders alone once the target is missed.
    MixedDividend,
}

/// Who gives what a result makes due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Giver {
    /// The company that issued the instrument.
    Issuer,
    /// Whoever holds the instrument.
    Investor,
    /// A payer of outcomes, who is neither.
    ThirdParty,
}

impl ImpactLinkKind {
    /// Who gives, and upon which result.
    #[must_use]
    pub const fn gives(self) -> (Giver, LinkResult) {
        match self {
            Self::CouponStepDown | Self::Donation | Self::RedemptionDiscount => (Giver::Investor, LinkResult::Met),
            Self::CouponStepUp | Self::RedemptionPremium | Self::MixedDividend => (Giver::Issuer, LinkResult::Missed),
            Self::OutcomePayment => (Giver::ThirdParty, LinkResult::Met),
        }
    }

    /// Whether it changes the terms of a bond.
    #[must_use]
    pub const fn is_of_a_bond(self) -> bool {
        !matches!(self, Self::MixedDividend | Self::OutcomePayment)
    }
}

/// As what a target counts on the day on which a link looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkResult {
    /// As reached.
    Met,
    /// As not reached.
    #[default]
    Missed,
}

/// Why a target counts as it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkGround {
    /// A confirmed figure says so.
    Verified,
    /// It was reached after its day: the terms say as what that counts.
    Late,
    /// No confirmed figure tells: the terms say as what that counts.
    Unverified,
}

/// How what a holder has promised to give is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Pledge {
    /// Paid into escrow with the subscription; returned to whoever holds the bond when the target is missed.
    #[default]
    Escrow,
    /// Taken from the holders when it falls due; what one of them lacks is kept back from what the bond pays to it later.
    Promise,
}

/// Who receives an outcome payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Beneficiary {
    /// The company, for its purpose.
    #[default]
    Issuer,
    /// The holders of the instrument, in proportion.
    Holders,
}
