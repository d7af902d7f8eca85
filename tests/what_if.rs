//! What if: `borsa admit --set`, `--vary` and tables over many dossiers, as a researcher uses them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn borsa_in(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_borsa"));
    command.current_dir(folder).args(arguments).output().expect("the program starts")
}

fn borsa(arguments: &[&str]) -> Output {
    borsa_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("sim-scenarios"), arguments)
}

fn stdout(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&stdout(&borsa(arguments))).expect("JSON on stdout")
}

/// What is told about a wrong command line.
fn refused(arguments: &[&str]) -> String {
    let output = borsa(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?}: nothing on stdout");
    String::from_utf8(output.stderr).expect("UTF-8")
}

#[test]
fn another_figure_gives_another_verdict_that_says_what_was_changed() {
    let verdict = json(&["admit", "cura-aperta", "--json"]);
    assert_eq!((&verdict["outcome"], &verdict["changes"]), (&"admitted".into(), &Value::Null));
    let verdict = json(&["admit", "cura-aperta", "--json", "--set", "additionality.impact_use=0.92"]);
    assert_eq!((&verdict["outcome"], &verdict["rulebook"]), (&"refused".into(), &"torino-2022".into()));
    assert_eq!(
        verdict["changes"],
        serde_json::json!([{ "key": "additionality.impact_use", "from": "0.6", "to": "0.92" }])
    );
    let text = stdout(&borsa(&["admit", "cura-aperta", "--set", "additionality.impact_use=0.95", "--lang", "it"]));
    assert!(text.contains("regolamento torino-2022, cambiato: additionality.impact_use 0.6 -> 0.95\n"), "{text}");
    assert!(text.contains("RESPINTA"), "{text}");
    assert!(text.contains("chiesto: A un obiettivo va almeno il 95% del denaro?\n"), "{text}");
    assert!(text.contains("fonte: assumed: set for this question; torino-2022 says 0.6\n"), "{text}");
}

#[test]
fn weights_whole_numbers_and_lists_can_be_set_and_several_at_once() {
    let verdict =
        json(&["admit", "mano-tesa", "--json", "--set", "severities.M-16=note", "--set", "severities.E-19=note"]);
    assert_eq!(verdict["outcome"], "admitted");
    assert_eq!(verdict["changes"][0]["from"], Value::Null, "the rulebook weighs it as usual");
    let verdict = json(&["admit", "cura-aperta", "--json", "--set", "measurability.minimum_outcomes=2"]);
    assert_eq!((&verdict["outcome"], &verdict["changes"][0]["to"]), (&"refused".into(), &2.into()));
    let verdict = json(&["admit", "passo-lieve", "--json", "--set", "eligibility.team_roles=advisor, specialist"]);
    assert_eq!(verdict["changes"][0]["to"], serde_json::json!(["advisor", "specialist"]));
    let questions = stdout(&borsa(&["admit", "--questions", "--set", "eligibility.minimum_holders=50"]));
    assert!(questions.contains("Are at least 50 holders wanted?"), "{questions}");
}

#[test]
fn a_key_or_a_value_that_does_not_fit_is_told_with_what_to_write() {
    let cases = [
        (
            "additionality.inpact_use=0.2",
            "unknown key `additionality.inpact_use`; the nearest key of a rulebook is `additionality.impact_use`",
        ),
        ("severities.M-61=note", "the nearest key of a rulebook is `severities.M-16`"),
        ("severities.M-16=light", "severities.M-16=light: unknown word `light`"),
        ("measurability.minimum_outcomes=many", "must be an integer, not a string"),
        ("measurability.minimum_outcomes=-1", "-1 is out of range"),
        ("additionality.impact_use=much", "additionality.impact_use=much: `much`"),
        ("additionality.impact_use=1.5", "1.5 is no part of a whole: write a fraction from 0 to 1"),
        ("committee.quorum=8", "a quorum of 8 cannot be reached by 7 members"),
        ("additionality.impact_use", "write KEY=VALUE"),
    ];
    for (setting, expected) in cases {
        let told = refused(&["admit", "cura-aperta", "--set", setting]);
        assert!(told.contains(expected), "{setting}: {told}");
    }
}

#[test]
fn a_folder_is_a_table_of_companies_by_rulebooks() {
    let text = stdout(&borsa(&["admit", "dossiers", "--rulebook", "all"]));
    let lines: Vec<&str> = text.lines().collect();
    let companies =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("sim-scenarios/dossiers")).expect("there").count();
    let numbers: Vec<&str> = lines[0].split_whitespace().collect();
    assert_eq!(lines.iter().filter(|line| line.split_whitespace().count() == numbers.len() + 1).count(), companies);
    let legend = lines.iter().find_map(|line| line.strip_suffix("  torino-2022")).expect("in the legend");
    let column = numbers.iter().position(|number| *number == legend.trim()).expect("a column");
    let nido = lines.iter().find(|line| line.starts_with("nido-sereno")).expect("a row");
    assert_eq!(nido.split_whitespace().nth(column + 1), Some("."), "refused");
    let all = json(&["admit", "dossiers", "--json"]);
    assert_eq!(all.as_array().map(Vec::len), Some(companies));
    assert_eq!(json(&["admit", "all", "--json"]).as_array().map(Vec::len), Some(companies));
    let two = stdout(&borsa(&["admit", "cura-aperta", "dossiers/nido-sereno.toml", "--lang", "it"]));
    assert!(two.contains("cura-aperta   ammessa\nnido-sereno   respinta\nnon respinte  1/2\n"), "{two}");
}

#[test]
fn a_table_of_values_tells_who_passes_and_where_each_verdict_turns() {
    let text = stdout(&borsa(&["admit", "cura-aperta", "passo-lieve", "--vary", "additionality.impact_use=0.5,0.9,1"]));
    let expected = "\
torino-2022
additionality.impact_use  (the rulebook says 0.6)

             0.5          0.9          1
cura-aperta  admitted     admitted     refused
passo-lieve  admitted     refused      refused
not refused  2/2          1/2          0/2

cura-aperta: admitted up to 0.91, refused from 0.9101
passo-lieve: admitted up to 0.8857, refused from 0.8858
";
    assert_eq!(text, expected);
    let varied = json(&["admit", "passo-lieve", "--json", "--vary", "additionality.impact_use=0.8..0.92..0.05"]);
    assert_eq!(varied["values"], serde_json::json!(["0.8", "0.85", "0.9"]));
    assert_eq!(varied["companies"][0]["outcomes"], serde_json::json!(["admitted", "admitted", "refused"]));
    assert_eq!(
        varied["companies"][0]["turns"],
        serde_json::json!([{ "last": "0.8857", "first": "0.8858", "from": "admitted", "to": "refused" }])
    );
}

#[test]
fn where_a_verdict_turns_is_where_setting_that_value_turns_it() {
    let varied = json(&["admit", "all", "--json", "--vary", "intentionality.revenue_share=0..1..0.25"]);
    let mut turns = 0;
    for company in varied["companies"].as_array().expect("a list") {
        for turn in company["turns"].as_array().expect("a list") {
            for (value, outcome) in [("last", "from"), ("first", "to")] {
                let setting = format!("intentionality.revenue_share={}", turn[value].as_str().expect("a value"));
                let dossier = company["dossier"].as_str().expect("a name");
                let verdict = json(&["admit", dossier, "--json", "--set", &setting]);
                assert_eq!(verdict["outcome"], turn[outcome], "{dossier}: {setting}");
            }
            turns += 1;
        }
    }
    assert!(turns >= 5, "only {turns}");
}

#[test]
fn words_and_weights_vary_too_and_a_bad_range_is_refused() {
    let varied = json(&["admit", "mano-tesa", "--json", "--vary", "severities.M-16=note,condition,blocking"]);
    assert_eq!(varied["companies"][0]["outcomes"], serde_json::json!(["conditional", "conditional", "refused"]));
    assert_eq!(varied["companies"][0]["turns"], serde_json::json!([]), "between words there is nothing");
    for (range, expected) in [
        ("0.5..0.1..0.1", "a range goes up from FROM to TO"),
        ("0..1..0", "a STEP above zero"),
        ("0..1", "a range is FROM..TO..STEP"),
        ("0..1..0.001", "too many"),
        ("0..x..1", "`x`"),
    ] {
        let told = refused(&["admit", "mano-tesa", "--vary", &format!("additionality.impact_use={range}")]);
        assert!(told.contains(expected), "{range}: {told}");
    }
    assert!(refused(&["admit", "mano-tesa", "--vary", "additionality.x=1"]).contains("the nearest key"));
}

#[test]
fn a_folder_tells_the_problems_of_all_its_files() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(refused(&["admit", &folder.path().display().to_string()]).contains("no TOML or JSON file in this folder"));
    fs::write(folder.path().join("a.toml"), "[company]\nnme = \"x\"\n").expect("written");
    fs::write(folder.path().join("b.toml"), "format = = 1\n").expect("written");
    fs::write(folder.path().join("c.toml"), "format = 1\n").expect("written");
    let output = borsa_in(folder.path(), &["admit", "."]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(told.contains("a.toml:2:1: unknown key `nme`") && told.contains("b.toml:1:10: not TOML"), "{told}");
}
