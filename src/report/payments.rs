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
    /// What of it was withheld as tax, where anything was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax: Option<Money>,
    /// What holders got of it, where a tax was withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub net: Option<Money>,
}

/// A tax and what is left after it; nothing where none was withheld.
fn taxed(amount: Money, tax: Money) -> (Option<Money>, Option<Money>) {
    let tax = Some(tax).filter(|tax| !tax.is_zero());
    (tax, tax.and_then(|tax| amount.checked_sub(tax)))
}

/// The payments of a company's instrument, by day.
pub(super) fn of(view: &CompanyView, zone: &Zone) -> Vec<Payment> {
    let due = view.payments.iter().map(|one| {
        let (tax, net) = taxed(one.amount, one.tax);
        let (kind, due_on, per_unit, amount, paid) = (one.kind, one.due_on, one.per_unit, one.amount, one.paid);
        Payment { kind, due_on, per_unit, amount, paid, tax, net }
    });
    let transferred = view.transfers.iter().map(|one| {
        let (tax, net) = taxed(one.amount, one.tax);
        let (kind, due_on, amount, paid) = (one.kind, zone.day(one.at), one.amount, one.paid);
        Payment { kind, due_on, per_unit: None, amount, paid, tax, net }
    });
    let mut payments: Vec<Payment> = due.chain(transferred).collect();
    payments.sort_by_key(|one| one.due_on);
    payments
}
