//! The table of movements: what each kind of event does to the books, one line each.

use super::books::CASH;
use super::told::Told;
use super::{Auditor, Discrepancy};

impl Auditor {
    /// What an event moves. A kind that is not named here moves nothing: if it did, the balances told after it differ.
    pub(super) fn movement(&mut self, told: &Told) -> Result<(), Discrepancy> {
        let Self { books, orders, offers, settlements, buy_backs, .. } = self;
        match told.kind() {
            "opened" => orders.charge(told),
            "account_opened" => books.open(told),
            "balance" => books.compare(told),
            "paid_in" => self.paid_in(told),
            "issued" => self.issued(told),
            "offer_opened" => offers.open(told),
            "subscribed" => offers.subscribe(told, books),
            "allotted" => offers.allot(told, books),
            "increase_announced" => offers.begin_increase(told),
            "offer_closed" | "increase_closed" => offers.close(told),
            "offer_unwound" => offers.unwind(told, books),
            "order_accepted" => {
                buy_backs.order(told, books.is_kind(told.number("account")?, "issuer"))?;
                orders.accept(told, offers.multiplier(told)?, books)
            }
            "order_replaced" => orders.replace(told, books),
            "order_decremented" => orders.lower(told, books),
            "order_converted" => orders.bind(told, books),
            "order_canceled" | "order_expired" => orders.end(told, books),
            "traded" => {
                buy_backs.trade(told)?;
                orders.trade(told, books).and_then(|()| settlements.trade(told, books))
            }
            "buy_back_announced" => buy_backs.announce(told),
            "buy_back_ended" => buy_backs.end(told),
            "right_given" => buy_backs.right(told),
            "treasury_cancelled" => self.units_back(told),
            "settled" => settlements.settle(told, books),
            "delivery_ended" => settlements.end_delivery(told, books),
            "settlement_penalty" => {
                books.give(told.number("payer")?, told.number("payee")?, CASH, told.money("paid")?);
                Ok(())
            }
            "nominal_reduced" => offers.revalue(told),
            "recovered" => self.recovered(told),
            "claim_ended" => self.units_back(told),
            "coupon_received" | "instalment_received" | "recovery_received" => self.pay_from_issuer(told, "amount"),
            "bought_out" => self.bought_out(told),
            "earned" => self.paid_in(told),
            "pledged" => self.pledged(told, 1),
            "pledge_returned" => self.pledged(told, -1),
            "donated" => self.donated(told),
            "dividend_declared" => self.dividend_declared(told),
            "dividend_received" => {
                buy_backs.right(told)?;
                self.pay_from_issuer(told, "amount")
            }
            "dividend_paid" => self.dividend_paid(told),
            "tax_withheld" => self.tax_withheld(told),
            "tax_paid" => self.tax_paid(told),
            "dividend_missed" => self.dividend_over(told),
            _ => Ok(()),
        }
    }

    /// Cash comes into the exchange from outside.
    fn paid_in(&mut self, told: &Told) -> Result<(), Discrepancy> {
        let deposits = self.books.of_kind("deposit", told)?;
        self.books.give(deposits, told.number("account")?, CASH, told.money("amount")?);
        Ok(())
    }

    /// Units come to an account without an offer.
    fn issued(&mut self, told: &Told) -> Result<(), Discrepancy> {
        let (_, issuance) = self.offers.issuer(told, &self.books)?;
        self.books.give(issuance, told.number("account")?, told.text("instrument")?, told.units("quantity")?);
        Ok(())
    }

    /// An account puts money into the escrow of a company, or has it back.
    fn pledged(&mut self, told: &Told, sign: i128) -> Result<(), Discrepancy> {
        let escrow = self.books.of_company(told.text("company")?, "escrow", told)?;
        self.books.give(told.number("account")?, escrow, CASH, sign * told.money("amount")?);
        Ok(())
    }

    /// A gift passes from one account to another.
    fn donated(&mut self, told: &Told) -> Result<(), Discrepancy> {
        self.books.give(told.number("from")?, told.number("to")?, CASH, told.money("amount")?);
        Ok(())
    }

    /// The cash of a dividend is held.
    fn dividend_declared(&mut self, told: &Told) -> Result<(), Discrepancy> {
        let (issuer, _) = self.offers.issuer(told, &self.books)?;
        let amount = told.money("amount")?;
        self.dividends.insert((told.text("instrument")?.to_owned(), told.number("number")?), amount);
        self.books.hold(issuer, CASH, amount);
        Ok(())
    }

    /// What was held for a dividend is free for its payments, which are told one by one.
    fn dividend_over(&mut self, told: &Told) -> Result<(), Discrepancy> {
        let (issuer, _) = self.offers.issuer(told, &self.books)?;
        let key = (told.text("instrument")?.to_owned(), told.number("number")?);
        let held =
            self.dividends.remove(&key).ok_or_else(|| told.differs("no such dividend was declared".to_owned()))?;
        self.books.hold(issuer, CASH, -held);
        Ok(())
    }

    /// What a dividend pays outside the exchange leaves it; what is for the purpose lies in escrow.
    fn dividend_paid(&mut self, told: &Told) -> Result<(), Discrepancy> {
        self.dividend_over(told)?;
        let (issuer, _) = self.offers.issuer(told, &self.books)?;
        let (outside, purpose) = (told.money("outside")?, told.money("purpose")?);
        self.books.give(issuer, self.books.of_kind("deposit", told)?, CASH, outside);
        if purpose != 0 {
            let escrow = self.books.of_company(told.text("company")?, "escrow", told)?;
            self.books.give(issuer, escrow, CASH, purpose);
        }
        Ok(())
    }

    /// The issuer pays a holder.
    fn pay_from_issuer(&mut self, told: &Told, amount: &str) -> Result<(), Discrepancy> {
        let (issuer, _) = self.offers.issuer(told, &self.books)?;
        let amount = told.money(amount)?;
        self.books.give(issuer, told.number("account")?, CASH, amount);
        self.payment(told, amount)
    }

    /// What an estate has brought comes in, and what others than the holders get of it leaves.
    fn recovered(&mut self, told: &Told) -> Result<(), Discrepancy> {
        let ((issuer, _), deposits) = (self.offers.issuer(told, &self.books)?, self.books.of_kind("deposit", told)?);
        let (claim, amount, left) = (told.money("claim")?, told.money("amount")?, told.money("left")?);
        if claim - amount != left {
            return Err(told.differs(format!("of {claim} {amount} were paid: {left} are told as left (in 1/10,000)")));
        }
        self.books.give(deposits, issuer, CASH, told.money("brought")?);
        self.books.give(issuer, deposits, CASH, told.money("others")?);
        Ok(())
    }

    /// Units go back to where they were issued from, for nothing.
    fn units_back(&mut self, told: &Told) -> Result<(), Discrepancy> {
        let (_, issuance) = self.offers.issuer(told, &self.books)?;
        self.books.give(told.number("account")?, issuance, told.text("instrument")?, told.units("quantity")?);
        Ok(())
    }

    /// The issuer pays a holder for units, which go back to where they were issued from.
    fn bought_out(&mut self, told: &Told) -> Result<(), Discrepancy> {
        self.units_back(told)?;
        self.pay_from_issuer(told, "paid")
    }
}
