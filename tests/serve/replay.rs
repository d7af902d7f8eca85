//! Replay and live are one: none twice, none missing. And the book that a client rebuilds is the exchange's own.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::place::{Place, limit, now, scaled};
use super::socket::Socket;

#[test]
fn the_stream_tells_the_log_without_a_gap() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &[]);
    let began = now();
    let mut socket = Socket::open(&place);
    socket.follow("trades", "*", Some(1));
    let mut told: Vec<Value> = Vec::new();
    let listened_from = place.get("/v1/health", "").expect(200)["last_seq"].as_u64().expect("a number");
    // The replay of the exercise, and then at least five trades that come while it is listened to.
    let live = |told: &[Value]| told.iter().filter(|frame| frame["seq"].as_u64() > Some(listened_from)).count();
    while live(&told) < 5 {
        told.push(socket.update("trades"));
    }
    assert!(began.elapsed().as_secs() < 12, "trades come within ten seconds: {:?}", began.elapsed());
    let last = told.last().expect("a trade")["seq"].as_u64().expect("a number");
    assert_eq!(seqs(&told), trades_of_the_log(&place, 1, last));
    assert!(told[0]["data"]["trade"].is_string() && told[0]["data"]["buy_order"].is_string(), "{}", told[0]);

    // Coming back behind any event gives exactly the rest.
    let middle = told[told.len() / 2]["seq"].as_u64().expect("a number");
    let mut again = Socket::open(&place);
    again.follow("trades", "*", Some(middle));
    let rest: Vec<Value> = (0..told.len() - told.len() / 2).map(|_| again.update("trades")).collect();
    assert_eq!(rest, told[told.len() / 2..]);
}

fn seqs(frames: &[Value]) -> Vec<u64> {
    frames.iter().map(|frame| frame["seq"].as_u64().expect("a number")).collect()
}

/// The trades in the log, as the researcher reads it.
fn trades_of_the_log(place: &Place, from: u64, to: u64) -> Vec<u64> {
    let token = place.token("researcher");
    let (mut trades, mut next) = (Vec::new(), from.to_string());
    loop {
        let page = place.get(&format!("/v1/events?limit=1000&cursor={next}"), &token).expect(200);
        for event in page["items"].as_array().expect("a list") {
            let seq = event["seq"].as_u64().expect("a number");
            if seq > to {
                return trades;
            }
            if event["type"] == "traded" {
                trades.push(seq);
            }
        }
        match page["next_cursor"].as_str() {
            Some(cursor) => next = cursor.to_owned(),
            None => return trades,
        }
    }
}

/// A book, rebuilt from frames alone.
#[derive(Debug, Default, PartialEq, Eq)]
struct Book {
    seq: u64,
    bids: BTreeMap<Reverse<i64>, (String, String)>,
    asks: BTreeMap<i64, (String, String)>,
}

impl Book {
    fn take(&mut self, frame: &Value) {
        let data = &frame["data"];
        if frame["type"] == "snapshot" {
            *self = Self::default();
        }
        let seq = frame["seq"].as_u64().expect("a number");
        assert!(seq > self.seq || frame["type"] == "snapshot", "seq rises: {frame}");
        self.seq = seq;
        for (price, quantity) in levels(&data["bids"]) {
            match quantity.as_str() {
                "0" => drop(self.bids.remove(&Reverse(scaled(&price)))),
                _ => drop(self.bids.insert(Reverse(scaled(&price)), (price, quantity))),
            }
        }
        for (price, quantity) in levels(&data["asks"]) {
            match quantity.as_str() {
                "0" => drop(self.asks.remove(&scaled(&price))),
                _ => drop(self.asks.insert(scaled(&price), (price, quantity))),
            }
        }
        assert_eq!(data["checksum"], self.checksum(), "{frame}");
    }

    fn checksum(&self) -> u32 {
        let best = self.bids.values().take(10).chain(self.asks.values().take(10));
        let text: String = best.map(|(price, quantity)| format!("{price}:{quantity};")).collect();
        crc32fast::hash(text.as_bytes())
    }

    fn sides(&self) -> Value {
        let bids: Vec<_> = self.bids.values().collect();
        json!({"seq": self.seq, "bids": bids, "asks": self.asks.values().collect::<Vec<_>>()})
    }
}

fn levels(side: &Value) -> Vec<(String, String)> {
    serde_json::from_value(side.clone()).expect("pairs of decimals")
}

#[test]
fn the_book_of_the_stream_is_the_book_of_the_exchange() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "0"]);
    let instrument = place.instrument_in("continuous");
    let symbol = instrument["symbol"].as_str().expect("a symbol");
    let path = format!("/v1/instruments/{symbol}/book?depth=1000");
    let shown = || place.get(&path, "").expect(200);
    let mut live = Socket::open(&place);
    live.follow("book", symbol, None);
    let mut book = Book::default();
    book.take(&live.wait_for(|frame| frame["type"] == "snapshot"));
    assert_eq!(shown(), book.sides());

    let mut changes = 0;
    for (number, (side, token)) in
        [("buy", place.investor(0)), ("sell", place.investor(1))].iter().cycle().take(40).enumerate()
    {
        let price = instrument["reference_price"].as_str().expect("a price");
        let quantity = (number % 7 + 1).to_string();
        let order =
            place.enter(token, &limit(&format!("book-{number}"), &instrument, side, price, &quantity)).expect(201);
        if number % 3 == 0 && order["remaining"] != "0" {
            let path = format!("/v1/orders/{}", order["id"].as_str().expect("an id"));
            place.call("DELETE", &path, token, None).expect(200);
        }
        let now = shown();
        while book.seq < now["seq"].as_u64().expect("a number") {
            book.take(&live.wait_for(|frame| frame["channel"] == "book"));
            changes += 1;
        }
        assert_eq!(now, book.sides());
    }
    assert!(changes > 20, "the book has moved: {changes}");

    let mut late = Socket::open(&place);
    late.follow("book", symbol, Some(1));
    let mut replayed = Book::default();
    while replayed.seq < book.seq {
        replayed.take(&late.wait_for(|frame| frame["channel"] == "book"));
    }
    assert_eq!(replayed, book, "replayed from the first event it is the same book");
    let mut all = Socket::open(&place);
    all.follow("book", "*", None);
    let whole = all.wait_for(|frame| frame["type"] == "snapshot" && frame["instrument"] == symbol);
    let mut again = Book::default();
    again.take(&whole);
    assert_eq!(again, book);
}
