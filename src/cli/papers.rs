//! The files that follow from a run's events alone: `run` writes them, `verify` makes them again and compares.

use super::run_directory::TRADES;
use crate::projection::Views;
use crate::report::trades_csv;

/// Each file's name and text.
pub(super) fn papers(views: &Views) -> Vec<(&'static str, String)> {
    vec![(TRADES, trades_csv(&views.market))]
}
