//! Gathers the events of one input and numbers them.

use super::{Event, Fact, Input};
use crate::domain::{InputNumber, Seq, Timestamp};

/// The events of one input, as they come.
pub(super) struct Telling<'a> {
    events: &'a mut Vec<Event>,
    next: Seq,
    input: InputNumber,
    time: Timestamp,
}

impl<'a> Telling<'a> {
    pub(super) const fn new(events: &'a mut Vec<Event>, next: Seq, input: &Input) -> Self {
        Self { events, next, input: input.number, time: input.at }
    }

    /// Tells one fact. Inlined, so that a fact is built where it stays: it is large, and most are told of every order.
    #[inline(always)]
    pub(super) fn tell(&mut self, fact: Fact) {
        self.events.push(Event { seq: self.next, input: self.input, time: self.time, fact });
        self.next = Seq(self.next.0 + 1);
    }

    /// The input's time.
    pub(super) const fn now(&self) -> Timestamp {
        self.time
    }

    /// The number that the next event would have.
    pub(super) const fn next(&self) -> Seq {
        self.next
    }
}
