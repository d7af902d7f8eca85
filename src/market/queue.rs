//! Where an order stands in the queue of its side, for people: who trades before it, and how much.

use serde::Serialize;

use super::market::Market;
use super::slab::{NOBODY, Slot};
use crate::domain::{OrderId, Price, Quantity, Side};

/// An order's place in the queue of its side: by price, then by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct QueuePlace {
    /// From 1: how many orders trade before it, and itself.
    pub place: u64,
    /// What must trade before its first unit does. In continuous trading the hidden part of an iceberg at its own price
    /// is not ahead of it: each fresh slice queues behind. In a call everything ahead counts whole.
    pub units_ahead: Quantity,
    /// Of these, what stands at its own price.
    pub units_ahead_at_price: Quantity,
    /// Its limit; empty while it has none.
    pub price: Option<Price>,
    /// Its rank in time within this market: the lower came first.
    pub priority: u64,
}

impl Market {
    /// Where an open order stands among those of its side; nothing for one that waits outside the book.
    #[must_use]
    pub fn queue_place(&self, id: OrderId) -> Option<QueuePlace> {
        let by_slices = !self.phase.collects();
        self.place_by(
            id,
            |other, at_price| {
                if by_slices && at_price { self.book.visible(other) } else { self.book.order(other).open }
            },
        )
    }

    /// The same as the book shows it: nothing hidden is counted.
    #[must_use]
    pub fn shown_queue_place(&self, id: OrderId) -> Option<QueuePlace> {
        self.place_by(id, |other, _| self.book.visible(other))
    }

    fn place_by(&self, id: OrderId, units: impl Fn(Slot, bool) -> u64) -> Option<QueuePlace> {
        let own = self.book.find(id)?;
        let terms = self.book.terms(own);
        let mut found = QueuePlace {
            place: 1,
            units_ahead: Quantity::ZERO,
            units_ahead_at_price: Quantity::ZERO,
            price: terms.limit.price(),
            priority: terms.priority,
        };
        for other in self.queue(self.book.order(own).side) {
            if other == own {
                return Some(found);
            }
            let at_price = self.book.terms(other).limit == terms.limit;
            let units = Quantity::new(units(other, at_price));
            found.place += 1;
            found.units_ahead = found.units_ahead.checked_add(units)?;
            if at_price {
                found.units_ahead_at_price = found.units_ahead_at_price.checked_add(units)?;
            }
        }
        None
    }

    /// The orders of a side in the book, in the order in which they trade: without a limit, then by price and time.
    fn queue(&self, side: Side) -> impl Iterator<Item = Slot> {
        let behind = |slot: &Slot| Some(self.book.order(*slot).behind).filter(|&slot| slot != NOBODY);
        let unpriced = std::iter::successors(self.book.first_unpriced(side), behind);
        unpriced.chain(self.book.levels(side).flat_map(|(_, level)| self.row(level)))
    }
}
