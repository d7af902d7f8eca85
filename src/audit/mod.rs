//! The auditor: every balance reckoned a second time, from the events alone.
//!
//! It knows no ledger, no order book and no engine: it reads the lines of `events.jsonl` as anybody could and applies the
//! rules of `docs/conventions.md` (what an order reserves, which fee is due) with arithmetic of its own. After every input
//! each balance that was told must be the one reckoned here, and each that changed here must have been told.
//!
//! A new kind of event that moves money or units needs its line in [`Auditor`]'s table of movements. Without it the first
//! balance that it moved differs and the audit fails: an event that the auditor does not know cannot pass.

mod auditor;
mod books;
mod buy_backs;
mod discrepancy;
mod movements;
mod offers;
mod orders;
mod settlements;
mod taxes;
#[cfg(test)]
mod tests;
mod told;

pub use auditor::{Auditor, Summary};
pub use discrepancy::Discrepancy;
