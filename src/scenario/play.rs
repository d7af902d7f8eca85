//! Plays a world: timers, script, members and investors propose inputs, the exchange applies them, the views fold what
//! it tells.
//!
//! The driver's contract, the same for a run as fast as it goes, a live exchange and a replay:
//! 1. ask [`Play::next_at`]; when that time has come, [`Play::propose`];
//! 2. append a proposed input to the journal, then [`Play::apply`] it;
//! 3. an outside command of time T is numbered only when everything of the play's own up to T has been proposed.

use std::collections::BTreeMap;
use std::fmt;

use super::committee::Committee;
use super::investors::Investors;
use super::script::Script;
use super::slips::Slips;
use super::{Draws, Proposal, Spring};
use crate::domain::{InputNumber, Symbol, Timestamp};
use crate::engine::{Command, Event, Exchange, GenesisError, Input, LeftOut, NextDue, Source, World};
use crate::journal::{Chain, Record, line};
use crate::projection::Views;

/// Where the numbers come from that decide the market, such as the end of a call.
pub enum Chance {
    /// From the scenario's seed: a run repeats to the byte.
    Seed,
    /// As a run has drawn them, by instrument and instant; from the seed what it has not.
    Drawn(BTreeMap<(Symbol, Timestamp), u64>),
    /// From outside: in a live exchange nobody can compute them from a published seed.
    Outside(Box<dyn FnMut() -> u64 + Send>),
}

impl fmt::Debug for Chance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Seed => "Seed",
            Self::Drawn(_) => "Drawn",
            Self::Outside(_) => "Outside",
        })
    }
}

/// Why a play cannot begin or go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlayError {
    /// The world contradicts itself.
    Genesis(GenesisError),
    /// A journal was made by other rules, or by another hand: the input that differs.
    Differs(InputNumber, String),
}

impl fmt::Display for PlayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Genesis(error) => error.fmt(f),
            Self::Differs(input, what) => write!(f, "input {input}: {what}"),
        }
    }
}

impl std::error::Error for PlayError {}

/// A world that is being played.
#[derive(Debug)]
pub struct Play {
    exchange: Exchange,
    views: Views,
    chance: Chance,
    script: Script,
    slips: Slips,
    committee: Committee,
    investors: Investors,
    spring: Spring,
    /// What a fork leaves out of what its own hands propose.
    without: Vec<LeftOut>,
}

impl Play {
    /// Begins to play a world. Returns the genesis and what it told: the caller records both.
    ///
    /// # Errors
    /// [`PlayError::Genesis`] when the world contradicts itself.
    pub fn begin(world: World, chance: Chance) -> Result<(Self, Input, Vec<Event>), PlayError> {
        let at = world.starts_at;
        let command = Command::Genesis { world: Box::new(world) };
        let input = Input { number: InputNumber(1), at, source: Source::Driver, command };
        let (play, events) = Self::open(&input, chance)?;
        Ok((play, input, events))
    }

    fn open(genesis: &Input, chance: Chance) -> Result<(Self, Vec<Event>), PlayError> {
        let mut events = Vec::new();
        let exchange = Exchange::open(genesis, &mut events).map_err(PlayError::Genesis)?;
        let world = exchange.world();
        let mut play = Self {
            views: Views::default(),
            chance,
            script: Script::of(world),
            slips: Slips::of(world),
            committee: Committee::of(world),
            investors: Investors::of(world),
            spring: Spring::of(world),
            without: world.forked.as_ref().map(|forked| forked.without.clone()).unwrap_or_default(),
            exchange,
        };
        play.fold(&events);
        Ok((play, events))
    }

    /// Goes on with a play that was recorded: its outside inputs come from the journal, its own are proposed anew and
    /// must agree, and every input must find the events before it that its writer told. What each input told is handed
    /// to `told`, in order. Returns the digest so far.
    ///
    /// # Errors
    /// [`PlayError::Differs`] at the first input that differs.
    pub fn resume(
        records: &[Record],
        chance: Chance,
        told: &mut dyn FnMut(Vec<Event>),
    ) -> Result<(Self, Chain), PlayError> {
        let Some((first, rest)) = records.split_first() else {
            return Err(PlayError::Genesis(GenesisError::NotGenesis));
        };
        let mut chain = Chain::default();
        let (mut play, events) = Self::open(&first.input, chance)?;
        events.iter().for_each(|event| chain.take(&line(event)));
        told(events);
        for record in rest {
            if record.before != chain.digest() {
                let what = "the events told before it differ from those of its writer";
                return Err(PlayError::Differs(record.input.number, what.into()));
            }
            play.agree(&record.input)?;
            let events = play.apply(&record.input);
            events.iter().for_each(|event| chain.take(&line(event)));
            told(events);
        }
        Ok((play, chain))
    }

    /// Proposes until the journal's next input is due, and compares.
    pub(super) fn agree(&mut self, input: &Input) -> Result<(), PlayError> {
        let differs = |what: &str| Err(PlayError::Differs(input.number, what.into()));
        if let Source::Outside(_) = input.source {
            while self.next_at().is_some_and(|at| at <= input.at) {
                if self.propose().is_some() {
                    return differs("the play would have acted before it");
                }
            }
            return Ok(());
        }
        let proposed = loop {
            match self.next_at() {
                Some(at) if at <= input.at => {}
                _ => return differs("the play would not have acted"),
            }
            if let Some(proposed) = self.propose() {
                break proposed;
            }
        };
        if same_but_for_chance(&proposed, input) { Ok(()) } else { differs("the play would have acted otherwise") }
    }

    /// When the play's own next input may be due. An agent may then choose to do nothing.
    #[must_use]
    pub fn next_at(&self) -> Option<Timestamp> {
        let timer = self.exchange.next_due().map(|due| due.at);
        let others = [self.script.next_at(), self.slips.next_at(), self.committee.next_at(), self.investors.next_at()];
        others.into_iter().flatten().chain(timer).min()
    }

    /// The play's own next input: at equal times timers first, then the script, slips, the committee, the investors. Nothing
    /// when whoever was due chooses to do nothing.
    pub fn propose(&mut self) -> Option<Input> {
        let at = self.next_at()?;
        if let Some(due) = self.exchange.next_due().filter(|due| due.at == at) {
            let command = Command::Timer { due: due.number, draw: self.draw(due) };
            return Some(self.number(at, Source::Driver, command));
        }
        let Proposal { source, command } = if self.script.next_at() == Some(at) {
            self.script.propose(&self.exchange)?
        } else if self.slips.next_at() == Some(at) {
            self.slips.propose()?
        } else if self.committee.next_at() == Some(at) {
            self.committee.propose(&self.views)?
        } else {
            self.investors.propose(&self.views)?
        };
        let left_out = LeftOut { at, source, command };
        if let Some(place) = self.without.iter().position(|one| *one == left_out) {
            self.without.remove(place);
            return None;
        }
        let LeftOut { source, command, .. } = left_out;
        Some(self.number(at, source, command))
    }

    fn draw(&mut self, due: NextDue) -> u64 {
        match &mut self.chance {
            _ if due.draw_up_to == 0 => 0,
            Chance::Seed => seeded(self.spring, due),
            Chance::Drawn(drawn) => {
                let before = due.instrument.and_then(|instrument| drawn.get(&(instrument, due.at)).copied());
                before.filter(|&draw| draw <= due.draw_up_to).unwrap_or_else(|| seeded(self.spring, due))
            }
            Chance::Outside(draw) => draw() % (due.draw_up_to.saturating_add(1)),
        }
    }

    /// Numbers a command.
    #[must_use]
    pub fn number(&self, at: Timestamp, source: Source, command: Command) -> Input {
        Input { number: InputNumber(self.exchange.last_input().0 + 1), at, source, command }
    }

    /// Applies an input and folds what it tells.
    pub fn apply(&mut self, input: &Input) -> Vec<Event> {
        let mut events = Vec::new();
        self.exchange.apply(input, &mut events);
        self.fold(&events);
        events
    }

    fn fold(&mut self, events: &[Event]) {
        for event in events {
            self.views.fold(event);
            self.investors.observe(event);
            self.committee.observe(event);
            self.script.observe(event);
            self.slips.observe(event);
        }
    }

    /// What people look at.
    #[must_use]
    pub const fn views(&self) -> &Views {
        &self.views
    }

    /// The exchange itself, for its position and its clock.
    #[must_use]
    pub const fn exchange(&self) -> &Exchange {
        &self.exchange
    }

    /// What is played.
    #[must_use]
    pub const fn world(&self) -> &World {
        self.exchange.world()
    }
}

/// What the seed draws for a timer. It belongs to the instrument and the instant: what happens to others shifts nothing.
fn seeded(spring: Spring, due: NextDue) -> u64 {
    let name = due.instrument.map_or_else(|| "chance".to_owned(), |instrument| format!("chance/{instrument}"));
    Draws::of(spring, &name, due.at.nanos().unsigned_abs()).up_to(due.draw_up_to)
}

/// Whether two inputs agree in all that is not drawn outside.
fn same_but_for_chance(proposed: &Input, recorded: &Input) -> bool {
    let timer = |input: &Input| match input.command {
        Command::Timer { due, .. } => Some((input.number, input.at, input.source.clone(), due)),
        _ => None,
    };
    match (timer(proposed), timer(recorded)) {
        (Some(proposed), Some(recorded)) => proposed == recorded,
        _ => proposed == recorded,
    }
}
