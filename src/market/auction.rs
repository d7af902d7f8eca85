//! Uncrosses a book at one price.

use super::happening::{CancelReason, ExpiryReason, Happening, Indicative};
use super::market::Market;
use super::price_determination::{Interest, determine};
use super::rules::TieBreak;
use super::slab::Slot;
use super::tally::{Limits, Wanted};
use crate::domain::{Aggressor, OrderType, Price, Quantity, Side, TimeInForce, TradingPhase};

impl Market {
    /// What an auction would do now; nothing while no call runs or waits, in `pre_open`, where it is not told yet, and
    /// where nothing would trade.
    #[must_use]
    pub fn indicative(&self) -> Option<Indicative> {
        use TradingPhase::{Continuous, PreOpen, TradingAtLast};
        if matches!(self.phase, PreOpen | Continuous | TradingAtLast) {
            return None;
        }
        self.determine_price()
    }

    pub(super) fn determine_price(&self) -> Option<Indicative> {
        let interest = self.interest_at_crossing().unwrap_or_else(|| self.interest());
        determine(&interest, self.rules.tie_break())
    }

    /// What both sides want around the place where demand and supply cross: enough to find the price, where the surplus
    /// is asked for right after the volume. Outside of it either less trades or more is left over: on the way to the
    /// crossing the smaller side only grows, and the surplus only falls.
    fn interest_at_crossing(&self) -> Option<Interest<'_>> {
        if self.rules.tie_break().get(1) != Some(&TieBreak::MinSurplus) {
            return None;
        }
        let unpriced = Wanted { buy: self.book.unpriced(Side::Buy), sell: self.book.unpriced(Side::Sell) };
        let crossing = self.book.tally()?.crossing(unpriced)?;
        let (low, high) = self.static_band().unwrap_or((0, i64::MAX));
        if !(low..=high).contains(&self.book.price(crossing.rung).scaled()) {
            return None;
        }
        let price = |limits: &Limits| self.book.price(limits.rung);
        let wanted = |units: fn(&Limits) -> u64| {
            let limits = crossing.limits.iter().filter(move |limits| units(limits) > 0);
            limits.map(|limits| (price(limits), units(limits))).collect()
        };
        let (first, last) = (price(crossing.limits.first()?).scaled(), price(crossing.limits.last()?).scaled());
        let (below, above) = crossing.ends;
        Some(Interest {
            unpriced_buy: unpriced.buy + crossing.beyond.buy,
            unpriced_sell: unpriced.sell + crossing.beyond.sell,
            buys: wanted(|limits| limits.wanted.buy),
            sells: wanted(|limits| limits.wanted.sell),
            reference: self.reference(),
            ticks: self.rules.ticks(),
            band: (if below { low.max(first) } else { low }, if above { high.min(last) } else { high }),
        })
    }

    /// What both sides want now.
    pub(super) fn interest(&self) -> Interest<'_> {
        let wanted = |side| self.book.levels(side).map(|(price, level)| (price, level.whole));
        let mut buys: Vec<(Price, u64)> = wanted(Side::Buy).collect();
        buys.reverse();
        Interest {
            unpriced_buy: self.book.unpriced(Side::Buy),
            unpriced_sell: self.book.unpriced(Side::Sell),
            buys,
            sells: wanted(Side::Sell).collect(),
            reference: self.reference(),
            ticks: self.rules.ticks(),
            band: self.static_band().unwrap_or((0, i64::MAX)),
        }
    }

    /// Ends a call: orders trade at the auction's price, then what was for this auction only ends.
    ///
    /// The phase stays. Stops that the trades set off enter when continuous trading begins.
    pub fn uncross(&mut self, out: &mut Vec<Happening>) {
        let found = self.determine_price();
        self.book.end_tally();
        if let Some(found) = found {
            let Indicative { price, volume, surplus, surplus_side } = found;
            out.push(Happening::Uncrossed { price, volume, surplus, surplus_side });
            self.trade_at(price, volume.units(), out);
        }
        self.end_auction_only(out);
        self.settle_unpriced(Side::Buy, found.map(|found| found.price), out);
        self.settle_unpriced(Side::Sell, found.map(|found| found.price), out);
        self.opening = false;
        self.day.uncrossed(found.map(|found| found.price));
        if let Some(found) = found {
            self.last_auction = Some(found.price);
        }
    }

    /// Trades so many units at one price, the first in line of each side with each other.
    fn trade_at(&mut self, price: Price, volume: u64, out: &mut Vec<Happening>) {
        let mut wanted = volume;
        while wanted > 0 {
            let first = |side| self.book.first_in_auction(side).expect("the volume stands in the book on both sides");
            let (buy, sell) = (first(Side::Buy), first(Side::Sell));
            let open = |slot| self.book.order(slot).open;
            let units = wanted.min(open(buy)).min(open(sell));
            wanted -= units;
            out.push(Happening::Traded {
                price,
                quantity: Quantity::new(units),
                buy: self.book.order(buy).id,
                sell: self.book.order(sell).id,
                aggressor: Aggressor::Auction,
            });
            self.fill_in_auction(buy, units);
            self.fill_in_auction(sell, units);
            self.last = Some(price);
        }
        if let Some(last) = self.last {
            self.stops.trigger(last);
        }
    }

    fn fill_in_auction(&mut self, slot: Slot, units: u64) {
        self.book.fill_whole(slot, units);
        if self.book.order(slot).open == 0 {
            self.end(slot);
        }
    }

    /// The rest of what was good for this auction only expires.
    fn end_auction_only(&mut self, out: &mut Vec<Happening>) {
        let only = |word| {
            use TimeInForce::{AtTheClose, AtTheOpening, GoodForAuction};
            matches!(word, GoodForAuction | AtTheClose | AtTheOpening)
        };
        let orders = self.book.orders().filter(|(_, order, terms)| order.is_in_row() && only(terms.time_in_force));
        let slots: Vec<_> = orders.map(|(slot, ..)| slot).collect();
        for slot in slots {
            self.end_expired(slot, ExpiryReason::Auction, out);
        }
    }

    /// The rest of market orders is canceled; that of market-to-limit orders rests at the auction's price, by time.
    fn settle_unpriced(&mut self, side: Side, price: Option<Price>, out: &mut Vec<Happening>) {
        let mut resting = Vec::new();
        while let Some(slot) = self.book.first_unpriced(side) {
            let order = self.book.order(slot).id;
            match price {
                _ if self.book.terms(slot).kind != OrderType::MarketToLimit => {
                    self.end_canceled(slot, CancelReason::AuctionEnded, out);
                }
                None => self.end_canceled(slot, CancelReason::NoAuctionPrice, out),
                Some(price) => {
                    self.book.unlink(slot);
                    self.book.set_limit(slot, self.limit_at(price));
                    out.push(Happening::Converted { order, price });
                    resting.push(slot);
                }
            }
        }
        self.book.post_by_time(&resting);
    }
}
