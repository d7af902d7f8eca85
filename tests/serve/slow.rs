//! A client that does not read what it follows.

use std::time::Duration;

use serde_json::{Value, json};

use super::place::{Place, limit};
use super::socket::Socket;

#[test]
fn a_slow_client_is_closed_and_can_resume() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "0", "--client-queue", "8"]);
    let mut slow = Socket::open(&place);
    slow.follow("trades", "*", None);
    let from = place.get("/v1/health", "").expect(200)["last_seq"].as_u64().expect("a number") + 1;
    trade_until(&place, |place| counter(place, "borsa_streams_slow_total") > 0);

    let (mut told, closed) = (Vec::new(), loop_to_end(&mut slow));
    told.extend(closed.0);
    assert_eq!(closed.1, 4008);
    let last: u64 =
        closed.2.strip_prefix("last_seq=").and_then(|seq| seq.parse().ok()).expect("the place to resume from");
    assert_eq!(told.last().and_then(|frame: &Value| frame["seq"].as_u64()), Some(last));

    let mut again = Socket::open(&place);
    again.follow("trades", "*", Some(last + 1));
    let mut all = Socket::open(&place);
    all.follow("trades", "*", Some(from));
    let mut rest = told.len();
    for frame in &told {
        assert_eq!(all.update("trades"), *frame, "what was sent is what happened");
    }
    for _ in 0..50 {
        assert_eq!(all.update("trades"), again.update("trades"), "and the rest follows");
        rest += 1;
    }
    assert!(rest > told.len());
}

/// Every frame of a connection to its end; the code and reason of the end.
fn loop_to_end(socket: &mut Socket) -> (Vec<Value>, u16, String) {
    let mut told = Vec::new();
    loop {
        match socket.next() {
            Ok(frame) if frame["channel"] == "trades" => told.push(frame),
            Ok(_) => {}
            Err(closed) => return (told, closed.code, closed.reason),
        }
    }
}

fn counter(place: &Place, name: &str) -> u64 {
    let metrics = place.get("/metrics", "").text;
    let line = metrics.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
    line.expect("a counter")
}

/// Two investors trade with each other, one unit at a time, to and fro, until something shows.
fn trade_until(place: &Place, shows: impl Fn(&Place) -> bool) {
    let open = place.instrument_in("continuous");
    let price = &nobody_elses_price(place, &open);
    let (first, second) = (place.investor(0), place.investor(1));
    for round in 0..400 {
        let (buyer, seller) = if round % 2 == 0 { (&first, &second) } else { (&second, &first) };
        let batch = |side: &str| -> Value {
            let one = |number: u32| limit(&format!("{side}-{round}-{number}"), &open, side, price, "1");
            json!((0..150).map(one).collect::<Vec<_>>())
        };
        for (token, side) in [(seller, "sell"), (buyer, "buy")] {
            place.call("POST", "/v1/orders/batch", token, Some(&batch(side))).expect(200);
        }
        if shows(place) {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("a client that reads nothing was never closed");
}

/// A price at which only the two stand: between the touch, or a tick beyond the one side that is there.
fn nobody_elses_price(place: &Place, open: &Value) -> String {
    let symbol = open["symbol"].as_str().expect("a symbol");
    let book = place.get(&format!("/v1/instruments/{symbol}/book?depth=1"), "").expect(200);
    let scaled = |text: &Value| {
        let text = text.as_str().expect("a decimal");
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        format!("{whole}{fraction:0<4}").parse::<i64>().expect("four decimals at most")
    };
    let tick = scaled(&open["tick"]);
    let touch = |side: &str| book[side].get(0).map(|level| scaled(&level[0]));
    let price = match (touch("bids"), touch("asks")) {
        (Some(bid), Some(ask)) => (bid + ask) / 2 / tick * tick,
        (Some(bid), None) => bid + tick,
        (None, Some(ask)) => ask - tick,
        (None, None) => scaled(&open["reference_price"]),
    };
    format!("{}.{:04}", price / 10_000, price % 10_000)
}
