//! Trades as a table for other programs.

use std::fmt::Write;

use crate::domain::Aggressor;
use crate::projection::{MarketData, public_id};

/// The header of `trades.csv`.
const HEADER: &str = "seq,time,instrument,price,quantity,buy_order,sell_order,aggressor\n";

/// Every trade as `trades.csv` of a run directory: the columns of the contract, times in nanoseconds, orders by the
/// identity that the API shows. No field can hold a comma or a quote, so that nothing needs quoting.
#[must_use]
pub fn trades_csv(market: &MarketData) -> String {
    let mut text = HEADER.to_owned();
    for trade in &market.trades {
        let order = |order: crate::domain::OrderId| public_id(market.run, "order", order.0);
        let aggressor = match trade.aggressor {
            Aggressor::Buy => "buy",
            Aggressor::Sell => "sell",
            Aggressor::Auction => "auction",
        };
        let (seq, time, instrument) = (trade.seq, trade.time.nanos(), trade.instrument);
        let (price, quantity) = (trade.price, trade.quantity);
        let (buy, sell) = (order(trade.buy_order), order(trade.sell_order));
        writeln!(text, "{seq},{time},{instrument},{price},{quantity},{buy},{sell},{aggressor}")
            .expect("a string takes every text");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Money, OrderId, Quantity, Seq, Timestamp, TradeId};
    use crate::projection::TradeView;

    #[test]
    fn a_trade_is_one_line_with_public_orders() {
        let run = uuid::Uuid::from_u128(7);
        let trade = TradeView {
            seq: Seq(12),
            time: Timestamp::from_nanos(1_700_000_000_000_000_001),
            trade: TradeId(1),
            instrument: "CURA".parse().expect("a symbol"),
            price: "3.40".parse().expect("a price"),
            quantity: Quantity::new(500),
            value: Money::euro(1700),
            buy_order: OrderId(4),
            sell_order: OrderId(3),
            aggressor: Aggressor::Auction,
        };
        let market = MarketData { trades: vec![trade], run, ..MarketData::default() };
        let (buy, sell) = (public_id(run, "order", 4), public_id(run, "order", 3));
        let expected = format!("{HEADER}12,1700000000000000001,CURA,3.4,500,{buy},{sell},auction\n");
        assert_eq!(trades_csv(&market), expected);
        assert_eq!(trades_csv(&MarketData::default()), HEADER);
    }
}
