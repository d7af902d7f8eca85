//! What was last told of each price level.

use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

use crate::domain::{Price, Quantity, Side};

/// The visible quantity of every level that was told. Nobody walks over them, so that they need no order of prices.
#[derive(Debug, Clone, Default)]
pub(super) struct Published {
    levels: IndexMap<i64, Quantity, FxBuildHasher>,
}

/// A level as one number: no price is zero or less, so that bids have those below.
const fn level(side: Side, price: Price) -> i64 {
    match side {
        Side::Buy => -price.scaled(),
        Side::Sell => price.scaled(),
    }
}

impl Published {
    /// Notes what a level shows now; whether that is different from what was told. Nothing removes it.
    #[inline]
    pub(super) fn note(&mut self, side: Side, price: Price, quantity: Quantity) -> bool {
        let level = level(side, price);
        if quantity.is_zero() {
            self.levels.swap_remove(&level).is_some()
        } else {
            self.levels.insert(level, quantity) != Some(quantity)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_level_is_different_when_its_quantity_is() {
        let mut published = Published::default();
        let mut plain = BTreeMap::new();
        for step in 0..2_000_u64 {
            let side = if step % 3 == 0 { Side::Buy } else { Side::Sell };
            let price = Price::from_scaled(i64::try_from(step * 7_919 % 23).expect("small") + 1);
            let quantity = Quantity::new(step * 31 % 4);
            let known = plain.insert((side, price), quantity).unwrap_or_default();
            assert_eq!(published.note(side, price, quantity), known != quantity, "step {step}");
        }
        let open = plain.values().filter(|quantity| !quantity.is_zero()).count();
        assert_eq!(published.levels.len(), open, "levels that are empty take no room");
    }
}
