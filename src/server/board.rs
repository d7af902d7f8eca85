//! What everyone may read: the views and the whole log, as far as they are durable.
//!
//! Only the exchange's thread writes here, after the journal is synced; so whoever was acknowledged reads the effect.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use tokio::sync::watch;
use uuid::Uuid;

use crate::domain::{OrderId, Seq};
use crate::engine::{Event, Fact};
use crate::projection::{Views, public_id};

/// What one input told.
pub(super) type Told = Arc<[Event]>;

/// The state that readers see.
#[derive(Debug, Default)]
pub(super) struct Posted {
    /// Read models.
    pub(super) views: Views,
    /// The log, one entry an input that told something.
    log: Vec<Told>,
    /// Orders by their public id.
    orders: BTreeMap<Uuid, OrderId>,
}

impl Posted {
    /// The number of the last event.
    pub(super) fn last_seq(&self) -> Seq {
        self.views.market.last_seq
    }

    /// An order by its public id.
    pub(super) fn order(&self, id: Uuid) -> Option<OrderId> {
        self.orders.get(&id).copied()
    }

    /// The public id of an order.
    pub(super) fn order_id(&self, order: OrderId) -> Uuid {
        public_id(self.views.market.run, "order", order.0)
    }

    /// Everything that inputs told from an event on, oldest first, the rest of that event's input included.
    pub(super) fn log_from(&self, from: Seq) -> &[Told] {
        let before = self.log.partition_point(|told| told.last().is_none_or(|event| event.seq < from));
        &self.log[before..]
    }

    /// Events from one on, oldest first.
    pub(super) fn events_from(&self, from: Seq) -> impl Iterator<Item = &Event> {
        self.log_from(from).iter().flat_map(|told| told.iter()).filter(move |event| event.seq >= from)
    }

    /// All that the input of an event told.
    pub(super) fn around(&self, seq: Seq) -> Option<&Told> {
        self.log_from(seq).first().filter(|told| told.first().is_some_and(|event| event.seq <= seq))
    }

    fn post(&mut self, told: Told) {
        for event in told.iter() {
            self.views.fold(event);
            if let Fact::OrderAccepted { order, .. } = event.fact {
                self.orders.insert(self.order_id(order), order);
            }
        }
        if !told.is_empty() {
            self.log.push(told);
        }
    }
}

/// The board on which the exchange's thread posts what it told.
#[derive(Debug)]
pub(super) struct Board {
    posted: RwLock<Posted>,
    last: watch::Sender<Seq>,
}

impl Board {
    /// An empty board.
    pub(super) fn new() -> Self {
        Self { posted: RwLock::default(), last: watch::Sender::new(Seq(0)) }
    }

    /// Reads. The exchange waits meanwhile, so a reader takes what it needs and lets go.
    pub(super) fn read(&self) -> RwLockReadGuard<'_, Posted> {
        self.posted.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Posts what inputs told and wakes who follows.
    pub(super) fn post(&self, told: Vec<Told>) {
        let mut posted = self.posted.write().unwrap_or_else(PoisonError::into_inner);
        told.into_iter().for_each(|told| posted.post(told));
        let last = posted.last_seq();
        drop(posted);
        self.last.send_replace(last);
    }

    /// Wakes whenever something was posted.
    pub(super) fn follow(&self) -> watch::Receiver<Seq> {
        self.last.subscribe()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{InputNumber, Text, Timestamp};

    fn told(input: u64, seqs: std::ops::RangeInclusive<u64>) -> Told {
        let fact = |seq: u64| Fact::Rejected {
            code: seq.to_string(),
            message: Text { it: String::new(), en: String::new() },
            account: None,
            instrument: None,
            order: None,
            client_order_id: None,
        };
        let time = Timestamp::from_nanos(0);
        seqs.map(|seq| Event { seq: Seq(seq), input: InputNumber(input), time, fact: fact(seq) }).collect()
    }

    #[test]
    fn the_log_is_read_from_any_event_on() {
        let board = Board::new();
        let mut follower = board.follow();
        board.post(vec![told(1, 1..=3), told(3, 4..=4), told(4, 5..=9)]);
        assert_eq!(*follower.borrow_and_update(), Seq(9));
        let posted = board.read();
        let from = |seq: u64| posted.events_from(Seq(seq)).map(|event| event.seq.0).collect::<Vec<_>>();
        assert_eq!(from(1), (1..=9).collect::<Vec<_>>());
        assert_eq!(from(3), (3..=9).collect::<Vec<_>>());
        assert_eq!(from(6), (6..=9).collect::<Vec<_>>());
        assert!(from(10).is_empty());
        assert_eq!(posted.around(Seq(7)).map(|told| told.len()), Some(5));
        assert!(posted.around(Seq(10)).is_none());
        assert!(posted.around(Seq(0)).is_none());
    }
}
