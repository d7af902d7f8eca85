//! Cancels and replaces.

use super::happening::{CancelReason, Happening};
use super::held::{Limit, Place};
use super::market::Market;
use super::reject::Reject;
use super::slab::Slot;
use crate::domain::{OrderId, OrderType, Price, Quantity, TradingPhase};

impl Market {
    /// Ends an open order for its owner, in whatever phase.
    ///
    /// # Errors
    /// [`Reject::UnknownOrder`] when no open order has this number.
    pub fn cancel(&mut self, id: OrderId, out: &mut Vec<Happening>) -> Result<(), Reject> {
        self.let_go(id, CancelReason::Requested, out)?;
        self.follow_anchors(out);
        Ok(())
    }

    /// Ends open orders for a reason of the exchange's own, all of them before any peg moves.
    ///
    /// # Errors
    /// [`Reject::UnknownOrder`] when one of them is not open; then nothing has changed and nothing happened.
    pub fn withdraw(&mut self, ids: &[OrderId], reason: CancelReason, out: &mut Vec<Happening>) -> Result<(), Reject> {
        if ids.iter().any(|&id| self.book.find(id).is_none()) {
            return Err(Reject::UnknownOrder);
        }
        for &id in ids {
            self.let_go(id, reason, out)?;
        }
        self.follow_anchors(out);
        Ok(())
    }

    fn let_go(&mut self, id: OrderId, reason: CancelReason, out: &mut Vec<Happening>) -> Result<(), Reject> {
        let (position, slot) = self.book.find_entry(id).ok_or(Reject::UnknownOrder)?;
        let (order, quantity) = self.end_at(slot, position);
        out.push(Happening::Canceled { order, quantity, reason });
        Ok(())
    }

    /// Whether an open order may have another price or total. Changes nothing.
    ///
    /// # Errors
    /// The first check that fails, in the order of [`Reject`].
    pub fn check_replace(&self, id: OrderId, price: Option<Price>, quantity: Option<Quantity>) -> Result<(), Reject> {
        self.examine_replace(id, price, quantity).map(|_| ())
    }

    /// The order that is to change, and its new limit if it gets one.
    fn examine_replace(
        &self,
        id: OrderId,
        price: Option<Price>,
        quantity: Option<Quantity>,
    ) -> Result<(Slot, Option<Limit>), Reject> {
        self.check_open()?;
        let slot = self.book.find(id).ok_or(Reject::UnknownOrder)?;
        if price.is_none() && quantity.is_none() {
            return Err(Reject::NothingToReplace);
        }
        if self.book.terms(slot).kind == OrderType::Market {
            return Err(Reject::ReplaceMarketOrder);
        }
        if self.book.order(slot).place == Place::Stop {
            return Err(Reject::ReplaceWaitingStop);
        }
        if let Some(quantity) = quantity {
            self.check_quantity(quantity)?;
        }
        let limit = price.map(|price| self.check_price(price)).transpose()?;
        if limit.is_some() && self.book.rare(slot).post_only {
            self.check_only_rests(self.book.order(slot).side, price)?;
        }
        if self.phase == TradingPhase::TradingAtLast {
            let terms = self.book.terms(slot);
            self.check_at_last(terms.kind, terms.time_in_force, limit.unwrap_or(terms.limit).price())?;
        }
        if self.rules.limits().is_some() {
            let terms = self.book.terms(slot);
            let total = quantity.map_or(terms.total, Quantity::units);
            if total > terms.total - self.book.order(slot).open {
                let stands = self.pegged(slot).map_or(terms.limit, |pegged| pegged.cap);
                self.check_limits(Quantity::new(total), limit.unwrap_or(stands).price())?;
            }
        }
        Ok((slot, limit))
    }

    /// Gives an open order another price, another total, or both.
    ///
    /// A lower total alone keeps its priority; the same values change nothing; any other change loses priority and may
    /// trade. A total that is already filled cancels the rest. The price of a pegged order is its cap.
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
        let (slot, limit) = self.examine_replace(id, price, quantity)?;
        let (open, place, terms) = (self.book.order(slot).open, self.book.order(slot).place, *self.book.terms(slot));
        let filled = terms.total - open;
        let total = quantity.map_or(terms.total, Quantity::units);
        let pegged = self.pegged(slot);
        let before = pegged.map_or(terms.limit, |pegged| pegged.cap);
        let limit = limit.unwrap_or(before);
        if total <= filled {
            self.end_canceled(slot, CancelReason::ReplacedToFilled, out);
            self.follow_anchors(out);
            return Ok(());
        }
        if limit == before && total == terms.total {
            return Ok(());
        }
        let keeps_priority = limit == before && total < terms.total;
        let price = limit.price();
        out.push(Happening::Replaced { order: id, price, quantity: Quantity::new(total), keeps_priority });
        if keeps_priority {
            self.book.lower(slot, total);
            return Ok(());
        }
        let mut taker = self.take_out(slot);
        taker.open = total - filled;
        (taker.terms.total, taker.terms.limit) = (total, limit);
        taker.terms.priority = self.book.next_priority();
        if pegged.is_some() {
            self.peg_anew(&mut taker, limit, terms.limit.price(), out);
        } else if place == Place::NextCall {
            self.wait_for_call(&taker);
        } else if self.phase.collects() {
            self.rest(&taker);
        } else {
            self.trade_and_rest(&mut taker, out);
        }
        self.enter_stops(out);
        self.follow_anchors(out);
        Ok(())
    }
}
