//! A listed company buys its own units on the market (art. 2357 and following c.c.), and cancels them.

use super::agenda::Due;
use super::own_units::{OwnUnits, Programme};
use super::preparation::Company;
use super::telling::Telling;
use super::{BuyBackTerms, Exchange, Fact, OwnLeft, Reject};
use crate::admission::Distribution;
use crate::domain::{AccountId, Basis, Code, Day, Figure, LegalForm, Money, Price, Quantity, Symbol, Text};
use crate::exercise::{Entry, EntryKind, Payer, Unit};
use crate::issuance::{BuyBack, BuyBackMeans, Profit};
use crate::ledger::{Amount, Asset};

/// What a company says of the purchases of its own units.
#[derive(Debug, Clone, Copy)]
pub(super) struct BuyBackPlan {
    pub(super) terms: BuyBack,
    /// Free reserves of the last accounts, as the company states them.
    pub(super) reserves: Money,
    /// The least price at which the meeting lets them be sold again; without it they can only be cancelled.
    pub(super) resale_from: Option<Price>,
}

impl Exchange {
    /// A listed company announces that it buys its own units. Checks, in this order: the company and its listed shares,
    /// that it may trade, that no other programme runs, its accounts, then what the law asks of the terms
    /// ([`BuyBack::check`]).
    pub(super) fn buy_back(&mut self, code: &Code, plan: BuyBackPlan, out: &mut Telling) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        let (instrument, account) = (company.ask()?.symbol, company.account);
        if !company.ask()?.kind.is_equity() || !self.listings.contains_key(&instrument) {
            return Err(Reject::WrongStage);
        }
        self.may_trade(instrument)?;
        let own = self.listings[&instrument].own.as_deref();
        let runs = own.and_then(|own| own.programme.as_ref());
        if runs.is_some_and(|programme| !programme.is_complete()) {
            return Err(Reject::BuyBackState);
        }
        if plan.reserves < Money::ZERO {
            return Err(Reject::NoAmount);
        }
        let (&year, profit) = company.business.profits.last_key_value().ok_or(Reject::ProfitState)?;
        let freed = runs.filter(|one| one.year == year).map_or(Money::ZERO, Programme::unused);
        let left = profit.distributable().checked_sub(profit.declared).unwrap_or_default();
        let left = left.checked_add(freed).ok_or(Reject::Overflow)?.max(Money::ZERO);
        let available = left.checked_add(plan.reserves).ok_or(Reject::Overflow)?;
        let means = self.means(company, available)?;
        plan.terms.check(self.world.calendar.day(out.now()), &means).map_err(Reject::BuyBack)?;
        self.end_buy_back(instrument, "completed", out)?;
        let cost = plan.terms.cost().ok_or(Reject::Overflow)?;
        let of_profit = cost.checked_sub(plan.reserves).unwrap_or_default().max(Money::ZERO);
        self.take_of_profit(code, year, of_profit);
        let ends_at = self.end_of(plan.terms.until_on);
        let listing = self.listing(instrument)?;
        let last = listing.market.last();
        let own = listing.own.get_or_insert_with(|| Box::new(OwnUnits::new(account, last)));
        own.programmes += 1;
        own.resale_from = plan.resale_from;
        own.programme = Some(Programme::new(plan.terms, year, of_profit, plan.reserves));
        let number = own.programmes;
        self.agenda.at(ends_at, Due::BuyBackEnds { instrument, number });
        let (company, terms) = (code.clone(), told(&plan, (year, available)));
        out.tell(Fact::BuyBackAnnounced { company, instrument, account, terms });
        Ok(())
    }

    /// What a company's purchases are held against. What is locked to the purpose is not handed out by way of a price: a
    /// social enterprise (D.Lgs. 112/2017 art. 3), a cooperative of prevalent mutuality (art. 2514 c.c.), and a company
    /// whose statute pays nothing out buy at no more than what was paid in for a unit.
    fn means(&self, company: &Company, available: Money) -> Result<BuyBackMeans, Reject> {
        let (ask, dossier) = (company.ask()?, self.dossier_of(company));
        let found = Distribution::of(dossier, &self.world.rulebook);
        let is_locked = found.forbidden || found.below.is_some() || found.source.is_some();
        let in_issue = self.ledger.in_circulation(Asset::Units(ask.symbol)).quantity().ok_or(Reject::Overflow)?;
        Ok(BuyBackMeans {
            available,
            in_issue: in_issue.checked_add(ask.existing).ok_or(Reject::Overflow)?,
            own: self.treasury(company.account, ask.symbol),
            price_cap: is_locked.then(|| company.offer_price()).transpose()?,
            forbidden: dossier.company.legal_form == Some(LegalForm::Srl),
        })
    }

    /// Takes a part of a year's profit for purchases: what a dividend cannot have any more.
    fn take_of_profit(&mut self, code: &Code, year: i16, amount: Money) {
        let profit = self.profit_of(code, year);
        profit.declared = profit.declared.checked_add(amount).expect("checked against the profit");
    }

    /// Gives back to the profit what a programme has not used of it.
    fn give_back(&mut self, code: &Code, programme: &Programme) {
        let profit = self.profit_of(code, programme.year);
        profit.declared = profit.declared.checked_sub(programme.unused()).expect("it was taken before");
    }

    fn profit_of(&mut self, code: &Code, year: i16) -> &mut Profit {
        let profits = &mut self.companies.get_mut(code).expect("looked up by its caller").business.profits;
        profits.get_mut(&year).expect("accounts are not taken back")
    }

    /// The last day of a programme is over, unless another has followed it.
    pub(super) fn close_buy_back(&mut self, instrument: Symbol, number: u32, out: &mut Telling) -> Result<(), Reject> {
        let own = self.listing(instrument)?.own.as_deref();
        let Some(own) = own.filter(|own| own.programmes == number) else { return Ok(()) };
        let is_complete = own.programme.as_ref().is_some_and(Programme::is_complete);
        self.end_buy_back(instrument, if is_complete { "completed" } else { "over" }, out)
    }

    /// Ends the programme of an instrument, if there is one: its open orders end, and what it has not used of the profit
    /// is free again.
    pub(super) fn end_buy_back(&mut self, instrument: Symbol, reason: &str, out: &mut Telling) -> Result<(), Reject> {
        let listing = self.listing(instrument)?;
        let code = listing.company.clone();
        let Some(account) = listing.own.as_deref().filter(|own| own.programme.is_some()).map(|own| own.account) else {
            return Ok(());
        };
        self.withdraw_own(account, instrument, out);
        let own = self.listing(instrument)?.own.as_deref_mut().expect("looked up above");
        let programme = own.programme.take().expect("looked up above");
        self.give_back(&code, &programme);
        let Programme { bought, spent, .. } = programme;
        let left = self.own_left(&code, instrument)?;
        let (company, reason) = (code.clone(), reason.to_owned());
        out.tell(Fact::BuyBackEnded { company, instrument, bought, spent, left, reason });
        if !spent.is_zero() {
            let entry = line(instrument, spent, self.world.calendar.day(out.now()));
            out.tell(Fact::Burden { company: code, entry });
        }
        Ok(())
    }

    /// A company cancels units of its own: they go back to where they were issued from. Checks, in this order: the company
    /// and its shares, that there are units, that they are there, free of orders and settled.
    pub(super) fn cancel_treasury(&mut self, code: &Code, units: Quantity, out: &mut Telling) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        let (instrument, account, issuance) = (company.ask()?.symbol, company.account, company.issuance);
        if !company.ask()?.kind.is_equity() || !self.listings.contains_key(&instrument) {
            return Err(Reject::WrongStage);
        }
        if units.is_zero() {
            return Err(Reject::NoAmount);
        }
        let (asset, amount) = (Asset::Units(instrument), Amount::from(units));
        if !self.leaves_unsettled(account, asset, amount) {
            return Err(Reject::Unsettled(asset));
        }
        self.move_assets(account, issuance, asset, amount)?;
        let company = self.companies.get_mut(code).expect("looked up above");
        company.allotted = company.allotted.checked_sub(units).unwrap_or_default();
        let listed = company.allotted;
        self.listing(instrument)?.market.count_units(listed);
        let (left, company) = (self.own_left(code, instrument)?, code.clone());
        out.tell(Fact::TreasuryCancelled { company, instrument, account, quantity: units, left });
        Ok(())
    }

    /// What a company has of its own units, and what the others come to.
    fn own_left(&self, code: &Code, instrument: Symbol) -> Result<OwnLeft, Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        let treasury = self.treasury(company.account, instrument);
        Ok(OwnLeft { treasury, listed: company.allotted, free_float: self.float_of(code)? })
    }
}

impl OwnUnits {
    /// A company that has announced nothing yet, in an instrument with this last trade.
    const fn new(account: AccountId, last: Option<Price>) -> Self {
        Self { account, programme: None, programmes: 0, resale_from: None, last_independent: last }
    }
}

/// The terms of a programme as the log tells them.
fn told(plan: &BuyBackPlan, (year, available): (i16, Money)) -> BuyBackTerms {
    let BuyBack { units, price_at_most, price_at_least, authorised_on, from_on, until_on } = plan.terms;
    let resale_from = plan.resale_from;
    BuyBackTerms {
        units,
        price_at_most,
        price_at_least,
        authorised_on,
        from_on,
        until_on,
        year,
        available,
        resale_from,
    }
}

/// What own units have cost, as the company's burden.
fn line(instrument: Symbol, spent: Money, day: Day) -> Entry {
    Entry {
        item: "buy-back".parse().expect("a code"),
        label: Text {
            it: format!("Acquisto di azioni proprie, {instrument}"),
            en: format!("Purchase of own shares, {instrument}"),
        },
        kind: EntryKind::Financial,
        amount: Figure::of_money(spent),
        unit: Unit::Euro,
        date: day,
        basis: Basis::Simulated,
        source: "trades of the company in its own units, without fees".to_owned(),
        payer: Some(Payer::Issuer),
        rule: None,
    }
}
