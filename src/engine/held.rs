//! Assets and amounts of them as the log writes them: typed while they are told, text on the wire.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::domain::Money;
use crate::ledger::{Amount, Asset};

/// What an asset is called on the wire: `EUR`, or the instrument's symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AssetName(Asset);

impl AssetName {
    /// The name of an asset.
    pub(super) const fn of(asset: Asset) -> Self {
        Self(asset)
    }
}

impl fmt::Display for AssetName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Asset::Cash => f.pad("EUR"),
            Asset::Units(symbol) => symbol.fmt(f),
        }
    }
}

impl Serialize for AssetName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// So much of an asset: euro, or whole units. Negative on contra accounts, and of what is on its way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Of cash.
    Cash(Money),
    /// Of an instrument.
    Units(i128),
}

impl Held {
    /// Amounts of one asset.
    #[inline]
    pub(super) fn of_each<const N: usize>(asset: Asset, amounts: [Amount; N]) -> [Self; N] {
        match asset {
            Asset::Cash => amounts.map(|amount| Self::Cash(amount.money())),
            Asset::Units(_) => amounts.map(|amount| Self::Units(amount.parts())),
        }
    }
}

impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cash(money) => money.fmt(f),
            Self::Units(units) => units.fmt(f),
        }
    }
}

impl Serialize for Held {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_is_written_as_money_or_as_units() {
        let cura = Asset::Units("CURA".parse().expect("a symbol"));
        let written = |asset, parts| {
            let [held] = Held::of_each(asset, [Amount::of_parts(parts)]);
            serde_json::to_string(&(AssetName::of(asset), held)).expect("text")
        };
        assert_eq!(written(Asset::Cash, -125_000), r#"["EUR","-12.5"]"#);
        assert_eq!(written(cura, 125_000), r#"["CURA","125000"]"#);
    }
}
