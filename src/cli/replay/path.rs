//! The path of one company up to a moment.

use serde_json::{Value, json};

use crate::cli::output::word;
use crate::projection::{CompanyView, Standing};

const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "open",
        Standing::Met => "met",
        Standing::Late => "late",
        Standing::Missed => "missed",
    }
}

/// In lines for people.
pub(super) fn shown(company: &CompanyView) -> String {
    let mut text = format!("\npath of {} ({})\n", company.code, company.name);
    for (stage, at) in &company.stages {
        text += &format!("  {at}  {}\n", word(stage));
    }
    if let Some(outcome) = &company.outcome {
        text +=
            &format!("  outcome {}, {} votes, {} reasons\n", word(outcome), company.votes.len(), company.reasons.len());
    }
    let done = company.tasks.iter().filter(|task| task.documents.is_some()).count();
    text += &format!("  tasks {done} of {} done\n", company.tasks.len());
    if let Some(offer) = &company.offer {
        let result = offer.result.map_or_else(
            || format!("{} asked, open until {}", offer.asked, offer.closes_at),
            |result| format!("{} allotted to {}, {} euro raised", result.allotted, result.holders, result.raised),
        );
        text += &format!("  offer {} {} at {}: {result}\n", offer.units, offer.instrument, offer.price);
    }
    if let Some(instrument) = company.instrument {
        let trading = &company.trading;
        let last = trading.last_price.map_or_else(|| "-".to_owned(), |price| price.to_string());
        text += &format!("  {instrument} {} trades, last {last}, {} euro\n", trading.trades, trading.turnover);
    }
    for owed in &company.obligations {
        text += &format!("  owes {} by {}: {}\n", owed.code, owed.due_on, standing(owed.standing));
    }
    for lapse in &company.life.lapses {
        let came: Vec<String> = lapse.sanctions.iter().map(|one| word(&one.sanction)).collect();
        text += &format!("  lapse {} ({}): {}\n", word(&lapse.kind), lapse.subject, came.join(", "));
    }
    text
}

/// As JSON.
pub(super) fn json(company: &CompanyView) -> Value {
    let stages = company.stages.iter().map(|(stage, at)| json!({"stage": stage, "entered_at": at}));
    let offer = company.offer.as_ref().map(|offer| {
        let result = offer.result.map(|result| {
            json!({
                "success": result.success, "allotted": result.allotted, "raised": result.raised, "holders": result.holders
            })
        });
        json!({
            "instrument": offer.instrument, "price": offer.price, "units": offer.units, "asked": offer.asked,
            "closes_at": offer.closes_at, "result": result
        })
    });
    let owed = company.obligations.iter();
    let owed = owed.map(|one| json!({"code": one.code, "due_on": one.due_on, "standing": standing(one.standing)}));
    let lapses = company.life.lapses.iter().map(|lapse| {
        let came: Vec<String> = lapse.sanctions.iter().map(|one| word(&one.sanction)).collect();
        json!({"kind": lapse.kind, "subject": lapse.subject, "sanctions": came})
    });
    json!({
        "code": company.code,
        "name": company.name,
        "stage": company.stage,
        "stages": stages.collect::<Vec<_>>(),
        "outcome": company.outcome,
        "votes": company.votes.len(),
        "tasks": company.tasks.len(),
        "tasks_done": company.tasks.iter().filter(|task| task.documents.is_some()).count(),
        "offer": offer,
        "instrument": company.instrument,
        "trades": company.trading.trades,
        "last_price": company.trading.last_price,
        "turnover": company.trading.turnover,
        "obligations": owed.collect::<Vec<_>>(),
        "lapses": lapses.collect::<Vec<_>>(),
    })
}
