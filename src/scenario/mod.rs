//! Plays scripts and agents, checks expectations.

mod committee;
mod draws;
mod expectations;
mod file;
mod investors;
mod play;
mod script;
mod valuation;

use draws::Draws;

pub use expectations::{Verdict, judge};
pub use file::{SHIPPED, ScenarioFile, load, read, source};
pub use play::{Chance, Play, PlayError};

use crate::engine::{Command, Source};

/// What someone of the play wants done.
#[derive(Debug, Clone, PartialEq)]
struct Proposal {
    source: Source,
    command: Command,
}
