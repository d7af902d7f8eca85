//! `/v1/account`: what an investor holds, what it stands for, and how it came about.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::board::Posted;
use super::desk::Desk;
use super::problem::Problem;
use super::query::Query;
use crate::domain::{AccountId, Money, Quantity, Seq, Side, Symbol};
use crate::engine::{Event, Fact};
use crate::projection::{Holding, ImpactHeld, SettlementView, TaxLine, public_id};

/// What the cash of an account is called among its assets.
const CURRENCY: &str = "EUR";

type Answer = Result<Response, Problem>;

/// `GET /v1/account`
pub(super) async fn show(State(desk): State<Arc<Desk>>, headers: HeaderMap) -> Answer {
    let owner = desk.investor(&headers)?;
    let posted = desk.posted();
    let account = posted.views.accounts.accounts.get(&owner.account);
    let holdings = account.into_iter().flat_map(|account| &account.holdings);
    let (cash, units): (Vec<_>, Vec<_>) = holdings.partition(|(asset, _)| asset.as_str() == CURRENCY);
    let balances: Vec<Value> = cash.iter().map(|(asset, held)| line("currency", asset, held)).collect();
    let positions: Vec<Value> =
        units.iter().map(|(asset, held)| position(&posted, owner.account, asset, held)).collect();
    let impact: Vec<Value> = units.iter().flat_map(|(asset, held)| impact(&posted, asset, held)).collect();
    let part = |asset: &String| {
        asset.parse().map(|symbol| posted.views.impact_held(owner.account, symbol)).unwrap_or_default()
    };
    let held: Vec<ImpactHeld> = units.iter().flat_map(|(asset, _)| part(asset)).collect();
    let settlements = settlements(&posted, owner.account);
    let answer = json!({"name": owner.name, "balances": balances, "positions": positions, "impact": impact,
        "impact_held": held, "settlements": settlements, "taxes": taxes(&posted, owner.account)});
    Ok(Json(answer).into_response())
}

/// An asset of the account.
fn line(kind: &str, asset: &str, held: &Holding) -> Value {
    json!({kind: asset, "available": held.available, "reserved": held.reserved, "unsettled": held.unsettled})
}

/// An instrument of the account. Of what is available, `locked` may not be sold yet.
fn position(posted: &Posted, account: AccountId, asset: &str, held: &Holding) -> Value {
    let mut position = line("instrument", asset, held);
    let symbol = asset.parse().ok();
    let locked = symbol.map(|symbol: Symbol| posted.views.accounts.locked(account, symbol)).unwrap_or_default();
    position["locked"] = json!(locked);
    position
}

/// The trades of the account that have not settled, in the order of trading.
fn settlements(posted: &Posted, account: AccountId) -> Vec<Value> {
    let pending = posted.views.settlements.pending.values();
    let sides = pending.flat_map(|view| view.of(account).map(move |side| (view, side)));
    let line = |(view, (side, amount)): (&SettlementView, (Side, Money))| {
        json!({
            "trade": public_id(posted.views.market.run, "trade", view.trade.0),
            "instrument": view.instrument,
            "side": side,
            "quantity": view.quantity,
            "amount": amount,
            "settles_on": view.settles_on,
            "failed_days": view.failed_days,
            "reason": view.reason,
        })
    };
    sides.map(line).collect()
}

/// What was withheld of what the account was paid, by instrument: before tax, the tax, after it.
fn taxes(posted: &Posted, account: AccountId) -> Vec<Value> {
    let line = |(instrument, line): (Symbol, TaxLine)| json!({"instrument": instrument, "gross": line.gross, "tax": line.tax, "net": line.net});
    posted.views.taxes.lines(account).map(line).collect()
}

/// What the issuer of a holding has reported, with the units held beside those in issue.
fn impact(posted: &Posted, asset: &str, held: &Holding) -> Vec<Value> {
    let view = asset.parse().ok().and_then(|symbol: Symbol| posted.views.market.instruments.get(&symbol));
    let Some(view) = view else { return Vec::new() };
    let Some(company) = posted.views.exercise.company(&view.issuer) else { return Vec::new() };
    let units = |text: &String| text.parse::<Quantity>().unwrap_or_default();
    let Some(held) = units(&held.available).checked_add(units(&held.reserved)) else { return Vec::new() };
    if held.is_zero() {
        return Vec::new();
    }
    let reported = company.impact.iter().map(|report| {
        let mut line = super::instruments::impact(report);
        line["instrument"] = json!(view.symbol);
        line["held"] = json!(held);
        line["in_issue"] = json!(view.units);
        line
    });
    reported.collect()
}

/// `GET /v1/account/statement`
pub(super) async fn statement(State(desk): State<Arc<Desk>>, headers: HeaderMap, uri: Uri) -> Answer {
    let owner = desk.investor(&headers)?;
    let query = Query::of(&uri, &["to_seq", "limit", "cursor"])?;
    let page = query.page()?;
    let after: u64 = page.after()?.unwrap_or(0);
    let to: Option<u64> = query.whole("to_seq", 0, u64::MAX)?;
    let posted = desk.posted();
    let inputs = posted.log_from(Seq(after.saturating_add(1))).iter();
    // With an event go all events of its input, so that a statement never shows half a trade.
    let until = inputs.take_while(|told| to.is_none_or(|to| told.first().is_some_and(|event| event.seq.0 <= to)));
    let lines = until.flat_map(|told| told.iter().map(move |event| (event, cause(told, owner.account))));
    let mut lines =
        lines.filter(|(event, _)| event.seq.0 > after).filter_map(|(event, cause)| moved(event, owner.account, cause));
    let items: Vec<Value> = lines.by_ref().take(page.limit).collect();
    let next = lines.next().and_then(|_| items.last()).map(|last| last["seq"].to_string());
    Ok(Json(json!({"items": items, "next_cursor": next})).into_response())
}

/// A balance of the account, as an event left it.
fn moved(event: &Event, account: AccountId, cause: Option<&'static str>) -> Option<Value> {
    let Fact::Balance { account: of, asset, available, reserved, unsettled } = &event.fact else { return None };
    (*of == account).then(|| {
        json!({"seq": event.seq, "input": event.input, "time": event.time, "cause": cause, "asset": asset,
               "available": available, "reserved": reserved, "unsettled": unsettled})
    })
}

/// What moved an account's balances in one input: the last of its own events before them.
fn cause(told: &[Event], account: AccountId) -> Option<&'static str> {
    let word = |event: &Event| match &event.fact {
        Fact::AccountOpened { account: of, .. } if *of == account => Some("opened"),
        Fact::Subscribed { account: of, .. } if *of == account => Some("subscribed"),
        Fact::Allotted { account: of, .. } if *of == account => Some("allotted"),
        Fact::CouponReceived { account: of, .. } if *of == account => Some("coupon"),
        Fact::InstalmentReceived { account: of, .. } if *of == account => Some("instalment"),
        Fact::RecoveryReceived { account: of, .. } if *of == account => Some("recovery"),
        Fact::ClaimEnded { account: of, .. } if *of == account => Some("claim_ended"),
        Fact::DividendReceived { account: of, .. } if *of == account => Some("dividend"),
        Fact::Pledged { account: of, .. } if *of == account => Some("pledged"),
        Fact::PledgeReturned { account: of, .. } if *of == account => Some("pledge_returned"),
        Fact::Donated { from, to, .. } if [*from, *to].contains(&account) => Some("donated"),
        Fact::Traded { buyer, seller, .. } if [*buyer, *seller].contains(&account) => Some("traded"),
        Fact::Settled { buyer, seller, .. } if [*buyer, *seller].contains(&account) => Some("settled"),
        Fact::SettlementPenalty { payer, payee, .. } if [*payer, *payee].contains(&account) => Some("penalty"),
        Fact::DeliveryEnded { buyer, seller, .. } if [*buyer, *seller].contains(&account) => Some("delivery_ended"),
        Fact::BoughtOut { account: of, .. } if *of == account => Some("bought_out"),
        Fact::OrderAccepted { account: of, .. } if *of == account => Some("order_accepted"),
        Fact::OrderCanceled { account: of, .. } if *of == account => Some("order_canceled"),
        Fact::OrderExpired { account: of, .. } if *of == account => Some("order_expired"),
        Fact::OrderDecremented { account: of, .. } if *of == account => Some("order_decremented"),
        Fact::OrderReplaced { .. } => Some("order_replaced"),
        _ => None,
    };
    let words = || told.iter().filter_map(word);
    words().find(|word| ["traded", "bought_out"].contains(word)).or_else(|| words().next())
}
