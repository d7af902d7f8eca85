//! Pages: 64 places each, that lead to other pages or, in the lowest storey, to price levels.

use super::slab::{NOBODY, Slot};

/// How many bits of a number one page tells apart.
pub(super) const BITS: u32 = 6;

/// The greatest number of storeys: they tell all numbers of 32 bits apart.
pub(super) const STOREYS: usize = 6;

/// 64 places, and which of them are occupied.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    occupied: u64,
    places: [Slot; 64],
}

/// The place in a page of a given storey, from 0, that a number leads through.
#[inline]
pub(super) const fn place(number: u32, storey: u32) -> u32 {
    (number >> (BITS * storey)) & 63
}

impl Page {
    /// A page that leads nowhere.
    pub(super) const EMPTY: Self = Self { occupied: 0, places: [NOBODY; 64] };

    /// Whether it leads nowhere.
    pub(super) const fn is_empty(&self) -> bool {
        self.occupied == 0
    }

    /// Where a place leads.
    #[inline]
    pub(super) fn get(&self, place: u32) -> Option<Slot> {
        (self.occupied >> place & 1 == 1).then(|| self.places[(place & 63) as usize])
    }

    /// Lets a place lead somewhere.
    #[inline]
    pub(super) fn set(&mut self, place: u32, slot: Slot) {
        self.occupied |= 1 << place;
        self.places[(place & 63) as usize] = slot;
    }

    /// Lets a place lead nowhere.
    #[inline]
    pub(super) fn clear(&mut self, place: u32) {
        self.occupied &= !(1 << place);
    }

    /// Where the nearest occupied place below one leads.
    #[inline]
    pub(super) fn below(&self, place: u32) -> Option<Slot> {
        let rest = self.occupied & ((1 << place) - 1);
        (rest != 0).then(|| self.places[(63 - rest.leading_zeros()) as usize])
    }

    /// Where the highest occupied place leads.
    pub(super) fn highest(&self) -> Option<Slot> {
        (self.occupied != 0).then(|| self.places[(63 - self.occupied.leading_zeros()) as usize])
    }
}
