//! The book as a client of the stream rebuilds it, and the checksum that proves that it has the same.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;

use crate::domain::{Price, Quantity, Side};

/// Levels of each side that the checksum covers.
const LEVELS: usize = 10;

/// Visible quantity by price, best first on each side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ladder {
    /// Bids.
    pub(super) bids: BTreeMap<Reverse<Price>, Quantity>,
    /// Asks.
    pub(super) asks: BTreeMap<Price, Quantity>,
}

impl Ladder {
    /// Sets the quantity at a price; zero takes the level out.
    pub(super) fn set(&mut self, side: Side, price: Price, quantity: Quantity) {
        match (side, quantity.is_zero()) {
            (Side::Buy, true) => drop(self.bids.remove(&Reverse(price))),
            (Side::Buy, false) => drop(self.bids.insert(Reverse(price), quantity)),
            (Side::Sell, true) => drop(self.asks.remove(&price)),
            (Side::Sell, false) => drop(self.asks.insert(price, quantity)),
        }
    }

    /// The quantity at a price; zero where there is no level.
    pub(super) fn at(&self, side: Side, price: Price) -> Quantity {
        let level = match side {
            Side::Buy => self.bids.get(&Reverse(price)),
            Side::Sell => self.asks.get(&price),
        };
        level.copied().unwrap_or_default()
    }

    /// CRC-32 (IEEE) of the ten best bids and then the ten best asks, best first, each as `price:quantity;`.
    pub(super) fn checksum(&self) -> u32 {
        let bids = self.bids.iter().map(|(price, quantity)| (price.0, quantity)).take(LEVELS);
        let asks = self.asks.iter().map(|(&price, quantity)| (price, quantity)).take(LEVELS);
        let mut text = String::with_capacity(2 * LEVELS * 16);
        for (price, quantity) in bids.chain(asks) {
            write!(text, "{price}:{quantity};").expect("a string takes any text");
        }
        crc32fast::hash(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(text: &str) -> Price {
        text.parse().expect("a price")
    }

    #[test]
    fn the_checksum_covers_the_strings_that_are_sent() {
        let mut ladder = Ladder::default();
        assert_eq!(ladder.checksum(), 0);
        ladder.set(Side::Buy, price("9.50"), Quantity::new(5));
        ladder.set(Side::Buy, price("9.75"), Quantity::new(7));
        ladder.set(Side::Sell, price("10"), Quantity::new(100));
        assert_eq!(ladder.checksum(), crc32fast::hash(b"9.75:7;9.5:5;10:100;"));
        // The check value of CRC-32/ISO-HDLC, so that clients in other languages can compare.
        assert_eq!(crc32fast::hash(b"123456789"), 0xCBF4_3926);
        ladder.set(Side::Buy, price("9.75"), Quantity::ZERO);
        assert_eq!(ladder.checksum(), crc32fast::hash(b"9.5:5;10:100;"));
        assert_eq!(ladder.at(Side::Buy, price("9.75")), Quantity::ZERO);
    }

    #[test]
    fn the_eleventh_level_does_not_count() {
        let mut ladder = Ladder::default();
        for step in 1..=10 {
            ladder.set(Side::Sell, Price::from_scaled(step * 10_000), Quantity::new(1));
        }
        let before = ladder.checksum();
        ladder.set(Side::Sell, price("11"), Quantity::new(1));
        assert_eq!(ladder.checksum(), before);
        ladder.set(Side::Buy, price("0.5"), Quantity::new(1));
        assert_ne!(ladder.checksum(), before);
    }
}
