//! The scenario as people write it: it names its parts or carries them. Resolved, it is a [`World`].

use std::collections::BTreeMap;
use std::path::{Path as FilePath, PathBuf};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::extends::extended;
use super::likeness::Likeness;
use super::resolve::{Origin, Part, Resolving, is_path, problems_of_named};
use crate::admission::{Dossier, ReferenceCards, Rulebook};
use crate::domain::{Calendar, Code, Text, Timestamp, Translations};
use crate::engine::{
    Act, CalibrationTarget, Expectation, Findings, Forked, InvestorGroup, Live, Member, Occurrence, Operator, Path,
    World, first, is_first,
};
use crate::exercise::{CostTable, IpoCredit, Obligations, Plan};
use crate::format::{Document, Place, Problem, Reference};

use crate::ledger::{Fees, SettlementRules, TaxRules};
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
    /// Which of the equal plays this is, 1 when not said: each number draws from streams of its own.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    #[schemars(range(min = 1, max = 9_223_372_036_854_775_807_u64))]
    pub replication: u64,
    /// From which run it was forked, where `borsa fork` wrote the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forked: Option<Forked>,
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
    /// What befalls it: crises, scandals, new policies.
    #[serde(default)]
    pub events: Vec<Occurrence>,
    /// What must have come true at the end.
    #[serde(default)]
    pub expect: Vec<Expectation>,
    /// Figures that it is meant to reproduce. A run tells whether it does.
    #[serde(default)]
    pub calibration: Vec<CalibrationTarget>,
    /// What is known of investors (`parameters`); `findings` when not said.
    #[serde(default = "shipped_findings")]
    pub findings: Reference<Findings>,
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
    /// What the operator of the exchange earns and spends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<Operator>,
    /// When trades settle (`parameters`); the shipped rules when it is not said.
    #[serde(default = "shipped_settlement")]
    pub settlement: Reference<SettlementRules>,
    /// Which tax is withheld from what instruments pay (`parameters`); none when it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<Reference<TaxRules>>,
    /// The tick table that market presets name (`parameters`).
    pub tick_table: Reference<TickTable>,
    /// Market presets by the name that dossiers use (`markets`).
    pub markets: BTreeMap<String, Reference<MarketFile>>,
    /// Who applies (`dossiers`).
    pub companies: Vec<Reference<Dossier>>,
    /// Who applies too: each like another company but for its names and what is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alike: Vec<Likeness>,
    /// Real companies shown for reference, never traded (`parameters`).
    pub reference_cards: Reference<ReferenceCards>,
    /// What dossiers, sources and people say, in the other language (`parameters`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translations: Option<Reference<Translations>>,
}

fn shipped_settlement() -> Reference<SettlementRules> {
    Reference::Named("settlement".to_owned())
}

fn shipped_findings() -> Reference<Findings> {
    Reference::Named("findings".to_owned())
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
    read_after(name, bytes, beside, &[])
}

/// The same for a scenario that others extend; `chain` holds them.
pub(super) fn read_after(
    name: &str,
    bytes: &[u8],
    beside: &FilePath,
    chain: &[PathBuf],
) -> Result<World, Vec<Problem>> {
    let document = Document::parse(name, bytes)?;
    if document.has("extends") {
        return extended(&document, beside, chain);
    }
    let file: ScenarioFile = document.decode().map_err(|mut problems| {
        problems.extend(problems_of_named(&document, beside));
        let here = |problem: &Problem| (problem.file == name).then_some(problem.place);
        problems.sort_by_key(|problem| (here(problem).is_none(), here(problem)));
        problems
    })?;
    Resolving::of(Origin::alone(&document), beside).world(file)
}

fn unplaced(file: &str, message: String) -> Problem {
    Problem { file: file.to_owned(), place: Place { line: 1, column: 1 }, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_the_scenario_hides_no_name_that_is_lost() {
        let (_, bytes) = Part { folder: "", beside: FilePath::new("") }.open(SHIPPED).expect("it ships");
        let text = String::from_utf8(bytes).expect("UTF-8");
        let slipped = text
            .replace("\nseed = ", "\nsed = ")
            .replace("= \"torino-2022\"", "= \"torino-2023\"")
            .replace("    \"bosco-vivo\",", "    \"bosco-morto\",")
            .replace("\nvorvel-weekly = \"vorvel-weekly\"", "\nvorvel-weekly = \"vorvel-daily\"");
        let problems = read("mine.toml", slipped.as_bytes(), FilePath::new("")).expect_err("four slips");
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        for slip in ["missing key `seed`", "`sed`", "`torino-2023`", "`bosco-morto`", "`vorvel-daily`"] {
            assert!(told.iter().any(|problem| problem.contains(slip)), "{slip}: {told:#?}");
        }
        assert_eq!(told.len(), 5, "{told:#?}");
        assert!(problems.is_sorted_by_key(|problem| problem.place));
    }

    #[test]
    fn a_company_may_be_named_by_a_json_dossier_and_the_resolved_scenario_stands_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (_, bytes) = Part { folder: "dossiers", beside: FilePath::new("") }.open("bosco-vivo").expect("it ships");
        let dossier: Dossier = Document::parse("d", &bytes).expect("TOML").decode().expect("fits");
        let json = serde_json::to_string(&dossier).expect("text keys");
        std::fs::write(folder.path().join("bosco.json"), json).expect("written");
        let (_, bytes) = Part { folder: "", beside: FilePath::new("") }.open(SHIPPED).expect("it ships");
        let text = String::from_utf8(bytes).expect("UTF-8").replace("    \"bosco-vivo\",", "    \"bosco.json\",");
        let world = read("mine.toml", text.as_bytes(), folder.path()).expect("resolves");
        assert!(world.companies.contains(&dossier));
        let catalogue = world.rulebook.catalogue.as_ref().expect("the rulebook's catalogue comes with it");
        assert!(catalogue.metric("PI4060").next().is_some());
    }
}
