//! The pages, served from the binary: nothing is fetched from anywhere else.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use super::problem::Problem;

#[derive(RustEmbed)]
#[folder = "web/"]
struct Web;

/// What a page may load: its own origin alone.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// A page or one of its parts; 404 for everything else.
pub(super) async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    match page(uri.path(), &headers) {
        Some(_) if !matches!(method, Method::GET | Method::HEAD) => {
            let mut response = super::router::wrong_method().await.into_response();
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET,HEAD"));
            response
        }
        Some(response) => response,
        None => Problem::not_found("there is nothing at this address").into_response(),
    }
}

fn page(path: &str, headers: &HeaderMap) -> Option<Response> {
    let name = match path {
        "/" => "index.html",
        "/docs" => "docs.html",
        other => other.strip_prefix('/')?,
    };
    let file = Web::get(name)?;
    let tag: String = file.metadata.sha256_hash()[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{tag}\"");
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == tag.as_bytes());
    let mut response = match known {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => Response::new(Body::from(file.data.into_owned())),
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind(name)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    if let Ok(tag) = tag.parse() {
        headers.insert(header::ETAG, tag);
    }
    Some(response)
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use serde::Serialize;

    use super::*;
    use crate::domain::{OrderStatus, TradingPhase};
    use crate::engine::Stage;

    fn text(name: &str) -> String {
        String::from_utf8(Web::get(name).expect("served").data.into_owned()).expect("UTF-8")
    }

    fn words() -> BTreeMap<String, BTreeMap<String, String>> {
        serde_json::from_str(&text("words.json")).expect("words are JSON")
    }

    /// What stands between a mark and the next quote, wherever the mark stands by itself.
    fn quoted<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = &'a str> {
        let alone = |at: usize| !text[..at].ends_with(|c: char| c.is_alphanumeric());
        let places = text.match_indices(mark).filter(move |(at, _)| alone(*at));
        places.filter_map(move |(at, _)| text[at + mark.len()..].split_once('"').map(|(key, _)| key))
    }

    #[test]
    fn every_word_is_there_in_both_languages_and_used() {
        let words = words();
        for (key, both) in &words {
            assert_eq!(both.keys().collect::<Vec<_>>(), ["en", "it"], "{key}");
            assert!(both.values().all(|word| !word.is_empty()), "{key}");
        }
        let mut used = BTreeSet::new();
        for name in Web::iter().filter(|name| name.ends_with(".js") || name.ends_with(".html")) {
            let text = text(&name);
            used.extend(quoted(&text, "t(\"").chain(quoted(&text, "data-t=\"")).map(str::to_owned));
        }
        used.retain(|key| key.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
        let unknown: Vec<_> = used.iter().filter(|key| !words.contains_key(*key)).collect();
        assert!(unknown.is_empty(), "said nowhere: {unknown:?}");
    }

    #[test]
    fn the_words_of_the_exchange_are_translated() {
        fn keys<T: Serialize>(prefix: &str, values: &[T]) -> Vec<String> {
            let word = |value| serde_json::to_value(value).expect("a word").as_str().expect("a word").to_owned();
            values.iter().map(|value| format!("{prefix}_{}", word(value))).collect()
        }
        use OrderStatus::{Canceled, Expired, Filled, New, PartiallyFilled, Rejected};
        use Stage::{
            Applied, Defaulted, Delisted, Funded, Lapsed, Listed, OfferFailed, Offering, Preparing, Refused, Withdrawn,
        };
        use TradingPhase::{Call, Closed, Continuous, Halted, PreOpen, Suspended, TradingAtLast};
        let mut wanted =
            keys("stage", &[Applied, Preparing, Offering, Funded, Listed, Refused, OfferFailed, Lapsed, Withdrawn]);
        wanted.extend(keys("stage", &[Delisted, Defaulted]));
        wanted.extend(keys("status", &[New, PartiallyFilled, Filled, Canceled, Expired, Rejected]));
        wanted.extend(keys("phase", &[Closed, PreOpen, Call, Continuous, TradingAtLast, Halted, Suspended]));
        let problems =
            ["invalid_request", "unauthorized", "forbidden", "busy", "too_many_requests", "client_order_id_taken"];
        wanted.extend(problems.map(|code| format!("problem_{code}")));
        wanted.push("problem_order_ended".to_owned());
        let words = words();
        let missing: Vec<_> = wanted.iter().filter(|key| !words.contains_key(*key)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn pages_load_nothing_from_elsewhere() {
        for name in Web::iter() {
            let text = text(&name).replace("http://www.w3.org/", "");
            assert!(!text.contains("http://") && !text.contains("https://"), "{name} names another place");
        }
        assert!(page("/", &HeaderMap::new()).is_some());
        assert!(page("/app.js", &HeaderMap::new()).is_some());
        assert!(page("/../Cargo.toml", &HeaderMap::new()).is_none());
    }
}
