//! What befell the market, on the page.

use super::words::Words;
use crate::report::content::Report;
use crate::report::numerals::Numerals;

/// An event in a row.
#[derive(Debug)]
pub(super) struct EventRow {
    pub(super) day: String,
    pub(super) title: String,
    pub(super) text: String,
    /// The company that it is about: anchor and name.
    pub(super) company: Option<(String, String)>,
    pub(super) effect: String,
    pub(super) until: String,
}

/// Every event, oldest first.
pub(super) fn events(report: &Report, words: Words) -> Vec<EventRow> {
    let numerals = Numerals::of(words.language);
    let zone = &report.edition.setting.zone;
    let row = |event: &crate::projection::OccurrenceView| {
        let about = report.companies.iter().find(|company| Some(&company.view.code) == event.company.as_ref());
        let text = |text: &crate::domain::Text| text.get(words.language).to_owned();
        EventRow {
            day: numerals.instant(event.at, zone),
            title: text(&event.title),
            text: event.text.as_ref().map(text).unwrap_or_default(),
            company: about.map(|company| (company.view.code.to_string(), company.view.name.clone())),
            effect: text(&event.told),
            until: event
                .until_at
                .map_or_else(|| words.say("resta", "it stays").to_owned(), |until| numerals.instant(until, zone)),
        }
    };
    report.events.iter().map(row).collect()
}
