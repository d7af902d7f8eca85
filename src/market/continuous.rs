//! Continuous trading: an order that comes in takes from the other side, best price first, at the resting orders'
//! prices; then the stops that its trades set off come in.

use super::happening::{CancelReason, Happening};
use super::held::Rare;
use super::market::Market;
use super::reach::{Reach, Wish};
use super::self_trade::{Met, OwnOrders};
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

/// Whether an order with this limit trades at a price of the other side.
pub(super) fn allows(side: Side, limit: Option<Price>, price: Price) -> bool {
    match (side, limit) {
        (_, None) => true,
        (Side::Buy, Some(limit)) => price <= limit,
        (Side::Sell, Some(limit)) => price >= limit,
    }
}

impl Market {
    /// Lets an order that is in no row trade; what is left rests or is canceled.
    pub(super) fn trade_and_rest(&mut self, slot: Slot, out: &mut Vec<Happening>) {
        let order = self.book.order(slot);
        let (id, time_in_force) = (order.id, order.time_in_force);
        if order.kind == OrderType::MarketToLimit
            && order.price().is_none()
            && let Some(best) = self.book.best(order.side.opposite())
        {
            self.book.set_price(slot, best);
            out.push(Happening::Converted { order: id, price: best });
        }
        if time_in_force == TimeInForce::FillOrKill
            && let Err(reason) = self.can_fill(slot)
        {
            return self.end_canceled(slot, reason, out);
        }
        let taken = match self.phase {
            TradingPhase::TradingAtLast => self.take_at_last(slot, out),
            _ => self.take(slot, out),
        };
        match taken {
            Taken::All => {
                self.end(slot);
            }
            Taken::Collar => self.end_canceled(slot, CancelReason::Collar, out),
            Taken::OwnOrder => self.end_canceled(slot, CancelReason::SelfTrade, out),
            Taken::NobodyLeft if self.rests(slot) => self.book.post(slot),
            Taken::NobodyLeft => self.end_canceled(slot, CancelReason::Unfilled, out),
        }
    }

    /// Whether what is left of an order stays in the book.
    fn rests(&self, slot: Slot) -> bool {
        let order = self.book.order(slot);
        order.price().is_some()
            && !matches!(order.time_in_force, TimeInForce::ImmediateOrCancel | TimeInForce::FillOrKill)
    }

    /// Whether an order may trade next at this price of the other side, after a trade at `last`.
    pub(super) fn within_bounds(&self, ceiling: Option<Price>, price: Price, last: Option<Price>) -> bool {
        ceiling.is_none_or(|ceiling| price <= ceiling) && self.inside_collars(price, last)
    }

    /// Whether all of an order would trade at once, hidden quantity counted.
    fn can_fill(&self, slot: Slot) -> Result<(), CancelReason> {
        let wish = self.wish_of(slot);
        match self.reach(&wish) {
            reach if reach.units == wish.wanted => Ok(()),
            Reach { collar: true, .. } => Err(CancelReason::Collar),
            Reach { collar: false, .. } => Err(CancelReason::NotFillable),
        }
    }

    /// What an order that is in no row wants of the other side.
    pub(super) fn wish_of(&self, slot: Slot) -> Wish {
        let order = self.book.order(slot);
        let Rare { ceiling, prevention, .. } = self.book.rare(slot);
        let to_best = order.kind == OrderType::MarketToLimit && order.price().is_none();
        let limit = if to_best { self.book.best(order.side.opposite()) } else { order.price() };
        let own = OwnOrders::of(order.group, prevention);
        let bounded = self.phase != TradingPhase::TradingAtLast;
        Wish { side: order.side, limit, ceiling, bounded, wanted: order.remaining(), own }
    }

    fn take(&mut self, slot: Slot, out: &mut Vec<Happening>) -> Taken {
        let taker = self.book.order(slot);
        let (id, side, limit, mut wanted) = (taker.id, taker.side, taker.price(), taker.remaining());
        let (group, Rare { ceiling, prevention, .. }) = (taker.group, self.book.rare(slot));
        let own = OwnOrders::of(group, prevention);
        let other = side.opposite();
        while wanted > 0 {
            let Some((price, maker)) = self.book.first_at_best(other) else { return Taken::NobodyLeft };
            if !allows(side, limit, price) {
                return Taken::NobodyLeft;
            }
            if !self.within_bounds(ceiling, price, self.last) {
                return Taken::Collar;
            }
            let resting = self.book.order(maker);
            if let Some(own) = own.filter(|own| own.hold(resting)) {
                let Met::GoesOn { lost } = self.meet_own(own, maker, wanted, out) else { return Taken::OwnOrder };
                wanted -= lost;
                self.lose(slot, lost, out);
                continue;
            }
            let units = wanted.min(resting.visible());
            let filled = units == resting.remaining();
            wanted -= units;
            let (buy, sell) = match side {
                Side::Buy => (id, resting.id),
                Side::Sell => (resting.id, id),
            };
            let aggressor = Aggressor::from(side);
            out.push(Happening::Traded { price, quantity: Quantity::new(units), buy, sell, aggressor });
            self.book.fill_taker(slot, units);
            self.book.fill_slice(maker, units);
            if filled {
                self.end(maker);
            }
            self.last = Some(price);
            self.stops.trigger(price);
        }
        Taken::All
    }

    /// Lets the stops in that were set off: by arrival, those that they set off in turn behind them.
    pub(super) fn enter_stops(&mut self, out: &mut Vec<Happening>) {
        if self.phase != TradingPhase::Continuous {
            return;
        }
        if self.entering.is_empty() && !self.stops.has_triggered() {
            return;
        }
        loop {
            while let Some(id) = self.stops.next_triggered() {
                self.entering.push_back(id);
            }
            let Some(id) = self.entering.pop_front() else { return };
            let slot = self.book.find(id).expect("a stop that enters has not ended: nothing else acts meanwhile");
            self.book.renew_priority(slot);
            self.book.unlink(slot); // from waiting to nowhere
            out.push(Happening::Triggered { order: id });
            self.trade_and_rest(slot, out);
        }
    }
}
