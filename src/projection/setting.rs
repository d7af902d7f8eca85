//! What a reader must know of a world before its story: title, times, seats, and what was assumed.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::profile::{self, Profile};
use crate::domain::{Code, Phrasebook, Text, Timestamp, Zone};
use crate::engine::World;

/// The facts of a world that no event tells again.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// Short name of the scenario.
    pub scenario: Code,
    /// Title for people.
    pub title: Text,
    /// What it shows, for people.
    pub description: Text,
    /// Where every random draw begins.
    pub seed: u64,
    /// Which of the equal plays it is, from 1.
    pub replication: u64,
    /// The simulated beginning.
    pub starts_at: Timestamp,
    /// The simulated end.
    pub ends_at: Timestamp,
    /// The zone of the exchange's clocks.
    pub zone: Zone,
    /// Name of the rulebook of the gate.
    pub rulebook: Code,
    /// Its title for people.
    pub rulebook_title: Text,
    /// Seats of the committee: name and what it stands for.
    pub seats: Vec<(Code, Text)>,
    /// Groups of investors: name and whom each stands for.
    pub groups: Vec<(Code, Text)>,
    /// What each company says of itself, in the order of the world.
    pub profiles: Vec<Profile>,
    /// Every figure of the world that nobody has published, with the reason for it.
    pub assumptions: Vec<Assumption>,
    /// What dossiers, sources and people say, in the other language.
    pub phrases: Phrasebook,
    /// From which run it was forked, if it was.
    pub forked: Option<ForkNote>,
}

/// From which run a run was forked, where, and with what change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ForkNote {
    /// The identity of that run.
    pub run: String,
    /// Its digest.
    pub digest: String,
    /// The last event that both have in common; 0 where nothing is.
    pub seq: u64,
    /// When that was.
    pub at: Timestamp,
    /// What was changed, as it was asked.
    pub changes: Vec<String>,
}

/// A figure that was chosen for want of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumption {
    /// Where it stands: the keys that lead to it, from the outermost.
    pub path: Vec<String>,
    /// What it is called for people, where it has such a name.
    pub label: Option<Text>,
    /// The figure, where it is a single one or a range.
    pub value: Option<String>,
    /// Why it was chosen so.
    pub source: String,
}

impl Setting {
    /// The setting of a world.
    ///
    /// # Panics
    /// Never: a world is made of tables with text keys.
    #[must_use]
    pub fn of(world: &World) -> Self {
        Self {
            scenario: world.name.clone(),
            title: world.title.clone(),
            description: world.description.clone(),
            seed: world.seed,
            replication: world.replication,
            starts_at: world.starts_at,
            ends_at: world.ends_at,
            zone: world.calendar.zone.clone(),
            rulebook: world.rulebook.name.clone(),
            rulebook_title: world.rulebook.title.clone(),
            seats: world.committee.iter().map(|seat| (seat.name.clone(), seat.role.clone())).collect(),
            groups: world.investors.iter().map(|group| (group.name.clone(), group.title.clone())).collect(),
            profiles: profile::profiles(world),
            assumptions: assumptions(world),
            phrases: Phrasebook::of(world.translations.as_ref()),
            forked: world.forked.as_ref().map(|forked| ForkNote {
                run: forked.run.clone(),
                digest: forked.digest.clone(),
                seq: forked.seq,
                at: forked.at,
                changes: forked.changes.clone(),
            }),
        }
    }
}

/// Everything in a world that says of itself that it is assumed, in the order of the world. The dossiers are left out:
/// invented companies are invented as a whole.
fn assumptions(world: &World) -> Vec<Assumption> {
    let mut tree = serde_json::to_value(world).expect("a world has text keys only");
    if let Value::Object(tables) = &mut tree {
        tables.remove("companies");
        tables.remove("investors");
        tables.remove("translations");
    }
    let mut found = Vec::new();
    gather(&tree, &mut Vec::new(), &mut found);
    found.extend(world.investors.iter().map(|group| Assumption {
        path: vec!["investors".into(), group.name.to_string()],
        label: Some(group.title.clone()),
        value: None,
        source: group.source.clone(),
    }));
    found
}

fn gather(value: &Value, path: &mut Vec<String>, found: &mut Vec<Assumption>) {
    match value {
        Value::Object(table) => {
            let own = Some(table).filter(|table| is_assumed(table));
            let beside = table.get("provenance").and_then(Value::as_object).filter(|table| is_assumed(table));
            found.extend(own.or(beside).map(|provenance| assumption(path, table, provenance)));
            for (key, value) in table.iter().filter(|(key, _)| *key != "provenance") {
                path.push(key.clone());
                gather(value, path, found);
                path.pop();
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                let name = ["code", "name"].iter().find_map(|key| value.get(key)?.as_str());
                path.push(name.map_or_else(|| (index + 1).to_string(), str::to_owned));
                gather(value, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}

fn is_assumed(table: &Map<String, Value>) -> bool {
    table.get("basis").and_then(Value::as_str) == Some("assumed")
}

fn assumption(path: &[String], subject: &Map<String, Value>, provenance: &Map<String, Value>) -> Assumption {
    let text = |key: &str| subject.get(key).map(plain);
    let range = || {
        let (low, high) = (text("low")?, text("high")?);
        Some(if low == high { low } else { format!("{low}\u{2013}{high}") })
    };
    let label = ["label", "title", "name"].iter().find_map(|key| {
        let table = subject.get(*key)?;
        serde_json::from_value(table.clone()).ok()
    });
    Assumption {
        path: path.to_vec(),
        label,
        value: text("value").or_else(range),
        source: provenance.get("source").map(plain).unwrap_or_default(),
    }
}

/// A value as one writes it in a sentence.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<Assumption> {
        let mut found = Vec::new();
        gather(&serde_json::from_str(text).expect("JSON"), &mut Vec::new(), &mut found);
        found
    }

    #[test]
    fn what_is_assumed_is_found_wherever_it_stands() {
        let found = found(
            r#"{
                "rulebook": { "age": { "value": 36, "basis": "assumed", "source": "why", "as_of": "2026-01-01" } },
                "costs": { "items": [
                    { "code": "impact-advisor", "label": { "it": "Advisor", "en": "Adviser" }, "low": "1", "high": "2",
                      "provenance": { "basis": "assumed", "source": "no figure", "as_of": "2026-01-01" } },
                    { "code": "venue", "low": "1", "high": "1",
                      "provenance": { "basis": "sourced", "source": "https://example.org", "as_of": "2026-01-01" } }
                ] }
            }"#,
        );
        let told: Vec<_> = found.iter().map(|one| (one.path.join("/"), one.value.as_deref(), &*one.source)).collect();
        let age = ("rulebook/age".to_owned(), Some("36"), "why");
        let advisor = ("costs/items/impact-advisor".to_owned(), Some("1\u{2013}2"), "no figure");
        assert_eq!(told, [age, advisor]);
        assert_eq!(found[1].label.as_ref().map(|label| label.en.as_str()), Some("Adviser"));
    }
}
