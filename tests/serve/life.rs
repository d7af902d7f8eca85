//! Starting, ending, starting again.

use std::process::Stdio;
use std::time::Duration;

use super::place::{Place, command, far, limit};

#[test]
fn a_restart_keeps_everything() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "0"]);
    let (token, instrument) = (place.investor(0), place.instrument_in("call"));
    let body = limit("restart-1", &instrument, "buy", &far(&instrument, "buy"), "10");
    let order = place.enter(&token, &body).expect(201);
    let tokens = place.tokens.clone();
    let account = place.get("/v1/account", &token).expect(200);
    let health = place.get("/v1/health", "").expect(200);

    let second = command(data.path(), &[]).output().expect("the binary starts");
    assert_eq!(second.status.code(), Some(3), "one process a directory");
    assert!(second.stdout.is_empty() && !second.stderr.is_empty());

    let (status, took) = place.end("TERM");
    assert_eq!(status.code(), Some(0));
    assert!(took < Duration::from_secs(5), "{took:?}");

    let place = Place::open(data.path(), &["--speed", "0"]);
    assert_eq!(place.tokens, tokens);
    assert_eq!(place.enter(&token, &body).expect(200), order, "the same id again is the same order");
    let other = limit("restart-1", &instrument, "buy", &far(&instrument, "buy"), "9");
    place.enter(&token, &other).problem(409);
    assert_eq!(place.get("/v1/account", &token).expect(200), account);
    assert_eq!(place.get("/v1/health", "").expect(200), health, "the log and the clock go on from where they stood");
    let (status, took) = place.end("INT");
    assert_eq!(status.code(), Some(0));
    assert!(took < Duration::from_secs(5), "{took:?}");
    damage_is_told(data.path());
}

fn damage_is_told(data: &std::path::Path) {
    let journal = data.join("journal.borsa");
    let sound = std::fs::read(&journal).expect("a journal");
    std::fs::write(&journal, &sound[..sound.len() - 7]).expect("writable");
    let place = Place::open(data, &["--speed", "0"]);
    let list = place.get("/v1/orders", &place.investor(0)).expect(200);
    assert!(list["items"].as_array().expect("a list").is_empty(), "the input that was cut short is gone: {list}");
    drop(place);

    let mut damaged = sound.clone();
    damaged[sound.len() / 2] ^= 1;
    std::fs::write(&journal, &damaged).expect("writable");
    let refused = command(data, &[]).output().expect("the binary starts");
    assert_eq!(refused.status.code(), Some(3));
    let message = String::from_utf8(refused.stderr).expect("text");
    assert!(message.contains("damaged at byte"), "{message}");
    assert_eq!(std::fs::read(&journal).expect("a journal"), damaged, "and nothing was changed");
}

#[test]
fn nothing_acknowledged_is_lost_when_the_process_is_killed() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "600"]);
    let token = place.investor(0);
    let instrument = place.instrument_in("continuous");
    let price = far(&instrument, "buy");
    let orders: Vec<_> =
        (0..20).map(|number| limit(&format!("kill-{number}"), &instrument, "buy", &price, "1")).collect();
    let ids: Vec<_> = orders.iter().map(|order| place.enter(&token, order).expect(201)["id"].clone()).collect();
    // Dropping kills without a word.
    drop(place);
    let place = Place::open(data.path(), &["--speed", "600"]);
    for (order, id) in orders.iter().zip(ids) {
        assert_eq!(place.enter(&token, order).expect(200)["id"], id);
    }
}

#[test]
fn bad_starts_are_told_apart() {
    let data = tempfile::tempdir().expect("a directory");
    let unknown = command(data.path(), &["no-such-scenario"]).output().expect("the binary starts");
    assert_eq!(unknown.status.code(), Some(2), "{unknown:?}");
    let speed = command(data.path(), &["--speed", "-3"]).output().expect("the binary starts");
    assert_eq!(speed.status.code(), Some(2));
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("bound").to_string();
    let mut busy = std::process::Command::new(env!("CARGO_BIN_EXE_borsa"));
    busy.args(["serve", "--listen", &address, "--data"]).arg(data.path());
    let busy = busy.stdin(Stdio::null()).output().expect("the binary starts");
    assert_eq!(busy.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&busy.stderr).contains(&address));
}
