//! The auditor's own reckoning of what is withheld from a payment.

use super::books::CASH;
use super::told::Told;
use super::{Auditor, Discrepancy};

/// One whole, in 1/10,000; a cent in the same.
const WHOLE: i128 = 10_000;
const CENT: i128 = 100;

/// The payment that was told last: to which account, of which instrument, how much. Its tax follows at once, or never.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Payment {
    account: u64,
    instrument: String,
    gross: i128,
}

impl Auditor {
    /// A holder was paid, before taxes.
    pub(super) fn payment(&mut self, told: &Told, gross: i128) -> Result<(), Discrepancy> {
        let (account, instrument) = (told.number("account")?, told.text("instrument")?.to_owned());
        self.taxable = Some(Payment { account, instrument, gross });
        Ok(())
    }

    /// Tax is withheld from the payment that was just told: the rate's part of what of it is income, half a cent up.
    pub(super) fn tax_withheld(&mut self, told: &Told) -> Result<(), Discrepancy> {
        let (account, gross) = (told.number("account")?, told.money("gross")?);
        let here = Payment { account, instrument: told.text("instrument")?.to_owned(), gross };
        if self.taxable.take().as_ref() != Some(&here) {
            return Err(told.differs("no such payment was told before it".to_owned()));
        }
        let (taxable, rate) = (told.money("taxable")?, told.price("rate")?);
        if !(0..=gross).contains(&taxable) || !(0..=WHOLE).contains(&rate) {
            return Err(told.differs(format!("of {gross} {taxable} are taxed at {rate} (all in 1/10,000)")));
        }
        let cents = (taxable * rate + WHOLE * CENT / 2) / (WHOLE * CENT);
        let (tax, net) = (told.money("tax")?, told.money("net")?);
        if tax != cents * CENT || net != gross - tax {
            let (owed, left) = (cents * CENT, gross - cents * CENT);
            return Err(
                told.differs(format!("told {tax} of tax and {net} net, reckoned {owed} and {left} (in 1/10,000)"))
            );
        }
        let treasury = self.books.of_kind("tax", told)?;
        self.books.give(account, treasury, CASH, tax);
        Ok(())
    }

    /// What was withheld leaves the exchange.
    pub(super) fn tax_paid(&mut self, told: &Told) -> Result<(), Discrepancy> {
        let (treasury, deposits) = (self.books.of_kind("tax", told)?, self.books.of_kind("deposit", told)?);
        if told.number("account")? != treasury {
            return Err(told.differs(format!("taxes lie in account {treasury}")));
        }
        self.books.give(treasury, deposits, CASH, told.money("amount")?);
        Ok(())
    }
}
