//! The procedure before the committee over HTTP: each step by the seat of its token, kept over a restart.

use serde_json::{Value, json};

use super::place::Place;

/// The call below an admission, by a token.
fn step(place: &Place, company: &str, call: &str, token: &str, body: &Value) -> super::place::Answer {
    place.call("POST", &format!("/v1/admissions/{company}/{call}"), token, Some(body))
}

/// The same without a body, where the answer does not wait for one.
fn bare(place: &Place, company: &str, call: &str, token: &str) -> super::place::Answer {
    place.call("POST", &format!("/v1/admissions/{company}/{call}"), token, None)
}

fn seat(place: &Place, number: usize) -> String {
    place.tokens["committee"][number].as_str().expect("a token").to_owned()
}

fn last(entry: &Value) -> &Value {
    entry["procedures"].as_array().and_then(|procedures| procedures.last()).expect("it has applied")
}

#[test]
fn a_committee_hears_asks_votes_and_decides_with_four_eyes() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "0"]);
    let chair = seat(&place, 0);
    comments(&place, &chair);
    evidence_and_votes(&place, &chair);
    conditions_and_roles(&place, &chair);
    let before = place.get("/v1/admissions/campo-largo", &chair).expect(200);
    place.end("TERM");
    let place = Place::open(data.path(), &["--speed", "0"]);
    assert_eq!(place.get("/v1/admissions/campo-largo", &chair).expect(200), before, "a restart keeps every step");
}

fn comments(place: &Place, chair: &str) {
    let company = "sorriso-digitale";
    let again = json!({"company": company, "pieces": [{"pointer": "/objectives/0/target/value", "value": "7"}]});
    let unfit = json!({"company": company, "pieces": [{"pointer": "/objectives/0/target/worth", "value": "7"}]});
    assert_eq!(place.call("POST", "/v1/admissions", chair, Some(&unfit)).problem(422), "unfit_piece");
    let entry = place.call("POST", "/v1/admissions", chair, Some(&again)).expect(201);
    assert_eq!((&entry["stage"], &entry["outcome"]), (&json!("applied"), &Value::Null));
    assert_eq!(last(&entry)["attempt"], 2);
    assert_eq!(last(&entry)["amendments"][0]["pieces"][0]["pointer"], "/objectives/0/target/value");

    let words = json!({"text": "The targets are now below those of the public dentists."});
    let observer = place.token("observer");
    assert_eq!(step(place, company, "comments", &observer, &words).problem(422), "comments_closed");
    assert_eq!(step(place, company, "comment-period", chair, &json!({})).problem(422), "term_missing");
    assert_eq!(step(place, company, "comment-period", chair, &json!({"days": 0})).pointers(422), ["/days"]);
    step(place, company, "comment-period", chair, &json!({"days": 21})).expect(201);
    for role in ["observer", "investor", "researcher"] {
        step(place, company, "comments", &place.token(role), &words).expect(201);
    }
    bare(place, company, "comments", &place.token("admin")).problem(403);
    assert_eq!(step(place, company, "comments", &observer, &json!({"text": " "})).pointers(422), ["/text"]);
    assert_eq!(step(place, company, "comments", &observer, &json!({"txt": "a"})).pointers(422), ["/text", "/txt"]);
    let vote = json!({"choice": "yes", "reason": "yes"});
    assert_eq!(step(place, company, "votes", chair, &vote).problem(422), "comments_open");
    let entry = place.get(&format!("/v1/admissions/{company}"), chair).expect(200);
    let said = last(&entry)["comments"]["comments"].as_array().expect("a list");
    let authors: Vec<&str> = said.iter().filter_map(|comment| comment["author"].as_str()).collect();
    assert_eq!(authors, ["observer", "investor-1", "researcher"]);
    let gone = step(place, company, "withdrawal", chair, &json!({"reason": "another plan"})).expect(201);
    assert_eq!((&gone["stage"], &last(&gone)["end"]["how"]), (&json!("withdrawn"), &json!("withdrawn")));
    assert!(!gone["reasons"].as_array().expect("a list").is_empty());
    assert_eq!(step(place, company, "comments", &observer, &words).problem(422), "application_over");
}

fn evidence_and_votes(place: &Place, chair: &str) {
    let company = "campo-largo";
    let second = seat(place, 1);
    place.call("POST", "/v1/admissions", chair, Some(&json!({"company": company}))).expect(201);
    let ask = json!({"pointers": ["/statute"], "question": "Does the statute foresee the instrument now?"});
    assert_eq!(step(place, company, "evidence-requests", chair, &json!({})).pointers(422), ["/pointers", "/question"]);
    step(place, company, "evidence-requests", chair, &ask).expect(201);
    let vote = json!({"choice": "no", "reason": "too early"});
    assert_eq!(step(place, company, "votes", &second, &vote).problem(422), "evidence_awaited");
    let answer = |pointer: &str| json!({"note": "yes", "pieces": [{"pointer": pointer, "value": true}]});
    let call = "evidence-requests/1/answer";
    assert_eq!(step(place, company, call, chair, &answer("/float/public_share")).problem(422), "not_asked");
    let entry = step(place, company, call, chair, &answer("/statute/instrument_foreseen")).expect(201);
    assert_eq!(last(&entry)["readings"].as_array().map(Vec::len), Some(2), "the gate has read it again");
    bare(place, company, "evidence-requests/x/answer", chair).problem(404);

    let conflict = json!({"reason": "a cousin works there"});
    let third = seat(place, 2);
    step(place, company, "votes", &third, &vote).expect(201);
    let entry = step(place, company, "conflicts", &third, &conflict).expect(201);
    assert_eq!(entry["votes"], json!([]), "the vote does not count any more");
    assert_eq!(last(&entry)["votes"][0]["struck"]["reason"], "conflict", "and is kept");
    assert_eq!(step(place, company, "votes", &third, &vote).problem(422), "conflict_of_interest");

    let moved = step(place, company, "decision", chair, &json!({})).expect(201);
    assert_eq!((&moved["outcome"], &last(&moved)["motions"][0]["outcome"]), (&Value::Null, &json!("refused")));
    let confirm = json!({"confirms": true, "reason": "as the gate found"});
    assert_eq!(step(place, company, "confirmation", chair, &confirm).problem(422), "four_eyes");
    assert_eq!(step(place, company, "confirmation", &third, &confirm).problem(422), "conflict_of_interest");
    let decided = step(place, company, "confirmation", &second, &confirm).expect(201);
    assert_eq!(decided["outcome"], "refused");
    let taken = &last(&decided)["decisions"][0];
    assert_eq!(
        (&taken["moved_by"], &taken["confirmed_by"]),
        (&json!("chamber-of-commerce"), &json!("bank-foundation"))
    );
    let appeal = json!({"grounds": "We see it otherwise."});
    assert_eq!(step(place, company, "appeal", chair, &appeal).problem(422), "gate_refuses");
}

fn conditions_and_roles(place: &Place, chair: &str) {
    let condition = json!({"condition": "E-19", "pointer": "/accounts/1/audited"});
    assert_eq!(step(place, "mano-tesa", "conditions", chair, &condition).problem(422), "unknown_condition");
    let mut judged = condition.clone();
    judged["confirms"] = json!("yes");
    let pointers = step(place, "mano-tesa", "conditions/confirmation", chair, &judged).pointers(422);
    assert_eq!(pointers, ["/confirms", "/reason"]);
    for call in ["conflicts", "withdrawal", "decision", "appeal", "evidence-requests", "conditions"] {
        for role in ["investor", "admin", "researcher", "observer"] {
            bare(place, "mano-tesa", call, &place.token(role)).problem(403);
        }
        bare(place, "nobody", call, chair).problem(404);
    }
}
