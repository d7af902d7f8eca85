//! Many markets under the same rules and one clock: what an order-flow file is played on.

use std::collections::BTreeMap;

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
    /// When the interruption of an instrument ends.
    interruptions: BTreeMap<usize, Timestamp>,
}

impl Floor {
    /// A floor without instruments; those to come are in continuous trading.
    #[must_use]
    pub const fn new(rules: Rules) -> Self {
        let phase = TradingPhase::Continuous;
        Self { rules, phase, markets: Vec::new(), next_expiry: None, interruptions: BTreeMap::new() }
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

    /// Gives a command to one market. What it says about orders that end by date, and about an interruption, is noted.
    /// Turnover is counted here too.
    pub fn with<T>(
        &mut self,
        instrument: usize,
        now: Timestamp,
        out: &mut Vec<Happening>,
        command: impl FnOnce(&mut Market, &mut Vec<Happening>) -> T,
    ) -> T {
        let (market, from) = (&mut self.markets[instrument], out.len());
        let answer = command(market, out);
        if market.rules().period().is_some() || market.rules().cascade().is_some() {
            let began = market.note_trades(&out[from..]);
            out.extend(began);
        }
        if let Some(at) = market.next_expiry() {
            self.next_expiry = Some(self.next_expiry.map_or(at, |known| known.min(at)));
        }
        if market.is_interrupted() {
            self.note_interruption(instrument, now);
        }
        answer
    }

    /// Notes when an interruption ends that has just begun; of one that is known nothing changes. In an order flow nobody
    /// draws its random end: it ends as early as it may.
    fn note_interruption(&mut self, instrument: usize, now: Timestamp) {
        let seconds = self.rules.interruption().map_or(0, |interruption| interruption.call_seconds);
        self.interruptions.entry(instrument).or_insert(now.plus_seconds(i64::from(seconds)));
    }

    /// Lets time go on to `now`: `gtd` orders end, and interruptions, in the order of their instants. After each market
    /// in which anything happened, tells which, and how many happenings there are now.
    pub fn advance(&mut self, now: Timestamp, out: &mut Vec<Happening>, mut told: impl FnMut(usize, usize)) {
        while let Some((at, instrument)) = self.next_reopening().filter(|&(at, _)| at <= now) {
            self.expire(at, out, &mut told);
            self.interruptions.remove(&instrument);
            self.with(instrument, at, out, |market, out| market.enter_phase(TradingPhase::Continuous, out));
            told(instrument, out.len());
        }
        self.expire(now, out, told);
    }

    /// The interruption that ends first.
    fn next_reopening(&self) -> Option<(Timestamp, usize)> {
        self.interruptions.iter().map(|(&instrument, &at)| (at, instrument)).min()
    }

    /// Ends the `gtd` orders of all markets whose instant has come; after each market that ended any, tells which,
    /// and how many happenings there are now.
    fn expire(&mut self, now: Timestamp, out: &mut Vec<Happening>, mut told: impl FnMut(usize, usize)) {
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
    pub fn enter_phase(
        &mut self,
        phase: TradingPhase,
        now: Timestamp,
        out: &mut Vec<Happening>,
        mut told: impl FnMut(usize, usize),
    ) {
        self.phase = phase;
        for instrument in 0..self.markets.len() {
            self.enter_phase_of(instrument, phase, now, out);
            told(instrument, out.len());
        }
    }

    /// Takes one market to another phase; an interruption of it is over.
    pub fn enter_phase_of(&mut self, instrument: usize, phase: TradingPhase, now: Timestamp, out: &mut Vec<Happening>) {
        self.interruptions.remove(&instrument);
        self.with(instrument, now, out, |market, out| market.enter_phase(phase, out));
    }
}
