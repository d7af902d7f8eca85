//! Other ticks from a day on: on the agenda before the day's first phase.

use super::agenda::Due;
use super::telling::Telling;
use super::{Exchange, Fact, Reject};
use crate::domain::{Day, Symbol, TimeOfDay};
use crate::market::{Rules, TickLadder, tick_changes};

impl Exchange {
    /// The changes of a market's file.
    fn tick_changes(&self, market: &str) -> Vec<(Day, TickLadder)> {
        tick_changes(&self.world.markets[market], &self.world.tick_table).expect("checked when the exchange was opened")
    }

    /// The rules of a market with the ticks that hold today.
    pub(super) fn with_ticks_of_today(&self, market: &str, rules: Rules) -> Rules {
        let today = self.world.calendar.day(self.clock);
        let past = self.tick_changes(market).into_iter().take_while(|&(from, _)| from <= today).last();
        match past {
            Some((_, ticks)) => rules.with_ticks(ticks),
            None => rules,
        }
    }

    /// Puts the changes that are still to come on the agenda, each at the midnight at which its day begins.
    pub(super) fn schedule_tick_changes(&mut self, instrument: Symbol) {
        let calendar = &self.world.calendar;
        let today = calendar.day(self.clock);
        let midnight: TimeOfDay = "00:00".parse().expect("a fixed time of day");
        let changes = self.tick_changes(&self.listings[&instrument].preset);
        let coming = changes.iter().enumerate().filter(|(_, (from, _))| *from > today);
        let coming: Vec<_> = coming.map(|(change, (from, _))| (change, calendar.instant(*from, midnight))).collect();
        for (change, at) in coming {
            self.agenda.at(at, Due::TickChange { instrument, change });
        }
    }

    /// The day of a change begins.
    pub(super) fn change_ticks(&mut self, instrument: Symbol, change: usize, out: &mut Telling) -> Result<(), Reject> {
        let preset = self.listing(instrument)?.preset.clone();
        let Some((_, ticks)) = self.tick_changes(&preset).into_iter().nth(change) else { return Ok(()) };
        out.tell(Fact::TicksChanged { instrument, ticks: ticks.steps().collect() });
        let mut happenings = Vec::new();
        self.listing(instrument)?.market.change_ticks(ticks, &mut happenings);
        self.settle(instrument, &happenings, out);
        Ok(())
    }
}
