//! Borsa Sociale: an open simulator of a social stock exchange, after Torino's Borsa dell'Impatto Sociale.
//!
//! One engine, fed by numbered inputs, tells events; everything else either prepares an input or tells an event.

pub mod admission;
pub mod audit;
pub mod domain;
pub mod engine;
pub mod exercise;
pub mod format;
pub mod impact;
pub mod issuance;
pub mod journal;
pub mod ledger;
pub mod market;
pub mod projection;
pub mod report;
pub mod scenario;

#[cfg(feature = "server")]
pub mod cli;
#[cfg(feature = "server")]
pub mod server;
