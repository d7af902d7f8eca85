//! Phases and auctions.

use super::flow::{play, play_under};
use super::{csv, expect, expect_under};

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
