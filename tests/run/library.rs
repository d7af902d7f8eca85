//! Every shipped scenario from outside: it plays, what it expects comes true, its run verifies and audits, and each figure
//! that it is meant to reproduce is told with both numbers.

use std::fs;

use serde_json::Value;

use super::{borsa, path, play, shipped, stderr};

/// The scenarios that ship: every TOML file of the directory.
fn scenarios() -> Vec<String> {
    let files =
        fs::read_dir("sim-scenarios").expect("the directory ships").map(|entry| entry.expect("an entry").path());
    let mut names: Vec<String> = files
        .filter(|file| file.extension().is_some_and(|extension| extension == "toml"))
        .map(|file| file.file_stem().expect("a name").to_str().expect("text").to_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn without_a_name_those_that_ship_are_listed_with_their_titles() {
    let asked = borsa(&["run"]);
    assert_eq!((asked.status.code(), asked.stdout.len()), (Some(2), 0), "nothing was run");
    let listed = stderr(&asked);
    for name in scenarios() {
        let line = listed.lines().find(|line| line.split_whitespace().next() == Some(name.as_str()));
        assert!(line.is_some_and(|line| line.split_whitespace().count() > 1), "{name} without a title: {listed}");
    }
}

#[test]
fn every_shipped_scenario_plays_verifies_audits_and_tells_its_calibration() {
    let readme = fs::read_to_string("sim-scenarios/README.md").expect("it ships");
    let names = scenarios();
    assert!(names.len() >= 15, "{names:?}");
    for name in names {
        // Its expectations: the program exits with 1 where one does not come true, and `play` asks for 0.
        let run = if name == "esercizio-torino" { shipped() } else { play(&name, &[]) };
        let verified = run.verify();
        assert_eq!(verified.status.code(), Some(0), "{name}: {}", stderr(&verified));
        let audited = borsa(&["audit", path(&run.directory)]);
        assert_eq!(audited.status.code(), Some(0), "{name}: {}", stderr(&audited));

        let scenario = String::from_utf8(run.read("scenario.toml")).expect("text");
        let report: Value = serde_json::from_slice(&run.read("report.json")).expect("JSON");
        let told = report["calibration"].as_array().cloned().unwrap_or_default();
        assert_eq!(told.len(), scenario.matches("[[calibration]]").count(), "{name}: each target is told");
        assert!(!told.is_empty(), "{name} states no target");
        for target in &told {
            let text = |key: &str| target[key].as_str().unwrap_or_default();
            assert!(!text("wanted").is_empty() && !text("source").is_empty(), "{name}: {target}");
            assert_ne!(text("found"), "-", "{name}: a target without a figure says nothing: {target}");
            let is_explained = target["met"] == true || target["unmet_because"]["it"].is_string();
            assert!(is_explained, "{name}: not met, and nobody says why: {target}");
        }
        assert!(readme.contains(&format!("\n- `{name}`: ")), "sim-scenarios/README.md has no paragraph on {name}");
    }
}
