//! The stream: who is told what, and how it is answered.

use serde_json::{Value, json};

use super::place::{Place, far, limit};
use super::socket::{Closed, Socket};

#[test]
fn the_stream_keeps_its_contract() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "0"]);
    frames_are_answered(&place);
    orders_enter_and_are_told(&place);
    many_orders_are_each_answered_once(&place);
    heartbeats_say_what_was_last(&place);
    origins(&place);
    good_bye(place);
}

fn frames_are_answered(place: &Place) {
    let mut socket = Socket::open(place);
    let pong = socket.ask(&json!({"op": "ping", "req_id": "p"}));
    assert_eq!(pong["type"], "pong");
    let status = |answer: &Value| answer["problem"]["status"].as_u64().expect("a status");
    socket.send_text("{nonsense");
    let error = socket.wait_for(|frame| frame["type"] == "error");
    assert_eq!((status(&error), &error["req_id"]), (400, &Value::Null));
    let cases = [
        (json!({"op": "dance", "req_id": 1}), 422),
        (json!({"op": "subscribe", "channel": "tarot", "req_id": 2}), 422),
        (json!({"op": "subscribe", "channel": "trades", "instrument": "NOBODY", "req_id": 3}), 422),
        (json!({"op": "subscribe", "channel": "orders", "instrument": "*", "req_id": 4}), 401),
        (json!({"op": "order", "order": order(place, "x"), "req_id": 5}), 401),
        (json!({"op": "auth", "token": "wrong", "req_id": 6}), 401),
        (json!({"op": "unsubscribe", "channel": "book", "instrument": "*", "req_id": 7}), 404),
    ];
    for (frame, expected) in cases {
        let answer = socket.ask(&frame);
        assert_eq!(answer["type"], "error", "{answer}");
        assert_eq!(status(&answer), expected, "{answer}");
    }
    let ahead = socket.ask(&json!({"op": "subscribe", "channel": "trades", "from_seq": 999_999_999, "req_id": 8}));
    assert_eq!(ahead["type"], "resync_required");
    let mut admin = Socket::signed_in(place, &place.token("admin"));
    let forbidden = admin.ask(&json!({"op": "order", "order": order(place, "x"), "req_id": 9}));
    assert_eq!(status(&forbidden), 403);
}

fn order(place: &Place, id: &str) -> Value {
    let call = place.instrument_in("call");
    limit(id, &call, "buy", &far(&call, "buy"), "1")
}

fn orders_enter_and_are_told(place: &Place) {
    let mut socket = Socket::signed_in(place, &place.investor(0));
    socket.follow("orders", "*", None);
    let body = order(place, "ws-1");
    let ack = socket.ask(&json!({"op": "order", "req_id": "o", "order": body}));
    assert_eq!((&ack["type"], &ack["op"]), (&json!("ack"), &json!("order")), "{ack}");
    let entered = ack["order"].clone();
    assert_eq!(socket.update("orders")["data"], entered);
    assert_eq!(place.enter(&place.investor(0), &body).expect(200), entered, "one order by both doors");
    let again = socket.ask(&json!({"op": "order", "req_id": "again", "order": body}));
    assert_eq!(again["order"], entered);
    let mut bad = body.clone();
    bad["quantity"] = json!("none");
    let error = socket.ask(&json!({"op": "order", "req_id": "bad", "order": bad}));
    assert_eq!(error["problem"]["errors"][0]["pointer"], "/quantity", "relative to the order: {error}");
    let gone = socket.ask(&json!({"op": "cancel", "req_id": "c", "id": entered["id"]}));
    assert_eq!((&gone["op"], &gone["order"]["status"]), (&json!("cancel"), &json!("canceled")), "{gone}");
    let update = socket.update("orders");
    assert_eq!(update["data"], gone["order"]);
    assert_eq!(update["seq"], gone["order"]["seq"]);
    let error = socket.ask(&json!({"op": "cancel", "req_id": "c2", "id": entered["id"]}));
    assert_eq!(error["problem"]["status"], 409);
    let mut other = Socket::signed_in(place, &place.investor(1));
    let error = other.ask(&json!({"op": "cancel", "req_id": "c3", "id": entered["id"]}));
    assert_eq!(error["problem"]["status"], 404);

    // Told again from the first event, the same frames come.
    let mut late = Socket::signed_in(place, &place.investor(0));
    late.follow("orders", "*", Some(1));
    let told = [late.update("orders"), late.update("orders")];
    assert_eq!(told[0]["data"], entered);
    assert_eq!(told[1], update);
}

fn many_orders_are_each_answered_once(place: &Place) {
    let mut socket = Socket::signed_in(place, &place.investor(1));
    let call = place.instrument_in("call");
    let price = far(&call, "sell");
    for number in 0..100 {
        let body = limit(&format!("flight-{number}"), &call, "sell", &price, "1");
        socket.send(&json!({"op": "order", "req_id": number, "order": body}));
    }
    for number in 0..100 {
        let ack = socket.wait_for(|frame| frame["type"] == "ack");
        assert_eq!(ack["req_id"], number, "in the order in which they came");
        let id = ack["order"]["id"].as_str().expect("an id");
        assert_eq!(place.get(&format!("/v1/orders/{id}"), &place.investor(1)).status, 200, "acknowledged is readable");
    }
}

fn heartbeats_say_what_was_last(place: &Place) {
    let mut socket = Socket::open(place);
    socket.follow("trades", "*", Some(1));
    socket.follow("phases", "*", None);
    let frame = socket.wait_for(|frame| frame["type"] == "heartbeat");
    let newest = std::iter::from_fn(|| socket.next().ok().filter(|frame| frame["channel"] == "trades"));
    let waiting: Vec<Value> = newest.take(10).collect();
    assert!(!waiting.is_empty());
    let symbols = place.get("/v1/instruments?limit=1000", "").expect(200);
    let last = symbols["items"].as_array().expect("a list").iter().filter_map(|item| {
        let symbol = item["symbol"].as_str().expect("a symbol");
        place.get(&format!("/v1/instruments/{symbol}/trades?limit=1"), "").expect(200)["items"][0]["seq"].as_u64()
    });
    assert_eq!(frame["last_seq"]["trades:*"].as_u64(), last.max(), "{frame}");
    assert!(frame["last_seq"]["phases:*"].is_u64());
}

fn origins(place: &Place) {
    let upgrade = |origin: &str| {
        let headers = [
            ("connection", "upgrade"),
            ("upgrade", "websocket"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ("origin", origin),
        ];
        place.send("GET", "/v1/stream", &headers, "").status
    };
    assert_eq!(upgrade("https://elsewhere.example"), 403);
    let plain = place.send("GET", "/v1/stream", &[], "");
    assert!(plain.status == 400 || plain.status == 426, "{plain:?}");
}

fn good_bye(place: Place) {
    let mut socket = Socket::open(&place);
    socket.follow("trades", "*", None);
    let (status, _) = place.end("TERM");
    assert_eq!(status.code(), Some(0));
    socket.wait_for(|frame| frame["type"] == "bye");
    let closed = std::iter::from_fn(|| Some(socket.next())).find_map(Result::err);
    assert_eq!(closed.map(|Closed { code, .. }| code), Some(1001));
}
