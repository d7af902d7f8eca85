//! `borsa schema`: prints the JSON Schema of a kind of file, or of what a command answers.

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::{Failure, output};
use crate::format::schema;
use crate::report::{Comparisons, report_schema};
use crate::scenario::{FileKind, KINDS};

const EXAMPLES: &str = "\
Examples:
  borsa schema dossier                 what a dossier may say
  borsa schema scenario > s.json       for an editor that completes keys
  borsa schema report                  what `report.json` of a run says
  borsa schema comparison              what `borsa compare --json` answers";

/// What `borsa compare --json` answers.
const COMPARISON: &str = "comparison";

/// What `borsa run` and `borsa report` write as `report.json`.
const REPORT: &str = "report";

/// Prints the JSON Schema (draft 2020-12) of a kind of file, or of an answer.
#[derive(Debug, Args)]
#[command(before_help = EXAMPLES)]
pub(super) struct Schema {
    /// Which kind of file.
    #[arg(value_parser = PossibleValuesParser::new(KINDS.iter().map(|kind| kind.word).chain([COMPARISON, REPORT])))]
    kind: String,
}

impl Schema {
    /// Prints it.
    pub(super) fn run(&self) -> Result<(), Failure> {
        let schema = match FileKind::of_word(&self.kind) {
            Some(kind) => kind.schema(),
            None if self.kind == REPORT => report_schema(),
            None => schema::<Comparisons>(),
        };
        output::print(&format!("{schema:#}\n"))
    }
}
