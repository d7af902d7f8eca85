//! Leads from a page's key to the page: a tree with six bits of the key a storey, as high as the greatest key demands,
//! of nodes that lead somewhere only.

use super::slab::{NOBODY, Slab, Slot};

/// How many bits of a key one storey tells apart.
const BITS: u32 = 6;

/// The greatest number of storeys: they tell the keys of all rungs apart.
const STOREYS: usize = 5;

/// 64 ways to other nodes or, in the lowest storey, to pages; and which of them are open.
#[derive(Debug, Clone, Copy)]
struct Node {
    occupied: u64,
    ways: [Slot; 64],
}

impl Node {
    const EMPTY: Self = Self { occupied: 0, ways: [NOBODY; 64] };

    #[inline]
    fn get(&self, way: u32) -> Option<Slot> {
        (self.occupied >> way & 1 == 1).then(|| self.ways[(way & 63) as usize])
    }

    fn set(&mut self, way: u32, slot: Slot) {
        self.occupied |= 1 << way;
        self.ways[(way & 63) as usize] = slot;
    }

    const fn clear(&mut self, way: u32) {
        self.occupied &= !(1 << way);
    }

    /// Where the nearest open way below one leads.
    fn below(&self, way: u32) -> Option<Slot> {
        let rest = self.occupied & ((1 << way) - 1);
        (rest != 0).then(|| self.ways[(63 - rest.leading_zeros()) as usize])
    }

    /// Where the highest open way leads; there is one.
    fn highest(&self) -> Slot {
        self.ways[(63 - self.occupied.leading_zeros()) as usize]
    }

    /// Where the lowest open way leads; there is one.
    fn lowest(&self) -> Slot {
        self.ways[self.occupied.trailing_zeros() as usize]
    }
}

/// The way in a node of a given storey, from 0, that a key leads through.
#[inline]
const fn way(key: u32, storey: u32) -> u32 {
    (key >> (BITS * storey)) & 63
}

/// The tree of one ladder.
#[derive(Debug, Clone)]
pub(super) struct Directory {
    nodes: Slab<Node>,
    root: Slot,
    /// How many storeys it has; none without pages.
    storeys: u32,
}

impl Directory {
    /// Leads nowhere yet, and takes no memory.
    pub(super) const fn new() -> Self {
        Self { nodes: Slab::new(), root: NOBODY, storeys: 0 }
    }

    /// Whether pages of this key lie above what the storeys tell apart.
    const fn is_above(&self, key: u32) -> bool {
        key >> (BITS * self.storeys) != 0
    }

    /// The page with this key.
    #[inline]
    pub(super) fn find(&self, key: u32) -> Option<Slot> {
        if self.storeys == 0 || self.is_above(key) {
            return None;
        }
        let mut at = self.root;
        for storey in (0..self.storeys).rev() {
            at = self.nodes[at].get(way(key, storey))?;
        }
        Some(at)
    }

    /// The page with the next lower key.
    pub(super) fn below(&self, key: u32) -> Option<Slot> {
        if self.storeys == 0 {
            return None;
        }
        if self.is_above(key) {
            return Some(self.follow(self.root, self.storeys, Node::highest));
        }
        let mut turn = None;
        let mut at = self.root;
        for storey in (0..self.storeys).rev() {
            let node = &self.nodes[at];
            turn = node.below(way(key, storey)).map(|below| (below, storey)).or(turn);
            match node.get(way(key, storey)) {
                Some(next) => at = next,
                None => break,
            }
        }
        turn.map(|(below, storeys)| self.follow(below, storeys, Node::highest))
    }

    /// The page with the lowest key; no place without pages.
    pub(super) fn lowest(&self) -> Slot {
        if self.storeys == 0 { NOBODY } else { self.follow(self.root, self.storeys, Node::lowest) }
    }

    /// The page at the end of one kind of way, so many storeys down.
    fn follow(&self, from: Slot, storeys: u32, way: fn(&Node) -> Slot) -> Slot {
        (0..storeys).fold(from, |at, _| way(&self.nodes[at]))
    }

    /// Notes a page under a key that leads nowhere yet.
    pub(super) fn open(&mut self, key: u32, page: Slot) {
        if self.storeys == 0 {
            self.root = self.nodes.insert(Node::EMPTY);
            self.storeys = 1;
            while self.is_above(key) {
                self.storeys += 1;
            }
        }
        while self.is_above(key) {
            let mut root = Node::EMPTY;
            root.set(0, self.root);
            self.root = self.nodes.insert(root);
            self.storeys += 1;
        }
        let mut at = self.root;
        for storey in (1..self.storeys).rev() {
            at = self.nodes[at].get(way(key, storey)).unwrap_or_else(|| {
                let below = self.nodes.insert(Node::EMPTY);
                self.nodes[at].set(way(key, storey), below);
                below
            });
        }
        self.nodes[at].set(way(key, 0), page);
    }

    /// Forgets the page with this key, and the nodes that led to it only.
    pub(super) fn close(&mut self, key: u32) {
        let mut path = [NOBODY; STOREYS];
        let mut at = self.root;
        for storey in (0..self.storeys).rev() {
            path[storey as usize] = at;
            at = self.nodes[at].get(way(key, storey)).expect("the page of the key is open");
        }
        for storey in 0..self.storeys {
            let at = path[storey as usize];
            self.nodes[at].clear(way(key, storey));
            if self.nodes[at].occupied != 0 {
                return;
            }
            self.nodes.remove(at);
        }
        (self.root, self.storeys) = (NOBODY, 0);
    }

    /// How many nodes it has.
    #[cfg(test)]
    pub(super) const fn nodes(&self) -> usize {
        self.nodes.taken()
    }
}
