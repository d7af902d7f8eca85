//! How an instrument traded, in figures for the committee.

use super::InstrumentView;
use crate::domain::{Money, Price, Symbol, Timestamp, TradingPhase};
use crate::engine::Fact;

/// How an instrument traded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Trading {
    /// Trades so far.
    pub trades: u64,
    /// Their value.
    pub turnover: Money,
    /// Units traded.
    pub volume: u128,
    /// Days on which the instrument was open.
    pub days: u32,
    /// Of these, days without a trade.
    pub days_without_trade: u32,
    /// Calls that ended in an uncrossing.
    pub auctions: u32,
    /// Of these, auctions without a trade.
    pub auctions_without_trade: u32,
    /// Interruptions because a trade would have been outside a collar.
    pub interruptions: u32,
    /// First price of the market.
    pub first_price: Option<Price>,
    /// Last price of the market.
    pub last_price: Option<Price>,
    /// Nanoseconds of continuous trading with both sides quoted.
    quoted_nanos: i128,
    /// Relative spread in 1/100 basis points, times those nanoseconds.
    spread_nanos: i128,
    spread_now: Option<(Timestamp, i128)>,
    traded_today: bool,
    open: bool,
}

impl Trading {
    /// Mean relative spread in hundredths of a basis point, weighted by time, over continuous trading with both sides
    /// quoted. Nothing where there was none.
    #[must_use]
    pub fn spread(&self) -> Option<i128> {
        (self.quoted_nanos > 0).then(|| self.spread_nanos / self.quoted_nanos)
    }

    /// Takes in one fact of the instrument; `view` has folded it already.
    pub(super) fn fold(&mut self, now: Timestamp, fact: &Fact, view: &InstrumentView) {
        match fact {
            Fact::Traded { price, quantity, value, .. } => {
                self.trades += 1;
                self.turnover = self.turnover.checked_add(*value).unwrap_or(self.turnover);
                self.volume += u128::from(quantity.units());
                self.first_price.get_or_insert(*price);
                self.last_price = Some(*price);
                self.traded_today = true;
            }
            Fact::Interrupted { .. } => self.interruptions += 1,
            Fact::PhaseChanged { phase, .. } => self.phase(*phase),
            Fact::Uncrossed { volume, .. } => {
                self.auctions += 1;
                self.auctions_without_trade += u32::from(volume.is_zero());
            }
            _ => {}
        }
        let continuous = view.phase == TradingPhase::Continuous;
        self.quote(now, if continuous { view.best_bid().zip(view.best_ask()) } else { None });
    }

    fn phase(&mut self, phase: TradingPhase) {
        if phase == TradingPhase::Closed && self.open {
            self.days += 1;
            self.days_without_trade += u32::from(!self.traded_today);
            self.traded_today = false;
        }
        self.open = phase != TradingPhase::Closed;
    }

    /// Closes the running spell of spread and begins another.
    fn quote(&mut self, now: Timestamp, touch: Option<(Price, Price)>) {
        if let Some((since, spread)) = self.spread_now.take() {
            let nanos = i128::from(now.nanos() - since.nanos());
            self.quoted_nanos += nanos;
            self.spread_nanos += spread * nanos;
        }
        self.spread_now = touch.filter(|(bid, ask)| bid < ask && bid.scaled() > 0).map(|(bid, ask)| {
            let (bid, ask) = (i128::from(bid.scaled()), i128::from(ask.scaled()));
            (now, (ask - bid) * 2_000_000 / (ask + bid))
        });
    }
}

/// The instrument whose trading a fact is about.
pub(super) const fn traded_instrument(fact: &Fact) -> Option<Symbol> {
    match fact {
        Fact::Traded { instrument, .. }
        | Fact::PhaseChanged { instrument, .. }
        | Fact::Uncrossed { instrument, .. }
        | Fact::Interrupted { instrument, .. }
        | Fact::Level { instrument, .. } => Some(*instrument),
        _ => None,
    }
}
