//! The words of an order, with their FIX 4.4 anchors.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Side of an order (FIX 54).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Acquisto.
    Buy,
    /// Vendita.
    Sell,
}

impl Side {
    /// The other side.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Buy => Self::Sell,
            Self::Sell => Self::Buy,
        }
    }
}

/// Type of an order (FIX 40).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderType {
    /// With a price limit.
    #[default]
    Limit,
    /// At any price; what does not trade at once is canceled.
    Market,
    /// Takes the best opposite price and rests there.
    MarketToLimit,
    /// A market order that waits for a price.
    Stop,
    /// A limit order that waits for a price.
    StopLimit,
}

impl OrderType {
    /// Whether it waits for a price.
    #[inline]
    #[must_use]
    pub const fn is_stop(self) -> bool {
        matches!(self, Self::Stop | Self::StopLimit)
    }
}

/// How long an order stands (FIX 59).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
pub enum TimeInForce {
    /// Until the close.
    #[default]
    #[serde(rename = "day")]
    Day,
    /// Until it is canceled.
    #[serde(rename = "gtc")]
    GoodTillCancel,
    /// Until an instant that the order names.
    #[serde(rename = "gtd")]
    GoodTillDate,
    /// What does not trade at once is canceled.
    #[serde(rename = "ioc")]
    ImmediateOrCancel,
    /// All at once or nothing.
    #[serde(rename = "fok")]
    FillOrKill,
    /// For the running auction only.
    #[serde(rename = "gfa")]
    GoodForAuction,
    /// For the next auction only: waits outside the book until then.
    #[serde(rename = "atc")]
    AtTheClose,
    /// For the auction that opens the day: waits outside the book until then, over night too.
    #[serde(rename = "opg")]
    AtTheOpening,
}

/// Where an order stands (FIX 39). Derived from events, never stored twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// Accepted, nothing traded yet.
    New,
    /// Some of it traded, the rest stands.
    PartiallyFilled,
    /// All of it traded.
    Filled,
    /// Ended by its owner or by a rule.
    Canceled,
    /// Ended by time.
    Expired,
    /// Never stood.
    Rejected,
}

impl OrderStatus {
    /// Whether the order still stands.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::New | Self::PartiallyFilled)
    }
}

/// Who came second in a trade, and so set it off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Aggressor {
    /// A buy order took from the asks.
    Buy,
    /// A sell order took from the bids.
    Sell,
    /// An auction matched both.
    Auction,
}

impl From<Side> for Aggressor {
    fn from(side: Side) -> Self {
        match side {
            Side::Buy => Self::Buy,
            Side::Sell => Self::Sell,
        }
    }
}

/// State of trading in one instrument (FIX 625 and 326).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TradingPhase {
    /// No orders, cancels only.
    Closed,
    /// Orders are collected and no price is told yet; a call follows (pre-apertura).
    PreOpen,
    /// Orders are collected for a later uncrossing (asta).
    Call,
    /// Orders trade as they come (negoziazione continua).
    Continuous,
    /// Limit orders trade at the last price, and at no other (negoziazione al prezzo di chiusura).
    TradingAtLast,
    /// Trading is interrupted; cancels only.
    Halted,
    /// Trading is interrupted by a decision, such as one on the standing of the issuer; cancels only.
    Suspended,
}

impl TradingPhase {
    /// Whether orders are collected without trading, for a later uncrossing.
    #[must_use]
    #[inline]
    pub const fn collects(self) -> bool {
        matches!(self, Self::PreOpen | Self::Call)
    }

    /// Whether beginning it uncrosses first what was collected.
    #[must_use]
    pub const fn begins_uncrossed(self) -> bool {
        matches!(self, Self::Continuous | Self::TradingAtLast)
    }

    /// Whether trading has been stopped by somebody, and nothing but a resumption lets it go on.
    #[must_use]
    pub const fn is_stopped(self) -> bool {
        matches!(self, Self::Halted | Self::Suspended)
    }
}
