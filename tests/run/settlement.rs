//! Settlement from outside: a scenario says by which rules trades settle and whose deliveries fail.

use std::fs;

use serde_json::Value;

use super::{borsa, home, path, play, stderr};

const SCENARIO: &str = "sim-scenarios/sanzioni.toml";

/// The shipped scenario with an act in front of its acts.
fn with_act(act: &str) -> String {
    let text = fs::read_to_string(SCENARIO).expect("it ships");
    assert!(text.contains("\nacts = [\n"));
    text.replacen("\nacts = [\n", &format!("\nacts = [\n    {act},\n"), 1)
}

#[test]
fn a_scenario_lets_a_delivery_fail_and_the_log_can_be_audited() {
    let first = play(SCENARIO, &[]);
    let events = |log: &[u8]| -> Vec<Value> {
        String::from_utf8_lossy(log).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    };
    let log = events(&first.read("events.jsonl"));
    let trades = log.iter().filter(|event| event["type"] == "traded").count();
    let settled = log.iter().filter(|event| event["type"] == "settled").count();
    assert!(trades > 0 && settled <= trades && trades - settled < trades / 2, "{settled} of {trades} have settled");
    // Whoever sold first does not deliver for three days.
    let sale = log.iter().find(|event| event["type"] == "traded").expect("something is traded");
    let opened = |event: &&Value| event["type"] == "account_opened" && event["account"] == sale["seller"];
    let seller = log.iter().find(opened).expect("it has an account")["name"].as_str().expect("a name");
    let at = sale["time"].as_str().expect("a time");
    let act = format!("{{ at = \"{at}\", do = \"fail_delivery\", investor = \"{seller}\", days = 3 }}");
    let folder = home();
    let file = folder.path().join("fails.toml");
    fs::write(&file, with_act(&act)).expect("written");

    let run = play(path(&file), &[]);
    assert_eq!(run.verify().status.code(), Some(0));
    let audited = borsa(&["audit", path(&run.directory)]);
    assert_eq!(audited.status.code(), Some(0), "{}", stderr(&audited));
    let log = events(&run.read("events.jsonl"));
    let of = |kind: &str| log.iter().filter(|event| event["type"] == kind).cloned().collect::<Vec<_>>();
    assert_eq!(of("deliveries_blocked").len(), 1);
    let failed = of("settlement_failed");
    assert!(
        failed.iter().any(|event| event["account"] == sale["seller"] && event["reason"] == "delivery"),
        "{failed:?}"
    );
    assert_eq!(of("settlement_penalty").len(), failed.len());
    let replayed = borsa(&["replay", path(&run.directory), "--to", &failed[0]["seq"].to_string(), "--json"]);
    let position: Value = serde_json::from_slice(&replayed.stdout).expect("JSON");
    let waits = position["settlements"].as_array().expect("what has failed has not settled");
    assert!(waits.iter().any(|one| one["trade"] == failed[0]["trade"] && one["failed_days"] == 1), "{waits:?}");
    let unsettled = |line: &&Value| line["unsettled"] != "0";
    assert!(position["accounts"].as_array().expect("accounts").iter().filter(unsettled).count() >= 4);
}

#[test]
fn a_scenario_with_rules_that_do_not_hold_together_is_told_where() {
    let folder = home();
    let file = folder.path().join("broken.toml");
    let text =
        with_act("{ at = \"2027-01-11T09:00:00Z\", do = \"fail_delivery\", investor = \"trader-77\", days = 3 }");
    let rules = fs::read_to_string("sim-scenarios/parameters/settlement.toml").expect("it ships");
    fs::write(folder.path().join("mine.toml"), rules.replace("lag = 2", "lag = 4")).expect("written");
    fs::write(&file, text.replace("\nfees = ", "\nsettlement = \"mine.toml\"\nfees = ")).expect("written");
    let checked = borsa(&["check", path(&file)]);
    assert_eq!(checked.status.code(), Some(2));
    let told = stderr(&checked);
    assert!(told.contains("mine.toml") && told.contains("one business day at most"), "{told}");
    fs::write(
        &file,
        with_act("{ at = \"2027-01-11T09:00:00Z\", do = \"fail_delivery\", investor = \"trader-77\", days = 3 }"),
    )
    .expect("written");
    let told = stderr(&borsa(&["check", path(&file)]));
    assert!(told.contains("there is no investor `trader-77`"), "{told}");
}
