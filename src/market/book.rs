//! Holds orders: price levels, first come first in each, and those that wait outside. Knows nothing of trading.

use std::collections::{BTreeMap, btree_map};

use super::level::{Level, NOBODY, Slot};
use super::order::{NewOrder, OpenOrder};
use crate::domain::{OrderId, OrderType, Price, Quantity, Side, TimeInForce, Timestamp};

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

/// An order in the store.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    pub(super) id: OrderId,
    pub(super) group: u32,
    pub(super) side: Side,
    pub(super) kind: OrderType,
    pub(super) time_in_force: TimeInForce,
    pub(super) price: Option<Price>,
    pub(super) stop: Option<Price>,
    /// The greatest price that a waiting buy stop may pay, as told at its entry.
    pub(super) ceiling: Option<Price>,
    pub(super) total: u64,
    pub(super) filled: u64,
    /// The slice of an iceberg that shows; everything for other orders. Meaningful in a row only.
    pub(super) visible: u64,
    pub(super) display: Option<u64>,
    pub(super) expires_at: Option<Timestamp>,
    pub(super) priority: u64,
    pub(super) place: Place,
    before: Slot,
    behind: Slot,
}

impl Held {
    /// What is open, in units.
    pub(super) const fn remaining(&self) -> u64 {
        self.total - self.filled
    }

    /// What a fresh slice shows, in units.
    fn slice(&self) -> u64 {
        self.display.map_or(self.remaining(), |display| display.min(self.remaining()))
    }

    /// The order as others may see it.
    pub(super) fn open(&self) -> OpenOrder {
        let waiting = matches!(self.place, Place::Stop | Place::NextCall);
        OpenOrder {
            id: self.id,
            group: self.group,
            side: self.side,
            kind: self.kind,
            time_in_force: self.time_in_force,
            price: self.price,
            stop: self.stop,
            quantity: Quantity::new(self.total),
            filled: Quantity::new(self.filled),
            remaining: Quantity::new(self.remaining()),
            visible: Quantity::new(if waiting { 0 } else { self.visible }),
            display: self.display.map(Quantity::new),
            expires_at: self.expires_at,
            priority: self.priority,
            waiting,
        }
    }
}

/// The orders of one side that stand in the book.
#[derive(Debug, Clone)]
struct Rows {
    levels: BTreeMap<Price, Level>,
    unpriced: Level,
    /// What all orders of the side hold, waiting ones too, in units.
    open: u64,
}

/// All open orders of one market.
#[derive(Debug, Clone)]
pub(super) struct Book {
    store: Vec<Held>,
    /// First of the free places of the store, linked by `behind`.
    free: Slot,
    index: BTreeMap<OrderId, Slot>,
    bids: Rows,
    asks: Rows,
    /// The last priority that was given.
    clock: u64,
}

impl Book {
    /// A book without orders.
    pub(super) fn new() -> Self {
        let rows = Rows { levels: BTreeMap::new(), unpriced: Level::EMPTY, open: 0 };
        Self { store: Vec::new(), free: NOBODY, index: BTreeMap::new(), bids: rows.clone(), asks: rows, clock: 0 }
    }

    fn rows(&self, side: Side) -> &Rows {
        match side {
            Side::Buy => &self.bids,
            Side::Sell => &self.asks,
        }
    }

    fn rows_mut(&mut self, side: Side) -> &mut Rows {
        match side {
            Side::Buy => &mut self.bids,
            Side::Sell => &mut self.asks,
        }
    }

    /// A rank behind all that were given before.
    pub(super) const fn next_priority(&mut self) -> u64 {
        self.clock += 1;
        self.clock
    }

    /// Takes an order into the store, in no row yet, with a fresh priority.
    pub(super) fn hold(&mut self, order: &NewOrder, ceiling: Option<Price>) -> Slot {
        let held = Held {
            id: order.id,
            group: order.group,
            side: order.side,
            kind: order.kind,
            time_in_force: order.time_in_force,
            price: order.price,
            stop: order.stop,
            ceiling,
            total: order.quantity.units(),
            filled: 0,
            visible: 0,
            display: order.display.map(Quantity::units),
            expires_at: order.expires_at.filter(|_| order.time_in_force == TimeInForce::GoodTillDate),
            priority: self.next_priority(),
            place: Place::Nowhere,
            before: NOBODY,
            behind: NOBODY,
        };
        self.rows_mut(order.side).open += held.total;
        let slot = if self.free == NOBODY {
            self.store.push(held);
            Slot::try_from(self.store.len() - 1).expect("fewer than 2^32 open orders fit in memory")
        } else {
            let slot = self.free;
            self.free = self.store[slot as usize].behind;
            self.store[slot as usize] = held;
            slot
        };
        self.index.insert(order.id, slot);
        slot
    }

    /// Lets an order go, out of whatever row it stands in.
    pub(super) fn release(&mut self, slot: Slot) -> Held {
        let held = self.store[slot as usize];
        self.unlink(slot);
        self.rows_mut(held.side).open -= held.remaining();
        self.index.remove(&held.id);
        self.store[slot as usize].behind = self.free;
        self.store[slot as usize].place = Place::Nowhere;
        self.free = slot;
        held
    }

    /// Where an open order is stored.
    pub(super) fn find(&self, id: OrderId) -> Option<Slot> {
        self.index.get(&id).copied()
    }

    /// The order in a store place.
    pub(super) fn order(&self, slot: Slot) -> &Held {
        &self.store[slot as usize]
    }

    /// All open orders, by their numbers.
    pub(super) fn orders(&self) -> impl Iterator<Item = &Held> {
        self.index.values().map(|&slot| &self.store[slot as usize])
    }

    /// How many places the store has.
    #[cfg(test)]
    pub(super) const fn places(&self) -> usize {
        self.store.len()
    }

    /// What all orders of a side hold, waiting ones too, in units.
    pub(super) fn open(&self, side: Side) -> u64 {
        self.rows(side).open
    }

    /// The best limit of a side.
    pub(super) fn best(&self, side: Side) -> Option<Price> {
        let best = match side {
            Side::Buy => self.bids.levels.last_key_value(),
            Side::Sell => self.asks.levels.first_key_value(),
        };
        best.map(|(&price, _)| price)
    }

    /// The first order at a side's best limit.
    pub(super) fn first(&self, side: Side) -> Option<Slot> {
        let best = match side {
            Side::Buy => self.bids.levels.last_key_value(),
            Side::Sell => self.asks.levels.first_key_value(),
        };
        best.map(|(_, level)| level.head)
    }

    /// The first order of a side in an auction: without a limit, then by price and time.
    pub(super) fn first_in_auction(&self, side: Side) -> Option<Slot> {
        self.first_unpriced(side).or_else(|| self.first(side))
    }

    /// The first order of a side without a limit.
    pub(super) fn first_unpriced(&self, side: Side) -> Option<Slot> {
        let row = self.rows(side).unpriced;
        (!row.is_empty()).then_some(row.head)
    }

    /// What the orders of a side without a limit hold, in units.
    pub(super) fn unpriced(&self, side: Side) -> u64 {
        self.rows(side).unpriced.whole
    }

    /// The price levels of a side, best first.
    pub(super) fn levels(&self, side: Side) -> Levels<'_> {
        Levels { levels: self.rows(side).levels.iter(), side }
    }

    /// The level of a side at one price, if anything stands there.
    pub(super) fn level(&self, side: Side, price: Price) -> Option<&Level> {
        self.rows(side).levels.get(&price)
    }

    /// Puts an order that is in no row behind those of its price, showing a fresh slice.
    pub(super) fn post(&mut self, slot: Slot) {
        let order = &mut self.store[slot as usize];
        order.visible = order.slice();
        let (side, price) = (order.side, order.price);
        order.place = if price.is_some() { Place::Level } else { Place::Unpriced };
        let row = self.row_mut(side, price);
        let tail = row.tail;
        self.link(slot, tail, NOBODY);
    }

    /// Puts orders, sorted by priority and of one side and price, among those of their price by time.
    pub(super) fn post_by_time(&mut self, slots: &[Slot]) {
        let Some(&first) = slots.first() else { return };
        let (side, price) = (self.order(first).side, self.order(first).price);
        let mut behind = self.row_mut(side, price).head;
        for &slot in slots {
            let order = &mut self.store[slot as usize];
            order.visible = order.slice();
            order.place = Place::Level;
            let priority = order.priority;
            while behind != NOBODY && self.order(behind).priority < priority {
                behind = self.order(behind).behind;
            }
            let row = self.row_mut(side, price);
            let before = if behind == NOBODY { row.tail } else { self.order(behind).before };
            self.link(slot, before, behind);
        }
    }

    /// Marks an order that is in no row as waiting outside the book.
    pub(super) fn set_waiting(&mut self, slot: Slot, place: Place) {
        self.store[slot as usize].place = place;
    }

    /// Takes an order out of its row; it stays in the store.
    pub(super) fn unlink(&mut self, slot: Slot) {
        let order = self.store[slot as usize];
        self.store[slot as usize].place = Place::Nowhere;
        if !matches!(order.place, Place::Level | Place::Unpriced) {
            return;
        }
        if order.before != NOBODY {
            self.store[order.before as usize].behind = order.behind;
        }
        if order.behind != NOBODY {
            self.store[order.behind as usize].before = order.before;
        }
        let row = self.row_mut(order.side, order.price);
        row.visible -= order.visible;
        row.whole -= order.remaining();
        if row.head == slot {
            row.head = order.behind;
        }
        if row.tail == slot {
            row.tail = order.before;
        }
        if let Some(price) = order.price
            && row.is_empty()
        {
            self.rows_mut(order.side).levels.remove(&price);
        }
    }

    fn link(&mut self, slot: Slot, before: Slot, behind: Slot) {
        let order = &mut self.store[slot as usize];
        (order.before, order.behind) = (before, behind);
        let order = *order;
        if before != NOBODY {
            self.store[before as usize].behind = slot;
        }
        if behind != NOBODY {
            self.store[behind as usize].before = slot;
        }
        let row = self.row_mut(order.side, order.price);
        row.visible += order.visible;
        row.whole += order.remaining();
        if before == NOBODY {
            row.head = slot;
        }
        if behind == NOBODY {
            row.tail = slot;
        }
    }

    fn row_mut(&mut self, side: Side, price: Option<Price>) -> &mut Level {
        let rows = self.rows_mut(side);
        match price {
            Some(price) => rows.levels.entry(price).or_insert(Level::EMPTY),
            None => &mut rows.unpriced,
        }
    }

    /// Books a fill of an order that is in no row: it takes.
    pub(super) fn fill_taker(&mut self, slot: Slot, units: u64) {
        let order = &mut self.store[slot as usize];
        order.filled += units;
        let side = order.side;
        self.rows_mut(side).open -= units;
    }

    /// Books a fill out of the slice that a resting order shows. A used-up slice is replaced behind all others.
    pub(super) fn fill_slice(&mut self, slot: Slot, units: u64) {
        self.fill_in_row(slot, units, units);
        let order = &self.store[slot as usize];
        if order.visible == 0 && order.remaining() > 0 {
            self.unlink(slot);
            self.store[slot as usize].priority = self.next_priority();
            self.post(slot);
        }
    }

    /// Books a fill of a resting order in an auction, where it counts whole: it keeps its place and shows a new slice.
    pub(super) fn fill_whole(&mut self, slot: Slot, units: u64) {
        let order = &self.store[slot as usize];
        let left = order.remaining() - units;
        let shows = order.display.map_or(left, |display| display.min(left));
        if shows <= order.visible {
            let hidden = order.visible - shows;
            self.fill_in_row(slot, units, hidden);
        } else {
            let more = shows - order.visible;
            self.fill_in_row(slot, units, 0);
            let order = &mut self.store[slot as usize];
            order.visible += more;
            let (side, price) = (order.side, order.price);
            self.row_mut(side, price).visible += more;
        }
    }

    fn fill_in_row(&mut self, slot: Slot, units: u64, visible: u64) {
        let order = &mut self.store[slot as usize];
        order.filled += units;
        order.visible -= visible;
        let (side, price) = (order.side, order.price);
        let row = self.row_mut(side, price);
        row.whole -= units;
        row.visible -= visible;
        self.rows_mut(side).open -= units;
    }

    /// Lowers an order's total, which stays above what is filled. It keeps its place and gives up hidden quantity first.
    pub(super) fn lower(&mut self, slot: Slot, total: u64) {
        let order = &mut self.store[slot as usize];
        let less = order.total - total;
        order.total = total;
        let (side, price, in_row) = (order.side, order.price, matches!(order.place, Place::Level | Place::Unpriced));
        let unseen = order.visible.saturating_sub(order.remaining());
        if in_row {
            order.visible -= unseen;
            let row = self.row_mut(side, price);
            row.whole -= less;
            row.visible -= unseen;
        }
        self.rows_mut(side).open -= less;
    }

    /// Gives an order that is in no row another price and total, and a fresh priority.
    pub(super) fn change(&mut self, slot: Slot, price: Option<Price>, total: u64) {
        let priority = self.next_priority();
        let order = &mut self.store[slot as usize];
        let (side, old) = (order.side, order.remaining());
        (order.price, order.total, order.priority) = (price, total, priority);
        let new = order.remaining();
        let rows = self.rows_mut(side);
        rows.open = rows.open - old + new;
    }

    /// Gives an order that is in no row a limit; it keeps its priority.
    pub(super) fn set_price(&mut self, slot: Slot, price: Price) {
        self.store[slot as usize].price = Some(price);
    }

    /// Gives an order that is in no row a fresh priority.
    pub(super) fn renew_priority(&mut self, slot: Slot) {
        self.store[slot as usize].priority = self.next_priority();
    }
}

/// The price levels of one side, best first.
pub(super) struct Levels<'a> {
    levels: btree_map::Iter<'a, Price, Level>,
    side: Side,
}

impl<'a> Iterator for Levels<'a> {
    type Item = (Price, &'a Level);
    fn next(&mut self) -> Option<Self::Item> {
        let next = match self.side {
            Side::Buy => self.levels.next_back(),
            Side::Sell => self.levels.next(),
        };
        next.map(|(&price, level)| (price, level))
    }
}
