//! One request in an offer, with all that any form of offer may ask about it.

use super::Subscription;
use crate::domain::{AccountId, Price, Quantity, Timestamp};

/// A subscription as it arrives (adesione): who, how much, when, and, where the price is still to be found, up to which
/// price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bid {
    /// Who asks.
    pub account: AccountId,
    /// How many units.
    pub units: Quantity,
    /// The highest price that it pays; without one any price of the range.
    pub limit: Option<Price>,
    /// Whether it belongs to the institutions' tranche of an offer that has one.
    pub institution: bool,
    /// When it arrived.
    pub at: Timestamp,
}

impl Bid {
    /// What it asks at a price: nothing above its limit.
    #[must_use]
    pub fn units_at(&self, price: Price) -> Quantity {
        if self.limit.is_none_or(|limit| limit >= price) { self.units } else { Quantity::ZERO }
    }

    /// The same as a request at a price.
    pub(super) fn subscription(&self, price: Price) -> Subscription {
        Subscription { account: self.account, units: self.units_at(price), at: self.at }
    }
}
