//! `borsa run`: plays a scenario to its end and writes its directory.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::papers::{edition, papers};
use super::run_directory::{Counts, EVENTS, JOURNAL, MANIFEST, Manifest, RunDirectory, SCENARIO, ScenarioSource};
use super::{Failure, say};
use crate::domain::Timestamp;
use crate::journal::Digest;
use crate::projection::Setting;
use crate::scenario::{self, Chance, Finished, Play, Verdict};

/// Play a scenario to its end in simulated time.
#[derive(Debug, Args)]
#[command(before_help = "Examples:
  borsa run sim-scenarios/esercizio-torino.toml
  borsa run esercizio-torino --seed 7 --out runs/seven
  borsa verify runs/esercizio-torino-20220501")]
pub(super) struct Run {
    /// A scenario file, or the name of a shipped one
    scenario: String,
    /// Where every random draw begins, instead of the scenario's own seed
    #[arg(long)]
    seed: Option<u64>,
    /// The directory to write [default: runs/SCENARIO-SEED]
    #[arg(long)]
    out: Option<PathBuf>,
    /// Write over a directory that holds a run
    #[arg(long)]
    force: bool,
    /// Print the manifest as JSON instead of a summary
    #[arg(long)]
    json: bool,
}

impl Run {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let began = now();
        let mut world = scenario::load(Some(&self.scenario)).map_err(Failure::problems)?;
        if let Some(seed) = self.seed {
            world.seed = i64::try_from(seed)
                .map(i64::unsigned_abs)
                .map_err(|_| Failure::Input(vec!["--seed: at most 9223372036854775807".into()]))?;
        }
        let source = scenario::source(&self.scenario).map_err(Failure::problems)?;
        let rulebook = serde_json::to_vec(&world.rulebook).expect("a rulebook has string keys only");
        let default = || PathBuf::from("runs").join(format!("{}-{}", world.name, world.seed));
        let out = self.out.clone().unwrap_or_else(default);
        let (seed, start, end) = (world.seed, world.starts_at, world.ends_at);
        let begun = Play::begin(world, Chance::Seed).map_err(|error| Failure::Input(vec![error.to_string()]))?;
        let directory = RunDirectory::create(&out, self.force)?;
        let (journal, events) = (directory.create_file(JOURNAL)?, directory.create_file(EVENTS)?);
        let bar = progress(start, end);
        let finished = scenario::record(begun, journal, events, |at| bar.set_position(seconds(start, at)))
            .map_err(|error| Failure::Environment(format!("cannot write {}: {error}", out.display())))?;
        bar.finish_and_clear();
        let Finished { play, inputs, digest } = finished;
        directory.write(SCENARIO, scenario::resolved(play.world()).as_bytes())?;
        let verdicts = scenario::judge(play.world(), play.views());
        let edition = edition(Setting::of(play.world()), digest, verdicts.clone());
        for (name, texts) in papers(play.views(), edition) {
            directory.write(name, texts[0].as_bytes())?;
        }
        let manifest = Manifest {
            format: 1,
            engine_version: env!("CARGO_PKG_VERSION").into(),
            engine_commit: env!("BORSA_COMMIT").into(),
            scenario: ScenarioSource { path: self.scenario.clone(), sha256: Digest::of(&source).to_string() },
            rulebook_sha256: Digest::of(&rulebook).to_string(),
            seed,
            rng: "ChaCha8, one stream for each agent and decision".into(),
            simulated_start: start.to_string(),
            simulated_end: end.to_string(),
            counts: counts(inputs, &play),
            digest: digest.to_string(),
            wall_time_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
            command_line: std::env::args().collect(),
        };
        let text = serde_json::to_string_pretty(&manifest).expect("a manifest has string keys only");
        directory.write(MANIFEST, format!("{text}\n").as_bytes())?;
        if self.json {
            say(&text);
        } else {
            summarise(&play, &manifest, directory.path(), &verdicts, began.elapsed());
        }
        expectations(&verdicts)
    }
}

#[expect(clippy::disallowed_methods, reason = "the wall time of a run is told to people and in the manifest only")]
fn now() -> Instant {
    Instant::now()
}

fn expectations(verdicts: &[Verdict]) -> Result<(), Failure> {
    let failed: Vec<String> = verdicts
        .iter()
        .filter_map(|verdict| verdict.instead.as_ref().map(|instead| format!("{}: found {instead}", verdict.expected)))
        .collect();
    if failed.is_empty() { Ok(()) } else { Err(Failure::No(format!("expected but not so:\n{}", failed.join("\n")))) }
}

fn counts(inputs: u64, play: &Play) -> Counts {
    let views = play.views();
    Counts {
        inputs,
        events: views.market.last_seq.0,
        companies: views.exercise.companies.len() as u64,
        listed: views.market.instruments.len() as u64,
        orders: views.orders.all().count() as u64,
        trades: views.market.trades.len() as u64,
        rejected: views.orders.rejected(),
    }
}

fn seconds(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from((to.nanos() - from.nanos()) / 1_000_000_000).unwrap_or(0)
}

/// A bar on stderr; nothing where stderr is no terminal.
fn progress(start: Timestamp, end: Timestamp) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {percent:>3}% of the simulated time, {eta} left");
    let bar = ProgressBar::new(seconds(start, end));
    bar.set_style(style.expect("a fixed template"));
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

fn summarise(play: &Play, manifest: &Manifest, out: &Path, verdicts: &[Verdict], took: Duration) {
    say(&format!("{}  (seed {})", play.world().title.en, manifest.seed));
    say(&format!("{:28} {:12} {:13} {:>14} {:>8}", "company", "outcome", "stage", "raised EUR", "trades"));
    for company in &play.views().exercise.companies {
        let outcome = company.outcome.map_or_else(|| "-".into(), |outcome| word(&outcome));
        let raised = company.offer.as_ref().and_then(|offer| offer.result).map(|result| result.raised.to_string());
        let trades = if company.instrument.is_some() { company.trading.trades.to_string() } else { "-".into() };
        let (stage, raised) = (word(&company.stage), raised.unwrap_or_else(|| "-".into()));
        say(&format!("{:28} {outcome:12} {stage:13} {raised:>14} {trades:>8}", company.code.as_str()));
    }
    let Counts { inputs, events, trades, rejected, .. } = manifest.counts;
    say(&format!(
        "{inputs} inputs, {events} events, {trades} trades, {rejected} rejected, in {:.1} s",
        took.as_secs_f64()
    ));
    let kept = verdicts.iter().filter(|verdict| verdict.instead.is_none()).count();
    say(&format!("{kept} of {} expectations came true", verdicts.len()));
    say(&format!("digest {}", manifest.digest));
    say(&format!("check it with: borsa verify {}", out.display()));
}

/// The word that files use for an enum.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
