//! Bonds from issue to their end, from outside the program: paid back in parts, called early, in default.

use std::fs;

use super::{borsa, path, play, stderr};

#[test]
fn instalments_an_early_call_and_a_default_are_paid_to_the_cent_and_the_auditor_agrees() {
    let run = play("sim-scenarios/rate-e-insolvenza.toml", &[]);
    let events = fs::read_to_string(run.directory.join("events.jsonl")).expect("the log");
    let told = |kind: &str| {
        let name = format!("\"type\":\"{kind}\"");
        events.lines().filter(|line| line.contains(&name)).collect::<Vec<_>>()
    };
    // Three parts have an ex day; the fourth is the redemption.
    assert_eq!((told("nominal_reduced").len(), told("instalment_paid").len()), (3, 3));
    assert!(
        told("instalment_paid")[0].contains(r#""due_on":"2029-06-19","record_on":"2029-06-18","per_unit":"25000""#)
    );
    let defaulted = told("defaulted");
    assert_eq!(defaulted.len(), 1);
    // The redemption was due on a Saturday: it is missed on the Monday after it, ten days after its day it is a default.
    assert!(defaulted[0].contains(r#""since":"2032-06-19""#) && defaulted[0].contains(r#""claim":"2000000""#));
    assert!(defaulted[0].contains(r#""time":"2032-06-28T22:00:00.000000000Z""#), "{}", defaulted[0]);
    let recovered = told("recovered");
    assert!(recovered[0].contains(r#""amount":"1142857.14""#) && recovered[0].contains(r#""others":"457142.85""#));
    assert!(told("claim_ended")[0].contains(r#""loss":"857142.86""#), "{:?}", told("claim_ended"));
    let audited = borsa(&["audit", path(&run.directory)]);
    assert!(audited.status.success(), "{}", stderr(&audited));
    let verified = borsa(&["verify", path(&run.directory)]);
    assert!(verified.status.success(), "{}", stderr(&verified));
}
