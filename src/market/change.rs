//! Cancels and replaces.

use super::happening::{CancelReason, Happening};
use super::held::Place;
use super::market::Market;
use super::reject::Reject;
use crate::domain::{OrderId, OrderType, Price, Quantity, TradingPhase};

impl Market {
    /// Ends an open order for its owner, in whatever phase.
    ///
    /// # Errors
    /// [`Reject::UnknownOrder`] when no open order has this number.
    pub fn cancel(&mut self, id: OrderId, out: &mut Vec<Happening>) -> Result<(), Reject> {
        self.withdraw(id, CancelReason::Requested, out)
    }

    /// Ends an open order for a reason of the exchange's own.
    ///
    /// # Errors
    /// [`Reject::UnknownOrder`] when no open order has this number.
    pub fn withdraw(&mut self, id: OrderId, reason: CancelReason, out: &mut Vec<Happening>) -> Result<(), Reject> {
        let slot = self.book.find(id).ok_or(Reject::UnknownOrder)?;
        self.end_canceled(slot, reason, out);
        Ok(())
    }

    /// Whether an open order may have another price or total. Changes nothing.
    ///
    /// # Errors
    /// The first check that fails, in the order of [`Reject`].
    pub fn check_replace(&self, id: OrderId, price: Option<Price>, quantity: Option<Quantity>) -> Result<(), Reject> {
        self.check_open()?;
        let slot = self.book.find(id).ok_or(Reject::UnknownOrder)?;
        let order = self.book.order(slot);
        if price.is_none() && quantity.is_none() {
            return Err(Reject::NothingToReplace);
        }
        if order.kind == OrderType::Market {
            return Err(Reject::ReplaceMarketOrder);
        }
        if order.place == Place::Stop {
            return Err(Reject::ReplaceWaitingStop);
        }
        if let Some(quantity) = quantity {
            self.check_quantity(quantity)?;
        }
        if let Some(price) = price {
            self.check_price(price)?;
            if self.book.rare(slot).post_only {
                self.check_only_rests(order.side, Some(price))?;
            }
        }
        if self.phase == TradingPhase::TradingAtLast {
            self.check_at_last(order.kind, order.time_in_force, price.or(order.price()))?;
        }
        let wanted = quantity.map_or(order.total, Quantity::units).saturating_sub(order.filled);
        self.check_room(order.side, order.remaining(), wanted)
    }

    /// Gives an open order another price, another total, or both.
    ///
    /// A lower total alone keeps its priority; the same values change nothing; any other change loses priority and may
    /// trade. A total that is already filled cancels the rest.
    ///
    /// # Errors
    /// As [`Market::check_replace`]; then nothing has changed and nothing happened.
    pub fn replace(
        &mut self,
        id: OrderId,
        price: Option<Price>,
        quantity: Option<Quantity>,
        out: &mut Vec<Happening>,
    ) -> Result<(), Reject> {
        self.check_replace(id, price, quantity)?;
        let slot = self.book.find(id).ok_or(Reject::UnknownOrder)?;
        let order = *self.book.order(slot);
        let total = quantity.map_or(order.total, Quantity::units);
        let price = price.or(order.price());
        if total <= order.filled {
            self.end_canceled(slot, CancelReason::ReplacedToFilled, out);
            return Ok(());
        }
        if price == order.price() && total == order.total {
            return Ok(());
        }
        let keeps_priority = price == order.price() && total < order.total;
        out.push(Happening::Replaced { order: id, price, quantity: Quantity::new(total), keeps_priority });
        if keeps_priority {
            self.book.lower(slot, total);
            return Ok(());
        }
        self.book.unlink(slot);
        self.book.change(slot, price, total);
        if order.place == Place::NextCall {
            self.for_next_call.remove(&order.priority);
            self.for_next_call.insert(self.book.order(slot).priority, id);
            self.book.set_waiting(slot, Place::NextCall);
        } else if self.phase.collects() {
            self.book.post(slot);
        } else {
            self.trade_and_rest(slot, out);
        }
        self.enter_stops(out);
        Ok(())
    }
}
