//! The one thread that owns the exchange: it takes commands as they come and lets the play act when its time has come.
//!
//! For each round: number and append, apply, make durable with one sync, post what was told, and only then answer.

use std::fs::File;
use std::io::{self, BufWriter};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use tokio::sync::oneshot;

use super::board::{Board, Told};
use super::clock::Clock;
use super::request::{Change, ClockChange, Entry, Owner, Refusal, Request};
use crate::domain::{OrderId, Price, Quantity, Side, Symbol, Timestamp};
use crate::engine::{Command, Event, Fact, Input, OrderRequest, Source};
use crate::journal::Journal;
use crate::projection::OrderView;
use crate::scenario::Play;

/// Commands waiting for the thread at most: beyond it, callers are told to come back.
pub(super) const INBOX: usize = 1024;
/// Commands taken into one round at most, and so into one sync.
const ROUND: usize = 512;
/// Inputs of the play in one round at most, so that a fast clock cannot keep people waiting.
const OWN_INPUTS: usize = 256;
/// Decisions in one step at most: whoever always lets it pass must not hold the thread.
const STEP_MAX: usize = 10_000;
/// The thread looks up at least so often.
const PATIENCE: Duration = Duration::from_millis(250);
/// Timers are gathered for so long, to share a sync.
const GATHERING: Duration = Duration::from_millis(4);

/// An answer that waits until what it says is durable.
type Answer = Box<dyn FnOnce() + Send>;

/// The exchange with its journal, its clock and its readers.
pub(super) struct Floor {
    play: Play,
    journal: Journal<BufWriter<File>>,
    board: Arc<Board>,
    clock: Arc<Clock>,
    told: Vec<Told>,
    answers: Vec<Answer>,
}

impl Floor {
    pub(super) fn new(play: Play, journal: Journal<BufWriter<File>>, board: Arc<Board>, clock: Arc<Clock>) -> Self {
        Self { play, journal, board, clock, told: Vec::new(), answers: Vec::new() }
    }

    /// Works until it is told to stop, or nobody can ask any more.
    ///
    /// # Errors
    /// What the disk says. Nothing of the round that failed was acknowledged, and the process must end.
    pub(super) fn work(mut self, inbox: &Receiver<Request>) -> io::Result<()> {
        loop {
            let request = match inbox.recv_timeout(self.pause()) {
                Ok(request) => Some(request),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return self.publish(),
            };
            let now = self.catch_up()?;
            let more = std::iter::from_fn(|| inbox.try_recv().ok()).take(ROUND);
            let mut stop = false;
            for request in request.into_iter().chain(more) {
                stop |= matches!(request, Request::Stop);
                self.take(now, request)?;
            }
            self.publish()?;
            if stop {
                return Ok(());
            }
        }
    }

    /// How long nothing happens by itself.
    fn pause(&self) -> Duration {
        let due = self.play.next_at().and_then(|at| self.clock.until(at));
        due.map_or(PATIENCE, |wait| wait.clamp(GATHERING, PATIENCE))
    }

    /// Lets the play act up to now, and tells what time it then is for everyone else.
    ///
    /// A play that cannot keep up with its clock holds the clock back.
    fn catch_up(&mut self) -> io::Result<Timestamp> {
        let mut now = self.clock.now().max(self.play.exchange().clock());
        let mut taken = 0;
        while self.play.next_at().is_some_and(|at| at <= now) {
            self.act()?;
            taken += 1;
            if taken == OWN_INPUTS {
                now = self.play.exchange().clock();
                self.clock.set_to(now);
            }
        }
        Ok(now)
    }

    /// One input of the play itself; whoever is due may also let it pass.
    fn act(&mut self) -> io::Result<()> {
        match self.play.propose() {
            Some(input) => self.enact(&input).map(drop),
            None => Ok(()),
        }
    }

    /// Everything up to a time, and then a command of that time.
    fn outside(&mut self, now: Timestamp, source: Source, command: Command) -> io::Result<Told> {
        while self.play.next_at().is_some_and(|at| at <= now) {
            self.act()?;
        }
        let at = now.max(self.play.exchange().clock());
        let input = self.play.number(at, source, command);
        self.enact(&input)
    }

    /// Journal first, then the exchange.
    fn enact(&mut self, input: &Input) -> io::Result<Told> {
        self.journal.append(input)?;
        let events = self.play.apply(input);
        drop(self.journal.told(&events));
        let told: Told = events.into();
        self.told.push(Arc::clone(&told));
        Ok(told)
    }

    /// Makes the round durable, shows it, and answers.
    fn publish(&mut self) -> io::Result<()> {
        if !self.told.is_empty() {
            self.journal.sync()?;
            self.board.post(std::mem::take(&mut self.told));
        }
        self.answers.drain(..).for_each(|answer| answer());
        Ok(())
    }

    fn answer<T: Send + 'static>(&mut self, reply: oneshot::Sender<T>, value: T) {
        // Who has gone away needs no answer: the work is done and journaled all the same.
        self.answers.push(Box::new(move || drop(reply.send(value))));
    }

    fn take(&mut self, now: Timestamp, request: Request) -> io::Result<()> {
        match request {
            Request::Enter { owner, orders, reply } => {
                let entries =
                    orders.into_iter().map(|order| self.enter(now, &owner, order)).collect::<io::Result<Vec<_>>>()?;
                self.answer(reply, entries);
            }
            Request::Cancel { owner, order, reply } => {
                let command = Command::Cancel { account: owner.account, order };
                let change = self.change(now, &owner, order, command)?;
                self.answer(reply, change);
            }
            Request::CancelAll { owner, instrument, side, reply } => {
                let ended = self.cancel_all(now, &owner, instrument, side)?;
                self.answer(reply, ended);
            }
            Request::Replace { owner, order, price, quantity, reply } => {
                let change = self.replace(now, &owner, order, price, quantity)?;
                self.answer(reply, change);
            }
            Request::Command { by, command, reply } => {
                let told = self.outside(now, Source::Outside(by), command)?;
                self.answer(reply, refusal(&told).map_or(Ok(()), Err));
            }
            Request::Clock { change, reply } => {
                self.set_clock(change)?;
                let now = self.clock.now();
                self.answer(reply, now);
            }
            Request::Seal { reply } => {
                let exchange = self.play.exchange();
                let sealed = (exchange.last_seq(), self.journal.seal(exchange));
                self.answer(reply, sealed);
            }
            Request::Stop => {}
        }
        Ok(())
    }

    /// A name that an account has used before makes no input: it is answered from what happened then.
    fn enter(&mut self, now: Timestamp, owner: &Owner, order: OrderRequest) -> io::Result<Entry> {
        let named = order.client_order_id.as_deref();
        if let Some(known) = named.and_then(|name| self.play.views().orders.by_client_id(owner.account, name)) {
            let same = known.original == order;
            return Ok(if same { Entry::Known(Box::new(known.clone())) } else { Entry::NameTaken });
        }
        let command = Command::Enter { account: owner.account, order };
        let told = self.outside(now, Source::Outside(owner.name.clone()), command)?;
        if let Some(refusal) = refusal(&told) {
            return Ok(Entry::Refused(refusal));
        }
        let accepted = told.iter().find_map(|event| match event.fact {
            Fact::OrderAccepted { order, .. } => Some(order),
            _ => None,
        });
        let view = accepted.and_then(|order| self.play.views().orders.get(order));
        let view = view.expect("an order that was not refused was accepted");
        Ok(Entry::New(Box::new(view.clone())))
    }

    /// The orders that have ended by it, as they now are.
    fn cancel_all(
        &mut self,
        now: Timestamp,
        owner: &Owner,
        instrument: Option<Symbol>,
        side: Option<Side>,
    ) -> io::Result<Result<Vec<OrderView>, Refusal>> {
        let command = Command::CancelAll { account: owner.account, instrument, side, disconnected: false };
        let told = self.outside(now, Source::Outside(owner.name.clone()), command)?;
        if let Some(refusal) = refusal(&told) {
            return Ok(Err(refusal));
        }
        let ended = told.iter().filter_map(|event| match event.fact {
            Fact::OrderCanceled { order, .. } => self.play.views().orders.get(order).cloned(),
            _ => None,
        });
        Ok(Ok(ended.collect()))
    }

    fn replace(
        &mut self,
        now: Timestamp,
        owner: &Owner,
        order: OrderId,
        price: Option<Price>,
        quantity: Option<Quantity>,
    ) -> io::Result<Change> {
        let command = Command::Replace { account: owner.account, order, price, quantity };
        self.change(now, owner, order, command)
    }

    /// An order that has ended cannot change: that makes no input either.
    fn change(&mut self, now: Timestamp, owner: &Owner, order: OrderId, command: Command) -> io::Result<Change> {
        match self.play.views().orders.get(order).filter(|view| view.account == owner.account) {
            None => return Ok(Change::Unknown),
            Some(view) if !view.status.is_open() => return Ok(Change::Ended),
            Some(_) => {}
        }
        let told = self.outside(now, Source::Outside(owner.name.clone()), command)?;
        if let Some(refusal) = refusal(&told) {
            // Something that fell due in between may have ended it.
            return Ok(if refusal.code == "order_ended" { Change::Ended } else { Change::Refused(refusal) });
        }
        let view = self.play.views().orders.get(order).expect("an order is never forgotten");
        Ok(Change::Done(Box::new(view.clone())))
    }

    fn set_clock(&mut self, change: ClockChange) -> io::Result<()> {
        match change {
            ClockChange::Start => self.clock.run(true),
            ClockChange::Pause => self.clock.run(false),
            ClockChange::Speed(speed) => self.clock.set_speed(speed),
            ClockChange::Step => self.step()?,
        }
        Ok(())
    }

    /// Goes on until something has happened, and everything else of that instant.
    fn step(&mut self) -> io::Result<()> {
        let before = self.play.exchange().last_input();
        for _ in 0..STEP_MAX {
            let happened = self.play.exchange().last_input() > before;
            match self.play.next_at() {
                Some(at) if !happened || at <= self.play.exchange().clock() => self.act()?,
                _ => break,
            }
        }
        let reached = self.play.exchange().clock();
        if reached > self.clock.now() {
            self.clock.set_to(reached);
        }
        Ok(())
    }
}

/// The refusal that an input told, if it was refused.
fn refusal(events: &[Event]) -> Option<Refusal> {
    events.iter().find_map(|event| match &event.fact {
        Fact::Rejected { code, message, .. } => {
            Some(Refusal { code: code.clone(), message: message.clone(), seq: event.seq })
        }
        _ => None,
    })
}
