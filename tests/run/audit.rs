//! `borsa audit`: a sound run agrees, a log that was altered does not.

use std::fs;

use super::{borsa, path, shipped, stderr};

#[test]
fn an_audit_agrees_with_a_run_and_names_the_first_event_that_differs() {
    let run = shipped();
    let sound = borsa(&["audit", path(&run.directory)]);
    assert_eq!(sound.status.code(), Some(0), "{}", stderr(&sound));
    let said = String::from_utf8_lossy(&sound.stdout).into_owned();
    assert!(said.starts_with("audited: ") && said.ends_with("balances agree\n"), "{said}");
    let json = borsa(&["audit", path(&run.directory), "--json"]);
    let summary: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let log = String::from_utf8(run.read("events.jsonl")).expect("text");
    assert_eq!(summary["events"], log.lines().count());
    assert!(summary["balances"].as_u64().is_some_and(|balances| balances > 10_000), "{summary}");

    // A cent more for one seller, told as if nothing were: the auditor stops at the trade or at its balances.
    let at = log.lines().position(|line| line.contains(r#""type":"traded""#)).expect("a run trades");
    let altered = log.replacen(r#""buyer_fee":""#, r#""buyer_fee":"1"#, 1);
    assert_ne!(altered, log);
    fs::write(run.directory.join("events.jsonl"), altered).expect("written");
    let false_log = borsa(&["audit", path(&run.directory)]);
    assert_eq!(false_log.status.code(), Some(1));
    assert!(stderr(&false_log).contains(&format!("seq {}", at + 1)), "{}", stderr(&false_log));

    fs::remove_file(run.directory.join("events.jsonl")).expect("removed");
    assert_eq!(borsa(&["audit", path(&run.directory)]).status.code(), Some(1));
    assert_eq!(borsa(&["audit", "no-such-run"]).status.code(), Some(2));
}
