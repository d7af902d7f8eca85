//! `/v1/exercise`, `/v1/companies` and `/v1/report`: the listing exercise as it stands. For committee and researchers.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::admissions::find;
use super::company;
use super::desk::Desk;
use super::problem::Problem;
use super::query::{self, Query};
use super::request::Request;
use crate::domain::Language;
use crate::engine::World;
use crate::journal::Digest;
use crate::projection::{CompanyView, Setting, Views};
use crate::report::{Edition, Expected, Report, to_html, to_json};
use crate::scenario::{self, Verdict};

type Answer = Result<Response, Problem>;

/// A report is of one moment: so often it is tried to find everything at the same event.
const TRIES: usize = 50;

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
        "sanction": view.life.sanction(),
        "open_lapses": view.life.lapses.iter().filter(|lapse| lapse.cured_at.is_none()).count(),
        "trades": view.trading.trades,
        "last_price": view.trading.last_price,
    })
}

/// `GET /v1/companies/{id}`
pub(super) async fn one(State(desk): State<Arc<Desk>>, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    desk.only(&headers, READERS)?;
    let posted = desk.posted();
    let view = find(&posted, &id)?;
    let mut company = company::whole(view);
    let impact = view.instrument.map(|symbol| posted.views.unit_impact(symbol)).unwrap_or_default();
    company["impact_per_euro"] = json!(impact);
    Ok(Json(company).into_response())
}

/// `GET /v1/report`: JSON, or a page for whoever prefers one.
pub(super) async fn report(State(desk): State<Arc<Desk>>, headers: HeaderMap, uri: Uri) -> Answer {
    desk.only(&headers, READERS)?;
    let query = Query::of(&uri, &["lang"])?;
    let language = match query.text("lang") {
        None => Language::default(),
        Some(word) => serde_json::from_value(json!(word)).map_err(|_| query::unfit("lang", "must be `it` or `en`"))?,
    };
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    let as_page = accept.contains("text/html");
    let (views, digest) = moment(&desk).await?;
    let (world, kind) = (desk.world.clone(), if as_page { "text/html; charset=utf-8" } else { "application/json" });
    let write = move || {
        let report = Report::of(&views, edition(&world, &views, digest));
        if as_page { to_html(&report, language) } else { to_json(&report) }
    };
    let text = tokio::task::spawn_blocking(write).await;
    let text = text.map_err(|_| Problem::busy("the report could not be written"))?;
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}

/// The views of one moment, and the digest of the same.
async fn moment(desk: &Desk) -> Result<(Views, Digest), Problem> {
    for _ in 0..TRIES {
        let (seq, digest) = desk.ask(|reply| Request::Seal { reply }).await?;
        let posted = desk.posted();
        if posted.last_seq() == seq {
            return Ok((posted.views.clone(), digest));
        }
    }
    Err(Problem::busy("the exchange does not stand still long enough for a report"))
}

fn edition(world: &World, views: &Views, digest: Digest) -> Edition {
    let expected = |verdict: Verdict| Expected { expected: verdict.expected, instead: verdict.instead };
    Edition {
        setting: Setting::of(world),
        digest: digest.to_string(),
        engine: concat!("borsa ", env!("CARGO_PKG_VERSION")).into(),
        command: format!("borsa serve {}", world.name),
        expectations: scenario::judge(world, views).into_iter().map(expected).collect(),
        calibration: Vec::new(), // people take part in a live exchange: nobody has calibrated them
    }
}
