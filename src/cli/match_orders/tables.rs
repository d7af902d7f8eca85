//! What came of a flow: its trades, and where each order stands at the end.

use super::play::Played;
use crate::domain::{OrderId, OrderStatus, Quantity};
use crate::format::order_flow::{Action, OrderFlow};
use crate::format::order_tables::{ORDERS_HEADER, OrderLine, TRADES_HEADER, TradeLine};
use crate::market::Happening;

/// The two tables of a played flow, and what a summary tells.
#[derive(Debug)]
pub(super) struct Outcome {
    /// The text of trades.csv.
    pub(super) trades: String,
    /// The text of orders.csv.
    pub(super) orders: String,
    pub(super) trade_count: usize,
    /// All quantity that traded.
    pub(super) volume: u128,
}

/// Where one order stands.
#[derive(Debug, Clone, Copy, Default)]
struct Standing {
    total: u64,
    filled: u64,
    /// How it ended by something else than trades.
    ended: Option<(OrderStatus, &'static str)>,
}

impl Standing {
    fn status(&self) -> OrderStatus {
        match self.ended {
            Some((status, _)) => status,
            None if self.filled == 0 => OrderStatus::New,
            None if self.filled < self.total => OrderStatus::PartiallyFilled,
            None => OrderStatus::Filled,
        }
    }
}

/// Reads out what happened.
pub(super) fn outcome(flow: &OrderFlow, played: &Played) -> Outcome {
    let mut outcome =
        Outcome { trades: TRADES_HEADER.to_owned(), orders: ORDERS_HEADER.to_owned(), trade_count: 0, volume: 0 };
    let standings = standings(flow, played, &mut outcome);
    let mut written = vec![false; flow.orders.len()];
    for row in &flow.rows {
        let (Action::New(_), Some(order)) = (row.action, row.order) else { continue };
        if std::mem::replace(&mut written[order as usize], true) {
            continue;
        }
        let (name, standing) = (&flow.orders[order as usize], standings[order as usize]);
        let status = standing.status();
        let remaining = if status.is_open() { standing.total - standing.filled } else { 0 };
        let line = OrderLine {
            instrument: &flow.instruments[name.instrument as usize],
            order: &name.text,
            status,
            filled: Quantity::new(standing.filled),
            remaining: Quantity::new(remaining),
            reason: standing.ended.map_or("", |(_, reason)| reason),
        };
        line.write(&mut outcome.orders);
    }
    outcome
}

/// Where each order stands at the end; the trades are written on the way.
fn standings(flow: &OrderFlow, played: &Played, outcome: &mut Outcome) -> Vec<Standing> {
    let mut standings = vec![Standing::default(); flow.orders.len()];
    let index = |id: OrderId| usize::try_from(id.0 - 1).expect("orders are numbered from 1 as the file names them");
    for (span, happening) in played.told() {
        let row = &flow.rows[span.row];
        match *happening {
            Happening::Accepted { order, quantity } => standings[index(order)].total = quantity.units(),
            Happening::Replaced { order, quantity, .. } | Happening::Decremented { order, quantity, .. } => {
                standings[index(order)].total = quantity.units()
            }
            Happening::Canceled { order, reason, .. } => {
                standings[index(order)].ended = Some((OrderStatus::Canceled, reason.code()));
            }
            Happening::Expired { order, reason, .. } => {
                standings[index(order)].ended = Some((OrderStatus::Expired, reason.code()));
            }
            Happening::Traded { price, quantity, buy, sell, aggressor } => {
                standings[index(buy)].filled += quantity.units();
                standings[index(sell)].filled += quantity.units();
                outcome.trade_count += 1;
                outcome.volume += u128::from(quantity.units());
                let line = TradeLine {
                    seq: outcome.trade_count as u64,
                    time: row.time,
                    instrument: &flow.instruments[span.instrument],
                    price,
                    quantity,
                    buy_order: &flow.orders[index(buy)].text,
                    sell_order: &flow.orders[index(sell)].text,
                    aggressor,
                };
                line.write(&mut outcome.trades);
            }
            Happening::Triggered { .. }
            | Happening::Converted { .. }
            | Happening::PhaseChanged { .. }
            | Happening::Repriced { .. }
            | Happening::CascadeStopped
            | Happening::Interrupted { .. }
            | Happening::PeriodBegan { .. }
            | Happening::ReferenceFound { .. }
            | Happening::Uncrossed { .. } => {}
        }
    }
    for &(row, reject) in &played.rejected {
        let row = &flow.rows[row];
        if let (Action::New(_), Some(order), true) =
            (row.action, row.order, reject != crate::market::Reject::RepeatedOrder)
        {
            standings[order as usize].ended = Some((OrderStatus::Rejected, reject.code()));
        }
    }
    standings
}
