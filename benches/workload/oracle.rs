//! The plainest book that is right: it tells the generator who rests, and the answers.

use std::collections::{BTreeMap, VecDeque};

use super::Answers;

/// An order that rests.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resting {
    pub(crate) buys: bool,
    pub(crate) price: i64,
    pub(crate) open: u32,
    pub(crate) total: u32,
    /// Its place in the list of those that rest.
    at: usize,
}

/// One instrument's book.
#[derive(Debug, Default)]
pub(crate) struct Oracle {
    /// Buys, sells.
    sides: [BTreeMap<i64, VecDeque<u64>>; 2],
    /// The orders that rest, by number.
    pub(crate) orders: BTreeMap<u64, Resting>,
    /// The orders that rest; a gap is closed by the last.
    live: Vec<u64>,
}

impl Oracle {
    /// How many orders rest.
    pub(crate) fn len(&self) -> u64 {
        self.live.len() as u64
    }

    /// One of the orders that rest.
    pub(crate) fn pick(&self, at: u64) -> (u64, Resting) {
        let id = self.live[usize::try_from(at).expect("an index of the list")];
        (id, self.orders[&id])
    }

    /// The best limit of the buys or of the sells.
    pub(crate) fn best(&self, buys: bool) -> Option<i64> {
        let side = &self.sides[usize::from(!buys)];
        if buys { side.keys().next_back().copied() } else { side.keys().next().copied() }
    }

    /// Trades so many units against the other side as far as the limit allows; tells what is left.
    pub(crate) fn take(&mut self, buys: bool, limit: Option<i64>, units: u32, answers: &mut Answers) -> u32 {
        let mut wanted = units;
        while wanted > 0
            && let Some(best) = self.best(!buys)
            && limit.is_none_or(|limit| if buys { best <= limit } else { best >= limit })
        {
            let id = self.sides[usize::from(buys)][&best][0];
            let maker = self.orders.get_mut(&id).expect("an order of a level rests");
            let traded = wanted.min(maker.open);
            maker.open -= traded;
            wanted -= traded;
            answers.fill(id, best.unsigned_abs(), u64::from(traded));
            if maker.open == 0 {
                self.end(id);
            }
        }
        wanted
    }

    /// Lets an order rest.
    pub(crate) fn rest(&mut self, id: u64, buys: bool, price: i64, open: u32, total: u32) {
        self.orders.insert(id, Resting { buys, price, open, total, at: self.live.len() });
        self.live.push(id);
        self.sides[usize::from(!buys)].entry(price).or_default().push_back(id);
    }

    /// Ends an order that rests.
    pub(crate) fn end(&mut self, id: u64) {
        self.leave(id);
        let order = self.orders.remove(&id).expect("it rests");
        self.live.swap_remove(order.at);
        if let Some(moved) = self.live.get(order.at) {
            self.orders.get_mut(moved).expect("it rests").at = order.at;
        }
    }

    fn leave(&mut self, id: u64) {
        let order = self.orders[&id];
        let side = &mut self.sides[usize::from(!order.buys)];
        let level = side.get_mut(&order.price).expect("its level stands");
        level.retain(|&other| other != id);
        if level.is_empty() {
            side.remove(&order.price);
        }
    }

    /// Moves an order behind those of another price.
    pub(crate) fn reprice(&mut self, id: u64, price: i64) {
        self.leave(id);
        let order = self.orders.get_mut(&id).expect("it rests");
        order.price = price;
        self.sides[usize::from(!order.buys)].entry(price).or_default().push_back(id);
    }

    /// Leaves an order less quantity; tells its new total.
    pub(crate) fn reduce(&mut self, id: u64, open: u32) -> u32 {
        let order = self.orders.get_mut(&id).expect("it rests");
        order.total -= order.open - open;
        order.open = open;
        order.total
    }

    /// Counts the final book.
    pub(crate) fn count(&self, answers: &mut Answers) {
        for order in self.orders.values() {
            answers.rest(order.price.unsigned_abs(), u64::from(order.open));
        }
    }
}
