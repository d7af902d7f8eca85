//! A company in its own units: which orders it may enter, and what is counted of its purchases.
//!
//! The one place where this is asked. Its own account enters orders in its own instrument and in no other: buys while its
//! programme runs, sells after it where the meeting lets it.

use super::listings::Seat;
use super::{Exchange, OrderRequest, Reject};
use crate::domain::{
    AccountId, Day, Money, OrderType, Price, Quantity, Side, Symbol, TimeInForce, Timestamp, TradingPhase,
};
use crate::issuance::{BuyBack, VOLUME_DAYS, daily_limit, highest_bid};
use crate::ledger::Asset;

/// What is known of a company in its own instrument, from its first programme on.
#[derive(Debug, Clone)]
pub(super) struct OwnUnits {
    /// The company's account.
    pub(super) account: AccountId,
    /// The programme that was announced last, until it ends.
    pub(super) programme: Option<Programme>,
    /// How many programmes were announced.
    pub(super) programmes: u32,
    /// The least price at which the last meeting lets what was bought be sold again.
    pub(super) resale_from: Option<Price>,
    /// The price of the last trade in which the company had no part.
    pub(super) last_independent: Option<Price>,
}

/// Purchases that were announced.
#[derive(Debug, Clone)]
pub(super) struct Programme {
    pub(super) terms: BuyBack,
    /// The year of the accounts that it is paid out of, and what it has taken of that year's profit.
    pub(super) year: i16,
    pub(super) of_profit: Money,
    /// Free reserves that it uses first.
    pub(super) reserves: Money,
    pub(super) bought: Quantity,
    pub(super) spent: Money,
    /// What was bought on the last day with a purchase.
    last_day: Option<(Day, Quantity)>,
}

impl Programme {
    pub(super) const fn new(terms: BuyBack, year: i16, of_profit: Money, reserves: Money) -> Self {
        Self { terms, year, of_profit, reserves, bought: Quantity::ZERO, spent: Money::ZERO, last_day: None }
    }

    /// What it has taken of the profit and not used.
    pub(super) fn unused(&self) -> Money {
        let used = self.spent.checked_sub(self.reserves).unwrap_or_default().max(Money::ZERO);
        self.of_profit.checked_sub(used).unwrap_or_default()
    }

    /// Whether all of it is bought.
    pub(super) fn is_complete(&self) -> bool {
        self.bought >= self.terms.units
    }

    fn bought_on(&self, day: Day) -> Quantity {
        self.last_day.filter(|(last, _)| *last == day).map_or(Quantity::ZERO, |(_, units)| units)
    }

    fn buy(&mut self, day: Day, price: Price, quantity: Quantity) {
        let add = |sum: Quantity| sum.checked_add(quantity).expect("not above the units of the programme");
        self.last_day = Some((day, add(self.bought_on(day))));
        self.bought = add(self.bought);
        let paid = Money::of(price, quantity, 1).and_then(|paid| self.spent.checked_add(paid));
        self.spent = paid.expect("not above what the programme may cost");
    }
}

impl Exchange {
    /// Whether an account may enter orders in an instrument at all: an investor may, and a company in its own instrument.
    /// Says whether it is the second.
    pub(super) fn is_own(&self, account: AccountId, instrument: Symbol) -> Result<bool, Reject> {
        let Err(unknown) = self.known_account(account) else { return Ok(false) };
        let company = self.listings.get(&instrument).and_then(|listing| self.companies.get(&listing.company));
        if company.is_some_and(|company| company.account == account) { Ok(true) } else { Err(unknown) }
    }

    /// Whether a company may be in its own units on this side now: it buys while its programme runs, and sells when none is
    /// announced and the last meeting lets it.
    pub(super) fn check_programme(&self, seat: Seat, side: Side, now: Timestamp) -> Result<(), Reject> {
        let own = self.listings[seat].own.as_deref().ok_or(Reject::NoBuyBack)?;
        let may = match (side, &own.programme) {
            (Side::Buy, Some(programme)) => programme.terms.runs_on(self.world.calendar.day(now)),
            (Side::Sell, None) => own.resale_from.is_some(),
            _ => false,
        };
        if may { Ok(()) } else { Err(Reject::NoBuyBack) }
    }

    /// Whether a company that may be in its own units may enter this order. Checks, in this order: the form of the order and
    /// the phase, the price, the units.
    pub(super) fn check_own_order(&self, seat: Seat, request: &OrderRequest, now: Timestamp) -> Result<(), Reject> {
        let listing = &self.listings[seat];
        let own = listing.own.as_deref().ok_or(Reject::NoBuyBack)?;
        let today = self.world.calendar.day(now);
        let Some(programme) = own.programme.as_ref() else {
            let from = own.resale_from.ok_or(Reject::NoBuyBack)?;
            let price = plain_limit(request).ok_or(Reject::BuyBackOrder)?;
            return if price < from { Err(Reject::BuyBackPrice) } else { Ok(()) };
        };
        let price = plain_limit(request).filter(|_| !self.is_auction_of_a_continuous_market(seat));
        let price = price.ok_or(Reject::BuyBackOrder)?;
        let open = listing.market.open_orders().filter(|order| order.side == Side::Buy && !order.waiting);
        let (ours, others): (Vec<_>, Vec<_>) = open.partition(|order| order.group == own.account.0);
        let bid = others.iter().filter_map(|order| order.price).max();
        let terms = &programme.terms;
        let is_bound = highest_bid(own.last_independent, bid).is_none_or(|highest| price > highest);
        if is_bound || price > terms.price_at_most || price < terms.price_at_least {
            return Err(Reject::BuyBackPrice);
        }
        let open: u128 = ours.iter().map(|order| u128::from(order.remaining.units())).sum();
        let asked = open.saturating_add(u128::from(request.quantity.units()));
        let fits = |bought: Quantity, most: Quantity| u128::from(bought.units()) + asked <= u128::from(most.units());
        let of_today = fits(programme.bought_on(today), self.own_limit(seat, today));
        if of_today && fits(programme.bought, terms.units) { Ok(()) } else { Err(Reject::BuyBackVolume) }
    }

    /// Units that a company may buy of itself on a day.
    pub(super) fn own_limit(&self, seat: Seat, today: Day) -> Quantity {
        let calendar = &self.world.calendar;
        let from = (0..VOLUME_DAYS).fold(today, |day, _| calendar.business_day_before(day));
        daily_limit(self.listings[seat].volumes.between(from, today))
    }

    /// Whether a call runs in an instrument that also trades continuously, where a company keeps away from calls
    /// (Delegated Regulation (EU) 2016/1052, art. 3, paragraph 1, letter b). Where there are calls alone it takes part in
    /// them (letter c).
    fn is_auction_of_a_continuous_market(&self, seat: Seat) -> bool {
        let listing = &self.listings[seat];
        let timetable = self.world.markets[&listing.preset].schedule.iter().flat_map(|schedule| &schedule.rows);
        let mut phases = timetable.map(|row| row.phase);
        listing.market.phase().collects() && phases.any(|phase| phase == TradingPhase::Continuous)
    }

    /// Takes note of a trade: the volume of its day, and what a company has bought of itself.
    pub(super) fn note_volume(
        &mut self,
        seat: Seat,
        (price, quantity): (Price, Quantity),
        [buyer, seller]: [AccountId; 2],
    ) {
        let Some(day) = self.settling.trade_day() else { return };
        let listing = &mut self.listings[seat];
        listing.volumes.count(day, quantity);
        let Some(own) = listing.own.as_deref_mut() else { return };
        if buyer == own.account {
            own.programme.as_mut().expect("it buys within a programme alone").buy(day, price, quantity);
        } else if seller != own.account {
            own.last_independent = Some(price);
        }
    }

    /// Units of its own that a company has, those in its sell orders included.
    pub(super) fn treasury(&self, account: AccountId, instrument: Symbol) -> Quantity {
        self.ledger.balance(account, Asset::Units(instrument)).total().quantity().unwrap_or_default()
    }
}

/// The limit of an order that is a plain one and ends with the day; nothing for any other.
fn plain_limit(request: &OrderRequest) -> Option<Price> {
    let OrderRequest { kind: OrderType::Limit, time_in_force, price, display: None, expires: None, .. } = request
    else {
        return None;
    };
    let ends_today = matches!(
        time_in_force,
        TimeInForce::Day | TimeInForce::ImmediateOrCancel | TimeInForce::FillOrKill | TimeInForce::GoodForAuction
    );
    price.filter(|_| ends_today && request.instructions.is_none())
}
