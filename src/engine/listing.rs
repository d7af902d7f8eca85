//! An instrument on the market: how it is listed, how its phases change, what it publishes.

use std::collections::{BTreeMap, BTreeSet};

use super::agenda::Due;
use super::telling::Telling;
use super::{Exchange, Fact, Reject};
use crate::admission::Admission;
use crate::domain::{Code, InstrumentKind, Money, Price, Quantity, Side, Symbol, TradingPhase};
use crate::ledger::{Amount, Asset};
use crate::market::{Happening, Indicative, Market};

/// A listed instrument.
#[derive(Debug, Clone)]
pub(super) struct Listing {
    pub(super) company: Code,
    pub(super) kind: InstrumentKind,
    /// Number of the decision by which it was admitted.
    pub(super) admission: u32,
    /// Name of its market preset.
    pub(super) preset: String,
    pub(super) market: Market,
    pub(super) multiplier: u32,
    /// The phase that the timetable asks for, also while trading is stopped.
    timetable: TradingPhase,
    /// Why trading is halted or suspended.
    pub(super) stopped: Option<String>,
    /// What was last told of each level.
    published: BTreeMap<(Side, Price), Quantity>,
    /// What was last told of the running call.
    indicative: Option<Indicative>,
}

impl Listing {
    /// Lists an instrument. Only an admission in force opens this door.
    pub(super) fn open(admission: &Admission<'_>, preset: String, market: Market, multiplier: u32) -> Self {
        Self {
            company: admission.issuer().clone(),
            kind: admission.kind(),
            admission: admission.decision(),
            preset,
            market,
            multiplier,
            timetable: TradingPhase::Closed,
            stopped: None,
            published: BTreeMap::new(),
            indicative: None,
        }
    }
}

impl Exchange {
    fn listing(&mut self, instrument: Symbol) -> Result<&mut Listing, Reject> {
        self.listings.get_mut(&instrument).ok_or(Reject::UnknownInstrument(instrument))
    }

    /// Puts the next change of phase on the agenda, as the timetable of the instrument's market says.
    pub(super) fn schedule_phase(&mut self, instrument: Symbol, out: &mut Telling) {
        let preset = &self.listings[&instrument].preset;
        let schedule = self.world.markets[preset].schedule.as_ref();
        let Some(change) = schedule.and_then(|schedule| schedule.next_change(out.now(), &self.world.calendar)) else {
            return;
        };
        let (phase, uncross) = (change.phase, change.uncross);
        let within_nanos = u64::try_from(change.latest_at.nanos() - change.at.nanos()).unwrap_or(0);
        let due = match within_nanos {
            0 => Due::Phase { instrument, phase, uncross },
            _ => Due::CallEnds { instrument, phase, uncross, within_nanos },
        };
        self.agenda.at(change.at, due);
        out.tell(Fact::PhaseScheduled { instrument, phase: change.phase, due_at: change.at });
    }

    /// The timetable changes the phase. While trading is stopped it only takes note.
    pub(super) fn change_phase(
        &mut self,
        instrument: Symbol,
        phase: TradingPhase,
        uncross: bool,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let listing = self.listing(instrument)?;
        listing.timetable = phase;
        let mut happenings = Vec::new();
        let uncrosses = uncross || phase.begins_uncrossed();
        let ends_call = listing.market.phase().collects() && uncrosses;
        if listing.stopped.is_none() {
            if uncross {
                listing.market.uncross(&mut happenings);
            }
            listing.market.enter_phase(phase, &mut happenings);
        }
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
        self.schedule_phase(instrument, out);
        Ok(())
    }

    /// Interrupts trading. Orders stay and may be canceled.
    pub(super) fn halt(&mut self, instrument: Symbol, reason: &str, out: &mut Telling) -> Result<(), Reject> {
        if self.listing(instrument)?.stopped.is_some() {
            return Err(Reject::HaltState);
        }
        self.stop(instrument, TradingPhase::Halted, reason, out)
    }

    /// Suspends trading by a decision, also where it is halted. Orders stay and may be canceled.
    pub(super) fn suspend(&mut self, instrument: Symbol, reason: &str, out: &mut Telling) -> Result<(), Reject> {
        if self.listing(instrument)?.market.phase() == TradingPhase::Suspended {
            return Err(Reject::HaltState);
        }
        self.stop(instrument, TradingPhase::Suspended, reason, out)
    }

    fn stop(&mut self, instrument: Symbol, phase: TradingPhase, reason: &str, out: &mut Telling) -> Result<(), Reject> {
        let listing = self.listing(instrument)?;
        listing.stopped = Some(reason.to_owned());
        listing.market.enter_phase(phase, &mut Vec::new());
        // What was told of a running call ended with it: a call after the stop is told anew.
        listing.indicative = None;
        out.tell(Fact::PhaseChanged { instrument, phase, reason: Some(reason.to_owned()) });
        Ok(())
    }

    /// Lets trading go on. Where the timetable asks for a phase in which orders trade, a call comes first, so that the
    /// interests that have gathered meet at one price. While the admission is not in force, a suspension stays.
    pub(super) fn resume(&mut self, instrument: Symbol, out: &mut Telling) -> Result<(), Reject> {
        let seconds = i64::from(self.world.path.reopening_call_seconds);
        if self.listing(instrument)?.market.phase() == TradingPhase::Suspended {
            self.may_trade(instrument)?;
        }
        let listing = self.listing(instrument)?;
        listing.stopped.take().ok_or(Reject::HaltState)?;
        let reopening = listing.timetable.begins_uncrossed();
        let phase = if reopening { TradingPhase::Call } else { listing.timetable };
        let mut happenings = Vec::new();
        listing.market.enter_phase(phase, &mut happenings);
        if reopening {
            self.agenda.at(out.now().plus_seconds(seconds), Due::Reopening { instrument });
        }
        self.settle(instrument, &happenings, out);
        Ok(())
    }

    /// The call after a halt ends.
    pub(super) fn end_reopening(&mut self, instrument: Symbol, out: &mut Telling) -> Result<(), Reject> {
        let listing = self.listing(instrument)?;
        let mut happenings = Vec::new();
        if listing.stopped.is_none() {
            let phase = listing.timetable;
            listing.market.enter_phase(phase, &mut happenings);
        }
        self.settle(instrument, &happenings, out);
        Ok(())
    }

    /// Tells the levels that have changed, and what the running call would now give.
    pub(super) fn publish(&mut self, instrument: Symbol, touched: &BTreeSet<(Side, Price)>, out: &mut Telling) {
        let listing = self.listings.get_mut(&instrument).expect("only a listed instrument trades");
        for &(side, price) in touched {
            let quantity = listing.market.visible(side, price);
            let known = listing.published.get(&(side, price)).copied().unwrap_or_default();
            if quantity == known {
                continue;
            }
            if quantity.is_zero() {
                listing.published.remove(&(side, price));
            } else {
                listing.published.insert((side, price), quantity);
            }
            out.tell(Fact::Level { instrument, side, price, quantity });
        }
        let is_call = listing.market.phase() == TradingPhase::Call;
        let now = if is_call { listing.market.indicative() } else { None };
        if now != listing.indicative {
            listing.indicative = now;
            if is_call {
                out.tell(indicative(instrument, now));
            }
        }
    }

    /// Opens a test investor's account and issues units to it, so that a person can trade at once.
    pub(super) fn allot_test_units(
        &mut self,
        investor: &Code,
        cash: Money,
        units: &[(Symbol, Quantity)],
        out: &mut Telling,
    ) -> Result<(), Reject> {
        if let Some(&(unknown, _)) = units.iter().find(|(symbol, _)| !self.listings.contains_key(symbol)) {
            return Err(Reject::UnknownInstrument(unknown));
        }
        let account = self.open_investor(investor.clone(), cash, out)?;
        for &(symbol, quantity) in units {
            let issuance = self.issuance_of(symbol);
            self.move_assets(issuance, account, Asset::Units(symbol), Amount::from(quantity))?;
        }
        Ok(())
    }
}

/// What a running call would give now; no price and no volume where nothing crosses any more.
fn indicative(instrument: Symbol, now: Option<Indicative>) -> Fact {
    Fact::Indicative {
        instrument,
        price: now.map(|now| now.price),
        volume: now.map_or(Quantity::ZERO, |now| now.volume),
        surplus: now.map_or(Quantity::ZERO, |now| now.surplus),
        surplus_side: now.and_then(|now| now.surplus_side),
    }
}
