//! The reference bonds: what their public terms pay, with the target reached and missed, from outside the program.

use std::fs;

use super::{borsa, path, play, stderr};

const SCENARIO: &str = "sim-scenarios/obbligazioni-di-riferimento.toml";

#[test]
fn the_reference_bonds_pay_what_they_promise_and_the_auditor_agrees() {
    let run = play(SCENARIO, &[]);
    let events = fs::read_to_string(run.directory.join("events.jsonl")).expect("the log");
    let observed: Vec<&str> = events.lines().filter(|line| line.contains("\"type\":\"link_observed\"")).collect();
    assert_eq!(observed.len(), 2);
    assert!(observed[0].contains("CASA-33") && observed[0].contains("\"giver\":\"investor\""), "{}", observed[0]);
    assert!(observed[1].contains("RIVA-33") && observed[1].contains("\"giver\":null"), "{}", observed[1]);
    let audited = borsa(&["audit", path(&run.directory)]);
    assert!(audited.status.success(), "{}", stderr(&audited));
    let verified = borsa(&["verify", path(&run.directory)]);
    assert!(verified.status.success(), "{}", stderr(&verified));
}

/// A cent more or less is told, and the run ends with 1.
#[test]
fn an_expected_payment_that_is_a_cent_off_is_not_met() {
    let text = fs::read_to_string(SCENARIO).expect("the scenario");
    let wrong = text.replace(
        "that = \"rewarded\", instrument = \"CASA-33\", amount = \"125000\"",
        "that = \"rewarded\", instrument = \"CASA-33\", amount = \"125000.01\"",
    );
    assert_ne!(text, wrong);
    let home = super::home();
    let (file, out) = (home.path().join("wrong.toml"), home.path().join("run"));
    fs::write(&file, wrong).expect("written");
    let ended = borsa(&["run", path(&file), "--out", path(&out)]);
    assert_eq!(ended.status.code(), Some(1));
    assert!(stderr(&ended).contains("is given 125000.01 EUR for its result: found 125000 EUR"), "{}", stderr(&ended));
}
