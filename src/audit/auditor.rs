//! Goes along the log, line by line.

use std::collections::BTreeMap;

use super::Discrepancy;
use super::books::Books;
use super::buy_backs::BuyBacks;
use super::offers::Offers;
use super::orders::Orders;
use super::settlements::Settlements;
use super::taxes::Payment;
use super::told::Told;

/// Reckons every balance from the events, and compares.
#[derive(Debug, Clone, Default)]
pub struct Auditor {
    pub(super) books: Books,
    pub(super) orders: Orders,
    pub(super) offers: Offers,
    pub(super) settlements: Settlements,
    pub(super) buy_backs: BuyBacks,
    /// The cash held for each dividend that is declared and not paid, by instrument and number.
    pub(super) dividends: BTreeMap<(String, u64), i128>,
    /// The payment that a tax may follow.
    pub(super) taxable: Option<Payment>,
    seq: u64,
    input: u64,
}

/// What was audited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Inputs.
    pub inputs: u64,
    /// Events.
    pub events: u64,
    /// Accounts that were opened.
    pub accounts: usize,
    /// Instruments that were offered.
    pub instruments: usize,
    /// Balances compared, each with what is available, reserved and unsettled.
    pub balances: u64,
    /// Orders that are open at the end.
    pub open_orders: usize,
}

impl Auditor {
    /// Takes in the next line of the log.
    ///
    /// # Errors
    /// [`Discrepancy`] at the first event that does not agree. The auditor is of no use after it.
    pub fn take(&mut self, line: &str) -> Result<(), Discrepancy> {
        let told = Told::read(line, self.seq)?;
        if told.seq != self.seq + 1 {
            return Err(told.differs(format!("follows seq {}: the log has a gap", self.seq)));
        }
        if told.input < self.input {
            return Err(told.differs(format!("input {} after input {}", told.input, self.input)));
        }
        if told.input > self.input {
            self.books.close_input(self.seq)?;
        }
        (self.seq, self.input) = (told.seq, told.input);
        self.movement(&told)
    }

    /// The input of the last line is complete: what it moved must have been told.
    ///
    /// # Errors
    /// [`Discrepancy`] where it was not.
    pub fn close_input(&mut self) -> Result<(), Discrepancy> {
        self.books.close_input(self.seq)
    }

    /// The log is over: its last input must be complete, and each asset's balances must add up to zero.
    ///
    /// # Errors
    /// [`Discrepancy`] where it is not so.
    pub fn finish(mut self) -> Result<Summary, Discrepancy> {
        self.close_input()?;
        if let Some((asset, sum)) = self.books.sums().into_iter().find(|&(_, sum)| sum != 0) {
            return Err(Discrepancy { seq: self.seq, what: format!("{asset} is not conserved: {sum} too many") });
        }
        Ok(Summary {
            inputs: self.input,
            events: self.seq,
            accounts: self.books.accounts(),
            instruments: self.offers.len(),
            balances: self.books.compared,
            open_orders: self.orders.len(),
        })
    }
}
