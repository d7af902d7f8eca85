//! Indicators, targets, measurements.
