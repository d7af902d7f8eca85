//! `borsa run`: plays a scenario to its end and writes its directory.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::manifest::{Counts, Manifest, ScenarioSource};
use super::output::word;
use super::papers::{edition, papers};
use super::replications::ReplicationSet;
use super::run_directory::{EVENTS, JOURNAL, MANIFEST, RunDirectory, SCENARIO};
use super::{Failure, output};
use crate::domain::Timestamp;
use crate::format::library;
use crate::projection::Setting;
use crate::scenario::{self, Calibrated, Chance, Finished, OperatorYear, Play, Replicated, Verdict};

/// Play a scenario to its end in simulated time.
#[derive(Debug, Args)]
#[command(before_help = "Examples:
  borsa run sim-scenarios/esercizio-torino.toml
  borsa run esercizio-torino --seed 7 --out runs/seven
  borsa run esercizio-torino --replications 200 --jobs 2 --out runs/many
  borsa run esercizio-torino --replication 17 --out runs/the-seventeenth
  borsa verify runs/esercizio-torino-20220501")]
pub(super) struct Run {
    /// A scenario file, or the name of a shipped one; without it the shipped ones are listed
    scenario: Option<String>,
    /// Where every random draw begins, instead of the scenario's own seed
    #[arg(long)]
    seed: Option<u64>,
    /// The directory to write [default: runs/SCENARIO-SEED]
    #[arg(long)]
    out: Option<PathBuf>,
    /// Write over a directory that holds a run
    #[arg(long)]
    force: bool,
    /// Print the manifest, or the statistics of replications, as JSON instead of a summary
    #[arg(long)]
    json: bool,
    /// Show no progress
    #[arg(long, short)]
    quiet: bool,
    /// Which of the equal plays to run, from 1: each has draws of its own [default: the scenario's, which is 1]
    #[arg(long, value_name = "K", conflicts_with = "replications", value_parser = clap::value_parser!(u64).range(1..=MOST))]
    replication: Option<u64>,
    /// Play the replications 1 to N and tell what they come to on average, instead of writing one run
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=MOST_REPLICATIONS))]
    replications: Option<u64>,
    /// How many replications to play at once [default: as many as there are processors]
    #[arg(long, value_name = "J", requires = "replications", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
}

/// The scenarios that ship, each with its title.
fn shelf() -> Vec<String> {
    let line = |name: String| {
        let title = scenario::load(Some(&name)).map_or_else(|_| String::new(), |world| world.title.en);
        format!("  {name:28} {title}").trim_end().to_owned()
    };
    let asks = "which scenario? a file, or the name of one that ships:".to_owned();
    std::iter::once(asks).chain(library::names("").into_iter().map(line)).collect()
}

/// The greatest number that a scenario file can hold.
const MOST: u64 = i64::MAX.unsigned_abs();
const MOST_REPLICATIONS: u64 = 1_000_000;

impl Run {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let began = now();
        let Some(asked) = self.scenario.clone() else { return Err(Failure::Input(shelf())) };
        let mut world = scenario::load(Some(&asked)).map_err(Failure::problems)?;
        if let Some(seed) = self.seed {
            world.seed = i64::try_from(seed)
                .map(i64::unsigned_abs)
                .map_err(|_| Failure::Input(vec!["--seed: at most 9223372036854775807".into()]))?;
        }
        let source = scenario::source(&asked).map_err(Failure::problems)?;
        world.replication = self.replication.unwrap_or(world.replication);
        let suffix = match self.replications {
            Some(count) => format!("-x{count}"),
            None if world.replication == 1 => String::new(),
            None => format!("-r{}", world.replication),
        };
        let default = || PathBuf::from("runs").join(format!("{}-{}{suffix}", world.name, world.seed));
        let out = self.out.clone().unwrap_or_else(default);
        if let Some(count) = self.replications {
            let (scenario, force) = (asked, self.force);
            let jobs = self.jobs.map_or_else(processors, usize::from);
            let replicated = Replicated::of(world);
            let set = ReplicationSet { scenario, source, replicated, count, jobs, out, force };
            return set.play(self.json, self.shows_progress());
        }
        let (start, end) = (world.starts_at, world.ends_at);
        let begun = Play::begin(world, Chance::Seed).map_err(|error| Failure::Input(vec![error.to_string()]))?;
        let directory = RunDirectory::create(&out, self.force)?;
        let (journal, events) = (directory.create_file(JOURNAL)?, directory.create_file(EVENTS)?);
        let bar = progress(start, end, self.shows_progress());
        let finished = scenario::record(begun, journal, events, |at| bar.set_position(seconds(start, at)))
            .map_err(|error| Failure::Environment(format!("cannot write {}: {error}", out.display())))?;
        bar.finish_and_clear();
        let source = ScenarioSource::of(&asked, &source);
        let (manifest, verdicts) = write(&directory, &finished, source, began)?;
        output::print(&if self.json {
            manifest.text()
        } else {
            summary(&finished.play, &manifest, directory.path(), &verdicts, began.elapsed())
        })?;
        expectations(&verdicts)
    }
}

impl Run {
    /// Whether somebody may look at a bar: stderr is a terminal, and nobody asked for quiet.
    fn shows_progress(&self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }
}

pub(super) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Writes the files of a finished run beside its journal and its events, the manifest last.
pub(super) fn write(
    directory: &RunDirectory,
    finished: &Finished,
    source: ScenarioSource,
    began: Instant,
) -> Result<(Manifest, Vec<Verdict>), Failure> {
    let Finished { play, inputs, digest } = finished;
    directory.write(SCENARIO, scenario::resolved(play.world()).as_bytes())?;
    let verdicts = scenario::judge(play.world(), play.views());
    let setting = Setting::of(play.world());
    let counts = Counts::of(*inputs, play.views());
    let manifest = Manifest::of(&setting, &play.world().rulebook, source, counts, *digest);
    let calibration = scenario::calibrate(play.world(), play.views());
    let edition = edition(setting, *digest, verdicts.clone(), &calibration);
    for (name, texts) in papers(play.views(), edition) {
        directory.write(name, texts[0].as_bytes())?;
    }
    let wall_time_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    let manifest = manifest.told_by(wall_time_ms, std::env::args().collect());
    directory.write(MANIFEST, manifest.text().as_bytes())?;
    Ok((manifest, verdicts))
}

#[expect(clippy::disallowed_methods, reason = "the wall time of a run is told to people and in the manifest only")]
pub(super) fn now() -> Instant {
    Instant::now()
}

fn expectations(verdicts: &[Verdict]) -> Result<(), Failure> {
    let failed: Vec<String> = verdicts
        .iter()
        .filter_map(|verdict| {
            verdict.instead.as_ref().map(|instead| format!("{}: found {}", verdict.expected.en, instead.en))
        })
        .collect();
    if failed.is_empty() { Ok(()) } else { Err(Failure::No(format!("expected but not so:\n{}", failed.join("\n")))) }
}

pub(super) fn seconds(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from((to.nanos() - from.nanos()) / 1_000_000_000).unwrap_or(0)
}

/// A bar on stderr, where it is to be shown.
pub(super) fn progress(start: Timestamp, end: Timestamp, is_shown: bool) -> ProgressBar {
    if !is_shown {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {percent:>3}% of the simulated time, {eta} left");
    let bar = ProgressBar::new(seconds(start, end));
    bar.set_style(style.expect("a fixed template"));
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

/// What was withheld as tax; nothing where the scenario has none withheld.
fn tax_line(play: &Play) -> String {
    let taxes = &play.views().taxes;
    let (withheld, remitted) = (taxes.withheld(), taxes.remitted());
    let is_told = play.world().tax.is_some();
    let line = || format!("tax: {withheld} EUR withheld from holders, {remitted} of it paid to the treasury\n");
    is_told.then(line).unwrap_or_default()
}

/// One line a year of who runs the exchange; nothing where the scenario says nothing of it.
fn operator_lines(play: &Play) -> String {
    let line = |year: &OperatorYear| {
        let (issuers, trading, costs, result) = (year.from_issuers, year.from_trading, year.costs, year.result());
        format!(
            "operator {}: {issuers} EUR of issuers, {trading} of trading, {costs} spent, {result} left\n",
            year.year
        )
    };
    scenario::operator_years(play.world(), play.views()).iter().map(line).collect()
}

/// One line a target: what is measured, what was wanted, what was found.
pub(super) fn calibration_lines(calibration: &[Calibrated]) -> String {
    let line = |one: &Calibrated| {
        let verdict = if one.is_met() { "met" } else { "NOT met" };
        let (title, bounds, found) = (one.title().en, one.bounds(), one.found_text());
        format!("calibration: {}, {title}: wanted {bounds}, found {found}: {verdict}\n", one.about().en)
    };
    calibration.iter().map(line).collect()
}

pub(super) fn summary(play: &Play, manifest: &Manifest, out: &Path, verdicts: &[Verdict], took: Duration) -> String {
    let number = play.world().replication;
    let replication = if number == 1 { String::new() } else { format!(", replication {number}") };
    let mut text = format!("{}  (seed {}{replication})\n", play.world().title.en, manifest.seed);
    text += &format!("{:28} {:12} {:13} {:>14} {:>8}\n", "company", "outcome", "stage", "raised EUR", "trades");
    for company in &play.views().exercise.companies {
        let outcome = company.outcome.map_or_else(|| "-".into(), |outcome| word(&outcome));
        let raised = company.offer.as_ref().and_then(|offer| offer.result).map(|result| result.raised.to_string());
        let trades = if company.instrument.is_some() { company.trading.trades.to_string() } else { "-".into() };
        let (stage, raised) = (word(&company.stage), raised.unwrap_or_else(|| "-".into()));
        text += &format!("{:28} {outcome:12} {stage:13} {raised:>14} {trades:>8}\n", company.code.as_str());
    }
    let Counts { inputs, events, trades, rejected, .. } = manifest.counts;
    let seconds = took.as_secs_f64();
    text += &format!("{inputs} inputs, {events} events, {trades} trades, {rejected} rejected, in {seconds:.1} s\n");
    let kept = verdicts.iter().filter(|verdict| verdict.instead.is_none()).count();
    text += &format!("{kept} of {} expectations came true\n", verdicts.len());
    text += &tax_line(play);
    text += &operator_lines(play);
    text += &calibration_lines(&scenario::calibrate(play.world(), play.views()));
    text + &format!("digest {}\ncheck it with: borsa verify {}\n", manifest.digest, out.display())
}
