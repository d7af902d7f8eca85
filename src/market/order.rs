//! An order as it comes in, and as it stands.

use serde::{Deserialize, Serialize};

use crate::domain::{Instructions, OrderId, OrderType, Price, Quantity, Side, TimeInForce, Timestamp};

/// The greatest quantity of one order: 10^12 units.
pub const QUANTITY_MAX: Quantity = Quantity::new(1_000_000_000_000);

/// An order that asks to come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewOrder {
    /// Its number, never used before in this market.
    pub id: OrderId,
    /// Whom self-trade prevention compares; opaque here, and 0 is nobody.
    pub group: u32,
    /// Buy or sell.
    pub side: Side,
    /// Limit, market, market-to-limit or stop.
    pub kind: OrderType,
    /// How long it stands.
    pub time_in_force: TimeInForce,
    /// The limit; only for `limit` and `stop_limit`.
    pub price: Option<Price>,
    /// The price that sets a stop off; only for `stop` and `stop_limit`.
    pub stop: Option<Price>,
    /// From 1 to 10^12 units, a multiple of the lot.
    pub quantity: Quantity,
    /// How much an iceberg shows at a time; everything when empty.
    pub display: Option<Quantity>,
    /// When a `gtd` order ends.
    pub expires_at: Option<Timestamp>,
    /// What else it asks for.
    pub instructions: Instructions,
}

impl NewOrder {
    /// Whether it is of the most common kinds, which every phase with orders allows: a limit or market order for the day
    /// or until it is canceled that shows all its quantity and asks for nothing else.
    #[inline]
    #[must_use]
    pub const fn is_common(&self) -> bool {
        matches!(self.kind, OrderType::Limit | OrderType::Market)
            && matches!(self.time_in_force, TimeInForce::Day | TimeInForce::GoodTillCancel)
            && self.display.is_none()
            && self.instructions.is_none()
    }
}

/// An order that stands: in the book, or waiting outside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenOrder {
    /// Its number.
    pub id: OrderId,
    /// Whom self-trade prevention compares; opaque here, and 0 is nobody.
    pub group: u32,
    /// Buy or sell.
    pub side: Side,
    /// The type it came in with.
    pub kind: OrderType,
    /// How long it stands.
    pub time_in_force: TimeInForce,
    /// The limit; empty while it has none.
    pub price: Option<Price>,
    /// The price that sets it off, or that set it off.
    pub stop: Option<Price>,
    /// The total quantity: filled and open.
    pub quantity: Quantity,
    /// What has traded.
    pub filled: Quantity,
    /// What is open, hidden quantity included.
    pub remaining: Quantity,
    /// What the book shows of it; nothing while it waits outside.
    pub visible: Quantity,
    /// How much an iceberg shows at a time.
    pub display: Option<Quantity>,
    /// When a `gtd` order ends.
    pub expires_at: Option<Timestamp>,
    /// Its rank in time within this market: the lower came first.
    pub priority: u64,
    /// Whether it waits outside the book: a stop not set off, or an `atc` or `opg` before its call, a peg without an
    /// anchor.
    pub waiting: bool,
}
