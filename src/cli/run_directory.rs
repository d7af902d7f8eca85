//! The files of a run: where they stand, how they are read back.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use super::Failure;
use crate::journal::{Record, read};

pub(super) const JOURNAL: &str = "journal.borsa";
pub(super) const EVENTS: &str = "events.jsonl";
pub(super) const TRADES: &str = "trades.csv";
pub(super) const SCENARIO: &str = "scenario.toml";
pub(super) const REPORT_JSON: &str = "report.json";
pub(super) const REPORT_HTML: &str = "report.html";
pub(super) const MANIFEST: &str = "manifest.json";

pub(super) const REPLICATIONS_CSV: &str = "replications.csv";
pub(super) const REPLICATIONS_JSON: &str = "replications.json";
pub(super) const REPLICATIONS_HTML: &str = "replications.html";

/// Everything that a run or its replications write; `manifest.json` and `replications.json` last, so that a directory
/// without one of them holds nothing that was finished.
pub(super) const FILES: [&str; 10] = [
    JOURNAL,
    EVENTS,
    TRADES,
    SCENARIO,
    REPORT_JSON,
    REPORT_HTML,
    MANIFEST,
    REPLICATIONS_CSV,
    REPLICATIONS_JSON,
    REPLICATIONS_HTML,
];

/// A directory for a run, or of one.
#[derive(Debug)]
pub(super) struct RunDirectory(PathBuf);

impl RunDirectory {
    /// Makes a directory ready for a new run.
    pub(super) fn create(path: &Path, force: bool) -> Result<Self, Failure> {
        let holds_run = FILES.iter().any(|file| path.join(file).exists());
        if holds_run && !force {
            let message = format!("{} holds a run already; choose another --out, or say --force", path.display());
            return Err(Failure::Input(vec![message]));
        }
        if path.exists() && !path.is_dir() {
            let message = format!("{} is a file; name a directory with --out", path.display());
            return Err(Failure::Input(vec![message]));
        }
        let directory = Self(path.to_owned());
        let failed = |error: io::Error| Failure::Environment(format!("cannot write {}: {error}", path.display()));
        fs::create_dir_all(path).map_err(failed)?;
        for file in FILES {
            match fs::remove_file(path.join(file)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
                _ => {}
            }
        }
        Ok(directory)
    }

    /// A file of the run that is about to be written.
    pub(super) fn create_file(&self, name: &str) -> Result<BufWriter<File>, Failure> {
        File::create(self.file(name)).map(BufWriter::new).map_err(|error| self.failed(name, &error))
    }

    /// The directory of a run that is to be read.
    pub(super) fn open(path: &Path) -> Result<Self, Failure> {
        if path.is_dir() {
            return Ok(Self(path.to_owned()));
        }
        let what = if path.exists() { "is a file, not the directory of a run" } else { "there is no such directory" };
        Err(Failure::Input(vec![format!("{}: {what}", path.display())]))
    }

    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        fs::write(self.file(name), bytes).map_err(|error| self.failed(name, &error))
    }

    pub(super) fn failed(&self, name: &str, error: &io::Error) -> Failure {
        Failure::Environment(format!("cannot write {}: {error}", self.file(name).display()))
    }

    /// A file of the run; its absence is an answer, not a failure of the environment.
    pub(super) fn read(&self, name: &str) -> Result<Vec<u8>, Failure> {
        fs::read(self.file(name)).map_err(|error| {
            let shown = self.file(name).display().to_string();
            Failure::No(match error.kind() {
                io::ErrorKind::NotFound => format!("{shown} is missing: no run ended here, or it was taken away"),
                _ => format!("{shown}: {error}"),
            })
        })
    }

    /// Every input of the run, whole and undamaged.
    pub(super) fn records(&self) -> Result<Vec<Record>, Failure> {
        let bytes = self.read(JOURNAL)?;
        let shown = self.file(JOURNAL).display().to_string();
        let reading = read(&bytes).map_err(|damage| Failure::No(format!("{shown}: {damage}")))?;
        if reading.torn || reading.records.is_empty() {
            let message =
                format!("{shown}: the journal breaks off at byte {}; what follows is no whole input", reading.end);
            return Err(Failure::No(message));
        }
        Ok(reading.records)
    }
}
