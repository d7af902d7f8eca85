//! What the tests of other engines hold, as cases for ours: exchange-core's cycle, CppTrader's scenarios, Liquibook's
//! stops and market orders. `docs/worked-cases.md` lists them all, and those that our rulebook decides otherwise.

mod flow;

use flow::Played;

/// Plays rows of `action,order,side,type,tif,price,quantity,stop`, separated by `;`.
fn play(rows: &str) -> Played {
    let mut text = "time,action,instrument,order,side,type,tif,price,quantity,stop\n".to_owned();
    for (number, row) in rows.split(';').enumerate() {
        let fields: Vec<&str> = row.trim().split(',').collect();
        let field = |at: usize| fields.get(at).copied().unwrap_or_default();
        let time = if number == 0 { "1" } else { "" };
        let [action, order, side, kind, tif, price, quantity, stop] = [0, 1, 2, 3, 4, 5, 6, 7].map(field);
        // A phase is of the whole market and stands in the column of the type.
        let (instrument, order, kind) = if action == "phase" { ("", "", order) } else { ("A", order, kind) };
        text.push_str(&format!("{time},{action},{instrument},{order},{side},{kind},{tif},{price},{quantity},{stop}\n"));
    }
    flow::play(&text)
}

/// Trades as `buy-sell quantity@price`.
fn trades(played: &Played) -> Vec<String> {
    let fields = played.trades.iter().map(|line| line.split(',').collect::<Vec<_>>());
    fields.map(|fields| format!("{}-{} {}@{}", fields[3], fields[4], fields[2], fields[1])).collect()
}

/// One order as `status filled remaining reason`.
fn order(played: &Played, name: &str) -> String {
    let lines = played.orders.iter().map(|line| line.split(',').collect::<Vec<_>>());
    let mut own = lines.filter(|fields| fields[1] == name);
    let fields = own.next().unwrap_or_else(|| panic!("order {name}"));
    fields[2..].join(" ").trim_end().to_owned()
}

/// The open orders of those whose name begins so, and what they hold.
fn open(played: &Played, side: &str) -> (usize, u64) {
    let lines = played.orders.iter().map(|line| line.split(',').collect::<Vec<_>>());
    let left = lines.filter(|fields| fields[1].starts_with(side)).filter_map(|fields| fields[4].parse::<u64>().ok());
    let left: Vec<u64> = left.filter(|&units| units > 0).collect();
    (left.len(), left.iter().sum())
}

#[test]
fn exchange_core_full_cycle() {
    let played = play(
        "new,a,sell,,gtc,1600,7; new,b,buy,,gtc,1550,4; new,c,buy,,ioc,1700,2; new,d,buy,,gtc,1583,4; replace,a,,,,1580,",
    );
    assert_eq!(trades(&played), ["c-a 2@1600", "d-a 4@1583"]);
    assert_eq!(order(&played, "a"), "partially_filled 6 1");
    assert_eq!(order(&played, "b"), "new 0 4");
}

/// Bids of 10, 20 and 30 units at each of 10, 20 and 30; asks of 30, 20 and 10 at each of 40, 50 and 60.
fn cpp_trader(then: &str) -> Played {
    let level = |side: &str, price: u64, sizes: [u64; 3]| {
        let row = |units| format!("new,{}{price}-{units},{side},,gtc,{price},{units}; ", &side[..1]);
        sizes.map(row).concat()
    };
    let bids = [10, 20, 30].map(|price| level("buy", price, [10, 20, 30])).concat();
    let asks = [40, 50, 60].map(|price| level("sell", price, [30, 20, 10])).concat();
    let played = play(&format!("{bids}{asks}{then}"));
    assert_eq!(played.summary["rejected"], 0);
    played
}

#[test]
fn cpp_trader_market_orders() {
    let played = cpp_trader("new,m,sell,market,,,15");
    assert_eq!((open(&played, "b"), open(&played, "s")), ((8, 165), (9, 180)));
    let played = cpp_trader("new,m,sell,market,,,1000");
    assert_eq!((open(&played, "b"), order(&played, "m")), ((0, 0), "canceled 180 0 unfilled".to_owned()));
}

/// Its slippage is our limit with `ioc`: as far as the best price, or 20 beyond it.
#[test]
fn cpp_trader_slippage() {
    assert_eq!(open(&cpp_trader("new,m,sell,,ioc,30,100"), "b"), (6, 120));
    assert_eq!(open(&cpp_trader("new,m,buy,,ioc,60,160"), "s"), (2, 20));
}

#[test]
fn cpp_trader_fill_or_kill() {
    let rows = "new,b1,buy,,gtc,30,10; new,b2,buy,,gtc,30,20; new,b3,buy,,gtc,20,30";
    let killed = play(&format!("{rows}; new,m,sell,,fok,10,100"));
    assert_eq!((order(&killed, "m"), open(&killed, "b")), ("canceled 0 0 not_fillable".to_owned(), (3, 60)));
    let filled = play(&format!("{rows}; new,m,sell,,fok,10,40"));
    assert_eq!((order(&filled, "m"), open(&filled, "b")), ("filled 40 0".to_owned(), (1, 20)));
}

/// Its mitigation is our replace: the new total counts what is filled.
#[test]
fn cpp_trader_in_flight_mitigation() {
    for (total, left) in [
        ("150", "partially_filled 20 130"),
        ("50", "partially_filled 20 30"),
        ("10", "canceled 20 0 replaced_to_filled"),
    ] {
        let played = play(&format!("new,a,sell,,gtc,100,100; new,b,buy,,gtc,100,20; replace,a,,,,,{total}"));
        assert_eq!(order(&played, "a"), left);
    }
}

#[test]
fn liquibook_immediate_or_cancel_and_fill_or_kill() {
    let book = "new,a,sell,,gtc,101,100; new,b,sell,,gtc,102,100";
    for (tif, price, units, expected, traded) in [
        ("ioc", "100", "50", "canceled 0 0 unfilled", 0),
        ("ioc", "101", "50", "filled 50 0", 1),
        ("ioc", "101", "150", "canceled 100 0 unfilled", 1),
        ("ioc", "102", "150", "filled 150 0", 2),
        ("fok", "100", "50", "canceled 0 0 not_fillable", 0),
        ("fok", "101", "100", "filled 100 0", 1),
        ("fok", "101", "101", "canceled 0 0 not_fillable", 0),
        ("fok", "102", "200", "filled 200 0", 2),
        ("fok", "102", "201", "canceled 0 0 not_fillable", 0),
    ] {
        let played = play(&format!("{book}; new,m,buy,,{tif},{price},{units}"));
        assert_eq!((order(&played, "m").as_str(), played.trades.len()), (expected, traded), "{tif} {units}@{price}");
        // The same on the other side of the book.
        let mirror = "new,a,buy,,gtc,102,100; new,b,buy,,gtc,101,100";
        let price = 203 - price.parse::<u64>().expect("digits");
        let played = play(&format!("{mirror}; new,m,sell,,{tif},{price},{units}"));
        assert_eq!((order(&played, "m").as_str(), played.trades.len()), (expected, traded), "{tif} {units}@{price}");
    }
}

#[test]
fn liquibook_stop_orders() {
    let trade = |price: &str| format!("new,s{price},sell,,gtc,{price},1; new,b{price},buy,,gtc,{price},1");
    let book = "new,maker,sell,,gtc,110,5";
    let off_market = play(&format!("{}; {book}; new,stop,buy,stop,,,5,105", trade("100")));
    assert_eq!((order(&off_market, "stop"), off_market.trades.len()), ("new 0 5".to_owned(), 1), "it waits in silence");
    let through = play(&format!("{}; {book}; new,stop,buy,stop,,,5,95", trade("100")));
    assert_eq!(order(&through, "stop"), "filled 5 0", "it is set off at once");
    let reached = play(&format!("{}; {book}; new,stop,buy,stop,,,5,105; {}", trade("100"), trade("105")));
    assert_eq!(trades(&reached).last().map(String::as_str), Some("stop-maker 5@110"));
    let canceled = play(&format!("{}; {book}; new,stop,buy,stop,,,5,105; cancel,stop; {}", trade("100"), trade("105")));
    assert_eq!((order(&canceled, "stop"), open(&canceled, "maker")), ("canceled 0 0 requested".to_owned(), (1, 5)));
}

/// Market orders alone do not trade with each other until there is a price to trade at.
#[test]
fn liquibook_market_orders_wait_for_a_price() {
    let orders = "new,m,buy,market,,,5; new,n,sell,market,,,5";
    let nothing = play(&format!("phase,call; {orders}; phase,continuous"));
    assert_eq!((nothing.trades.len(), order(&nothing, "m")), (0, "canceled 0 0 auction_ended".to_owned()));
    let last = play(&format!("new,a,sell,,gtc,100,1; new,b,buy,,gtc,100,1; phase,call; {orders}; phase,continuous"));
    assert_eq!(trades(&last), ["b-a 1@100", "m-n 5@100"]);
}

#[test]
fn liquibook_cancel_and_replace_of_what_has_ended() {
    let played = play("new,a,sell,,gtc,100,5; new,b,buy,,gtc,100,5; cancel,a; replace,b,,,,99,9");
    assert_eq!((trades(&played), played.summary["rejected"].as_u64()), (vec!["b-a 5@100".to_owned()], Some(2)));
    let below = play("new,a,sell,,gtc,100,10; new,b,buy,,gtc,100,6; replace,a,,,,,5");
    assert_eq!(order(&below, "a"), "canceled 6 0 replaced_to_filled");
    let zero = play("new,a,sell,,gtc,100,10; replace,a,,,,,0");
    assert_eq!((order(&zero, "a"), zero.summary["rejected"].as_u64()), ("new 0 10".to_owned(), Some(1)));
}
