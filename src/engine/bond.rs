//! A bond between its issue and its maturity: interest that a buyer pays for, and coupons.

use super::accounts::cash;
use super::agenda::Due;
use super::telling::Telling;
use super::{Exchange, Fact, Reject};
use crate::admission::Instrument;
use crate::domain::{AccountId, Basis, Day, Figure, InstrumentKind, Money, Quantity, Symbol, Text, Timestamp};
use crate::exercise::{Entry, EntryKind, Payer, Unit};
use crate::issuance::{Interest, YEARLY, times};
use crate::ledger::{AccountKind, Asset};

/// Why trading in a bond is suspended that has not paid.
const UNPAID: &str = "the coupon was not paid";

/// The interest of what a dossier asks to list, if it is a bond, from the day on which its units were paid for.
pub(super) fn interest_of(asked: &Instrument, issued_on: Day) -> Option<Interest> {
    let interest = Interest {
        nominal: asked.nominal?,
        rate: asked.coupon?,
        coupons_per_year: asked.coupons_per_year.unwrap_or(YEARLY),
        day_count: asked.day_count.unwrap_or_default(),
        issued_on,
        matures_on: asked.matures_on?,
        step: None,
        instalments: asked.instalments.unwrap_or(1),
    };
    Some(interest).filter(|interest| asked.kind == Some(InstrumentKind::Bond) && interest.is_sound())
}

impl Exchange {
    /// What the buyer of so many units owes the seller beside the price: the interest from the last coupon day to the day
    /// on which the trade settles, without it (ICMA rule 251).
    pub(super) fn accrued_on(&self, instrument: Symbol, units: Quantity, settles_on: Day) -> Money {
        let Some(interest) = &self.listings[&instrument].interest else { return Money::ZERO };
        interest.accrued_on(units, settles_on).expect("not above the coupon that was reserved for")
    }

    /// Puts the first coupon after a day on the agenda: at the midnight of its day, or of the next business day.
    pub(super) fn schedule_coupon(&mut self, instrument: Symbol, after: Day, now: Timestamp) {
        let Some(interest) = self.listings[&instrument].interest else { return };
        let Some(due_on) = interest.next_coupon(after) else { return };
        self.agenda.at(self.payment_at(due_on).max(now), Due::Coupon { instrument, due_on });
    }

    /// A coupon day: everyone who had the bond settled at the end of the record day is paid from the issuer's cash, or
    /// nobody where the cash does not do, and trading stops. Either way the bond lives on to its next coupon; after the last one the nominal is paid back.
    pub(super) fn pay_coupon(&mut self, instrument: Symbol, due_on: Day, out: &mut Telling) -> Result<(), Reject> {
        let listing = self.listing(instrument)?;
        let (company, interest) = (listing.company.clone(), listing.interest.ok_or(Reject::WrongStage)?);
        let period = interest.period(due_on.plus_days(-1)).ok_or(Reject::WrongStage)?;
        let per_unit = interest.coupon(period).ok_or(Reject::Overflow)?;
        let issuer = self.companies[&company].account;
        let record_on = self.record_day(self.world.calendar.day(out.now()));
        let holders = self.entitled(instrument, record_on);
        let units = holders.iter().map(|(_, units)| units.units()).sum();
        let amount = times(per_unit, Quantity::new(units)).ok_or(Reject::Overflow)?;
        let available = self.ledger.balance(issuer, Asset::Cash).available;
        let is_paid = available >= cash(amount);
        if is_paid {
            let payer = company.clone();
            out.tell(Fact::CouponPaid { company: payer, instrument, due_on, record_on, per_unit, amount });
            for (account, quantity) in holders {
                let amount = times(per_unit, quantity).ok_or(Reject::Overflow)?;
                out.tell(Fact::CouponReceived { account, instrument, quantity, amount });
                let amount = self.kept_back(instrument, account, amount, out)?;
                self.move_assets(issuer, account, Asset::Cash, cash(amount))?;
            }
            out.tell(Fact::Burden { company: company.clone(), entry: line(instrument, amount, due_on) });
        } else {
            let (company, available) = (company.clone(), available.money());
            out.tell(Fact::CouponMissed { company, instrument, due_on, amount, available });
        }
        if due_on == interest.matures_on {
            return self.redeem(&company, instrument, out);
        }
        let repays = !interest.repaid_on(due_on).is_zero();
        let is_paid = if repays { self.pay_instalment(instrument, due_on, out)? && is_paid } else { is_paid };
        let largest = self.largest_coupon_from(instrument, due_on)?;
        self.listing(instrument)?.largest_coupon = largest;
        self.schedule_coupon(instrument, due_on, out.now());
        if is_paid { Ok(()) } else { self.suspend_unpaid(instrument, out) }
    }

    /// Suspends a bond that has not paid, unless it is suspended already.
    fn suspend_unpaid(&mut self, instrument: Symbol, out: &mut Telling) -> Result<(), Reject> {
        match self.suspend(instrument, UNPAID, out) {
            Err(Reject::HaltState) => Ok(()),
            result => result,
        }
    }

    /// The investors who hold an instrument, reserved units included, by account.
    pub(super) fn holders(&self, instrument: Symbol) -> Vec<(AccountId, Quantity)> {
        let asset = Asset::Units(instrument);
        let accounts = self.ledger.accounts().iter().filter(|account| account.kind() == AccountKind::Participant);
        let held = accounts.filter_map(|account| Some((account.id(), account.balance(asset).total().quantity()?)));
        held.filter(|(_, units)| !units.is_zero()).collect()
    }
}

/// A coupon as the issuer's burden.
fn line(instrument: Symbol, amount: Money, due_on: Day) -> Entry {
    let label = Text { it: format!("Cedola di {instrument}"), en: format!("Coupon of {instrument}") };
    let source = "rate of the bond on its nominal, for the period that ends on this day".to_owned();
    Entry {
        item: "coupon".parse().expect("a code"),
        label,
        kind: EntryKind::Financial,
        amount: Figure::of_money(amount),
        unit: Unit::Euro,
        date: due_on,
        basis: Basis::Simulated,
        source,
        payer: Some(Payer::Issuer),
        rule: None,
    }
}
