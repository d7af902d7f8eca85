//! `borsa run --replications`: plays a scenario many times and tells what it comes to on average.

pub(super) mod crew;
mod paper;
mod statistics;
mod table;

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::manifest::ScenarioSource;
use super::run_directory::{REPLICATIONS_CSV, REPLICATIONS_HTML, REPLICATIONS_JSON, RunDirectory};
use super::{Failure, output};
use crate::domain::Language;
use crate::scenario::{Replicated, Replication};
pub(super) use paper::page;
use statistics::Statistics;

/// A scenario and how often to play it.
#[derive(Debug)]
pub(super) struct ReplicationSet {
    /// The scenario as it was asked for.
    pub(super) scenario: String,
    /// Its bytes.
    pub(super) source: Vec<u8>,
    /// The world that it makes.
    pub(super) replicated: Replicated,
    /// How many replications.
    pub(super) count: u64,
    /// How many at once.
    pub(super) jobs: usize,
    /// The directory to write.
    pub(super) out: PathBuf,
    /// Whether to write over what it holds.
    pub(super) force: bool,
}

impl ReplicationSet {
    /// Plays all, folds each into its figures in the order of their numbers, and writes rows, page and statistics.
    pub(super) fn play(&self, as_json: bool, shows_progress: bool) -> Result<(), Failure> {
        let replicated = &self.replicated;
        // The first tells whether the world can be played at all, before anything is written.
        let first = replicated.play(1).map_err(|error| Failure::Input(vec![error.to_string()]))?;
        let directory = RunDirectory::create(&self.out, self.force)?;
        let mut rows = directory.create_file(REPLICATIONS_CSV)?;
        let failed = |error: std::io::Error| directory.failed(REPLICATIONS_CSV, &error);
        writeln!(rows, "{}", table::head(replicated)).map_err(failed)?;
        let mut statistics = Statistics::of(replicated);
        let bar = progress(self.count, shows_progress);
        let mut fold = |replication: &Replication| {
            statistics.take(replication);
            bar.inc(1);
            writeln!(rows, "{}", table::row(replicated, replication)).map_err(failed)
        };
        fold(&first)?;
        let play = |number| replicated.play(number).map_err(|error| error.to_string());
        crew::in_order(2..=self.count, self.jobs, play, |number, played| {
            let replication = played.map_err(|why| Failure::Environment(broke_off(number, &why)))?;
            fold(&replication)
        })?;
        rows.flush().map_err(failed)?;
        bar.finish_and_clear();
        let command = format!("borsa run {} --seed {} --replications {}", self.scenario, replicated.seed(), self.count);
        let text = statistics.json(&ScenarioSource::of(&self.scenario, &self.source), &command);
        let page = paper::page_of(text.as_bytes(), &directory, Language::default())?;
        directory.write(REPLICATIONS_HTML, page.as_bytes())?;
        directory.write(REPLICATIONS_JSON, text.as_bytes())?;
        output::print(&if as_json { text } else { statistics.summary(&self.out) })?;
        statistics.expectations()
    }
}

fn broke_off(number: u64, why: &str) -> String {
    format!("replication {number} broke off: {why}\nplay it alone with --replication {number}")
}

/// A bar on stderr with the time that is left, where it is to be shown.
fn progress(count: u64, is_shown: bool) -> ProgressBar {
    if !is_shown {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos} of {len} replications, {eta} left");
    let bar = ProgressBar::new(count);
    bar.set_style(style.expect("a fixed template"));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
