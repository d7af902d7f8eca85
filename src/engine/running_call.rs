//! Calls that have an end of their own: the call after a stop, a volatility interruption, a call that is prolonged.

use super::agenda::Due;
use super::listing::Listing;
use super::listings::Seat;
use super::telling::Telling;
use super::{Exchange, Fact, Reject};
use crate::domain::{Symbol, Timestamp};
use crate::market::Change;

/// The reason that is told when a collar sets off a call.
pub(super) const INTERRUPTION: &str = "volatility interruption";

const NANOS_PER_SECOND: u64 = 1_000_000_000;

/// What brought about an end that is not the timetable's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// Trading resumes after a stop.
    Reopening,
    /// A collar was reached.
    Interruption,
    /// A call of the timetable has a price outside its band.
    Extension,
}

/// A call that is running, with an end of its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct RunningCall {
    /// Its number in the instrument; a timer that names an older one is void.
    number: u64,
    cause: Cause,
    /// The earliest instant of its end.
    ends_at: Timestamp,
    /// How often it was prolonged.
    extended: u32,
}

impl Listing {
    /// Whether a collar has set off the running call.
    pub(super) fn is_interrupted(&self) -> bool {
        self.call.is_some_and(|call| call.cause == Cause::Interruption)
    }

    /// The earliest instant at which the running call ends in an uncrossing; nothing where none is running, or its end is
    /// not known to uncross.
    pub(super) fn call_ends_at(&self) -> Option<Timestamp> {
        if !self.market.phase().collects() {
            return None;
        }
        let uncrosses = |change: &Change| change.uncross || change.phase.begins_uncrossed();
        let own = self.call.map(|call| call.ends_at);
        own.or(self.scheduled.filter(uncrosses).map(|change| change.at))
    }

    /// Whether a call of the timetable goes on beyond its time. Nothing but its own end stops it.
    pub(super) fn is_extended(&self) -> bool {
        self.call.is_some_and(|call| call.cause == Cause::Extension)
    }
}

impl Exchange {
    /// A collar is reached: trading will go on after a call of its own.
    pub(super) fn begin_interruption(&mut self, instrument: Symbol, out: &Telling) {
        let rules = self.listings[&instrument].market.rules();
        let interruption = rules.interruption().expect("only such a market is interrupted");
        let lasts = (interruption.call_seconds, interruption.random_end_seconds);
        self.begin_call(instrument, Cause::Interruption, lasts, 0, out);
    }

    /// Gives the running call an end of its own: after so many seconds, and at random within so many more.
    pub(super) fn begin_call(
        &mut self,
        instrument: Symbol,
        cause: Cause,
        (seconds, random): (u32, u32),
        extended: u32,
        out: &Telling,
    ) {
        let ends_at = out.now().plus_seconds(i64::from(seconds));
        let listing = self.listings.get_mut(&instrument).expect("only a listed instrument has calls");
        listing.calls += 1;
        let number = listing.calls;
        listing.call = Some(RunningCall { number, cause, ends_at, extended });
        let within_nanos = u64::from(random) * NANOS_PER_SECOND;
        self.agenda.at(ends_at, Due::CallOver { instrument, number, within_nanos });
    }

    /// A call with an end of its own has come to it, unless another took its place: it is prolonged once more, or
    /// trading goes on as the timetable asks.
    pub(super) fn end_call(&mut self, instrument: Symbol, number: u64, out: &mut Telling) -> Result<(), Reject> {
        let listing = self.listing(instrument)?;
        let phase = listing.timetable;
        if listing.call.is_none_or(|call| call.number != number) || self.extends_call(instrument, out) {
            return Ok(());
        }
        self.go_on(instrument, phase, !phase.begins_uncrossed(), out);
        self.tell_next_phase(instrument, out);
        Ok(())
    }

    /// Prolongs a call that would end at a price outside the band of its market, as often as the rules allow.
    pub(super) fn extends_call(&mut self, instrument: Symbol, out: &mut Telling) -> bool {
        let listing = &self.listings[&instrument];
        let (cause, extended) = listing.call.map_or((Cause::Extension, 0), |call| (call.cause, call.extended));
        let Some(extension) = listing.market.rules().extension().filter(|extension| extended < extension.most) else {
            return false;
        };
        let Some(price) = listing.market.price_to_extend_for() else { return false };
        let lasts = (extension.seconds, extension.random_end_seconds);
        self.begin_call(instrument, cause, lasts, extended + 1, out);
        let ends_at = out.now().plus_seconds(i64::from(extension.seconds));
        out.tell(Fact::CallExtended { instrument, price, ends_at });
        self.tell_next_phase(instrument, out);
        true
    }

    /// Whether orders of an instrument may be canceled and changed by their owners now.
    pub(super) fn check_withdrawal(&self, instrument: Symbol) -> Result<(), Reject> {
        self.check_withdrawal_at(self.seat(instrument)?)
    }

    /// The same for an instrument that was looked up before.
    pub(super) fn check_withdrawal_at(&self, seat: Seat) -> Result<(), Reject> {
        let listing = &self.listings[seat];
        let seconds = i64::from(listing.market.rules().no_cancel_seconds());
        let closed = seconds > 0 && listing.call_ends_at().is_some_and(|at| self.clock >= at.plus_seconds(-seconds));
        if closed { Err(Reject::NoCancelPeriod) } else { Ok(()) }
    }

    /// Tells which phase comes next, and when at the earliest: at the end of the running call, or by the timetable.
    pub(super) fn tell_next_phase(&self, instrument: Symbol, out: &mut Telling) {
        let listing = &self.listings[&instrument];
        let own = listing.call.map(|call| (listing.timetable, call.ends_at));
        let scheduled = listing.scheduled.map(|change| (change.phase, change.at));
        let first = match (own, scheduled) {
            (Some(own), Some(scheduled)) if scheduled.1 <= own.1 && !listing.is_extended() => Some(scheduled),
            (own, scheduled) => own.or(scheduled),
        };
        if let Some((phase, due_at)) = first {
            out.tell(Fact::PhaseScheduled { instrument, phase, due_at });
        }
    }
}
