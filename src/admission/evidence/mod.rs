//! The evidence that a dossier must bring, by criterion. Codes are append-only: one is never given another meaning.

mod additionality;
mod eligibility;
mod intentionality;
mod measurability;

pub(super) use additionality::ADDITIONALITY;
pub(super) use eligibility::ELIGIBILITY;
pub(super) use intentionality::INTENTIONALITY;
pub(super) use measurability::MEASURABILITY;

use super::Severity;
use super::case::Evidence;
use super::question::{When, Wording};

/// One row of a table of evidence.
const fn row(
    code: &'static str,
    severity: Severity,
    pointer: &'static str,
    when: When,
    source: &'static str,
    asks: Wording,
    told: Wording,
) -> Evidence {
    Evidence { code, severity, pointer, when, source, asks, told }
}
