//! `sim-scenarios/forme-di-offerta.toml` from outside: six forms of an offer, and what each gives or gives back.

use serde_json::Value;

use super::{REPEATABLE, play};

const SCENARIO: &str = "sim-scenarios/forme-di-offerta.toml";

fn decimal(value: &Value) -> rust_decimal::Decimal {
    value.as_str().expect("a decimal string").parse().expect("a number")
}

#[test]
fn every_form_ends_as_its_story_says_and_nothing_is_kept_that_was_not_sold() {
    let (run, again) = (play(SCENARIO, &[]), play(SCENARIO, &[]));
    for file in REPEATABLE {
        assert_eq!(run.read(file), again.read(file), "{file}");
    }
    assert_eq!(run.verify().status.code(), Some(0), "the draw of the lottery stands in the journal");
    let log = String::from_utf8(run.read("events.jsonl")).expect("UTF-8");
    let log: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let of = |kind: &'static str| log.iter().filter(move |event| event["type"] == kind);

    let mut forms: Vec<&str> = of("offer_opened").filter_map(|event| event["conditions"]["form"].as_str()).collect();
    forms.sort_unstable();
    let expected = ["all_or_nothing", "book_building", "donation_to_target", "fixed_price_offer", "private_placement"];
    assert_eq!(forms[..5], expected);
    assert_eq!(forms[5..], ["uniform_price_auction"]);

    for closed in of("offer_closed") {
        let here = |event: &&Value| event["instrument"] == closed["instrument"];
        let sum = |kind: &'static str, key: &str| {
            of(kind).filter(here).map(|event| decimal(&event[key])).sum::<rust_decimal::Decimal>()
        };
        let (paid, back) = (sum("allotted", "paid"), sum("allotted", "released"));
        assert_eq!(sum("subscribed", "reserved"), paid + back, "{closed}: to the last cent");
        assert_eq!(paid, decimal(&closed["raised"]), "{closed}");
        assert_eq!(sum("allotted", "quantity"), decimal(&closed["allotted"]), "{closed}");
        let listed = of("listed").find(here);
        if let Some(listed) = listed {
            assert_eq!(listed["reference_price"], closed["price"], "the first auction refers to the price found");
        }
        let is_listed = closed["success"] == true && closed["instrument"] != "BOSCO";
        assert_eq!(listed.is_some(), is_listed, "{closed}");
    }
    let short: Vec<&Value> = of("offer_fell_short").collect();
    assert_eq!(short.len(), 1);
    assert_eq!((&short[0]["company"], &short[0]["test"]), (&"rinova-materia".into(), &"minimum_units".into()));
}

#[test]
fn the_report_says_in_which_form_each_offer_was_made_and_why_one_failed() {
    let run = play(SCENARIO, &[]);
    let report: Value = serde_json::from_slice(&run.read("report.json")).expect("JSON");
    let companies = report["companies"].as_array().expect("a list");
    let offer = |id: &str| &companies.iter().find(|company| company["id"] == id).expect("it took part")["offer"];
    assert_eq!(offer("passo-lieve")["form"], "book_building");
    assert_eq!(offer("passo-lieve")["price_range"], serde_json::json!(["3.8", "4.6"]));
    assert_eq!(offer("rinova-materia")["fell_short"][0]["test"], "minimum_units");
    assert_eq!(offer("rinova-materia")["price_paid"], Value::Null);
    let page = String::from_utf8(run.read("report.html")).expect("UTF-8");
    for words in ["raccolta ordini", "tutto o niente", "donazione all'obiettivo", "collocamento privato", "Finanziata"]
    {
        assert!(page.contains(words) || page.contains(&words.replace('\'', "&#39;")), "{words}");
    }
}
