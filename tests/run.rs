//! `borsa run`, `verify`, `replay`: a run repeats to the byte, and no damage goes unseen.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use tempfile::TempDir;

mod run {
    mod audit;
    mod bond_lives;
    mod delays;
    mod events;
    mod increase;
    mod library;
    mod offers;
    mod own_units;
    mod pages;
    mod reference_bonds;
    mod report_schema;
    mod sanctions;
    mod settlement;
    mod statements;
    mod targets;
    mod taxes;
    mod tree;

    use super::{REPEATABLE, borsa, home, path, play, shipped, stderr};
}

const SCENARIO: &str = "sim-scenarios/esercizio-torino.toml";
const REPEATABLE: [&str; 6] =
    ["journal.borsa", "events.jsonl", "trades.csv", "scenario.toml", "report.html", "report.json"];

fn borsa(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_borsa")).args(arguments).output().expect("the program starts")
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a temporary path is text")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A directory with a run in it.
struct Run {
    _home: TempDir,
    directory: PathBuf,
}

/// A copy of the one run of the shipped exercise that the tests share.
fn shipped() -> Run {
    static SHIPPED: OnceLock<Run> = OnceLock::new();
    let original = SHIPPED.get_or_init(|| play(SCENARIO, &[]));
    let home = home();
    let directory = home.path().join("run");
    fs::create_dir(&directory).expect("created");
    for entry in fs::read_dir(&original.directory).expect("a directory") {
        let entry = entry.expect("an entry");
        fs::copy(entry.path(), directory.join(entry.file_name())).expect("copied");
    }
    Run { _home: home, directory }
}

fn home() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary directory")
}

fn play(scenario: &str, more: &[&str]) -> Run {
    let home = home();
    let directory = home.path().join("run");
    let arguments = [&["run", scenario, "--out", path(&directory)], more].concat();
    let output = borsa(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    Run { _home: home, directory }
}

impl Run {
    fn read(&self, file: &str) -> Vec<u8> {
        fs::read(self.directory.join(file)).expect(file)
    }

    fn manifest(&self) -> serde_json::Value {
        serde_json::from_slice(&self.read("manifest.json")).expect("a manifest is JSON")
    }

    fn verify(&self) -> Output {
        borsa(&["verify", path(&self.directory)])
    }
}

#[test]
fn a_run_repeats_to_the_byte_in_another_process_and_from_its_own_scenario() {
    let (first, second) = (shipped(), play(SCENARIO, &[]));
    for file in REPEATABLE {
        assert!(first.read(file) == second.read(file), "{file} differs between two processes");
    }
    let mut manifests = [first.manifest(), second.manifest()];
    for manifest in &mut manifests {
        let members = manifest.as_object_mut().expect("an object");
        assert!(members.remove("wall_time_ms").is_some() && members.remove("command_line").is_some());
    }
    assert_eq!(manifests[0], manifests[1]);

    let resolved = play(path(&first.directory.join("scenario.toml")), &[]);
    assert_eq!(resolved.manifest()["digest"], first.manifest()["digest"]);
    let other = play(SCENARIO, &["--seed", "7"]);
    assert_ne!(other.manifest()["digest"], first.manifest()["digest"]);
    assert_eq!(other.manifest()["seed"], 7);
}

#[test]
fn the_log_is_gap_free_and_the_trades_are_its_trades() {
    let run = shipped();
    let text = String::from_utf8(run.read("events.jsonl")).expect("UTF-8");
    let mut trades = Vec::new();
    let mut last_input = 0;
    for (at, line) in text.lines().enumerate() {
        let event: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        assert_eq!(event["seq"], at as u64 + 1);
        let input = event["input"].as_u64().expect("a number");
        assert!(input >= last_input, "inputs never fall");
        last_input = input;
        assert!(event["time"].as_str().is_some_and(|time| time.ends_with('Z') && time.len() == 30), "{line}");
        assert!(event["type"].is_string());
        if event["type"] == "traded" {
            trades.push((event["seq"].to_string(), event["price"].as_str().expect("a decimal").to_owned()));
        }
    }
    let csv = String::from_utf8(run.read("trades.csv")).expect("UTF-8");
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("seq,time,instrument,price,quantity,buy_order,sell_order,aggressor"));
    let listed: Vec<(String, String)> = lines
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            (fields[0].to_owned(), fields[3].to_owned())
        })
        .collect();
    assert_eq!(listed, trades);
    assert!(trades.len() > 1000);
}

#[test]
fn investors_of_the_exercise_send_no_limit_that_the_market_refuses() {
    let log = shipped().read("events.jsonl");
    let log = String::from_utf8(log).expect("text");
    let refused = |code: &str| log.lines().filter(|event| event.contains(&format!("\"code\":\"{code}\""))).count();
    assert_eq!(
        (refused("price_outside_collar"), refused("price_off_tick")),
        (0, 0),
        "they know the collar and the tick"
    );
}

#[test]
fn verify_agrees_with_a_sound_run_and_sees_every_damage() {
    let run = shipped();
    let sound = run.verify();
    assert_eq!(sound.status.code(), Some(0), "{}", stderr(&sound));

    for (file, place) in
        [("journal.borsa", "byte"), ("events.jsonl", "seq"), ("trades.csv", "byte"), ("report.json", "")]
    {
        let whole = run.read(file);
        let mut damaged = whole.clone();
        damaged[whole.len() / 2] ^= 1;
        fs::write(run.directory.join(file), &damaged).expect("written");
        let verdict = run.verify();
        assert_eq!(verdict.status.code(), Some(1), "a flipped byte of {file}");
        assert!(stderr(&verdict).contains(file) && stderr(&verdict).contains(place), "{}", stderr(&verdict));
        fs::write(run.directory.join(file), &whole[..whole.len() - 1]).expect("written");
        assert_eq!(run.verify().status.code(), Some(1), "{file} cut short");
        fs::remove_file(run.directory.join(file)).expect("removed");
        assert_eq!(run.verify().status.code(), Some(1), "{file} missing");
        fs::write(run.directory.join(file), &whole).expect("written");
    }
    fs::remove_file(run.directory.join("manifest.json")).expect("removed");
    assert_eq!(run.verify().status.code(), Some(1), "a missing manifest");
    assert_eq!(borsa(&["verify", "no/such/run"]).status.code(), Some(2));
}

#[test]
fn verify_holds_the_manifest_to_the_journal() {
    let run = shipped();
    let sound = String::from_utf8(run.read("manifest.json")).expect("UTF-8");
    let manifest = run.manifest();
    let seed = format!("\"seed\": {}", manifest["seed"]);
    let cases = [("`seed`", sound.replace(&seed, "\"seed\": 1")), ("laid out", sound.replace('\n', "\r\n"))];
    for (named, damaged) in cases {
        assert_ne!(damaged, sound, "{named}");
        fs::write(run.directory.join("manifest.json"), &damaged).expect("written");
        let verdict = run.verify();
        assert_eq!(verdict.status.code(), Some(1), "{named}");
        assert!(stderr(&verdict).contains(named), "{named}: {}", stderr(&verdict));
    }
}

#[test]
fn replay_stops_with_all_of_the_input_that_caused_the_event() {
    let run = shipped();
    let at = |to: &str| {
        let output = borsa(&["replay", path(&run.directory), "--to", to, "--json"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        serde_json::from_slice::<serde_json::Value>(&output.stdout).expect("JSON")
    };
    let position = at("40000");
    for member in ["seq", "books", "phases", "accounts", "admissions"] {
        assert!(!position[member].is_null(), "{member}");
    }
    let seq = position["seq"].as_u64().expect("a number");
    assert!(seq >= 40_000);
    assert_eq!(at(&seq.to_string()), position);
    assert_eq!(at("1")["books"], serde_json::json!({}));
    let beyond = borsa(&["replay", path(&run.directory), "--to", "999999999"]);
    assert_eq!(beyond.status.code(), Some(2));
}

#[test]
fn replay_explains_an_event_of_the_run() {
    let run = shipped();
    let log = String::from_utf8(run.read("events.jsonl")).expect("UTF-8");
    let events = || log.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    let kinds = [
        ("traded", "fill"),
        ("uncrossed", "auction"),
        ("rejected", "rejection"),
        ("order_accepted", "entry"),
        ("order_canceled", "end"),
        ("decided", "verdict"),
        ("sanctioned", "sanction"),
        ("opened", "event"),
    ];
    for (name, kind) in kinds {
        let is_asked = |event: &serde_json::Value| event["type"] == name && event["aggressor"] != "auction";
        let event = events().find(is_asked).unwrap_or_else(|| panic!("the run has {name}"));
        let seq = event["seq"].to_string();
        let asked = borsa(&["replay", path(&run.directory), "--explain", &seq, "--json"]);
        assert_eq!(asked.status.code(), Some(0), "{}", stderr(&asked));
        let told: serde_json::Value = serde_json::from_slice(&asked.stdout).expect("JSON");
        assert_eq!(told["event"], event);
        assert_eq!(told["explanation"]["kind"], kind, "{name}");
        let plain = borsa(&["replay", path(&run.directory), "--explain", &seq]);
        let text = String::from_utf8(plain.stdout).expect("UTF-8");
        for language in ["it", "en"] {
            let because = told["explanation"]["because"][language].as_str().expect("a sentence");
            assert!(text.contains(because), "{text}");
        }
    }
    for seq in ["0", "999999999"] {
        let beyond = borsa(&["replay", path(&run.directory), "--explain", seq]);
        assert_eq!((beyond.status.code(), beyond.stdout.len()), (Some(2), 0), "{}", stderr(&beyond));
    }
}

#[test]
fn a_directory_that_holds_a_run_is_kept_unless_forced() {
    let run = shipped();
    let before = run.read("manifest.json");
    let refused = borsa(&["run", SCENARIO, "--out", path(&run.directory)]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("--force"));
    assert_eq!(run.read("manifest.json"), before);
    let forced = borsa(&["run", SCENARIO, "--out", path(&run.directory), "--force", "--seed", "9"]);
    assert_eq!(forced.status.code(), Some(0), "{}", stderr(&forced));
    assert_eq!(run.manifest()["seed"], 9);
}

#[test]
fn a_scenario_that_cannot_be_read_writes_nothing() {
    let home = home();
    let shipped = fs::read_to_string(SCENARIO).expect("the shipped scenario");
    let misspelt = shipped.replace("ends_at =", "ends_att =");
    let lost = shipped.replace("\"bosco-vivo\",\n", "\"bosco-morto\",\n");
    let reversed = shipped.replace("ends_at = \"2027", "ends_at = \"2025");
    let stranger = shipped.replace("company = \"passo-lieve\", objective", "company = \"passo-leve\", objective");
    let cases: [(&str, &[u8], &str); 7] = [
        ("stranger", stranger.as_bytes(), "did you mean `passo-lieve`"),
        ("misspelt", misspelt.as_bytes(), "ends_at"),
        ("lost", lost.as_bytes(), "bosco-morto"),
        ("reversed", reversed.as_bytes(), "starts_at"),
        ("empty", b"", "1:1"),
        ("garbage", b"\xff\xfe\x00garbage", "UTF-8"),
        ("broken", b"name = [", "not TOML"),
    ];
    for (name, bytes, expected) in cases {
        let file = home.path().join(format!("{name}.toml"));
        let out = home.path().join("out");
        fs::write(&file, bytes).expect("written");
        let output = borsa(&["run", path(&file), "--out", path(&out)]);
        assert_eq!(output.status.code(), Some(2), "{name}: {}", stderr(&output));
        assert!(stderr(&output).contains(expected), "{name}: {}", stderr(&output));
        assert!(stderr(&output).contains(&format!("{name}.toml:")), "{name}: {}", stderr(&output));
        assert!(output.stdout.is_empty() && !out.exists(), "{name}");
    }
    let missing = borsa(&["run", "no-such-scenario"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(stderr(&missing).contains("esercizio-torino"), "{}", stderr(&missing));
}

#[test]
fn an_expectation_that_fails_is_the_answer_no() {
    let home = home();
    let shipped = fs::read_to_string(SCENARIO).expect("the shipped scenario");
    let file = home.path().join("hopeful.toml");
    let hopeful = shipped.replace(
        "{ that = \"outcome\", company = \"verde-insegna\", outcome = \"refused\" }",
        "{ that = \"outcome\", company = \"verde-insegna\", outcome = \"admitted\" }",
    );
    assert_ne!(hopeful, shipped);
    fs::write(&file, hopeful).expect("written");
    let output = borsa(&["run", path(&file), "--out", path(&home.path().join("out"))]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("verde-insegna"), "{}", stderr(&output));
}

#[test]
fn minutes_tell_each_step_with_its_number_in_the_log() {
    let run = shipped();
    let minutes = borsa(&["minutes", path(&run.directory), "--json"]);
    assert_eq!(minutes.status.code(), Some(0), "{}", stderr(&minutes));
    let minutes: serde_json::Value = serde_json::from_slice(&minutes.stdout).expect("JSON");
    assert_eq!(minutes["digest"], run.manifest()["digest"]);
    let log: Vec<serde_json::Value> = String::from_utf8(run.read("events.jsonl"))
        .expect("UTF-8")
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let mut checked = 0;
    for application in minutes["applications"].as_array().expect("a list") {
        for (steps, kind) in [
            ("conflicts", "conflict_declared"),
            ("requests", "evidence_requested"),
            ("votes", "vote_cast"),
            ("motions", "decision_moved"),
            ("decisions", "decided"),
            ("readings", "assessed"),
        ] {
            for step in application[steps].as_array().expect("a list") {
                let seq = step["seq"].as_u64().expect("a number");
                let event = &log[usize::try_from(seq).expect("small") - 1];
                assert_eq!((&event["type"], &event["company"]), (&serde_json::json!(kind), &application["company"]));
                checked += 1;
            }
        }
    }
    let in_log = log.iter().filter(|event| event["type"] == "vote_cast").count();
    assert!(checked > in_log && in_log > 50, "{checked} of {in_log} votes and more");
}

#[test]
fn minutes_print_in_both_languages_for_one_company_or_all() {
    let run = shipped();
    let page = |more: &[&str]| {
        let output = borsa(&[&["minutes", path(&run.directory)], more].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let all = page(&[]);
    assert!(all.contains("Verbale del comitato promotore") && all.contains("Riesame") && all.contains("dissenso"));
    let one = page(&["--company", "verde-insegna", "--lang", "en"]);
    assert!(
        one.contains("Votes on the appeal") && one.contains("The committee did not approve: 3 votes for, 4 against.")
    );
    assert!(!one.contains("Passo Lieve"));
    for text in [&all, &one] {
        assert!(!text.contains("<script") && !text.contains("src=") && !text.contains("<link"), "it asks for nothing");
    }
    let out = run.directory.join("verbale.html");
    page(&["--out", path(&out)]);
    assert_eq!(fs::read_to_string(out).expect("written"), all);
    let unknown = borsa(&["minutes", path(&run.directory), "--company", "nobody"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("passo-lieve"), "{}", stderr(&unknown));
    assert_eq!(borsa(&["minutes", "no-such-run"]).status.code(), Some(2));
}
