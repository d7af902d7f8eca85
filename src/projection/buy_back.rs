//! A company in its own units, as people read it.

use crate::domain::{AccountId, Money, Quantity};
use crate::engine::{BuyBackTerms, Fact, OwnLeft};

/// What a company has bought of itself.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct OwnUnitsView {
    /// Its programmes, oldest first.
    pub programmes: Vec<BuyBackView>,
    /// Units that it has cancelled.
    pub cancelled: Quantity,
    /// Units of its own that it had when that was last told, the units that are listed, and the free float.
    pub left: Option<OwnLeft>,
    /// The account from which it buys.
    #[serde(skip)]
    account: Option<AccountId>,
}

/// A programme of purchases.
#[derive(Debug, Clone, serde::Serialize)]
pub struct BuyBackView {
    /// Its terms.
    pub terms: BuyBackTerms,
    /// Units bought.
    pub bought: Quantity,
    /// What they have cost, in euro and without fees.
    pub spent: Money,
    /// How it ended: `completed`, `over`, `delisted`.
    pub ended: Option<String>,
}

impl OwnUnitsView {
    /// Takes in what tells of a company's own units.
    pub(super) fn fold(&mut self, fact: &Fact) {
        match fact {
            Fact::BuyBackAnnounced { account, terms, .. } => {
                self.account = Some(*account);
                let (bought, spent) = (Quantity::ZERO, Money::ZERO);
                self.programmes.push(BuyBackView { terms: *terms, bought, spent, ended: None });
            }
            Fact::Traded { buyer, quantity, value, .. } if self.account == Some(*buyer) => {
                if let Some(view) = self.programmes.last_mut() {
                    view.bought = view.bought.checked_add(*quantity).unwrap_or(view.bought);
                    view.spent = view.spent.checked_add(*value).unwrap_or(view.spent);
                }
            }
            Fact::BuyBackEnded { bought, spent, left, reason, .. } => {
                if let Some(view) = self.programmes.last_mut() {
                    (view.bought, view.spent, view.ended) = (*bought, *spent, Some(reason.clone()));
                }
                self.left = Some(*left);
            }
            Fact::TreasuryCancelled { quantity, left, .. } => {
                self.cancelled = self.cancelled.checked_add(*quantity).unwrap_or(self.cancelled);
                self.left = Some(*left);
            }
            _ => {}
        }
    }
}
