//! What both sides want at each limit while a call collects orders, kept so that the place where demand and supply
//! cross is found without looking at all of it.
//!
//! A tree over the rungs of the grid, six bits a storey; each way knows what all limits behind it want together. An
//! order costs a climb, and so does the crossing: the number of limits does not matter.

use super::slab::{NOBODY, Slab, Slot};
use crate::domain::Side;

/// How many bits of a rung one storey tells apart.
const BITS: u32 = 6;

/// The greatest number of storeys: they tell all rungs of 32 bits apart.
const STOREYS: usize = 6;

/// What limits want, in units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) buy: u64,
    pub(super) sell: u64,
}

/// What stands at one rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    pub(super) rung: u32,
    pub(super) wanted: Wanted,
}

/// Where demand and supply cross, with the limits around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Crossing {
    /// The lowest rung at which no more is wanted above it than is sold up to it.
    pub(super) rung: u32,
    /// It and the limits next to it, two on each side, rising.
    pub(super) limits: Vec<Limits>,
    /// What buyers want above these limits, and sellers below them.
    pub(super) beyond: Wanted,
    /// Whether there are limits below these, and above.
    pub(super) ends: (bool, bool),
}

/// 64 ways to nodes of the storey below, and in the lowest storey to nothing more.
#[derive(Debug, Clone, Copy)]
struct Node {
    occupied: u64,
    ways: [Slot; 64],
    wanted: [Wanted; 64],
}

impl Node {
    const EMPTY: Self = Self { occupied: 0, ways: [NOBODY; 64], wanted: [Wanted { buy: 0, sell: 0 }; 64] };
}

/// The limits of a call.
#[derive(Debug, Clone)]
pub(super) struct Tally {
    nodes: Slab<Node>,
    root: Slot,
    storeys: u32,
    all: Wanted,
}

/// The way in a node of a given storey, from 0, that a rung leads through.
const fn way(rung: u32, storey: u32) -> usize {
    ((rung >> (BITS * storey)) & 63) as usize
}

impl Wanted {
    fn of(&mut self, side: Side) -> &mut u64 {
        match side {
            Side::Buy => &mut self.buy,
            Side::Sell => &mut self.sell,
        }
    }

    fn add(&mut self, other: Self) {
        self.buy += other.buy;
        self.sell += other.sell;
    }
}

impl Tally {
    /// Nothing yet, on a grid with rungs up to `highest`.
    pub(super) fn new(highest: u32) -> Self {
        let mut nodes = Slab::new();
        let root = nodes.insert(Node::EMPTY);
        let bits = u32::BITS - highest.leading_zeros();
        Self { nodes, root, storeys: bits.div_ceil(BITS).max(1), all: Wanted::default() }
    }

    /// Counts more units at a rung.
    pub(super) fn add(&mut self, side: Side, rung: u32, units: u64) {
        *self.all.of(side) += units;
        let mut at = self.root;
        for storey in (0..self.storeys).rev() {
            let way = way(rung, storey);
            let node = &mut self.nodes[at];
            *node.wanted[way].of(side) += units;
            let is_new = node.occupied >> way & 1 == 0;
            node.occupied |= 1 << way;
            let mut next = node.ways[way];
            if is_new && storey > 0 {
                next = self.nodes.insert(Node::EMPTY);
                self.nodes[at].ways[way] = next;
            }
            at = next;
        }
    }

    /// The node of a storey on the way to a rung.
    fn parent_of(&self, rung: u32, storey: u32) -> Slot {
        (storey + 1..self.storeys).rev().fold(self.root, |at, above| self.nodes[at].ways[way(rung, above)])
    }

    /// Counts fewer units at a rung, and forgets the limits that are left by all.
    pub(super) fn take(&mut self, side: Side, rung: u32, units: u64) {
        *self.all.of(side) -= units;
        let mut path = [NOBODY; STOREYS];
        let mut at = self.root;
        for storey in (0..self.storeys).rev() {
            path[storey as usize] = at;
            let node = &mut self.nodes[at];
            *node.wanted[way(rung, storey)].of(side) -= units;
            at = node.ways[way(rung, storey)];
        }
        for storey in 0..self.storeys {
            let at = path[storey as usize];
            let node = &mut self.nodes[at];
            if node.wanted[way(rung, storey)] != Wanted::default() {
                return;
            }
            node.occupied &= !(1 << way(rung, storey));
            if node.occupied != 0 || at == self.root {
                return;
            }
            self.nodes.remove(at);
        }
    }

    /// Where demand and supply cross, those without a limit included; at the highest limit where more is wanted above
    /// all limits than is sold. Nothing without limits.
    pub(super) fn crossing(&self, unpriced: Wanted) -> Option<Crossing> {
        let mut below = Wanted::default();
        let (mut rung, mut at) = (0, self.root);
        for _ in 0..self.storeys {
            let node = &self.nodes[at];
            let last = ways(node.occupied).next_back()?;
            let way = ways(node.occupied).find(|&way| {
                let here = node.wanted[way];
                let demand = unpriced.buy + self.all.buy - below.buy - here.buy;
                let is_here = demand <= unpriced.sell + below.sell + here.sell || way == last;
                if !is_here {
                    below.add(here);
                }
                is_here
            })?;
            rung = rung << BITS | u32::try_from(way).expect("below 64");
            at = node.ways[way];
        }
        Some(self.around(rung, below))
    }

    /// The limits around a rung below which so much is wanted.
    fn around(&self, rung: u32, below: Wanted) -> Crossing {
        let mut limits = Vec::with_capacity(5);
        let first = self.next(rung, false).into_iter();
        limits.extend(first.flat_map(|near| self.next(near.rung, false).into_iter().chain([near])));
        let mut beyond = Wanted { buy: self.all.buy - below.buy, sell: below.sell };
        for limit in &limits {
            beyond.sell -= limit.wanted.sell;
        }
        let here = Limits { rung, wanted: self.at(rung) };
        let near = self.next(rung, true);
        let far = near.and_then(|near| self.next(near.rung, true));
        for limit in [Some(here), near, far].into_iter().flatten() {
            beyond.buy -= limit.wanted.buy;
            limits.push(limit);
        }
        let more = |limit: Option<&Limits>, up| limit.is_some_and(|limit| self.next(limit.rung, up).is_some());
        let ends = (more(limits.first(), false), more(limits.last(), true));
        Crossing { rung, limits, beyond, ends }
    }

    /// What stands at a rung that is occupied.
    fn at(&self, rung: u32) -> Wanted {
        self.nodes[self.parent_of(rung, 0)].wanted[way(rung, 0)]
    }

    /// The nearest limits above an occupied rung, or below.
    fn next(&self, rung: u32, up: bool) -> Option<Limits> {
        for storey in 0..self.storeys {
            let node = &self.nodes[self.parent_of(rung, storey)];
            let from = way(rung, storey);
            let rest = if up { node.occupied & !(u64::MAX >> (63 - from)) } else { node.occupied & ((1 << from) - 1) };
            if let Some(way) = if up { ways(rest).next() } else { ways(rest).next_back() } {
                let prefix = rung.checked_shr(BITS * (storey + 1)).unwrap_or(0);
                return Some(self.outermost(prefix << BITS | u32::try_from(way).expect("below 64"), storey, !up));
            }
        }
        None
    }

    /// The highest limits behind a way, or the lowest.
    fn outermost(&self, prefix: u32, storey: u32, highest: bool) -> Limits {
        let rung = (0..storey).rev().fold(prefix, |prefix, below| {
            let rung = prefix << (BITS * (below + 1));
            let occupied = self.nodes[self.parent_of(rung, below)].occupied;
            let mut ways = ways(occupied);
            let way = if highest { ways.next_back() } else { ways.next() }.expect("a node in the tree is not empty");
            prefix << BITS | u32::try_from(way).expect("below 64")
        });
        Limits { rung, wanted: self.at(rung) }
    }
}

/// The ways of a word, rising.
fn ways(occupied: u64) -> Ways {
    Ways(occupied)
}

/// The numbers of the bits that are set.
struct Ways(u64);

impl Iterator for Ways {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let lowest = (self.0 != 0).then(|| self.0.trailing_zeros() as usize)?;
        self.0 &= self.0 - 1;
        Some(lowest)
    }
}

impl DoubleEndedIterator for Ways {
    fn next_back(&mut self) -> Option<usize> {
        let highest = (self.0 != 0).then(|| 63 - self.0.leading_zeros() as usize)?;
        self.0 &= !(1 << highest);
        Some(highest)
    }
}

#[cfg(test)]
mod tests;
