//! How much of what.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::domain::{Money, Quantity, Symbol};

/// What an account can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Asset {
    /// Euro.
    Cash,
    /// Units of one instrument.
    Units(Symbol),
}

/// `cash`, or the instrument's symbol; a symbol is upper-case, so that the two cannot be mixed up.
impl fmt::Display for Asset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cash => f.pad("cash"),
            Self::Units(symbol) => symbol.fmt(f),
        }
    }
}

impl Serialize for Asset {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Asset {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == "cash" {
            return Ok(Self::Cash);
        }
        text.parse().map(Self::Units).map_err(|error| de::Error::custom(format!("`{text}`: {error}")))
    }
}

/// An amount of some asset: 1/10,000 of a euro of cash, or whole units of an instrument. Only contra accounts hold a
/// negative amount. As text a whole number of these parts, because JSON numbers of this size lose digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amount(i128);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many parts: 1/10,000 of a euro, or units.
    #[must_use]
    pub const fn of_parts(parts: i128) -> Self {
        Self(parts)
    }

    /// How many parts this is: 1/10,000 of a euro, or units.
    #[must_use]
    pub const fn parts(self) -> i128 {
        self.0
    }

    /// Whether this is nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether this is below nothing.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// This amount read as cash.
    #[must_use]
    pub const fn money(self) -> Money {
        Money::from_scaled(self.0)
    }

    /// This amount read as units; nothing when it is negative or beyond a quantity's range.
    #[must_use]
    pub fn quantity(self) -> Option<Quantity> {
        u64::try_from(self.0).ok().map(Quantity::new)
    }

    /// The sum, or nothing on overflow.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or nothing on overflow. May be negative.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self(money.scaled())
    }
}

impl From<Quantity> for Amount {
    fn from(quantity: Quantity) -> Self {
        Self(i128::from(quantity.units()))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Amount {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|error| de::Error::custom(format!("`{text}`: {error}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_every_digit() {
        let amount = Amount::of_parts(i128::MIN + 1);
        let text = serde_json::to_string(&amount).expect("serializes");
        assert_eq!(text, "\"-170141183460469231731687303715884105727\"");
        assert_eq!(serde_json::from_str::<Amount>(&text).expect("reads back"), amount);
        let asset = Asset::Units("CURA".parse().expect("a symbol"));
        assert_eq!(serde_json::from_str::<Asset>("\"CURA\"").expect("reads"), asset);
        assert_eq!(serde_json::from_str::<Asset>("\"cash\"").expect("reads"), Asset::Cash);
    }

    #[test]
    fn money_and_units_come_back_as_they_went_in() {
        let money: Money = "12.3456".parse().expect("money");
        assert_eq!(Amount::from(money).money(), money);
        assert_eq!(Amount::from(Quantity::new(u64::MAX)).quantity(), Some(Quantity::new(u64::MAX)));
        assert_eq!(Amount::of_parts(-1).quantity(), None);
    }
}
