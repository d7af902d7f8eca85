//! Who must sell because of what has happened, piece by piece and at what the market gives.

use super::Draws;
use super::tidings::must_sell;
use super::trader::{Trader, limit, units};
use crate::domain::{Side, TimeInForce, TradingPhase};
use crate::engine::Command;
use crate::projection::{InstrumentView, OccurrenceView};

impl Trader<'_> {
    /// Whether something has happened because of which the investor sells this name.
    pub(super) fn must_sell(&self, view: &InstrumentView) -> bool {
        self.views.occurrences.running().any(|one| self.sells_for(one, view))
    }

    fn sells_for(&self, one: &OccurrenceView, view: &InstrumentView) -> bool {
        one.company.as_ref().is_none_or(|company| *company == view.issuer)
            && must_sell(self.outlook.spring, self.name, self.group, &one.event, &one.effect)
    }

    /// Orders to sell a ticket of each name that has to go and takes orders now, as low as the collar lets it be: whoever
    /// must sell takes what the market gives. Its older orders in those names are withdrawn.
    pub(super) fn sell_out(&self, one: &OccurrenceView, draws: &mut Draws) -> Vec<Command> {
        let takes_orders = |view: &&InstrumentView| view.phase.collects() || view.phase == TradingPhase::Continuous;
        let concerned = self.views.market.instruments.values().filter(|view| self.sells_for(one, view));
        let mut commands = Vec::new();
        for view in concerned.filter(takes_orders) {
            let ticket = self.ticket(draws);
            let Some(price) = limit(0.0, view, Side::Sell) else { continue };
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
