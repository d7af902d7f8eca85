//! `borsa match`, sentence by sentence of its contract: a flow in, trades and orders out.

mod flow;

use std::fs;

use flow::{play, play_under, run};

/// Writes a flow: a line is `action instrument order side type tif price quantity` and then `name=value`; `-` is empty.
fn csv(lines: &[&str]) -> String {
    let mut text =
        "action,instrument,order,side,type,tif,price,quantity,time,display,stop,expires,account\n".to_owned();
    for (number, line) in lines.iter().enumerate() {
        let (named, plain): (Vec<&str>, Vec<&str>) = line.split_whitespace().partition(|word| word.contains('='));
        let mut fields: Vec<&str> = plain.iter().map(|&word| if word == "-" { "" } else { word }).collect();
        fields.resize(8, "");
        let value = |name: &str| {
            let found = named.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
            found.unwrap_or("").to_owned()
        };
        let time = if value("time").is_empty() && number == 0 { "1".to_owned() } else { value("time") };
        let rest = [time, value("display"), value("stop"), value("expires"), value("account")];
        text.push_str(&format!("{},{}\n", fields.join(","), rest.join(",")));
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

#[test]
fn a_limit_order_trades_at_the_resting_price_and_rests_with_the_rest() {
    expect(
        &["new A 1 sell limit day 10 5", "new A 2 sell - - 10.5 5", "new A 3 buy - - 11 12"],
        &["10x5 3 1 buy", "10.5x5 3 2 buy"],
        &["1 filled 5 0", "2 filled 5 0", "3 partially_filled 10 2"],
    );
}

#[test]
fn trades_have_the_row_s_time_and_a_rising_seq() {
    let flow = csv(&["new A 1 sell - - 10 5 time=-5", "new A 2 buy - - 10 2", "new A 3 buy - - 10 2 time=99"]);
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("flow.csv"), flow).expect("written");
    assert!(run(folder.path(), &["flow.csv", "--out", "."]).status.success());
    let trades = fs::read_to_string(folder.path().join("trades.csv")).expect("a table");
    assert_eq!(trades.lines().skip(1).collect::<Vec<_>>(), ["1,-5,A,10,2,2,1,buy", "2,99,A,10,2,3,1,buy"]);
}

#[test]
fn names_that_need_quotes_come_back_in_quotes() {
    let flow = "time,action,instrument,order,side,price,quantity\n\
                1,new,\"A,B\",\"say \"\"x\"\"\",sell,1,1\n,new,\"A,B\",2,buy,1,1\n";
    let played = play(flow);
    assert_eq!(played.trades, ["\"A,B\",1,1,2,\"say \"\"x\"\"\",buy"]);
    assert_eq!(played.orders[0], "\"A,B\",\"say \"\"x\"\"\",filled,1,0,");
}

#[test]
fn ids_are_compared_byte_by_byte_and_belong_to_their_instrument() {
    expect(
        &["new A 7 buy - - 10 1", "new A 007 buy - - 10 1", "new B 7 buy - - 10 1", "cancel A 007"],
        &[],
        &["7 new 0 1", "007 canceled 0 0 requested", "7 new 0 1"],
    );
}

#[test]
fn a_repeated_id_is_rejected_and_adds_no_line() {
    let played = play(&csv(&[
        "new A 1 buy - - 0 1", // rejected, and its id is used up
        "new A 1 buy - - 10 1",
        "new A 2 buy - - 10 1",
        "cancel A 2",
        "new A 2 buy - - 10 1",
        "new A - buy - - 10 1",
        "new - 3 buy - - 10 1",
    ]));
    assert_eq!(played.orders, ["A,1,rejected,0,0,price_too_low", "A,2,canceled,0,0,requested"]);
    assert_eq!(played.summary["rejected"], 5);
}

#[test]
fn a_cancel_before_its_new_uses_no_id_up() {
    expect(&["cancel A 1", "new A 2 buy - - 9 1", "new A 1 buy - - 9 1"], &[], &["2 new 0 1", "1 new 0 1"]);
}

#[test]
fn what_makes_no_sense_is_rejected() {
    let call = ["phase A - - call"];
    let cases: &[(&[&str], &str, &str)] = &[
        (&[], "new A 1 - - - 10 1", "side_missing"),
        (&[], "new A 1 buy - - - 1", "price_missing"),
        (&[], "new A 1 buy - - 10 -", "quantity_missing"),
        (&[], "new A 1 buy - - 10 0", "quantity_not_positive"),
        (&[], "new A 1 buy - - 10 -3", "quantity_not_positive"),
        (&[], "new A 1 buy - - 10 1.5", "quantity_not_whole"),
        (&[], "new A 1 buy - - 10 0.00001", "quantity_not_whole"),
        (&[], "new A 1 buy - - 10 1000000000001", "quantity_too_large"),
        (&[], "new A 1 buy - - 10 99999999999999999999999999999999999999999", "quantity_too_large"),
        (&[], "new A 1 buy - - 0.00005 1", "price_off_tick"),
        (&[], "new A 1 buy - - -1 1", "price_too_low"),
        (&[], "new A 1 buy - - 0 1", "price_too_low"),
        (&[], "new A 1 buy - - 200000.0001 1", "price_too_high"),
        (&[], "new A 1 buy - - 99999999999999999999999999999999999999999 1", "price_too_high"),
        (&[], "new A 1 buy market - 10 1", "price_not_allowed"),
        (&[], "new A 1 buy market_to_limit - 10 1", "price_not_allowed"),
        (&[], "new A 1 buy stop - 10 1 stop=10", "price_not_allowed"),
        (&[], "new A 1 buy stop - - 1", "stop_missing"),
        (&[], "new A 1 buy stop - - 1 stop=0", "stop_too_low"),
        (&[], "new A 1 buy stop - - 1 stop=200001", "stop_too_high"),
        (&[], "new A 1 buy stop - - 1 stop=1.00001", "stop_off_tick"),
        (&[], "new A 1 buy stop_limit - - 1 stop=1", "price_missing"),
        (&[], "new A 1 buy - gtd 10 1", "expires_missing"),
        (&[], "new A 1 buy - gtd 10 1 time=5 expires=5", "expires_reached"),
        (&call, "new A 1 buy - ioc 10 1", "immediate_in_call"),
        (&call, "new A 1 buy market fok - 1", "immediate_in_call"),
        (&call, "new A 1 buy market gfa - 1", "auction_only_not_limit"),
        (&[], "new A 1 buy - gfa 10 1", "auction_only_outside_call"),
        (&[], "new A 1 buy market_to_limit atc - 1", "at_the_close_not_allowed"),
        (&[], "new A 1 buy stop atc - 1 stop=1", "at_the_close_not_allowed"),
        (&["new A 0 sell - - 1 1"], "new A 1 buy market_to_limit fok - 1", "fill_or_kill_not_allowed"),
        (&[], "new A 1 buy market_to_limit - - 1", "no_opposite_price"),
        (&[], "new A 1 buy - ioc 10 5 display=1", "display_not_allowed"),
        (&[], "new A 1 buy market - - 5 display=1", "display_not_allowed"),
        (&call, "new A 1 buy - gfa 10 5 display=1", "display_not_allowed"),
        (&[], "new A 1 buy stop_limit - 10 5 stop=1 display=1", "display_not_allowed"),
        (&[], "new A 1 buy - - 10 5 display=0", "display_invalid"),
        (&[], "new A 1 buy - - 10 5 display=-1", "display_invalid"),
        (&["phase A - - halted"], "new A 1 buy - - 10 5", "halted"),
        (&["phase A - - closed"], "new A 1 buy - - 10 5", "closed"),
        (&[], "cancel A 1", ""),
        (&[], "cancel A -", ""),
        (&[], "cancel - 1", ""),
        (&["new A 1 buy - - 10 5", "cancel A 1"], "cancel A 1", ""),
        (&["new A 1 buy - - 10 5", "cancel A 1"], "replace A 1 - - - 10 6", ""),
        (&["new A 1 buy - - 10 5"], "replace A 1", ""),
        (&["new A 1 buy - - 10 5"], "replace A 1 - - - 10.00001 6", ""),
        (&["new A 1 buy - - 10 5"], "replace A 1 - - - - 0", ""),
        (&["new A 1 buy - - 10 5", "phase - - - halted"], "replace A 1 - - - 11 6", ""),
        (&["phase - - - call", "new A 1 buy market - - 5"], "replace A 1 - - - - 6", ""),
        (&["new A 1 buy stop - - 5 stop=10"], "replace A 1 - - - - 6", ""),
        (&["new A 1 buy market atc - 5"], "replace A 1 - - - - 6", ""),
    ];
    for (setup, row, reason) in cases {
        rejected(setup, row, reason);
    }
}

#[test]
fn the_ends_of_the_ranges_are_inside() {
    let played = play(&csv(&[
        "new A 1 buy - - 0.0001 1000000000000",
        "new A 2 sell - - 200000 1.0",
        "new A 3 buy - - 200000.00 007",
    ]));
    assert_eq!(played.trades, ["A,200000,1,3,2,buy"]);
    assert_eq!(played.summary["rejected"], 0);
}

#[test]
fn columns_that_a_row_does_not_use_are_ignored() {
    expect(
        &[
            "new A 1 buy - day 10 5 stop=0 expires=-1 account=x",
            "cancel A 1 buy limit gtd 0 -7 display=0.5",
            "phase - z sell continuous gtd -1 -1",
        ],
        &[],
        &["1 canceled 0 0 requested"],
    );
}

#[test]
fn cancels_are_accepted_while_halted_and_closed() {
    expect(
        &[
            "new A 1 buy - gtc 10 5",
            "new A 2 buy - gtc 10 5",
            "phase - - - halted",
            "cancel A 1",
            "phase - - - closed",
            "cancel A 2",
        ],
        &[],
        &["1 canceled 0 0 requested", "2 canceled 0 0 requested"],
    );
}

#[test]
fn what_an_immediate_order_leaves_is_canceled() {
    expect(
        &[
            "new A 1 sell - - 10 5",
            "new A 2 buy - ioc 10 8",
            "new A 3 buy market - - 8",
            "new A 4 sell - - 10 3",
            "new A 5 buy market gtc - 8",
        ],
        &["10x5 2 1 buy", "10x3 5 4 buy"],
        &["2 canceled 5 0 unfilled", "3 canceled 0 0 unfilled", "5 canceled 3 0 unfilled"],
    );
}

#[test]
fn fill_or_kill_is_all_or_nothing_and_counts_hidden_quantity() {
    expect(
        &[
            "new A 1 sell - - 10 5 display=2",
            "new A 2 sell - - 11 5",
            "new A 3 buy - fok 10 6",
            "new A 4 buy - fok 11 11",
            "new A 5 buy - fok 10 5",
            "new A 6 buy market fok - 6",
            "new A 7 buy market fok - 5",
        ],
        &["10x2 5 1 buy", "10x2 5 1 buy", "10x1 5 1 buy", "11x5 7 2 buy"],
        &[
            "3 canceled 0 0 not_fillable",
            "4 canceled 0 0 not_fillable",
            "5 filled 5 0",
            "6 canceled 0 0 not_fillable",
            "7 filled 5 0",
        ],
    );
}

#[test]
fn market_to_limit_takes_the_best_price_and_rests_there() {
    expect(
        &[
            "new A 1 sell - - 10 5",
            "new A 2 sell - - 11 5",
            "new A 3 buy market_to_limit - - 8",
            "new A 4 sell - - 10 1",
            "new A 5 sell market_to_limit ioc - 9",
        ],
        &["10x5 3 1 buy", "10x1 3 4 sell", "10x2 3 5 sell"],
        &["2 new 0 5", "3 filled 8 0", "5 canceled 2 0 unfilled"],
    );
}

#[test]
fn a_replace_that_only_lowers_keeps_priority_and_any_other_loses_it() {
    let queue = ["new A 1 buy - - 10 5", "new A 2 buy - - 10 5"];
    for (replace, first) in [
        ("replace A 1 - - - - 4", "10x4 1 s sell"),
        ("replace A 1 - - - 10 4", "10x4 1 s sell"),
        ("replace A 1 - - - 10 5", "10x4 1 s sell"),
        ("replace A 1 - - - 10 -", "10x4 1 s sell"),
        ("replace A 1 - - - - 6", "10x4 2 s sell"),
        ("replace A 1 - - - 9 -", "10x4 2 s sell"),
        ("replace A 1 - - - 9 4", "10x4 2 s sell"),
    ] {
        expect(&[queue[0], queue[1], replace, "new A s sell - ioc 10 4"], &[first], &[]);
    }
}

#[test]
fn a_replace_may_trade_and_a_total_already_filled_cancels_the_rest() {
    expect(
        &["new A 1 sell - - 12 5", "new A 2 buy - - 10 8", "replace A 2 - - - 12 9"],
        &["12x5 2 1 buy"],
        &["2 partially_filled 5 4"],
    );
    for total in ["1", "4", "5"] {
        let replace = format!("replace A 2 - - - 11 {total}");
        expect(
            &["new A 1 sell - - 12 5", "new A 2 buy - - 12 8", &replace],
            &["12x5 2 1 buy"],
            &["2 canceled 5 0 replaced_to_filled"],
        );
    }
}

#[test]
fn an_iceberg_gives_up_hidden_quantity_first() {
    expect(
        &[
            "new A 1 buy - - 10 9 display=4",
            "new A 2 buy - - 10 9",
            "replace A 1 - - - - 5", // still shows 4, hides 1
            "new A 3 sell - - 10 5",
            "new A 4 sell - - 10 9",
        ],
        &["10x4 1 3 sell", "10x1 2 3 sell", "10x8 2 4 sell", "10x1 1 4 sell"],
        &["1 filled 5 0"],
    );
}

#[test]
fn an_iceberg_is_met_slice_by_slice_and_refreshes_behind_the_others() {
    expect(
        &["new A 1 sell - - 10 7 display=3", "new A 2 sell - - 10 2", "new A 3 buy - - 10 9"],
        &["10x3 3 1 buy", "10x2 3 2 buy", "10x3 3 1 buy", "10x1 3 1 buy"],
        &["1 filled 7 0", "3 filled 9 0"],
    );
    // As a taker it counts whole; what rests shows a slice.
    expect(
        &["new A 1 sell - - 10 7", "new A 2 buy - gtc 10 9 display=1", "new A 3 sell - - 10 2"],
        &["10x7 2 1 buy", "10x1 2 3 sell", "10x1 2 3 sell"],
        &["2 filled 9 0"],
    );
}

#[test]
fn a_stop_waits_for_a_trade_at_or_beyond_its_price() {
    expect(
        &[
            "new A s buy stop - - 3 stop=11",
            "new A l sell stop_limit - 9 3 stop=9",
            "new A 1 sell - - 10 1",
            "new A 2 buy - - 10 1", // trade at 10: nothing
            "new A 3 sell - - 11 2",
            "new A 4 sell - - 12 9",
            "new A 5 buy - - 11 2", // trade at 11: the buy stop enters and takes from 12
        ],
        &["10x1 2 1 buy", "11x2 5 3 buy", "12x3 s 4 buy"],
        &["s filled 3 0", "l new 0 3"],
    );
}

#[test]
fn at_entry_the_last_trade_counts() {
    expect(
        &[
            "new A 1 sell - - 10 9",
            "new A 2 buy - - 10 1",
            "new A 3 buy stop - - 2 stop=10",
            "new A 4 buy stop ioc - 99 stop=9",
            "new A 5 buy stop_limit - 10 2 stop=9.5",
        ],
        &["10x1 2 1 buy", "10x2 3 1 buy", "10x6 4 1 buy"],
        &["3 filled 2 0", "4 canceled 6 0 unfilled", "5 new 0 2"],
    );
}

#[test]
fn stops_enter_by_arrival_and_those_they_set_off_queue_behind() {
    expect(
        &[
            "new A 1 sell - - 10 1",
            "new A 2 sell - - 11 1",
            "new A 3 sell - - 12 1",
            "new A 4 sell - - 13 1",
            "new A 5 sell - - 14 1",
            "new A late buy stop - - 1 stop=12", // set off by the entry of `b`
            "new A b buy stop - - 1 stop=11",
            "new A a buy stop - - 1 stop=10",
            "new A t buy - - 11 2", // trades at 10 and 11 set off a and b: by arrival b, a, then late
        ],
        &["10x1 t 1 buy", "11x1 t 2 buy", "12x1 b 3 buy", "13x1 a 4 buy", "14x1 late 5 buy"],
        &[],
    );
}

#[test]
fn a_stop_set_off_enters_even_if_the_price_has_moved_back() {
    expect(
        &[
            "new A 1 buy - - 9 1",
            "new A 2 buy - - 10 1",
            "new A s buy stop_limit - 10 4 stop=10",
            "new A 3 sell - - 9 3", // trades at 10, then 9, rests with 1: the stop takes it
        ],
        &["10x1 2 3 sell", "9x1 1 3 sell", "9x1 s 3 buy"],
        &["s partially_filled 1 3", "3 filled 3 0"],
    );
}

#[test]
fn a_stop_has_its_priority_from_when_it_was_set_off() {
    expect(
        &[
            "new A s buy stop_limit - 10 5 stop=10",
            "new A 1 buy - - 10 1",
            "new A 2 buy - - 10 5",
            "new A 3 sell - - 10 1",
            "new A 4 sell - - 10 6",
        ],
        &["10x1 1 3 sell", "10x5 2 4 sell", "10x1 s 4 sell"],
        &["s partially_filled 1 4"],
    );
}

#[test]
fn a_waiting_stop_can_be_canceled_and_expires_at_the_close() {
    expect(
        &[
            "new A 1 buy stop - - 5 stop=10",
            "new A 2 buy stop - - 5 stop=10",
            "new A 3 buy stop gtc - 5 stop=10",
            "cancel A 1",
            "phase - - - closed",
        ],
        &[],
        &["1 canceled 0 0 requested", "2 expired 0 0 close", "3 new 0 5"],
    );
}

#[test]
fn in_a_call_a_stop_waits_until_after_the_uncrossing() {
    expect(
        &[
            "new A 0 sell - - 10 1",
            "new A 00 buy - - 10 1",
            "phase A - - call",
            "new A s buy stop - - 2 stop=10", // the last trade is at 10
            "new A 1 buy - - 9 5",
            "new A 2 sell - - 9 2",
            "new A 3 sell - gtc 12 9",
            "phase A - - continuous",
        ],
        &["10x1 00 0 buy", "9x2 1 2 auction"],
        &["s new 0 2"],
    );
    expect(
        &[
            "phase A - - call",
            "new A s buy stop - - 2 stop=10",
            "new A 1 buy - - 10 5",
            "new A 2 sell - - 10 2",
            "new A 3 sell - gtc 12 9",
            "phase A - - continuous",
        ],
        &["10x2 1 2 auction", "12x2 s 3 buy"],
        &["s filled 2 0"],
    );
}

#[test]
fn only_entering_continuous_uncrosses() {
    let crossed = ["phase - - - call", "new A 1 buy - gtc 10 5", "new A 2 sell - gtc 10 5"];
    for (phase, trades) in [("halted", 0), ("closed", 0), ("call", 0), ("continuous", 1)] {
        let mut lines = crossed.to_vec();
        let row = format!("phase A - - {phase}");
        lines.push(&row);
        assert_eq!(play(&csv(&lines)).trades.len(), trades, "{phase}");
    }
    for through in ["halted", "closed"] {
        let mut lines = crossed.to_vec();
        let row = format!("phase A - - {through}");
        lines.extend([&*row, "phase A - - continuous"]);
        assert_eq!(play(&csv(&lines)).trades, ["A,10,5,1,2,auction"], "{through}");
    }
}

#[test]
fn a_phase_for_all_holds_for_instruments_named_later() {
    expect(
        &[
            "new A 1 buy - - 10 5",
            "phase - - - call",
            "phase A - - continuous",
            "new B 2 buy - - 10 5",
            "new B 3 sell - - 9 5",
            "new A 4 sell - - 10 5",
            "phase - - - continuous",
        ],
        &["10x5 1 4 sell", "10x5 2 3 auction"],
        &[],
    );
}

#[test]
fn a_phase_for_all_goes_through_the_instruments_as_the_file_names_them() {
    let played = play(&csv(&[
        "phase - - - call",
        "cancel Z 9",
        "new A 1 buy - - 10 5",
        "new A 2 sell - - 10 5",
        "new Z 1 buy - - 20 5",
        "new Z 2 sell - - 20 5",
        "phase - - - continuous",
    ]));
    assert_eq!(played.trades, ["Z,20,5,1,2,auction", "A,10,5,1,2,auction"]);
}

#[test]
fn the_close_ends_day_and_auction_orders_and_the_file_s_end_does_not() {
    expect(
        &[
            "phase A - - call",
            "new A d buy - - 9 1",
            "new A f buy - gfa 9 1",
            "new A c buy - atc 9 1",
            "new A g buy - gtc 9 1",
            "new A t buy - gtd 9 1 expires=100",
            "phase A - - closed",
        ],
        &[],
        &["d expired 0 0 close", "f expired 0 0 close", "c expired 0 0 close", "g new 0 1", "t new 0 1"],
    );
    expect(&["new A d buy - - 9 1"], &[], &["d new 0 1"]);
}

#[test]
fn a_gtd_order_has_expired_before_the_row_that_reaches_its_instant_acts() {
    expect(
        &[
            "new A 1 buy - gtd 10 5 time=1 expires=10",
            "new A 2 buy stop gtd - 5 stop=11 expires=10",
            "new A 3 sell - - 10 2 time=9",
            "new A 4 sell - - 10 2 time=10",
        ],
        &["10x2 1 3 sell"],
        &["1 expired 2 0 date", "2 expired 0 0 date", "4 new 0 2"],
    );
    // A row of another instrument, even a rejected one, brings the time.
    expect(&["new A 1 buy - gtd 10 5 time=1 expires=10", "cancel B 1 time=10"], &[], &["1 expired 0 0 date"]);
}

#[test]
fn at_the_close_orders_wait_for_the_call_and_end_with_its_auction() {
    expect(
        &[
            "new A c buy - atc 10 5",
            "new A m buy market atc - 2",
            "new A 1 sell - - 10 4", // meets nobody: c and m wait outside
            "phase A - - call",
            "phase A - - continuous",
        ],
        &["10x2 m 1 auction", "10x2 c 1 auction"],
        &["c expired 2 0 auction", "m filled 2 0"],
    );
    expect(
        &["new A c buy - atc 10 5", "phase A - - halted", "phase A - - continuous", "phase A - - closed"],
        &[],
        &["c expired 0 0 close"],
    );
}

#[test]
fn after_an_auction_what_was_for_it_ends_traded_or_not() {
    expect(
        &[
            "phase A - - call",
            "new A f buy - gfa 9 5",
            "new A m buy market - - 5",
            "new A l buy market_to_limit - - 5",
            "phase A - - continuous",
        ],
        &[],
        &["f expired 0 0 auction", "m canceled 0 0 auction_ended", "l canceled 0 0 no_auction_price"],
    );
}

#[test]
fn the_rest_of_market_to_limit_rests_at_the_auction_s_price_by_its_time_of_entry() {
    expect(
        &[
            "phase A - - call",
            "new A early buy - gtc 10 5",
            "new A l buy market_to_limit - - 8",
            "new A late buy - gtc 10 5",
            "new A 1 sell - - 10 6",
            "phase A - - continuous",
            "new A 2 sell - - 10 12",
        ],
        &["10x6 l 1 auction", "10x5 early 2 sell", "10x2 l 2 sell", "10x5 late 2 sell"],
        &["l filled 8 0"],
    );
}

#[test]
fn in_an_auction_orders_without_a_limit_go_first_then_price_then_time() {
    expect(
        &[
            "phase A - - call",
            "new A 1 buy - - 10 3",
            "new A 2 buy - - 11 3",
            "new A 3 buy - - 10 3",
            "new A m buy market - - 3",
            "new A l buy market_to_limit - - 3",
            "new A s sell - - 10 13",
            "phase A - - continuous",
        ],
        &["10x3 m s auction", "10x3 l s auction", "10x3 2 s auction", "10x3 1 s auction", "10x1 3 s auction"],
        &[],
    );
}

#[test]
fn in_an_auction_an_iceberg_counts_whole() {
    expect(
        &[
            "phase A - - call",
            "new A i buy - - 10 9 display=1",
            "new A 1 buy - - 10 5",
            "new A s sell - - 10 12",
            "phase A - - continuous",
        ],
        &["10x9 i s auction", "10x3 1 s auction"],
        &["i filled 9 0", "1 partially_filled 3 2"],
    );
}

/// Plays a call of these orders and returns the price of its auction.
fn auction_price(market: &str, orders: &[&str]) -> String {
    let mut lines = vec!["phase - - - call"];
    lines.extend(orders);
    lines.push("phase - - - continuous");
    let played = play_under(Some(market), &csv(&lines));
    played.trades.first().map_or("none", |line| line.split(',').nth(1).expect("a price")).to_owned()
}

#[test]
fn the_auction_s_price_follows_the_cascade() {
    let buy_surplus = ["new A 1 buy - - 12 9", "new A 2 sell - - 10 5"];
    let sell_surplus = ["new A 1 buy - - 12 5", "new A 2 sell - - 10 9"];
    let balanced = ["new A 1 buy - - 12 5", "new A 2 sell - - 10 5"];
    let unpriced = ["new A 1 buy market - - 5", "new A 2 sell market - - 5"];
    let tick = "tick = \"0.5\"\n";
    let cases: &[(&str, &[&str], &str)] = &[
        ("", &buy_surplus, "12"),
        ("", &sell_surplus, "10"),
        ("", &balanced, "12"), // no surplus, no reference: the higher
        ("reference_price = \"11\"", &balanced, "11"),
        ("reference_price = \"11.3\"", &balanced, "11.5"),
        ("reference_price = \"11.25\"", &balanced, "11.5"), // as near as 11: the higher
        ("reference_price = \"9\"", &balanced, "10"),
        ("reference_price = \"99\"", &balanced, "12"),
        ("reference_price = \"11\"", &buy_surplus, "12"), // market pressure goes before the reference price
        ("reference_price = \"11\"", &unpriced, "11"),
        ("", &unpriced, "none"),
        (
            "[auction]\ntie_break = [\"max_volume\", \"min_surplus\", \"nearest_reference\", \"highest\"]",
            &buy_surplus,
            "12",
        ),
        (
            "reference_price = \"11\"\n[auction]\ntie_break = [\"max_volume\", \"nearest_reference\"]",
            &buy_surplus,
            "11",
        ),
        ("[auction]\ntie_break = [\"max_volume\", \"lowest\"]", &buy_surplus, "10"),
        ("[auction]\ntie_break = [\"max_volume\"]", &sell_surplus, "12"),
    ];
    for (rules, orders, price) in cases {
        assert_eq!(auction_price(&format!("{tick}{rules}"), orders), *price, "{rules} {orders:?}");
    }
}

#[test]
fn the_last_trade_is_the_reference_price() {
    expect_under(
        Some("reference_price = \"10\""),
        &[
            "new A 1 buy - - 11 1",
            "new A 2 sell - - 11 1",
            "phase A - - call",
            "new A 3 buy - - 12 1",
            "new A 4 sell - - 9 1",
            "phase A - - continuous",
        ],
        &["11x1 1 2 sell", "11x1 3 4 auction"],
        &[],
    );
}

#[test]
fn ticks_and_lots_of_a_market_file_hold() {
    expect_under(
        Some("tick_table = \"rts11-band-1\"\nlot = 10"),
        &[
            "new A 1 buy - - 9.95 10",
            "new A 2 buy - - 9.96 10",
            "new A 3 buy - - 10.1 10",
            "new A 4 buy - - 10.05 10",
            "new A 5 buy - - 10 15",
            "new A 6 buy - - 10 20 display=5",
            "new A 7 buy - - 0.0004 10",
        ],
        &[],
        &[
            "1 new 0 10",
            "2 rejected 0 0 price_off_tick",
            "3 new 0 10",
            "4 rejected 0 0 price_off_tick",
            "5 rejected 0 0 quantity_off_lot",
            "6 rejected 0 0 display_invalid",
            "7 rejected 0 0 price_too_low",
        ],
    );
}

#[test]
fn a_static_collar_rejects_limits_and_stops_takers() {
    expect_under(
        Some("reference_price = \"10\"\n[collars]\nstatic = \"0.10\""),
        &[
            "new A 1 sell - - 11 5",
            "new A 2 sell - - 11.0001 5",
            "new A 3 buy - - 8.9999 5",
            "new A 4 buy - - 9 5",
            "replace A 4 - - - 8 -",
            "new A 5 buy market - - 8",
            "new A 6 buy stop_limit - 12 8 stop=13",
        ],
        &["11x5 5 1 buy"],
        &[
            "1 filled 5 0",
            "2 rejected 0 0 price_outside_collar",
            "3 rejected 0 0 price_outside_collar",
            "4 new 0 5",
            "5 canceled 5 0 unfilled",
            "6 rejected 0 0 price_outside_collar",
        ],
    );
}

#[test]
fn a_dynamic_collar_is_measured_from_the_last_trade() {
    expect_under(
        Some("[collars]\ndynamic = \"0.05\""),
        &[
            "new A 1 sell - - 10 1",
            "new A 2 sell - - 10.5 1",
            "new A 3 sell - - 11.1 1",
            "new A 4 buy - - 12 1", // the first trade ever has no bound
            "new A 5 buy - - 12 2", // 10.5 is 5% above 10; 11.1 is more than 5% above 10.5
            "new A 6 buy - fok 12 1",
        ],
        &["10x1 4 1 buy", "10.5x1 5 2 buy"],
        &["5 canceled 1 0 collar", "6 canceled 0 0 collar"],
    );
}

#[test]
fn the_summary_counts_rows_and_repeats_to_the_byte() {
    let flow = csv(&["new A 1 buy - - 10 5", "new A 2 sell - - 10 3", "phase - - - call", "cancel A 9", "new - 9"]);
    let (one, two) = (play(&flow).summary, play(&flow).summary);
    assert_eq!((&one["commands"], &one["trades"], &one["rejected"]), (&5.into(), &1.into(), &2.into()));
    assert_eq!(one["volume"], "3");
    assert_eq!(one["digest"], two["digest"]);
    assert_eq!(one["digest"].as_str().map(str::len), Some(64));
    assert!(one["commands_per_second"].is_number());
}

#[test]
fn an_empty_flow_writes_empty_tables() {
    let played = play("action,time\n");
    assert!(played.trades.is_empty() && played.orders.is_empty());
    assert_eq!(played.summary["commands"], 0);
}

#[test]
fn a_file_with_a_fault_writes_nothing_and_says_where() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &[u8]| fs::write(folder.path().join(name), text).expect("written");
    write("good.csv", b"time,action,instrument,order,side,price,quantity\n1,new,A,1,buy,10,5\n");
    write("bad.csv", b"time,action,price\n1,new,10\n2,new,1e3\n");
    write("empty.csv", b"");
    write("tick.toml", b"tick = \"0\"\n");
    write("key.toml", b"tikc = \"0.1\"\n");
    let refused: [(&[&str], &str); 7] = [
        (&["bad.csv"], "bad.csv:3:7: price:"),
        (&["empty.csv"], "empty.csv:1:1:"),
        (&["missing.csv"], "missing.csv"),
        (&["good.csv", "--market", "tick.toml"], "tick.toml:1:1:"),
        (&["good.csv", "--market", "key.toml"], "`tick`"),
        (&["good.csv", "--market", "nowhere"], "vorvel-weekly"),
        (&["good.csv", "--market", "missing.toml"], "missing.toml"),
    ];
    for (arguments, told) in refused {
        let output = run(folder.path(), &[arguments, &["--out", "out", "--json"]].concat());
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?} {stderr}");
        assert!(output.stdout.is_empty() && stderr.contains(told), "{arguments:?} {stderr}");
        assert!(!folder.path().join("out").exists());
    }
}

#[test]
fn out_replaces_its_two_files_and_touches_no_other() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("flow.csv"), "action\n").expect("written");
    fs::create_dir(folder.path().join("out")).expect("made");
    for name in ["trades.csv", "orders.csv", "notes.txt"] {
        fs::write(folder.path().join("out").join(name), "old").expect("written");
    }
    let output = run(folder.path(), &["flow.csv", "--out", "out"]);
    assert!(output.status.success() && output.stderr.is_empty());
    let mut names: Vec<String> = fs::read_dir(folder.path().join("out"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .collect();
    names.sort();
    assert_eq!(names, ["notes.txt", "orders.csv", "trades.csv"]);
    let read = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).expect("a file");
    assert_eq!(read("trades.csv"), "seq,time,instrument,price,quantity,buy_order,sell_order,aggressor\n");
    assert_eq!(read("orders.csv"), "instrument,order,status,filled,remaining,reason\n");
    assert_eq!(read("notes.txt"), "old");
}

#[test]
fn the_shipped_markets_make_rules() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("flow.csv"), "action\n").expect("written");
    for name in ["vorvel-weekly", "vorvel-weekly-bonds", "euronext-growth-continuous"] {
        let output = run(folder.path(), &["flow.csv", "--market", name]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}
