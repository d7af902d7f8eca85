//! How an instrument goes from phase to phase: by its timetable, by a stop and its resumption.

use super::agenda::Due;
use super::running_call::Cause;
use super::telling::Telling;
use super::{Exchange, Fact, Reject};
use crate::domain::{Quantity, Symbol, TradingPhase};
use crate::market::Happening;

impl Exchange {
    /// Puts the next change of phase on the agenda, as the timetable of the instrument's market says.
    pub(super) fn schedule_phase(&mut self, instrument: Symbol, out: &mut Telling) {
        let listing = self.listings.get_mut(&instrument).expect("only a listed instrument has phases");
        let schedule = self.world.markets[&listing.preset].schedule.as_ref();
        let Some(change) = schedule.and_then(|schedule| schedule.next_change(out.now(), &self.world.calendar)) else {
            return;
        };
        let (phase, uncross) = (change.phase, change.uncross);
        let within_nanos = u64::try_from(change.latest_at.nanos() - change.at.nanos()).unwrap_or(0);
        let due = match within_nanos {
            0 => Due::Phase { instrument, phase, uncross },
            _ => Due::CallEnds { instrument, phase, uncross, within_nanos },
        };
        listing.scheduled = Some(change);
        self.agenda.at(change.at, due);
        self.tell_next_phase(instrument, out);
    }

    /// The timetable changes the phase. While trading is stopped or a call is prolonged it only takes note.
    pub(super) fn change_phase(
        &mut self,
        instrument: Symbol,
        phase: TradingPhase,
        uncross: bool,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let listing = self.listing(instrument)?;
        listing.timetable = phase;
        let ends_call = listing.market.phase().collects() && (uncross || phase.begins_uncrossed());
        let waits = listing.stopped.is_some() || listing.is_extended();
        let goes_on = !waits && (!ends_call || !self.extends_call(instrument, out));
        if goes_on {
            self.go_on(instrument, phase, uncross, out);
        }
        self.schedule_phase(instrument, out);
        Ok(())
    }

    /// Enters a phase; whatever call was running is over, and an uncrossing without a trade is told too.
    pub(super) fn go_on(&mut self, instrument: Symbol, phase: TradingPhase, uncross: bool, out: &mut Telling) {
        let listing = self.listings.get_mut(&instrument).expect("only a listed instrument has phases");
        listing.call = None;
        let ends_call = listing.market.phase().collects() && (uncross || phase.begins_uncrossed());
        let mut happenings = Vec::new();
        if uncross && !phase.begins_uncrossed() {
            listing.market.uncross(&mut happenings);
        }
        listing.market.enter_phase(phase, &mut happenings);
        if ends_call && !happenings.iter().any(|happening| matches!(happening, Happening::Uncrossed { .. })) {
            let nothing = Quantity::ZERO;
            out.tell(Fact::Uncrossed {
                instrument,
                price: None,
                volume: nothing,
                surplus: nothing,
                surplus_side: None,
            });
        }
        self.settle(instrument, &happenings, out);
    }

    /// Interrupts trading. Orders stay and may be canceled.
    pub(super) fn halt(&mut self, instrument: Symbol, reason: &str, out: &mut Telling) -> Result<(), Reject> {
        let listing = self.listing(instrument)?;
        if listing.delisted {
            return Err(Reject::Delisted);
        }
        if listing.stopped.is_some() {
            return Err(Reject::HaltState);
        }
        self.stop(instrument, TradingPhase::Halted, reason, out)
    }

    /// Suspends trading by a decision, also where it is halted. Orders stay and may be canceled.
    pub(super) fn suspend(&mut self, instrument: Symbol, reason: &str, out: &mut Telling) -> Result<(), Reject> {
        let listing = self.listing(instrument)?;
        if listing.delisted {
            return Err(Reject::HaltState);
        }
        match listing.market.phase() {
            TradingPhase::Suspended => {
                listing.suspended_by_lapse = false; // there is another reason too, which no cure of a lapse ends
                return Err(Reject::HaltState);
            }
            TradingPhase::Halted => listing.halted_before = listing.stopped.clone(),
            _ => {}
        }
        self.stop(instrument, TradingPhase::Suspended, reason, out)
    }

    /// Stops trading in a phase of its own, for a reason that is told with it.
    pub(super) fn stop(
        &mut self,
        instrument: Symbol,
        phase: TradingPhase,
        reason: &str,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let listing = self.listing(instrument)?;
        listing.stopped = Some(reason.to_owned());
        listing.call = None;
        let mut happenings = Vec::new();
        listing.market.enter_phase(phase, &mut happenings);
        happenings.retain(|happening| !matches!(happening, Happening::PhaseChanged { .. })); // told with its reason
        // What was told of a running call ended with it: a call after the stop is told anew.
        listing.indicative = None;
        out.tell(Fact::PhaseChanged { instrument, phase, reason: Some(reason.to_owned()) });
        self.settle(instrument, &happenings, out);
        Ok(())
    }

    /// Lets trading go on. Where the timetable asks for a phase in which orders trade, a call comes first, so that the
    /// interests that have gathered meet at one price. While the admission is not in force, a suspension stays.
    pub(super) fn resume(&mut self, instrument: Symbol, out: &mut Telling) -> Result<(), Reject> {
        let listing = self.listing(instrument)?;
        if listing.delisted {
            return Err(Reject::Delisted);
        }
        if listing.market.phase() == TradingPhase::Suspended {
            self.may_trade(instrument)?;
        }
        let seconds = self.world.path.reopening_call_seconds;
        let listing = self.listing(instrument)?;
        listing.stopped.take().ok_or(Reject::HaltState)?;
        listing.halted_before = None;
        if !listing.timetable.begins_uncrossed() {
            let phase = listing.timetable;
            self.go_on(instrument, phase, false, out);
            return Ok(());
        }
        self.go_on(instrument, TradingPhase::Call, false, out);
        self.begin_call(instrument, Cause::Reopening, (seconds, 0), 0, out);
        self.tell_next_phase(instrument, out);
        Ok(())
    }
}
