//! What investors have put into offers: who, when, how much.

use std::collections::BTreeMap;

use crate::domain::{AccountId, Money, Symbol, Timestamp};
use crate::engine::{Event, Fact};

/// Units of an offer that were paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placing {
    /// By whom.
    pub account: AccountId,
    /// Of which instrument.
    pub instrument: Symbol,
    /// When.
    pub at: Timestamp,
    /// For how much.
    pub paid: Money,
}

/// Every placing of an offer that was not unwound, oldest first.
#[derive(Debug, Clone, Default)]
pub struct Placings {
    placings: Vec<Placing>,
}

impl Placings {
    /// Them, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Placing> {
        self.placings.iter()
    }

    /// What each investor has put into all offers together.
    #[must_use]
    pub fn by_account(&self) -> BTreeMap<AccountId, Money> {
        let mut sums = BTreeMap::<AccountId, Money>::new();
        for placing in &self.placings {
            let sum = sums.entry(placing.account).or_default();
            *sum = sum.checked_add(placing.paid).unwrap_or(*sum);
        }
        sums
    }

    /// Takes in one event.
    pub fn fold(&mut self, event: &Event) {
        match &event.fact {
            Fact::Allotted { account, instrument, paid, .. } if !paid.is_zero() => {
                let (account, instrument, at, paid) = (*account, *instrument, event.time, *paid);
                self.placings.push(Placing { account, instrument, at, paid });
            }
            Fact::OfferUnwound { instrument, .. } => {
                self.placings.retain(|placing| placing.instrument != *instrument);
            }
            _ => {}
        }
    }
}
