//! Who may do what.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;

use serde_json::{Value, json};

use super::place::{Place, limit};

#[test]
fn each_role_does_its_own_work() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "0"]);
    tokens(&place, data.path());
    doors(&place);
    the_committee_reads_and_votes(&place);
    the_researcher_reads_the_log(&place);
}

fn tokens(place: &Place, data: &std::path::Path) {
    let mode = std::fs::metadata(data.join("tokens.json")).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let all: Vec<&str> = place.tokens.as_object().expect("roles").values().flat_map(texts).collect();
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "no token twice");
    assert!(place.tokens["investor"].as_array().expect("a list").len() >= 4);
    assert!(place.tokens["admin"].is_string() && place.tokens["observer"].is_string());
    assert!(place.tokens["committee"].is_array() && place.tokens["researcher"].is_array());
}

fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        value => value.as_str().into_iter().collect(),
    }
}

/// Each address with the roles that may use it.
const DOORS: &[(&str, &[&str])] = &[
    ("/v1/orders", &["investor"]),
    ("/v1/account", &["investor"]),
    ("/v1/account/statement", &["investor"]),
    ("/v1/admissions", &["committee"]),
    ("/v1/events", &["researcher"]),
    ("/v1/exercise", &["committee", "researcher"]),
];

fn doors(place: &Place) {
    for (path, roles) in DOORS {
        let nobody = place.get(path, "");
        nobody.problem(401);
        assert_eq!(nobody.header("www-authenticate"), "Bearer");
        place.get(path, "borsa-admin-0000").problem(401);
        for role in ["admin", "committee", "investor", "researcher", "observer"] {
            let answer = place.get(path, &place.token(role));
            if roles.contains(&role) {
                answer.expect(200);
            } else {
                answer.problem(403);
            }
        }
    }
    let order = limit("roles", &place.instrument_in("call"), "buy", "1", "1");
    for role in ["admin", "committee", "researcher", "observer"] {
        place.enter(&place.token(role), &order).problem(403);
        place.call("POST", "/v1/control/pause", &place.token("investor"), None).problem(403);
    }
    let basic = place.send("GET", "/v1/account", &[("authorization", "Basic eDp5")], "");
    basic.problem(401);
}

fn the_committee_reads_and_votes(place: &Place) {
    let seat = place.token("committee");
    let list = place.get("/v1/admissions?limit=1000", &seat).expect(200);
    let items = list["items"].as_array().expect("a list");
    let outcomes: BTreeSet<&str> = items.iter().filter_map(|item| item["outcome"].as_str()).collect();
    assert!(outcomes.len() >= 2, "some are admitted, some are not: {outcomes:?}");
    for item in items {
        let id = item["id"].as_str().expect("an id");
        assert_eq!(place.get(&format!("/v1/admissions/{id}"), &seat).expect(200), *item);
        if item["outcome"] == "refused" {
            assert!(!item["reasons"].as_array().expect("a list").is_empty(), "a refusal has reasons: {item}");
        }
        assert_eq!(item["synthetic"], true, "real companies never trade here: {item}");
    }
    let votes = |id: &str| format!("/v1/admissions/{id}/votes");
    let ballot = json!({"choice": "yes", "reason": "the targets can be measured"});
    place.call("POST", &votes("nobody"), &seat, Some(&ballot)).problem(404);
    let id = items[0]["id"].as_str().expect("an id");
    place.call("POST", &votes(id), &place.token("admin"), Some(&ballot)).problem(403);
    let bad = json!({"choice": "maybe", "reason": ""});
    assert_eq!(place.call("POST", &votes(id), &seat, Some(&bad)).pointers(422), ["/choice", "/reason"]);
    let late = place.call("POST", &votes(id), &seat, Some(&ballot));
    assert_ne!(late.problem(422), "invalid_request", "the register says why it is too late");
    assert_eq!(place.get(&format!("/v1/admissions/{id}"), &seat).expect(200), items[0], "and nothing has changed");
}

fn the_researcher_reads_the_log(place: &Place) {
    let token = place.token("researcher");
    let last = place.get("/v1/health", "").expect(200)["last_seq"].as_u64().expect("a number");
    let page = place.get("/v1/events?from_seq=1&limit=1000", &token).expect(200);
    let seqs: Vec<u64> =
        page["items"].as_array().expect("a list").iter().filter_map(|item| item["seq"].as_u64()).collect();
    assert_eq!(seqs, (1..=1000).collect::<Vec<_>>());
    let next = page["next_cursor"].as_str().expect("there is more");
    let page = place.get(&format!("/v1/events?cursor={next}&limit=1"), &token).expect(200);
    assert_eq!(page["items"][0]["seq"], 1001);
    let end = place.get(&format!("/v1/events?from_seq={last}"), &token).expect(200);
    assert_eq!(end["items"].as_array().expect("a list").len(), 1);
    assert_eq!(end["next_cursor"], json!(null));
    let company = place.get("/v1/exercise", &token).expect(200)["companies"][0]["id"].clone();
    let whole = place.get(&format!("/v1/companies/{}", company.as_str().expect("an id")), &token).expect(200);
    assert!(whole["burdens"].is_array() && whole["benefits"].is_array(), "{whole}");
    let report = place.get("/v1/report", &token);
    assert!(!report.expect(200)["companies"].as_array().expect("a list").is_empty());
    let bearer = format!("Bearer {token}");
    let page = place.send("GET", "/v1/report?lang=en", &[("authorization", &bearer), ("accept", "text/html")], "");
    assert!(page.header("content-type").starts_with("text/html") && page.text.contains("<html lang=\"en\""));
    assert_eq!(place.get("/v1/report?lang=fr", &token).pointers(422), ["/lang"]);
    place.get("/v1/report", &place.token("investor")).problem(403);
}
