//! `borsa minutes`: what is written down of each application before the committee.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::run_directory::RunDirectory;
use super::{Failure, language, output};
use crate::domain::{Code, Language};
use crate::journal::{Difference, Replay};
use crate::projection::{Procedures, Sitting};
use crate::report::{Minutes, minutes_to_html};

/// Write the minutes of the committee: who sat, what was asked, how they voted, what was decided.
#[derive(Debug, Args)]
#[command(before_help = "Examples:
  borsa minutes runs/esercizio-torino-20220501 --out verbale.html
  borsa minutes runs/esercizio-torino-20220501 --company valle-chiara --lang en > minutes.html
  borsa minutes runs/esercizio-torino-20220501 --json")]
pub(super) struct WriteMinutes {
    /// The directory of the run
    run_dir: PathBuf,
    /// Only this company's applications
    #[arg(long, value_name = "CODE")]
    company: Option<Code>,
    /// The language of the page: it or en
    #[arg(long, default_value = "it", value_parser = language)]
    lang: Language,
    /// The file to write instead of stdout; JSON when it ends in `.json`
    #[arg(long)]
    out: Option<PathBuf>,
    /// JSON instead of a page
    #[arg(long)]
    json: bool,
}

impl WriteMinutes {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let directory = RunDirectory::open(&self.run_dir)?;
        let minutes = self.minutes(&directory)?;
        let ends_in_json = |out: &PathBuf| out.extension().is_some_and(|extension| extension == "json");
        let is_json = self.json || self.out.as_ref().is_some_and(ends_in_json);
        let text = if is_json { minutes.to_json() } else { minutes_to_html(&minutes, self.lang) };
        let Some(out) = &self.out else { return output::print(&text) };
        fs::write(out, text)
            .map_err(|error| Failure::Environment(format!("cannot write {}: {error}", out.display())))?;
        output::print(&format!("minutes {}\n", out.display()))
    }

    /// Plays the journal again and gathers what happened before the committee.
    fn minutes(&self, directory: &RunDirectory) -> Result<Minutes, Failure> {
        let records = directory.records()?;
        let differs = |difference: Difference| Failure::No(format!("{}: {difference}", directory.path().display()));
        let mut procedures = Procedures::default();
        let mut replay = Replay::open(&records).map_err(differs)?;
        replay.told().iter().for_each(|event| procedures.fold(event));
        while replay.step().map_err(differs)? {
            replay.told().iter().for_each(|event| procedures.fold(event));
        }
        if let Some(company) = &self.company
            && procedures.latest_of(company).is_none()
        {
            let known: Vec<&str> = procedures.latest().map(|procedure| procedure.company.as_str()).collect();
            let message = format!("no company `{company}` has applied; there are: {}", known.join(", "));
            return Err(Failure::Input(vec![message]));
        }
        let sitting = Sitting::of(replay.exchange().world());
        let engine = concat!("borsa ", env!("CARGO_PKG_VERSION")).to_owned();
        Ok(Minutes::of(&procedures, sitting, self.company.as_ref(), replay.seal().to_string(), engine))
    }
}
