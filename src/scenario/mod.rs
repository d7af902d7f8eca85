//! Plays scripts and agents, checks expectations.

mod appeal;
mod attention;
mod class;
#[cfg(test)]
mod class_tests;
mod committee;
mod cues;
mod draws;
#[cfg(test)]
mod event_tests;
mod expectations;
mod extends;
#[cfg(test)]
mod extends_tests;
mod file;
mod fork;
mod investors;
mod judge;
mod kinds;
mod likeness;
mod measured;
mod offer_expectations;
mod operator;
mod play;
mod price_expectations;
mod quoting;
mod recording;
mod replication;
mod resolve;
mod script;
mod selling;
mod slips;
mod tidings;
mod trader;
mod variant;
mod worth;

use draws::{Draws, Spring};

pub use expectations::{Verdict, judge};
pub use extends::{Additions, Extension, Removals};
pub use file::{SHIPPED, ScenarioFile, load, read, source};
pub use fork::{FedAgain, ForkError, ForkRequest, ForkedRun, Forking};
pub use kinds::{FileKind, KINDS};
pub use likeness::Likeness;
pub use operator::{OperatorYear, operator_years};
pub use play::{Chance, Play, PlayError};
pub use recording::{Finished, RecordError, record};
pub use replication::{
    Aim, Calibrated, Column, Columns, MeanEstimate, Measure, Replicated, Replication, Scope, THE_EXCHANGE, Tally, Unit,
    calibrate,
};
pub use variant::Variant;

use crate::engine::{Command, Source, World};

/// A world as a scenario file that stands alone.
#[must_use]
pub fn resolved(world: &World) -> String {
    toml::to_string(world).expect("a world is made of tables, strings and whole numbers")
}

/// What someone of the play wants done.
#[derive(Debug, Clone, PartialEq)]
struct Proposal {
    source: Source,
    command: Command,
}
