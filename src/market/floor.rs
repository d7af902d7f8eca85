//! Many markets under the same rules and one clock: what an order-flow file is played on.

use super::happening::Happening;
use super::market::Market;
use super::rules::Rules;
use crate::domain::{Timestamp, TradingPhase};

/// The markets of several instruments, in the order in which the instruments came.
#[derive(Debug, Clone)]
pub struct Floor {
    rules: Rules,
    /// The phase that the next instrument begins in.
    phase: TradingPhase,
    markets: Vec<Market>,
    /// No `gtd` order of any market ends before this.
    next_expiry: Option<Timestamp>,
}

impl Floor {
    /// A floor without instruments; those to come are in continuous trading.
    #[must_use]
    pub const fn new(rules: Rules) -> Self {
        Self { rules, phase: TradingPhase::Continuous, markets: Vec::new(), next_expiry: None }
    }

    /// Opens markets until there are so many.
    pub fn open_markets(&mut self, count: usize) {
        while self.markets.len() < count {
            self.markets.push(Market::in_phase(self.rules.clone(), self.phase));
        }
    }

    /// The markets that are open.
    #[must_use]
    pub fn markets(&self) -> &[Market] {
        &self.markets
    }

    /// Gives a command to one market. What it says about orders that end by date is noted.
    pub fn with<T>(&mut self, instrument: usize, command: impl FnOnce(&mut Market) -> T) -> T {
        let market = &mut self.markets[instrument];
        let answer = command(market);
        if let Some(at) = market.next_expiry() {
            self.next_expiry = Some(self.next_expiry.map_or(at, |known| known.min(at)));
        }
        answer
    }

    /// Ends the `gtd` orders of all markets whose instant has come; after each market that ended any, tells which,
    /// and how many happenings there are now.
    pub fn expire(&mut self, now: Timestamp, out: &mut Vec<Happening>, mut told: impl FnMut(usize, usize)) {
        if self.next_expiry.is_none_or(|at| at > now) {
            return;
        }
        for (instrument, market) in self.markets.iter_mut().enumerate() {
            let from = out.len();
            market.expire(now, out);
            if out.len() > from {
                told(instrument, out.len());
            }
        }
        self.next_expiry = self.markets.iter().filter_map(Market::next_expiry).min();
    }

    /// Takes all markets to another phase, those that open later included; after each tells which, and how
    /// many happenings there are now.
    pub fn enter_phase(&mut self, phase: TradingPhase, out: &mut Vec<Happening>, mut told: impl FnMut(usize, usize)) {
        self.phase = phase;
        for (instrument, market) in self.markets.iter_mut().enumerate() {
            market.enter_phase(phase, out);
            told(instrument, out.len());
        }
    }
}
