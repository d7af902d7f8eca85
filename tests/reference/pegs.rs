//! Pegs of the plain exchange: after each command every peg is where its anchor says, or it waits.

use borsa_sociale::domain::{OrderStatus, OrderType, Peg, Side, TradingPhase};

use super::{At, Exchange, Order, other};

/// How often the pegs may move after one command.
const ROUNDS: usize = 100;

impl Exchange {
    pub(crate) fn peg_ok(&self, order: &Order, standing: bool) -> bool {
        self.phase == TradingPhase::Continuous
            && order.kind == OrderType::Limit
            && standing
            && order.display.is_none()
            && order.minimum.is_none()
    }

    /// The best limit of a side that is no peg.
    fn anchor(&self, side: Side) -> Option<i64> {
        let plain = self.book(side).into_iter().find(|&o| self.orders[o].peg.is_none());
        plain.and_then(|o| self.orders[o].price)
    }

    /// Where a peg should stand.
    fn peg_price(&self, o: usize) -> Option<i64> {
        if self.phase != TradingPhase::Continuous {
            return None;
        }
        let (order, tick) = (&self.orders[o], self.rules.tick);
        let own = self.anchor(order.side);
        let wanted = match order.peg? {
            Peg::Best => own?,
            Peg::Mid => {
                let sum = own? + self.anchor(other(order.side))?;
                let below = sum / (2 * tick) * tick; // half of it, on the tick
                if order.side == Side::Sell && 2 * below < sum { below + tick } else { below }
            }
        };
        let cap = order.cap.unwrap_or(wanted);
        Some(if order.side == Side::Buy { wanted.min(cap) } else { wanted.max(cap) })
    }

    /// A peg comes in, or comes in anew.
    pub(crate) fn enter_peg(&mut self, o: usize) {
        self.orders[o].arrival = self.orders[o].rank;
        self.orders[o].at = At::Anchor;
        let price = self.peg_price(o);
        self.set_peg(o, price);
    }

    fn set_peg(&mut self, o: usize, price: Option<i64>) {
        self.orders[o].price = price;
        self.orders[o].at = At::Anchor;
        if price.is_some() {
            self.orders[o].at = At::Nowhere;
            self.work(o);
        }
    }

    /// Without a cap a buy is bound by the upper collar, where that does not move.
    pub(crate) fn bound_peg(&self, order: &mut Order) {
        order.cap = order.price.take();
        if let (Side::Buy, None, Some(base), Some(fraction)) =
            (order.side, order.cap, self.rules.reference, self.rules.fixed)
        {
            order.cap = Some(base * (10_000 + fraction) / 10_000 / self.rules.tick * self.rules.tick);
        }
    }

    /// What must happen at the end of every command.
    pub(crate) fn finish(&mut self) {
        self.run_stops();
        for _ in 0..ROUNDS {
            let open = |o: &usize| self.orders[*o].peg.is_some() && self.orders[*o].status == OrderStatus::New;
            let mut moving: Vec<(u64, usize, Option<i64>)> = (0..self.orders.len())
                .filter(open)
                .map(|o| (self.orders[o].arrival, o, self.peg_price(o)))
                .filter(|&(_, o, price)| price != self.orders[o].price)
                .collect();
            if moving.is_empty() {
                return;
            }
            moving.sort_unstable();
            for &(_, o, _) in &moving {
                self.orders[o].at = At::Anchor; // out of the book, all of them
                self.orders[o].price = None;
            }
            for (_, o, price) in moving {
                self.orders[o].rank = self.rank();
                self.set_peg(o, price.filter(|_| self.phase == TradingPhase::Continuous));
            }
            self.run_stops();
        }
    }
}
