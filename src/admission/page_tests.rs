//! The page of the gate prints the questions: the tables are their one source.

use super::*;
use crate::admission::question::placeholder;

const PAGE: &str = "docs/GATE.md";

/// The figures of a question as the page shows them: their keys.
fn words(question: &str) -> String {
    match placeholder(question) {
        None => question.to_owned(),
        Some((before, key, after)) => format!("{before}`{}`{}", key.trim_end_matches('%'), words(after)),
    }
}

fn table(criterion: Criterion) -> String {
    let mut table = String::from("| code | weight | asks | reads |\n|---|---|---|---|\n");
    for question in questions(None).into_iter().filter(|question| question.criterion == criterion) {
        let weight = match question.severity {
            Severity::Blocking => "blocking",
            Severity::Condition => "condition",
            Severity::Note => "note",
        };
        let reads: Vec<String> = question.reads.iter().map(|pointer| format!("`{pointer}`")).collect();
        let asks = words(&question.asks.en);
        table.push_str(&format!("| `{}` | {weight} | {asks} | {} |\n", question.code, reads.join(", ")));
    }
    table
}

/// The page with the tables as they should be.
fn expected(page: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut section = None;
    for line in page.lines() {
        if line.starts_with("## ") {
            section =
                Criterion::ALL.into_iter().find(|criterion| line.starts_with(&format!("## {}", criterion.title().en)));
        }
        match section {
            Some(criterion) if line == "|---|---|---|---|" || line == "|---|---|---|" => {
                lines.pop();
                lines.extend(table(criterion).lines().map(str::to_owned));
            }
            Some(_) if line.starts_with("| `") => {}
            _ => lines.push(line.to_owned()),
        }
    }
    lines.join("\n") + "\n"
}

#[test]
fn the_page_of_the_gate_prints_the_questions_of_the_tables() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let page = std::fs::read_to_string(&path).expect("the page");
    let expected = expected(&page);
    if std::env::var_os("BORSA_WRITE_DOCS").is_some() {
        std::fs::write(&path, &expected).expect("the page");
        return;
    }
    let first = page.lines().zip(expected.lines()).find(|(is, should)| is != should);
    assert!(
        page == expected,
        "{PAGE} differs from the tables, first in {first:#?}; run this test with BORSA_WRITE_DOCS=1"
    );
}

#[test]
fn a_question_speaks_both_languages_and_names_the_same_figures_of_the_rulebook() {
    fn keys(words: &str) -> Vec<&str> {
        placeholder(words).map_or_else(Vec::new, |(_, key, after)| [vec![key], keys(after)].concat())
    }
    let rulebook: Rulebook = super::tests::read("rulebooks", "torino-2022");
    let known = questions(Some(&rulebook));
    for question in &questions(None) {
        let put = known.iter().find(|put| put.code == question.code && put.reads == question.reads);
        assert!(question.asks.it.len() > 8 && question.asks.en.len() > 8, "{}", question.code);
        assert!(question.asks.it.ends_with('?') && question.asks.en.ends_with('?'), "{}: no question", question.code);
        assert_ne!(question.asks.it, question.asks.en, "{}", question.code);
        assert_eq!(keys(&question.asks.it), keys(&question.asks.en), "{}", question.code);
        assert!(put.is_none_or(|put| !put.asks.en.contains(['{', '}'])), "{put:?}");
        let schema = schemars::schema_for!(Rulebook).to_value();
        for key in keys(&question.asks.en) {
            let (section, name) = key.trim_end_matches('%').split_once('.').expect("section and name");
            let part = schema["properties"][section]["$ref"].as_str().expect("a section").trim_start_matches('#');
            let rules = schema.pointer(part).expect("defined");
            assert!(rules["properties"].get(name).is_some(), "{}: the rulebook has no {key}", question.code);
        }
    }
}
