//! Accounts, balanced transfers, reservations.
//!
//! The invariant: **for every asset, the balances of all accounts add up to zero, always.** Nothing is created or
//! destroyed in place: cash enters from the deposit account, units from the issuance account of their instrument, and
//! those contra accounts alone may stand below zero. What an asset's contra accounts lack is what circulates.
//!
//! Balances are those of the trade; what of them has not settled stands in a register beside it ([`Unsettled`]).
//!
//! A call that is refused changes nothing. Knows amounts and accounts, no orders, no phases, no clock.

mod account;
mod amount;
mod book;
mod delivery;
mod fees;
mod refusal;
mod reservation;
mod settlement_rules;
mod tax_rules;
mod unsettled;

#[cfg(test)]
mod properties;

pub use account::{Account, AccountKind, Balance};
pub use amount::{Amount, Asset};
pub use book::Ledger;
pub use delivery::Delivery;
pub use fees::{Fee, Fees};
pub use refusal::Refusal;
pub use reservation::{Reservation, ReservationId};
pub use settlement_rules::{Cycle, FailRules, Run, SettlementRules, UnsettledUse};
pub use tax_rules::{Remittance, TaxRules, Withholding};
pub use unsettled::{Instruction, Obstacle, OnTheWay, Unsettled};
