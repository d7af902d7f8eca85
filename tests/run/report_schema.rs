//! `borsa schema report` says what `report.json` is: every shipped run fits it, and what lacks a part does not.

use serde_json::Value;

use super::{borsa, play, shipped};

fn published() -> Value {
    let output = borsa(&["schema", "report"]);
    assert_eq!(output.status.code(), Some(0));
    serde_json::from_slice(&output.stdout).expect("a schema is JSON")
}

#[test]
fn the_report_of_every_shipped_scenario_fits_the_published_schema() {
    let validator = jsonschema::validator_for(&published()).expect("a valid schema");
    for run in [shipped(), play("sanzioni", &[]), play("forme-di-offerta", &[])] {
        let report: Value = serde_json::from_slice(&run.read("report.json")).expect("JSON");
        let errors: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        let companies = report["companies"].as_array().expect("a list").len();
        for at in 0..companies {
            for member in ["name", "synthetic", "outcome", "reasons", "benefits", "burdens", "trading"] {
                let mut broken = report.clone();
                broken["companies"][at].as_object_mut().expect("a company").remove(member);
                assert!(!validator.is_valid(&broken), "company {at} without {member}");
            }
        }
        let mut broken = report.clone();
        broken["seed"] = Value::from("seven");
        assert!(!validator.is_valid(&broken), "a seed is a number");
    }
}
