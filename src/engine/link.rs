//! The link between a result and the terms of an instrument: what is promised goes into escrow, the result is looked at
//! on its day, and whoever has to give gives.

use std::collections::BTreeMap;

use super::accounts::cash;
use super::agenda::Due;
use super::telling::Telling;
use super::{Exchange, Fact, Reject};
use crate::admission::Instrument;
use crate::domain::{
    AccountId, Basis, Beneficiary, Code, Figure, Giver, ImpactLinkKind, InstrumentKind, LinkResult, Money, Pledge,
    Price, Quantity, Rate, SCALE, Symbol, TargetStanding, Text,
};
use crate::exercise::{Entry, EntryKind, Payer, Unit};
use crate::issuance::{Interest, Link, RateStep, share_out, times};
use crate::ledger::{AccountKind, Asset};

/// A cent, in 1/10,000 of a euro.
const CENT: i128 = SCALE as i128 / 100;

/// The link of a listed instrument, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct LinkState {
    pub(super) link: Link,
    /// As what the target counted on its day.
    pub(super) result: Option<LinkResult>,
    /// What lies in escrow for it.
    escrowed: Money,
    /// What accounts have promised and not given.
    owed: BTreeMap<AccountId, Money>,
}

/// What was promised for an instrument between its offer and its listing.
#[derive(Debug, Clone, Default)]
pub(super) struct Pledges {
    escrowed: Money,
    owed: BTreeMap<AccountId, Money>,
    /// Who has paid how much into escrow.
    paid: Vec<(AccountId, Money)>,
}

/// The link of what a dossier asks to list; nothing where it has none, or says it only in part.
fn link_of(asked: &Instrument) -> Option<Link> {
    let stated = asked.impact_link.as_ref()?;
    let kind = stated.kind?;
    let is_bond = asked.kind? == InstrumentKind::Bond;
    let fits = if is_bond { kind != ImpactLinkKind::MixedDividend } else { !kind.is_of_a_bond() };
    let payer = stated.payer.clone().zip(stated.maximum);
    let link = Link {
        kind,
        objective: stated.indicator.clone()?,
        observed_on: stated.observed_on?,
        effect: stated.effect?,
        if_unverified: stated.if_unverified.unwrap_or_default(),
        if_late: stated.if_late.unwrap_or_default(),
        pledge: stated.pledge.unwrap_or_default(),
        payer,
        beneficiary: stated.beneficiary.unwrap_or_default(),
    };
    Some(link).filter(|link| fits && link.effect > Rate::ZERO && link.effect < Rate::ONE)
}

impl Exchange {
    /// What the subscribers of an offer have promised to give goes into escrow, as far as they have it; what one of them
    /// lacks is owed, and kept back from what the bond pays to it.
    pub(super) fn take_pledges(&mut self, code: &Code, out: &mut Telling) -> Result<(), Reject> {
        let company = &self.companies[code];
        let asked = &self.dossier_of(company).instrument;
        let (Some(link), Some(nominal)) = (link_of(asked), asked.nominal) else { return Ok(()) };
        let per_unit = link.donation(nominal).ok_or(Reject::Overflow)?;
        if per_unit.is_zero() || link.pledge != Pledge::Escrow {
            return Ok(());
        }
        let instrument = company.ask()?.symbol;
        let mut pledges = Pledges::default();
        for (account, units, _) in company.allotments.clone() {
            let promised = times(per_unit, units).ok_or(Reject::Overflow)?;
            let paid = self.pledge(code, (instrument, account), promised, out)?;
            let lacking = promised.checked_sub(paid).ok_or(Reject::Overflow)?;
            pledges.escrowed = pledges.escrowed.checked_add(paid).ok_or(Reject::Overflow)?;
            pledges.paid.push((account, paid));
            owe(&mut pledges.owed, account, lacking)?;
        }
        self.companies.get_mut(code).expect("looked up above").pledges = pledges;
        Ok(())
    }

    /// A company leaves before its listing: what was promised goes back to whoever paid it.
    pub(super) fn unwind_pledges(&mut self, code: &Code, out: &mut Telling) -> Result<(), Reject> {
        let company = self.companies.get_mut(code).ok_or(Reject::UnknownCompany)?;
        let pledges = std::mem::take(&mut company.pledges);
        let instrument = company.ask()?.symbol;
        for (account, amount) in pledges.paid {
            self.out_of_escrow(code, (instrument, account), amount, out)?;
        }
        Ok(())
    }

    /// Binds the terms of a newly listed instrument to the result that its dossier names, and has its payer of outcomes
    /// put into escrow what it has promised.
    pub(super) fn begin_link(&mut self, instrument: Symbol, out: &mut Telling) -> Result<(), Reject> {
        let code = self.listing(instrument)?.company.clone();
        let company = self.companies.get_mut(&code).expect("only an enrolled company lists");
        let pledges = std::mem::take(&mut company.pledges);
        let company = &self.companies[&code];
        let (asked, units) = (&self.dossier_of(company).instrument, company.allotted);
        let Some(link) = link_of(asked) else { return Ok(()) };
        let value = match asked.nominal.filter(|_| asked.kind == Some(InstrumentKind::Bond)) {
            Some(nominal) => nominal,
            None => Money::of(company.sold_at.unwrap_or(company.ask()?.price), Quantity::new(1), 1)
                .ok_or(Reject::Overflow)?,
        };
        let mut escrowed = pledges.escrowed;
        let promise = link.outcome(value, units);
        if let Some((payer, promised)) = promise.and_then(|(name, due)| Some((*self.investors.get(name)?, due))) {
            escrowed = self.pledge(&code, (instrument, payer), promised, out)?;
        }
        let at = self.end_of(link.observed_on).max(out.now());
        self.agenda.at(at, Due::Observation { instrument });
        let (payer, maximum) = link.payer.clone().unzip();
        out.tell(Fact::LinkBound {
            company: code,
            instrument,
            kind: link.kind,
            objective: link.objective.clone(),
            observed_on: link.observed_on,
            effect: link.effect,
            payer,
            maximum,
        });
        let listing = self.listing(instrument)?;
        if let Some(interest) = listing.interest {
            let highest = Interest { rate: link.highest_coupon(interest.rate), ..interest };
            listing.largest_coupon = highest.largest_coupon(interest.issued_on).ok_or(Reject::Overflow)?;
        }
        listing.link = Some(LinkState { link, result: None, escrowed, owed: pledges.owed });
        Ok(())
    }

    /// The largest coupon that a unit still pays from a day on; the highest that its link may come to, while the result
    /// is not known.
    pub(super) fn largest_coupon_from(&self, instrument: Symbol, day: crate::domain::Day) -> Result<Money, Reject> {
        let listing = &self.listings[&instrument];
        let Some(interest) = listing.interest else { return Ok(Money::ZERO) };
        let open = listing.link.as_ref().filter(|state| state.result.is_none());
        let rate = open.map_or(interest.rate, |state| state.link.highest_coupon(interest.rate));
        Interest { rate, ..interest }.largest_coupon(day).ok_or(Reject::Overflow)
    }

    /// Looks at the result, once: at the end of the day that the terms name, or before the instrument is paid back.
    pub(super) fn observe_link(&mut self, instrument: Symbol, out: &mut Telling) -> Result<(), Reject> {
        let listing = self.listing(instrument)?;
        let code = listing.company.clone();
        let Some(state) = listing.link.as_ref().filter(|state| state.result.is_none()) else { return Ok(()) };
        let link = state.link.clone();
        let standings = &self.companies[&code].life.standings;
        let standing = standings.get(&link.objective).copied().unwrap_or(TargetStanding::Open);
        let (result, ground) = link.result(standing);
        out.tell(Fact::LinkObserved {
            company: code.clone(),
            instrument,
            kind: link.kind,
            objective: link.objective.clone(),
            observed_on: link.observed_on,
            standing,
            result,
            ground,
            giver: link.bites(result).then_some(link.kind.gives().0),
        });
        self.state_of(instrument).result = Some(result);
        match link.kind {
            ImpactLinkKind::CouponStepUp | ImpactLinkKind::CouponStepDown => {
                self.step_coupon(&link, instrument, result, out)
            }
            ImpactLinkKind::Donation if result == LinkResult::Met => self.donate(&link, &code, instrument, out),
            ImpactLinkKind::Donation => self.return_pledges(&link, &code, instrument, out),
            ImpactLinkKind::OutcomePayment => self.pay_outcome(&link, &code, instrument, result, out),
            _ => Ok(()), // what it changes is asked when the bond is paid back, or when a dividend is declared
        }
    }

    fn state_of(&mut self, instrument: Symbol) -> &mut LinkState {
        let listing = self.listings.get_mut(&instrument).expect("only a listed instrument has a link");
        listing.link.as_mut().expect("looked up before")
    }

    /// The coupon changes from the first period that begins after the day of the result.
    fn step_coupon(
        &mut self,
        link: &Link,
        instrument: Symbol,
        result: LinkResult,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let today = self.world.calendar.day(out.now());
        let listing = self.listing(instrument)?;
        let Some(interest) = listing.interest else { return Ok(()) };
        let from = interest.next_coupon(link.observed_on.max(today)).filter(|&from| from < interest.matures_on);
        if let Some((from, rate)) = from.zip(link.coupon_after(interest.rate, result)) {
            let interest = Interest { step: Some(RateStep { from, rate }), ..interest };
            listing.interest = Some(interest);
            let company = listing.company.clone();
            out.tell(Fact::TermsChanged { company, instrument, interest });
        }
        let largest = self.largest_coupon_from(instrument, today)?;
        self.listing(instrument)?.largest_coupon = largest;
        Ok(())
    }

    /// What was promised goes to the company: out of escrow, then from those who still owe it, or from whoever holds the
    /// bond where nothing was set aside.
    fn donate(&mut self, link: &Link, code: &Code, instrument: Symbol, out: &mut Telling) -> Result<(), Reject> {
        let issuer = self.companies[code].account;
        let escrowed = std::mem::take(&mut self.state_of(instrument).escrowed);
        let mut given = escrowed;
        if !escrowed.is_zero() {
            let escrow = self.escrow_of(code, out);
            self.give(Giver::Investor, (instrument, escrow, issuer), escrowed, out)?;
        }
        if let (Pledge::Promise, Some(interest)) = (link.pledge, self.listings[&instrument].interest) {
            let per_unit = link.donation(interest.nominal).ok_or(Reject::Overflow)?;
            for (account, units) in self.entitled(instrument, link.observed_on) {
                let promised = times(per_unit, units).ok_or(Reject::Overflow)?;
                owe(&mut self.state_of(instrument).owed, account, promised)?;
            }
        }
        for (account, promised) in std::mem::take(&mut self.state_of(instrument).owed) {
            let paid = promised.min(self.payable(account));
            self.give(Giver::Investor, (instrument, account, issuer), paid, out)?;
            given = given.checked_add(paid).ok_or(Reject::Overflow)?;
            let lacking = promised.checked_sub(paid).ok_or(Reject::Overflow)?;
            self.still_owes(instrument, account, lacking, out)?;
        }
        self.book_gift(code, (instrument, Payer::Investor), given, out);
        Ok(())
    }

    /// The target is missed: what lies in escrow goes to whoever holds the bond, in proportion, and nobody owes anything.
    fn return_pledges(
        &mut self,
        link: &Link,
        code: &Code,
        instrument: Symbol,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let state = self.state_of(instrument);
        let escrowed = std::mem::take(&mut state.escrowed);
        state.owed.clear();
        let holders = self.entitled(instrument, link.observed_on);
        for (account, share) in share_out(escrowed, &holders).ok_or(Reject::Overflow)? {
            self.out_of_escrow(code, (instrument, account), share, out)?;
        }
        Ok(())
    }

    /// A third party pays for the success out of its escrow, or has it back.
    fn pay_outcome(
        &mut self,
        link: &Link,
        code: &Code,
        instrument: Symbol,
        result: LinkResult,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let escrowed = std::mem::take(&mut self.state_of(instrument).escrowed);
        let payer = link.payer.as_ref().and_then(|(payer, _)| self.investors.get(payer)).copied();
        let Some(payer) = payer.filter(|_| !escrowed.is_zero()) else { return Ok(()) };
        let (escrow, issuer) = (self.escrow_of(code, out), self.companies[code].account);
        if result == LinkResult::Missed {
            return self.out_of_escrow(code, (instrument, payer), escrowed, out);
        }
        let holders = match link.beneficiary {
            Beneficiary::Issuer => Vec::new(),
            Beneficiary::Holders => self.entitled(instrument, link.observed_on),
        };
        let shares = share_out(escrowed, &holders).ok_or(Reject::Overflow)?;
        if shares.is_empty() {
            self.give(Giver::ThirdParty, (instrument, escrow, issuer), escrowed, out)?;
            self.book_gift(code, (instrument, Payer::ThirdParty), escrowed, out);
        }
        for (account, share) in shares {
            self.give(Giver::ThirdParty, (instrument, escrow, account), share, out)?;
        }
        Ok(())
    }

    /// What is left of a payment of the issuer to a holder, once what the holder still owes is kept back: for the escrow
    /// while the result is open, for the issuer after it.
    pub(super) fn kept_back(
        &mut self,
        instrument: Symbol,
        account: AccountId,
        amount: Money,
        out: &mut Telling,
    ) -> Result<Money, Reject> {
        let Some(state) = self.listing(instrument)?.link.as_mut() else { return Ok(amount) };
        let Some(owed) = state.owed.remove(&account) else { return Ok(amount) };
        let kept = whole_cents(owed.min(amount));
        owe(&mut state.owed, account, owed.checked_sub(kept).ok_or(Reject::Overflow)?)?;
        let (result, code) = (state.result, self.listings[&instrument].company.clone());
        let issuer = self.companies[&code].account;
        if result.is_none() {
            let escrow = self.escrow_of(&code, out);
            self.move_assets(issuer, escrow, Asset::Cash, cash(kept))?;
            let state = self.state_of(instrument);
            state.escrowed = state.escrowed.checked_add(kept).ok_or(Reject::Overflow)?;
            out.tell(Fact::Pledged { company: code, instrument, account, amount: kept });
        } else {
            out.tell(Fact::Donated { instrument, giver: Giver::Investor, from: account, to: issuer, amount: kept });
            self.book_gift(&code, (instrument, Payer::Investor), kept, out);
        }
        amount.checked_sub(kept).ok_or(Reject::Overflow)
    }

    /// At how many percent of its nominal an instrument is paid back.
    pub(super) fn redemption_price(&self, instrument: Symbol) -> Price {
        let par = "100".parse().expect("a price in percent of nominal");
        let state = self.listings[&instrument].link.as_ref();
        let judged = state.and_then(|state| Some((&state.link, state.result?)));
        judged.map_or(par, |(link, result)| link.redemption_price(result))
    }

    /// What an account can pay now, in whole cents: cash that has not settled yet only where the rules let it leave.
    fn payable(&self, account: AccountId) -> Money {
        let available = self.ledger.balance(account, Asset::Cash).available.money();
        let leaves_early = self.world.settlement.unsettled.payments;
        let incoming = self.settling.unsettled.of(account, Asset::Cash).incoming.money();
        let settled = if leaves_early { Some(available) } else { available.checked_sub(incoming) };
        whole_cents(settled.unwrap_or_default().max(Money::ZERO))
    }

    /// Takes what an account has promised into the company's escrow, as far as it has it.
    fn pledge(
        &mut self,
        code: &Code,
        (instrument, account): (Symbol, AccountId),
        promised: Money,
        out: &mut Telling,
    ) -> Result<Money, Reject> {
        let paid = promised.min(self.payable(account));
        let escrow = self.escrow_of(code, out);
        self.move_assets(account, escrow, Asset::Cash, cash(paid))?;
        let company = code.clone();
        out.tell(Fact::Pledged { company: company.clone(), instrument, account, amount: paid });
        let lacking = promised.checked_sub(paid).ok_or(Reject::Overflow)?;
        if !lacking.is_zero() {
            out.tell(Fact::PledgeShort { company, instrument, account, lacking });
        }
        Ok(paid)
    }

    fn out_of_escrow(
        &mut self,
        code: &Code,
        (instrument, account): (Symbol, AccountId),
        amount: Money,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let escrow = self.escrow_of(code, out);
        self.move_assets(escrow, account, Asset::Cash, cash(amount))?;
        out.tell(Fact::PledgeReturned { company: code.clone(), instrument, account, amount });
        Ok(())
    }

    fn give(
        &mut self,
        giver: Giver,
        (instrument, from, to): (Symbol, AccountId, AccountId),
        amount: Money,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        if !amount.is_zero() {
            self.move_assets(from, to, Asset::Cash, cash(amount))?;
            out.tell(Fact::Donated { instrument, giver, from, to, amount });
        }
        Ok(())
    }

    fn still_owes(
        &mut self,
        instrument: Symbol,
        account: AccountId,
        lacking: Money,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        if lacking.is_zero() {
            return Ok(());
        }
        owe(&mut self.state_of(instrument).owed, account, lacking)?;
        let company = self.listings[&instrument].company.clone();
        out.tell(Fact::PledgeShort { company, instrument, account, lacking });
        Ok(())
    }

    /// The company's escrow, opened when it is first needed.
    pub(super) fn escrow_of(&mut self, code: &Code, out: &mut Telling) -> AccountId {
        let company = self.companies.get_mut(code).expect("only an enrolled company is asked for");
        *company.escrow.get_or_insert_with(|| {
            let account = self.ledger.open(code.clone(), AccountKind::Escrow);
            out.tell(opened(account, code));
            account
        })
    }

    /// A gift as the company's benefit.
    fn book_gift(&self, code: &Code, (instrument, payer): (Symbol, Payer), amount: Money, out: &mut Telling) {
        if amount.is_zero() {
            return;
        }
        let entry = Entry {
            item: "pay-for-success".parse().expect("a code"),
            label: Text {
                it: format!("Erogazione al risultato, {instrument}"),
                en: format!("Payment for success, {instrument}"),
            },
            kind: EntryKind::Financial,
            amount: Figure::of_money(amount),
            unit: Unit::Euro,
            date: self.world.calendar.day(out.now()),
            basis: Basis::Simulated,
            source: "impact link of the instrument, on a verified result".to_owned(),
            payer: Some(payer),
            rule: None,
        };
        out.tell(Fact::Benefit { company: code.clone(), entry });
    }
}

fn opened(account: AccountId, code: &Code) -> Fact {
    Fact::AccountOpened { account, name: code.clone(), kind: AccountKind::Escrow, investor: false }
}

/// An amount without what is smaller than a cent, so that an escrow can always be shared out whole.
fn whole_cents(amount: Money) -> Money {
    Money::from_scaled(amount.scaled() - amount.scaled() % CENT)
}

/// Writes down what an account owes.
fn owe(owed: &mut BTreeMap<AccountId, Money>, account: AccountId, amount: Money) -> Result<(), Reject> {
    if amount > Money::ZERO {
        let sum = owed.entry(account).or_default();
        *sum = sum.checked_add(amount).ok_or(Reject::Overflow)?;
    }
    Ok(())
}
