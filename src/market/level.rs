//! Orders in a row, first come first: one price level, or the orders without a limit.

/// The place of an order in the book's store.
pub(super) type Slot = u32;

/// No order.
pub(super) const NOBODY: Slot = Slot::MAX;

/// One row of orders, linked through the store by their `before` and `behind`, sorted by priority.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    /// The order that is first.
    pub(super) head: Slot,
    /// The order that is last.
    pub(super) tail: Slot,
    /// What the orders show, in units.
    pub(super) visible: u64,
    /// What the orders hold, hidden quantity included, in units.
    pub(super) whole: u64,
}

impl Level {
    /// A row without orders.
    pub(super) const EMPTY: Self = Self { head: NOBODY, tail: NOBODY, visible: 0, whole: 0 };

    /// Whether nobody stands in the row.
    pub(super) const fn is_empty(&self) -> bool {
        self.head == NOBODY
    }
}
