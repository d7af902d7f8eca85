//! A company on its path, as the committee and researchers read it.

use serde_json::{Value, json};

use super::instruments::impact;
use crate::domain::Money;
use crate::projection::{CompanyView, OfferView, Standing, TaskView};

/// The admission: what the gate found, how the committee voted, what it decided.
pub(super) fn admission(view: &CompanyView) -> Value {
    let votes = view.votes.iter();
    let votes: Vec<Value> =
        votes.map(|(member, choice, reason)| json!({"member": member, "choice": choice, "reason": reason})).collect();
    let conditions: Vec<Value> = view
        .conditions
        .iter()
        .map(|(condition, standing)| {
            let mut line = json!(condition);
            line["standing"] = json!(word(*standing));
            line
        })
        .collect();
    json!({
        "id": view.code,
        "company": view.name,
        "synthetic": view.synthetic,
        "stage": view.stage,
        "outcome": view.outcome,
        "reasons": view.reasons,
        "conditions": conditions,
        "criteria": view.assessment,
        "votes": votes,
        "instrument": view.instrument,
    })
}

/// The company with everything that the exercise knows of it.
pub(super) fn whole(view: &CompanyView) -> Value {
    let mut company = admission(view);
    let stages = view.stages.iter().map(|(stage, at)| json!({"stage": stage, "entered_at": at}));
    let obligations = view.obligations.iter().map(
        |owed| json!({"code": owed.code, "name": owed.name, "due_on": owed.due_on, "standing": word(owed.standing)}),
    );
    company["stages"] = stages.collect();
    company["tasks"] = view.tasks.iter().map(task).collect();
    company["burdens"] = json!(view.burdens);
    company["benefits"] = json!(view.benefits);
    company["offer"] = view.offer.as_ref().map_or(Value::Null, offer);
    company["trading"] = trading(view);
    company["obligations"] = obligations.collect();
    company["impact"] = view.impact.iter().map(impact).collect();
    company["sanction"] = json!(view.life.sanction());
    company["life"] = json!(view.life);
    company["increases"] = json!(view.increases);
    company["own_units"] = json!(view.own_units);
    company
}

fn task(view: &TaskView) -> Value {
    json!({
        "code": view.code,
        "name": view.name,
        "owner": view.owner,
        "starts_on": view.starts_on,
        "ends_on": view.ends_on,
        "staff_days": view.staff_days,
        "done": view.documents.is_some(),
        "documents": view.documents,
    })
}

/// An offer, and how it ended.
pub(super) fn offer(view: &OfferView) -> Value {
    let result = view.result.map(|result| {
        json!({"success": result.success, "price": result.price, "fell_short": view.shortfalls, "allotted": result.allotted, "raised": result.raised, "holders": result.holders})
    });
    json!({
        "instrument": view.instrument,
        "name": view.name,
        "kind": view.kind,
        "price": view.price,
        "units": view.units,
        "minimum_units": view.minimum_units,
        "multiplier": view.multiplier.to_string(),
        "closes_at": view.closes_at,
        "asked": view.asked,
        "conditions": view.conditions,
        "limits": view.limits.as_ref().map(super::instruments::limits),
        "result": result,
    })
}

fn trading(view: &CompanyView) -> Value {
    let trading = &view.trading;
    json!({
        "trades": trading.trades,
        "turnover": trading.turnover,
        "volume": trading.volume.to_string(),
        "days": trading.days,
        "days_without_trade": trading.days_without_trade,
        "auctions": trading.auctions,
        "auctions_without_trade": trading.auctions_without_trade,
        "first_price": trading.first_price,
        "last_price": trading.last_price,
        // The projection counts in hundredths of a basis point; the wire says basis points.
        "spread_basis_points": trading.spread().map(|hundredths| Money::from_scaled(hundredths * 100)),
    })
}

const fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "open",
        Standing::Met => "met",
        Standing::Late => "late",
        Standing::Missed => "missed",
    }
}
