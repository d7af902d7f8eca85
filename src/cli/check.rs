//! `borsa check`: says everything that is wrong with files, with line and column.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::{Failure, input, output};
use crate::format::{Document, Place, Problem};
use crate::scenario::{FileKind, KINDS};

const EXAMPLES: &str = "\
Examples:
  borsa check my-scenario.toml                      one file
  borsa check dossiers/*.toml rulebooks/*.toml      many; each is recognised by its keys
  borsa check --kind dossier draft.toml             a file that is not recognised yet";

/// Validates scenario, rulebook, market, dossier and parameter files; tells every problem as FILE:LINE:COL: what is wrong.
#[derive(Debug, Args)]
#[command(before_help = EXAMPLES)]
pub(super) struct Check {
    /// The files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// What the files are, instead of looking at their keys and their folder.
    #[arg(long, value_parser = PossibleValuesParser::new(KINDS.map(|kind| kind.word)))]
    kind: Option<String>,
}

impl Check {
    /// Checks all files, the sound ones too when another has problems.
    pub(super) fn run(&self) -> Result<(), Failure> {
        let mut messages = Vec::new();
        let mut sound = String::new();
        for file in &self.files {
            match self.check(file) {
                Ok(kind) => sound.push_str(&format!("{}: ok ({kind})\n", file.display())),
                Err(Failure::Input(problems)) => messages.extend(problems),
                Err(failure) => return Err(failure),
            }
        }
        output::print(&sound)?;
        if messages.is_empty() { Ok(()) } else { Err(Failure::Input(messages)) }
    }

    fn check(&self, file: &Path) -> Result<&'static str, Failure> {
        let name = file.display().to_string();
        let document = Document::parse(&name, &input::bytes(file)?).map_err(Failure::problems)?;
        let kind = self.kind_of(&document, file)?;
        let problems = kind.check(&document, file.parent().unwrap_or(Path::new("")));
        if problems.is_empty() { Ok(kind.word) } else { Err(Failure::problems(problems)) }
    }

    fn kind_of(&self, document: &Document, file: &Path) -> Result<&'static FileKind, Failure> {
        let folder = file.parent().and_then(Path::file_name).and_then(|folder| folder.to_str());
        let found = match &self.kind {
            Some(word) => FileKind::of_word(word),
            None => FileKind::of_document(document, folder),
        };
        found.ok_or_else(|| {
            let words = KINDS.map(|kind| kind.word).join(", ");
            let message = format!("no key tells what kind of file this is; say it with --kind: {words}");
            Failure::problems(vec![Problem {
                file: document.name().to_owned(),
                place: Place { line: 1, column: 1 },
                message,
            }])
        })
    }
}
