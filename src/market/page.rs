//! Pages: 64 neighbouring price levels each.

use super::slab::Slot;

/// How many bits of a number one page tells apart.
pub(super) const BITS: u32 = 6;

/// 64 neighbouring rungs: which of them hold a level, and the pages beside. The levels lie elsewhere.
///
/// A place is the rung's low bits on the ask side and their inverse on the bid side, and pages are linked likewise:
/// the better price always has the lower place, so that nothing here asks for the side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    pub(super) occupied: u64,
    /// The number of the page: the upper bits of its rungs.
    pub(super) key: u32,
    /// The next page with better prices.
    pub(super) better: Slot,
    /// The next page with worse prices.
    pub(super) worse: Slot,
}

impl Page {
    /// The best occupied place; there is one.
    #[inline]
    pub(super) const fn first(&self) -> u32 {
        self.occupied.trailing_zeros()
    }
}
