//! `borsa fork` and `borsa replay --at`: the same story up to a point, one change, and on from there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

/// Three companies and two years, in seconds.
const SCENARIO: &str = "sanzioni";
/// Four members vote no before the sitting of 20 January.
const REFUSE: &str = "@docs/examples/refuse-rinova.toml";

fn borsa(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_borsa")).args(arguments).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a temporary path is text")
}

fn done(arguments: &[&str]) -> String {
    let output = borsa(arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary directory"))
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Forks the shared run into a directory of this name.
    fn fork(&self, name: &str, more: &[&str]) -> PathBuf {
        let out = self.at(name);
        done(&[&["fork", path(run()), "--out", path(&out)], more].concat());
        out
    }
}

/// The run that all forks come from.
fn run() -> &'static Path {
    static RUN: OnceLock<(Home, PathBuf)> = OnceLock::new();
    let (_, run) = RUN.get_or_init(|| {
        let home = Home::new();
        let out = home.at("run");
        done(&["run", SCENARIO, "--out", path(&out)]);
        (home, out)
    });
    run
}

fn lines(run: &Path) -> Vec<String> {
    let text = fs::read_to_string(run.join("events.jsonl")).expect("events");
    text.lines().map(str::to_owned).collect()
}

fn events(run: &Path) -> Vec<Value> {
    lines(run).iter().map(|line| serde_json::from_str(line).expect("an event")).collect()
}

fn digest(run: &Path) -> String {
    let bytes = fs::read(run.join("manifest.json")).expect("a manifest");
    let manifest: Value = serde_json::from_slice(&bytes).expect("JSON");
    manifest["digest"].as_str().expect("a digest").to_owned()
}

fn company<'e>(events: &'e [Value], kind: &str, name: &str) -> Option<&'e Value> {
    events.iter().find(|event| event["type"] == kind && event["company"] == name)
}

#[test]
fn a_fork_without_a_change_tells_the_same_from_wherever_it_begins() {
    let home = Home::new();
    let told = lines(run());
    for (name, at) in [("a", "0"), ("b", "1"), ("c", "5000"), ("d", "2026-07-15T15:00:00Z"), ("e", "2027-01-01")] {
        let fork = home.fork(name, &["--at", at]);
        let again = lines(&fork);
        assert_eq!(again.len(), told.len(), "--at {at}");
        assert!(again[1..] == told[1..], "--at {at}: all but the identity of the run is the same");
        assert!(again[0].contains("\"type\":\"opened\"") && again[0] != told[0], "it is another run and says so");
        assert!(done(&["verify", path(&fork)]).starts_with("verified"));
    }
}

#[test]
fn a_fork_repeats_in_another_process_and_from_its_own_scenario() {
    let home = Home::new();
    let more = ["--at", "2026-01-20", "--act", REFUSE];
    let (one, two) = (home.fork("one", &more), home.fork("two", &more));
    for file in ["journal.borsa", "events.jsonl", "trades.csv", "scenario.toml", "report.html", "report.json"] {
        let read = |run: &Path| fs::read(run.join(file)).expect(file);
        assert!(read(&one) == read(&two), "{file}");
    }
    let alone = home.at("alone");
    let scenario = one.join("scenario.toml");
    drop(borsa(&["run", path(&scenario), "--out", path(&alone)])); // what the story expected has not come true
    assert_eq!(digest(&alone), digest(&one));
    let forked: toml::Table = fs::read_to_string(&scenario).expect("a file").parse().expect("TOML");
    let origin = &forked["forked"];
    assert_eq!(origin["digest"].as_str(), Some(digest(run()).as_str()), "it says from which run");
    assert_eq!(events(run())[0]["run"].as_str(), origin["run"].as_str());
}

#[test]
fn had_the_committee_refused_one_the_others_keep_their_path_and_their_luck() {
    let home = Home::new();
    let fork = home.fork("refused", &["--at", "2026-01-20", "--act", REFUSE]);
    let (before, after) = (events(run()), events(&fork));
    let parts = (1..before.len()).find(|&at| before[at] != after[at]).expect("they part");
    assert!(before[parts]["time"].as_str() >= Some("2026-01-20"), "{}", before[parts]);
    assert_eq!(after[parts]["time"], "2026-01-19T23:00:00.000000000Z", "the day begins at midnight in Rome");
    assert_eq!(company(&before, "decided", "rinova-materia").expect("decided")["outcome"], "admitted");
    assert_eq!(company(&after, "decided", "rinova-materia").expect("decided")["outcome"], "refused");
    assert!(company(&after, "offer_opened", "rinova-materia").is_none());
    // The ends of PASSO's auctions are drawn; each comes when it came, though all else is numbered otherwise.
    let ends = |events: &[Value]| {
        let of = events.iter().filter(|event| event["type"] == "uncrossed" && event["instrument"] == "PASSO");
        of.map(|event| event["time"].clone()).collect::<Vec<_>>()
    };
    assert!(ends(&before).len() > 100);
    assert_eq!(ends(&before), ends(&after));
    // Nobody's wish for another company's offer is drawn anew: who asked for PASSO asks for as much or, with more cash, more.
    let asked = |events: &[Value], instrument: &str| {
        let of = events.iter().filter(|event| event["type"] == "subscribed" && event["instrument"] == instrument);
        of.map(|event| (event["account"].clone(), event["time"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(asked(&before, "BALSAMO-32"), asked(&after, "BALSAMO-32"));
}

#[test]
fn one_input_can_be_left_out() {
    let home = Home::new();
    let before = events(run());
    let subscribed = before.iter().find(|event| event["type"] == "subscribed").expect("somebody subscribes");
    let (input, seq) = (subscribed["input"].to_string(), subscribed["seq"].as_u64().expect("a number"));
    let fork = home.fork("without", &["--without", &input]);
    let after = events(&fork);
    let at = usize::try_from(seq).expect("small") - 1;
    assert!(before[1..at] == after[1..at], "the same up to it");
    assert_ne!(before[at]["input"], Value::Null);
    let account = &subscribed["account"];
    let still = |event: &&Value| event["type"] == "subscribed" && event["instrument"] == subscribed["instrument"];
    assert!(!after.iter().filter(still).any(|event| event["account"] == *account), "it has not subscribed");
    assert!(done(&["verify", path(&fork)]).starts_with("verified"));
    // A fork of a fork leaves out what the first left out, too.
    let again = home.at("again");
    done(&["fork", path(&fork), "--at", "2027-01-01", "--out", path(&again)]);
    assert!(lines(&again)[1..] == lines(&fork)[1..]);
}

/// The rulebook of Torino, but for one figure that nobody meets.
fn mine(home: &Home) -> PathBuf {
    let text = fs::read_to_string("sim-scenarios/rulebooks/torino-2022.toml").expect("it ships");
    let text = text.replace("name = \"torino-2022\"", "name = \"mine\"");
    let text = text.replace("minimum_outcomes = { value = 1,", "minimum_outcomes = { value = 9,");
    let file = home.at("mine.toml");
    fs::write(&file, text).expect("written");
    file
}

#[test]
fn another_value_of_the_scenario_holds_from_where_it_matters() {
    let home = Home::new();
    let fork = home.fork("cap", &["--at", "2026-01-20", "--set", "path.offer_days=5"]);
    let closes =
        |events: &[Value]| company(events, "offer_opened", "officina-balsamo").expect("opens")["closes_at"].clone();
    assert_ne!(closes(&events(run())), closes(&events(&fork)));
    let (rules, out) = (mine(&home), home.at("rules"));
    let told = done(&["fork", path(run()), "--at", "0", "--rulebook", path(&rules), "--json", "--out", path(&out)]);
    let told: Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!(told["forked"]["changes"], serde_json::json!(["rulebook torino-2022 -> mine"]));
    assert_eq!(company(&events(&out), "decided", "passo-lieve").expect("decided")["outcome"], "refused");
    assert_eq!(told["forked"]["input"], 0);
}

#[test]
fn what_cannot_be_changed_there_is_refused_and_nothing_is_written() {
    let home = Home::new();
    let (out, rules) = (home.at("nothing"), mine(&home));
    let rules = path(&rules);
    let cases: [(&[&str], &str); 13] = [
        (&["--at", "0", "--rulebook", "no-gate"], "there is no obligation `impact-report`"),
        (&[], "--at"),
        (&["--at", "999999999"], "the run ends with event"),
        (&["--at", "yesterday"], "say the number of an event"),
        (&["--at", "2026-06-01", "--rulebook", rules], "the change is felt before"),
        (&["--at", "2026-06-01", "--set", "seed=8"], "say --at 0"),
        (&["--at", "0", "--rulebook", "torino-2023"], "there is no shipped `torino-2023`"),
        (&["--at", "0", "--set", "path.offer_dais=5"], "offer_days"),
        (&["--at", "0", "--set", "path.offer_days=soon"], "offer_days"),
        (&["--at", "0", "--act", "do = \"jump\""], "jump"),
        (
            &[
                "--at",
                "2027-01-01",
                "--act",
                "do = \"halt\", instrument = \"PASSO\", reason = \"r\", at = \"2026-08-01T10:00:00Z\"",
            ],
            "comes before the fork",
        ),
        (&["--without", "1"], "nobody asked for it"),
        (&["--without", "99999999"], "the run ends with input"),
    ];
    for (more, expected) in cases {
        let output = borsa(&[&["fork", path(run()), "--out", path(&out)], more].concat());
        assert_eq!(output.status.code(), Some(2), "{more:?}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains(expected), "{more:?}: {}", text(&output.stderr));
        assert!(output.stdout.is_empty() && !out.exists(), "{more:?}");
    }
    let itself = borsa(&["fork", path(run()), "--at", "0", "--force", "--out", path(run())]);
    assert_eq!(itself.status.code(), Some(2), "a fork never overwrites its run");
    let missing = borsa(&["fork", path(&home.at("gone")), "--at", "0"]);
    assert_eq!(missing.status.code(), Some(2));
}

#[test]
fn a_replay_goes_to_an_event_an_instant_or_a_day() {
    let told = events(run());
    let listed = company(&told, "listed", "passo-lieve").expect("it is listed");
    let (seq, time) = (listed["seq"].to_string(), listed["time"].as_str().expect("an instant"));
    let state = |more: &[&str]| -> Value {
        let arguments = [&["replay", path(run()), "--json"], more].concat();
        serde_json::from_str(&done(&arguments)).expect("JSON")
    };
    let by_number = state(&["--to", &seq]);
    assert!(by_number["phases"].get("PASSO").is_some());
    let by_time = state(&["--at", time]);
    assert!(by_time["seq"].as_u64() >= by_number["seq"].as_u64(), "all of that instant has happened");
    assert_eq!(by_time["time"], *time);
    let before = state(&["--at", &time[..10]]);
    assert!(before["phases"].get("PASSO").is_none(), "the day of the listing begins before it");
    assert_eq!(state(&["--at", "2099-01-01"])["seq"].as_u64(), Some(told.len() as u64));
    for (more, expected) in [("--to", "0"), ("--to", "99999999"), ("--at", "soon"), ("--events", "9..3")] {
        let output = borsa(&["replay", path(run()), more, expected]);
        assert_eq!(output.status.code(), Some(2), "{more} {expected}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_replay_tells_the_story_in_sentences_and_a_companys_path() {
    let told = events(run());
    let decided = company(&told, "decided", "passo-lieve").expect("decided");
    let seq = decided["seq"].to_string();
    let around = format!("{seq}..{seq}");
    let say = |lang: &str| done(&["replay", path(run()), "--events", &around, "--lang", lang]);
    assert!(say("it").contains("Il comitato decide su passo-lieve: ammessa"), "{}", say("it"));
    assert!(say("en").contains("The committee decides on passo-lieve: admitted"), "{}", say("en"));
    let json =
        done(&["replay", path(run()), "--at", "2026-07-20", "--company", "passo-lieve", "--events", &around, "--json"]);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["events"][0]["event"], *decided);
    assert_eq!(json["company"]["stage"], "listed");
    assert!(json["books"].get("PASSO").is_some());
    let shown = done(&["replay", path(run()), "--at", "2026-07-20", "--company", "passo-lieve"]);
    for part in ["books", "applications", "admissions", "accounts", "path of passo-lieve", "4200000 euro raised"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let unknown = borsa(&["replay", path(run()), "--company", "passo-leve"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("passo-lieve"), "{}", text(&unknown.stderr));
}

#[test]
fn where_two_runs_part_is_told_with_what_came_of_it_and_by_which_way() {
    let home = Home::new();
    let fork = home.fork("refused", &["--at", "2026-01-20", "--act", REFUSE]);
    let arguments = ["diff", path(run()), path(&fork)];
    let json: Value = serde_json::from_str(&done(&[&arguments[..], &["--json"]].concat())).expect("JSON");
    let parting = &json["parting"];
    assert_eq!(parting["identical"], false);
    let (before, after) = (events(run()), events(&fork));
    let at = (1..before.len()).find(|&at| before[at] != after[at]).expect("they part");
    assert_eq!(parting["first"]["a"]["seq"], before[at]["seq"]);
    assert_eq!(parting["first"]["b"]["seq"], after[at]["seq"]);
    assert!(parting["first"]["b"]["by"]["en"] == "script", "{}", parting["first"]);
    let companies = parting["companies"].as_array().expect("a list");
    let of = |name: &str| companies.iter().find(|company| company["company"] == name).expect("it differs");
    let outcome = &of("rinova-materia")["figures"][0];
    assert_eq!(
        (&outcome["figure"], &outcome["a"], &outcome["b"]),
        (&"outcome".into(), &"admitted".into(), &"refused".into())
    );
    // Whatever differs about another company goes back to what differed first.
    for company in companies {
        let reasons = company["reasons"].as_array().expect("a list");
        let root = &reasons[0];
        let told = if root["b"].is_null() { &root["a"] } else { &root["b"] };
        assert!(
            told["told"]["en"].as_str().is_some_and(|told| told.contains("rinova") || told.contains("RINOVA")),
            "{company:#}"
        );
        assert!(company["figures"].as_array().is_some_and(|figures| !figures.is_empty()));
    }
    let differing = companies.len() + parting["same"].as_array().expect("a list").len();
    assert_eq!(differing, 3, "every company is told of once");
    let text = done(&[&arguments[..], &["--lang", "it"]].concat());
    assert!(text.contains("si separano qui") && text.contains("decisione"), "{text}");
}

#[test]
fn runs_that_tell_the_same_do_not_part_and_a_page_is_written_where_asked() {
    let home = Home::new();
    let fork = home.fork("same", &["--at", "2027-01-01"]);
    let told = done(&["diff", path(run()), path(&fork)]);
    assert!(told.contains("they tell the same events"), "{told}");
    let (page, json) = (home.at("parting.html"), home.at("parting.json"));
    let other = home.fork("cut", &["--at", "0", "--set", "path.offer_days=5"]);
    for (out, lang) in [(&page, "it"), (&json, "en")] {
        done(&["diff", path(run()), path(&other), "--lang", lang, "--out", path(out)]);
    }
    let page = fs::read_to_string(page).expect("written");
    assert!(page.contains("<html lang=\"it\">") && page.contains("Dove due simulazioni si separano"));
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("<script"));
    let json: Value = serde_json::from_str(&fs::read_to_string(json).expect("written")).expect("JSON");
    assert_eq!(json["parting"]["identical"], false);
    let gone = borsa(&["diff", path(run()), path(&home.at("gone"))]);
    assert_eq!(gone.status.code(), Some(2));
}
