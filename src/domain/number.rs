//! Exact numbers with four decimals: what the market, the ledger and the journal count in.
//!
//! On every wire they are decimal strings in one canonical form: no exponent, no needless zero, no trailing point.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Parts of one unit in a [`Price`] or a [`Money`]: both count in 1/10,000.
pub const SCALE: u32 = 10_000;
const DECIMALS: usize = 4;

/// Why a text is not a number of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberError {
    /// Not digits, with at most one leading `-` and one point that has digits on both sides.
    Malformed,
    /// More than four decimals that are not zero.
    TooFine,
    /// Outside the range of the type.
    OutOfRange,
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "not a plain decimal number such as 12 or 12.50",
            Self::TooFine => "more than four decimals",
            Self::OutOfRange => "out of range",
        })
    }
}

impl std::error::Error for NumberError {}

/// Reads a plain decimal (`12`, `12.50`, `007`, `-1`; no exponent) as units of 1/10,000.
///
/// # Errors
/// [`NumberError::Malformed`] before any other, so that a caller can tell form from value.
pub fn parse_scaled(text: &str) -> Result<i128, NumberError> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) {
        return Err(NumberError::Malformed);
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > DECIMALS {
        return Err(NumberError::TooFine);
    }
    let mut scaled: i128 = 0;
    let places = fraction.bytes().chain(std::iter::repeat_n(b'0', DECIMALS - fraction.len()));
    for digit in whole.bytes().chain(places) {
        scaled = scaled
            .checked_mul(10)
            .and_then(|value| value.checked_add(i128::from(digit - b'0')))
            .ok_or(NumberError::OutOfRange)?;
    }
    Ok(if negative { -scaled } else { scaled })
}

fn write_scaled(f: &mut fmt::Formatter<'_>, scaled: i128) -> fmt::Result {
    let sign = if scaled < 0 { "-" } else { "" };
    let magnitude = scaled.unsigned_abs();
    let (whole, fraction) = (magnitude / u128::from(SCALE), magnitude % u128::from(SCALE));
    if fraction == 0 {
        return f.pad(&format!("{sign}{whole}"));
    }
    let fraction = format!("{fraction:04}");
    f.pad(&format!("{sign}{whole}.{}", fraction.trim_end_matches('0')))
}

/// Text in, text out: the wire form shared by every fixed-point newtype.
macro_rules! decimal_text {
    ($name:ident, $what:literal) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Text;
                impl de::Visitor<'_> for Text {
                    type Value = $name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str(concat!($what, " as a decimal string such as \"12.5\""))
                    }
                    fn visit_str<E: de::Error>(self, text: &str) -> Result<$name, E> {
                        text.parse().map_err(|error| E::custom(format!("`{text}`: {error}")))
                    }
                }
                deserializer.deserialize_str(Text)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "description": concat!($what, ", a decimal string"),
                    "pattern": "^-?[0-9]+(\\.[0-9]+)?$"
                })
            }
        }
    };
}

/// What the newtypes that count 1/10,000 in 64 bits have in common: the count, text in and out, and the way to and from
/// [`Decimal`] for work off the hot path.
macro_rules! ten_thousandths {
    ($name:ident, $what:literal) => {
        impl $name {
            /// How many 1/10,000 this is.
            #[must_use]
            pub const fn scaled(self) -> i64 {
                self.0
            }
        }

        impl FromStr for $name {
            type Err = NumberError;
            fn from_str(text: &str) -> Result<Self, NumberError> {
                i64::try_from(parse_scaled(text)?).map(Self).map_err(|_| NumberError::OutOfRange)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_scaled(f, i128::from(self.0))
            }
        }

        impl From<$name> for Decimal {
            fn from(number: $name) -> Self {
                Self::new(number.0, 4)
            }
        }

        /// 1.0 and 1.00 are one number here and print alike.
        impl TryFrom<Decimal> for $name {
            type Error = NumberError;
            fn try_from(decimal: Decimal) -> Result<Self, NumberError> {
                decimal.normalize().to_string().parse()
            }
        }

        decimal_text!($name, $what);
    };
}

/// A price: 1/10,000 of a euro, or of a percent of nominal for a bond. From 0 to about 922 trillion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Price(i64);

impl Price {
    /// The smallest step above nothing: 0.0001.
    pub const STEP: Self = Self(1);

    /// A price of so many 1/10,000.
    #[must_use]
    pub const fn from_scaled(scaled: i64) -> Self {
        Self(scaled)
    }
}

ten_thousandths!(Price, "a price");

/// How many units: whole shares or whole bond denominations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Quantity(u64);

impl Quantity {
    /// No units.
    pub const ZERO: Self = Self(0);

    /// So many units.
    #[must_use]
    pub const fn new(units: u64) -> Self {
        Self(units)
    }

    /// The number of units.
    #[must_use]
    pub const fn units(self) -> u64 {
        self.0
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum, or nothing on overflow.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or nothing when `other` is larger.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }
}

impl FromStr for Quantity {
    type Err = NumberError;
    /// `1.0` is 1; a fraction is [`NumberError::TooFine`].
    fn from_str(text: &str) -> Result<Self, NumberError> {
        let scaled = parse_scaled(text)?;
        if scaled % i128::from(SCALE) != 0 {
            return Err(NumberError::TooFine);
        }
        u64::try_from(scaled / i128::from(SCALE)).map(Self).map_err(|_| NumberError::OutOfRange)
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

decimal_text!(Quantity, "a quantity of whole units");

/// An amount of euro in 1/10,000, so that price times quantity is exact. Negative for a debt or a loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i128);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many 1/10,000 of a euro.
    #[must_use]
    pub const fn from_scaled(scaled: i128) -> Self {
        Self(scaled)
    }

    /// So many whole euro.
    #[must_use]
    pub const fn euro(euro: i64) -> Self {
        Self(euro as i128 * SCALE as i128)
    }

    /// How many 1/10,000 this amount is.
    #[must_use]
    pub const fn scaled(self) -> i128 {
        self.0
    }

    /// Whether this is nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The exact value of `quantity` units at `price`, where one point of price is worth `multiplier` euro a unit
    /// (1 for a share; nominal / 100 for a bond quoted in percent). Nothing on overflow.
    #[must_use]
    pub fn of(price: Price, quantity: Quantity, multiplier: u32) -> Option<Self> {
        let value = i128::from(price.0) * i128::from(quantity.0); // 63 bits times 64
        let value = if multiplier == 1 { Some(value) } else { value.checked_mul(i128::from(multiplier)) };
        value.map(Self)
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

    /// `rate` parts of this amount, rounded half away from zero to the cent: the rule for fees, taxes and coupons.
    /// Nothing on overflow.
    #[must_use]
    pub fn share(self, rate: Rate) -> Option<Self> {
        // Nearly all products fit into 64 bits, where a division costs a tenth.
        let narrow = i64::try_from(self.0).ok().and_then(|amount| amount.checked_mul(rate.scaled()));
        if let Some(product) = narrow {
            const UNIT: u64 = SCALE as u64 * 100;
            let cents = i128::from((product.unsigned_abs() + UNIT / 2) / UNIT);
            return Some(Self(if product < 0 { -cents } else { cents } * 100));
        }
        let unit = i128::from(SCALE) * 100; // of the product, so that the quotient counts cents
        let product = self.0.checked_mul(i128::from(rate.scaled()))?;
        let cents = (product.abs() + unit / 2) / unit * product.signum();
        cents.checked_mul(100).map(Self)
    }
}

impl FromStr for Money {
    type Err = NumberError;
    fn from_str(text: &str) -> Result<Self, NumberError> {
        parse_scaled(text).map(Self)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_scaled(f, self.0)
    }
}

/// Off the hot path. Refused beyond the 28 digits of a [`Decimal`].
impl TryFrom<Money> for Decimal {
    type Error = NumberError;
    fn try_from(money: Money) -> Result<Self, NumberError> {
        Self::try_from_i128_with_scale(money.0, 4).map_err(|_| NumberError::OutOfRange)
    }
}

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, |total, amount| Self(total.0 + amount.0))
    }
}

decimal_text!(Money, "an amount in euro");

/// A fraction in 1/10,000: `0.05` is five percent, `0.0001` one basis point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Rate(i64);

impl Rate {
    /// No part at all.
    pub const ZERO: Self = Self(0);
    /// The whole.
    pub const ONE: Self = Self(SCALE as i64);

    /// So many basis points.
    #[must_use]
    pub const fn basis_points(points: i64) -> Self {
        Self(points)
    }
}

ten_thousandths!(Rate, "a fraction of one");

/// A measured or told amount of any unit (persons, tonnes, percent, days, euro), in 1/10,000. Negative where the unit
/// allows it. Up to about 922 trillion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Figure(i64);

impl Figure {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many 1/10,000 of the unit.
    #[must_use]
    pub const fn from_scaled(scaled: i64) -> Self {
        Self(scaled)
    }

    /// So many whole units.
    #[must_use]
    pub const fn whole(units: u32) -> Self {
        Self(units as i64 * SCALE as i64)
    }

    /// An amount of euro as a figure; nothing outside the range.
    #[must_use]
    pub fn of_money(money: Money) -> Option<Self> {
        i64::try_from(money.0).ok().map(Self)
    }

    /// This figure read as euro.
    #[must_use]
    pub const fn money(self) -> Money {
        Money(self.0 as i128)
    }

    /// This figure read as a fraction of one.
    #[must_use]
    pub const fn rate(self) -> Rate {
        Rate(self.0)
    }

    /// The sum, stopping at the ends of the range.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

ten_thousandths!(Figure, "a measured amount");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_canonical_on_the_way_out() {
        for (text, canonical) in [("12.50", "12.5"), ("007", "7"), ("100", "100"), ("0.0000", "0"), ("-0.10", "-0.1")] {
            assert_eq!(text.parse::<Money>().expect(text).to_string(), canonical);
        }
    }

    #[test]
    fn form_is_told_from_value() {
        for text in ["", "-", "+1", "1.", ".5", "1e3", "1 000", "1,5", "0x1", "--1"] {
            assert_eq!(text.parse::<Price>(), Err(NumberError::Malformed), "{text}");
        }
        assert_eq!("0.00001".parse::<Price>(), Err(NumberError::TooFine));
        assert_eq!("99999999999999999999".parse::<Price>(), Err(NumberError::OutOfRange));
        assert_eq!("1.0".parse::<Quantity>(), Ok(Quantity::new(1)));
        assert_eq!("1.5".parse::<Quantity>(), Err(NumberError::TooFine));
        assert_eq!("-1".parse::<Quantity>(), Err(NumberError::OutOfRange));
    }

    #[test]
    fn a_share_of_money_is_rounded_half_away_from_zero_to_the_cent() {
        let rate: Rate = "0.05".parse().expect("a rate");
        let share = |text: &str| text.parse::<Money>().expect("money").share(rate).expect("fits").to_string();
        assert_eq!(share("10.10"), "0.51"); // 0.505
        assert_eq!(share("-10.10"), "-0.51");
        assert_eq!(share("10.08"), "0.5"); // 0.504
    }

    #[test]
    fn price_times_quantity_is_exact() {
        let price: Price = "98.75".parse().expect("a price");
        assert_eq!(Money::of(price, Quantity::new(3), 10).expect("fits").to_string(), "2962.5");
        assert_eq!(Money::of(Price(i64::MAX), Quantity::new(u64::MAX), u32::MAX), None);
    }

    proptest::proptest! {
        /// Text, value and canonical form agree with an independent decimal type.
        #[test]
        fn numbers_agree_with_rust_decimal(scaled in proptest::prelude::any::<i64>(), zeros in 0..5_usize) {
            let price = Price::from_scaled(scaled);
            let decimal = Decimal::from(price);
            proptest::prop_assert_eq!(price.to_string(), decimal.normalize().to_string());
            proptest::prop_assert_eq!(Price::try_from(decimal), Ok(price));
            let padded = format!("{}{}", Decimal::new(scaled, 4), "0".repeat(zeros));
            proptest::prop_assert_eq!(padded.parse::<Price>(), Ok(price));
            let money = Money::from_scaled(i128::from(scaled) * 7);
            let decimal = Decimal::try_from(money).expect("a few digits");
            proptest::prop_assert_eq!(money.to_string(), decimal.normalize().to_string());
        }

        /// The cent of a share of money is that of rust_decimal's half away from zero.
        #[test]
        fn shares_agree_with_rust_decimal(scaled in -100_000_000_000_000_000_i64..100_000_000_000_000_000, rate in -20_000_i64..20_000) {
            let share = Money::from_scaled(i128::from(scaled)).share(Rate::basis_points(rate)).expect("small");
            let exact = Decimal::new(scaled, 4) * Decimal::new(rate, 4);
            let rounded = exact.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
            proptest::prop_assert_eq!(Decimal::try_from(share), Ok(rounded));
        }
    }
}
