//! `borsa watch`.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use super::place::{Place, command};

fn watch(url: &str, options: &[&str]) -> Child {
    let mut watch = Command::new(env!("CARGO_BIN_EXE_borsa"));
    watch.args(["watch", url]).args(options).stdout(Stdio::piped()).stderr(Stdio::null());
    watch.spawn().expect("the binary starts")
}

#[test]
fn trades_are_followed_until_the_exchange_says_good_bye() {
    let data = tempfile::tempdir().expect("a directory");
    let place = Place::open(data.path(), &["--speed", "0"]);
    let symbol = place.instrument_in("continuous")["symbol"].as_str().expect("a symbol").to_owned();
    let mut child = watch(&format!("ws://{}", place.address()), &["--instrument", &symbol, "--from-seq", "1"]);
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let line = lines.next().expect("a trade").expect("text");
    let words: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(words.len(), 6, "{line}");
    assert_eq!(words[1], symbol);
    assert!(["buy", "sell", "auction"].contains(&words[4]), "{line}");
    assert!(!line.contains('\u{1b}'), "no colour when stdout is no terminal");
    place.end("TERM");
    assert_eq!(child.wait().expect("its own child").code(), Some(0));
}

#[test]
fn nobody_there_is_an_environment_that_failed() {
    let data = tempfile::tempdir().expect("a directory");
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = free.local_addr().expect("bound").to_string();
    drop(free);
    assert_eq!(watch(&address, &[]).wait().expect("its own child").code(), Some(3));
    assert_eq!(watch("wss://127.0.0.1", &[]).wait().expect("its own child").code(), Some(2));
    let place = Place::open(data.path(), &["--speed", "0"]);
    let unknown = watch(place.address(), &["--instrument", "NOBODY"]).wait().expect("its own child");
    assert_eq!(unknown.code(), Some(2));
    drop(place);
    drop(command(data.path(), &[]));
}
