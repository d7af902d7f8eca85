//! Why something happened: for every fill, rejection, end and verdict the rule behind it and the numbers that it looked
//! at.
//!
//! Nothing is kept for this while trading. Whoever asks brings the exchange as it stood before the input, from a replay
//! of the journal; the input is played again on a copy, by the same code, and looked at closely.

mod auction;
mod cause;
mod ending;
mod fill;
mod lapse;
mod numbers;
mod refusal;
mod sentences;
mod standing;
#[cfg(test)]
mod tests;
mod verdict;

use serde::Serialize;

use super::{Event, Exchange, Fact, Input};
use crate::domain::{AccountId, InputNumber, Seq, Symbol, Text, Timestamp};
use crate::market::{Market, PriceTable};

pub use cause::Cause;
pub use ending::Ending;
pub use fill::{Fill, Party, Role};
pub use lapse::LapseTold;
pub use refusal::{Check, Refusal, Stage as CheckStage};
pub use standing::Standing;
pub use verdict::{Verdict, VoteCounted};

use sentences::Sentences;

/// What kind of thing is explained. The words are stable and only added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Explained {
    /// A trade in continuous trading.
    Fill,
    /// A trade of an auction.
    AuctionFill,
    /// An auction, or what a running call would give.
    Auction,
    /// A command that was refused.
    Rejection,
    /// An order that came in, was changed or set off.
    Entry,
    /// The end of an order, or of the rest of it.
    End,
    /// What the gate found, a vote, or the committee's decision.
    Verdict,
    /// A lapse of a listed company, a step of the ladder that follows it, or its cure.
    Sanction,
    /// Anything else: told with what caused it.
    Event,
}

/// Why an event of the log happened.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The event.
    pub seq: Seq,
    /// The input that caused it.
    pub input: InputNumber,
    /// The input's time.
    pub time: Timestamp,
    /// What kind of thing is explained.
    pub kind: Explained,
    /// In sentences.
    pub because: Text,
    /// What was asked of the exchange.
    pub cause: Cause,
    /// Of a fill: both orders, what they allowed, and what had to trade before.
    pub fill: Option<Fill>,
    /// Of an auction and its fills: the candidate prices and what each rule left of them.
    pub auction: Option<PriceTable>,
    /// Of a rejection: the check that failed, and the numbers that it compared.
    pub rejection: Option<Refusal>,
    /// Of an order that came in or was changed: where it then stands.
    pub standing: Option<Standing>,
    /// Of an order's end: its reason.
    pub end: Option<Ending>,
    /// Of the gate and the committee: findings by criterion, votes.
    pub verdict: Option<Verdict>,
    /// Of a sanction: what the company failed in, and the ladder that follows it.
    pub lapse: Option<LapseTold>,
}

/// An input that is played again: how the exchange stood before it, what it told, how the exchange stands after it.
struct Rehearsal<'a> {
    reader: Option<AccountId>,
    before: &'a Exchange,
    input: &'a Input,
    events: Vec<Event>,
    after: Exchange,
}

impl Explanation {
    /// Why an event of an input happened; `before` is the exchange as it stood before the input, nothing before the
    /// first. Nothing when the input told no event of this number.
    ///
    /// An account that is named as the `reader` is told of its own side of a trade only, and of nothing hidden in the
    /// book. Whether the event concerns it at all is for the caller to say.
    #[must_use]
    pub fn of(before: Option<&Exchange>, input: &Input, seq: Seq, reader: Option<AccountId>) -> Option<Self> {
        let Some(before) = before else { return Self::of_the_beginning(input, seq) };
        let rehearsal = Rehearsal::play(before, input, reader);
        let event = rehearsal.events.iter().find(|event| event.seq == seq)?;
        let mut explanation = Self::plain(event, Cause::of(input));
        rehearsal.explain(event, &mut explanation);
        Some(explanation)
    }

    fn of_the_beginning(input: &Input, seq: Seq) -> Option<Self> {
        let mut events = Vec::new();
        Exchange::open(input, &mut events).ok()?;
        events.iter().find(|event| event.seq == seq).map(|event| Self::plain(event, Cause::of(input)))
    }

    /// An explanation that only knows what was asked.
    fn plain(event: &Event, cause: Cause) -> Self {
        let mut because = Sentences::default();
        cause.tell(event.input, &mut because);
        Self {
            seq: event.seq,
            input: event.input,
            time: event.time,
            kind: Explained::Event,
            because: because.text(),
            cause,
            fill: None,
            auction: None,
            rejection: None,
            standing: None,
            end: None,
            verdict: None,
            lapse: None,
        }
    }
}

impl<'a> Rehearsal<'a> {
    fn play(before: &'a Exchange, input: &'a Input, reader: Option<AccountId>) -> Self {
        let mut after = before.clone();
        after.listings.values_mut().for_each(|listing| listing.market.keep_entries());
        after.orders.keep_ended();
        let mut events = Vec::new();
        after.apply(input, &mut events);
        Self { reader, before, input, events, after }
    }

    fn explain(&self, event: &Event, into: &mut Explanation) {
        match &event.fact {
            Fact::Traded { .. } => self.explain_fill(event, into),
            Fact::Uncrossed { instrument, .. } => {
                self.explain_auction(self.market_before(*instrument), *instrument, into);
            }
            Fact::Indicative { instrument, .. } => {
                self.explain_auction(self.market_after(*instrument), *instrument, into);
            }
            Fact::Rejected { .. } => self.explain_refusal(into),
            Fact::OrderAccepted { order, instrument, .. }
            | Fact::OrderReplaced { order, instrument, .. }
            | Fact::OrderDecremented { order, instrument, .. }
            | Fact::OrderRepriced { order, instrument, .. }
            | Fact::OrderTriggered { order, instrument }
            | Fact::OrderConverted { order, instrument, .. } => self.explain_entry(event, *order, *instrument, into),
            Fact::OrderCanceled { .. } | Fact::OrderExpired { .. } => self.explain_end(event, into),
            Fact::Assessed { company, .. }
            | Fact::VoteCast { company, .. }
            | Fact::VoteStruck { company, .. }
            | Fact::DecisionMoved { company, .. }
            | Fact::MotionFell { company, .. }
            | Fact::Decided { company, .. } => {
                self.explain_verdict(event, company, into);
            }
            Fact::LapseBegan { .. }
            | Fact::Sanctioned { .. }
            | Fact::LapseCured { .. }
            | Fact::Delisted { .. }
            | Fact::BoughtOut { .. }
            | Fact::PhaseChanged { .. } => self.explain_lapse(event, into),
            _ => {}
        }
    }

    /// How an auction of this market would come to its price, as far as the reader may see it.
    fn table(&self, market: &Market) -> PriceTable {
        let table = market.price_table();
        if self.reader.is_some() { table.in_question() } else { table }
    }

    fn market_before(&self, instrument: Symbol) -> Option<&Market> {
        self.before.listings.get(&instrument).map(|listing| &listing.market)
    }

    fn market_after(&self, instrument: Symbol) -> Option<&Market> {
        self.after.listings.get(&instrument).map(|listing| &listing.market)
    }
}
