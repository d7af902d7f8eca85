//! Periods of the static collar on the exchange's calendar.

use super::agenda::Due;
use super::listings::Seat;
use super::telling::Telling;
use super::{Exchange, Fact, Reject};
use crate::domain::{Symbol, TimeOfDay};
use crate::market::Happening;

impl Exchange {
    /// An instrument is listed: its first period begins, where the rules of its market know periods.
    pub(super) fn begin_first_period(&mut self, instrument: Symbol, out: &mut Telling) {
        let listing = self.listings.get_mut(&instrument).expect("it has just been listed");
        if listing.market.rules().period().is_some()
            && let Some(began) = listing.market.renew_period()
        {
            self.tell_period(instrument, &began, out);
        }
    }

    /// Takes note of what has traded; a period that it ends is followed by the next.
    pub(super) fn note_trades(&mut self, seat: Seat, happenings: &[Happening], out: &mut Telling) {
        if let Some(began) = self.listings[seat].market.note_trades(happenings) {
            self.tell_period(seat.instrument, &began, out);
        }
    }

    /// A period has lasted its months, unless turnover has ended it before.
    pub(super) fn end_period(&mut self, instrument: Symbol, period: u32, out: &mut Telling) -> Result<(), Reject> {
        let listing = self.listing(instrument)?;
        if listing.period == period
            && let Some(began) = listing.market.renew_period()
        {
            self.tell_period(instrument, &began, out);
        }
        Ok(())
    }

    /// Tells a period that has begun, and puts its end on the agenda: it lasts until the day of that many months later.
    pub(super) fn tell_period(&mut self, instrument: Symbol, happening: &Happening, out: &mut Telling) {
        let Happening::PeriodBegan { period, reference, turnover, reached } = *happening else { return };
        let listing = self.listings.get_mut(&instrument).expect("only a listed instrument has periods");
        listing.period = period;
        let months = listing.market.rules().period().map_or(0, |rules| rules.months);
        let calendar = &self.world.calendar;
        let next = calendar.day(out.now()).plus_months(i32::try_from(months).unwrap_or(i32::MAX));
        let midnight: TimeOfDay = "00:00".parse().expect("a fixed time of day");
        self.agenda.at(calendar.instant(next, midnight), Due::PeriodOver { instrument, period });
        let (reference_price, ends_on) = (reference, next.plus_days(-1));
        out.tell(Fact::PeriodBegan { instrument, period, reference_price, turnover, reached, ends_on });
    }
}
