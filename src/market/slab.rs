//! Things in one block of memory, each in a place that it keeps until it leaves.

use std::ops::{Index, IndexMut};

/// A place in a slab.
pub(super) type Slot = u32;

/// No place.
pub(super) const NOBODY: Slot = Slot::MAX;

/// Things by their places. A place that is free again is taken first, the last one freed before all others: it is the
/// one most likely still in the cache.
#[derive(Debug, Clone)]
pub(super) struct Slab<T> {
    things: Vec<T>,
    free: Vec<Slot>,
}

impl<T: Copy> Slab<T> {
    /// Nothing yet, and no memory.
    pub(super) const fn new() -> Self {
        Self { things: Vec::new(), free: Vec::new() }
    }

    /// Takes a thing in and tells its place.
    #[inline]
    pub(super) fn insert(&mut self, thing: T) -> Slot {
        if let Some(slot) = self.free.pop() {
            self.things[slot as usize] = thing;
            slot
        } else {
            self.push(thing)
        }
    }

    /// Adds a place. The block grows by a quarter, not by its double: the places are most of a book's memory.
    #[cold]
    fn push(&mut self, thing: T) -> Slot {
        if self.things.len() == self.things.capacity() {
            self.things.reserve_exact((self.things.len() / 4).max(4));
        }
        self.things.push(thing);
        Slot::try_from(self.things.len() - 1).expect("fewer than 2^32 open orders fit in memory")
    }

    /// Frees a place that is taken.
    #[inline]
    pub(super) fn remove(&mut self, slot: Slot) {
        self.free.push(slot);
    }

    /// How many places there are, free or taken.
    pub(super) fn places(&self) -> Slot {
        Slot::try_from(self.things.len()).expect("a place is a number of 32 bits")
    }

    /// How many places are taken.
    #[cfg(test)]
    pub(super) const fn taken(&self) -> usize {
        self.things.len() - self.free.len()
    }
}

impl<T> Index<Slot> for Slab<T> {
    type Output = T;

    #[inline]
    fn index(&self, slot: Slot) -> &T {
        &self.things[slot as usize]
    }
}

impl<T> IndexMut<Slot> for Slab<T> {
    #[inline]
    fn index_mut(&mut self, slot: Slot) -> &mut T {
        &mut self.things[slot as usize]
    }
}
