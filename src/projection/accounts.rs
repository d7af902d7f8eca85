//! Who holds what.

use std::collections::BTreeMap;

use crate::domain::{AccountId, Code, Quantity, Symbol};
use crate::engine::{Event, Fact};

/// What an account holds of one asset, as canonical decimals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// Free to use.
    pub available: String,
    /// Bound to open orders and subscriptions.
    pub reserved: String,
    /// What of both has not come yet, less what has not gone.
    pub unsettled: String,
}

/// One account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountView {
    /// Whose it is.
    pub name: Code,
    /// Whether it belongs to an investor.
    pub investor: bool,
    /// Holdings by asset: `EUR` or an instrument.
    pub holdings: BTreeMap<String, Holding>,
    /// Of the units available, those that may not be sold yet.
    pub locked: BTreeMap<Symbol, Quantity>,
}

impl AccountView {
    /// Units of an instrument, those in open orders included.
    #[must_use]
    pub fn units(&self, asset: &str) -> u128 {
        let Some(holding) = self.holdings.get(asset) else { return 0 };
        let units = |text: &str| text.parse::<Quantity>().map_or(0, |units| u128::from(units.units()));
        units(&holding.available) + units(&holding.reserved)
    }
}

/// Every account.
#[derive(Debug, Clone, Default)]
pub struct Accounts {
    /// By number.
    pub accounts: BTreeMap<AccountId, AccountView>,
    by_name: BTreeMap<Code, AccountId>,
}

impl Accounts {
    /// The number of the account of this name; a company's own before that of its issues.
    #[must_use]
    pub fn named(&self, name: &Code) -> Option<AccountId> {
        self.by_name.get(name).copied()
    }

    /// What an account holds of an asset; nothing if it never held any.
    #[must_use]
    pub fn holding(&self, account: AccountId, asset: &str) -> Option<&Holding> {
        self.accounts.get(&account)?.holdings.get(asset)
    }

    /// Takes in one event.
    pub fn fold(&mut self, event: &Event) {
        match &event.fact {
            Fact::AccountOpened { account, name, investor, .. } => {
                let view = AccountView {
                    name: name.clone(),
                    investor: *investor,
                    holdings: BTreeMap::new(),
                    locked: BTreeMap::new(),
                };
                self.accounts.insert(*account, view);
                self.by_name.entry(name.clone()).or_insert(*account);
            }
            Fact::Balance { account, asset, available, reserved, unsettled } => {
                if let Some(view) = self.accounts.get_mut(account) {
                    let holding = Holding {
                        available: available.to_string(),
                        reserved: reserved.to_string(),
                        unsettled: unsettled.to_string(),
                    };
                    view.holdings.insert(asset.to_string(), holding);
                }
            }
            Fact::UnitsLocked { account, instrument, quantity, .. } => {
                if let Some(view) = self.accounts.get_mut(account) {
                    view.locked.insert(*instrument, *quantity);
                }
            }
            Fact::LockUpEnded { instrument, .. } => {
                for view in self.accounts.values_mut() {
                    view.locked.remove(instrument);
                }
            }
            _ => {}
        }
    }

    /// Units of an instrument in an account, those in its orders included.
    #[must_use]
    pub fn units(&self, account: AccountId, instrument: Symbol) -> u128 {
        self.accounts.get(&account).map_or(0, |view| view.units(&instrument.to_string()))
    }

    /// Units of an instrument that investors hold together.
    #[must_use]
    pub fn units_of_investors(&self, instrument: Symbol) -> u128 {
        let asset = instrument.to_string();
        self.accounts.values().filter(|view| view.investor).map(|view| view.units(&asset)).sum()
    }

    /// Units of an instrument that its company has of its own: those in no investor's account.
    #[must_use]
    pub fn own_units(&self, instrument: Symbol) -> u128 {
        let asset = instrument.to_string();
        self.accounts.values().filter(|view| !view.investor).map(|view| view.units(&asset)).sum()
    }

    /// Units of an account that may not be sold yet.
    #[must_use]
    pub fn locked(&self, account: AccountId, instrument: Symbol) -> Quantity {
        self.accounts.get(&account).and_then(|view| view.locked.get(&instrument)).copied().unwrap_or_default()
    }
}
