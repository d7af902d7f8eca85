//! What buyers and sellers have paid for trading.

use std::collections::BTreeMap;

use crate::domain::Money;
use crate::engine::{Event, Fact};

/// The fees of all trades, by the calendar year in which they settle.
#[derive(Debug, Clone, Default)]
pub struct TradingFees {
    by_year: BTreeMap<i16, Money>,
}

impl TradingFees {
    /// Those of a year.
    #[must_use]
    pub fn of(&self, year: i16) -> Money {
        self.by_year.get(&year).copied().unwrap_or_default()
    }

    /// Takes in one event.
    pub fn fold(&mut self, event: &Event) {
        if let Fact::Traded { buyer_fee, seller_fee, settles_on, .. } = &event.fact {
            let sum = self.by_year.entry(settles_on.year()).or_default();
            let with = sum.checked_add(*buyer_fee).and_then(|sum| sum.checked_add(*seller_fee));
            *sum = with.unwrap_or(*sum);
        }
    }
}
