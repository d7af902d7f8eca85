//! `borsa audit`: reckons every balance of a run again, from its events alone.

use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::PathBuf;

use clap::Args;

use super::run_directory::{EVENTS, RunDirectory};
use super::{Failure, output};
use crate::audit::{Auditor, Summary};

/// Reckon every balance of a run again, from its events alone.
#[derive(Debug, Args)]
#[command(before_help = "Examples:
  borsa audit runs/esercizio-torino-20220501
  borsa audit runs/esercizio-torino-20220501 --json")]
pub(super) struct Audit {
    /// The directory of the run
    run_dir: PathBuf,
    /// Print what was audited as JSON
    #[arg(long)]
    json: bool,
}

impl Audit {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let directory = RunDirectory::open(&self.run_dir)?;
        let summary = audit(&directory)?;
        output::print(&if self.json {
            serde_json::to_string_pretty(&summary).expect("a summary is JSON") + "\n"
        } else {
            let Summary { events, accounts, instruments, balances, open_orders, .. } = summary;
            format!(
                "audited: {events} events, {accounts} accounts, {instruments} instruments, {open_orders} open orders; \
                 all {balances} balances agree\n"
            )
        })
    }
}

fn audit(directory: &RunDirectory) -> Result<Summary, Failure> {
    let path = directory.file(EVENTS);
    let shown = path.display().to_string();
    let no = |what: String| Failure::No(format!("{shown}: {what}"));
    let file = File::open(&path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => no("is missing: no run ended here, or it was taken away".to_owned()),
        _ => no(error.to_string()),
    })?;
    let mut auditor = Auditor::default();
    for line in BufReader::new(file).lines() {
        let line = line.map_err(|error| no(error.to_string()))?;
        auditor.take(&line).map_err(|difference| no(difference.to_string()))?;
    }
    auditor.finish().map_err(|difference| no(difference.to_string()))
}
