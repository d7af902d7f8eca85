//! Bytes spell a session of commands; the market must do what the naive reference exchange does.

#![no_main]

#[path = "../../tests/market_properties.rs"]
mod market_properties;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| market_properties::long_run::play_bytes(bytes));
