//! One file, TOML or JSON, with the places of all that it says.

use std::fmt;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use toml::de::DeTable;

use super::json;
use super::node::{Content, Fault, Node, join, segments};
use super::shape;

/// A line and a column, both from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Place {
    /// The place of a byte of a text; the end of the text when there is no such byte.
    #[must_use]
    pub fn of_byte(text: &str, byte: usize) -> Self {
        let before = &text.as_bytes()[..byte.min(text.len())];
        let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
        let begins_character = |byte: &&u8| (**byte & 0xC0) != 0x80; // every byte of UTF-8 but continuations
        Self {
            line: before.iter().filter(|&&byte| byte == b'\n').count() + 1,
            column: before[line_start..].iter().filter(begins_character).count() + 1,
        }
    }
}

/// One thing that is wrong with a file. Displays as `FILE:LINE:COL: what is wrong`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, as the user named it.
    pub file: String,
    /// Where.
    pub place: Place,
    /// What is wrong, and the nearest valid key where a key is unknown.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.place.line, self.place.column, self.message)
    }
}

impl std::error::Error for Problem {}

/// A TOML or JSON text that could be read, with the place of every key.
#[derive(Debug, Clone)]
pub struct Document {
    name: String,
    text: String,
    root: Node,
}

impl Document {
    /// Reads a file's bytes as UTF-8 (a byte-order mark is passed over) and as JSON, where its name ends in `.json` or
    /// its text begins with a brace, else as TOML.
    ///
    /// # Errors
    /// The byte that is no UTF-8, one problem for each line at which the TOML breaks, or the place at which the JSON does.
    pub fn parse(name: &str, bytes: &[u8]) -> Result<Self, Vec<Problem>> {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let problem = |place, message| Problem { file: name.to_owned(), place, message };
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let valid = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
            vec![problem(Place::of_byte(valid, valid.len()), "not UTF-8 text".to_owned())]
        })?;
        if json::is_json(name, text) {
            let place = |(byte, message)| problem(Place::of_byte(text, byte), message);
            let root = json::tree(text).map_err(|slips| slips.into_iter().map(place).collect::<Vec<_>>())?;
            return Ok(Self { name: name.to_owned(), text: text.to_owned(), root });
        }
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut problems: Vec<Problem> = errors
            .iter()
            .map(|error| {
                let byte = error.span().map_or(0, |span| span.start);
                problem(Place::of_byte(text, byte), format!("not TOML: {}", error.message()))
            })
            .collect();
        if problems.is_empty() {
            let root = Node::of_toml(table.get_ref());
            return Ok(Self { name: name.to_owned(), text: text.to_owned(), root });
        }
        problems.sort_by_key(|problem| problem.place);
        problems.dedup_by_key(|problem| problem.place.line); // what follows an error on its line is its echo
        Err(problems)
    }

    /// The name by which the file was asked for.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text of the file, without a byte-order mark.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the file's first level has this key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.root.child(key).is_some()
    }

    /// How many keys of the file's first level are none of these, but one or two letters away from one.
    #[must_use]
    pub fn misspelt(&self, keys: &[&str]) -> usize {
        let is_near = |key: &str| keys.iter().any(|known| matches!(strsim::osa_distance(key, known), 1 | 2));
        let written = self.root.keys().filter(|key| !keys.contains(key));
        written.filter(|key| is_near(key)).count()
    }

    fn node(&self, pointer: &str) -> Option<&Node> {
        segments(pointer).try_fold(&self.root, |node, segment| node.child(&segment))
    }

    /// The string at a JSON pointer; nothing where there is none, or something else.
    #[must_use]
    pub fn text_at(&self, pointer: &str) -> Option<&str> {
        match &self.node(pointer)?.content {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The pointers one step below a pointer, in the order of the file.
    #[must_use]
    pub fn below(&self, pointer: &str) -> Vec<String> {
        let segments = self.node(pointer).map(Node::segments).unwrap_or_default();
        segments.iter().map(|segment| join(pointer, segment)).collect()
    }

    /// Reads the file as a type.
    ///
    /// # Errors
    /// Every problem, sorted by place: unknown keys with the nearest valid one, wrong types, missing keys, values
    /// that their type refuses.
    pub fn decode<T: DeserializeOwned + JsonSchema>(&self) -> Result<T, Vec<Problem>> {
        shape::decode(&self.root).map_err(|faults| self.problems(faults))
    }

    /// The place of a JSON pointer: at the key; of the nearest existing table (or value) above it when it is missing.
    #[must_use]
    pub fn place(&self, pointer: &str) -> Place {
        let mut node = &self.root;
        for segment in segments(pointer) {
            match node.child(&segment) {
                Some(child) => node = child,
                None => break,
            }
        }
        Place::of_byte(&self.text, node.start)
    }

    /// Faults told by pointer, as problems of this file sorted by place.
    #[must_use]
    pub fn problems(&self, faults: Vec<Fault>) -> Vec<Problem> {
        let problem = |fault: Fault| Problem {
            file: self.name.clone(),
            place: self.place(&fault.pointer),
            message: fault.detail,
        };
        let mut problems: Vec<Problem> = faults.into_iter().map(problem).collect();
        problems.sort_by_key(|problem| problem.place);
        problems
    }
}
