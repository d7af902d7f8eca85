//! Reads and writes files: TOML with places, schemas, nearest key, order-flow CSV.
