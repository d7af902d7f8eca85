//! Which address is answered by whom.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use tower_http::request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};

use super::desk::Desk;
use super::problem::{self, Problem};
use super::{calls, pages, throttle};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Every address of the exchange.
pub(super) fn router(desk: Arc<Desk>) -> Router {
    let routes = calls::routes().fallback(pages::serve).method_not_allowed_fallback(wrong_method);
    routes
        .layer(middleware::from_fn_with_state(Arc::clone(&desk), throttle::admit))
        .layer(middleware::from_fn(problem::in_language))
        .layer(middleware::from_fn_with_state(Arc::clone(&desk), count))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, Drawn))
        .with_state(desk)
}

pub(super) async fn wrong_method() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "this address does not take this method")
}

/// Counts the answer, and says that answers of the API are not to be kept.
async fn count(State(desk): State<Arc<Desk>>, request: Request<Body>, next: Next) -> Response {
    let mut response = next.run(request).await;
    let class = usize::from(response.status().as_u16() / 100).clamp(1, 5) - 1;
    desk.counts.answers[class].fetch_add(1, Ordering::Relaxed);
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// A name for each request that brings none of its own.
#[derive(Clone, Copy)]
struct Drawn;

impl MakeRequestId for Drawn {
    fn make_request_id<B>(&mut self, _: &axum::http::Request<B>) -> Option<RequestId> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).ok()?;
        let name = uuid::Builder::from_random_bytes(bytes).into_uuid().to_string();
        name.parse().ok().map(RequestId::new)
    }
}
