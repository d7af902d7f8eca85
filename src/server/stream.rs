//! `/v1/stream`: one client's session on the WebSocket.
//!
//! The session walks along the log at its own pace, from the first event that any of its subscriptions has not seen.
//! While it catches up it waits for its client; once it has, the client must keep up.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesOrdered, SplitStream};
use futures_util::{FutureExt, StreamExt};
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

use super::board::Told;
use super::client_frame::{self, Channel, ClientFrame, Op, Topic};
use super::desk::Desk;
use super::orders::{changed, entered, own_order};
use super::outlet::{Outlet, Stuck};
use super::problem::{self, Fault, Problem};
use super::request::{Owner, Request};
use super::subscription::Subscription;
use super::throttle::Asker;
use super::tokens::Caller;
use crate::domain::{Language, Seq};
use crate::engine::{Command, OrderRequest};

/// Bytes of a client's frame at most.
const FRAME_MAX: usize = 64 * 1024;
/// Bytes that may wait in the socket's own buffer.
const WRITE_BUFFER: usize = 16 * 1024;
const HEARTBEAT: Duration = Duration::from_secs(5);
/// How long a client that has caught up may leave its queue full.
const GRACE: Duration = Duration::from_secs(2);
/// How long it may take from frame to frame while it falls behind, and how long it may fall behind.
const BREATH: Duration = Duration::from_millis(500);
const LAG: Duration = Duration::from_secs(10);
/// How long a client may take to say good-bye.
const FAREWELL: Duration = Duration::from_secs(60);
/// How long answers on their way are waited for when the exchange goes down.
const LAST_ANSWERS: Duration = Duration::from_secs(1);
/// Inputs read from the log at a time.
const CHUNK: usize = 256;
/// Orders of one client in flight; beyond it, its frames wait.
const IN_FLIGHT: usize = 1024;
/// How often, and how far apart, the withdrawal of orders after a lost connection is tried.
const TRIES: u32 = 6_000;
const PAUSE: Duration = Duration::from_millis(10);
const SUBSCRIPTIONS: usize = 256;
/// Close code of a client that was too slow.
const TOO_SLOW: u16 = 4008;
/// Close code of a server that goes down.
const GOING_AWAY: u16 = 1001;

/// `GET /v1/stream`
pub(super) async fn upgrade(
    State(desk): State<Arc<Desk>>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Response {
    if !same_origin(&headers) {
        return Problem::forbidden("a page of another origin may not open the stream").into_response();
    }
    let language = problem::language(&headers);
    match upgrade {
        Ok(upgrade) => upgrade
            .max_message_size(FRAME_MAX)
            .max_frame_size(FRAME_MAX)
            .write_buffer_size(WRITE_BUFFER)
            .on_upgrade(move |socket| async move { Session::run(desk, socket, language).await }),
        Err(rejection) => {
            Problem::new(rejection.into_response().status(), "not_a_websocket", "open a WebSocket here").into_response()
        }
    }
}

/// Browsers say which page opens a socket; programs say nothing.
fn same_origin(headers: &HeaderMap) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let from = origin.to_str().ok().and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    from.is_some() && from == host
}

/// An answer to an order that is on its way.
type Pending = BoxFuture<'static, Value>;

/// Why a session ends.
enum End {
    /// The client has gone.
    Gone,
    /// The client did not keep up.
    Slow,
    /// The exchange goes down.
    Closing,
}

impl From<Stuck> for End {
    fn from(stuck: Stuck) -> Self {
        match stuck {
            Stuck::Slow => Self::Slow,
            Stuck::Gone => Self::Gone,
        }
    }
}

struct Session {
    desk: Arc<Desk>,
    out: Outlet,
    /// In which refusals are told.
    language: Language,
    caller: Option<Caller>,
    /// Whose orders are withdrawn when the connection ends.
    withdraws: Option<Owner>,
    subscriptions: BTreeMap<Topic, Subscription>,
    pending: FuturesOrdered<Pending>,
    news: watch::Receiver<Seq>,
    /// Whether something was posted that some subscription has not read.
    behind: bool,
    /// Since when.
    behind_since: Instant,
    /// Whether a subscription has not yet come to the end of the log: as long, its client may take its time.
    replaying: bool,
}

impl Session {
    async fn run(desk: Arc<Desk>, socket: WebSocket, language: Language) {
        desk.counts.streams.fetch_add(1, Ordering::Relaxed);
        desk.counts.streams_open.fetch_add(1, Ordering::Relaxed);
        let (sink, source) = socket.split();
        let mut session = Self {
            out: Outlet::open(sink, Arc::clone(&desk)),
            news: desk.board.follow(),
            desk: Arc::clone(&desk),
            language,
            caller: None,
            withdraws: None,
            subscriptions: BTreeMap::new(),
            pending: FuturesOrdered::new(),
            behind: false,
            behind_since: Instant::now(),
            replaying: false,
        };
        let mut source = source;
        let end = session.serve(&mut source).await;
        if let Some(owner) = session.withdraws.take() {
            withdraw_all(&desk, owner).await;
        }
        // What the client still says is read and dropped, so that the last frames reach it.
        let listen = async { while let Some(Ok(_)) = source.next().await {} };
        tokio::join!(session.end(&end), timeout(FAREWELL, listen)).1.ok();
        desk.counts.streams_open.fetch_sub(1, Ordering::Relaxed);
    }

    async fn serve(&mut self, source: &mut SplitStream<WebSocket>) -> End {
        let mut closing = self.desk.closing.clone();
        let mut heartbeat = tokio::time::interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
        loop {
            let held_back = !self.behind && self.subscriptions.values().any(Subscription::is_ready);
            let step = tokio::select! {
                biased;
                () = closed(&mut closing) => return End::Closing,
                Some(answer) = self.pending.next(), if !self.pending.is_empty() => self.say(&answer).await,
                frame = source.next(), if self.pending.len() < IN_FLIGHT => match frame {
                    Some(Ok(message)) => self.hear(message).await,
                    Some(Err(_)) | None => return End::Gone,
                },
                _ = heartbeat.tick() => { self.beat(); Ok(()) }
                () = std::future::ready(()), if self.behind => self.advance().await,
                _ = self.news.changed() => { self.wake(); Ok(()) }
                room = self.out.room(), if held_back => match room {
                    Ok(()) => self.deliver().await,
                    Err(stuck) => Err(stuck.into()),
                },
            };
            if let Err(end) = step {
                return end;
            }
        }
    }

    async fn say(&mut self, frame: &Value) -> Result<(), End> {
        self.out.put(frame).await.map_err(End::from)
    }

    /// Takes in one frame of the client.
    async fn hear(&mut self, message: Message) -> Result<(), End> {
        let frame = match message {
            Message::Text(text) => client_frame::read(&text),
            Message::Binary(_) => {
                let op = Err(Problem::malformed("frames are JSON as text"));
                ClientFrame { req_id: Value::Null, op }
            }
            Message::Close(_) => return Err(End::Gone),
            Message::Ping(_) | Message::Pong(_) => return Ok(()),
        };
        let ClientFrame { req_id, op } = frame;
        match op {
            Ok(op) => self.act(req_id, op).await,
            Err(problem) => self.refuse(&req_id, &problem).await,
        }
    }

    async fn refuse(&mut self, req_id: &Value, problem: &Problem) -> Result<(), End> {
        self.say(&error(req_id, problem, self.language)).await
    }

    async fn act(&mut self, req_id: Value, op: Op) -> Result<(), End> {
        match op {
            Op::Ping => self.say(&json!({"type": "pong", "req_id": req_id, "time": self.desk.clock.now()})).await,
            Op::Auth { token } => match self.desk.known(&token).cloned() {
                Ok(caller) => {
                    self.caller = Some(caller);
                    self.acknowledge(&req_id, "auth").await
                }
                Err(problem) => self.refuse(&req_id, &problem).await,
            },
            Op::Subscribe { topic, from_seq } => self.subscribe(req_id, topic, from_seq).await,
            Op::Unsubscribe { topic } => match self.subscriptions.remove(&topic) {
                Some(_) => self.acknowledge(&req_id, "unsubscribe").await,
                None => self.refuse(&req_id, &Problem::not_found("this is not subscribed")).await,
            },
            Op::Order { order } => match self.trader() {
                Ok(owner) => self.enter(req_id, owner, *order).await,
                Err(problem) => self.refuse(&req_id, &problem).await,
            },
            Op::CancelOnDisconnect { enabled } => match self.owner() {
                Ok(owner) => {
                    self.withdraws = enabled.then_some(owner);
                    let op = "cancel_on_disconnect";
                    self.say(&json!({"type": "ack", "req_id": req_id, "op": op, "enabled": enabled})).await
                }
                Err(problem) => self.refuse(&req_id, &problem).await,
            },
            Op::Cancel { id } => match self.trader() {
                Ok(owner) => self.cancel(req_id, owner, &id).await,
                Err(problem) => self.refuse(&req_id, &problem).await,
            },
        }
    }

    /// The account of the client, whose quota of requests an order takes from.
    fn trader(&self) -> Result<Owner, Problem> {
        let owner = self.owner()?;
        self.desk.throttle.take(&Asker::Known(Caller::Investor(owner.name.clone())))?;
        Ok(owner)
    }

    /// The account of the client, once it is known.
    fn owner(&self) -> Result<Owner, Problem> {
        self.desk.owner(self.caller.as_ref().ok_or_else(Problem::unauthorized)?)
    }

    async fn acknowledge(&mut self, req_id: &Value, op: &str) -> Result<(), End> {
        let line = |topic: &Topic| json!({"channel": topic.channel.name(), "instrument": topic.instrument_name()});
        let subscriptions: Vec<Value> = self.subscriptions.keys().map(line).collect();
        self.say(&json!({"type": "ack", "req_id": req_id, "op": op, "subscriptions": subscriptions})).await
    }

    /// Enters an order. Its answer comes when it is durable; others may be on their way meanwhile.
    async fn enter(&mut self, req_id: Value, owner: Owner, order: OrderRequest) -> Result<(), End> {
        match self.desk.send(|reply| Request::Enter { owner, orders: vec![order], reply }) {
            Err(problem) => self.refuse(&req_id, &problem).await,
            Ok(answer) => {
                let (desk, language) = (Arc::clone(&self.desk), self.language);
                let done = answer.map(move |entries| {
                    let entry = entries.ok().and_then(|entries| entries.into_iter().next());
                    answered(
                        &req_id,
                        "order",
                        entry.ok_or_else(going_down).and_then(|entry| entered(&desk, entry)),
                        language,
                    )
                });
                self.pending.push_back(done.boxed());
                Ok(())
            }
        }
    }

    async fn cancel(&mut self, req_id: Value, owner: Owner, id: &str) -> Result<(), End> {
        let sent = own_order(&self.desk, &owner, id)
            .and_then(|order| self.desk.send(|reply| Request::Cancel { owner, order, reply }));
        match sent {
            Err(problem) => self.refuse(&req_id, &problem).await,
            Ok(answer) => {
                let (desk, language) = (Arc::clone(&self.desk), self.language);
                let done = answer.map(move |change| {
                    let change = change.map_err(|_| going_down()).and_then(|change| changed(&desk, change));
                    answered(&req_id, "cancel", change, language)
                });
                self.pending.push_back(done.boxed());
                Ok(())
            }
        }
    }

    async fn subscribe(&mut self, req_id: Value, topic: Topic, from_seq: Option<u64>) -> Result<(), End> {
        let made = match self.prepare(topic, from_seq) {
            Ok(Some(made)) => made,
            Ok(None) => {
                let (channel, instrument) = (topic.channel.name(), topic.instrument_name());
                let last = *self.news.borrow();
                return self
                    .say(&json!({
                        "type": "resync_required", "req_id": req_id, "channel": channel, "instrument": instrument,
                        "seq": last, "time": self.desk.clock.now(),
                        "data": {"reason": "from_seq lies beyond the log", "last_seq": last},
                    }))
                    .await;
            }
            Err(problem) => return self.refuse(&req_id, &problem).await,
        };
        self.subscriptions.insert(topic, made);
        (self.behind, self.replaying) = (true, true);
        self.acknowledge(&req_id, "subscribe").await
    }

    /// Makes a subscription that stands where it begins; nothing when the log does not reach that far.
    fn prepare(&self, topic: Topic, from_seq: Option<u64>) -> Result<Option<Subscription>, Problem> {
        let owner = match topic.channel {
            Channel::Orders => Some(self.owner()?.account),
            _ => None,
        };
        if self.subscriptions.len() >= SUBSCRIPTIONS && !self.subscriptions.contains_key(&topic) {
            return Err(Problem::conflict("too_many_subscriptions", "a client may follow 256 things"));
        }
        let posted = self.desk.posted();
        if topic.instrument.is_some_and(|symbol| !posted.views.market.instruments.contains_key(&symbol)) {
            return Err(Problem::unfit(vec![Fault::new("/instrument", "no instrument of this symbol is listed")]));
        }
        let live = Seq(posted.last_seq().0 + 1);
        let from = from_seq.map_or(live, |from| Seq(from.max(1)));
        if from > live {
            return Ok(None);
        }
        let mut made = Subscription::new(topic, posted.views.market.run, from, owner);
        if made.needs_past() {
            if from == live && topic.channel == Channel::Book {
                made.take_books(&posted.views);
            } else {
                let past: Vec<Told> = posted.log_from(Seq(1)).to_vec();
                drop(posted);
                made.take_past(&past);
            }
        }
        Ok(Some(made))
    }

    /// Something was posted: whoever has caught up must keep up with it.
    fn wake(&mut self) {
        if !self.behind && !self.subscriptions.is_empty() {
            (self.behind, self.behind_since) = (true, Instant::now());
        }
    }

    /// Reads the next part of the log for whoever has not seen it, and sends what it gives.
    async fn advance(&mut self) -> Result<(), End> {
        let next = self.subscriptions.values().map(Subscription::next).min();
        let chunk: Vec<Told> = match next {
            Some(next) => self.desk.posted().log_from(next).iter().take(CHUNK).cloned().collect(),
            None => Vec::new(),
        };
        for told in &chunk {
            self.subscriptions.values_mut().for_each(|subscription| subscription.take(told));
            self.deliver().await?;
        }
        if chunk.len() < CHUNK {
            self.deliver().await?;
            (self.behind, self.replaying) = (false, false);
        }
        Ok(())
    }

    /// Sends what is ready. Once live, a book waits for room, and everything else must be taken in time.
    async fn deliver(&mut self) -> Result<(), End> {
        for subscription in self.subscriptions.values_mut() {
            while subscription.is_ready() {
                if !self.replaying && subscription.conflates() && !self.out.has_room() {
                    break;
                }
                let Some(frame) = subscription.pop() else { break };
                if self.replaying {
                    self.out.put(&frame.body).await?;
                } else {
                    let patient = (self.behind_since + GRACE).max(Instant::now() + BREATH);
                    self.out.put_by(&frame.body, patient.min(self.behind_since + LAG)).await?;
                }
                subscription.told(frame.seq);
            }
        }
        Ok(())
    }

    fn beat(&self) {
        let name = |topic: &Topic| format!("{}:{}", topic.channel.name(), topic.instrument_name());
        let last: serde_json::Map<String, Value> =
            self.subscriptions.iter().map(|(topic, subscription)| (name(topic), json!(subscription.last()))).collect();
        self.out.put_now(&json!({"type": "heartbeat", "time": self.desk.clock.now(), "last_seq": last}));
    }

    async fn end(mut self, end: &End) {
        match end {
            End::Gone => self.out.close(1000, String::new()).await,
            End::Closing => {
                timeout(LAST_ANSWERS, self.farewell()).await.ok();
                self.out.close(GOING_AWAY, "the exchange closes down".to_owned()).await;
            }
            End::Slow => {
                self.desk.counts.streams_slow.fetch_add(1, Ordering::Relaxed);
                let kept = self.subscriptions.values().filter(|subscription| !subscription.conflates());
                let last = kept.map(Subscription::last).min().unwrap_or_default();
                self.out.close(TOO_SLOW, format!("last_seq={last}")).await;
            }
        }
    }
}

impl Session {
    /// What is on its way to the client, and that there will be no more.
    async fn farewell(&mut self) {
        while let Some(answer) = self.pending.next().await {
            self.say(&answer).await.ok();
        }
        let bye = json!({"type": "bye", "time": self.desk.clock.now()});
        self.say(&bye).await.ok();
    }
}

/// Withdraws all orders of an account whose connection has ended. It must not be lost because the exchange has much to
/// do, so that it is tried until there is room or the exchange has gone down.
async fn withdraw_all(desk: &Desk, owner: Owner) {
    let Owner { account, name } = owner;
    let command = Command::CancelAll { account, instrument: None, side: None, disconnected: true };
    for _ in 0..TRIES {
        let (by, command) = (name.clone(), command.clone());
        match desk.send(|reply| Request::Command { by, command, reply }) {
            // A refusal says that there was nothing to withdraw, or that no one may now.
            Ok(answer) => return drop(answer.await),
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

/// Waits until the exchange goes down.
async fn closed(closing: &mut watch::Receiver<bool>) {
    // An error says that whoever could close it down is gone: it has gone down.
    drop(closing.wait_for(|closing| *closing).await);
}

fn going_down() -> Problem {
    Problem::busy("the exchange goes down; it is not sure whether this was done")
}

fn answered(req_id: &Value, op: &str, order: Result<Value, Problem>, language: Language) -> Value {
    match order {
        Ok(order) => json!({"type": "ack", "req_id": req_id, "op": op, "order": order}),
        Err(problem) => error(req_id, &problem, language),
    }
}

fn error(req_id: &Value, problem: &Problem, language: Language) -> Value {
    json!({"type": "error", "req_id": req_id, "problem": problem.document(language)})
}
