//! A buy-back from outside the program: what a scenario's script does, and what the page and the log show of it.

use super::{borsa, path, play, stderr};

#[test]
fn own_shares_are_bought_cancelled_and_shown() {
    let run = play("riacquisto", &[]);
    let events = String::from_utf8(run.read("events.jsonl")).expect("text");
    let told = |kind: &str| {
        let kind = format!("\"type\":\"{kind}\"");
        events.lines().find(|line| line.contains(&kind)).unwrap_or_else(|| panic!("no {kind}")).to_owned()
    };
    let ended = told("buy_back_ended");
    assert!(ended.contains(r#""bought":"2000","spent":"8400","left":{"treasury":"500","listed":"998500""#), "{ended}");
    let cancelled = told("treasury_cancelled");
    assert!(cancelled.contains(r#""quantity":"1500""#), "{cancelled}");
    let declared = told("dividend_declared");
    assert!(declared.contains(r#""units":"3998000","amount":"199900""#), "{declared}");
    for (language, words) in [("it", "Azioni proprie"), ("en", "Own shares")] {
        let out = run.directory.join(format!("{language}.html"));
        let written = borsa(&["report", path(&run.directory), "--lang", language, "--out", path(&out)]);
        assert!(written.status.success(), "{}", stderr(&written));
        let page = std::fs::read_to_string(&out).expect("the page");
        assert!(page.contains(words), "{language}: the page does not tell of own shares");
    }
    let report: serde_json::Value = serde_json::from_slice(&run.read("report.json")).expect("JSON");
    assert_eq!(report["companies"][0]["holders"]["own_units"], "300");
}

#[test]
fn a_file_that_buys_back_wrongly_is_told_where() {
    let home = super::home();
    let file = home.path().join("broken.toml");
    let text = r#"format = 1
name = "broken"
extends = "riacquisto"
title = { it = "Errore", en = "A mistake" }

[add]
acts = [
    { at = "2027-05-04T09:00:00Z", do = "buy_back", company = "passo-lieve", units = "5", price_at_mst = "5", from_on = "2027-05-05", until_on = "2027-05-06" },
]
"#;
    std::fs::write(&file, text).expect("written");
    let checked = borsa(&["check", path(&file)]);
    assert_eq!(checked.status.code(), Some(2));
    assert!(stderr(&checked).contains("price_at_most"), "{}", stderr(&checked));
    std::fs::write(&file, text.replace("price_at_mst", "price_at_most").replace("passo-lieve", "passo-live"))
        .expect("written");
    assert!(stderr(&borsa(&["check", path(&file)])).contains("passo-lieve"), "the nearest name");
    let entered =
        r#"do = "enter", investor = "passo-live", instrument = "PASSO", side = "buy", price = "4", quantity = "1" }"#;
    let start = text.find("do = \"buy_back\"").expect("there");
    let end = text[start..].find(" },").expect("there") + start + 2;
    let text = format!("{}{entered}{}", &text[..start], &text[end..]);
    std::fs::write(&file, &text).expect("written");
    let told = stderr(&borsa(&["check", path(&file)]));
    assert!(told.contains("investor or company"), "{told}");
}
