//! What instruments have paid to whom, and who has given what for a result.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    AccountId, Code, Day, ImpactLinkKind, LinkGround, LinkResult, Money, Rate, Symbol, TargetStanding, Timestamp,
};
use crate::engine::{Event, Fact};

/// How the terms of an instrument depend on a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkView {
    /// What it changes.
    pub kind: ImpactLinkKind,
    /// The objective that decides.
    pub objective: Code,
    /// The day on which it is looked at.
    pub observed_on: Day,
    /// By how much the terms change.
    pub effect: Rate,
    /// Who makes an outcome payment.
    pub payer: Option<Code>,
    /// What it comes to at most.
    pub maximum: Option<Money>,
    /// What was found, once it was looked at.
    pub observed: Option<Observed>,
}

/// What was found when a result was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Observed {
    /// When.
    pub at: Timestamp,
    /// Where the target stood.
    pub standing: TargetStanding,
    /// As what it counts.
    pub result: LinkResult,
    /// Why.
    pub ground: LinkGround,
}

/// Payments of all instruments.
#[derive(Debug, Clone, Default)]
pub struct Payments {
    received: BTreeMap<(AccountId, Symbol), Money>,
    given: BTreeMap<(AccountId, Symbol), Money>,
    paid: BTreeMap<Symbol, Money>,
    rewards: BTreeMap<Symbol, Money>,
    links: BTreeMap<Symbol, LinkView>,
    investors: BTreeSet<AccountId>,
}

impl Payments {
    /// What an account was paid for its units of an instrument: coupons, dividends, nominal, and what a third party pays.
    #[must_use]
    pub fn received(&self, account: AccountId, instrument: Symbol) -> Money {
        self.received.get(&(account, instrument)).copied().unwrap_or_default()
    }

    /// What an account has given for an instrument's result, or put into escrow for it, less what it had back.
    #[must_use]
    pub fn given(&self, account: AccountId, instrument: Symbol) -> Money {
        self.given.get(&(account, instrument)).copied().unwrap_or_default()
    }

    /// What the issuer has paid to all holders of an instrument on the exchange.
    #[must_use]
    pub fn paid(&self, instrument: Symbol) -> Money {
        self.paid.get(&instrument).copied().unwrap_or_default()
    }

    /// What the issuer was given because the result was reached.
    #[must_use]
    pub fn reward(&self, instrument: Symbol) -> Money {
        self.rewards.get(&instrument).copied().unwrap_or_default()
    }

    /// How the terms of an instrument depend on a result, if they do.
    #[must_use]
    pub fn link(&self, instrument: Symbol) -> Option<&LinkView> {
        self.links.get(&instrument)
    }

    /// Takes in one event.
    pub fn fold(&mut self, event: &Event) {
        match &event.fact {
            Fact::AccountOpened { account, investor: true, .. } => {
                self.investors.insert(*account);
            }
            Fact::CouponReceived { account, instrument, amount, .. }
            | Fact::InstalmentReceived { account, instrument, amount, .. }
            | Fact::RecoveryReceived { account, instrument, amount, .. }
            | Fact::DividendReceived { account, instrument, amount, .. }
            | Fact::BoughtOut { account, instrument, paid: amount, .. } => {
                add(self.received.entry((*account, *instrument)).or_default(), *amount);
                add(self.paid.entry(*instrument).or_default(), *amount);
            }
            Fact::Pledged { account, instrument, amount, .. } => {
                add(self.given.entry((*account, *instrument)).or_default(), *amount);
            }
            Fact::PledgeReturned { account, instrument, amount, .. } => {
                let given = self.given.entry((*account, *instrument)).or_default();
                *given = given.checked_sub(*amount).unwrap_or_default();
            }
            Fact::Donated { instrument, from, to, amount, .. } => {
                if self.investors.contains(from) {
                    add(self.given.entry((*from, *instrument)).or_default(), *amount);
                }
                if self.investors.contains(to) {
                    add(self.received.entry((*to, *instrument)).or_default(), *amount);
                } else {
                    add(self.rewards.entry(*instrument).or_default(), *amount);
                }
            }
            Fact::LinkBound { instrument, kind, objective, observed_on, effect, payer, maximum, .. } => {
                let view = LinkView {
                    kind: *kind,
                    objective: objective.clone(),
                    observed_on: *observed_on,
                    effect: *effect,
                    payer: payer.clone(),
                    maximum: *maximum,
                    observed: None,
                };
                self.links.insert(*instrument, view);
            }
            Fact::LinkObserved { instrument, standing, result, ground, .. } => {
                if let Some(view) = self.links.get_mut(instrument) {
                    let (standing, result, ground) = (*standing, *result, *ground);
                    view.observed = Some(Observed { at: event.time, standing, result, ground });
                }
            }
            _ => {}
        }
    }
}

/// Amounts of one run never come near the end of the range: the ledger has counted them.
fn add(sum: &mut Money, amount: Money) {
    *sum = sum.checked_add(amount).unwrap_or(*sum);
}
