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

/// How many entries share a line of the cache: eight numbers in a row lie in one.
const GROUP: usize = 8;

/// Where orders are, by number: an open table with linear probing.
///
/// Numbers are counters, so that those of the newest orders lie on a line that is still in the cache; the lines
/// themselves are spread by multiplying with the golden ratio. An entry that leaves is closed up at once, so that
/// there are no graves to sweep and nothing is allocated but for growth.
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
        let group = (low >> 3).wrapping_mul(0x9E37_79B1) >> self.shift;
        group as usize * GROUP + (low & 7) as usize
    }

    #[inline]
    fn next(&self, at: usize) -> usize {
        (at + 1) & (self.entries.len() - 1)
    }

    /// The place of an order; `is` tells whether the order in a place has the whole number.
    #[inline]
    pub(super) fn find(&self, id: u64, is: impl Fn(Slot) -> bool) -> Option<Slot> {
        self.position(id, is).map(|at| self.entries[at].slot)
    }

    #[inline]
    fn position(&self, id: u64, is: impl Fn(Slot) -> bool) -> Option<usize> {
        if self.entries.is_empty() {
            return None;
        }
        let low = low(id);
        let mut at = self.home(low);
        loop {
            let entry = self.entries[at];
            if entry.slot == NOBODY {
                return None;
            }
            if entry.low == low && is(entry.slot) {
                return Some(at);
            }
            at = self.next(at);
        }
    }

    /// Notes the place of an order whose number is not in the index.
    #[inline]
    pub(super) fn insert(&mut self, id: u64, slot: Slot) {
        if (self.len + 1) * 4 > self.entries.len() * 3 {
            self.grow();
        }
        self.len += 1;
        self.settle(Entry { low: low(id), slot });
    }

    #[inline]
    fn settle(&mut self, entry: Entry) {
        let mut at = self.home(entry.low);
        while self.entries[at].slot != NOBODY {
            at = self.next(at);
        }
        self.entries[at] = entry;
    }

    #[cold]
    fn grow(&mut self) {
        let size = (self.entries.len() * 2).max(2 * GROUP);
        let groups = u32::try_from(size / GROUP).expect("fewer than 2^32 open orders fit in memory");
        self.shift = u32::BITS - groups.trailing_zeros();
        let old = std::mem::replace(&mut self.entries, vec![VACANT; size]);
        for entry in old.into_iter().filter(|entry| entry.slot != NOBODY) {
            self.settle(entry);
        }
    }

    /// Forgets an order; those behind it that are not at home move up.
    #[inline]
    pub(super) fn remove(&mut self, id: u64, is: impl Fn(Slot) -> bool) {
        let Some(mut gap) = self.position(id, is) else { return };
        self.len -= 1;
        let mask = self.entries.len() - 1;
        let mut at = gap;
        loop {
            at = self.next(at);
            let entry = self.entries[at];
            if entry.slot == NOBODY {
                break;
            }
            let away = at.wrapping_sub(self.home(entry.low)) & mask;
            if away >= at.wrapping_sub(gap) & mask {
                self.entries[gap] = entry;
                gap = at;
            }
        }
        self.entries[gap] = VACANT;
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
