//! The path of a company on the page: stages, tasks, and their drawing.

use super::delays::{DelayRow, MovedRow, WorkRow, delays, moved, work};
use super::words::Words;
use crate::projection::Setting;
use crate::report::chart::{Bar, Gantt, gantt};
use crate::report::content::{CompanyReport, word};
use crate::report::numerals::Numerals;

/// The path of a company that was let in.
#[derive(Debug)]
pub(super) struct PathPart {
    pub(super) stages: Vec<StageRow>,
    pub(super) tasks: Vec<TaskRow>,
    pub(super) gantt: Option<Gantt>,
    pub(super) delays: Vec<DelayRow>,
    pub(super) moved: Vec<MovedRow>,
    pub(super) work: Vec<WorkRow>,
}

#[derive(Debug)]
pub(super) struct StageRow {
    pub(super) stage: String,
    pub(super) day: String,
}

#[derive(Debug)]
pub(super) struct TaskRow {
    pub(super) name: String,
    pub(super) owner: String,
    pub(super) starts_on: String,
    pub(super) ends_on: String,
    pub(super) staff_days: String,
    pub(super) documents: String,
    pub(super) done: bool,
}

/// The path; nothing for a company that never prepared.
pub(super) fn path(company: &CompanyReport, setting: &Setting, words: Words) -> Option<PathPart> {
    let numerals = Numerals::of(words.language);
    let view = &company.view;
    if view.tasks.is_empty() {
        return None;
    }
    let stages = view
        .stages
        .iter()
        .map(|(stage, at)| StageRow { stage: words.stage(&word(stage)), day: numerals.instant(*at, &setting.zone) });
    let tasks = view.tasks.iter().map(|task| TaskRow {
        name: task.name.get(words.language).to_owned(),
        owner: task.owner.get(words.language).to_owned(),
        starts_on: numerals.day(task.starts_on),
        ends_on: numerals.day(task.ends_on),
        staff_days: numerals.count(task.staff_days),
        documents: task
            .documents
            .iter()
            .flatten()
            .map(|document| document.get(words.language))
            .collect::<Vec<_>>()
            .join(", "),
        done: task.documents.is_some(),
    });
    Some(PathPart {
        stages: stages.collect(),
        tasks: tasks.collect(),
        gantt: gantt(&bars(company, setting, words), numerals),
        delays: delays(company, setting, words),
        moved: moved(company, words),
        work: work(company, words),
    })
}

fn bars(company: &CompanyReport, setting: &Setting, words: Words) -> Vec<Bar> {
    let view = &company.view;
    let mut bars: Vec<Bar> = view
        .tasks
        .iter()
        .map(|task| Bar {
            label: task.name.get(words.language).to_owned(),
            from: task.starts_on,
            to: task.ends_on,
            class: "task",
            planned: task.planned,
        })
        .collect();
    bars.sort_by_key(|bar| (bar.from, bar.to));
    let entered = |stage: &str| {
        let at = view.stages.iter().find(|(entered, _)| word(entered) == stage).map(|(_, at)| *at);
        at.map(|at| setting.zone.day(at))
    };
    if let (Some(from), Some(offer)) = (entered("offering"), &view.offer) {
        let to = setting.zone.day(offer.closes_at);
        bars.push(Bar { label: words.say("Offerta", "Offer").to_owned(), from, to, class: "offer", planned: None });
    }
    bars.extend(entered("listed").map(|day| Bar {
        label: words.say("Quotazione", "Listing").to_owned(),
        from: day,
        to: day,
        class: "milestone",
        planned: None,
    }));
    bars
}
