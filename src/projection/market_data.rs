//! Instruments, their books by price, their trades.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::BondView;
use crate::domain::{
    Aggressor, Code, Day, HoldingTerms, InstrumentKind, Money, OrderId, Price, Quantity, Rate, Seq, Side, Symbol,
    Timestamp, TradeId, TradingPhase,
};
use crate::engine::{Event, Fact, OwnLeft};
use crate::issuance::Interest;

/// What a running call would give, or what an uncrossing gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Auction {
    /// The one price, if anything trades.
    pub price: Option<Price>,
    /// Units that trade.
    pub volume: Quantity,
    /// Units left over at that price.
    pub surplus: Quantity,
    /// On which side they are.
    pub surplus_side: Option<Side>,
}

impl Auction {
    /// What a call gives while nothing crosses in it.
    const NOTHING: Self = Self { price: None, volume: Quantity::ZERO, surplus: Quantity::ZERO, surplus_side: None };
}

/// One instrument as the market sees it.
#[derive(Debug, Clone)]
pub struct InstrumentView {
    /// Its symbol.
    pub symbol: Symbol,
    /// Its name.
    pub name: String,
    /// Who issued it.
    pub issuer: Code,
    /// Share or bond.
    pub kind: InstrumentKind,
    /// Market preset it trades under.
    pub market: String,
    /// Units in issue on the market.
    pub units: Quantity,
    /// Euro a point of price and unit.
    pub multiplier: u32,
    /// What a bond pays.
    pub interest: Option<Interest>,
    /// Who may hold it, how much, and what is locked up; nothing where all is free.
    pub limits: Option<HoldingTerms>,
    /// Where trading stands.
    pub phase: TradingPhase,
    /// Why, when it is halted.
    pub halt_reason: Option<String>,
    /// When it was listed.
    pub listed_at: Timestamp,
    /// When it left the market for good.
    pub delisted_at: Option<Timestamp>,
    /// When and into what it changes next.
    pub next_phase: Option<(Timestamp, TradingPhase)>,
    /// From each first price on, the tick in force; rising from 0.
    pub ticks: Vec<(Price, Price)>,
    /// How far a limit may be from the price that the rules measure it from, as a fraction.
    pub collar: Option<Rate>,
    /// Whether that is a fraction of the last auction's price; else it is one of the issue price.
    pub collar_follows_auctions: bool,
    /// The reference price of the day, where the market finds one at the close.
    pub day_reference: Option<Price>,
    /// The reference price of the running period, where the static collar is measured from one.
    pub period_price: Option<Price>,
    /// The price of the last auction that traded.
    pub auction_price: Option<Price>,
    /// Units that a quantity must be a multiple of.
    pub lot: u64,
    /// Price of the offer, which the first auction refers to.
    pub issue_price: Price,
    /// The last trade's price.
    pub last: Option<Price>,
    /// What the running call would give. Only in a call.
    pub indicative: Option<Auction>,
    /// The last uncrossing.
    pub last_auction: Option<Auction>,
    /// Visible bids, best first.
    pub bids: BTreeMap<Reverse<Price>, Quantity>,
    /// Visible asks, best first.
    pub asks: BTreeMap<Price, Quantity>,
    /// The event that last changed the visible book.
    pub book_seq: Seq,
    /// Index of its trades in [`MarketData::trades`], oldest first.
    pub trades: Vec<usize>,
}

impl InstrumentView {
    /// The reference price of the day, where the market finds one at the close; else the last trade's price, or the price
    /// of the offer.
    #[must_use]
    pub fn reference_price(&self) -> Price {
        self.day_reference.or(self.last).unwrap_or(self.issue_price)
    }

    /// The tick in force at a price.
    #[must_use]
    pub fn tick_at(&self, price: Price) -> Price {
        let step = self.ticks.iter().rev().find(|(from, _)| *from <= price);
        step.map_or(Price::STEP, |&(_, tick)| tick)
    }

    /// The price that the static collar is measured from.
    #[must_use]
    pub fn collar_base(&self) -> Price {
        let auction = self.auction_price.filter(|_| self.collar_follows_auctions);
        self.period_price.or(auction).unwrap_or(self.issue_price)
    }

    /// It on one day at its reference price, if it is a bond.
    #[must_use]
    pub fn bond(&self, day: Day) -> Option<BondView> {
        self.interest.map(|interest| BondView::on(interest, self.reference_price(), day))
    }

    /// The best visible bid.
    #[must_use]
    pub fn best_bid(&self) -> Option<Price> {
        self.bids.keys().next().map(|&Reverse(price)| price)
    }

    /// The best visible ask.
    #[must_use]
    pub fn best_ask(&self) -> Option<Price> {
        self.asks.keys().next().copied()
    }
}

/// One trade as told to everyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TradeView {
    /// Its event.
    pub seq: Seq,
    /// When.
    pub time: Timestamp,
    /// Its number.
    pub trade: TradeId,
    /// What was traded.
    pub instrument: Symbol,
    /// At what price.
    pub price: Price,
    /// How many units.
    pub quantity: Quantity,
    /// Price times quantity times multiplier.
    pub value: Money,
    /// The buy order.
    pub buy_order: OrderId,
    /// The sell order.
    pub sell_order: OrderId,
    /// Who came second.
    pub aggressor: Aggressor,
}

/// Every instrument and every trade.
#[derive(Debug, Clone, Default)]
pub struct MarketData {
    /// Instruments by symbol.
    pub instruments: BTreeMap<Symbol, InstrumentView>,
    /// Trades, oldest first.
    pub trades: Vec<TradeView>,
    /// The last event seen.
    pub last_seq: Seq,
    /// The time of the last event.
    pub now: Timestamp,
    /// Identity of the run, from which public ids are derived.
    pub run: uuid::Uuid,
}

impl MarketData {
    /// Takes in one event.
    pub fn fold(&mut self, event: &Event) {
        self.last_seq = event.seq;
        self.now = event.time;
        match &event.fact {
            Fact::Opened { run, .. } => self.run = *run,
            Fact::Listed { .. } => self.list(&event.fact, event.time),
            Fact::Traded { .. } => self.trade(event),
            Fact::Delisted { instrument, .. } => self.delist(*instrument, event.time),
            Fact::TermsChanged { instrument, interest, .. } => {
                if let Some(view) = self.instruments.get_mut(instrument) {
                    view.interest = Some(*interest);
                }
            }
            Fact::IncreaseClosed { instrument, listed, .. }
            | Fact::TreasuryCancelled { instrument, left: OwnLeft { listed, .. }, .. } => {
                if let Some(view) = self.instruments.get_mut(instrument) {
                    view.units = *listed;
                }
            }
            Fact::NominalReduced { instrument, multiplier, .. } => {
                if let Some(view) = self.instruments.get_mut(instrument) {
                    view.multiplier = *multiplier;
                }
            }
            fact => {
                if let Some(instrument) = instrument_of(fact).and_then(|symbol| self.instruments.get_mut(&symbol)) {
                    instrument.fold(event.seq, fact);
                }
            }
        }
    }

    fn list(&mut self, fact: &Fact, at: Timestamp) {
        let Fact::Listed {
            company,
            instrument,
            name,
            kind,
            market,
            reference_price,
            units,
            ticks,
            collar,
            collar_follows_auctions,
            lot,
            multiplier,
            interest,
            limits,
            ..
        } = fact
        else {
            return;
        };
        let view = InstrumentView {
            symbol: *instrument,
            name: name.clone(),
            issuer: company.clone(),
            kind: *kind,
            market: market.clone(),
            units: *units,
            multiplier: *multiplier,
            interest: interest.as_deref().copied(),
            limits: limits.as_deref().cloned(),
            phase: TradingPhase::Closed,
            halt_reason: None,
            listed_at: at,
            delisted_at: None,
            next_phase: None,
            ticks: ticks.clone(),
            collar: *collar,
            collar_follows_auctions: *collar_follows_auctions,
            day_reference: None,
            period_price: None,
            auction_price: None,
            lot: *lot,
            issue_price: *reference_price,
            last: None,
            indicative: None,
            last_auction: None,
            bids: BTreeMap::new(),
            asks: BTreeMap::new(),
            book_seq: Seq(0),
            trades: Vec::new(),
        };
        self.instruments.insert(*instrument, view);
    }

    fn delist(&mut self, instrument: Symbol, at: Timestamp) {
        if let Some(view) = self.instruments.get_mut(&instrument) {
            view.delisted_at = Some(at);
            view.next_phase = None;
        }
    }

    fn trade(&mut self, event: &Event) {
        let Fact::Traded { trade, instrument, price, quantity, value, buy_order, sell_order, aggressor, .. } =
            event.fact
        else {
            return;
        };
        if let Some(view) = self.instruments.get_mut(&instrument) {
            view.last = Some(price);
            view.trades.push(self.trades.len());
        }
        let (seq, time) = (event.seq, event.time);
        self.trades.push(TradeView {
            seq,
            time,
            trade,
            instrument,
            price,
            quantity,
            value,
            buy_order,
            sell_order,
            aggressor,
        });
    }
}

impl InstrumentView {
    fn fold(&mut self, seq: Seq, fact: &Fact) {
        match fact {
            Fact::PhaseChanged { phase, reason, .. } => {
                self.phase = *phase;
                self.halt_reason = reason.clone().filter(|_| phase.is_stopped());
                self.indicative = (*phase == TradingPhase::Call).then_some(Auction::NOTHING);
            }
            Fact::ReferenceFound { reference_price, .. } => self.day_reference = Some(*reference_price),
            Fact::TicksChanged { ticks, .. } => self.ticks.clone_from(ticks),
            Fact::PeriodBegan { reference_price, .. } => self.period_price = Some(*reference_price),
            Fact::PhaseScheduled { phase, due_at, .. } => self.next_phase = Some((*due_at, *phase)),
            Fact::Indicative { price, volume, surplus, surplus_side, .. } => {
                self.indicative =
                    Some(Auction { price: *price, volume: *volume, surplus: *surplus, surplus_side: *surplus_side });
            }
            Fact::Uncrossed { price, volume, surplus, surplus_side, .. } => {
                self.auction_price = price.or(self.auction_price);
                self.last_auction =
                    Some(Auction { price: *price, volume: *volume, surplus: *surplus, surplus_side: *surplus_side });
            }
            Fact::Level { side, price, quantity, .. } => {
                self.book_seq = seq;
                match side {
                    Side::Buy => set(&mut self.bids, Reverse(*price), *quantity),
                    Side::Sell => set(&mut self.asks, *price, *quantity),
                }
            }
            _ => {}
        }
    }
}

fn set<K: Ord>(levels: &mut BTreeMap<K, Quantity>, price: K, quantity: Quantity) {
    if quantity.is_zero() {
        levels.remove(&price);
    } else {
        levels.insert(price, quantity);
    }
}

fn instrument_of(fact: &Fact) -> Option<Symbol> {
    match fact {
        Fact::PhaseChanged { instrument, .. }
        | Fact::PhaseScheduled { instrument, .. }
        | Fact::TicksChanged { instrument, .. }
        | Fact::ReferenceFound { instrument, .. }
        | Fact::PeriodBegan { instrument, .. }
        | Fact::Indicative { instrument, .. }
        | Fact::Uncrossed { instrument, .. }
        | Fact::Level { instrument, .. } => Some(*instrument),
        _ => None,
    }
}
