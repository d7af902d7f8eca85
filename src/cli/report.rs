//! `borsa report`: writes the report of a run again, in either language.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::papers::edition;
use super::replications::page;
use super::run_directory::{REPLICATIONS_HTML, REPLICATIONS_JSON, REPORT_HTML, REPORT_JSON, RunDirectory};
use super::{Failure, language, output};
use crate::domain::Language;
use crate::journal::{Difference, Replay};
use crate::projection::{Setting, Views};
use crate::report::{Comparisons, Report, to_html, to_json};
use crate::scenario;

/// Write the report of a finished run again, from its journal, or the page of finished replications.
#[derive(Debug, Args)]
#[command(before_help = "Examples:
  borsa report runs/esercizio-torino-20220501
  borsa report runs/esercizio-torino-20220501 --lang en --out report-en.html
  borsa report runs/esercizio-torino-20220501 --out report.json
  borsa report runs/esercizio-torino-20220501 --comparison confronto/comparison.json --out report.html
  borsa report runs/esercizio-torino-20220501-x200 --lang en")]
pub(super) struct WriteReport {
    /// The directory of the run
    run_dir: PathBuf,
    /// The language of the page: it or en
    #[arg(long, default_value = "it", value_parser = language)]
    lang: Language,
    /// A `comparison.json` of `borsa compare --out`, whose tables go into the report; again for more
    #[arg(long, value_name = "FILE")]
    comparison: Vec<PathBuf>,
    /// The file to write; JSON when it ends in `.json` [default: report.html and report.json in RUN_DIR, or
    /// replications.html]
    #[arg(long)]
    out: Option<PathBuf>,
}

impl WriteReport {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let directory = RunDirectory::open(&self.run_dir)?;
        if directory.file(REPLICATIONS_JSON).exists() {
            let out = self.out.clone().unwrap_or_else(|| directory.file(REPLICATIONS_HTML));
            return written(&out, &page(&directory, self.lang)?);
        }
        let mut report = report(&directory)?;
        report.comparisons = self.comparison.iter().map(|file| comparisons(file)).collect::<Result<_, _>>()?;
        let Some(out) = &self.out else {
            directory.write(REPORT_JSON, to_json(&report).as_bytes())?;
            directory.write(REPORT_HTML, to_html(&report, self.lang).as_bytes())?;
            return output::print(&format!("report {}\n", directory.file(REPORT_HTML).display()));
        };
        let is_json = out.extension().is_some_and(|extension| extension == "json");
        let text = if is_json { to_json(&report) } else { to_html(&report, self.lang) };
        written(out, &text)
    }
}

/// Comparisons that were written before.
fn comparisons(file: &Path) -> Result<Comparisons, Failure> {
    let broken = |what: String| Failure::Input(vec![format!("--comparison {}: {what}", file.display())]);
    let text = fs::read(file).map_err(|error| broken(format!("cannot read it: {error}")))?;
    let told: Comparisons = serde_json::from_slice(&text)
        .map_err(|error| broken(format!("no comparison as `borsa compare --out DIR` writes it: {error}")))?;
    if told.format == 1 {
        Ok(told)
    } else {
        Err(broken(format!("format {} is not known; this version reads 1", told.format)))
    }
}

fn written(out: &Path, text: &str) -> Result<(), Failure> {
    fs::write(out, text).map_err(|error| Failure::Environment(format!("cannot write {}: {error}", out.display())))?;
    output::print(&format!("report {}\n", out.display()))
}

/// Plays the journal again and tells what came of it.
fn report(directory: &RunDirectory) -> Result<Report, Failure> {
    let records = directory.records()?;
    let differs = |difference: Difference| Failure::No(format!("{}: {difference}", directory.path().display()));
    let mut views = Views::default();
    let mut replay = Replay::open(&records).map_err(differs)?;
    replay.told().iter().for_each(|event| views.fold(event));
    while replay.step().map_err(differs)? {
        replay.told().iter().for_each(|event| views.fold(event));
    }
    let world = replay.exchange().world();
    let edition =
        edition(Setting::of(world), replay.seal(), scenario::judge(world, &views), &scenario::calibrate(world, &views));
    Ok(Report::of(&views, edition))
}
