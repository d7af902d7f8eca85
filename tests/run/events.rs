//! What befalls a market, from outside: told in the log and in the report, and checked like any run.

use super::{borsa, path, play, stderr};

#[test]
fn an_event_is_told_in_log_and_report_and_the_run_verifies() {
    let run = play("sim-scenarios/impatto-di-facciata-sfuggito.toml", &[]);
    let verified = run.verify();
    assert_eq!(verified.status.code(), Some(0), "{}", stderr(&verified));
    let log = String::from_utf8(run.read("events.jsonl")).expect("UTF-8");
    let told: Vec<&str> = log.lines().filter(|line| line.contains("\"type\":\"occurred\"")).collect();
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains("\"kind\":\"scandal\"") && told[0].contains("\"company\":\"verde-insegna\""),
        "{}",
        told[0]
    );
    let paper: serde_json::Value = serde_json::from_slice(&run.read("report.json")).expect("JSON");
    assert_eq!(paper["events"][0]["event"], "newspaper");
    let page = String::from_utf8(run.read("report.html")).expect("UTF-8");
    assert!(page.contains("id=\"events\"") && page.contains("30%"), "the report tells it");
}

#[test]
fn a_slip_in_an_event_is_told_with_its_place_and_what_is_near() {
    let home = super::home();
    let file = home.path().join("mine.toml");
    let text = "extends = \"esercizio-torino\"\nformat = 1\nname = \"mine\"\n[[add.events]]\nname = \"x\"\nat = \"2027-01-18T06:30:00Z\"\ntitle = { it = \"x\", en = \"x\" }\nbasis = \"assumed\"\nsource = \"a test\"\neffect = { kind = \"scandal\", company = \"paso-lieve\" }\n";
    std::fs::write(&file, text).expect("written");
    let checked = borsa(&["check", path(&file)]);
    assert_eq!(checked.status.code(), Some(2), "{}", stderr(&checked));
    let told = String::from_utf8_lossy(&checked.stdout).into_owned() + &stderr(&checked);
    assert!(told.contains("mine.toml:10:") && told.contains("did you mean `passo-lieve`"), "{told}");
}
