//! Tasks that take longer than planned, where chance decides whether and by how much.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Fault, Plan};
use crate::domain::{Code, Provenance, Rate, Text};

/// How likely a task is to take longer, and by how much. What is drawn belongs to the company and the task, so that
/// another company, or another slip, shifts nobody's luck.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SlipChance {
    /// The task of the plan.
    pub task: Code,
    /// How often it is late: 0 to 1.
    pub probability: Rate,
    /// Then by at least so many business days,
    pub at_least: u32,
    /// and by at most so many; each number between them is as likely.
    pub at_most: u32,
    /// Why, as it is told.
    pub cause: Text,
    /// Where the figures come from.
    pub provenance: Provenance,
}

impl SlipChance {
    /// The most business days by which a task may be late, all its delays together: four years.
    pub const LONGEST: u32 = 1_000;

    /// What is wrong with it as the `index`-th of a plan: a task that there is not, a probability above one, days upside
    /// down or out of range.
    pub(super) fn faults(&self, index: usize, plan: &Plan) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut fault = |key: &str, detail: String| faults.push(Fault::new(format!("/slips/{index}/{key}"), detail));
        if plan.task(&self.task).is_none() {
            fault("task", format!("there is no task `{}`", self.task));
        }
        if self.probability < Rate::ZERO || self.probability > Rate::basis_points(10_000) {
            fault("probability", "a probability lies between 0 and 1: `0.2` is one company in five".to_owned());
        }
        if self.at_least == 0 {
            fault("at_least", "a slip lasts at least 1 business day".to_owned());
        }
        if self.at_most < self.at_least || self.at_most > Self::LONGEST {
            fault("at_most", format!("from `at_least` to {} business days", Self::LONGEST));
        }
        faults
    }
}
