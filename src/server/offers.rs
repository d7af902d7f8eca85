//! `/v1/offers`: what is offered now or was, and subscribing to it.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::board::Posted;
use super::body;
use super::company::offer;
use super::desk::Desk;
use super::fields::Fields;
use super::orders::refused;
use super::problem::Problem;
use super::query::Query;
use super::request;
use crate::domain::{Code, Symbol};
use crate::engine::Command;
use crate::projection::CompanyView;

type Answer = Result<Response, Problem>;

/// `GET /v1/offers`
pub(super) async fn list(State(desk): State<Arc<Desk>>, uri: Uri) -> Answer {
    let page = Query::of(&uri, &["limit", "cursor"])?.page()?;
    let after: Option<Code> = page.after()?;
    let posted = desk.posted();
    let mut offering: Vec<&CompanyView> =
        posted.views.exercise.companies.iter().filter(|company| company.offer.is_some()).collect();
    offering.sort_by(|one, other| one.code.cmp(&other.code));
    let mut rest = offering.into_iter().filter(|company| after.as_ref().is_none_or(|after| company.code > *after));
    let items: Vec<Value> = rest.by_ref().take(page.limit).filter_map(written).collect();
    let next = rest.next().and_then(|_| items.last()).map(|last| last["company"].clone());
    Ok(Json(json!({"items": items, "next_cursor": next})).into_response())
}

/// `GET /v1/offers/{symbol}`
pub(super) async fn show(State(desk): State<Arc<Desk>>, Path(symbol): Path<String>) -> Answer {
    let posted = desk.posted();
    let (_, view) = find(&posted, &symbol)?;
    Ok(Json(written(view)).into_response())
}

/// `POST /v1/offers/{symbol}/subscriptions`
pub(super) async fn subscribe(
    State(desk): State<Arc<Desk>>,
    Path(symbol): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Answer {
    let owner = desk.investor(&headers)?;
    let (instrument, _) = find(&desk.posted(), &symbol)?;
    let body = body::json(request, body::LIMIT).await?;
    let mut fields = Fields::of(&body)?;
    let quantity = fields.parsed("quantity");
    let limit = fields.parsed_if("limit");
    fields.end()?;
    let quantity = quantity.expect("the fields were read to their end");
    let account = owner.account;
    let command = Command::Subscribe { account, instrument, quantity, limit };
    let by = owner.name.clone();
    let taken = desk.ask(|reply| request::Request::Command { by, command, reply }).await?;
    taken.map_err(|refusal| refused(&refusal))?;
    let posted = desk.posted();
    let (_, view) = find(&posted, &symbol)?;
    let answer = json!({"instrument": instrument, "quantity": quantity, "limit": limit, "offer": written(view)});
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// The offer of this instrument, with the company that makes it.
///
/// # Errors
/// 404
fn find<'a>(posted: &'a Posted, symbol: &str) -> Result<(Symbol, &'a CompanyView), Problem> {
    let symbol: Option<Symbol> = symbol.parse().ok();
    let companies = posted.views.exercise.companies.iter().rev();
    let mut offering = companies.filter_map(|company| Some((company.offer.as_ref()?.instrument, company)));
    let found = offering.find(|(instrument, _)| Some(*instrument) == symbol);
    found.ok_or_else(|| Problem::not_found("no instrument of this symbol is or was offered"))
}

fn written(company: &CompanyView) -> Option<Value> {
    let view = company.offer.as_ref()?;
    let mut line = offer(view);
    line["company"] = json!(company.code);
    line["open"] = json!(view.result.is_none());
    Some(line)
}
