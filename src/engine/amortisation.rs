//! A nominal that is paid back in parts: the ex day of each part, and its payment on a coupon day.

use super::agenda::Due;
use super::telling::Telling;
use super::{Exchange, Fact, Reject};
use crate::domain::{Day, Money, SCALE, Symbol, TimeOfDay, Timestamp};
use crate::market::CancelReason;

impl Exchange {
    /// Puts the ex day of the next part on the agenda: the first day whose trades settle after the part's record day. The
    /// last part is paid with the redemption, until whose day the bond trades with it.
    pub(super) fn schedule_instalment(&mut self, instrument: Symbol, after: Day, now: Timestamp) {
        let Some(interest) = self.listings[&instrument].interest else { return };
        let Some(due_on) = interest.next_instalment(after).filter(|&due_on| due_on < interest.matures_on) else {
            return;
        };
        let calendar = &self.world.calendar;
        let record_on = self.record_day(calendar.business_day_from(due_on));
        let midnight: TimeOfDay = "00:00".parse().expect("a fixed time of day");
        let ex_at = calendar.instant(self.world.settlement.ex_day(record_on, calendar), midnight);
        self.agenda.at(ex_at.max(now), Due::Instalment { instrument, due_on });
    }

    /// The ex day of a part begins: all orders end, because their prices were percentages of more, and from now on a point
    /// of price is worth less.
    pub(super) fn reduce_nominal(&mut self, instrument: Symbol, due_on: Day, out: &mut Telling) -> Result<(), Reject> {
        if self.listing(instrument)?.debt.claim.is_some() {
            return Ok(()); // all of it has fallen due
        }
        self.withdraw_all(instrument, CancelReason::NominalReduced, out);
        let largest = self.largest_coupon_from(instrument, due_on)?;
        let listing = self.listing(instrument)?;
        let outstanding = listing.interest.ok_or(Reject::WrongStage)?.outstanding(due_on);
        let multiplier = points(outstanding).ok_or(Reject::Overflow)?;
        (listing.multiplier, listing.largest_coupon) = (multiplier, largest);
        listing.market.revalue(multiplier);
        let company = listing.company.clone();
        out.tell(Fact::NominalReduced { company, instrument, due_on, outstanding, multiplier });
        self.schedule_instalment(instrument, due_on, out.now());
        Ok(())
    }
}

/// Euro of one point of price, for a nominal that is a multiple of 100.
pub(super) fn points(nominal: Money) -> Option<u32> {
    u32::try_from(nominal.scaled() / (i128::from(SCALE) * 100)).ok()
}
