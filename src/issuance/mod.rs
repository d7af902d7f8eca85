//! The primary market: terms of an instrument, the offer at a fixed price, and who gets how much of it.
//!
//! All of it is pure: a subscription comes in with its instant, and the outcome is a list of numbers. Whose money
//! moves is said elsewhere.

mod allotment;
mod interest;
mod offer;
mod terms;

pub use allotment::{Allotment, AllotmentRule, Subscription, allot};
pub use interest::{Interest, Period, YEARLY, times};
pub use offer::{Offer, OfferFault, Outcome, SubscriptionRefusal};
pub use terms::{Terms, TermsFault};
