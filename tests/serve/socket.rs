//! A client of the stream.

use std::collections::VecDeque;
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::stream::MaybeTlsStream;
use tokio_tungstenite::tungstenite::{Message, WebSocket, connect};

use super::place::Place;

/// One connection.
pub(crate) struct Socket {
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    /// Frames that came while another was waited for.
    waiting: VecDeque<Value>,
}

/// How a connection ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Closed {
    pub(crate) code: u16,
    pub(crate) reason: String,
}

impl Socket {
    pub(crate) fn open(place: &Place) -> Self {
        Self::open_in(place, "en")
    }

    /// A connection of a reader of this language.
    pub(crate) fn open_in(place: &Place, language: &str) -> Self {
        let address = format!("ws://{}/v1/stream", place.address());
        let mut request = address.into_client_request().expect("an address");
        request.headers_mut().insert("accept-language", language.parse().expect("a value"));
        let (socket, _) = connect(request).expect("the stream opens");
        if let MaybeTlsStream::Plain(stream) = socket.get_ref() {
            stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a socket");
        }
        Self { socket, waiting: VecDeque::new() }
    }

    /// A connection that has shown its token.
    pub(crate) fn signed_in(place: &Place, token: &str) -> Self {
        let mut socket = Self::open(place);
        let ack = socket.ask(&json!({"op": "auth", "token": token, "req_id": "auth"}));
        assert_eq!((&ack["type"], &ack["op"]), (&json!("ack"), &json!("auth")), "{ack}");
        socket
    }

    pub(crate) fn send(&mut self, frame: &Value) {
        self.send_text(&frame.to_string());
    }

    pub(crate) fn send_text(&mut self, text: &str) {
        self.socket.send(Message::text(text)).expect("sent");
    }

    fn receive(&mut self) -> Result<Value, Closed> {
        loop {
            match self.socket.read().expect("a frame in time") {
                Message::Text(text) => return Ok(serde_json::from_str(&text).expect("a frame is a JSON object")),
                Message::Close(frame) => {
                    let frame = frame.expect("a close says why");
                    return Err(Closed { code: frame.code.into(), reason: frame.reason.to_string() });
                }
                _ => {}
            }
        }
    }

    /// The next frame, or how it ended.
    pub(crate) fn next(&mut self) -> Result<Value, Closed> {
        match self.waiting.pop_front() {
            Some(frame) => Ok(frame),
            None => self.receive(),
        }
    }

    /// The next frame that fits; those before it are kept.
    pub(crate) fn wait_for(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.waiting.iter().position(&fits) {
            return self.waiting.remove(at).expect("found there");
        }
        loop {
            let frame = self.receive().expect("the stream goes on");
            if fits(&frame) {
                return frame;
            }
            self.waiting.push_back(frame);
        }
    }

    /// Sends a frame with a `req_id` and waits for its answer.
    pub(crate) fn ask(&mut self, frame: &Value) -> Value {
        self.send(frame);
        self.wait_for(|answer| answer["req_id"] == frame["req_id"] && answer.get("req_id").is_some())
    }

    /// Subscribes, which must be acknowledged.
    pub(crate) fn follow(&mut self, channel: &str, instrument: &str, from_seq: Option<u64>) {
        let req_id = format!("{channel}-{instrument}");
        let ack = self.ask(&json!({
            "op": "subscribe", "channel": channel, "instrument": instrument, "from_seq": from_seq, "req_id": req_id,
        }));
        assert_eq!(ack["type"], "ack", "{ack}");
        let line = json!({"channel": channel, "instrument": instrument});
        assert!(ack["subscriptions"].as_array().expect("a list").contains(&line), "{ack}");
    }

    /// The next update of a channel.
    pub(crate) fn update(&mut self, channel: &str) -> Value {
        self.wait_for(|frame| frame["type"] == "update" && frame["channel"] == channel)
    }
}
