//! A client of the stream: follows the trades of a live exchange, and finds its place again when the line breaks.

use std::fmt;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::signal::unix::{SignalKind, signal};
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::{Error as SocketError, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// Heartbeats come every five seconds: who hears nothing for so long is not connected any more.
const SILENCE: Duration = Duration::from_secs(16);
/// How long a connection may take to come up.
const PATIENCE: Duration = Duration::from_secs(10);
/// The first wait before coming back; it doubles up to the longest.
const WAIT: Duration = Duration::from_millis(500);
const WAIT_MAX: Duration = Duration::from_secs(15);

/// What is followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Following {
    /// Address of the exchange: `ws://HOST:PORT`, `http://HOST:PORT` or `HOST:PORT`.
    pub url: String,
    /// One instrument; all without one.
    pub instrument: Option<String>,
    /// The first event to be told; from now on without one.
    pub from_seq: Option<u64>,
}

/// What is heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// The line stands.
    Connected(String),
    /// A trade.
    Trade {
        /// Its event.
        seq: u64,
        /// Simulated time.
        time: String,
        /// What was traded.
        instrument: String,
        /// At what price.
        price: String,
        /// How many units.
        quantity: String,
        /// Who came second: `buy`, `sell` or `auction`.
        aggressor: String,
    },
    /// The line broke; it is tried again after a while.
    Lost {
        /// Why.
        why: String,
        /// When it is tried again.
        again_in: Duration,
    },
    /// The exchange has closed down.
    Bye,
}

/// Why nothing can be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FollowError {
    /// The address is none, or the exchange does not know what is asked for.
    Asked(String),
    /// Nobody answers there.
    Unreachable(String),
}

impl fmt::Display for FollowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Asked(what) | Self::Unreachable(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for FollowError {}

/// Follows trades until the exchange says good-bye, or SIGINT or SIGTERM.
///
/// # Errors
/// [`FollowError`] when nobody answers at first, or the exchange refuses what is asked for.
pub fn follow(following: &Following, tell: &mut dyn FnMut(Heard)) -> Result<(), FollowError> {
    let url = address(&following.url)?;
    let unreachable = |error: std::io::Error| FollowError::Unreachable(error.to_string());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(unreachable)?;
    runtime.block_on(async {
        let mut interrupt = signal(SignalKind::interrupt()).map_err(unreachable)?;
        let mut terminate = signal(SignalKind::terminate()).map_err(unreachable)?;
        tokio::select! {
            _ = interrupt.recv() => Ok(()),
            _ = terminate.recv() => Ok(()),
            end = Follower { following, url, next: following.from_seq, tell }.follow() => end,
        }
    })
}

/// The address of the stream.
fn address(url: &str) -> Result<String, FollowError> {
    let (scheme, rest) = match url.split_once("://") {
        None => ("ws", url),
        Some(("ws" | "http", rest)) => ("ws", rest),
        Some((scheme, _)) => {
            let what = format!("{url}: `{scheme}` is not spoken here; give ws://HOST:PORT or http://HOST:PORT");
            return Err(FollowError::Asked(what));
        }
    };
    let (host, path) = rest.split_once('/').map_or((rest, ""), |(host, path)| (host, path));
    if host.is_empty() {
        return Err(FollowError::Asked(format!("{url}: an address such as ws://127.0.0.1:8080 is needed")));
    }
    let path = if path.is_empty() { "v1/stream" } else { path };
    Ok(format!("{scheme}://{host}/{path}"))
}

type Socket = WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>;

/// How one connection ended.
enum Parting {
    Bye,
    Lost(String),
    Refused(String),
}

struct Follower<'a> {
    following: &'a Following,
    url: String,
    /// The first event that was not told yet.
    next: Option<u64>,
    tell: &'a mut dyn FnMut(Heard),
}

impl Follower<'_> {
    async fn follow(mut self) -> Result<(), FollowError> {
        let mut socket =
            Some(self.connect().await.map_err(|why| FollowError::Unreachable(format!("{}: {why}", self.url)))?);
        let mut wait = WAIT;
        loop {
            let parting = match socket.take() {
                Some(socket) => {
                    wait = WAIT;
                    (self.tell)(Heard::Connected(self.url.clone()));
                    self.listen(socket).await
                }
                None => match self.connect().await {
                    Ok(again) => {
                        socket = Some(again);
                        continue;
                    }
                    Err(why) => Parting::Lost(why),
                },
            };
            match parting {
                Parting::Bye => {
                    (self.tell)(Heard::Bye);
                    return Ok(());
                }
                Parting::Refused(what) => return Err(FollowError::Asked(what)),
                Parting::Lost(why) => {
                    let again_in = jittered(wait);
                    (self.tell)(Heard::Lost { why, again_in });
                    sleep(again_in).await;
                    wait = (wait * 2).min(WAIT_MAX);
                }
            }
        }
    }

    async fn connect(&self) -> Result<Socket, String> {
        match timeout(PATIENCE, connect_async(self.url.as_str())).await {
            Ok(Ok((socket, _))) => Ok(socket),
            Ok(Err(SocketError::Http(response))) => Err(format!("answers {}, no stream", response.status())),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err("does not answer".to_owned()),
        }
    }

    async fn listen(&mut self, mut socket: Socket) -> Parting {
        let instrument = self.following.instrument.as_deref().unwrap_or("*");
        let subscribe = |from: Option<u64>| {
            let frame = json!({"op": "subscribe", "channel": "trades", "instrument": instrument, "from_seq": from});
            Message::Text(frame.to_string().into())
        };
        if let Err(error) = socket.send(subscribe(self.next)).await {
            return Parting::Lost(error.to_string());
        }
        loop {
            let text = match timeout(SILENCE, socket.next()).await {
                Err(_) => return Parting::Lost("nothing was heard, not even a heartbeat".to_owned()),
                Ok(None) => return Parting::Lost("the connection was closed".to_owned()),
                Ok(Some(Err(error))) => return Parting::Lost(error.to_string()),
                Ok(Some(Ok(Message::Text(text)))) => text,
                Ok(Some(Ok(Message::Close(frame)))) => {
                    let why = frame.map_or_else(String::new, |frame| format!(" ({}: {})", frame.code, frame.reason));
                    return Parting::Lost(format!("the exchange closed the connection{why}"));
                }
                Ok(Some(Ok(_))) => continue,
            };
            let Ok(frame) = serde_json::from_str::<Value>(&text) else { continue };
            match frame["type"].as_str() {
                Some("update") => self.trade(&frame),
                Some("bye") => return Parting::Bye,
                Some("error") => return Parting::Refused(word(&frame["problem"]["detail"])),
                // The exchange is another than before, and its log shorter: what comes from now on counts.
                Some("resync_required") => {
                    self.next = None;
                    if let Err(error) = socket.send(subscribe(None)).await {
                        return Parting::Lost(error.to_string());
                    }
                }
                // What one does not know is for others.
                _ => {}
            }
        }
    }

    fn trade(&mut self, frame: &Value) {
        let Some(seq) = frame["seq"].as_u64() else { return };
        self.next = Some(seq + 1);
        let data = &frame["data"];
        (self.tell)(Heard::Trade {
            seq,
            time: word(&frame["time"]),
            instrument: word(&frame["instrument"]),
            price: word(&data["price"]),
            quantity: word(&data["quantity"]),
            aggressor: word(&data["aggressor"]),
        });
    }
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Between half of a wait and all of it, so that many clients do not come back at once.
fn jittered(wait: Duration) -> Duration {
    let draw = getrandom::u32().map_or(u8::MAX, |draw| draw.to_le_bytes()[0]);
    wait / 2 + wait / 2 * u32::from(draw) / u32::from(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_be_written_in_three_ways() {
        for url in ["ws://127.0.0.1:8080", "http://127.0.0.1:8080/", "127.0.0.1:8080"] {
            assert_eq!(address(url).expect("an address"), "ws://127.0.0.1:8080/v1/stream");
        }
        assert!(matches!(address("wss://127.0.0.1:8080"), Err(FollowError::Asked(_))));
        assert!(matches!(address("ws://"), Err(FollowError::Asked(_))));
    }

    #[test]
    fn waits_differ_but_stay_within_bounds() {
        for _ in 0..20 {
            let wait = jittered(WAIT);
            assert!(wait >= WAIT / 2 && wait <= WAIT);
        }
    }
}
