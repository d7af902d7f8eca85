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
