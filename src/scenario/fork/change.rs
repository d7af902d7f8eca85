//! The change that a fork makes in its scenario.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use super::survey::Survey;
use super::{ForkError, ForkRequest};
use crate::admission::Rulebook;
use crate::domain::InputNumber;
use crate::engine::{Act, Forked, LeftOut, Source, World};
use crate::format::{Document, Fault, Problem, decode_json, nearest};
use crate::journal::Record;
use crate::scenario::FileKind;
use crate::scenario::judge::faults;
use crate::scenario::resolve::Part;

/// The scenario of the fork, and the inputs from outside that it leaves out.
pub(super) fn changed(
    records: &[Record],
    request: &ForkRequest,
    survey: &Survey,
) -> Result<(World, BTreeSet<InputNumber>), ForkError> {
    let crate::engine::Command::Genesis { world } = &records[0].input.command else {
        return Err(super::refused("the journal has no beginning"));
    };
    let mut change = Change { world: (**world).clone(), told: Vec::new(), problems: Vec::new() };
    change.settings(&request.set);
    change.rulebook(request.rulebook.as_deref());
    change.acts(&request.acts, survey);
    let (left_out, outside) = change.without(records, &request.without, survey);
    let before = world.forked.iter().flat_map(|forked| &forked.without);
    let without = before.cloned().chain(left_out).collect();
    let Change { mut world, told, mut problems } = change;
    if problems.is_empty() {
        let told = |fault: Fault| {
            format!("with this change the scenario contradicts itself in {}: {}", fault.pointer, fault.detail)
        };
        problems.extend(faults(&world).into_iter().map(told));
    }
    if !problems.is_empty() {
        return Err(ForkError::Request(problems));
    }
    let (run, digest) = (survey.run.clone(), survey.digest.clone());
    let (input, seq, at) = (survey.inputs as u64, survey.seq.0, survey.at);
    world.forked = Some(Forked { run, digest, input, seq, at, changes: told, without });
    Ok((world, outside))
}

struct Change {
    world: World,
    told: Vec<String>,
    problems: Vec<String>,
}

impl Change {
    fn settings(&mut self, settings: &[(String, String)]) {
        for (key, value) in settings {
            let mut tree = serde_json::to_value(&self.world).expect("a world has text keys only");
            let world = put(&mut tree, key, value).and_then(|before| {
                let world = decode_json::<World>(&tree).map_err(|faults| sentences(&faults))?;
                Ok((before, world))
            });
            match world {
                Ok((before, world)) => {
                    self.told.push(format!("{key} {before} -> {value}"));
                    self.world = world;
                }
                Err(what) => self.problems.push(format!("--set {key}={value}: {what}")),
            }
        }
    }

    fn rulebook(&mut self, asked: Option<&str>) {
        let Some(asked) = asked else { return };
        match rulebook(asked) {
            Ok(rulebook) => {
                self.told.push(format!("rulebook {} -> {}", self.world.rulebook.name, rulebook.name));
                self.world.rulebook = rulebook;
            }
            Err(problems) => self.problems.extend(problems),
        }
    }

    fn acts(&mut self, texts: &[String], survey: &Survey) {
        for text in texts {
            let acts = match acts(text, survey) {
                Ok(acts) => acts,
                Err(what) => {
                    self.problems.push(format!("--act: {what}"));
                    continue;
                }
            };
            for act in acts {
                let shown = serde_json::to_string(&act).expect("an act has text keys only");
                if act.at() < survey.at || act.at() > self.world.ends_at {
                    let problem = format!(
                        "--act {shown}: it comes before the fork (event {}, {}) or after the end ({}); choose another `at`, or an earlier --at",
                        survey.seq, survey.at, self.world.ends_at
                    );
                    self.problems.push(problem);
                }
                self.told.push(format!("act {shown}"));
                self.world.acts.push(act);
            }
        }
    }

    /// What the fork's own hands leave out, and what is not fed again from outside.
    fn without(
        &mut self,
        records: &[Record],
        numbers: &[u64],
        survey: &Survey,
    ) -> (Vec<LeftOut>, BTreeSet<InputNumber>) {
        let (mut own, mut outside) = (Vec::new(), BTreeSet::new());
        for &number in numbers {
            let place = usize::try_from(number).unwrap_or(usize::MAX);
            let Some(record) = place.checked_sub(1).and_then(|place| records.get(place)) else {
                self.problems.push(format!("--without {number}: the run has the inputs 1 to {}", records.len()));
                continue;
            };
            let input = record.input.clone();
            if place <= survey.inputs {
                let what =
                    format!("it comes before the fork (input {}); choose an earlier --at, or none", survey.inputs);
                self.problems.push(format!("--without {number}: {what}"));
            }
            match input.source {
                Source::Driver => self.problems.push(format!(
                    "--without {number}: nobody asked for it, it is the beginning or a timer; leave out or change what set it"
                )),
                Source::Outside(_) => {
                    outside.insert(input.number);
                }
                Source::Script | Source::Agent(_) => {
                    let LeftOut { at, source, command } =
                        LeftOut { at: input.at, source: input.source.clone(), command: input.command.clone() };
                    own.push(LeftOut { at, source, command });
                }
            }
            let shown = serde_json::to_string(&record.input).expect("an input has text keys only");
            self.told.push(format!("without {shown}"));
        }
        (own, outside)
    }
}

/// Sets a value by its dotted key: names of tables, elements of lists by code, name or number from 1. Gives what stood
/// there.
fn put(tree: &mut Value, key: &str, value: &str) -> Result<String, String> {
    let (path, last) = key.rsplit_once('.').map_or((None, key), |(path, last)| (Some(path), last));
    let mut place = tree;
    for segment in path.into_iter().flat_map(|path| path.split('.')) {
        place = step(place, segment)?;
    }
    let place = match place {
        Value::Object(table) => table.entry(last).or_insert(Value::Null),
        other => step(other, last)?,
    };
    let figure = place.as_object_mut().filter(|table| table.contains_key("value") && table.contains_key("basis"));
    let before = if let Some(table) = figure {
        let before = std::mem::take(&mut table["value"]);
        table["value"] = read(&before, value);
        table["basis"] = "assumed".into();
        table["source"] = format!("set for a fork; before it was {}", shown(&before)).into();
        before
    } else {
        let before = std::mem::take(place);
        *place = read(&before, value);
        before
    };
    Ok(shown(&before))
}

/// One step down the tree.
fn step<'v>(place: &'v mut Value, segment: &str) -> Result<&'v mut Value, String> {
    let known: Vec<String> = match place {
        Value::Object(table) => table.keys().cloned().collect(),
        Value::Array(items) => (1..).zip(items.iter()).map(|(number, item)| named(item, number)).collect(),
        _ => Vec::new(),
    };
    let unknown = || {
        let near = nearest(segment, known.iter().map(String::as_str));
        let near =
            near.map_or_else(|| format!("there are: {}", known.join(", ")), |near| format!("the nearest is `{near}`"));
        format!("there is no `{segment}` there; {near}")
    };
    let number = segment.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let found = known.iter().position(|name| name == segment);
    match place {
        Value::Object(table) => table.get_mut(segment).ok_or_else(unknown),
        Value::Array(items) => found.or(number).and_then(|at| items.get_mut(at)).ok_or_else(unknown),
        _ => Err(format!("`{segment}`: what stands above it is no table and no list")),
    }
}

/// What an element of a list is called.
fn named(item: &Value, number: usize) -> String {
    let names = ["/company/id", "/code", "/name", "/id"];
    let name = names.iter().find_map(|pointer| item.pointer(pointer)?.as_str());
    name.map_or_else(|| number.to_string(), str::to_owned)
}

/// A value as the place asks for it: text stays text, the rest is read as TOML.
fn read(before: &Value, text: &str) -> Value {
    let parsed = toml::from_str::<toml::Table>(&format!("value = {text}")).ok();
    let parsed = parsed.and_then(|table| serde_json::to_value(table.get("value")?).ok());
    let quoted = parsed.clone().filter(Value::is_string);
    match before {
        Value::String(_) => quoted.unwrap_or_else(|| text.into()),
        _ => parsed.unwrap_or_else(|| text.into()),
    }
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn sentences(faults: &[Fault]) -> String {
    let one = |fault: &Fault| match fault.pointer.as_str() {
        "" => fault.detail.clone(),
        pointer => format!("{pointer}: {}", fault.detail),
    };
    faults.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn rulebook(asked: &str) -> Result<Rulebook, Vec<String>> {
    let told = |problems: Vec<Problem>| problems.iter().map(ToString::to_string).collect::<Vec<_>>();
    let kind = FileKind::of_word("rulebook").expect("the kinds of parts are in the table");
    let part = Part { folder: kind.folder, beside: Path::new("") };
    let (name, bytes) = part.open(asked).map_err(|what| vec![format!("--rulebook {asked}: {what}")])?;
    let document = Document::parse(&name, &bytes).map_err(told)?;
    match kind.check(&document, Path::new("")) {
        problems if problems.is_empty() => document.decode().map_err(told),
        problems => Err(told(problems)),
    }
}

/// The acts of a text: a table `{ do = .. }`, several with commas between them, one line or more of keys, or `[[acts]]`.
fn acts(text: &str, survey: &Survey) -> Result<Vec<Act>, String> {
    let text = text.trim();
    let whole = match text {
        _ if text.starts_with('{') => format!("acts = [{text}]"),
        _ if text.contains("[[acts]]") => text.to_owned(),
        _ if text.contains('\n') => format!("[[acts]]\n{text}"),
        _ => format!("acts = [{{ {text} }}]"),
    };
    let table = toml::from_str::<toml::Table>(&whole).map_err(|error| format!("no TOML: {}", error.message()))?;
    let tree = serde_json::to_value(table).map_err(|error| error.to_string())?;
    let listed = tree["acts"].as_array().cloned().unwrap_or_default();
    if listed.is_empty() {
        return Err("there is no act; write one as in a scenario, such as `do = \"halt\", instrument = \"..\", reason = \"..\"`".into());
    }
    let read = |mut act: Value| {
        if let Some(table) = act.as_object_mut() {
            table.entry("at").or_insert_with(|| survey.acts_at.to_string().into());
        }
        decode_json::<Act>(&act).map_err(|faults| sentences(&faults))
    };
    listed.into_iter().map(read).collect()
}
