//! What an investor holds, and the explanation of what happened to it.

use serde_json::{Value, json};

use super::place::{Place, far, limit, scaled};

#[test]
fn reserved_and_available_add_up() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "0"]);
    let (token, instrument) = (place.investor(0), place.instrument_in("call"));
    let before = place.get("/v1/account", &token).expect(200);
    let listed = place.get("/v1/instruments?limit=1000", "").expect(200)["items"].as_array().expect("a list").len();
    assert_eq!(before["positions"].as_array().expect("a list").len(), listed, "units of every listed instrument");
    for line in
        before["balances"].as_array().expect("a list").iter().chain(before["positions"].as_array().expect("a list"))
    {
        assert!(scaled(line["available"].as_str().expect("a decimal")) > 0, "{line}");
        assert_eq!((&line["reserved"], &line["unsettled"]), (&json!("0"), &json!("0")));
    }
    assert_eq!(before["balances"][0]["currency"], "EUR");

    let order = limit("account-1", &instrument, "buy", &far(&instrument, "buy"), "10");
    let order = place.enter(&token, &order).expect(201);
    let during = place.get("/v1/account", &token).expect(200);
    let cash = |account: &Value, name: &str| scaled(account["balances"][0][name].as_str().expect("a decimal"));
    assert!(cash(&during, "reserved") > 0, "an order is paid for before it stands: {during}");
    assert_eq!(cash(&during, "reserved") + cash(&during, "available"), cash(&before, "available"));

    let seq = order["seq"].as_u64().expect("a number");
    let statement = place.get("/v1/account/statement", &token).expect(200);
    let items = statement["items"].as_array().expect("a list");
    assert_eq!(items.last().expect("a line")["available"], during["balances"][0]["available"]);
    assert_eq!(items.last().expect("a line")["cause"], "order_accepted");
    let earlier = place.get(&format!("/v1/account/statement?to_seq={}", seq - 1), &token).expect(200);
    assert_eq!(earlier["items"].as_array().expect("a list").len(), items.len() - 1);

    explained(&place, seq);
    let path = format!("/v1/orders/{}", order["id"].as_str().expect("an id"));
    place.call("DELETE", &path, &token, None).expect(200);
    assert_eq!(place.get("/v1/account", &token).expect(200), before, "nothing stays reserved");
}

fn explained(place: &Place, seq: u64) {
    let path = format!("/v1/explain/{seq}");
    let own = place.get(&path, &place.investor(0)).expect(200);
    assert_eq!(own["event"]["type"], "order_accepted");
    place.get(&path, &place.investor(1)).problem(404);
    assert_eq!(place.get(&path, &place.token("researcher")).expect(200)["seq"], seq);
    place.get("/v1/explain/999999999", &place.token("researcher")).problem(404);
    place.get(&path, "").problem(401);
}
