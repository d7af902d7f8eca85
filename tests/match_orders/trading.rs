//! Continuous trading: order types, times in force, priority, icebergs, stops, collars.

use super::{expect, expect_under};

#[test]
fn a_limit_order_trades_at_the_resting_price_and_rests_with_the_rest() {
    expect(
        &["new A 1 sell limit day 10 5", "new A 2 sell - - 10.5 5", "new A 3 buy - - 11 12"],
        &["10x5 3 1 buy", "10.5x5 3 2 buy"],
        &["1 filled 5 0", "2 filled 5 0", "3 partially_filled 10 2"],
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
fn a_fok_is_all_or_nothing_where_its_own_trades_move_the_static_collar() {
    expect_under(
        Some("[collars]\nstatic = \"0.25\""), // without a reference price: from the last trade
        &[
            "new A 1 buy - - 12 6",
            "new A 2 buy - - 8 7",
            "new A 3 sell - fok 8 7", // after a trade at 12, none at 8
            "new A 4 sell - - 8 7",
        ],
        &["12x6 1 4 sell"],
        &["1 filled 6 0", "2 new 0 7", "3 canceled 0 0 collar", "4 canceled 6 0 collar"],
    );
}
