//! Tricks that one changed value cannot show: double counting, banks, cooperatives, what the notes tell.

use serde_json::{Value, json};

use super::tests::{pointers, read};
use super::*;

fn assessed(name: &str, change: impl FnOnce(&mut Value)) -> Assessment {
    let dossier: Dossier = read("dossiers", name);
    let mut tree = serde_json::to_value(dossier).expect("text keys");
    change(&mut tree);
    let dossier: Dossier = serde_json::from_value(tree).expect("fits");
    assess(&dossier, &read("rulebooks", "torino-2022"))
}

fn codes(assessment: &Assessment) -> Vec<&str> {
    pointers(assessment).into_iter().map(|(code, _)| code).collect()
}

#[test]
fn the_same_change_for_the_same_people_is_one_objective() {
    let twice = |stakeholders: Value| {
        assessed("passo-lieve", |tree| {
            let mut second = tree["objectives"][0].clone();
            second["code"] = json!("again");
            second["stakeholders"] = stakeholders;
            tree["objectives"].as_array_mut().expect("a list").push(second);
        })
    };
    let dossier: Dossier = read("dossiers", "passo-lieve");
    let same = json!(dossier.objectives[0].stakeholders.iter().rev().collect::<Vec<_>>());
    let found = twice(same);
    let double: Vec<&str> = found.findings().filter(|f| f.code == "M-25").map(|f| f.pointer.as_str()).collect();
    assert_eq!(double, [format!("/objectives/{}/indicator", dossier.objectives.len())]);
    assert!(
        !codes(&twice(json!(["Other people"]))).contains(&"M-25"),
        "the same indicator for others is another change"
    );
}

#[test]
fn banks_are_left_out_of_the_cap_on_coupons() {
    let coupon = |rate: &str, reserved: bool| {
        assessed("cura-aperta", |tree| {
            tree["instrument"]["coupon"] = json!(rate);
            tree["instrument"]["reserved_to_banks"] = json!(reserved);
        })
    };
    assert_eq!(codes(&coupon("0.075", false)), [""; 0], "equal to the cap is not above it");
    assert_eq!(codes(&coupon("0.0751", false)), ["E-26"]);
    assert_eq!(codes(&coupon("0.0751", true)), [""; 0]);
}

#[test]
fn prevalent_mutuality_caps_the_dividend_of_a_cooperative() {
    let dividend = |prevalent: bool| {
        assessed("luce-comune", |tree| {
            tree["statute"]["dividend_cap"] = json!("0.06");
            tree["company"]["prevalent_mutuality"] = json!(prevalent);
        })
    };
    assert!(codes(&dividend(true)).contains(&"E-30"));
    assert!(!codes(&dividend(false)).contains(&"E-30"));
}

#[test]
fn a_verifier_that_fills_another_role_is_found_and_one_that_says_so_is_only_not_independent() {
    let with = |independent: bool| {
        assessed("cura-aperta", |tree| {
            tree["team"]["members"][1]["organization"] = json!("Impact Studio");
            tree["objectives"][0]["verifier"] = json!({ "name": "impact studio", "independent": independent });
        })
    };
    assert_eq!(codes(&with(true)), ["M-30"]);
    assert_eq!(codes(&with(false)), ["M-16"]);
}

#[test]
fn the_notes_tell_what_the_formulas_give() {
    let share = |share: &str| json!({ "low": share, "central": share, "high": share });
    let found = assessed("cura-aperta", |tree| {
        tree["objectives"][0]["valuation"] = json!({
            "quantity": "100", "proxy_value": "1000", "years": 3, "discount_rate": "0.035", "inputs": "100000",
            "deadweight": { "low": "0.1", "central": "0.2", "high": "0.4" },
            "displacement": share("0.05"), "attribution": share("0.3"), "drop_off": share("0.25"),
        });
    });
    let note = found.findings().find(|finding| finding.code == "M-28").expect("told");
    assert_eq!((note.severity, note.pointer.as_str()), (Severity::Note, "/objectives/0/valuation"));
    for told in ["between 0.8673 and 1.3009", "1.1564 in the middle", "92.2688", "gross 333.3333"] {
        assert!(note.message.en.contains(told), "{told}: {}", note.message.en);
    }
    let compared = assessed("passo-lieve", |_| {});
    assert!(compared.findings().any(|finding| finding.code == "A-13"), "a comparison tells its index");
    assert_eq!(compared.outcome(), Outcome::Admitted);
}

#[test]
fn the_linked_data_is_a_graph_in_which_every_address_is_a_node() {
    let dossier: Dossier = read("dossiers", "rinova-materia");
    let rulebook: Rulebook = read("rulebooks", "torino-2022");
    let document = linked_data(&dossier, rulebook.catalogue.as_ref());
    assert_eq!(document["@context"], CONTEXT);
    let graph = document["@graph"].as_array().expect("a graph");
    let ids: Vec<&str> = graph.iter().map(|node| node["@id"].as_str().expect("a name")).collect();
    let mut own = Vec::new();
    links(&document["@graph"], &mut own);
    assert!(own.iter().all(|link| ids.contains(link)), "{own:?} {ids:?}");
    let indicator = graph.iter().find(|node| node["@type"] == "cids:Indicator").expect("an indicator");
    assert_eq!(indicator["hasCode"], "https://iris.thegiin.org/metric/5.3/OI2535/");
    assert_eq!(indicator["hasBaseline"]["hasNumericalValue"], "4100");
    let kinds: Vec<&str> = graph.iter().map(|node| node["@type"].as_str().expect("a type")).collect();
    let of_each = ["cids:Outcome", "cids:StakeholderOutcome", "cids:Indicator", "cids:Target", "cids:IndicatorReport"];
    let expected: Vec<&str> =
        ["cids:Organization", "cids:ImpactModel"].into_iter().chain(of_each).chain(of_each).collect();
    assert_eq!(kinds, expected);
    let silent = linked_data(&Dossier::default(), None);
    assert_eq!(silent["@graph"].as_array().map(Vec::len), Some(2), "an empty dossier has its company and its model");
}

/// Names of nodes of this document that stand as values.
fn links<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) if text.starts_with("urn:") => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| links(item, found)),
        Value::Object(entries) => {
            let inside_measure = |key: &str, value: &Value| key == "@id" && value.is_string();
            entries
                .iter()
                .filter(|(key, value)| !inside_measure(key, value))
                .for_each(|(_, value)| links(value, found));
        }
        _ => {}
    }
}
