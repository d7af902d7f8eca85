//! What a bond pays on a day, and what it has not paid: arrears, days of grace, and the cash that cures them.

use super::accounts::cash;
use super::agenda::Due;
use super::bond::line;
use super::tax::Paid;
use super::telling::Telling;
use super::{Exchange, Fact, Reject};
use crate::domain::{AccountId, Day, Income, Money, Quantity, Symbol, TradingPhase};
use crate::issuance::times;
use crate::ledger::Asset;

/// Why trading in a bond is suspended that has not paid.
const UNPAID: &str = "a payment was missed";

/// Days after which a payment that was missed is a default, when the dossier says nothing: assumed, as the terms of
/// placed bonds have one or two weeks.
const GRACE_DAYS: u16 = 14;

/// What is owed on a bond besides its terms.
#[derive(Debug, Clone, Default)]
pub(super) struct Debt {
    /// What fell due and was not paid, oldest first.
    pub(super) arrears: Vec<DuePayment>,
    /// What its holders are still owed since its default.
    pub(super) claim: Option<Money>,
    /// The coupon day on which the issuer has said that it pays all of it back.
    pub(super) called_on: Option<Day>,
    /// Whether its holders are owed nothing more, because its estate has been shared out.
    pub(super) is_over: bool,
}

/// What falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owed {
    /// Interest of a period.
    Coupon,
    /// A part of the nominal.
    Instalment,
    /// What is left of the nominal.
    Redemption,
}

/// A payment that falls due on a bond, with those who are entitled to it.
#[derive(Debug, Clone)]
pub(super) struct DuePayment {
    pub(super) owed: Owed,
    pub(super) due_on: Day,
    pub(super) record_on: Day,
    pub(super) per_unit: Money,
    pub(super) holders: Vec<(AccountId, Quantity)>,
}

impl DuePayment {
    /// What it takes in all.
    pub(super) fn amount(&self) -> Result<Money, Reject> {
        let units = self.holders.iter().map(|(_, units)| units.units()).sum();
        times(self.per_unit, Quantity::new(units)).ok_or(Reject::Overflow)
    }
}

impl Exchange {
    /// Makes a payment from the issuer's cash, to everyone or, where the cash does not do, to nobody. Whether it was made.
    pub(super) fn pay_due(&mut self, instrument: Symbol, due: &DuePayment, out: &mut Telling) -> Result<bool, Reject> {
        let company = self.listing(instrument)?.company.clone();
        let issuer = self.companies[&company].account;
        let amount = due.amount()?;
        if self.ledger.balance(issuer, Asset::Cash).available < cash(amount) {
            return Ok(false);
        }
        let DuePayment { due_on, record_on, per_unit, .. } = *due;
        match due.owed {
            Owed::Redemption => return self.redeem(&company, instrument, out).map(|()| true),
            Owed::Coupon => {
                let company = company.clone();
                out.tell(Fact::CouponPaid { company, instrument, due_on, record_on, per_unit, amount });
            }
            Owed::Instalment => {
                let interest = self.listing(instrument)?.interest.ok_or(Reject::WrongStage)?;
                let (company, outstanding) = (company.clone(), interest.outstanding(due_on));
                out.tell(Fact::InstalmentPaid {
                    company,
                    instrument,
                    due_on,
                    record_on,
                    per_unit,
                    amount,
                    outstanding,
                });
            }
        }
        for &(account, quantity) in &due.holders {
            let amount = times(per_unit, quantity).ok_or(Reject::Overflow)?;
            out.tell(match due.owed {
                Owed::Coupon => Fact::CouponReceived { account, instrument, quantity, amount },
                _ => Fact::InstalmentReceived { account, instrument, quantity, amount },
            });
            let (income, taxable) = match due.owed {
                Owed::Coupon => (Income::Interest, amount),
                _ => (Income::Premium, self.premium_of_part(instrument, per_unit, quantity)?),
            };
            let net =
                self.withhold(issuer, Paid { instrument, holder: account, income, gross: amount, taxable }, out)?;
            let amount = self.kept_back(instrument, account, net, out)?;
            self.move_assets(issuer, account, Asset::Cash, cash(amount))?;
        }
        if due.owed == Owed::Coupon {
            out.tell(Fact::Burden { company, entry: line(instrument, amount, due_on) });
        }
        Ok(true)
    }

    /// A payment was not made: it is owed to those who are entitled to it.
    pub(super) fn miss(&mut self, instrument: Symbol, due: DuePayment, out: &mut Telling) -> Result<(), Reject> {
        let listing = self.listing(instrument)?;
        let company = listing.company.clone();
        let (amount, due_on) = (due.amount()?, due.due_on);
        let (owed, issuer) = (due.owed, self.companies[&company].account);
        let available = self.ledger.balance(issuer, Asset::Cash).available.money();
        self.listing(instrument)?.debt.arrears.push(due);
        out.tell(match owed {
            Owed::Coupon => Fact::CouponMissed { company, instrument, due_on, amount, available },
            Owed::Instalment => Fact::InstalmentMissed { company, instrument, due_on, amount, available },
            Owed::Redemption => Fact::RedemptionMissed { company, instrument, due_on, amount, available },
        });
        Ok(())
    }

    /// Suspends a bond that has not paid, unless it is suspended already, and lets the days of grace begin.
    pub(super) fn begin_grace(&mut self, instrument: Symbol, due_on: Day, out: &mut Telling) -> Result<(), Reject> {
        let company = &self.companies[&self.listings[&instrument].company];
        let days = self.dossier_of(company).instrument.grace_days.unwrap_or(GRACE_DAYS);
        let ends_at = self.payment_at(due_on.plus_days(i32::from(days))).max(out.now());
        self.agenda.at(ends_at, Due::Grace { instrument, due_on });
        match self.suspend(instrument, UNPAID, out) {
            Err(Reject::HaltState) => Ok(()),
            result => result,
        }
    }

    /// The days of grace are over: what was due on that day is paid now, or the bond is in default.
    pub(super) fn end_grace(&mut self, instrument: Symbol, due_on: Day, out: &mut Telling) -> Result<(), Reject> {
        self.pay_arrears(instrument, out)?;
        let is_owed = self.listing(instrument)?.debt.arrears.iter().any(|due| due.due_on == due_on);
        if is_owed { self.declare_default(instrument, out) } else { Ok(()) }
    }

    /// Pays what a bond owes, the oldest first, as far as the issuer's cash pays each whole. With the last of it trading goes
    /// on.
    pub(super) fn pay_arrears(&mut self, instrument: Symbol, out: &mut Telling) -> Result<(), Reject> {
        let before = self.listing(instrument)?.debt.arrears.len();
        while let Some(due) = self.listing(instrument)?.debt.arrears.first().cloned() {
            if !self.pay_due(instrument, &due, out)? {
                break;
            }
            self.listing(instrument)?.debt.arrears.remove(0);
        }
        let listing = self.listing(instrument)?;
        let is_cured = before > 0 && listing.debt.arrears.is_empty() && !listing.delisted;
        if is_cured && listing.market.phase() == TradingPhase::Suspended {
            self.go_on_after_arrears(instrument, out)?;
        }
        Ok(())
    }

    /// Back to the facilitator's halt, if there was one before; on through a call; or on in a suspension that a lapse of the
    /// company keeps up, and its cure ends.
    fn go_on_after_arrears(&mut self, instrument: Symbol, out: &mut Telling) -> Result<(), Reject> {
        if self.may_trade(instrument).is_err() {
            self.listing(instrument)?.suspended_by_lapse = true;
            return Ok(());
        }
        match self.listing(instrument)?.halted_before.take() {
            Some(reason) => self.stop(instrument, TradingPhase::Halted, &reason, out),
            None => self.resume(instrument, out),
        }
    }
}
