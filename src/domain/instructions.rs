//! What an order may ask for beside side, type, price and quantity (FIX 18 and its neighbours).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Quantity;

/// What becomes of two orders of one account that would trade with each other. The incoming order asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SelfTradePrevention {
    /// What is left of the incoming order is canceled.
    CancelNewest,
    /// The resting order is canceled, and the incoming one goes on.
    CancelOldest,
    /// Both are canceled.
    CancelBoth,
    /// Both lose the smaller of the two open quantities; who has nothing left is canceled, the other goes on.
    Decrement,
}

/// What a pegged order follows: a price of the book instead of one of its own (FIX 1094).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Peg {
    /// The best limit of its own side.
    Best,
    /// The middle between the best limits of both sides.
    Mid,
}

/// The instructions of an order; most orders carry none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instructions {
    /// The least that must trade at once at entry, else the order is canceled whole (FIX 110).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_quantity: Option<Quantity>,
    /// Whether it may only rest: where it would trade at once it is rejected (FIX 18=6).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub post_only: bool,
    /// What becomes of it where it would trade with an order of its own account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_trade_prevention: Option<SelfTradePrevention>,
    /// What it follows; its limit is then the worst price that it may take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peg: Option<Peg>,
}

impl Instructions {
    /// None of them.
    pub const NONE: Self = Self { minimum_quantity: None, post_only: false, self_trade_prevention: None, peg: None };

    /// Whether the order carries none.
    #[must_use]
    #[inline]
    pub const fn is_none(&self) -> bool {
        self.minimum_quantity.is_none() && !self.post_only && self.self_trade_prevention.is_none() && self.peg.is_none()
    }
}
