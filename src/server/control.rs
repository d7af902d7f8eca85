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
use super::hearing::part;
use super::orders::refused;
use super::problem::Problem;
use super::request::{self, ClockChange};
use crate::domain::{Code, Symbol, Text};
use crate::engine::Command;

type Answer = Result<Response, Problem>;

/// On how many settlement days deliveries may fail at most: a year of business days.
const FAIL_DAYS_MAX: u32 = 250;

/// Characters of a sentence of news at most.
const NEWS_MAX: usize = 2_000;

/// `POST /v1/control/{action}`
pub(super) async fn act(
    State(desk): State<Arc<Desk>>,
    Path(action): Path<String>,
    headers: HeaderMap,
    request: Request,
) -> Answer {
    if !["start", "pause", "step", "speed", "halt", "resume", "kill", "restore", "fail_delivery", "news"]
        .contains(&action.as_str())
    {
        return Err(Problem::not_found("the facilitator has no such control"));
    }
    desk.only(&headers, &["admin"])?;
    let body = body::json_if(request, body::LIMIT).await?.unwrap_or_else(|| json!({}));
    let mut fields = Fields::of(&body)?;
    match action.as_str() {
        "halt" | "resume" => halt(&desk, action == "halt", fields).await,
        "kill" | "restore" => kill(&desk, action == "kill", fields).await,
        "fail_delivery" => fail_delivery(&desk, fields).await,
        "news" => news(&desk, fields).await,
        "speed" => {
            let speed = speed(&mut fields);
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

/// A speed as a decimal string, or as a whole number.
fn speed(fields: &mut Fields<'_>) -> Option<Speed> {
    match fields.value_if("speed").and_then(Value::as_u64) {
        None => fields.parsed("speed"),
        Some(whole) => whole.to_string().parse().map_err(|error: String| fields.fault("speed", error)).ok(),
    }
}

/// Pulls or releases the kill switch for one investor; without a name for all.
async fn kill(desk: &Desk, kill: bool, mut fields: Fields<'_>) -> Answer {
    let all = matches!(fields.text_if("account"), None | Some("*"));
    let named: Option<Code> = if all { None } else { fields.parsed("account") };
    let account = named.as_ref().and_then(|name| desk.posted().views.accounts.named(name));
    if named.is_some() && account.is_none() {
        fields.fault("account", "no account has this name");
    }
    fields.end()?;
    let by: Code = "admin".parse().expect("a fixed name is a code");
    let command = if kill { Command::Kill { account } } else { Command::Restore { account } };
    let done = desk.ask(|reply| request::Request::Command { by, command, reply }).await?;
    done.map_err(|refusal| refused(&refusal))?;
    Ok(Json(clock(desk)).into_response())
}

/// Lets an investor's deliveries fail on so many settlement days; 0 ends it.
async fn fail_delivery(desk: &Desk, mut fields: Fields<'_>) -> Answer {
    let named: Option<Code> = fields.parsed("account");
    let account = named.as_ref().and_then(|name| desk.posted().views.accounts.named(name));
    if named.is_some() && account.is_none() {
        fields.fault("account", "no account has this name");
    }
    let days = fields.value_if("days").and_then(Value::as_u64).and_then(|days| u32::try_from(days).ok());
    let days = days.filter(|&days| days <= FAIL_DAYS_MAX);
    if days.is_none() {
        fields.fault("days", format!("a whole number of settlement days, 0 to {FAIL_DAYS_MAX}"));
    }
    fields.end()?;
    let by: Code = "admin".parse().expect("a fixed name is a code");
    let (account, days) = (account.expect("what is missing was told above"), days.expect("told above"));
    let command = Command::FailDelivery { account, days };
    let done = desk.ask(|reply| request::Request::Command { by, command, reply }).await?;
    done.map_err(|refusal| refused(&refusal))?;
    Ok(Json(clock(desk)).into_response())
}

/// Lets everybody read something: an event that the scenario declares, with what it does, or words of the facilitator.
async fn news(desk: &Desk, mut fields: Fields<'_>) -> Answer {
    let command = if fields.has("event") {
        fields.parsed("event").map(|event| Command::Announce { event })
    } else {
        let (company, title, text) =
            (fields.parsed_if("company"), sentence(&mut fields, "title"), sentence(&mut fields, "text"));
        if !fields.has("title") {
            fields.fault(
                "title",
                "is missing: say `title` in both languages, or the `event` of the scenario that happens",
            );
        }
        title.map(|title| Command::PublishNews { company, title, text })
    };
    fields.end()?;
    let by: Code = "admin".parse().expect("a fixed name is a code");
    let command = command.expect("what is missing was told above");
    let done = desk.ask(|reply| request::Request::Command { by, command, reply }).await?;
    done.map_err(|refusal| refused(&refusal))?;
    Ok(Json(clock(desk)).into_response())
}

/// A sentence in both languages, neither empty nor longer than what people read.
fn sentence(fields: &mut Fields<'_>, name: &'static str) -> Option<Text> {
    let text: Text = part(fields, name, "a sentence in both languages, `{\"it\", \"en\"}`")?;
    if [&text.it, &text.en].into_iter().any(|text| text.trim().is_empty() || text.chars().count() > NEWS_MAX) {
        fields.fault(name, format!("must be 1 to {NEWS_MAX} characters in each language"));
    }
    Some(text)
}

/// Halts or resumes one instrument; without a name every one that is not, or is, halted.
async fn halt(desk: &Desk, halt: bool, mut fields: Fields<'_>) -> Answer {
    let all = matches!(fields.text_if("instrument"), None | Some("*"));
    let named: Option<Symbol> = if all { None } else { fields.parsed("instrument") };
    let reason = if halt { fields.text_if("reason") } else { None };
    let reason = reason.unwrap_or("halted by the facilitator").to_owned();
    fields.end()?;
    let wanted: Vec<Symbol> = match named {
        Some(symbol) => vec![symbol],
        None => {
            let posted = desk.posted();
            let views = posted.views.market.instruments.values();
            views.filter(|view| view.phase.is_stopped() != halt).map(|view| view.symbol).collect()
        }
    };
    for instrument in wanted {
        let by: Code = "admin".parse().expect("a fixed name is a code");
        let command = match halt {
            true => Command::Halt { instrument, reason: reason.clone() },
            false => Command::Resume { instrument },
        };
        let done = desk.ask(|reply| request::Request::Command { by, command, reply }).await?;
        match done {
            // Of all, one may have changed its state meanwhile.
            Err(refusal) if named.is_some() => return Err(refused(&refusal)),
            _ => {}
        }
    }
    Ok(Json(clock(desk)).into_response())
}
