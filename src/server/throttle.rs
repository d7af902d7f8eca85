//! How often one asker may ask. Above it the answer is 429, and says when to come back.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::desk::Desk;
use super::problem::Problem;
use super::tokens::Caller;

/// Requests a second of one asker where the exchange listens beyond this machine and nothing else is said.
pub(super) const BEYOND_THIS_MACHINE: u32 = 50;
/// Above so many askers, those whose quota is whole again are forgotten.
const REMEMBERED: usize = 4_096;

/// Who asks: whoever holds a token that was given out; anybody else by address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Asker {
    /// By role or name.
    Known(Caller),
    /// Without a token, or with one that nobody was given: new words buy no new quota.
    From(IpAddr),
}

/// A quota of requests a second for each asker, as a burst and refilled evenly; or none.
#[derive(Debug)]
pub(super) struct Throttle {
    askers: Option<DefaultKeyedRateLimiter<Asker>>,
}

impl Throttle {
    /// So many requests a second for each asker; 0 for as many as they like.
    pub(super) fn new(a_second: u32) -> Self {
        let quota = NonZeroU32::new(a_second).map(Quota::per_second);
        Self { askers: quota.map(RateLimiter::keyed) }
    }

    /// Takes one request from the quota of an asker.
    ///
    /// # Errors
    /// 429 with the time until there is one again.
    pub(super) fn take(&self, asker: &Asker) -> Result<(), Problem> {
        let Some(askers) = &self.askers else { return Ok(()) };
        if askers.len() > REMEMBERED {
            askers.retain_recent();
        }
        askers.check_key(asker).map_err(|refused| {
            let wait: Duration = refused.wait_time_from(DefaultClock::default().now());
            Problem::too_many(wait)
        })
    }
}

/// Lets a request to the API pass while there is quota. Pages and what they need are not counted.
pub(super) async fn admit(
    State(desk): State<Arc<Desk>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request<Body>,
    next: Next,
) -> Response {
    if !request.uri().path().starts_with("/v1/") {
        return next.run(request).await;
    }
    let asker = match desk.caller(request.headers()) {
        Ok(caller) => Asker::Known(caller.clone()),
        Err(_) => Asker::From(peer.ip()),
    };
    match desk.throttle.take(&asker) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_asker_has_a_quota_of_its_own() {
        let throttle = Throttle::new(2);
        let (admin, somebody) = (Asker::Known(Caller::Admin), Asker::From(IpAddr::from([127, 0, 0, 1])));
        assert_eq!(throttle.take(&admin), Ok(()));
        assert_eq!(throttle.take(&admin), Ok(()));
        let refused = throttle.take(&admin).expect_err("two a second").into_response();
        assert_eq!(refused.status(), 429);
        assert_eq!(refused.headers()["retry-after"], "1");
        assert_eq!(throttle.take(&somebody), Ok(()));
    }

    #[test]
    fn without_a_quota_nobody_waits() {
        let throttle = Throttle::new(0);
        assert!((0..1_000).all(|_| throttle.take(&Asker::Known(Caller::Admin)).is_ok()));
    }
}
