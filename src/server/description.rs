//! `/openapi.json` and `/asyncapi.json`: what programs may ask and hear, from the table that the router is built from.

use axum::Json;
use serde_json::{Map, Value, json};

use super::calls::{CALLS, Call};
use super::client_frame::Channel;

/// Schemas of bodies and answers; tests hold real answers against them.
const SCHEMAS: &str = include_str!("schemas.json");

/// `GET /openapi.json`
pub(super) async fn openapi() -> Json<Value> {
    Json(paths())
}

/// `GET /asyncapi.json`
pub(super) async fn asyncapi() -> Json<Value> {
    Json(channels())
}

/// The schemas, with references into this place of a document.
fn schemas(place: &str) -> Value {
    let text = SCHEMAS.replace("#/$defs/", place);
    serde_json::from_str(&text).expect("the schemas are JSON: a test reads them")
}

fn about(title: &str, description: &str) -> Value {
    json!({
        "title": title,
        "version": env!("CARGO_PKG_VERSION"),
        "description": description,
        "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
    })
}

fn paths() -> Value {
    let mut paths = Map::new();
    for call in CALLS {
        let path = paths.entry(call.path).or_insert_with(|| json!({}));
        path[call.method] = operation(call);
    }
    let description = "The live exchange of Borsa Sociale, a simulator: invented companies, invented money.";
    json!({
        "openapi": "3.1.0",
        "info": about("Borsa Sociale", description),
        "paths": paths,
        "components": {
            "schemas": schemas("#/components/schemas/"),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    })
}

fn schema(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn operation(call: &Call) -> Value {
    let in_path = call.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let in_path = in_path.map(|name| parameter(name, "path"));
    let parameters: Vec<Value> = in_path.chain(call.query.iter().map(|name| parameter(name, "query"))).collect();
    let (status, good) = call.good;
    let kind = if good == "Text" { "text/plain" } else { "application/json" };
    let mut answers = json!({
        "default": {
            "description": "A problem (RFC 9457)",
            "content": {"application/problem+json": {"schema": schema("Problem")}},
        },
    });
    answers[status.to_string()] = match good {
        "Nothing" => json!({"description": "Switches to the WebSocket"}),
        good => json!({"description": good, "content": {kind: {"schema": schema(good)}}}),
    };
    if (call.method, call.path) == ("post", "/v1/orders") {
        answers["200"] = json!({
            "description": "The same order came in before",
            "content": {kind: {"schema": schema(good)}},
        });
    }
    let mut operation = json!({"summary": call.summary, "parameters": parameters, "responses": answers});
    if let Some(body) = call.body {
        let required = !["Control", "Term"].contains(&body);
        operation["requestBody"] =
            json!({"required": required, "content": {"application/json": {"schema": schema(body)}}});
    }
    if !call.roles.is_empty() {
        operation["security"] = json!([{"token": []}]);
        operation["x-roles"] = json!(call.roles);
    }
    operation
}

fn parameter(name: &str, place: &str) -> Value {
    let kind = match name {
        "limit" => json!({"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}),
        "depth" => json!({"type": "integer", "minimum": 1, "maximum": 1000, "default": 10}),
        "seq" | "from_seq" | "to_seq" => json!({"type": "integer", "minimum": 0}),
        "lang" => json!({"enum": ["it", "en"], "default": "it"}),
        _ => json!({"type": "string"}),
    };
    json!({"name": name, "in": place, "required": place == "path", "schema": kind})
}

fn channels() -> Value {
    let schema = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let followed: Vec<&str> = Channel::ALL.iter().map(|channel| channel.name()).collect();
    let description = "One JSON object a text frame. The client speaks ClientFrame, the exchange ServerFrame. Close \
                       code 4008 means that the client was too slow; its reason `last_seq=N` says where to resume.";
    json!({
        "asyncapi": "3.0.0",
        "info": about("Borsa Sociale stream", description),
        "channels": {
            "stream": {
                "address": "/v1/stream",
                "description": format!("Channels to subscribe to: {}", followed.join(", ")),
                "messages": {
                    "client": {"payload": schema("ClientFrame")},
                    "server": {"payload": schema("ServerFrame")},
                },
            },
        },
        "operations": {
            "hear": {
                "action": "receive",
                "channel": {"$ref": "#/channels/stream"},
                "messages": [{"$ref": "#/channels/stream/messages/client"}],
            },
            "say": {
                "action": "send",
                "channel": {"$ref": "#/channels/stream"},
                "messages": [{"$ref": "#/channels/stream/messages/server"}],
            },
        },
        "components": {"schemas": schemas("#/components/schemas/")},
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn references<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str));
                fields.values().for_each(|value| references(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        for document in [paths(), channels()] {
            let mut found = BTreeSet::new();
            references(&document, &mut found);
            for reference in found {
                let pointer = reference.strip_prefix('#').expect("within the document");
                assert!(document.pointer(pointer).is_some(), "{reference}");
            }
        }
    }

    #[test]
    fn every_call_is_described() {
        let document = paths();
        for call in CALLS {
            assert!(document["paths"][call.path][call.method]["summary"].is_string(), "{call:?}");
        }
        for channel in Channel::ALL {
            assert!(schemas("#/")["Channel"]["enum"].as_array().expect("words").contains(&json!(channel.name())));
        }
    }
}
