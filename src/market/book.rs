//! Holds orders: price levels, first come first in each, and those that wait outside. Knows nothing of trading.

use std::collections::BTreeMap;

use super::grid::Grid;
use super::held::{Held, Limit, Place, Rare, Taker, Terms};
use super::index::Index;
use super::ladder::Ladder;
use super::level::Level;
use super::order::OpenOrder;
use super::slab::{NOBODY, Slot};
use super::store::Store;
use super::tick::TickLadder;
use crate::domain::{OrderId, Price, Side};

/// All open orders of one market.
///
/// The orders lie in one store, those of a row linked through it; the rows lie on a sparse [`Ladder`] a side. Once the
/// book has its size, a command of the common kinds asks for no memory.
#[derive(Debug, Clone)]
pub(super) struct Book {
    store: Store,
    index: Index,
    ladders: [Ladder; 2],
    /// The orders of each side without a limit.
    unpriced: [Level; 2],
    grid: Grid,
    rare: BTreeMap<Slot, Rare>,
    /// The last priority that was given.
    clock: u64,
}

/// Where a side is in a pair.
#[inline]
const fn of(side: Side) -> usize {
    match side {
        Side::Buy => 0,
        Side::Sell => 1,
    }
}

impl Book {
    /// A book without orders, for limits on this grid.
    pub(super) fn new(ticks: &TickLadder) -> Self {
        Self {
            store: Store::new(),
            index: Index::new(),
            ladders: [Ladder::new(Side::Buy), Ladder::new(Side::Sell)],
            unpriced: [Level::EMPTY; 2],
            grid: Grid::new(ticks),
            rare: BTreeMap::new(),
            clock: 0,
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

    /// Where an open order is stored.
    #[inline]
    pub(super) fn find(&self, id: OrderId) -> Option<Slot> {
        self.index.find(id.0, |slot| self.store.held(slot).id == id).map(|(_, slot)| slot)
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
    pub(super) fn rare(&self, slot: Slot) -> Rare {
        let rare = if self.order(slot).rare { self.rare.get(&slot) } else { None };
        rare.copied().unwrap_or_default()
    }

    /// What an order shows while it stands in a row, in units.
    #[inline]
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

    /// The best limit of a side, and the first order at it.
    #[inline]
    pub(super) fn first_at_best(&self, side: Side) -> Option<(u32, Slot)> {
        let ladder = &self.ladders[of(side)];
        let level = ladder.row(ladder.best()?);
        Some((level.limit, level.head))
    }

    /// The best limit of a side.
    #[inline]
    pub(super) fn best(&self, side: Side) -> Option<Price> {
        let ladder = &self.ladders[of(side)];
        ladder.best().map(|row| ladder.row(row).price())
    }

    /// The first order of a side in an auction: without a limit, then by price and time.
    pub(super) fn first_in_auction(&self, side: Side) -> Option<Slot> {
        self.first_unpriced(side).or_else(|| self.first_at_best(side).map(|(_, slot)| slot))
    }

    /// The first order of a side without a limit.
    pub(super) fn first_unpriced(&self, side: Side) -> Option<Slot> {
        let row = &self.unpriced[of(side)];
        (!row.is_empty()).then_some(row.head)
    }

    /// What the orders of a side without a limit hold, in units.
    pub(super) const fn unpriced(&self, side: Side) -> u64 {
        self.unpriced[of(side)].whole
    }

    /// The price levels of a side, best first.
    pub(super) fn levels(&self, side: Side) -> impl Iterator<Item = (Price, &Level)> {
        self.ladders[of(side)].levels().map(|level| (level.price(), level))
    }

    /// The level of a side at one price, if anything stands there.
    pub(super) fn level(&self, side: Side, price: Price) -> Option<&Level> {
        let limit = self.limit(u32::try_from(price.scaled()).ok()?)?;
        self.ladders[of(side)].find(limit.rung)
    }

    /// Takes an order in that waits outside the book.
    pub(super) fn hold(&mut self, taker: &Taker, place: Place) -> Slot {
        let slot = self.store.insert(taker.held(place), taker.terms);
        self.index.insert(taker.id.0, slot);
        if let Some(rare) = &taker.rare {
            self.rare.insert(slot, **rare);
        }
        slot
    }

    /// Takes an order in that stands in the book, behind those of its price.
    #[inline]
    pub(super) fn rest(&mut self, taker: &Taker) {
        let slot = self.hold(taker, Place::Level);
        self.post(slot);
    }

    /// Lets an order go, out of whatever row it stands in.
    #[inline]
    pub(super) fn release(&mut self, slot: Slot) {
        self.unlink(slot);
        let &Held { id, rare, .. } = self.store.held(slot);
        self.index.remove(self.index.position(id.0, slot));
        self.store.remove(slot);
        if rare {
            self.rare.remove(&slot);
        }
    }

    /// The row of an order that stands in the book.
    #[inline]
    fn row_mut(&mut self, order: &Held) -> &mut Level {
        match order.place {
            Place::Level => self.ladders[of(order.side)].row_mut(order.row),
            _ => &mut self.unpriced[of(order.side)],
        }
    }

    /// Puts an order that is in no row behind those of its price, showing a fresh slice.
    #[inline]
    pub(super) fn post(&mut self, slot: Slot) {
        self.find_row(slot);
        let order = *self.store.held(slot);
        let tail = self.row_mut(&order).tail;
        self.link(slot, tail, NOBODY);
    }

    /// Notes in an order the row of its limit, which is opened if need be.
    #[inline]
    fn find_row(&mut self, slot: Slot) {
        let limit = self.store.terms(slot).limit;
        let order = self.store.held_mut(slot);
        if limit.is_none() {
            order.place = Place::Unpriced;
        } else {
            order.place = Place::Level;
            order.row = self.ladders[of(order.side)].open(limit.rung, limit.price);
        }
    }

    /// Puts orders, sorted by priority and of one side and price, among those of their price by time.
    pub(super) fn post_by_time(&mut self, slots: &[Slot]) {
        let mut behind = None;
        for &slot in slots {
            self.find_row(slot);
            let order = *self.store.held(slot);
            let row = *self.row_mut(&order);
            let mut at = behind.unwrap_or(row.head);
            while at != NOBODY && self.terms(at).priority < self.terms(slot).priority {
                at = self.order(at).behind;
            }
            let before = if at == NOBODY { row.tail } else { self.order(at).before };
            self.link(slot, before, at);
            behind = Some(at);
        }
    }

    #[inline]
    fn link(&mut self, slot: Slot, before: Slot, behind: Slot) {
        let hidden = self.show(slot);
        let order = self.store.held_mut(slot);
        (order.before, order.behind) = (before, behind);
        let order = *order;
        let row = self.row_mut(&order);
        row.whole += order.open;
        row.hidden += hidden;
        if before == NOBODY {
            row.head = slot;
        }
        if behind == NOBODY {
            row.tail = slot;
        }
        if before != NOBODY {
            self.store.held_mut(before).behind = slot;
        }
        if behind != NOBODY {
            self.store.held_mut(behind).before = slot;
        }
    }

    /// Lets an iceberg show a fresh slice; tells what an order does not show.
    #[inline]
    fn show(&mut self, slot: Slot) -> u64 {
        let order = self.store.held(slot);
        if !order.iceberg {
            return 0;
        }
        let rare = self.rare.get_mut(&slot).expect("an iceberg is rare");
        rare.slice = rare.display.map_or(order.open, |most| most.min(order.open));
        order.open - rare.slice
    }

    /// Takes an order out of its row, if it is in one; it stays in the store.
    #[inline]
    pub(super) fn unlink(&mut self, slot: Slot) {
        let order = *self.store.held(slot);
        if !order.is_in_row() {
            return;
        }
        let Held { before, behind, open, .. } = order;
        let hidden = open - self.visible(slot);
        if before != NOBODY {
            self.store.held_mut(before).behind = behind;
        }
        if behind != NOBODY {
            self.store.held_mut(behind).before = before;
        }
        let row = self.row_mut(&order);
        row.whole -= open;
        row.hidden -= hidden;
        if before == NOBODY {
            row.head = behind;
        }
        if behind == NOBODY {
            row.tail = before;
        }
        if row.is_empty() && order.place == Place::Level {
            self.ladders[of(order.side)].close(order.row);
        }
    }

    /// Books a fill out of what a resting order shows. A used-up slice is replaced behind all others.
    #[inline]
    pub(super) fn fill_slice(&mut self, slot: Slot, units: u64) {
        let order = self.store.held_mut(slot);
        if order.iceberg {
            return self.fill_iceberg(slot, units);
        }
        order.open -= units;
        let order = *order;
        self.row_mut(&order).whole -= units;
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
        let before = *self.store.held(slot);
        let hidden = before.open - self.visible(slot);
        let row = self.row_mut(&before);
        row.whole = row.whole - before.open + open;
        row.hidden = row.hidden - hidden + (open - slice);
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
            self.row_mut(&order).whole -= less;
        }
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
