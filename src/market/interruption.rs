//! Volatility interruptions: before a trade outside the collars, trading stops and a call begins.

use super::continuous::cancel_rest;
use super::happening::{CancelReason, CollarKind, Happening};
use super::held::Taker;
use super::market::Market;
use super::rules::band;
use crate::domain::{Price, Side, TimeInForce, TradingPhase};

impl Market {
    /// Whether the running call is one that a collar has set off.
    #[must_use]
    pub const fn is_interrupted(&self) -> bool {
        self.interrupted
    }

    /// The price at which a call would end now, if it is so far from the reference price that the call is prolonged.
    #[must_use]
    pub fn price_to_extend_for(&self) -> Option<Price> {
        let extension = self.rules.extension()?;
        let inside = band(self.reference()?, extension.band);
        let price = self.determine_price()?.price;
        (!holds(inside, price)).then_some(price)
    }

    /// An order's next trade would be outside a bound: by the market's rules it is cut off, or trading is interrupted.
    #[cold]
    pub(super) fn meet_collar(&mut self, taker: &mut Taker, out: &mut Vec<Happening>) {
        match self.rules.interruption().and_then(|_| self.collar_ahead(taker)) {
            Some((price, collar)) => self.interrupt(taker, price, collar, out),
            None => cancel_rest(taker, CancelReason::Collar, out),
        }
    }

    /// The price that an order would trade at next, and the collar that this is outside of.
    fn collar_ahead(&self, taker: &Taker) -> Option<(Price, CollarKind)> {
        let price = self.book.best(taker.side.opposite())?;
        if !self.inside_static(price) {
            Some((price, CollarKind::Static))
        } else if self.dynamic_band().is_some_and(|band| !holds(band, price)) {
            Some((price, CollarKind::Dynamic))
        } else {
            None // it is the bound of its owner's money
        }
    }

    fn inside_static(&self, price: Price) -> bool {
        self.static_band().is_none_or(|band| holds(band, price))
    }

    fn dynamic_band(&self) -> Option<(i64, i64)> {
        self.rules.collars().dynamic.zip(self.last).map(|(rate, last)| band(last, rate))
    }

    /// Begins the call. What is left of the order that set it off takes part in it, unless it was for this instant only or
    /// its limit lies where the call cannot trade.
    fn interrupt(&mut self, taker: &mut Taker, price: Price, collar: CollarKind, out: &mut Vec<Happening>) {
        use TimeInForce::{FillOrKill, ImmediateOrCancel};
        out.push(Happening::Interrupted { price, collar });
        let limit = match taker.terms.limit.price() {
            Some(limit) => Some(limit).filter(|limit| self.inside_static(*limit)),
            None => self.last_price_inside(taker, price),
        };
        let limit = limit.and_then(|limit| self.book.limit(u32::try_from(limit.scaled()).ok()?));
        match limit {
            Some(limit) if !matches!(taker.terms.time_in_force, ImmediateOrCancel | FillOrKill) => {
                if let (None, Some(price)) = (taker.terms.limit.price(), limit.price()) {
                    out.push(Happening::Converted { order: taker.id, price });
                }
                taker.terms.limit = limit;
                self.rest(taker);
            }
            _ => cancel_rest(taker, CancelReason::Collar, out),
        }
        self.enter_phase(TradingPhase::Call, out);
        self.interrupted = true;
    }

    /// The last price inside both collars, and inside what is reserved, on the way of an order without a limit to a price
    /// outside. Nothing where the price is outside on the near side: there is no way to it.
    fn last_price_inside(&self, taker: &Taker, outside: Price) -> Option<Price> {
        let everything = (0, i64::MAX);
        let (fixed, dynamic) = (self.static_band().unwrap_or(everything), self.dynamic_band().unwrap_or(everything));
        let (low, high) = (fixed.0.max(dynamic.0), fixed.1.min(dynamic.1));
        let ticks = self.rules.ticks();
        match taker.side {
            Side::Buy => {
                let ceiling = taker.ceiling().map_or(high, Price::scaled);
                let inside = ticks.at_or_below(Price::from_scaled(high.min(ceiling)));
                inside.filter(|&price| price.scaled() >= low && price < outside)
            }
            Side::Sell => {
                let inside = ticks.at_or_above(Price::from_scaled(low));
                inside.filter(|&price| price.scaled() <= high && price > outside)
            }
        }
    }

    /// Stops that were about to enter wait for the next continuous phase, by arrival.
    pub(super) fn await_continuous(&mut self) {
        while let Some(id) = self.entering.pop_front() {
            let slot = self.book.find(id).expect("a stop that waits has not ended");
            let arrival = self.book.terms(slot).priority;
            self.stops.keep_triggered(arrival, id);
        }
    }
}

/// Whether a price lies in a band, its ends included.
fn holds((low, high): (i64, i64), price: Price) -> bool {
    (low..=high).contains(&price.scaled())
}
