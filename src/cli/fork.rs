//! `borsa fork`: what if, from any point of a run on.

use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::Args;

use super::manifest::ScenarioSource;
use super::run::{now, progress, seconds, summary, write};
use super::run_directory::{EVENTS, JOURNAL, RunDirectory};
use super::{Failure, output};
use crate::journal::Moment;
use crate::scenario::{self, FedAgain, ForkError, ForkRequest, ForkedRun, Forking};

/// Fork a run: the same story up to a point, one change, and on from there.
#[derive(Debug, Args)]
#[command(before_help = "Examples:
  borsa fork runs/torino --at 2026-03-12 --act @votes.toml --out runs/refused
  borsa fork runs/torino --at 0 --rulebook my-rules.toml
  borsa fork runs/torino --at 5000 --set path.offer_days=20
  borsa fork runs/torino --without 812
  borsa diff runs/torino runs/refused")]
pub(super) struct ForkRun {
    /// The directory of the run, or of a live exchange
    run_dir: PathBuf,
    /// Up to where everything stays: an event, an instant or a day [default: right before the first --without]
    #[arg(long, value_name = "SEQ|TIME|DAY")]
    at: Option<Moment>,
    /// Another value for a key of the resolved scenario, such as fees.rate=0.002 or path.offer_days=20
    #[arg(long, value_name = "KEY=VALUE", value_parser = setting)]
    set: Vec<(String, String)>,
    /// Another rulebook: a shipped name or a file
    #[arg(long, value_name = "NAME|FILE")]
    rulebook: Option<String>,
    /// An act in TOML as in a scenario, or @FILE; without `at` it comes right at the point
    #[arg(long, value_name = "TOML|@FILE")]
    act: Vec<String>,
    /// Leave out this input of the journal
    #[arg(long, value_name = "INPUT")]
    without: Vec<u64>,
    /// The directory to write [default: runs/SCENARIO-SEED-fork-INPUT]
    #[arg(long)]
    out: Option<PathBuf>,
    /// Write over a directory that holds a run
    #[arg(long)]
    force: bool,
    /// Print where it was forked and what was fed again as JSON instead of a summary
    #[arg(long)]
    json: bool,
}

/// `KEY=VALUE`.
fn setting(text: &str) -> Result<(String, String), &'static str> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => Ok((key.trim().to_owned(), value.trim().to_owned())),
        _ => Err("write KEY=VALUE, such as `path.offer_days=20`"),
    }
}

impl ForkRun {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let began = now();
        let origin = RunDirectory::open(&self.run_dir)?;
        let records = origin.records()?;
        let request = self.request()?;
        let forking = Forking::of(&records, &request).map_err(|error| failure(error, &origin))?;
        let world = forking.world().clone();
        let point = forking.origin().map_or(0, |forked| forked.input);
        let default = || PathBuf::from("runs").join(format!("{}-{}-fork-{point}", world.name, world.seed));
        let out = self.out.clone().unwrap_or_else(default);
        self.keep_apart(&out)?;
        let directory = RunDirectory::create(&out, self.force)?;
        let (journal, events) = (directory.create_file(JOURNAL)?, directory.create_file(EVENTS)?);
        let bar = progress(world.starts_at, world.ends_at, std::io::stderr().is_terminal());
        let ForkedRun { finished, fed_again } = forking
            .play(journal, events, |at| bar.set_position(seconds(world.starts_at, at)))
            .map_err(|error| Failure::Environment(format!("cannot write {}: {error}", out.display())))?;
        bar.finish_and_clear();
        let source = ScenarioSource::of("scenario.toml", scenario::resolved(finished.play.world()).as_bytes());
        let (manifest, verdicts) = write(&directory, &finished, source, began)?;
        if self.json {
            let told = serde_json::json!({
                "out": out.display().to_string(),
                "digest": manifest.digest,
                "forked": world.forked,
                "fed_again": fed_again,
            });
            return output::print(&format!("{told:#}\n"));
        }
        let mut text = self.origin(&world.forked);
        text += &again(&fed_again);
        text += &summary(&finished.play, &manifest, directory.path(), &verdicts, began.elapsed());
        text += &format!("where they part: borsa diff {} {}\n", self.run_dir.display(), out.display());
        output::print(&text)
    }

    fn request(&self) -> Result<ForkRequest, Failure> {
        let read = |text: &String| match text.strip_prefix('@') {
            None => Ok(text.clone()),
            Some(file) => fs::read_to_string(file)
                .map_err(|error| Failure::Input(vec![format!("--act @{file}: cannot read the file: {error}")])),
        };
        Ok(ForkRequest {
            at: self.at,
            set: self.set.clone(),
            rulebook: self.rulebook.clone(),
            acts: self.act.iter().map(read).collect::<Result<_, _>>()?,
            without: self.without.clone(),
        })
    }

    /// A fork is not written over the run that it comes from.
    fn keep_apart(&self, out: &Path) -> Result<(), Failure> {
        let same = fs::canonicalize(out).ok().zip(fs::canonicalize(&self.run_dir).ok());
        if same.is_some_and(|(out, run)| out == run) {
            return Err(Failure::Input(vec![format!("--out {}: that is the run itself; name another", out.display())]));
        }
        Ok(())
    }

    fn origin(&self, forked: &Option<impl serde::Serialize>) -> String {
        let tree = serde_json::to_value(forked).unwrap_or_default();
        let text = |key: &str| tree[key].as_str().map_or_else(|| tree[key].to_string(), str::to_owned);
        let mut lines =
            format!("forked from {} (run {}, digest {})\n", self.run_dir.display(), text("run"), text("digest"));
        lines += &format!("the same up to input {}, event {}, {}\n", text("input"), text("seq"), text("at"));
        let changes = tree["changes"].as_array().cloned().unwrap_or_default();
        if changes.is_empty() {
            lines += "changed nothing\n";
        }
        for change in changes {
            lines += &format!("changed {}\n", change.as_str().unwrap_or_default());
        }
        lines
    }
}

/// What came from outside and was fed again.
fn again(fed: &[FedAgain]) -> String {
    if fed.is_empty() {
        return String::new();
    }
    let refused: Vec<&FedAgain> = fed.iter().filter(|one| one.refused.is_some()).collect();
    let mut text = format!("{} inputs from outside fed again, {} no longer fit\n", fed.len(), refused.len());
    for one in refused {
        let why = one.refused.as_deref().unwrap_or_default();
        text += &format!("  input {} of {} at {}: {why}\n", one.input, one.by, one.at);
    }
    text
}

fn failure(error: ForkError, origin: &RunDirectory) -> Failure {
    match error {
        ForkError::Journal(difference) => Failure::No(format!("{}: {difference}", origin.file(JOURNAL).display())),
        ForkError::Request(problems) => Failure::Input(problems),
    }
}
