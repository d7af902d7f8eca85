//! A capital increase of a listed company: new units for its holders first, then for everybody, at a fixed price.

use std::collections::BTreeMap;

use super::accounts::cash;
use super::agenda::Due;
use super::preparation::Company;
use super::telling::Telling;
use super::{Exchange, Fact, Reject};
use crate::domain::{AccountId, Basis, Code, Day, Figure, Money, Price, Quantity, Side, Symbol, Text, Timestamp};
use crate::exercise::{Entry, EntryKind, Payer, Unit};
use crate::issuance::{Subscription, SubscriptionRefusal, allot_by_right, preemptive_right};
use crate::ledger::{Amount, Asset, ReservationId};

/// Days for which holders can use their right, at least: fourteen from the publication of the offer (art. 2441 c.c., second
/// paragraph, as it stands since 2020).
const RIGHT_DAYS: i32 = 14;

/// What a company says of its capital increase.
#[derive(Debug, Clone, Copy)]
pub(super) struct IncreaseTerms {
    pub(super) units: Quantity,
    pub(super) price: Price,
    /// The first day on which it can be subscribed; holders of the business day before have the right.
    pub(super) opens_on: Day,
    /// The last day.
    pub(super) closes_on: Day,
    /// Whether it stands also where less than all of it is subscribed (scindibile).
    pub(super) separable: bool,
}

/// A capital increase, from the day on which it was said to its close.
#[derive(Debug, Clone)]
pub(super) struct Increase {
    terms: IncreaseTerms,
    /// What each holder may take before others, once it is open.
    rights: Option<BTreeMap<AccountId, Quantity>>,
    closes_at: Timestamp,
    asked: Vec<Subscription>,
    /// The money of each request, in the same order.
    pub(super) reservations: Vec<ReservationId>,
}

impl Exchange {
    /// A listed company says that it increases its capital. Checks, in this order: the company and its shares, that it may
    /// trade, that no other increase runs, units and price, the record day, the term.
    pub(super) fn increase_capital(
        &mut self,
        code: &Code,
        terms: IncreaseTerms,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        let ask = company.ask()?;
        let (instrument, is_equity) = (ask.symbol, ask.kind.is_equity());
        if !is_equity || !self.listings.contains_key(&instrument) {
            return Err(Reject::WrongStage);
        }
        self.may_trade(instrument)?;
        if company.increase.is_some() {
            return Err(Reject::IncreaseState);
        }
        let raised = Money::of(terms.price, terms.units, 1).ok_or(Reject::Overflow)?;
        if terms.price.scaled() <= 0 || raised <= Money::ZERO {
            return Err(Reject::NoAmount);
        }
        let calendar = &self.world.calendar;
        if self.record_day(calendar.business_day_from(terms.opens_on)) < calendar.day(out.now()) {
            return Err(Reject::PaymentTooSoon);
        }
        if terms.closes_on < terms.opens_on.plus_days(RIGHT_DAYS) {
            return Err(Reject::TermTooShort);
        }
        let last = calendar.business_day_from(terms.closes_on);
        let closes_at = calendar.instant(last, self.world.path.offer_closes_at);
        let increase = Increase { terms, rights: None, closes_at, asked: Vec::new(), reservations: Vec::new() };
        self.companies.get_mut(code).expect("looked up above").increase = Some(increase);
        let opens_at = self.payment_at(terms.opens_on).max(out.now());
        self.agenda.at(opens_at, Due::IncreaseOpens { company: code.clone() });
        let IncreaseTerms { units, price, opens_on, separable, .. } = terms;
        let company = code.clone();
        out.tell(Fact::IncreaseAnnounced { company, instrument, units, price, opens_on, closes_at, separable });
        Ok(())
    }

    /// The first day of an increase: who holds units settled at the end of the record day has its right.
    pub(super) fn open_increase(&mut self, code: &Code, out: &mut Telling) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        let Some(increase) = company.increase.as_ref() else { return Ok(()) };
        let (terms, closes_at) = (increase.terms, increase.closes_at);
        let (instrument, existing) = (company.ask()?.symbol, company.ask()?.existing);
        let record_on = self.record_day(self.world.calendar.day(out.now()));
        let holders = self.entitled(instrument, record_on);
        let with_rights = self.with_rights(company.account, instrument, record_on).ok_or(Reject::Overflow)?;
        let in_issue = with_rights.checked_add(existing).ok_or(Reject::Overflow)?;
        let company = code.clone();
        out.tell(Fact::IncreaseOpened { company, instrument, units: terms.units, in_issue, record_on });
        let mut rights = BTreeMap::new();
        for (account, held) in holders {
            let right = preemptive_right(terms.units, held, in_issue).ok_or(Reject::Overflow)?;
            rights.insert(account, right);
            out.tell(Fact::RightGiven { account, instrument, held, quantity: right });
        }
        self.agenda.at(closes_at, Due::IncreaseCloses { company: code.clone() });
        let company = self.companies.get_mut(code).expect("looked up above");
        company.increase.as_mut().expect("looked up above").rights = Some(rights);
        Ok(())
    }

    /// Takes a request for units of an increase that is open, and reserves its money.
    pub(super) fn subscribe_increase(
        &mut self,
        account: AccountId,
        code: &Code,
        (units, limit): (Quantity, Option<Price>),
        out: &mut Telling,
    ) -> Result<(), Reject> {
        self.known_account(account)?;
        let refuse = |refusal| Err(Reject::Subscription(refusal));
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        let instrument = company.ask()?.symbol;
        let increase = company.increase.as_ref().ok_or(Reject::OfferClosed)?;
        let terms = increase.terms;
        if increase.rights.is_none() {
            return refuse(SubscriptionRefusal::OfferNotOpen);
        }
        if units.is_zero() {
            return refuse(SubscriptionRefusal::NoUnits);
        }
        if units > terms.units {
            return refuse(SubscriptionRefusal::BeyondOffer);
        }
        if limit.is_some() {
            return refuse(SubscriptionRefusal::LimitNotAllowed);
        }
        self.check_holder(account, self.seat(instrument)?, Side::Buy, units)?;
        let value = Money::of(terms.price, units, 1).ok_or(Reject::Overflow)?;
        self.check_payment(account, cash(value))?;
        let reservation = self.reserve(account, Asset::Cash, cash(value))?;
        let company = self.companies.get_mut(code).expect("looked up above");
        let increase = company.increase.as_mut().expect("looked up above");
        increase.asked.push(Subscription { account, units, at: out.now() });
        increase.reservations.push(reservation);
        out.tell(Fact::Subscribed { account, instrument, quantity: units, limit: None, reserved: value });
        Ok(())
    }

    /// Units that an account has asked of a running increase.
    pub(super) fn asked_of_increase(&self, account: AccountId, instrument: Symbol) -> u128 {
        let company = self.listings.get(&instrument).and_then(|listing| self.companies.get(&listing.company));
        let asked = company.and_then(|company| company.increase.as_ref()).map(|increase| &increase.asked);
        let own = asked.into_iter().flatten().filter(|request| request.account == account);
        own.map(|request| u128::from(request.units.units())).sum()
    }

    /// The last day of an increase is over: units are given and paid for, or everything goes back.
    pub(super) fn close_increase(&mut self, code: &Code, out: &mut Telling) -> Result<(), Reject> {
        self.end_increase(code, true, out)
    }

    /// An instrument leaves the market: what was asked of its increase goes back.
    pub(super) fn drop_increase(&mut self, code: &Code, out: &mut Telling) -> Result<(), Reject> {
        self.end_increase(code, false, out)
    }

    fn end_increase(&mut self, code: &Code, goes_on: bool, out: &mut Telling) -> Result<(), Reject> {
        let company = self.companies.get_mut(code).ok_or(Reject::UnknownCompany)?;
        let Some(increase) = company.increase.take() else { return Ok(()) };
        let (instrument, payee, issuance) = (company.ask()?.symbol, company.account, company.issuance);
        let Increase { terms, rights, asked, reservations, .. } = increase;
        let total: u64 = asked.iter().fold(0, |sum, one| sum.saturating_add(one.units.units()));
        let success = goes_on && total > 0 && (terms.separable || total >= terms.units.units());
        let offered = if success { terms.units } else { Quantity::ZERO };
        let given = allot_by_right(offered, &rights.unwrap_or_default(), &asked);
        let (mut raised, mut allotted) = (Money::ZERO, 0_u64);
        for ((request, reservation), given) in asked.iter().zip(reservations).zip(given) {
            let paid = Money::of(terms.price, given, 1).ok_or(Reject::Overflow)?;
            let account = request.account;
            self.pay_reserved(reservation, payee, cash(paid));
            self.move_assets(issuance, account, Asset::Units(instrument), Amount::from(given))?;
            let released = self.release(reservation).money();
            raised = raised.checked_add(paid).ok_or(Reject::Overflow)?;
            allotted = allotted.saturating_add(given.units());
            out.tell(Fact::Allotted { account, instrument, quantity: given, paid, released });
        }
        let allotted = Quantity::new(allotted);
        let (asked, day) = (Quantity::new(total), self.world.calendar.day(out.now()));
        let listed = self.count_new_units(code, instrument, allotted)?;
        let free_float = self.float_of(code)?;
        let company = code.clone();
        out.tell(Fact::IncreaseClosed { company, instrument, success, asked, allotted, raised, listed, free_float });
        if success {
            out.tell(Fact::Benefit { company: code.clone(), entry: line(instrument, raised, day) });
        }
        Ok(())
    }

    /// Counts new units among those that are listed.
    fn count_new_units(&mut self, code: &Code, instrument: Symbol, new: Quantity) -> Result<Quantity, Reject> {
        let company: &mut Company = self.companies.get_mut(code).ok_or(Reject::UnknownCompany)?;
        company.allotted = company.allotted.checked_add(new).ok_or(Reject::Overflow)?;
        let listed = company.allotted;
        self.listing(instrument)?.market.count_units(listed);
        Ok(listed)
    }
}

/// What an increase has raised, as the company's benefit.
fn line(instrument: Symbol, raised: Money, day: Day) -> Entry {
    Entry {
        item: "capital-increase".parse().expect("a code"),
        label: Text { it: format!("Aumento di capitale, {instrument}"), en: format!("Capital increase, {instrument}") },
        kind: EntryKind::Financial,
        amount: Figure::of_money(raised),
        unit: Unit::Euro,
        date: day,
        basis: Basis::Simulated,
        source: "units allotted at the price of the increase".to_owned(),
        payer: Some(Payer::Investor),
        rule: None,
    }
}
