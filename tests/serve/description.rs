//! The description for programs says what is so: real answers are held against its schemas.

use serde_json::{Value, json};

use super::place::{Place, far, limit};
use super::socket::Socket;

/// A schema of the description, complete in itself.
struct Schemas(Value);

impl Schemas {
    fn check(&self, name: &str, value: &Value) {
        let schema = json!({"$ref": format!("#/components/schemas/{name}"), "components": self.0["components"]});
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let errors: Vec<String> =
            validator.iter_errors(value).map(|error| format!("{error} at {}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}\n{value}");
    }
}

#[test]
fn answers_are_as_described() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "0"]);
    let described = place.get("/openapi.json", "").expect(200);
    assert_eq!(described["openapi"], "3.1.0");
    let schemas = Schemas(described.clone());
    let instrument = place.instrument_in("call");
    let order = limit("described", &instrument, "buy", &far(&instrument, "buy"), "5");
    schemas.check("NewOrder", &order);
    let entered = place.enter(&place.investor(0), &order).expect(201);
    let known = |name: &str| match name {
        "symbol" => instrument["symbol"].as_str().expect("a symbol").to_owned(),
        "id" => entered["id"].as_str().expect("an id").to_owned(),
        "seq" => entered["seq"].to_string(),
        other => panic!("an unknown parameter {other}"),
    };
    let mut read = 0;
    for (path, calls) in described["paths"].as_object().expect("paths") {
        for (method, call) in calls.as_object().expect("calls") {
            assert!(call["summary"].is_string(), "{method} {path}");
            let schema = call["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].as_str();
            let (Some(schema), "get") = (schema, method.as_str()) else { continue };
            let role = call["x-roles"][0].as_str();
            let token = role.map_or(String::new(), |role| place.token(role));
            let company = path.contains("/companies/") || path.contains("/admissions/");
            let parts =
                path.split('/').map(|part| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
                    None => part.to_owned(),
                    Some("id") if company => "cura-aperta".to_owned(),
                    Some(name) => known(name),
                });
            let address = parts.collect::<Vec<_>>().join("/");
            let answer = place.get(&address, &token).expect(200);
            schemas.check(schema.rsplit_once('/').expect("a reference").1, &answer);
            read += 1;
        }
    }
    assert!(read > 12, "{read}");
    schemas.check("Problem", &place.get("/v1/account", "").expect(401));
    let batch = place.call("POST", "/v1/orders/batch", &place.investor(0), Some(&json!([order, {}])));
    schemas.check("BatchAnswer", &batch.expect(200));
    frames(&place, &order);
}

fn frames(place: &Place, order: &Value) {
    let described = place.get("/asyncapi.json", "").expect(200);
    assert_eq!(described["asyncapi"], "3.0.0");
    let schemas = Schemas(described);
    let mut socket = Socket::signed_in(place, &place.investor(0));
    for channel in ["trades", "book", "phases", "auction", "admissions", "orders"] {
        let frame = json!({"op": "subscribe", "channel": channel, "from_seq": 1, "req_id": channel});
        schemas.check("ClientFrame", &frame);
        schemas.check("ServerFrame", &socket.ask(&frame));
    }
    schemas.check("ServerFrame", &socket.ask(&json!({"op": "order", "order": order, "req_id": 1})));
    schemas.check("ServerFrame", &socket.ask(&json!({"op": "order", "order": {}, "req_id": 2})));
    schemas.check("ServerFrame", &socket.ask(&json!({"op": "ping", "req_id": 3})));
    for _ in 0..500 {
        schemas.check("ServerFrame", &socket.next().expect("the stream goes on"));
    }
}

#[test]
fn the_page_of_the_interface_is_served() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "0"]);
    let page = place.get("/docs", "");
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").starts_with("text/html") && page.text.contains("docs.js"));
}
