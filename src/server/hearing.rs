//! The calls below `/v1/admissions/{id}`: every step of the procedure before the committee beside the vote.
//!
//! A company has no token of its own: what it hands in is taken in at the committee's desk, as its dossier is.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::admissions::{find, register_entry};
use super::desk::Desk;
use super::fields::Fields;
use super::orders::refused;
use super::problem::Problem;
use super::tokens::Caller;
use super::{body, request};
use crate::domain::Code;
use crate::engine::Command;

type Answer = Result<Response, Problem>;

/// Characters of a reason, a question, a comment at most.
pub(super) const WORDS_MAX: usize = 2000;
/// Days of a term at most: ten years.
const DAYS_MAX: u64 = 3650;

/// What was read above is there: a missing field was told.
const WHOLE: &str = "what is missing was told above";

/// A text of at least one character and at most [`WORDS_MAX`].
pub(super) fn words(fields: &mut Fields<'_>, name: &'static str) -> Option<String> {
    let text = fields.text(name)?;
    if text.trim().is_empty() || text.chars().count() > WORDS_MAX {
        fields.fault(name, format!("must be 1 to {WORDS_MAX} characters"));
    }
    Some(text.to_owned())
}

/// A part of the body in the form that the journal has; absent, nothing.
pub(super) fn part<T: DeserializeOwned>(fields: &mut Fields<'_>, name: &'static str, form: &str) -> Option<T> {
    let value = fields.value_if(name)?.clone();
    let read = serde_json::from_value(value);
    read.map_err(|error| fields.fault(name, format!("must be {form}: {error}"))).ok()
}

/// Pieces of evidence; none where the field is absent.
pub(super) fn pieces<T: DeserializeOwned + Default>(fields: &mut Fields<'_>) -> T {
    part(fields, "pieces", "a list of `{\"pointer\", \"value\"}`").unwrap_or_default()
}

fn days(fields: &mut Fields<'_>) -> Option<u32> {
    let days = fields.whole_if("days")?;
    if !(1..=DAYS_MAX).contains(&days) {
        fields.fault("days", format!("must be 1 to {DAYS_MAX} days"));
    }
    u32::try_from(days).ok()
}

fn truth(fields: &mut Fields<'_>, name: &'static str) -> Option<bool> {
    if fields.has(name) {
        return fields.truth_if(name);
    }
    fields.fault(name, "is missing");
    None
}

/// A step that a seat of the committee takes: the body is read, the command sent, the entry of the register answered.
async fn step(
    desk: Arc<Desk>,
    id: String,
    headers: HeaderMap,
    request: Request,
    read: impl FnOnce(&mut Fields<'_>, Code, &Code) -> Option<Command>,
) -> Answer {
    let seat = desk.seat(&headers)?.clone();
    let company = find(&desk.posted(), &id)?.code.clone();
    let body = body::json_if(request, body::LIMIT).await?.unwrap_or_else(|| json!({}));
    let mut fields = Fields::of(&body)?;
    let command = read(&mut fields, company, &seat);
    fields.end()?;
    done(&desk, seat, command.expect(WHOLE), &id).await
}

/// Sends a command and answers with the entry of the register as it then stands.
pub(super) async fn done(desk: &Desk, by: Code, command: Command, id: &str) -> Answer {
    let done = desk.ask(|reply| request::Request::Command { by, command, reply }).await?;
    done.map_err(|refusal| refused(&refusal))?;
    let posted = desk.posted();
    Ok((StatusCode::CREATED, Json(register_entry(&posted, find(&posted, id)?))).into_response())
}

/// `POST /v1/admissions/{id}/comment-period`
pub(super) async fn open_comments(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Answer {
    step(desk, id, headers, request, |fields, company, _| Some(Command::OpenComments { company, days: days(fields) }))
        .await
}

/// `POST /v1/admissions/{id}/comments`: for everyone who has a token and is not the facilitator.
pub(super) async fn comment(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Answer {
    let caller = desk.only(&headers, &["investor", "committee", "researcher", "observer"])?;
    let author: Code = match caller {
        Caller::Committee(name) | Caller::Investor(name) => name.clone(),
        other => other.role().parse().expect("the name of a role is a code"),
    };
    let company = find(&desk.posted(), &id)?.code.clone();
    let body = body::json(request, body::LIMIT).await?;
    let mut fields = Fields::of(&body)?;
    let text = words(&mut fields, "text");
    fields.end()?;
    let text = text.expect(WHOLE);
    let command = Command::Comment { company, author: author.clone(), text: text.clone() };
    let sent = desk.ask(|reply| request::Request::Command { by: author.clone(), command, reply }).await?;
    sent.map_err(|refusal| refused(&refusal))?;
    let posted = desk.posted();
    let answer = json!({"id": id, "author": author, "text": text, "seq": posted.last_seq()});
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// `POST /v1/admissions/{id}/conflicts`
pub(super) async fn declare_conflict(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Answer {
    step(desk, id, headers, request, |fields, company, seat| {
        let reason = words(fields, "reason")?;
        Some(Command::DeclareConflict { company, member: seat.clone(), reason })
    })
    .await
}

/// `POST /v1/admissions/{id}/evidence-requests`
pub(super) async fn request_evidence(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Answer {
    step(desk, id, headers, request, |fields, company, seat| {
        if !fields.has("pointers") {
            fields.fault("pointers", "is missing");
        }
        let pointers: Option<Vec<String>> = part(fields, "pointers", "a list of JSON pointers into the dossier");
        let (question, days) = (words(fields, "question"), days(fields));
        let (pointers, question) = (pointers?, question?);
        Some(Command::RequestEvidence { company, member: seat.clone(), pointers, question, days })
    })
    .await
}

/// `POST /v1/admissions/{id}/evidence-requests/{request}/answer`
pub(super) async fn answer_evidence(
    State(desk): State<Arc<Desk>>,
    Path((id, number)): Path<(String, String)>,
    headers: HeaderMap,
    request: Request,
) -> Answer {
    desk.seat(&headers)?;
    let number: u32 = number.parse().map_err(|_| Problem::not_found("a request for evidence has a number"))?;
    step(desk, id, headers, request, |fields, company, _| {
        let (note, pieces) = (words(fields, "note"), pieces(fields));
        Some(Command::AnswerEvidence { company, request: number, pieces, note: note? })
    })
    .await
}

/// `POST /v1/admissions/{id}/decision`: counts the votes; under four eyes the seat of the token moves the decision.
pub(super) async fn decide(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Answer {
    step(desk, id, headers, request, |_, company, seat| Some(Command::Decide { company, member: Some(seat.clone()) }))
        .await
}

/// `POST /v1/admissions/{id}/confirmation`
pub(super) async fn confirm(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Answer {
    step(desk, id, headers, request, |fields, company, seat| {
        let (confirms, reason) = (truth(fields, "confirms"), words(fields, "reason"));
        Some(Command::Confirm { company, member: seat.clone(), confirms: confirms?, reason: reason? })
    })
    .await
}

/// `POST /v1/admissions/{id}/appeal`
pub(super) async fn appeal(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Answer {
    step(desk, id, headers, request, |fields, company, _| {
        let (grounds, pieces) = (words(fields, "grounds"), pieces(fields));
        Some(Command::Appeal { company, grounds: grounds?, pieces })
    })
    .await
}

/// `POST /v1/admissions/{id}/withdrawal`
pub(super) async fn withdraw(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Answer {
    step(desk, id, headers, request, |fields, company, _| {
        Some(Command::Withdraw { company, reason: words(fields, "reason")? })
    })
    .await
}

/// `POST /v1/admissions/{id}/conditions`: a condition is declared met.
pub(super) async fn meet_condition(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Answer {
    step(desk, id, headers, request, |fields, company, _| {
        let (condition, pointer) = (words(fields, "condition"), words(fields, "pointer"));
        let piece = part(fields, "piece", "a `{\"pointer\", \"value\"}`");
        Some(Command::MeetCondition { company, condition: condition?, pointer: pointer?, piece })
    })
    .await
}

/// `POST /v1/admissions/{id}/conditions/confirmation`
pub(super) async fn confirm_condition(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Answer {
    step(desk, id, headers, request, |fields, company, seat| {
        let (condition, pointer) = (words(fields, "condition"), words(fields, "pointer"));
        let (confirms, reason) = (truth(fields, "confirms"), words(fields, "reason"));
        let member = seat.clone();
        let (condition, pointer, confirms, reason) = (condition?, pointer?, confirms?, reason?);
        Some(Command::ConfirmCondition { company, condition, pointer, member, confirms, reason })
    })
    .await
}

/// The steps of every application of a company, for the committee.
pub(super) fn procedures<'a>(of: impl Iterator<Item = &'a crate::projection::Procedure>) -> Value {
    of.map(|procedure| json!(procedure)).collect()
}
