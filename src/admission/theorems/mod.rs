//! What must hold of the gate for any dossier, under rulebooks of every sort.

mod honesty;
mod order;
mod records;
mod removal;

use std::collections::BTreeSet;

use serde_json::Value;

use super::case::{Case, Check, Evidence};
use super::tests::read;
use super::tricks;
use super::*;
use crate::format::library;

/// One row of the gate's tables.
#[derive(Clone, Copy)]
pub(super) enum Row {
    Piece(&'static Evidence, &'static [Evidence]),
    Check(&'static Check),
}

impl Row {
    fn all() -> Vec<Self> {
        let of = |criterion: Criterion| {
            let (evidence, checks) = criterion.tables();
            let pieces = evidence.iter().map(move |piece| Self::Piece(piece, evidence));
            pieces.chain(checks.iter().map(Self::Check))
        };
        Criterion::ALL.into_iter().flat_map(of).collect()
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Piece(piece, _) => piece.code,
            Self::Check(check) => check.code,
        }
    }

    /// What it says that its answer depends on; a missing table weighs as the heaviest piece that is asked in it.
    fn reads(self) -> Vec<&'static str> {
        match self {
            Self::Check(check) => check.reads.to_vec(),
            Self::Piece(piece, table) => {
                let inside = table.iter().filter(|other| other.pointer.starts_with(piece.pointer));
                inside.flat_map(|other| other.when.reads).copied().chain([piece.pointer]).collect()
            }
        }
    }

    /// Whether what stands at the pointer can change its answer.
    fn is_read(self, pointer: &str) -> bool {
        self.reads().into_iter().any(|pattern| covers(pattern, pointer))
    }

    fn findings(self, case: &Case<'_>) -> Vec<Finding> {
        match self {
            Self::Piece(piece, table) => case.missed(piece, table),
            Self::Check(check) => case.checked(check),
        }
    }
}

/// Whether a change at the pointer may be a change of what the pattern names: it lies below it, or above it.
fn covers(pattern: &str, pointer: &str) -> bool {
    let mut segments = pattern.split('/').zip(pointer.split('/'));
    segments.all(|(asked, is)| asked == "*" || asked == is)
}

/// All fields that a dossier can have, as patterns: read from the schema, not from the gate.
pub(super) fn fields() -> BTreeSet<String> {
    let schema = schemars::schema_for!(Dossier).to_value();
    let mut fields = BTreeSet::new();
    walk(&schema, &schema, "", &mut fields);
    fields
}

fn walk(schema: &Value, node: &Value, at: &str, fields: &mut BTreeSet<String>) {
    if let Some(part) = node["$ref"].as_str() {
        walk(schema, schema.pointer(part.trim_start_matches('#')).expect("defined"), at, fields);
    }
    for choice in ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|word| node[word].as_array()).flatten() {
        walk(schema, choice, at, fields);
    }
    for (name, field) in node["properties"].as_object().into_iter().flatten() {
        let at = format!("{at}/{name}");
        walk(schema, field, &at, fields);
        fields.insert(at);
    }
    if node["items"].is_object() {
        walk(schema, &node["items"], &format!("{at}/*"), fields);
    }
}

/// The pointers in a tree that a pattern stands for.
pub(super) fn places(tree: &Value, pattern: &str) -> Vec<String> {
    let mut pointers = vec![String::new()];
    for segment in pattern.split('/').skip(1) {
        let step = |pointer: String| match (segment, tree.pointer(&pointer)) {
            ("*", Some(Value::Array(items))) => (0..items.len()).map(|index| format!("{pointer}/{index}")).collect(),
            ("*", _) | (_, None) => Vec::new(),
            _ => vec![format!("{pointer}/{segment}")],
        };
        pointers = pointers.into_iter().flat_map(step).collect();
    }
    pointers.retain(|pointer| tree.pointer(pointer).is_some());
    pointers
}

pub(super) fn tree(dossier: &Dossier) -> Value {
    serde_json::to_value(dossier).expect("text keys")
}

/// The rulebooks under which everything is held: one that asks all, one that only notes, one with amounts in another
/// currency, and some that list what they ask. All that ship would take too long for a test.
const HELD: [&str; 6] = ["ethex-matched-bargain", "gix-us", "india-zczp-2022", "no-gate", "ssx-uk-2013", "torino-2022"];

pub(super) fn rulebooks() -> Vec<Rulebook> {
    HELD.iter().map(|name| read("rulebooks", name)).collect()
}

pub(super) fn shipped() -> Vec<(String, Dossier)> {
    library::names("dossiers").into_iter().map(|name| (name.clone(), read("dossiers", &name))).collect()
}

/// Shipped dossiers, and every trick played on one: most of them are wanting somewhere.
pub(super) fn sound_and_tricked() -> Vec<(String, Dossier)> {
    shipped().into_iter().chain(tricks::tricked()).collect()
}

/// What two findings have in common that mean the same.
pub(super) fn told(findings: &[Finding]) -> Vec<(String, String, Severity)> {
    let mut told: Vec<_> =
        findings.iter().map(|finding| (finding.code.clone(), finding.pointer.clone(), finding.severity)).collect();
    told.sort();
    told
}

/// Criteria that the second verdict judges more mildly than the first.
pub(super) fn milder(first: &Assessment, second: &Assessment) -> Vec<Criterion> {
    let is_milder = |criterion: &Criterion| second.criterion(*criterion).outcome < first.criterion(*criterion).outcome;
    Criterion::ALL.into_iter().filter(is_milder).collect()
}
