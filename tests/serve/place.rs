//! A live exchange in a directory of its own, and a way to talk to it.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// An exchange that runs; it is ended with its test.
pub(crate) struct Place {
    child: Child,
    /// `http://HOST:PORT`
    pub(crate) url: String,
    /// The file `tokens.json`.
    pub(crate) tokens: Value,
    agent: ureq::Agent,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: ureq::http::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The body, which must have come with this status.
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self:?}");
        self.json()
    }

    /// A problem of this status: its code.
    pub(crate) fn problem(&self, status: u16) -> String {
        let body = self.expect(status);
        assert_eq!(self.header("content-type"), "application/problem+json", "{self:?}");
        assert_eq!(body["status"], status);
        body["code"].as_str().expect("a stable code").to_owned()
    }

    /// The pointers of a problem of this status.
    pub(crate) fn pointers(&self, status: u16) -> Vec<String> {
        self.problem(status);
        let errors = self.json()["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| error["pointer"].as_str().expect("a pointer").to_owned()).collect()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }
}

/// Real time, for what must be done within some.
#[expect(clippy::disallowed_methods, reason = "the contract sets limits in real seconds")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// The command `borsa serve` on a directory, on a free port.
pub(crate) fn command(data: &Path, options: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_borsa"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data).args(options);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

impl Place {
    /// Starts an exchange and waits until it says that it is ready.
    pub(crate) fn open(data: &Path, options: &[&str]) -> Self {
        let mut child = command(data, options).stderr(Stdio::null()).spawn().expect("the binary starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a first line");
        let url = line.strip_prefix("listening on ").and_then(|url| url.strip_suffix('\n')).map(str::to_owned);
        let url = url.unwrap_or_else(|| panic!("the first line is {line:?}"));
        let tokens = std::fs::read(data.join("tokens.json")).expect("tokens are written before it is ready");
        let tokens = serde_json::from_slice(&tokens).expect("tokens are JSON");
        let config = ureq::Agent::config_builder().http_status_as_error(false);
        let agent = config.timeout_global(Some(Duration::from_secs(20))).build().new_agent();
        Self { child, url, tokens, agent }
    }

    /// `HOST:PORT`
    pub(crate) fn address(&self) -> &str {
        self.url.strip_prefix("http://").expect("an address")
    }

    /// Sends a signal to the exchange and waits until it has ended.
    pub(crate) fn end(mut self, signal: &str) -> (ExitStatus, Duration) {
        let asked = now();
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", signal, &pid]).status().expect("kill runs");
        assert!(sent.success());
        (self.child.wait().expect("its own child"), asked.elapsed())
    }

    pub(crate) fn token(&self, role: &str) -> String {
        let token = &self.tokens[role];
        token.as_str().or_else(|| token[0].as_str()).expect("a token").to_owned()
    }

    /// The token of an investor, from 0.
    pub(crate) fn investor(&self, number: usize) -> String {
        self.tokens["investor"][number].as_str().expect("a token").to_owned()
    }

    /// Any request.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.to_owned()).expect("a request");
        let request = self.agent.configure_request(request).allow_non_standard_methods(true).build();
        let mut response = self.agent.run(request).expect("an answer");
        let mut text = String::new();
        response.body_mut().as_reader().read_to_string(&mut text).expect("text");
        Answer { status: response.status().as_u16(), headers: response.headers().clone(), text }
    }

    /// Reads, with a token or none.
    pub(crate) fn get(&self, path: &str, token: &str) -> Answer {
        self.call("GET", path, token, None)
    }

    /// Sends JSON, with a token or none.
    pub(crate) fn call(&self, method: &str, path: &str, token: &str, body: Option<&Value>) -> Answer {
        let bearer = format!("Bearer {token}");
        let mut headers = Vec::new();
        if !token.is_empty() {
            headers.push(("authorization", bearer.as_str()));
        }
        if body.is_some() {
            headers.push(("content-type", "application/json"));
        }
        self.send(method, path, &headers, &body.map(Value::to_string).unwrap_or_default())
    }

    /// Enters an order.
    pub(crate) fn enter(&self, token: &str, order: &Value) -> Answer {
        self.call("POST", "/v1/orders", token, Some(order))
    }

    /// The first instrument in a phase.
    pub(crate) fn instrument_in(&self, phase: &str) -> Value {
        let list = self.get("/v1/instruments", "").expect(200);
        let items = list["items"].as_array().expect("a list").clone();
        let found = items.into_iter().find(|item| item["phase"] == phase);
        found.unwrap_or_else(|| panic!("no instrument in {phase}"))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // One that has ended already cannot be killed, and needs not be.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A limit order for the day.
pub(crate) fn limit(id: &str, instrument: &Value, side: &str, price: &str, quantity: &str) -> Value {
    json!({
        "client_order_id": id, "instrument": instrument["symbol"], "side": side, "type": "limit",
        "time_in_force": "day", "price": price, "quantity": quantity,
    })
}

/// A price that is accepted and meets nobody: in a call any does as long as the clock stands; in continuous trading
/// one far away, but within the collar.
pub(crate) fn far(instrument: &Value, side: &str) -> String {
    if instrument["phase"] == "call" {
        return instrument["reference_price"].as_str().expect("a decimal").to_owned();
    }
    let number = |name: &str| scaled(instrument[name].as_str().expect("a decimal"));
    let (base, collar) = (number("collar_base"), instrument["collar"].as_str().map_or(800, scaled));
    let away = base * collar / 10_000 * 9 / 10;
    let price = if side == "buy" { base - away } else { base + away };
    let ticks = instrument["ticks"].as_array().expect("ticks");
    let tick = ticks.iter().rfind(|step| scaled(step[0].as_str().expect("a price")) <= price);
    let tick = scaled(tick.expect("a tick from 0 on")[1].as_str().expect("a tick"));
    let price = price / tick * tick;
    format!("{}.{:04}", price / 10_000, price % 10_000)
}

/// A decimal in 1/10,000.
pub(crate) fn scaled(text: &str) -> i64 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = format!("{part:0<4}");
    whole.parse::<i64>().expect("digits") * 10_000 + part.parse::<i64>().expect("digits")
}
