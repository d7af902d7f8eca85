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
    let positions = before["positions"].as_array().expect("a list");
    assert!(positions.iter().all(|position| position["locked"] == "0"), "what the exchange gives is free: {before}");
    for line in before["impact_held"].as_array().expect("a list") {
        assert!(line["grade"] == "confirmed" || line["held"] == "0", "only what is confirmed counts: {line}");
    }

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
    assert!(items.last().expect("a line")["tax"].is_null(), "nothing was withheld");
    assert_eq!(statement["impact_held"], during["impact_held"], "the impact of what is held now");
    let earlier = place.get(&format!("/v1/account/statement?to_seq={}", seq - 1), &token).expect(200);
    assert_eq!(earlier["items"].as_array().expect("a list").len(), items.len() - 1);
    assert_eq!(earlier["impact_held"], before["impact_held"], "an order moves no units");
    let beginning = place.get("/v1/account/statement?to_seq=1", &token).expect(200);
    assert_eq!((&beginning["items"], &beginning["impact_held"]), (&json!([]), &json!([])), "nothing was held at first");

    explained(&place, seq);
    let path = format!("/v1/orders/{}", order["id"].as_str().expect("an id"));
    place.call("DELETE", &path, &token, None).expect(200);
    assert_eq!(place.get("/v1/account", &token).expect(200), before, "nothing stays reserved");
}

fn explained(place: &Place, seq: u64) {
    let path = format!("/v1/explain/{seq}");
    let own = place.get(&path, &place.investor(0)).expect(200);
    assert_eq!(own["event"]["type"], "order_accepted");
    assert_eq!(own["explanation"]["kind"], "entry");
    assert!(own["explanation"]["standing"]["queue"]["place"].as_u64() >= Some(1), "{own}");
    assert!(own["because"]["it"].as_str().is_some_and(|because| because.contains("Resta nel libro")), "{own}");
    place.get(&path, &place.investor(1)).problem(404);
    assert_eq!(place.get(&path, &place.token("researcher")).expect(200)["seq"], seq);
    place.get("/v1/explain/999999999", &place.token("researcher")).problem(404);
    place.get(&path, "").problem(401);
}

#[test]
fn each_side_of_a_trade_is_told_its_own_reason() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "0"]);
    let instrument = place.instrument_in("continuous");
    let symbol = instrument["symbol"].as_str().expect("a symbol");
    // One investor offers, and the other takes all that is offered up to there, one unit short.
    let book = place.get(&format!("/v1/instruments/{symbol}/book?depth=1000"), "").expect(200);
    let number = |value: &Value| value.as_str().map_or(0, scaled);
    let (near, tick) = (number(&instrument["last"]).max(number(&book["bids"][0][0])), number(&instrument["tick"]));
    let price = (near / tick + 1) * tick;
    let price = format!("{}.{:04}", price / 10_000, price % 10_000);
    let asks = book["asks"].as_array().expect("levels");
    let within = asks.iter().filter(|level| scaled(level[0].as_str().expect("a price")) <= scaled(&price));
    let ahead: i64 = within.map(|level| scaled(level[1].as_str().expect("units")) / 10_000).sum();
    let buy = |name: &str, units: i64| limit(name, &instrument, "buy", &price, &units.to_string());
    let sell = place.enter(&place.investor(0), &limit("mine", &instrument, "sell", &price, "3")).expect(201);
    let refused = place.enter(&place.investor(1), &buy("much", ahead + 100_000_000));
    assert_eq!(refused.problem(422), "insufficient_funds");
    let bought = place.enter(&place.investor(1), &buy("take", ahead + 2)).expect(201);
    assert_eq!(bought["remaining"], "0");
    let token = place.token("researcher");
    let from = sell["seq"].as_u64().expect("a number");
    let log = place.get(&format!("/v1/events?from_seq={from}&limit=1000"), &token).expect(200);
    let events = log["items"].as_array().expect("a list");
    let last = |kind: &str| {
        events.iter().rfind(|event| event["type"] == kind).unwrap_or_else(|| panic!("no {kind}: {log}"))["seq"].clone()
    };
    let why =
        |seq: &Value, token: &str| place.get(&format!("/v1/explain/{seq}"), token).expect(200)["explanation"].clone();

    let (rejected, traded) = (last("rejected"), last("traded"));
    let told = why(&rejected, &place.investor(1));
    assert_eq!(
        (&told["rejection"]["code"], &told["rejection"]["check"]["place"]),
        (&json!("insufficient_funds"), &json!(7))
    );
    place.get(&format!("/v1/explain/{rejected}"), &place.investor(0)).problem(404);

    let all = why(&traded, &token);
    let (buy, sell) = (&all["fill"]["buy"], &all["fill"]["sell"]);
    assert_eq!((&buy["role"], &sell["role"]), (&json!("taker"), &json!("maker")));
    assert_eq!(sell["queue"]["units_ahead"], all["fill"]["traded_before"], "{all}");
    let seller = why(&traded, &place.investor(0));
    assert!(seller["fill"]["buy"].is_null() && seller["fill"]["sell"] == *sell, "{seller}");
    let buyer = why(&traded, &place.investor(1));
    assert!(buyer["fill"]["sell"].is_null() && buyer["fill"]["buy"] == *buy, "{buyer}");
    place.get(&format!("/v1/explain/{traded}"), &place.investor(2)).problem(404);
}
