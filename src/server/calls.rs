//! Every address of the exchange, in one table: the router is built from it, and so is the description for programs.

use std::sync::Arc;

use axum::Router;
use axum::routing::{delete, get, patch, post};

use super::desk::Desk;
use super::{account, admissions, control, description, events, exercise, health, instruments, orders, stream};

/// One call, as it is described.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call {
    /// `get`, `post`, `patch` or `delete`.
    pub(super) method: &'static str,
    /// Its address, with parameters in braces.
    pub(super) path: &'static str,
    /// Roles that may; everyone when there is none.
    pub(super) roles: &'static [&'static str],
    /// What it does.
    pub(super) summary: &'static str,
    /// Parameters of the address after `?`.
    pub(super) query: &'static [&'static str],
    /// Name of the schema of its body, if it takes one.
    pub(super) body: Option<&'static str>,
    /// Status of a good answer, and the name of its schema.
    pub(super) good: (u16, &'static str),
}

macro_rules! calls {
    ($($method:ident $path:literal $answer:path, $roles:expr, $query:expr, $body:expr, $good:expr, $summary:literal;)*) => {
        /// Every call.
        pub(super) const CALLS: &[Call] = &[$(Call {
            method: stringify!($method), path: $path, roles: &$roles, summary: $summary, query: &$query, body: $body,
            good: $good,
        },)*];

        /// The router of every call.
        pub(super) fn routes() -> Router<Arc<Desk>> {
            Router::new()$(.route($path, $method($answer)))*
        }
    };
}

const ALL: [&str; 0] = [];
const INVESTOR: [&str; 1] = ["investor"];
const COMMITTEE: [&str; 1] = ["committee"];
const RESEARCHER: [&str; 1] = ["researcher"];
const ADMIN: [&str; 1] = ["admin"];
const READERS: [&str; 2] = ["committee", "researcher"];
const ASKERS: [&str; 3] = ["investor", "committee", "researcher"];
const NONE: [&str; 0] = [];
const PAGE: [&str; 2] = ["limit", "cursor"];

calls! {
    get "/v1/health" health::show, ALL, NONE, None, (200, "Health"), "Whether it is ready, and where its clock stands";
    get "/metrics" health::metrics, ALL, NONE, None, (200, "Text"), "Counters in the text format of Prometheus";
    get "/openapi.json" description::openapi, ALL, NONE, None, (200, "Anything"), "This description";
    get "/asyncapi.json" description::asyncapi, ALL, NONE, None, (200, "Anything"), "The description of the stream";
    get "/v1/instruments" instruments::list, ALL, PAGE, None, (200, "Instruments"), "What is listed";
    get "/v1/instruments/{symbol}" instruments::show, ALL, NONE, None, (200, "Instrument"), "One instrument";
    get "/v1/instruments/{symbol}/book" instruments::book, ALL, ["depth"], None, (200, "Book"), "Visible quantity by price, best first";
    get "/v1/instruments/{symbol}/trades" instruments::trades, ALL, PAGE, None, (200, "Trades"), "Its trades, newest first";
    get "/v1/orders" orders::list, INVESTOR, ["status", "limit", "cursor"], None, (200, "Orders"), "Own orders, newest first";
    post "/v1/orders" orders::enter, INVESTOR, NONE, Some("NewOrder"), (201, "Order"), "Enters an order; the same one again is answered with 200";
    post "/v1/orders/batch" orders::batch, INVESTOR, NONE, Some("Batch"), (200, "BatchAnswer"), "Enters up to 1000 orders, each judged by itself";
    delete "/v1/orders" orders::cancel_all, INVESTOR, ["instrument", "side"], None, (200, "Orders"), "Withdraws all own orders, or those in an instrument or of a side; tells those that ended";
    get "/v1/orders/{id}" orders::show, INVESTOR, NONE, None, (200, "Order"), "One of one's own orders";
    patch "/v1/orders/{id}" orders::replace, INVESTOR, NONE, Some("Changes"), (200, "Order"), "New price, new total quantity, or both";
    delete "/v1/orders/{id}" orders::cancel, INVESTOR, NONE, None, (200, "Order"), "Withdraws an order";
    get "/v1/account" account::show, INVESTOR, NONE, None, (200, "Account"), "Cash, positions, and what their issuers have measured";
    get "/v1/account/statement" account::statement, INVESTOR, ["to_seq", "limit", "cursor"], None, (200, "Statement"), "Every balance as it moved, oldest first";
    get "/v1/admissions" admissions::list, COMMITTEE, PAGE, None, (200, "Admissions"), "The register: findings, votes, decisions";
    post "/v1/admissions" admissions::apply, COMMITTEE, NONE, Some("Application"), (201, "Admission"), "Hands in the dossier of a company of the scenario";
    get "/v1/admissions/{id}" admissions::show, COMMITTEE, NONE, None, (200, "Admission"), "One company before the committee";
    post "/v1/admissions/{id}/votes" admissions::vote, COMMITTEE, NONE, Some("Vote"), (201, "Admission"), "Votes with the seat of the token";
    get "/v1/events" events::list, RESEARCHER, ["from_seq", "limit", "cursor"], None, (200, "Events"), "The log from an event on";
    get "/v1/explain/{seq}" events::explain, ASKERS, NONE, None, (200, "Explanation"), "Why a fill, a rejection or a verdict; an investor asks about own orders";
    get "/v1/exercise" exercise::show, READERS, NONE, None, (200, "Exercise"), "The listing exercise as it stands";
    get "/v1/companies/{id}" exercise::one, READERS, NONE, None, (200, "Admission"), "Everything about one company";
    get "/v1/report" exercise::report, READERS, ["lang"], None, (200, "Anything"), "The report: JSON, or a page with `accept: text/html`";
    post "/v1/control/{action}" control::act, ADMIN, NONE, Some("Control"), (200, "Clock"), "`start`, `pause`, `step`, `speed`, `halt`, `resume`, `kill` or `restore`";
    get "/v1/stream" stream::upgrade, ALL, NONE, None, (101, "Nothing"), "The WebSocket; /asyncapi.json says what is spoken";
}
