//! What a listed company owes and what it promised to change.

use super::gate::standing_class;
use super::quote::Quote;
use super::sanctions::{StandingPart, standing, verdict};
use super::words::Words;
use crate::domain::{Figure, Rate};
use crate::projection::{CompanyView, ImpactView, Promise, Setting, Standing};
use crate::report::content::CompanyReport;
use crate::report::numerals::Numerals;

/// Publications owed.
#[derive(Debug)]
pub(super) struct Duties {
    pub(super) rows: Vec<DutyRow>,
    /// How many more fall due later.
    pub(super) later: usize,
}

#[derive(Debug)]
pub(super) struct DutyRow {
    pub(super) name: String,
    pub(super) due_on: String,
    pub(super) standing: &'static str,
    pub(super) class: &'static str,
}

/// An objective, and what was reported on it.
#[derive(Debug)]
pub(super) struct PromiseRow {
    pub(super) objective: String,
    pub(super) indicator: Quote,
    pub(super) unit: Quote,
    pub(super) baseline: String,
    pub(super) target: String,
    pub(super) due_on: String,
    /// Where the target stands, and what the company says now instead; nothing while nobody has looked.
    pub(super) standing: Option<StandingPart>,
    pub(super) results: Vec<ResultRow>,
}

#[derive(Debug)]
pub(super) struct ResultRow {
    pub(super) day: String,
    pub(super) value: String,
    pub(super) progress: String,
    /// Length of the bar, 0 to 100.
    pub(super) length: i64,
    /// What was said of it by whom, or that nobody has verified it.
    pub(super) verified: &'static str,
    /// Who has verified it.
    pub(super) verifier: Option<Quote>,
    /// Said of a verifier with other ties to the company.
    pub(super) not_independent: bool,
}

/// What the company owes, by day: all that is past or within a year after the end, and how much comes later.
pub(super) fn duties(view: &CompanyView, setting: &Setting, words: Words) -> Duties {
    let numerals = Numerals::of(words.language);
    let horizon = setting.zone.day(setting.ends_at).plus_months(12);
    let near = view.obligations.iter().filter(|duty| duty.due_on <= horizon || duty.standing != Standing::Open);
    let rows: Vec<DutyRow> = near
        .map(|duty| DutyRow {
            name: duty.name.get(words.language).to_owned(),
            due_on: numerals.day(duty.due_on),
            standing: words.standing(duty.standing),
            class: standing_class(duty.standing),
        })
        .collect();
    Duties { later: view.obligations.len() - rows.len(), rows }
}

/// Every objective of the dossier with its results; results on objectives that the dossier does not know come last.
pub(super) fn promises(company: &CompanyReport, setting: &Setting, words: Words) -> Vec<PromiseRow> {
    let promised = company.profile.iter().flat_map(|profile| &profile.promises);
    let known: Vec<&Promise> = promised.collect();
    let reports = &company.view.impact;
    let mut rows: Vec<PromiseRow> =
        known.iter().map(|promise| row(promise, company, reports, setting, words)).collect();
    for report in reports.iter().filter(|report| known.iter().all(|promise| promise.objective != report.objective)) {
        let promise = Promise {
            objective: report.objective.clone(),
            indicator: Some(report.indicator.clone()),
            unit: None,
            baseline: report.baseline,
            target: report.target,
            due_on: report.due_on,
        };
        rows.push(row(&promise, company, std::slice::from_ref(report), setting, words));
    }
    rows
}

fn row(
    promise: &Promise,
    company: &CompanyReport,
    reports: &[ImpactView],
    setting: &Setting,
    words: Words,
) -> PromiseRow {
    let numerals = Numerals::of(words.language);
    let figure = |figure: Option<Figure>| figure.map(|figure| numerals.figure(figure)).unwrap_or_default();
    let written =
        |words_of: &Option<String>| Quote::written(words_of.as_deref().unwrap_or_default(), &setting.phrases, words);
    let own = reports.iter().filter(|report| report.objective == promise.objective);
    PromiseRow {
        objective: promise.objective.to_string(),
        indicator: written(&promise.indicator),
        unit: written(&promise.unit),
        baseline: figure(promise.baseline),
        target: figure(promise.target),
        due_on: promise.due_on.map(|day| numerals.day(day)).unwrap_or_default(),
        standing: standing(company.view.life.target(&promise.objective), setting, words),
        results: own
            .map(|report| ResultRow {
                day: numerals.instant(report.reported_at, &setting.zone),
                value: numerals.figure(report.value),
                progress: report.progress.map(|progress| numerals.rate(progress)).unwrap_or_default(),
                length: length(report.progress),
                verified: verified(report, words),
                verifier: report
                    .verification
                    .as_ref()
                    .map(|verification| Quote::written(&verification.verifier, &setting.phrases, words)),
                not_independent: report.verification.as_ref().is_some_and(|verification| !verification.independent),
            })
            .collect(),
    }
}

fn verified(report: &ImpactView, words: Words) -> &'static str {
    match &report.verification {
        Some(verification) => verdict(verification.verdict, words),
        None if report.verified => words.say("verificato", "verified"),
        None => words.say("non verificato", "not verified"),
    }
}

/// Hundredths of the way, at most all of it and at least none.
fn length(progress: Option<Rate>) -> i64 {
    progress.map_or(0, |progress| (progress.scaled() / 100).clamp(0, 100))
}
