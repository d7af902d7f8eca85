//! Who must sell because of what has happened, piece by piece and at what the market gives.

#![expect(clippy::float_arithmetic, reason = "agents reckon in floats; what they send is rounded to the tick")]

use super::Draws;
use super::tidings::must_sell;
use super::trader::{Trader, limit, price_to_f64, units};
use crate::domain::{Side, TimeInForce, TradingPhase};
use crate::engine::Command;
use crate::projection::{InstrumentView, OccurrenceView};

/// How far below the best bid whoever must sell goes through the book. Assumed.
const THROUGH_THE_BIDS: f64 = 0.06;
/// How far below the last price it offers where nobody bids. Assumed.
const WITHOUT_A_BID: f64 = 0.02;

impl Trader<'_> {
    /// Whether something has happened because of which the investor sells this name.
    pub(super) fn must_sell(&self, view: &InstrumentView) -> bool {
        self.views.occurrences.running().any(|one| self.sells_for(one, view))
    }

    fn sells_for(&self, one: &OccurrenceView, view: &InstrumentView) -> bool {
        one.company.as_ref().is_none_or(|company| *company == view.issuer)
            && must_sell(self.outlook.spring, self.name, self.group, &one.event, &one.effect)
    }

    /// Orders to sell a ticket of each name that has to go and takes orders now, at what the market gives: through the bids,
    /// or somewhat below the last price where nobody bids. Its older orders in those names are withdrawn.
    pub(super) fn sell_out(&self, one: &OccurrenceView, draws: &mut Draws) -> Vec<Command> {
        let takes_orders = |view: &&InstrumentView| view.phase.collects() || view.phase == TradingPhase::Continuous;
        let concerned = self.views.market.instruments.values().filter(|view| self.sells_for(one, view));
        let mut commands = Vec::new();
        for view in concerned.filter(takes_orders) {
            let ticket = self.ticket(draws);
            let reference = price_to_f64(view.reference_price());
            let bid = view.best_bid().map(|bid| price_to_f64(bid).min(reference) * (1.0 - THROUGH_THE_BIDS));
            let wish = bid.unwrap_or(reference * (1.0 - WITHOUT_A_BID));
            let Some(price) = limit(wish, view, Side::Sell) else { continue };
            let wanted = units(ticket, view.reference_price(), view.multiplier);
            let Some(quantity) = wanted.and_then(|wanted| self.within(view, Side::Sell, price, wanted)) else {
                continue;
            };
            commands.extend(self.standing(view.symbol));
            commands.push(self.order(view.symbol, Side::Sell, price, quantity, TimeInForce::GoodTillCancel));
        }
        commands
    }

    /// Whether it has units left, free or bound, of a name that has to go and is still on the market.
    pub(super) fn has_to_sell(&self, one: &OccurrenceView) -> bool {
        let concerned = self.views.market.instruments.values().filter(|view| self.sells_for(one, view));
        let listed = concerned.filter(|view| view.delisted_at.is_none());
        let holding = |view: &InstrumentView| self.views.accounts.holding(self.account, &view.symbol.to_string());
        listed.filter_map(holding).any(|held| held.available != "0" || held.reserved != "0")
    }
}
