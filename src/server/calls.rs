//! Every address of the exchange, in one table: the router is built from it, and so is the description for programs.

use std::sync::Arc;

use axum::Router;
use axum::routing::{delete, get, patch, post};

use super::desk::Desk;
use super::{
    account, acts, admissions, control, description, events, exercise, health, hearing, instruments, offers, orders,
    stream,
};

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
const SPEAKERS: [&str; 4] = ["investor", "committee", "researcher", "observer"];
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
    get "/v1/offers" offers::list, ALL, PAGE, None, (200, "Offers"), "What is offered now, or was";
    get "/v1/offers/{symbol}" offers::show, ALL, NONE, None, (200, "Offer"), "One offer, and how it ended";
    post "/v1/offers/{symbol}/subscriptions" offers::subscribe, INVESTOR, NONE, Some("NewSubscription"), (201, "Subscription"), "Subscribes to an offer; each call is a subscription of its own";
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
    post "/v1/admissions/{id}/comment-period" hearing::open_comments, COMMITTEE, NONE, Some("Term"), (201, "Admission"), "Opens the dossier to everyone's comments, for `days` or the rulebook's";
    post "/v1/admissions/{id}/comments" hearing::comment, SPEAKERS, NONE, Some("Comment"), (201, "CommentTaken"), "Comments on a dossier while its comment period is open";
    post "/v1/admissions/{id}/conflicts" hearing::declare_conflict, COMMITTEE, NONE, Some("Reason"), (201, "Admission"), "The seat of the token declares a conflict and takes no part; its vote is struck";
    post "/v1/admissions/{id}/evidence-requests" hearing::request_evidence, COMMITTEE, NONE, Some("EvidenceRequest"), (201, "Admission"), "Asks the company for more evidence";
    post "/v1/admissions/{id}/evidence-requests/{request}/answer" hearing::answer_evidence, COMMITTEE, NONE, Some("EvidenceAnswer"), (201, "Admission"), "Takes in the company's answer; the gate reads the dossier again";
    post "/v1/admissions/{id}/decision" hearing::decide, COMMITTEE, NONE, None, (201, "Admission"), "Counts the votes; under four eyes the seat of the token moves the decision";
    post "/v1/admissions/{id}/confirmation" hearing::confirm, COMMITTEE, NONE, Some("Confirmation"), (201, "Admission"), "Another seat confirms what was moved, or does not";
    post "/v1/admissions/{id}/conditions" hearing::meet_condition, COMMITTEE, NONE, Some("ConditionMet"), (201, "Admission"), "Takes in that a condition is met, with a piece of evidence";
    post "/v1/admissions/{id}/conditions/confirmation" hearing::confirm_condition, COMMITTEE, NONE, Some("ConditionConfirmation"), (201, "Admission"), "A seat confirms that a condition is met, or does not";
    post "/v1/admissions/{id}/appeal" hearing::appeal, COMMITTEE, NONE, Some("Appeal"), (201, "Admission"), "Takes in an appeal against a refusal: members vote again";
    post "/v1/admissions/{id}/withdrawal" hearing::withdraw, COMMITTEE, NONE, Some("Reason"), (201, "Admission"), "Takes in that the company withdraws before its listing";
    get "/v1/events" events::list, RESEARCHER, ["from_seq", "limit", "cursor"], None, (200, "Events"), "The log from an event on";
    get "/v1/explain/{seq}" events::explain, ASKERS, NONE, None, (200, "Explanation"), "Why a fill, a rejection or a verdict; an investor asks about own orders";
    get "/v1/exercise" exercise::show, READERS, NONE, None, (200, "Exercise"), "The listing exercise as it stands";
    get "/v1/companies/{id}" exercise::one, READERS, NONE, None, (200, "Admission"), "Everything about one company";
    post "/v1/companies/{id}/acts/{act}" acts::act, COMMITTEE, NONE, Some("CompanyAct"), (201, "Admission"), "Takes in what a company does with its money: `pay_in`, `declare_profit`, `declare_dividend`, `call_bond`, `recover`, `increase_capital`, `buy_back`, `order_own_units`, `cancel_own_orders` or `cancel_treasury`";
    get "/v1/report" exercise::report, READERS, ["lang"], None, (200, "Anything"), "The report: JSON, or a page with `accept: text/html`";
    post "/v1/control/{action}" control::act, ADMIN, NONE, Some("Control"), (200, "Clock"), "`start`, `pause`, `step`, `speed`, `halt`, `resume`, `kill`, `restore`, `fail_delivery` or `news`";
    get "/v1/stream" stream::upgrade, ALL, NONE, None, (101, "Nothing"), "The WebSocket; /asyncapi.json says what is spoken";
}
