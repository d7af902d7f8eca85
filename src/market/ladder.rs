//! The price levels of one side: a sparse ladder.
//!
//! A level lies at its rung, the number of its price on the tick grid. 64 neighbouring rungs make a page: one word says
//! which of them hold a level, and the levels lie side by side. Pages with levels are linked, best first, so that the
//! best level, the next one and a level's leaving are a few instructions on two words; an order knows its level, and
//! a level's number its page. A directory, as high as the greatest rung demands, leads from a rung to its page; it is
//! climbed only for a page other than the one used last, and holds only pages that lead somewhere, so that prices
//! cost nothing where nobody quotes.

use super::directory::Directory;
use super::level::Level;
use super::page::{BITS, Page};
use super::slab::{NOBODY, Slab, Slot};
use crate::domain::Side;

/// The rows of one side. A row's number is that of its page, then its place in the page.
#[derive(Debug, Clone)]
pub(super) struct Ladder {
    /// The page with the best level.
    best: Slot,
    /// The page that was used last, with its key.
    near: (u32, Slot),
    /// Inverts the places of the bid side: all ones, or none.
    turn: u32,
    pages: Slab<Page>,
    /// 64 for each page.
    levels: Vec<Level>,
    directory: Directory,
}

impl Ladder {
    /// The ladder of a side on which nobody stands.
    pub(super) const fn new(side: Side) -> Self {
        let turn = match side {
            Side::Buy => u32::MAX,
            Side::Sell => 0,
        };
        Self {
            best: NOBODY,
            near: (0, NOBODY),
            turn,
            pages: Slab::new(),
            levels: Vec::new(),
            directory: Directory::new(),
        }
    }

    /// A row.
    #[inline]
    pub(super) fn row(&self, row: Slot) -> &Level {
        &self.levels[row as usize]
    }

    /// A row, to be changed.
    #[inline]
    pub(super) fn row_mut(&mut self, row: Slot) -> &mut Level {
        &mut self.levels[row as usize]
    }

    /// The row of the best level.
    #[inline]
    pub(super) fn best(&self) -> Option<Slot> {
        (self.best != NOBODY).then(|| self.first_of(self.best))
    }

    #[inline]
    fn first_of(&self, page: Slot) -> Slot {
        page << BITS | self.pages[page].first()
    }

    /// The row of the next worse level.
    fn next(&self, row: Slot) -> Option<Slot> {
        let (page, place) = (row >> BITS, row & 63);
        let rest = self.pages[page].occupied & !(u64::MAX >> (63 - place));
        if rest != 0 {
            return Some(page << BITS | rest.trailing_zeros());
        }
        let worse = self.pages[page].worse;
        (worse != NOBODY).then(|| self.first_of(worse))
    }

    /// The levels, best first.
    pub(super) fn levels(&self) -> impl Iterator<Item = &Level> {
        std::iter::successors(self.best(), |&row| self.next(row)).map(|row| self.row(row))
    }

    /// The level at a rung, if one is open.
    pub(super) fn find(&self, rung: u32) -> Option<&Level> {
        let page = self.directory.find(rung >> BITS)?;
        let level = self.row(page << BITS | self.place(rung));
        (!level.is_empty()).then_some(level)
    }

    #[inline]
    const fn place(&self, rung: u32) -> u32 {
        (rung ^ self.turn) & 63
    }

    /// The row at a rung, which holds a level from now on. The limit is its price in 1/10,000.
    #[inline]
    pub(super) fn open(&mut self, rung: u32, limit: u32) -> Slot {
        let key = rung >> BITS;
        let page = if self.near == (key, self.near.1) && self.near.1 != NOBODY { self.near.1 } else { self.page(key) };
        let place = self.place(rung);
        self.pages[page].occupied |= 1 << place;
        let row = page << BITS | place;
        self.levels[row as usize].limit = limit;
        row
    }

    /// Notes that nobody stands in a row any more.
    #[inline]
    pub(super) fn close(&mut self, row: Slot) {
        let page = &mut self.pages[row >> BITS];
        page.occupied &= !(1 << (row & 63));
        if page.occupied == 0 {
            self.close_page(row >> BITS);
        }
    }

    /// The page with this key, which is opened if it is not there.
    fn page(&mut self, key: u32) -> Slot {
        let page = self.directory.find(key).unwrap_or_else(|| self.open_page(key));
        self.near = (key, page);
        page
    }

    fn open_page(&mut self, key: u32) -> Slot {
        let (better, worse) = self.neighbours(key);
        let page = self.pages.insert(Page { occupied: 0, key, better, worse });
        let rows = self.pages.places() << BITS;
        if self.levels.len() < rows {
            self.levels.resize(rows, Level::EMPTY);
        }
        match better {
            NOBODY => self.best = page,
            _ => self.pages[better].worse = page,
        }
        if worse != NOBODY {
            self.pages[worse].better = page;
        }
        self.directory.open(key, page);
        page
    }

    /// The pages between which a new one comes to stand.
    fn neighbours(&self, key: u32) -> (Slot, Slot) {
        let below = self.directory.below(key);
        if self.turn == 0 {
            let worse = below.map_or(self.best, |page| self.pages[page].worse);
            (below.unwrap_or(NOBODY), worse)
        } else {
            let better = below.map_or_else(|| self.directory.lowest(), |page| self.pages[page].better);
            (better, below.unwrap_or(NOBODY))
        }
    }

    /// Gives back a page that holds no level any more.
    #[cold]
    fn close_page(&mut self, page: Slot) {
        let Page { key, better, worse, .. } = self.pages[page];
        match better {
            NOBODY => self.best = worse,
            _ => self.pages[better].worse = worse,
        }
        if worse != NOBODY {
            self.pages[worse].better = better;
        }
        self.pages.remove(page);
        self.directory.close(key);
        self.near = (0, NOBODY);
    }

    /// How many levels are open, how many pages, and how many nodes.
    #[cfg(test)]
    pub(super) fn size(&self) -> (usize, usize, usize) {
        (self.levels().count(), self.pages.taken(), self.directory.nodes())
    }
}

#[cfg(test)]
mod tests;
