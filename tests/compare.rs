//! `borsa compare`: a company by other routes, from a dossier alone and from a scenario.
#![cfg(feature = "server")]

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

fn borsa(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_borsa")).args(arguments).output().expect("the program starts")
}

fn told(arguments: &[&str]) -> String {
    let output = borsa(arguments);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).expect("text")
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&told(&[arguments, &["--json"]].concat())).expect("JSON")
}

/// The amount of a row in a column of a comparison.
fn amount<'a>(comparison: &'a Value, row: &str, column: &str) -> &'a Value {
    let columns = comparison["columns"].as_array().expect("columns");
    let at = columns.iter().position(|one| one["code"] == column).expect("a column");
    let rows = comparison["rows"].as_array().expect("rows");
    &rows.iter().find(|one| one["code"] == row).expect("a row")["cells"][at]["amount"]
}

#[test]
fn a_dossier_alone_goes_by_every_route_and_the_answer_fits_its_schema() {
    let all = json(&["compare", "passo-lieve"]);
    let schema: Value = serde_json::from_str(&told(&["schema", "comparison"])).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    assert!(validator.is_valid(&all), "{all}");
    let one = &all["comparisons"][0];
    let codes: Vec<&str> =
        one["columns"].as_array().expect("columns").iter().filter_map(|column| column["code"].as_str()).collect();
    assert_eq!(codes, ["borsa-sociale", "egm", "minibond", "bank-loan", "equity-crowdfunding", "donation"]);
    let cells = one["rows"].as_array().expect("rows").iter().map(|row| row["cells"].as_array().map(Vec::len));
    assert!(cells.into_iter().all(|count| count == Some(6)));
    assert!(one["differences"].as_array().is_some_and(|all| all.len() == 5));
}

#[test]
fn another_amount_changes_the_costs_that_are_parts_of_it() {
    let at = |raise: &str| json(&["compare", "passo-lieve", "--routes", "bank-loan", "--raise", raise]);
    let (small, large) = (at("1000000"), at("2000000"));
    assert_eq!(amount(&small["comparisons"][0], "one-off", "bank-loan"), "11000");
    assert_eq!(amount(&large["comparisons"][0], "one-off", "bank-loan"), "18500");
    assert_eq!(amount(&large["comparisons"][0], "interest", "bank-loan"), "71200");
}

#[test]
fn a_scenario_brings_its_own_costs_and_one_of_its_companies_can_be_asked_for() {
    let one = json(&["compare", "esercizio-torino", "--company", "cura-aperta", "--routes", "minibond"]);
    assert_eq!(one["comparisons"].as_array().map(Vec::len), Some(1));
    assert_eq!(one["comparisons"][0]["subject"], "cura-aperta");
    let output = borsa(&["compare", "esercizio-torino", "--company", "cura-aperto"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cura-aperta"));
}

#[test]
fn what_does_not_fit_is_refused_with_what_to_do() {
    let refused = |arguments: &[&str]| {
        let output = borsa(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty());
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(refused(&["compare", "passo-lieve", "--routes", "bank-lone"]).contains("the nearest is `bank-loan`"));
    assert!(refused(&["compare", "passo-lieve", "--raise", "0"]).contains("above zero"));
    assert!(refused(&["compare", "no-such-dossier"]).contains("passo-lieve"));
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary directory");
    let empty = home.path().join("empty.toml");
    fs::write(&empty, "[instrument]\nkind = \"share\"\n").expect("written");
    let told = refused(&["compare", empty.to_str().expect("text")]);
    assert!(told.contains("--raise"), "{told}");
}

#[test]
fn the_table_of_routes_is_a_file_like_any_other() {
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary directory");
    let mine = home.path().join("mine.toml");
    let shipped = fs::read_to_string("sim-scenarios/parameters/routes.toml").expect("it ships");
    fs::write(&mine, shipped.replace("low = \"0.0356\", high = \"0.0356\"", "low = \"0.06\", high = \"0.08\""))
        .expect("written");
    let mine = mine.to_str().expect("text");
    assert!(told(&["check", mine]).contains("ok (routes)"));
    let dearer = ["compare", "passo-lieve", "--routes", "bank-loan", "--route-table", mine];
    assert_eq!(amount(&json(&dearer)["comparisons"][0], "price", "bank-loan"), "7");
    fs::write(mine, shipped.replace("gives = \"loan\"", "gives = \"lone\"")).expect("written");
    let output = borsa(&dearer);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("mine.toml:"), "with its place");
}

#[test]
fn a_directory_gets_a_page_in_either_language_and_json() {
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a temporary directory");
    for (language, word) in [("it", "Costo del capitale"), ("en", "Cost of capital")] {
        let out = home.path().join(language);
        let out = out.to_str().expect("text");
        told(&["compare", "cura-aperta", "--lang", language, "--out", out]);
        let page = fs::read_to_string(format!("{out}/comparison.html")).expect("a page");
        assert!(page.contains(word) && page.contains("Cura Aperta"));
        let json = fs::read_to_string(format!("{out}/comparison.json")).expect("JSON");
        assert_eq!(serde_json::from_str::<Value>(&json).expect("JSON")["kind"], "routes");
    }
}

/// Both runs of a small story: as it is written, and with one thing changed.
fn runs(arguments: &[&str]) -> Value {
    json(&[&["compare", "sanzioni"], arguments].concat())
}

#[test]
fn a_scenario_is_played_behind_other_gates_and_the_differences_are_told() {
    let all = runs(&["--rulebook", "bvsa-br"]);
    assert_eq!(all["kind"], "runs");
    let schema: Value = serde_json::from_str(&told(&["schema", "comparison"])).expect("a schema");
    assert!(jsonschema::validator_for(&schema).expect("a schema").is_valid(&all), "{all}");
    let whole = &all["comparisons"][0];
    assert_eq!(amount(whole, "applied", "bvsa-br"), "3");
    assert_eq!(amount(whole, "refused", "bvsa-br"), "3", "a market of gifts lists no share and no bond");
    assert_eq!(amount(whole, "raised", "bvsa-br"), "0");
    assert_ne!(amount(whole, "raised", "as-written"), "0");
    let lines = whole["differences"][0]["lines"].as_array().expect("lines");
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().all(|line| line["en"].as_str().is_some_and(|line| line.contains("refused instead of"))));
}

#[test]
fn the_same_orders_in_another_market_trade_otherwise_and_what_is_the_same_is_not_told() {
    let all = runs(&["--market", "two-fixings,vorvel-weekly"]);
    let whole = &all["comparisons"][0];
    for row in ["admitted", "refused", "listed"] {
        assert_eq!(amount(whole, row, "as-written"), amount(whole, row, "two-fixings"), "{row}");
        assert_eq!(amount(whole, row, "as-written"), amount(whole, row, "vorvel-weekly"), "{row}");
    }
    assert_ne!(amount(whole, "turnover", "as-written"), amount(whole, "turnover", "two-fixings"));
    let auctions = |column| amount(whole, "auctions", column).as_str().and_then(|text| text.parse::<u32>().ok());
    assert!(auctions("two-fixings") > auctions("vorvel-weekly").map(|auctions| auctions * 4), "{whole}");
    let alike = runs(&["--set", "additionality.min_gap=0.01"]);
    let lines = &alike["comparisons"][0]["differences"][0]["lines"];
    assert!(lines.as_array().is_some_and(Vec::is_empty), "{lines}");
}

#[test]
fn other_rules_need_a_scenario() {
    let output = borsa(&["compare", "passo-lieve", "--market", "two-fixings"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("scenario"));
    let output = borsa(&["compare", "sanzioni", "--market", "no-such-market"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("two-fixings"));
}
