//! A bond between its issue and its maturity: interest that a buyer pays for, and coupons.

use super::agenda::Due;
use super::arrears::{DuePayment, Owed};
use super::telling::Telling;
use super::{Exchange, Reject};
use crate::admission::Instrument;
use crate::domain::{AccountId, Basis, Day, Figure, InstrumentKind, Money, Quantity, Symbol, Text, Timestamp};
use crate::exercise::{Entry, EntryKind, Payer, Unit};
use crate::issuance::{Interest, YEARLY};
use crate::ledger::{AccountKind, Asset};

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

    /// A coupon day: everyone who had the bond settled at the end of the record day is paid from the issuer's cash its
    /// coupon, and a part of the nominal where one falls due; or nobody where the cash does not do, and trading stops. After
    /// the last coupon, and on the day on which the issuer has called it, what is left of the nominal is paid back. Whoever
    /// has still not paid when the next coupon falls due is in default.
    pub(super) fn pay_coupon(&mut self, instrument: Symbol, due_on: Day, out: &mut Telling) -> Result<(), Reject> {
        let debt = &self.listing(instrument)?.debt;
        if debt.claim.is_some() || debt.is_over {
            return Ok(());
        }
        if !debt.arrears.is_empty() {
            return self.declare_default(instrument, out);
        }
        let called_on = debt.called_on;
        let interest = self.listing(instrument)?.interest.ok_or(Reject::WrongStage)?;
        let ends = due_on == interest.matures_on || called_on == Some(due_on);
        if ends {
            self.observe_link(instrument, out)?;
        }
        for due in self.falls_due(instrument, due_on, ends, out)? {
            let is_paid = self.listing(instrument)?.debt.arrears.is_empty() && self.pay_due(instrument, &due, out)?;
            if !is_paid {
                self.miss(instrument, due, out)?;
            }
        }
        if !ends {
            let largest = self.largest_coupon_from(instrument, due_on)?;
            self.listing(instrument)?.largest_coupon = largest;
            self.schedule_coupon(instrument, due_on, out.now());
        }
        let is_paid = self.listing(instrument)?.debt.arrears.is_empty();
        if is_paid { Ok(()) } else { self.begin_grace(instrument, due_on, out) }
    }

    /// What falls due on a coupon day, in the order in which it is paid.
    fn falls_due(
        &mut self,
        instrument: Symbol,
        due_on: Day,
        ends: bool,
        out: &Telling,
    ) -> Result<Vec<DuePayment>, Reject> {
        let interest = self.listing(instrument)?.interest.ok_or(Reject::WrongStage)?;
        let period = interest.period(due_on.plus_days(-1)).ok_or(Reject::WrongStage)?;
        let coupon = interest.coupon(period).ok_or(Reject::Overflow)?;
        let record_on = self.record_day(self.world.calendar.day(out.now()));
        let holders = self.entitled(instrument, record_on);
        let to_holders = |owed, per_unit| DuePayment { owed, due_on, record_on, per_unit, holders: holders.clone() };
        let mut due = vec![to_holders(Owed::Coupon, coupon)];
        let part = interest.repaid_on(due_on);
        if due_on < interest.matures_on && !part.is_zero() {
            due.push(to_holders(Owed::Instalment, part));
        }
        if ends {
            let price = self.redemption_price(instrument);
            let multiplier = self.listings[&instrument].multiplier;
            let per_unit = Money::of(price, Quantity::new(1), multiplier).ok_or(Reject::Overflow)?;
            let holders = self.holders(instrument);
            due.push(DuePayment { owed: Owed::Redemption, due_on, record_on, per_unit, holders });
        }
        Ok(due)
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
pub(super) fn line(instrument: Symbol, amount: Money, due_on: Day) -> Entry {
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
