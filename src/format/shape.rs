//! Holds a tree against the JSON Schema of a type and tells every difference, not only the first.
//!
//! The schema is the one that `borsa schema` prints, so that the check and the printed schema agree.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::node::{Content, Fault, Node, join};
use super::schema_view::{ObjectView, SchemaView};
use super::shipped;

/// The JSON Schema (draft 2020-12) of a type, as it is read.
#[must_use]
pub fn schema<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>().to_value()
}

/// Reads a JSON value as a type.
///
/// # Errors
/// Every fault found: unknown keys with the nearest valid one, wrong types, missing keys, values that do not fit.
pub fn decode_json<T: DeserializeOwned + JsonSchema>(value: &Value) -> Result<T, Vec<Fault>> {
    decode(&Node::of_json(value))
}

/// Reads a tree as a type, or tells all that is wrong with it.
pub(super) fn decode<T: DeserializeOwned + JsonSchema>(root: &Node) -> Result<T, Vec<Fault>> {
    let schema = schema::<T>();
    let faults = faults(root, &schema);
    if !faults.is_empty() {
        return Err(faults);
    }
    let whole = shipped::expanded(root, &schema)?;
    T::deserialize(whole.as_ref().unwrap_or(root)).map_err(|refusal| vec![refusal.into()])
}

/// All differences between a tree and a schema.
pub(super) fn faults(root: &Node, schema: &Value) -> Vec<Fault> {
    let mut check = Check { faults: Vec::new() };
    check.node(root, SchemaView::root(schema), "");
    check.faults
}

/// The candidate most like `text`.
#[must_use]
pub fn nearest<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |candidate: &str| {
        (strsim::normalized_damerau_levenshtein(text, candidate), strsim::jaro_winkler(text, candidate))
    };
    candidates.max_by(|left, right| likeness(left).partial_cmp(&likeness(right)).unwrap_or(std::cmp::Ordering::Equal))
}

struct Check {
    faults: Vec<Fault>,
}

impl Check {
    fn fault(&mut self, pointer: &str, detail: String) {
        self.faults.push(Fault { pointer: pointer.to_owned(), detail });
    }

    fn node(&mut self, node: &Node, schema: SchemaView<'_>, pointer: &str) {
        if let Some(text_type) = schema.text_type() {
            match &node.content {
                Content::Text(text) => self.text(text, text_type.check, pointer),
                Content::Moment(text) if text_type.is_moment => self.text(text, text_type.check, pointer),
                _ => self.wrong_type(node, "a string", pointer),
            }
            return;
        }
        let schema = schema.resolved();
        let alternatives = schema.alternatives();
        if !alternatives.is_empty() {
            return self.alternatives(node, &alternatives, pointer);
        }
        if let Some(words) = schema.words() {
            return self.word(node, &words, pointer);
        }
        if !schema.accepts(node) {
            return self.wrong_type(node, &schema.expectation(), pointer);
        }
        match &node.content {
            Content::Table(entries) => self.table(entries, &schema.object(), pointer),
            Content::List(items) => self.list(items, schema, pointer),
            Content::Integer(value) => self.integer(*value, schema, pointer),
            Content::Text(text) if text.chars().count() < schema.count("minLength").unwrap_or(0) => {
                self.fault(pointer, "must not be empty".to_owned());
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str, check: fn(&str) -> Result<(), String>, pointer: &str) {
        if let Err(detail) = check(text) {
            self.fault(pointer, detail);
        }
    }

    fn wrong_type(&mut self, node: &Node, expected: &str, pointer: &str) {
        let hint = match &node.content {
            Content::Integer(number) if expected == "a string" => format!("; write it between quotes: \"{number}\""),
            Content::Float(number) | Content::Moment(number) if expected == "a string" => {
                format!("; write it between quotes: \"{number}\"")
            }
            _ => String::new(),
        };
        let name = last_segment(pointer);
        self.fault(pointer, format!("{name} must be {expected}, not {}{hint}", node.kind()));
    }

    fn word(&mut self, node: &Node, words: &[&str], pointer: &str) {
        let Content::Text(text) = &node.content else {
            return self.wrong_type(node, &format!("one of {}", quoted(words)), pointer);
        };
        if words.contains(&text.as_str()) {
            return;
        }
        let nearest = nearest(text, words.iter().copied()).unwrap_or_default();
        self.fault(pointer, format!("unknown word `{text}`; the nearest is `{nearest}` (known: {})", quoted(words)));
    }

    fn table(&mut self, entries: &[(String, Node)], object: &ObjectView<'_>, pointer: &str) {
        for (key, node) in entries {
            let pointer = join(pointer, key);
            if let Some(schema) = object.property(key) {
                self.node(node, schema, &pointer);
            } else if object.is_closed() {
                let nearest = nearest(key, object.keys());
                let advice = nearest.map_or_else(
                    || "no key is known here".to_owned(),
                    |nearest| format!("the nearest valid key is `{nearest}`"),
                );
                self.fault(&pointer, format!("unknown key `{key}`; {advice}"));
            }
        }
        for key in object.required() {
            if !entries.iter().any(|(present, _)| present == key) {
                self.fault(&join(pointer, key), format!("missing key `{key}`"));
            }
        }
    }

    fn list(&mut self, items: &[Node], schema: SchemaView<'_>, pointer: &str) {
        for (index, item) in items.iter().enumerate() {
            let pointer = join(pointer, &index.to_string());
            match schema.item(index) {
                Some(item_schema) => self.node(item, item_schema, &pointer),
                None if schema.is_tuple() => self.fault(&pointer, "one element too many".to_owned()),
                None => {}
            }
        }
        if items.len() < schema.count("minItems").unwrap_or(0) {
            let wanted = schema.count("minItems").unwrap_or(0);
            self.fault(pointer, format!("{} must have at least {wanted} elements", last_segment(pointer)));
        }
    }

    fn integer(&mut self, value: i128, schema: SchemaView<'_>, pointer: &str) {
        let (least, most) = schema.integer_range();
        if value < least || value > most {
            self.fault(pointer, format!("{value} is out of range: {least} to {most}"));
        }
    }

    fn alternatives(&mut self, node: &Node, alternatives: &[SchemaView<'_>], pointer: &str) {
        let present: Vec<_> = alternatives.iter().copied().filter(|alternative| !alternative.is_null()).collect();
        if let ([only], false) = (present.as_slice(), matches!(node.content, Content::Null)) {
            return self.node(node, *only, pointer);
        }
        let fitting: Vec<_> = alternatives.iter().copied().filter(|alternative| alternative.accepts(node)).collect();
        match fitting.as_slice() {
            [] => {
                let words: Vec<_> =
                    alternatives.iter().filter_map(|alternative| alternative.words()).flatten().collect();
                if !words.is_empty() && words.len() >= alternatives.len() {
                    return self.word(node, &words, pointer);
                }
                let expected: Vec<_> = present.iter().map(|alternative| alternative.expectation()).collect();
                self.wrong_type(node, &expected.join(" or "), pointer);
            }
            [only] => self.node(node, *only, pointer),
            several => match &node.content {
                Content::Text(_) if several.iter().all(|alternative| alternative.words().is_some()) => {
                    let words: Vec<_> =
                        several.iter().filter_map(|alternative| alternative.words()).flatten().collect();
                    self.word(node, &words, pointer);
                }
                Content::Table(_) => self.tagged(node, several, pointer),
                _ => self.least_wrong(node, several, pointer),
            },
        }
    }

    /// Tables that tell by one key which of several kinds they are.
    fn tagged(&mut self, node: &Node, alternatives: &[SchemaView<'_>], pointer: &str) {
        let objects: Vec<_> = alternatives.iter().map(|alternative| alternative.object()).collect();
        let Some(tag) = objects.first().and_then(|first| {
            first.tags().into_iter().find(|tag| objects.iter().all(|object| object.tags().contains(tag)))
        }) else {
            return self.least_wrong(node, alternatives, pointer);
        };
        let Some(chosen) = node.child(tag) else {
            return self.fault(&join(pointer, tag), format!("missing key `{tag}`"));
        };
        if let Content::Text(text) = &chosen.content {
            let fits =
                |object: &ObjectView<'_>| words_of(object, tag).is_some_and(|words| words.contains(&text.as_str()));
            if let Some(index) = objects.iter().position(fits) {
                return self.node(node, alternatives[index], pointer);
            }
        }
        let words: Vec<_> = objects.iter().filter_map(|object| words_of(object, tag)).flatten().collect();
        self.word(chosen, &words, &join(pointer, tag));
    }

    fn least_wrong(&mut self, node: &Node, alternatives: &[SchemaView<'_>], pointer: &str) {
        let attempt = |alternative: &SchemaView<'_>| {
            let mut check = Self { faults: Vec::new() };
            check.node(node, *alternative, pointer);
            check.faults
        };
        self.faults.extend(alternatives.iter().map(attempt).min_by_key(Vec::len).unwrap_or_default());
    }
}

/// The words that a table's key may hold.
fn words_of<'a>(object: &ObjectView<'a>, tag: &str) -> Option<Vec<&'a str>> {
    object.property(tag).and_then(SchemaView::words)
}

fn last_segment(pointer: &str) -> String {
    match pointer.rsplit_once('/') {
        None => "the file".to_owned(),
        Some((_, segment)) if segment.bytes().all(|byte| byte.is_ascii_digit()) => "this element".to_owned(),
        Some((_, segment)) => format!("`{segment}`"),
    }
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
