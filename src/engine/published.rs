//! What was last told of each price level.

use crate::domain::{Price, Quantity, Side};

/// The visible quantity of every level that was told, the best of each side last: what changes most is near the end.
#[derive(Debug, Clone, Default)]
pub(super) struct Published {
    bids: Vec<(Price, Quantity)>,
    asks: Vec<(Price, Quantity)>,
}

impl Published {
    /// Notes what a level shows now; whether that is different from what was told. Nothing removes it.
    pub(super) fn note(&mut self, side: Side, price: Price, quantity: Quantity) -> bool {
        let (levels, place) = match side {
            Side::Buy => {
                let place = self.bids.binary_search_by(|(level, _)| level.cmp(&price));
                (&mut self.bids, place)
            }
            Side::Sell => {
                let place = self.asks.binary_search_by(|(level, _)| price.cmp(level));
                (&mut self.asks, place)
            }
        };
        match place {
            Ok(at) if quantity.is_zero() => {
                levels.remove(at);
                true
            }
            Ok(at) => std::mem::replace(&mut levels[at].1, quantity) != quantity,
            Err(_) if quantity.is_zero() => false,
            Err(at) => {
                levels.insert(at, (price, quantity));
                true
            }
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
        let sorted = |levels: &[(Price, Quantity)]| levels.is_sorted_by(|one, other| one.0 < other.0);
        assert!(sorted(&published.bids) && published.asks.is_sorted_by(|one, other| one.0 > other.0));
    }
}
