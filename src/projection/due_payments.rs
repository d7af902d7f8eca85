//! What a company has paid to those who hold its instrument, what it has not, and what a result has made others give.

use schemars::JsonSchema;
use serde::Serialize;

use super::CompanyView;
use crate::domain::{AccountId, Day, Giver, Income, Money, Timestamp};
use crate::engine::{Event, Fact};

/// What is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaymentKind {
    /// A coupon of a bond.
    Coupon,
    /// A part of the nominal of a bond before its end.
    Instalment,
    /// A dividend.
    Dividend,
    /// Units paid back: the nominal at maturity, or a buy-out.
    Redemption,
    /// A part of what the estate of a bond in default has brought.
    Recovery,
    /// What the issuer pays to holders because of a result.
    Premium,
    /// What a third party pays to holders because of a result.
    OutcomeToHolders,
    /// What a third party pays to the issuer because of a result.
    OutcomeToIssuer,
    /// What holders give to the issuer because of a result.
    GiftOfHolders,
}

impl PaymentKind {
    /// Whether the issuer pays it to holders.
    #[must_use]
    pub const fn is_paid_by_issuer(self) -> bool {
        matches!(
            self,
            Self::Coupon | Self::Instalment | Self::Dividend | Self::Redemption | Self::Recovery | Self::Premium
        )
    }
}

/// A payment to holders that fell due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaymentView {
    /// What for.
    pub kind: PaymentKind,
    /// When it fell due.
    pub due_on: Day,
    /// For one unit; nothing where it was not paid.
    pub per_unit: Option<Money>,
    /// To all holders together: paid, or owed and not paid.
    pub amount: Money,
    /// Whether it was paid.
    pub paid: bool,
    /// What of it was withheld as tax.
    pub tax: Money,
}

/// Money that changed hands at an instant, account by account, added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TransferView {
    /// What for.
    pub kind: PaymentKind,
    /// When.
    pub at: Timestamp,
    /// All of it.
    pub amount: Money,
    /// Whether it was paid.
    pub paid: bool,
    /// What of it was withheld as tax.
    pub tax: Money,
}

/// The payment that a fact tells of, paid or missed. A dividend has no day due but that on which it was paid or missed: it is
/// a transfer.
pub(super) const fn payment(event: &Event) -> Option<PaymentView> {
    let (kind, due_on, per_unit, amount) = match &event.fact {
        Fact::CouponPaid { due_on, per_unit, amount, .. } => (PaymentKind::Coupon, *due_on, Some(*per_unit), *amount),
        Fact::CouponMissed { due_on, amount, .. } => (PaymentKind::Coupon, *due_on, None, *amount),
        Fact::InstalmentPaid { due_on, per_unit, amount, .. } => {
            (PaymentKind::Instalment, *due_on, Some(*per_unit), *amount)
        }
        Fact::InstalmentMissed { due_on, amount, .. } => (PaymentKind::Instalment, *due_on, None, *amount),
        Fact::RedemptionMissed { due_on, amount, .. } => (PaymentKind::Redemption, *due_on, None, *amount),
        _ => return None,
    };
    Some(PaymentView { kind, due_on, per_unit, amount, paid: per_unit.is_some(), tax: Money::ZERO })
}

/// For what a result has made somebody pay.
pub(super) const fn donated(giver: Giver, to_holder: bool) -> PaymentKind {
    match (giver, to_holder) {
        (Giver::Investor, _) => PaymentKind::GiftOfHolders,
        (Giver::ThirdParty, true) => PaymentKind::OutcomeToHolders,
        (Giver::ThirdParty, false) => PaymentKind::OutcomeToIssuer,
        (Giver::Issuer, _) => PaymentKind::Premium,
    }
}

/// The instrument's payment that a fact tells of, for one account or missed for all: what for, how much, whether it was
/// paid.
pub(super) fn transfer(fact: &Fact, is_investor: impl Fn(AccountId) -> bool) -> Option<(PaymentKind, Money, bool)> {
    match fact {
        Fact::BoughtOut { paid, .. } => Some((PaymentKind::Redemption, *paid, true)),
        Fact::RecoveryReceived { amount, .. } => Some((PaymentKind::Recovery, *amount, true)),
        Fact::DividendReceived { amount, .. } => Some((PaymentKind::Dividend, *amount, true)),
        Fact::DividendMissed { amount, .. } => Some((PaymentKind::Dividend, *amount, false)),
        Fact::Donated { giver, to, amount, .. } => Some((donated(*giver, is_investor(*to)), *amount, true)),
        _ => None,
    }
}

impl CompanyView {
    /// Adds what one account was paid to what others were paid for the same at the same instant.
    pub(super) fn transferred(&mut self, at: Timestamp, (kind, amount, paid): (PaymentKind, Money, bool)) {
        let is_same = |last: &&mut TransferView| (last.kind, last.at, last.paid) == (kind, at, paid);
        match self.transfers.last_mut().filter(is_same) {
            Some(last) => last.amount = last.amount.checked_add(amount).unwrap_or(last.amount),
            None => self.transfers.push(TransferView { kind, at, amount, paid, tax: Money::ZERO }),
        }
    }

    /// Adds what was withheld of a payment that was just told to one holder.
    pub(super) fn taxed(&mut self, event: &Event) {
        let Fact::TaxWithheld { income, tax, .. } = &event.fact else { return };
        let is_transfer = |one: &&mut TransferView| match income {
            Income::Interest => false,
            Income::Dividend => one.kind == PaymentKind::Dividend,
            Income::Premium => one.kind == PaymentKind::Redemption && one.at == event.time,
        };
        let of_transfer = self.transfers.last_mut().filter(is_transfer).map(|one| &mut one.tax);
        let last = if *income == Income::Interest { PaymentKind::Coupon } else { PaymentKind::Instalment };
        let of_payment = self.payments.iter_mut().rev().find(|one| one.kind == last).map(|one| &mut one.tax);
        if let Some(sum) = of_transfer.or(of_payment) {
            *sum = sum.checked_add(*tax).unwrap_or(*sum);
        }
    }
}
