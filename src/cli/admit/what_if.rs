//! `--set`: the same gate with another figure or another weight, told as such.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use serde_json::{Value, json};

use super::rule_keys::{Kind, RuleKey, keys};
use crate::admission::Rulebook;
use crate::cli::Failure;
use crate::format::{decode_json, nearest};

/// `KEY=VALUE`, as the command line says it.
#[derive(Debug, Clone)]
pub(in crate::cli) struct Setting {
    pub(in crate::cli) key: String,
    pub(in crate::cli) value: String,
}

impl FromStr for Setting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((key, value)) if !key.trim().is_empty() && !value.trim().is_empty() => {
                Ok(Self { key: key.trim().to_owned(), value: value.trim().to_owned() })
            }
            _ => {
                Err("write KEY=VALUE, such as `measurability.minimum_outcomes=2` or `severities.M-16=note`".to_owned())
            }
        }
    }
}

/// What was changed in a rulebook for this verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::cli) struct Change {
    pub(in crate::cli) key: String,
    /// What the rulebook says; null where it says nothing.
    pub(super) from: Value,
    /// What was asked instead.
    pub(super) to: Value,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} -> {}", self.key, shown(&self.from), shown(&self.to))
    }
}

/// A value as people write it on the command line.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// A rulebook under its name, with what was changed in it.
#[derive(Debug, Clone)]
pub(in crate::cli) struct Rules {
    pub(in crate::cli) name: String,
    pub(in crate::cli) rulebook: Rulebook,
    pub(in crate::cli) changes: Vec<Change>,
}

impl Rules {
    /// The name, and every change.
    pub(super) fn title(&self, changed: &str) -> String {
        if self.changes.is_empty() {
            return self.name.clone();
        }
        let changes: Vec<String> = self.changes.iter().map(Change::to_string).collect();
        format!("{}, {changed}: {}", self.name, changes.join("; "))
    }

    /// The same rules with these settings.
    ///
    /// # Errors
    /// A key that no rulebook has, with the nearest; a value that does not fit; a rulebook that contradicts itself
    /// then.
    pub(in crate::cli) fn with(&self, settings: &[Setting]) -> Result<Self, Failure> {
        let mut rules = self.clone();
        for setting in settings {
            let key = known(&setting.key, &self.rulebook)?;
            let refused = |detail: String| Failure::Input(vec![format!("{}={}: {detail}", setting.key, setting.value)]);
            let mut tree = tree(&rules.rulebook);
            let from = tree.pointer(&key.value_pointer()).cloned().unwrap_or_default();
            put(&mut tree, &key, &key.kind.read(&setting.value), &self.name);
            rules.rulebook = decode_json(&tree).map_err(|faults| {
                let details: Vec<String> = faults.into_iter().map(|fault| fault.detail).collect();
                refused(details.join("; "))
            })?;
            let to = self::tree(&rules.rulebook).pointer(&key.value_pointer()).cloned().unwrap_or_default();
            rules.changes.push(Change { key: key.name, from, to });
        }
        let faults = rules.rulebook.faults();
        if settings.is_empty() || faults.is_empty() {
            return Ok(rules);
        }
        let told =
            faults.into_iter().map(|(pointer, detail)| format!("{} {pointer}: {detail}", rules.title("changed")));
        Err(Failure::Input(told.collect()))
    }
}

/// The tree of a rulebook, in which keys are looked up.
pub(super) fn tree(rulebook: &Rulebook) -> Value {
    serde_json::to_value(rulebook).expect("a rulebook has only text keys")
}

/// The key of this name.
pub(super) fn known(name: &str, rulebook: &Rulebook) -> Result<RuleKey, Failure> {
    let keys = keys(rulebook);
    if let Some(key) = keys.iter().find(|key| key.name == name) {
        return Ok(key.clone());
    }
    let nearest = nearest(name, keys.iter().map(|key| key.name.as_str())).unwrap_or_default();
    Err(Failure::Input(vec![format!("unknown key `{name}`; the nearest key of a rulebook is `{nearest}`")]))
}

/// Puts a value into the tree of a rulebook. A figure says from then on that it is assumed, and what it stands for.
pub(super) fn put(tree: &mut Value, key: &RuleKey, value: &Value, rulebook: &str) {
    let before = tree.pointer(&key.value_pointer()).map(shown);
    let written = tree["published_on"].clone();
    let mut place = &mut *tree;
    for segment in &key.path {
        place = &mut place[segment.as_str()];
    }
    if key.kind == Kind::Weight {
        *place = value.clone();
        return;
    }
    if place.is_null() {
        *place = json!({ "as_of": written });
    }
    place["value"] = value.clone();
    place["basis"] = "assumed".into();
    place["source"] = match before {
        Some(before) => format!("set for this question; {rulebook} says {before}"),
        None => format!("set for this question; {rulebook} says nothing"),
    }
    .into();
}
