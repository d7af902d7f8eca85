//! One instrument's market: its rules, its book, its phase. The other files of this room add what it can do.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::book::Book;
use super::entries::Entries;
use super::happening::{CancelReason, ExpiryReason, Happening};
use super::held::{Held, Limit, Place, Rare, Taker};
use super::index::Position;
use super::order::OpenOrder;
use super::period::Period;
use super::reference::DayPrices;
use super::rules::{CollarBase, Rules, band};
use super::slab::Slot;
use super::stops::Stops;
use crate::domain::{OrderId, Price, Quantity, Side, Timestamp, TradingPhase};

/// Where the orders of one instrument meet.
///
/// Pure and synchronous: time comes in with each command, what happened goes out as [`Happening`]s, and a command that
/// is rejected changes nothing.
//
// In the order of their use: what most commands touch lies together, from the end of the book to the start of the
// rules. With many markets each line of the cache that a command need not fetch counts.
#[derive(Debug, Clone)]
#[repr(C)]
pub struct Market {
    /// `atc` and `opg` orders outside the book, by priority.
    pub(super) for_next_call: BTreeMap<u64, OrderId>,
    /// Pegged orders, in the book or waiting, by arrival.
    pub(super) pegs: BTreeMap<u64, OrderId>,
    /// When `gtd` orders end.
    pub(super) expiries: BTreeSet<(Timestamp, OrderId)>,
    /// Stops set off by the command in hand, in the order in which they enter; empty between commands.
    pub(super) entering: VecDeque<OrderId>,
    pub(super) last_auction: Option<Price>,
    /// Kept on a copy that is played to explain; nothing while trading.
    pub(super) entries: Option<Box<Entries>>,
    pub(super) stops: Stops,
    pub(super) book: Book,
    pub(super) last: Option<Price>,
    pub(super) phase: TradingPhase,
    /// Whether the running call is one that a collar has set off.
    pub(super) interrupted: bool,
    /// What has traded since the collar's reference price was found.
    pub(super) period: Period,
    /// What the day has brought for the next day's reference price.
    pub(super) day: DayPrices,
    /// Whether the next uncrossing is the first since the market was closed: the opening auction of its day.
    pub(super) opening: bool,
    pub(super) rules: Rules,
}

impl Market {
    /// A market without orders, in continuous trading until told otherwise.
    #[must_use]
    pub fn new(rules: Rules) -> Self {
        Self {
            book: Book::new(rules.ticks()),
            rules,
            phase: TradingPhase::Continuous,
            last: None,
            last_auction: None,
            stops: Stops::default(),
            for_next_call: BTreeMap::new(),
            pegs: BTreeMap::new(),
            expiries: BTreeSet::new(),
            entering: VecDeque::new(),
            entries: None,
            interrupted: false,
            period: Period::default(),
            day: DayPrices::default(),
            opening: false,
        }
    }

    /// A market without orders that begins in another phase.
    #[must_use]
    pub fn in_phase(rules: Rules, phase: TradingPhase) -> Self {
        let mut market = Self { phase, opening: Self::opens_after(phase), ..Self::new(rules) };
        market.keep_tally();
        market
    }

    /// Its trading rules.
    #[must_use]
    pub const fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The phase it is in.
    #[must_use]
    pub const fn phase(&self) -> TradingPhase {
        self.phase
    }

    /// The price of the last trade.
    #[must_use]
    pub const fn last(&self) -> Option<Price> {
        self.last
    }

    /// The reference price of an auction: the last trade, else the rules' reference price. Where the rules find one at
    /// the close, it is that of the day.
    #[must_use]
    pub fn reference(&self) -> Option<Price> {
        match self.rules.cascade() {
            None => self.last.or(self.rules.reference_price()),
            Some(_) => self.day.reference().or(self.rules.reference_price()).or(self.last),
        }
    }

    /// What a side shows at each price, best first, at most so many levels. Hidden quantity is not in it.
    #[must_use]
    pub fn depth(&self, side: Side, levels: usize) -> Vec<(Price, Quantity)> {
        self.book.levels(side).take(levels).map(|(price, level)| (price, Quantity::new(level.visible()))).collect()
    }

    /// What a side shows at one price. Hidden quantity is not in it.
    #[must_use]
    pub fn visible(&self, side: Side, price: Price) -> Quantity {
        self.book.level(side, price).map_or(Quantity::ZERO, |level| Quantity::new(level.visible()))
    }

    /// An order that is open, in the book or waiting.
    #[must_use]
    pub fn order(&self, id: OrderId) -> Option<OpenOrder> {
        self.book.find(id).map(|slot| self.book.seen(slot))
    }

    /// All open orders by their numbers, waiting ones too.
    pub fn open_orders(&self) -> impl Iterator<Item = OpenOrder> {
        self.book.orders().map(|(slot, ..)| self.book.seen(slot))
    }

    /// When the next `gtd` order ends.
    #[must_use]
    pub fn next_expiry(&self) -> Option<Timestamp> {
        self.expiries.first().map(|&(at, _)| at)
    }

    /// The price that the static collar is measured from when the last trade was at `last`.
    pub(super) fn collar_base(&self, last: Option<Price>) -> Option<Price> {
        let fixed = self.rules.reference_price().or(last);
        match self.rules.collars().measured_from {
            CollarBase::ReferencePrice => fixed,
            CollarBase::LastAuction => self.last_auction.or(fixed),
            CollarBase::Period => self.period.reference().or(fixed),
        }
    }

    /// The lowest and the highest price inside the static collar, in 1/10,000; nothing without a collar.
    #[inline]
    pub(super) fn static_band(&self) -> Option<(i64, i64)> {
        self.static_band_after(self.last)
    }

    /// The static band when the last trade was at `last`: without a reference price each trade moves it.
    #[inline]
    pub(super) fn static_band_after(&self, last: Option<Price>) -> Option<(i64, i64)> {
        let rate = self.rules.collars().fixed?;
        Some(band(self.collar_base(last)?, rate))
    }

    /// Whether a trade at this price, after a trade at `last`, is inside both collars.
    #[inline]
    pub(super) fn inside_collars(&self, price: Price, last: Option<Price>) -> bool {
        let inside = |(low, high): (i64, i64)| (low..=high).contains(&price.scaled());
        let dynamic = self.rules.collars().dynamic.zip(last).map(|(rate, last)| band(last, rate));
        self.static_band_after(last).is_none_or(inside) && dynamic.is_none_or(inside)
    }

    /// The highest price inside the static collar that lasts at least until the next auction.
    pub(super) fn lasting_ceiling(&self) -> Option<Price> {
        let fixed = self.rules.reference_price().is_some();
        let lasts = match self.rules.collars().measured_from {
            CollarBase::ReferencePrice => fixed,
            CollarBase::LastAuction => fixed || self.last_auction.is_some(),
            // Trades of continuous trading may end the period; in a call nothing trades.
            CollarBase::Period => self.phase.collects() && (fixed || self.period.reference().is_some()),
        };
        let (_, high) = self.static_band().filter(|_| lasts)?;
        self.rules.ticks().at_or_below(Price::from_scaled(high))
    }

    /// A price of the grid as a limit.
    pub(super) fn limit_at(&self, price: Price) -> Limit {
        let scaled = u32::try_from(price.scaled()).expect("a price is above 0 and at most 200,000");
        self.book.limit(scaled).expect("the price of an auction or of a level is on the grid")
    }

    /// Lets an order go that ended, out of wherever it stands; tells its number and what was open.
    #[inline(always)]
    pub(super) fn end(&mut self, slot: Slot) -> (OrderId, Quantity) {
        let position = self.book.position(slot);
        self.end_at(slot, position)
    }

    /// Lets an order go that ended, whose entry in the index is known.
    #[inline(always)]
    pub(super) fn end_at(&mut self, slot: Slot, position: Position) -> (OrderId, Quantity) {
        let order = self.book.order(slot);
        let ended = (order.id, Quantity::new(order.open));
        if order.rare || !order.is_in_row() {
            self.stop_waiting(slot);
        }
        self.book.release(slot, position);
        ended
    }

    /// Takes an order out that is to come in anew, out of wherever it stands.
    pub(super) fn take_out(&mut self, slot: Slot) -> Taker {
        let &Held { id, side, open, rare, .. } = self.book.order(slot);
        let (terms, rare) = (*self.book.terms(slot), rare.then(|| Box::new(self.book.rare(slot))));
        self.end(slot);
        Taker { id, side, open, terms, rare }
    }

    /// Lets an order stand in the book, behind those of its price.
    #[inline(always)]
    pub(super) fn rest(&mut self, taker: &Taker) {
        self.watch(taker);
        self.book.rest(taker);
    }

    /// Lets an order wait outside the book until the next call.
    pub(super) fn wait_for_call(&mut self, taker: &Taker) {
        self.watch(taker);
        self.book.wait(taker, Place::NextCall);
        self.for_next_call.insert(taker.terms.priority, taker.id);
    }

    /// Lets a stop order wait outside the book until a trade sets it off.
    pub(super) fn wait_for_trade(&mut self, taker: &Taker, stop: Price) {
        self.watch(taker);
        self.book.wait(taker, Place::Stop);
        self.stops.add(taker.side, stop, taker.terms.priority, taker.id);
    }

    /// Lets pegged orders follow what a command has moved. A market without any pays one question.
    #[inline(always)]
    pub(super) fn follow_anchors(&mut self, out: &mut Vec<Happening>) {
        if !self.pegs.is_empty() {
            self.move_pegs(out);
        }
    }

    /// Notes of an order what few have: when it ends by date, what it follows.
    #[inline(always)]
    pub(super) fn watch(&mut self, taker: &Taker) {
        if let Some(rare) = &taker.rare {
            self.watch_rare(taker.id, rare);
        }
    }

    #[cold]
    fn watch_rare(&mut self, id: OrderId, rare: &Rare) {
        if let Some(at) = rare.expires_at {
            self.expiries.insert((at, id));
        }
        if let Some(pegged) = rare.peg {
            self.pegs.insert(pegged.arrival, id);
        }
    }

    /// Takes an order that ends off the lists of what waits for an instant, a trade or a call.
    #[cold]
    fn stop_waiting(&mut self, slot: Slot) {
        let &Held { id, side, place, .. } = self.book.order(slot);
        let Rare { stop, expires_at, peg, .. } = self.book.rare(slot);
        let priority = self.book.terms(slot).priority;
        if let Some(at) = expires_at {
            self.expiries.remove(&(at, id));
        }
        if let Some(pegged) = peg {
            self.pegs.remove(&pegged.arrival);
        }
        match (place, stop) {
            (Place::Stop, Some(stop)) => self.stops.remove(side, stop, priority),
            (Place::NextCall, _) => {
                self.for_next_call.remove(&priority);
            }
            _ => {}
        }
    }

    /// Ends an order by its owner or by a rule.
    pub(super) fn end_canceled(&mut self, slot: Slot, reason: CancelReason, out: &mut Vec<Happening>) {
        let (order, quantity) = self.end(slot);
        out.push(Happening::Canceled { order, quantity, reason });
    }

    /// Ends an order by time.
    pub(super) fn end_expired(&mut self, slot: Slot, reason: ExpiryReason, out: &mut Vec<Happening>) {
        let (order, quantity) = self.end(slot);
        out.push(Happening::Expired { order, quantity, reason });
    }
}
