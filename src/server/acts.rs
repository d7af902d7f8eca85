//! `POST /v1/companies/{id}/acts/{act}`: what a company does with its money after its listing, taken in at the committee's
//! desk, because companies have no token.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::admissions::find;
use super::company::whole;
use super::desk::Desk;
use super::fields::Fields;
use super::hearing::{part, words};
use super::orders::refused;
use super::own_acts::{self, Own};
use super::problem::Problem;
use super::{body, request};
use crate::domain::{Code, Money};
use crate::engine::Command;

/// What was read above is there: a missing field was told.
const WHOLE: &str = "what is missing was told above";

/// Which acts there are, for whoever asks for another.
const ACTS: &str = "the acts are `pay_in`, `declare_profit`, `declare_dividend`, `call_bond`, `recover`, `increase_capital`, \
                    `buy_back`, `order_own_units`, `cancel_own_orders` and `cancel_treasury`";

/// `POST /v1/companies/{id}/acts/{act}`
pub(super) async fn act(
    State(desk): State<Arc<Desk>>,
    Path((id, act)): Path<(String, String)>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Problem> {
    let by = desk.seat(&headers)?.clone();
    let company = find(&desk.posted(), &id)?.code.clone();
    let (business, own) = (reader(&act), own_acts::reader(&act));
    if business.is_none() && own.is_none() {
        return Err(Problem::not_found(ACTS));
    }
    let body = body::json_if(request, body::LIMIT).await?.unwrap_or_else(|| json!({}));
    let mut fields = Fields::of(&body)?;
    let command = match own {
        None => business.and_then(|read| read(&mut fields, company)),
        Some(read) => {
            let posted = desk.posted();
            read(&mut fields, &Own::of(find(&posted, &id)?, &posted.views)?)
        }
    };
    fields.end()?;
    let command = command.expect(WHOLE);
    let done = desk.ask(|reply| request::Request::Command { by, command, reply }).await?;
    done.map_err(|refusal| refused(&refusal))?;
    let posted = desk.posted();
    Ok((StatusCode::CREATED, Json(whole(find(&posted, &id)?))).into_response())
}

type Reader = fn(&mut Fields<'_>, Code) -> Option<Command>;

fn reader(act: &str) -> Option<Reader> {
    Some(match act {
        "pay_in" => pay_in,
        "declare_profit" => declare_profit,
        "declare_dividend" => declare_dividend,
        "call_bond" => call_bond,
        "recover" => recover,
        "increase_capital" => increase_capital,
        "buy_back" => own_acts::buy_back,
        "cancel_treasury" => own_acts::cancel_treasury,
        _ => return None,
    })
}

fn pay_in(fields: &mut Fields<'_>, company: Code) -> Option<Command> {
    let (amount, reason) = (fields.parsed("amount"), words(fields, "reason"));
    Some(Command::PayIn { company, amount: amount?, reason: reason? })
}

/// A calendar year of four digits.
fn year(fields: &mut Fields<'_>) -> Option<i16> {
    if !fields.has("year") {
        fields.fault("year", "is missing");
        return None;
    }
    let year = fields.whole_if("year").and_then(|year| i16::try_from(year).ok());
    let year = year.filter(|year| (1900..=9999).contains(year));
    if year.is_none() {
        fields.fault("year", "must be a year from 1900 to 9999");
    }
    year
}

fn declare_profit(fields: &mut Fields<'_>, company: Code) -> Option<Command> {
    let (year, profit, losses) = (year(fields), fields.parsed("profit"), fields.parsed_if::<Money>("losses"));
    Some(Command::DeclareProfit { company, year: year?, profit: profit?, losses: losses.unwrap_or_default() })
}

fn declare_dividend(fields: &mut Fields<'_>, company: Code) -> Option<Command> {
    let (year, per_unit, paid_on) = (year(fields), fields.parsed("per_unit"), fields.parsed("paid_on"));
    Some(Command::DeclareDividend { company, year: year?, per_unit: per_unit?, paid_on: paid_on? })
}

fn call_bond(fields: &mut Fields<'_>, company: Code) -> Option<Command> {
    Some(Command::CallBond { company, paid_on: fields.parsed("paid_on")? })
}

fn recover(fields: &mut Fields<'_>, company: Code) -> Option<Command> {
    let (amount, rate) = (fields.parsed_if("amount"), fields.parsed_if("rate"));
    let outside = part(fields, "outside", "a list of `{\"rank\", \"amount\"}`").unwrap_or_default();
    let closes = fields.truth_if("closes").unwrap_or_default();
    Some(Command::Recover { company, amount, rate, outside, closes })
}

fn increase_capital(fields: &mut Fields<'_>, company: Code) -> Option<Command> {
    let (units, price) = (fields.parsed("units"), fields.parsed("price"));
    let (opens_on, closes_on) = (fields.parsed("opens_on"), fields.parsed("closes_on"));
    let separable = fields.truth_if("separable").unwrap_or_default();
    let (units, price, opens_on, closes_on) = (units?, price?, opens_on?, closes_on?);
    Some(Command::IncreaseCapital { company, units, price, opens_on, closes_on, separable })
}
