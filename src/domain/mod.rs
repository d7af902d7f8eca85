//! The nouns of the exchange: numbers, time, names, the words of an order and of an instrument.
//!
//! Knows no other room, does no input or output, holds no float.

mod calendar;
mod currency;
mod holding;
mod holding_words;
mod id;
mod instructions;
mod instrument;
mod link;
mod number;
mod obligation;
mod offer;
mod order;
mod rank;
mod said;
mod sanction;
mod tax;
mod text;
mod time;

pub use calendar::Calendar;
pub use currency::Currency;
pub use holding::{Holder, HolderNature, HoldingTerms, LockUp, Transfer};
pub use id::{AccountId, Code, InputNumber, NameError, OrderId, SYMBOL_MAX, Seq, Symbol, TradeId};
pub use instructions::{Instructions, Peg, SelfTradePrevention};
pub use instrument::{DayCount, Helix, InstrumentKind, LegalForm, Scope};
pub use jiff::civil::Weekday;
pub use link::{Beneficiary, Giver, ImpactLinkKind, LinkGround, LinkResult, Pledge};
pub use number::{Figure, Money, NumberError, Price, Quantity, Rate, SCALE, parse_scaled};
pub use obligation::{Deadline, Obligation, PeriodEnd, ReportContent, deadlines};
pub use offer::{OfferTest, PriceRange};
pub use order::{Aggressor, OrderStatus, OrderType, Side, TimeInForce, TradingPhase};
pub use rank::Rank;
pub use said::{Phrasebook, Said, Translations, Worded};
pub use sanction::{BuyOutPrice, Holders, LapseKind, Sanction, TargetStanding, Verdict};
pub use tax::{Income, TaxClass};
pub use text::{Basis, Language, Provenance, Text};
pub use time::{Day, TimeError, TimeOfDay, Timestamp, Zone};
