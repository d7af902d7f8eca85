//! The page of replications, made of the two files that they have written.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};

use crate::cli::Failure;
use crate::cli::run_directory::{REPLICATIONS_CSV, REPLICATIONS_JSON, RunDirectory};
use crate::domain::Language;
use crate::report::{ReplicationFile, Spread, figure, replications_to_html};

/// The page of replications that were finished before, in one language.
pub(in crate::cli) fn page(directory: &RunDirectory, language: Language) -> Result<String, Failure> {
    let text = fs::read(directory.file(REPLICATIONS_JSON));
    let text = text.map_err(|error| broken(directory, REPLICATIONS_JSON, &error.to_string()))?;
    page_of(&text, directory, language)
}

fn broken(directory: &RunDirectory, name: &str, what: &str) -> Failure {
    Failure::Input(vec![format!("{}: {what}", directory.file(name).display())])
}

/// The page of the statistics in `text` and the rows in the directory. The rows are read one by one, so that their number
/// does not matter.
pub(super) fn page_of(text: &[u8], directory: &RunDirectory, language: Language) -> Result<String, Failure> {
    let broken = |name: &str, what: String| broken(directory, name, &what);
    let file: ReplicationFile =
        serde_json::from_slice(text).map_err(|error| broken(REPLICATIONS_JSON, error.to_string()))?;
    if file.format != 1 {
        return Err(broken(REPLICATIONS_JSON, format!("format {} is not known; this version reads 1", file.format)));
    }
    let mut spreads: Vec<Spread> = file
        .companies
        .iter()
        .flat_map(|company| company.figures.iter().filter_map(|one| Spread::of(&company.name, one)))
        .collect();
    let failed = |error: std::io::Error| broken(REPLICATIONS_CSV, error.to_string());
    let mut lines = BufReader::new(File::open(directory.file(REPLICATIONS_CSV)).map_err(failed)?).lines();
    let head = lines.next().transpose().map_err(failed)?.unwrap_or_default();
    let heads: Vec<&str> = head.split(',').collect();
    let places: Vec<Option<usize>> =
        spreads.iter().map(|spread| heads.iter().position(|head| *head == spread.heading())).collect();
    for line in lines {
        let line = line.map_err(failed)?;
        let cells: Vec<&str> = line.split(',').collect();
        for (spread, place) in spreads.iter_mut().zip(&places) {
            let found = place.and_then(|place| cells.get(place)).and_then(|cell| figure(cell));
            found.into_iter().for_each(|found| spread.take(found));
        }
    }
    Ok(replications_to_html(&file, &spreads, language))
}
