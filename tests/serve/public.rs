//! What everyone may read, and how errors look.

use serde_json::json;

use super::place::Place;

#[test]
fn everyone_may_read_the_market() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "0"]);
    let health = place.get("/v1/health", "");
    assert_eq!(health.expect(200)["status"], "ok");
    assert!(!health.header("x-request-id").is_empty());

    instruments(&place);
    books_and_trades(&place);
    lists_turn_their_pages(&place);
    errors_are_problems(&place);
    pages_are_served(&place);
}

fn instruments(place: &Place) {
    let list = place.get("/v1/instruments", "").expect(200);
    assert_eq!(list["next_cursor"], json!(null));
    let items = list["items"].as_array().expect("a list");
    let phases: Vec<&str> = items.iter().map(|item| item["phase"].as_str().expect("a word")).collect();
    assert!(phases.iter().filter(|phase| **phase == "continuous").count() >= 2, "{phases:?}");
    assert!(phases.contains(&"call"), "{phases:?}");
    let fields = [
        "name",
        "issuer",
        "kind",
        "next_phase_at",
        "tick",
        "lot",
        "reference_price",
        "last",
        "indicative",
        "impact",
        "impact_per_euro",
        "limits",
    ];
    for item in items {
        for field in fields {
            assert!(item.get(field).is_some(), "{field} is always there: {item}");
        }
        assert_eq!(item["indicative"].is_object(), item["phase"] == "call", "{item}");
        let symbol = item["symbol"].as_str().expect("a symbol");
        assert_eq!(place.get(&format!("/v1/instruments/{symbol}"), "").expect(200), *item);
    }
    let call = place.instrument_in("call");
    for field in ["price", "volume", "surplus"] {
        assert!(call["indicative"].get(field).is_some(), "{call}");
    }
    place.get("/v1/instruments/NOBODY", "").problem(404);
}

fn books_and_trades(place: &Place) {
    let symbol = place.instrument_in("continuous")["symbol"].as_str().expect("a symbol").to_owned();
    let book = place.get(&format!("/v1/instruments/{symbol}/book?depth=3"), "").expect(200);
    assert!(book["seq"].as_u64().expect("a number") > 0);
    for side in ["bids", "asks"] {
        let levels = book[side].as_array().expect("levels");
        assert!(levels.len() <= 3);
        assert!(levels.iter().all(|level| level[0].is_string() && level[1].is_string()), "{book}");
    }
    for depth in ["0", "-1", "many", "1001"] {
        let path = format!("/v1/instruments/{symbol}/book?depth={depth}");
        assert_eq!(place.get(&path, "").pointers(422), ["/depth"]);
    }
    let trades = place.get(&format!("/v1/instruments/{symbol}/trades"), "").expect(200);
    let items = trades["items"].as_array().expect("a list");
    assert!(!items.is_empty(), "the exercise was played up");
    let columns = ["seq", "time", "instrument", "price", "quantity", "buy_order", "sell_order", "aggressor", "trade"];
    assert!(items.iter().all(|item| columns.iter().all(|column| item.get(column).is_some())));
    assert!(items.windows(2).all(|pair| pair[0]["seq"].as_u64() > pair[1]["seq"].as_u64()), "newest first");
}

fn lists_turn_their_pages(place: &Place) {
    let symbol = place.instrument_in("continuous")["symbol"].as_str().expect("a symbol").to_owned();
    for path in [format!("/v1/instruments/{symbol}/trades"), "/v1/instruments".to_owned()] {
        let whole =
            place.get(&format!("{path}?limit=1000"), "").expect(200)["items"].as_array().expect("a list").clone();
        let (mut pages, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = place.get(&format!("{path}?limit=7{cursor}"), "").expect(200);
            pages.extend(page["items"].as_array().expect("a list").clone());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(pages, whole, "{path}");
        for limit in ["0", "1001", "x"] {
            assert_eq!(place.get(&format!("{path}?limit={limit}"), "").pointers(422), ["/limit"]);
        }
        assert_eq!(place.get(&format!("{path}?cursor=%20"), "").pointers(422), ["/cursor"]);
    }
}

fn errors_are_problems(place: &Place) {
    let unknown = place.get("/v1/nothing", "");
    assert_eq!(unknown.problem(404), "not_found");
    assert!(!unknown.header("x-request-id").is_empty(), "{unknown:?}");
    place.send("POST", "/nothing", &[], "").problem(404);
    for (method, path) in [("DELETE", "/v1/health"), ("PUT", "/v1/orders"), ("POST", "/"), ("PATCH", "/v1/account")] {
        let answer = place.send(method, path, &[], "");
        assert_eq!(answer.problem(405), "method_not_allowed", "{method} {path}");
        assert!(answer.header("allow").contains("GET"), "{method} {path}: {answer:?}");
    }
    let named = place.send("GET", "/v1/health", &[("x-request-id", "mine-7")], "");
    assert_eq!(named.header("x-request-id"), "mine-7");
}

fn pages_are_served(place: &Place) {
    let page = place.get("/", "");
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    assert!(!page.text.contains("https://"), "the page fetches nothing from elsewhere");
    let metrics = place.get("/metrics", "");
    assert!(metrics.text.contains("\nborsa_events_total "), "{}", metrics.text);
}

#[test]
fn who_asks_too_often_waits() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "0", "--rate", "3"]);
    let ask = |token: &str| place.get("/v1/instruments", token);
    let (admin, observer) = (place.token("admin"), place.token("observer"));
    let last = (0..20).map(|_| ask(&admin)).find(|answer| answer.status != 200).expect("no more than three a second");
    assert_eq!(last.problem(429), "too_many_requests");
    assert_eq!(last.header("retry-after"), "1");
    assert!(!last.header("x-request-id").is_empty());
    assert_eq!(ask(&observer).status, 200, "another token has a quota of its own");
    assert_eq!(place.get("/", "").status, 200, "pages are not counted");
    let refused = (0..20).map(|_| ask("nobody-was-given-this")).filter(|answer| answer.status == 429).count();
    assert!(refused > 0, "a token that nobody was given is counted by address");
}
