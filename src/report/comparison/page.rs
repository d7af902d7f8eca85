//! Comparisons on one page that prints and asks nothing of a network.

use askama::Template;

use super::{Comparison, Comparisons, label, told};
use crate::domain::{Basis, Language, Text};
use crate::report::numerals::Numerals;

/// The comparisons as one HTML page in one language.
///
/// # Panics
/// Never: writing to a string cannot fail.
#[must_use]
pub fn comparisons_to_html(comparisons: &Comparisons, language: Language) -> String {
    Page::of(comparisons, language).render().expect("a string takes every text")
}

#[derive(Debug, Template)]
#[template(path = "comparison/comparison.html", whitespace = "minimize")]
struct Page<'a> {
    w: Words,
    title: &'a str,
    notes: Vec<String>,
    command: &'a str,
    parts: Vec<Part<'a>>,
    sources: Vec<SourceRow<'a>>,
}

/// One subject.
#[derive(Debug)]
struct Part<'a> {
    id: &'a str,
    title: &'a str,
    heads: Vec<&'a str>,
    rows: Vec<(String, Vec<String>)>,
    remarks: Vec<(&'a str, Vec<(&'a str, String)>)>,
    differences: Vec<(&'a str, Vec<String>)>,
    first: &'a str,
}

#[derive(Debug)]
struct SourceRow<'a> {
    label: &'a str,
    value: String,
    basis: &'static str,
    class: &'static str,
    source: &'a str,
    is_address: bool,
}

/// Says things in one language.
#[derive(Debug, Clone, Copy)]
struct Words {
    language: Language,
}

impl Words {
    const fn say(self, it: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::It => it,
            Language::En => en,
        }
    }
}

impl<'a> Page<'a> {
    fn of(all: &'a Comparisons, language: Language) -> Self {
        let w = Words { language };
        let sentence = |text: &Text| Numerals::of(language).sentence(text.get(language));
        let sources = all.sources.iter().map(|one| SourceRow {
            label: one.label.get(language),
            value: sentence(&one.value),
            basis: match one.basis {
                Basis::Sourced => w.say("fonte", "sourced"),
                Basis::Assumed => w.say("ipotesi", "assumed"),
                Basis::Simulated => w.say("simulata", "simulated"),
            },
            class: match one.basis {
                Basis::Sourced => "sourced",
                Basis::Assumed => "assumed",
                Basis::Simulated => "simulated",
            },
            source: &one.source,
            is_address: one.source.starts_with("http") && !one.source.contains(' '),
        });
        Self {
            w,
            title: all.title.get(language),
            notes: all.notes.iter().map(sentence).collect(),
            command: &all.command,
            parts: all.comparisons.iter().map(|one| part(one, language)).collect(),
            sources: sources.collect(),
        }
    }
}

fn part(one: &Comparison, language: Language) -> Part<'_> {
    let sentence = |text: &Text| Numerals::of(language).sentence(text.get(language));
    let name = |code: &str| one.columns.iter().find(|column| column.code == code);
    let cells = |row: &super::Row| row.cells.iter().map(|cell| told(cell, row.unit, language)).collect();
    let heads: Vec<&str> = one.columns.iter().map(|column| column.label.get(language)).collect();
    Part {
        id: &one.subject,
        title: one.title.get(language),
        rows: one.rows.iter().map(|row| (label(row, language), cells(row))).collect(),
        remarks: one
            .columns
            .iter()
            .filter(|column| !column.remarks.is_empty())
            .map(|column| {
                let told = column.remarks.iter().map(|one| (one.about.get(language), sentence(&one.text)));
                (column.label.get(language), told.collect())
            })
            .collect(),
        differences: one
            .differences
            .iter()
            .filter(|difference| !difference.lines.is_empty())
            .filter_map(|difference| {
                let column = name(&difference.column)?;
                Some((column.label.get(language), difference.lines.iter().map(sentence).collect()))
            })
            .collect(),
        first: heads.first().copied().unwrap_or_default(),
        heads,
    }
}
