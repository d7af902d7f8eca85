//! Where two runs part, as a page that prints on A4 and needs nothing else.

use askama::Template;

use super::words::Words;
use crate::domain::{Language, Text};
use crate::projection::{Pair, Parting, Told};

/// One of the two runs, for the head of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartingEdition {
    /// Where it lies.
    pub run: String,
    /// Title of its scenario.
    pub scenario: Text,
    /// Its seed.
    pub seed: u64,
    /// Its digest.
    pub digest: String,
}

/// Where two runs part, as one HTML page in one language.
///
/// # Panics
/// Never: writing to a string cannot fail.
#[must_use]
pub fn parting_to_html(parting: &Parting, runs: &[PartingEdition; 2], language: Language) -> String {
    Page { w: Words { language }, parting, runs }.render().expect("a string takes every text")
}

#[derive(Debug, Template)]
#[template(path = "parting/parting.html", whitespace = "minimize")]
struct Page<'a> {
    w: Words,
    parting: &'a Parting,
    runs: &'a [PartingEdition; 2],
}

impl Page<'_> {
    /// A text in the language of the page.
    fn read<'t>(&self, text: &'t Text) -> &'t str {
        if self.w.language == Language::It { &text.it } else { &text.en }
    }

    /// A figure that may lack.
    fn value<'t>(&self, value: &'t Option<String>) -> &'t str {
        value.as_deref().unwrap_or("\u{2013}")
    }

    /// Both sides of a difference, each under its letter.
    fn sides<'t>(&self, pair: &'t Pair) -> [(&'static str, Option<&'t Told>); 2] {
        [("A", pair.a.as_ref()), ("B", pair.b.as_ref())]
    }
}
