//! A second exchange, as plain as the rulebook: lists, searched from end to end, every tick tried. It shares the words
//! and the numbers of the program, and none of its thinking. Slow, and easy to be right about.

mod pegs;

use borsa_sociale::domain::{OrderStatus, OrderType, Peg, SelfTradePrevention, Side, TimeInForce, TradingPhase};
use borsa_sociale::market::TieBreak;

/// Prices and quantities as bare numbers.
#[derive(Clone)]
pub(crate) struct Order {
    pub(crate) id: u64,
    pub(crate) side: Side,
    pub(crate) kind: OrderType,
    pub(crate) tif: TimeInForce,
    pub(crate) price: Option<i64>,
    pub(crate) stop: Option<i64>,
    pub(crate) total: u64,
    pub(crate) filled: u64,
    pub(crate) display: Option<u64>,
    pub(crate) shown: u64,
    pub(crate) expires: Option<i64>,
    pub(crate) rank: u64,
    pub(crate) at: At,
    /// `New` while open, whatever has traded.
    pub(crate) status: OrderStatus,
    /// 0 is nobody.
    pub(crate) group: u32,
    pub(crate) prevention: Option<SelfTradePrevention>,
    pub(crate) post_only: bool,
    pub(crate) minimum: Option<u64>,
    pub(crate) peg: Option<Peg>,
    /// The worst price of a peg, whose own price moves.
    pub(crate) cap: Option<i64>,
    /// Rank among the pegs.
    pub(crate) arrival: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum At {
    Nowhere,
    Book,
    StopList,
    SetOff,
    NextCall,
    Anchor,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Trade {
    pub(crate) price: i64,
    pub(crate) quantity: u64,
    pub(crate) buy: u64,
    pub(crate) sell: u64,
    pub(crate) in_auction: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Rulebook {
    pub(crate) tick: i64,
    pub(crate) reference: Option<i64>,
    pub(crate) tie_break: Vec<TieBreak>,
    /// Fractions in 1/10,000.
    pub(crate) fixed: Option<i64>,
    pub(crate) dynamic: Option<i64>,
    /// Whether a collar interrupts trading by a call.
    pub(crate) interrupts: bool,
}

#[derive(Clone)]
pub(crate) struct Exchange {
    pub(crate) rules: Rulebook,
    pub(crate) phase: TradingPhase,
    pub(crate) last: Option<i64>,
    pub(crate) now: i64,
    pub(crate) orders: Vec<Order>,
    pub(crate) trades: Vec<Trade>,
    rank: u64,
    /// Closed or before the open since the last uncrossing.
    new_day: bool,
    /// Stops set off, in the order in which they enter.
    queue: Vec<usize>,
}

fn other(side: Side) -> Side {
    if side == Side::Buy { Side::Sell } else { Side::Buy }
}

impl Exchange {
    pub(crate) fn new(rules: Rulebook) -> Self {
        let phase = TradingPhase::Continuous;
        let (orders, trades, queue) = (vec![], vec![], vec![]);
        Self { rules, phase, last: None, now: 0, orders, trades, rank: 0, new_day: false, queue }
    }

    fn rank(&mut self) -> u64 {
        self.rank += 1;
        self.rank
    }

    pub(crate) fn left(&self, o: usize) -> u64 {
        self.orders[o].total - self.orders[o].filled
    }

    pub(crate) fn find(&self, id: u64) -> Option<usize> {
        self.orders.iter().position(|o| o.id == id && o.status == OrderStatus::New)
    }

    /// The orders of a side in the book, best first, then first come.
    pub(crate) fn book(&self, side: Side) -> Vec<usize> {
        let mut list: Vec<usize> = (0..self.orders.len())
            .filter(|&o| self.orders[o].at == At::Book && self.orders[o].side == side)
            .filter(|&o| self.orders[o].status == OrderStatus::New)
            .collect();
        let sign = if side == Side::Buy { -1 } else { 1 };
        list.sort_by_key(|&o| (self.orders[o].price.map(|p| sign * p), self.orders[o].rank)); // none is first
        list
    }

    fn reference(&self) -> Option<i64> {
        self.last.or(self.rules.reference)
    }

    fn within(price: i64, base: Option<i64>, fraction: Option<i64>) -> bool {
        let (Some(base), Some(f)) = (base, fraction) else { return true };
        price * 10_000 >= base * (10_000 - f) && price * 10_000 <= base * (10_000 + f)
    }

    fn in_static(&self, price: i64) -> bool {
        Self::within(price, self.rules.reference.or(self.last), self.rules.fixed)
    }

    fn end(&mut self, o: usize, status: OrderStatus) {
        self.orders[o].status = status;
        self.orders[o].at = At::Nowhere;
    }

    fn collects(&self) -> bool {
        matches!(self.phase, TradingPhase::PreOpen | TradingPhase::Call)
    }

    fn takes_orders(&self) -> bool {
        self.collects() || matches!(self.phase, TradingPhase::Continuous | TradingPhase::TradingAtLast)
    }

    /// Whether an order waits for a call that is not there yet.
    fn waits(&self, tif: TimeInForce) -> bool {
        let its_call = match tif {
            TimeInForce::AtTheClose => self.collects(),
            TimeInForce::AtTheOpening => self.collects() && self.new_day,
            _ => true,
        };
        !its_call
    }

    /// While trading at last: a limit order at the last price.
    fn fits_the_last(&self, kind: OrderType, tif: TimeInForce, price: Option<i64>) -> bool {
        self.phase != TradingPhase::TradingAtLast
            || kind == OrderType::Limit
                && !matches!(tif, TimeInForce::AtTheClose | TimeInForce::AtTheOpening)
                && price.is_some()
                && price == self.last
    }

    fn quantity_ok(quantity: u64) -> bool {
        (1..=1_000_000_000_000).contains(&quantity)
    }

    fn price_ok(&self, price: i64) -> bool {
        price >= self.rules.tick && price <= 2_000_000_000 && price % self.rules.tick == 0 && self.in_static(price)
    }

    fn acceptable(&self, o: &Order) -> bool {
        use OrderType::{Limit, Market, MarketToLimit, Stop, StopLimit};
        use TimeInForce::{
            AtTheClose, AtTheOpening, Day, FillOrKill, GoodForAuction, GoodTillCancel, GoodTillDate, ImmediateOrCancel,
        };
        let call = self.collects();
        let stop_ok = |s: i64| s >= self.rules.tick && s <= 2_000_000_000 && s % self.rules.tick == 0;
        let standing = matches!(o.tif, Day | GoodTillCancel | GoodTillDate);
        self.takes_orders()
            && self.fits_the_last(o.kind, o.tif, o.price)
            && !(call && matches!(o.tif, ImmediateOrCancel | FillOrKill))
            && (o.tif != GoodForAuction || call && o.kind == Limit)
            && (!matches!(o.tif, AtTheClose | AtTheOpening) || matches!(o.kind, Limit | Market))
            && !(o.tif == FillOrKill && o.kind == MarketToLimit)
            && (o.display.is_none() || o.kind == Limit && standing)
            && o.display.is_none_or(Self::quantity_ok)
            && Self::quantity_ok(o.total)
            && (o.price.is_some() == matches!(o.kind, Limit | StopLimit) || o.kind == Limit && o.peg.is_some())
            && (o.peg.is_none() || self.peg_ok(o, standing))
            && o.price.is_none_or(|p| self.price_ok(p))
            && (!matches!(o.kind, Stop | StopLimit) || o.stop.is_some_and(stop_ok))
            && (o.tif != GoodTillDate || o.expires.is_some_and(|at| at > self.now))
            && !(o.kind == MarketToLimit && !call && self.book(other(o.side)).is_empty())
            && !(o.post_only && (o.kind != Limit || !standing || o.peg.is_some() || self.meets(o.side, o.price)))
            && o.minimum.is_none_or(|least| {
                let passes = standing || o.tif == ImmediateOrCancel;
                self.phase == TradingPhase::Continuous
                    && !o.post_only
                    && o.peg.is_none()
                    && passes
                    && !matches!(o.kind, Stop | StopLimit)
                    && (1..=o.total).contains(&least)
            })
    }

    /// Whether an order at this limit would meet another in continuous trading.
    fn meets(&self, side: Side, limit: Option<i64>) -> bool {
        let best = self.book(other(side)).first().and_then(|&m| self.orders[m].price);
        matches!(self.phase, TradingPhase::Continuous | TradingPhase::TradingAtLast)
            && best.zip(limit).is_some_and(|(b, l)| if side == Side::Buy { b <= l } else { b >= l })
    }

    /// Time goes on: what was good till now expires.
    pub(crate) fn advance(&mut self, now: i64) {
        self.now = now;
        for o in 0..self.orders.len() {
            let order = &self.orders[o];
            if order.tif == TimeInForce::GoodTillDate
                && order.status == OrderStatus::New
                && order.expires.is_some_and(|at| at <= now)
            {
                self.end(o, OrderStatus::Expired);
            }
        }
        self.finish();
    }

    pub(crate) fn enter(&mut self, mut order: Order) -> bool {
        if !self.acceptable(&order) {
            return false;
        }
        order.rank = self.rank();
        if order.peg.is_some() {
            self.bound_peg(&mut order);
        }
        let o = self.orders.len();
        self.orders.push(order);
        if matches!(self.orders[o].kind, OrderType::Stop | OrderType::StopLimit) {
            self.orders[o].at = At::StopList;
            if self.phase == TradingPhase::Continuous {
                self.set_off(self.last);
            }
        } else if self.waits(self.orders[o].tif) {
            self.orders[o].at = At::NextCall;
        } else if self.collects() {
            self.rest(o);
        } else if self.orders[o].minimum.is_some_and(|least| self.would_trade(o) < least) {
            self.end(o, OrderStatus::Canceled);
        } else if self.orders[o].peg.is_some() {
            self.enter_peg(o);
        } else {
            self.work(o);
        }
        self.finish();
        true
    }

    pub(crate) fn cancel(&mut self, id: u64) -> bool {
        let found = self.find(id).map(|o| self.end(o, OrderStatus::Canceled)).is_some();
        self.finish();
        found
    }

    pub(crate) fn replace(&mut self, id: u64, price: Option<i64>, total: Option<u64>) -> bool {
        let Some(o) = self.find(id).filter(|_| self.takes_orders() && (price.is_some() || total.is_some())) else {
            return false;
        };
        let order = &self.orders[o];
        let waiting_stop = matches!(order.at, At::StopList | At::SetOff);
        let would_trade = order.post_only && self.meets(order.side, price);
        let bad_price = would_trade || price.is_some_and(|p| !self.price_ok(p));
        let fits = self.fits_the_last(order.kind, order.tif, price.or(order.price));
        if !fits || order.kind == OrderType::Market || waiting_stop || bad_price || !total.is_none_or(Self::quantity_ok)
        {
            return false;
        }
        let old_price = if order.peg.is_some() { order.cap } else { order.price };
        let (new_total, new_price) = (total.unwrap_or(order.total), price.or(old_price));
        if new_total <= order.filled {
            self.end(o, OrderStatus::Canceled);
            self.finish();
        } else if new_price == old_price && new_total <= order.total {
            self.orders[o].total = new_total;
            self.orders[o].shown = self.orders[o].shown.min(self.left(o));
        } else {
            self.orders[o].total = new_total;
            self.orders[o].rank = self.rank();
            if self.orders[o].peg.is_some() {
                self.orders[o].cap = new_price;
            } else {
                self.orders[o].price = new_price;
            }
            match (self.orders[o].at, self.collects()) {
                _ if self.orders[o].peg.is_some() => self.enter_peg(o),
                (At::NextCall, _) => {}
                (_, true) => self.rest(o),
                _ => {
                    self.orders[o].at = At::Nowhere;
                    self.work(o);
                }
            }
            self.finish();
        }
        true
    }

    fn rest(&mut self, o: usize) {
        self.orders[o].at = At::Book;
        self.orders[o].shown = self.orders[o].display.unwrap_or(u64::MAX).min(self.left(o));
    }

    /// The best maker that this order may trade with; `Err` when a collar stops it.
    fn next_maker(&self, o: usize) -> Result<Option<usize>, ()> {
        let taker = &self.orders[o];
        let Some(&m) = self.book(other(taker.side)).first() else { return Ok(None) };
        let price = self.orders[m].price.expect("only limits rest in continuous trading");
        let allowed = taker.price.is_none_or(|l| if taker.side == Side::Buy { price <= l } else { price >= l });
        if !allowed {
            return Ok(None);
        }
        let inside = self.in_static(price) && Self::within(price, self.last, self.rules.dynamic);
        // At last, whoever may trade at the last price does, and no collar is in the way.
        if inside || self.phase == TradingPhase::TradingAtLast { Ok(Some(m)) } else { Err(()) }
    }

    /// How much of an order would trade now: it is tried on a copy.
    fn would_trade(&self, o: usize) -> u64 {
        let mut copy = self.clone();
        copy.sweep(o).ok();
        copy.orders[o].filled - self.orders[o].filled
    }

    /// Lets an order take all that it may; tells whether it must not stay after that. `Err` when a collar stops it.
    fn sweep(&mut self, o: usize) -> Result<bool, ()> {
        if self.orders[o].kind == OrderType::MarketToLimit && self.orders[o].price.is_none() {
            let best = self.book(other(self.orders[o].side))[0];
            self.orders[o].price = self.orders[best].price;
        }
        while self.left(o) > 0 {
            let Some(m) = self.next_maker(o)? else { return Ok(false) };
            let (taker, resting) = (&self.orders[o], &self.orders[m]);
            if let Some(mode) = taker.prevention.filter(|_| taker.group != 0 && taker.group == resting.group) {
                if self.prevent(o, m, mode) {
                    return Ok(true);
                }
                continue;
            }
            let quantity = self.left(o).min(self.orders[m].shown);
            self.orders[m].shown -= quantity;
            let at_last = self.last.filter(|_| self.phase == TradingPhase::TradingAtLast);
            let price = at_last.or(self.orders[m].price).expect("it rests");
            self.trade(o, m, price, quantity, false);
            if self.left(m) == 0 {
                self.end(m, OrderStatus::Filled);
            } else if self.orders[m].shown == 0 {
                self.orders[m].rank = self.rank();
                self.rest(m);
            }
        }
        Ok(false)
    }

    /// Two orders of one group meet; tells whether the taker ends.
    fn prevent(&mut self, o: usize, m: usize, mode: SelfTradePrevention) -> bool {
        use SelfTradePrevention::{CancelBoth, CancelNewest, CancelOldest, Decrement};
        let (wants, has) = (self.left(o), self.left(m));
        if matches!(mode, CancelOldest | CancelBoth) || mode == Decrement && has <= wants {
            self.end(m, OrderStatus::Canceled);
        } else if mode == Decrement {
            self.orders[m].total -= wants;
            self.orders[m].shown = self.orders[m].shown.min(has - wants);
        }
        if mode == Decrement && has < wants {
            self.orders[o].total -= has;
        }
        matches!(mode, CancelNewest | CancelBoth) || mode == Decrement && has >= wants
    }

    /// Continuous matching of one incoming order.
    fn work(&mut self, o: usize) {
        if self.orders[o].tif == TimeInForce::FillOrKill && self.would_trade(o) < self.left(o) {
            return self.end(o, OrderStatus::Canceled);
        }
        let Ok(gives_way) = self.sweep(o) else { return self.meet_collar(o) };
        let order = &self.orders[o];
        let passing = matches!(order.tif, TimeInForce::ImmediateOrCancel | TimeInForce::FillOrKill);
        if self.left(o) == 0 {
            self.end(o, OrderStatus::Filled);
        } else if gives_way || passing || order.price.is_none() {
            self.end(o, OrderStatus::Canceled);
        } else {
            self.rest(o);
        }
    }

    /// The next trade would be outside a collar: the order is cut off, or all wait in a call.
    fn meet_collar(&mut self, o: usize) {
        if !self.rules.interrupts {
            return self.end(o, OrderStatus::Canceled);
        }
        let mut inside: Vec<i64> = (1..=2_000).filter(|p| p % self.rules.tick == 0).collect();
        inside.retain(|&p| self.in_static(p) && Self::within(p, self.last, self.rules.dynamic));
        let outside = self.orders[self.book(other(self.orders[o].side))[0]].price.expect("only limits rest");
        let edge = match self.orders[o].side {
            Side::Buy => inside.last().filter(|&&p| p < outside),
            Side::Sell => inside.first().filter(|&&p| p > outside),
        };
        let limit = self.orders[o].price.or(edge.copied()).filter(|&limit| self.in_static(limit));
        if limit.is_none() || self.orders[o].tif == TimeInForce::ImmediateOrCancel {
            self.end(o, OrderStatus::Canceled);
        } else {
            self.orders[o].price = limit;
            self.rest(o);
        }
        self.enter_phase(TradingPhase::Call);
    }

    fn trade(&mut self, a: usize, b: usize, price: i64, quantity: u64, in_auction: bool) {
        self.orders[a].filled += quantity;
        self.orders[b].filled += quantity;
        let (buy, sell) = if self.orders[a].side == Side::Buy { (a, b) } else { (b, a) };
        let (buy, sell) = (self.orders[buy].id, self.orders[sell].id);
        self.trades.push(Trade { price, quantity, buy, sell, in_auction });
        self.last = Some(price);
        self.set_off(Some(price));
    }

    fn set_off(&mut self, last: Option<i64>) {
        let Some(last) = last else { return };
        for order in self.orders.iter_mut().filter(|o| o.at == At::StopList) {
            let stop = order.stop.expect("a stop has one");
            if (order.side == Side::Buy && last >= stop) || (order.side == Side::Sell && last <= stop) {
                order.at = At::SetOff;
            }
        }
    }

    fn run_stops(&mut self) {
        if self.phase != TradingPhase::Continuous {
            return;
        }
        loop {
            let waiting = |o: &usize| self.orders[*o].at == At::SetOff && !self.queue.contains(o);
            let mut fresh: Vec<usize> = (0..self.orders.len()).filter(waiting).collect();
            fresh.sort_by_key(|&o| self.orders[o].rank);
            self.queue.extend(fresh);
            if self.queue.is_empty() {
                return;
            }
            let o = self.queue.remove(0);
            self.orders[o].at = At::Nowhere;
            self.orders[o].rank = self.rank();
            self.work(o);
            if self.phase != TradingPhase::Continuous {
                return self.queue.clear(); // they wait as before, set off
            }
        }
    }

    pub(crate) fn enter_phase(&mut self, phase: TradingPhase) {
        if phase == self.phase {
            return;
        }
        if matches!(phase, TradingPhase::Continuous | TradingPhase::TradingAtLast) {
            self.uncross();
        }
        self.phase = phase;
        for o in self.book(Side::Buy).into_iter().chain(self.book(Side::Sell)) {
            if self.orders[o].peg.is_some() {
                (self.orders[o].at, self.orders[o].price) = (At::Anchor, None);
            }
        }
        self.new_day |= matches!(phase, TradingPhase::Closed | TradingPhase::PreOpen);
        for o in 0..self.orders.len() {
            use TimeInForce::{AtTheClose, Day, GoodForAuction};
            let order = &self.orders[o];
            if order.status != OrderStatus::New {
                continue;
            }
            if phase == TradingPhase::Closed && matches!(order.tif, Day | GoodForAuction | AtTheClose) {
                self.end(o, OrderStatus::Expired);
            }
        }
        if self.collects() {
            let mut joining: Vec<usize> =
                (0..self.orders.len()).filter(|&o| self.orders[o].at == At::NextCall).collect();
            joining.sort_by_key(|&o| self.orders[o].rank);
            for o in joining {
                if self.waits(self.orders[o].tif) {
                    continue;
                }
                self.orders[o].rank = self.rank();
                self.rest(o);
            }
        }
        if phase == TradingPhase::Continuous {
            self.set_off(self.last);
            self.finish();
        }
    }

    /// Demand and supply at a price.
    fn wanted(&self, price: i64) -> (u64, u64) {
        let sum = |side: Side| -> u64 {
            let list = self.book(side).into_iter().filter(|&o| {
                self.orders[o].price.is_none_or(|l| if side == Side::Buy { l >= price } else { l <= price })
            });
            list.map(|o| self.left(o)).sum()
        };
        (sum(Side::Buy), sum(Side::Sell))
    }

    /// The auction's price, with volume, demand and supply: every tick is tried.
    pub(crate) fn auction(&self) -> Option<(i64, u64, u64, u64)> {
        let book = self.book(Side::Buy).into_iter().chain(self.book(Side::Sell));
        let marks: Vec<i64> = book.filter_map(|o| self.orders[o].price).chain(self.reference()).collect();
        let (low, high) = (*marks.iter().min()?, *marks.iter().max()?);
        let mut left: Vec<(i64, u64, u64)> = (low..=high)
            .filter(|&p| p > 0 && p % self.rules.tick == 0 && self.in_static(p))
            .map(|p| (p, self.wanted(p).0, self.wanted(p).1))
            .collect();
        for rule in &self.rules.tie_break {
            let score = |&(p, d, s): &(i64, u64, u64)| -> i128 {
                match rule {
                    TieBreak::MaxVolume => i128::from(d.min(s)),
                    TieBreak::MinSurplus => -i128::from(d.abs_diff(s)),
                    TieBreak::NearestReference => -i128::from(self.reference().map_or(0, |r| r.abs_diff(p))),
                    TieBreak::Highest => i128::from(p),
                    TieBreak::Lowest => -i128::from(p),
                    TieBreak::MarketPressure if left.iter().all(|&(_, d, s)| d > s) => i128::from(p),
                    TieBreak::MarketPressure if left.iter().all(|&(_, d, s)| d < s) => -i128::from(p),
                    TieBreak::MarketPressure => 0,
                }
            };
            let best = left.iter().map(score).max()?;
            left = left.iter().copied().filter(|candidate| score(candidate) == best).collect();
        }
        let (price, demand, supply) = *left.last()?;
        (demand.min(supply) > 0).then_some((price, demand.min(supply), demand, supply))
    }

    fn uncross(&mut self) {
        let found = self.auction();
        self.new_day = false;
        if let Some((price, mut volume, ..)) = found {
            while volume > 0 {
                let (buy, sell) = (self.book(Side::Buy)[0], self.book(Side::Sell)[0]);
                let quantity = volume.min(self.left(buy)).min(self.left(sell));
                volume -= quantity;
                self.trade(buy, sell, price, quantity, true);
                for o in [buy, sell] {
                    self.rest(o);
                    if self.left(o) == 0 {
                        self.end(o, OrderStatus::Filled);
                    }
                }
            }
        }
        for o in self.book(Side::Buy).into_iter().chain(self.book(Side::Sell)) {
            let order = &self.orders[o];
            let once = [TimeInForce::GoodForAuction, TimeInForce::AtTheClose, TimeInForce::AtTheOpening];
            if once.contains(&order.tif) {
                self.end(o, OrderStatus::Expired);
            } else if order.price.is_none() {
                match found {
                    Some((price, ..)) if order.kind == OrderType::MarketToLimit => self.orders[o].price = Some(price),
                    _ => self.end(o, OrderStatus::Canceled),
                }
            }
        }
    }
}
