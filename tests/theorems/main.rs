//! The theorems that an exchange rests on, as tests: what its trades must be follows from a few properties, and small
//! checkers that share nothing with the market hold what happened against them. Each checker must also catch planted
//! faults.
//!
//! The properties are those of Sarswat and Singh, "Formally Verified Trades in Financial Markets" (2020), for auctions,
//! and of Garg and Sarswat, "Efficient and Verified Continuous Double Auctions" (2024), for continuous trading: positive
//! bid-ask spread, price-time priority and conservation of quantities leave one outcome only.

mod auction;
mod continuous;
mod metamorphic;
mod session;
