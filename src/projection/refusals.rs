//! What the exchange refused to investors, and how often.

use std::collections::BTreeMap;

use crate::domain::{AccountId, Symbol};
use crate::engine::{Event, Fact};

/// Refusals by account, instrument and code.
#[derive(Debug, Clone, Default)]
pub struct Refusals {
    counts: BTreeMap<(AccountId, Symbol, String), u64>,
}

impl Refusals {
    /// How often an account was refused something of an instrument with this code.
    #[must_use]
    pub fn count(&self, account: AccountId, instrument: Symbol, code: &str) -> u64 {
        self.counts.get(&(account, instrument, code.to_owned())).copied().unwrap_or_default()
    }

    /// The codes with which an account was refused something of an instrument.
    #[must_use]
    pub fn codes(&self, account: AccountId, instrument: Symbol) -> Vec<&str> {
        let own = self.counts.keys().filter(|(whose, what, _)| (*whose, *what) == (account, instrument));
        own.map(|(_, _, code)| code.as_str()).collect()
    }

    /// Takes in one event.
    pub fn fold(&mut self, event: &Event) {
        if let Fact::Rejected { code, account: Some(account), instrument: Some(instrument), .. } = &event.fact {
            *self.counts.entry((*account, *instrument, code.clone())).or_default() += 1;
        }
    }
}
