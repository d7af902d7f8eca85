//! An order needs an instrument that is listed by an admission in force, and whose issuer is not suspended. The one
//! place where this is asked.

use super::listings::Seat;
use super::{Command, Exchange, Reject};
use crate::domain::{Symbol, Timestamp};

/// What was found of the standing of issuers, so that not every order goes through lapses and decisions again. It is no
/// part of the state: what it says can be found at any time, and nothing that could change it outlives the input.
#[derive(Debug, Clone, Default)]
pub(super) struct Standings {
    /// For each listing the instant before which it stands.
    good_before: Vec<Timestamp>,
}

impl Standings {
    /// Drops everything after an input that may have changed lapses, decisions or listings: all but orders.
    pub(super) fn after(&mut self, command: &Command) {
        if !matches!(command, Command::Enter { .. } | Command::Cancel { .. } | Command::Replace { .. }) {
            self.good_before.clear();
        }
    }

    fn holds(&self, seat: Seat, now: Timestamp) -> bool {
        self.good_before.get(seat.place()).is_some_and(|&before| now < before)
    }

    fn note(&mut self, seat: Seat, before: Timestamp) {
        if self.good_before.len() <= seat.place() {
            self.good_before.resize(seat.place() + 1, Timestamp::from_nanos(i64::MIN));
        }
        self.good_before[seat.place()] = before;
    }
}

impl Exchange {
    /// Where the instrument sits, if orders in it may come in or change now. Cancels are always welcome.
    pub(super) fn may_trade(&self, instrument: Symbol) -> Result<Seat, Reject> {
        let seat = self.listings.seat(instrument).ok_or_else(|| self.not_listed(instrument))?;
        self.stands_before(seat).map(|_| seat)
    }

    /// The same for an order or a replace, which asks the standing only where it has not been found before. Inputs of
    /// other kinds may change a standing and ask for it again: they must not come here.
    pub(super) fn may_trade_still(&mut self, instrument: Symbol) -> Result<Seat, Reject> {
        let seat = self.listings.seat(instrument).ok_or_else(|| self.not_listed(instrument))?;
        self.still_stands(seat).map(|()| seat)
    }

    /// The same for an instrument that was looked up before.
    pub(super) fn still_stands(&mut self, seat: Seat) -> Result<(), Reject> {
        if self.standings.holds(seat, self.clock) {
            debug_assert!(self.stands_before(seat).is_ok(), "nothing but an input of another kind changes a standing");
        } else {
            let before = self.stands_before(seat)?;
            self.standings.note(seat, before);
        }
        Ok(())
    }

    /// The instant before which an instrument that stands now goes on standing, unless somebody acts: the next deadline
    /// of a condition of its admission.
    fn stands_before(&self, seat: Seat) -> Result<Timestamp, Reject> {
        let listing = &self.listings[seat];
        if listing.stays_with_its_holders() {
            return Err(Reject::NotTransferable);
        }
        if listing.delisted {
            return Err(Reject::Delisted);
        }
        if self.is_suspended(&listing.company) {
            return Err(Reject::Suspended);
        }
        let admission = self.register.admission(&listing.company, listing.kind, self.clock);
        let admission = admission.ok_or(Reject::Suspended)?;
        Ok(admission.next_deadline().unwrap_or(Timestamp::MAX))
    }

    /// Why there is no market for an instrument: a certificate stays with whoever was given it, and others are unknown.
    fn not_listed(&self, instrument: Symbol) -> Reject {
        let asks = self.companies.values().filter_map(|company| company.ask.as_ref());
        let mut asks = asks.filter(|ask| ask.symbol == instrument);
        if asks.any(|ask| !ask.kind.is_transferable()) {
            Reject::NotTransferable
        } else {
            Reject::UnknownInstrument(instrument)
        }
    }
}
