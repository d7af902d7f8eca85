//! The keys of a rulebook that a question may change: every figure by its dotted name, and the weight of every code.

use serde_json::Value;

use crate::admission::{Rulebook, questions};
use crate::format::schema;

/// What stands at a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A whole number.
    Whole,
    /// A decimal number, written as a text.
    Decimal,
    /// `true` or `false`.
    Flag,
    /// Words, between commas on the command line.
    Words,
    /// One word.
    Word,
    /// How much a code weighs.
    Weight,
}

impl Kind {
    /// A text of the command line as a value of this kind; what is none stays a text, for the schema to refuse.
    pub(super) fn read(self, text: &str) -> Value {
        match self {
            Self::Whole => text.parse::<i64>().map_or_else(|_| text.into(), Value::from),
            Self::Flag => text.parse::<bool>().map_or_else(|_| text.into(), Value::from),
            Self::Words => text.split(',').map(|word| Value::from(word.trim())).collect(),
            Self::Decimal | Self::Word | Self::Weight => text.into(),
        }
    }
}

/// One key of a rulebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RuleKey {
    /// `additionality.impact_use`, `severities.M-16`.
    pub(super) name: String,
    pub(super) path: Vec<String>,
    pub(super) kind: Kind,
}

impl RuleKey {
    /// Where its value stands in the tree of a rulebook.
    pub(super) fn value_pointer(&self) -> String {
        let end = if self.kind == Kind::Weight { "" } else { "/value" };
        format!("/{}{end}", self.path.join("/"))
    }
}

/// All keys, also those of figures that this rulebook leaves out: read from the schema.
pub(super) fn keys(rulebook: &Rulebook) -> Vec<RuleKey> {
    let schema = schema::<Rulebook>();
    let mut keys = Vec::new();
    walk(&schema, &schema, &mut Vec::new(), &mut keys);
    let mut codes: Vec<&str> = questions(Some(rulebook)).iter().map(|question| question.code).collect();
    codes.dedup();
    keys.extend(codes.into_iter().map(|code| RuleKey {
        name: format!("severities.{code}"),
        path: vec!["severities".to_owned(), code.to_owned()],
        kind: Kind::Weight,
    }));
    keys
}

/// The schema that a node stands for: what it refers to, and of an optional one what it is when it is there.
fn meant<'a>(schema: &'a Value, node: &'a Value) -> &'a Value {
    if let Some(name) = node["$ref"].as_str() {
        return schema.pointer(name.trim_start_matches('#')).map_or(node, |node| meant(schema, node));
    }
    let choices = node["anyOf"].as_array().into_iter().flatten();
    let mut there = choices.filter(|choice| choice["type"] != "null");
    match (there.next(), there.next()) {
        (Some(only), None) => meant(schema, only),
        _ => node,
    }
}

fn walk(schema: &Value, node: &Value, path: &mut Vec<String>, keys: &mut Vec<RuleKey>) {
    for (name, field) in node["properties"].as_object().into_iter().flatten() {
        let field = meant(schema, field);
        path.push(name.clone());
        let part = |name: &str| field["properties"].get(name);
        match part("value").filter(|_| part("basis").is_some() && part("source").is_some()) {
            Some(value) => keys.push(RuleKey {
                name: path.join("."),
                path: path.clone(),
                kind: kind(schema, meant(schema, value)),
            }),
            None => walk(schema, field, path, keys),
        }
        path.pop();
    }
}

fn kind(schema: &Value, value: &Value) -> Kind {
    let is_type = |word: &str| match &value["type"] {
        Value::Array(types) => types.iter().any(|one| one == word),
        only => only == word,
    };
    let is_decimal = || value["pattern"].as_str().is_some_and(|pattern| pattern.contains("[0-9]+(\\."));
    match () {
        () if is_type("integer") => Kind::Whole,
        () if is_type("boolean") => Kind::Flag,
        () if is_type("array") => Kind::Words,
        () if is_decimal() => Kind::Decimal,
        () if value["$ref"].is_string() => kind(schema, meant(schema, value)),
        () => Kind::Word,
    }
}
