//! The listing exercise on paper: HTML, JSON, CSV.

mod trades;

pub use trades::trades_csv;
