//! The orders of a market, each in a place that it keeps until it leaves.

use super::held::{Held, Terms};
use super::slab::{NOBODY, Slot};

/// One order: a line of the cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Order {
    held: Held,
    terms: Terms,
}

const _: () = assert!(size_of::<Order>() == 64, "an order fills one line of the cache");

/// The orders by their places. A place that is free again is taken first, the last one freed before all others: it is
/// the one most likely still in the cache.
#[derive(Debug, Clone)]
pub(super) struct Store {
    orders: Vec<Order>,
    /// The first free place; the others follow by their `behind`.
    free: Slot,
}

impl Store {
    /// Nothing yet, and no memory.
    pub(super) const fn new() -> Self {
        Self { orders: Vec::new(), free: NOBODY }
    }

    /// Takes an order in and tells its place.
    #[inline(always)]
    pub(super) fn insert(&mut self, held: Held, terms: Terms) -> Slot {
        let slot = self.free;
        if slot == NOBODY {
            return self.push(held, terms);
        }
        let place = &mut self.orders[slot as usize];
        self.free = place.held.behind;
        place.held = held;
        place.terms = terms;
        slot
    }

    /// Adds a place. The block grows by a quarter, not by its double: the places are most of a book's memory.
    #[cold]
    fn push(&mut self, held: Held, terms: Terms) -> Slot {
        if self.orders.len() == self.orders.capacity() {
            let more = (self.orders.len() / 4).max(4);
            self.orders.reserve_exact(more);
        }
        self.orders.push(Order { held, terms });
        Slot::try_from(self.orders.len() - 1).expect("fewer than 2^32 open orders fit in memory")
    }

    /// Frees a place that is taken.
    #[inline]
    pub(super) fn remove(&mut self, slot: Slot) {
        self.orders[slot as usize].held.behind = self.free;
        self.free = slot;
    }

    /// What matching asks of an order.
    #[inline]
    pub(super) fn held(&self, slot: Slot) -> &Held {
        &self.orders[slot as usize].held
    }

    /// What matching asks of an order, to be changed.
    #[inline]
    pub(super) fn held_mut(&mut self, slot: Slot) -> &mut Held {
        &mut self.orders[slot as usize].held
    }

    /// The rest of an order.
    #[inline]
    pub(super) fn terms(&self, slot: Slot) -> &Terms {
        &self.orders[slot as usize].terms
    }

    /// The rest of an order, to be changed.
    #[inline]
    pub(super) fn terms_mut(&mut self, slot: Slot) -> &mut Terms {
        &mut self.orders[slot as usize].terms
    }

    /// Links an order between two others of its row.
    #[inline(always)]
    pub(super) fn link(&mut self, slot: Slot, before: Slot, behind: Slot) -> &Held {
        let held = self.orders.as_mut_slice();
        if before != NOBODY {
            held[before as usize].held.behind = slot;
        }
        if behind != NOBODY {
            held[behind as usize].held.before = slot;
        }
        let order = &mut held[slot as usize].held;
        (order.before, order.behind) = (before, behind);
        order
    }

    /// Links the neighbours of an order that leaves its row.
    #[inline(always)]
    pub(super) fn part(&mut self, before: Slot, behind: Slot) {
        let held = self.orders.as_mut_slice();
        if before != NOBODY {
            held[before as usize].held.behind = behind;
        }
        if behind != NOBODY {
            held[behind as usize].held.before = before;
        }
    }

    /// How many places there are, free or taken.
    #[cfg(test)]
    pub(super) const fn places(&self) -> usize {
        self.orders.len()
    }
}
