//! The dossiers that the command line names: files, folders, shipped ones.

use std::fs;
use std::path::Path;

use crate::admission::Dossier;
use crate::cli::{Failure, input};
use crate::format::{Document, library};

/// A dossier with the file that it was read from.
pub(super) struct Applicant {
    pub(super) document: Document,
    pub(super) dossier: Dossier,
}

impl Applicant {
    /// Full name of the company; empty where it is not said.
    pub(super) fn company(&self) -> &str {
        self.dossier.company.name.as_deref().unwrap_or_default()
    }
}

/// Whether the names ask for one dossier, and not for a table.
pub(super) fn is_one(asked: &[String]) -> bool {
    matches!(asked, [only] if only != "all" && !Path::new(only).is_dir())
}

/// Reads all of them; a folder stands for the TOML and JSON files in it, `all` for every shipped dossier.
///
/// # Errors
/// Every problem of every file.
pub(super) fn read(asked: &[String]) -> Result<Vec<Applicant>, Failure> {
    let mut names = Vec::new();
    for name in asked {
        match name.as_str() {
            "all" => names.extend(library::names("dossiers")),
            folder if Path::new(folder).is_dir() && !is_file_name(folder) => names.extend(inside(folder)?),
            file => names.push(file.to_owned()),
        }
    }
    let (mut applicants, mut problems) = (Vec::new(), Vec::new());
    for name in names {
        let document = match input::document("dossiers", &name) {
            Ok(document) => document,
            Err(Failure::Input(told)) => {
                problems.extend(told);
                continue;
            }
            Err(failure) => return Err(failure),
        };
        match document.decode() {
            Ok(dossier) => applicants.push(Applicant { document, dossier }),
            Err(told) => problems.extend(told.iter().map(ToString::to_string)),
        }
    }
    if problems.is_empty() { Ok(applicants) } else { Err(Failure::Input(problems)) }
}

fn is_file_name(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|end| end == "toml" || end == "json")
}

/// The files of a folder in the order of their names.
fn inside(folder: &str) -> Result<Vec<String>, Failure> {
    let failed = |error: std::io::Error| Failure::Environment(format!("{folder}: {error}"));
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path().display().to_string();
        if is_file_name(&path) {
            names.push(path);
        }
    }
    names.sort();
    if names.is_empty() {
        return Err(Failure::Input(vec![format!("{folder}: no TOML or JSON file in this folder")]));
    }
    Ok(names)
}
