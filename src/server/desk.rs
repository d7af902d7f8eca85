//! What every answer needs: the board, the way to the exchange's thread, the tokens, the clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError};

use axum::http::{HeaderMap, header};
use tokio::sync::{oneshot, watch};

use super::archive::Archive;
use super::board::{Board, Posted};
use super::clock::Clock;
use super::problem::Problem;
use super::request::{Owner, Request};
use super::throttle::Throttle;
use super::tokens::{Caller, Tokens};
use crate::domain::{Code, Day};
use crate::engine::World;

/// Counted since the start, for `/metrics`.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Answers by class of status: 1xx to 5xx.
    pub(super) answers: [AtomicU64; 5],
    /// Streams opened.
    pub(super) streams: AtomicU64,
    /// Streams open now.
    pub(super) streams_open: AtomicU64,
    /// Frames put on streams.
    pub(super) frames: AtomicU64,
    /// Streams closed because their client was too slow.
    pub(super) streams_slow: AtomicU64,
    /// Commands turned away because the exchange's thread had too much to do.
    pub(super) turned_away: AtomicU64,
}

/// The desk of a live exchange.
#[derive(Debug)]
pub(super) struct Desk {
    /// What everyone may read.
    pub(super) board: Arc<Board>,
    /// What is written down, for long questions.
    pub(super) archive: Archive,
    /// The simulated time.
    pub(super) clock: Arc<Clock>,
    /// What is played.
    pub(super) world: World,
    /// Frames that may wait for one client.
    pub(super) client_queue: usize,
    /// How often one asker may ask.
    pub(super) throttle: Throttle,
    /// Turns true when the exchange closes down.
    pub(super) closing: watch::Receiver<bool>,
    /// Counters.
    pub(super) counts: Counts,
    tokens: Tokens,
    floor: SyncSender<Request>,
}

impl Desk {
    /// The day on the exchange's clocks.
    pub(super) fn today(&self) -> Day {
        self.world.calendar.day(self.clock.now())
    }

    /// The day on which a trade of now would settle.
    pub(super) fn settles_on(&self) -> Day {
        self.world.settlement.settles_on(self.today(), &self.world.calendar)
    }

    /// The record day of a payment that is due on a day, and the first day of trading without it.
    pub(super) fn record_and_ex_day(&self, due_on: Day) -> (Day, Day) {
        let (rules, calendar) = (&self.world.settlement, &self.world.calendar);
        let record_on = rules.record_day(calendar.business_day_from(due_on), calendar);
        (record_on, rules.ex_day(record_on, calendar))
    }

    /// Brings the parts of a live exchange together.
    #[expect(clippy::too_many_arguments, reason = "each part of a live exchange is named once, here")]
    pub(super) fn new(
        board: Arc<Board>,
        archive: Archive,
        clock: Arc<Clock>,
        world: World,
        tokens: Tokens,
        floor: SyncSender<Request>,
        client_queue: usize,
        throttle: Throttle,
        closing: watch::Receiver<bool>,
    ) -> Self {
        Self { board, archive, clock, world, client_queue, throttle, closing, counts: Counts::default(), tokens, floor }
    }

    /// Whose token a request carries.
    ///
    /// # Errors
    /// 401 without one, or with one that nobody was given.
    pub(super) fn caller(&self, headers: &HeaderMap) -> Result<&Caller, Problem> {
        let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let (scheme, token) = value.and_then(|value| value.split_once(' ')).ok_or_else(Problem::unauthorized)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Problem::unauthorized());
        }
        self.known(token.trim())
    }

    /// Whose token this is.
    ///
    /// # Errors
    /// 401 when nobody was given it.
    pub(super) fn known(&self, token: &str) -> Result<&Caller, Problem> {
        self.tokens.caller(token).ok_or_else(Problem::unauthorized)
    }

    /// The investor who calls.
    ///
    /// # Errors
    /// 401, or 403 for another role.
    pub(super) fn investor(&self, headers: &HeaderMap) -> Result<Owner, Problem> {
        self.owner(self.caller(headers)?)
    }

    /// The account of a caller who is an investor.
    ///
    /// # Errors
    /// 403 for another role.
    pub(super) fn owner(&self, caller: &Caller) -> Result<Owner, Problem> {
        let Caller::Investor(name) = caller else { return Err(wrong_role(caller, "an investor")) };
        let account = self.board.read().views.accounts.named(name);
        let account = account.ok_or_else(|| Problem::forbidden("the investor of this token has no account"))?;
        Ok(Owner { account, name: name.clone() })
    }

    /// The committee's seat that calls.
    ///
    /// # Errors
    /// 401, or 403 for another role.
    pub(super) fn seat(&self, headers: &HeaderMap) -> Result<&Code, Problem> {
        match self.caller(headers)? {
            Caller::Committee(seat) => Ok(seat),
            caller => Err(wrong_role(caller, "the committee")),
        }
    }

    /// Lets only some roles pass.
    ///
    /// # Errors
    /// 401, or 403 for another role.
    pub(super) fn only(&self, headers: &HeaderMap, roles: &[&str]) -> Result<&Caller, Problem> {
        let caller = self.caller(headers)?;
        if roles.contains(&caller.role()) { Ok(caller) } else { Err(wrong_role(caller, &roles.join(" or "))) }
    }

    /// Asks the exchange's thread.
    ///
    /// # Errors
    /// 503 when it has too much to do or goes down; what was asked has then not been done, or nothing about it is sure.
    pub(super) async fn ask<T>(&self, request: impl FnOnce(oneshot::Sender<T>) -> Request) -> Result<T, Problem> {
        let answer = self.send(request)?;
        answer.await.map_err(|_| Problem::busy("the exchange goes down; it is not sure whether this was done"))
    }

    /// Asks the exchange's thread and gives the place where its answer will come.
    ///
    /// # Errors
    /// 503 when it has too much to do: what was asked has not been done.
    pub(super) fn send<T>(
        &self,
        request: impl FnOnce(oneshot::Sender<T>) -> Request,
    ) -> Result<oneshot::Receiver<T>, Problem> {
        let (reply, answer) = oneshot::channel();
        self.floor.try_send(request(reply)).map_err(|error| match error {
            TrySendError::Full(_) => {
                self.counts.turned_away.fetch_add(1, Ordering::Relaxed);
                Problem::busy("the exchange has too much to do: nothing was done, come back")
            }
            TrySendError::Disconnected(_) => Problem::busy("the exchange goes down: nothing was done"),
        })?;
        Ok(answer)
    }

    /// Reads what is posted. To be let go of before anything is waited for.
    pub(super) fn posted(&self) -> std::sync::RwLockReadGuard<'_, Posted> {
        self.board.read()
    }
}

fn wrong_role(caller: &Caller, who: &str) -> Problem {
    Problem::forbidden(format!("this is for {who}; your token is of the role {}", caller.role()))
}
