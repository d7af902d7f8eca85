//! Leads from an order's number to its place in the store.

use super::slab::{NOBODY, Slot};

/// The low half of an order's number, and where the order is. A low half alone may lead astray: the store knows the
/// whole number, and is asked.
#[derive(Debug, Clone, Copy)]
struct Entry {
    low: u32,
    slot: Slot,
}

const VACANT: Entry = Entry { low: 0, slot: NOBODY };

/// Where an entry is, until the index changes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Position(usize);

/// The size of the first table.
const LEAST: usize = 16;

/// Where orders are, by number: an open table with linear probing.
///
/// Multiplying with the golden ratio spreads numbers that are counters evenly, so that most are at home though the
/// table is full to seven eighths. Of two entries that want a place, the one that is farther from home has it, so that those behind an entry that leaves move up at once: there are no graves to sweep, and nothing is
/// allocated but for growth.
#[derive(Debug, Clone)]
pub(super) struct Index {
    entries: Vec<Entry>,
    len: usize,
    /// What is left of a product are its upper bits: the group.
    shift: u32,
}

impl Index {
    /// Leads nowhere yet, and takes no memory.
    pub(super) const fn new() -> Self {
        Self { entries: Vec::new(), len: 0, shift: 0 }
    }

    /// Where an entry would be if all were alone.
    #[inline]
    fn home(&self, low: u32) -> usize {
        (low.wrapping_mul(0x9E37_79B1) >> self.shift) as usize
    }

    /// How far an entry is from its home.
    #[inline]
    fn away(&self, at: usize, low: u32) -> usize {
        at.wrapping_sub(self.home(low)) & (self.entries.len() - 1)
    }

    /// Where the entry of an order is, and the place of the order; `is` tells whether the order in a place has the
    /// whole number.
    #[inline(always)]
    pub(super) fn find(&self, id: u64, is: impl Fn(Slot) -> bool) -> Option<(Position, Slot)> {
        let low = low(id);
        let mask = self.entries.len().wrapping_sub(1);
        let mut at = self.home(low);
        loop {
            let entry = self.entries.get(at)?;
            if entry.slot == NOBODY {
                return None;
            }
            if entry.low == low && is(entry.slot) {
                return Some((Position(at), entry.slot));
            }
            at = (at + 1) & mask;
        }
    }

    /// Where the entry of an order is that is stored in a place.
    #[inline(always)]
    pub(super) fn position(&self, id: u64, slot: Slot) -> Position {
        let mask = self.entries.len() - 1;
        let mut at = self.home(low(id));
        while self.entries[at].slot != slot {
            at = (at + 1) & mask;
        }
        Position(at)
    }

    /// Notes the place of an order whose number is not in the index.
    #[inline(always)]
    pub(super) fn insert(&mut self, id: u64, slot: Slot) {
        if (self.len + 1) * 8 > self.entries.len() * 7 {
            self.grow();
        }
        self.len += 1;
        self.settle(Entry { low: low(id), slot });
    }

    #[inline]
    fn settle(&mut self, entry: Entry) {
        let at = self.home(entry.low);
        if self.entries[at].slot == NOBODY {
            self.entries[at] = entry;
        } else {
            self.push_in(entry, at);
        }
    }

    /// Finds room for an entry whose home is taken: whoever is nearer to its own home makes way.
    fn push_in(&mut self, mut entry: Entry, mut at: usize) {
        let mask = self.entries.len() - 1;
        let mut away = 0;
        while self.entries[at].slot != NOBODY {
            let other = self.away(at, self.entries[at].low);
            if other < away {
                std::mem::swap(&mut self.entries[at], &mut entry);
                away = other;
            }
            at = (at + 1) & mask;
            away += 1;
        }
        self.entries[at] = entry;
    }

    #[cold]
    fn grow(&mut self) {
        let size = (self.entries.len() * 2).max(LEAST);
        self.shift = u32::BITS - size.trailing_zeros();
        let old = std::mem::replace(&mut self.entries, vec![VACANT; size]);
        for entry in old.into_iter().filter(|entry| entry.slot != NOBODY) {
            self.settle(entry);
        }
    }

    /// Forgets an order; those behind it that are not at home move up, until one is.
    #[inline(always)]
    pub(super) fn remove(&mut self, Position(mut gap): Position) {
        self.len -= 1;
        let mask = self.entries.len() - 1;
        loop {
            let next = (gap + 1) & mask;
            let entry = self.entries[next];
            if entry.slot == NOBODY || self.home(entry.low) == next {
                break;
            }
            self.entries[gap] = entry;
            gap = next;
        }
        self.entries[gap] = VACANT;
    }

    /// How many orders it leads to.
    #[inline]
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// The places of all orders, in no order.
    pub(super) fn slots(&self) -> impl Iterator<Item = Slot> {
        self.entries.iter().map(|entry| entry.slot).filter(|&slot| slot != NOBODY)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the low half is wanted")]
const fn low(id: u64) -> u32 {
    id as u32
}
