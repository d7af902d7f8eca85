//! What an order must fulfil to come in, and how it comes in.

use super::continuous::cancel_rest;
use super::happening::{CancelReason, Happening};
use super::held::{Limit, Rare, Taker};
use super::market::Market;
use super::order::{NewOrder, QUANTITY_MAX};
use super::reject::Reject;
use super::self_trade::OwnOrders;
use super::stops::sets_off;
use super::tick::PRICE_MAX;
use crate::domain::{OrderType, Price, Quantity, Side, TimeInForce, Timestamp, TradingPhase};

/// The greatest number of open orders of a market: their quantities, of at most 10^12 each, add up to less than 2^64.
pub(super) const ORDERS_MAX: usize = 10_000_000;

/// What was found of an order that may come in: its place on the grid, and whether it is of the common kinds.
#[derive(Debug, Clone, Copy)]
pub struct Vetted {
    limit: Limit,
    is_common: bool,
}

impl Market {
    /// Whether the order may come in now. Changes nothing.
    ///
    /// # Errors
    /// The first check that fails, in the order of [`Reject`].
    pub fn check(&self, now: Timestamp, order: &NewOrder) -> Result<(), Reject> {
        self.examine(now, order, order.is_common()).map(|_| ())
    }

    /// As [`Market::check`]; tells what [`Market::enter_vetted`] needs to let the order in without a second look.
    ///
    /// # Errors
    /// The first check that fails, in the order of [`Reject`].
    #[inline]
    pub fn vet(&self, now: Timestamp, order: &NewOrder) -> Result<Vetted, Reject> {
        let is_common = order.is_common();
        self.examine(now, order, is_common).map(|limit| Vetted { limit, is_common })
    }

    /// The limit of an order that may come in now.
    #[inline(always)]
    fn examine(&self, now: Timestamp, order: &NewOrder, is_common: bool) -> Result<Limit, Reject> {
        if self.book.holds(order.id) {
            return Err(Reject::RepeatedOrder);
        }
        self.check_open()?;
        let limit = if is_common { self.examine_common(order)? } else { self.examine_uncommon(now, order)? };
        if self.phase == TradingPhase::TradingAtLast {
            self.check_at_last(order.kind, order.time_in_force, order.price)?;
        }
        if self.rules.limits().is_some() {
            self.check_limits(order.quantity, order.price)?;
        }
        if self.book.len() >= ORDERS_MAX {
            return Err(Reject::BookFull);
        }
        Ok(limit)
    }

    /// The limit of an order of the most common kinds.
    #[inline]
    fn examine_common(&self, order: &NewOrder) -> Result<Limit, Reject> {
        match (order.kind, order.price) {
            (OrderType::Market, Some(_)) => Err(Reject::PriceNotAllowed),
            (OrderType::Market, None) => self.check_quantity(order.quantity).map(|()| Limit::NONE),
            (_, price) => {
                self.check_quantity(order.quantity)?;
                self.check_price(price.ok_or(Reject::PriceMissing)?)
            }
        }
    }

    /// The limit of an order that asks for more than to stand at a price.
    fn examine_uncommon(&self, now: Timestamp, order: &NewOrder) -> Result<Limit, Reject> {
        check_words(self.phase, order)?;
        self.check_quantity(order.quantity)?;
        if let Some(display) = order.display {
            self.check_quantity(display).map_err(|_| Reject::DisplayInvalid)?;
        }
        let limit = match order.kind {
            OrderType::Limit if order.price.is_none() && order.instructions.peg.is_some() => Limit::NONE,
            OrderType::Limit | OrderType::StopLimit => self.check_price(order.price.ok_or(Reject::PriceMissing)?)?,
            OrderType::Market | OrderType::MarketToLimit | OrderType::Stop => Limit::NONE,
        };
        if self.phase == TradingPhase::TradingAtLast {
            self.check_at_last(order.kind, order.time_in_force, order.price)?;
        }
        self.check_waits(now, order)?;
        Ok(limit)
    }

    /// The checks of what an order waits for, or meets without a limit of its own.
    fn check_waits(&self, now: Timestamp, order: &NewOrder) -> Result<(), Reject> {
        if order.kind.is_stop() {
            self.check_stop(order.stop.ok_or(Reject::StopMissing)?)?;
        }
        if order.time_in_force == TimeInForce::GoodTillDate && order.expires_at.ok_or(Reject::ExpiresMissing)? <= now {
            return Err(Reject::ExpiresReached);
        }
        if !order.instructions.is_none() {
            self.check_instructions(order)?;
        }
        if self.phase == TradingPhase::Continuous
            && order.kind == OrderType::MarketToLimit
            && self.book.best(order.side.opposite()).is_none()
        {
            return Err(Reject::NoOppositePrice);
        }
        Ok(())
    }

    /// Whether orders may come in and change at all.
    #[inline(always)]
    pub(super) const fn check_open(&self) -> Result<(), Reject> {
        match self.phase {
            TradingPhase::Closed => Err(Reject::Closed),
            TradingPhase::Halted => Err(Reject::Halted),
            TradingPhase::Suspended => Err(Reject::Suspended),
            TradingPhase::PreOpen | TradingPhase::Call | TradingPhase::Continuous | TradingPhase::TradingAtLast => {
                Ok(())
            }
        }
    }

    /// Whether a quantity is one of an order.
    #[inline(always)]
    pub(super) fn check_quantity(&self, quantity: Quantity) -> Result<(), Reject> {
        if quantity.is_zero() {
            Err(Reject::QuantityNotPositive)
        } else if quantity > QUANTITY_MAX {
            Err(Reject::QuantityTooLarge)
        } else if self.rules.lot() != 1 && !quantity.units().is_multiple_of(self.rules.lot()) {
            Err(Reject::QuantityOffLot)
        } else {
            Ok(())
        }
    }

    /// A price as a limit of this market.
    #[inline(always)]
    pub(super) fn check_price(&self, price: Price) -> Result<Limit, Reject> {
        let limit = u32::try_from(price.scaled()).ok().and_then(|scaled| self.book.limit(scaled));
        let limit = limit.filter(|_| price <= PRICE_MAX).ok_or_else(|| self.price_fault(price))?;
        if self.static_band().is_some_and(|(low, high)| !(low..=high).contains(&price.scaled())) {
            return Err(Reject::PriceOutsideCollar);
        }
        Ok(limit)
    }

    /// What is wrong with a price that is no price of the grid.
    #[cold]
    fn price_fault(&self, price: Price) -> Reject {
        if price < self.rules.ticks().lowest().unwrap_or(Price::STEP) {
            Reject::PriceTooLow
        } else if price > PRICE_MAX {
            Reject::PriceTooHigh
        } else {
            Reject::PriceOffTick
        }
    }

    fn check_stop(&self, stop: Price) -> Result<(), Reject> {
        self.check_price(stop).map(|_| ()).or_else(|reject| match reject {
            Reject::PriceTooLow => Err(Reject::StopTooLow),
            Reject::PriceTooHigh => Err(Reject::StopTooHigh),
            Reject::PriceOffTick => Err(Reject::StopOffTick),
            _ => Ok(()), // the collar is for limits
        })
    }

    /// The greatest price that a buy order may come to pay, as it would come in now: the bound for reserving money.
    ///
    /// Its limit; without one the upper static collar, and for an order that trades at once also the walk of the book.
    /// Nothing for a sell order, and where there is no bound: an order without a limit that waits while there is no
    /// static collar measured from a reference price, or that meets an empty side.
    #[must_use]
    pub fn worst_price(&self, order: &NewOrder) -> Option<Price> {
        if order.side == Side::Sell {
            return None;
        }
        if order.price.is_some() {
            return order.price;
        }
        let at_once = self.phase == TradingPhase::Continuous
            && !matches!(order.time_in_force, TimeInForce::AtTheClose | TimeInForce::AtTheOpening)
            && order.instructions.peg.is_none()
            && (order.stop.is_none() || self.sets_off_at_entry(order));
        if !at_once {
            return self.lasting_ceiling();
        }
        if order.kind == OrderType::MarketToLimit {
            return self.book.best(Side::Sell);
        }
        let own = OwnOrders::of(order.group, order.instructions.self_trade_prevention);
        self.walk(Side::Sell, order.quantity.units(), own)
    }

    fn sets_off_at_entry(&self, order: &NewOrder) -> bool {
        let Some((stop, last)) = order.stop.zip(self.last) else { return false };
        self.phase == TradingPhase::Continuous && sets_off(order.side, stop, last)
    }

    /// Lets an order in: it trades, rests or waits, and the stops that its trades set off enter after it.
    ///
    /// # Errors
    /// As [`Market::check`]; then nothing has changed and nothing happened.
    #[inline]
    pub fn enter(&mut self, now: Timestamp, order: &NewOrder, out: &mut Vec<Happening>) -> Result<(), Reject> {
        let vetted = self.vet(now, order)?;
        self.enter_vetted(order, vetted, out);
        Ok(())
    }

    /// Lets an order in that was vetted by this market, which has not changed since: the money for it was reserved in
    /// between.
    #[inline]
    pub fn enter_vetted(&mut self, order: &NewOrder, vetted: Vetted, out: &mut Vec<Happening>) {
        let Vetted { limit, is_common } = vetted;
        out.push(Happening::Accepted { order: order.id, quantity: order.quantity });
        let priority = self.book.next_priority();
        if !is_common {
            let rare = Rare::of(order, self.ceiling(order));
            self.enter_uncommon(order, Taker::new(order, limit, rare, priority), out);
        } else {
            let mut taker = Taker::new(order, limit, None, priority);
            if self.phase.collects() || !(limit.is_none() || taker.allows(self.book.edge(order.side.opposite()).0)) {
                self.book.rest(&taker);
                self.follow_anchors(out);
                return;
            }
            self.trade_and_rest(&mut taker, out);
        }
        self.enter_stops(out);
        self.follow_anchors(out);
    }

    /// Lets an order in that asks for more than to stand at a price.
    fn enter_uncommon(&mut self, order: &NewOrder, mut taker: Taker, out: &mut Vec<Happening>) {
        if let Some(stop) = taker.rare.as_ref().and_then(|rare| rare.stop) {
            self.wait_for_trade(&taker, stop);
            if let Some(last) = self.last.filter(|_| self.sets_off_at_entry(order)) {
                self.stops.trigger(last);
            }
        } else if self.waits_for_call(order.time_in_force) {
            self.wait_for_call(&taker);
        } else if self.phase.collects() {
            self.rest(&taker);
        } else if let Some(least) = order.instructions.minimum_quantity
            && self.reach(&self.wish_of(&taker)).units < least.units()
        {
            cancel_rest(&taker, CancelReason::MinimumQuantity, out);
        } else if order.instructions.peg.is_some() {
            self.enter_peg(taker, out);
        } else {
            self.trade_and_rest(&mut taker, out);
        }
    }

    /// The greatest price that a buy without a limit may pay once its stop is set off, the opening comes or its
    /// anchor moves: what its money was reserved for.
    fn ceiling(&self, order: &NewOrder) -> Option<Price> {
        let later = order.kind == OrderType::Stop
            || order.time_in_force == TimeInForce::AtTheOpening
            || order.instructions.peg.is_some();
        if later && order.price.is_none() { self.worst_price(order) } else { None }
    }
}

/// The checks that look at words only: type, time in force, phase.
fn check_words(phase: TradingPhase, order: &NewOrder) -> Result<(), Reject> {
    use OrderType::{Limit, Market, MarketToLimit, StopLimit};
    use TimeInForce::{
        AtTheClose, AtTheOpening, Day, FillOrKill, GoodForAuction, GoodTillCancel, GoodTillDate, ImmediateOrCancel,
    };
    let (kind, time_in_force) = (order.kind, order.time_in_force);
    let in_call = phase.collects();
    if in_call && matches!(time_in_force, ImmediateOrCancel | FillOrKill) {
        Err(Reject::ImmediateInCall)
    } else if !in_call && time_in_force == GoodForAuction {
        Err(Reject::AuctionOnlyOutsideCall)
    } else if kind != Limit && time_in_force == GoodForAuction {
        Err(Reject::AuctionOnlyNotLimit)
    } else if !matches!(kind, Limit | Market) && time_in_force == AtTheClose {
        Err(Reject::AtTheCloseNotAllowed)
    } else if !matches!(kind, Limit | Market) && time_in_force == AtTheOpening {
        Err(Reject::AtTheOpeningNotAllowed)
    } else if kind == MarketToLimit && time_in_force == FillOrKill {
        Err(Reject::FillOrKillNotAllowed)
    } else if order.display.is_some()
        && !(kind == Limit && matches!(time_in_force, Day | GoodTillCancel | GoodTillDate))
    {
        Err(Reject::DisplayNotAllowed)
    } else if order.price.is_some() && !matches!(kind, Limit | StopLimit) {
        Err(Reject::PriceNotAllowed)
    } else {
        Ok(())
    }
}
