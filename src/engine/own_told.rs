//! What the log tells of a company in its own units.

use serde::Serialize;

use crate::domain::{Day, Money, Price, Quantity, Rate};

/// The terms of a company's purchases of its own units, as its meeting has authorised them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct BuyBackTerms {
    /// Units at most.
    pub units: Quantity,
    /// The highest price of one, in euro.
    pub price_at_most: Price,
    /// The lowest, in euro; zero where none is set.
    pub price_at_least: Price,
    /// The day of the meeting.
    pub authorised_on: Day,
    /// The first day of purchases.
    pub from_on: Day,
    /// The last day.
    pub until_on: Day,
    /// The year of the accounts that they are paid out of.
    pub year: i16,
    /// Profits left and free reserves of those accounts, in euro.
    pub available: Money,
    /// The least price at which units may be sold again; without it they can only be cancelled.
    pub resale_from: Option<Price>,
}

/// What a company has of its own units, and what the others come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OwnLeft {
    /// Units of its own that it has.
    pub treasury: Quantity,
    /// Units that are listed, its own included.
    pub listed: Quantity,
    /// Part of the class that is with the public; its own units are not.
    pub free_float: Rate,
}
