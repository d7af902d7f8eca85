//! What a fork must know of its run before it begins: where the point is, who is who, and what chance had drawn.

use std::collections::{BTreeMap, BTreeSet};

use super::{ForkError, ForkRequest, refused};
use crate::domain::{AccountId, Code, InputNumber, OrderId, Seq, Symbol, Timestamp};
use crate::engine::{Command, Event, Fact, Source};
use crate::journal::{Moment, Record, Replay};

/// A run, looked through once.
#[derive(Debug)]
pub(super) struct Survey {
    /// How many inputs stay as they were.
    pub(super) inputs: usize,
    /// The last event of them.
    pub(super) seq: Seq,
    /// The time of the last of them; the run's beginning where there is none.
    pub(super) at: Timestamp,
    /// When an act comes that says no time: the instant asked for, or right after the last common input.
    pub(super) acts_at: Timestamp,
    /// The identity of the run.
    pub(super) run: String,
    /// Its digest where its journal ends.
    pub(super) digest: String,
    /// What was drawn for the timers of an instrument.
    pub(super) drawn: BTreeMap<(Symbol, Timestamp), u64>,
    /// Whose the accounts are.
    pub(super) accounts: BTreeMap<AccountId, Code>,
    /// Which orders came from outside, by the input that entered them.
    pub(super) orders: BTreeMap<InputNumber, OrderId>,
    /// Which inputs from outside were refused.
    pub(super) refused: BTreeSet<InputNumber>,
}

impl Survey {
    pub(super) fn of(records: &[Record], request: &ForkRequest) -> Result<Self, ForkError> {
        let point = Point::of(request)?;
        let mut replay = Replay::open(records).map_err(ForkError::Journal)?;
        let starts_at = replay.exchange().clock();
        let mut survey = Self {
            inputs: 0,
            seq: Seq(0),
            at: starts_at,
            acts_at: starts_at,
            run: String::new(),
            digest: String::new(),
            drawn: BTreeMap::new(),
            accounts: BTreeMap::new(),
            orders: BTreeMap::new(),
            refused: BTreeSet::new(),
        };
        survey.hear(&records[0], replay.told());
        let mut reached = point.is_the_beginning(starts_at);
        for (count, record) in (1..).zip(records) {
            if count > 1 {
                survey.note_draw(&replay, record);
                replay.step().map_err(ForkError::Journal)?;
                survey.hear(record, replay.told());
            }
            if !reached {
                (survey.inputs, survey.seq, survey.at) = (count, replay.exchange().last_seq(), record.input.at);
                survey.acts_at = record.input.at.plus_nanos(1);
                reached = point.is_reached(&replay);
            }
        }
        match point {
            _ if reached => {}
            Point::Moment(moment) => {
                let last = replay.exchange().last_seq();
                return Err(refused(format!("--at {moment}: the run ends with event {last}")));
            }
            Point::Before(number) => {
                return Err(refused(format!("--without {number}: the run ends with input {}", records.len())));
            }
        }
        if let Point::Moment(moment) = point {
            let asked = moment.instant(&replay.exchange().world().calendar);
            survey.acts_at = asked.map_or(survey.acts_at, |asked| asked.max(survey.acts_at));
        }
        survey.digest = replay.seal().to_string();
        Ok(survey)
    }

    fn note_draw(&mut self, replay: &Replay<'_>, record: &Record) {
        let due = replay.exchange().next_due().filter(|due| due.draw_up_to > 0);
        if let Command::Timer { due: number, draw } = record.input.command
            && let Some(due) = due.filter(|due| due.number == number)
        {
            self.drawn.extend(due.instrument.map(|instrument| ((instrument, due.at), draw)));
        }
    }

    fn hear(&mut self, record: &Record, told: &[Event]) {
        let outside = matches!(record.input.source, Source::Outside(_));
        for event in told {
            match &event.fact {
                Fact::Opened { run, .. } => self.run = run.to_string(),
                Fact::AccountOpened { account, name, .. } => {
                    self.accounts.insert(*account, name.clone());
                }
                Fact::OrderAccepted { order, .. } if outside => {
                    self.orders.insert(record.input.number, *order);
                }
                Fact::Rejected { .. } if outside => {
                    self.refused.insert(record.input.number);
                }
                _ => {}
            }
        }
    }
}

/// Where a run is forked.
#[derive(Debug, Clone, Copy)]
enum Point {
    /// Where it was asked for.
    Moment(Moment),
    /// Right before an input.
    Before(u64),
}

impl Point {
    /// Where it was asked for, or right before the first input that is left out.
    fn of(request: &ForkRequest) -> Result<Self, ForkError> {
        let unsaid = || refused("say where with --at SEQ, --at TIME or --at DAY; --at 0 is the beginning");
        let before = request.without.iter().min().copied().map(Self::Before);
        request.at.map(Self::Moment).or(before).ok_or_else(unsaid)
    }

    fn is_the_beginning(self, starts_at: Timestamp) -> bool {
        match self {
            Self::Moment(Moment::At(at)) => at < starts_at,
            Self::Moment(moment) => moment == Moment::After(Seq(0)),
            Self::Before(number) => number <= 1,
        }
    }

    fn is_reached(self, replay: &Replay<'_>) -> bool {
        match self {
            Self::Moment(moment) => moment.is_reached(replay),
            Self::Before(number) => replay.exchange().last_input().0 + 1 == number,
        }
    }
}
