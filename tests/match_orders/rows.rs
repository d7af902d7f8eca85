//! What a row may say, and what is rejected.

use super::flow::play;
use super::{csv, expect, rejected};

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
