//! Holds orders: price levels, first come first in each, and those that wait outside. Knows nothing of trading.

use std::collections::BTreeMap;

use super::grid::Grid;
use super::held::{Held, Place, Rare};
use super::index::Index;
use super::ladder::{Ladder, UNPRICED};
use super::level::Level;
use super::order::{NewOrder, OpenOrder};
use super::slab::{NOBODY, Slab, Slot};
use super::tick::TickLadder;
use crate::domain::{OrderId, Price, Side};

/// The orders of one side that stand in the book.
#[derive(Debug, Clone)]
struct Rows {
    ladder: Ladder,
    /// What all orders of the side hold, waiting ones too, in units.
    open: u64,
}

/// All open orders of one market.
///
/// The orders lie in one slab, those of a row linked through it; the rows lie on a sparse [`Ladder`] a side. Once the
/// book has its size, a command of the common kinds asks for no memory.
#[derive(Debug, Clone)]
pub(super) struct Book {
    store: Slab<Held>,
    index: Index,
    bids: Rows,
    asks: Rows,
    grid: Grid,
    rare: BTreeMap<Slot, Rare>,
    /// The last priority that was given.
    clock: u64,
}

impl Book {
    /// A book without orders, for limits on this grid.
    pub(super) fn new(ticks: &TickLadder) -> Self {
        let rows = |side| Rows { ladder: Ladder::new(side), open: 0 };
        Self {
            store: Slab::new(),
            index: Index::new(),
            bids: rows(Side::Buy),
            asks: rows(Side::Sell),
            grid: Grid::new(ticks),
            rare: BTreeMap::new(),
            clock: 0,
        }
    }

    #[inline]
    const fn rows(&self, side: Side) -> &Rows {
        match side {
            Side::Buy => &self.bids,
            Side::Sell => &self.asks,
        }
    }

    #[inline]
    const fn rows_mut(&mut self, side: Side) -> &mut Rows {
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
    #[inline]
    pub(super) fn hold(&mut self, order: &NewOrder, ceiling: Option<Price>) -> Slot {
        let held = Held::new(order, self.next_priority());
        self.rows_mut(order.side).open += held.total;
        let slot = self.store.insert(held);
        self.index.insert(order.id.0, slot);
        if held.is_rare() {
            self.rare.insert(slot, Rare::of(order, ceiling));
        }
        slot
    }

    /// Lets an order go, out of whatever row it stands in.
    #[inline]
    pub(super) fn release(&mut self, slot: Slot) {
        self.unlink(slot);
        let order = &self.store[slot];
        let (id, side, remaining, is_rare) = (order.id, order.side, order.remaining(), order.is_rare());
        self.rows_mut(side).open -= remaining;
        let Self { index, store, .. } = self;
        index.remove(id.0, |slot| store[slot].id == id);
        self.store.remove(slot);
        if is_rare {
            self.rare.remove(&slot);
        }
    }

    /// Where an open order is stored.
    #[inline]
    pub(super) fn find(&self, id: OrderId) -> Option<Slot> {
        self.index.find(id.0, |slot| self.store[slot].id == id)
    }

    /// The order in a store place.
    #[inline]
    pub(super) fn order(&self, slot: Slot) -> &Held {
        &self.store[slot]
    }

    /// What the order in a store place has that few have.
    #[inline]
    pub(super) fn rare(&self, slot: Slot) -> Rare {
        let rare = if self.store[slot].is_rare() { self.rare.get(&slot) } else { None };
        rare.copied().unwrap_or_default()
    }

    /// All open orders, by their numbers.
    pub(super) fn orders(&self) -> impl Iterator<Item = (Slot, &Held)> {
        let mut orders: Vec<_> = self.index.slots().map(|slot| (slot, &self.store[slot])).collect();
        orders.sort_unstable_by_key(|(_, order)| order.id);
        orders.into_iter()
    }

    /// All open orders as others may see them, by their numbers.
    pub(super) fn open_orders(&self) -> impl Iterator<Item = OpenOrder> {
        self.orders().map(|(slot, order)| order.open(&self.rare(slot)))
    }

    /// How many places the store has.
    #[cfg(test)]
    pub(super) const fn places(&self) -> usize {
        self.store.places()
    }

    /// What all orders of a side hold, waiting ones too, in units.
    pub(super) const fn open(&self, side: Side) -> u64 {
        self.rows(side).open
    }

    /// The best limit of a side.
    #[inline]
    pub(super) fn best(&self, side: Side) -> Option<Price> {
        self.rows(side).ladder.best().map(Level::price)
    }

    /// The first order at a side's best limit.
    #[inline]
    pub(super) fn first(&self, side: Side) -> Option<Slot> {
        self.rows(side).ladder.best().map(|level| level.head)
    }

    /// The best limit of a side, and the first order at it.
    #[inline]
    pub(super) fn first_at_best(&self, side: Side) -> Option<(Price, Slot)> {
        self.rows(side).ladder.best().map(|level| (level.price(), level.head))
    }

    /// The first order of a side in an auction: without a limit, then by price and time.
    pub(super) fn first_in_auction(&self, side: Side) -> Option<Slot> {
        self.first_unpriced(side).or_else(|| self.first(side))
    }

    /// The first order of a side without a limit.
    pub(super) fn first_unpriced(&self, side: Side) -> Option<Slot> {
        let row = self.rows(side).ladder.row(UNPRICED);
        (!row.is_empty()).then_some(row.head)
    }

    /// What the orders of a side without a limit hold, in units.
    pub(super) fn unpriced(&self, side: Side) -> u64 {
        self.rows(side).ladder.row(UNPRICED).whole
    }

    /// The price levels of a side, best first.
    pub(super) fn levels(&self, side: Side) -> impl Iterator<Item = (Price, &Level)> {
        self.rows(side).ladder.levels().map(|level| (level.price(), level))
    }

    /// The level of a side at one price of the grid, if anything stands there.
    pub(super) fn level(&self, side: Side, price: Price) -> Option<&Level> {
        let limit = u32::try_from(price.scaled()).ok()?;
        self.rows(side).ladder.find(self.grid.rung(limit)).filter(|level| level.limit == limit)
    }

    /// The row that an order is to stand in, a level opened for it if need be.
    #[inline]
    fn row_for(&mut self, slot: Slot) -> Slot {
        let order = &self.store[slot];
        let (side, limit) = (order.side, order.limit());
        if limit == 0 {
            return UNPRICED;
        }
        let rung = self.grid.rung(limit);
        self.rows_mut(side).ladder.open(rung, limit)
    }

    /// Lets an order that is in no row show a fresh slice, and stand in a row from now on.
    #[inline]
    fn stand(&mut self, slot: Slot, row: Slot) {
        if self.store[slot].is_iceberg() {
            let display = self.rare(slot).display.unwrap_or(u64::MAX);
            let order = &mut self.store[slot];
            order.show(display.min(order.remaining()));
        }
        let order = &mut self.store[slot];
        order.row = row;
        order.place = if row == UNPRICED { Place::Unpriced } else { Place::Level };
    }

    /// Puts an order that is in no row behind those of its price, showing a fresh slice.
    #[inline]
    pub(super) fn post(&mut self, slot: Slot) {
        let row = self.row_for(slot);
        self.stand(slot, row);
        let tail = self.rows(self.store[slot].side).ladder.row(row).tail;
        self.link(slot, tail, NOBODY);
    }

    /// Puts orders, sorted by priority and of one side and price, among those of their price by time.
    pub(super) fn post_by_time(&mut self, slots: &[Slot]) {
        let Some(&first) = slots.first() else { return };
        let side = self.order(first).side;
        let row = self.row_for(first);
        let mut behind = self.rows(side).ladder.row(row).head;
        for &slot in slots {
            self.stand(slot, row);
            let priority = self.order(slot).priority;
            while behind != NOBODY && self.order(behind).priority < priority {
                behind = self.order(behind).behind;
            }
            let tail = self.rows(side).ladder.row(row).tail;
            let before = if behind == NOBODY { tail } else { self.order(behind).before };
            self.link(slot, before, behind);
        }
    }

    /// Marks an order that is in no row as waiting outside the book.
    pub(super) fn set_waiting(&mut self, slot: Slot, place: Place) {
        self.store[slot].place = place;
    }

    /// Takes an order out of its row; it stays in the store.
    #[inline]
    pub(super) fn unlink(&mut self, slot: Slot) {
        let order = &mut self.store[slot];
        let in_row = order.is_in_row();
        order.place = Place::Nowhere;
        if !in_row {
            return;
        }
        let Held { before, behind, row, side, .. } = *order;
        let (visible, remaining) = (order.visible(), order.remaining());
        if before != NOBODY {
            self.store[before].behind = behind;
        }
        if behind != NOBODY {
            self.store[behind].before = before;
        }
        let ladder = &mut self.rows_mut(side).ladder;
        let level = ladder.row_mut(row);
        level.visible -= visible;
        level.whole -= remaining;
        if before == NOBODY {
            level.head = behind;
        }
        if behind == NOBODY {
            level.tail = before;
        }
        if level.is_empty() && row != UNPRICED {
            ladder.close(row);
        }
    }

    #[inline]
    fn link(&mut self, slot: Slot, before: Slot, behind: Slot) {
        let order = &mut self.store[slot];
        (order.before, order.behind) = (before, behind);
        let (side, row, visible, remaining) = (order.side, order.row, order.visible(), order.remaining());
        if before != NOBODY {
            self.store[before].behind = slot;
        }
        if behind != NOBODY {
            self.store[behind].before = slot;
        }
        let level = self.rows_mut(side).ladder.row_mut(row);
        level.visible += visible;
        level.whole += remaining;
        if before == NOBODY {
            level.head = slot;
        }
        if behind == NOBODY {
            level.tail = slot;
        }
    }

    /// Books a fill of an order that is in no row: it takes.
    #[inline]
    pub(super) fn fill_taker(&mut self, slot: Slot, units: u64) {
        let order = &mut self.store[slot];
        order.filled += units;
        let side = order.side;
        self.rows_mut(side).open -= units;
    }

    /// Books a fill out of the slice that a resting order shows. A used-up slice is replaced behind all others.
    #[inline]
    pub(super) fn fill_slice(&mut self, slot: Slot, units: u64) {
        self.fill_in_row(slot, units, units);
        let order = &self.store[slot];
        if order.is_iceberg() && order.visible() == 0 && order.remaining() > 0 {
            self.unlink(slot);
            self.store[slot].priority = self.next_priority();
            self.post(slot);
        }
    }

    /// Books a fill of a resting order in an auction, where it counts whole: it keeps its place and shows a new slice.
    pub(super) fn fill_whole(&mut self, slot: Slot, units: u64) {
        let order = &self.store[slot];
        let (left, visible) = (order.remaining() - units, order.visible());
        let shows = if order.is_iceberg() { self.rare(slot).display.map_or(left, |most| most.min(left)) } else { left };
        self.fill_in_row(slot, units, visible.min(units));
        let order = &mut self.store[slot];
        if order.is_iceberg() {
            let (side, row, now) = (order.side, order.row, order.visible());
            order.show(shows);
            let level = self.rows_mut(side).ladder.row_mut(row);
            level.visible = level.visible - now + shows;
        }
    }

    #[inline]
    fn fill_in_row(&mut self, slot: Slot, units: u64, visible: u64) {
        let order = &mut self.store[slot];
        if order.is_iceberg() {
            order.show(order.visible() - visible);
        }
        order.filled += units;
        let (side, row) = (order.side, order.row);
        let rows = self.rows_mut(side);
        let level = rows.ladder.row_mut(row);
        level.whole -= units;
        level.visible -= visible;
        rows.open -= units;
    }

    /// Lowers an order's total, which stays above what is filled. It keeps its place and gives up hidden quantity first.
    pub(super) fn lower(&mut self, slot: Slot, total: u64) {
        let order = &mut self.store[slot];
        let (less, visible) = (order.total - total, order.visible());
        order.total = total;
        let (side, row, in_row) = (order.side, order.row, order.is_in_row());
        if in_row {
            let unseen = visible.saturating_sub(order.remaining());
            if order.is_iceberg() {
                order.show(visible - unseen);
            }
            let level = self.rows_mut(side).ladder.row_mut(row);
            level.whole -= less;
            level.visible -= unseen;
        }
        self.rows_mut(side).open -= less;
    }

    /// Gives an order that is in no row another price and total, and a fresh priority.
    #[inline]
    pub(super) fn change(&mut self, slot: Slot, price: Option<Price>, total: u64) {
        let priority = self.next_priority();
        let order = &mut self.store[slot];
        let (side, old) = (order.side, order.remaining());
        (order.total, order.priority) = (total, priority);
        order.set_price(price);
        let new = order.remaining();
        let rows = self.rows_mut(side);
        rows.open = rows.open - old + new;
    }

    /// Gives an order that is in no row a limit; it keeps its priority.
    pub(super) fn set_price(&mut self, slot: Slot, price: Price) {
        self.store[slot].set_price(Some(price));
    }

    /// Gives an order that is in no row a fresh priority.
    pub(super) fn renew_priority(&mut self, slot: Slot) {
        self.store[slot].priority = self.next_priority();
    }
}
