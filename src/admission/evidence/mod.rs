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
use super::case::{Case, Evidence};

/// One row of a table of evidence.
const fn row(
    code: &'static str,
    severity: Severity,
    pointer: &'static str,
    when: fn(&Case<'_>) -> bool,
    source: &'static str,
    it: &'static str,
    en: &'static str,
) -> Evidence {
    Evidence { code, severity, pointer, when, it, en, source }
}
