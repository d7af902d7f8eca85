//! The primary market: offer and allotment.
