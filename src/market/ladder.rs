//! The price levels of one side: a sparse ladder.
//!
//! A level lies at its rung, the number of its price on the tick grid. A tree of pages leads from a rung to its level,
//! six bits a storey: a page of the lowest storey stands for 64 neighbouring rungs, and one word of it says which of
//! them hold a level. The tree is as high as the greatest rung demands and holds only pages that lead somewhere, so
//! that it costs nothing where nobody quotes.
//!
//! The levels are also linked to their neighbours, lowest to highest, so that best first is a walk along the links
//! and the common commands (take from the best, join a level, leave one) climb no tree: an order knows its level, a
//! level its page, and the ladder the page that it used last. The tree is climbed to open a level on another page,
//! and to give a page back.

use super::level::Level;
use super::page::{BITS, Page, STOREYS, place};
use super::slab::{NOBODY, Slab, Slot};
use crate::domain::Side;

/// The row of the orders without a limit; the other places of the rows are price levels.
pub(super) const UNPRICED: Slot = 0;

/// The rows of one side.
#[derive(Debug, Clone)]
pub(super) struct Ladder {
    rows: Slab<Level>,
    pages: Slab<Page>,
    /// The highest page of the tree.
    root: Slot,
    /// How many storeys the tree has; none without pages.
    storeys: u32,
    /// The page of the lowest storey that was used last, with its number.
    near: (u32, Slot),
    lowest: Slot,
    highest: Slot,
    side: Side,
}

impl Ladder {
    /// The ladder of a side on which nobody stands.
    pub(super) fn new(side: Side) -> Self {
        let mut rows = Slab::new();
        rows.insert(Level::EMPTY);
        let pages = Slab::new();
        let near = (0, NOBODY);
        Self { rows, pages, root: NOBODY, storeys: 0, near, lowest: NOBODY, highest: NOBODY, side }
    }

    /// A row.
    #[inline]
    pub(super) fn row(&self, row: Slot) -> &Level {
        &self.rows[row]
    }

    /// A row, to be changed.
    #[inline]
    pub(super) fn row_mut(&mut self, row: Slot) -> &mut Level {
        &mut self.rows[row]
    }

    /// The level at the best price.
    #[inline]
    pub(super) fn best(&self) -> Option<&Level> {
        let best = match self.side {
            Side::Buy => self.highest,
            Side::Sell => self.lowest,
        };
        (best != NOBODY).then(|| &self.rows[best])
    }

    /// The levels, best first.
    pub(super) fn levels(&self) -> impl Iterator<Item = &Level> {
        std::iter::successors(self.best(), |level| {
            let next = match self.side {
                Side::Buy => level.lower,
                Side::Sell => level.upper,
            };
            (next != NOBODY).then(|| &self.rows[next])
        })
    }

    /// The level at a rung, if one is open.
    pub(super) fn find(&self, rung: u32) -> Option<&Level> {
        let key = rung >> BITS;
        if self.storeys == 0 || self.is_above(key) {
            return None;
        }
        let mut page = self.root;
        for storey in (1..self.storeys).rev() {
            page = self.pages[page].get(place(rung, storey))?;
        }
        self.pages[page].get(place(rung, 0)).map(|row| &self.rows[row])
    }

    /// The row of the level at a rung, which is opened if it is not there. The limit is its price in 1/10,000.
    #[inline]
    pub(super) fn open(&mut self, rung: u32, limit: u32) -> Slot {
        let key = rung >> BITS;
        let page = if self.near.0 == key && self.near.1 != NOBODY { self.near.1 } else { self.open_page(key) };
        match self.pages[page].get(place(rung, 0)) {
            Some(row) => row,
            None => self.open_level(page, rung, limit),
        }
    }

    fn open_level(&mut self, page: Slot, rung: u32, limit: u32) -> Slot {
        let (lower, upper) = self.neighbours(page, rung);
        let row = self.rows.insert(Level { limit, rung, page, lower, upper, ..Level::EMPTY });
        self.pages[page].set(place(rung, 0), row);
        match lower {
            NOBODY => self.lowest = row,
            _ => self.rows[lower].upper = row,
        }
        match upper {
            NOBODY => self.highest = row,
            _ => self.rows[upper].lower = row,
        }
        row
    }

    /// The levels between which a new one comes to stand.
    fn neighbours(&self, page: Slot, rung: u32) -> (Slot, Slot) {
        if self.highest == NOBODY || self.rows[self.highest].rung < rung {
            return (self.highest, NOBODY);
        }
        if self.rows[self.lowest].rung > rung {
            return (NOBODY, self.lowest);
        }
        let lower = self.pages[page].below(place(rung, 0)).unwrap_or_else(|| self.below_page(rung));
        (lower, self.rows[lower].upper)
    }

    /// The highest level on the pages below that of a rung; there is one.
    fn below_page(&self, rung: u32) -> Slot {
        let mut turn = None;
        let mut page = self.root;
        for storey in (1..self.storeys).rev() {
            let at = place(rung, storey);
            turn = self.pages[page].below(at).map(|below| (below, storey)).or(turn);
            page = self.pages[page].get(at).expect("the page of the rung is open");
        }
        let (mut page, storey) = turn.expect("a lower level is open, on another page");
        for _ in 0..storey {
            page = self.pages[page].highest().expect("a page in the tree is not empty");
        }
        page
    }

    /// Whether pages of this number lie above what the storeys tell apart.
    const fn is_above(&self, key: u32) -> bool {
        let bits = BITS * (self.storeys - 1);
        bits < u32::BITS && key >> bits != 0
    }

    /// The page of the lowest storey with this number, which is opened if it is not there.
    fn open_page(&mut self, key: u32) -> Slot {
        if self.storeys == 0 {
            self.storeys = 1;
            while self.is_above(key) {
                self.storeys += 1;
            }
            self.root = self.pages.insert(Page::EMPTY);
        }
        while self.is_above(key) {
            let mut root = Page::EMPTY;
            root.set(0, self.root);
            self.root = self.pages.insert(root);
            self.storeys += 1;
        }
        let mut page = self.root;
        for storey in (1..self.storeys).rev() {
            let at = place(key, storey - 1);
            page = match self.pages[page].get(at) {
                Some(below) => below,
                None => {
                    let below = self.pages.insert(Page::EMPTY);
                    self.pages[page].set(at, below);
                    below
                }
            };
        }
        self.near = (key, page);
        page
    }

    /// Closes a level on which nobody stands any more, and gives its page back if that was its last.
    pub(super) fn close(&mut self, row: Slot) {
        let Level { rung, page, lower, upper, .. } = self.rows[row];
        match lower {
            NOBODY => self.lowest = upper,
            _ => self.rows[lower].upper = upper,
        }
        match upper {
            NOBODY => self.highest = lower,
            _ => self.rows[upper].lower = lower,
        }
        self.rows.remove(row);
        self.pages[page].clear(place(rung, 0));
        if self.pages[page].is_empty() {
            self.close_pages(rung);
        }
    }

    /// Gives back the pages on the way to a rung that lead nowhere.
    fn close_pages(&mut self, rung: u32) {
        let mut way = [NOBODY; STOREYS];
        let mut page = self.root;
        for storey in (1..self.storeys).rev() {
            way[storey as usize] = page;
            page = self.pages[page].get(place(rung, storey)).expect("the page of the rung is open");
        }
        self.near = (0, NOBODY);
        self.pages.remove(page);
        for storey in 1..self.storeys {
            let above = way[storey as usize];
            self.pages[above].clear(place(rung, storey));
            if !self.pages[above].is_empty() {
                return;
            }
            self.pages.remove(above);
        }
        (self.root, self.storeys) = (NOBODY, 0);
    }

    /// How many levels are open, and how many pages.
    #[cfg(test)]
    pub(super) const fn size(&self) -> (usize, usize) {
        (self.rows.taken() - 1, self.pages.taken())
    }
}

#[cfg(test)]
mod tests;
