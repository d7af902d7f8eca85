//! The domain's types that are written as text, by the name that their schema has: so that a check can say all that
//! is wrong with a file, where a deserializer stops at the first.

use std::fmt::Display;
use std::str::FromStr;

use crate::domain::{Code, Day, Figure, Money, Price, Quantity, Rate, Symbol, TimeOfDay, Timestamp, Zone};

/// One type of value that is written as text.
pub(super) struct TextType {
    /// Name of its schema.
    name: &'static str,
    /// Reads a text, says why not.
    pub(super) check: fn(&str) -> Result<(), String>,
    /// Whether TOML's own dates and times are understood too.
    pub(super) is_moment: bool,
}

const TEXT_TYPES: [TextType; 11] = [
    TextType { name: "Code", check: read::<Code>, is_moment: false },
    TextType { name: "Day", check: read::<Day>, is_moment: true },
    TextType { name: "Figure", check: read::<Figure>, is_moment: false },
    TextType { name: "Money", check: read::<Money>, is_moment: false },
    TextType { name: "Price", check: read::<Price>, is_moment: false },
    TextType { name: "Quantity", check: read::<Quantity>, is_moment: false },
    TextType { name: "Rate", check: read::<Rate>, is_moment: false },
    TextType { name: "Symbol", check: read::<Symbol>, is_moment: false },
    TextType { name: "TimeOfDay", check: read::<TimeOfDay>, is_moment: true },
    TextType { name: "Timestamp", check: read::<Timestamp>, is_moment: true },
    TextType { name: "Zone", check: read::<Zone>, is_moment: false },
];

fn read<T: FromStr<Err: Display>>(text: &str) -> Result<(), String> {
    text.parse::<T>().map(|_| ()).map_err(|error| format!("`{text}`: {error}"))
}

/// The text type whose schema has this name.
pub(super) fn of_schema(name: &str) -> Option<&'static TextType> {
    TEXT_TYPES.iter().find(|text_type| text_type.name == name)
}
