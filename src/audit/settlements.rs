//! Trades on their way to their settlement, and what of every balance has not arrived with them.

use std::collections::BTreeMap;

use super::Discrepancy;
use super::books::{Books, CASH};
use super::told::Told;

/// A trade that has not settled.
#[derive(Debug, Clone)]
struct Pending {
    instrument: String,
    buyer: u64,
    seller: u64,
    venue: u64,
    quantity: i128,
    amount: i128,
    buyer_fee: i128,
    seller_fee: i128,
}

/// All of them, by number.
#[derive(Debug, Clone, Default)]
pub(super) struct Settlements {
    pending: BTreeMap<u64, Pending>,
}

impl Settlements {
    /// Two orders have traded: until the trade settles, the units, the money and both fees are on their way.
    pub(super) fn trade(&mut self, told: &Told, books: &mut Books) -> Result<(), Discrepancy> {
        let trade = Pending {
            instrument: told.text("instrument")?.to_owned(),
            buyer: told.number("buyer")?,
            seller: told.number("seller")?,
            venue: books.of_kind("exchange", told)?,
            quantity: told.units("quantity")?,
            amount: told.money("value")? + told.money("accrued")?,
            buyer_fee: told.money("buyer_fee")?,
            seller_fee: told.money("seller_fee")?,
        };
        trade.units(books, 1);
        trade.cash(books, 1);
        self.pending.insert(told.number("trade")?, trade);
        Ok(())
    }

    /// A trade has settled: what was on its way has come.
    pub(super) fn settle(&mut self, told: &Told, books: &mut Books) -> Result<(), Discrepancy> {
        let number = told.number("trade")?;
        let unknown = || told.differs(format!("trade {number} has settled before, or never was"));
        let trade = self.pending.remove(&number).ok_or_else(unknown)?;
        let (quantity, amount) = (told.units("quantity")?, told.money("amount")?);
        if (quantity, amount) != (trade.quantity, trade.amount) {
            let (wanted, due) = (trade.quantity, trade.amount);
            return Err(told.differs(format!(
                "trade {number}: told {quantity} units for {amount}, reckoned {wanted} for {due} (in 1/10,000)"
            )));
        }
        trade.units(books, -1);
        trade.cash(books, -1);
        Ok(())
    }

    /// A trade's units have come before it settles, because they are about to be paid back.
    pub(super) fn end_delivery(&mut self, told: &Told, books: &mut Books) -> Result<(), Discrepancy> {
        let (number, quantity) = (told.number("trade")?, told.units("quantity")?);
        let open = self.pending.get_mut(&number).filter(|trade| trade.quantity == quantity);
        let unknown = || told.differs(format!("trade {number} has no {quantity} units to deliver"));
        let trade = open.ok_or_else(unknown)?;
        trade.units(books, -1);
        trade.quantity = 0;
        Ok(())
    }
}

impl Pending {
    fn units(&self, books: &mut Books, times: i128) {
        books.expect(self.seller, &self.instrument, -self.quantity * times);
        books.expect(self.buyer, &self.instrument, self.quantity * times);
    }

    fn cash(&self, books: &mut Books, times: i128) {
        books.expect(self.buyer, CASH, -(self.amount + self.buyer_fee) * times);
        books.expect(self.seller, CASH, (self.amount - self.seller_fee) * times);
        books.expect(self.venue, CASH, (self.buyer_fee + self.seller_fee) * times);
    }
}
