//! Comparisons on one page that prints and asks nothing of a network.

use askama::Template;

use super::{Comparison, Comparisons, label, told};
use crate::domain::{Basis, Language, Text};
use crate::report::html::Words;
use crate::report::numerals::Numerals;

/// The comparisons as one HTML page in one language.
///
/// # Panics
/// Never: writing to a string cannot fail.
#[must_use]
pub fn comparisons_to_html(comparisons: &Comparisons, language: Language) -> String {
    Page { w: Words { language }, told: ToldComparisons::of(comparisons, "", language) }
        .render()
        .expect("a string takes every text")
}

#[derive(Debug, Template)]
#[template(path = "comparison/comparison.html", whitespace = "minimize")]
struct Page<'a> {
    w: Words,
    told: ToldComparisons<'a>,
}

/// Comparisons in the words and numbers of one language.
#[derive(Debug)]
pub(in crate::report) struct ToldComparisons<'a> {
    pub(in crate::report) title: &'a str,
    pub(in crate::report) notes: Vec<String>,
    pub(in crate::report) command: &'a str,
    pub(in crate::report) parts: Vec<Part<'a>>,
    pub(in crate::report) sources: Vec<SourceRow<'a>>,
}

/// One subject.
#[derive(Debug)]
pub(in crate::report) struct Part<'a> {
    pub(in crate::report) id: String,
    pub(in crate::report) title: &'a str,
    pub(in crate::report) heads: Vec<&'a str>,
    pub(in crate::report) rows: Vec<(String, Vec<String>)>,
    pub(in crate::report) remarks: Vec<(&'a str, Vec<(&'a str, String)>)>,
    pub(in crate::report) differences: Vec<(&'a str, Vec<String>)>,
    pub(in crate::report) first: &'a str,
}

/// A figure that a comparison rests on.
#[derive(Debug)]
pub(in crate::report) struct SourceRow<'a> {
    pub(in crate::report) label: &'a str,
    pub(in crate::report) value: String,
    pub(in crate::report) basis: &'static str,
    pub(in crate::report) class: &'static str,
    pub(in crate::report) source: &'a str,
    pub(in crate::report) is_address: bool,
}

impl<'a> ToldComparisons<'a> {
    /// Comparisons in one language; ids of the page begin with `prefix`.
    pub(in crate::report) fn of(all: &'a Comparisons, prefix: &str, language: Language) -> Self {
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
            title: all.title.get(language),
            notes: all.notes.iter().map(sentence).collect(),
            command: &all.command,
            parts: all.comparisons.iter().map(|one| part(one, prefix, language)).collect(),
            sources: sources.collect(),
        }
    }
}

fn part<'a>(one: &'a Comparison, prefix: &str, language: Language) -> Part<'a> {
    let sentence = |text: &Text| Numerals::of(language).sentence(text.get(language));
    let name = |code: &str| one.columns.iter().find(|column| column.code == code);
    let cells = |row: &super::Row| row.cells.iter().map(|cell| told(cell, row.unit, language)).collect();
    let heads: Vec<&str> = one.columns.iter().map(|column| column.label.get(language)).collect();
    Part {
        id: format!("{prefix}{}", one.subject),
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
