//! The business of a company as far as its holders depend on it: cash that comes in, and the profit of a year.

use std::collections::BTreeMap;

use super::accounts::cash;
use super::buy_back::BuyBackPlan;
use super::default::Estate;
use super::dividend::Declared;
use super::increase::IncreaseTerms;
use super::telling::Telling;
use super::{Command, Exchange, Fact, Reject};
use crate::domain::{Code, Money};
use crate::issuance::{BuyBack, Profit};
use crate::ledger::Asset;

/// What a company has declared of its business.
#[derive(Debug, Clone, Default)]
pub(super) struct Business {
    /// Its profits by year.
    pub(super) profits: BTreeMap<i16, Profit>,
    /// Its dividends, in the order in which they were declared.
    pub(super) dividends: Vec<Declared>,
}

impl Exchange {
    /// What a company does with its money and says of it.
    pub(super) fn conduct_business(&mut self, act: &Command, out: &mut Telling) -> Result<(), Reject> {
        match act {
            Command::PayIn { company, amount, reason } => self.pay_in(company, *amount, reason, out),
            Command::DeclareProfit { company, year, profit, losses } => {
                self.declare_profit(company, *year, (*profit, *losses), out)
            }
            Command::DeclareDividend { company, year, per_unit, paid_on } => {
                self.declare_dividend(company, *year, *per_unit, *paid_on, out)
            }
            Command::CallBond { company, paid_on } => self.call_bond(company, *paid_on, out),
            Command::IncreaseCapital { company, units, price, opens_on, closes_on, separable } => {
                let (units, price, separable) = (*units, *price, *separable);
                let terms = IncreaseTerms { units, price, opens_on: *opens_on, closes_on: *closes_on, separable };
                self.increase_capital(company, terms, out)
            }
            Command::BuyBack {
                company,
                units,
                price_at_most,
                price_at_least,
                authorised_on,
                from_on,
                until_on,
                reserves,
                resale_from,
            } => {
                let terms = BuyBack {
                    units: *units,
                    price_at_most: *price_at_most,
                    price_at_least: price_at_least.unwrap_or_default(),
                    authorised_on: authorised_on.unwrap_or_else(|| self.world.calendar.day(out.now())),
                    from_on: *from_on,
                    until_on: *until_on,
                };
                let plan = BuyBackPlan { terms, reserves: *reserves, resale_from: *resale_from };
                self.buy_back(company, plan, out)
            }
            Command::CancelTreasury { company, units } => self.cancel_treasury(company, *units, out),
            Command::Recover { company, amount, rate, outside, closes } => {
                let estate = Estate { amount: *amount, rate: *rate, outside, closes: *closes };
                self.recover(company, &estate, out)
            }
            _ => unreachable!("only acts of a company's business are handed here"),
        }
    }

    /// Cash from the business comes in from outside, through the contra account of deposits. What a bond has missed is paid
    /// from it at once.
    fn pay_in(&mut self, code: &Code, amount: Money, reason: &str, out: &mut Telling) -> Result<(), Reject> {
        let account = self.companies.get(code).ok_or(Reject::UnknownCompany)?.account;
        if amount <= Money::ZERO {
            return Err(Reject::NoAmount);
        }
        self.move_assets(self.deposits, account, Asset::Cash, cash(amount))?;
        let (company, reason) = (code.clone(), reason.to_owned());
        out.tell(Fact::Earned { company, account, amount, reason });
        let instrument = self.companies[code].ask.as_ref().map(|ask| ask.symbol);
        match instrument.filter(|instrument| self.listings.contains_key(instrument)) {
            Some(instrument) => self.pay_arrears(instrument, out),
            None => Ok(()),
        }
    }

    /// The profit of a year is declared once.
    fn declare_profit(
        &mut self,
        code: &Code,
        year: i16,
        (profit, losses): (Money, Money),
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let company = self.companies.get_mut(code).ok_or(Reject::UnknownCompany)?;
        if company.business.profits.contains_key(&year) {
            return Err(Reject::ProfitState);
        }
        if losses < Money::ZERO {
            return Err(Reject::NoAmount);
        }
        company.business.profits.insert(year, Profit { profit, losses, ..Profit::default() });
        out.tell(Fact::ProfitDeclared { company: code.clone(), year, profit, losses });
        Ok(())
    }
}
