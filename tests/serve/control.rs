//! The facilitator's bar.

use std::thread::sleep;
use std::time::Duration;

use serde_json::json;

use super::place::{Place, far, limit};

#[test]
fn the_facilitator_sets_the_clock_and_halts() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "0"]);
    let admin = place.token("admin");
    let act = |action: &str, body: Option<&serde_json::Value>| {
        place.call("POST", &format!("/v1/control/{action}"), &admin, body)
    };
    let time = || place.get("/v1/health", "").expect(200)["time"].as_str().expect("a time").to_owned();

    let stood = time();
    sleep(Duration::from_millis(50));
    assert_eq!(time(), stood, "speed 0: the clock stands");
    let before = place.get("/v1/health", "").expect(200)["last_seq"].as_u64();
    let stepped = act("step", None).expect(200);
    assert!(stepped["last_seq"].as_u64() > before && time() > stood, "{stepped}");
    act("speed", Some(&json!({"speed": 60}))).expect(200);
    act("speed", Some(&json!({"speed": "60.5"}))).expect(200);
    let started = time();
    sleep(Duration::from_millis(100));
    assert!(time() > started);
    act("pause", None).expect(200);
    let paused = time();
    sleep(Duration::from_millis(50));
    assert_eq!(time(), paused);
    act("start", None).expect(200);
    act("speed", Some(&json!({"speed": "0"}))).expect(200);
    assert_eq!(act("speed", Some(&json!({"speed": "-1"}))).pointers(422), ["/speed"]);
    assert_eq!(act("speed", Some(&json!({}))).pointers(422), ["/speed"]);
    act("dance", None).problem(404);

    let open = place.instrument_in("continuous");
    let token = place.investor(0);
    let price = far(&open, "buy");
    let order = place.enter(&token, &limit("halt-1", &open, "buy", &price, "1")).expect(201);
    let halt = json!({"instrument": open["symbol"], "reason": "news is pending"});
    act("halt", Some(&halt)).expect(200);
    let path = format!("/v1/instruments/{}", open["symbol"].as_str().expect("a symbol"));
    let halted = place.get(&path, "").expect(200);
    assert_eq!((&halted["phase"], &halted["halt_reason"]), (&json!("halted"), &json!("news is pending")));
    place.enter(&token, &limit("halt-2", &open, "buy", &price, "1")).problem(422);
    let withdrawn = format!("/v1/orders/{}", order["id"].as_str().expect("an id"));
    place.call("DELETE", &withdrawn, &token, None).expect(200);
    act("halt", Some(&halt)).problem(422);
    act("resume", Some(&json!({"instrument": open["symbol"]}))).expect(200);
    assert_ne!(place.get(&path, "").expect(200)["phase"], "halted");
    act("halt", None).expect(200);
    let phases =
        || place.get("/v1/instruments?limit=1000", "").expect(200)["items"].as_array().expect("a list").clone();
    assert!(phases().iter().all(|item| item["phase"] == "halted"), "one call halts the whole market");
    act("resume", None).expect(200);
    assert!(phases().iter().all(|item| item["phase"] != "halted"));
    act("halt", Some(&json!({"instrument": "NOBODY"}))).problem(422);
}

#[test]
fn the_facilitator_publishes_news_that_everybody_reads() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "0"]);
    let publish = |token: &str, body: &serde_json::Value| place.call("POST", "/v1/control/news", token, Some(body));
    let admin = place.token("admin");
    publish(&place.token("committee"), &json!({})).problem(403);
    assert_eq!(publish(&admin, &json!({})).pointers(422), ["/title"]);
    assert_eq!(publish(&admin, &json!({"title": {"it": "Solo italiano"}})).pointers(422), ["/title"]);
    assert_eq!(publish(&admin, &json!({"title": {"it": "a", "en": " "}})).pointers(422), ["/title"]);
    assert_eq!(publish(&admin, &json!({"event": "not-declared"})).problem(422), "unknown_event");
    let title = json!({"it": "Il ministero convoca gli emittenti", "en": "The ministry calls the issuers in"});
    let of_nobody = json!({"title": title, "company": "nobody"});
    assert_eq!(publish(&admin, &of_nobody).problem(422), "unknown_company");

    let before = place.get("/v1/health", "").json()["last_seq"].as_u64().expect("a number");
    for _ in 0..2 {
        publish(&admin, &json!({"title": title, "text": {"it": "Lunedì.", "en": "On Monday."}})).expect(200);
    }
    let told = place.get(&format!("/v1/events?from_seq={}", before + 1), &place.token("researcher")).expect(200);
    let told = told["items"].as_array().expect("events").clone();
    let news: Vec<&serde_json::Value> = told.iter().filter(|event| event["type"] == "occurred").collect();
    assert_eq!(
        news.iter().map(|event| event["event"].as_str().expect("a name")).collect::<Vec<_>>(),
        ["news-1", "news-2"]
    );
    assert_eq!((&news[0]["title"], &news[0]["effect"]["kind"]), (&title, &json!("news")));
    let report = place.get("/v1/report", &place.token("researcher")).expect(200);
    assert!(report["events"].as_array().is_some_and(|all| all.iter().any(|event| event["event"] == "news-1")));
}

#[test]
fn the_facilitator_lets_a_delivery_fail_and_the_investor_sees_what_waits() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "0"]);
    let fail =
        |body: serde_json::Value| place.call("POST", "/v1/control/fail_delivery", &place.token("admin"), Some(&body));
    assert_eq!(fail(json!({})).pointers(422), ["/account", "/days"]);
    assert_eq!(fail(json!({"account": "nobody", "days": -1})).pointers(422), ["/account", "/days"]);
    assert_eq!(fail(json!({"account": "borsa", "days": 1})).problem(422), "unknown_account");

    let instrument = place.instrument_in("continuous");
    let (seller, buyer) = (place.investor(0), place.investor(1));
    let account = |token: &str| place.get("/v1/account", token).expect(200);
    let before = account(&buyer);
    assert_eq!(before["settlements"], json!([]));
    fail(json!({"account": account(&seller)["name"], "days": 3})).expect(200);
    // One sells below everybody, the other takes it alone: between the best of both sides.
    let book = place.get(&format!("/v1/instruments/{}/book", instrument["symbol"].as_str().expect("text")), "");
    let best = |side: &str| book.json()[side][0][0].as_str().map(super::place::scaled);
    let tick = super::place::scaled(instrument["tick"].as_str().expect("a tick"));
    let last = super::place::scaled(instrument["reference_price"].as_str().expect("a price"));
    let price = best("bids").map_or(last, |bid| bid.max(last - 20 * tick) + tick);
    let price = best("asks").map_or(price, |ask| price.min(ask));
    let price = format!("{}.{:04}", price / 10_000, price % 10_000);
    let price = price.trim_end_matches('0').trim_end_matches('.');
    let taken = place.enter(&buyer, &limit("settle-buy", &instrument, "buy", price, "10")).expect(201);
    if taken["status"] == "new" {
        place.enter(&seller, &limit("settle-sell", &instrument, "sell", price, "10")).expect(201);
    }
    let after = account(&buyer);
    let waits = after["settlements"].as_array().expect("a list");
    let units: i64 =
        waits.iter().map(|one| super::place::scaled(one["quantity"].as_str().expect("units")) / 10_000).sum();
    assert_eq!(units, 10, "{after}");
    let settles_on = place.get("/v1/instruments?limit=1", "").expect(200)["items"][0]["settles_on"].clone();
    assert!(waits.iter().all(|one| one["settles_on"] == settles_on && one["side"] == "buy"), "{after}");
    let line = |list: &serde_json::Value, key: &str, name: &serde_json::Value| {
        let lines = list.as_array().expect("a list").clone();
        lines.into_iter().find(|line| line[key] == *name).expect("a line")["unsettled"].clone()
    };
    assert_eq!(line(&after["positions"], "instrument", &instrument["symbol"]), "10");
    let cash = line(&after["balances"], "currency", &json!("EUR"));
    assert!(cash.as_str().is_some_and(|cash| cash.starts_with('-')), "{after}");
    let statement = place.get("/v1/account/statement?limit=1000", &buyer).expect(200);
    let lines = statement["items"].as_array().expect("lines");
    let units = lines.iter().rfind(|line| line["asset"] == instrument["symbol"]).expect("a line of the units");
    assert_eq!((&units["unsettled"], &units["cause"]), (&json!("10"), &json!("traded")));
}
