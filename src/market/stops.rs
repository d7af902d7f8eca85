//! Stop orders that wait outside the book.

use std::collections::BTreeMap;

use crate::domain::{OrderId, Price, Side};

/// The waiting stops of one market, by stop price and arrival.
#[derive(Debug, Clone, Default)]
pub(super) struct Stops {
    buys: BTreeMap<(Price, u64), OrderId>,
    sells: BTreeMap<(Price, u64), OrderId>,
    /// Set off and not yet entered, by arrival.
    triggered: BTreeMap<u64, OrderId>,
}

/// Whether a trade at `last` sets off a stop: a buy at or above its stop, a sell at or below.
pub(super) fn sets_off(side: Side, stop: Price, last: Price) -> bool {
    match side {
        Side::Buy => last >= stop,
        Side::Sell => last <= stop,
    }
}

impl Stops {
    fn of(&mut self, side: Side) -> &mut BTreeMap<(Price, u64), OrderId> {
        match side {
            Side::Buy => &mut self.buys,
            Side::Sell => &mut self.sells,
        }
    }

    /// Lets a stop wait.
    pub(super) fn add(&mut self, side: Side, stop: Price, arrival: u64, id: OrderId) {
        self.of(side).insert((stop, arrival), id);
    }

    /// Forgets a stop that ended.
    pub(super) fn remove(&mut self, side: Side, stop: Price, arrival: u64) {
        if self.of(side).remove(&(stop, arrival)).is_none() {
            self.triggered.remove(&arrival);
        }
    }

    /// Marks all that a trade at this price sets off.
    #[inline]
    pub(super) fn trigger(&mut self, last: Price) {
        if self.buys.is_empty() && self.sells.is_empty() {
            return;
        }
        while let Some(first) = self.buys.first_entry()
            && sets_off(Side::Buy, first.key().0, last)
        {
            let ((_, arrival), id) = first.remove_entry();
            self.triggered.insert(arrival, id);
        }
        while let Some(first) = self.sells.last_entry()
            && sets_off(Side::Sell, first.key().0, last)
        {
            let ((_, arrival), id) = first.remove_entry();
            self.triggered.insert(arrival, id);
        }
    }

    /// Whether the one that arrived then is set off and has not entered.
    pub(super) fn is_triggered(&self, arrival: u64) -> bool {
        self.triggered.contains_key(&arrival)
    }

    /// Keeps one that is set off for later: the phase has changed before it could enter.
    pub(super) fn keep_triggered(&mut self, arrival: u64, id: OrderId) {
        self.triggered.insert(arrival, id);
    }

    /// Whether any is set off and has not entered.
    #[inline]
    pub(super) fn has_triggered(&self) -> bool {
        !self.triggered.is_empty()
    }

    /// Takes the one that arrived first of those set off.
    pub(super) fn next_triggered(&mut self) -> Option<OrderId> {
        self.triggered.pop_first().map(|(_, id)| id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_set_off_come_by_arrival_whatever_their_price() {
        let price = |text: &str| text.parse::<Price>().expect("a price");
        let mut stops = Stops::default();
        stops.add(Side::Buy, price("11"), 1, OrderId(1));
        stops.add(Side::Buy, price("10"), 2, OrderId(2));
        stops.add(Side::Buy, price("12"), 3, OrderId(3));
        stops.add(Side::Sell, price("11"), 4, OrderId(4));
        stops.add(Side::Sell, price("10"), 5, OrderId(5));
        stops.trigger(price("11"));
        let order: Vec<_> = std::iter::from_fn(|| stops.next_triggered()).collect();
        assert_eq!(order, [OrderId(1), OrderId(2), OrderId(4)]);
    }
}
