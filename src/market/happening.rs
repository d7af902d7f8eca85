//! What happened in a market, in the order in which it happened.

use serde::{Deserialize, Serialize};

use super::reference::ReferenceSource;
use crate::domain::{Aggressor, OrderId, Price, Quantity, Side, TradingPhase};

/// One thing that happened. A command that is accepted tells one or more of these; a rejected one tells none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Happening {
    /// An order came in.
    Accepted {
        /// The order.
        order: OrderId,
        /// Its total quantity.
        quantity: Quantity,
    },
    /// Two orders met.
    Traded {
        /// The resting order's price, or the auction's.
        price: Price,
        /// How much changed hands.
        quantity: Quantity,
        /// The buyer.
        buy: OrderId,
        /// The seller.
        sell: OrderId,
        /// Who set it off.
        aggressor: Aggressor,
    },
    /// An order, or the rest of it, ended by its owner or by a rule.
    Canceled {
        /// The order.
        order: OrderId,
        /// What was open.
        quantity: Quantity,
        /// Why.
        reason: CancelReason,
    },
    /// An order, or the rest of it, ended by time.
    Expired {
        /// The order.
        order: OrderId,
        /// What was open.
        quantity: Quantity,
        /// Which end came.
        reason: ExpiryReason,
    },
    /// An order has a new price or a new total.
    Replaced {
        /// The order.
        order: OrderId,
        /// Its limit from now on; empty for a market-to-limit order without one yet.
        price: Option<Price>,
        /// Its new total quantity, what is filled included.
        quantity: Quantity,
        /// Whether it stays where it was in the queue.
        keeps_priority: bool,
    },
    /// An order has a smaller total: self-trade prevention took from it what stood against an order of its own account.
    Decremented {
        /// The order.
        order: OrderId,
        /// What it lost without a trade.
        lost: Quantity,
        /// Its total quantity from now on, what is filled included.
        quantity: Quantity,
    },
    /// A pegged order has another price, and its rank in time is from now.
    Repriced {
        /// The order.
        order: OrderId,
        /// Its limit from now on; empty while it waits outside the book.
        price: Option<Price>,
    },
    /// Pegged orders and stops have set each other off too often for one command; what still waits goes on with the
    /// next.
    CascadeStopped,
    /// A stop was set off and enters.
    Triggered {
        /// The order.
        order: OrderId,
    },
    /// An order without a limit became a limit order: a market-to-limit order, or one for the opening that must not pay
    /// more.
    Converted {
        /// The order.
        order: OrderId,
        /// Its limit from now on.
        price: Price,
    },
    /// Trading in the instrument goes on in another way.
    PhaseChanged {
        /// The phase that ends.
        from: TradingPhase,
        /// The phase that begins.
        to: TradingPhase,
    },
    /// The next trade would have been outside a collar, and the market interrupts trading by a call.
    Interrupted {
        /// The price that the trade would have had.
        price: Price,
        /// Which collar it is outside of.
        collar: CollarKind,
    },
    /// At the close the reference price of the next day was found.
    ReferenceFound {
        /// That price.
        price: Price,
        /// Where it comes from.
        source: ReferenceSource,
    },
    /// A new period of the static collar has begun.
    PeriodBegan {
        /// Its number, from 1 for the first that is told.
        period: u32,
        /// The price that the static collar is measured from in it.
        reference: Price,
        /// What has traded in the period before.
        turnover: Quantity,
        /// Whether that has reached the threshold; else its time was over.
        reached: bool,
    },
    /// An auction found a price; its trades follow.
    Uncrossed {
        /// The one price.
        price: Price,
        /// How much trades.
        volume: Quantity,
        /// How much more one side would have traded at this price.
        surplus: Quantity,
        /// Which side; empty without surplus.
        surplus_side: Option<Side>,
    },
}

/// One of the two collars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CollarKind {
    /// Around the reference price.
    Static,
    /// Around the last trade.
    Dynamic,
}

/// Why an order was canceled. The words are stable and only added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelReason {
    /// Its owner asked for it.
    Requested,
    /// The exchange withdrew it: a kill switch, a suspension, a delisting.
    Withdrawn,
    /// The rest of an `ioc` or a market order found nobody.
    Unfilled,
    /// A `fok` could not fill at once.
    NotFillable,
    /// The next trade would have been outside the collars.
    Collar,
    /// The rest of a market order after an uncrossing.
    AuctionEnded,
    /// A market-to-limit order after an auction that found no price.
    NoAuctionPrice,
    /// Replaced by a total that was already filled.
    ReplacedToFilled,
    /// The connection of its owner ended, who had asked for this.
    Disconnect,
    /// The kill switch was pulled.
    Killed,
    /// Its limit or its stop is not on the grid of prices that holds from now on.
    OffNewTick,
    /// It would have traded with an order of its own account.
    SelfTrade,
    /// Less than its minimum quantity would have traded at entry.
    MinimumQuantity,
    /// The instrument has left the market.
    Delisted,
    /// A part of the nominal is about to be paid back: from now on the price is a percentage of less.
    NominalReduced,
}

impl CancelReason {
    /// The word in files and on wires.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Withdrawn => "withdrawn",
            Self::Unfilled => "unfilled",
            Self::NotFillable => "not_fillable",
            Self::Collar => "collar",
            Self::AuctionEnded => "auction_ended",
            Self::NoAuctionPrice => "no_auction_price",
            Self::ReplacedToFilled => "replaced_to_filled",
            Self::Disconnect => "disconnect",
            Self::Killed => "killed",
            Self::OffNewTick => "off_new_tick",
            Self::SelfTrade => "self_trade",
            Self::MinimumQuantity => "minimum_quantity",
            Self::Delisted => "delisted",
            Self::NominalReduced => "nominal_reduced",
        }
    }
}

/// Which end of its time an order met. The words are stable and only added to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpiryReason {
    /// The market closed.
    Close,
    /// The instant that a `gtd` order names.
    Date,
    /// The auction it was good for.
    Auction,
}

impl ExpiryReason {
    /// The word in files and on wires.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Close => "close",
            Self::Date => "date",
            Self::Auction => "auction",
        }
    }
}

/// What an auction would do now, or did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicative {
    /// The one price (prezzo teorico d'asta).
    pub price: Price,
    /// How much trades at it.
    pub volume: Quantity,
    /// How much more one side would trade at it.
    pub surplus: Quantity,
    /// Which side; empty without surplus.
    pub surplus_side: Option<Side>,
}
