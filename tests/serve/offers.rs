//! An investor subscribes to an offer of a live exchange.

use serde_json::{Value, json};

use super::place::{Place, scaled};

#[test]
fn an_investor_subscribes_and_the_money_is_held() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["forme-di-offerta", "--speed", "0"]);
    let token = place.investor(0);
    let offers = place.get("/v1/offers", "").expect(200);
    let open = |offer: &&Value| offer["open"] == true;
    let forms = offers["items"].as_array().expect("a list").iter().filter(open);
    let forms: Vec<&str> = forms.filter_map(|offer| offer["conditions"]["form"].as_str()).collect();
    assert_eq!(forms, ["donation_to_target", "private_placement"], "{offers}");

    let before = place.get("/v1/account", &token).expect(200);
    let cash = |account: &Value, name: &str| scaled(account["balances"][0][name].as_str().expect("a decimal"));
    let path = "/v1/offers/BOSCO/subscriptions";
    let asked = place.get("/v1/offers/BOSCO", "").expect(200);
    let taken = place.call("POST", path, &token, Some(&json!({"quantity": "100"}))).expect(201);
    assert_eq!((&taken["quantity"], &taken["limit"]), (&json!("100"), &Value::Null));
    let more = |offer: &Value| scaled(offer["asked"].as_str().expect("a number"));
    assert_eq!(more(&taken["offer"]), more(&asked) + 1_000_000, "{taken}");
    let during = place.get("/v1/account", &token).expect(200);
    assert_eq!(cash(&during, "reserved") - cash(&before, "reserved"), 1_800_000, "a hundred certificates of 1.80");

    let post = |path: &str, body: Value| place.call("POST", path, &token, Some(&body));
    assert_eq!(post("/v1/offers/BALSAMO-32/subscriptions", json!({"quantity": "1"})).problem(422), "not_invited");
    assert_eq!(post(path, json!({"quantity": "1", "limit": "2"})).problem(422), "limit_not_allowed");
    assert_eq!(post(path, json!({"quantity": "0"})).problem(422), "no_units");
    assert_eq!(post(path, json!({"units": "1"})).pointers(422), ["/quantity", "/units"]);
    let order = json!({"client_order_id": "gift", "instrument": "BOSCO", "side": "sell", "type": "limit",
        "time_in_force": "day", "price": "1.8", "quantity": "1"});
    assert_eq!(post("/v1/orders", order).problem(422), "not_transferable", "a certificate stays where it is");
    let placement = place.get("/v1/offers/BALSAMO-32", "").expect(200);
    assert_eq!(placement["limits"]["transfer"], "institutional", "{placement}");
    let words = placement["limits"]["words"].as_array().expect("sentences");
    assert!(
        words.iter().any(|words| words["it"].as_str().is_some_and(|it| it.contains("per 120 giorni"))),
        "{words:?}"
    );
    post("/v1/offers/NONE/subscriptions", json!({"quantity": "1"})).problem(404);
    place.call("POST", path, "", Some(&json!({"quantity": "1"}))).problem(401);
    place.call("POST", path, &place.token("researcher"), Some(&json!({"quantity": "1"}))).problem(403);
}
