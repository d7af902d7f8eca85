//! The domain's types that are written as text, by the name that their schema has: so that a check can say all that
//! is wrong with a file, where a deserializer stops at the first.

use std::fmt::Display;
use std::str::FromStr;

use crate::domain::{Code, Day, Figure, Money, Price, Quantity, Rate, Symbol, TimeOfDay, Timestamp, Zone};

/// One type of value that is written as text.
pub(super) struct TextType {
    /// Name of its schema.
    name: &'static str,
    /// One of its values.
    pub(super) example: &'static str,
    /// Reads a text, says why not.
    pub(super) check: fn(&str) -> Result<(), String>,
    /// Whether TOML's own dates and times are understood too.
    pub(super) is_moment: bool,
}

const TEXT_TYPES: [TextType; 11] = [
    TextType { name: "Code", example: "a-word", check: read::<Code>, is_moment: false },
    TextType { name: "Day", example: "2026-12-31", check: read::<Day>, is_moment: true },
    TextType { name: "Figure", example: "1", check: read::<Figure>, is_moment: false },
    TextType { name: "Money", example: "1000", check: read::<Money>, is_moment: false },
    TextType { name: "Price", example: "10", check: read::<Price>, is_moment: false },
    TextType { name: "Quantity", example: "1000", check: read::<Quantity>, is_moment: false },
    TextType { name: "Rate", example: "0.1", check: read::<Rate>, is_moment: false },
    TextType { name: "Symbol", example: "ABC", check: read::<Symbol>, is_moment: false },
    TextType { name: "TimeOfDay", example: "09:00", check: read::<TimeOfDay>, is_moment: true },
    TextType { name: "Timestamp", example: "2026-01-12T08:00:00Z", check: read::<Timestamp>, is_moment: true },
    TextType { name: "Zone", example: "CET-1CEST,M3.5.0,M10.5.0/3", check: read::<Zone>, is_moment: false },
];

fn read<T: FromStr<Err: Display>>(text: &str) -> Result<(), String> {
    text.parse::<T>().map(|_| ()).map_err(|error| format!("`{text}`: {error}"))
}

/// The text type whose schema has this name.
pub(super) fn of_schema(name: &str) -> Option<&'static TextType> {
    TEXT_TYPES.iter().find(|text_type| text_type.name == name)
}

#[cfg(test)]
mod tests {
    use super::TEXT_TYPES;

    #[test]
    fn every_example_is_of_its_type() {
        for text_type in TEXT_TYPES {
            assert_eq!((text_type.check)(text_type.example), Ok(()), "{}", text_type.name);
        }
    }
}
