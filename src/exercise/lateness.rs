//! What a late listing costs: advisers who are paid by the month, and staff who work on for as long as a task takes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::costs::due_day;
use super::{
    CostItem, CostTable, Entry, EntryKind, Listing, Plan, Recurrence, ScheduledTask, Slips, Unit, path_length,
};
use crate::domain::{Code, Figure, Money, Provenance, Text};

/// The longest code that there may be.
const LONGEST_CODE: usize = 48;

/// What the code of a line ends in that a delay has added.
const SUFFIX: &str = "-delay";

/// The items of a cost table that are paid for as long as the preparation lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ByTime {
    /// Their codes.
    pub items: Vec<Code>,
    /// Where the rule comes from.
    pub provenance: Provenance,
}

/// The burdens that delays have added to the plan's own, from the tasks of `stage` on:
///
/// - an item that is paid by time costs its amount once more for each length of the planned path by which the last task
///   ends later: `amount x days late / days planned`, half away from zero to the cent. A slip that its slack takes up
///   costs nothing here;
/// - the staff goes on working on a task that slips as it did before: `staff days x days of slip / days planned`, half
///   up to the hundredth of a day.
///
/// The tasks are the days that became of the plan. Nothing on overflow.
#[must_use]
pub fn lateness(
    plan: &Plan,
    table: &CostTable,
    listing: &Listing,
    tasks: &[ScheduledTask],
    (stage, slips): (&Code, &Slips),
) -> Option<Vec<Entry>> {
    let first = plan.stage_number(stage);
    let length = |slips: &Slips| path_length(plan, listing.kind, slips, |task| plan.stage_number(&task.stage) >= first);
    let planned = length(&Slips::new());
    let late = length(slips).saturating_sub(planned);
    let mut lines = Vec::new();
    if let Some(rule) = table.by_time.as_ref().filter(|_| late > 0 && planned > 0) {
        let grows = |item: &&CostItem| {
            rule.items.contains(&item.code)
                && item.recurrence == Recurrence::OneOff
                && item.applies_to.covers(listing.kind)
        };
        for item in table.items.iter().filter(grows) {
            let due = due_day(plan, tasks, &item.code).unwrap_or(listing.listed_on);
            lines.push(Entry { date: due, ..dearer(item, listing, (late, planned), &rule.provenance)? });
        }
    }
    lines.extend(tasks.iter().filter_map(|done| longer(plan, done, *slips.get(&done.task)?)));
    Some(lines)
}

/// The code of the line that a delay adds to another.
pub(super) fn code_of(code: &Code) -> Code {
    let kept = code.as_str().len().min(LONGEST_CODE - SUFFIX.len());
    format!("{}{SUFFIX}", &code.as_str()[..kept]).parse().expect("a code with room for what it ends in")
}

/// What an item costs more because the last task ends so many days later.
fn dearer(item: &CostItem, listing: &Listing, (late, planned): (u32, u32), rule: &Provenance) -> Option<Entry> {
    let whole = item.amount(listing)?;
    let cents = part(whole.scaled(), late, u64::from(planned) * 100)?;
    Some(Entry {
        item: code_of(&item.code),
        label: delayed(&item.label),
        kind: EntryKind::OneOff,
        amount: Some(Figure::of_money(Money::from_scaled(cents.checked_mul(100)?))?),
        unit: Unit::Euro,
        date: listing.listed_on,
        basis: rule.basis,
        source: rule.source.clone(),
        payer: Some(item.paid_by),
        rule: Some(Text {
            it: format!("{whole} euro, per {late} giorni lavorativi in più sui {planned} previsti"),
            en: format!("{whole} euro, for {late} business days more than the {planned} planned"),
        }),
    })
}

/// The work on a task that took so many days longer; nothing where it asks none, or has no length.
fn longer(plan: &Plan, done: &ScheduledTask, slip: u32) -> Option<Entry> {
    let task = plan.task(&done.task).filter(|task| task.staff_days > 0 && task.business_days > 0)?;
    let hundredths = part(i128::from(task.staff_days) * 100, slip, u64::from(task.business_days))?;
    Some(Entry {
        item: code_of(&task.code),
        label: delayed(&task.label),
        kind: plan.work_of(task),
        amount: Some(Figure::from_scaled(i64::try_from(hundredths.checked_mul(100)?).ok()?)),
        unit: Unit::Days,
        date: done.ends_on,
        basis: plan.provenance_of(task).basis,
        source: plan.provenance_of(task).source.clone(),
        payer: None,
        rule: Some(Text {
            it: format!(
                "{} giorni, per {slip} giorni lavorativi in più sui {} previsti",
                task.staff_days, task.business_days
            ),
            en: format!(
                "{} days, for {slip} business days more than the {} planned",
                task.staff_days, task.business_days
            ),
        }),
    })
}

fn delayed(label: &Text) -> Text {
    Text { it: format!("{}: per il ritardo", label.it), en: format!("{}: for the delay", label.en) }
}

/// `whole x times / of`, half away from zero; nothing on overflow.
fn part(whole: i128, times: u32, of: u64) -> Option<i128> {
    let (product, of) = (whole.checked_mul(i128::from(times))?, i128::from(of));
    Some((product.abs() + of / 2) / of * product.signum())
}
