//! Instructions of orders over HTTP, in batches and over the stream.

use serde_json::{Value, json};

use super::place::{Place, far, limit, scaled};
use super::socket::Socket;

#[test]
fn instructions_of_orders_are_followed() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "0"]);
    let (instrument, price) = gap(&place);
    self_trades_are_prevented(&place, &instrument, &price);
    post_only_rests_or_is_refused(&place, &instrument, &price);
    a_minimum_trades_at_once_or_not_at_all(&place, &instrument, &price);
    what_does_not_fit_is_told(&place, &instrument, &price);
    a_peg_follows_the_book(&place, &instrument);
    an_order_for_the_opening_waits(&place, &instrument, &price);
    they_outlive_a_restart(place, data.path(), &instrument);
}

/// An instrument in continuous trading, and a price between its best bid and its best ask.
fn gap(place: &Place) -> (Value, String) {
    let list = place.get("/v1/instruments", "").expect(200);
    let open = list["items"].as_array().expect("a list").iter().filter(|item| item["phase"] == "continuous");
    let mut found = open.filter_map(|item| {
        let symbol = item["symbol"].as_str()?;
        let book = place.get(&format!("/v1/instruments/{symbol}/book?depth=1"), "").expect(200);
        let best = |side: &str| book[side][0][0].as_str().map(scaled);
        let inside = best("bids")? + scaled(item["tick"].as_str()?);
        (inside < best("asks")?).then(|| (item.clone(), format!("{}.{:04}", inside / 10_000, inside % 10_000)))
    });
    found.next().expect("a spread of two ticks")
}

/// A limit order with one more field.
fn with(mut order: Value, field: &str, value: Value) -> Value {
    order[field] = value;
    order
}

fn self_trades_are_prevented(place: &Place, instrument: &Value, price: &str) {
    let token = place.investor(0);
    let order = |id: &str, side: &str, units: &str, mode: &str| {
        with(limit(id, instrument, side, price, units), "self_trade_prevention", json!(mode))
    };
    let batch = json!([order("own-1", "sell", "3", "cancel_newest"), order("own-2", "buy", "8", "decrement")]);
    let answers = place.call("POST", "/v1/orders/batch", &token, Some(&batch)).expect(200);
    assert_eq!(answers[1]["self_trade_prevention"], "decrement", "{answers}");
    let now = |id: &Value| place.get(&format!("/v1/orders/{}", id.as_str().expect("an id")), &token).expect(200);
    let (sold, bought) = (now(&answers[0]["id"]), now(&answers[1]["id"]));
    assert_eq!((&sold["status"], &sold["reason"]), (&json!("canceled"), &json!("self_trade")));
    assert_eq!((&bought["status"], &bought["quantity"], &bought["filled"]), (&json!("new"), &json!("5"), &json!("0")));
    // The bid of one's own gives way, over the stream too.
    let mut socket = Socket::signed_in(place, &token);
    let sell = with(order("own-3", "sell", "2", "cancel_both"), "time_in_force", json!("ioc"));
    let ack = socket.ask(&json!({"op": "order", "req_id": 1, "order": sell}));
    assert_eq!((&ack["order"]["status"], &ack["order"]["reason"]), (&json!("canceled"), &json!("self_trade")));
    assert_eq!(now(&bought["id"])["reason"], "self_trade");
}

fn post_only_rests_or_is_refused(place: &Place, instrument: &Value, price: &str) {
    let (seller, buyer) = (place.investor(0), place.investor(1));
    let maker = with(limit("maker-1", instrument, "sell", price, "4"), "post_only", json!(true));
    let ask = place.enter(&seller, &maker).expect(201);
    assert_eq!((&ask["status"], &ask["post_only"]), (&json!("new"), &json!(true)));
    let bid = with(limit("maker-2", instrument, "buy", price, "4"), "post_only", json!(true));
    let answer = place.enter(&buyer, &bid);
    assert_eq!(answer.problem(422), "would_trade");
    assert_eq!(answer.pointers(422), ["/price"]);
    let immediate = with(bid, "time_in_force", json!("ioc"));
    let answer = place.enter(&buyer, &immediate);
    assert_eq!(answer.problem(422), "post_only_not_allowed");
    assert_eq!(answer.pointers(422), ["/post_only"]);
}

/// Four units are on offer at this price.
fn a_minimum_trades_at_once_or_not_at_all(place: &Place, instrument: &Value, price: &str) {
    let token = place.investor(1);
    let order =
        |id: &str, least: &str| with(limit(id, instrument, "buy", price, "6"), "minimum_quantity", json!(least));
    let none = place.enter(&token, &order("least-1", "5")).expect(201);
    assert_eq!((&none["status"], &none["reason"]), (&json!("canceled"), &json!("minimum_quantity")));
    let some = place.enter(&token, &order("least-2", "4")).expect(201);
    assert_eq!((&some["filled"], &some["minimum_quantity"]), (&json!("4"), &json!("4")));
    let answer = place.enter(&token, &order("least-3", "7"));
    assert_eq!(answer.problem(422), "minimum_quantity_invalid");
    assert_eq!(answer.pointers(422), ["/minimum_quantity"]);
    // An order of the same name without the instruction is another order.
    assert_eq!(
        place.enter(&token, &limit("least-2", instrument, "buy", price, "6")).problem(409),
        "client_order_id_taken"
    );
}

fn what_does_not_fit_is_told(place: &Place, instrument: &Value, price: &str) {
    let mut order = limit("unfit", instrument, "buy", price, "6");
    order["minimum_quantity"] = json!(4);
    order["post_only"] = json!("true");
    order["self_trade_prevention"] = json!("cancel");
    order["peg"] = json!("middle");
    let pointers = place.enter(&place.investor(1), &order).pointers(422);
    assert_eq!(pointers, ["/minimum_quantity", "/post_only", "/self_trade_prevention", "/peg"]);
}

fn an_order_for_the_opening_waits(place: &Place, instrument: &Value, price: &str) {
    let token = place.investor(2);
    let at_opening = |id: &str| with(limit(id, instrument, "sell", price, "1"), "time_in_force", json!("opg"));
    let order = place.enter(&token, &at_opening("opening-1")).expect(201);
    assert_eq!(
        (&order["time_in_force"], &order["status"], &order["filled"]),
        (&json!("opg"), &json!("new"), &json!("0"))
    );
    let path = format!("/v1/orders/{}", order["id"].as_str().expect("an id"));
    assert_eq!(place.call("PATCH", &path, &token, Some(&json!({"quantity": "2"}))).expect(200)["remaining"], "2");
    assert_eq!(place.call("DELETE", &path, &token, None).expect(200)["status"], "canceled");
    let mut to_limit = at_opening("opening-2");
    to_limit["type"] = json!("market_to_limit");
    to_limit["price"] = json!(null);
    let answer = place.enter(&token, &to_limit);
    assert_eq!(answer.problem(422), "at_the_opening_not_allowed");
    assert_eq!(answer.pointers(422), ["/time_in_force"]);
}

fn a_peg_follows_the_book(place: &Place, instrument: &Value) {
    let token = place.investor(2);
    let symbol = instrument["symbol"].as_str().expect("a symbol");
    let asks = || place.get(&format!("/v1/instruments/{symbol}/book?depth=1"), "").expect(200)["asks"][0].clone();
    let before = asks();
    let mut order = with(limit("peg-1", instrument, "sell", "1", "1"), "peg", json!("best"));
    order.as_object_mut().expect("an object").remove("price");
    let mut socket = Socket::signed_in(place, &token);
    let ack = socket.ask(&json!({"op": "order", "req_id": 1, "order": order}));
    let peg = &ack["order"];
    assert_eq!((&peg["status"], &peg["peg"], &peg["price"]), (&json!("new"), &json!("best"), &json!(null)), "{ack}");
    assert_eq!(peg["pegged_price"], before[0]);
    assert_ne!(asks()[1], before[1], "it stands in the book");
    let path = format!("/v1/orders/{}", peg["id"].as_str().expect("an id"));
    let number = |value: &Value| scaled(value.as_str().expect("a decimal"));
    let cap = number(&before[0]) + 5 * number(&instrument["tick"]);
    let text = format!("{}.{:04}", cap / 10_000, cap % 10_000);
    let capped = place.call("PATCH", &path, &token, Some(&json!({"price": text}))).expect(200);
    assert_eq!([&capped["price"], &capped["pegged_price"]].map(number), [cap, cap], "above the best ask");
    let ended = place.call("DELETE", &path, &token, None).expect(200);
    assert_eq!(ended["pegged_price"], json!(null));
    assert_eq!(asks(), before);
    let call = place.instrument_in("call");
    let early = with(limit("peg-2", &call, "sell", &far(&call, "sell"), "1"), "peg", json!("best"));
    let answer = place.enter(&token, &early);
    assert_eq!(answer.problem(422), "peg_outside_continuous");
    assert_eq!(answer.pointers(422), ["/peg"]);
}

/// The journal carries what the orders asked for.
fn they_outlive_a_restart(place: Place, data: &std::path::Path, instrument: &Value) {
    let token = place.investor(2);
    let mut peg = with(limit("kept-1", instrument, "sell", "1", "2"), "peg", json!("best"));
    peg["self_trade_prevention"] = json!("cancel_both");
    peg["price"] = json!(null);
    let opening =
        with(limit("kept-2", instrument, "sell", &far(instrument, "sell"), "1"), "time_in_force", json!("opg"));
    let before = [&peg, &opening].map(|order| place.enter(&token, order).expect(201));
    assert!(before[0]["pegged_price"].is_string() && before[0]["status"] == "new", "{before:?}");
    assert!(place.end("TERM").0.success());
    let place = Place::open(data, &["--speed", "0"]);
    for (order, known) in [&peg, &opening].into_iter().zip(&before) {
        let path = format!("/v1/orders/{}", known["id"].as_str().expect("an id"));
        assert_eq!(&place.get(&path, &token).expect(200), known);
        assert_eq!(&place.enter(&token, order).expect(200), known, "the same name is the same order");
    }
}
