//! The gate from outside: `borsa admit`, `borsa check`, `borsa schema`, as a person or a script uses them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// An empty folder to work in.
fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn borsa(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_borsa"));
    command.current_dir(folder).args(arguments).output().expect("the program starts")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn json(output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(0), "{}", stderr(output));
    serde_json::from_slice(&output.stdout).expect("JSON on stdout")
}

fn shipped(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sim-scenarios").join(path)
}

/// What lies in a folder, so that a test can show that nothing was written.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn the_json_of_a_verdict_has_the_shape_that_programs_rely_on() {
    let folder = folder();
    for (dossier, outcome) in [("cura-aperta", "admitted"), ("mano-tesa", "conditional"), ("nido-sereno", "refused")] {
        let path = shipped(&format!("dossiers/{dossier}.toml")).display().to_string();
        for asked in [dossier, &path] {
            let verdict = json(&borsa(folder.path(), &["admit", asked, "--json"]));
            let keys: Vec<&String> = verdict.as_object().expect("an object").keys().collect();
            assert_eq!(keys, ["dossier", "company", "rulebook", "outcome", "criteria"]);
            assert_eq!(verdict["dossier"], asked);
            assert_eq!(verdict["rulebook"], "torino-2022");
            assert_eq!(verdict["outcome"], outcome);
            assert!(verdict["company"].as_str().is_some_and(|name| !name.is_empty()));
            holds_together(&verdict);
        }
    }
}

/// Criteria, findings and outcomes as the contract defines them.
fn holds_together(verdict: &Value) {
    let criteria = verdict["criteria"].as_object().expect("an object");
    let order: Vec<&String> = criteria.keys().collect();
    assert_eq!(order, ["eligibility", "intentionality", "measurability", "additionality"]);
    let mut worst = "pass";
    for (criterion, letter) in criteria.values().zip(["E", "I", "M", "A"]) {
        let findings = criterion["findings"].as_array().expect("a list");
        let has = |severity: &str| findings.iter().any(|finding| finding["severity"] == severity);
        let outcome = match (has("blocking"), has("condition")) {
            (true, _) => "fail",
            (false, true) => "conditional",
            (false, false) => "pass",
        };
        assert_eq!(criterion["outcome"], outcome);
        worst = if worst == "fail" || outcome == "pass" { worst } else { outcome };
        for finding in findings {
            let keys: Vec<&String> = finding.as_object().expect("an object").keys().collect();
            assert_eq!(keys, ["code", "severity", "message", "pointer", "line", "source", "asked", "found"]);
            assert!(finding["asked"]["it"].is_string() && finding["asked"]["en"].is_string());
            assert!(finding["found"].is_string() || finding["found"].is_null());
            assert!(finding["code"].as_str().is_some_and(|code| code.starts_with(letter)));
            assert!(finding["message"]["it"].is_string() && finding["message"]["en"].is_string());
            assert!(finding["pointer"].as_str().is_some_and(|pointer| pointer.starts_with('/')));
            assert!(finding["line"].as_u64().is_some_and(|line| line >= 1));
        }
    }
    let expected = match worst {
        "fail" => "refused",
        "conditional" => "conditional",
        _ => "admitted",
    };
    assert_eq!(verdict["outcome"], expected);
}

#[test]
fn a_finding_points_at_the_line_of_its_piece_or_of_the_nearest_table() {
    let folder = folder();
    let text = fs::read_to_string(shipped("dossiers/cura-aperta.toml")).expect("shipped");
    let line_of = |text: &str, begin: &str, nth: usize| {
        let lines = text.lines().enumerate().filter(|(_, line)| line.starts_with(begin));
        lines.map(|(index, _)| index + 1).nth(nth).expect("is there")
    };
    let cases = [
        // (what is taken away, pointer, beginning of the line that is told, which of them)
        (
            "baseline = { value = \"21.5\", measured_on = \"2024-12-31\" }\n",
            "/objectives/0/baseline",
            "[[objectives]]",
            0,
        ),
        ("value = \"27\", ", "/objectives/0/target/value", "target =", 0),
        ("impact_clause", "/statute/impact_clause", "[statute]", 0),
        ("coupon = \"0.042\"\n", "/instrument/coupon", "[instrument]", 0),
    ];
    for (piece, pointer, begin, nth) in cases {
        let poorer = if piece == "impact_clause" {
            text.lines().filter(|line| !line.starts_with(piece)).collect::<Vec<_>>().join("\n")
        } else {
            assert!(text.contains(piece), "{piece}");
            text.replacen(piece, "", 1)
        };
        fs::write(folder.path().join("poorer.toml"), &poorer).expect("written");
        let verdict = json(&borsa(folder.path(), &["admit", "poorer.toml", "--json"]));
        assert_eq!(verdict["outcome"], "refused", "{pointer}");
        let criteria = verdict["criteria"].as_object().expect("an object").values();
        let all: Vec<&Value> =
            criteria.flat_map(|criterion| criterion["findings"].as_array().expect("a list")).collect();
        let found = all.iter().find(|finding| finding["pointer"] == pointer).expect("told by name");
        assert_eq!(found["line"], line_of(&poorer, begin, nth), "{pointer}");
    }
}

#[test]
fn an_empty_dossier_is_refused_with_findings() {
    let folder = folder();
    for text in ["", "# nothing\n", "[company]\n", "format = 1\n"] {
        fs::write(folder.path().join("empty.toml"), text).expect("written");
        let verdict = json(&borsa(folder.path(), &["admit", "empty.toml", "--json"]));
        assert_eq!(verdict["outcome"], "refused");
        assert_eq!(verdict["company"], "");
        holds_together(&verdict);
        for criterion in verdict["criteria"].as_object().expect("an object").values() {
            assert_eq!(criterion["outcome"], "fail");
        }
    }
}

#[test]
fn rulebooks_are_asked_for_by_name_by_file_and_all_at_once() {
    let folder = folder();
    let all = json(&borsa(folder.path(), &["admit", "cura-aperta", "--rulebook", "all", "--json"]));
    let named: Vec<&str> = all.as_array().expect("a list").iter().filter_map(|one| one["rulebook"].as_str()).collect();
    assert!(named.len() >= 18 && named.contains(&"torino-2022") && named.contains(&"bvsa-br"), "{named:?}");
    assert!(named.is_sorted(), "{named:?}");
    all.as_array().expect("a list").iter().for_each(holds_together);
    let text = fs::read_to_string(shipped("rulebooks/torino-2022.toml")).expect("shipped");
    let strict = text.replace("minimum_outcomes = { value = 1", "minimum_outcomes = { value = 2");
    fs::write(folder.path().join("my-rules.toml"), strict).expect("written");
    let verdict = json(&borsa(folder.path(), &["admit", "cura-aperta", "--rulebook", "my-rules.toml", "--json"]));
    assert_eq!((&verdict["rulebook"], &verdict["outcome"]), (&"my-rules".into(), &"refused".into()));
}

#[test]
fn people_read_the_verdict_in_both_languages_without_colours_in_a_pipe() {
    let folder = folder();
    let cases = [
        (vec!["admit", "nido-sereno"], "REFUSED", "Only 9.37% of the capital is lacking elsewhere"),
        (vec!["admit", "nido-sereno", "--lang", "it"], "RESPINTA", "Altrove manca solo il 9.37% del capitale"),
    ];
    for (arguments, outcome, sentence) in cases {
        let output = borsa(folder.path(), &arguments);
        let text = stdout(&output);
        assert_eq!(output.status.code(), Some(0));
        assert!(text.contains(outcome) && text.contains(sentence), "{text}");
        assert!(text.contains("nido-sereno:") && text.contains("A-04"), "{text}");
        assert!(!text.contains('\u{1b}'), "no colour in a pipe");
    }
}

#[test]
fn a_finding_says_what_was_asked_with_the_figure_that_decided_and_what_was_found() {
    let folder = folder();
    let text = fs::read_to_string(shipped("dossiers/passo-lieve.toml")).expect("shipped");
    let poorer = text.replace("minimum_holders = ", "minimum_holders = 4 #").replace("reporting_standard", "# ");
    fs::write(folder.path().join("poorer.toml"), poorer).expect("written");
    let verdict = json(&borsa(folder.path(), &["admit", "poorer.toml", "--json"]));
    let finding = |criterion: &str, code: &str| {
        let mut findings = verdict["criteria"][criterion]["findings"].as_array().expect("a list").iter();
        findings.find(|&finding| finding["code"] == code).cloned().expect("is found")
    };
    let holders = finding("eligibility", "E-22");
    assert_eq!(holders["asked"]["en"], "Are at least 5 holders wanted?");
    assert_eq!(holders["found"], "4");
    let standard = finding("intentionality", "I-12");
    assert_eq!(standard["asked"]["it"], "Società benefit: quale standard esterno segue la relazione d'impatto?");
    assert_eq!(standard["found"], Value::Null);
    let text = stdout(&borsa(folder.path(), &["admit", "poorer.toml"]));
    assert!(text.contains("asked: Are at least 5 holders wanted?\n        found: 4\n"), "{text}");
    assert!(text.contains("found: nothing\n"), "{text}");
}

#[test]
fn the_questions_can_be_read_before_a_dossier_is_written() {
    let folder = folder();
    let text = stdout(&borsa(folder.path(), &["admit", "--questions", "--lang", "it"]));
    assert!(
        text.contains("E-22  bloccante  /instrument/minimum_holders\n        Si vogliono almeno 5 possessori?"),
        "{text}"
    );
    let asked = json(&borsa(folder.path(), &["admit", "--questions", "--rulebook", "india-fpe-2023", "--json"]));
    assert_eq!(asked[0]["rulebook"], "india-fpe-2023");
    let questions = asked[0]["questions"].as_array().expect("a list");
    let report =
        questions.iter().find(|one| one["reads"][0] == "/governance/reporting_months" && one["reads"][1].is_null());
    assert_eq!(report.expect("is asked")["criterion"], "intentionality");
    assert!(questions.iter().any(|one| one["asks"]["en"] == "Does the impact report come out within 3 months?"));
    assert_eq!(borsa(folder.path(), &["admit", "--questions", "cura-aperta"]).status.code(), Some(2));
    assert_eq!(borsa(folder.path(), &["admit"]).status.code(), Some(2));
}

/// A bad file, and what must be said about it.
const BAD_DOSSIERS: [(&str, &[u8], &str); 12] = [
    (
        "misspelt table",
        b"[company]\nid = \"a\"\n\n[statut]\n",
        "f.toml:4:2: unknown key `statut`; the nearest valid key is `statute`",
    ),
    (
        "misspelt key",
        b"[statute]\n  impact_cluase = \"x\"\n",
        "f.toml:2:3: unknown key `impact_cluase`; the nearest valid key is `impact_clause`",
    ),
    (
        "key inside an inline table",
        "[[objectives]]\nbaseline = { valeu = \"è\", measured_on = \"2025-01-01\" }\n".as_bytes(),
        "f.toml:2:14: unknown key `valeu`; the nearest valid key is `value`",
    ),
    ("wrong type", b"[instrument]\nprice = 12.5\n", "f.toml:2:1: `price` must be a string, not a number"),
    ("table for a string", b"[company.name]\n", "f.toml:1:10: `name` must be a string, not a table"),
    ("bad word", b"[instrument]\nkind = \"bnd\"\n", "f.toml:2:1: unknown word `bnd`; the nearest is `bond`"),
    ("bad symbol", b"[instrument]\nsymbol = \"cura\"\n", "f.toml:2:1: `cura`: a symbol is"),
    ("too fine a price", b"[instrument]\nprice = \"1.00001\"\n", "f.toml:2:1: `1.00001`: more than four decimals"),
    ("no such day", b"submitted_on = \"2026-02-30\"\n", "f.toml:1:1: `2026-02-30`: not a day"),
    ("not TOML", b"[company]\nname = = \"x\"\n", "f.toml:2:8: not TOML"),
    ("garbage", b"\x00\xff\xfe\x01garbage", "f.toml:1:2: not UTF-8 text"),
    ("the same key twice", b"format = 1\nformat = 1\n", "f.toml:2:1: not TOML: duplicate key"),
];

#[test]
fn a_bad_file_is_told_with_its_place_exit_2_nothing_written() {
    for (case, bytes, expected) in BAD_DOSSIERS {
        let folder = folder();
        fs::write(folder.path().join("f.toml"), bytes).expect("written");
        for arguments in [&["admit", "f.toml", "--json"][..], &["check", "--kind", "dossier", "f.toml"]] {
            let output = borsa(folder.path(), arguments);
            assert_eq!(output.status.code(), Some(2), "{case}: {arguments:?}");
            assert!(stderr(&output).lines().any(|line| line.starts_with(expected)), "{case}: {}", stderr(&output));
            assert_eq!(stdout(&output), "", "{case}: nothing on stdout");
            assert_eq!(names(folder.path()), ["f.toml"], "{case}: nothing written");
        }
    }
}

#[test]
fn a_file_that_is_not_there_or_is_a_folder_or_a_name_that_does_not_ship_exits_2() {
    let folder = folder();
    fs::create_dir(folder.path().join("d.toml")).expect("made");
    let cases: [(&[&str], &str); 7] = [
        (&["admit", "missing.toml"], "missing.toml:1:1: cannot read"),
        (&["admit", "d.toml"], "d.toml:1:1: cannot read"),
        (&["admit", "no-such-company"], "no-such-company: no such file"),
        (&["admit", "cura-aperta", "--rulebook", "no-such-rules"], "no-such-rules: no such file"),
        (&["admit", "cura-aperta", "--rulebook", "missing.toml"], "missing.toml:1:1: cannot read"),
        (&["check", "missing.toml"], "missing.toml:1:1: cannot read"),
        (&["check", "d.toml"], "d.toml:1:1: cannot read"),
    ];
    for (arguments, expected) in cases {
        let output = borsa(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).starts_with(expected), "{arguments:?}: {}", stderr(&output));
        assert_eq!(stdout(&output), "");
    }
    for arguments in [&["admit"][..], &["check"], &["schema"], &["schema", "dosier"], &["admit", "x", "--lang", "fr"]] {
        assert_eq!(borsa(folder.path(), arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn check_tells_every_problem_of_every_file_and_names_the_kind_of_the_sound_ones() {
    let folder = folder();
    let bad = "[company]\nnme = 1\nlegal_form = \"spaa\"\n[[objectives]]\nsdgs = [300]\n";
    fs::write(folder.path().join("bad.toml"), bad).expect("written");
    fs::write(folder.path().join("worse.toml"), "tick = 1\nlots = 2\n").expect("written");
    let good = shipped("dossiers/cura-aperta.toml").display().to_string();
    let output = borsa(folder.path(), &["check", "bad.toml", &good, "worse.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stdout(&output), format!("{good}: ok (dossier)\n"));
    let places: Vec<String> =
        stderr(&output).lines().map(|line| line.splitn(4, ':').take(3).collect::<Vec<_>>().join(":")).collect();
    assert_eq!(places, ["bad.toml:2:1", "bad.toml:3:1", "bad.toml:5:9", "worse.toml:1:1", "worse.toml:2:1"]);
}

#[test]
fn a_slip_in_a_file_of_any_kind_is_told_with_the_nearest_key() {
    let folder = folder();
    let slips = [
        (
            "dossiers/cura-aperta.toml",
            "\n[statute]\n",
            "\n[statutes]\n",
            "`statutes`; the nearest valid key is `statute`",
        ),
        (
            "rulebooks/torino-2022.toml",
            "minimum_float =",
            "minimun_float =",
            "the nearest valid key is `minimum_float`",
        ),
        ("markets/vorvel-weekly.toml", "tie_break", "tie_brake", "the nearest valid key is `tie_break`"),
        ("esercizio-torino.toml", "\nstarts_at", "\nstart_at", "the nearest valid key is `starts_at`"),
        ("parameters/listing-costs.toml", "applies_to", "aplies_to", "the nearest valid key is `applies_to`"),
    ];
    for (file, from, to, expected) in slips {
        let text = fs::read_to_string(shipped(file)).expect("shipped");
        assert!(text.contains(from), "{file}: {from}");
        let slipped = text.replacen(from, to, 1);
        let before = &slipped[..slipped.find(to.trim_start_matches(['\n', '['])).expect("is there")];
        let (line, column) =
            (before.matches('\n').count() + 1, before.len() - before.rfind('\n').map_or(0, |at| at + 1) + 1);
        fs::write(folder.path().join("slip.toml"), &slipped).expect("written");
        let output = borsa(folder.path(), &["check", "slip.toml"]);
        assert_eq!(output.status.code(), Some(2), "{file}");
        let told = stderr(&output);
        let place = format!("slip.toml:{line}:{column}: unknown key");
        assert!(told.lines().any(|one| one.starts_with(&place) && one.contains(expected)), "{place}: {told}");
    }
}

#[test]
fn every_shipped_file_passes_check_from_its_place() {
    let root = shipped("");
    let folders = fs::read_dir(&root).expect("a folder").map(|entry| entry.expect("an entry").path());
    let inside = folders.filter(|path| path.is_dir()).flat_map(|folder| fs::read_dir(folder).expect("a folder"));
    let mut files: Vec<String> = inside.map(|entry| entry.expect("an entry").path().display().to_string()).collect();
    let top = fs::read_dir(&root).expect("a folder").map(|entry| entry.expect("an entry").path());
    files.extend(top.map(|path| path.display().to_string()));
    files.retain(|path| path.ends_with(".toml"));
    assert!(files.len() > 25, "{files:?}");
    let mut arguments = vec!["check"];
    arguments.extend(files.iter().map(String::as_str));
    let output = borsa(&root, &arguments);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stdout(&output).lines().count(), files.len());
}

#[test]
fn schemas_are_valid_and_accept_what_admit_accepts() {
    let folder = folder();
    for kind in ["scenario", "rulebook", "market", "dossier"] {
        let schema = json(&borsa(folder.path(), &["schema", kind]));
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert!(jsonschema::validator_for(&schema).is_ok(), "{kind}");
    }
    let dossier = json(&borsa(folder.path(), &["schema", "dossier"]));
    let validator = jsonschema::validator_for(&dossier).expect("valid");
    assert!(validator.is_valid(&serde_json::json!({})));
    assert!(!validator.is_valid(&serde_json::json!({ "compny": {} })));
    assert!(!validator.is_valid(&serde_json::json!({ "company": { "name": 1 } })));
}

#[test]
fn a_json_dossier_is_read_like_a_toml_one_with_its_own_lines() {
    let folder = folder();
    let text = fs::read_to_string(shipped("dossiers/cura-aperta.toml")).expect("shipped");
    let mut tree: Value = toml::from_str(&text).expect("TOML");
    let write = |tree: &Value| {
        fs::write(folder.path().join("x.json"), serde_json::to_string_pretty(tree).expect("JSON")).expect("written");
    };
    write(&tree);
    let (one, other) = ("cura-aperta", "x.json");
    let [toml, json_] = [one, other].map(|asked| json(&borsa(folder.path(), &["admit", asked, "--json"])));
    let told = |verdict: &Value| -> Vec<String> {
        let criteria = verdict["criteria"].as_object().expect("an object").values();
        let findings = criteria.flat_map(|criterion| criterion["findings"].as_array().expect("a list"));
        findings.map(|finding| format!("{} {} {}", finding["code"], finding["pointer"], finding["message"])).collect()
    };
    assert_eq!((&toml["outcome"], told(&toml)), (&json_["outcome"], told(&json_)));
    assert_eq!(stdout(&borsa(folder.path(), &["check", "x.json"])), "x.json: ok (dossier)\n");

    tree["instrument"].as_object_mut().expect("a table").remove("coupon");
    write(&tree);
    let lines = fs::read_to_string(folder.path().join("x.json")).expect("written");
    let at = lines.lines().position(|line| line.starts_with("  \"instrument\"")).expect("there") + 1;
    let verdict = json(&borsa(folder.path(), &["admit", "x.json", "--json"]));
    let findings = verdict["criteria"]["eligibility"]["findings"].as_array().expect("a list");
    let missing = findings.iter().find(|finding| finding["pointer"] == "/instrument/coupon").expect("told");
    assert_eq!(missing["line"], at);

    tree["instrument"]["cupon"] = Value::from("0.04");
    write(&tree);
    let lines = fs::read_to_string(folder.path().join("x.json")).expect("written");
    let at = lines.lines().position(|line| line.contains("\"cupon\"")).expect("there") + 1;
    for command in [&["admit", "x.json"][..], &["check", "x.json"]] {
        let output = borsa(folder.path(), command);
        assert_eq!(output.status.code(), Some(2));
        let expected = format!("x.json:{at}:5: unknown key `cupon`; the nearest valid key is `coupon`");
        assert!(stderr(&output).contains(&expected), "{}", stderr(&output));
    }
}

#[test]
fn a_dossier_is_exported_as_linked_data_in_a_stable_shape() {
    let folder = folder();
    let output = borsa(folder.path(), &["admit", "passo-lieve", "--json-ld"]);
    let document = json(&output);
    assert_eq!(document["@context"], "https://ontology.commonapproach.org/contexts/cidsContext.jsonld");
    let graph = document["@graph"].as_array().expect("a graph");
    let node = |id: &str| graph.iter().find(|node| node["@id"] == id).unwrap_or_else(|| panic!("{id} is there"));
    let company = node("urn:borsa-sociale:passo-lieve");
    assert_eq!(company["@type"], "cids:Organization");
    assert_eq!(company["hasOutcome"][0], "urn:borsa-sociale:passo-lieve/outcome/0");
    let keys: Vec<&String> =
        node("urn:borsa-sociale:passo-lieve/indicator/0").as_object().expect("a node").keys().collect();
    assert_eq!(keys, ["@type", "@id", "hasName", "hasDescription", "unitDescription", "forOutcome", "hasBaseline"]);
    let target = node("urn:borsa-sociale:passo-lieve/indicator/0/target");
    assert_eq!(
        (&target["@type"], &target["value"]["hasNumericalValue"]),
        (&Value::from("cids:Target"), &Value::from("85"))
    );
    assert_eq!(target["endedAtTime"], "2028-12-31T00:00:00Z");
    let experienced = node("urn:borsa-sociale:passo-lieve/stakeholder-outcome/0");
    let kinds: Vec<&Value> =
        experienced["hasHowMuch"].as_array().expect("a list").iter().map(|part| &part["@type"]).collect();
    assert_eq!(kinds, ["cids:ImpactScale", "cids:ImpactDepth", "cids:ImpactDuration", "cids:Counterfactual"]);
    assert_eq!(stdout(&output), stdout(&borsa(folder.path(), &["admit", "passo-lieve", "--json-ld"])));
    let refused = borsa(folder.path(), &["admit", "passo-lieve", "--json-ld", "--json"]);
    assert_eq!(refused.status.code(), Some(2), "one or the other");
}
