//! The auditor agrees with every sound log and sees every fault that is planted in one.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde_json::Value;

use super::{Auditor, Discrepancy, Summary};
use crate::journal::line;
use crate::scenario::{Chance, Play, load};

mod own_units;

/// The whole log of the scenario in which a bond pays, misses, is bought out: line by line.
fn log() -> &'static [String] {
    static LOG: OnceLock<Vec<String>> = OnceLock::new();
    LOG.get_or_init(|| played("sanzioni"))
}

/// The whole log of a shipped scenario, line by line.
fn played(scenario: &str) -> Vec<String> {
    let world = load(Some(scenario)).expect("a shipped scenario");
    let end = world.ends_at;
    let (mut play, _, told) = Play::begin(world, Chance::Seed).expect("it begins");
    let mut lines: Vec<String> = told.iter().map(line).collect();
    while play.next_at().is_some_and(|at| at <= end) {
        let Some(input) = play.propose() else { continue };
        lines.extend(play.apply(&input).iter().map(line));
    }
    lines
}

fn audit<'a>(lines: impl IntoIterator<Item = &'a String>) -> Result<Summary, Discrepancy> {
    let mut auditor = Auditor::default();
    lines.into_iter().try_for_each(|line| auditor.take(line))?;
    auditor.finish()
}

#[test]
fn a_sound_log_agrees_in_every_balance() {
    let summary = audit(log()).unwrap_or_else(|difference| panic!("{difference}"));
    assert_eq!(summary.events, log().len() as u64);
    let told = log().iter().filter(|line| line.contains(r#""type":"balance""#)).count();
    assert_eq!(summary.balances, told as u64);
    assert!(summary.accounts > 20 && summary.instruments > 0 && told > 1_000, "{summary:?}");
}

/// A log written by hand, every figure reckoned on paper, with the kinds of event that the scenario lacks.
fn by_hand() -> Vec<String> {
    include_str!("by_hand.jsonl").lines().map(str::to_owned).collect()
}

#[test]
fn a_log_reckoned_on_paper_agrees() {
    let summary = audit(&by_hand()).unwrap_or_else(|difference| panic!("{difference}"));
    assert_eq!((summary.accounts, summary.instruments, summary.open_orders), (6, 2, 0));
}

type Fields = &'static [(&'static str, &'static [&'static str])];

/// Fields whose smallest change must be seen, by kind of event.
const PLAYED: Fields = &[
    ("opened", &["buy_fee", "sell_fee"]),
    ("balance", &["account", "available", "reserved", "unsettled"]),
    ("paid_in", &["account", "amount"]),
    ("subscribed", &["account", "reserved"]),
    ("allotted", &["account", "quantity", "paid", "released"]),
    ("offer_closed", &["allotted", "raised"]),
    ("order_accepted", &["quantity", "bound", "interest"]),
    ("order_canceled", &["order"]),
    ("traded", &["price", "quantity", "value", "accrued", "buyer_fee", "seller_fee", "buyer", "seller", "buy_order"]),
    ("coupon_received", &["amount", "account"]),
    ("settled", &["trade", "quantity", "amount"]),
];

/// The same of the log by hand.
const BY_HAND: Fields = &[
    ("issued", &["account", "quantity"]),
    ("order_decremented", &["order", "quantity"]),
    ("order_replaced", &["price", "quantity"]),
    ("order_expired", &["order"]),
    ("order_converted", &["price"]),
    ("bought_out", &["quantity", "paid", "account"]),
    ("offer_unwound", &["repaid"]),
    ("settlement_penalty", &["payer", "payee", "paid"]),
    ("delivery_ended", &["trade", "quantity"]),
];

/// The same of what is withheld as tax.
const TAXED: Fields =
    &[("tax_withheld", &["account", "gross", "taxable", "rate", "tax", "net"]), ("tax_paid", &["account", "amount"])];

#[test]
fn a_tax_is_reckoned_again_and_follows_its_payment() {
    let log = played("imposta-sostitutiva");
    audit(&log).unwrap_or_else(|difference| panic!("{difference}"));
    plant(&log, TAXED);
    for kind in ["tax_withheld", "tax_paid"] {
        assert!(audit(&without(&log, kind, None)).is_err(), "a log without a {kind} passes");
        assert!(audit(&without(&log, kind, Some("something_new"))).is_err(), "a {kind} under another name passes");
    }
    // The same tax twice: the second has no payment before it.
    let at = log.iter().position(|line| line.contains(r#""type":"tax_withheld""#)).expect("told");
    let mut auditor = Auditor::default();
    log[..=at].iter().try_for_each(|line| auditor.take(line)).expect("sound so far");
    let mut again: Value = serde_json::from_str(&log[at]).expect("a line of JSON");
    again["seq"] = Value::from(at as u64 + 2);
    let difference = auditor.take(&again.to_string()).expect_err("no payment before it");
    assert!(difference.what.contains("no such payment"), "{difference}");
}

/// The event with one more in this field.
fn one_more(event: &Value, field: &str) -> Option<String> {
    let mut altered = event.clone();
    altered[field] = match &event[field] {
        Value::Number(number) => Value::from(number.as_u64()? + 1),
        Value::String(text) => {
            let number: rust_decimal::Decimal = text.parse().ok()?;
            Value::from((number + rust_decimal::Decimal::ONE).to_string())
        }
        Value::Object(_) => serde_json::json!({"rate": "0.5", "minimum": "7"}),
        _ => return None,
    };
    Some(altered.to_string())
}

/// Alters, one after the other, the first event of each kind in each of its fields, and asks that each fault is found: at
/// the latest when the log is over.
fn plant(log: &[String], faults: Fields) {
    let mut auditor = Auditor::default();
    let mut tried = BTreeSet::new();
    for (at, line) in log.iter().enumerate() {
        let event: Value = serde_json::from_str(line).expect("a line of JSON");
        let fields = faults.iter().find(|(kind, _)| event["type"] == *kind).map_or(&[][..], |(_, fields)| fields);
        for &field in fields {
            let kind = event["type"].to_string();
            // A sale reserves units: only of a purchase does it matter what bounds its price and its interest.
            let matters = event["type"] != "order_accepted" || event["side"] == "buy";
            let first = matters && !tried.contains(&(kind.clone(), field));
            let Some(altered) = first.then(|| one_more(&event, field)).flatten() else { continue };
            let mut misled = auditor.clone();
            let heard =
                misled.take(&altered).and_then(|()| log[at + 1..].iter().try_for_each(|line| misled.take(line)));
            assert!(heard.is_err() || misled.finish().is_err(), "with another {field} passes: {altered}");
            tried.insert((kind, field));
        }
        auditor.take(line).expect("the log is sound");
    }
    let wanted = faults.iter().map(|(_, fields)| fields.len()).sum::<usize>();
    assert_eq!(tried.len(), wanted, "every field was tried: {tried:?}");
}

#[test]
fn every_planted_fault_is_found() {
    plant(log(), PLAYED);
    plant(&by_hand(), BY_HAND);
}

/// The log with the first event of a kind left out and the rest numbered anew, or told under another name.
fn without(log: &[String], kind: &str, replacement: Option<&str>) -> Vec<String> {
    let named = format!(r#""type":"{kind}""#);
    let at = log.iter().position(|line| line.contains(&named)).expect("the log has such an event");
    let mut lines = log.to_vec();
    match replacement {
        Some(other) => lines[at] = lines[at].replace(&named, &format!(r#""type":"{other}""#)),
        None => {
            lines.remove(at);
            for (line, number) in lines.iter_mut().zip(1_u64..) {
                let mut event: Value = serde_json::from_str(line).expect("a line of JSON");
                event["seq"] = Value::from(number);
                *line = event.to_string();
            }
        }
    }
    lines
}

#[test]
fn an_event_that_is_missing_or_unknown_is_found_where_it_moves_money() {
    let played =
        ["balance", "paid_in", "subscribed", "allotted", "traded", "settled", "coupon_received", "order_canceled"];
    let by_hand = by_hand();
    let written = [
        "issued",
        "order_replaced",
        "order_decremented",
        "order_converted",
        "order_expired",
        "bought_out",
        "offer_unwound",
        "settlement_penalty",
        "delivery_ended",
    ];
    let cases = played.map(|kind| (log(), kind)).into_iter().chain(written.map(|kind| (&by_hand[..], kind)));
    for (log, kind) in cases {
        assert!(audit(&without(log, kind, None)).is_err(), "a log without a {kind} passes");
        let renamed = audit(&without(log, kind, Some("something_new")));
        assert!(renamed.is_err(), "a {kind} under another name passes");
    }
    let silent = without(log(), "vote_cast", Some("something_new"));
    assert!(audit(&silent).is_ok(), "what moves nothing may be called anything");
}

#[test]
fn a_gap_in_the_log_and_a_line_that_is_none_are_told_with_their_number() {
    let gap = [log()[0].clone(), log()[2].clone()];
    let difference = audit(&gap).expect_err("a line is missing");
    assert_eq!((difference.seq, difference.what.contains("gap")), (3, true), "{difference}");
    let difference = audit(&[log()[0].clone(), "not JSON".to_owned()]).expect_err("not a line");
    assert_eq!(difference.seq, 2);
    let huge = log()[0].replace(r#""minimum":"#, r#""minimum":"9999999999999999999","old":"#);
    assert!(audit(&[huge]).is_err_and(|difference| difference.what.contains("out of range")));
}
