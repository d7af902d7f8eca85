//! The words of an offer that events, files and pages share: between which prices one bids, and what must be reached.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Price;

/// What an offer must reach: what it is asked, and after it who holds what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OfferTest {
    /// Units asked for at the price.
    MinimumUnits,
    /// Part of the class in the hands of the public.
    Float,
    /// Investors who are allotted units.
    Holders,
    /// Institutions among them.
    InstitutionalHolders,
    /// Part of the class that institutions are allotted.
    InstitutionalFloat,
}

/// Within which prices one may bid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PriceRange {
    /// The lowest.
    pub lowest: Price,
    /// The highest.
    pub highest: Price,
    /// A bid is the lowest price and a whole number of these.
    pub step: Price,
}

impl PriceRange {
    /// Whether a range makes sense: above zero, with at least two prices, and whole steps from one end to the other.
    #[must_use]
    pub fn is_sound(self) -> bool {
        self.lowest > Price::default()
            && self.step > Price::default()
            && self.lowest < self.highest
            && self.holds(self.highest)
    }

    /// Whether a price lies in the range.
    #[must_use]
    pub fn covers(self, price: Price) -> bool {
        (self.lowest..=self.highest).contains(&price)
    }

    /// Whether a price of the range is a whole number of steps above the lowest.
    #[must_use]
    pub fn holds(self, price: Price) -> bool {
        let above = price.scaled().checked_sub(self.lowest.scaled());
        above.and_then(|above| above.checked_rem(self.step.scaled())) == Some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(text: &str) -> Price {
        text.parse().expect("a price")
    }

    #[test]
    fn a_range_has_two_prices_and_whole_steps() {
        let with = |lowest: &str, highest: &str, step: &str| {
            PriceRange { lowest: price(lowest), highest: price(highest), step: price(step) }.is_sound()
        };
        assert!(with("2", "3", "0.05"));
        assert!(!with("2", "3", "0.03"));
        assert!(!with("3", "3", "0.05"));
        assert!(!with("0", "3", "0.05"));
        assert!(!with("2", "3", "0"));
    }
}
