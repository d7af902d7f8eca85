//! The page as a whole: summary, companies, assumptions, how to repeat it.

use askama::Template;

use super::chair::{Question, questions};
use super::company::CompanyPart;
use super::events::{EventRow, events};
use super::sources::{Piece, Source, Sources, pieces, source};
use super::words::Words;
use crate::domain::{Figure, Language, Money};
use crate::projection::{Assumption, Setting};
use crate::report::comparison::ToldComparisons;
use crate::report::content::{CalibrationLine, CompanyReport, Expected, Report};
use crate::report::numerals::Numerals;

/// The report as one HTML page in one language.
///
/// # Panics
/// Never: writing to a string cannot fail.
#[must_use]
pub fn to_html(report: &Report, language: Language) -> String {
    Page::of(report, language).render().expect("a string takes every text")
}

/// What the template shows, every number already written in the language.
#[derive(Debug, Template)]
#[template(path = "report/report.html", whitespace = "minimize")]
struct Page<'a> {
    w: Words,
    title: &'a str,
    description: &'a str,
    seed: u64,
    digest: &'a str,
    starts_on: String,
    ends_on: String,
    rulebook: &'a str,
    rulebook_title: &'a str,
    engine: &'a str,
    command: &'a str,
    all_synthetic: bool,
    questions: Vec<Question>,
    rows: Vec<SummaryRow>,
    together: SummaryRow,
    events: Vec<EventRow>,
    companies: Vec<CompanyPart>,
    sources: Vec<Source>,
    assumptions: Vec<AssumptionRow>,
    expectations: Vec<ExpectedRow<'a>>,
    calibration: &'a [CalibrationLine],
    forked: Option<ForkedFrom<'a>>,
    compared: Vec<ToldComparisons<'a>>,
}

/// From which run it was forked.
#[derive(Debug)]
struct ForkedFrom<'a> {
    run: &'a str,
    digest: &'a str,
    seq: String,
    at: String,
    changes: &'a [String],
}

/// One number that stands for itself.
#[derive(Debug)]
pub(super) struct Fact {
    pub(super) label: String,
    pub(super) value: String,
    /// What it is compared with, or what it means.
    pub(super) note: String,
}

impl Fact {
    pub(super) fn new(label: &str, value: impl Into<String>, note: impl Into<String>) -> Self {
        Self { label: label.to_owned(), value: value.into(), note: note.into() }
    }
}

/// A company in one line; every number is empty where there is none.
#[derive(Debug)]
struct SummaryRow {
    id: String,
    name: String,
    outcome: &'static str,
    outcome_class: String,
    stage: String,
    raised: String,
    cost: String,
    percent: String,
    yearly: String,
    months: String,
    staff_days: String,
}

/// What the scenario expected, and what came instead.
#[derive(Debug)]
struct ExpectedRow<'a> {
    expected: &'a str,
    instead: Option<&'a str>,
}

#[derive(Debug)]
struct AssumptionRow {
    label: String,
    path: String,
    value: String,
    why: Vec<Piece>,
}

impl<'a> Page<'a> {
    fn of(report: &'a Report, language: Language) -> Self {
        let words = Words { language };
        let numerals = Numerals::of(language);
        let (edition, setting) = (&report.edition, &report.edition.setting);
        let mut sources = Sources::default();
        let companies: Vec<CompanyPart> = report
            .companies
            .iter()
            .map(|company| CompanyPart::of(company, &edition.setting, words, &mut sources))
            .collect();
        Self {
            w: words,
            title: setting.title.get(language),
            description: setting.description.get(language),
            seed: setting.seed,
            digest: &edition.digest,
            starts_on: numerals.instant(setting.starts_at, &setting.zone),
            ends_on: numerals.instant(setting.ends_at, &setting.zone),
            rulebook: setting.rulebook.as_str(),
            rulebook_title: setting.rulebook_title.get(language),
            engine: &edition.engine,
            command: &edition.command,
            all_synthetic: report.companies.iter().all(|company| company.view.synthetic),
            questions: questions(report, words),
            rows: report.companies.iter().map(|company| row(company, words)).collect(),
            together: together(report, words),
            events: events(report, words),
            companies,
            sources: sources.list(&setting.phrases, words),
            assumptions: setting.assumptions.iter().map(|one| assumption(one, setting, words)).collect(),
            expectations: edition.expectations.iter().map(|one| expected(one, language)).collect(),
            calibration: &edition.calibration,
            forked: setting.forked.as_ref().map(|forked| ForkedFrom {
                run: &forked.run,
                digest: &forked.digest,
                seq: numerals.count(forked.seq),
                at: numerals.instant(forked.at, &setting.zone),
                changes: &forked.changes,
            }),
            compared: (1..)
                .zip(&report.comparisons)
                .map(|(number, one)| ToldComparisons::of(one, &format!("compared-{number}-"), language))
                .collect(),
        }
    }
}

fn row(company: &CompanyReport, words: Words) -> SummaryRow {
    let numerals = Numerals::of(words.language);
    let totals = &company.totals;
    let money = |money: Money| if money.is_zero() { String::new() } else { numerals.whole_euro(money) };
    let figure = |figure: Option<Figure>| {
        figure.filter(|figure| *figure != Figure::ZERO).map(|figure| numerals.figure(figure)).unwrap_or_default()
    };
    SummaryRow {
        id: company.view.code.to_string(),
        name: company.view.name.clone(),
        outcome: words.short_outcome(company.view.outcome),
        outcome_class: outcome_class(company),
        stage: words.stage(&company.stage()),
        raised: company.result().map(|result| numerals.whole_euro(result.raised)).unwrap_or_default(),
        cost: money(totals.one_off),
        percent: totals.one_off_percent.map(|percent| numerals.aligned_percent(percent)).unwrap_or_default(),
        yearly: money(totals.yearly),
        months: figure(totals.months),
        staff_days: figure(Some(totals.staff_days)),
    }
}

fn together(report: &Report, words: Words) -> SummaryRow {
    let numerals = Numerals::of(words.language);
    let summary = report.summary();
    SummaryRow {
        id: String::new(),
        name: words.say("Insieme", "Together").to_owned(),
        outcome: "",
        outcome_class: String::new(),
        stage: String::new(),
        raised: numerals.whole_euro(summary.raised),
        cost: numerals.whole_euro(summary.totals.one_off),
        percent: summary.totals.one_off_percent.map(|percent| numerals.aligned_percent(percent)).unwrap_or_default(),
        yearly: numerals.whole_euro(summary.totals.yearly),
        months: String::new(),
        staff_days: numerals.figure(summary.totals.staff_days),
    }
}

/// The class by which the style sheet marks an outcome.
pub(super) fn outcome_class(company: &CompanyReport) -> String {
    let word = company.view.outcome.map(|outcome| crate::report::content::word(&outcome));
    word.unwrap_or_else(|| "pending".to_owned())
}

fn expected(one: &Expected, language: Language) -> ExpectedRow<'_> {
    ExpectedRow { expected: one.expected.get(language), instead: one.instead.as_ref().map(|text| text.get(language)) }
}

fn assumption(assumption: &Assumption, setting: &Setting, words: Words) -> AssumptionRow {
    AssumptionRow {
        label: assumption.label.as_ref().map(|label| label.get(words.language).to_owned()).unwrap_or_default(),
        path: assumption.path.join(" / "),
        value: assumption.value.clone().unwrap_or_default(),
        why: pieces(&source(&assumption.source, &setting.phrases, words)),
    }
}
