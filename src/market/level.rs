//! Orders in a row, first come first: one price level, or the orders without a limit.

use super::slab::{NOBODY, Slot};
use crate::domain::Price;

/// One row of orders, linked through the store by their `before` and `behind`, sorted by priority; and where the row
/// stands on its ladder.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    /// What the orders show, in units.
    pub(super) visible: u64,
    /// What the orders hold, hidden quantity included, in units.
    pub(super) whole: u64,
    /// The order that is first.
    pub(super) head: Slot,
    /// The order that is last.
    pub(super) tail: Slot,
    /// The price, in 1/10,000.
    pub(super) limit: u32,
    /// The number of the price on the grid.
    pub(super) rung: u32,
    /// The page that the rung lies in.
    pub(super) page: Slot,
    /// The next level at a lower price.
    pub(super) lower: Slot,
    /// The next level at a higher price.
    pub(super) upper: Slot,
}

impl Level {
    /// A row without orders, off the ladder.
    pub(super) const EMPTY: Self = Self {
        visible: 0,
        whole: 0,
        head: NOBODY,
        tail: NOBODY,
        limit: 0,
        rung: 0,
        page: NOBODY,
        lower: NOBODY,
        upper: NOBODY,
    };

    /// Whether nobody stands in the row.
    pub(super) const fn is_empty(&self) -> bool {
        self.head == NOBODY
    }

    /// The price of a level.
    pub(super) const fn price(&self) -> Price {
        Price::from_scaled(self.limit as i64)
    }
}
