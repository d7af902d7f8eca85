//! Pegged orders: they follow the best limit of their side, or the middle of both sides, as far as their cap.
//!
//! Nothing moves while an order takes. When a command and the stops that it set off are done, all pegs whose price has
//! changed leave the book together and come in again in the order of their arrival.

use super::happening::Happening;
use super::held::{Limit, Place, Taker};
use super::level::Level;
use super::market::Market;
use super::order::NewOrder;
use super::reject::Reject;
use super::slab::Slot;
use crate::domain::{OrderType, Peg, Price, Side, TradingPhase};

/// How often one command may move pegs. Each time needs a stop that entered since the last, so that no common flow comes
/// near; what then still waits goes on with the next command.
pub(super) const CASCADE_MAX: u32 = 100;

/// What an order follows, and how far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pegged {
    pub(super) peg: Peg,
    /// The worst price that it may take.
    pub(super) cap: Limit,
    /// Its rank among the pegs: the lower came first.
    pub(super) arrival: u64,
}

/// The best limits that are not themselves pegs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Anchors {
    bid: Option<Price>,
    ask: Option<Price>,
}

impl Anchors {
    /// Those while there is nothing to follow.
    const NONE: Self = Self { bid: None, ask: None };
}

impl Market {
    /// Whether a pegged order may come in.
    pub(super) fn check_peg(&self, order: &NewOrder) -> Result<(), Reject> {
        let fits = order.kind == OrderType::Limit
            && super::instructions::stands(order.time_in_force)
            && order.display.is_none();
        if !fits {
            Err(Reject::PegNotAllowed)
        } else if self.phase != TradingPhase::Continuous {
            Err(Reject::PegOutsideContinuous)
        } else {
            Ok(())
        }
    }

    /// Lets a pegged order in. Its limit is its cap; a buy without one is bound by what its money was reserved for.
    pub(super) fn enter_peg(&mut self, mut taker: Taker, out: &mut Vec<Happening>) {
        let ceiling = taker.ceiling().map(|price| self.limit_at(price));
        let cap = if taker.terms.limit.is_none() { ceiling.unwrap_or(Limit::NONE) } else { taker.terms.limit };
        self.peg_anew(&mut taker, cap, None, out);
    }

    /// Lets a pegged order with this cap come in behind all others, after it had that price.
    pub(super) fn peg_anew(&mut self, taker: &mut Taker, cap: Limit, before: Option<Price>, out: &mut Vec<Happening>) {
        let arrival = taker.terms.priority;
        let rare = taker.rare.as_mut().expect("a pegged order is rare");
        rare.ceiling = None;
        let pegged = rare.peg.as_mut().expect("only pegged orders come here");
        (pegged.cap, pegged.arrival) = (cap, arrival);
        let price = self.peg_price(pegged, taker.side, self.anchors());
        self.follow(taker, before, price, out);
    }

    /// What an open order follows, if it is pegged.
    #[inline]
    pub(super) fn pegged(&self, slot: Slot) -> Option<Pegged> {
        if self.book.order(slot).rare { self.book.rare(slot).peg } else { None }
    }

    /// Moves the pegs whose anchors have moved, then lets the stops in that this sets off, until nothing moves.
    #[cold]
    pub(super) fn move_pegs(&mut self, out: &mut Vec<Happening>) {
        for _ in 0..CASCADE_MAX {
            if self.phase != TradingPhase::Continuous || !self.move_pegs_once(out) {
                return;
            }
            self.enter_stops(out);
        }
        if self.phase == TradingPhase::Continuous && !self.pegs_to_move().is_empty() {
            out.push(Happening::CascadeStopped);
        }
    }

    /// Tells whether any moved.
    fn move_pegs_once(&mut self, out: &mut Vec<Happening>) -> bool {
        let moving = self.pegs_to_move();
        let mut takers = Vec::with_capacity(moving.len());
        for &(arrival, price) in &moving {
            let slot = self.book.find(self.pegs[&arrival]).expect("a peg that ended leaves the list");
            let taker = self.take_out(slot);
            takers.push((taker.terms.limit.price(), price, taker));
        }
        for (before, price, mut taker) in takers {
            taker.terms.priority = self.book.next_priority();
            // One before it may have met a collar, so that a call has begun.
            let price = price.filter(|_| self.phase == TradingPhase::Continuous);
            self.follow(&mut taker, before, price, out);
        }
        !moving.is_empty()
    }

    /// The pegs that do not stand where they should, by arrival, with the price at which they should.
    fn pegs_to_move(&self) -> Vec<(u64, Option<Price>)> {
        let anchors = self.anchors();
        let wrong = |(&arrival, &id)| {
            let slot = self.book.find(id).expect("a peg that ended leaves the list");
            let pegged = self.pegged(slot).expect("the list is of pegs");
            let price = self.peg_price(&pegged, self.book.order(slot).side, anchors);
            (price != self.book.terms(slot).limit.price()).then_some((arrival, price))
        };
        self.pegs.iter().filter_map(wrong).collect()
    }

    /// Lets a pegged order that is in no row come in at its price, or wait where it has none.
    fn follow(&mut self, taker: &mut Taker, before: Option<Price>, price: Option<Price>, out: &mut Vec<Happening>) {
        taker.terms.limit = price.map_or(Limit::NONE, |price| self.limit_at(price));
        if price != before {
            out.push(Happening::Repriced { order: taker.id, price });
        }
        if price.is_none() {
            self.wait_for_anchor(taker);
        } else {
            self.note_entry(taker.id);
            self.trade_and_rest(taker, out);
        }
    }

    /// Takes the pegs out of the book when continuous trading ends; they wait until it begins again.
    pub(super) fn withdraw_pegs(&mut self, out: &mut Vec<Happening>) {
        let pegs: Vec<_> = self.pegs.values().copied().collect();
        for id in pegs {
            let slot = self.book.find(id).expect("a peg that ended leaves the list");
            if self.book.order(slot).is_in_row() {
                let mut taker = self.take_out(slot);
                let before = taker.terms.limit.price();
                self.follow(&mut taker, before, None, out);
            }
        }
    }

    pub(super) fn wait_for_anchor(&mut self, taker: &Taker) {
        self.watch(taker);
        self.book.wait(taker, Place::Anchor);
    }

    /// What pegs may follow now.
    fn anchors(&self) -> Anchors {
        if self.phase != TradingPhase::Continuous {
            return Anchors::NONE;
        }
        let is_plain = |level: &Level| self.row(level).any(|slot| self.pegged(slot).is_none());
        let best = |side| self.book.levels(side).find(|(_, level)| is_plain(level)).map(|(price, _)| price);
        Anchors { bid: best(Side::Buy), ask: best(Side::Sell) }
    }

    /// The price of a peg: that of its anchor on the tick away from the other side, not beyond its cap.
    fn peg_price(&self, pegged: &Pegged, side: Side, anchors: Anchors) -> Option<Price> {
        let sum = anchors.bid.zip(anchors.ask).map(|(bid, ask)| bid.scaled() + ask.scaled());
        let (wanted, ticks) = match (pegged.peg, side) {
            (Peg::Best, Side::Buy) => (anchors.bid?.scaled(), self.rules.ticks()),
            (Peg::Best, Side::Sell) => (anchors.ask?.scaled(), self.rules.ticks()),
            (Peg::Mid, Side::Buy) => (sum? / 2, self.rules.ticks()),
            (Peg::Mid, Side::Sell) => ((sum? + 1) / 2, self.rules.ticks()),
        };
        let cap = pegged.cap.price().map_or(wanted, Price::scaled);
        match side {
            Side::Buy => ticks.at_or_below(Price::from_scaled(wanted.min(cap))),
            Side::Sell => ticks.at_or_above(Price::from_scaled(wanted.max(cap))),
        }
    }
}
