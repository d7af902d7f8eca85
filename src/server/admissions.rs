//! `/v1/admissions`: the register, applications and votes. For the committee.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::board::Posted;
use super::desk::Desk;
use super::fields::Fields;
use super::hearing::{done, pieces, procedures, words};
use super::problem::Problem;
use super::query::{self, Query};
use super::{body, company};
use crate::domain::Code;
use crate::engine::Command;
use crate::projection::CompanyView;

type Answer = Result<Response, Problem>;

/// `GET /v1/admissions`
pub(super) async fn list(State(desk): State<Arc<Desk>>, headers: HeaderMap, uri: Uri) -> Answer {
    desk.seat(&headers)?;
    let posted = desk.posted();
    listed(&posted, &uri, |view| register_entry(&posted, view))
}

/// One page of the companies, in the order in which they applied.
pub(super) fn listed(posted: &Posted, uri: &Uri, form: impl Fn(&CompanyView) -> Value) -> Answer {
    let page = Query::of(uri, &["limit", "cursor"])?.page()?;
    let after: Option<Code> = page.after()?;
    let companies = &posted.views.exercise.companies;
    let at = |code: &Code| companies.iter().position(|view| view.code == *code).ok_or_else(query::bad_cursor);
    let from = after.as_ref().map(at).transpose()?.map_or(0, |at| at + 1);
    let rest = &companies[from..];
    let shown = &rest[..rest.len().min(page.limit)];
    let next = shown.last().filter(|_| rest.len() > shown.len()).map(|view| &view.code);
    let items: Vec<Value> = shown.iter().map(form).collect();
    Ok(Json(json!({"items": items, "next_cursor": next})).into_response())
}

/// A company before the committee, with every step of its applications.
pub(super) fn register_entry(posted: &Posted, view: &CompanyView) -> Value {
    let mut entry = company::admission(view);
    entry["procedures"] = procedures(posted.views.procedures.of(&view.code));
    entry
}

/// The company of this id.
///
/// # Errors
/// 404
pub(super) fn find<'a>(posted: &'a Posted, id: &str) -> Result<&'a CompanyView, Problem> {
    let view = id.parse().ok().and_then(|code: Code| posted.views.exercise.company(&code));
    view.ok_or_else(|| Problem::not_found("no company of this id has applied"))
}

/// `GET /v1/admissions/{id}`
pub(super) async fn show(State(desk): State<Arc<Desk>>, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    desk.seat(&headers)?;
    let posted = desk.posted();
    Ok(Json(register_entry(&posted, find(&posted, &id)?)).into_response())
}

/// `POST /v1/admissions`: hands in the dossier of a company of the scenario.
pub(super) async fn apply(State(desk): State<Arc<Desk>>, headers: HeaderMap, request: Request) -> Answer {
    let seat = desk.seat(&headers)?.clone();
    let body = body::json(request, body::LIMIT).await?;
    let mut fields = Fields::of(&body)?;
    let company: Option<Code> = fields.parsed("company");
    let pieces = pieces(&mut fields);
    fields.end()?;
    let company = company.expect("what is missing was told above");
    let command = Command::Apply { company: company.clone(), pieces };
    done(&desk, seat, command, company.as_str()).await
}

/// `POST /v1/admissions/{id}/votes`
pub(super) async fn vote(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Answer {
    let seat = desk.seat(&headers)?.clone();
    let company = find(&desk.posted(), &id)?.code.clone();
    let body = body::json(request, body::LIMIT).await?;
    let mut fields = Fields::of(&body)?;
    let choice = fields.word("choice", "`yes`, `no`, `abstain`");
    let reason = words(&mut fields, "reason");
    fields.end()?;
    let whole = "what is missing was told above";
    let (choice, reason) = (choice.expect(whole), reason.expect(whole));
    let command = Command::Vote { company, member: seat.clone(), choice, reason: reason.into() };
    done(&desk, seat, command, &id).await
}
