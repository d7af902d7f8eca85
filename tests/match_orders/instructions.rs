//! Instructions of an order: self-trade prevention, post-only, minimum quantity.

use super::flow::play;
use super::{csv, expect, expect_under, rejected};

/// Plays the same flow with each way of self-trade prevention in the place of `STP`.
fn expect_each(lines: &[&str], cases: &[(&str, &[&str], &[&str])]) {
    for (mode, trades, orders) in cases {
        let stp = format!("self_trade_prevention={mode}");
        let lines: Vec<String> = lines.iter().map(|line| line.replace("STP", &stp)).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        expect(&lines, trades, orders);
    }
}

#[test]
fn own_orders_trade_unless_the_incoming_one_asks_otherwise() {
    let resting = "new A 1 sell - - 10 5 account=x self_trade_prevention=cancel_oldest";
    expect(&[resting, "new A 2 buy - - 10 5 account=x"], &["10x5 2 1 buy"], &[]);
    let asks = "self_trade_prevention=cancel_both";
    expect(&["new A 1 sell - - 10 5", &format!("new A 2 buy - - 10 5 {asks}")], &["10x5 2 1 buy"], &[]);
    let other = format!("new A 2 buy - - 10 5 account=y {asks}");
    expect(&["new A 1 sell - - 10 5 account=x", &other], &["10x5 2 1 buy"], &[]);
}

#[test]
fn each_way_of_prevention_begins_where_an_own_order_is_next() {
    let lines = [
        "new A 1 sell - - 10 2 account=y",
        "new A 2 sell - - 10 4 account=x",
        "new A 3 sell - - 10 3 account=y",
        "new A 4 sell - - 11 9",
        "new A 5 buy - - 11 12 account=x STP",
    ];
    let first = "10x2 5 1 buy";
    expect_each(
        &lines,
        &[
            ("cancel_newest", &[first], &["2 new 0 4", "3 new 0 3", "5 canceled 2 0 self_trade"]),
            (
                "cancel_oldest",
                &[first, "10x3 5 3 buy", "11x7 5 4 buy"],
                &["2 canceled 0 0 self_trade", "4 partially_filled 7 2", "5 filled 12 0"],
            ),
            ("cancel_both", &[first], &["2 canceled 0 0 self_trade", "3 new 0 3", "5 canceled 2 0 self_trade"]),
            (
                "decrement",
                &[first, "10x3 5 3 buy", "11x3 5 4 buy"],
                &["2 canceled 0 0 self_trade", "4 partially_filled 3 6", "5 filled 8 0"],
            ),
        ],
    );
}

#[test]
fn decrement_takes_the_smaller_quantity_from_both() {
    let stp = "account=x self_trade_prevention=decrement";
    let resting = "new A 1 sell - - 10 5 account=x";
    let behind = "new A 2 sell - - 10 5";
    let take = |units: u64| format!("new A 3 buy - - 10 {units} {stp}");
    expect(&[resting, &take(5)], &[], &["1 canceled 0 0 self_trade", "3 canceled 0 0 self_trade"]);
    expect(&[resting, &take(8)], &[], &["1 canceled 0 0 self_trade", "3 new 0 3"]);
    // What is left of the resting order keeps its priority.
    let then = "new A 4 buy - ioc 10 3";
    expect(
        &[resting, behind, &take(3), then],
        &["10x2 4 1 buy", "10x1 4 2 buy"],
        &["1 filled 2 0", "3 canceled 0 0 self_trade"],
    );
    // An iceberg loses hidden quantity first.
    let iceberg = "new A 1 sell - - 10 9 account=x display=4";
    expect(
        &[iceberg, behind, &take(6), "new A 4 buy - ioc 10 9"],
        &["10x3 4 1 buy", "10x5 4 2 buy"],
        &["1 filled 3 0", "3 canceled 0 0 self_trade", "4 canceled 8 0 unfilled"],
    );
}

#[test]
fn a_whole_iceberg_gives_way() {
    let lines = ["new A 1 sell - - 10 9 account=x display=2", "new A 2 buy - ioc 10 4 account=x STP"];
    expect_each(
        &lines,
        &[
            ("cancel_oldest", &[], &["1 canceled 0 0 self_trade", "2 canceled 0 0 unfilled"]),
            ("cancel_both", &[], &["1 canceled 0 0 self_trade", "2 canceled 0 0 self_trade"]),
        ],
    );
}

#[test]
fn prevention_stays_with_stops_and_replaced_orders() {
    let stop = "new A 1 buy stop - - 5 stop=10 account=x self_trade_prevention=cancel_newest";
    expect(
        &[stop, "new A 2 sell - - 10 5 account=x", "new A 3 sell - - 10 2", "new A 4 buy - - 10 1"],
        &["10x1 4 2 buy"],
        &["1 canceled 0 0 self_trade", "2 partially_filled 1 4"],
    );
    expect(
        &[
            "new A 1 buy - - 9 5 account=x self_trade_prevention=cancel_oldest",
            "new A 2 sell - - 10 5 account=x",
            "new A 3 sell - - 10 5",
            "replace A 1 - - - 10 6",
        ],
        &["10x5 1 3 buy"],
        &["1 partially_filled 5 1", "2 canceled 0 0 self_trade"],
    );
}

#[test]
fn an_auction_knows_no_self_trade() {
    expect(
        &[
            "phase A - - call",
            "new A 1 sell - - 10 5 account=x",
            "new A 2 buy - - 10 5 account=x self_trade_prevention=cancel_both",
            "phase A - - continuous",
        ],
        &["10x5 2 1 auction"],
        &[],
    );
}

#[test]
fn fill_or_kill_counts_what_can_trade_without_itself() {
    let lines = [
        "new A 1 sell - - 10 6 display=2",
        "new A 2 sell - - 10 4 account=x",
        "new A 3 buy - fok 10 UNITS account=x STP",
    ];
    for (mode, fills, kills) in
        [("cancel_newest", 2, 3), ("cancel_both", 2, 3), ("cancel_oldest", 6, 7), ("decrement", 2, 3)]
    {
        let flow = |units: i32| {
            let text = |line: &str| {
                line.replace("UNITS", &units.to_string()).replace("STP", &format!("self_trade_prevention={mode}"))
            };
            play(&csv(&lines.map(text).iter().map(String::as_str).collect::<Vec<_>>()))
        };
        assert_eq!(flow(fills).orders[2], format!("A,3,filled,{fills},0,"), "{mode}");
        let killed = flow(kills);
        assert_eq!(killed.orders[2], "A,3,canceled,0,0,not_fillable", "{mode}");
        assert_eq!(killed.orders[1], "A,2,new,0,4,", "{mode}: what is killed touches nobody");
    }
}

#[test]
fn post_only_rests_or_is_rejected() {
    let ask = "new A 1 sell - - 10 5 account=x";
    rejected(&[ask], "new A 2 buy - - 10 1 post_only=true", "would_trade");
    rejected(
        &[ask],
        "new A 2 buy - - 10 1 post_only=true account=x self_trade_prevention=cancel_oldest",
        "would_trade",
    );
    for row in [
        "new A 2 buy market - - 1 post_only=true",
        "new A 2 buy market_to_limit - - 1 post_only=true",
        "new A 2 buy - ioc 9 1 post_only=true",
        "new A 2 buy - fok 9 1 post_only=true",
        "new A 2 buy - atc 9 1 post_only=true",
        "new A 2 buy stop_limit - 9 1 stop=9 post_only=true",
    ] {
        rejected(&[ask], row, "post_only_not_allowed");
    }
    let maker = "new A 2 buy - gtc 9 5 post_only=true display=2";
    expect(&[ask, maker, "new A 3 sell - ioc 9 1"], &["9x1 2 3 sell"], &["2 partially_filled 1 4"]);
    // A replace that would trade changes nothing; one that lowers or stays behind the other side does.
    let played =
        play(&csv(&[ask, maker, "replace A 2 - - - 10 4", "replace A 2 - - - 9.5 -", "new A 3 sell - ioc 9 1"]));
    assert_eq!(played.summary["rejected"], 1);
    assert_eq!(played.trades, ["A,9.5,1,2,3,sell"]);
}

#[test]
fn in_a_call_post_only_is_an_order_like_any_other() {
    expect(
        &["phase A - - call", "new A 1 sell - - 10 5", "new A 2 buy - - 11 5 post_only=true", "phase A - - continuous"],
        &["11x5 2 1 auction"],
        &[],
    );
}

#[test]
fn a_minimum_that_cannot_trade_at_once_cancels_the_order_whole() {
    let asks = ["new A 1 sell - - 10 6 display=2", "new A 2 sell - - 11 5"];
    for (row, trades, order) in [
        ("new A 3 buy - - 10 9 minimum_quantity=6", 3, "3 partially_filled 6 3"),
        ("new A 3 buy - - 10 9 minimum_quantity=7", 0, "3 canceled 0 0 minimum_quantity"),
        ("new A 3 buy - ioc 11 99 minimum_quantity=11", 4, "3 canceled 11 0 unfilled"),
        ("new A 3 buy market - - 99 minimum_quantity=12", 0, "3 canceled 0 0 minimum_quantity"),
        ("new A 3 buy market - - 99 minimum_quantity=11", 4, "3 canceled 11 0 unfilled"),
        ("new A 3 buy market_to_limit - - 9 minimum_quantity=7", 0, "3 canceled 0 0 minimum_quantity"),
        ("new A 3 buy market_to_limit - - 9 minimum_quantity=6", 3, "3 partially_filled 6 3"),
    ] {
        let played = play(&csv(&[asks[0], asks[1], row]));
        assert_eq!(played.trades.len(), trades, "{row}");
        let line = played.orders[2].split_once(',').expect("columns").1.replace(',', " ");
        assert_eq!(line.trim_end(), order, "{row}");
    }
    // After its entry it is forgotten.
    expect(
        &[asks[0], "new A 3 buy - - 10 9 minimum_quantity=6", "new A 4 sell - - 10 1"],
        &["10x2 3 1 buy", "10x2 3 1 buy", "10x2 3 1 buy", "10x1 3 4 sell"],
        &["3 partially_filled 7 2"],
    );
    // Beyond a collar nothing can trade.
    expect_under(
        Some("reference_price = \"10\"\n[collars]\nstatic = \"0.05\"\n"),
        &["new A 1 sell - - 10 6", "new A 2 sell - - 10.5 5", "new A 3 buy market - - 9 minimum_quantity=9"],
        &["10x6 3 1 buy", "10.5x3 3 2 buy"],
        &["3 filled 9 0"],
    );
    expect_under(
        Some("reference_price = \"10\"\n[collars]\nstatic = \"0.1\"\ndynamic = \"0.04\"\n"),
        &["new A 1 sell - - 10 6", "new A 2 sell - - 10.5 5", "new A 3 buy market - - 9 minimum_quantity=9"],
        &[],
        &["3 canceled 0 0 minimum_quantity"],
    );
}

#[test]
fn a_minimum_counts_what_can_trade_without_itself() {
    expect(
        &[
            "new A 1 sell - - 10 3",
            "new A 2 sell - - 10 5 account=x",
            "new A 3 buy - - 10 9 account=x minimum_quantity=4 self_trade_prevention=cancel_oldest",
        ],
        &[],
        &["2 new 0 5", "3 canceled 0 0 minimum_quantity"],
    );
}

#[test]
fn a_minimum_is_for_orders_that_trade_at_entry() {
    let ask = "new A 1 sell - - 10 5";
    let call = "phase A - - call";
    rejected(&[call], "new A 2 buy - - 10 5 minimum_quantity=5", "minimum_quantity_outside_continuous");
    rejected(&[call], "new A 2 buy - gfa 10 5 minimum_quantity=5", "minimum_quantity_outside_continuous");
    for row in [
        "new A 2 buy - fok 10 5 minimum_quantity=5",
        "new A 2 buy - atc 10 5 minimum_quantity=5",
        "new A 2 buy stop - - 5 stop=10 minimum_quantity=5",
        "new A 2 buy stop_limit - 10 5 stop=10 minimum_quantity=5",
        "new A 2 buy - - 9 5 post_only=true minimum_quantity=5",
    ] {
        rejected(&[ask], row, "minimum_quantity_not_allowed");
    }
    for least in ["0", "-1", "6", "1.5", "0.00001"] {
        let row = format!("new A 2 buy - - 10 5 minimum_quantity={least}");
        rejected(&[ask], &row, "minimum_quantity_invalid");
    }
}

#[test]
fn words_of_instructions_are_read_by_their_letters() {
    let flow = "time,action,instrument,order,side,price,quantity,post_only,self_trade_prevention\n";
    for (row, column) in
        [("1,new,A,1,buy,10,5,yes,\n", "post_only"), ("1,cancel,A,1,,,,,newest\n", "self_trade_prevention")]
    {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("flow.csv"), format!("{flow}{row}")).expect("written");
        let output = super::flow::run(folder.path(), &["flow.csv"]);
        assert_eq!(output.status.code(), Some(2), "{row}");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.contains("flow.csv:2:") && told.contains(column), "{told}");
    }
    assert_eq!(play(&format!("{flow}1,new,A,1,buy,10,5,false,\n")).orders, ["A,1,new,0,5,"]);
}
