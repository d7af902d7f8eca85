//! What a company wants to change, and how that is measured: indicators, baselines, targets, and how far a
//! measurement has come.
//!
//! Names follow the Common Impact Data Standard where it has one.

mod catalogue;
mod objective;

pub use catalogue::{Catalogue, CountedQuantity};
pub use objective::{Baseline, Direction, Indicator, IndicatorKind, Objective, Target, Verifier, progress};
