//! Holds orders: price levels, first come first in each, and those that wait outside. Knows nothing of trading.

use std::collections::BTreeMap;

use super::grid::Grid;
use super::held::{Held, Limit, Place, Rare, Taker, Terms};
use super::index::{Index, Position};
use super::ladder::{Ladder, unpriced};
use super::level::Level;
use super::order::OpenOrder;
use super::slab::{NOBODY, Slot};
use super::store::Store;
use super::tally::Tally;
use super::tick::TickLadder;
use crate::domain::{OrderId, Price, Side};

/// All open orders of one market.
///
/// The orders lie in one store, those of a row linked through it; the rows lie on a sparse [`Ladder`] a side. Once the
/// book has its size, a command of the common kinds asks for no memory.
#[derive(Debug, Clone)]
#[repr(C)]
pub(super) struct Book {
    rare: BTreeMap<Slot, Rare>,
    /// What the limits want, while a call collects orders.
    tally: Option<Box<Tally>>,
    ladder: Ladder,
    store: Store,
    index: Index,
    /// The last priority that was given.
    clock: u64,
    /// The greatest number that an order has had.
    newest: u64,
    grid: Grid,
}

impl Book {
    /// A book without orders, for limits on this grid.
    pub(super) fn new(ticks: &TickLadder) -> Self {
        Self {
            store: Store::new(),
            index: Index::new(),
            ladder: Ladder::new(),
            grid: Grid::new(ticks),
            rare: BTreeMap::new(),
            tally: None,
            clock: 0,
            newest: 0,
        }
    }

    /// A rank behind all that were given before.
    #[inline]
    pub(super) const fn next_priority(&mut self) -> u64 {
        self.clock += 1;
        self.clock
    }

    /// A price in 1/10,000 as a limit; nothing when it is off the grid.
    #[inline]
    pub(super) fn limit(&self, price: u32) -> Option<Limit> {
        self.grid.limit(price)
    }

    /// How many orders are open.
    #[inline]
    pub(super) const fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether an order of this number is open. Numbers mostly rise, so that a new one needs no search.
    #[inline]
    pub(super) fn holds(&self, id: OrderId) -> bool {
        id.0 <= self.newest && self.find(id).is_some()
    }

    /// Where an open order is stored.
    #[inline]
    pub(super) fn find(&self, id: OrderId) -> Option<Slot> {
        self.find_entry(id).map(|(_, slot)| slot)
    }

    /// Where an open order is stored, and where its entry in the index is.
    #[inline]
    pub(super) fn find_entry(&self, id: OrderId) -> Option<(Position, Slot)> {
        self.index.find(id.0, |slot| self.order(slot).id == id)
    }

    /// What matching asks of an order.
    #[inline]
    pub(super) fn order(&self, slot: Slot) -> &Held {
        self.store.held(slot)
    }

    /// What an order came in with, and its rank in time.
    #[inline]
    pub(super) fn terms(&self, slot: Slot) -> &Terms {
        self.store.terms(slot)
    }

    /// What an order has that few have.
    #[cold]
    #[inline(never)]
    pub(super) fn rare(&self, slot: Slot) -> Rare {
        let rare = if self.order(slot).rare { self.rare.get(&slot) } else { None };
        rare.copied().unwrap_or_default()
    }

    /// What an order shows while it stands in a row, in units.
    #[inline(always)]
    pub(super) fn visible(&self, slot: Slot) -> u64 {
        let order = self.order(slot);
        if order.iceberg { self.rare(slot).slice } else { order.open }
    }

    /// All open orders, by their numbers.
    pub(super) fn orders(&self) -> impl Iterator<Item = (Slot, &Held, &Terms)> {
        let mut orders: Vec<_> =
            self.index.slots().map(|slot| (slot, self.store.held(slot), self.store.terms(slot))).collect();
        orders.sort_unstable_by_key(|(_, order, _)| order.id);
        orders.into_iter()
    }

    /// An open order as others may see it.
    pub(super) fn seen(&self, slot: Slot) -> OpenOrder {
        self.order(slot).seen(self.terms(slot), &self.rare(slot))
    }

    /// How many places the store has.
    #[cfg(test)]
    pub(super) const fn places(&self) -> usize {
        self.store.places()
    }

    /// The best limit of a side in 1/10,000, and the row of the orders there. On an empty side it is one that no order
    /// of the other allows.
    #[inline(always)]
    pub(super) const fn edge(&self, side: Side) -> (u32, Slot) {
        self.ladder.edge(side)
    }

    /// The order that is first in a row.
    #[inline(always)]
    pub(super) fn head(&self, row: Slot) -> Slot {
        self.ladder.row(row).head
    }

    /// The best limit of a side.
    #[inline]
    pub(super) fn best(&self, side: Side) -> Option<Price> {
        self.ladder.best(side).map(Level::price)
    }

    /// The first order of a side in an auction: without a limit, then by price and time.
    pub(super) fn first_in_auction(&self, side: Side) -> Option<Slot> {
        self.first_unpriced(side).or_else(|| self.ladder.best(side).map(|level| level.head))
    }

    /// The first order of a side without a limit.
    pub(super) fn first_unpriced(&self, side: Side) -> Option<Slot> {
        let row = self.ladder.row(unpriced(side));
        (!row.is_empty()).then_some(row.head)
    }

    /// What the orders of a side without a limit hold, in units.
    pub(super) fn unpriced(&self, side: Side) -> u64 {
        self.ladder.row(unpriced(side)).whole
    }

    /// The price levels of a side, best first.
    pub(super) fn levels(&self, side: Side) -> impl Iterator<Item = (Price, &Level)> {
        self.ladder.levels(side).map(|level| (level.price(), level))
    }

    /// The level of a side at one price, if anything stands there.
    pub(super) fn level(&self, side: Side, price: Price) -> Option<&Level> {
        let limit = self.limit(u32::try_from(price.scaled()).ok()?)?;
        self.ladder.find(side, limit.rung)
    }

    /// Takes an order in that waits outside the book.
    pub(super) fn wait(&mut self, taker: &Taker, place: Place) {
        let slot = self.store.insert(taker.held(place), taker.terms);
        self.note(taker, slot);
    }

    /// Takes an order in that stands in the book, behind those of its price.
    #[inline(always)]
    pub(super) fn rest(&mut self, taker: &Taker) {
        let row = self.row_for(taker.side, taker.terms.limit);
        let before = self.ladder.row(row).tail;
        let slot = self.store.insert(Held { row, ..taker.held(Place::Row) }, taker.terms);
        self.note(taker, slot);
        self.link(slot, before, NOBODY);
    }

    /// Notes where an order is that has just come into the store.
    #[inline(always)]
    fn note(&mut self, taker: &Taker, slot: Slot) {
        self.newest = self.newest.max(taker.id.0);
        self.index.insert(taker.id.0, slot);
        if let Some(rare) = &taker.rare {
            self.keep_rare(slot, **rare);
        }
    }

    #[cold]
    fn keep_rare(&mut self, slot: Slot, rare: Rare) {
        self.rare.insert(slot, rare);
    }

    /// Where the entry of an order in the index is.
    #[inline(always)]
    pub(super) fn position(&self, slot: Slot) -> Position {
        self.index.position(self.order(slot).id.0, slot)
    }

    /// Lets an order go, out of whatever row it stands in.
    #[inline(always)]
    pub(super) fn release(&mut self, slot: Slot, position: Position) {
        let order = *self.order(slot);
        if order.rare || !order.is_in_row() {
            self.unlink(slot);
            self.rare.remove(&slot);
        } else {
            self.leave_row(slot, &order);
        }
        self.index.remove(position);
        self.store.remove(slot);
    }

    /// The row of a limit, opened if need be.
    #[inline(always)]
    fn row_for(&mut self, side: Side, limit: Limit) -> Slot {
        if limit.is_none() { unpriced(side) } else { self.ladder.open(side, limit.rung, limit.price) }
    }

    /// Puts an order that is in no row behind those of its price, showing a fresh slice.
    pub(super) fn post(&mut self, slot: Slot) {
        let (_, tail) = self.enter_row(slot);
        self.link(slot, tail, NOBODY);
    }

    /// Opens the row of an order's limit; tells its number, and who is last there.
    fn enter_row(&mut self, slot: Slot) -> (Slot, Slot) {
        let (side, limit) = (self.order(slot).side, self.terms(slot).limit);
        let row = self.row_for(side, limit);
        let order = self.store.held_mut(slot);
        (order.row, order.place) = (row, Place::Row);
        (row, self.ladder.row(row).tail)
    }

    /// Puts orders, sorted by priority and of one side and price, among those of their price by time.
    pub(super) fn post_by_time(&mut self, slots: &[Slot]) {
        let mut behind = None;
        for &slot in slots {
            let (row, tail) = self.enter_row(slot);
            let mut at = behind.unwrap_or_else(|| self.ladder.row(row).head);
            while at != NOBODY && self.terms(at).priority < self.terms(slot).priority {
                at = self.order(at).behind;
            }
            let before = if at == NOBODY { tail } else { self.order(at).before };
            self.link(slot, before, at);
            behind = Some(at);
        }
    }

    /// Links an order that knows its row between two neighbours there.
    #[inline(always)]
    fn link(&mut self, slot: Slot, before: Slot, behind: Slot) {
        let &Held { row, open, iceberg, .. } = self.store.link(slot, before, behind);
        let level = self.ladder.row_mut(row);
        level.whole += open;
        if before == NOBODY {
            level.head = slot;
        }
        if behind == NOBODY {
            level.tail = slot;
        }
        if iceberg {
            self.show_fresh(slot);
        }
        if self.tally.is_some() {
            self.count(slot, open, 0);
        }
    }

    /// Keeps the tally of the limits from now on, or begins it anew.
    pub(super) fn begin_tally(&mut self) {
        let mut tally = Box::new(Tally::new(self.grid.highest()));
        for side in [Side::Buy, Side::Sell] {
            for level in self.ladder.levels(side) {
                let rung = self.grid.limit(level.limit).expect("a level is on the grid").rung;
                tally.add(side, rung, level.whole);
            }
        }
        self.tally = Some(tally);
    }

    /// Keeps no tally any more.
    pub(super) fn end_tally(&mut self) {
        self.tally = None;
    }

    /// The tally of the limits, while it is kept.
    pub(super) fn tally(&self) -> Option<&Tally> {
        self.tally.as_deref()
    }

    /// The price of a rung.
    pub(super) fn price(&self, rung: u32) -> Price {
        Price::from_scaled(self.grid.price(rung).into())
    }

    /// Counts in the tally what an order has more or less at its limit.
    #[cold]
    fn count(&mut self, slot: Slot, more: u64, less: u64) {
        let (side, limit) = (self.order(slot).side, self.terms(slot).limit);
        if let Some(tally) = self.tally.as_mut().filter(|_| !limit.is_none()) {
            tally.add(side, limit.rung, more);
            tally.take(side, limit.rung, less);
        }
    }

    /// Lets an iceberg that has just been linked show a fresh slice.
    #[cold]
    fn show_fresh(&mut self, slot: Slot) {
        let &Held { row, open, .. } = self.order(slot);
        let rare = self.rare.get_mut(&slot).expect("an iceberg is rare");
        rare.slice = rare.display.map_or(open, |most| most.min(open));
        self.ladder.row_mut(row).hidden += open - rare.slice;
    }

    /// Takes an order out of its row, if it is in one; it stays in the store.
    #[cold]
    pub(super) fn unlink(&mut self, slot: Slot) {
        let order = *self.order(slot);
        if order.is_in_row() {
            self.ladder.row_mut(order.row).hidden -= order.open - self.visible(slot);
            self.leave_row(slot, &order);
        }
    }

    /// Takes an order that hides nothing out of its row.
    #[inline(always)]
    fn leave_row(&mut self, slot: Slot, order: &Held) {
        let &Held { before, behind, row, open, side, .. } = order;
        self.store.part(before, behind);
        let level = self.ladder.row_mut(row);
        level.whole -= open;
        if before == NOBODY {
            level.head = behind;
        }
        if behind == NOBODY {
            level.tail = before;
        }
        if level.is_empty() {
            self.ladder.close(side, row);
        }
        if self.tally.is_some() {
            self.count(slot, 0, open);
        }
    }

    /// Books a fill out of what a resting order shows. A used-up slice is replaced behind all others.
    #[inline(always)]
    pub(super) fn fill_slice(&mut self, slot: Slot, units: u64) {
        let order = self.store.held_mut(slot);
        if order.iceberg {
            return self.fill_iceberg(slot, units);
        }
        order.open -= units;
        let &mut Held { row, .. } = order;
        self.ladder.row_mut(row).whole -= units;
    }

    #[cold]
    fn fill_iceberg(&mut self, slot: Slot, units: u64) {
        let (open, slice) = (self.order(slot).open - units, self.visible(slot) - units);
        self.set_open(slot, open, slice);
        if slice == 0 && open > 0 {
            self.unlink(slot);
            self.renew_priority(slot);
            self.post(slot);
        }
    }

    /// Books a fill of a resting order in an auction, where it counts whole: it keeps its place and shows a new slice.
    pub(super) fn fill_whole(&mut self, slot: Slot, units: u64) {
        if self.order(slot).iceberg {
            let open = self.order(slot).open - units;
            let slice = self.rare(slot).display.map_or(open, |most| most.min(open));
            self.set_open(slot, open, slice);
        } else {
            self.fill_slice(slot, units);
        }
    }

    /// Changes what is open of an iceberg in a row, and what it shows.
    fn set_open(&mut self, slot: Slot, open: u64, slice: u64) {
        let before = *self.order(slot);
        let hidden = before.open - self.visible(slot);
        let level = self.ladder.row_mut(before.row);
        level.whole = level.whole - before.open + open;
        level.hidden = level.hidden - hidden + (open - slice);
        self.count(slot, open, before.open);
        self.store.held_mut(slot).open = open;
        self.rare.get_mut(&slot).expect("an iceberg is rare").slice = slice;
    }

    /// Lowers an order's total, which stays above what is filled. It keeps its place and gives up hidden quantity first.
    pub(super) fn lower(&mut self, slot: Slot, total: u64) {
        let terms = self.store.terms_mut(slot);
        let less = terms.total - total;
        terms.total = total;
        let order = *self.store.held(slot);
        let open = order.open - less;
        if order.iceberg && order.is_in_row() {
            self.set_open(slot, open, self.visible(slot).min(open));
            return;
        }
        self.store.held_mut(slot).open = open;
        if order.is_in_row() {
            self.ladder.row_mut(order.row).whole -= less;
            self.count(slot, 0, less);
        }
    }

    /// Numbers prices by another grid from now on. No order may be in the book.
    pub(super) fn change_grid(&mut self, ticks: &TickLadder) {
        debug_assert_eq!(self.len(), 0, "limits are numbered by the grid before");
        self.grid = Grid::new(ticks);
        self.ladder = Ladder::new();
        if self.tally.is_some() {
            self.begin_tally();
        }
    }

    /// Lets an iceberg in a row show so much.
    pub(super) fn show(&mut self, slot: Slot, slice: u64) {
        self.set_open(slot, self.order(slot).open, slice);
    }

    /// Gives an order that is in no row a limit; it keeps its priority.
    pub(super) fn set_limit(&mut self, slot: Slot, limit: Limit) {
        self.store.terms_mut(slot).limit = limit;
    }

    /// Gives an order that is in no row a fresh priority.
    pub(super) fn renew_priority(&mut self, slot: Slot) {
        let priority = self.next_priority();
        self.store.terms_mut(slot).priority = priority;
    }
}
