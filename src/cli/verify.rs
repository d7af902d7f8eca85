//! `borsa verify`: replays a run in a fresh engine and compares everything with what was written.

use std::path::PathBuf;

use clap::Args;

use super::manifest::{Counts, Manifest, ScenarioSource};
use super::papers::{edition, papers};
use super::run_directory::{EVENTS, JOURNAL, MANIFEST, RunDirectory, SCENARIO};
use super::{Failure, output};
use crate::journal::{Difference, Record, Replay, line};
use crate::projection::{Setting, Views};
use crate::scenario::{calibrate, judge, resolved};

/// Replay a run in a fresh engine and compare every event and file.
#[derive(Debug, Args)]
#[command(before_help = "Examples:
  borsa verify runs/esercizio-torino-20220501")]
pub(super) struct Verify {
    /// The directory of the run
    run_dir: PathBuf,
}

impl Verify {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let directory = RunDirectory::open(&self.run_dir)?;
        let manifest = directory.read(MANIFEST)?;
        let records = directory.records()?;
        let told = String::from_utf8(directory.read(EVENTS)?)
            .map_err(|error| no(&directory, EVENTS, &format!("not UTF-8: {error}")))?;
        let mut written = Written { told: &told, directory: &directory, views: Views::default() };
        let replay = written.compare_all(&records)?;
        let digest = replay.seal();
        let world = replay.exchange().world();
        let counts = Counts::of(records.len() as u64, &written.views);
        let setting = Setting::of(world);
        let run = Manifest::of(&setting, &world.rulebook, ScenarioSource::of("", b""), counts, digest);
        Manifest::compare(&run, &manifest).map_err(|what| no(&directory, MANIFEST, &what))?;
        compare(&directory, SCENARIO, &[resolved(world)])?;
        let edition = edition(setting, digest, judge(world, &written.views), &calibrate(world, &written.views));
        for (name, texts) in papers(&written.views, edition) {
            compare(&directory, name, &texts)?;
        }
        let count = replay.exchange().last_seq();
        output::print(&format!("verified: {} inputs, {count} events, digest {digest}\n", records.len()))
    }
}

fn no(directory: &RunDirectory, name: &str, what: &str) -> Failure {
    Failure::No(format!("{}: {what}", directory.file(name).display()))
}

/// What is left of `events.jsonl` while a replay goes along it.
struct Written<'a> {
    told: &'a str,
    directory: &'a RunDirectory,
    views: Views,
}

impl Written<'_> {
    fn compare_all<'r>(&mut self, records: &'r [Record]) -> Result<Replay<'r>, Failure> {
        let differs = |difference: Difference| no(self.directory, JOURNAL, &difference.to_string());
        let mut replay = Replay::open(records).map_err(differs)?;
        self.compare(&replay)?;
        while replay.step().map_err(differs)? {
            self.compare(&replay)?;
        }
        match self.told.lines().next() {
            None => Ok(replay),
            Some(extra) => {
                let seq = replay.exchange().last_seq().0 + 1;
                Err(no(self.directory, EVENTS, &format!("seq {seq} was never told: {extra}")))
            }
        }
    }

    /// Compares what the last input told with the lines that were written.
    fn compare(&mut self, replay: &Replay<'_>) -> Result<(), Failure> {
        for event in replay.told() {
            let expected = line(event);
            let (found, rest) = self.told.split_once('\n').unwrap_or(("a line that breaks off", ""));
            if found != expected {
                let what = format!("seq {} differs:\n  written  {found}\n  replayed {expected}", event.seq);
                return Err(no(self.directory, EVENTS, &what));
            }
            self.told = rest;
            self.views.fold(event);
        }
        Ok(())
    }
}

/// Compares a file that follows from the run with what the replay makes of it: with any of its texts.
fn compare(directory: &RunDirectory, name: &str, expected: &[String]) -> Result<(), Failure> {
    let found = directory.read(name)?;
    let same = |expected: &String| {
        found.iter().zip(expected.as_bytes()).take_while(|(found, expected)| found == expected).count()
    };
    if expected.iter().any(|expected| found == expected.as_bytes()) {
        return Ok(());
    }
    let furthest = expected.iter().map(same).max().unwrap_or(0);
    Err(no(directory, name, &format!("differs from byte {furthest} on")))
}
