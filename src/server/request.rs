//! What is asked of the exchange's thread, and what it answers.

use tokio::sync::oneshot;

use super::clock::Speed;
use crate::domain::{AccountId, Code, OrderId, Price, Quantity, Seq, Side, Symbol, Text, Timestamp};
use crate::engine::{Command, OrderRequest};
use crate::journal::Digest;
use crate::projection::OrderView;

/// A command that the exchange refused, with its own code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// Stable code.
    pub(super) code: String,
    /// For people.
    pub(super) message: Text,
    /// Its event in the log, about which one may ask why.
    pub(super) seq: Seq,
}

/// How the entry of an order ended.
#[derive(Debug, Clone)]
pub(super) enum Entry {
    /// It stands, or has traded already.
    New(Box<OrderView>),
    /// The same order came in before.
    Known(Box<OrderView>),
    /// Another order came in before under this name.
    NameTaken,
    /// The exchange refused it.
    Refused(Refusal),
}

/// How a change of an order ended.
#[derive(Debug, Clone)]
pub(super) enum Change {
    /// As it stands now.
    Done(Box<OrderView>),
    /// It had ended before.
    Ended,
    /// There is no such order of this account.
    Unknown,
    /// The exchange refused it.
    Refused(Refusal),
}

/// What the facilitator does to the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClockChange {
    /// Time passes.
    Start,
    /// Time stands.
    Pause,
    /// On to the next thing that happens by itself, whatever the speed.
    Step,
    /// As fast as this.
    Speed(Speed),
}

/// One thing to do for the exchange's thread.
#[derive(Debug)]
pub(super) enum Request {
    /// Enter orders of one account, in this order.
    Enter {
        /// Whose.
        owner: Owner,
        /// At least one.
        orders: Vec<OrderRequest>,
        /// One answer an order.
        reply: oneshot::Sender<Vec<Entry>>,
    },
    /// Withdraw an order.
    Cancel {
        /// Whose.
        owner: Owner,
        /// Which.
        order: OrderId,
        /// How it ended.
        reply: oneshot::Sender<Change>,
    },
    /// Withdraw all orders of an account, or some.
    CancelAll {
        /// Whose.
        owner: Owner,
        /// Only those in this instrument.
        instrument: Option<Symbol>,
        /// Only those of this side.
        side: Option<Side>,
        /// The orders that have ended by it.
        reply: oneshot::Sender<Result<Vec<OrderView>, Refusal>>,
    },
    /// Change an order.
    Replace {
        /// Whose.
        owner: Owner,
        /// Which.
        order: OrderId,
        /// New limit.
        price: Option<Price>,
        /// New total.
        quantity: Option<Quantity>,
        /// How it ended.
        reply: oneshot::Sender<Change>,
    },
    /// Any other command of a person.
    Command {
        /// By role or participant.
        by: Code,
        /// What is asked.
        command: Command,
        /// Whether it was done.
        reply: oneshot::Sender<Result<(), Refusal>>,
    },
    /// Sets the clock.
    Clock {
        /// How.
        change: ClockChange,
        /// The simulated time then.
        reply: oneshot::Sender<Timestamp>,
    },
    /// Take the digest of everything so far, with the last event that it covers.
    Seal {
        /// Both.
        reply: oneshot::Sender<(Seq, Digest)>,
    },
    /// Do what is waiting, make it durable, end.
    Stop,
}

/// An investor at the desk.
#[derive(Debug, Clone)]
pub(super) struct Owner {
    /// Its account.
    pub(super) account: AccountId,
    /// Its name.
    pub(super) name: Code,
}
