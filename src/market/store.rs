//! The orders of a market, each in a place that it keeps until it leaves.

use super::held::{Held, Terms};
use super::slab::{NOBODY, Slot};

/// The orders by their places: what matching asks of each, and beside it the rest. A place that is free again is
/// taken first, the last one freed before all others: it is the one most likely still in the cache.
#[derive(Debug, Clone)]
pub(super) struct Store {
    held: Vec<Held>,
    terms: Vec<Terms>,
    /// The first free place; the others follow by their `behind`.
    free: Slot,
}

impl Store {
    /// Nothing yet, and no memory.
    pub(super) const fn new() -> Self {
        Self { held: Vec::new(), terms: Vec::new(), free: NOBODY }
    }

    /// Takes an order in and tells its place.
    #[inline(always)]
    pub(super) fn insert(&mut self, held: Held, terms: Terms) -> Slot {
        let slot = self.free;
        if slot == NOBODY {
            return self.push(held, terms);
        }
        let place = &mut self.held[slot as usize];
        self.free = place.behind;
        *place = held;
        self.terms[slot as usize] = terms;
        slot
    }

    /// Adds a place. The blocks grow by a quarter, not by their double: the places are most of a book's memory.
    #[cold]
    fn push(&mut self, held: Held, terms: Terms) -> Slot {
        if self.held.len() == self.held.capacity() {
            let more = (self.held.len() / 4).max(4);
            self.held.reserve_exact(more);
            self.terms.reserve_exact(more);
        }
        self.held.push(held);
        self.terms.push(terms);
        Slot::try_from(self.held.len() - 1).expect("fewer than 2^32 open orders fit in memory")
    }

    /// Frees a place that is taken.
    #[inline]
    pub(super) fn remove(&mut self, slot: Slot) {
        self.held[slot as usize].behind = self.free;
        self.free = slot;
    }

    /// What matching asks of an order.
    #[inline]
    pub(super) fn held(&self, slot: Slot) -> &Held {
        &self.held[slot as usize]
    }

    /// What matching asks of an order, to be changed.
    #[inline]
    pub(super) fn held_mut(&mut self, slot: Slot) -> &mut Held {
        &mut self.held[slot as usize]
    }

    /// The rest of an order.
    #[inline]
    pub(super) fn terms(&self, slot: Slot) -> &Terms {
        &self.terms[slot as usize]
    }

    /// The rest of an order, to be changed.
    #[inline]
    pub(super) fn terms_mut(&mut self, slot: Slot) -> &mut Terms {
        &mut self.terms[slot as usize]
    }

    /// Links an order between two others of its row.
    #[inline(always)]
    pub(super) fn link(&mut self, slot: Slot, before: Slot, behind: Slot) -> &Held {
        let held = self.held.as_mut_slice();
        if before != NOBODY {
            held[before as usize].behind = slot;
        }
        if behind != NOBODY {
            held[behind as usize].before = slot;
        }
        let order = &mut held[slot as usize];
        (order.before, order.behind) = (before, behind);
        order
    }

    /// Links the neighbours of an order that leaves its row.
    #[inline(always)]
    pub(super) fn part(&mut self, before: Slot, behind: Slot) {
        let held = self.held.as_mut_slice();
        if before != NOBODY {
            held[before as usize].behind = behind;
        }
        if behind != NOBODY {
            held[behind as usize].before = before;
        }
    }

    /// How many places there are, free or taken.
    #[cfg(test)]
    pub(super) const fn places(&self) -> usize {
        self.held.len()
    }
}
