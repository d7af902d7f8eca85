//! A live exchange with a company that is suspended and cured, and one that has left the market.

use std::time::Duration;

use serde_json::{Value, json};

use super::place::{Place, now};

fn instrument(place: &Place, symbol: &str) -> Value {
    place.get(&format!("/v1/instruments/{symbol}"), "").expect(200)
}

fn order(symbol: &str, price: &str) -> Value {
    json!({
        "client_order_id": format!("one-{symbol}"), "instrument": symbol, "side": "buy", "type": "limit",
        "time_in_force": "day", "price": price, "quantity": "1",
    })
}

#[test]
fn a_suspended_instrument_says_why_and_a_cure_lets_it_trade() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["sanzioni", "--speed", "0"]);
    let (investor, committee) = (place.investor(0), place.token("committee"));
    let share = instrument(&place, "PASSO");
    assert_eq!(
        (&share["phase"], &share["status"], &share["sanction"]),
        (&json!("suspended"), &json!("listed"), &json!("suspension"))
    );
    assert!(share["halt_reason"].as_str().is_some_and(|reason| reason.contains("impact-report")), "{share}");
    assert_eq!(place.enter(&investor, &order("PASSO", "4.2")).problem(422), "issuer_suspended");
    let company = place.get("/v1/companies/passo-lieve", &committee).expect(200);
    assert_eq!(company["life"]["lapses"][0]["sanctions"][2]["sanction"], "suspension");
    let exercise = place.get("/v1/exercise", &committee).expect(200);
    let line = exercise["companies"].as_array().expect("a list").iter().find(|line| line["id"] == "passo-lieve");
    assert_eq!(line.expect("it takes part")["sanction"], "suspension");
    drop(place);

    // Five simulated minutes later the late report comes.
    let place = Place::open(data.path(), &["sanzioni", "--speed", "120"]);
    let asked = now();
    while instrument(&place, "PASSO")["phase"] == "suspended" {
        assert!(asked.elapsed() < Duration::from_secs(15), "the cure comes after two and a half seconds");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(instrument(&place, "PASSO")["phase"], "call");
    let price = share["reference_price"].as_str().expect("a price");
    place.enter(&place.investor(0), &order("PASSO", price)).expect(201);
}

#[test]
fn what_has_left_the_market_is_shown_and_takes_no_order() {
    let data = tempfile::tempdir().expect("a directory");
    let shipped = std::fs::read_to_string("sim-scenarios/sanzioni.toml").expect("the shipped scenario");
    let later = shipped.replace("from = \"2027-09-07T08:25:00Z\"", "from = \"2028-02-02T10:00:00Z\"");
    let scenario = data.path().join("later.toml");
    std::fs::write(&scenario, later).expect("written");
    let home = data.path().join("exchange");
    let place = Place::open(&home, &[scenario.to_str().expect("text"), "--speed", "0"]);
    let (investor, researcher) = (place.investor(0), place.token("researcher"));
    let bond = instrument(&place, "BALSAMO-32");
    assert_eq!(
        (&bond["status"], &bond["phase"], &bond["next_phase_at"]),
        (&json!("delisted"), &json!("closed"), &Value::Null)
    );
    assert!(bond["delisted_at"].is_string(), "{bond}");
    assert_eq!(place.enter(&investor, &order("BALSAMO-32", "99")).problem(422), "delisted");
    let log = place.get("/v1/events?from_seq=1&limit=1", &researcher).expect(200);
    assert_eq!(log["items"][0]["seq"], 1);
    let account = place.get("/v1/account", &investor).expect(200);
    let positions = account["positions"].as_array().expect("a list");
    assert!(
        positions.iter().all(|held| held["instrument"] != "BALSAMO-32"),
        "test units are of what is listed: {account}"
    );
    let company = place.get("/v1/companies/officina-balsamo", &researcher).expect(200);
    assert_eq!((&company["stage"], &company["life"]["delisting"]["holders"]), (&json!("delisted"), &json!("keep")));
}

#[test]
fn a_holder_who_is_bought_out_sees_the_money_and_may_ask_why() {
    let data = tempfile::tempdir().expect("a directory");
    let read = |name: &str| std::fs::read_to_string(format!("sim-scenarios/{name}.toml")).expect("shipped");
    let write = |name: &str, text: &str| std::fs::write(data.path().join(name), text).expect("written");
    let why = r#"basis = "assumed", source = "test", as_of = "2026-11-22""#;
    let terms = format!("holders = {{ value = \"buy_out\", {why} }}\nprice = {{ value = \"offer\", {why} }}\n");
    let rulebook = read("rulebooks/torino-2022");
    let keeps = rulebook.lines().find(|line| line.starts_with("holders = ")).expect("its terms");
    write("mine.toml", &rulebook.replace(keeps, &terms));
    let scenario = read("sanzioni").replace("rulebook = \"torino-2022\"", "rulebook = \"mine.toml\"");
    let scenario = scenario.replace("from = \"2027-09-07T08:25:00Z\"", "from = \"2028-01-26T22:55:00Z\"");
    write("bought.toml", &scenario);
    let scenario = data.path().join("bought.toml");
    let options = [scenario.to_str().expect("text"), "--speed", "120"];
    let place = Place::open(&data.path().join("exchange"), &options);
    let (investor, asked) = (place.investor(0), now());
    let held = |account: &Value| {
        let all = account["positions"].as_array().expect("a list").clone();
        let held = all.into_iter().find(|held| held["instrument"] == "BALSAMO-32");
        held.map_or(0, |held| held["available"].as_str().expect("units").parse::<u64>().expect("whole"))
    };
    let account = || place.get("/v1/account", &investor).expect(200);
    let before = held(&account());
    assert_eq!(before, 200, "test units");
    while instrument(&place, "BALSAMO-32")["status"] == "listed" {
        assert!(asked.elapsed() < Duration::from_secs(15), "the delisting comes after two and a half seconds");
        std::thread::sleep(Duration::from_millis(50));
    }
    let after = held(&account());
    assert!(after < before && after > 0, "the cash of the issuer pays for a part: {after}");
    let lines = place.get("/v1/account/statement", &investor).expect(200);
    let lines = lines["items"].as_array().expect("a list");
    let line = lines.iter().rfind(|line| line["asset"] == "BALSAMO-32").expect("it moved");
    assert_eq!((&line["cause"], &line["available"]), (&json!("bought_out"), &json!(after.to_string())));
    let seq = line["seq"].as_u64().expect("a number");
    let told =
        place.get(&format!("/v1/events?from_seq={}&limit=1000", seq - 400), &place.token("researcher")).expect(200);
    let told = told["items"].as_array().expect("a list");
    let own = told.iter().find(|event| event["type"] == "balance" && event["seq"] == seq);
    let account = own.expect("the line's own event")["account"].clone();
    let own = |event: &&Value| event["type"] == "bought_out" && event["account"] == account;
    let bought = told.iter().find(own).expect("told");
    assert_eq!(bought["quantity"], (before - after).to_string());
    let why = place.get(&format!("/v1/explain/{}", bought["seq"]), &investor).expect(200);
    assert_eq!(why["explanation"]["kind"], "sanction");
}
