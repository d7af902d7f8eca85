//! Names and numbers of things. Counters inside; names are what people type and files say.

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A counter of its own kind, so that two kinds cannot be mixed.
macro_rules! number {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number! {
    /// The number of an event in the one ordered log, gap-free from 1.
    Seq(u64)
}
number! {
    /// The number of an input in the journal, gap-free from 1.
    InputNumber(u64)
}
number! {
    /// The number of an order, gap-free from 1 within a market or an exchange. Never reused.
    OrderId(u64)
}
number! {
    /// The number of a trade, gap-free from 1.
    TradeId(u64)
}
number! {
    /// The number of an account of the ledger.
    AccountId(u32)
}

/// The longest instrument symbol.
pub const SYMBOL_MAX: usize = 12;

/// How many values a character of a symbol has: the end, `-`, `.`, ten digits, 26 letters, in the order of ASCII.
const VALUES: u64 = 39;

/// The short upper-case name of an instrument: a letter, then letters, digits, `.` or `-`; at most 12 characters.
///
/// It is kept as one number, its characters as digits to base 39 with the first in front: twelve of them just fit into
/// 64 bits, and numbers compare as the texts do. An order looks instruments up by it, so that this must cost nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(NonZeroU64);

impl Symbol {
    /// Hands the text of the symbol on.
    fn with_text<T>(self, take: impl FnOnce(&str) -> T) -> T {
        let mut bytes = [0; SYMBOL_MAX];
        let mut left = self.0.get();
        for byte in bytes.iter_mut().rev() {
            *byte = character(left % VALUES);
            left /= VALUES;
        }
        let length = bytes.iter().position(|&byte| byte == 0).unwrap_or(SYMBOL_MAX);
        take(std::str::from_utf8(&bytes[..length]).expect("only ASCII comes in"))
    }
}

/// The value of a character of a symbol, above 0; nothing for what is none.
fn value(character: u8) -> Option<u64> {
    Some(match character {
        b'-' => 1,
        b'.' => 2,
        b'0'..=b'9' => u64::from(character - b'0') + 3,
        b'A'..=b'Z' => u64::from(character - b'A') + 13,
        _ => return None,
    })
}

/// The character of a value; 0 for the end.
fn character(value: u64) -> u8 {
    const CHARACTERS: [u8; 39] = *b"\0-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    usize::try_from(value).ok().and_then(|value| CHARACTERS.get(value).copied()).unwrap_or_default()
}

impl fmt::Debug for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with_text(|text| f.write_str(text))
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with_text(|text| f.pad(text))
    }
}

/// Why a text is not a name of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NameError(&'static str);

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for NameError {}

impl FromStr for Symbol {
    type Err = NameError;
    fn from_str(text: &str) -> Result<Self, NameError> {
        const FORM: NameError = NameError("a symbol is 1 to 12 upper-case letters, digits, `.` or `-`, a letter first");
        let bytes = text.as_bytes();
        if !bytes.first().is_some_and(u8::is_ascii_uppercase) || bytes.len() > SYMBOL_MAX {
            return Err(FORM);
        }
        let mut number = 0;
        for &byte in bytes {
            number = number * VALUES + value(byte).ok_or(FORM)?;
        }
        number *= (bytes.len()..SYMBOL_MAX).map(|_| VALUES).product::<u64>();
        NonZeroU64::new(number).map(Self).ok_or(FORM)
    }
}

/// A short lower-case name of a company, an investor, a member or an indicator: `a-z`, `0-9` and `-`, at most 48.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(Box<str>);

impl Code {
    /// The text of the code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for Code {
    type Err = NameError;
    fn from_str(text: &str) -> Result<Self, NameError> {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if text.is_empty() || text.len() > 48 || !text.bytes().all(fits) {
            return Err(NameError("a name here is 1 to 48 lower-case letters, digits or `-`"));
        }
        Ok(Self(text.into()))
    }
}

macro_rules! name_text {
    ($name:ident, $pattern:literal) => {
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(|error| de::Error::custom(format!("`{text}`: {error}")))
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "pattern": $pattern })
            }
        }
    };
}

impl Serialize for Symbol {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.with_text(|text| serializer.serialize_str(text))
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

name_text!(Symbol, "^[A-Z][A-Z0-9.-]{0,11}$");
name_text!(Code, "^[a-z0-9-]{1,48}$");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_form() {
        assert_eq!("CURA-29".parse::<Symbol>().expect("a symbol").to_string(), "CURA-29");
        for text in ["", "cura", "1CURA", "ABCDEFGHIJKLM", "CU RA"] {
            assert!(text.parse::<Symbol>().is_err(), "{text}");
        }
        assert!("cura-aperta".parse::<Code>().is_ok());
        assert!("Cura".parse::<Code>().is_err());
    }
    proptest::proptest! {
        /// Symbols come back as they went in, and stand in the order of their texts.
        #[test]
        fn symbols_compare_as_their_texts(one in "[A-Z][A-Z0-9.-]{0,11}", other in "[A-Z][A-Z0-9.-]{0,11}") {
            let [first, second] = [&one, &other].map(|text| text.parse::<Symbol>().expect("a symbol"));
            proptest::prop_assert_eq!(first.to_string(), one.clone());
            proptest::prop_assert_eq!(first.cmp(&second), one.cmp(&other));
        }
    }

    #[test]
    fn the_last_symbol_fits() {
        let last = "Z".repeat(SYMBOL_MAX);
        assert_eq!(last.parse::<Symbol>().expect("a symbol").to_string(), last);
    }
}
