//! The checks of what an order asks for beside its words and numbers: post-only and minimum quantity.

use super::continuous::allows;
use super::market::Market;
use super::order::NewOrder;
use super::reject::Reject;
use crate::domain::{OrderType, Price, Quantity, Side, TimeInForce, TradingPhase};

impl Market {
    /// Whether an order may come in with its instructions.
    #[cold]
    pub(super) fn check_instructions(&self, order: &NewOrder) -> Result<(), Reject> {
        if order.instructions.post_only {
            self.check_post_only(order)?;
        }
        if let Some(least) = order.instructions.minimum_quantity {
            self.check_minimum(order, least)?;
        }
        if order.instructions.peg.is_some() { self.check_peg(order) } else { Ok(()) }
    }

    fn check_post_only(&self, order: &NewOrder) -> Result<(), Reject> {
        if order.kind != OrderType::Limit || !stands(order.time_in_force) || order.instructions.peg.is_some() {
            return Err(Reject::PostOnlyNotAllowed);
        }
        self.check_only_rests(order.side, order.price)
    }

    /// Whether an order with this limit would only rest. One of its own account on the other side counts as any other.
    pub(super) fn check_only_rests(&self, side: Side, limit: Option<Price>) -> Result<(), Reject> {
        let meets = self.book.best(side.opposite()).is_some_and(|best| allows(side, limit, best));
        let trades = matches!(self.phase, TradingPhase::Continuous | TradingPhase::TradingAtLast);
        if meets && trades { Err(Reject::WouldTrade) } else { Ok(()) }
    }

    fn check_minimum(&self, order: &NewOrder, least: Quantity) -> Result<(), Reject> {
        use OrderType::{Limit, Market, MarketToLimit};
        let passes = order.time_in_force == TimeInForce::ImmediateOrCancel || stands(order.time_in_force);
        let rests = order.instructions.post_only || order.instructions.peg.is_some();
        if self.phase != TradingPhase::Continuous {
            Err(Reject::MinimumQuantityOutsideContinuous)
        } else if !passes || !matches!(order.kind, Limit | Market | MarketToLimit) || rests {
            Err(Reject::MinimumQuantityNotAllowed)
        } else if least > order.quantity || self.check_quantity(least).is_err() {
            Err(Reject::MinimumQuantityInvalid)
        } else {
            Ok(())
        }
    }
}

/// Whether an order of this time in force stays in the book until its day, its date or its owner ends it.
pub(super) const fn stands(time_in_force: TimeInForce) -> bool {
    matches!(time_in_force, TimeInForce::Day | TimeInForce::GoodTillCancel | TimeInForce::GoodTillDate)
}
