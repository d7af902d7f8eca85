//! Why the ledger says no.

use std::fmt;

/// Why a movement was refused. Nothing has changed. Codes are stable and only ever added to.
///
/// The first of these that applies, in this order: unknown accounts or reservations, then a negative amount, then what
/// is lacking, then overflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// There is no such account.
    UnknownAccount,
    /// There is no such reservation, or it has been released.
    UnknownReservation,
    /// An amount is below zero.
    NegativeAmount,
    /// The account has less cash available.
    InsufficientFunds,
    /// The account has fewer units available.
    InsufficientUnits,
    /// The reservation holds less than is drawn from it.
    ExceedsReservation,
    /// A balance would leave its range.
    Overflow,
}

impl Refusal {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnknownAccount => "unknown_account",
            Self::UnknownReservation => "unknown_reservation",
            Self::NegativeAmount => "negative_amount",
            Self::InsufficientFunds => "insufficient_funds",
            Self::InsufficientUnits => "insufficient_units",
            Self::ExceedsReservation => "exceeds_reservation",
            Self::Overflow => "overflow",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownAccount => "there is no such account",
            Self::UnknownReservation => "there is no such reservation, or it has been released",
            Self::NegativeAmount => "an amount cannot be negative",
            Self::InsufficientFunds => "not enough cash is available",
            Self::InsufficientUnits => "not enough units are available",
            Self::ExceedsReservation => "the reservation holds less than that",
            Self::Overflow => "the balance would leave its range",
        })
    }
}

impl std::error::Error for Refusal {}
