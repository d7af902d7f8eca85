//! `sim-scenarios/sanzioni.toml` from outside: the ladder of sanctions, its cure and its end.

use std::fs;

use serde_json::{Value, json};

use super::{REPEATABLE, borsa, home, path, play, stderr};

const SCENARIO: &str = "sim-scenarios/sanzioni.toml";

fn events(log: &[u8]) -> Vec<Value> {
    let text = String::from_utf8_lossy(log);
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn the_ladder_is_climbed_cured_and_ended_and_repeats_in_another_process() {
    let (first, second) = (play(SCENARIO, &[]), play(SCENARIO, &[]));
    for file in REPEATABLE {
        assert_eq!(first.read(file), second.read(file), "{file}");
    }
    assert_eq!(first.verify().status.code(), Some(0));

    let log = events(&first.read("events.jsonl"));
    let of = |company: &str, kind: &str| {
        let came = log.iter().filter(|event| event["type"] == "sanctioned" && event["company"] == company);
        let came = came.filter(|event| event["kind"] == kind);
        came.map(|event| event["sanction"].as_str().expect("a word").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of("passo-lieve", "missed_report"), ["warning", "public_notice", "suspension"]);
    assert_eq!(of("officina-balsamo", "missed_report"), ["warning", "public_notice", "suspension", "delisting"]);
    assert_eq!(of("rinova-materia", "failed_retest"), ["public_notice", "suspension"]);

    let at = |wanted: &dyn Fn(&Value) -> bool| log.iter().position(wanted).expect("it happened");
    let cured = at(&|event| event["type"] == "lapse_cured" && event["reached"] == "suspension");
    let traded = |event: &&Value| event["type"] == "traded" && event["instrument"] == "PASSO";
    let next = log[cured..].iter().find(traded).expect("trading goes on");
    assert_eq!(next["aggressor"], "auction", "through a call");
    let gone = at(&|event| event["type"] == "delisted");
    let later = |event: &&Value| event["instrument"] == "BALSAMO-32" && event["type"] != "sanctioned";
    assert_eq!(log[gone + 1..].iter().filter(later).count(), 0, "nothing happens in it any more");
}

#[test]
fn the_report_and_the_replay_show_what_was_missed_and_what_followed() {
    let run = play(SCENARIO, &[]);
    let report: Value = serde_json::from_slice(&run.read("report.json")).expect("JSON");
    let company = |id: &str| {
        let all = report["companies"].as_array().expect("a list");
        all.iter().find(|company| company["id"] == id).expect("it took part")
    };
    let late = company("passo-lieve");
    assert_eq!(late["life"]["lapses"][0]["kind"], "missed_report");
    assert!(late["life"]["lapses"][0]["cured_at"].is_string() && late["life"]["traded_again_at"].is_string());
    let standing = |code: &str| {
        let owed = late["obligations"].as_array().expect("a list");
        owed.iter().find(|one| one["code"] == code).expect("owed")["standing"].clone()
    };
    assert_eq!((standing("impact-report"), standing("annual-report")), ("late".into(), "met".into()));
    assert_eq!(company("officina-balsamo")["stage"], "delisted");
    assert_eq!(company("officina-balsamo")["life"]["delisting"]["holders"], "keep");
    let drifted = company("rinova-materia");
    assert_eq!(drifted["life"]["activity"][0]["shortfalls"][0]["code"], "I-06");
    assert_eq!(drifted["life"]["targets"][0]["restated"]["target"], "6000");
    assert_eq!(drifted["impact"][0]["target"], "9500", "measured by the first");
    assert_eq!(drifted["impact"][0]["verification"]["verdict"], "confirmed");

    let replayed = borsa(&["replay", path(&run.directory), "--json"]);
    let position: Value = serde_json::from_slice(&replayed.stdout).expect("JSON");
    assert_eq!(position["delisted"], serde_json::json!(["BALSAMO-32"]));
    let open = position["lapses"].as_array().expect("a list");
    let drift = open.iter().find(|lapse| lapse["company"] == "rinova-materia").expect("not cured");
    assert_eq!((&drift["kind"], &drift["reached"]), (&"failed_retest".into(), &"suspension".into()));
    assert!(open.iter().all(|lapse| lapse["company"] != "passo-lieve"), "cured: {open:?}");
    let plain = borsa(&["replay", path(&run.directory)]);
    let text = String::from_utf8_lossy(&plain.stdout).into_owned();
    assert!(text.contains("BALSAMO-32   delisted") && text.contains("failed_retest (activity)"), "{text}");

    let english = run.directory.join("report.en.html");
    let written = borsa(&["report", path(&run.directory), "--lang", "en", "--out", path(&english)]);
    assert_eq!(written.status.code(), Some(0), "{}", stderr(&written));
    let page = fs::read_to_string(english).expect("written");
    for words in ["Missed publication", "Mission drift", "Holders keep their units", "restated to", "Delisted"] {
        assert!(page.contains(words), "{words}");
    }
    let italian = String::from_utf8(run.read("report.html")).expect("UTF-8");
    for words in ["Pubblicazione mancata", "Deriva della missione", "I titolari tengono", "Revocata"] {
        assert!(italian.contains(words), "{words}");
    }
}

#[test]
fn replay_explains_a_suspension_its_end_and_a_delisting() {
    let run = play(SCENARIO, &[]);
    let log = events(&run.read("events.jsonl"));
    let cases = [
        (json!({"type": "phase_changed", "phase": "suspended"}), "suspension: came"),
        (json!({"type": "sanctioned", "sanction": "warning"}), "would come"),
        (json!({"type": "lapse_cured"}), "The lapse is cured"),
        (json!({"type": "delisted"}), "What the rulebook gives the holders: keep"),
    ];
    for (name, words) in cases {
        let members = name.as_object().expect("an object");
        let is_it = |event: &&Value| members.iter().all(|(key, value)| event[key] == *value);
        let event = log.iter().find(is_it).unwrap_or_else(|| panic!("{name} is told"));
        let asked = borsa(&["replay", path(&run.directory), "--explain", &event["seq"].to_string(), "--json"]);
        let told: Value = serde_json::from_slice(&asked.stdout).expect("JSON");
        assert_eq!(told["explanation"]["kind"], "sanction", "{name}");
        let because = told["explanation"]["because"]["en"].as_str().expect("a sentence");
        assert!(because.contains(words), "{name}: {because}");
        assert!(told["explanation"]["lapse"]["ladder"][0]["source"].is_string(), "{name}");
    }
}

#[test]
fn another_rulebook_gives_other_ends() {
    let home = home();
    let scenario = fs::read_to_string(SCENARIO).expect("the shipped scenario");
    let rulebook = fs::read_to_string("sim-scenarios/rulebooks/torino-2022.toml").expect("the shipped rulebook");
    let why = r#"basis = "assumed", source = "test", as_of = "2026-11-22""#;
    let begin = rulebook.find("holders = { value = \"keep\"").expect("its terms");
    let end = begin + rulebook[begin..].find('\n').expect("a line");
    let terms = format!("holders = {{ value = \"buy_out\", {why} }}\nprice = {{ value = \"offer\", {why} }}");
    let mine = [&rulebook[..begin], &terms, &rulebook[end..]].concat();
    fs::write(home.path().join("mine.toml"), mine).expect("written");
    let scenario = scenario.replace("rulebook = \"torino-2022\"", "rulebook = \"mine.toml\"");
    let scenario = scenario.replace("at_least = \"50\" }", "at_least = \"1\", at_most = \"49\" }");
    let file = home.path().join("bought.toml");
    fs::write(&file, scenario).expect("written");
    let run = play(path(&file), &[]);
    let log = events(&run.read("events.jsonl"));
    let bought = log.iter().filter(|event| event["type"] == "bought_out");
    let whole = |event: &Value, field: &str| event[field].as_str().expect("a figure").parse::<u64>().expect("whole");
    let units: u64 = bought
        .map(|event| {
            assert_eq!(whole(event, "paid"), whole(event, "quantity") * 1000, "at the price of the offer");
            whole(event, "quantity")
        })
        .sum();
    // It has raised 1.5 million and paid coupons of it: what is left buys back most and not all.
    assert!((1_300..1_500).contains(&units), "{units} units");
}

#[test]
fn what_a_scenario_says_of_duties_and_sanctions_is_checked() {
    let home = home();
    let scenario = fs::read_to_string(SCENARIO).expect("the shipped scenario");
    let cases = [
        (
            "obligation = \"bond-annual-report\"",
            "obligation = \"bond-anual-report\"",
            "did you mean `bond-annual-report`",
        ),
        ("sanction = \"public_notice\", lapse", "sanction = \"notice\", lapse", "notice"),
        (
            "investor = \"patient-4\", instrument = \"BALSAMO",
            "investor = \"patient-99\", instrument = \"BALSAMO",
            "no investor",
        ),
        ("standing = \"open\" }", "standing = \"met\" }", ""),
    ];
    for (from, to, expected) in cases {
        assert!(scenario.contains(from), "{from}");
        let file = home.path().join("mine.toml");
        fs::write(&file, scenario.replacen(from, to, 1)).expect("written");
        let out = home.path().join("out");
        let told = borsa(&["run", path(&file), "--out", path(&out), "--force"]);
        let code = if expected.is_empty() { 1 } else { 2 };
        assert_eq!(told.status.code(), Some(code), "{to}: {}", stderr(&told));
        assert!(stderr(&told).contains(expected), "{to}: {}", stderr(&told));
    }
}
