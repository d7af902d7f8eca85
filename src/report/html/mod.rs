//! The report as one page that needs nothing else: no script, no font, no picture from anywhere.

mod account;
mod chair;
mod company;
mod delays;
mod events;
mod gate;
mod holders;
mod market;
mod minutes;
mod page;
mod parting;
mod path;
mod procedure;
mod promises;
mod quote;
mod sanctions;
mod sources;
mod words;
mod years;

pub(super) use words::Words;

pub use minutes::minutes_to_html;
pub use page::to_html;
pub use parting::{PartingEdition, parting_to_html};
