//! Every order, with where it stands.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{AccountId, Instructions, OrderId, OrderStatus, Price, Quantity, Seq, Timestamp};
use crate::engine::{Event, Fact, OrderRequest};

/// One order as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderView {
    /// Its number.
    pub order: OrderId,
    /// Whose it is.
    pub account: AccountId,
    /// As it was asked for, with the price and quantity now in force.
    pub request: OrderRequest,
    /// As it was first asked for: what a repeated request is compared with.
    pub original: OrderRequest,
    /// Where a pegged order stands in the book; nothing while it waits outside, and for other orders.
    pub pegged_price: Option<Price>,
    /// Units traded.
    pub filled: Quantity,
    /// Units still open; zero once it has ended.
    pub remaining: Quantity,
    /// Where it stands.
    pub status: OrderStatus,
    /// Why it ended, if a rule ended it.
    pub reason: Option<String>,
    /// When it last changed.
    pub time: Timestamp,
    /// The event that last changed it.
    pub seq: Seq,
}

/// Every order ever accepted.
#[derive(Debug, Clone, Default)]
pub struct Orders {
    orders: BTreeMap<OrderId, OrderView>,
    by_account: BTreeMap<AccountId, Vec<OrderId>>,
    /// Those that have not ended.
    open: BTreeMap<AccountId, BTreeSet<OrderId>>,
    by_client_id: BTreeMap<(AccountId, String), OrderId>,
    rejected: u64,
}

impl Orders {
    /// The order of this number.
    #[must_use]
    pub fn get(&self, order: OrderId) -> Option<&OrderView> {
        self.orders.get(&order)
    }

    /// An account's order by the name that its owner gave it.
    #[must_use]
    pub fn by_client_id(&self, account: AccountId, client_order_id: &str) -> Option<&OrderView> {
        self.by_client_id.get(&(account, client_order_id.to_owned())).and_then(|&order| self.get(order))
    }

    /// An account's orders, newest first.
    pub fn of(&self, account: AccountId) -> impl Iterator<Item = &OrderView> {
        self.by_account.get(&account).into_iter().flatten().rev().filter_map(|&order| self.get(order))
    }

    /// An account's orders that have not ended, newest first.
    pub fn open_of(&self, account: AccountId) -> impl Iterator<Item = &OrderView> {
        self.open.get(&account).into_iter().flatten().rev().filter_map(|&order| self.get(order))
    }

    /// How many commands of any kind were refused.
    #[must_use]
    pub const fn rejected(&self) -> u64 {
        self.rejected
    }

    /// Every order, oldest first.
    pub fn all(&self) -> impl Iterator<Item = &OrderView> {
        self.orders.values()
    }

    /// Takes in one event.
    pub fn fold(&mut self, event: &Event) {
        match &event.fact {
            Fact::OrderAccepted { .. } => self.accept(event),
            Fact::Rejected { .. } => self.rejected += 1,
            Fact::OrderReplaced { order, price, quantity, .. } => self.change(event, *order, |view| {
                view.request.price = *price;
                view.request.quantity = *quantity;
                view.remaining = quantity.checked_sub(view.filled).unwrap_or_default();
            }),
            Fact::OrderDecremented { order, quantity, .. } => self.change(event, *order, |view| {
                view.request.quantity = *quantity;
                view.remaining = quantity.checked_sub(view.filled).unwrap_or_default();
            }),
            Fact::OrderRepriced { order, price, .. } => self.change(event, *order, |view| view.pegged_price = *price),
            Fact::OrderConverted { order, price, .. } => {
                self.change(event, *order, |view| view.request.price = Some(*price));
            }
            Fact::OrderTriggered { order, .. } => self.change(event, *order, |_| {}),
            Fact::OrderCanceled { order, reason, .. } => {
                self.end(event, *order, OrderStatus::Canceled, Some((*reason).to_owned()));
            }
            Fact::OrderExpired { order, reason, .. } => {
                self.end(event, *order, OrderStatus::Expired, Some((*reason).to_owned()));
            }
            Fact::Traded { buy_order, sell_order, quantity, .. } => {
                self.fill(event, *buy_order, *quantity);
                self.fill(event, *sell_order, *quantity);
            }
            _ => {}
        }
    }

    fn accept(&mut self, event: &Event) {
        let Fact::OrderAccepted {
            order,
            account,
            client_order_id,
            instrument,
            side,
            kind,
            time_in_force,
            price,
            stop,
            quantity,
            display,
            expires,
            minimum_quantity,
            post_only,
            self_trade_prevention,
            peg,
            ..
        } = &event.fact
        else {
            return;
        };
        let request = OrderRequest {
            client_order_id: client_order_id.clone(),
            instrument: *instrument,
            side: *side,
            kind: *kind,
            time_in_force: *time_in_force,
            price: *price,
            stop: *stop,
            quantity: *quantity,
            display: *display,
            expires: *expires,
            instructions: Instructions {
                minimum_quantity: *minimum_quantity,
                post_only: *post_only,
                self_trade_prevention: *self_trade_prevention,
                peg: *peg,
            },
        };
        let view = OrderView {
            order: *order,
            account: *account,
            original: request.clone(),
            request,
            pegged_price: None,
            filled: Quantity::ZERO,
            remaining: *quantity,
            status: OrderStatus::New,
            reason: None,
            time: event.time,
            seq: event.seq,
        };
        self.by_account.entry(*account).or_default().push(*order);
        self.open.entry(*account).or_default().insert(*order);
        if let Some(id) = client_order_id {
            self.by_client_id.insert((*account, id.clone()), *order);
        }
        self.orders.insert(*order, view);
    }

    fn change(&mut self, event: &Event, order: OrderId, change: impl FnOnce(&mut OrderView)) {
        if let Some(view) = self.orders.get_mut(&order) {
            view.time = event.time;
            view.seq = event.seq;
            change(view);
            if !view.status.is_open()
                && let Some(open) = self.open.get_mut(&view.account)
            {
                open.remove(&order);
            }
        }
    }

    fn fill(&mut self, event: &Event, order: OrderId, quantity: Quantity) {
        self.change(event, order, |view| {
            view.filled = view.filled.checked_add(quantity).unwrap_or(view.filled);
            view.remaining = view.remaining.checked_sub(quantity).unwrap_or_default();
            view.status = if view.remaining.is_zero() { OrderStatus::Filled } else { OrderStatus::PartiallyFilled };
        });
    }

    fn end(&mut self, event: &Event, order: OrderId, status: OrderStatus, reason: Option<String>) {
        self.change(event, order, |view| {
            view.remaining = Quantity::ZERO;
            view.pegged_price = None;
            view.status = status;
            view.reason = reason;
        });
    }
}
