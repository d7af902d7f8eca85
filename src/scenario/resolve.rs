//! From a scenario file to a world: every name is replaced by what it means.

use std::collections::BTreeMap;
use std::path::{Path as FilePath, PathBuf};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::extends::Inherited;
use super::judge::faults;
use super::likeness::Likeness;
use super::{FileKind, ScenarioFile};
use crate::admission::Dossier;
use crate::engine::World;
use crate::format::{Document, Fault, Problem, Reference, library};

/// Whether a name means a file beside the one that names it, and not a shipped one.
pub(super) fn is_path(name: &str) -> bool {
    name.contains(['/', '\\'])
        || FilePath::new(name).extension().is_some_and(|extension| extension == "toml" || extension == "json")
}

/// Where the file that a name means is looked for.
pub(super) struct Part<'a> {
    pub(super) folder: &'a str,
    pub(super) beside: &'a FilePath,
}

impl Part<'_> {
    /// The name to show and the bytes of the file.
    pub(super) fn open(&self, name: &str) -> Result<(String, Vec<u8>), String> {
        if is_path(name) {
            let path: PathBuf = self.beside.join(name);
            let shown = path.display().to_string();
            return std::fs::read(&path)
                .map(|bytes| (shown, bytes))
                .map_err(|error| format!("cannot read `{name}`: {error}"));
        }
        let text = library::text(self.folder, name).ok_or_else(|| {
            let known = library::names(self.folder);
            format!("there is no shipped `{name}`; there are: {}", known.join(", "))
        })?;
        let folder = if self.folder.is_empty() { String::new() } else { format!("{}/", self.folder) };
        Ok((format!("sim-scenarios/{folder}{name}.toml"), text.into_owned().into_bytes()))
    }
}

/// Where a scenario names one part each, and the kind of it.
const PARTS: [(&str, &str); 13] = [
    ("/calendar", "calendar"),
    ("/rulebook", "rulebook"),
    ("/findings", "findings"),
    ("/plan", "plan"),
    ("/costs", "costs"),
    ("/credit", "credit"),
    ("/obligations", "obligations"),
    ("/fees", "fees"),
    ("/settlement", "settlement"),
    ("/tax", "tax"),
    ("/tick_table", "tick-table"),
    ("/reference_cards", "reference-cards"),
    ("/translations", "translations"),
];

/// Where it names many.
const LISTS: [(&str, &str); 2] = [("/markets", "market"), ("/companies", "dossier")];

/// What is wrong with the parts that a scenario names, also when the scenario itself cannot be read.
pub(super) fn problems_of_named(document: &Document, beside: &FilePath) -> Vec<Problem> {
    let single = PARTS.map(|(pointer, kind)| (pointer.to_owned(), kind)).into_iter();
    let many = LISTS.into_iter().flat_map(|(list, kind)| document.below(list).into_iter().map(move |at| (at, kind)));
    let problems = single.chain(many).filter_map(|(pointer, kind)| {
        let name = document.text_at(&pointer)?;
        named(&Origin::alone(document), beside, &pointer, kind, name).err()
    });
    problems.flatten().collect()
}

/// Where the parts of a scenario are written: in one file, or partly in a file that it extends.
#[derive(Debug, Clone)]
pub(super) struct Origin<'a> {
    document: &'a Document,
    /// How many entries of each list stand in the other file; nothing where there is no other.
    inherited: Option<Inherited>,
}

impl<'a> Origin<'a> {
    /// All in one file.
    pub(super) const fn alone(document: &'a Document) -> Self {
        Self { document, inherited: None }
    }

    /// A file that is laid over another, from which so many entries of each list come.
    pub(super) fn laid_over(
        document: &'a Document,
        inherited: impl IntoIterator<Item = (&'static str, usize)>,
    ) -> Self {
        Self { document, inherited: Some(inherited.into_iter().collect()) }
    }

    /// Where the file writes what the whole has at a pointer: at the key that extends the other where it does not.
    fn written(&self, pointer: &str) -> String {
        let Some(inherited) = &self.inherited else { return pointer.to_owned() };
        let mut segments = pointer.trim_start_matches('/').splitn(3, '/');
        let (key, index) = (segments.next().unwrap_or_default(), segments.next());
        let rest = segments.next().map(|rest| format!("/{rest}")).unwrap_or_default();
        let index = index.and_then(|index| index.parse::<usize>().ok());
        match (inherited.get(key), index) {
            (Some(count), Some(index)) if index >= *count => format!("/add/{key}/{}{rest}", index - count),
            (Some(_), Some(_)) => "/extends".to_owned(),
            _ if self.document.has(key) => pointer.to_owned(),
            _ => "/extends".to_owned(),
        }
    }

    /// Faults of the whole, as problems of the file.
    pub(super) fn problems(&self, faults: Vec<Fault>) -> Vec<Problem> {
        let written = |fault: Fault| Fault { pointer: self.written(&fault.pointer), ..fault };
        self.document.problems(faults.into_iter().map(written).collect())
    }
}

/// A file that a scenario names, checked as `borsa check` would.
fn named(
    origin: &Origin<'_>,
    beside: &FilePath,
    pointer: &str,
    kind: &str,
    name: &str,
) -> Result<Document, Vec<Problem>> {
    let kind = FileKind::of_word(kind).expect("the kinds of parts are in the table");
    let part = Part { folder: kind.folder, beside };
    let (shown, bytes) = part
        .open(name)
        .map_err(|message| origin.problems(vec![Fault { pointer: pointer.to_owned(), detail: message }]))?;
    let found = Document::parse(&shown, &bytes)?;
    let problems = kind.check(&found, beside);
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

/// Replaces every name by what it means, and gathers what is wrong on the way.
pub(super) struct Resolving<'a> {
    origin: Origin<'a>,
    beside: &'a FilePath,
    problems: Vec<Problem>,
}

impl<'a> Resolving<'a> {
    pub(super) const fn of(origin: Origin<'a>, beside: &'a FilePath) -> Self {
        Self { origin, beside, problems: Vec::new() }
    }

    /// The part itself.
    fn part<T>(&mut self, pointer: &str, kind: &str, reference: Reference<T>) -> Option<T>
    where
        T: DeserializeOwned + JsonSchema,
    {
        let (origin, beside) = (&self.origin, self.beside);
        let resolved = reference.resolve(|name| named(origin, beside, pointer, kind, name)?.decode());
        resolved.map_err(|problems| self.problems.extend(problems)).ok()
    }

    /// The dossier of a company that is like another.
    fn alike(&mut self, pointer: &str, likeness: Likeness, known: &[Dossier]) -> Option<Dossier> {
        let model = match likeness.of_company(known) {
            Some(model) => model.clone(),
            None => self.part(&format!("{pointer}/of"), "dossier", likeness.of.clone())?,
        };
        let fault = |(key, detail): (String, String)| Fault { pointer: format!("{pointer}/{key}"), detail };
        let dossier = likeness.dossier(&model).map_err(fault);
        dossier.map_err(|fault| self.problems.extend(self.origin.problems(vec![fault]))).ok()
    }

    pub(super) fn world(mut self, file: ScenarioFile) -> Result<World, Vec<Problem>> {
        let calendar = self.part("/calendar", "calendar", file.calendar);
        let rulebook = self.part("/rulebook", "rulebook", file.rulebook);
        let findings = self.part("/findings", "findings", file.findings);
        let plan = self.part("/plan", "plan", file.plan);
        let costs = self.part("/costs", "costs", file.costs);
        let credit = self.part("/credit", "credit", file.credit);
        let obligations = self.part("/obligations", "obligations", file.obligations);
        let fees = self.part("/fees", "fees", file.fees);
        let settlement = self.part("/settlement", "settlement", file.settlement);
        let tax = file.tax.map(|reference| self.part("/tax", "tax", reference));
        let tick_table = self.part("/tick_table", "tick-table", file.tick_table);
        let cards = self.part("/reference_cards", "reference-cards", file.reference_cards);
        let translations = file.translations.map(|reference| self.part("/translations", "translations", reference));
        let mut markets = BTreeMap::new();
        for (name, reference) in file.markets {
            let market = self.part(&format!("/markets/{name}"), "market", reference);
            markets.extend(market.map(|market| (name, market)));
        }
        let mut companies = Vec::new();
        for (index, reference) in file.companies.into_iter().enumerate() {
            companies.extend(self.part(&format!("/companies/{index}"), "dossier", reference));
        }
        for (index, likeness) in file.alike.into_iter().enumerate() {
            let like = self.alike(&format!("/alike/{index}"), likeness, &companies);
            companies.extend(like);
        }
        let world = (|| {
            Some(World {
                format: file.format,
                name: file.name,
                title: file.title,
                description: file.description,
                seed: file.seed,
                replication: file.replication,
                forked: file.forked,
                starts_at: file.starts_at,
                ends_at: file.ends_at,
                live: file.live,
                path: file.path,
                committee: file.committee,
                investors: file.investors,
                acts: file.acts,
                events: file.events,
                expect: file.expect,
                calibration: file.calibration,
                findings: findings?,
                calendar: calendar?,
                rulebook: rulebook?,
                plan: plan?,
                costs: costs?,
                credit: credit?,
                obligations: obligations?,
                fees: fees?,
                operator: file.operator,
                settlement: settlement?,
                tax: match tax {
                    Some(part) => Some(part?),
                    None => None,
                },
                tick_table: tick_table?,
                markets,
                companies,
                reference_cards: cards?,
                translations: match translations {
                    Some(part) => Some(part?),
                    None => None,
                },
            })
        })();
        let Some(world) = world.filter(|_| self.problems.is_empty()) else { return Err(self.problems) };
        let problems = self.origin.problems(faults(&world));
        if problems.is_empty() { Ok(world) } else { Err(problems) }
    }
}
