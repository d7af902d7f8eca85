//! Who does the work of a preparation.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::Text;
use crate::projection::TaskView;

/// What a role has to do until the listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OwnerWork {
    /// Who gets it done.
    pub owner: Text,
    /// How many tasks.
    pub tasks: u32,
    /// Days of the company's own staff and directors that these take, as planned.
    pub staff_days: u32,
}

/// The tasks of a company by their owner, most work first, equals in the order of the plan.
#[must_use]
pub(super) fn by_owner(tasks: &[TaskView]) -> Vec<OwnerWork> {
    let mut found: Vec<OwnerWork> = Vec::new();
    for task in tasks {
        let at = found.iter().position(|one| one.owner == task.owner).unwrap_or_else(|| {
            found.push(OwnerWork { owner: task.owner.clone(), tasks: 0, staff_days: 0 });
            found.len() - 1
        });
        found[at].tasks += 1;
        found[at].staff_days += task.staff_days;
    }
    found.sort_by_key(|one| std::cmp::Reverse(one.staff_days));
    found
}
