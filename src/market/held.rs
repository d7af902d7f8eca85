//! An order in the store: one line of the cache each.

use super::grid::narrow;
use super::order::{NewOrder, OpenOrder};
use super::slab::{NOBODY, Slot};
use crate::domain::{
    Instructions, OrderId, OrderType, Price, Quantity, SelfTradePrevention, Side, TimeInForce, Timestamp,
};

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In no row: it is just coming in, or its store place is free.
    Nowhere,
    /// Outside the book, until a trade sets it off.
    Stop,
    /// Outside the book, until the next call.
    NextCall,
    /// In the row of its price.
    Level,
    /// In the row of the orders without a limit.
    Unpriced,
}

/// An order of any kind; what only few kinds have is in its [`Rare`].
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub(super) struct Held {
    pub(super) id: OrderId,
    pub(super) priority: u64,
    pub(super) total: u64,
    pub(super) filled: u64,
    /// The slice of an iceberg that shows, meaningful in a row only; [`WHOLE`] or [`WHOLE_RARE`] for other orders.
    slice: u64,
    pub(super) group: u32,
    /// In 1/10,000; 0 without.
    limit: u32,
    /// The row that it stands in, on the ladder of its side.
    pub(super) row: Slot,
    pub(super) before: Slot,
    pub(super) behind: Slot,
    pub(super) side: Side,
    pub(super) kind: OrderType,
    pub(super) time_in_force: TimeInForce,
    pub(super) place: Place,
}

const _: () = assert!(size_of::<Held>() == 64, "an order fills one line of the cache");

/// The slice of an order that shows everything.
const WHOLE: u64 = u64::MAX;
/// The slice of an order that shows everything and has something [`Rare`].
const WHOLE_RARE: u64 = u64::MAX - 1;

/// What only stops, icebergs, `gtd` orders and orders with instructions that last have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Rare {
    pub(super) stop: Option<Price>,
    /// The greatest price that a waiting buy stop may pay, as told at its entry.
    pub(super) ceiling: Option<Price>,
    /// How much of an iceberg shows at a time.
    pub(super) display: Option<u64>,
    pub(super) expires_at: Option<Timestamp>,
    /// Whether it may only rest, also after a replace.
    pub(super) post_only: bool,
    /// What becomes of it where it would take from an order of its own group.
    pub(super) prevention: Option<SelfTradePrevention>,
}

impl Rare {
    /// What an order that comes in has of it.
    pub(super) fn of(order: &NewOrder, ceiling: Option<Price>) -> Self {
        let expires_at = order.expires_at.filter(|_| order.time_in_force == TimeInForce::GoodTillDate);
        let stop = order.stop.filter(|_| matches!(order.kind, OrderType::Stop | OrderType::StopLimit));
        let Instructions { post_only, self_trade_prevention: prevention, .. } = order.instructions;
        Self { stop, ceiling, display: order.display.map(Quantity::units), expires_at, post_only, prevention }
    }

    /// Whether an order that comes in has any of it.
    #[inline]
    pub(super) const fn is_of(order: &NewOrder) -> bool {
        !order.instructions.is_none()
            || order.display.is_some()
            || matches!(order.kind, OrderType::Stop | OrderType::StopLimit)
            || matches!(order.time_in_force, TimeInForce::GoodTillDate)
    }
}

impl Held {
    /// An order that is just coming in.
    #[inline]
    pub(super) fn new(order: &NewOrder, priority: u64) -> Self {
        Self {
            id: order.id,
            priority,
            total: order.quantity.units(),
            filled: 0,
            slice: match order.display {
                Some(_) => 0,
                None if Rare::is_of(order) => WHOLE_RARE,
                None => WHOLE,
            },
            group: order.group,
            limit: narrow(order.price),
            row: NOBODY,
            before: NOBODY,
            behind: NOBODY,
            side: order.side,
            kind: order.kind,
            time_in_force: order.time_in_force,
            place: Place::Nowhere,
        }
    }

    /// Whether the order has anything [`Rare`].
    #[inline]
    pub(super) const fn is_rare(&self) -> bool {
        self.slice != WHOLE
    }

    /// Whether it shows a slice at a time.
    #[inline]
    pub(super) const fn is_iceberg(&self) -> bool {
        self.slice < WHOLE_RARE
    }

    /// The limit; empty while it has none.
    #[inline]
    pub(super) const fn price(&self) -> Option<Price> {
        if self.limit == 0 { None } else { Some(Price::from_scaled(self.limit as i64)) }
    }

    /// The limit in 1/10,000; 0 without.
    #[inline]
    pub(super) const fn limit(&self) -> u32 {
        self.limit
    }

    /// Gives it another limit, or takes it away.
    pub(super) fn set_price(&mut self, price: Option<Price>) {
        self.limit = narrow(price);
    }

    /// What is open, in units.
    #[inline]
    pub(super) const fn remaining(&self) -> u64 {
        self.total - self.filled
    }

    /// What shows of it in a row, in units.
    #[inline]
    pub(super) const fn visible(&self) -> u64 {
        if self.is_iceberg() { self.slice } else { self.remaining() }
    }

    /// Shows so much of an iceberg.
    pub(super) const fn show(&mut self, slice: u64) {
        self.slice = slice;
    }

    /// Whether it stands in a row.
    #[inline]
    pub(super) const fn is_in_row(&self) -> bool {
        matches!(self.place, Place::Level | Place::Unpriced)
    }

    /// The order as others may see it.
    pub(super) fn open(&self, rare: &Rare) -> OpenOrder {
        let waiting = matches!(self.place, Place::Stop | Place::NextCall);
        OpenOrder {
            id: self.id,
            group: self.group,
            side: self.side,
            kind: self.kind,
            time_in_force: self.time_in_force,
            price: self.price(),
            stop: rare.stop,
            quantity: Quantity::new(self.total),
            filled: Quantity::new(self.filled),
            remaining: Quantity::new(self.remaining()),
            visible: Quantity::new(if waiting { 0 } else { self.visible() }),
            display: rare.display.map(Quantity::new),
            expires_at: rare.expires_at,
            priority: self.priority,
            waiting,
        }
    }
}
