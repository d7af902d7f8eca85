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
    let (answer, until) = {
        let posted = desk.posted();
        let whole = to.is_none_or(|to| to >= posted.last_seq().0);
        let inputs = posted.log_from(Seq(after.saturating_add(1))).iter();
        let until = inputs.take_while(|told| is_before(told, to));
        let mut lines = until
            .flat_map(|told| statement_lines(told, owner.account).collect::<Vec<_>>())
            .filter(|line| line.seq.0 > after);
        let items: Vec<StatementLine> = lines.by_ref().take(page.limit).collect();
        let next = lines.next().and_then(|_| items.last()).map(|last| last.seq.to_string());
        let mut answer = json!({"items": items, "next_cursor": next});
        let before = || posted.log_from(Seq(1)).iter().take_while(|told| is_before(told, to)).cloned().collect();
        let until: Option<Vec<Told>> = if whole { None } else { Some(before()) };
        if until.is_none() {
            answer["impact_held"] = json!(posted.views.impact_of(owner.account));
        }
        (answer, until)
    };
    Ok(Json(with_impact(&desk, owner.account, answer, until).await?).into_response())
}

/// Whether an input belongs to what is asked for: with an event go all events of its input, so that a statement never shows
/// half a trade.
fn is_before(told: &Told, to: Option<u64>) -> bool {
    to.is_none_or(|to| told.first().is_some_and(|event| event.seq.0 <= to))
}

/// A statement with the impact of what the account held after its last input, where that is not the last of all.
async fn with_impact(
    desk: &Desk,
    account: AccountId,
    mut answer: Value,
    until: Option<Vec<Told>>,
) -> Result<Value, Problem> {
    if let Some(told) = until {
        let views = desk.archive.views_after(told).await?;
        answer["impact_held"] = json!(views.impact_of(account));
    }
    Ok(answer)
}
