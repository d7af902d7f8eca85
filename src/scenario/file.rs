//! The scenario as people write it: it names its parts or carries them. Resolved, it is a [`World`].

use std::collections::BTreeMap;
use std::path::{Path as FilePath, PathBuf};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::admission::{Dossier, ReferenceCards, Rulebook};
use crate::domain::{Calendar, Code, Text, Timestamp};
use crate::engine::{Act, Expectation, InvestorGroup, Live, Member, Path, World};
use crate::exercise::{CostTable, IpoCredit, Obligations, Plan};
use crate::format::{Document, Place, Problem, Reference, library};
use crate::ledger::Fees;
use crate::market::{MarketFile, TickTable};

/// The scenario that a bare `borsa serve` plays.
pub const SHIPPED: &str = "esercizio-torino";

/// A scenario file. Where a part is asked for, the name of a shipped file, a path beside this file, or the part itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioFile {
    /// Version of the format: 1.
    pub format: u32,
    /// Short name of the scenario.
    pub name: Code,
    /// Title for people.
    pub title: Text,
    /// What it shows, for people.
    pub description: Text,
    /// Where every random draw begins: 0 to 9223372036854775807.
    pub seed: u64,
    /// The simulated beginning.
    pub starts_at: Timestamp,
    /// The simulated end of a run. A live exchange stays open after it.
    pub ends_at: Timestamp,
    /// How a live exchange shows it.
    pub live: Live,
    /// The path that every company takes.
    pub path: Path,
    /// Who decides.
    pub committee: Vec<Member>,
    /// Who invests.
    #[serde(default)]
    pub investors: Vec<InvestorGroup>,
    /// What happens by script.
    #[serde(default)]
    pub acts: Vec<Act>,
    /// What must have come true at the end.
    #[serde(default)]
    pub expect: Vec<Expectation>,
    /// Business days and the zone of the exchange's clocks (`parameters`).
    pub calendar: Reference<Calendar>,
    /// The rules of the gate (`rulebooks`).
    pub rulebook: Reference<Rulebook>,
    /// The preparation of a listing (`parameters`).
    pub plan: Reference<Plan>,
    /// What listing costs (`parameters`).
    pub costs: Reference<CostTable>,
    /// The tax credit for listings (`parameters`).
    pub credit: Reference<IpoCredit>,
    /// What a listed company owes (`parameters`).
    pub obligations: Reference<Obligations>,
    /// What trading costs (`parameters`).
    pub fees: Reference<Fees>,
    /// The tick table that market presets name (`parameters`).
    pub tick_table: Reference<TickTable>,
    /// Market presets by the name that dossiers use (`markets`).
    pub markets: BTreeMap<String, Reference<MarketFile>>,
    /// Who applies (`dossiers`).
    pub companies: Vec<Reference<Dossier>>,
    /// Real companies shown for reference, never traded (`parameters`).
    pub reference_cards: Reference<ReferenceCards>,
}

/// Reads a scenario by shipped name or by path; without one, the shipped listing exercise.
///
/// # Errors
/// Every problem of the file and of the files that it names.
pub fn load(scenario: Option<&str>) -> Result<World, Vec<Problem>> {
    let asked = scenario.unwrap_or(SHIPPED);
    let part = Part { folder: "", beside: FilePath::new("") };
    let (name, bytes) = part.open(asked).map_err(|message| vec![unplaced(asked, message)])?;
    let beside = if is_path(asked) { FilePath::new(asked).parent().map(FilePath::to_path_buf) } else { None };
    read(&name, &bytes, &beside.unwrap_or_default())
}

/// The bytes of a scenario file, as they were given.
///
/// # Errors
/// That it cannot be read.
pub fn source(scenario: &str) -> Result<Vec<u8>, Vec<Problem>> {
    let part = Part { folder: "", beside: FilePath::new("") };
    part.open(scenario).map(|(_, bytes)| bytes).map_err(|message| vec![unplaced(scenario, message)])
}

/// Reads a scenario from its bytes; paths in it are meant from the folder `beside`.
///
/// # Errors
/// Every problem of the file and of the files that it names.
pub fn read(name: &str, bytes: &[u8], beside: &FilePath) -> Result<World, Vec<Problem>> {
    let document = Document::parse(name, bytes)?;
    let file: ScenarioFile = document.decode()?;
    Resolving { document: &document, beside, problems: Vec::new() }.world(file)
}

fn unplaced(file: &str, message: String) -> Problem {
    Problem { file: file.to_owned(), place: Place { line: 1, column: 1 }, message }
}

fn is_path(name: &str) -> bool {
    name.contains(['/', '\\']) || FilePath::new(name).extension().is_some_and(|extension| extension == "toml")
}

/// Where the file that a name means is looked for.
struct Part<'a> {
    folder: &'a str,
    beside: &'a FilePath,
}

impl Part<'_> {
    /// The name to show and the bytes of the file.
    fn open(&self, name: &str) -> Result<(String, Vec<u8>), String> {
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

/// Replaces every name by what it means, and gathers what is wrong on the way.
struct Resolving<'a> {
    document: &'a Document,
    beside: &'a FilePath,
    problems: Vec<Problem>,
}

impl Resolving<'_> {
    fn part<T>(&mut self, pointer: &str, folder: &str, reference: Reference<T>) -> Option<T>
    where
        T: DeserializeOwned + JsonSchema,
    {
        let part = Part { folder, beside: self.beside };
        let place = self.document.place(pointer);
        let here = self.document.name().to_owned();
        let resolved = reference.resolve(|name| {
            let (shown, bytes) =
                part.open(name).map_err(|message| vec![Problem { file: here.clone(), place, message }])?;
            Document::parse(&shown, &bytes)?.decode()
        });
        resolved.map_err(|problems| self.problems.extend(problems)).ok()
    }

    fn world(mut self, file: ScenarioFile) -> Result<World, Vec<Problem>> {
        self.judge(&file);
        let calendar = self.part("/calendar", "parameters", file.calendar);
        let rulebook = self.part("/rulebook", "rulebooks", file.rulebook);
        let plan = self.part("/plan", "parameters", file.plan);
        let costs = self.part("/costs", "parameters", file.costs);
        let credit = self.part("/credit", "parameters", file.credit);
        let obligations = self.part("/obligations", "parameters", file.obligations);
        let fees = self.part("/fees", "parameters", file.fees);
        let tick_table = self.part("/tick_table", "parameters", file.tick_table);
        let cards = self.part("/reference_cards", "parameters", file.reference_cards);
        let mut markets = BTreeMap::new();
        for (name, reference) in file.markets {
            let market = self.part(&format!("/markets/{name}"), "markets", reference);
            markets.extend(market.map(|market| (name, market)));
        }
        let mut companies = Vec::new();
        for (index, reference) in file.companies.into_iter().enumerate() {
            companies.extend(self.part(&format!("/companies/{index}"), "dossiers", reference));
        }
        let world = (|| {
            Some(World {
                format: file.format,
                name: file.name,
                title: file.title,
                description: file.description,
                seed: file.seed,
                starts_at: file.starts_at,
                ends_at: file.ends_at,
                live: file.live,
                path: file.path,
                committee: file.committee,
                investors: file.investors,
                acts: file.acts,
                expect: file.expect,
                calendar: calendar?,
                rulebook: rulebook?,
                plan: plan?,
                costs: costs?,
                credit: credit?,
                obligations: obligations?,
                fees: fees?,
                tick_table: tick_table?,
                markets,
                companies,
                reference_cards: cards?,
            })
        })();
        match world {
            Some(world) if self.problems.is_empty() => Ok(world),
            _ => Err(self.problems),
        }
    }

    /// What the schema cannot say: the version, the order of times, the range of the seed, lengths of names.
    fn judge(&mut self, file: &ScenarioFile) {
        if file.format != 1 {
            self.fault("/format", "this program reads format 1");
        }
        if file.ends_at <= file.starts_at {
            self.fault("/ends_at", "the end must come after `starts_at`");
        }
        if i64::try_from(file.seed).is_err() {
            self.fault("/seed", "a seed is at most 9223372036854775807");
        }
        for (index, group) in file.investors.iter().enumerate() {
            if group.name.as_str().len() > 40 {
                self.fault(&format!("/investors/{index}/name"), "the name of a group has at most 40 characters");
            }
        }
        for (index, act) in file.acts.iter().enumerate() {
            if act.at() < file.starts_at {
                self.fault(&format!("/acts/{index}/at"), "an act cannot come before `starts_at`");
            }
        }
    }

    fn fault(&mut self, pointer: &str, message: &str) {
        let (file, place) = (self.document.name().to_owned(), self.document.place(pointer));
        self.problems.push(Problem { file, place, message: message.to_owned() });
    }
}
