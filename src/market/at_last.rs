//! Trading at last: after a closing auction, orders meet at its price and at no other.

use super::continuous::{Taken, allows};
use super::happening::Happening;
use super::market::Market;
use super::reject::Reject;
use super::self_trade::{Met, OwnOrders};
use super::slab::Slot;
use crate::domain::{Aggressor, OrderType, Price, Quantity, Side, TimeInForce};

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
        if kind == OrderType::Limit && time_in_force != TimeInForce::AtTheClose && at_last {
            Ok(())
        } else {
            Err(Reject::NotAtLast)
        }
    }

    /// Lets an order that is in no row trade at the last price with those whose limit allows it, best price first.
    ///
    /// Who stands at a better limit gets the last price too: the phase has one price.
    pub(super) fn take_at_last(&mut self, slot: Slot, out: &mut Vec<Happening>) -> Taken {
        let Some(price) = self.last else { return Taken::NobodyLeft };
        let taker = self.book.order(slot);
        let (id, side, mut wanted) = (taker.id, taker.side, taker.remaining());
        let own = OwnOrders::of(taker.group, self.book.rare(slot).prevention);
        while wanted > 0 {
            let Some((limit, maker)) = self.book.first_at_best(side.opposite()) else { return Taken::NobodyLeft };
            if !allows(side, Some(price), limit) {
                return Taken::NobodyLeft;
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
        }
        Taken::All
    }
}
