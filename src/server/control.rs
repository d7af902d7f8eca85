//! `/v1/control`: the facilitator's bar. Time, halts; never a vote.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::body;
use super::clock::Speed;
use super::desk::Desk;
use super::fields::Fields;
use super::orders::refused;
use super::problem::Problem;
use super::request::{self, ClockChange};
use crate::domain::{Code, Symbol};
use crate::engine::Command;

type Answer = Result<Response, Problem>;

/// `POST /v1/control/{action}`
pub(super) async fn act(
    State(desk): State<Arc<Desk>>,
    Path(action): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Answer {
    if !["start", "pause", "step", "speed", "halt", "resume"].contains(&action.as_str()) {
        return Err(Problem::not_found("the facilitator has no such control"));
    }
    desk.only(&headers, &["admin"])?;
    let body = body::json_if(request, body::LIMIT).await?.unwrap_or_else(|| json!({}));
    let mut fields = Fields::of(&body)?;
    match action.as_str() {
        "halt" | "resume" => halt(&desk, action == "halt", fields).await,
        "speed" => {
            let speed: Option<Speed> = fields.parsed("speed");
            fields.end()?;
            set(&desk, ClockChange::Speed(speed.expect("what is missing was told above"))).await
        }
        other => {
            fields.end()?;
            let change = match other {
                "start" => ClockChange::Start,
                "pause" => ClockChange::Pause,
                _ => ClockChange::Step,
            };
            set(&desk, change).await
        }
    }
}

async fn set(desk: &Desk, change: ClockChange) -> Answer {
    desk.ask(|reply| request::Request::Clock { change, reply }).await?;
    Ok(Json(clock(desk)).into_response())
}

/// Where the clock stands.
pub(super) fn clock(desk: &Desk) -> Value {
    json!({
        "time": desk.clock.now(),
        "speed": desk.clock.speed().to_string(),
        "running": desk.clock.is_running(),
        "last_seq": desk.posted().last_seq(),
    })
}

async fn halt(desk: &Desk, halt: bool, mut fields: Fields<'_>) -> Answer {
    let instrument: Option<Symbol> = fields.parsed("instrument");
    let reason = if halt { fields.text("reason").map(str::to_owned) } else { None };
    fields.end()?;
    let instrument = instrument.expect("what is missing was told above");
    let command = match reason {
        Some(reason) => Command::Halt { instrument, reason },
        None => Command::Resume { instrument },
    };
    let by: Code = "admin".parse().expect("a fixed name is a code");
    let done = desk.ask(|reply| request::Request::Command { by, command, reply }).await?;
    done.map_err(|refusal| refused(&refusal))?;
    Ok(Json(clock(desk)).into_response())
}
