//! In which order things are told changes where findings stand, and nothing else.

use super::*;

/// The findings without their places.
fn meaning(assessment: &Assessment) -> Vec<(String, Severity, String, String, String)> {
    let of = |finding: &Finding| {
        let Finding { code, severity, message, source, asked, .. } = finding.clone();
        (code, severity, message.en, source, asked.en)
    };
    let mut all: Vec<_> = assessment.findings().map(of).collect();
    all.sort();
    all
}

/// Turns lists and tables round: all of them, or only lists that lie `depth` below the root.
fn turned(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().rev().map(turned).collect(),
        Value::Object(entries) => {
            Value::Object(entries.iter().rev().map(|(key, value)| (key.clone(), turned(value))).collect())
        }
        other => other.clone(),
    }
}

/// Begins every list with its second element.
fn rotated(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let first = items.iter().take(1);
            items.iter().skip(1).chain(first).map(rotated).collect()
        }
        Value::Object(entries) => {
            Value::Object(entries.iter().map(|(key, value)| (key.clone(), rotated(value))).collect())
        }
        other => other.clone(),
    }
}

#[test]
fn the_order_of_entries_changes_places_only() {
    for rulebook in rulebooks() {
        for (name, dossier) in sound_and_tricked() {
            let before = assess(&dossier, &rulebook);
            let whole = tree(&dossier);
            for other in [turned(&whole), rotated(&whole), turned(&rotated(&whole))] {
                let told = serde_json::from_value(other).expect("the same entries");
                let after = assess(&told, &rulebook);
                assert_eq!(meaning(&after), meaning(&before), "{name} under {}", rulebook.name);
                assert_eq!(milder(&before, &after), [], "{name}");
                assert_eq!(milder(&after, &before), [], "{name}");
            }
        }
    }
}
