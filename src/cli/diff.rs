//! `borsa diff`: where two runs part, and what of it.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::run_directory::{JOURNAL, RunDirectory};
use super::{Failure, language, output};
use crate::domain::{Language, Text};
use crate::journal::{Difference, Replay};
use crate::projection::{CompanyParting, FigureParting, Pair, Parting, Story, Told};
use crate::report::{PartingEdition, parting_to_html};

/// Show where two runs part: the first difference, then company by company.
#[derive(Debug, Args)]
#[command(before_help = "Examples:
  borsa diff runs/torino runs/refused
  borsa diff runs/torino runs/refused --lang it --out parting.html
  borsa diff runs/torino runs/torino-7 --json")]
pub(super) struct DiffRuns {
    /// The directory of a run, or of a live exchange
    run_a: PathBuf,
    /// The directory of the other
    run_b: PathBuf,
    /// The language of the sentences: it or en
    #[arg(long, default_value = "en", value_parser = language)]
    lang: Language,
    /// Write a page instead; JSON when it ends in `.json`
    #[arg(long)]
    out: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl DiffRuns {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let (a, b) = (told(&self.run_a)?, told(&self.run_b)?);
        let parting = Parting::of(&a.story, &b.story);
        let json = || {
            let runs = [&a, &b]
                .map(|run| json!({"run": run.shown, "scenario": run.scenario, "seed": run.seed, "digest": run.digest}));
            format!("{:#}\n", json!({"format": 1, "a": runs[0], "b": runs[1], "parting": parting}))
        };
        let Some(out) = &self.out else {
            return output::print(&if self.json { json() } else { shown(&parting, [&a.shown, &b.shown], self.lang) });
        };
        let is_json = self.json || out.extension().is_some_and(|extension| extension == "json");
        let text = if is_json {
            json()
        } else {
            let edition = [&a, &b].map(|run| PartingEdition {
                run: run.shown.clone(),
                scenario: run.scenario.clone(),
                seed: run.seed,
                digest: run.digest.clone(),
            });
            parting_to_html(&parting, &edition, self.lang)
        };
        let failed = |error| Failure::Environment(format!("cannot write {}: {error}", out.display()));
        fs::write(out, text).map_err(failed)?;
        output::print(&format!("written {}\n", out.display()))
    }
}

/// A run that was played again.
struct Run {
    shown: String,
    scenario: Text,
    seed: u64,
    digest: String,
    story: Story,
}

fn told(path: &Path) -> Result<Run, Failure> {
    let directory = RunDirectory::open(path)?;
    let records = directory.records()?;
    let differs = |difference: Difference| Failure::No(format!("{}: {difference}", directory.file(JOURNAL).display()));
    let mut replay = Replay::open(&records).map_err(differs)?;
    let mut story = Story::default();
    for record in &records {
        if record.input.number > replay.exchange().last_input() {
            replay.step().map_err(differs)?;
        }
        story.hear(&record.input.source, replay.told());
    }
    let world = replay.exchange().world();
    Ok(Run {
        shown: path.display().to_string(),
        scenario: world.title.clone(),
        seed: world.seed,
        digest: replay.seal().to_string(),
        story,
    })
}

/// In lines for people.
fn shown(parting: &Parting, runs: [&str; 2], language: Language) -> String {
    let say = |it: &'static str, en: &'static str| if language == Language::It { it } else { en };
    let mut text = format!("a  {}\nb  {}\n", runs[0], runs[1]);
    let Some(first) = &parting.first else {
        return text
            + say(
                "raccontano gli stessi eventi, dal primo all'ultimo\n",
                "they tell the same events, from the first to the last\n",
            );
    };
    text += &format!("\n{}\n{}", say("si separano qui", "they part here"), pair(first, language));
    if !parting.whole.is_empty() {
        text += &format!("\n{}\n{}", say("in tutto", "in all"), figures(&parting.whole, language));
    }
    for company in &parting.companies {
        text += &format!("\n{}\n{}", company.company, figures(&company.figures, language));
        text += &story(company, language);
    }
    if !parting.same.is_empty() {
        let names: Vec<&str> = parting.same.iter().map(|code| code.as_str()).collect();
        text += &format!("\n{}: {}\n", say("uguali in ogni cifra", "the same in every figure"), names.join(", "));
    }
    text
}

fn figures(figures: &[FigureParting], language: Language) -> String {
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let lines = figures.iter().map(|figure| {
        let name = in_language(&figure.name, language);
        format!("  {name:26} {:>32}  {:>32}\n", value(&figure.a), value(&figure.b))
    });
    lines.collect()
}

fn story(company: &CompanyParting, language: Language) -> String {
    let say = |it: &'static str, en: &'static str| if language == Language::It { it } else { en };
    let mut text = format!("  {}\n", say("perché, per quanto dicono gli eventi", "why, as far as events tell"));
    text += &company.reasons.iter().map(|one| pair(one, language)).collect::<String>();
    for (side, only) in [("a", &company.only_a), ("b", &company.only_b)] {
        if !only.is_empty() {
            text += &format!("  {} {side}\n", say("solo in", "only in"));
            text += &only.iter().map(|one| line("   ", one, language)).collect::<String>();
        }
    }
    text
}

fn pair(pair: &Pair, language: Language) -> String {
    let none = if language == Language::It { "niente" } else { "nothing" };
    let side = |name: &str, told: &Option<Told>| {
        told.as_ref().map_or_else(|| format!("  {name}  {none}\n"), |told| line(&format!("  {name}"), told, language))
    };
    side("a", &pair.a) + &side("b", &pair.b)
}

fn line(margin: &str, told: &Told, language: Language) -> String {
    let (by, sentence) = (in_language(&told.by, language), in_language(&told.told, language));
    format!("{margin}  {:>7}  {}  {by}: {sentence}\n", told.seq, told.time)
}

fn in_language(text: &Text, language: Language) -> &str {
    if language == Language::It { &text.it } else { &text.en }
}
