//! `/v1/account`: what an investor holds, what it stands for, and how it came about.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::board::{Posted, Told};
use super::desk::Desk;
use super::problem::Problem;
use super::query::Query;
use crate::domain::{AccountId, Money, Quantity, Seq, Side, Symbol};
use crate::projection::{Holding, SettlementView, StatementLine, TaxLine, public_id, statement_lines};

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
    let held = posted.views.impact_of(owner.account);
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
    let (mut answer, told, now) = {
        let posted = desk.posted();
        let answer = lines(&posted, owner.account, (after, to), page.limit);
        let is_whole = to.is_none_or(|to| to >= posted.last_seq().0);
        let now = is_whole.then(|| posted.views.impact_of(owner.account));
        let told = if is_whole { Vec::new() } else { until(&posted, 0, to).cloned().collect::<Vec<Told>>() };
        (answer, told, now)
    };
    let impact = match now {
        Some(impact) => impact,
        None => desk.archive.views_after(told).await?.impact_of(owner.account),
    };
    answer["impact_held"] = json!(impact);
    Ok(Json(answer).into_response())
}

/// What the inputs after an event and up to another have told. With an event go all events of its input, so that a
/// statement never shows half a trade.
fn until(posted: &Posted, after: u64, to: Option<u64>) -> impl Iterator<Item = &Told> {
    let inputs = posted.log_from(Seq(after.saturating_add(1))).iter();
    inputs.take_while(move |told| to.is_none_or(|to| told.first().is_some_and(|event| event.seq.0 <= to)))
}

/// A page of the lines of an account's statement.
fn lines(posted: &Posted, account: AccountId, (after, to): (u64, Option<u64>), limit: usize) -> Value {
    let lines = until(posted, after, to).flat_map(|told| statement_lines(told, account));
    let mut lines = lines.filter(|line| line.seq.0 > after);
    let items: Vec<StatementLine> = lines.by_ref().take(limit).collect();
    let next = lines.next().and_then(|_| items.last()).map(|last| last.seq.to_string());
    json!({"items": items, "next_cursor": next})
}
