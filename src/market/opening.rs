//! Orders that wait outside the book for a call: `atc` for the next one, `opg` for the one that opens the day.

use super::happening::Happening;
use super::held::Taker;
use super::market::Market;
use crate::domain::{TimeInForce, TradingPhase};

impl Market {
    /// Whether a market that begins in this phase still has the opening auction of its day before it.
    pub(super) const fn opens_after(phase: TradingPhase) -> bool {
        matches!(phase, TradingPhase::Closed | TradingPhase::PreOpen | TradingPhase::Call)
    }

    /// Notes that a phase begins. The day's opening auction is the first uncrossing after `closed` or `pre_open`; a halt
    /// in between does not change that.
    pub(super) const fn note_opening(&mut self, phase: TradingPhase) {
        if matches!(phase, TradingPhase::Closed | TradingPhase::PreOpen) {
            self.opening = true;
        }
    }

    /// Whether an order of this time in force would wait outside the book now.
    #[inline]
    pub(super) const fn waits_for_call(&self, time_in_force: TimeInForce) -> bool {
        match time_in_force {
            TimeInForce::AtTheClose => !self.phase.collects(),
            TimeInForce::AtTheOpening => !(self.opening && self.phase.collects()),
            _ => false,
        }
    }

    /// The orders that waited for this call come into the book, by arrival, behind those that stand there.
    pub(super) fn join_call(&mut self, out: &mut Vec<Happening>) {
        let mut joining = Vec::new();
        for &id in self.for_next_call.values() {
            let slot = self.book.find(id).expect("a waiting order has not ended");
            if !self.waits_for_call(self.book.terms(slot).time_in_force) {
                joining.push(slot);
            }
        }
        for slot in joining {
            let mut taker = self.take_out(slot);
            taker.terms.priority = self.book.next_priority();
            self.keep_bound(&mut taker, out);
            self.rest(&taker);
        }
    }

    /// A buy without a limit never pays more than was told at its entry: where the collar has risen since, that price is
    /// its limit from now on.
    fn keep_bound(&self, taker: &mut Taker, out: &mut Vec<Happening>) {
        let Some(ceiling) = taker.ceiling() else { return };
        if self.lasting_ceiling().is_none_or(|now| now > ceiling) {
            let scaled = u32::try_from(ceiling.scaled()).expect("from one tick to 200,000");
            taker.terms.limit = self.book.limit(scaled).expect("a ceiling is on the grid");
            out.push(Happening::Converted { order: taker.id, price: ceiling });
        }
    }
}
