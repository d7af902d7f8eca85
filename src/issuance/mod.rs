//! The primary market: terms of an instrument, the offer and its price, and who gets how much of it.
//!
//! All of it is pure: a subscription comes in with its instant, and the outcome is a list of numbers. Whose money
//! moves is said elsewhere.

mod allotment;
mod bid;
mod buy_back;
mod claims;
mod dividend;
mod interest;
mod link;
mod offer;
mod preemption;
mod pricing;
mod share_out;
mod terms;
mod tranches;

pub use allotment::{Allotment, AllotmentRule, Subscription, allot};
pub use bid::Bid;
pub use buy_back::{AUTHORITY_MONTHS, BuyBack, BuyBackFault, BuyBackMeans, VOLUME_DAYS, daily_limit, highest_bid};
pub use claims::{RankedClaim, pay_by_rank};
pub use dividend::{Dividend, DividendFault, DividendLimits, Profit};
pub use interest::{Interest, Period, RateStep, YEARLY, times};
pub use link::Link;
pub use offer::{Offer, OfferFault, Outcome, SubscriptionRefusal, Ticket};
pub use preemption::{allot_by_right, preemptive_right};
pub use pricing::Pricing;
pub use share_out::share_out;
pub use terms::{Terms, TermsFault};
pub use tranches::Tranches;
