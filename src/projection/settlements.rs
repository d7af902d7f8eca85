//! Trades that have not settled, as those see them who wait for them.

use std::collections::BTreeMap;

use crate::domain::{AccountId, Day, Money, Quantity, Side, Symbol, TradeId};
use crate::engine::{Event, Fact};

/// A trade that has not settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettlementView {
    /// The trade.
    pub trade: TradeId,
    /// What is delivered.
    pub instrument: Symbol,
    /// Who receives the units.
    pub buyer: AccountId,
    /// Who delivers them.
    pub seller: AccountId,
    /// How many are still to be delivered.
    pub quantity: Quantity,
    /// What the buyer pays in all: price, interest accrued and fee.
    pub paid: Money,
    /// What the seller receives in all: price and interest accrued less the fee.
    pub received: Money,
    /// The day on which it settles, or is tried next.
    pub settles_on: Day,
    /// On how many business days it has failed.
    pub failed_days: u32,
    /// Why it failed last: `delivery`, `units` or `cash`.
    pub reason: Option<String>,
}

impl SettlementView {
    /// What it means for an account: which side, and what is paid or received. Nothing for others.
    pub fn of(&self, account: AccountId) -> impl Iterator<Item = (Side, Money)> + use<> {
        let buys = (self.buyer == account).then_some((Side::Buy, self.paid));
        let sells = (self.seller == account).then_some((Side::Sell, self.received));
        [buys, sells].into_iter().flatten()
    }
}

/// Every trade that has not settled.
#[derive(Debug, Clone, Default)]
pub struct Settlements {
    /// By number.
    pub pending: BTreeMap<TradeId, SettlementView>,
}

impl Settlements {
    /// Takes in one event.
    pub fn fold(&mut self, event: &Event) {
        match &event.fact {
            Fact::Traded { .. } => self.trade(&event.fact),
            Fact::Settled { trade, .. } => {
                self.pending.remove(trade);
            }
            Fact::SettlementFailed { trade, reason, days, next_on, .. } => {
                if let Some(view) = self.pending.get_mut(trade) {
                    view.settles_on = *next_on;
                    view.failed_days = *days;
                    view.reason = Some(reason.clone());
                }
            }
            Fact::DeliveryEnded { trade, .. } => {
                if let Some(view) = self.pending.get_mut(trade) {
                    view.quantity = Quantity::ZERO;
                }
            }
            _ => {}
        }
    }

    fn trade(&mut self, fact: &Fact) {
        let &Fact::Traded {
            trade,
            instrument,
            quantity,
            value,
            buyer,
            seller,
            accrued,
            buyer_fee,
            seller_fee,
            settles_on,
            ..
        } = fact
        else {
            return;
        };
        let amount = value.scaled() + accrued.scaled();
        let view = SettlementView {
            trade,
            instrument,
            buyer,
            seller,
            quantity,
            paid: Money::from_scaled(amount + buyer_fee.scaled()),
            received: Money::from_scaled(amount - seller_fee.scaled()),
            settles_on,
            failed_days: 0,
            reason: None,
        };
        self.pending.insert(trade, view);
    }
}
