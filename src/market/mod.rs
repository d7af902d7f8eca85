//! Where orders meet: book, continuous trading, auction, phases, rules.
//!
//! Three things are kept apart: the book holds orders, crossed or not; `price_determination` finds an auction's price
//! and changes nothing; continuous trading and the uncrossing carry it out. Knows an order's opaque group number and
//! never an account, an issuer or a clock.

mod at_last;
mod auction;
mod book;
mod change;
mod continuous;
mod directory;
mod entries;
mod entry;
mod floor;
mod grid;
mod happening;
mod held;
mod index;
mod instructions;
mod interruption;
mod issue;
mod ladder;
mod level;
mod limits;
#[expect(clippy::module_inception, reason = "the noun of the room is the room's name")]
mod market;
mod opening;
mod order;
mod page;
mod pegs;
mod period;
mod phase;
mod price_determination;
mod price_table;
mod queue;
mod reach;
mod reference;
mod regrid;
mod reject;
mod rules;
mod safeguards;
mod schedule;
mod self_trade;
mod slab;
mod stops;
mod store;
mod tally;
mod tick;
mod tick_change;

pub use entry::Vetted;
pub use floor::Floor;
pub use happening::{CancelReason, CollarKind, ExpiryReason, Happening, Indicative};
pub use limits::{OrderLimits, OrderToTrade};
pub use market::Market;
pub use order::{NewOrder, OpenOrder, QUANTITY_MAX};
pub use period::PeriodRules;
pub use price_table::{Candidate, PriceTable, TieBreakStep};
pub use queue::QueuePlace;
pub use reference::{ReferenceRules, ReferenceSource};
pub use reject::Reject;
pub use rules::{AuctionRules, CollarBase, Collars, MarketFile, MarketSources, RuleError, Rules, TieBreak};
pub use safeguards::{Extension, Interruption};
pub use schedule::{Change, OnHoliday, Schedule, ScheduleRow, WeekDay};
pub use tick::{PRICE_MAX, TickBand, TickLadder, TickTable};
pub use tick_change::{TickChange, tick_changes};

#[cfg(test)]
mod opening_tests;
#[cfg(test)]
mod peg_tests;
#[cfg(test)]
mod reference_tests;
#[cfg(test)]
mod regrid_tests;
#[cfg(test)]
mod tests;
