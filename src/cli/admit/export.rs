//! `borsa admit --json-ld`: the dossier as linked data, for tools of the Common Impact Data Standard.

use crate::admission::{Dossier, Rulebook, linked_data};
use crate::cli::Failure;

/// The document, indented; codes become addresses where the rulebook has a catalogue.
pub(super) fn told(dossier: &Dossier, rulebook: Option<&Rulebook>) -> Result<String, Failure> {
    let document = linked_data(dossier, rulebook.and_then(|rulebook| rulebook.catalogue.as_ref()));
    let text = serde_json::to_string_pretty(&document).map_err(|error| Failure::Environment(error.to_string()))?;
    Ok(format!("{text}\n"))
}
