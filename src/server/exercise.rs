//! `/v1/exercise`, `/v1/companies` and `/v1/report`: the listing exercise as it stands. For committee and researchers.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::admissions::find;
use super::company;
use super::desk::Desk;
use super::problem::Problem;
use crate::projection::CompanyView;

type Answer = Result<Response, Problem>;

const READERS: &[&str] = &["committee", "researcher"];

/// `GET /v1/exercise`
pub(super) async fn show(State(desk): State<Arc<Desk>>, headers: HeaderMap) -> Answer {
    desk.only(&headers, READERS)?;
    let posted = desk.posted();
    let companies: Vec<Value> = posted.views.exercise.companies.iter().map(line).collect();
    let answer = json!({
        "scenario": desk.world.name,
        "title": desk.world.title,
        "description": desk.world.description,
        "starts_at": desk.world.starts_at,
        "ends_at": desk.world.ends_at,
        "time": desk.clock.now(),
        "seq": posted.last_seq(),
        "companies": companies,
    });
    Ok(Json(answer).into_response())
}

fn line(view: &CompanyView) -> Value {
    json!({
        "id": view.code,
        "name": view.name,
        "synthetic": view.synthetic,
        "stage": view.stage,
        "outcome": view.outcome,
        "reasons": view.reasons,
        "instrument": view.instrument,
        "burdens": view.burdens.len(),
        "benefits": view.benefits.len(),
        "trades": view.trading.trades,
        "last_price": view.trading.last_price,
    })
}

/// `GET /v1/companies/{id}`
pub(super) async fn one(State(desk): State<Arc<Desk>>, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    desk.only(&headers, READERS)?;
    let posted = desk.posted();
    Ok(Json(company::whole(find(&posted, &id)?)).into_response())
}
