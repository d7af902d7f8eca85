//! So much of an indicator for one euro.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::domain::{Figure, Money};

/// Digits after the point: a place in a home for 10 million euro is `0.0000001` for one.
const DIGITS: usize = 12;
const UNIT: i128 = 1_000_000_000_000;

/// An amount of an indicator, in its own unit, for one euro: cut towards zero to 12 digits after the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PerEuro(i128);

impl PerEuro {
    /// So much for so much money; nothing for none.
    #[must_use]
    pub fn of(amount: Figure, money: Money) -> Option<Self> {
        Self::quotient(i128::from(amount.scaled()), money.scaled())
    }

    /// The quotient of two numbers of the same scale; nothing over none, or where it has no number.
    #[must_use]
    pub fn quotient(amount: i128, euro: i128) -> Option<Self> {
        if euro <= 0 {
            return None;
        }
        // Whole part and rest apart, so that the product with the scale stays in range.
        let (whole, rest) = (amount / euro, amount % euro);
        let fraction = rest.checked_mul(UNIT)? / euro;
        whole.checked_mul(UNIT)?.checked_add(fraction).map(Self)
    }

    /// The same for a thousand euro, cut towards zero to 1/10,000; nothing where it has no figure.
    #[must_use]
    pub fn for_a_thousand(self) -> Option<Figure> {
        let scaled = self.0.checked_mul(1_000)? / (UNIT / 10_000);
        i64::try_from(scaled).ok().map(Figure::from_scaled)
    }
}

impl fmt::Display for PerEuro {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / UNIT.unsigned_abs(), self.0.unsigned_abs() % UNIT.unsigned_abs());
        let digits = format!("{rest:0DIGITS$}");
        match digits.trim_end_matches('0') {
            "" => write!(f, "{sign}{whole}"),
            digits => write!(f, "{sign}{whole}.{digits}"),
        }
    }
}

impl Serialize for PerEuro {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for PerEuro {
    fn schema_name() -> Cow<'static, str> {
        "PerEuro".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]{1,12})?$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotient_is_cut_towards_zero_and_prints_in_one_way() {
        let of = |amount: &str, euro: i64| {
            PerEuro::of(amount.parse().expect("a figure"), Money::euro(euro)).map(|per_euro| per_euro.to_string())
        };
        assert_eq!(of("500", 5_000_000).as_deref(), Some("0.0001"));
        assert_eq!(of("1", 3).as_deref(), Some("0.333333333333"));
        assert_eq!(of("-2", 3).as_deref(), Some("-0.666666666666"));
        assert_eq!(of("7", 2).as_deref(), Some("3.5"));
        assert_eq!(of("0", 2).as_deref(), Some("0"));
        assert_eq!(of("1", 0), None);
        assert_eq!(
            PerEuro::of(Figure::whole(1), Money::euro(4_000_000)).and_then(PerEuro::for_a_thousand),
            "0.0002".parse().ok()
        );
        assert_eq!(PerEuro::quotient(i128::MAX, i128::MAX).map(|one| one.to_string()).as_deref(), Some("1"));
        assert_eq!(PerEuro::quotient(i128::MAX - 1, i128::MAX), None, "beyond its range");
    }
}
