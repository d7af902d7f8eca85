//! Errors as RFC 9457 problem documents: one vocabulary for HTTP and for the stream.

use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::domain::Seq;

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
    detail: String,
    faults: Vec<Fault>,
    /// The event of a refusal by the exchange itself.
    seq: Option<Seq>,
    /// Seconds after which one may come back.
    retry_after: Option<u64>,
}

impl Problem {
    /// A problem with a stable code and a sentence for people.
    pub(super) fn new(status: StatusCode, code: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { status, code: code.into(), detail: detail.into(), faults: Vec::new(), seq: None, retry_after: None }
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
    pub(super) fn refused(code: &str, message: &str, seq: Seq) -> Self {
        let faults = at_fault(code).map(|pointer| Fault::new(pointer, message)).into_iter().collect();
        Self { faults, seq: Some(seq), ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, message) }
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

    /// The document.
    pub(super) fn document(&self) -> Value {
        let title = self.status.canonical_reason().unwrap_or("Problem");
        let mut document = json!({
            "type": format!("urn:borsa:problem:{}", self.code),
            "title": title,
            "status": self.status.as_u16(),
            "code": self.code,
            "detail": self.detail,
        });
        if !self.faults.is_empty() {
            let errors = self.faults.iter().map(|fault| json!({"pointer": fault.pointer, "detail": fault.detail}));
            document["errors"] = errors.collect();
        }
        if let Some(seq) = self.seq {
            document["seq"] = json!(seq);
        }
        document
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = Body::from(self.document().to_string());
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
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
        let problem = Problem::refused("price_off_tick", "the limit price is off the tick", Seq(7));
        let document = problem.document();
        assert_eq!(document["status"], 422);
        assert_eq!(document["code"], "price_off_tick");
        assert_eq!(document["errors"][0]["pointer"], "/price");
        assert_eq!(document["seq"], 7);
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
