//! The listing exercise (esercizio di quotazione): what a company has to do, pay and publish to be listed, and what it
//! gets for it. Data and pure functions; knows neither the book nor the ledger.
//!
//! The files of `sim-scenarios/parameters` say every figure with its source, or that it is assumed. This room turns
//! them into dated lines, [`Entry`], which a [`Sheet`] collects for one company: burdens beside benefits.

mod costs;
mod credit;
mod entry;
mod fault;
mod figures;
mod lateness;
mod obligations;
mod payer;
mod plan;
mod route;
mod schedule;
mod sheet;
mod slip;
mod weigh;

pub use costs::{CostItem, CostTable, Listing, Reckoning, Recurrence, costs};
pub use credit::{Ceiling, CompanySize, CreditRefusal, IpoCredit, SmeTest};
pub use entry::{Entry, EntryKind, Unit};
pub use fault::Fault;
pub use figures::{MarketFigures, ReferenceFigure};
pub use lateness::{ByTime, lateness};
pub use obligations::Obligations;
pub use payer::Payer;
pub use plan::{Duty, Gain, Label, Plan, Task};
pub use route::{
    Asked, Effort, Eligibility, Estimate, Forms, Given, Obstacle, Route, RouteAccount, Routes, TableUse, Undertaking,
    Venture, Yearly, account, internal_rate,
};
pub use schedule::{ScheduledTask, Slips, finish_of, months_between, path_length, schedule, schedule_from};
pub use sheet::{Sheet, Totals};
pub use slip::SlipChance;
pub use weigh::{benefits, burdens, sunk};

#[cfg(test)]
mod shipped;
