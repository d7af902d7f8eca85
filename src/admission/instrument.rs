//! What is offered: the terms of the instrument, and how the impact enters them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{HoldingLimits, OfferTerms};
use crate::domain::{
    Beneficiary, Code, Day, DayCount, ImpactLinkKind, InstrumentKind, LinkResult, Money, Pledge, Price, Quantity, Rank,
    Rate, SCALE, Symbol, TaxClass,
};

/// What is offered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Instrument {
    /// Name on the market.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub symbol: Option<Symbol>,
    /// Full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Share, cooperative share or bond.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<InstrumentKind>,
    /// Name of the market preset in which it shall trade (`vorvel-weekly`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub market: Option<String>,
    /// New units offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units_offered: Option<Quantity>,
    /// Fewest units that must be subscribed for the offer to stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_units: Option<Quantity>,
    /// Units of the class before the offer (0 for a new class).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units_existing: Option<Quantity>,
    /// Offer price: EUR a share, percent of nominal for a bond.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    /// Nominal of one bond in EUR, a multiple of 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nominal: Option<Money>,
    /// Yearly coupon of a bond.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coupon: Option<Rate>,
    /// Coupons a year: 1 (when not said), 2, 4 or 12.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coupons_per_year: Option<u8>,
    /// How days become a part of a year: `act_act_icma` when not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day_count: Option<DayCount>,
    /// The day a bond is paid back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matures_on: Option<Day>,
    /// In how many equal parts a bond is paid back, on its last coupon days; all at maturity when not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instalments: Option<u16>,
    /// The first day on which the issuer may pay a bond back early.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callable_from: Option<Day>,
    /// In which order its claim is paid where the company cannot pay all: `senior` when not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<Rank>,
    /// Days after which a payment of a bond that was missed is a default: 14 when not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grace_days: Option<u16>,
    /// Fewest holders that must be reached for listing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_holders: Option<u32>,
    /// The most that one natural person may hold, at nominal value in EUR.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_holding: Option<Money>,
    /// Part of the votes in the general meeting that all holders of the instrument together have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub votes_share: Option<Rate>,
    /// Whether only banks and other authorised lenders may hold it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reserved_to_banks: Option<bool>,
    /// How the impact enters the terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impact_link: Option<ImpactLink>,
    /// In which form it is offered; as the rulebook has it, or at a fixed price, when nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<OfferTerms>,
    /// Who may hold it, how much of it, and what may not be sold yet; free when nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits: Option<HoldingLimits>,
    /// As what its income is taxed, where a tax is withheld: `ordinary` when not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taxed_as: Option<TaxClass>,
}

/// How a verified result changes the terms of an instrument.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ImpactLink {
    /// What changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<ImpactLinkKind>,
    /// Code of the objective whose target decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indicator: Option<Code>,
    /// The day on which the result is looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed_on: Option<Day>,
    /// By how much: part of nominal a year for a coupon, part of nominal for what is paid once, and for a mixed
    /// dividend the part of the capital paid in that goes to holders a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<Rate>,
    /// What counts when no confirmed figure tells by then: `missed` when not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub if_unverified: Option<LinkResult>,
    /// What counts when the target was reached after its day: `missed` when not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub if_late: Option<LinkResult>,
    /// How a donation is secured: `escrow` when not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pledge: Option<Pledge>,
    /// Who makes an outcome payment: the name of an account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer: Option<Code>,
    /// The most that an outcome payment comes to in all, in EUR.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Money>,
    /// Who receives an outcome payment: `issuer` when not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beneficiary: Option<Beneficiary>,
}

impl Instrument {
    /// Euro that one point of price is worth a unit: 1 for a share, a hundredth of the nominal for a bond. Nothing
    /// when the kind is not said, or a bond's nominal is no positive multiple of 100 that fits.
    #[must_use]
    pub fn multiplier(&self) -> Option<u32> {
        if self.kind? != InstrumentKind::Bond {
            return Some(1);
        }
        let hundred = i128::from(SCALE) * 100;
        let nominal = self.nominal?.scaled();
        if nominal <= 0 || nominal % hundred != 0 {
            return None;
        }
        u32::try_from(nominal / hundred).ok()
    }

    /// What the whole offer is worth at its price. Nothing when the terms are incomplete or overflow.
    #[must_use]
    pub fn offer_value(&self) -> Option<Money> {
        Money::of(self.price?, self.units_offered?, self.multiplier()?)
    }
}
