//! Every order that was ever accepted: who sent it, and the record of it while it is open.

use std::ops::{Index, IndexMut};

use super::order_record::OrderRecord;
use crate::domain::{AccountId, OrderId};

/// The place of an order that has ended.
const ENDED: u32 = u32::MAX;

/// Orders by number. Records of those that have ended make room for those that come, so that what is open lies close
/// together however many there have been.
#[derive(Debug, Clone, Default)]
pub(super) struct Orders {
    /// By number, from 1.
    known: Vec<Known>,
    records: Vec<OrderRecord>,
    /// Places of records whose orders have ended.
    free: Vec<u32>,
    keeps_ended: bool,
}

/// What is remembered of an order for good.
#[derive(Debug, Clone, Copy)]
struct Known {
    account: AccountId,
    /// Where its record is; [`ENDED`] when it is there no more.
    place: u32,
}

/// Orders are numbered from 1 in the order in which they were accepted.
fn index(order: OrderId) -> Option<usize> {
    usize::try_from(order.0).ok()?.checked_sub(1)
}

impl Orders {
    /// How many there have been: the number of the last.
    pub(super) const fn len(&self) -> usize {
        self.known.len()
    }

    /// Takes in the next order.
    pub(super) fn push(&mut self, record: OrderRecord) {
        let account = record.account;
        let place = if let Some(place) = self.free.pop() {
            self.records[place as usize] = record;
            place
        } else {
            self.records.push(record);
            u32::try_from(self.records.len() - 1).expect("fewer than 2^32 orders are open")
        };
        self.known.push(Known { account, place });
    }

    /// Who has sent an order, open or not.
    pub(super) fn owner(&self, order: OrderId) -> Option<AccountId> {
        self.known.get(index(order)?).map(|known| known.account)
    }

    /// The record of an order that is open.
    pub(super) fn get(&self, order: OrderId) -> Option<&OrderRecord> {
        let known = self.known.get(index(order)?)?;
        self.records.get(known.place as usize)
    }

    /// Lets the record of an order go that has ended.
    pub(super) fn end(&mut self, order: OrderId) {
        let known = &mut self.known[index(order).expect("orders count from 1")];
        if !self.keeps_ended {
            self.free.push(known.place);
            known.place = ENDED;
        }
    }

    /// Keeps the records of orders that end from now on, for those who ask what has become of them.
    pub(super) const fn keep_ended(&mut self) {
        self.keeps_ended = true;
    }

    /// The records of all open orders, by number.
    #[cfg(test)]
    pub(super) fn open(&self) -> impl Iterator<Item = &OrderRecord> {
        self.known.iter().filter_map(|known| self.records.get(known.place as usize))
    }
}

impl Index<OrderId> for Orders {
    type Output = OrderRecord;
    #[inline]
    fn index(&self, order: OrderId) -> &OrderRecord {
        self.get(order).expect("only an open order is asked about")
    }
}

impl IndexMut<OrderId> for Orders {
    #[inline]
    fn index_mut(&mut self, order: OrderId) -> &mut OrderRecord {
        let known = index(order).and_then(|at| self.known.get(at));
        let place = known.expect("only an order that was accepted is changed").place;
        &mut self.records[place as usize]
    }
}
