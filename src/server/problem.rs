//! Errors as RFC 9457 problem documents: one vocabulary for HTTP and for the stream.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::domain::{Language, Seq, Text};

/// One field at fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// JSON pointer into the body, or `/NAME` for a parameter of the address.
    pub(super) pointer: String,
    /// What is wrong with it.
    pub(super) detail: String,
}

impl Fault {
    pub(super) fn new(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), detail: detail.into() }
    }
}

/// An answer that is no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    status: StatusCode,
    code: String,
    /// In English.
    detail: Box<str>,
    /// In Italian, where people read it: what the exchange refuses. What only a program can ask wrongly has none.
    italian: Option<Box<str>>,
    faults: Vec<Fault>,
    /// The event of a refusal by the exchange itself.
    seq: Option<Seq>,
    /// Seconds after which one may come back.
    retry_after: Option<u64>,
}

impl Problem {
    /// A problem with a stable code and a sentence for people.
    pub(super) fn new(status: StatusCode, code: impl Into<String>, detail: impl Into<String>) -> Self {
        let (code, detail) = (code.into(), detail.into().into());
        Self { status, code, detail, italian: None, faults: Vec::new(), seq: None, retry_after: None }
    }

    /// The body is not JSON.
    pub(super) fn malformed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed_json", detail)
    }

    /// The body is JSON, or the parameters are text, that does not fit.
    pub(super) fn unfit(faults: Vec<Fault>) -> Self {
        let detail = faults.first().map_or_else(String::new, |fault| format!("{}: {}", fault.pointer, fault.detail));
        Self { faults, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_request", detail) }
    }

    /// The exchange has refused a command: its own code, the field that the code speaks of, and the event of the log
    /// about which one may ask why.
    pub(super) fn refused(code: &str, message: &Text, seq: Seq) -> Self {
        let faults = at_fault(code).map(|pointer| Fault::new(pointer, &message.en)).into_iter().collect();
        let plain = Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, &message.en);
        Self { faults, italian: Some(message.it.as_str().into()), seq: Some(seq), ..plain }
    }

    /// The sentence in Italian, if that is asked for and there is one. What a refusal says of itself it says of its field.
    fn italian(&self, asked: Language) -> Option<&str> {
        self.italian.as_deref().filter(|_| asked == Language::It)
    }

    /// No token, or one that nobody was given.
    pub(super) fn unauthorized() -> Self {
        let detail = "send the token of an account of this exchange: `Authorization: Bearer TOKEN`";
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", detail)
    }

    /// A token of another role.
    pub(super) fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", detail)
    }

    /// There is no such thing, or it is another's.
    pub(super) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", detail)
    }

    /// The thing is not in a state in which this can be done.
    pub(super) fn conflict(code: &str, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, code, detail)
    }

    /// A body above the limit.
    pub(super) fn too_large(limit: usize) -> Self {
        let detail = format!("the body is longer than {limit} bytes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail)
    }

    /// The exchange's thread cannot take more at the moment, or is going down.
    pub(super) fn busy(detail: impl Into<String>) -> Self {
        Self { retry_after: Some(1), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail) }
    }

    /// More requests than one asker may make; there is room again after this time, told in whole seconds.
    pub(super) fn too_many(wait: Duration) -> Self {
        let seconds = wait.as_secs() + 1;
        let detail = format!("too many requests: nothing was done, come back in {seconds} s");
        Self { retry_after: Some(seconds), ..Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", detail) }
    }

    /// The document, for a reader of this language.
    pub(super) fn document(&self, language: Language) -> Value {
        let title = self.status.canonical_reason().unwrap_or("Problem");
        let italian = self.italian(language);
        let mut document = json!({
            "type": format!("urn:borsa:problem:{}", self.code),
            "title": title,
            "status": self.status.as_u16(),
            "code": self.code,
            "detail": italian.unwrap_or(&self.detail),
        });
        if !self.faults.is_empty() {
            let errors = self
                .faults
                .iter()
                .map(|fault| json!({"pointer": fault.pointer, "detail": italian.unwrap_or(&fault.detail)}));
            document["errors"] = errors.collect();
        }
        if let Some(seq) = self.seq {
            document["seq"] = json!(seq);
        }
        document
    }
}

/// In English; [`in_language`] writes it again for who asks for Italian.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.document(Language::En).to_string()));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static("en"));
        headers.insert(header::VARY, HeaderValue::from_name(header::ACCEPT_LANGUAGE));
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Which of our languages a request asks for first (`Accept-Language`, RFC 9110); English where it names neither.
pub(super) fn language(headers: &HeaderMap) -> Language {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let tags = accept_language::parse(asked);
    let primary = tags.iter().filter_map(|tag| tag.split('-').next());
    let mut known = primary.filter_map(|word| match word.to_ascii_lowercase().as_str() {
        "it" => Some(Language::It),
        "en" => Some(Language::En),
        _ => None,
    });
    known.next().unwrap_or(Language::En)
}

/// Tells a problem in the language of who asked.
pub(super) async fn in_language(request: Request<Body>, next: Next) -> Response {
    let asked = language(request.headers());
    let mut response = next.run(request).await;
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    if problem.italian(asked).is_some() {
        *response.body_mut() = Body::from(problem.document(Language::It).to_string());
        response.headers_mut().insert(header::CONTENT_LANGUAGE, HeaderValue::from_static("it"));
    }
    response
}

/// The field of an order that a code of the market speaks of.
fn at_fault(code: &str) -> Option<&'static str> {
    const FIELDS: [(&str, &str); 14] = [
        ("price_", "/price"),
        ("would_trade", "/price"),
        ("minimum_quantity_", "/minimum_quantity"),
        ("post_only_", "/post_only"),
        ("peg_", "/peg"),
        ("no_opposite_price", "/type"),
        ("quantity_", "/quantity"),
        ("display_", "/display"),
        ("stop_", "/stop"),
        ("expires_", "/expires"),
        ("at_the_", "/time_in_force"),
        ("unknown_instrument", "/instrument"),
        ("unknown_company", "/company"),
        ("unbounded_cost", "/price"),
    ];
    FIELDS.iter().find(|(prefix, _)| code.starts_with(prefix)).map(|&(_, pointer)| pointer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_its_field() {
        let off_tick = Text { it: "il limite non è sul tick".to_owned(), en: "the limit is off the tick".to_owned() };
        let problem = Problem::refused("price_off_tick", &off_tick, Seq(7));
        let document = problem.document(Language::En);
        assert_eq!(document["status"], 422);
        assert_eq!(document["code"], "price_off_tick");
        assert_eq!(document["errors"][0]["pointer"], "/price");
        assert_eq!(document["seq"], 7);
        assert_eq!(document["detail"], document["errors"][0]["detail"]);
        let italian = problem.document(Language::It);
        assert_eq!((&italian["detail"], &italian["errors"][0]["detail"]), (&json!(off_tick.it), &json!(off_tick.it)));
    }

    #[test]
    fn a_language_is_asked_for_as_browsers_do() {
        let asked = |value: &str| {
            let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, value.parse().expect("a value"))]);
            language(&headers)
        };
        assert_eq!(asked("it-IT,it;q=0.9,en;q=0.8"), Language::It);
        assert_eq!(asked("en-GB,en;q=0.9,it;q=0.8"), Language::En);
        assert_eq!(asked("en;q=0.5, it"), Language::It);
        assert_eq!(asked("de-CH, fr;q=0.9, IT;q=0.2"), Language::It);
        assert_eq!(asked("de, *"), Language::En);
        assert_eq!(language(&HeaderMap::new()), Language::En);
    }

    #[test]
    fn who_must_wait_or_sign_in_is_told_so() {
        let busy = Problem::busy("full").into_response();
        assert_eq!(busy.headers()[header::RETRY_AFTER], "1");
        assert_eq!(busy.headers()[header::CONTENT_TYPE], "application/problem+json");
        let nobody = Problem::unauthorized().into_response();
        assert_eq!(nobody.headers()[header::WWW_AUTHENTICATE], "Bearer");
    }
}
