//! The tax that the exchange withholds from what an instrument pays: the holder is paid net, the tax waits in an account of
//! its own, and leaves for the treasury on its day.

use std::collections::BTreeMap;

use super::accounts::cash;
use super::agenda::Due;
use super::amortisation::points;
use super::telling::Telling;
use super::{Exchange, Fact, Reject};
use crate::domain::{AccountId, Day, HolderNature, Income, Money, Price, Quantity, Rate, Symbol};
use crate::ledger::{AccountKind, Asset, Ledger, ReservationId};

/// The account of taxes withheld, and what of it is due when.
#[derive(Debug, Clone)]
pub(super) struct Treasury {
    pub(super) account: AccountId,
    due: BTreeMap<Day, Money>,
}

impl Treasury {
    /// Opens the account.
    pub(super) fn open(ledger: &mut Ledger) -> Self {
        let name = "erario".parse().expect("a fixed name is a code");
        Self { account: ledger.open(name, AccountKind::Tax), due: BTreeMap::new() }
    }
}

/// What a holder is paid, and what of it is income.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paid {
    pub(super) instrument: Symbol,
    pub(super) holder: AccountId,
    pub(super) income: Income,
    /// All that is paid.
    pub(super) gross: Money,
    /// The part of it that is taxed.
    pub(super) taxable: Money,
}

impl Exchange {
    /// Takes the tax on a payment out of the payer's cash. What is left for the holder.
    pub(super) fn withhold(&mut self, payer: AccountId, paid: Paid, out: &mut Telling) -> Result<Money, Reject> {
        let Some((treasury, tax)) = self.levy(paid, out)? else { return Ok(paid.gross) };
        self.move_assets(payer, treasury, Asset::Cash, cash(tax))?;
        paid.gross.checked_sub(tax).ok_or(Reject::Overflow)
    }

    /// The same where the payer has reserved the cash.
    pub(super) fn withhold_reserved(
        &mut self,
        reservation: ReservationId,
        paid: Paid,
        out: &mut Telling,
    ) -> Result<Money, Reject> {
        let Some((treasury, tax)) = self.levy(paid, out)? else { return Ok(paid.gross) };
        self.pay_reserved(reservation, treasury, cash(tax));
        paid.gross.checked_sub(tax).ok_or(Reject::Overflow)
    }

    /// Reckons the tax on a payment, tells it, and puts it to what is due on its tax day; nothing where none is withheld.
    /// It is rounded once for each holder and payment, half away from zero to the cent; the holder has all the rest.
    fn levy(&mut self, paid: Paid, out: &mut Telling) -> Result<Option<(AccountId, Money)>, Reject> {
        let Paid { instrument, holder, income, gross, taxable } = paid;
        let today = self.world.calendar.day(out.now());
        let rate = self.tax_rate(instrument, holder, income, today);
        let tax = taxable.share(rate).ok_or(Reject::Overflow)?;
        let (Some(rules), false) = (&self.world.tax, tax.is_zero()) else { return Ok(None) };
        let Some(treasury) = &mut self.treasury else { return Ok(None) };
        let due_on = rules.due_on(today, &self.world.calendar);
        let account = treasury.account;
        let is_first = !treasury.due.contains_key(&due_on);
        let due = treasury.due.entry(due_on).or_default();
        *due = due.checked_add(tax).ok_or(Reject::Overflow)?;
        if is_first {
            self.agenda.at(self.payment_at(due_on).max(out.now()), Due::TaxDay { due_on });
        }
        let net = gross.checked_sub(tax).ok_or(Reject::Overflow)?;
        out.tell(Fact::TaxWithheld { account: holder, instrument, income, gross, taxable, rate, tax, net });
        Ok(Some((account, tax)))
    }

    /// Which part of an income is withheld from a holder.
    fn tax_rate(&self, instrument: Symbol, holder: AccountId, income: Income, today: Day) -> Rate {
        let Some(rules) = &self.world.tax else { return Rate::ZERO };
        let company = &self.companies[&self.listings[&instrument].company];
        let taxed_as = self.dossier_of(company).instrument.taxed_as.unwrap_or_default();
        let nature = self.holder(holder).map_or(HolderNature::Unknown, |holder| holder.nature);
        rules.rate((income, taxed_as), nature, today)
    }

    /// What of a bond's nominal is paid back beyond its issue price: of so many units, each worth so many euro a point, at
    /// this price in percent. Of a share nothing: what it brings beyond its price is no income of capital.
    pub(super) fn premium(
        &self,
        instrument: Symbol,
        price: Price,
        (units, multiplier): (Quantity, u32),
    ) -> Result<Money, Reject> {
        let listing = &self.listings[&instrument];
        if listing.interest.is_none() {
            return Ok(Money::ZERO);
        }
        let issued_at = self.companies[&listing.company].offer_price()?;
        let beyond = Price::from_scaled((price.scaled() - issued_at.scaled()).max(0));
        Money::of(beyond, units, multiplier).ok_or(Reject::Overflow)
    }

    /// The same of a part of the nominal that is paid back at par.
    pub(super) fn premium_of_part(
        &self,
        instrument: Symbol,
        per_unit: Money,
        units: Quantity,
    ) -> Result<Money, Reject> {
        let par: Price = "100".parse().expect("a price in percent of nominal");
        let multiplier = points(per_unit).ok_or(Reject::Overflow)?;
        self.premium(instrument, par, (units, multiplier))
    }

    /// A tax day: what was withheld for it leaves the exchange.
    pub(super) fn remit(&mut self, due_on: Day, out: &mut Telling) -> Result<(), Reject> {
        let Some(treasury) = &mut self.treasury else { return Ok(()) };
        let (account, amount) = (treasury.account, treasury.due.remove(&due_on).unwrap_or_default());
        self.move_assets(account, self.deposits, Asset::Cash, cash(amount))?;
        out.tell(Fact::TaxPaid { account, due_on, amount });
        Ok(())
    }
}

#[cfg(test)]
impl Treasury {
    /// What is due on the tax days to come.
    pub(super) fn to_come(&self) -> Money {
        self.due.values().copied().sum()
    }
}
