//! A play on record: every input in a journal before it is applied, every event as a line.

use std::fmt;
use std::io::{self, Write};

use super::Play;
use crate::domain::Timestamp;
use crate::engine::{Event, Input};
use crate::journal::{Digest, Journal, Sync};

/// A run that has come to its end.
#[derive(Debug)]
pub struct Finished {
    /// The play as it stands at the end.
    pub play: Play,
    /// How many inputs it took.
    pub inputs: u64,
    /// The final digest.
    pub digest: Digest,
}

/// Which of the two records could not be written.
#[derive(Debug)]
pub enum RecordError {
    /// The journal.
    Journal(io::Error),
    /// The events.
    Events(io::Error),
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Journal(error) => write!(f, "the journal: {error}"),
            Self::Events(error) => write!(f, "the events: {error}"),
        }
    }
}

impl std::error::Error for RecordError {}

/// Plays what [`Play::begin`] has begun to the scenario's end, as fast as it goes. `progress` hears each instant.
///
/// # Errors
/// What the devices say.
pub fn record<J: Sync, E: Write>(
    begun: (Play, Input, Vec<Event>),
    journal: J,
    events: E,
    mut progress: impl FnMut(Timestamp),
) -> Result<Finished, RecordError> {
    let (mut play, first, told) = begun;
    let mut recording = Recording::begin(journal, events)?;
    recording.input(&first)?;
    recording.told(&told)?;
    let end = play.world().ends_at;
    while let Some(at) = play.next_at().filter(|&at| at <= end) {
        let Some(input) = play.propose() else { continue };
        recording.input(&input)?;
        let told = play.apply(&input);
        recording.told(&told)?;
        progress(at);
    }
    recording.end(play)
}

/// What is being written of a run.
pub(super) struct Recording<J, E> {
    journal: Journal<J>,
    events: E,
    inputs: u64,
}

impl<J: Sync, E: Write> Recording<J, E> {
    /// Begins both records.
    pub(super) fn begin(journal: J, events: E) -> Result<Self, RecordError> {
        let journal = Journal::begin(journal).map_err(RecordError::Journal)?;
        Ok(Self { journal, events, inputs: 0 })
    }

    /// Writes an input down, before it is applied.
    pub(super) fn input(&mut self, input: &Input) -> Result<(), RecordError> {
        self.inputs += 1;
        self.journal.append(input).map_err(RecordError::Journal)
    }

    /// Writes down what it told.
    pub(super) fn told(&mut self, events: &[Event]) -> Result<(), RecordError> {
        let lines = self.journal.told(events);
        lines.iter().try_for_each(|line| writeln!(self.events, "{line}")).map_err(RecordError::Events)
    }

    /// Makes both durable and seals the run.
    pub(super) fn end(mut self, play: Play) -> Result<Finished, RecordError> {
        self.journal.sync().map_err(RecordError::Journal)?;
        self.events.flush().map_err(RecordError::Events)?;
        let digest = self.journal.seal(play.exchange());
        Ok(Finished { play, inputs: self.inputs, digest })
    }
}
