//! Names and numbers of things. Counters inside; names are what people type and files say.

use std::fmt;
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

/// The short upper-case name of an instrument: a letter, then letters, digits, `.` or `-`; at most 12 characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol([u8; SYMBOL_MAX]);

impl Symbol {
    /// The text of the symbol.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let length = self.0.iter().position(|&byte| byte == 0).unwrap_or(SYMBOL_MAX);
        std::str::from_utf8(&self.0[..length]).expect("only ASCII comes in")
    }
}

impl fmt::Debug for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
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
        let follows = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
        let bytes = text.as_bytes();
        let starts = bytes.first().is_some_and(u8::is_ascii_uppercase);
        if !starts || bytes.len() > SYMBOL_MAX || !bytes.iter().all(|&byte| follows(byte)) {
            return Err(NameError("a symbol is 1 to 12 upper-case letters, digits, `.` or `-`, a letter first"));
        }
        let mut symbol = [0; SYMBOL_MAX];
        symbol[..bytes.len()].copy_from_slice(bytes);
        Ok(Self(symbol))
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
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

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
}
