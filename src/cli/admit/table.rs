//! Verdicts on many companies as a table.

use std::path::Path;

use crate::admission::Outcome;
use crate::cli::output::{Palette, Tone};
use crate::domain::Language;

/// An outcome in one or two words.
pub(super) const fn word(outcome: Outcome, language: Language) -> &'static str {
    match (outcome, language) {
        (Outcome::Admitted, Language::It) => "ammessa",
        (Outcome::Admitted, Language::En) => "admitted",
        (Outcome::Conditional, Language::It) => "condizioni",
        (Outcome::Conditional, Language::En) => "conditional",
        (Outcome::Refused, Language::It) => "respinta",
        (Outcome::Refused, Language::En) => "refused",
    }
}

const fn not_refused(language: Language) -> &'static str {
    match language {
        Language::It => "non respinte",
        Language::En => "not refused",
    }
}

/// The name of a file without its folder and its ending.
pub(super) fn stem(name: &str) -> &str {
    Path::new(name).file_stem().and_then(|stem| stem.to_str()).unwrap_or(name)
}

/// The most characters of a line; wider tables have numbers for columns, and a legend.
const WIDTH: usize = 100;

/// One row a company, one cell an outcome, and how many pass in each column.
pub(super) fn told(columns: &[String], rows: &[(&str, &[Outcome])], language: Language, palette: Palette) -> String {
    let names: usize = columns.iter().map(|column| column.chars().count().max(11) + 2).sum();
    let longest = rows.iter().map(|(name, _)| stem(name).chars().count()).max().unwrap_or(0);
    if names + longest <= WIDTH {
        return wide(columns, rows, language, palette);
    }
    narrow(columns, rows, language, palette)
}

/// A letter a cell under the number of its column, and below it what the numbers and letters mean.
fn narrow(columns: &[String], rows: &[(&str, &[Outcome])], language: Language, palette: Palette) -> String {
    let title = not_refused(language);
    let letter = |outcome: Outcome| match outcome {
        Outcome::Admitted => "A",
        Outcome::Conditional => "C",
        Outcome::Refused => ".",
    };
    let first = rows.iter().map(|(name, _)| stem(name).chars().count()).max().unwrap_or(0).max(title.len());
    let numbers: String = (1..=columns.len()).map(|number| format!("{number:>4}")).collect();
    let mut table = format!("{}{numbers}\n", " ".repeat(first));
    for (name, outcomes) in rows {
        let cells = outcomes.iter().map(|outcome| format!("   {}", palette.paint(tone(*outcome), letter(*outcome))));
        table.push_str(&format!("{:<first$}{}\n", stem(name), cells.collect::<String>()));
    }
    let passes = |index: usize| rows.iter().filter(|(_, all)| all.get(index) != Some(&Outcome::Refused)).count();
    let sums: String = (0..columns.len()).map(|index| format!("{:>4}", passes(index))).collect();
    table.push_str(&format!("{title:<first$}{sums}\n\n"));
    let words = [Outcome::Admitted, Outcome::Conditional, Outcome::Refused];
    let words: Vec<String> = words.map(|one| format!("{} {}", letter(one), word(one, language))).into();
    table.push_str(&format!("{}\n", words.join(", ")));
    for (number, column) in (1..).zip(columns) {
        table.push_str(&format!("{number:>4}  {column}\n"));
    }
    table
}

fn wide(columns: &[String], rows: &[(&str, &[Outcome])], language: Language, palette: Palette) -> String {
    let title = not_refused(language);
    let first = rows.iter().map(|(name, _)| stem(name).chars().count()).max().unwrap_or(0).max(title.len());
    let width = |column: &String| column.chars().count().max(11);
    let mut table = " ".repeat(first);
    for column in columns {
        table.push_str(&format!("  {:<1$}", column, width(column)));
    }
    let mut lines = vec![table];
    for (name, outcomes) in rows {
        let mut line = format!("{:<first$}", stem(name));
        for (column, outcome) in columns.iter().zip(*outcomes) {
            let (word, tone) = (word(*outcome, language), tone(*outcome));
            let pad = " ".repeat(width(column).saturating_sub(word.chars().count()));
            line.push_str(&format!("  {}{pad}", palette.paint(tone, word)));
        }
        lines.push(line);
    }
    let mut line = format!("{title:<first$}");
    for (index, column) in columns.iter().enumerate() {
        let passes = rows.iter().filter(|(_, outcomes)| outcomes.get(index) != Some(&Outcome::Refused)).count();
        line.push_str(&format!("  {:<1$}", format!("{passes}/{}", rows.len()), width(column)));
    }
    lines.push(line);
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}

const fn tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Admitted => Tone::Good,
        Outcome::Conditional => Tone::Warning,
        Outcome::Refused => Tone::Bad,
    }
}
