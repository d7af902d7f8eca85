//! An order in the store, in two parts: what matching asks of it, and what few commands ask for.

use super::order::{NewOrder, OpenOrder};
use super::pegs::Pegged;
use super::self_trade::OwnOrders;
use super::slab::{NOBODY, Slot};
use crate::domain::{
    Instructions, OrderId, OrderType, Price, Quantity, SelfTradePrevention, Side, TimeInForce, Timestamp,
};

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Outside the book, until a trade sets it off.
    Stop,
    /// Outside the book, until the next call.
    NextCall,
    /// Outside the book, until there is a price to follow.
    Anchor,
    /// In the book: in the row of its price, or in that of the orders without one.
    Row,
}

/// What matching asks of an order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    pub(super) id: OrderId,
    /// What is open, in units.
    pub(super) open: u64,
    pub(super) before: Slot,
    pub(super) behind: Slot,
    /// The row that it stands in; none while it waits outside the book.
    pub(super) row: Slot,
    pub(super) side: Side,
    pub(super) place: Place,
    /// Whether it shows a slice at a time.
    pub(super) iceberg: bool,
    /// Whether it has anything [`Rare`].
    pub(super) rare: bool,
}

/// What an order came in with, and its rank in time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms {
    pub(super) priority: u64,
    /// Filled and open, in units.
    pub(super) total: u64,
    pub(super) group: u32,
    pub(super) limit: Limit,
    pub(super) kind: OrderType,
    pub(super) time_in_force: TimeInForce,
}

/// The lowest price there is, in 1/10,000.
const LOWEST: u32 = 1;
/// The highest price that there may be, in 1/10,000.
const HIGHEST: u32 = u32::MAX - 1;

/// A limit, and its number on the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limit {
    /// In 1/10,000; 0 without a limit.
    pub(super) price: u32,
    pub(super) rung: u32,
}

impl Limit {
    /// No limit.
    pub(super) const NONE: Self = Self { price: 0, rung: 0 };

    /// Whether there is none.
    #[inline]
    pub(super) const fn is_none(self) -> bool {
        self.price == 0
    }

    /// The price; empty without a limit.
    #[inline]
    pub(super) const fn price(self) -> Option<Price> {
        if self.is_none() { None } else { Some(Price::from_scaled(self.price as i64)) }
    }
}

/// What only stops, icebergs, `gtd` orders and orders with instructions that last have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Rare {
    pub(super) stop: Option<Price>,
    /// The greatest price that a waiting buy without a limit may pay, as told at its entry.
    pub(super) ceiling: Option<Price>,
    /// How much of an iceberg shows at a time, in units.
    pub(super) display: Option<u64>,
    /// How much of an iceberg shows now, in units; meaningful in a row only.
    pub(super) slice: u64,
    pub(super) expires_at: Option<Timestamp>,
    /// Whether it may only rest, also after a replace.
    pub(super) post_only: bool,
    /// What becomes of it where it would take from an order of its own group.
    pub(super) prevention: Option<SelfTradePrevention>,
    /// What a pegged order follows.
    pub(super) peg: Option<Pegged>,
}

impl Rare {
    /// What an order that comes in has of it, if anything.
    pub(super) fn of(order: &NewOrder, ceiling: Option<Price>) -> Option<Box<Self>> {
        let expires_at = order.expires_at.filter(|_| order.time_in_force == TimeInForce::GoodTillDate);
        let stop = order.stop.filter(|_| order.kind.is_stop());
        let Instructions { post_only, self_trade_prevention: prevention, peg, .. } = order.instructions;
        let peg = peg.map(|peg| Pegged { peg, cap: Limit::NONE, arrival: 0 });
        let display = order.display.map(Quantity::units);
        let rare = Self { stop, ceiling, display, slice: 0, expires_at, post_only, prevention, peg };
        (rare != Self::default()).then(|| Box::new(rare))
    }
}

/// An order on its way in: just arrived, set off, or replaced. It is in no row and not in the store.
#[derive(Debug)]
pub(super) struct Taker {
    pub(super) id: OrderId,
    pub(super) side: Side,
    /// What is open, in units.
    pub(super) open: u64,
    pub(super) terms: Terms,
    pub(super) rare: Option<Box<Rare>>,
}

impl Taker {
    /// An order that has just arrived.
    #[inline]
    pub(super) fn new(order: &NewOrder, limit: Limit, rare: Option<Box<Rare>>, priority: u64) -> Self {
        let &NewOrder { id, group, side, kind, time_in_force, quantity, .. } = order;
        let total = quantity.units();
        let terms = Terms { priority, total, group, limit, kind, time_in_force };
        Self { id, side, open: total, terms, rare }
    }

    /// Whether it trades at a price of the other side, in 1/10,000.
    #[inline]
    pub(super) const fn allows(&self, price: u32) -> bool {
        let limit = self.terms.limit;
        match self.side {
            Side::Buy => price <= if limit.is_none() { HIGHEST } else { limit.price },
            Side::Sell => price >= if limit.is_none() { LOWEST } else { limit.price },
        }
    }

    /// The greatest price that it may pay beyond its limit's say.
    #[inline]
    pub(super) fn ceiling(&self) -> Option<Price> {
        self.rare.as_ref().and_then(|rare| rare.ceiling)
    }

    /// Whom it must not trade with, if it asks for that.
    #[inline]
    pub(super) fn own_orders(&self) -> Option<OwnOrders> {
        self.rare.as_ref().and_then(|rare| OwnOrders::of(self.terms.group, rare.prevention))
    }

    /// What is stored of it when it comes to stand.
    #[inline]
    pub(super) fn held(&self, place: Place) -> Held {
        let &Self { id, open, side, .. } = self;
        let iceberg = self.rare.as_ref().is_some_and(|rare| rare.display.is_some());
        let rare = self.rare.is_some();
        Held { id, open, before: NOBODY, behind: NOBODY, row: NOBODY, side, place, iceberg, rare }
    }
}

impl Held {
    /// Whether it stands in a row.
    #[inline]
    pub(super) const fn is_in_row(&self) -> bool {
        self.row != NOBODY
    }

    /// The order as others may see it.
    pub(super) fn seen(&self, terms: &Terms, rare: &Rare) -> OpenOrder {
        let waiting = !self.is_in_row();
        let visible = match self {
            _ if waiting => 0,
            Self { iceberg: true, .. } => rare.slice,
            _ => self.open,
        };
        OpenOrder {
            id: self.id,
            group: terms.group,
            side: self.side,
            kind: terms.kind,
            time_in_force: terms.time_in_force,
            price: terms.limit.price(),
            stop: rare.stop,
            quantity: Quantity::new(terms.total),
            filled: Quantity::new(terms.total - self.open),
            remaining: Quantity::new(self.open),
            visible: Quantity::new(visible),
            display: rare.display.map(Quantity::new),
            expires_at: rare.expires_at,
            priority: terms.priority,
            waiting,
        }
    }
}
