//! Charts as vector drawings, computed in whole numbers so that they are the same on every machine.

mod gantt;
mod price;
mod scale;
mod waterfall;
mod years;

pub(super) use gantt::{Bar, Gantt, gantt};
pub(super) use price::{PriceChart, price};
pub(super) use waterfall::{Step, Waterfall, waterfall};
pub(super) use years::{YearBar, YearsChart, years};
