//! `borsa rulebooks`: which gates ship, and all that one of them says.

mod sheet;

use clap::Args;

use super::admit::{place, rulebook};
use super::output::{Palette, Tone, word};
use super::{Failure, output};
use crate::admission::Rulebook;
use crate::domain::Language;
use crate::format::library;

const EXAMPLES: &str = "\
Examples:
  borsa rulebooks                            the gates that ship: where, when, how money is raised and things are sold again
  borsa rulebooks india-zczp-2023            all that one says: what it asks, sells, costs, reports, and what came of it
  borsa rulebooks mine.toml --lang it        a rulebook of your own, in Italian
  borsa rulebooks --json                     all of them, for a program";

/// Lists the rulebooks that ship, or tells all that one of them says, each figure with its source.
#[derive(Debug, Args)]
#[command(before_help = EXAMPLES)]
pub(super) struct Rulebooks {
    /// One rulebook: a TOML or JSON file, or the name of a shipped one.
    #[arg(value_name = "NAME|FILE")]
    rulebook: Option<String>,
    /// Print JSON: the rulebook with all tables that it names, or a list of them.
    #[arg(long)]
    json: bool,
    /// Language of the sentences: `it` or `en`.
    #[arg(long, value_name = "it|en", default_value = "en", value_parser = super::language)]
    lang: Language,
}

impl Rulebooks {
    /// Reads, prints.
    pub(super) fn run(&self) -> Result<(), Failure> {
        if let Some(asked) = &self.rulebook {
            let rulebook = rulebook(asked)?;
            return if self.json { print_json(&rulebook) } else { output::print(&self.sheet(&rulebook)) };
        }
        let names = library::names("rulebooks");
        let all = names.iter().map(|name| rulebook(name)).collect::<Result<Vec<_>, _>>()?;
        if self.json { print_json(&all) } else { output::print(&list(&all, self.lang, Palette::of_stdout())) }
    }

    fn sheet(&self, rulebook: &Rulebook) -> String {
        sheet::of(rulebook, self.lang, Palette::of_stdout())
    }
}

fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string(value).map_err(|error| Failure::Environment(error.to_string()))?;
    output::print(&format!("{text}\n"))
}

/// What a list tells of a rulebook: name, countries, years, status, primary and secondary market.
fn cells(rulebook: &Rulebook) -> [String; 6] {
    let silent = || "-".to_owned();
    let (countries, years) = rulebook.system.as_ref().map_or_else(|| (silent(), silent()), place);
    let status = rulebook.system.as_ref().map_or_else(silent, |system| word(&system.status.value));
    let primary = rulebook.primary.as_ref().map_or_else(silent, |primary| word(&primary.mechanism.value));
    let secondary = rulebook.secondary.as_ref().map_or_else(silent, |secondary| word(&secondary.mechanism.value));
    [rulebook.name.to_string(), countries, years, status, primary, secondary]
}

fn list(rulebooks: &[Rulebook], language: Language, palette: Palette) -> String {
    let head = match language {
        Language::It => ["regolamento", "paese", "anni", "stato", "raccolta", "scambio"],
        Language::En => ["rulebook", "country", "years", "status", "primary", "secondary"],
    };
    let line = |cells: [&str; 6]| {
        let [name, countries, years, status, primary, secondary] = cells;
        format!("{name:<24} {countries:<7} {years:<9} {status:<8} {primary:<20} {secondary}").trim_end().to_owned()
    };
    let mut text = format!("{}\n", palette.paint(Tone::Faint, &line(head)));
    for rulebook in rulebooks {
        let cells = cells(rulebook);
        text.push_str(&format!("{}\n", line(cells.each_ref().map(String::as_str))));
    }
    text
}

#[cfg(test)]
mod page_tests;
