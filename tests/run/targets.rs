//! What hangs on an impact target: without it a payment or a verdict is another.

use std::fs;

use serde_json::Value;

use super::{borsa, home, path, stderr};

/// The reference bonds as they ship, or without the target of one issuer.
fn scenario(without_target: bool) -> String {
    let text = fs::read_to_string("sim-scenarios/obbligazioni-di-riferimento.toml").expect("it ships");
    let target = "target = { value = \"524\", due_on = \"2030-12-31\", declared_on = \"2025-12-01\" }\n";
    assert_eq!(text.matches(target).count(), 2, "two issuers have it");
    let text = if without_target { text.replacen(target, "", 1) } else { text };
    let begin = text.find("\nexpect = [").expect("a list of expectations");
    let end = begin + text[begin..].find("\n]\n").expect("its end") + 3;
    format!("{}{}", &text[..begin + 1], &text[end..])
}

fn report(text: &str) -> Value {
    let home = home();
    let (file, out) = (home.path().join("scenario.toml"), home.path().join("run"));
    fs::write(&file, text).expect("written");
    let ran = borsa(&["run", path(&file), "--out", path(&out)]);
    assert!(ran.status.success(), "{}", stderr(&ran));
    serde_json::from_str(&fs::read_to_string(out.join("report.json")).expect("the report")).expect("JSON")
}

fn company<'a>(report: &'a Value, id: &str) -> &'a Value {
    report["companies"].as_array().expect("companies").iter().find(|one| one["id"] == id).expect("it took part")
}

fn gifts(company: &Value) -> Vec<String> {
    let payments = company["payments"].as_array().expect("payments").iter();
    payments
        .filter(|one| one["kind"] == "gift_of_holders")
        .map(|one| one["amount"].as_str().expect("euro").to_owned())
        .collect()
}

#[test]
fn without_its_target_a_company_is_not_given_what_the_target_brought() {
    let (with, without) = (report(&scenario(false)), report(&scenario(true)));
    let (before, after) = (company(&with, "casa-sul-colle"), company(&without, "casa-sul-colle"));
    assert_eq!(gifts(before), ["125000"]);
    assert_eq!(gifts(after), Vec::<String>::new());
    // The other issuers hang on targets of their own.
    for id in ["riva-quieta", "passo-nuovo", "porta-aperta"] {
        assert_eq!(company(&with, id)["payments"], company(&without, id)["payments"], "{id}");
    }
}

#[test]
fn without_its_targets_a_company_of_the_exercise_does_not_pass_the_gate() {
    let home = home();
    let verdict = |text: &str| -> Value {
        let file = home.path().join("dossier.toml");
        fs::write(&file, text).expect("written");
        let told = borsa(&["admit", path(&file), "--json"]);
        assert!(told.status.success(), "{}", stderr(&told));
        serde_json::from_slice(&told.stdout).expect("JSON")
    };
    for name in ["passo-lieve", "salute-prossima", "tavola-madre"] {
        let text = fs::read_to_string(format!("sim-scenarios/dossiers/{name}.toml")).expect("it ships");
        let before = verdict(&text);
        assert_ne!(before["outcome"], "refused", "{name}");
        let mut tree: toml::Table = toml::from_str(&text).expect("TOML");
        for objective in tree["objectives"].as_array_mut().expect("objectives") {
            objective.as_table_mut().expect("a table").remove("target").expect("it had one");
        }
        let after = verdict(&toml::to_string(&tree).expect("TOML"));
        assert_eq!(after["outcome"], "refused", "{name}: {after}");
    }
}

#[test]
fn the_report_tells_redemptions_and_gifts_beside_coupons() {
    let told = report(&scenario(false));
    let payments = company(&told, "casa-sul-colle")["payments"].as_array().expect("payments").clone();
    let of = |kind: &str| payments.iter().filter(|one| one["kind"] == kind).collect::<Vec<_>>();
    assert_eq!(of("coupon").len(), 7);
    assert_eq!(of("redemption").len(), 1);
    assert_eq!(
        (&of("redemption")[0]["amount"], &of("redemption")[0]["due_on"]),
        (&"5000000".into(), &"2033-06-20".into())
    );
    let days: Vec<&str> = payments.iter().filter_map(|one| one["due_on"].as_str()).collect();
    assert!(days.is_sorted(), "{days:?}");
}
