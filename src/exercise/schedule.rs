//! When each task can start and end at the earliest, and which ones decide the day of the listing.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Plan, Task};
use crate::domain::{Calendar, Code, Day, Figure, InstrumentKind};

/// Business days by which tasks take longer than planned, by the code of the task.
pub type Slips = BTreeMap<Code, u32>;

/// A task with its days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduledTask {
    /// Code of the task in the plan.
    pub task: Code,
    /// Stage it belongs to.
    pub stage: Code,
    /// First day of work on it: a business day.
    pub starts_on: Day,
    /// Last day of work on it: a business day. For an event without length, the day its last predecessor ends.
    pub ends_on: Day,
    /// Business days by which it may be late before the listing is: zero on the critical path.
    pub slack: u32,
}

/// The earliest days of every task for an instrument of this kind, when work may begin on `start`. A task starts on the
/// business day after the last one it waits for has ended. Tasks of the other kind take no time, but what comes before
/// them still comes before what comes after them. Sorted by start, then by the plan's order.
///
/// The plan must be free of faults ([`Plan::faults`]); tasks in a circle would be left out.
#[must_use]
pub fn schedule(plan: &Plan, kind: InstrumentKind, start: Day, calendar: &Calendar) -> Vec<ScheduledTask> {
    schedule_where(plan, start, calendar, length(kind, &Slips::new(), |_| true))
}

/// As [`schedule`], for the stages from `stage` on, when all before it is done: what is planned once the gate has said
/// yes. Each task takes by its slip longer than the plan has it. An unknown stage gives all of them.
#[must_use]
pub fn schedule_from(
    plan: &Plan,
    kind: InstrumentKind,
    stage: &Code,
    start: Day,
    calendar: &Calendar,
    slips: &Slips,
) -> Vec<ScheduledTask> {
    let first = plan.stage_number(stage);
    schedule_where(plan, start, calendar, length(kind, slips, |task| plan.stage_number(&task.stage) >= first))
}

/// Business days from the first task to the last, over the tasks that count, each by its slip longer than planned.
#[must_use]
pub fn path_length(plan: &Plan, kind: InstrumentKind, slips: &Slips, counts: impl Fn(&Task) -> bool) -> u32 {
    let length = length(kind, slips, counts);
    let spans = spans(&plan.tasks, &order(&plan.tasks), |task| length(task).unwrap_or(0));
    spans.iter().map(|span| span.to).max().unwrap_or(0)
}

/// The business days of each task that counts; nothing for the others.
fn length(kind: InstrumentKind, slips: &Slips, counts: impl Fn(&Task) -> bool) -> impl Fn(&Task) -> Option<u32> {
    move |task| {
        let counts = task.applies_to.covers(kind) && counts(task);
        let slip = slips.get(&task.code).copied().unwrap_or(0);
        counts.then(|| task.business_days.saturating_add(slip))
    }
}

/// The last day of the last task; nothing when there are none.
#[must_use]
pub fn finish_of(tasks: &[ScheduledTask]) -> Option<Day> {
    tasks.iter().map(|task| task.ends_on).max()
}

/// Months from one day to another, to the tenth, half up, where twelve months are 365.25 days. Zero when `to` is not
/// later.
#[must_use]
pub fn months_between(from: Day, to: Day) -> Figure {
    let days = i64::from(from.days_until(to).max(0));
    // Tenths of a month are days x 120 / 365.25 = days x 480 / 1461.
    let tenths = (days * 480 * 2 + 1461) / (1461 * 2);
    Figure::from_scaled(tenths * 1000)
}

/// Offsets in business days from the start: `[from, to)`.
#[derive(Debug, Clone, Copy, Default)]
struct Span {
    from: u32,
    to: u32,
    /// Latest end that does not delay the last task.
    latest: u32,
}

fn schedule_where(
    plan: &Plan,
    start: Day,
    calendar: &Calendar,
    length: impl Fn(&Task) -> Option<u32>,
) -> Vec<ScheduledTask> {
    let order = order(&plan.tasks);
    let spans = spans(&plan.tasks, &order, |task| length(task).unwrap_or(0));
    let first = calendar.business_day_from(start);
    let mut listed: Vec<usize> = order.into_iter().filter(|&index| length(&plan.tasks[index]).is_some()).collect();
    listed.sort_by_key(|&index| (spans[index].from, index));
    let dated = |index: usize| {
        let (task, span) = (&plan.tasks[index], spans[index]);
        let last = span.to.saturating_sub(1);
        ScheduledTask {
            task: task.code.clone(),
            stage: task.stage.clone(),
            starts_on: calendar.plus_business_days(first, span.from.min(last)),
            ends_on: calendar.plus_business_days(first, last),
            slack: span.latest - span.to,
        }
    };
    listed.into_iter().map(dated).collect()
}

fn spans(tasks: &[Task], order: &[usize], length: impl Fn(&Task) -> u32) -> Vec<Span> {
    let mut spans = vec![Span::default(); tasks.len()];
    for &index in order {
        let from = predecessors(tasks, index).map(|earlier| spans[earlier].to).max().unwrap_or(0);
        spans[index] = Span { from, to: from.saturating_add(length(&tasks[index])), latest: u32::MAX };
    }
    let end = order.iter().map(|&index| spans[index].to).max().unwrap_or(0);
    for &index in order.iter().rev() {
        spans[index].latest = spans[index].latest.min(end);
        let must_start = spans[index].latest - length(&tasks[index]);
        for earlier in predecessors(tasks, index) {
            spans[earlier].latest = spans[earlier].latest.min(must_start);
        }
    }
    spans
}

fn predecessors(tasks: &[Task], index: usize) -> impl Iterator<Item = usize> + '_ {
    tasks[index].after.iter().filter_map(|code| tasks.iter().position(|task| task.code == *code))
}

/// Indices so that each task comes after those it waits for; among equals in the plan's order. Tasks in a circle, and
/// those that wait for one, are left out.
fn order(tasks: &[Task]) -> Vec<usize> {
    let mut done = vec![false; tasks.len()];
    let mut order = Vec::with_capacity(tasks.len());
    while let Some(next) =
        (0..tasks.len()).find(|&index| !done[index] && predecessors(tasks, index).all(|earlier| done[earlier]))
    {
        done[next] = true;
        order.push(next);
    }
    order
}

/// The first task that can never start, because it waits for itself through others.
pub(super) fn circle(tasks: &[Task]) -> Option<usize> {
    let order = order(tasks);
    (0..tasks.len()).find(|index| !order.contains(index))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Basis, Provenance, Scope};

    fn calendar() -> Calendar {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        Calendar {
            format: 1,
            zone: "CET-1CEST,M3.5.0,M10.5.0/3".parse().expect("a zone"),
            holidays: [day("2026-01-01")].into(),
            provenance: Provenance { basis: Basis::Assumed, source: "test".into(), as_of: day("2026-01-01") },
        }
    }

    fn plan(tasks: &[(&str, u32, &[&str])]) -> Plan {
        let head = r#"
            format = 1
            name = { it = "prova", en = "test" }
            provenance = { basis = "assumed", source = "test", as_of = "2026-01-01" }
            stages = [{ code = "one", label = { it = "uno", en = "one" } }]
            roles = [{ code = "issuer", label = { it = "emittente", en = "issuer" } }]
            documents = []
        "#;
        let task = |(code, days, after): &(&str, u32, &[&str])| {
            format!(
                "[[tasks]]\ncode = {code:?}\nlabel = {{ it = '', en = '' }}\nstage = 'one'\nowner = 'issuer'\n\
                 business_days = {days}\nstaff_days = 1\nafter = {after:?}\n"
            )
        };
        toml::from_str(&format!("{head}{}", tasks.iter().map(task).collect::<String>())).expect("a plan")
    }

    fn days(plan: &Plan, kind: InstrumentKind, start: &str) -> Vec<String> {
        let tasks = schedule(plan, kind, start.parse().expect("a day"), &calendar());
        let line = |one: &ScheduledTask| format!("{} {} {} {}", one.task, one.starts_on, one.ends_on, one.slack);
        tasks.iter().map(line).collect()
    }

    #[test]
    fn a_task_starts_the_business_day_after_the_last_it_waits_for() {
        let plan = plan(&[("d", 1, &["b", "c"]), ("a", 2, &[]), ("b", 3, &["a"]), ("c", 1, &["a"]), ("e", 0, &["d"])]);
        assert_eq!(plan.faults(), []);
        // 2025-12-31 is a Wednesday, the next day a holiday, then a Friday.
        let expected = [
            "a 2025-12-31 2026-01-02 0",
            "b 2026-01-05 2026-01-07 0",
            "c 2026-01-05 2026-01-05 2",
            "d 2026-01-08 2026-01-08 0",
            "e 2026-01-08 2026-01-08 0",
        ];
        assert_eq!(days(&plan, InstrumentKind::Share, "2025-12-31"), expected);
        assert_eq!(days(&plan, InstrumentKind::Share, "2026-01-03")[0], "a 2026-01-05 2026-01-06 0");
    }

    #[test]
    fn a_task_of_the_other_kind_takes_no_time_but_keeps_the_order() {
        let mut plan = plan(&[("a", 2, &[]), ("b", 5, &["a"]), ("c", 1, &["b"])]);
        plan.tasks[1].applies_to = Scope::Equity;
        assert_eq!(
            days(&plan, InstrumentKind::Bond, "2026-01-05"),
            ["a 2026-01-05 2026-01-06 0", "c 2026-01-07 2026-01-07 0"]
        );
        assert_eq!(days(&plan, InstrumentKind::CooperativeShare, "2026-01-05").len(), 3);
    }

    #[test]
    fn a_slip_moves_what_waits_for_it_beyond_the_slack_and_nothing_else() {
        let plan = plan(&[("a", 2, &[]), ("b", 3, &["a"]), ("c", 1, &["a"]), ("d", 1, &["b", "c"])]);
        let late = |slips: &[(&str, u32)]| {
            let slips: Slips = slips.iter().map(|&(task, days)| (task.parse().expect("a code"), days)).collect();
            let stage = "one".parse().expect("a code");
            let start = "2026-01-05".parse().expect("a day");
            let tasks = schedule_from(&plan, InstrumentKind::Bond, &stage, start, &calendar(), &slips);
            let ends = tasks.iter().map(|one| format!("{} {}", one.task, one.ends_on)).collect::<Vec<_>>().join(", ");
            (ends, path_length(&plan, InstrumentKind::Bond, &slips, |_| true))
        };
        let planned = "a 2026-01-06, b 2026-01-09, c 2026-01-07, d 2026-01-12";
        assert_eq!(late(&[]), (planned.to_owned(), 6));
        // Task c has two days of slack: a slip of two moves only itself, one of three the last task by one day.
        assert_eq!(late(&[("c", 2)]), (planned.replace("c 2026-01-07", "c 2026-01-09"), 6));
        assert_eq!(late(&[("c", 3)]), ("a 2026-01-06, b 2026-01-09, c 2026-01-12, d 2026-01-13".to_owned(), 7));
    }

    #[test]
    fn a_circle_and_an_unknown_name_are_faults() {
        let circle = plan(&[("a", 1, &["c"]), ("b", 1, &["a"]), ("c", 1, &["b"])]);
        assert_eq!(circle.faults().len(), 1);
        let unknown = plan(&[("a", 1, &["z"]), ("a", 1, &[])]);
        let pointers: Vec<_> = unknown.faults().into_iter().map(|fault| fault.pointer).collect();
        assert_eq!(pointers, ["/tasks/1/code", "/tasks/0/after/0"]);
    }

    #[test]
    fn months_are_told_to_the_tenth() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        assert_eq!(months_between(day("2026-01-01"), day("2027-01-01")).to_string(), "12");
        assert_eq!(months_between(day("2026-01-01"), day("2026-09-15")).to_string(), "8.4");
        assert_eq!(months_between(day("2026-01-02"), day("2026-01-01")).to_string(), "0");
    }
}
