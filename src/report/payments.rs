//! Everything that an instrument has brought its holders, and what they and others have given for a result.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::{Day, Money, Zone};
use crate::projection::{CompanyView, PaymentKind};

/// A payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Payment {
    /// What for, and from whom to whom.
    pub kind: PaymentKind,
    /// When it fell due, or was paid where no day was set before.
    pub due_on: Day,
    /// For one unit, where it is told and was paid.
    pub per_unit: Option<Money>,
    /// All of it: paid, or owed and not paid.
    pub amount: Money,
    /// Whether it was paid.
    pub paid: bool,
}

/// The payments of a company's instrument, by day.
pub(super) fn of(view: &CompanyView, zone: &Zone) -> Vec<Payment> {
    let due = view.payments.iter().map(|one| Payment {
        kind: one.kind,
        due_on: one.due_on,
        per_unit: one.per_unit,
        amount: one.amount,
        paid: one.paid,
    });
    let transferred = view.transfers.iter().map(|one| Payment {
        kind: one.kind,
        due_on: zone.day(one.at),
        per_unit: None,
        amount: one.amount,
        paid: one.paid,
    });
    let mut payments: Vec<Payment> = due.chain(transferred).collect();
    payments.sort_by_key(|one| one.due_on);
    payments
}
