//! Continuous trading: an order that comes in takes from the other side, best price first, at the resting orders'
//! prices; then the stops that its trades set off come in.

use super::happening::{CancelReason, Happening};
use super::held::Taker;
use super::market::Market;
use super::reach::{Reach, Wish};
use super::self_trade::{Met, lose};
use super::slab::Slot;
use crate::domain::{Aggressor, OrderType, Price, Quantity, Side, TimeInForce, TradingPhase};

/// How an order's taking came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// It is filled.
    All,
    /// Nobody is left whom its limit allows.
    NobodyLeft,
    /// The next trade would be outside the collars.
    Collar,
    /// The next trade would be with an order of its own group, and its rest gives way.
    OwnOrder,
}

/// What an order does that would trade next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// It trades, at this price.
    Trade(Price),
    /// The resting order gave way: there may be another.
    Again,
    /// It takes no more.
    Stop(Taken),
}

/// Whether an order with this limit trades at a price of the other side.
pub(super) fn allows(side: Side, limit: Option<Price>, price: Price) -> bool {
    match (side, limit) {
        (_, None) => true,
        (Side::Buy, Some(limit)) => price <= limit,
        (Side::Sell, Some(limit)) => price >= limit,
    }
}

impl Market {
    /// Lets an order trade; what is left rests or is canceled.
    pub(super) fn trade_and_rest(&mut self, taker: &mut Taker, out: &mut Vec<Happening>) {
        if taker.terms.kind == OrderType::MarketToLimit {
            self.convert(taker, out);
        }
        if taker.terms.time_in_force == TimeInForce::FillOrKill
            && let Err(reason) = self.can_fill(taker)
        {
            return cancel_rest(taker, reason, out);
        }
        match self.take(taker, out) {
            Taken::All => {}
            Taken::Collar => self.meet_collar(taker, out),
            Taken::OwnOrder => cancel_rest(taker, CancelReason::SelfTrade, out),
            Taken::NobodyLeft if rests(taker) => self.rest(taker),
            Taken::NobodyLeft => cancel_rest(taker, CancelReason::Unfilled, out),
        }
    }

    /// Gives a market-to-limit order that has no limit yet the best price of the other side.
    fn convert(&self, taker: &mut Taker, out: &mut Vec<Happening>) {
        if taker.terms.limit.is_none()
            && let Some(best) = self.book.best(taker.side.opposite())
        {
            taker.terms.limit = self.limit_at(best);
            out.push(Happening::Converted { order: taker.id, price: best });
        }
    }

    /// Whether an order may trade next at this price of the other side, after a trade at `last`.
    #[inline]
    pub(super) fn within_bounds(&self, ceiling: Option<Price>, price: Price, last: Option<Price>) -> bool {
        ceiling.is_none_or(|ceiling| price <= ceiling) && self.inside_collars(price, last)
    }

    /// Whether all of an order would trade at once, hidden quantity counted.
    fn can_fill(&self, taker: &Taker) -> Result<(), CancelReason> {
        match self.reach(&self.wish_of(taker)) {
            reach if reach.units == taker.open => Ok(()),
            Reach { collar: true, .. } => Err(CancelReason::Collar),
            Reach { collar: false, .. } => Err(CancelReason::NotFillable),
        }
    }

    /// What an order wants of the other side.
    pub(super) fn wish_of(&self, taker: &Taker) -> Wish {
        let to_best = taker.terms.kind == OrderType::MarketToLimit && taker.terms.limit.is_none();
        let limit = if to_best { self.book.best(taker.side.opposite()) } else { taker.terms.limit.price() };
        let bounded = self.phase != TradingPhase::TradingAtLast;
        let own = taker.own_orders();
        Wish { side: taker.side, limit, ceiling: taker.ceiling(), bounded, wanted: taker.open, own }
    }

    /// Lets an order take from the other side, best price first, as long as its limit and the collars allow.
    #[inline(always)]
    fn take(&mut self, taker: &mut Taker, out: &mut Vec<Happening>) -> Taken {
        let is_free = taker.rare.is_none() && !self.is_guarded();
        while taker.open > 0 {
            let (limit, row) = self.book.edge(taker.side.opposite());
            if !taker.allows(limit) {
                return Taken::NobodyLeft;
            }
            let maker = self.book.head(row);
            let mut price = Price::from_scaled(limit.into());
            if !is_free {
                match self.look_before(taker, maker, price, out) {
                    Look::Trade(at) => price = at,
                    Look::Again => continue,
                    Look::Stop(taken) => return taken,
                }
            }
            self.meet(taker, maker, price, out);
            self.last = Some(price);
            self.stops.trigger(price);
        }
        Taken::All
    }

    /// Whether anything but its limit may keep an order from trading.
    #[inline]
    fn is_guarded(&self) -> bool {
        self.rules.collars().are_set() || self.phase == TradingPhase::TradingAtLast
    }

    /// What is to be asked before an order trades with a resting one at its limit.
    ///
    /// Trading at last has one price, which also those get who stand at a better limit.
    fn look_before(&mut self, taker: &mut Taker, maker: Slot, limit: Price, out: &mut Vec<Happening>) -> Look {
        let fixed = self.last.filter(|_| self.phase == TradingPhase::TradingAtLast);
        if fixed.is_none() && !self.within_bounds(taker.ceiling(), limit, self.last) {
            return Look::Stop(Taken::Collar);
        }
        let Some(own) = taker.own_orders().filter(|own| own.hold(self.book.terms(maker))) else {
            return Look::Trade(fixed.unwrap_or(limit));
        };
        match self.meet_own(own, maker, taker.open, out) {
            Met::Ends => Look::Stop(Taken::OwnOrder),
            Met::GoesOn { lost } => {
                lose(taker, lost, out);
                Look::Again
            }
        }
    }

    /// Trades with a resting order what it shows, or what the taker wants of it.
    #[inline(always)]
    fn meet(&mut self, taker: &mut Taker, maker: Slot, price: Price, out: &mut Vec<Happening>) {
        let resting = self.book.order(maker);
        let (units, id) = (taker.open.min(self.book.visible(maker)), resting.id);
        let filled = units == resting.open;
        taker.open -= units;
        let (buy, sell) = match taker.side {
            Side::Buy => (taker.id, id),
            Side::Sell => (id, taker.id),
        };
        let aggressor = Aggressor::from(taker.side);
        out.push(Happening::Traded { price, quantity: Quantity::new(units), buy, sell, aggressor });
        self.book.fill_slice(maker, units);
        if filled {
            self.end(maker);
        }
    }

    /// Lets the stops in that were set off: by arrival, those that they set off in turn behind them.
    #[inline]
    pub(super) fn enter_stops(&mut self, out: &mut Vec<Happening>) {
        if self.stops.has_triggered() {
            self.enter_triggered(out);
        }
    }

    fn enter_triggered(&mut self, out: &mut Vec<Happening>) {
        if self.phase != TradingPhase::Continuous {
            return;
        }
        loop {
            while let Some(id) = self.stops.next_triggered() {
                self.entering.push_back(id);
            }
            if self.phase != TradingPhase::Continuous {
                return self.await_continuous(); // one of them has met a collar
            }
            let Some(id) = self.entering.pop_front() else { return };
            let slot = self.book.find(id).expect("a stop that enters has not ended: nothing else acts meanwhile");
            self.note_entry(id);
            let mut taker = self.take_out(slot);
            taker.terms.priority = self.book.next_priority();
            out.push(Happening::Triggered { order: id });
            self.trade_and_rest(&mut taker, out);
        }
    }
}

/// Whether what is left of an order stays in the book.
#[inline]
const fn rests(taker: &Taker) -> bool {
    !taker.terms.limit.is_none()
        && !matches!(taker.terms.time_in_force, TimeInForce::ImmediateOrCancel | TimeInForce::FillOrKill)
}

/// Ends what is left of an order that does not come to stand.
pub(super) fn cancel_rest(taker: &Taker, reason: CancelReason, out: &mut Vec<Happening>) {
    out.push(Happening::Canceled { order: taker.id, quantity: Quantity::new(taker.open), reason });
}
