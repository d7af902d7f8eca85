//! The page of the rulebooks is made from the files: what ships, and who passes under what.

use super::*;
use crate::admission::{Dossier, Outcome, assess};
use crate::format::Document;

const PAGE: &str = "docs/RULEBOOKS.md";

fn rulebooks() -> Vec<Rulebook> {
    library::names("rulebooks").iter().map(|name| rulebook(name).unwrap_or_else(|_| panic!("{name}"))).collect()
}

fn dossiers() -> Vec<(String, Dossier)> {
    let read = |name: String| {
        let text = library::text("dossiers", &name).expect("ships");
        let document = Document::parse(&name, text.as_bytes()).expect("TOML");
        (name, document.decode().expect("fits"))
    };
    library::names("dossiers").into_iter().map(read).collect()
}

fn systems() -> String {
    let mut table = String::from(
        "| rulebook | what it is | where | when | status | primary | secondary |\n|---|---|---|---|---|---|---|\n",
    );
    for rulebook in rulebooks() {
        let [name, countries, years, status, primary, secondary] = cells(&rulebook);
        let summary = rulebook.system.as_ref().map_or(rulebook.title.en.as_str(), |system| system.summary.en.as_str());
        table.push_str(&format!(
            "| `{name}` | {summary} | {countries} | {years} | {status} | {primary} | {secondary} |\n"
        ));
    }
    table
}

/// A company a row, a rulebook a column by its number.
fn outcomes() -> String {
    let rulebooks = rulebooks();
    let numbers: String = (1..=rulebooks.len()).map(|number| format!(" {number} |")).collect();
    let mut table = format!("| company |{numbers}\n|---|{}\n", "---|".repeat(rulebooks.len()));
    for (name, dossier) in dossiers() {
        let cell = |rulebook: &Rulebook| match assess(&dossier, rulebook).outcome() {
            Outcome::Admitted => " yes |",
            Outcome::Conditional => " cond. |",
            Outcome::Refused => " no |",
        };
        table.push_str(&format!("| `{name}` |{}\n", rulebooks.iter().map(cell).collect::<String>()));
    }
    table
}

/// The page with its two tables as they should be.
fn expected(page: &str) -> String {
    let mut text = String::new();
    let mut is_table = false;
    for line in page.lines() {
        let is_row = line.starts_with('|');
        if is_row && !is_table {
            text.push_str(&if line.starts_with("| company") { outcomes() } else { systems() });
        } else if !is_row {
            text.push_str(line);
            text.push('\n');
        }
        is_table = is_row;
    }
    text
}

#[test]
fn the_page_of_the_rulebooks_tells_what_ships_and_who_passes() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let page = std::fs::read_to_string(&path).expect("the page");
    let expected = expected(&page);
    if std::env::var_os("BORSA_WRITE_DOCS").is_some() {
        std::fs::write(&path, &expected).expect("the page");
        return;
    }
    let first = page.lines().zip(expected.lines()).find(|(is, should)| is != should);
    assert!(page == expected, "{PAGE} differs, first in {first:#?}; run this test with BORSA_WRITE_DOCS=1");
}

/// Every text and figure that a rulebook has is somewhere on its sheet.
#[test]
fn a_sheet_leaves_nothing_out() {
    fn leaves(value: &serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(table) => {
                let own = table.iter().filter(|(key, _)| *key != "it" && *key != "as_of" && *key != "basis");
                own.for_each(|(_, value)| leaves(value, found));
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| leaves(item, found)),
            serde_json::Value::String(text) => found.push(text.clone()),
            other => found.push(other.to_string()),
        }
    }
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for mut rulebook in rulebooks() {
        let sheet = flat(&sheet::of(&rulebook, Language::En, Palette::plain()));
        (rulebook.catalogue, rulebook.metrics, rulebook.legal_forms) = (None, Vec::new(), Vec::new());
        let mut found = Vec::new();
        leaves(&serde_json::to_value(&rulebook).expect("text keys"), &mut found);
        assert!(found.len() > 40, "{}", rulebook.name);
        for leaf in found {
            assert!(sheet.contains(&flat(&leaf)), "{}: {leaf} is not on the sheet", rulebook.name);
        }
    }
}
