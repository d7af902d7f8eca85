//! What a rulebook does not ask is not put, and what one asks beyond the exercise of Torino is.

use serde_json::{Value, json};

use super::tests::{pointers, read};
use super::*;

/// The gate of Torino with every figure that it leaves out, some in a currency whose rate has changed; each is met by
/// every shipped dossier.
pub(super) fn asking_everything() -> Rulebook {
    let rupees = |value: &str| {
        let mut amount = figure(&json!(value));
        amount["currency"] = json!("INR");
        amount
    };
    let rate = |per_euro: &str, as_of: &str| json!({ "currency": "INR", "per_euro": per_euro, "basis": "assumed", "source": "a test", "as_of": as_of });
    let sectors = "circular-economy culture education employment energy environment food health housing manufacturing \
                   mobility retail social-care";
    with(&[
        ("/exchange_rates", json!([rate("80", "2020-01-01"), rate("100", "2027-01-01")])),
        ("/eligibility/minimum_offer", rupees("80000000")),
        ("/eligibility/minimum_revenue", rupees("50000000")),
        ("/eligibility/maximum_revenue", rupees("50000000000")),
        ("/eligibility/minimum_spending", rupees("50000000")),
        ("/eligibility/sectors", figure(&json!(sectors.split_whitespace().collect::<Vec<_>>()))),
        ("/intentionality/distribution", figure(&json!(["none", "capped", "free"]))),
    ])
}

#[test]
fn every_shipped_dossier_fares_alike_where_everything_is_asked_and_met() {
    let (torino, all) = (with(&[]), asking_everything());
    assert_eq!(all.faults(), []);
    for name in crate::format::library::names("dossiers") {
        let dossier: Dossier = read("dossiers", &name);
        assert_eq!(pointers(&assess(&dossier, &all)), pointers(&assess(&dossier, &torino)), "{name}");
    }
}

fn figure(value: &Value) -> Value {
    json!({ "value": value, "basis": "assumed", "source": "a test", "as_of": "2026-01-01" })
}

/// The shipped rulebook with these keys set, or taken away by null.
fn with(keys: &[(&str, Value)]) -> Rulebook {
    let mut tree = serde_json::to_value(read::<Rulebook>("rulebooks", "torino-2022")).expect("text keys");
    for (pointer, value) in keys {
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
        let table = tree.pointer_mut(parent).and_then(Value::as_object_mut).expect("a table");
        match value {
            Value::Null => drop(table.remove(key).expect("is there")),
            value => drop(table.insert((*key).to_owned(), value.clone())),
        }
    }
    serde_json::from_value(tree).expect("fits")
}

fn with_figure(pointer: &str, value: &Value) -> Rulebook {
    with(&[(pointer, figure(value))])
}

fn demands(codes: &[&str]) -> Value {
    let asks = json!({ "it": "Si chiede questo.", "en": "This is asked." });
    json!([{ "codes": codes, "asks": asks, "basis": "sourced", "source": "https://example.org", "as_of": "2026-01-01" }])
}

fn collect_provenances<'v>(value: &'v Value, at: &str, found: &mut Vec<(String, &'v Value)>) {
    if value.get("basis").is_some() {
        found.push((at.to_owned(), value));
    }
    let below: Vec<(String, &Value)> = match value {
        Value::Object(table) => table.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
        _ => Vec::new(),
    };
    for (key, value) in below {
        collect_provenances(value, &format!("{at}/{key}"), found);
    }
}

#[test]
fn every_figure_of_a_shipped_rulebook_has_a_source_and_a_day_and_a_sourced_one_an_address_or_a_law() {
    for name in crate::format::library::names("rulebooks") {
        let rulebook: Rulebook = read("rulebooks", &name);
        let mut tree = serde_json::to_value(&rulebook).expect("text keys");
        tree.as_object_mut().expect("a table").remove("catalogue");
        let mut found = Vec::new();
        collect_provenances(&tree, "", &mut found);
        assert!(found.len() > 15, "{name}: {}", found.len());
        for (at, told) in found {
            let (basis, source) = (told["basis"].as_str(), told["source"].as_str().unwrap_or_default());
            let is_traceable =
                source.contains("http") || ["L. ", "D.Lgs.", "DL ", "EU "].iter().any(|law| source.contains(law));
            assert!(source.len() > 10 && told["as_of"].is_string(), "{name}{at}");
            assert!(basis == Some("assumed") || is_traceable, "{name}{at}: {source}");
        }
    }
}

#[test]
fn each_figure_beyond_torino_lets_one_dossier_pass_and_stops_another() {
    let cases = [
        // (pointer of the figure, what is asked, who passes, who does not, code)
        ("/eligibility/minimum_revenue", json!("1000000"), "passo-lieve", "neuropasso", "E-25"),
        ("/eligibility/maximum_revenue", json!("25000000"), "neuropasso", "passo-lieve", "E-25"),
        ("/eligibility/minimum_spending", json!("1000000"), "passo-lieve", "neuropasso", "E-40"),
        ("/eligibility/sectors", json!(["mobility"]), "passo-lieve", "neuropasso", "E-41"),
        ("/intentionality/distribution", json!(["none"]), "neuropasso", "passo-lieve", "I-20"),
    ];
    for (pointer, asked, passes, fails, code) in cases {
        let rulebook = with_figure(pointer, &asked);
        assert_eq!(pointers(&assess(&read("dossiers", passes), &rulebook)), [], "{passes}: {pointer}");
        let assessment = assess(&read("dossiers", fails), &rulebook);
        let found: Vec<&str> = pointers(&assessment).into_iter().map(|(code, _)| code).collect();
        assert_eq!(found, [code], "{fails}: {pointer}");
    }
}

#[test]
fn spending_is_revenue_less_net_result_to_the_cent() {
    for (asked, expected) in [("980000", true), ("980000.0001", false)] {
        let rulebook = with_figure("/eligibility/minimum_spending", &json!(asked));
        let assessment = assess(&read("dossiers", "neuropasso"), &rulebook); // 720,000 earned, 260,000 lost
        assert_eq!(assessment.outcome() == Outcome::Admitted, expected, "{asked}");
    }
}

#[test]
fn without_its_figure_a_check_is_not_put_and_neither_is_its_evidence() {
    let cases = [
        ("/eligibility/minimum_age_months", "/company/founded_on", "E-05"),
        ("/eligibility/minimum_float", "/float/public_share", "E-21"),
        ("/eligibility/minimum_holders", "/instrument/minimum_holders", "E-22"),
        ("/eligibility/independent_members", "/governance/independent_members", "E-23"),
        ("/eligibility/team_roles", "/team/members", "E-24"),
        ("/intentionality/reporting_months", "/governance/reporting_months", "I-13"),
    ];
    for (threshold, evidence, code) in cases {
        let mut tree = serde_json::to_value(read::<Dossier>("dossiers", "passo-lieve")).expect("text keys");
        let (parent, key) = evidence.rsplit_once('/').expect("a pointer");
        tree.pointer_mut(parent).and_then(Value::as_object_mut).expect("a table").remove(key).expect("is there");
        let poorer: Dossier = serde_json::from_value(tree).expect("every key is optional");
        let found = |rulebook: &Rulebook| {
            let assessment = assess(&poorer, rulebook);
            assessment.findings().any(|finding| finding.code == code)
        };
        assert!(found(&with(&[])), "{code} is missed where it is asked");
        assert!(!found(&with(&[(threshold, Value::Null)])), "{code} is not asked without {threshold}");
    }
}

#[test]
fn a_rulebook_that_lists_its_demands_puts_no_other_and_cites_its_own_source() {
    let rulebook = with(&[("/demands", demands(&["M-16", "I-05"]))]);
    let assessment = assess(&read("dossiers", "mano-tesa"), &rulebook);
    assert_eq!(pointers(&assessment), [("M-16", "/objectives/1/verifier/independent")], "the audit is not asked for");
    let finding = assessment.measurability.findings.first().expect("one");
    assert_eq!(finding.source, "https://example.org (2026-01-01)");
    let empty = assess(&Dossier::default(), &rulebook);
    let codes: Vec<&str> = empty.findings().map(|finding| finding.code.as_str()).collect();
    assert!(codes.contains(&"E-01") && codes.contains(&"E-10") == codes.contains(&"E-11"), "{codes:?}");
    assert!(codes.iter().all(|code| demand::ALWAYS.contains(code) || ["M-16", "I-05"].contains(code)), "{codes:?}");
}

#[test]
fn a_system_that_sells_no_such_instrument_says_so_and_nothing_else_of_it() {
    let primary = json!({
        "mechanism": figure(&json!("donation_to_target")),
        "instruments": figure(&json!([])),
        "remark": { "it": "Si dona soltanto.", "en": "One only gives." },
    });
    let rulebook = with(&[("/primary", primary)]);
    let assessment = assess(&read("dossiers", "campo-largo"), &rulebook);
    let told: Vec<&Finding> = assessment.findings().filter(|finding| finding.code == "E-10").collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].message.en, "This instrument cannot be offered here. One only gives.");
}

#[test]
fn a_system_that_admits_some_forms_names_them_beside_the_italian_ones() {
    let form = json!({ "own": "S.A.", "form": "spa", "basis": "assumed", "source": "a test", "as_of": "2026-01-01" });
    let rulebook = with(&[("/admitted_forms", json!([form]))]);
    assert_eq!(pointers(&assess(&read("dossiers", "passo-lieve"), &rulebook)), []);
    let assessment = assess(&read("dossiers", "cura-aperta"), &rulebook);
    let finding = assessment.findings().find(|finding| finding.severity == Severity::Blocking).expect("one");
    assert_eq!((finding.code.as_str(), finding.pointer.as_str()), ("E-10", "/company/legal_form"));
    assert!(finding.message.it.contains("S.A. (S.p.A.)"), "{}", finding.message.it);
}

#[test]
fn the_cap_on_coupons_comes_from_the_table_where_the_rulebook_has_no_figures_and_agrees_with_it() {
    let torino = with(&[]);
    let caps = ["postal_bond_rate", "dividend_margin", "instrument_margin"];
    let removed: Vec<(String, Value)> =
        caps.map(|key| (format!("/eligibility/{key}"), Value::Null)).into_iter().collect();
    let keys: Vec<(&str, Value)> = removed.iter().map(|(key, value)| (key.as_str(), value.clone())).collect();
    let by_table = with(&keys);
    for coupon in ["0.075", "0.0751"] {
        let mut dossier: Dossier = read("dossiers", "cura-aperta");
        dossier.instrument.coupon = coupon.parse().ok();
        let codes = |rulebook: &Rulebook| {
            let assessment = assess(&dossier, rulebook);
            pointers(&assessment).into_iter().map(|(code, _)| code.to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(codes(&torino), codes(&by_table), "{coupon}");
        assert_eq!(codes(&torino).is_empty(), coupon == "0.075");
    }
}

#[test]
fn a_rulebook_whose_demands_and_figures_do_not_agree_is_faulty() {
    let cases = [
        (vec![("/demands", demands(&["M-99"]))], "/demands/0/codes/0", "no check has the code"),
        (vec![("/demands", demands(&["M-15", "M-15"]))], "/demands/0/codes/1", "asked twice"),
        (vec![("/demands", demands(&["E-25"]))], "/demands/0/codes/0", "no figure of the rulebook"),
        (vec![("/demands", demands(&["M-15"]))], "/eligibility/minimum_float", "add `E-21` to [[demands]]"),
        (
            vec![("/demands", demands(&["M-15"])), ("/severities", json!({ "M-16": "note" }))],
            "/severities/M-16",
            "not asked here",
        ),
    ];
    for (keys, pointer, detail) in cases {
        let faults = with(&keys).faults();
        let is_told = |(at, told): &(String, String)| at == pointer && told.contains(detail);
        assert!(faults.iter().any(is_told), "{pointer}: {faults:?}");
    }
    assert_eq!(with(&[]).faults(), []);
}

#[test]
fn an_amount_in_another_currency_needs_a_rate_and_bounds_that_do_not_exclude_each_other() {
    let amount = |value: &str, currency: &str| {
        let mut amount = figure(&json!(value));
        amount["currency"] = json!(currency);
        amount
    };
    let rates =
        json!([{ "currency": "INR", "per_euro": "90", "basis": "assumed", "source": "a test", "as_of": "2026-01-01" }]);
    let least = ("/eligibility/minimum_offer", amount("5000000", "INR"));
    let faults = with(std::slice::from_ref(&least)).faults();
    assert!(faults.iter().any(|(at, told)| at == least.0 && told.contains("no rate for INR")), "{faults:?}");
    assert_eq!(with(&[least.clone(), ("/exchange_rates", rates.clone())]).faults(), []);
    let crossed = with(&[least, ("/eligibility/maximum_offer", amount("50000", "EUR")), ("/exchange_rates", rates)]);
    let told = crossed.faults();
    assert!(told.iter().any(|(_, told)| told == "the smallest offer is larger than the largest"), "{told:?}");
}
