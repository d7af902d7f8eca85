//! From the files to the lines of one company: everything that the listing asks for, and what it gives.

use super::costs::due_day;
use super::{
    CompanySize, CostTable, CreditRefusal, Entry, EntryKind, IpoCredit, Listing, Payer, Plan, ScheduledTask, Unit,
    costs, months_between,
};
use crate::domain::{Basis, Code, Day, Figure, Money, Text};

/// Every burden of a listing: the months until it, the costs, the work of each task, the duties after it. The tasks are
/// those that [`super::schedule`] gave. Nothing on overflow.
#[must_use]
pub fn burdens(plan: &Plan, table: &CostTable, listing: &Listing, tasks: &[ScheduledTask]) -> Option<Vec<Entry>> {
    let mut lines: Vec<Entry> = tasks
        .iter()
        .map(|task| task.starts_on)
        .min()
        .map(|start| months(plan, start, tasks, listing.listed_on))
        .into_iter()
        .flatten()
        .collect();
    lines.extend(costs(table, listing, |item| due_day(plan, tasks, item))?);
    lines.extend(tasks.iter().filter_map(|done| work(plan, done)));
    let duties = plan.duties.iter().filter(|duty| duty.applies_to.covers(listing.kind));
    lines.extend(duties.map(|duty| Entry {
        item: duty.code.clone(),
        label: duty.label.clone(),
        kind: duty.kind,
        amount: Some(Figure::whole(duty.days_per_year)),
        unit: Unit::DaysPerYear,
        date: listing.listed_on,
        basis: duty.provenance.basis,
        source: duty.provenance.source.clone(),
        payer: None,
        rule: None,
    }));
    Some(lines)
}

/// From the first task to the listing, which may come later than the last task.
fn months(plan: &Plan, start: Day, tasks: &[ScheduledTask], listed_on: Day) -> Option<Entry> {
    let end = super::finish_of(tasks)?.max(listed_on);
    let critical: Vec<&str> = tasks.iter().filter(|task| task.slack == 0).map(|task| task.task.as_str()).collect();
    Some(Entry {
        item: code("time-to-listing"),
        label: Text { it: "Mesi fino alla quotazione".into(), en: "Months until the listing".into() },
        kind: EntryKind::Time,
        amount: Some(months_between(start, end.plus_days(1))),
        unit: Unit::Months,
        date: end,
        basis: plan.provenance.basis,
        source: plan.provenance.source.clone(),
        payer: None,
        rule: Some(Text {
            it: format!("cammino critico: {}", critical.join(", ")),
            en: format!("critical path: {}", critical.join(", ")),
        }),
    })
}

/// The work that a task asks of the company's own staff; nothing when it asks none.
fn work(plan: &Plan, done: &ScheduledTask) -> Option<Entry> {
    let task = plan.task(&done.task).filter(|task| task.staff_days > 0)?;
    let provenance = plan.provenance_of(task);
    Some(Entry {
        item: task.code.clone(),
        label: task.label.clone(),
        kind: plan.work_of(task),
        amount: Some(Figure::whole(task.staff_days)),
        unit: Unit::Days,
        date: done.ends_on,
        basis: provenance.basis,
        source: provenance.source.clone(),
        payer: None,
        rule: None,
    })
}

/// What stays of the burdens when the listing does not come: what had fallen due by a day, and nothing of what runs
/// from the listing on.
#[must_use]
pub fn sunk(burdens: Vec<Entry>, until: Day) -> Vec<Entry> {
    let recurs = |line: &Entry| line.kind == EntryKind::Yearly || line.unit == Unit::DaysPerYear;
    burdens.into_iter().filter(|line| line.date <= until && !recurs(line)).collect()
}

/// The benefits of a listing that are known once the offer has closed: the capital raised, gross and net of what the
/// issuer pays once; the tax credit, if the company gets it; and the gains that have no number. What comes of trading
/// (liquidity, holders) is added by whoever watches the market. Nothing on overflow.
///
/// Beside them, why there is no credit, if there is none.
#[must_use]
pub fn benefits(
    plan: &Plan,
    table: &CostTable,
    listing: &Listing,
    burdens: &[Entry],
    credit: &IpoCredit,
    size: &CompanySize,
) -> Option<(Vec<Entry>, Option<CreditRefusal>)> {
    let once = burdens.iter().filter(|line| line.kind == EntryKind::OneOff && line.is_paid_by_issuer());
    let paid: Money = once.filter_map(|line| line.amount).map(Figure::money).sum();
    let net = listing.raise.checked_sub(paid)?;
    let mut lines = vec![
        proceeds(listing, "gross-proceeds", ["Capitale raccolto, lordo", "Capital raised, gross"], listing.raise, None),
        proceeds(
            listing,
            "net-proceeds",
            ["Capitale raccolto, al netto dei costi una tantum", "Capital raised, net of one-off costs"],
            net,
            Some(Text {
                it: format!("{} meno {paid} euro", listing.raise),
                en: format!("{} less {paid} euro", listing.raise),
            }),
        ),
    ];
    let granted = credit.entry(listing, size, table.advisory_cost(burdens));
    let refusal = granted.as_ref().err().copied();
    lines.extend(granted);
    let gains = plan.gains.iter().filter(|gain| gain.applies_to.covers(listing.kind));
    lines.extend(gains.map(|gain| Entry {
        item: gain.code.clone(),
        label: gain.label.clone(),
        kind: gain.kind,
        amount: None,
        unit: Unit::Count,
        date: listing.listed_on,
        basis: gain.provenance.basis,
        source: gain.provenance.source.clone(),
        payer: None,
        rule: None,
    }));
    Some((lines, refusal))
}

fn proceeds(listing: &Listing, item: &str, [it, en]: [&str; 2], amount: Money, rule: Option<Text>) -> Entry {
    Entry {
        item: code(item),
        label: Text { it: it.into(), en: en.into() },
        kind: EntryKind::Financial,
        amount: Figure::of_money(amount),
        unit: Unit::Euro,
        date: listing.listed_on,
        basis: Basis::Simulated,
        source: "offer".into(),
        payer: Some(Payer::Investor),
        rule,
    }
}

fn code(text: &str) -> Code {
    text.parse().expect("a literal of lower-case letters")
}
