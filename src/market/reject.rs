//! Why a market says no. A rejected command changes nothing.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! rejects {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $sentence:literal;)*) => {
        /// Why a command was rejected. Codes are stable and only added to.
        ///
        /// A market checks in the order of this list, and the first failure is the answer.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Reject {
            $($(#[$doc])* $name,)*
        }

        impl Reject {
            /// Every reason, in the order of the checks.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable word in files and on wires.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }

            /// One sentence for people.
            #[must_use]
            pub const fn sentence(self) -> &'static str {
                match self {
                    $(Self::$name => $sentence,)*
                }
            }
        }
    };
}

rejects! {
    /// No instrument is named.
    InstrumentMissing = "instrument_missing", "the command names no instrument";
    /// No order is named.
    OrderMissing = "order_missing", "the command names no order";
    /// The order's name was used before.
    RepeatedOrder = "repeated_order", "an order of this name came in before";
    /// Neither buy nor sell.
    SideMissing = "side_missing", "the order is neither buy nor sell";
    /// No quantity.
    QuantityMissing = "quantity_missing", "the order has no quantity";
    /// The market is closed: cancels only.
    Closed = "closed", "the market is closed: orders can only be canceled";
    /// Trading is halted: cancels only.
    Halted = "halted", "trading is halted: orders can only be canceled";
    /// Trading is suspended by a decision: cancels only.
    Suspended = "suspended", "trading is suspended: orders can only be canceled";
    /// The order is not known, or it has ended.
    UnknownOrder = "unknown_order", "no open order has this name";
    /// A replace without a new price or a new quantity.
    NothingToReplace = "nothing_to_replace", "a replace needs a new price or a new total quantity";
    /// A market order cannot be replaced.
    ReplaceMarketOrder = "replace_market_order", "a market order cannot be replaced";
    /// A stop that waits cannot be replaced.
    ReplaceWaitingStop = "replace_waiting_stop", "a waiting stop cannot be replaced";
    /// `ioc` or `fok` while orders are collected.
    ImmediateInCall = "immediate_in_call", "ioc and fok orders cannot enter a call";
    /// `gfa` while there is no auction.
    AuctionOnlyOutsideCall = "auction_only_outside_call", "a gfa order can only enter a call";
    /// `gfa` on anything but a limit order.
    AuctionOnlyNotLimit = "auction_only_not_limit", "gfa is for limit orders";
    /// `atc` on anything but a limit or a market order.
    AtTheCloseNotAllowed = "at_the_close_not_allowed", "atc is for limit and market orders";
    /// `opg` on anything but a limit or a market order.
    AtTheOpeningNotAllowed = "at_the_opening_not_allowed", "opg is for limit and market orders";
    /// `fok` on a market-to-limit order.
    FillOrKillNotAllowed = "fill_or_kill_not_allowed", "fok is not for market-to-limit orders";
    /// `display` on anything but a limit order that stands.
    DisplayNotAllowed = "display_not_allowed", "display is for limit orders with day, gtc or gtd";
    /// A limit on an order type that has none.
    PriceNotAllowed = "price_not_allowed", "a market, market-to-limit or stop order has no limit price";
    /// Zero or less.
    QuantityNotPositive = "quantity_not_positive", "the quantity is not above zero";
    /// Above 10^12.
    QuantityTooLarge = "quantity_too_large", "the quantity is above 1,000,000,000,000";
    /// A fraction of a unit.
    QuantityNotWhole = "quantity_not_whole", "the quantity is not a whole number";
    /// Not a multiple of the lot.
    QuantityOffLot = "quantity_off_lot", "the quantity is not a multiple of the lot";
    /// `display` that is no quantity from one unit on, or not a multiple of the lot.
    DisplayInvalid = "display_invalid", "display is not a whole multiple of the lot above zero";
    /// A limit order without a limit.
    PriceMissing = "price_missing", "the order needs a limit price";
    /// The limit is below one tick.
    PriceTooLow = "price_too_low", "the limit price is below one tick";
    /// The limit is above 200,000.
    PriceTooHigh = "price_too_high", "the limit price is above 200000";
    /// The limit is between two ticks.
    PriceOffTick = "price_off_tick", "the limit price is off the tick";
    /// The limit is outside the static collar.
    PriceOutsideCollar = "price_outside_collar", "the limit price is outside the static collar";
    /// Anything but a limit order at the last price, while trading at last.
    NotAtLast = "not_at_last", "while trading at last only limit orders at the last price come in";
    /// A stop order without its stop.
    StopMissing = "stop_missing", "the order needs a stop price";
    /// The stop is below one tick.
    StopTooLow = "stop_too_low", "the stop price is below one tick";
    /// The stop is above 200,000.
    StopTooHigh = "stop_too_high", "the stop price is above 200000";
    /// The stop is between two ticks.
    StopOffTick = "stop_off_tick", "the stop price is off the tick";
    /// A `gtd` order without its end.
    ExpiresMissing = "expires_missing", "a gtd order needs the instant at which it expires";
    /// A `gtd` order whose end has come.
    ExpiresReached = "expires_reached", "the instant at which the order expires has been reached";
    /// `post_only` on anything but a limit order that stands.
    PostOnlyNotAllowed = "post_only_not_allowed", "post_only is for limit orders with day, gtc or gtd, without peg";
    /// A `post_only` order that another order would trade with at once, also one of its own account.
    WouldTrade = "would_trade", "a post_only order would trade at once";
    /// `minimum_quantity` where it is not checked at entry: outside continuous trading.
    MinimumQuantityOutsideContinuous = "minimum_quantity_outside_continuous",
        "a minimum_quantity is for continuous trading";
    /// `minimum_quantity` on an order that does not trade at entry, or that has it anyway.
    MinimumQuantityNotAllowed = "minimum_quantity_not_allowed",
        "minimum_quantity is for limit, market and market-to-limit orders with day, gtc, gtd or ioc, without post_only and peg";
    /// `minimum_quantity` that is no quantity from one lot to that of the order.
    MinimumQuantityInvalid = "minimum_quantity_invalid",
        "minimum_quantity is not a whole multiple of the lot from 1 to the quantity";
    /// `peg` on anything but a limit order that stands and shows everything.
    PegNotAllowed = "peg_not_allowed", "peg is for limit orders with day, gtc or gtd, without display";
    /// `peg` while there is nothing to follow by rule.
    PegOutsideContinuous = "peg_outside_continuous", "a pegged order can only enter continuous trading";
    /// A market-to-limit order that meets nobody.
    NoOppositePrice = "no_opposite_price", "a market-to-limit order needs an order on the other side";
    /// Less than the market's least quantity.
    QuantityBelowMinimum = "quantity_below_minimum", "the quantity is below the least of this market";
    /// More than the market's greatest quantity.
    QuantityAboveMaximum = "quantity_above_maximum", "the quantity is above the greatest of this market";
    /// Worth less than the market's least value.
    ValueBelowMinimum = "value_below_minimum", "the order is worth less than the least of this market";
    /// Worth more than the market's greatest value.
    ValueAboveMaximum = "value_above_maximum", "the order is worth more than the greatest of this market";
    /// More open quantity on one side than the market can count.
    BookFull = "book_full", "the open quantity of this side would be beyond counting";
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sentence())
    }
}

impl std::error::Error for Reject {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Reject;

    #[test]
    fn the_code_is_the_name_on_the_wire_and_unique() {
        let codes: BTreeSet<_> = Reject::ALL.iter().map(|reject| reject.code()).collect();
        assert_eq!(codes.len(), Reject::ALL.len());
        for reject in Reject::ALL {
            let wire = serde_json::to_value(reject).expect("a word");
            assert_eq!(wire, reject.code());
        }
    }
}
