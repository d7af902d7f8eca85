//! What of a path was late and where that has moved it, and who has worked on it.

use super::quote::Quote;
use super::words::Words;
use crate::projection::{Setting, TaskView};
use crate::report::content::CompanyReport;
use crate::report::numerals::Numerals;
use crate::report::work;

/// A task that took longer, and why.
#[derive(Debug)]
pub(super) struct DelayRow {
    pub(super) name: String,
    pub(super) days: String,
    pub(super) cause: Quote,
}

/// A task that stands on other days than planned.
#[derive(Debug)]
pub(super) struct MovedRow {
    pub(super) name: String,
    pub(super) planned: String,
    pub(super) became: String,
}

/// What those of a role have worked.
#[derive(Debug)]
pub(super) struct WorkRow {
    pub(super) owner: String,
    pub(super) tasks: String,
    pub(super) staff_days: String,
}

pub(super) fn delays(company: &CompanyReport, setting: &Setting, words: Words) -> Vec<DelayRow> {
    let numerals = Numerals::of(words.language);
    let row = |delay: &crate::projection::DelayView| DelayRow {
        name: delay.name.get(words.language).to_owned(),
        days: numerals.count(delay.days),
        cause: Quote::said(&delay.cause, &setting.phrases, words),
    };
    company.view.delays.iter().map(row).collect()
}

/// Tasks that have moved, by their first planned day.
pub(super) fn moved(company: &CompanyReport, words: Words) -> Vec<MovedRow> {
    let numerals = Numerals::of(words.language);
    let mut tasks: Vec<&TaskView> = company.view.tasks.iter().filter(|task| task.planned.is_some()).collect();
    tasks.sort_by_key(|task| task.planned);
    let span = |(from, to)| format!("{} \u{2013} {}", numerals.day(from), numerals.day(to));
    let row = |task: &TaskView| MovedRow {
        name: task.name.get(words.language).to_owned(),
        planned: task.planned.map(span).unwrap_or_default(),
        became: span((task.starts_on, task.ends_on)),
    };
    tasks.into_iter().map(row).collect()
}

/// The preparation by who does it, most work first.
pub(super) fn work(company: &CompanyReport, words: Words) -> Vec<WorkRow> {
    let numerals = Numerals::of(words.language);
    let row = |one: work::OwnerWork| WorkRow {
        owner: one.owner.get(words.language).to_owned(),
        tasks: numerals.count(one.tasks),
        staff_days: numerals.count(one.staff_days),
    };
    work::by_owner(&company.view.tasks).into_iter().map(row).collect()
}
