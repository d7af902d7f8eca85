//! A capital increase by a scenario's script, from outside the program.

use std::fs;

use super::{borsa, path, stderr};

const SCENARIO: &str = r#"
format = 1
name = "aumento"
extends = "sanzioni"
title = { it = "Aumento di capitale", en = "A capital increase" }
description = { it = "Una società quotata offre nuove azioni.", en = "A listed company offers new shares." }

[add]
acts = [
    { at = "2027-01-11T08:00:00Z", do = "increase_capital", company = "passo-lieve", units = "1000", price = "4", opens_on = "2027-01-18", closes_on = "2027-02-01", separable = true },
    { at = "2027-01-20T08:00:00Z", do = "subscribe", investor = "patient-1", instrument = "PASSO", quantity = "900" },
]
"#;

#[test]
fn a_scenario_increases_the_capital_of_a_listed_company_and_the_auditor_agrees() {
    let home = super::home();
    let (file, out) = (home.path().join("aumento.toml"), home.path().join("run"));
    fs::write(&file, SCENARIO).expect("written");
    let ended = borsa(&["run", path(&file), "--out", path(&out)]);
    assert!(ended.status.success(), "{}", stderr(&ended));
    let events = fs::read_to_string(out.join("events.jsonl")).expect("the log");
    let closed = events.lines().find(|line| line.contains("\"type\":\"increase_closed\"")).expect("told");
    assert!(closed.contains(r#""success":true,"asked":"900","allotted":"900","raised":"3600""#), "{closed}");
    let audited = borsa(&["audit", path(&out)]);
    assert!(audited.status.success(), "{}", stderr(&audited));
}
