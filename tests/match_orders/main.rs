//! `borsa match`, sentence by sentence of its contract: a flow in, trades and orders out.

mod auctions;
mod files;
#[path = "../flow/mod.rs"]
mod flow;
mod fuzzed;
mod instructions;
mod limits;
mod pegs;
mod periods;
mod reference;
mod rows;
mod trading;
mod volatility;

use flow::{play, play_under};

/// Writes a flow: a line is `action instrument order side type tif price quantity` and then `name=value`; `-` is empty.
fn csv(lines: &[&str]) -> String {
    const NAMED: [&str; 8] =
        ["display", "stop", "expires", "account", "minimum_quantity", "post_only", "self_trade_prevention", "peg"];
    let mut text = format!("action,instrument,order,side,type,tif,price,quantity,time,{}\n", NAMED.join(","));
    for (number, line) in lines.iter().enumerate() {
        let (named, plain): (Vec<&str>, Vec<&str>) = line.split_whitespace().partition(|word| word.contains('='));
        let mut fields: Vec<&str> = plain.iter().map(|&word| if word == "-" { "" } else { word }).collect();
        fields.resize(8, "");
        let value = |name: &str| {
            let found = named.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
            found.unwrap_or("").to_owned()
        };
        let time = if value("time").is_empty() && number == 0 { "1".to_owned() } else { value("time") };
        text.push_str(&format!("{},{time},{}\n", fields.join(","), NAMED.map(value).join(",")));
    }
    text
}

/// Plays lines and compares: trades as `price x quantity buy sell aggressor`, orders as `order status filled remaining reason`.
fn expect_under(market: Option<&str>, lines: &[&str], trades: &[&str], orders: &[&str]) {
    let played = play_under(market, &csv(lines));
    let told: Vec<String> = played
        .trades
        .iter()
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            format!("{}x{} {} {} {}", fields[1], fields[2], fields[3], fields[4], fields[5])
        })
        .collect();
    assert_eq!(told, trades, "trades of {lines:#?}");
    let told: Vec<String> = played
        .orders
        .iter()
        .map(|line| line.split_once(',').expect("six columns").1.replace(',', " ").trim().to_owned())
        .filter(|line| orders.iter().any(|expected| expected.split(' ').next() == line.split(' ').next()))
        .collect();
    assert_eq!(told, orders, "orders of {lines:#?}");
}

fn expect(lines: &[&str], trades: &[&str], orders: &[&str]) {
    expect_under(None, lines, trades, orders);
}

/// Plays a market in which `setup` was accepted, then one row that must be rejected with this reason.
fn rejected(setup: &[&str], row: &str, reason: &str) {
    let mut lines = setup.to_vec();
    lines.push(row);
    let played = play(&csv(&lines));
    assert_eq!(played.summary["rejected"], 1, "{row}");
    let order = row.split_whitespace().nth(2).unwrap_or("-");
    if row.starts_with("new") && order != "-" {
        let line = played.orders.last().expect("an order");
        assert!(line.ends_with(&format!("{order},rejected,0,0,{reason}")), "{row}: {line}");
    }
}
