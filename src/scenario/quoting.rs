//! The liquidity provider: quotes on both sides of what trades continuously, within its obligations.

#![expect(clippy::float_arithmetic, reason = "agents reckon in floats; what they send is rounded to the tick")]

use super::tidings::has_withdrawn;
use super::trader::{Trader, limit, money_to_f64, price_to_f64, rate, units};
use crate::domain::{Price, Quantity, Side, TimeInForce, TradingPhase};
use crate::engine::{Command, Quoting};
use crate::projection::InstrumentView;

/// The part of the greatest spread that a quote begins with: rounding outwards to the tick needs the rest.
const OF_THE_GREATEST: f64 = 0.8;
/// How many times the least size it offers, so that a small trade does not end its presence.
const SIZES: f64 = 2.0;

impl Trader<'_> {
    /// New quotes in every name that trades continuously; the old ones are withdrawn.
    pub(super) fn quote(&self, quoting: &Quoting) -> Vec<Command> {
        let names = self.views.market.instruments.values();
        let open = names.filter(|view| view.phase == TradingPhase::Continuous);
        let occurrences = &self.views.occurrences;
        let quotes = |view: &InstrumentView| {
            if has_withdrawn(occurrences, self.group, view.symbol) {
                self.standing(view.symbol)
            } else {
                self.quote_in(view, quoting)
            }
        };
        open.flat_map(quotes).collect()
    }

    fn quote_in(&self, view: &InstrumentView, quoting: &Quoting) -> Vec<Command> {
        let mut commands = self.standing(view.symbol);
        let half = rate(quoting.maximum_spread.scaled()) / 2.0 * OF_THE_GREATEST;
        let middle = self.middle(view, half);
        let size = money_to_f64(quoting.minimum_size) * SIZES;
        for (side, wish) in [(Side::Buy, middle * (1.0 - half)), (Side::Sell, middle * (1.0 + half))] {
            let Some(price) = limit(wish, view, side) else { continue };
            let quantity =
                units(size, price, view.multiplier).and_then(|wanted| self.within(view, side, price, wanted));
            let Some(quantity) = quantity.filter(|&quantity| self.is_enough(quantity, price, view, quoting)) else {
                continue;
            };
            commands.push(self.order(view.symbol, side, price, quantity, TimeInForce::Day));
        }
        commands
    }

    /// The reference price, kept where both quotes would rest: it does not take others' orders.
    fn middle(&self, view: &InstrumentView, half: f64) -> f64 {
        let reference = price_to_f64(view.reference_price());
        let ask = view.best_ask().map_or(f64::MAX, |ask| price_to_f64(ask) / (1.0 - half));
        let bid = view.best_bid().map_or(0.0, |bid| price_to_f64(bid) / (1.0 + half));
        if bid <= ask { reference.clamp(bid, ask) } else { reference }
    }

    fn is_enough(&self, quantity: Quantity, price: Price, view: &InstrumentView, quoting: &Quoting) -> bool {
        units(money_to_f64(quoting.minimum_size), price, view.multiplier).is_some_and(|least| quantity >= least)
    }
}
