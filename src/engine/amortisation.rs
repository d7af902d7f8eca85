//! A nominal that is paid back in parts: the ex day of each part, and its payment on a coupon day.

use super::accounts::cash;
use super::agenda::Due;
use super::telling::Telling;
use super::{Exchange, Fact, Reject};
use crate::domain::{Day, Money, Quantity, SCALE, Symbol, TimeOfDay, Timestamp};
use crate::issuance::times;
use crate::ledger::Asset;
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

    /// Pays a part of the nominal back to who had the bond settled at the end of the record day, or to nobody where the
    /// issuer's cash does not do. Whether it was paid.
    pub(super) fn pay_instalment(
        &mut self,
        instrument: Symbol,
        due_on: Day,
        out: &mut Telling,
    ) -> Result<bool, Reject> {
        let listing = self.listing(instrument)?;
        let (company, interest) = (listing.company.clone(), listing.interest.ok_or(Reject::WrongStage)?);
        let (per_unit, outstanding) = (interest.repaid_on(due_on), interest.outstanding(due_on));
        let issuer = self.companies[&company].account;
        let record_on = self.record_day(self.world.calendar.day(out.now()));
        let holders = self.entitled(instrument, record_on);
        let units = holders.iter().map(|(_, units)| units.units()).sum();
        let amount = times(per_unit, Quantity::new(units)).ok_or(Reject::Overflow)?;
        let available = self.ledger.balance(issuer, Asset::Cash).available;
        if available < cash(amount) {
            let available = available.money();
            out.tell(Fact::InstalmentMissed { company, instrument, due_on, amount, available });
            return Ok(false);
        }
        out.tell(Fact::InstalmentPaid { company, instrument, due_on, record_on, per_unit, amount, outstanding });
        for (account, quantity) in holders {
            let amount = times(per_unit, quantity).ok_or(Reject::Overflow)?;
            out.tell(Fact::InstalmentReceived { account, instrument, quantity, amount });
            let amount = self.kept_back(instrument, account, amount, out)?;
            self.move_assets(issuer, account, Asset::Cash, cash(amount))?;
        }
        Ok(true)
    }
}

/// Euro of one point of price, for a nominal that is a multiple of 100.
fn points(nominal: Money) -> Option<u32> {
    u32::try_from(nominal.scaled() / (i128::from(SCALE) * 100)).ok()
}
