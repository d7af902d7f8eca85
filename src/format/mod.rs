//! Reads files and tells what is wrong with them, with the place: TOML and JSON against the types of the rooms,
//! names of shipped files, the nearest key where a key is unknown.
//!
//! Knows bytes only: who opens files and prints problems is the `cli` and the `server`.

mod csv;
mod document;
mod json;
pub mod library;
mod node;
pub mod order_flow;
pub mod order_tables;
mod read;
mod reference;
mod schema_view;
mod shape;
mod sheet;
mod shipped;
mod texts;

pub use document::{Document, Place, Problem};
pub use node::Fault;
pub use reference::Reference;
pub use shape::{decode_json, nearest, schema};
pub use sheet::{Margin, sheet};

#[cfg(test)]
mod tests;
