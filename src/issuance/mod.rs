//! The primary market: terms of an instrument, the offer and its price, and who gets how much of it.
//!
//! All of it is pure: a subscription comes in with its instant, and the outcome is a list of numbers. Whose money
//! moves is said elsewhere.

mod allotment;
mod bid;
mod interest;
mod offer;
mod pricing;
mod terms;
mod tranches;

pub use allotment::{Allotment, AllotmentRule, Subscription, allot};
pub use bid::Bid;
pub use interest::{Interest, Period, YEARLY, times};
pub use offer::{Offer, OfferFault, Outcome, SubscriptionRefusal, Ticket};
pub use pricing::Pricing;
pub use terms::{Terms, TermsFault};
pub use tranches::Tranches;
