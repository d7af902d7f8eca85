//! A task that is late moves the listing, the costs and the first coupon by what can be reckoned by hand, and no delay
//! changes nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{borsa, home, path, play, stderr};

const SCENARIO: &str = "sim-scenarios/ritardi.toml";

fn events(run: &Path) -> Vec<Value> {
    let text = fs::read_to_string(run.join("events.jsonl")).expect("the log");
    text.lines().map(|line| serde_json::from_str(line).expect("an event")).collect()
}

/// The amounts of a company's burdens, by item.
fn burdens(events: &[Value], company: &str) -> BTreeMap<String, String> {
    let is_its = |event: &&Value| event["type"] == "burden" && event["company"] == company;
    let line = |event: &Value| {
        let text = |key: &str| event["entry"][key].as_str().unwrap_or_default().to_owned();
        (text("item"), text("amount"))
    };
    events.iter().filter(is_its).map(line).collect()
}

fn benefit(events: &[Value], company: &str, item: &str) -> String {
    let is_it =
        |event: &&Value| event["type"] == "benefit" && event["company"] == company && event["entry"]["item"] == item;
    events.iter().find(is_it).and_then(|event| event["entry"]["amount"].as_str()).expect("told").to_owned()
}

/// When an event of this type came to a company, and nothing of it before.
fn time_of(events: &[Value], company: &str, kind: &str) -> String {
    let is_it = |event: &&Value| event["type"] == kind && event["company"] == company;
    events.iter().find(is_it).and_then(|event| event["time"].as_str()).expect("it came")[..16].to_owned()
}

#[test]
fn a_late_task_moves_the_listing_the_costs_and_the_first_coupon() {
    let run = play(SCENARIO, &[]);
    let events = events(&run.directory);
    // On the day after its last task, which ends ten business days later than planned; nine business days of offer.
    assert_eq!(time_of(&events, "riva-quieta", "offer_opened"), "2026-06-08T07:00");
    assert_eq!(time_of(&events, "casa-sul-colle", "offer_opened"), "2026-06-22T07:00");
    assert_eq!(time_of(&events, "casa-sul-colle", "listed"), "2026-07-06T04:00");
    assert_eq!(time_of(&events, "passo-nuovo", "assessed"), "2026-01-28T09:30");
    assert_eq!(time_of(&events, "passo-nuovo", "listed"), "2026-07-07T04:00");

    let (on_time, late) = (burdens(&events, "riva-quieta"), burdens(&events, "casa-sul-colle"));
    // The path of the plan has 106 business days for a bond. 20,000 x 10 / 106 twice, 22,500 x 10 / 106; 12 days of
    // staff for 20 business days, so 6 for ten more.
    let added: Vec<(&str, &str)> = late
        .iter()
        .filter(|(item, _)| !on_time.contains_key(*item))
        .map(|(item, amount)| (item.as_str(), amount.as_str()))
        .collect();
    let expected = [
        ("bond-financial-advisor-delay", "1886.79"),
        ("bond-legal-delay", "1886.79"),
        ("impact-advisor-delay", "2122.64"),
        ("kpi-baseline-delay", "6"),
    ];
    assert_eq!(added, expected);
    let changed = |item: &&String| on_time[*item] != late[*item];
    assert_eq!(on_time.keys().filter(changed).collect::<Vec<_>>(), ["coupon", "time-to-listing"]);
    assert_eq!((on_time["coupon"].as_str(), late["coupon"].as_str()), ("175000", "168287.67"));
    let net = |company| benefit(&events, company, "net-proceeds").parse::<f64>().expect("euro");
    assert_eq!(((net("riva-quieta") - net("casa-sul-colle")) * 100.0).round(), 589_622.0);

    // What the slack takes up costs the work of it, and nothing else.
    let spare = burdens(&events, "porta-aperta");
    assert_eq!(spare.get("audit-delay").map(String::as_str), Some("6"));
    assert!(!spare.contains_key("bond-legal-delay"));

    let audited = borsa(&["audit", path(&run.directory)]);
    assert!(audited.status.success(), "{}", stderr(&audited));
    let verified = borsa(&["verify", path(&run.directory)]);
    assert!(verified.status.success(), "{}", stderr(&verified));
}

#[test]
fn the_report_shows_planned_and_actual_days_with_the_cause() {
    let run = play(SCENARIO, &[]);
    let report = fs::read_to_string(run.directory.join("report.json")).expect("the report");
    let report: Value = serde_json::from_str(&report).expect("JSON");
    let company = |id: &str| {
        let companies = report["companies"].as_array().expect("companies");
        companies.iter().find(|one| one["id"] == id).expect("it took part").clone()
    };
    let late = company("casa-sul-colle");
    assert_eq!(late["delays"][0]["days"], 10);
    assert_eq!(late["delays"][0]["cause"]["en"], "a field survey has to be repeated");
    let tasks = late["tasks"].as_array().expect("tasks");
    let baseline = tasks.iter().find(|task| task["code"] == "kpi-baseline").expect("a task");
    assert_eq!(baseline["planned"], serde_json::json!(["2026-03-04", "2026-03-31"]));
    assert_eq!(baseline["ends_on"], "2026-04-16");
    assert_eq!(baseline["documents"][0]["en"], "Baseline of the indicators");
    assert!(company("riva-quieta")["tasks"].as_array().expect("tasks").iter().all(|task| task["planned"].is_null()));
    assert_eq!(
        late["work"].as_array().expect("by owner").iter().map(|one| one["staff_days"].as_u64()).sum::<Option<u64>>(),
        Some(79)
    );

    let page = borsa(&["report", path(&run.directory), "--lang", "it"]);
    assert!(page.status.success(), "{}", stderr(&page));
    let html = fs::read_to_string(run.directory.join("report.html")).expect("the page");
    for told in ["una rilevazione sul campo da ripetere", "class=\"planned\"", "Previsto ed effettivo"] {
        assert!(html.contains(told), "{told}");
    }
}

/// A scenario on the reference bonds with these chances of a slip.
fn with_slips(probability: &str, name: &str, home: &Path) -> std::path::PathBuf {
    let text = format!(
        "format = 1\nname = \"{name}\"\nextends = \"obbligazioni-di-riferimento\"\nends_at = \"2026-07-31T17:00:00Z\"\n\
         expect = []\n[plan]\nslips = [{{ task = \"kpi-baseline\", probability = \"{probability}\", at_least = 10, at_most = 10, \
         cause = {{ it = \"prova\", en = \"test\" }}, provenance = {{ basis = \"assumed\", source = \"test\", as_of = \"2026-11-22\" }} }}]\n"
    );
    let file = home.join(format!("{name}.toml"));
    fs::write(&file, text).expect("written");
    file
}

#[test]
fn a_slip_that_never_comes_changes_nothing_and_one_that_always_does_moves_everyone() {
    let home = home();
    let mut told = Vec::new();
    for (probability, name) in [("0", "never"), ("1", "always")] {
        let file = with_slips(probability, name, home.path());
        let out = home.path().join(name);
        let ran = borsa(&["run", path(&file), "--out", path(&out)]);
        assert!(ran.status.success(), "{}", stderr(&ran));
        told.push(fs::read_to_string(out.join("events.jsonl")).expect("the log"));
    }
    let plain = home.path().join("plain.toml");
    let text = "format = 1\nname = \"plain\"\nextends = \"obbligazioni-di-riferimento\"\nends_at = \"2026-07-31T17:00:00Z\"\nexpect = []\n";
    fs::write(&plain, text).expect("written");
    let out = home.path().join("plain");
    assert!(borsa(&["run", path(&plain), "--out", path(&out)]).status.success());
    let plain = fs::read_to_string(out.join("events.jsonl")).expect("the log");
    let after_the_opening = |log: &str| log.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(after_the_opening(&told[0]), after_the_opening(&plain));
    // The subscriptions of the script come before the offers of who is late, so that nobody is listed.
    let delayed = told[1].lines().filter(|line| line.contains("\"task_delayed\"")).count();
    assert_eq!(delayed, 4);
    let opened = |log: &str| {
        log.lines().filter(|line| line.contains("\"offer_opened\"") && line.contains("2026-06-22T07")).count()
    };
    assert_eq!((opened(&told[0]), opened(&told[1])), (0, 4));
}

#[test]
fn a_delay_that_cannot_be_is_told_with_its_place() {
    let home = home();
    let file = home.path().join("wrong.toml");
    let act = |task: &str, at: &str, days: &str| {
        format!(
            "    {{ at = \"{at}\", do = \"delay\", company = \"riva-quieta\", task = \"{task}\", days = {days}, cause = \"test\" }},\n"
        )
    };
    let text = format!(
        "format = 1\nname = \"wrong\"\nextends = \"ritardi\"\n[add]\nacts = [\n{}{}{}{}]\n",
        act("placing", "2026-02-16T09:00:00Z", "5"),
        act("governance", "2026-02-16T09:00:00Z", "5"),
        act("dossier", "2026-01-16T09:00:00Z", "5"),
        act("audit", "2026-02-16T09:00:00Z", "5000"),
    );
    fs::write(&file, text).expect("written");
    let checked = borsa(&["check", path(&file)]);
    assert_eq!(checked.status.code(), Some(2));
    let told = stderr(&checked);
    for problem in [
        "no task of this company that can be late `placing`",
        "`governance`",
        "has applied by then",
        "at most 1000 business days",
    ] {
        assert!(told.contains(problem), "{problem}: {told}");
    }
}

#[test]
fn a_fork_asks_what_a_delay_would_have_changed() {
    let run = play("sim-scenarios/obbligazioni-di-riferimento.toml", &[]);
    let home = home();
    let out = home.path().join("fork");
    let act = "[[acts]]\ndo = \"delay\"\ncompany = \"riva-quieta\"\ntask = \"roadshow\"\ndays = 3\ncause = \"two funds could not come\"";
    let forked = borsa(&["fork", path(&run.directory), "--at", "2026-05-20", "--act", act, "--out", path(&out)]);
    assert!(forked.status.success(), "{}", stderr(&forked));
    // Three business days after the eighth of June.
    assert_eq!(time_of(&events(&out), "riva-quieta", "offer_opened"), "2026-06-11T07:00");
    assert_eq!(time_of(&events(&out), "casa-sul-colle", "offer_opened"), "2026-06-08T07:00");
}
