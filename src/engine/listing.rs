//! An instrument on the market: how it is listed, how its phases change, what it publishes.

use super::activity::DayActivity;
use super::arrears::Debt;
use super::holding::Holding;
use super::link::LinkState;
use super::listings::Seat;
use super::own_units::OwnUnits;
use super::published::Published;
use super::running_call::RunningCall;
use super::telling::Telling;
use super::trade_days::TradeDays;
use super::{Exchange, Fact, Reject};
use crate::admission::Admission;
use crate::domain::{Code, InstrumentKind, Money, Price, Quantity, Side, Symbol, TradingPhase};
use crate::issuance::Interest;
use crate::ledger::{Amount, Asset};
use crate::market::{Change, Indicative, Market};

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
    /// What a bond pays.
    pub(super) interest: Option<Interest>,
    /// The largest coupon still to come for one unit, which every buyer must be able to pay for.
    pub(super) largest_coupon: Money,
    /// Who may hold it, how much, and what is locked up; nothing where all is free.
    pub(super) holding: Option<Box<Holding>>,
    /// What is owed on a bond besides its terms.
    pub(super) debt: Debt,
    /// How a result changes its terms.
    pub(super) link: Option<LinkState>,
    /// The phase that the timetable asks for, also while trading is stopped.
    pub(super) timetable: TradingPhase,
    /// The next change of the timetable.
    pub(super) scheduled: Option<Change>,
    /// The running call, where it has an end of its own.
    pub(super) call: Option<RunningCall>,
    /// The number of the running period of the static collar; 0 where there is none.
    pub(super) period: u32,
    /// How many calls have had an end of their own.
    pub(super) calls: u64,
    /// Why trading is halted or suspended.
    pub(super) stopped: Option<String>,
    /// Why it was halted before it was suspended: the facilitator's halt outlives a suspension.
    pub(super) halted_before: Option<String>,
    /// Whether the ladder of sanctions alone keeps it suspended, so that a cure may resume trading.
    pub(super) suspended_by_lapse: bool,
    /// Whether it has left the market for good.
    pub(super) delisted: bool,
    /// What was last told of each level.
    published: Published,
    /// What was last told of the running call.
    pub(super) indicative: Option<Indicative>,
    /// What each account has sent and traded today, where the rules count it.
    pub(super) activity: DayActivity,
    /// Units traded on its last days.
    pub(super) volumes: TradeDays,
    /// What its company does in it, from a first programme on.
    pub(super) own: Option<Box<OwnUnits>>,
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
            interest: None,
            largest_coupon: Money::ZERO,
            holding: None,
            debt: Debt::default(),
            link: None,
            timetable: TradingPhase::Closed,
            scheduled: None,
            call: None,
            period: 0,
            calls: 0,
            stopped: None,
            halted_before: None,
            suspended_by_lapse: false,
            delisted: false,
            published: Published::default(),
            indicative: None,
            activity: DayActivity::default(),
            volumes: TradeDays::default(),
            own: None,
        }
    }

    /// The same for a bond. Nothing when its coupons overflow.
    pub(super) fn bearing(mut self, interest: Option<Interest>) -> Option<Self> {
        self.largest_coupon = interest.map_or(Some(Money::ZERO), |bond| bond.largest_coupon(bond.issued_on))?;
        self.interest = interest;
        Some(self)
    }
}

impl Exchange {
    pub(super) fn listing(&mut self, instrument: Symbol) -> Result<&mut Listing, Reject> {
        self.listings.get_mut(&instrument).ok_or(Reject::UnknownInstrument(instrument))
    }

    /// Tells the levels that have changed, and what the running call would now give.
    pub(super) fn publish(&mut self, seat: Seat, touched: &[(Side, Price)], out: &mut Telling) {
        let instrument = seat.instrument;
        let listing = &mut self.listings[seat];
        for &(side, price) in touched {
            let quantity = listing.market.visible(side, price);
            if listing.published.note(side, price, quantity) {
                out.tell(Fact::Level { instrument, side, price, quantity });
            }
        }
        let is_call = listing.market.phase() == TradingPhase::Call;
        if !is_call && listing.indicative.is_none() {
            return;
        }
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
        if units.iter().any(|(symbol, _)| self.listings[symbol].delisted) {
            return Err(Reject::Delisted);
        }
        let account = self.open_investor(investor.clone(), cash, out)?;
        for &(symbol, quantity) in units {
            let issuance = self.issuance_of(symbol);
            self.move_assets(issuance, account, Asset::Units(symbol), Amount::from(quantity))?;
            out.tell(Fact::Issued { account, instrument: symbol, quantity });
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
