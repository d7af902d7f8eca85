//! The report as one page that needs nothing else: no script, no font, no picture from anywhere.

mod account;
mod company;
mod gate;
mod market;
mod minutes;
mod page;
mod path;
mod procedure;
mod promises;
mod quote;
mod sanctions;
mod sources;
mod words;

pub use minutes::minutes_to_html;
pub use page::to_html;
