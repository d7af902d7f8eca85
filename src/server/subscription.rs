//! One subscription: reads the log and turns what concerns it into frames, each once and in order.
//!
//! Replay and live are the same thing, a position in the log. That none is told twice and none is missing needs no
//! other care.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::{Value, json};
use uuid::Uuid;

use super::board::Told;
use super::client_frame::{Channel, Topic};
use super::ladder::Ladder;
use super::order_form;
use crate::domain::{AccountId, OrderId, Price, Seq, Side, Symbol, Timestamp};
use crate::engine::{Event, Fact};
use crate::projection::{Orders, Views, public_id};

/// A frame that is ready to be sent.
#[derive(Debug)]
pub(super) struct Frame {
    /// The event it tells.
    pub(super) seq: Seq,
    /// As JSON.
    pub(super) body: Value,
}

/// One book as the client knows it, and what it does not know yet.
#[derive(Debug, Default)]
struct Mirror {
    ladder: Ladder,
    changed: BTreeSet<(Side, Price)>,
    seq: Seq,
    time: Timestamp,
    new: bool,
}

/// What a channel must remember to tell its frames.
#[derive(Debug)]
enum Memory {
    Nothing,
    Books { mirrors: BTreeMap<Symbol, Mirror>, dirty: BTreeSet<Symbol> },
    Orders { account: AccountId, orders: Box<Orders> },
}

/// What a client follows, and how far it has come.
#[derive(Debug)]
pub(super) struct Subscription {
    /// What is followed.
    pub(super) topic: Topic,
    run: Uuid,
    next: Seq,
    last: Seq,
    ready: VecDeque<Frame>,
    memory: Memory,
}

impl Subscription {
    /// Follows from an event on. `account` is the one whose orders are followed.
    ///
    /// # Panics
    /// When orders are followed without an account: the caller has asked for the token.
    pub(super) fn new(topic: Topic, run: Uuid, from: Seq, account: Option<AccountId>) -> Self {
        let memory = match topic.channel {
            Channel::Book => Memory::Books { mirrors: BTreeMap::new(), dirty: BTreeSet::new() },
            Channel::Orders => {
                let account = account.expect("orders are followed with a token");
                Memory::Orders { account, orders: Box::default() }
            }
            _ => Memory::Nothing,
        };
        let last = Seq(from.0.saturating_sub(1));
        Self { topic, run, next: from, last, ready: VecDeque::new(), memory }
    }

    /// Whether what is followed can only be told by who knows what was before.
    pub(super) const fn needs_past(&self) -> bool {
        !matches!(self.memory, Memory::Nothing)
    }

    /// Takes the books as they stand, in place of reading the past.
    pub(super) fn take_books(&mut self, views: &Views) {
        let Memory::Books { mirrors, dirty } = &mut self.memory else { return };
        for view in views.market.instruments.values().filter(|view| follows(&self.topic, view.symbol)) {
            let ladder = Ladder { bids: view.bids.clone(), asks: view.asks.clone() };
            let (seq, time) = (view.book_seq, views.market.now);
            mirrors.insert(view.symbol, Mirror { ladder, changed: BTreeSet::new(), seq, time, new: true });
            dirty.insert(view.symbol);
        }
    }

    /// Reads what was before the first event that is told.
    pub(super) fn take_past(&mut self, past: &[Told]) {
        let first = self.next;
        for event in past.iter().flat_map(|told| told.iter()).take_while(|event| event.seq < first) {
            match &mut self.memory {
                Memory::Nothing => return,
                Memory::Books { mirrors, dirty } => remember_book(&self.topic, mirrors, dirty, event),
                Memory::Orders { account, orders } => drop(remember_order(*account, orders, event)),
            }
        }
        if let Memory::Books { mirrors, dirty } = &mut self.memory {
            mirrors.values_mut().for_each(|mirror| (mirror.new, mirror.changed) = (true, BTreeSet::new()));
            *dirty = mirrors.keys().copied().collect();
        }
    }

    /// The next event that it has not looked at.
    pub(super) const fn next(&self) -> Seq {
        self.next
    }

    /// The last event that was told, or was there to be told before it began.
    pub(super) const fn last(&self) -> Seq {
        self.last
    }

    /// Reads what one input told.
    pub(super) fn take(&mut self, told: &Told) {
        for event in told.iter().filter(|event| event.seq >= self.next) {
            match &mut self.memory {
                Memory::Books { mirrors, dirty } => remember_book(&self.topic, mirrors, dirty, event),
                Memory::Orders { account, orders } => {
                    for order in remember_order(*account, orders, event) {
                        let view = orders.get(order).filter(|view| follows(&self.topic, view.request.instrument));
                        let body = view.map(|view| {
                            let data = order_form::write(self.run, view);
                            update(&self.topic, Some(view.request.instrument), event, data)
                        });
                        self.ready.extend(body.map(|body| Frame { seq: event.seq, body }));
                    }
                }
                Memory::Nothing => {
                    let body = tell(&self.topic, self.run, event, told);
                    self.ready.extend(body.map(|body| Frame { seq: event.seq, body }));
                }
            }
        }
        if let Some(last) = told.last() {
            self.next = self.next.max(Seq(last.seq.0 + 1));
        }
    }

    /// Whether updates may be put together when the client is slow.
    pub(super) const fn conflates(&self) -> bool {
        matches!(self.memory, Memory::Books { .. })
    }

    /// Whether a frame is ready.
    pub(super) fn is_ready(&self) -> bool {
        match &self.memory {
            Memory::Books { dirty, .. } => !dirty.is_empty(),
            _ => !self.ready.is_empty(),
        }
    }

    /// Takes out the next frame. A book is told as it stands now, with all that has changed since it was told last.
    pub(super) fn pop(&mut self) -> Option<Frame> {
        match &mut self.memory {
            Memory::Books { mirrors, dirty } => {
                let symbol = dirty.pop_first()?;
                mirrors.get_mut(&symbol).map(|mirror| mirror.tell(symbol))
            }
            _ => self.ready.pop_front(),
        }
    }

    /// Notes that a frame is on its way to the client.
    pub(super) fn told(&mut self, seq: Seq) {
        self.last = self.last.max(seq);
    }
}

/// Whether a topic is about an instrument.
fn follows(topic: &Topic, instrument: Symbol) -> bool {
    topic.instrument.is_none_or(|followed| followed == instrument)
}

fn remember_book(topic: &Topic, mirrors: &mut BTreeMap<Symbol, Mirror>, dirty: &mut BTreeSet<Symbol>, event: &Event) {
    match event.fact {
        Fact::Listed { instrument, .. } if follows(topic, instrument) => {
            mirrors.insert(instrument, Mirror { seq: event.seq, time: event.time, new: true, ..Mirror::default() });
            dirty.insert(instrument);
        }
        Fact::Level { instrument, side, price, quantity } if follows(topic, instrument) => {
            let mirror = mirrors.entry(instrument).or_default();
            mirror.ladder.set(side, price, quantity);
            mirror.changed.insert((side, price));
            (mirror.seq, mirror.time) = (event.seq, event.time);
            dirty.insert(instrument);
        }
        _ => {}
    }
}

impl Mirror {
    /// The first time the whole book, then the levels that have changed.
    fn tell(&mut self, symbol: Symbol) -> Frame {
        let whole = std::mem::take(&mut self.new);
        let changed = std::mem::take(&mut self.changed);
        let (bids, asks): (Vec<_>, Vec<_>) = if whole {
            let bids = self.ladder.bids.iter().map(|(price, quantity)| (price.0, *quantity)).collect();
            (bids, self.ladder.asks.iter().map(|(price, quantity)| (*price, *quantity)).collect())
        } else {
            let level = |side: Side| {
                let of_side = changed.iter().filter(move |(of, _)| *of == side);
                of_side.map(|(side, price)| (*price, self.ladder.at(*side, *price)))
            };
            // Best first: bids from the highest price down.
            let mut bids: Vec<_> = level(Side::Buy).collect();
            bids.reverse();
            (bids, level(Side::Sell).collect())
        };
        let data = json!({"bids": bids, "asks": asks, "checksum": self.ladder.checksum()});
        let kind = if whole { "snapshot" } else { "update" };
        let body = json!({
            "type": kind, "channel": Channel::Book.name(), "instrument": symbol, "seq": self.seq, "time": self.time,
            "data": data,
        });
        Frame { seq: self.seq, body }
    }
}

/// Folds an event of an account's orders; tells which of them it has changed.
fn remember_order(account: AccountId, orders: &mut Orders, event: &Event) -> Vec<OrderId> {
    let touched = match &event.fact {
        Fact::OrderAccepted { order, account: of, .. } if *of == account => {
            orders.fold(event);
            return vec![*order];
        }
        Fact::OrderReplaced { order, .. }
        | Fact::OrderDecremented { order, .. }
        | Fact::OrderRepriced { order, .. }
        | Fact::OrderTriggered { order, .. }
        | Fact::OrderConverted { order, .. }
        | Fact::OrderCanceled { order, .. }
        | Fact::OrderExpired { order, .. } => vec![*order],
        Fact::Traded { buy_order, sell_order, .. } => vec![*buy_order, *sell_order],
        _ => return Vec::new(),
    };
    let own: Vec<OrderId> = touched.into_iter().filter(|order| orders.get(*order).is_some()).collect();
    if !own.is_empty() {
        orders.fold(event);
    }
    own
}

/// The frame of an event for a channel that needs no memory, if the event concerns it.
fn tell(topic: &Topic, run: Uuid, event: &Event, told: &Told) -> Option<Value> {
    let (instrument, data) = match topic.channel {
        Channel::Trades => trade(run, &event.fact)?,
        Channel::Phases => phase(&event.fact, told)?,
        Channel::Auction => auction(&event.fact)?,
        Channel::Admissions => return admission(topic, event),
        Channel::Book | Channel::Orders => return None,
    };
    follows(topic, instrument).then(|| update(topic, Some(instrument), event, data))
}

fn update(topic: &Topic, instrument: Option<Symbol>, event: &Event, data: Value) -> Value {
    json!({
        "type": "update", "channel": topic.channel.name(), "instrument": instrument, "seq": event.seq,
        "time": event.time, "data": data,
    })
}

fn trade(run: Uuid, fact: &Fact) -> Option<(Symbol, Value)> {
    let Fact::Traded { trade, instrument, price, quantity, buy_order, sell_order, aggressor, .. } = fact else {
        return None;
    };
    let data = json!({
        "trade": public_id(run, "trade", trade.0), "price": price, "quantity": quantity, "aggressor": aggressor,
        "buy_order": public_id(run, "order", buy_order.0), "sell_order": public_id(run, "order", sell_order.0),
    });
    Some((*instrument, data))
}

/// A change of phase, with the change after it where the same input has told that.
fn phase(fact: &Fact, told: &Told) -> Option<(Symbol, Value)> {
    let Fact::PhaseChanged { instrument, phase, reason } = fact else { return None };
    let next = told.iter().find_map(|event| match event.fact {
        Fact::PhaseScheduled { instrument: of, phase, due_at } if of == *instrument => Some((phase, due_at)),
        _ => None,
    });
    let (next_phase, next_phase_at) = next.unzip();
    let data = json!({"phase": phase, "reason": reason, "next_phase": next_phase, "next_phase_at": next_phase_at});
    Some((*instrument, data))
}

fn auction(fact: &Fact) -> Option<(Symbol, Value)> {
    let (uncrossed, instrument, price, volume, surplus, side) = match fact {
        Fact::Indicative { instrument, price, volume, surplus, surplus_side } => {
            (false, instrument, price, volume, surplus, surplus_side)
        }
        Fact::Uncrossed { instrument, price, volume, surplus, surplus_side } => {
            (true, instrument, price, volume, surplus, surplus_side)
        }
        _ => return None,
    };
    let data = json!({
        "price": price, "volume": volume, "surplus": surplus, "surplus_side": side, "uncrossed": uncrossed,
    });
    Some((*instrument, data))
}

/// The public path of a company. How each member voted stays with the committee.
fn admission(topic: &Topic, event: &Event) -> Option<Value> {
    let instrument = match &event.fact {
        Fact::Occurred { .. }
        | Fact::Subsided { .. }
        | Fact::StageEntered { .. }
        | Fact::Assessed { .. }
        | Fact::CommentsOpened { .. }
        | Fact::Commented { .. }
        | Fact::CommentsClosed { .. }
        | Fact::Withdrawn { .. }
        | Fact::Appealed { .. }
        | Fact::Decided { .. }
        | Fact::ConditionMet { .. }
        | Fact::ConditionMissed { .. }
        | Fact::ObligationMissed { .. }
        | Fact::ObligationLate { .. }
        | Fact::ActivityTested { .. }
        | Fact::TargetJudged { .. }
        | Fact::TargetRestated { .. }
        | Fact::LapseBegan { .. }
        | Fact::LapseCured { .. } => None,
        Fact::OfferOpened { instrument, .. }
        | Fact::OfferExtended { instrument, .. }
        | Fact::OfferFellShort { instrument, .. }
        | Fact::OfferClosed { instrument, .. }
        | Fact::Sanctioned { instrument, .. }
        | Fact::Delisted { instrument, .. }
        | Fact::Listed { instrument, .. } => Some(*instrument),
        _ => return None,
    };
    Some(update(topic, instrument, event, json!(event.fact)))
}
