//! The auditor's own books: what every account holds, and how much of it is reserved.

use std::collections::{BTreeMap, BTreeSet};

use super::Discrepancy;
use super::told::Told;

/// What cash is called among the assets.
pub(super) const CASH: &str = "EUR";

type Key = (u64, String);

/// What an account holds of one asset: money in 1/10,000 of a euro, or whole units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Held {
    total: i128,
    reserved: i128,
    /// What of the total has not come yet, less what has not gone.
    unsettled: i128,
}

/// An account, as its opening was told.
#[derive(Debug, Clone)]
struct Owner {
    kind: String,
    name: String,
}

/// Accounts and holdings.
#[derive(Debug, Clone, Default)]
pub(super) struct Books {
    owners: BTreeMap<u64, Owner>,
    held: BTreeMap<Key, Held>,
    /// What was last told of each holding.
    told: BTreeMap<Key, Held>,
    /// Holdings that the running input has moved here.
    moved: BTreeSet<Key>,
    /// Balances compared.
    pub(super) compared: u64,
}

impl Books {
    pub(super) fn open(&mut self, told: &Told) -> Result<(), Discrepancy> {
        let (account, kind, name) = (told.number("account")?, told.text("kind")?, told.text("name")?);
        let owner = Owner { kind: kind.to_owned(), name: name.to_owned() };
        match self.owners.insert(account, owner) {
            None => Ok(()),
            Some(_) => Err(told.differs(format!("account {account} was opened before"))),
        }
    }

    /// How many accounts were opened.
    pub(super) fn accounts(&self) -> usize {
        self.owners.len()
    }

    /// The account of this kind: the exchange's, that of deposits.
    pub(super) fn of_kind(&self, kind: &str, told: &Told) -> Result<u64, Discrepancy> {
        let found = self.owners.iter().find(|(_, owner)| owner.kind == kind);
        found
            .map(|(&account, _)| account)
            .ok_or_else(|| told.differs(format!("no account of kind `{kind}` was opened")))
    }

    /// Whether an account is of this kind.
    pub(super) fn is_kind(&self, account: u64, kind: &str) -> bool {
        self.owners.get(&account).is_some_and(|owner| owner.kind == kind)
    }

    /// A company's account of this kind: `issuer`, `issuance`.
    pub(super) fn of_company(&self, company: &str, kind: &str, told: &Told) -> Result<u64, Discrepancy> {
        let found = self.owners.iter().find(|(_, owner)| owner.kind == kind && owner.name == company);
        found
            .map(|(&account, _)| account)
            .ok_or_else(|| told.differs(format!("company {company} has no account of kind `{kind}`")))
    }

    /// Moves an amount from one account to another.
    pub(super) fn give(&mut self, from: u64, to: u64, asset: &str, amount: i128) {
        for (account, change) in [(from, -amount), (to, amount)] {
            self.at(account, asset).total += change;
        }
    }

    /// Holds so much more, or less, back from what an account has available.
    pub(super) fn hold(&mut self, account: u64, asset: &str, change: i128) {
        if change != 0 {
            self.at(account, asset).reserved += change;
        }
    }

    /// Expects so much more to come, or to go, with the settlement of a trade.
    pub(super) fn expect(&mut self, account: u64, asset: &str, change: i128) {
        if change != 0 {
            self.at(account, asset).unsettled += change;
        }
    }

    fn at(&mut self, account: u64, asset: &str) -> &mut Held {
        let key = (account, asset.to_owned());
        self.moved.insert(key.clone());
        self.held.entry(key).or_default()
    }

    /// A balance was told: it must be the one reckoned here.
    pub(super) fn compare(&mut self, told: &Told) -> Result<(), Discrepancy> {
        let (account, asset) = (told.number("account")?, told.text("asset")?);
        let (available, reserved) = (told.held("available", asset)?, told.held("reserved", asset)?);
        let unsettled = told.held("unsettled", asset)?;
        let key = (account, asset.to_owned());
        let here = self.held.get(&key).copied().unwrap_or_default();
        let free = here.total - here.reserved;
        if (available, reserved) != (free, here.reserved) {
            let parts = if asset == CASH { " (in 1/10,000)" } else { "" };
            return Err(told.differs(format!(
                "account {account} {asset}{parts}: told {available} available and {reserved} reserved, reckoned {free} and {}",
                here.reserved
            )));
        }
        if unsettled != here.unsettled {
            return Err(told.differs(format!(
                "account {account} {asset}: told {unsettled} unsettled, reckoned {}",
                here.unsettled
            )));
        }
        self.compared += 1;
        self.told.insert(key, here);
        Ok(())
    }

    /// The input is over: what it moved must have been told, and nobody owes.
    pub(super) fn close_input(&mut self, seq: u64) -> Result<(), Discrepancy> {
        for key in std::mem::take(&mut self.moved) {
            let here = self.held.get(&key).copied().unwrap_or_default();
            let (account, asset) = &key;
            let last = self.told.get(&key).copied().unwrap_or_default();
            if here != last {
                let what = format!("account {account} {asset}: reckoned {here:?}, last told {last:?}");
                return Err(Discrepancy { seq, what });
            }
            let contra = self.owners.get(account).is_some_and(|owner| ["deposit", "issuance"].contains(&&*owner.kind));
            if here.reserved < 0 || (here.total < here.reserved && !contra) {
                return Err(Discrepancy { seq, what: format!("account {account} owes {asset}: {here:?}") });
            }
        }
        Ok(())
    }

    /// The sum of an asset over all accounts, for each asset: zero, because nothing is created or lost.
    pub(super) fn sums(&self) -> BTreeMap<&str, i128> {
        let mut sums = BTreeMap::new();
        for ((_, asset), held) in &self.told {
            *sums.entry(asset.as_str()).or_default() += held.total;
        }
        sums
    }
}
