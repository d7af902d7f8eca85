//! A scenario that extends another says only what differs: it is laid over the resolved world of the other, and what
//! comes out is a whole scenario again.

use std::collections::BTreeMap;
use std::path::{Path as FilePath, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::ScenarioFile;
use super::resolve::{Origin, Part, Resolving, is_path};
use crate::engine::World;
use crate::format::{Document, Fault, Problem, decode_json, nearest};

/// The lists of a scenario to which entries can be added.
pub(super) const LISTS: [&str; 6] = ["companies", "committee", "investors", "acts", "events", "expect"];

/// What a scenario that extends another says beside the keys of a scenario.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Extension {
    /// The scenario that is extended: the name of a shipped one, or a path beside this file.
    pub extends: String,
    /// Entries that come after those of the scenario that is extended.
    pub add: Additions,
    /// What is left out of it.
    pub remove: Removals,
}

/// Entries for the end of each list, as a scenario writes them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Additions {
    /// Companies that apply too.
    pub companies: Vec<Value>,
    /// Seats that decide too.
    pub committee: Vec<Value>,
    /// Groups that invest too.
    pub investors: Vec<Value>,
    /// What happens too.
    pub acts: Vec<Value>,
    /// What befalls it too.
    pub events: Vec<Value>,
    /// What must come true too.
    pub expect: Vec<Value>,
}

/// What is left out, by name. The acts and expectations that name it go with it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Removals {
    /// Companies, by their id.
    pub companies: Vec<String>,
    /// Members of the committee, by the name of their seat.
    pub committee: Vec<String>,
    /// Groups of investors, by their name.
    pub investors: Vec<String>,
    /// Events, by their name.
    pub events: Vec<String>,
}

/// A file that extends another, read with all that it extends. `chain` holds the files that led here.
pub(super) fn extended(document: &Document, beside: &FilePath, chain: &[PathBuf]) -> Result<World, Vec<Problem>> {
    let own: Value = document.decode()?;
    let Value::Object(mut own) = own else { unreachable!("a document is a table") };
    let extension = extension(&mut own).map_err(|faults| document.problems(faults))?;
    let missing = ["format", "name"].into_iter().filter(|key| !own.contains_key(*key));
    let told = |key| Fault {
        pointer: "/extends".into(),
        detail: format!("a scenario that extends another says its own `{key}`"),
    };
    let missing: Vec<Fault> = missing.map(told).collect();
    if !missing.is_empty() {
        return Err(document.problems(missing));
    }
    let base = base(document, &extension.extends, beside, chain)?;
    let mut tree = serde_json::to_value(&base).expect("a world has text keys");
    let faults = remove(&mut tree, &base, &extension.remove);
    if !faults.is_empty() {
        return Err(document.problems(faults));
    }
    let whole = tree.as_object_mut().expect("a world is a table");
    let counts = LISTS.map(|list| (list, whole.get(list).and_then(Value::as_array).map_or(0, Vec::len)));
    let added = serde_json::to_value(&extension.add).expect("text keys");
    for list in LISTS {
        let more = added.get(list).and_then(Value::as_array).cloned().unwrap_or_default();
        // A list that is empty is not written, and stands there all the same.
        if let Some(entries) = whole.entry(list).or_insert_with(|| Value::Array(Vec::new())).as_array_mut() {
            entries.extend(more);
        }
    }
    let origin = Origin::laid_over(document, counts.into_iter().filter(|(list, _)| !own.contains_key(*list)));
    lay(whole, own);
    let file: ScenarioFile = decode_json(&tree).map_err(|faults| origin.problems(faults))?;
    Resolving::of(origin, beside).world(file)
}

/// Takes the three keys of an extension out of a file.
fn extension(own: &mut Map<String, Value>) -> Result<Extension, Vec<Fault>> {
    let keys = ["extends", "add", "remove"];
    let taken: Map<String, Value> =
        keys.iter().filter_map(|key| Some(((*key).to_owned(), own.shift_remove(*key)?))).collect();
    decode_json(&Value::Object(taken))
}

fn base(document: &Document, name: &str, beside: &FilePath, chain: &[PathBuf]) -> Result<World, Vec<Problem>> {
    let problem = |detail: String| document.problems(vec![Fault { pointer: "/extends".into(), detail }]);
    let part = Part { folder: "", beside };
    let (shown, bytes) = part.open(name).map_err(problem)?;
    let mut chain = chain.to_vec();
    chain.push(identity(document.name()));
    let next = identity(&shown);
    if chain.contains(&next) {
        let mut names: Vec<String> = chain.iter().map(|path| path.display().to_string()).collect();
        names.push(next.display().to_string());
        return Err(problem(format!("a scenario cannot extend itself: {}", names.join(" -> "))));
    }
    let folder = if is_path(name) { FilePath::new(&shown).parent().map(FilePath::to_path_buf) } else { None };
    super::file::read_after(&shown, &bytes, &folder.unwrap_or_default(), &chain)
}

/// One name for one file, however it was asked for.
fn identity(shown: &str) -> PathBuf {
    std::fs::canonicalize(shown).unwrap_or_else(|_| PathBuf::from(shown))
}

/// Lays a table over another, key by key; what is no table takes the other's place.
fn lay(under: &mut Map<String, Value>, over: Map<String, Value>) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(Value::Object(under)), Value::Object(over)) => lay(under, over),
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

/// Leaves out what is named, and what names it; tells the names that are not there.
fn remove(tree: &mut Value, base: &World, removals: &Removals) -> Vec<Fault> {
    let id = |dossier: &crate::admission::Dossier| dossier.company.id.as_ref().map(ToString::to_string);
    let companies: Vec<String> = base.companies.iter().filter_map(id).collect();
    let seats: Vec<String> = base.committee.iter().map(|member| member.name.to_string()).collect();
    let groups: Vec<String> = base.investors.iter().map(|group| group.name.to_string()).collect();
    let events: Vec<String> = base.events.iter().map(|event| event.name.to_string()).collect();
    let mut faults = Vec::new();
    for (list, asked, known) in [
        ("companies", &removals.companies, &companies),
        ("committee", &removals.committee, &seats),
        ("investors", &removals.investors, &groups),
        ("events", &removals.events, &events),
    ] {
        for (index, name) in asked.iter().enumerate().filter(|(_, name)| !known.contains(name)) {
            let near = nearest(name, known.iter().map(String::as_str));
            let near = near.map(|near| format!("; the nearest is `{near}`")).unwrap_or_default();
            let detail = format!("the scenario that is extended has no `{name}`{near}");
            faults.push(Fault { pointer: format!("/remove/{list}/{index}"), detail });
        }
    }
    let gone = |dossier: &&crate::admission::Dossier| id(dossier).is_some_and(|id| removals.companies.contains(&id));
    let symbols = base.companies.iter().filter(gone).filter_map(|dossier| dossier.instrument.symbol);
    let symbols: Vec<String> = symbols.map(|symbol| symbol.to_string()).collect();
    let is_member = |name: &str| {
        let group = |group: &String| {
            name.strip_prefix(group.as_str()).and_then(|rest| rest.strip_prefix('-')).is_some_and(is_number)
        };
        removals.investors.iter().any(group)
    };
    let names_gone = |entry: &Value| {
        let text = |key: &str| entry.get(key).and_then(Value::as_str);
        text("company").is_some_and(|name| removals.companies.iter().any(|gone| gone == name))
            || text("instrument").is_some_and(|name| symbols.iter().any(|gone| gone == name))
            || text("member").is_some_and(|name| removals.committee.iter().any(|gone| gone == name))
            || text("investor").is_some_and(is_member)
            || text("event").is_some_and(|name| removals.events.iter().any(|gone| gone == name))
    };
    let mut keep = |list: &str, keeps: &dyn Fn(&Value) -> bool| {
        if let Some(entries) = tree.get_mut(list).and_then(Value::as_array_mut) {
            entries.retain(|entry| keeps(entry));
        }
    };
    let named = |entry: &Value, key: &str, gone: &[String]| {
        entry.pointer(key).and_then(Value::as_str).is_some_and(|name| gone.iter().any(|gone| gone == name))
    };
    keep("companies", &|entry| !named(entry, "/company/id", &removals.companies));
    keep("committee", &|entry| !named(entry, "/name", &removals.committee));
    keep("investors", &|entry| !named(entry, "/name", &removals.investors));
    keep("events", &|entry| !named(entry, "/name", &removals.events));
    keep("events", &|entry| !named(entry, "/effect/company", &removals.companies));
    keep("acts", &|entry| !names_gone(entry));
    keep("expect", &|entry| !names_gone(entry));
    for member in tree.get_mut("committee").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(conflicts) = member.get_mut("conflicts").and_then(Value::as_array_mut) {
            conflicts
                .retain(|name| name.as_str().is_none_or(|name| removals.companies.iter().all(|gone| gone != name)));
        }
    }
    faults
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// How many entries of each list come from the scenario that is extended.
pub(super) type Inherited = BTreeMap<&'static str, usize>;
