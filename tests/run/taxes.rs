//! Taxes withheld, from outside the program.

use std::fs;

use serde_json::Value;

use super::{borsa, path, play, stderr};

fn shown(arguments: &[&str]) -> String {
    let output = borsa(arguments);
    assert!(output.status.success(), "{}", stderr(&output));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn persons_are_paid_net_the_treasury_has_the_rest_and_the_auditor_agrees() {
    let run = play("imposta-sostitutiva", &[]);
    let log = fs::read_to_string(run.directory.join("events.jsonl")).expect("the log");
    let told = |kind: &str| -> Vec<Value> {
        let events = log.lines().map(|line| serde_json::from_str::<Value>(line).expect("an event"));
        events.filter(|event| event["type"] == kind).collect()
    };
    // The dividend, two coupons of each bond, and one premium: each of a person, none of a firm or a fund.
    let withheld = told("tax_withheld");
    let of = |event: &Value| {
        ["instrument", "income", "gross", "taxable", "rate", "tax", "net"]
            .map(|name| event[name].as_str().expect("text").to_owned())
    };
    let rows: Vec<[String; 7]> = withheld.iter().map(of).collect();
    let row = |text: &str| -> [String; 7] {
        text.split(' ').map(str::to_owned).collect::<Vec<_>>().try_into().expect("seven words")
    };
    assert_eq!(rows[0], row("ARGINE dividend 170.51 170.51 0.26 44.33 126.18"));
    assert!(rows.contains(&row("FIUME-28 interest 3302.7 3302.7 0.26 858.7 2444")), "{rows:?}");
    assert!(rows.contains(&row("FIUME-28 premium 101000 1515 0.26 393.9 100606.1")), "{rows:?}");
    assert!(rows.contains(&row("SPONDA-28 interest 4350 4350 0.125 543.75 3806.25")), "{rows:?}");
    assert_eq!(rows.len(), 6);
    let paid: Vec<_> =
        told("tax_paid").iter().map(|event| (event["due_on"].clone(), event["amount"].clone())).collect();
    let due = [("2027-06-16", "44.33"), ("2027-07-16", "1402.45"), ("2028-07-17", "1796.35")];
    assert_eq!(paid, due.map(|(day, amount)| (Value::from(day), Value::from(amount))));
    let report = fs::read_to_string(run.directory.join("report.json")).expect("the report");
    let report: Value = serde_json::from_str(&report).expect("JSON");
    let payments: Vec<&Value> = report["companies"]
        .as_array()
        .expect("a list")
        .iter()
        .flat_map(|one| one["payments"].as_array().expect("a list"))
        .collect();
    let redeemed =
        payments.iter().find(|one| one["kind"] == "redemption" && one["amount"] == "300000").expect("paid back");
    assert_eq!((redeemed["tax"].as_str(), redeemed["net"].as_str()), (Some("393.9"), Some("299606.1")));
    let coupon = payments.iter().find(|one| one["kind"] == "coupon" && one["amount"] == "4350").expect("paid");
    assert_eq!((coupon["tax"].as_str(), coupon["net"].as_str()), (Some("543.75"), Some("3806.25")));
    let page = fs::read_to_string(run.directory.join("report.html")).expect("the page");
    assert!(page.contains("Imposta</th>") && page.contains("299.606,10"), "gross, tax and net on paper");
    shown(&["audit", path(&run.directory)]);
    shown(&["verify", path(&run.directory)]);
}

#[test]
fn rules_of_a_tax_that_do_not_fit_are_told_with_their_place() {
    let shipped = fs::read_to_string("sim-scenarios/imposta-sostitutiva.toml").expect("it ships");
    let folder = tempfile::tempdir().expect("a directory");
    let file = folder.path().join("mine.toml");
    let told = |text: &str| {
        fs::write(&file, text).expect("written");
        let checked = borsa(&["check", path(&file)]);
        assert_eq!(checked.status.code(), Some(2), "{}", stderr(&checked));
        stderr(&checked)
    };
    let named = "tax = \"tax-italy-2026\"\n";
    assert!(shipped.contains(named));
    let without = told(&shipped.replace(named, ""));
    assert!(without.contains("nothing is withheld: name the rules"), "{without}");
    let unknown = told(&shipped.replace("tax-italy-2026\"\n", "tax-italy-2025\"\n"));
    assert!(unknown.contains("`tax-italy-2025`") && unknown.contains("tax-italy-2026"), "{unknown}");
    let rules = fs::read_to_string("sim-scenarios/parameters/tax-italy-2026.toml").expect("it ships");
    let wrong = told(&rules.replacen("\"0.26\"", "\"26\"", 1));
    assert!(wrong.contains("mine.toml:12:1: ") && wrong.contains("a fraction from 0 to 1"), "{wrong}");
    let slip = told(&rules.replacen("holders = ", "holder = ", 1));
    assert!(slip.contains("`holders`"), "{slip}");
    let nobody = told(&rules.replacen("\"qualified_person\"", "\"qualified\"", 1));
    assert!(nobody.contains("qualified_person"), "{nobody}");
}
