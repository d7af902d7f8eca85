//! The floor: the least that a book of limit orders can be, and so a measure of what the machine allows.
//!
//! It serves one purpose: dense prices between two known bounds, dense order numbers, no checks, no owners, no events
//! but fills. Levels lie in an array by price; two bitmaps a side find the next occupied one; orders lie in one slab
//! for all instruments, linked first in, first out; a plain vector leads from an order's number to its place. After
//! it has warmed up there is no allocation, no hashing and no tree.

mod occupied;

use occupied::Occupied;

const NOBODY: u32 = u32::MAX;

/// An order in the slab: 24 bytes.
#[derive(Debug, Clone, Copy)]
struct Node {
    before: u32,
    behind: u32,
    open: u32,
    /// The level's index times two, plus one for a buy.
    level_and_side: u32,
    id: u64,
}

/// A price level: 16 bytes.
#[derive(Debug, Clone, Copy)]
struct Level {
    head: u32,
    tail: u32,
    open: u32,
    orders: u32,
}

/// A resting order traded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fill {
    /// The resting order.
    pub(crate) maker: u64,
    /// The order that took.
    pub(crate) taker: u64,
    /// The resting order's price, in ticks.
    pub(crate) price: i64,
    /// How much.
    pub(crate) units: u32,
}

/// One instrument's levels.
#[derive(Debug, Clone)]
struct Book {
    levels: Vec<Level>,
    bids: Occupied,
    asks: Occupied,
    /// The best bid and ask; past the last level without any.
    best_bid: Option<u32>,
    best_ask: Option<u32>,
}

/// The books of all instruments.
#[derive(Debug)]
pub(crate) struct Floor {
    lowest: i64,
    books: Vec<Book>,
    nodes: Vec<Node>,
    free: u32,
    places: Vec<u32>,
}

impl Floor {
    /// Empty books for these prices and order numbers.
    pub(crate) fn new(instruments: u32, (lowest, highest): (i64, i64), last_id: u64) -> Self {
        let size = usize::try_from(highest - lowest + 1).expect("bounds in order");
        let levels = vec![Level { head: NOBODY, tail: NOBODY, open: 0, orders: 0 }; size];
        let side = Occupied::new(size);
        let book = Book { levels, bids: side.clone(), asks: side, best_bid: None, best_ask: None };
        let ids = usize::try_from(last_id + 1).expect("order numbers fit in memory");
        let books = vec![book; instruments as usize];
        Self { lowest, books, nodes: Vec::new(), free: NOBODY, places: vec![NOBODY; ids] }
    }

    /// A limit order: it takes, and what is left rests.
    pub(crate) fn limit(
        &mut self,
        (instrument, id): (u32, u64),
        buys: bool,
        price: i64,
        units: u32,
        fills: &mut Vec<Fill>,
    ) {
        let level = self.level(price);
        let left = self.take((instrument, id), buys, level, units, fills);
        if left > 0 {
            let place = self.store(Node {
                before: NOBODY,
                behind: NOBODY,
                open: left,
                level_and_side: 2 * level + u32::from(buys),
                id,
            });
            self.places[index(id)] = place;
            self.link(instrument, place);
        }
    }

    /// An order without a limit; what does not trade is dropped.
    pub(crate) fn market(&mut self, order: (u32, u64), buys: bool, units: u32, fills: &mut Vec<Fill>) {
        let limit = if buys { u32::MAX } else { 0 };
        self.take(order, buys, limit, units, fills);
    }

    /// Ends a resting order.
    pub(crate) fn cancel(&mut self, instrument: u32, id: u64) {
        let place = self.places[index(id)];
        self.unlink(instrument, place);
        self.release(place);
    }

    /// Moves a resting order behind those of another price, which does not cross.
    pub(crate) fn reprice(&mut self, instrument: u32, id: u64, price: i64) {
        let place = self.places[index(id)];
        self.unlink(instrument, place);
        let level = self.level(price);
        let node = &mut self.nodes[place as usize];
        node.level_and_side = 2 * level + (node.level_and_side & 1);
        self.link(instrument, place);
    }

    /// Leaves a resting order less quantity; it keeps its place.
    pub(crate) fn reduce(&mut self, instrument: u32, id: u64, open: u32) {
        let node = &mut self.nodes[self.places[index(id)] as usize];
        let less = node.open - open;
        node.open = open;
        self.books[instrument as usize].levels[(node.level_and_side >> 1) as usize].open -= less;
    }

    /// Price and open quantity of every resting order.
    pub(crate) fn resting(&self) -> impl Iterator<Item = (i64, u32)> {
        self.books.iter().flat_map(|book| &book.levels).flat_map(|level| {
            let first = (level.head != NOBODY).then_some(level.head);
            std::iter::successors(first, |&place| {
                let behind = self.nodes[place as usize].behind;
                (behind != NOBODY).then_some(behind)
            })
            .map(|place| {
                let node = &self.nodes[place as usize];
                (self.lowest + i64::from(node.level_and_side >> 1), node.open)
            })
        })
    }

    fn level(&self, price: i64) -> u32 {
        u32::try_from(price - self.lowest).expect("a price between the bounds")
    }

    fn take(&mut self, order: (u32, u64), buys: bool, limit: u32, units: u32, fills: &mut Vec<Fill>) -> u32 {
        let (instrument, taker) = order;
        let mut wanted = units;
        while wanted > 0 {
            let book = &mut self.books[instrument as usize];
            let best = if buys { book.best_ask } else { book.best_bid };
            let Some(best) = best.filter(|&best| if buys { best <= limit } else { best >= limit }) else { break };
            let place = book.levels[best as usize].head;
            let node = &mut self.nodes[place as usize];
            let traded = wanted.min(node.open);
            wanted -= traded;
            fills.push(Fill { maker: node.id, taker, price: self.lowest + i64::from(best), units: traded });
            if node.open == traded {
                self.unlink(instrument, place);
                self.release(place);
            } else {
                node.open -= traded;
                book.levels[best as usize].open -= traded;
            }
        }
        wanted
    }

    fn store(&mut self, node: Node) -> u32 {
        if self.free == NOBODY {
            self.nodes.push(node);
            return u32::try_from(self.nodes.len() - 1).expect("fewer than 2^32 orders");
        }
        let place = self.free;
        self.free = self.nodes[place as usize].behind;
        self.nodes[place as usize] = node;
        place
    }

    fn release(&mut self, place: u32) {
        self.nodes[place as usize].behind = self.free;
        self.free = place;
    }

    fn link(&mut self, instrument: u32, place: u32) {
        let book = &mut self.books[instrument as usize];
        let Node { level_and_side, open, .. } = self.nodes[place as usize];
        let index = level_and_side >> 1;
        let level = &mut book.levels[index as usize];
        let before = level.tail;
        level.tail = place;
        level.open += open;
        level.orders += 1;
        if before == NOBODY {
            level.head = place;
            book.occupy(level_and_side & 1 == 1, index);
        } else {
            self.nodes[before as usize].behind = place;
        }
        let node = &mut self.nodes[place as usize];
        (node.before, node.behind) = (before, NOBODY);
    }

    fn unlink(&mut self, instrument: u32, place: u32) {
        let book = &mut self.books[instrument as usize];
        let Node { before, behind, open, level_and_side, .. } = self.nodes[place as usize];
        let index = level_and_side >> 1;
        let level = &mut book.levels[index as usize];
        level.open -= open;
        level.orders -= 1;
        if before == NOBODY {
            level.head = behind;
        } else {
            self.nodes[before as usize].behind = behind;
        }
        if behind == NOBODY {
            level.tail = before;
        } else {
            self.nodes[behind as usize].before = before;
        }
        if level.orders == 0 {
            book.vacate(level_and_side & 1 == 1, index);
        }
    }
}

impl Book {
    fn occupy(&mut self, buys: bool, level: u32) {
        if buys {
            self.bids.set(level);
            self.best_bid = Some(self.best_bid.map_or(level, |best| best.max(level)));
        } else {
            self.asks.set(level);
            self.best_ask = Some(self.best_ask.map_or(level, |best| best.min(level)));
        }
    }

    fn vacate(&mut self, buys: bool, level: u32) {
        if buys {
            self.bids.clear(level);
            if self.best_bid == Some(level) {
                self.best_bid = self.bids.below(level);
            }
        } else {
            self.asks.clear(level);
            if self.best_ask == Some(level) {
                self.best_ask = self.asks.above(level);
            }
        }
    }
}

fn index(id: u64) -> usize {
    usize::try_from(id).expect("order numbers fit in memory")
}
