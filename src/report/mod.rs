//! The listing exercise on paper: HTML, JSON, CSV.
