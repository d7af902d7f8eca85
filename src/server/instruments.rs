//! `/v1/instruments`: what is traded, its book, its trades.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use uuid::Uuid;

use super::board::Posted;
use super::desk::Desk;
use super::problem::Problem;
use super::query::Query;
use crate::domain::{HoldingTerms, Money, Quantity, Rate, Symbol};
use crate::projection::{Auction, BondView, ImpactView, InstrumentView, LinkView, TradeView, public_id};

/// Levels of a book at most.
const DEPTH_MAX: u64 = 1000;
/// Levels when nobody says.
const DEPTH: u64 = 10;

type Answer = Result<Response, Problem>;

/// `GET /v1/instruments`
pub(super) async fn list(State(desk): State<Arc<Desk>>, uri: Uri) -> Answer {
    let page = Query::of(&uri, &["limit", "cursor"])?.page()?;
    let after: Option<Symbol> = page.after()?;
    let posted = desk.posted();
    let all = posted.views.market.instruments.values();
    let mut rest = all.filter(|view| after.is_none_or(|after| view.symbol > after));
    let items: Vec<Value> = rest.by_ref().take(page.limit).map(|view| instrument(&desk, &posted, view)).collect();
    let next = rest.next().and_then(|_| items.last()).map(|last| last["symbol"].clone());
    Ok(Json(json!({"items": items, "next_cursor": next})).into_response())
}

/// `GET /v1/instruments/{symbol}`
pub(super) async fn show(State(desk): State<Arc<Desk>>, Path(symbol): Path<String>) -> Answer {
    let posted = desk.posted();
    let view = find(&posted, &symbol)?;
    Ok(Json(instrument(&desk, &posted, view)).into_response())
}

/// The instrument of this symbol.
///
/// # Errors
/// 404
fn find<'a>(posted: &'a Posted, symbol: &str) -> Result<&'a InstrumentView, Problem> {
    let view = symbol.parse().ok().and_then(|symbol: Symbol| posted.views.market.instruments.get(&symbol));
    view.ok_or_else(|| Problem::not_found("no instrument of this symbol is listed"))
}

fn instrument(desk: &Desk, posted: &Posted, view: &InstrumentView) -> Value {
    let settles_on = desk.settles_on();
    let company = posted.views.exercise.company(&view.issuer);
    let impact: Vec<Value> = company.map_or_else(Vec::new, |company| company.impact.iter().map(impact).collect());
    let reward = posted.views.payments.reward(view.symbol);
    json!({
        "symbol": view.symbol,
        "name": view.name,
        "issuer": view.issuer,
        "issuer_name": company.map(|company| &company.name),
        "kind": view.kind,
        "market": view.market,
        "phase": view.phase,
        "status": if view.delisted_at.is_some() { "delisted" } else { "listed" },
        "delisted_at": view.delisted_at,
        "sanction": company.and_then(|company| company.life.sanction()),
        "halt_reason": view.halt_reason,
        "next_phase": view.next_phase.map(|(_, phase)| phase),
        "next_phase_at": view.next_phase.map(|(at, _)| at),
        "tick": view.tick_at(view.reference_price()),
        "ticks": view.ticks,
        "collar": view.collar,
        "collar_base": view.collar_base(),
        "lot": Quantity::new(view.lot),
        "multiplier": view.multiplier.to_string(),
        "units": view.units,
        "issue_price": view.issue_price,
        "reference_price": view.reference_price(),
        "last": view.last,
        "indicative": view.indicative.as_ref().map(auction),
        "last_auction": view.last_auction.as_ref().map(auction),
        "best_bid": view.best_bid(),
        "best_ask": view.best_ask(),
        "trades": view.trades.len(),
        "impact": impact,
        "impact_per_euro": posted.views.unit_impact(view.symbol),
        "limits": view.limits.as_ref().map(limits),
        "settles_on": settles_on,
        "bond": view.bond(settles_on).as_ref().map(|view| bond(desk, view)),
        "link": posted.views.payments.link(view.symbol).map(|view| link(view, reward)),
    })
}

/// Who may hold an instrument, how much, and what is locked up: the figures, and `words` for people.
pub(super) fn limits(terms: &HoldingTerms) -> Value {
    let mut limits = json!(terms);
    limits["words"] = json!(terms.words());
    limits
}

/// What a bond pays, what has accrued on one unit when a trade of now settles, and what it yields. The next coupon is the
/// one that a buyer of now receives.
fn bond(desk: &Desk, view: &BondView) -> Value {
    let days = view.next_coupon_on.map(|due_on| desk.record_and_ex_day(due_on));
    json!({
        "nominal": view.interest.nominal,
        "coupon": view.coupon,
        "step": view.interest.step,
        "outstanding": view.outstanding,
        "instalments": view.interest.instalments,
        "coupons_per_year": view.interest.coupons_per_year,
        "day_count": view.interest.day_count,
        "issued_on": view.interest.issued_on,
        "matures_on": view.interest.matures_on,
        "next_coupon_on": view.next_coupon_on,
        "record_on": days.map(|(record_on, _)| record_on),
        "ex_on": days.map(|(_, ex_on)| ex_on),
        "accrued": view.accrued,
        "yield_to_maturity": view.yield_to_maturity,
    })
}

/// How the terms depend on a result, what was found, and what the issuer was given for it.
fn link(view: &LinkView, reward: Money) -> Value {
    let observed = view.observed.as_ref();
    json!({
        "kind": view.kind,
        "objective": view.objective,
        "observed_on": view.observed_on,
        "effect": view.effect,
        "payer": view.payer,
        "maximum": view.maximum,
        "observed_at": observed.map(|observed| observed.at),
        "standing": observed.map(|observed| observed.standing),
        "result": observed.map(|observed| observed.result),
        "ground": observed.map(|observed| observed.ground),
        "reward": reward,
    })
}

/// What a call gives.
pub(super) fn auction(auction: &Auction) -> Value {
    json!({
        "price": auction.price,
        "volume": auction.volume,
        "surplus": auction.surplus,
        "surplus_side": auction.surplus_side,
    })
}

/// A measurement that a company reported.
pub(super) fn impact(view: &ImpactView) -> Value {
    json!({
        "objective": view.objective,
        "indicator": view.indicator,
        "value": view.value,
        "baseline": view.baseline,
        "target": view.target,
        "due_on": view.due_on,
        "progress": view.progress,
        "reached": view.progress.map(|progress| progress >= Rate::ONE),
        "period_ends_on": view.period_ends_on,
        "verified": view.verified,
        "verification": view.verification,
        "reported_at": view.reported_at,
    })
}

/// `GET /v1/instruments/{symbol}/book`
pub(super) async fn book(State(desk): State<Arc<Desk>>, Path(symbol): Path<String>, uri: Uri) -> Answer {
    let query = Query::of(&uri, &["depth"])?;
    let depth = query.whole("depth", 1, DEPTH_MAX)?.unwrap_or(DEPTH);
    let depth = usize::try_from(depth).unwrap_or(usize::MAX);
    let posted = desk.posted();
    let view = find(&posted, &symbol)?;
    let bids: Vec<_> = view.bids.iter().take(depth).map(|(price, quantity)| (price.0, *quantity)).collect();
    let asks: Vec<_> = view.asks.iter().take(depth).collect();
    Ok(Json(json!({"seq": view.book_seq, "bids": bids, "asks": asks})).into_response())
}

/// `GET /v1/instruments/{symbol}/trades`
pub(super) async fn trades(State(desk): State<Arc<Desk>>, Path(symbol): Path<String>, uri: Uri) -> Answer {
    let page = Query::of(&uri, &["limit", "cursor"])?.page()?;
    let before: Option<u64> = page.after()?;
    let posted = desk.posted();
    let market = &posted.views.market;
    let all = &find(&posted, &symbol)?.trades;
    let end = before.map_or(all.len(), |before| all.partition_point(|&at| market.trades[at].seq.0 < before));
    let mut older = all[..end].iter().rev().map(|&at| &market.trades[at]);
    let items: Vec<Value> = older.by_ref().take(page.limit).map(|trade| row(market.run, trade)).collect();
    let next = older.next().and_then(|_| items.last()).map(|last| last["seq"].to_string());
    Ok(Json(json!({"items": items, "next_cursor": next})).into_response())
}

/// A trade with the columns of `trades.csv`, and its own id.
fn row(run: Uuid, trade: &TradeView) -> Value {
    json!({
        "seq": trade.seq,
        "time": trade.time,
        "instrument": trade.instrument,
        "price": trade.price,
        "quantity": trade.quantity,
        "buy_order": public_id(run, "order", trade.buy_order.0),
        "sell_order": public_id(run, "order", trade.sell_order.0),
        "aggressor": trade.aggressor,
        "trade": public_id(run, "trade", trade.trade.0),
    })
}
