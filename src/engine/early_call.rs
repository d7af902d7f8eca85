//! A bond that its issuer pays back before its maturity, on a coupon day that it has named.

use super::telling::Telling;
use super::{Exchange, Fact, Reject};
use crate::domain::{Code, Day};

impl Exchange {
    /// The issuer says that it pays its bond back on a coupon day to come. Checks, in this order: the company and its listed
    /// bond, that its terms let it and it has not said so before, the first day that they name, that a result on which they
    /// depend is known by then, the coupon day, its record day.
    pub(super) fn call_bond(&mut self, code: &Code, paid_on: Day, out: &mut Telling) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        let (instrument, callable) = (company.ask()?.symbol, self.dossier_of(company).instrument.callable_from);
        let listing = self.listings.get(&instrument).ok_or(Reject::WrongStage)?;
        let interest = listing.interest.ok_or(Reject::WrongStage)?;
        let (debt, link) = (&listing.debt, listing.link.as_ref());
        let callable_from = callable.ok_or(Reject::CallState)?;
        if listing.delisted || debt.is_over || debt.claim.is_some() || debt.called_on.is_some() {
            return Err(Reject::CallState);
        }
        let awaits = |state: &super::link::LinkState| state.result.is_none() && paid_on <= state.link.observed_on;
        if paid_on < callable_from || link.is_some_and(awaits) {
            return Err(Reject::CallTooSoon);
        }
        if interest.next_coupon(paid_on.plus_days(-1)) != Some(paid_on) || paid_on >= interest.matures_on {
            return Err(Reject::NoCouponDay);
        }
        let record_on = self.record_day(self.world.calendar.business_day_from(paid_on));
        if record_on < self.world.calendar.day(out.now()) {
            return Err(Reject::PaymentTooSoon);
        }
        self.listing(instrument)?.debt.called_on = Some(paid_on);
        out.tell(Fact::BondCalled { company: code.clone(), instrument, paid_on });
        Ok(())
    }
}
