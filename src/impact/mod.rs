//! What a company wants to change, how that is measured and what it is worth: indicators, baselines, targets, the public
//! catalogue of metrics, the formulas over outcomes and money.
//!
//! Names follow the Common Impact Data Standard where it has one.

mod catalogue;
mod evidence;
mod formula;
mod objective;
mod standing;
mod valuation;

pub use catalogue::{Catalogue, CountedQuantity};
pub use evidence::{EvidenceSource, HowMuch, Measurement, ObservationSchedule, Tie};
pub use formula::{
    Deductions, FormulaError, LONGEST, MultipleTerms, OutcomeStream, SocialReturn, adjusted_outcomes,
    contribution_index, cost_per_outcome, impact_multiple, social_return,
};
pub use objective::{Direction, Indicator, IndicatorKind, Objective, Target, Verifier, progress};
pub use standing::FirstTarget;
pub use valuation::{Appraisal, Estimate, Range, Valuation};

#[cfg(test)]
mod formula_tests;
