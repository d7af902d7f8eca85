//! What a company has paid to those who hold its instrument, and what it has not.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::{Day, Money};
use crate::engine::{Event, Fact};

/// A payment to holders that fell due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PaymentView {
    /// When it fell due.
    pub due_on: Day,
    /// For one unit; nothing where it was not paid.
    pub per_unit: Option<Money>,
    /// To all holders together: paid, or owed and not paid.
    pub amount: Money,
    /// Whether it was paid.
    pub paid: bool,
}

/// The coupon that a fact tells of, paid or missed.
pub(super) const fn coupon(event: &Event) -> Option<PaymentView> {
    match &event.fact {
        Fact::CouponPaid { due_on, per_unit, amount, .. } => {
            Some(PaymentView { due_on: *due_on, per_unit: Some(*per_unit), amount: *amount, paid: true })
        }
        Fact::CouponMissed { due_on, amount, .. } => {
            Some(PaymentView { due_on: *due_on, per_unit: None, amount: *amount, paid: false })
        }
        _ => None,
    }
}
