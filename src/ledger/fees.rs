//! What trading costs, as data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{Money, Provenance, Rate, Side};

/// The exchange's trading fees, one tariff for each side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fees {
    /// Version of this file's format: 1.
    pub format: u32,
    /// What a buyer pays.
    pub buy: Fee,
    /// What a seller pays.
    pub sell: Fee,
    /// Where the figures come from.
    pub provenance: Provenance,
}

impl Fees {
    /// The tariff of one side.
    #[must_use]
    pub const fn of(&self, side: Side) -> Fee {
        match side {
            Side::Buy => self.buy,
            Side::Sell => self.sell,
        }
    }
}

/// A part of the value traded by one order, but never less than a minimum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// Part of the value traded: `0.0010` is ten basis points. Not negative.
    pub rate: Rate,
    /// The least that an order with a fill pays, in euro. Not negative.
    pub minimum: Money,
}

impl Fee {
    /// No fee at all.
    pub const NONE: Self = Self { rate: Rate::ZERO, minimum: Money::ZERO };

    /// What an order owes in all, once it has traded `value`: the greater of the minimum and the rate's part of the
    /// value, rounded once, half away from zero to the cent. Nothing is owed for nothing. It never falls as the value
    /// grows, so the fee of the greatest value an order may trade is the most it can ever owe: what to reserve.
    /// `None` on overflow.
    #[must_use]
    pub fn total(self, value: Money) -> Option<Money> {
        if value.is_zero() {
            return Some(Money::ZERO);
        }
        value.share(self.rate).map(|part| part.max(self.minimum))
    }

    /// What is due now, after a fill brought the order's value to `cumulative`, of which `charged` was paid before.
    /// Never negative. Because the whole is rounded and not each fill, many small fills cost what one large one costs.
    /// `None` on overflow.
    #[must_use]
    pub fn due(self, cumulative: Money, charged: Money) -> Option<Money> {
        self.total(cumulative)?.checked_sub(charged).map(|due| due.max(Money::ZERO))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        text.parse().expect("money")
    }

    #[test]
    fn many_fills_cost_what_one_costs() {
        let fee = Fee { rate: Rate::basis_points(15), minimum: money("2.5") };
        let mut charged = Money::ZERO;
        let mut value = Money::ZERO;
        for _ in 0..997 {
            value = value.checked_add(money("3.3333")).expect("fits");
            charged = charged.checked_add(fee.due(value, charged).expect("fits")).expect("fits");
        }
        assert_eq!(Some(charged), fee.total(value));
        assert_eq!(charged, money("4.98")); // 3323.3001 x 0.0015 = 4.98495...
    }

    #[test]
    fn the_minimum_is_charged_once_and_only_for_a_fill() {
        let fee = Fee { rate: Rate::basis_points(10), minimum: money("5") };
        assert_eq!(fee.total(Money::ZERO), Some(Money::ZERO));
        assert_eq!(fee.due(money("100"), Money::ZERO), Some(money("5")));
        assert_eq!(fee.due(money("200"), money("5")), Some(Money::ZERO));
        assert_eq!(fee.due(money("6000"), money("5")), Some(money("1")));
        assert_eq!(fee.due(Money::from_scaled(i128::MAX), Money::ZERO), None);
    }
}
