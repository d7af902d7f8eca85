//! `borsa schema`: prints the JSON Schema of a kind of file.

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::{Failure, output};
use crate::scenario::{FileKind, KINDS};

const EXAMPLES: &str = "\
Examples:
  borsa schema dossier                 what a dossier may say
  borsa schema scenario > s.json       for an editor that completes keys";

/// Prints the JSON Schema (draft 2020-12) of a kind of file.
#[derive(Debug, Args)]
#[command(before_help = EXAMPLES)]
pub(super) struct Schema {
    /// Which kind of file.
    #[arg(value_parser = PossibleValuesParser::new(KINDS.map(|kind| kind.word)))]
    kind: String,
}

impl Schema {
    /// Prints it.
    pub(super) fn run(&self) -> Result<(), Failure> {
        let kind = FileKind::of_word(&self.kind).expect("clap takes known words only");
        let schema = kind.schema();
        output::print(&format!("{schema:#}\n"))
    }
}
