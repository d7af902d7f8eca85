//! Forks a run: its journal is played again up to a point, one change is made, and script, members and investors play on
//! from there with the draws that they would have had anyway.
//!
//! The change is made in the scenario of the fork, as if it had always been there, and must not have been felt before the
//! point: every input and every event up to there has to be that of the run. So the fork is a run like any other.

mod change;
mod outside;
mod survey;
#[cfg(test)]
mod tests;

use std::fmt;
use std::io::Write;

use super::recording::Recording;
use super::{Chance, Finished, Play, PlayError, RecordError};
use crate::domain::Timestamp;
use crate::engine::{Event, Fact, Forked, Input, World};
use crate::journal::{Difference, Moment, Record, Replay, Sync, line};

use outside::Outsiders;
use survey::Survey;

pub use outside::FedAgain;

/// What is asked of a fork.
#[derive(Debug, Clone, Default)]
pub struct ForkRequest {
    /// Up to where the run stays as it was; before the first of `without` when not said.
    pub at: Option<Moment>,
    /// Keys of the resolved scenario and their new values.
    pub set: Vec<(String, String)>,
    /// Another rulebook, by shipped name or path.
    pub rulebook: Option<String>,
    /// Acts in TOML, each of one or more; without `at` they come right at the point.
    pub acts: Vec<String>,
    /// Inputs of the run's journal that are left out.
    pub without: Vec<u64>,
}

/// Why a run cannot be forked so.
#[derive(Debug)]
pub enum ForkError {
    /// The journal cannot be replayed.
    Journal(Difference),
    /// What was asked cannot be done: each problem with what to do instead.
    Request(Vec<String>),
}

impl fmt::Display for ForkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Journal(difference) => difference.fmt(f),
            Self::Request(problems) => f.write_str(&problems.join("\n")),
        }
    }
}

impl std::error::Error for ForkError {}

/// A single problem of a request.
fn refused(problem: impl Into<String>) -> ForkError {
    ForkError::Request(vec![problem.into()])
}

/// A fork that has come to its point: what is common is played, the rest is still to come.
#[derive(Debug)]
pub struct Forking<'a> {
    play: Play,
    common: Vec<(Input, Vec<Event>)>,
    outsiders: Outsiders<'a>,
    ends_at: Timestamp,
}

/// A fork that was played to its end.
#[derive(Debug)]
pub struct ForkedRun {
    /// The run.
    pub finished: Finished,
    /// Inputs from outside that were fed again after the point, in order.
    pub fed_again: Vec<FedAgain>,
}

impl<'a> Forking<'a> {
    /// Plays the common part of a run and of its fork.
    ///
    /// # Errors
    /// [`ForkError::Journal`] when this engine tells another story than the journal; [`ForkError::Request`] when the change
    /// does not fit, or would have been felt before the point.
    pub fn of(records: &'a [Record], request: &ForkRequest) -> Result<Self, ForkError> {
        let survey = Survey::of(records, request)?;
        let (world, without) = change::changed(records, request, &survey)?;
        let ends_at = records.last().map_or(world.ends_at, |record| record.input.at.max(world.ends_at));
        let drawn = Chance::Drawn(survey.drawn.clone());
        let (play, genesis, told) = Play::begin(world, drawn).map_err(|error| refused(error.to_string()))?;
        let outsiders = Outsiders::of(records, &survey, &without);
        let mut forking = Self { play, common: vec![(genesis, told)], outsiders, ends_at };
        forking.play_common(records, survey.inputs)?;
        Ok(forking)
    }

    /// The scenario of the fork.
    #[must_use]
    pub const fn world(&self) -> &World {
        self.play.world()
    }

    /// Where it was forked from; every fork has it in its scenario.
    #[must_use]
    pub fn origin(&self) -> Option<&Forked> {
        self.world().forked.as_ref()
    }

    /// Plays up to the point, beside the run: both must ask and tell the same.
    fn play_common(&mut self, records: &[Record], inputs: usize) -> Result<(), ForkError> {
        if inputs == 0 {
            return Ok(());
        }
        let mut run = Replay::open(records).map_err(ForkError::Journal)?;
        compare(run.told(), &self.common[0].1)?;
        for record in &records[1..inputs] {
            let last = run.exchange().last_seq().0;
            run.step().map_err(ForkError::Journal)?;
            if let Err(PlayError::Differs(input, what)) = self.play.agree(&record.input) {
                let at = record.input.at;
                return Err(refused(format!(
                    "the change is felt before, at input {input} of {at}: {what}; {}",
                    back(last)
                )));
            }
            let told = self.play.apply(&record.input);
            compare(run.told(), &told)?;
            self.common.push((record.input.clone(), told));
        }
        Ok(())
    }

    /// Plays on to the end of the scenario, or of the run where that comes later, and writes the whole. `progress` hears
    /// each instant.
    ///
    /// # Errors
    /// What the devices say.
    pub fn play<J: Sync, E: Write>(
        self,
        journal: J,
        events: E,
        mut progress: impl FnMut(Timestamp),
    ) -> Result<ForkedRun, RecordError> {
        let Self { mut play, common, mut outsiders, ends_at } = self;
        let mut recording = Recording::begin(journal, events)?;
        for (input, told) in &common {
            recording.input(input)?;
            recording.told(told)?;
        }
        loop {
            let own = play.next_at().filter(|&at| at <= ends_at);
            let input = match (own, outsiders.next_at()) {
                (Some(own), outside) if outside.is_none_or(|outside| own <= outside) => play.propose(),
                (_, Some(_)) => outsiders.next(&play),
                (_, None) => break,
            };
            let Some(input) = input else { continue };
            recording.input(&input)?;
            let told = play.apply(&input);
            recording.told(&told)?;
            outsiders.heard(&input, &told);
            progress(input.at);
        }
        Ok(ForkedRun { finished: recording.end(play)?, fed_again: outsiders.fed_again })
    }
}

/// What to do when a change is felt after this event already.
fn back(last: u64) -> String {
    match last {
        0 => "it can only be made at the beginning: say --at 0".to_owned(),
        _ => format!("fork there or earlier: say --at {last} (or --at 0 for the beginning)"),
    }
}

/// Both have told the same of one input, but for the identity of the run.
fn compare(run: &[Event], fork: &[Event]) -> Result<(), ForkError> {
    let same = |(one, other): (&Event, &Event)| match (&one.fact, &other.fact) {
        (Fact::Opened { seed, .. }, Fact::Opened { seed: other, .. }) => seed == other,
        _ => one == other,
    };
    let Some(at) = (0..run.len().max(fork.len())).find(|&at| match (run.get(at), fork.get(at)) {
        (Some(one), Some(other)) => !same((one, other)),
        _ => true,
    }) else {
        return Ok(());
    };
    let first = run.first().or(fork.first());
    let (input, time) = first.map_or((0, String::new()), |event| (event.input.0, event.time.to_string()));
    let told = |events: &[Event]| events.get(at).map_or_else(|| "nothing more".to_owned(), |event| short(&line(event)));
    let last = first.map_or(0, |event| event.seq.0 - 1);
    Err(refused(format!(
        "the change is felt before, at input {input} of {time}:\n  the run told   {}\n  with it        {}\n{}",
        told(run),
        told(fork),
        back(last),
    )))
}

/// The beginning of a line.
fn short(line: &str) -> String {
    const MOST: usize = 200;
    if line.chars().count() <= MOST { line.to_owned() } else { line.chars().take(MOST).chain("...".chars()).collect() }
}
