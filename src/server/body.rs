//! Reads the body of a request: its type, its size, its JSON, in this order.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use futures_util::StreamExt;
use serde_json::Value;

use super::problem::Problem;

/// Bytes of a body at most.
pub(super) const LIMIT: usize = 64 * 1024;
/// Bytes of a batch at most.
pub(super) const BATCH_LIMIT: usize = 1024 * 1024;
/// So many bytes beyond the limit are still read and thrown away, so that the sender gets to read the answer.
const OVERHANG: usize = 16 * 1024 * 1024;

/// The body as JSON.
///
/// # Errors
/// 415 when it does not say that it is JSON, 413 above `limit`, 400 when it is none.
pub(super) async fn json(request: Request, limit: usize) -> Result<Value, Problem> {
    if !says_json(request.headers()) {
        let detail = "the body must be JSON, with `content-type: application/json`";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail));
    }
    let bytes = bytes(request.into_body(), limit).await?;
    serde_json::from_slice(&bytes).map_err(|error| Problem::malformed(format!("the body is no JSON: {error}")))
}

/// The body as JSON where it may also be left out.
///
/// # Errors
/// As [`json`].
pub(super) async fn json_if(request: Request, limit: usize) -> Result<Option<Value>, Problem> {
    let empty = request.headers().get(header::CONTENT_LENGTH).is_none_or(|length| length == "0")
        && !request.headers().contains_key(header::TRANSFER_ENCODING);
    if empty { Ok(None) } else { json(request, limit).await.map(Some) }
}

fn says_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = value.map(|value| value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
    essence.is_some_and(|essence| essence == "application/json" || essence.ends_with("+json"))
}

async fn bytes(body: Body, limit: usize) -> Result<Vec<u8>, Problem> {
    let mut stream = body.into_data_stream();
    let (mut bytes, mut length) = (Vec::new(), 0);
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| Problem::malformed(format!("the body broke off: {error}")))?;
        length += chunk.len();
        if length <= limit {
            bytes.extend_from_slice(&chunk);
        } else if length > limit + OVERHANG {
            break;
        }
    }
    if length > limit { Err(Problem::too_large(limit)) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_told_by_its_type() {
        let says = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, value.parse().expect("a header"));
            says_json(&headers)
        };
        assert!(
            says("application/json") && says("Application/JSON; charset=utf-8") && says("application/merge-patch+json")
        );
        assert!(!says("text/plain") && !says("application/jsonp"));
        assert!(!says_json(&HeaderMap::new()));
    }
}
