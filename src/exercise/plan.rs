//! The plan of the exercise: stages, tasks, standing duties, and the gains that have no number.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fault::{format_fault, repeated};
use super::{EntryKind, Fault, SlipChance, Slips, path_length, schedule};
use crate::domain::{Code, InstrumentKind, Provenance, Scope, Text};

/// The role that has no tasks of the company: the days of its review are set by the path of the scenario.
const COMMITTEE: &str = "committee";

/// A code and its words: of a stage, a role, a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Stable name.
    pub code: Code,
    /// The same for people.
    pub label: Text,
}

/// One piece of work on the way to the listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// Stable name.
    pub code: Code,
    /// The same for people.
    pub label: Text,
    /// Stage it belongs to.
    pub stage: Code,
    /// Role that has to get it done.
    pub owner: Code,
    /// For shares, for bonds, or for both.
    #[serde(default, skip_serializing_if = "Scope::is_both")]
    pub applies_to: Scope,
    /// Business days from its start to its end, both counted. Zero for an event without length.
    pub business_days: u32,
    /// Days of work of the company's own staff.
    pub staff_days: u32,
    /// Tasks that must be finished before it starts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<Code>,
    /// Items of the cost table that fall due when it is finished.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cost_items: Vec<Code>,
    /// Documents it produces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Code>,
    /// Where its figures come from; when absent, the plan's own `provenance`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
}

/// Work that comes back every year once the company is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// Stable name.
    pub code: Code,
    /// The same for people.
    pub label: Text,
    /// Organisational when the staff does it, managerial when the directors do.
    pub kind: EntryKind,
    /// For shares, for bonds, or for both.
    #[serde(default, skip_serializing_if = "Scope::is_both")]
    pub applies_to: Scope,
    /// Days of work a year.
    pub days_per_year: u32,
    /// Where the duty and the figure come from.
    pub provenance: Provenance,
}

/// A benefit that is reported and has no number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gain {
    /// Stable name.
    pub code: Code,
    /// The same for people.
    pub label: Text,
    /// What sort of benefit it is.
    pub kind: EntryKind,
    /// For shares, for bonds, or for both.
    #[serde(default, skip_serializing_if = "Scope::is_both")]
    pub applies_to: Scope,
    /// Who reports it.
    pub provenance: Provenance,
}

/// The whole plan, as `exercise-plan.toml` holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Version of this file's format: 1.
    pub format: u32,
    /// What the plan is called.
    pub name: Text,
    /// Where the figures of every task come from that says nothing else.
    pub provenance: Provenance,
    /// The stages, in their order.
    pub stages: Vec<Label>,
    /// Who can own a task.
    pub roles: Vec<Label>,
    /// Those of them whose tasks are work of the company's directors; that of all others is work of its staff.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub directors: Vec<Code>,
    /// What tasks can produce.
    pub documents: Vec<Label>,
    /// The work.
    pub tasks: Vec<Task>,
    /// What comes back every year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<Duty>,
    /// What is gained beside money.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gains: Vec<Gain>,
    /// How likely tasks are to take longer, and by how much: drawn for each company. None when not said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slips: Vec<SlipChance>,
}

impl Plan {
    /// Everything that is wrong with the plan: repeated codes, names of stages, roles, documents or tasks that do not
    /// exist, tasks that wait for each other in a circle, a stage that waits for a later one.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = format_fault(self.format).into_iter().collect();
        for (list, labels) in [("stages", &self.stages), ("roles", &self.roles), ("documents", &self.documents)] {
            faults.extend(repeated(list, labels.iter().map(|label| &label.code)));
        }
        faults.extend(repeated("tasks", self.tasks.iter().map(|task| &task.code)));
        faults.extend(repeated("duties", self.duties.iter().map(|duty| &duty.code)));
        faults.extend(repeated("gains", self.gains.iter().map(|gain| &gain.code)));
        for (index, task) in self.tasks.iter().enumerate() {
            self.judge(index, task, &mut faults);
        }
        let unknown = |code: &&Code| self.roles.iter().all(|role| role.code != **code);
        for (index, code) in self.directors.iter().enumerate().filter(|(_, code)| unknown(code)) {
            faults.push(Fault::new(format!("/directors/{index}"), format!("there is no role `{code}`")));
        }
        faults.extend(self.slips.iter().enumerate().flat_map(|(index, slip)| slip.faults(index, self)));
        if faults.is_empty() {
            let circle = schedule::circle(&self.tasks);
            faults.extend(circle.map(|index| {
                Fault::new(format!("/tasks/{index}/after"), "the task waits for itself, through others".to_owned())
            }));
        }
        faults
    }

    fn judge(&self, index: usize, task: &Task, faults: &mut Vec<Fault>) {
        let unknown = |list: &[Label], code: &Code| list.iter().all(|label| label.code != *code);
        let mut name = |key: &str, code: &Code, what: &str| {
            faults.push(Fault::new(format!("/tasks/{index}/{key}"), format!("there is no {what} `{code}`")));
        };
        if unknown(&self.stages, &task.stage) {
            name("stage", &task.stage, "stage");
        }
        if unknown(&self.roles, &task.owner) {
            name("owner", &task.owner, "role");
        }
        for (place, code) in task.documents.iter().enumerate().filter(|(_, code)| unknown(&self.documents, code)) {
            name(&format!("documents/{place}"), code, "document");
        }
        for (place, code) in task.after.iter().enumerate() {
            match self.task(code) {
                None => name(&format!("after/{place}"), code, "task"),
                Some(earlier) if self.stage_number(&earlier.stage) > self.stage_number(&task.stage) => {
                    name(&format!("after/{place}"), code, "task in this stage or before it:");
                }
                Some(_) => {}
            }
        }
    }

    /// The task of a code.
    #[must_use]
    pub fn task(&self, code: &Code) -> Option<&Task> {
        self.tasks.iter().find(|task| task.code == *code)
    }

    /// The place of a stage in the order of stages, from 0.
    #[must_use]
    pub fn stage_number(&self, stage: &Code) -> Option<usize> {
        self.stages.iter().position(|label| label.code == *stage)
    }

    /// Tasks for an instrument of this kind, in the plan's order.
    pub fn tasks_for(&self, kind: InstrumentKind) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(move |task| task.applies_to.covers(kind))
    }

    /// Where the figures of a task come from.
    #[must_use]
    pub fn provenance_of<'a>(&'a self, task: &'a Task) -> &'a Provenance {
        task.provenance.as_ref().unwrap_or(&self.provenance)
    }

    /// Whose work a task is: the directors' or the staff's.
    #[must_use]
    pub fn work_of(&self, task: &Task) -> EntryKind {
        if self.directors.contains(&task.owner) { EntryKind::Managerial } else { EntryKind::Organisational }
    }

    /// By how many business days a company is later ready to apply when tasks slip that come before its application:
    /// those of the stages before `stage`, without the committee's own.
    #[must_use]
    pub fn days_until_application(&self, kind: InstrumentKind, stage: &Code, slips: &Slips) -> u32 {
        let length = |slips| path_length(self, kind, slips, |task| self.precedes_application(task, stage));
        length(slips).saturating_sub(length(&Slips::new()))
    }

    /// Whether a task is done before a company applies: it belongs to a stage before `stage`, and is not the committee's.
    #[must_use]
    pub fn precedes_application(&self, task: &Task, stage: &Code) -> bool {
        self.stage_number(&task.stage) < self.stage_number(stage) && task.owner.as_str() != COMMITTEE
    }

    /// Items of the cost table that some task names.
    #[must_use]
    pub fn cost_items(&self) -> BTreeSet<&Code> {
        self.tasks.iter().flat_map(|task| &task.cost_items).collect()
    }
}
