//! Days from which other ticks hold, as data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules::{MarketFile, RuleError, ticks};
use super::tick::{TickBand, TickLadder, TickTable};
use crate::domain::{Day, Price};

/// From a day on, other ticks: either one for all prices or a band of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TickChange {
    /// The first day on which they hold, from before its first phase.
    pub from: Day,
    /// One tick for all prices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tick: Option<Price>,
    /// Ticks that grow with the price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tick_table: Option<TickBand>,
}

/// The changes that a market file states, each with its day and its grid, in the order of the days.
///
/// # Errors
/// When a change states no ticks or two kinds of them, ticks that make no grid, or a day that is not after the one before.
pub fn tick_changes(file: &MarketFile, table: &TickTable) -> Result<Vec<(Day, TickLadder)>, RuleError> {
    let wrong = |message| Err(RuleError { pointer: "/tick_change", message });
    let mut changes: Vec<(Day, TickLadder)> = Vec::new();
    for change in file.tick_change.iter().flatten() {
        if change.tick.is_none() && change.tick_table.is_none() {
            return wrong("each change states `tick` or `tick_table`");
        }
        if changes.last().is_some_and(|(before, _)| change.from <= *before) {
            return wrong("each change is on a later day than the one before");
        }
        let ladder = ticks(change.tick, change.tick_table, table)
            .map_err(|error| RuleError { pointer: "/tick_change", ..error })?;
        changes.push((change.from, ladder));
    }
    Ok(changes)
}
