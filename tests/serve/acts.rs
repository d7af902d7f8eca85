//! What a company does with its money, over HTTP.

use serde_json::{Value, json};

use super::place::{Answer, Place};

const COMPANY: &str = "prima-scadenza";

fn act(place: &Place, act: &str, token: &str, body: &Value) -> Answer {
    place.call("POST", &format!("/v1/companies/{COMPANY}/acts/{act}"), token, Some(body))
}

#[test]
fn the_committee_takes_in_what_a_company_does_with_its_money() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["rate-e-insolvenza", "--speed", "0"]);
    let (committee, investor) = (place.token("committee"), place.investor(0));
    let paid = json!({"amount": "360000.50", "reason": "cash flow"});
    assert_eq!(act(&place, "pay_in", &committee, &paid).expect(201)["id"], COMPANY);
    act(&place, "pay_in", &investor, &paid).problem(403);
    act(&place, "spend", &committee, &paid).problem(404);
    act(&place, "pay_in", &committee, &json!({"amount": "1", "reason": "x", "for": "y"})).problem(422);
    assert_eq!(act(&place, "pay_in", &committee, &json!({"amount": "0", "reason": "x"})).problem(422), "no_amount");
    let profit = json!({"year": 2026, "profit": "1000", "losses": "10"});
    act(&place, "declare_profit", &committee, &profit).expect(201);
    assert_eq!(act(&place, "declare_profit", &committee, &profit).problem(422), "profit_state");
    act(&place, "declare_profit", &committee, &json!({"year": 20261, "profit": "1"})).problem(422);
    let dividend = json!({"year": 2026, "per_unit": "0.1", "paid_on": "2027-06-01"});
    assert_eq!(act(&place, "declare_dividend", &committee, &dividend).problem(422), "wrong_stage", "it has no shares");
    let call = |paid_on: &str| act(&place, "call_bond", &committee, &json!({"paid_on": paid_on}));
    assert_eq!(call("2028-06-19").problem(422), "call_too_soon");
    assert_eq!(call("2029-06-20").problem(422), "no_coupon_day");
    call("2029-06-19").expect(201);
    assert_eq!(call("2029-06-19").problem(422), "call_state");
    let estate = json!({"amount": "1", "outside": [{"rank": "senior", "amount": "5"}], "closes": true});
    assert_eq!(act(&place, "recover", &committee, &estate).problem(422), "not_in_default");
    act(&place, "recover", &committee, &json!({"amount": "1", "outside": [{"rank": "first"}]})).problem(422);
}

#[test]
fn a_listed_company_increases_its_capital() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "0"]);
    let committee = place.token("committee");
    let increase =
        |body: Value| place.call("POST", "/v1/companies/passo-lieve/acts/increase_capital", &committee, Some(&body));
    let terms = |closes_on: &str| json!({"units": "100", "price": "4.5", "opens_on": "2027-03-01", "closes_on": closes_on, "separable": true});
    assert_eq!(increase(terms("2027-03-10")).problem(422), "term_too_short");
    let company = increase(terms("2027-03-19")).expect(201);
    let told = &company["increases"][0];
    assert_eq!((&told["units"], &told["price"], &told["result"]), (&json!("100"), &json!("4.5"), &Value::Null));
    assert_eq!(increase(terms("2027-03-19")).problem(422), "increase_state");
    let body = json!({"quantity": "10"});
    let early = place.call("POST", "/v1/offers/PASSO/subscriptions", &place.investor(0), Some(&body));
    assert_eq!(early.problem(422), "offer_not_open");
}

#[test]
fn a_listed_company_buys_its_own_units() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "0"]);
    let committee = place.token("committee");
    let act = |act: &str, body: Value| {
        place.call("POST", &format!("/v1/companies/passo-lieve/acts/{act}"), &committee, Some(&body))
    };
    let order = || json!({"side": "buy", "price": "4", "quantity": "10"});
    assert_eq!(act("order_own_units", order()).problem(422), "no_buy_back");
    act("order_own_units", json!({"side": "buy", "price": "4"})).problem(422);
    act("declare_profit", json!({"year": 9998, "profit": "10"})).expect(201);
    let programme = |units: &str| json!({"units": units, "price_at_most": "5", "from_on": "2027-03-01", "until_on": "2027-06-30", "reserves": "490"});
    assert_eq!(act("buy_back", programme("101")).problem(422), "buy_back_beyond_profit");
    let company = act("buy_back", programme("100")).expect(201);
    let told = &company["own_units"]["programmes"][0];
    assert_eq!(
        (&told["terms"]["available"], &told["bought"], &told["ended"]),
        (&json!("500"), &json!("0"), &Value::Null)
    );
    assert_eq!(act("buy_back", programme("100")).problem(422), "buy_back_state");
    assert_eq!(act("order_own_units", order()).problem(422), "no_buy_back", "its first day is still to come");
    assert_eq!(act("cancel_treasury", json!({"units": "1"})).problem(422), "insufficient_units");
    act("cancel_own_orders", json!({})).expect(201);
    act("cancel_own_orders", json!({"side": "buy"})).problem(422);
}
