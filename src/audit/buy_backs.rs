//! Companies in their own units: what they may buy, and that nothing is paid to them on it.

use std::collections::BTreeMap;

use super::Discrepancy;
use super::told::Told;

/// A programme that runs.
#[derive(Debug, Clone, Default)]
struct Running {
    units: i128,
    highest: i128,
    lowest: i128,
    bought: i128,
    spent: i128,
}

/// A company that has announced at least one programme.
#[derive(Debug, Clone, Default)]
struct Buyer {
    account: u64,
    running: Option<Running>,
    /// The least price at which it may sell.
    resale_from: Option<i128>,
}

/// All of them, by instrument.
#[derive(Debug, Clone, Default)]
pub(super) struct BuyBacks {
    buyers: BTreeMap<String, Buyer>,
}

impl BuyBacks {
    pub(super) fn announce(&mut self, told: &Told) -> Result<(), Discrepancy> {
        let terms = told.table("terms");
        let resale_from = terms.any_price("resale_from")?;
        let running = Running {
            units: terms.units("units")?,
            highest: terms.price("price_at_most")?,
            lowest: terms.price("price_at_least")?,
            ..Running::default()
        };
        if running.units * running.highest > terms.money("available")? {
            return Err(told.differs("it may cost more than profits and free reserves".to_owned()));
        }
        let buyer = Buyer { account: told.number("account")?, running: Some(running), resale_from };
        self.buyers.insert(told.text("instrument")?.to_owned(), buyer);
        Ok(())
    }

    /// What was told as bought is what was bought.
    pub(super) fn end(&mut self, told: &Told) -> Result<(), Discrepancy> {
        let running = self.buyers.get_mut(told.text("instrument")?).and_then(|buyer| buyer.running.take());
        let running = running.ok_or_else(|| told.differs("no programme runs".to_owned()))?;
        let (bought, spent) = (told.units("bought")?, told.money("spent")?);
        if (bought, spent) == (running.bought, running.spent) {
            return Ok(());
        }
        let (units, cost) = (running.bought, running.spent);
        Err(told.differs(format!("told {bought} units for {spent}, reckoned {units} for {cost} (in 1/10,000)")))
    }

    /// An order of an issuer's account is in its own units and within its programme. `issues` is whether the account is an
    /// issuer's.
    pub(super) fn order(&self, told: &Told, issues: bool) -> Result<(), Discrepancy> {
        if !issues {
            return Ok(());
        }
        let account = told.number("account")?;
        let buyer = self.buyers.get(told.text("instrument")?).filter(|buyer| buyer.account == account);
        let buyer = buyer.ok_or_else(|| told.differs(format!("account {account} has announced no programme")))?;
        let price = told.price("price")?;
        let fits = match (&buyer.running, told.is("side", "buy")) {
            (Some(running), true) => (running.lowest..=running.highest).contains(&price),
            (None, false) => buyer.resale_from.is_some_and(|least| price >= least),
            _ => false,
        };
        if fits { Ok(()) } else { Err(told.differs(format!("account {account} may not enter this in its own units"))) }
    }

    /// A company has bought, within what its programme lets it.
    pub(super) fn trade(&mut self, told: &Told) -> Result<(), Discrepancy> {
        let buyer = told.number("buyer")?;
        let own = self.buyers.get_mut(told.text("instrument")?).filter(|own| own.account == buyer);
        let Some(running) = own.and_then(|own| own.running.as_mut()) else { return Ok(()) };
        running.bought += told.units("quantity")?;
        running.spent += told.money("value")?;
        if running.bought <= running.units {
            return Ok(());
        }
        Err(told
            .differs(format!("the company has bought {} units, its programme has {}", running.bought, running.units)))
    }

    /// A company has no right of its own units: neither a dividend nor a part of an increase.
    pub(super) fn right(&self, told: &Told) -> Result<(), Discrepancy> {
        let account = told.number("account")?;
        let own = self.buyers.get(told.text("instrument")?).is_some_and(|own| own.account == account);
        if own { Err(told.differs(format!("account {account} has no rights of its own units"))) } else { Ok(()) }
    }
}
