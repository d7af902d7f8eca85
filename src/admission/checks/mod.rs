//! Whether the evidence that is there holds, by criterion: one small function a check. Codes are append-only and
//! shared with the evidence on which a check rests.

mod accounts;
mod additionality;
mod caps;
mod catalogue;
mod eligibility;
mod gaming;
mod intentionality;
mod measurability;
mod scale;
mod terms;

pub(super) use additionality::ADDITIONALITY;
pub(super) use caps::{dividend_cap, is_capped};
pub(super) use eligibility::ELIGIBILITY;
pub(super) use intentionality::INTENTIONALITY;
pub(super) use measurability::MEASURABILITY;

use super::Severity;
use super::case::{Case, Check, Gaps};
use super::question::Wording;
use crate::domain::{Day, Quantity};

/// One row of a table of checks.
const fn row(
    code: &'static str,
    severity: Severity,
    source: &'static str,
    asks: Wording,
    reads: &'static [&'static str],
    run: fn(&Case<'_>, &mut Gaps),
) -> Check {
    Check { code, severity, source, asks, reads, run }
}

/// So many months after a day; months beyond the calendar stop at its end.
fn months_after(day: Day, months: u32) -> Day {
    day.plus_months(i32::try_from(months).unwrap_or(i32::MAX))
}

/// So many months before a day.
fn months_before(day: Day, months: u32) -> Day {
    day.plus_months(-i32::try_from(months).unwrap_or(i32::MAX))
}

/// How many things a list has, as a threshold counts them.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Whether there are units at all.
fn some_units(quantity: Option<Quantity>) -> Option<Quantity> {
    quantity.filter(|quantity| !quantity.is_zero())
}
