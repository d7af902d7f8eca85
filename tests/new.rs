//! `borsa new`: a company of one's own, from the empty sheet to the exercise.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn borsa(folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_borsa"));
    command.current_dir(folder).args(words).output().expect("the binary runs")
}

fn done(folder: &Path, words: &[&str]) -> String {
    let output = borsa(folder, words);
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn refused(folder: &Path, words: &[&str]) -> String {
    let output = borsa(folder, words);
    assert_eq!(output.status.code(), Some(2), "{words:?}");
    String::from_utf8(output.stderr).expect("UTF-8")
}

/// What the report of a run says of the company.
fn told(run: &Path) -> Value {
    let text = std::fs::read_to_string(run.join("report.json")).expect("a report");
    let report: Value = serde_json::from_str(&text).expect("JSON");
    let companies = report["companies"].as_array().expect("companies");
    companies.iter().find(|company| company["name"] == "Mia Impresa").expect("the company").clone()
}

#[test]
fn an_empty_sheet_is_refused_with_reasons_and_the_exercise_goes_on() {
    let folder = tempfile::tempdir().expect("a directory");
    let said = done(folder.path(), &["new", "mia-impresa", "--lang", "it"]);
    assert!(said.contains("borsa admit mia-impresa/dossier.toml --lang it"), "{said}");
    done(folder.path(), &["check", "mia-impresa/dossier.toml", "mia-impresa/scenario.toml"]);
    let findings = done(folder.path(), &["admit", "mia-impresa/dossier.toml", "--lang", "it"]);
    assert!(findings.contains("RIFIUTATA") || findings.contains("RESPINTA"), "{findings}");
    done(folder.path(), &["run", "mia-impresa/scenario.toml", "--out", "run", "--quiet"]);
    let company = told(&folder.path().join("run"));
    assert_eq!(company["outcome"], "refused");
    assert!(company["reasons"].as_array().expect("reasons").len() > 10, "{company}");
}

#[test]
fn a_company_like_another_is_listed_and_trades() {
    let folder = tempfile::tempdir().expect("a directory");
    done(folder.path(), &["new", "mia-impresa", "--like", "passo-lieve", "--out", "mine"]);
    done(folder.path(), &["run", "mine/scenario.toml", "--out", "run", "--quiet"]);
    let company = told(&folder.path().join("run"));
    assert_eq!((&company["outcome"], &company["trading"]["instrument"]), (&"admitted".into(), &"MIA".into()));
    assert!(company["trading"]["trades"].as_u64().expect("a number") > 0, "{company}");
}

#[test]
fn what_is_there_already_is_not_written_over() {
    let folder = tempfile::tempdir().expect("a directory");
    done(folder.path(), &["new", "orti", "--title", "Orti del Po"]);
    let before = std::fs::read(folder.path().join("orti/dossier.toml")).expect("written");
    assert!(refused(folder.path(), &["new", "orti"]).contains("--out"));
    assert_eq!(std::fs::read(folder.path().join("orti/dossier.toml")).expect("there"), before);
    assert!(refused(folder.path(), &["new", "passo-lieve"]).contains("name yours otherwise"));
    assert!(refused(folder.path(), &["new", "orti", "--symbol", "PASSO"]).contains("--symbol"));
    assert!(refused(folder.path(), &["new", "orti", "--like", "nobody", "--out", "x"]).contains("passo-lieve"));
    assert!(!folder.path().join("x").exists(), "nothing is half done");
}
