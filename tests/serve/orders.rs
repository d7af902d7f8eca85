//! The life of an order over HTTP.

use serde_json::{Value, json};

use super::place::{Place, far, limit};
use super::socket::Socket;

#[test]
fn an_order_lives_as_the_contract_says() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "0"]);
    from_entry_to_withdrawal(&place);
    the_same_id_is_the_same_order(&place);
    trades_name_the_orders(&place);
    what_does_not_fit_is_told(&place);
    rejections_have_their_codes(&place);
    a_refusal_is_told_in_the_language_of_who_asked(&place);
    bodies_have_limits(&place);
    a_batch_is_judged_one_by_one(&place);
    own_orders_are_listed(&place);
}

const FIELDS: [&str; 14] = [
    "id",
    "client_order_id",
    "instrument",
    "side",
    "type",
    "time_in_force",
    "price",
    "quantity",
    "filled",
    "remaining",
    "status",
    "reason",
    "time",
    "seq",
];

fn from_entry_to_withdrawal(place: &Place) {
    let (token, instrument) = (place.investor(0), place.instrument_in("call"));
    let answer = place.enter(&token, &limit("life-1", &instrument, "buy", &far(&instrument, "buy"), "10"));
    let order = answer.expect(201);
    assert!(FIELDS.iter().all(|field| order.get(field).is_some()), "{order}");
    assert_eq!((&order["status"], &order["remaining"], &order["filled"]), (&json!("new"), &json!("10"), &json!("0")));
    assert_eq!(order["reason"], json!(null));
    let path = format!("/v1/orders/{}", order["id"].as_str().expect("an id"));
    assert_eq!(answer.header("location"), path);
    assert_eq!(place.get(&path, &token).expect(200), order);
    place.get(&path, &place.investor(1)).problem(404);
    place.call("DELETE", &path, &place.investor(1), None).problem(404);

    assert_eq!(place.call("PATCH", &path, &token, Some(&json!({}))).problem(422), "invalid_request");
    let less = place.call("PATCH", &path, &token, Some(&json!({"quantity": "4"}))).expect(200);
    assert_eq!((&less["quantity"], &less["remaining"], &less["price"]), (&json!("4"), &json!("4"), &order["price"]));
    assert!(less["seq"].as_u64() > order["seq"].as_u64());

    let gone = place.call("DELETE", &path, &token, None).expect(200);
    assert_eq!((&gone["status"], &gone["remaining"]), (&json!("canceled"), &json!("0")));
    place.call("DELETE", &path, &token, None).problem(409);
    place.call("PATCH", &path, &token, Some(&json!({"quantity": "1"}))).problem(409);
    place.get("/v1/orders/00000000-0000-0000-0000-000000000000", &token).problem(404);
    place.get("/v1/orders/7", &token).problem(404);
}

fn the_same_id_is_the_same_order(place: &Place) {
    let (token, instrument) = (place.investor(0), place.instrument_in("call"));
    let price = far(&instrument, "buy");
    let body = limit("same-1", &instrument, "buy", &price, "10");
    let first = place.enter(&token, &body).expect(201);
    let last = || place.get("/v1/health", "").expect(200)["last_seq"].clone();
    let before = last();
    assert_eq!(place.enter(&token, &body).expect(200), first);
    let same_values = limit("same-1", &instrument, "buy", &format!("{price}00"), "10.0");
    assert_eq!(place.enter(&token, &same_values).expect(200), first, "compared by value");
    assert_eq!(
        place.enter(&token, &limit("same-1", &instrument, "buy", &price, "11")).problem(409),
        "client_order_id_taken"
    );
    assert_eq!(last(), before, "a repeat makes no event");
    let other = place.enter(&place.investor(1), &body).expect(201);
    assert_ne!(other["id"], first["id"], "a client order id is one investor's own");
    let path = format!("/v1/orders/{}", first["id"].as_str().expect("an id"));
    let ended = place.call("DELETE", &path, &token, None).expect(200);
    assert_eq!(place.enter(&token, &body).expect(200), ended, "also after the order's end");
}

fn trades_name_the_orders(place: &Place) {
    let instrument = place.instrument_in("continuous");
    let symbol = instrument["symbol"].as_str().expect("a symbol");
    let (seller, buyer) = (place.investor(2), place.investor(3));
    // Whoever stands in the book is bought first; what remains waits as the best bid.
    let price = instrument["reference_price"].as_str().expect("a price");
    let bid = place.enter(&buyer, &limit("cross-b", &instrument, "buy", price, "20")).expect(201);
    let ask = place.enter(&seller, &limit("cross-s", &instrument, "sell", price, "20")).expect(201);
    assert_ne!(bid["id"], ask["id"]);
    let trades = place.get(&format!("/v1/instruments/{symbol}/trades?limit=100"), "").expect(200);
    let of = |order: &Value, side: &str| {
        let items = trades["items"].as_array().expect("a list").iter();
        items.filter(|trade| trade[side] == order["id"]).count()
    };
    assert!(of(&bid, "buy_order") + of(&ask, "sell_order") > 0, "orders cross, so somebody trades: {trades}");
    let now = |token: &str, order: &Value| {
        place.get(&format!("/v1/orders/{}", order["id"].as_str().expect("an id")), token).expect(200)
    };
    let filled = [now(&buyer, &bid), now(&seller, &ask)];
    assert!(filled.iter().any(|order| order["filled"] != "0"), "{filled:?}");
    for order in filled {
        let units = |name: &str| order[name].as_str().expect("a decimal").parse::<u64>().expect("whole");
        let open = matches!(order["status"].as_str(), Some("new" | "partially_filled"));
        assert_eq!(open, units("remaining") > 0, "{order}");
        assert!(units("filled") + units("remaining") <= units("quantity"), "{order}");
    }
}

fn what_does_not_fit_is_told(place: &Place) {
    let (token, instrument) = (place.investor(0), place.instrument_in("call"));
    let whole = limit("unfit", &instrument, "buy", &far(&instrument, "buy"), "10");
    for field in ["client_order_id", "instrument", "side", "type", "time_in_force", "price", "quantity"] {
        let mut body = whole.clone();
        body.as_object_mut().expect("an object").remove(field);
        assert_eq!(place.enter(&token, &body).pointers(422), [format!("/{field}")]);
        body[field] = json!(10.5);
        assert_eq!(place.enter(&token, &body).pointers(422), [format!("/{field}")], "a number");
    }
    let mut body = whole.clone();
    body["colour"] = json!("red");
    body["quantity"] = json!("ten");
    assert_eq!(place.enter(&token, &body).pointers(422), ["/quantity", "/colour"]);
    assert_eq!(place.enter(&token, &json!([whole])).pointers(422), [""]);

    let bearer = format!("Bearer {token}");
    let post = |kind: &str, text: &str| {
        place.send("POST", "/v1/orders", &[("authorization", &bearer), ("content-type", kind)], text)
    };
    for text in ["", "{", "{} {}", "{\"side\": \"buy\",}", "\u{0}"] {
        post("application/json", text).problem(400);
    }
    // Broken JSON is told before any field of it.
    post("application/json", "{\"colour\": 1").problem(400);
    post("text/plain", "{}").problem(415);
    place.send("POST", "/v1/orders", &[("content-type", "application/json")], "{").problem(401);
    assert_eq!(place.get("/v1/orders?status=lost", &token).pointers(422), ["/status"]);
    assert_eq!(place.get("/v1/orders?limit=0", &token).pointers(422), ["/limit"]);
}

fn rejections_have_their_codes(place: &Place) {
    let (token, call, open) = (place.investor(0), place.instrument_in("call"), place.instrument_in("continuous"));
    let price = far(&call, "buy");
    let mut orders = Vec::new();
    orders.push(("unknown_instrument", limit("bad", &json!({"symbol": "NOBODY"}), "buy", "1", "1")));
    orders.push(("quantity_not_positive", limit("bad", &call, "buy", &price, "0")));
    orders.push(("quantity_too_large", limit("bad", &call, "buy", &price, "1000000000001")));
    orders.push(("price_off_tick", limit("bad", &open, "buy", "0.00011", "1")));
    orders.push(("price_outside_collar", limit("bad", &call, "buy", "190000", "1")));
    let mut immediate = limit("bad", &call, "buy", &price, "1");
    immediate["time_in_force"] = json!("ioc");
    orders.push(("immediate_in_call", immediate));
    let mut priced = limit("bad", &open, "buy", &price, "1");
    priced["type"] = json!("market");
    orders.push(("price_not_allowed", priced));
    for (code, order) in orders {
        let answer = place.enter(&token, &order);
        let found = answer.problem(422);
        // More decimals than the wire has are unfit; a coarser price between two ticks is a rejection.
        assert!(found == code || (code == "price_off_tick" && found == "invalid_request"), "{code}: {answer:?}");
    }
    let units = 1_000_000_000;
    let poor = place.enter(&token, &limit("bad", &call, "buy", &price, &units.to_string()));
    assert!(poor.problem(422).contains("insufficient") || poor.status == 422, "{poor:?}");
    // Why it was refused can be asked at once: the problem names its event.
    let refused = place.enter(&token, &limit("bad", &call, "buy", "190000", "1")).expect(422);
    let seq = refused["seq"].as_u64().expect("an event");
    let why = place.get(&format!("/v1/explain/{seq}"), &token).expect(200);
    assert_eq!(why["explanation"]["rejection"]["code"], "price_outside_collar", "{why}");
    // A rejection does not use the name up.
    place.enter(&token, &limit("bad", &call, "buy", &price, "1")).expect(201);
}

fn a_refusal_is_told_in_the_language_of_who_asked(place: &Place) {
    const ITALIAN: &str = "la quantità non è maggiore di zero";
    let bearer = format!("Bearer {}", place.investor(0));
    let (call, price) = (place.instrument_in("call"), "1");
    let order = limit("language", &call, "buy", price, "0");
    let send = |path: &str, asked: &str, body: &Value| {
        let json = ("content-type", "application/json");
        let headers = [("authorization", bearer.as_str()), ("accept-language", asked), json];
        place.send("POST", path, &headers, &body.to_string())
    };
    let italian = send("/v1/orders", "it-IT,it;q=0.9,en;q=0.8", &order);
    assert_eq!((italian.problem(422).as_str(), italian.header("content-language")), ("quantity_not_positive", "it"));
    assert_eq!((&italian.json()["detail"], &italian.json()["errors"][0]["detail"]), (&json!(ITALIAN), &json!(ITALIAN)));
    let english = send("/v1/orders", "en-GB,it;q=0.5", &order);
    assert_eq!((english.problem(422).as_str(), english.header("content-language")), ("quantity_not_positive", "en"));
    assert_ne!(english.json()["detail"], ITALIAN);
    assert_eq!(english.header("vary"), "accept-language");
    let batch = send("/v1/orders/batch", "it", &json!([order])).expect(200);
    assert_eq!(batch[0]["detail"], ITALIAN);
    let mut socket = Socket::open_in(place, "it");
    socket.ask(&json!({"op": "auth", "token": place.investor(0), "req_id": "auth"}));
    let error = socket.ask(&json!({"op": "order", "req_id": "o", "order": order}));
    assert_eq!(error["problem"]["detail"], ITALIAN, "{error}");
}

fn bodies_have_limits(place: &Place) {
    let token = place.investor(0);
    let long = |bytes: usize| json!({"client_order_id": "x".repeat(bytes)});
    place.enter(&token, &long(60 * 1024)).problem(422);
    assert_eq!(place.enter(&token, &long(65 * 1024)).problem(413), "too_large");
    assert_eq!(place.enter(&token, &long(5 * 1024 * 1024)).problem(413), "too_large");
    let batch = |bytes: usize| place.call("POST", "/v1/orders/batch", &token, Some(&json!([long(bytes)])));
    batch(200 * 1024).expect(200);
    batch(1024 * 1024).problem(413);
}

fn a_batch_is_judged_one_by_one(place: &Place) {
    let (token, call) = (place.investor(1), place.instrument_in("call"));
    let price = far(&call, "sell");
    let good = |id: &str| limit(id, &call, "sell", &price, "1");
    let batch = json!([good("batch-1"), {"side": "buy"}, good("batch-2"), limit("batch-3", &call, "sell", &price, "0"), good("batch-1")]);
    let answers = place.call("POST", "/v1/orders/batch", &token, Some(&batch)).expect(200);
    let answers = answers.as_array().expect("one answer an order");
    assert_eq!(answers.len(), 5);
    assert_eq!(answers[0]["status"], "new", "{answers:?}");
    assert_eq!(answers[1]["status"], 422);
    assert_eq!(answers[1]["errors"][0]["pointer"], "/client_order_id");
    assert_eq!(answers[2]["client_order_id"], "batch-2");
    assert_eq!((&answers[3]["status"], &answers[3]["code"]), (&json!(422), &json!("quantity_not_positive")));
    assert_eq!(answers[4], answers[0], "the same order within one batch");
    let send = |body: &Value| place.call("POST", "/v1/orders/batch", &token, Some(body));
    assert_eq!(send(&json!({})).pointers(422), [""]);
    assert_eq!(send(&json!([])).expect(200), json!([]));
    let many: Vec<Value> = (0..1001).map(|_| json!({})).collect();
    assert_eq!(send(&json!(many)).pointers(422), [""]);
}

fn own_orders_are_listed(place: &Place) {
    let token = place.investor(0);
    let all = place.get("/v1/orders", &token).expect(200)["items"].as_array().expect("a list").clone();
    let open = place.get("/v1/orders?status=open", &token).expect(200)["items"].as_array().expect("a list").clone();
    let is_open = |order: &&Value| order["remaining"] != "0";
    assert_eq!(open, all.iter().filter(is_open).cloned().collect::<Vec<_>>());
    assert!(!open.is_empty() && open.len() < all.len(), "open and ended ones");
    let first = place.get("/v1/orders?limit=1", &token).expect(200);
    let next =
        place.get(&format!("/v1/orders?limit=1000&cursor={}", first["next_cursor"].as_str().expect("more")), &token);
    let mut pages = first["items"].as_array().expect("a list").clone();
    pages.extend(next.expect(200)["items"].as_array().expect("a list").clone());
    assert_eq!(pages, all);
    let others = place.get("/v1/orders", &place.investor(3)).expect(200);
    let ids: Vec<_> = all.iter().map(|order| order["id"].clone()).collect();
    assert!(others["items"].as_array().expect("a list").iter().all(|order| !ids.contains(&order["id"])));
}
