//! The price levels of a market: a sparse ladder for each side.
//!
//! A level lies at its rung, the number of its price on the tick grid. 64 neighbouring rungs make a page: one word says
//! which of them hold a level, and the levels lie side by side. Pages with levels are linked, best first, so that the
//! next level and a level's leaving are a few instructions; an order knows its level, a level's number its page, and
//! each side its best level. A directory, as high as the greatest rung demands, leads from a rung to its page; it is
//! climbed only for a page other than the one used last, and holds only pages that lead somewhere, so that prices
//! cost nothing where nobody quotes.

use super::directory::Directory;
use super::level::Level;
use super::page::{BITS, Page};
use super::slab::{NOBODY, Slab, Slot};
use crate::domain::Side;

/// How many pages a side remembers.
const NEAR: usize = 4;

/// How many rows come before those of the pages: each side's orders without a limit.
const FIRST: Slot = 2;

/// The rows of both sides: those of the orders without a limit, then 64 for each page.
#[derive(Debug, Clone)]
#[repr(C)]
pub(super) struct Ladder {
    directories: [Directory; 2],
    pages: Slab<Page>,
    rows: Vec<Level>,
    edges: [Edge; 2],
}

/// Where one side begins.
#[derive(Debug, Clone, Copy)]
struct Edge {
    /// The best price, in 1/10,000; one that nobody trades at when there is no level.
    limit: u32,
    /// The row of the best level.
    row: Slot,
    /// Pages used of late with their keys, by the low bits of these: neighbours do not drive each other out.
    near: [(u32, Slot); NEAR],
}

/// Where a side is in a pair.
#[inline]
pub(super) const fn of(side: Side) -> usize {
    match side {
        Side::Buy => 0,
        Side::Sell => 1,
    }
}

/// The row of a side's orders without a limit.
#[inline]
pub(super) const fn unpriced(side: Side) -> Slot {
    match side {
        Side::Buy => 0,
        Side::Sell => 1,
    }
}

/// The row at a place of a page.
#[inline]
const fn row(page: Slot, place: u32) -> Slot {
    FIRST + (page << BITS | place)
}

/// The page that a level's row belongs to, and its place there.
#[inline]
const fn page_and_place(row: Slot) -> (Slot, u32) {
    ((row - FIRST) >> BITS, (row - FIRST) & 63)
}

/// The place of a rung in its page.
#[inline]
const fn place(side: Side, rung: u32) -> u32 {
    match side {
        Side::Buy => !rung & 63,
        Side::Sell => rung & 63,
    }
}

impl Edge {
    /// A side without levels: a bid below all prices, an ask above.
    const fn nobody(side: Side) -> Self {
        let limit = match side {
            Side::Buy => 0,
            Side::Sell => u32::MAX,
        };
        Self { limit, row: NOBODY, near: [(0, NOBODY); NEAR] }
    }
}

impl Ladder {
    /// A ladder on which nobody stands.
    pub(super) fn new() -> Self {
        Self {
            edges: [Edge::nobody(Side::Buy), Edge::nobody(Side::Sell)],
            rows: vec![Level::EMPTY; FIRST as usize],
            pages: Slab::new(),
            directories: [Directory::new(), Directory::new()],
        }
    }

    /// A row.
    #[inline(always)]
    pub(super) fn row(&self, row: Slot) -> &Level {
        &self.rows[row as usize]
    }

    /// A row, to be changed.
    #[inline(always)]
    pub(super) fn row_mut(&mut self, row: Slot) -> &mut Level {
        &mut self.rows[row as usize]
    }

    /// The best price of a side, in 1/10,000, and its row; a price that nobody trades at when there is no level.
    #[inline(always)]
    pub(super) const fn edge(&self, side: Side) -> (u32, Slot) {
        let edge = &self.edges[of(side)];
        (edge.limit, edge.row)
    }

    /// The best level of a side.
    #[inline]
    pub(super) fn best(&self, side: Side) -> Option<&Level> {
        let best = self.edges[of(side)].row;
        (best != NOBODY).then(|| self.row(best))
    }

    #[inline]
    fn first_of(&self, page: Slot) -> Slot {
        row(page, self.pages[page].first())
    }

    /// The row of the next worse level.
    fn next(&self, row: Slot) -> Option<Slot> {
        let (page, place) = page_and_place(row);
        let rest = self.pages[page].occupied & !(u64::MAX >> (63 - place));
        if rest != 0 {
            return Some(self::row(page, rest.trailing_zeros()));
        }
        let worse = self.pages[page].worse;
        (worse != NOBODY).then(|| self.first_of(worse))
    }

    /// The levels of a side, best first.
    pub(super) fn levels(&self, side: Side) -> impl Iterator<Item = &Level> {
        let best = self.edges[of(side)].row;
        let first = (best != NOBODY).then_some(best);
        std::iter::successors(first, |&row| self.next(row)).map(|row| self.row(row))
    }

    /// The level of a side at a rung, if one is open.
    pub(super) fn find(&self, side: Side, rung: u32) -> Option<&Level> {
        let key = rung >> BITS;
        let near = self.edges[of(side)].near[key as usize % NEAR];
        let is_near = near.0 == key && near.1 != NOBODY;
        let page = if is_near { near.1 } else { self.directories[of(side)].find(key)? };
        let level = self.row(row(page, place(side, rung)));
        (!level.is_empty()).then_some(level)
    }

    /// The row of a side at a rung, which holds a level from now on. The limit is its price in 1/10,000.
    #[inline(always)]
    pub(super) fn open(&mut self, side: Side, rung: u32, limit: u32) -> Slot {
        let key = rung >> BITS;
        let near = self.edges[of(side)].near[key as usize % NEAR];
        let at = if near.0 == key && near.1 != NOBODY { near.1 } else { self.page(side, key) };
        let place = place(side, rung);
        let row = row(at, place);
        let page = &mut self.pages[at];
        if page.occupied >> place & 1 == 0 {
            page.occupied |= 1 << place;
            self.rows[row as usize].limit = limit;
            let edge = &mut self.edges[of(side)];
            let is_better = match side {
                Side::Buy => limit > edge.limit,
                Side::Sell => limit < edge.limit,
            };
            if is_better {
                (edge.limit, edge.row) = (limit, row);
            }
        }
        row
    }

    /// Notes that nobody stands in a row of a side any more, which is a level no longer if it was one.
    #[inline(always)]
    pub(super) fn close(&mut self, side: Side, row: Slot) {
        if row < FIRST {
            return;
        }
        let (at, place) = page_and_place(row);
        let page = &mut self.pages[at];
        page.occupied &= !(1 << place);
        let next = if page.occupied == 0 { page.worse } else { at };
        if row == self.edges[of(side)].row {
            self.step_back(side, next);
        }
        if self.pages[at].occupied == 0 {
            self.close_page(side, at);
        }
    }

    /// Lets a side begin at the best level of a page, or nowhere without one.
    fn step_back(&mut self, side: Side, page: Slot) {
        let (limit, row) = if page == NOBODY {
            let nobody = Edge::nobody(side);
            (nobody.limit, nobody.row)
        } else {
            let row = self.first_of(page);
            (self.row(row).limit, row)
        };
        let edge = &mut self.edges[of(side)];
        (edge.limit, edge.row) = (limit, row);
    }

    /// The page of a side with this key, which is opened if it is not there.
    fn page(&mut self, side: Side, key: u32) -> Slot {
        let page = self.directories[of(side)].find(key).unwrap_or_else(|| self.open_page(side, key));
        self.edges[of(side)].near[key as usize % NEAR] = (key, page);
        page
    }

    fn open_page(&mut self, side: Side, key: u32) -> Slot {
        let (better, worse) = self.neighbours(side, key);
        let page = self.pages.insert(Page { occupied: 0, key, better, worse });
        let rows = row(self.pages.places(), 0) as usize;
        if self.rows.len() < rows {
            self.rows.reserve_exact(rows - self.rows.len());
            self.rows.resize(rows, Level::EMPTY);
        }
        if better != NOBODY {
            self.pages[better].worse = page;
        }
        if worse != NOBODY {
            self.pages[worse].better = page;
        }
        self.directories[of(side)].open(key, page);
        page
    }

    /// The pages between which a new one comes to stand.
    fn neighbours(&self, side: Side, key: u32) -> (Slot, Slot) {
        let directory = &self.directories[of(side)];
        let below = directory.below(key);
        let above = below.map_or_else(
            || directory.lowest(),
            |page| {
                let page = &self.pages[page];
                match side {
                    Side::Buy => page.better,
                    Side::Sell => page.worse,
                }
            },
        );
        let below = below.unwrap_or(NOBODY);
        match side {
            Side::Buy => (above, below),
            Side::Sell => (below, above),
        }
    }

    /// Gives back a page that holds no level any more.
    #[cold]
    fn close_page(&mut self, side: Side, page: Slot) {
        let Page { key, better, worse, .. } = self.pages[page];
        if better != NOBODY {
            self.pages[better].worse = worse;
        }
        if worse != NOBODY {
            self.pages[worse].better = better;
        }
        self.pages.remove(page);
        self.directories[of(side)].close(key);
        self.edges[of(side)].near[key as usize % NEAR] = (0, NOBODY);
    }

    /// How many levels of a side are open, how many pages and how many nodes there are.
    #[cfg(test)]
    pub(super) fn size(&self, side: Side) -> (usize, usize, usize) {
        let nodes = self.directories.iter().map(Directory::nodes).sum();
        (self.levels(side).count(), self.pages.taken(), nodes)
    }
}

#[cfg(test)]
mod tests;
