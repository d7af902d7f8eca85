//! The files that follow from a run's events alone: `run` writes them, `verify` makes them again and compares.

use super::run_directory::{SCENARIO, TRADES};
use crate::engine::World;
use crate::projection::Views;
use crate::report::trades_csv;

/// Each file's name and text.
pub(super) fn papers(world: &World, views: &Views) -> Vec<(&'static str, String)> {
    let scenario = toml::to_string(world).expect("a world is made of tables, strings and whole numbers");
    vec![(SCENARIO, scenario), (TRADES, trades_csv(&views.market))]
}
