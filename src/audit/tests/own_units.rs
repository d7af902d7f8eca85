//! What the auditor hears of a company in its own units.

use std::sync::OnceLock;

use super::{audit, played};

fn log() -> &'static [String] {
    static LOG: OnceLock<Vec<String>> = OnceLock::new();
    LOG.get_or_init(|| played("riacquisto"))
}

/// The log with every text of one kind of event replaced, and whether anything was.
fn with(kind: &str, from: &str, to: &str) -> Vec<String> {
    let kind = format!("\"type\":\"{kind}\"");
    let change = |line: &String| if line.contains(&kind) { line.replace(from, to) } else { line.clone() };
    let changed: Vec<String> = log().iter().map(change).collect();
    assert_ne!(changed.as_slice(), log(), "there is no {from} to replace");
    changed
}

#[track_caller]
fn is_heard(lines: &[String], what: &str) {
    let difference = audit(lines).expect_err("a fault was planted");
    assert!(difference.to_string().contains(what), "{difference}");
}

#[test]
fn a_buy_back_agrees() {
    audit(log()).unwrap_or_else(|difference| panic!("{difference}"));
}

#[test]
fn orders_and_purchases_beyond_a_programme_are_heard() {
    is_heard(&with("buy_back_announced", r#""account":8"#, r#""account":7"#), "has announced no programme");
    is_heard(&with("buy_back_announced", r#""price_at_most":"4.4""#, r#""price_at_most":"4.1""#), "may not enter");
    is_heard(&with("buy_back_announced", r#""price_at_least":"0""#, r#""price_at_least":"4.3""#), "may not enter");
    is_heard(&with("buy_back_announced", r#""units":"2000""#, r#""units":"1999""#), "its programme has 1999");
    is_heard(
        &with("buy_back_announced", r#""available":"208300""#, r#""available":"8799""#),
        "profits and free reserves",
    );
    is_heard(&with("buy_back_announced", r#""resale_from":"4.2""#, r#""resale_from":null"#), "may not enter");
}

#[test]
fn another_end_and_rights_of_own_units_are_heard() {
    is_heard(&with("buy_back_ended", r#""spent":"8400""#, r#""spent":"8401""#), "reckoned 2000 for");
    is_heard(&with("buy_back_ended", r#""bought":"2000""#, r#""bought":"2001""#), "reckoned 2000 for");
    is_heard(&with("treasury_cancelled", r#""quantity":"1500""#, r#""quantity":"1501""#), "account");
    is_heard(&with("right_given", r#""account":4"#, r#""account":8"#), "no rights of its own units");
    is_heard(&with("dividend_received", r#""account":4"#, r#""account":8"#), "no rights of its own units");
}
