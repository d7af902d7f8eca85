//! The statement of any account at any event, without a server.

use std::fs;

use serde_json::Value;

use super::{borsa, path, play, stderr};

fn shown(arguments: &[&str]) -> String {
    let output = borsa(arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn a_statement_up_to_a_dividend_tells_what_was_withheld_from_it() {
    let run = play("imposta-sostitutiva", &[]);
    let directory = path(&run.directory);
    let log = fs::read_to_string(run.directory.join("events.jsonl")).expect("the log");
    let dividend = log.lines().find(|line| line.contains("\"type\":\"tax_withheld\"")).expect("told");
    let dividend: Value = serde_json::from_str(dividend).expect("an event");
    let seq = dividend["seq"].as_u64().expect("a number").to_string();
    let text = shown(&["replay", directory, "--to", &seq, "--account", "saver-1"]);
    assert!(text.contains("statement of saver-1") && text.contains("44.33 of tax withheld"), "{text}");
    assert!(text.contains("tax on ARGINE: of 170.51 EUR paid 44.33 withheld, 126.18 left"), "{text}");
    let json = shown(&["replay", directory, "--to", &seq, "--account", "saver-1", "--json"]);
    let state: Value = serde_json::from_str(&json).expect("JSON");
    let lines = state["statement"]["items"].as_array().expect("a list");
    let last = lines.last().expect("it has moved");
    assert_eq!((&last["cause"], &last["tax"], &last["asset"]), (&"dividend".into(), &"44.33".into(), &"EUR".into()));
    assert!(lines[..lines.len() - 1].iter().all(|line| line["tax"].is_null()), "nothing was withheld before");
    // 200,000 less 101 bonds at 985 and 1,003 shares at 5, and the dividend without its tax.
    assert_eq!(last["available"], "95626.18");
    let treasury = shown(&["replay", directory, "--to", &seq, "--account", "erario", "--json"]);
    let treasury: Value = serde_json::from_str(&treasury).expect("JSON");
    assert_eq!(treasury["statement"]["items"][0]["available"], "44.33");
    let unknown = borsa(&["replay", directory, "--account", "saver-11"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("the nearest is `saver-1`"), "{}", stderr(&unknown));
}

#[test]
fn a_statement_has_the_impact_that_was_confirmed_by_then() {
    let run = super::shipped();
    let log = fs::read_to_string(run.directory.join("events.jsonl")).expect("the log");
    let verdict = log
        .lines()
        .find(|line| line.contains("\"type\":\"impact_verified\"") && line.contains("\"verdict\":\"confirmed\""));
    let verdict: Value = serde_json::from_str(verdict.expect("somebody confirms")).expect("an event");
    let seq = verdict["seq"].as_u64().expect("a number");
    let state = |to: u64, name: &str| -> Value {
        let to = to.to_string();
        let json = shown(&["replay", path(&run.directory), "--to", &to, "--account", name, "--json"]);
        serde_json::from_str(&json).expect("JSON")
    };
    let position = state(seq, "borsa");
    let symbol = log.lines().filter(|line| line.contains("\"type\":\"listed\"")).find_map(|line| {
        let listed: Value = serde_json::from_str(line).expect("an event");
        (listed["company"] == verdict["company"]).then(|| listed["instrument"].as_str().expect("text").to_owned())
    });
    let symbol = symbol.expect("the company is listed");
    let opened = |line: &Value| line["name"].as_str().filter(|name| name.contains('-')).map(str::to_owned);
    let holders =
        position["accounts"].as_array().expect("a list").iter().filter(|line| line["asset"] == symbol.as_str());
    let investors: Vec<String> = holders
        .filter(|line| line["available"].as_str().is_some_and(|units| !units.starts_with('-')))
        .filter_map(opened)
        .collect();
    let holder = investors.first().expect("somebody holds it");
    let held = |to: u64| {
        let state = state(to, holder);
        let lines = state["statement"]["impact_held"].as_array().expect("a list").clone();
        lines
            .into_iter()
            .find(|line| line["instrument"] == symbol.as_str() && line["objective"] == verdict["objective"])
    };
    let (before, after) = (held(seq - 1), held(seq).expect("reported"));
    assert!(before.is_none_or(|line| line["grade"] != "confirmed" || line["value"] != after["value"]));
    assert_eq!(after["grade"], "confirmed");
    assert!(after["per_euro_held"].is_string() && after["held"] != "0", "{after}");
    let text = shown(&["replay", path(&run.directory), "--to", &seq.to_string(), "--account", holder]);
    assert!(text.contains("(confirmed): ") && text.contains(" per euro held"), "{text}");
}
