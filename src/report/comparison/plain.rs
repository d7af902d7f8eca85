//! A comparison as plain text, for a terminal or a file.

use super::{Column, Comparison, Comparisons, label, told};
use crate::domain::{Language, Text};
use crate::report::numerals::Numerals;

/// Where sentences are broken.
const WIDTH: usize = 100;
/// Between two columns.
const GAP: &str = "  ";

/// The comparisons as plain text in one language: table, remarks, differences, notes.
#[must_use]
pub fn comparisons_to_text(comparisons: &Comparisons, language: Language) -> String {
    let scribe = Scribe { language };
    let mut text = format!("{}\n", comparisons.title.get(language));
    for comparison in &comparisons.comparisons {
        text.push_str(&scribe.comparison(comparison));
    }
    text.push('\n');
    for note in &comparisons.notes {
        text.push_str(&wrapped(&scribe.sentence(note), ""));
    }
    text
}

struct Scribe {
    language: Language,
}

impl Scribe {
    fn say<'t>(&self, it: &'t str, en: &'t str) -> &'t str {
        match self.language {
            Language::It => it,
            Language::En => en,
        }
    }

    fn sentence(&self, text: &Text) -> String {
        Numerals::of(self.language).sentence(text.get(self.language))
    }

    fn comparison(&self, comparison: &Comparison) -> String {
        let mut text = format!("\n{}\n\n{}", comparison.title.get(self.language), self.table(comparison));
        for column in &comparison.columns {
            text.push_str(&self.remarks(column));
        }
        let first = comparison.columns.first().map(|column| column.label.get(self.language)).unwrap_or_default();
        for difference in comparison.differences.iter().filter(|difference| !difference.lines.is_empty()) {
            let column = comparison.columns.iter().find(|column| column.code == difference.column);
            let name = column.map_or(difference.column.as_str(), |column| column.label.get(self.language));
            text.push_str(&format!("\n{name}, {} {first}\n", self.say("rispetto a", "compared with")));
            for line in &difference.lines {
                text.push_str(&wrapped(&format!("- {}", self.sentence(line)), "  "));
            }
        }
        text
    }

    fn remarks(&self, column: &Column) -> String {
        if column.remarks.is_empty() {
            return String::new();
        }
        let mut text = format!("\n{}\n", column.label.get(self.language));
        for remark in &column.remarks {
            let line = format!("{}: {}", remark.about.get(self.language), self.sentence(&remark.text));
            text.push_str(&wrapped(&line, "  "));
        }
        text
    }

    /// The head on as many lines as its words need, then the rows; amounts to the right.
    fn table(&self, comparison: &Comparison) -> String {
        let labels: Vec<String> = comparison.rows.iter().map(|row| label(row, self.language)).collect();
        let cells: Vec<Vec<String>> = comparison
            .rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| told(cell, row.unit, self.language)).collect())
            .collect();
        let heads: Vec<Vec<&str>> =
            comparison.columns.iter().map(|column| column.label.get(self.language).split(' ').collect()).collect();
        let first = labels.iter().map(|label| count(label)).max().unwrap_or(0);
        let width = |index: usize, head: &Vec<&str>| {
            let values = cells.iter().filter_map(|row| row.get(index)).map(|cell| count(cell));
            values.chain(head.iter().map(|word| count(word))).max().unwrap_or(0)
        };
        let widths: Vec<usize> = heads.iter().enumerate().map(|(index, head)| width(index, head)).collect();
        let lines = heads.iter().map(Vec::len).max().unwrap_or(0);
        let head_line = |line: usize| {
            let words = heads.iter().map(|head| (line + head.len()).checked_sub(lines).map_or("", |at| head[at]));
            row_of("", first, words, &widths)
        };
        let mut text: String = (0..lines).map(head_line).collect();
        for (label, row) in labels.iter().zip(&cells) {
            text.push_str(&row_of(label, first, row.iter().map(String::as_str), &widths));
        }
        text
    }
}

fn row_of<'a>(label: &str, first: usize, cells: impl Iterator<Item = &'a str>, widths: &[usize]) -> String {
    let mut line = format!("{label}{}", " ".repeat(first.saturating_sub(count(label))));
    for (cell, width) in cells.zip(widths) {
        line.push_str(GAP);
        line.push_str(&" ".repeat(width.saturating_sub(count(cell))));
        line.push_str(cell);
    }
    format!("{}\n", line.trim_end())
}

fn count(text: &str) -> usize {
    text.chars().count()
}

/// A sentence in lines, each indented.
fn wrapped(text: &str, indent: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("begins with one");
        if !line.is_empty() && count(line) + 1 + count(word) > WIDTH - indent.len() {
            lines.push(word.to_owned());
        } else {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
        }
    }
    lines.iter().map(|line| format!("{indent}{line}\n")).collect()
}
