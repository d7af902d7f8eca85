//! The kinds of files that make a world, in one table: how each is recognised, what its schema is, how it is checked.
//!
//! To add a kind, add a line to [`KINDS`].

use std::cmp::Reverse;
use std::path::Path;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Extension, ScenarioFile};
use crate::admission::{Dossier, ExchangeRates, LegalForms, ReferenceCards, Rulebook};
use crate::domain::{Calendar, Translations};
use crate::engine::Findings;
use crate::exercise::{CostTable, IpoCredit, MarketFigures, Obligations, Plan, Routes};
use crate::format::{Document, Fault, Problem, library, schema};
use crate::impact::Catalogue;
use crate::ledger::{Fees, SettlementRules, TaxRules};
use crate::market::{MarketFile, Rules, TickTable};

/// One kind of file.
#[derive(Debug, Clone, Copy)]
pub struct FileKind {
    /// Its word: `scenario`, `rulebook`, `market`, `dossier` and the kinds of parameters.
    pub word: &'static str,
    /// The folder below `sim-scenarios` in which files of this kind ship; empty for scenarios.
    pub folder: &'static str,
    schema: fn() -> Value,
    check: fn(&Document, &Path) -> Vec<Problem>,
}

/// All kinds; among those that fit a file equally well, the first is taken.
pub const KINDS: [FileKind; 21] = [
    FileKind { word: "scenario", folder: "", schema: scenario_schema, check: check_scenario },
    FileKind { word: "dossier", folder: "dossiers", schema: schema::<Dossier>, check: check_dossier },
    FileKind { word: "rulebook", folder: "rulebooks", schema: schema::<Rulebook>, check: check_rulebook },
    FileKind { word: "market", folder: "markets", schema: schema::<MarketFile>, check: check_market },
    parameter("calendar", schema::<Calendar>, |document, _| told(document, |_: &Calendar| Vec::new())),
    parameter("catalogue", schema::<Catalogue>, |document, _| told(document, Catalogue::faults)),
    parameter("costs", schema::<CostTable>, |document, _| told(document, |costs: &CostTable| pairs(costs.faults()))),
    parameter("credit", schema::<IpoCredit>, |document, _| told(document, |credit: &IpoCredit| pairs(credit.faults()))),
    parameter("fees", schema::<Fees>, |document, _| told(document, |_: &Fees| Vec::new())),
    parameter("findings", schema::<Findings>, |document, _| told(document, Findings::faults)),
    parameter("figures", schema::<MarketFigures>, |document, _| {
        told(document, |figures: &MarketFigures| pairs(figures.faults()))
    }),
    parameter("legal-forms", schema::<LegalForms>, |document, _| told(document, LegalForms::faults)),
    parameter("exchange-rates", schema::<ExchangeRates>, |document, _| told(document, ExchangeRates::faults)),
    parameter("obligations", schema::<Obligations>, |document, _| {
        told(document, |obligations: &Obligations| pairs(obligations.faults()))
    }),
    parameter("plan", schema::<Plan>, |document, _| told(document, |plan: &Plan| pairs(plan.faults()))),
    parameter("reference-cards", schema::<ReferenceCards>, |document, _| {
        told(document, |_: &ReferenceCards| Vec::new())
    }),
    parameter("settlement", schema::<SettlementRules>, |document, _| told(document, SettlementRules::faults)),
    parameter("tax", schema::<TaxRules>, |document, _| told(document, TaxRules::faults)),
    parameter("routes", schema::<Routes>, |document, _| told(document, |routes: &Routes| pairs(routes.faults()))),
    parameter("tick-table", schema::<TickTable>, |document, _| told(document, |_: &TickTable| Vec::new())),
    parameter("translations", schema::<Translations>, |document, _| told(document, Translations::faults)),
];

const fn parameter(word: &'static str, schema: fn() -> Value, check: fn(&Document, &Path) -> Vec<Problem>) -> FileKind {
    FileKind { word, folder: "parameters", schema, check }
}

impl FileKind {
    /// The kind of this word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.word == word)
    }

    /// The kind whose schema knows most of a file's first-level keys. Among equals the one that explains more of the
    /// rest as slips goes first, then one whose files lie in a folder of this name, then the one that misses fewest
    /// keys. Nothing when no key and no folder tells.
    #[must_use]
    pub fn of_document(document: &Document, folder: Option<&str>) -> Option<&'static Self> {
        let rank = |kind: &Self| {
            let (known, misspelt, missing) = kind.fit(document);
            (known, misspelt, folder == Some(kind.folder_name()), Reverse(missing))
        };
        let best = KINDS.iter().rev().max_by_key(|kind| rank(kind))?; // reversed: the first among equals
        let (known, misspelt, is_there, _) = rank(best);
        (known + misspelt > 0 || is_there).then_some(best)
    }

    /// How many of the file's first-level keys this kind knows, how many are slips of its keys, and how many keys that
    /// it needs are missing.
    fn fit(&self, document: &Document) -> (usize, usize, usize) {
        let schema = self.schema();
        let properties = schema.get("properties").and_then(Value::as_object);
        let keys: Vec<&str> = properties.into_iter().flat_map(|keys| keys.keys()).map(String::as_str).collect();
        let known = keys.iter().filter(|key| **key != "format" && document.has(key)).count();
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        (known, document.misspelt(&keys), required.filter(|key| !document.has(key)).count())
    }

    const fn folder_name(&self) -> &'static str {
        if self.folder.is_empty() { "sim-scenarios" } else { self.folder }
    }

    /// The JSON Schema (draft 2020-12) of files of this kind.
    #[must_use]
    pub fn schema(&self) -> Value {
        (self.schema)()
    }

    /// Everything that is wrong with a file of this kind; files that it names are looked for from `beside`.
    #[must_use]
    pub fn check(&self, document: &Document, beside: &Path) -> Vec<Problem> {
        (self.check)(document, beside)
    }
}

fn told<T: DeserializeOwned + JsonSchema>(
    document: &Document,
    judge: impl FnOnce(&T) -> Vec<(String, String)>,
) -> Vec<Problem> {
    match document.decode::<T>() {
        Err(problems) => problems,
        Ok(content) => {
            let faults = judge(&content).into_iter().map(|(pointer, detail)| Fault { pointer, detail }).collect();
            document.problems(faults)
        }
    }
}

/// The faults of a parameter file as pairs of pointer and sentence.
fn pairs(faults: Vec<crate::exercise::Fault>) -> Vec<(String, String)> {
    faults.into_iter().map(|fault| (fault.pointer, fault.detail)).collect()
}

fn check_scenario(document: &Document, beside: &Path) -> Vec<Problem> {
    super::read(document.name(), document.text().as_bytes(), beside).err().unwrap_or_default()
}

/// A scenario that stands alone is held to [`ScenarioFile`]; of one that extends another, the first level here, and the
/// rest once it is laid over the other.
fn scenario_schema() -> Value {
    let (mut alone, extension) = (schema::<ScenarioFile>(), schema::<Extension>());
    let dialect = alone["$schema"].take();
    let mut definitions = alone["$defs"].take();
    for (name, definition) in extension["$defs"].as_object().into_iter().flatten() {
        definitions[name] = definition.clone();
    }
    if let Some(table) = alone.as_object_mut() {
        table.shift_remove("$schema");
        table.shift_remove("$defs");
    }
    let keys = alone["properties"].as_object().cloned().unwrap_or_default();
    let mut properties = serde_json::Map::new();
    for (key, meaning) in keys {
        let told = meaning.get("description").map_or(Value::Bool(true), |told| json!({ "description": told }));
        properties.insert(key, told);
    }
    for (key, meaning) in extension["properties"].as_object().into_iter().flatten() {
        properties.insert(key.clone(), meaning.clone());
    }
    definitions["ScenarioFile"] = alone;
    json!({
        "$schema": dialect,
        "title": "ScenarioFile",
        "description": "A scenario; with `extends`, only what differs from another.",
        "type": "object",
        "properties": properties,
        "required": ["format", "name"],
        "additionalProperties": false,
        "if": { "not": { "required": ["extends"] } },
        "then": { "$ref": "#/$defs/ScenarioFile" },
        "$defs": definitions,
    })
}

fn check_dossier(document: &Document, _: &Path) -> Vec<Problem> {
    told(document, |dossier: &Dossier| {
        let format = dossier.format.filter(|&format| format != 1);
        let fault = |format| ("/format".to_owned(), format!("format {format} is not known; this version reads 1"));
        format
            .map(fault)
            .into_iter()
            .chain(dossier.instrument.faults_of_offer())
            .chain(dossier.instrument.faults_of_limits())
            .collect()
    })
}

fn check_rulebook(document: &Document, _: &Path) -> Vec<Problem> {
    told(document, Rulebook::faults)
}

fn check_market(document: &Document, _: &Path) -> Vec<Problem> {
    told(document, |file: &MarketFile| match Rules::new(file, &shipped_tick_table()) {
        Ok(_) => Vec::new(),
        Err(error) => vec![(error.pointer.to_owned(), error.message.to_owned())],
    })
}

fn shipped_tick_table() -> TickTable {
    let text = library::text("parameters", "tick-table-rts11").expect("the table ships with the program");
    let document = Document::parse("tick-table-rts11", text.as_bytes()).expect("the shipped table is TOML");
    document.decode().expect("a test checks every shipped file")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn shipped() -> impl Iterator<Item = (String, String, Document)> {
        let folders: BTreeSet<&str> = KINDS.iter().map(|kind| kind.folder).collect();
        folders.into_iter().flat_map(|folder| {
            library::names(folder).into_iter().map(move |name| {
                let text = library::text(folder, &name).expect("listed");
                let document = Document::parse(&name, text.as_bytes()).expect("TOML");
                (folder.to_owned(), name, document)
            })
        })
    }

    #[test]
    fn every_shipped_file_is_recognised_by_its_content_and_has_no_problem() {
        let mut seen = BTreeSet::new();
        for (folder, name, document) in shipped() {
            let kind = FileKind::of_document(&document, None).expect("recognised");
            assert_eq!(kind.folder, folder, "{name} was taken for a {}", kind.word);
            let problems = kind.check(&document, Path::new(""));
            assert!(problems.is_empty(), "{folder}/{name}: {problems:#?}");
            seen.insert(kind.word);
        }
        let unseen = KINDS.iter().map(|kind| kind.word).filter(|word| !seen.contains(word)).collect::<Vec<_>>();
        assert!(unseen.is_empty() || unseen == ["scenario"], "nothing shipped is a {unseen:?}");
    }

    #[test]
    fn the_printed_schemas_accept_every_shipped_file() {
        for (folder, name, document) in shipped() {
            let kind = FileKind::of_document(&document, None).expect("recognised");
            let validator = jsonschema::validator_for(&kind.schema()).expect("a valid schema");
            let value: Value = toml::from_str(document.text()).expect("TOML");
            let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{folder}/{name}: {errors:#?}");
        }
    }

    #[test]
    fn a_file_without_a_telling_key_is_taken_for_what_lies_in_its_folder() {
        let document = |text: &str| Document::parse("f.toml", text.as_bytes()).expect("TOML");
        let kind = |text: &str, folder| FileKind::of_document(&document(text), folder).map(|kind| kind.word);
        assert_eq!(kind("", Some("dossiers")), Some("dossier"));
        assert_eq!(kind("", Some("rulebooks")), Some("rulebook"));
        assert_eq!(kind("", Some("elsewhere")), None);
        assert_eq!(kind("format = 1", None), None);
        assert_eq!(kind("tik = \"0.01\"", None), Some("market"));
        assert_eq!(kind("compani = 1", None), Some("dossier"));
        assert_eq!(kind("compny = 1\n[statute]\n[business]", None), Some("dossier"));
        assert_eq!(kind("tick = \"0.01\"", Some("dossiers")), Some("market"));
    }

    #[test]
    fn what_the_form_cannot_say_is_checked_too() {
        let change = |folder: &str, name: &str, from: &str, to: &str| {
            let text = library::text(folder, name).expect("shipped").replace(from, to);
            let document = Document::parse(name, text.as_bytes()).expect("TOML");
            let kind = FileKind::of_document(&document, None).expect("recognised");
            kind.check(&document, Path::new("")).iter().map(|problem| problem.message.clone()).collect::<Vec<_>>()
        };
        let cases = [
            ("rulebooks", "torino-2022", "quorum = { value = 5", "quorum = { value = 8", "a quorum of 8"),
            (
                "rulebooks",
                "torino-2022",
                "majority = { value = \"0.50\"",
                "majority = { value = \"50\"",
                "50 is no part",
            ),
            ("rulebooks", "torino-2022", "format = 1", "format = 2", "format 2"),
            ("parameters", "legal-forms", "form = \"sapa\"", "form = \"spa\"", "twice"),
            ("parameters", "legal-forms", "coupon_cap = \"0.075\"", "coupon_cap = \"7.5\"", "7.5 is no part"),
            ("parameters", "exchange-rates", "per_euro = \"0.85\"", "per_euro = \"0\"", "above zero"),
            (
                "rulebooks",
                "torino-2022",
                "[[markets]]\nname = \"vorvel-weekly\"",
                "[severities]\n\"M-99\" = \"note\"\n\n[[markets]]\nname = \"vorvel-weekly\"",
                "no check has the code",
            ),
            (
                "parameters",
                "legal-forms",
                "transferable_shares = true",
                "transferable_shares = false",
                "do not pass freely",
            ),
            ("dossiers", "cura-aperta", "format = 1", "format = 2", "format 2"),
            ("markets", "vorvel-weekly", "format = 1", "format = 3", "format"),
        ];
        for (folder, name, from, to, expected) in cases {
            let messages = change(folder, name, from, to);
            assert!(messages.iter().any(|message| message.contains(expected)), "{to}: {messages:?}");
        }
    }
}
