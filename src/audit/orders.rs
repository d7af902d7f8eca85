//! What open orders need: the rules of `docs/conventions.md`, Money, reckoned anew.

use std::collections::BTreeMap;

use super::Discrepancy;
use super::books::{Books, CASH};
use super::told::Told;

/// Parts of one: money, prices and rates count in 1/10,000.
const ONE: i128 = 10_000;
/// A cent, in these parts.
const CENT: i128 = 100;

/// What trading costs on one side.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tariff {
    rate: i128,
    minimum: i128,
}

impl Tariff {
    pub(super) fn read(told: &Told, table: &str) -> Result<Self, Discrepancy> {
        Ok(Self { rate: told.part(table, "rate")?, minimum: told.part(table, "minimum")? })
    }

    /// What an order owes in all that has traded so much: the rate's part to the nearest cent, half a cent up, and never
    /// less than the minimum.
    fn of(self, value: i128) -> i128 {
        if value == 0 {
            return 0;
        }
        let cents = (value * self.rate + ONE * CENT / 2) / (ONE * CENT);
        (cents * CENT).max(self.minimum)
    }
}

/// An order that was accepted and has not ended.
#[derive(Debug, Clone)]
struct Open {
    account: u64,
    instrument: String,
    buys: bool,
    /// The most that a unit of a buy may cost.
    bound: i128,
    /// The least that a unit of a sell may bring.
    floor: i128,
    /// Of a bond: interest that a unit may cost beside its price.
    interest: i128,
    multiplier: i128,
    quantity: i128,
    filled: i128,
    value: i128,
    charged: i128,
}

/// Units and cash that an order holds back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Need {
    cash: i128,
    units: i128,
}

impl Open {
    fn need(&self, tariff: Tariff) -> Need {
        let rest = self.quantity - self.filled;
        if rest == 0 {
            return Need::default();
        }
        if self.buys {
            let cost = rest * self.bound * self.multiplier;
            let fee = (tariff.of(self.value + cost) - self.charged).max(0);
            return Need { cash: cost + rest * self.interest + fee, units: 0 };
        }
        // The least fee may exceed what the first unit brings; once it is charged, nothing is held for it any more.
        let gap = if self.charged == 0 { (tariff.minimum - self.floor * self.multiplier).max(0) } else { 0 };
        Need { cash: gap, units: rest }
    }
}

/// All open orders.
#[derive(Debug, Clone, Default)]
pub(super) struct Orders {
    open: BTreeMap<u64, Open>,
    buy: Tariff,
    sell: Tariff,
}

impl Orders {
    /// How many are open.
    pub(super) fn len(&self) -> usize {
        self.open.len()
    }

    /// What trading costs, as the log's first event says.
    pub(super) fn charge(&mut self, told: &Told) -> Result<(), Discrepancy> {
        self.buy = Tariff::read(told, "buy_fee")?;
        self.sell = Tariff::read(told, "sell_fee")?;
        Ok(())
    }

    pub(super) fn accept(&mut self, told: &Told, multiplier: i128, books: &mut Books) -> Result<(), Discrepancy> {
        let buys = told.is("side", "buy");
        let order = Open {
            account: told.number("account")?,
            instrument: told.text("instrument")?.to_owned(),
            buys,
            bound: if buys { told.price("bound")? } else { 0 },
            floor: told.any_price("price")?.unwrap_or_default(),
            interest: told.price("interest")?,
            multiplier,
            quantity: told.units("quantity")?,
            filled: 0,
            value: 0,
            charged: 0,
        };
        self.change(told.number("order")?, books, |_| Some(order));
        Ok(())
    }

    /// A new price, a new total, or both.
    pub(super) fn replace(&mut self, told: &Told, books: &mut Books) -> Result<(), Discrepancy> {
        let (price, quantity) = (told.any_price("price")?, told.units("quantity")?);
        self.alter(told, books, |order| {
            order.bound = price.unwrap_or(order.bound);
            order.floor = price.unwrap_or(order.floor);
            order.quantity = quantity;
        })
    }

    /// Another total, the price as it was.
    pub(super) fn lower(&mut self, told: &Told, books: &mut Books) -> Result<(), Discrepancy> {
        let quantity = told.units("quantity")?;
        self.alter(told, books, |order| order.quantity = quantity)
    }

    /// An order without a limit now has one, which bounds what a buy costs.
    pub(super) fn bind(&mut self, told: &Told, books: &mut Books) -> Result<(), Discrepancy> {
        let price = told.price("price")?;
        self.alter(told, books, |order| order.bound = price)
    }

    fn alter(&mut self, told: &Told, books: &mut Books, with: impl FnOnce(&mut Open)) -> Result<(), Discrepancy> {
        let number = self.known(told, "order")?;
        self.change(number, books, |order| {
            order.map(|mut order| {
                with(&mut order);
                order
            })
        });
        Ok(())
    }

    /// An order has ended: what it held is free.
    pub(super) fn end(&mut self, told: &Told, books: &mut Books) -> Result<(), Discrepancy> {
        let number = self.known(told, "order")?;
        self.change(number, books, |_| None);
        Ok(())
    }

    /// Two orders have traded: units against money, and the fees of both.
    pub(super) fn trade(&mut self, told: &Told, books: &mut Books) -> Result<(), Discrepancy> {
        let (price, quantity) = (told.price("price")?, told.units("quantity")?);
        let (value, accrued) = (told.money("value")?, told.money("accrued")?);
        let instrument = told.text("instrument")?;
        let (buyer, seller) = (told.number("buyer")?, told.number("seller")?);
        let venue = books.of_kind("exchange", told)?;
        for (side, account, fee) in [("buy_order", buyer, "buyer_fee"), ("sell_order", seller, "seller_fee")] {
            let number = self.known(told, side)?;
            let due = self.fill(number, quantity, value, books);
            let order = (account, instrument, price * quantity);
            let fee = told.money(fee)?;
            self.check(told, number, order, (value, due, fee))?;
            books.give(account, venue, CASH, fee);
            if self.open.get(&number).is_some_and(|order| order.quantity == order.filled) {
                self.open.remove(&number);
            }
        }
        books.give(buyer, seller, CASH, value + accrued);
        books.give(seller, buyer, instrument, quantity);
        Ok(())
    }

    /// Books a fill; the fee that it makes due.
    fn fill(&mut self, number: u64, quantity: i128, value: i128, books: &mut Books) -> i128 {
        let (buy, sell) = (self.buy, self.sell);
        let mut due = 0;
        self.change(number, books, |order| {
            order.map(|mut order| {
                order.filled += quantity;
                order.value += value;
                due = (if order.buys { buy } else { sell }.of(order.value) - order.charged).max(0);
                order.charged += due;
                order
            })
        });
        due
    }

    fn check(
        &self,
        told: &Told,
        number: u64,
        (account, instrument, points): (u64, &str, i128),
        (value, due, fee): (i128, i128, i128),
    ) -> Result<(), Discrepancy> {
        let order = &self.open[&number];
        if (order.account, order.instrument.as_str()) != (account, instrument) {
            return Err(told.differs(format!("order {number} is of account {} in {}", order.account, order.instrument)));
        }
        if order.filled > order.quantity {
            return Err(told.differs(format!("order {number} has traded more than its quantity")));
        }
        if value != points * order.multiplier {
            return Err(told.differs(format!("value {value} is not price times quantity")));
        }
        if due != fee {
            return Err(told.differs(format!("order {number}: told a fee of {fee}, reckoned {due} (in 1/10,000)")));
        }
        Ok(())
    }

    fn known(&self, told: &Told, name: &str) -> Result<u64, Discrepancy> {
        let number = told.number(name)?;
        if self.open.contains_key(&number) {
            return Ok(number);
        }
        Err(told.differs(format!("order {number} is not open")))
    }

    /// Changes an order and holds back what it needs from now on.
    fn change(&mut self, number: u64, books: &mut Books, with: impl FnOnce(Option<Open>) -> Option<Open>) {
        let before = self.open.remove(&number);
        let (buy, sell) = (self.buy, self.sell);
        let need = |order: &Option<Open>| {
            order.as_ref().map_or(Need::default(), |order| order.need(if order.buys { buy } else { sell }))
        };
        let held = need(&before);
        let owner = before.as_ref().map(|order| (order.account, order.instrument.clone()));
        let after = with(before);
        let needs = need(&after);
        let owner = after.as_ref().map(|order| (order.account, order.instrument.clone())).or(owner);
        if let Some((account, instrument)) = owner {
            books.hold(account, CASH, needs.cash - held.cash);
            books.hold(account, &instrument, needs.units - held.units);
        }
        if let Some(order) = after {
            self.open.insert(number, order);
        }
    }
}
