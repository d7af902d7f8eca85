//! One value of a file with the place where it was written, whatever the file's language.

use serde_json::Value;
use toml::de::{DeInteger, DeTable, DeValue};

/// What is wrong with one value, told by JSON pointer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// JSON pointer (RFC 6901) of the value at fault, also where it is missing; empty for the whole.
    pub pointer: String,
    /// What is wrong, for people.
    pub detail: String,
}

impl From<crate::exercise::Fault> for Fault {
    fn from(fault: crate::exercise::Fault) -> Self {
        Self { pointer: fault.pointer, detail: fault.detail }
    }
}

/// A value and the byte at which its key begins (for an element of a list, the value itself).
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) start: usize,
    pub(super) content: Content,
}

/// What a file can say. Entries keep the order of the file.
#[derive(Debug, Clone)]
pub(super) enum Content {
    Null,
    Boolean(bool),
    Integer(i128),
    /// A number with a point or an exponent, or a whole one beyond 128 bits, as written.
    Float(String),
    Text(String),
    /// A date or time that TOML wrote without quotes, as RFC 3339.
    Moment(String),
    List(Vec<Node>),
    Table(Vec<(String, Node)>),
}

impl Node {
    /// The tree of a parsed TOML document.
    pub(super) fn of_toml(table: &DeTable<'_>) -> Self {
        Self { start: 0, content: toml_table(table) }
    }

    /// The tree of a JSON value, which has no places.
    pub(super) fn of_json(value: &Value) -> Self {
        let content = match value {
            Value::Null => Content::Null,
            Value::Bool(value) => Content::Boolean(*value),
            Value::Number(number) => {
                let text = number.to_string();
                text.parse().map_or(Content::Float(text), Content::Integer)
            }
            Value::String(text) => Content::Text(text.clone()),
            Value::Array(items) => Content::List(items.iter().map(Self::of_json).collect()),
            Value::Object(entries) => {
                Content::Table(entries.iter().map(|(key, value)| (key.clone(), Self::of_json(value))).collect())
            }
        };
        Self { start: 0, content }
    }

    /// The value under a key or at an index.
    pub(super) fn child(&self, segment: &str) -> Option<&Self> {
        match &self.content {
            Content::Table(entries) => entries.iter().find(|(key, _)| key == segment).map(|(_, node)| node),
            Content::List(items) => items.get(segment.parse::<usize>().ok()?),
            _ => None,
        }
    }

    /// The keys of a table, in the order of the file.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        let entries = match &self.content {
            Content::Table(entries) => entries.as_slice(),
            _ => &[],
        };
        entries.iter().map(|(key, _)| key.as_str())
    }

    /// The keys of a table or the indices of a list.
    pub(super) fn segments(&self) -> Vec<String> {
        match &self.content {
            Content::List(items) => (0..items.len()).map(|index| index.to_string()).collect(),
            _ => self.keys().map(str::to_owned).collect(),
        }
    }

    /// What the value is, for messages.
    pub(super) const fn kind(&self) -> &'static str {
        match self.content {
            Content::Null => "null",
            Content::Boolean(_) => "true or false",
            Content::Integer(_) => "an integer",
            Content::Float(_) => "a number",
            Content::Text(_) => "a string",
            Content::Moment(_) => "a date or time",
            Content::List(_) => "a list",
            Content::Table(_) => "a table",
        }
    }
}

fn toml_table(table: &DeTable<'_>) -> Content {
    let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
        let text: &std::borrow::Cow<'_, str> = key.get_ref();
        (text.to_string(), Node { start: key.span().start, content: toml_value(value.get_ref()) })
    };
    Content::Table(table.iter().map(entry).collect())
}

fn toml_value(value: &DeValue<'_>) -> Content {
    match value {
        DeValue::String(text) => Content::Text(text.to_string()),
        DeValue::Integer(integer) => toml_integer(integer),
        DeValue::Float(float) => Content::Float(float.as_str().to_owned()),
        DeValue::Boolean(value) => Content::Boolean(*value),
        DeValue::Datetime(moment) => Content::Moment(moment.to_string()),
        DeValue::Array(items) => {
            let item = |item: &toml::Spanned<DeValue<'_>>| Node {
                start: item.span().start,
                content: toml_value(item.get_ref()),
            };
            Content::List(items.iter().map(item).collect())
        }
        DeValue::Table(table) => toml_table(table),
    }
}

fn toml_integer(integer: &DeInteger<'_>) -> Content {
    i128::from_str_radix(integer.as_str(), integer.radix())
        .map_or_else(|_| Content::Float(integer.to_string()), Content::Integer)
}

/// The pointer of what lies under `segment` of `pointer`.
pub(super) fn join(pointer: &str, segment: &str) -> String {
    format!("{pointer}/{}", segment.replace('~', "~0").replace('/', "~1"))
}

/// The segments of a pointer, unescaped.
pub(super) fn segments(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer.split('/').skip(1).map(|segment| segment.replace("~1", "/").replace("~0", "~"))
}
