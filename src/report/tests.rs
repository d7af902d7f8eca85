//! What holds of every report: the contract's shape, a page that stands alone, the same bytes each time.

use serde_json::Value;

use super::fixture::{NAME, report};
use super::{to_html, to_json};
use crate::domain::Language;

const LANGUAGES: [Language; 2] = [Language::It, Language::En];

fn json() -> Value {
    serde_json::from_str(&to_json(&report())).expect("JSON")
}

fn company<'a>(report: &'a Value, id: &str) -> &'a Value {
    let companies = report["companies"].as_array().expect("a list");
    companies.iter().find(|company| company["id"] == id).expect("every company that applied")
}

#[test]
fn the_json_keeps_the_shape_that_programs_rely_on() {
    let report = json();
    assert_eq!(report["format"], 1);
    assert_eq!((&report["scenario"], &report["seed"]), (&Value::from("small"), &Value::from(7)));
    assert_eq!(report["digest"].as_str().map(str::len), Some(64));
    let names: Vec<_> = report["companies"].as_array().expect("a list").iter().map(|one| one["id"].as_str()).collect();
    assert_eq!(names, ["cura", "campo", "fumo", "attesa"].map(Some));
    assert_eq!(company(&report, "cura")["name"], NAME);
    for line in company(&report, "cura")["burdens"].as_array().expect("a list") {
        for member in ["item", "kind", "unit", "date", "basis", "source"] {
            assert!(line[member].is_string(), "{member} of {line}");
        }
        assert!(line["amount"].is_string(), "{line}");
    }
}

#[test]
fn who_is_not_admitted_has_a_reason_and_who_is_not_refused_both_sides() {
    let report = json();
    let length = |id: &str, list: &str| company(&report, id)[list].as_array().expect("a list").len();
    let outcomes = ["cura", "campo", "fumo", "attesa"].map(|id| company(&report, id)["outcome"].as_str());
    assert_eq!(outcomes, ["admitted", "conditional", "refused", "pending"].map(Some));
    assert_eq!(length("cura", "reasons"), 0);
    for id in ["campo", "fumo", "attesa"] {
        assert!(length(id, "reasons") > 0, "{id}");
    }
    for id in ["cura", "campo"] {
        assert!(length(id, "benefits") > 0 && length(id, "burdens") > 0, "{id}");
    }
    // The condition had no words of the committee beside it: those of the gate stand in.
    assert_eq!(company(&report, "campo")["reasons"][0]["en"], "The <baseline> is missing");
}

#[test]
fn liquidity_is_told_from_trading_and_marked_simulated() {
    let report = json();
    let benefits = company(&report, "cura")["benefits"].as_array().expect("a list");
    let line = |item: &str| benefits.iter().find(|line| line["item"] == item).unwrap_or_else(|| panic!("{item}"));
    for (item, amount) in [("turnover", "3440"), ("trades", "2"), ("days-without-a-trade", "0"), ("holders", "41")] {
        assert_eq!((line(item)["amount"].as_str(), line(item)["basis"].as_str()), (Some(amount), Some("simulated")));
    }
    assert_eq!(line("home-longer")["amount"], "54.54");
    let trading = &company(&report, "cura")["trading"];
    assert_eq!((trading["trades"].as_u64(), trading["first_price"].as_str()), (Some(2), Some("3.38")));
    assert_eq!(trading["auctions_without_trade"], 0);
    assert!(company(&report, "fumo")["trading"]["last_price"].is_null());
}

#[test]
fn totals_are_those_of_the_lines() {
    let report = json();
    let totals = &company(&report, "cura")["totals"];
    assert_eq!((totals["one_off"].as_str(), totals["one_off_percent"].as_str()), (Some("125000.5"), Some("4.08")));
    let summary = &report["summary"];
    assert_eq!((summary["raised"].as_str(), summary["pending"].as_u64()), (Some("3060000"), Some(1)));
    // The work so far of the conditional company counts beside that of the listed one.
    assert_eq!(summary["totals"]["staff_days"], "24");
}

#[test]
fn the_page_stands_alone() {
    for language in LANGUAGES {
        let page = to_html(&report(), language);
        for outside in ["<script", "<link", "<img", "<iframe", "src=", "url(", "@import", "<object", "<embed", "<base"]
        {
            assert!(!page.contains(outside), "{outside}");
        }
        let rest = page.replace("href=\"https://example.org", "");
        let addresses: Vec<_> = rest.match_indices("=\"http").collect();
        assert!(addresses.is_empty(), "only links to sources lead outside");
    }
}

#[test]
fn words_from_outside_stay_words() {
    for language in LANGUAGES {
        let page = to_html(&report(), language);
        assert!(page.contains("Cura &#60;b&#62;&#38;&#34; Aperta"));
        for raw in ["<b>", "<at>", "<il>", "<baseline>", "clear & measurable", "?a=1&b=2"] {
            assert!(!page.contains(raw), "{raw}");
        }
    }
}

#[test]
fn the_page_is_well_formed() {
    for language in LANGUAGES {
        let page = to_html(&report(), language);
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang="));
        let mut open: Vec<String> = Vec::new();
        for (name, closes) in tags(&page) {
            if closes {
                assert_eq!(open.pop().as_deref(), Some(name.as_str()), "inside {open:?}");
            } else {
                open.push(name);
            }
        }
        assert_eq!(open, Vec::<String>::new());
    }
}

/// Elements that open and close, in order; elements without an end are left out.
fn tags(page: &str) -> Vec<(String, bool)> {
    let after_style = page.split_once("</style>").expect("the page has a style").1;
    let body = after_style.replacen("</head>", "", 1).replacen("</html>", "", 1);
    let found = body.split('<').skip(1).filter_map(|piece| {
        let tag = piece.split_once('>').unwrap_or_else(|| panic!("no end: {piece}")).0;
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        let stands_alone = tag.ends_with('/') || ["br", "meta"].contains(&name.as_str());
        (!stands_alone).then(|| (name, tag.starts_with('/')))
    });
    found.collect()
}

#[test]
fn headings_tables_and_charts_are_named() {
    for language in LANGUAGES {
        let page = to_html(&report(), language);
        assert_eq!(page.matches("<h1").count(), 1);
        let mut level = 1;
        for (at, _) in page.match_indices("<h") {
            let Some(next) = page[at + 2..].chars().next().and_then(|digit| digit.to_digit(10)) else { continue };
            assert!(next <= level + 1, "a heading of level {next} after one of {level}");
            level = next;
        }
        assert_eq!(page.matches("<table").count(), page.matches("<caption").count());
        assert_eq!(page.matches("<th>").count(), 0, "every table head says what it is the head of");
        assert_eq!(page.matches("<svg").count(), page.matches("<title").count() - 1, "every chart has a title");
        let mut ids: Vec<_> = page.split(" id=\"").skip(1).map(|rest| rest.split('"').next()).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "an id stands once");
        for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(page.contains(&format!(" id=\"{target}\"")), "#{target}");
        }
    }
}

#[test]
fn numbers_follow_the_language() {
    let page = |language| to_html(&report(), language);
    assert!(page(Language::It).contains("3.060.000,00\u{a0}EUR"));
    assert!(page(Language::En).contains("EUR\u{a0}3,060,000.00"));
    assert!(page(Language::It).contains("lang=\"it\"") && page(Language::En).contains("lang=\"en\""));
    assert!(page(Language::It).contains("30\u{a0}giu\u{a0}2026"));
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    assert_eq!(to_json(&report()), to_json(&report()));
    for language in LANGUAGES {
        assert_eq!(to_html(&report(), language), to_html(&report(), language));
    }
}

#[test]
fn the_chair_reads_who_got_in_who_did_not_and_what_comes_next() {
    let page = to_html(&report(), Language::En);
    let (_, first) = page.split_once("<dl class=\"chair\">").expect("the questions");
    let (first, _) = first.split_once("</dl>").expect("they end");
    assert_eq!(first.matches("<dt>").count(), 9);
    for answer in [
        "Companies that applied: 4. Offers opened: 1, for EUR\u{a0}3,400,000.00 in all",
        "Admitted: 1; admitted with conditions: 1; listed: 1.",
        ">fumo</a>: refused. No baseline",
        "EUR\u{a0}3,060,000.00 gross; offers that succeeded: 1 of 1; allotments to investors: 41.",
        ">attesa</a>: the application.",
        ">campo</a>: condition M-03, by 31\u{a0}Dec\u{a0}2026.",
    ] {
        assert!(first.contains(answer), "{answer}\n{first}");
    }
}
