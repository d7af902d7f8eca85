//! From one phase to the next, and the ends that time brings.

use super::happening::{ExpiryReason, Happening};
use super::market::Market;
use crate::domain::{TimeInForce, Timestamp, TradingPhase};

impl Market {
    /// Goes on in another phase; the same phase again changes nothing.
    ///
    /// Entering `continuous` and `trading_at_last` uncrosses first; in `continuous` the stops then enter that are set off.
    /// Entering `pre_open` and `call`, `atc` orders join the book, and `opg` orders where the day begins. Entering `closed`, `day`, `gfa` and `atc` orders expire, waiting ones too.
    pub fn enter_phase(&mut self, phase: TradingPhase, out: &mut Vec<Happening>) {
        self.interrupted = false;
        let from = self.phase;
        if from == phase {
            return;
        }
        if phase.begins_uncrossed() {
            self.uncross(out);
        }
        self.phase = phase;
        self.keep_tally();
        self.note_opening(phase);
        out.push(Happening::PhaseChanged { from, to: phase });
        if from == TradingPhase::Continuous {
            self.withdraw_pegs(out);
        }
        match phase {
            TradingPhase::PreOpen | TradingPhase::Call => self.join_call(out),
            TradingPhase::Closed => {
                self.find_reference(out);
                self.expire_day(out);
            }
            TradingPhase::Continuous => {
                self.day.trade_on();
                if let Some(last) = self.last {
                    self.stops.trigger(last);
                }
                self.enter_stops(out);
                self.follow_anchors(out);
            }
            TradingPhase::TradingAtLast | TradingPhase::Halted | TradingPhase::Suspended => {}
        }
    }

    /// Keeps the tally of the limits while orders are collected.
    pub(super) fn keep_tally(&mut self) {
        if self.phase.collects() {
            self.book.begin_tally();
        } else {
            self.book.end_tally();
        }
    }

    fn expire_day(&mut self, out: &mut Vec<Happening>) {
        use TimeInForce::{AtTheClose, Day, GoodForAuction};
        let ends = |word| matches!(word, Day | GoodForAuction | AtTheClose);
        let orders = self.book.orders().filter(|(_, _, terms)| ends(terms.time_in_force));
        let slots: Vec<_> = orders.map(|(slot, ..)| slot).collect();
        for slot in slots {
            self.end_expired(slot, ExpiryReason::Close, out);
        }
    }

    /// Ends the `gtd` orders whose instant has come, by instant and number.
    pub fn expire(&mut self, now: Timestamp, out: &mut Vec<Happening>) {
        while let Some(&(_, id)) = self.expiries.first().filter(|&&(at, _)| at <= now) {
            let slot = self.book.find(id).expect("an order that ended leaves the list of expiries");
            self.end_expired(slot, ExpiryReason::Date, out);
        }
        self.follow_anchors(out);
    }
}
