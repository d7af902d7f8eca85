//! `/v1/events` and `/v1/explain`: the log itself, and what stands around one of its events.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::board::Posted;
use super::desk::Desk;
use super::problem::Problem;
use super::query::Query;
use super::tokens::Caller;
use crate::domain::{AccountId, Seq};
use crate::engine::{Event, Fact};
use crate::journal::Explained;

type Answer = Result<Response, Problem>;

/// `GET /v1/events`
pub(super) async fn list(State(desk): State<Arc<Desk>>, headers: HeaderMap, uri: Uri) -> Answer {
    desk.only(&headers, &["researcher"])?;
    let query = Query::of(&uri, &["from_seq", "limit", "cursor"])?;
    let page = query.page()?;
    let from = query.whole("from_seq", 0, u64::MAX)?.unwrap_or(1);
    let from = page.after::<u64>()?.unwrap_or(from);
    let posted = desk.posted();
    let mut events = posted.events_from(Seq(from));
    let items: Vec<&Event> = events.by_ref().take(page.limit).collect();
    let next = events.next().map(|event| event.seq.to_string());
    Ok(Json(json!({"items": items, "next_cursor": next})).into_response())
}

/// `GET /v1/explain/{seq}`
pub(super) async fn explain(State(desk): State<Arc<Desk>>, Path(seq): Path<String>, headers: HeaderMap) -> Answer {
    let caller = desk.only(&headers, &["investor", "committee", "researcher"])?;
    let no_event = || Problem::not_found("the log has no such event, or it is not yours");
    let seq = seq.parse().map(Seq).map_err(|_| no_event())?;
    let owner = match caller {
        Caller::Investor(_) => Some(desk.owner(caller)?.account),
        _ => None,
    };
    {
        let posted = desk.posted();
        let event = posted.around(seq).and_then(|told| told.iter().find(|event| event.seq == seq));
        let event = event.ok_or_else(no_event)?;
        if owner.is_some_and(|owner| !concerns(&posted, event, owner)) {
            return Err(no_event());
        }
    }
    let explained = desk.archive.explain(seq, owner).await?.ok_or_else(no_event)?;
    Ok(Json(answer(&desk.posted(), &explained, owner).ok_or_else(no_event)?).into_response())
}

/// The event, why it happened, and what stands around it, as far as a reader may see it.
fn answer(posted: &Posted, explained: &Explained, owner: Option<AccountId>) -> Option<Value> {
    let Explained { told, explanation } = explained;
    let event = told.iter().find(|event| event.seq == explanation.seq)?;
    let visible = |event: &&Event| owner.is_none_or(|owner| concerns(posted, event, owner));
    let around: Vec<Value> = told.iter().filter(visible).map(|event| shown(event, owner)).collect();
    Some(json!({
        "seq": event.seq,
        "input": event.input,
        "time": event.time,
        "event": shown(event, owner),
        "because": explanation.because,
        "explanation": explanation,
        "events": around,
        "orders": histories(posted, event, owner),
    }))
}

/// Whether an event is of an account's own orders or balances.
fn concerns(posted: &Posted, event: &Event, account: AccountId) -> bool {
    let own_order = |order| posted.views.orders.get(order).is_some_and(|view| view.account == account);
    match &event.fact {
        Fact::Traded { buyer, seller, .. }
        | Fact::Settled { buyer, seller, .. }
        | Fact::DeliveryEnded { buyer, seller, .. } => [*buyer, *seller].contains(&account),
        Fact::SettlementFailed { account: of, counterparty, .. }
        | Fact::SettlementPenalty { payer: of, payee: counterparty, .. } => [*of, *counterparty].contains(&account),
        Fact::Donated { from, to, .. } => [*from, *to].contains(&account),
        Fact::OrderAccepted { account: of, .. }
        | Fact::OrderCanceled { account: of, .. }
        | Fact::OrderExpired { account: of, .. }
        | Fact::OrderDecremented { account: of, .. }
        | Fact::OrderRepriced { account: of, .. }
        | Fact::Balance { account: of, .. }
        | Fact::DeliveriesBlocked { account: of, .. }
        | Fact::Subscribed { account: of, .. }
        | Fact::BoughtOut { account: of, .. }
        | Fact::Allotted { account: of, .. }
        | Fact::DividendReceived { account: of, .. }
        | Fact::TaxWithheld { account: of, .. }
        | Fact::Pledged { account: of, .. }
        | Fact::PledgeShort { account: of, .. }
        | Fact::PledgeReturned { account: of, .. }
        | Fact::CouponReceived { account: of, .. }
        | Fact::InstalmentReceived { account: of, .. }
        | Fact::RecoveryReceived { account: of, .. }
        | Fact::ClaimEnded { account: of, .. }
        | Fact::RightGiven { account: of, .. } => *of == account,
        Fact::OrderReplaced { order, .. } | Fact::OrderTriggered { order, .. } | Fact::OrderConverted { order, .. } => {
            own_order(*order)
        }
        Fact::Rejected { account: of, .. } => *of == Some(account),
        _ => false,
    }
}

/// An event as a reader may see it: an investor never reads who stood on the other side, nor what fee it paid.
fn shown(event: &Event, owner: Option<AccountId>) -> Value {
    let mut value = json!(event);
    if let (Some(owner), Some(fields)) = (owner, value.as_object_mut()) {
        for (of, keys) in sides(&event.fact).into_iter().flatten() {
            if of != owner {
                keys.iter().for_each(|key| drop(fields.shift_remove(*key)));
            }
        }
    }
    value
}

/// What an event of two accounts says of each alone.
fn sides(fact: &Fact) -> Option<[(AccountId, &'static [&'static str]); 2]> {
    match *fact {
        Fact::Traded { buyer, seller, .. } => {
            Some([(buyer, &["buyer", "buyer_fee"]), (seller, &["seller", "seller_fee"])])
        }
        Fact::Settled { buyer, seller, .. } | Fact::DeliveryEnded { buyer, seller, .. } => {
            Some([(buyer, &["buyer"]), (seller, &["seller"])])
        }
        Fact::SettlementFailed { account, counterparty, .. } => {
            Some([(account, &["account"]), (counterparty, &["counterparty"])])
        }
        Fact::SettlementPenalty { payer, payee, .. } => Some([(payer, &["payer"]), (payee, &["payee"])]),
        _ => None,
    }
}

/// Everything that has happened so far to the orders that an event speaks of.
fn histories(posted: &Posted, event: &Event, owner: Option<AccountId>) -> Vec<Value> {
    let orders = orders_of(&event.fact).into_iter().filter(|&order| {
        let account = posted.views.orders.get(order).map(|view| view.account);
        owner.is_none_or(|owner| account == Some(owner))
    });
    let wanted: BTreeSet<_> = orders.collect();
    let until = posted.events_from(Seq(1)).take_while(|other| other.seq <= event.seq);
    let touching: Vec<&Event> =
        until.filter(|other| orders_of(&other.fact).iter().any(|order| wanted.contains(order))).collect();
    let history = |&order: &crate::domain::OrderId| {
        let own = touching.iter().filter(|other| orders_of(&other.fact).contains(&order));
        let events: Vec<Value> = own.map(|other| shown(other, owner)).collect();
        json!({"id": posted.order_id(order), "events": events})
    };
    wanted.iter().map(history).collect()
}

fn orders_of(fact: &Fact) -> Vec<crate::domain::OrderId> {
    match fact {
        Fact::Traded { buy_order, sell_order, .. } => vec![*buy_order, *sell_order],
        Fact::OrderAccepted { order, .. }
        | Fact::OrderCanceled { order, .. }
        | Fact::OrderExpired { order, .. }
        | Fact::OrderReplaced { order, .. }
        | Fact::OrderDecremented { order, .. }
        | Fact::OrderRepriced { order, .. }
        | Fact::OrderTriggered { order, .. }
        | Fact::OrderConverted { order, .. } => vec![*order],
        Fact::Rejected { order: Some(order), .. } => vec![*order],
        _ => Vec::new(),
    }
}
