//! Writes the tables of trades and orders as CSV, lines ending with LF.

use std::fmt::Write as _;

use super::csv::write_field;
use crate::domain::{Aggressor, OrderStatus, Price, Quantity, Timestamp};

/// The header of a table of trades.
pub const TRADES_HEADER: &str = "seq,time,instrument,price,quantity,buy_order,sell_order,aggressor\n";
/// The header of a table of orders.
pub const ORDERS_HEADER: &str = "instrument,order,status,filled,remaining,reason\n";

/// One line of a table of trades.
#[derive(Debug, Clone, Copy)]
pub struct TradeLine<'a> {
    /// Rises from line to line.
    pub seq: u64,
    /// When they met.
    pub time: Timestamp,
    /// In which instrument.
    pub instrument: &'a str,
    /// At which price.
    pub price: Price,
    /// How much.
    pub quantity: Quantity,
    /// The buyer's order.
    pub buy_order: &'a str,
    /// The seller's order.
    pub sell_order: &'a str,
    /// Who set it off.
    pub aggressor: Aggressor,
}

impl TradeLine<'_> {
    /// Appends the line; the time as integer nanoseconds.
    pub fn write(&self, out: &mut String) {
        write!(out, "{},{},", self.seq, self.time.nanos()).expect("a string takes all");
        write_field(out, self.instrument);
        write!(out, ",{},{},", self.price, self.quantity).expect("a string takes all");
        write_field(out, self.buy_order);
        out.push(',');
        write_field(out, self.sell_order);
        out.push_str(match self.aggressor {
            Aggressor::Buy => ",buy\n",
            Aggressor::Sell => ",sell\n",
            Aggressor::Auction => ",auction\n",
        });
    }
}

/// One line of a table of orders.
#[derive(Debug, Clone, Copy)]
pub struct OrderLine<'a> {
    /// In which instrument.
    pub instrument: &'a str,
    /// Its name.
    pub order: &'a str,
    /// Where it stands.
    pub status: OrderStatus,
    /// What has traded.
    pub filled: Quantity,
    /// What is still open.
    pub remaining: Quantity,
    /// Why it ended, or was rejected; empty while it stands.
    pub reason: &'a str,
}

impl OrderLine<'_> {
    /// Appends the line.
    pub fn write(&self, out: &mut String) {
        write_field(out, self.instrument);
        out.push(',');
        write_field(out, self.order);
        let status = match self.status {
            OrderStatus::New => "new",
            OrderStatus::PartiallyFilled => "partially_filled",
            OrderStatus::Filled => "filled",
            OrderStatus::Canceled => "canceled",
            OrderStatus::Expired => "expired",
            OrderStatus::Rejected => "rejected",
        };
        writeln!(out, ",{status},{},{},{}", self.filled, self.remaining, self.reason).expect("a string takes all");
    }
}
