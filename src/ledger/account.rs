//! Who holds what.

use serde::{Deserialize, Serialize};

use super::{Amount, Asset, Refusal};
use crate::domain::{AccountId, Code};

/// What an account is for, which decides whether it may stand below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// An investor's.
    Participant,
    /// A company's.
    Issuer,
    /// The exchange's own: fees arrive here.
    Exchange,
    /// Money and units of one running offer, until it closes.
    Escrow,
    /// Taxes withheld.
    Tax,
    /// Contra account of one instrument: what it lacks has been issued.
    Issuance,
    /// Contra account of cash: what it lacks has been paid in.
    Deposit,
}

impl AccountKind {
    /// Whether the account may stand below zero, because it is the other side of what circulates.
    #[must_use]
    pub const fn is_contra(self) -> bool {
        matches!(self, Self::Issuance | Self::Deposit)
    }
}

/// What an account holds of one asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Balance {
    /// Free to be moved or reserved. Never negative but on a contra account.
    pub available: Amount,
    /// Held by reservations. Never negative.
    pub reserved: Amount,
}

impl Balance {
    /// Available and reserved together, stopping at the ends of the range.
    #[must_use]
    pub fn total(self) -> Amount {
        Amount::of_parts(self.available.parts().saturating_add(self.reserved.parts()))
    }

    /// The balance when `amount` is taken from what is available. The order of checks is that of [`Refusal`].
    #[inline]
    pub(super) fn less(self, amount: Amount, asset: Asset, kind: AccountKind) -> Result<Self, Refusal> {
        let available = self.available.checked_sub(amount).ok_or(Refusal::Overflow)?;
        if available.is_negative() && !kind.is_contra() {
            return Err(match asset {
                Asset::Cash => Refusal::InsufficientFunds,
                Asset::Units(_) => Refusal::InsufficientUnits,
            });
        }
        Ok(Self { available, ..self })
    }

    /// The balance when `amount` is added to what is available.
    #[inline]
    pub(super) fn plus(self, amount: Amount) -> Result<Self, Refusal> {
        Ok(Self { available: self.available.checked_add(amount).ok_or(Refusal::Overflow)?, ..self })
    }

    /// The balance when `amount` more (or less) is held by reservations.
    #[inline]
    pub(super) fn holding(self, amount: Amount) -> Result<Self, Refusal> {
        Ok(Self { reserved: self.reserved.checked_add(amount).ok_or(Refusal::Overflow)?, ..self })
    }
}

/// The place of a balance in an account; or where it would come to stand.
pub(super) type Spot = Result<usize, usize>;

/// One account: its name, its purpose, its balances sorted by asset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    id: AccountId,
    name: Code,
    kind: AccountKind,
    holdings: Vec<(Asset, Balance)>,
}

impl Account {
    pub(super) fn new(id: AccountId, name: Code, kind: AccountKind) -> Self {
        Self { id, name, kind, holdings: Vec::new() }
    }

    /// Its number.
    #[must_use]
    pub const fn id(&self) -> AccountId {
        self.id
    }

    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &Code {
        &self.name
    }

    /// What it is for.
    #[must_use]
    pub const fn kind(&self) -> AccountKind {
        self.kind
    }

    /// What it holds of one asset; nothing of what it never had.
    #[must_use]
    pub fn balance(&self, asset: Asset) -> Balance {
        self.at(self.spot(asset))
    }

    /// Every asset it ever held: cash first, then units by symbol.
    pub fn balances(&self) -> impl Iterator<Item = (Asset, Balance)> + '_ {
        self.holdings.iter().copied()
    }

    /// Where the balance of an asset stands, or where it would: cash comes first.
    #[inline]
    pub(super) fn spot(&self, asset: Asset) -> Spot {
        match (asset, self.holdings.first()) {
            (Asset::Cash, Some((Asset::Cash, _))) => Ok(0),
            (Asset::Cash, _) => Err(0),
            (Asset::Units(_), _) => self.holdings.binary_search_by_key(&asset, |&(held, _)| held),
        }
    }

    /// The balance at a spot; nothing where there is none yet.
    #[inline]
    pub(super) fn at(&self, spot: Spot) -> Balance {
        spot.map_or_else(|_| Balance::default(), |index| self.holdings[index].1)
    }

    /// Writes the balance of an asset at its spot.
    #[inline]
    pub(super) fn put(&mut self, spot: Spot, asset: Asset, balance: Balance) {
        match spot {
            Ok(index) => self.holdings[index].1 = balance,
            Err(index) => self.holdings.insert(index, (asset, balance)),
        }
    }
}
