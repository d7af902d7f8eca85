//! Input files: by path, or by the name of a shipped one.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::Failure;
use crate::format::{Document, Place, Problem, library};

/// The bytes of an input file.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| {
        let message = format!("cannot read: {error}");
        let problem = Problem { file: path.display().to_string(), place: Place { line: 1, column: 1 }, message };
        match error.kind() {
            ErrorKind::PermissionDenied => Failure::Environment(problem.to_string()),
            _ => Failure::problems(vec![problem]),
        }
    })
}

/// The document of a path (anything with a separator, ending in `.toml` or `.json`, or simply there), or the shipped one of
/// `folder` that has this name.
pub(super) fn document(folder: &str, asked: &str) -> Result<Document, Failure> {
    let path = Path::new(asked);
    let is_path = asked.contains(['/', '\\']) || path.extension().is_some_and(|end| end == "toml" || end == "json");
    let bytes = match library::text(folder, asked) {
        Some(text) if !is_path => text.into_owned().into_bytes(),
        None if !is_path && !path.exists() => return Err(not_shipped(folder, asked)),
        _ => bytes(path)?,
    };
    Document::parse(asked, &bytes).map_err(Failure::problems)
}

fn not_shipped(folder: &str, asked: &str) -> Failure {
    let known = library::names(folder).join(", ");
    Failure::Input(vec![format!("{asked}: no such file, and none of that name ships in {folder}; there are {known}")])
}
