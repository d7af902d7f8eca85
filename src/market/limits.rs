//! How small and how large orders may be, and how many may come without a trade.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::market::Market;
use super::reject::Reject;
use super::rules::{MarketFile, RuleError};
use crate::domain::{Money, Price, Quantity};

/// The limits of a market on single orders, and on how many of them an account may send. Every key may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderLimits {
    /// The least total quantity of an order, in units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_quantity: Option<Quantity>,
    /// The greatest total quantity of an order, in units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_quantity: Option<Quantity>,
    /// The least an order may be worth, in euro: its limit, or else the reference price, times its quantity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_value: Option<Money>,
    /// The most that it may be worth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_value: Option<Money>,
    /// How many orders an account may send for each of its trades. An exchange counts them; an order-flow file has no
    /// accounts to count them by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_to_trade: Option<OrderToTrade>,
}

/// The order-to-trade limit: of one account, in one instrument, on one day. Orders, replaces and cancels count alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderToTrade {
    /// How many are free.
    pub free: u32,
    /// How many more each trade allows.
    pub per_trade: u32,
}

impl OrderToTrade {
    /// Whether one more may come after so many, with so many trades.
    #[must_use]
    pub fn allows(self, sent: u64, trades: u64) -> bool {
        let allowed = trades.saturating_mul(self.per_trade.into()).saturating_add(self.free.into());
        sent < allowed
    }
}

/// Whether the table of a market file makes limits.
///
/// # Errors
/// The first key whose value makes none.
pub(super) fn check(file: &MarketFile) -> Result<(), RuleError> {
    let wrong = |pointer, message| Err(RuleError { pointer, message });
    let limits = file.limits.unwrap_or_default();
    if limits.minimum_value.is_some_and(|value| value < Money::ZERO) {
        return wrong("/limits/minimum_value", "a value is from 0 on");
    }
    let most = limits.maximum_quantity;
    if most.is_some_and(|most| most.is_zero() || limits.minimum_quantity.is_some_and(|least| least > most)) {
        return wrong("/limits/maximum_quantity", "the greatest quantity is above 0 and not below the least");
    }
    let most = limits.maximum_value;
    if most.is_some_and(|most| most <= Money::ZERO || limits.minimum_value.is_some_and(|least| least > most)) {
        return wrong("/limits/maximum_value", "the greatest value is above 0 and not below the least");
    }
    Ok(())
}

impl Market {
    /// What an order is worth at its limit, or at the reference price where it has none; nothing without either, and
    /// beyond counting.
    #[must_use]
    pub fn worth(&self, quantity: Quantity, limit: Option<Price>) -> Option<Money> {
        Money::of(limit.or(self.reference())?, quantity, self.rules.multiplier())
    }

    /// Whether an order of this total is inside the market's limits. Without a limit and a reference price its value is
    /// not known, and not asked.
    #[cold]
    pub(super) fn check_limits(&self, quantity: Quantity, limit: Option<Price>) -> Result<(), Reject> {
        let Some(limits) = self.rules.limits() else { return Ok(()) };
        if limits.minimum_quantity.is_some_and(|least| quantity < least) {
            return Err(Reject::QuantityBelowMinimum);
        }
        if limits.maximum_quantity.is_some_and(|most| quantity > most) {
            return Err(Reject::QuantityAboveMaximum);
        }
        let Some(worth) = self.worth(quantity, limit) else { return Ok(()) };
        if limits.minimum_value.is_some_and(|least| worth < least) {
            return Err(Reject::ValueBelowMinimum);
        }
        if limits.maximum_value.is_some_and(|most| worth > most) {
            return Err(Reject::ValueAboveMaximum);
        }
        Ok(())
    }
}
