//! `borsa run`: plays a scenario to its end and writes its directory.

use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::papers::papers;
use super::run_directory::{Counts, EVENTS, JOURNAL, MANIFEST, Manifest, RunDirectory, ScenarioSource};
use super::{Failure, say};
use crate::domain::Timestamp;
use crate::engine::{Event, Fact, Stage, World};
use crate::journal::{Digest, Journal};
use crate::scenario::{self, Chance, Play, Verdict};

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
        let (play, first, told) =
            Play::begin(world, Chance::Seed).map_err(|error| Failure::Input(vec![error.to_string()]))?;
        let directory = RunDirectory::create(&out, self.force)?;
        let mut recording = Recording::begin(&directory)?;
        recording.append(&first)?;
        recording.told(&told)?;
        let (play, counts, digest) = recording.play(play)?;
        for (name, text) in papers(play.world(), play.views()) {
            directory.write(name, text.as_bytes())?;
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
            counts: counts.with(&play),
            digest: digest.to_string(),
            wall_time_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
            command_line: std::env::args().collect(),
        };
        let text = serde_json::to_string_pretty(&manifest).expect("a manifest has string keys only");
        directory.write(MANIFEST, format!("{text}\n").as_bytes())?;
        let verdicts = scenario::judge(play.world(), play.views());
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

/// The journal and the events of a run while it is played.
struct Recording<'a> {
    directory: &'a RunDirectory,
    journal: Journal<BufWriter<File>>,
    events: BufWriter<File>,
    counts: Counts,
}

impl<'a> Recording<'a> {
    fn begin(directory: &'a RunDirectory) -> Result<Self, Failure> {
        let create = |name: &str| {
            File::create(directory.file(name)).map(BufWriter::new).map_err(|error| directory.failed(name, &error))
        };
        let journal = Journal::begin(create(JOURNAL)?).map_err(|error| directory.failed(JOURNAL, &error))?;
        let counts = Counts { inputs: 0, events: 0, companies: 0, listed: 0, orders: 0, trades: 0, rejected: 0 };
        Ok(Self { directory, journal, events: create(EVENTS)?, counts })
    }

    fn append(&mut self, input: &crate::engine::Input) -> Result<(), Failure> {
        self.counts.inputs += 1;
        self.journal.append(input).map_err(|error| self.directory.failed(JOURNAL, &error))
    }

    fn told(&mut self, events: &[Event]) -> Result<(), Failure> {
        self.counts.events += events.len() as u64;
        let rejected = events.iter().filter(|event| matches!(event.fact, Fact::Rejected { .. })).count();
        self.counts.rejected += rejected as u64;
        for line in self.journal.told(events) {
            writeln!(self.events, "{line}").map_err(|error| self.directory.failed(EVENTS, &error))?;
        }
        Ok(())
    }

    /// Plays to the scenario's end.
    fn play(mut self, mut play: Play) -> Result<(Play, Counts, Digest), Failure> {
        let (start, end) = (play.world().starts_at, play.world().ends_at);
        let bar = progress(start, end);
        while let Some(at) = play.next_at().filter(|&at| at <= end) {
            let Some(input) = play.propose() else { continue };
            self.append(&input)?;
            let events = play.apply(&input);
            self.told(&events)?;
            bar.set_position(seconds(start, at));
        }
        bar.finish_and_clear();
        self.journal.sync().map_err(|error| self.directory.failed(JOURNAL, &error))?;
        self.events.flush().map_err(|error| self.directory.failed(EVENTS, &error))?;
        let digest = self.journal.seal(play.exchange());
        Ok((play, self.counts, digest))
    }
}

impl Counts {
    fn with(self, play: &Play) -> Self {
        let views = play.views();
        Self {
            companies: views.exercise.companies.len() as u64,
            listed: views.market.instruments.len() as u64,
            orders: views.orders.all().count() as u64,
            trades: views.market.trades.len() as u64,
            ..self
        }
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
    let world: &World = play.world();
    say(&format!("{}  (seed {})", world.title.en, manifest.seed));
    say(&format!("{:28} {:12} {:13} {:>14} {:>8}", "company", "outcome", "stage", "raised EUR", "trades"));
    for company in &play.views().exercise.companies {
        let outcome = company.outcome.map_or_else(|| "-".into(), |outcome| word(&outcome));
        let raised = company.offer.as_ref().and_then(|offer| offer.result).map(|result| result.raised.to_string());
        let trades = if company.stage == Stage::Listed { company.trading.trades.to_string() } else { "-".into() };
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
