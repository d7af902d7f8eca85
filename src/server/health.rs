//! `/v1/health` and `/metrics`.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::control;
use super::desk::Desk;

/// `GET /v1/health`
pub(super) async fn show(State(desk): State<Arc<Desk>>) -> Response {
    let mut answer = control::clock(&desk);
    answer["status"] = json!("ok");
    answer["version"] = json!(env!("CARGO_PKG_VERSION"));
    answer["scenario"] = json!(desk.world.name);
    answer["title"] = json!(desk.world.title);
    Json(answer).into_response()
}

/// `GET /metrics`, in the text format of Prometheus 0.0.4.
pub(super) async fn metrics(State(desk): State<Arc<Desk>>) -> Response {
    let mut text = String::new();
    let mut line = |name: &str, kind: &str, help: &str, labels: &str, value: u64| {
        if !help.is_empty() {
            writeln!(text, "# HELP borsa_{name} {help}\n# TYPE borsa_{name} {kind}").expect("a string takes any text");
        }
        writeln!(text, "borsa_{name}{labels} {value}").expect("a string takes any text");
    };
    let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    let counts = &desk.counts;
    for (class, counter) in (1..).zip(&counts.answers) {
        let help = if class == 1 { "Answers to HTTP requests by class of status." } else { "" };
        line("http_answers_total", "counter", help, &format!("{{class=\"{class}xx\"}}"), count(counter));
    }
    line("streams_total", "counter", "Streams opened.", "", count(&counts.streams));
    line("streams_open", "gauge", "Streams open now.", "", count(&counts.streams_open));
    line("stream_frames_total", "counter", "Frames queued for streams.", "", count(&counts.frames));
    line("streams_slow_total", "counter", "Streams closed for being slow.", "", count(&counts.streams_slow));
    line("turned_away_total", "counter", "Commands answered with 503.", "", count(&counts.turned_away));
    let (events, trades, instruments) = {
        let posted = desk.posted();
        let market = &posted.views.market;
        (posted.last_seq().0, market.trades.len() as u64, market.instruments.len() as u64)
    };
    line("events_total", "counter", "Events in the log.", "", events);
    line("trades_total", "counter", "Trades in the log.", "", trades);
    line("instruments", "gauge", "Instruments listed.", "", instruments);
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}
