//! What was withheld as tax of what instruments have paid, from whom, and what of it has left for the treasury.

use std::collections::BTreeMap;

use crate::domain::{AccountId, Money, Symbol};
use crate::engine::{Event, Fact};

/// What an account has borne for an instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TaxLine {
    /// The payments from which something was withheld, before tax.
    pub gross: Money,
    /// What was withheld.
    pub tax: Money,
    /// What the account was left with.
    pub net: Money,
}

/// Taxes of all accounts.
#[derive(Debug, Clone, Default)]
pub struct Taxes {
    lines: BTreeMap<(AccountId, Symbol), TaxLine>,
    withheld: Money,
    remitted: Money,
}

impl Taxes {
    /// What was withheld from an account for an instrument.
    #[must_use]
    pub fn of(&self, account: AccountId, instrument: Symbol) -> Money {
        self.lines.get(&(account, instrument)).map(|line| line.tax).unwrap_or_default()
    }

    /// What an account has borne, by instrument.
    pub fn lines(&self, account: AccountId) -> impl Iterator<Item = (Symbol, TaxLine)> + '_ {
        let own = self.lines.iter().filter(move |((of, _), _)| *of == account);
        own.map(|((_, instrument), line)| (*instrument, *line))
    }

    /// All that was withheld.
    #[must_use]
    pub const fn withheld(&self) -> Money {
        self.withheld
    }

    /// What of it was paid to the treasury.
    #[must_use]
    pub const fn remitted(&self) -> Money {
        self.remitted
    }

    /// Takes in one event.
    pub fn fold(&mut self, event: &Event) {
        match &event.fact {
            Fact::TaxWithheld { account, instrument, gross, tax, net, .. } => {
                let line = self.lines.entry((*account, *instrument)).or_default();
                add(&mut line.gross, *gross);
                add(&mut line.tax, *tax);
                add(&mut line.net, *net);
                add(&mut self.withheld, *tax);
            }
            Fact::TaxPaid { amount, .. } => add(&mut self.remitted, *amount),
            _ => {}
        }
    }
}

/// Amounts of one run never come near the end of the range: the ledger has counted them.
fn add(sum: &mut Money, amount: Money) {
    *sum = sum.checked_add(amount).unwrap_or(*sum);
}
