//! Many orders withdrawn at once: by one call, by a connection that ends, by the kill switch.

use std::time::Duration;

use serde_json::{Value, json};

use super::place::{Place, far, limit, now};
use super::socket::Socket;

#[test]
fn orders_are_withdrawn_together() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "0"]);
    one_call_withdraws_all_or_some(&place);
    a_lost_connection_withdraws_all(&place);
    the_kill_switch_holds_until_it_is_released(&place);
}

/// Enters a bid in both phases in which orders stand; tells their ids.
fn bids(place: &Place, token: &str, name: &str) -> Vec<Value> {
    let phases = ["call", "continuous"];
    let enter = |phase: &&str| {
        let instrument = place.instrument_in(phase);
        let order = limit(&format!("{name}-{phase}"), &instrument, "buy", &far(&instrument, "buy"), "1");
        place.enter(token, &order).expect(201)["id"].clone()
    };
    phases.iter().map(enter).collect()
}

fn status(place: &Place, token: &str, id: &Value) -> (Value, Value) {
    let order = place.get(&format!("/v1/orders/{}", id.as_str().expect("an id")), token).expect(200);
    (order["status"].clone(), order["reason"].clone())
}

fn one_call_withdraws_all_or_some(place: &Place) {
    let token = place.investor(0);
    let delete = |query: &str| place.call("DELETE", &format!("/v1/orders{query}"), &token, None);
    let ids = bids(place, &token, "mass");
    assert_eq!(delete("?side=sell").expect(200)["items"], json!([]), "nothing of this side");
    let symbol = place.instrument_in("call")["symbol"].as_str().expect("a symbol").to_owned();
    let some = delete(&format!("?instrument={symbol}&side=buy")).expect(200);
    assert_eq!((&some["items"][0]["id"], &some["items"][0]["status"]), (&ids[0], &json!("canceled")), "{some}");
    assert_eq!(some["items"].as_array().expect("a list").len(), 1);
    let rest = delete("").expect(200);
    assert_eq!((&rest["items"][0]["id"], &rest["items"][0]["reason"]), (&ids[1], &json!("requested")), "{rest}");
    assert_eq!(rest["next_cursor"], Value::Null);
    assert_eq!(place.get("/v1/orders?status=open", &token).expect(200)["items"], json!([]));
    assert_eq!(delete("?side=both").pointers(422), ["/side"]);
    assert_eq!(delete("?instrument=two%20words").pointers(422), ["/instrument"]);
    assert_eq!(delete("?instrument=NOBODY").problem(422), "unknown_instrument");
    assert_eq!(place.call("DELETE", "/v1/orders", "", None).problem(401), "unauthorized");
    place.call("DELETE", "/v1/orders", &place.token("admin"), None).problem(403);
}

fn a_lost_connection_withdraws_all(place: &Place) {
    let token = place.investor(1);
    let wish = |enabled: &Value| json!({"op": "cancel_on_disconnect", "enabled": enabled, "req_id": "c"});
    let mut stranger = Socket::open(place);
    assert_eq!(stranger.ask(&wish(&json!(true)))["problem"]["status"], 401);
    let mut socket = Socket::signed_in(place, &token);
    assert_eq!(socket.ask(&wish(&json!("yes")))["problem"]["errors"][0]["pointer"], "/enabled");
    let ack = socket.ask(&wish(&json!(true)));
    assert_eq!(
        (&ack["type"], &ack["op"], &ack["enabled"]),
        (&json!("ack"), &json!("cancel_on_disconnect"), &json!(true))
    );
    let taken_back = bids(place, &token, "kept");
    socket.ask(&wish(&json!(false)));
    drop(socket);
    let mut socket = Socket::signed_in(place, &token);
    socket.ask(&wish(&json!(true)));
    assert_eq!(status(place, &token, &taken_back[0]).0, "new", "it was taken back before the connection ended");
    drop(socket);
    let asked = now();
    while status(place, &token, &taken_back[1]).0 == "new" {
        assert!(asked.elapsed() < Duration::from_secs(10), "nothing was withdrawn");
        std::thread::sleep(Duration::from_millis(20));
    }
    for id in &taken_back {
        assert_eq!(status(place, &token, id), (json!("canceled"), json!("disconnect")));
    }
}

fn the_kill_switch_holds_until_it_is_released(place: &Place) {
    let (admin, token) = (place.token("admin"), place.investor(2));
    let act = |action: &str, body: &Value| place.call("POST", &format!("/v1/control/{action}"), &admin, Some(body));
    let name = place.get("/v1/account", &token).expect(200)["name"].clone();
    let ids = bids(place, &token, "killed");
    act("kill", &json!({"account": name})).expect(200);
    assert_eq!(status(place, &token, &ids[0]), (json!("canceled"), json!("killed")));
    let instrument = place.instrument_in("continuous");
    let order = limit("after-kill", &instrument, "buy", &far(&instrument, "buy"), "1");
    assert_eq!(place.enter(&token, &order).problem(422), "killed");
    assert_eq!(act("kill", &json!({"account": name})).problem(422), "kill_state");
    act("restore", &json!({"account": name})).expect(200);
    place.enter(&token, &order).expect(201);
    act("kill", &json!({})).expect(200);
    let other = limit("all-killed", &instrument, "buy", &far(&instrument, "buy"), "1");
    assert_eq!(place.enter(&place.investor(3), &other).problem(422), "killed");
    act("restore", &json!({})).expect(200);
    assert_eq!(act("restore", &json!({})).problem(422), "kill_state");
    assert_eq!(act("kill", &json!({"account": "nobody"})).pointers(422), ["/account"]);
    place.call("POST", "/v1/control/kill", &token, Some(&json!({}))).problem(403);
}
