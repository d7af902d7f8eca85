//! One replication: a world played to its end for its figures alone, with nothing written.

mod aim;
mod calibration;
mod estimate;
mod falls;
mod measures;
mod series;
mod whole;

pub use aim::Aim;
pub use calibration::{Calibrated, calibrate};
pub(super) use calibration::{bounds, found_text, is_within};
pub use estimate::{MeanEstimate, Tally};
pub use measures::{Measure, Scope, Unit};
pub use series::{Column, Columns, THE_EXCHANGE};

use super::variant::to_end;
use super::{Finished, PlayError, Verdict, judge};
use crate::domain::{Code, Text};
use crate::engine::World;
use crate::journal::Digest;

/// What is kept of a replication once it has ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Replication {
    /// Its number, from 1.
    pub number: u64,
    /// The digest that an ordinary run of this number has.
    pub digest: Digest,
    /// Inputs that it took.
    pub inputs: u64,
    /// Events that it told.
    pub events: u64,
    /// The figures, in the order of [`Columns`]; nothing where a figure has no meaning.
    pub figures: Vec<Option<f64>>,
    /// What was expected, and whether it came true.
    pub verdicts: Vec<Verdict>,
}

/// A world of which many replications are played.
#[derive(Debug, Clone)]
pub struct Replicated {
    world: World,
    columns: Columns,
}

impl Replicated {
    /// Makes ready to play this world more than once.
    #[must_use]
    pub fn of(world: World) -> Self {
        Self { columns: Columns::of(&world), world }
    }

    /// What is kept of every replication.
    #[must_use]
    pub const fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Name of the scenario.
    #[must_use]
    pub const fn scenario(&self) -> &Code {
        &self.world.name
    }

    /// Title of the scenario, for people.
    #[must_use]
    pub const fn title(&self) -> &Text {
        &self.world.title
    }

    /// Where every random draw begins.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.world.seed
    }

    /// Every calibration target, beside the figure of its column.
    pub fn calibrate(&self, figure: impl Fn(usize) -> Option<f64>) -> Vec<Calibrated> {
        calibration::beside(&self.world, &self.columns, figure)
    }

    /// Plays the replication of this number to its end. It draws as an ordinary run of the same number does, tells the
    /// same events and has the same digest; it writes nothing.
    ///
    /// # Errors
    /// [`PlayError::Genesis`] when the world contradicts itself.
    pub fn play(&self, number: u64) -> Result<Replication, PlayError> {
        let world = World { replication: number, ..self.world.clone() };
        let Finished { play, inputs, digest } = to_end(world)?;
        Ok(Replication {
            number,
            digest,
            inputs,
            events: play.views().market.last_seq.0,
            figures: self.columns.figures(play.world(), play.views()),
            verdicts: judge(play.world(), play.views()),
        })
    }
}
