//! `borsa verify`: replays a run in a fresh engine and compares everything with what was written.

use std::path::PathBuf;

use clap::Args;

use super::papers::papers;
use super::run_directory::{EVENTS, JOURNAL, MANIFEST, Manifest, RunDirectory};
use super::{Failure, say};
use crate::engine::{Event, Exchange};
use crate::journal::{Chain, Record, line};
use crate::projection::Views;

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
        let manifest = read_manifest(&directory)?;
        let records = directory.records()?;
        let told = String::from_utf8(directory.read(EVENTS)?)
            .map_err(|error| no(&directory, EVENTS, &format!("not UTF-8: {error}")))?;
        let mut fresh = Fresh { told: &told, directory: &directory, chain: Chain::default(), views: Views::default() };
        let exchange = fresh.replay(&records)?;
        if let Some(extra) = fresh.told.lines().next() {
            return Err(no(&directory, EVENTS, &format!("seq {} was never told: {extra}", exchange.last_seq().0 + 1)));
        }
        let digest = fresh.chain.seal(&exchange);
        if digest.to_string() != manifest.digest {
            return Err(no(&directory, MANIFEST, &format!("the digest is {digest}, not {}", manifest.digest)));
        }
        for (name, text) in papers(exchange.world(), &fresh.views) {
            compare(&directory, name, &text)?;
        }
        let count = exchange.last_seq();
        say(&format!("verified: {} inputs, {count} events, digest {digest}", records.len()));
        Ok(())
    }
}

fn no(directory: &RunDirectory, name: &str, what: &str) -> Failure {
    Failure::No(format!("{}: {what}", directory.file(name).display()))
}

fn read_manifest(directory: &RunDirectory) -> Result<Manifest, Failure> {
    let bytes = directory.read(MANIFEST)?;
    serde_json::from_slice(&bytes).map_err(|error| no(directory, MANIFEST, &error.to_string()))
}

/// A fresh engine that is fed from a journal.
struct Fresh<'a> {
    /// What is left of `events.jsonl`.
    told: &'a str,
    directory: &'a RunDirectory,
    chain: Chain,
    views: Views,
}

impl Fresh<'_> {
    fn replay(&mut self, records: &[Record]) -> Result<Exchange, Failure> {
        let mut events = Vec::new();
        let first = &records[0].input;
        let mut exchange =
            Exchange::open(first, &mut events).map_err(|error| no(self.directory, JOURNAL, &error.to_string()))?;
        self.compare(&events)?;
        for record in &records[1..] {
            if record.before != self.chain.digest() {
                let number = record.input.number;
                let what = format!("before input {number} other events were told (seq up to {})", exchange.last_seq());
                return Err(no(self.directory, JOURNAL, &what));
            }
            events.clear();
            exchange.apply(&record.input, &mut events);
            self.compare(&events)?;
        }
        Ok(exchange)
    }

    fn compare(&mut self, events: &[Event]) -> Result<(), Failure> {
        for event in events {
            let expected = line(event);
            let (found, rest) = self.told.split_once('\n').unwrap_or((self.told, ""));
            if found != expected {
                let what = format!("seq {} differs:\n  written  {found}\n  replayed {expected}", event.seq);
                return Err(no(self.directory, EVENTS, &what));
            }
            self.told = rest;
            self.chain.take(&expected);
            self.views.fold(event);
        }
        Ok(())
    }
}

/// Compares a file that follows from the run with what the replay makes of it.
fn compare(directory: &RunDirectory, name: &str, expected: &str) -> Result<(), Failure> {
    let found = directory.read(name)?;
    if found == expected.as_bytes() {
        return Ok(());
    }
    let same = found.iter().zip(expected.as_bytes()).take_while(|(found, expected)| found == expected).count();
    Err(no(directory, name, &format!("differs from byte {same} on")))
}
