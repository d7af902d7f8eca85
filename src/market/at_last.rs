//! Trading at last: after a closing auction, orders meet at its price and at no other.

use super::market::Market;
use super::reject::Reject;
use crate::domain::{OrderType, Price, TimeInForce};

impl Market {
    /// Whether an order may stand here with these words and this limit: a limit order at the last price, which is the
    /// closing auction's where it found one.
    pub(super) fn check_at_last(
        &self,
        kind: OrderType,
        time_in_force: TimeInForce,
        limit: Option<Price>,
    ) -> Result<(), Reject> {
        let at_last = self.last.is_some() && limit == self.last;
        let waits = matches!(time_in_force, TimeInForce::AtTheClose | TimeInForce::AtTheOpening);
        if kind == OrderType::Limit && !waits && at_last { Ok(()) } else { Err(Reject::NotAtLast) }
    }
}
