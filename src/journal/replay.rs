//! A fresh engine that is fed from a journal, and says where it differs.

use std::fmt;

use super::{Chain, Digest, Moment, Record, line};
use crate::domain::{InputNumber, Seq, Timestamp};
use crate::engine::{Event, Exchange, GenesisError};

/// Why a journal cannot be replayed by this engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// There is no input, or the first is no genesis.
    Genesis(GenesisError),
    /// Before this input, the engine that wrote the journal had told other events than this one: the last number told.
    Events(InputNumber, Seq),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Genesis(error) => error.fmt(f),
            Self::Events(input, seq) => write!(f, "before input {input} other events were told, up to seq {seq}"),
        }
    }
}

impl std::error::Error for Difference {}

/// A replay, one input at a time.
#[derive(Debug)]
pub struct Replay<'a> {
    left: &'a [Record],
    exchange: Exchange,
    chain: Chain,
    told: Vec<Event>,
}

impl<'a> Replay<'a> {
    /// Opens a fresh engine with the first input.
    ///
    /// # Errors
    /// [`Difference::Genesis`] when that is no genesis.
    pub fn open(records: &'a [Record]) -> Result<Self, Difference> {
        let Some((first, left)) = records.split_first() else {
            return Err(Difference::Genesis(GenesisError::NotGenesis));
        };
        let mut told = Vec::new();
        let exchange = Exchange::open(&first.input, &mut told).map_err(Difference::Genesis)?;
        let mut replay = Self { left, exchange, chain: Chain::default(), told };
        replay.take_in();
        Ok(replay)
    }

    /// Applies the next input; false when none is left.
    ///
    /// # Errors
    /// [`Difference::Events`] when the writer of the journal had told other events before it.
    pub fn step(&mut self) -> Result<bool, Difference> {
        let Some((next, left)) = self.left.split_first() else { return Ok(false) };
        if next.before != self.chain.digest() {
            return Err(Difference::Events(next.input.number, self.exchange.last_seq()));
        }
        self.told.clear();
        self.exchange.apply(&next.input, &mut self.told);
        self.left = left;
        self.take_in();
        Ok(true)
    }

    fn take_in(&mut self) {
        self.told.iter().for_each(|event| self.chain.take(&line(event)));
    }

    /// Goes on until it stands at a moment, or the journal ends; `told` hears what each input told.
    ///
    /// # Errors
    /// As [`Self::step`].
    pub fn go_to(&mut self, moment: Moment, told: &mut dyn FnMut(&[Event])) -> Result<(), Difference> {
        while !moment.is_reached(self) && self.step()? {
            told(&self.told);
        }
        Ok(())
    }

    /// When the next input comes; nothing when none is left.
    #[must_use]
    pub fn next_at(&self) -> Option<Timestamp> {
        self.left.first().map(|record| record.input.at)
    }

    /// What the last input told.
    #[must_use]
    pub fn told(&self) -> &[Event] {
        &self.told
    }

    /// The engine as it stands.
    #[must_use]
    pub const fn exchange(&self) -> &Exchange {
        &self.exchange
    }

    /// The digest if the run ended here.
    #[must_use]
    pub fn seal(&self) -> Digest {
        self.chain.seal(&self.exchange)
    }
}
