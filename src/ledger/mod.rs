//! Accounts, balanced transfers, reservations.
