//! Dividends: declared within what law, statute and profit allow, paid to whoever is entitled on the record day.

use super::accounts::cash;
use super::agenda::Due;
use super::tax::Paid;
use super::telling::Telling;
use super::{Exchange, Fact, Reject};
use crate::admission::Distribution;
use crate::domain::{
    Basis, Code, Day, Figure, ImpactLinkKind, Income, LinkResult, Money, Quantity, Rate, Symbol, Text,
};
use crate::exercise::{Entry, EntryKind, Payer, Unit};
use crate::issuance::{Dividend, DividendLimits, times};
use crate::ledger::{Asset, ReservationId};

/// A dividend that was declared.
#[derive(Debug, Clone)]
pub(super) struct Declared {
    year: i16,
    dividend: Dividend,
    paid_on: Day,
    /// The cash for it, until it is paid.
    pub(super) reservation: ReservationId,
}

impl Exchange {
    /// Declares a dividend and reserves its cash. Checks, in this order: the company and its shares, the profit of the year,
    /// the day of payment, the profit and its limits, the cash.
    pub(super) fn declare_dividend(
        &mut self,
        code: &Code,
        year: i16,
        per_unit: Money,
        paid_on: Day,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        let ask = company.ask()?;
        let (instrument, existing) = (ask.symbol, ask.existing);
        let price = company.sold_at.unwrap_or(ask.price);
        if !ask.kind.is_equity() || !self.listings.contains_key(&instrument) {
            return Err(Reject::WrongStage);
        }
        let profit = *company.business.profits.get(&year).ok_or(Reject::ProfitState)?;
        let (today, record_on) = (self.world.calendar.day(out.now()), self.record_day(paid_on));
        if record_on < today {
            return Err(Reject::PaymentTooSoon);
        }
        let with_rights = self.with_rights(company.account, instrument, record_on).ok_or(Reject::Overflow)?;
        let units = with_rights.checked_add(existing).ok_or(Reject::Overflow)?;
        let paid_in = Money::of(price, Quantity::new(1), 1).ok_or(Reject::Overflow)?;
        let dividend = Dividend::split(per_unit, units, paid_in, self.holders_part(instrument));
        dividend.check(&profit, &self.dividend_limits(code)).map_err(Reject::Dividend)?;
        let amount = dividend.total().ok_or(Reject::Overflow)?;
        let reservation = self.reserve(self.companies[code].account, Asset::Cash, cash(amount))?;
        let business = &mut self.companies.get_mut(code).expect("looked up above").business;
        let profit = business.profits.get_mut(&year).expect("looked up above");
        profit.per_unit = profit.per_unit.checked_add(dividend.to_holder).expect("checked against its cap");
        profit.declared = profit.declared.checked_add(amount).expect("checked against the profit");
        let number = business.dividends.len();
        business.dividends.push(Declared { year, dividend, paid_on, reservation });
        self.agenda.at(self.payment_at(paid_on).max(out.now()), Due::Dividend { company: code.clone(), number });
        out.tell(Fact::DividendDeclared {
            company: code.clone(),
            instrument,
            number: count(number),
            year,
            per_unit: dividend.to_holder,
            to_purpose: dividend.to_purpose,
            units,
            amount,
            record_on,
            paid_on,
        });
        Ok(())
    }

    /// What law and statute let a company distribute, by its dossier and the rulebook.
    fn dividend_limits(&self, code: &Code) -> DividendLimits {
        let found = Distribution::of(self.dossier_of(&self.companies[code]), &self.world.rulebook);
        let Distribution { forbidden, below, share, on_capital, .. } = found;
        DividendLimits { forbidden, below, share, on_capital }
    }

    /// The part of the capital paid in up to which holders share in a mixed dividend; once the target is missed, and
    /// without such a link, they share in all of it.
    fn holders_part(&self, instrument: Symbol) -> Option<Rate> {
        let state = self.listings[&instrument].link.as_ref()?;
        let is_split = state.link.kind == ImpactLinkKind::MixedDividend && state.result != Some(LinkResult::Missed);
        is_split.then_some(state.link.effect)
    }

    /// Pays a dividend to whoever is entitled, to those who hold units outside the exchange, and to the purpose.
    pub(super) fn pay_dividend(&mut self, code: &Code, number: usize, out: &mut Telling) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        let Declared { year, dividend, paid_on, reservation } = company.business.dividends[number].clone();
        let (instrument, existing, issuer) = (company.ask()?.symbol, company.ask()?.existing, company.account);
        let holders = self.entitled(instrument, self.record_day(paid_on));
        let per_unit = dividend.to_holder;
        let outside = times(per_unit, existing).ok_or(Reject::Overflow)?;
        let units = holders.iter().map(|(_, units)| units.units()).sum();
        let amount = times(per_unit, Quantity::new(units)).ok_or(Reject::Overflow)?;
        let purpose = times(dividend.to_purpose, dividend.units).ok_or(Reject::Overflow)?;
        let need = amount.checked_add(outside).and_then(|sum| sum.checked_add(purpose)).ok_or(Reject::Overflow)?;
        let (company, number) = (code.clone(), count(number));
        if self.resize(reservation, cash(need)).is_err() {
            self.release(reservation);
            let available = self.ledger.balance(issuer, Asset::Cash).available.money();
            out.tell(Fact::DividendMissed { company, instrument, number, amount: need, available });
            return Ok(());
        }
        let purpose_account = (!purpose.is_zero()).then(|| self.escrow_of(code, out));
        out.tell(Fact::DividendPaid { company, instrument, number, year, per_unit, amount, outside, purpose });
        for (account, quantity) in holders {
            let amount = times(per_unit, quantity).ok_or(Reject::Overflow)?;
            out.tell(Fact::DividendReceived { account, instrument, quantity, amount });
            let paid = Paid { instrument, holder: account, income: Income::Dividend, gross: amount, taxable: amount };
            let net = self.withhold_reserved(reservation, paid, out)?;
            self.pay_reserved(reservation, account, cash(net));
        }
        self.pay_reserved(reservation, self.deposits, cash(outside));
        if let Some(set_aside) = purpose_account {
            self.pay_reserved(reservation, set_aside, cash(purpose));
        }
        self.release(reservation);
        let paid = amount.checked_add(outside).ok_or(Reject::Overflow)?;
        out.tell(Fact::Burden { company: code.clone(), entry: line(instrument, paid, paid_on) });
        Ok(())
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX).saturating_add(1)
}

/// A dividend as the company's burden.
fn line(instrument: Symbol, amount: Money, paid_on: Day) -> Entry {
    let label = Text { it: format!("Dividendo di {instrument}"), en: format!("Dividend of {instrument}") };
    Entry {
        item: "dividend".parse().expect("a code"),
        label,
        kind: EntryKind::Financial,
        amount: Figure::of_money(amount),
        unit: Unit::Euro,
        date: paid_on,
        basis: Basis::Simulated,
        source: "dividend declared by the company, for all its units".to_owned(),
        payer: Some(Payer::Issuer),
        rule: None,
    }
}
