//! Orders in a row, first come first: one price level, or the orders without a limit.

use super::slab::{NOBODY, Slot};
use crate::domain::Price;

/// One row of orders, linked through the store by their `before` and `behind`, sorted by priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(align(32))]
pub(super) struct Level {
    /// What the orders hold, hidden quantity included, in units.
    pub(super) whole: u64,
    /// What they do not show of it, in units.
    pub(super) hidden: u64,
    /// The order that is first.
    pub(super) head: Slot,
    /// The order that is last.
    pub(super) tail: Slot,
    /// The price, in 1/10,000; 0 without.
    pub(super) limit: u32,
}

impl Level {
    /// A row without orders.
    pub(super) const EMPTY: Self = Self { whole: 0, hidden: 0, head: NOBODY, tail: NOBODY, limit: 0 };

    /// Whether nobody stands in the row.
    #[inline]
    pub(super) const fn is_empty(&self) -> bool {
        self.head == NOBODY
    }

    /// What the orders show, in units.
    #[inline]
    pub(super) const fn visible(&self) -> u64 {
        self.whole - self.hidden
    }

    /// The price of a level.
    #[inline]
    pub(super) const fn price(&self) -> Price {
        Price::from_scaled(self.limit as i64)
    }
}
