//! Charts as vector drawings, computed in whole numbers so that they are the same on every machine.

mod gantt;
mod price;
mod scale;
mod waterfall;

pub(super) use gantt::{Bar, Gantt, gantt};
pub(super) use price::{PriceChart, price};
pub(super) use waterfall::{Step, Waterfall, waterfall};
