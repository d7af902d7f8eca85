//! `/v1/orders`: enter, batch, list, look up, change, withdraw.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use uuid::Uuid;

use super::body;
use super::desk::Desk;
use super::order_form;
use super::problem::{self, Fault, Problem};
use super::query::{self, Query};
use super::request::{self, Change, Entry, Owner, Refusal};
use crate::domain::{OrderId, OrderStatus, Side, Symbol};
use crate::projection::OrderView;

/// Orders of one batch at most.
const BATCH: usize = 1000;

type Answer = Result<Response, Problem>;

/// `POST /v1/orders`
pub(super) async fn enter(State(desk): State<Arc<Desk>>, headers: HeaderMap, request: Request) -> Answer {
    let owner = desk.investor(&headers)?;
    let body = body::json(request, body::LIMIT).await?;
    let orders = vec![order_form::read(&body)?];
    let entries = desk.ask(|reply| request::Request::Enter { owner, orders, reply }).await?;
    let entry = entries.into_iter().next().expect("one answer an order");
    let new = matches!(entry, Entry::New(_));
    let status = if new { StatusCode::CREATED } else { StatusCode::OK };
    let order = entered(&desk, entry)?;
    let location = format!("/v1/orders/{}", order["id"].as_str().unwrap_or_default());
    let mut response = (status, Json(order)).into_response();
    if let (true, Ok(location)) = (new, location.parse()) {
        response.headers_mut().insert(axum::http::header::LOCATION, location);
    }
    Ok(response)
}

/// The order of an entry, or why there is none.
pub(super) fn entered(desk: &Desk, entry: Entry) -> Result<Value, Problem> {
    match entry {
        Entry::New(view) | Entry::Known(view) => Ok(written(desk, &view)),
        Entry::NameTaken => {
            let detail = "another order came in under this client_order_id";
            Err(Problem::conflict("client_order_id_taken", detail))
        }
        Entry::Refused(refusal) => Err(refused(&refusal)),
    }
}

/// What the exchange refused, as a problem.
pub(super) fn refused(refusal: &Refusal) -> Problem {
    Problem::refused(&refusal.code, &refusal.message, refusal.seq)
}

fn written(desk: &Desk, view: &OrderView) -> Value {
    let run = desk.posted().views.market.run;
    order_form::write(run, view)
}

/// `POST /v1/orders/batch`
pub(super) async fn batch(State(desk): State<Arc<Desk>>, headers: HeaderMap, request: Request) -> Answer {
    let owner = desk.investor(&headers)?;
    let language = problem::language(&headers);
    let body = body::json(request, body::BATCH_LIMIT).await?;
    let whole = |detail: &str| Problem::unfit(vec![Fault::new("", detail)]);
    let elements = body.as_array().ok_or_else(|| whole("must be an array of orders"))?;
    if elements.len() > BATCH {
        return Err(whole("must have at most 1000 orders"));
    }
    let read: Vec<_> = elements.iter().map(order_form::read).collect();
    let orders: Vec<_> = read.iter().filter_map(|order| order.as_ref().ok().cloned()).collect();
    let entries = match orders.is_empty() {
        true => Vec::new(),
        false => desk.ask(|reply| request::Request::Enter { owner, orders, reply }).await?,
    };
    let mut entries = entries.into_iter();
    let answer = |order: Result<_, Problem>| {
        let entry = order.map(|_| entries.next().expect("one answer an order"));
        entry.and_then(|entry| entered(&desk, entry)).unwrap_or_else(|problem| problem.document(language))
    };
    let answers: Vec<Value> = read.into_iter().map(answer).collect();
    Ok(Json(answers).into_response())
}

/// `GET /v1/orders`
pub(super) async fn list(State(desk): State<Arc<Desk>>, headers: HeaderMap, uri: Uri) -> Answer {
    let owner = desk.investor(&headers)?;
    let query = Query::of(&uri, &["status", "limit", "cursor"])?;
    let page = query.page()?;
    let wanted = wanted(query.text("status"))?;
    let after: Option<Uuid> = page.after()?;
    let posted = desk.posted();
    let run = posted.views.market.run;
    let after = after.map(|id| posted.order(id).ok_or_else(query::bad_cursor)).transpose()?;
    let own = posted.views.orders.of(owner.account);
    let older = own.filter(|view| after.is_none_or(|after| view.order < after));
    let mut fitting = older.filter(|view| wanted(view.status));
    let items: Vec<Value> = fitting.by_ref().take(page.limit).map(|view| order_form::write(run, view)).collect();
    let next = fitting.next().and_then(|_| items.last()).map(|last| last["id"].clone());
    Ok(Json(json!({"items": items, "next_cursor": next})).into_response())
}

/// Which orders a `status` asks for.
fn wanted(status: Option<&str>) -> Result<impl Fn(OrderStatus) -> bool, Problem> {
    let exact = match status {
        None | Some("open") => None,
        Some(word) => {
            let unfit = |_| query::unfit("status", "must be `open` or one of the words of an order's status");
            Some(serde_json::from_value::<OrderStatus>(json!(word)).map_err(unfit)?)
        }
    };
    let open_only = status == Some("open");
    Ok(move |status: OrderStatus| exact.map_or(!open_only || status.is_open(), |exact| exact == status))
}

/// `GET /v1/orders/{id}`
pub(super) async fn show(State(desk): State<Arc<Desk>>, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    let owner = desk.investor(&headers)?;
    let order = own_order(&desk, &owner, &id)?;
    let posted = desk.posted();
    let view = posted.views.orders.get(order).ok_or_else(no_such_order)?;
    Ok(Json(order_form::write(posted.views.market.run, view)).into_response())
}

/// The number of one's own order; another's is as unknown as none.
pub(super) fn own_order(desk: &Desk, owner: &Owner, id: &str) -> Result<OrderId, Problem> {
    let posted = desk.posted();
    let order = id.parse().ok().and_then(|id: Uuid| posted.order(id));
    let own = |order: &OrderId| posted.views.orders.get(*order).is_some_and(|view| view.account == owner.account);
    order.filter(own).ok_or_else(no_such_order)
}

fn no_such_order() -> Problem {
    Problem::not_found("you have no order of this id")
}

/// `DELETE /v1/orders/{id}`
pub(super) async fn cancel(State(desk): State<Arc<Desk>>, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    let owner = desk.investor(&headers)?;
    let order = own_order(&desk, &owner, &id)?;
    let change = desk.ask(|reply| request::Request::Cancel { owner, order, reply }).await?;
    changed(&desk, change).map(|order| Json(order).into_response())
}

/// `DELETE /v1/orders`
pub(super) async fn cancel_all(State(desk): State<Arc<Desk>>, headers: HeaderMap, uri: Uri) -> Answer {
    let owner = desk.investor(&headers)?;
    let query = Query::of(&uri, &["instrument", "side"])?;
    let instrument = query.parsed::<Symbol>("instrument", "a symbol")?;
    let side = match query.text("side") {
        None => None,
        Some("buy") => Some(Side::Buy),
        Some("sell") => Some(Side::Sell),
        Some(_) => return Err(query::unfit("side", "must be `buy` or `sell`")),
    };
    let ended = desk.ask(|reply| request::Request::CancelAll { owner, instrument, side, reply }).await?;
    let ended = ended.map_err(|refusal| refused(&refusal))?;
    let items: Vec<Value> = ended.iter().map(|view| written(&desk, view)).collect();
    Ok(Json(json!({"items": items, "next_cursor": null})).into_response())
}

/// `PATCH /v1/orders/{id}`
pub(super) async fn replace(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Answer {
    let owner = desk.investor(&headers)?;
    let order = own_order(&desk, &owner, &id)?;
    let body = body::json(request, body::LIMIT).await?;
    let order_form::Changes { price, quantity } = order_form::read_changes(&body)?;
    let ask = |reply| request::Request::Replace { owner, order, price, quantity, reply };
    let change = desk.ask(ask).await?;
    changed(&desk, change).map(|order| Json(order).into_response())
}

/// The order after a change, or why it did not change.
pub(super) fn changed(desk: &Desk, change: Change) -> Result<Value, Problem> {
    match change {
        Change::Done(view) => Ok(written(desk, &view)),
        Change::Ended => Err(Problem::conflict("order_ended", "the order has ended")),
        Change::Unknown => Err(no_such_order()),
        Change::Refused(refusal) => Err(refused(&refusal)),
    }
}
