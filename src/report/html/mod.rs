//! The report as one page that needs nothing else: no script, no font, no picture from anywhere.

mod account;
mod company;
mod gate;
mod market;
mod page;
mod path;
mod promises;
mod sources;
mod words;

pub use page::to_html;
