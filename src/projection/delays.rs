//! What of a company's path was late, and where that has moved its tasks.

use schemars::JsonSchema;
use serde::Serialize;

use super::CompanyView;
use crate::domain::{Code, Day, Said, Text};
use crate::engine::Fact;

/// A task that took longer than planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DelayView {
    /// The task.
    pub task: Code,
    /// What is done.
    pub name: Text,
    /// Business days by which it took longer this time.
    pub days: u32,
    /// Why.
    pub cause: Said,
}

impl DelayView {
    /// The delay that a fact tells of.
    pub(super) fn of(fact: &Fact) -> Option<Self> {
        let Fact::TaskDelayed { task, name, days, cause, .. } = fact else { return None };
        Some(Self { task: task.clone(), name: name.clone(), days: *days, cause: cause.clone() })
    }
}

impl CompanyView {
    /// A task has other days; those that were planned first stay beside them.
    pub(super) fn task_moved(&mut self, task: &Code, starts_on: Day, ends_on: Day) {
        if let Some(view) = self.tasks.iter_mut().find(|view| view.code == *task) {
            view.planned.get_or_insert((view.starts_on, view.ends_on));
            (view.starts_on, view.ends_on) = (starts_on, ends_on);
        }
    }
}
