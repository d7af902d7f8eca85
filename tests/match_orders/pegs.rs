//! Pegged orders: what they follow, when they move, whom they meet.

use super::flow::play;
use super::{csv, expect, rejected};

const ASK: &str = "new A b sell - - 10 5";

#[test]
fn a_best_peg_stands_at_the_best_limit_of_its_side_behind_those_who_are_there() {
    expect(
        &["new A b1 buy - - 10 5", "new A p buy - - - 5 peg=best", "new A b2 buy - - 10 5", "new A s sell - ioc 10 12"],
        &["10x5 b1 s sell", "10x5 p s sell", "10x2 b2 s sell"],
        &["p filled 5 0"],
    );
    // A better bid takes it along, to the end of that level.
    expect(
        &[
            "new A b1 buy - - 10 5",
            "new A p buy - - - 5 peg=best",
            "new A b2 buy - - 10.5 5",
            "new A s sell - ioc 10 12",
        ],
        &["10.5x5 b2 s sell", "10.5x5 p s sell", "10x2 b1 s sell"],
        &["p filled 5 0"],
    );
}

#[test]
fn a_peg_does_not_follow_pegs_and_waits_without_an_anchor() {
    let alone = "new A p buy - - - 5 peg=best";
    expect(&[alone, "new A s sell - ioc 0.0001 5"], &[], &["p new 0 5", "s canceled 0 0 unfilled"]);
    // Its anchor goes, and it leaves the book; an anchor comes, and it is there again.
    expect(
        &[
            "new A b buy - - 10 5",
            alone,
            "new A p2 buy - - - 5 peg=best",
            "cancel A b",
            "new A s1 sell - ioc 1 5",
            "new A b2 buy - - 9 1",
            "new A s2 sell - ioc 1 11",
        ],
        &["9x1 b2 s2 sell", "9x5 p s2 sell", "9x5 p2 s2 sell"],
        &["s1 canceled 0 0 unfilled"],
    );
}

#[test]
fn a_peg_never_goes_beyond_its_cap() {
    for (side, other, anchor, better, cap, sweep) in
        [("buy", "sell", "10", "11", "10.5", "1"), ("sell", "buy", "20", "19", "19.5", "99")]
    {
        let lines = [
            format!("new A a1 {side} - - {anchor} 1"),
            format!("new A p {side} - - {cap} 5 peg=best"),
            format!("new A a2 {side} - - {better} 1"),
            format!("new A t {other} - ioc {sweep} 7"),
        ];
        let played = play(&csv(&lines.each_ref().map(String::as_str)));
        let prices: Vec<&str> = played.trades.iter().map(|line| line.split(',').nth(1).expect("a price")).collect();
        assert_eq!(prices, [better, cap, anchor], "{side}");
    }
}

#[test]
fn mid_pegs_stand_on_the_tick_away_from_the_other_side_and_meet_at_one_price() {
    // Between 10 and 10.0003 the middle is no tick: the buy stands at 10.0001, the sell at 10.0002.
    let quotes = ["new A b buy - - 10 5", "new A s sell - - 10.0003 5"];
    let pegs = ["new A p buy - - - 3 peg=mid", "new A q sell - - - 2 peg=mid"];
    expect(
        &[quotes[0], quotes[1], pegs[0], pegs[1], "new A x sell - ioc 10.0001 1", "new A y buy - ioc 10.0002 1"],
        &["10.0001x1 p x sell", "10.0002x1 y q buy"],
        &["p partially_filled 1 2", "q partially_filled 1 1"],
    );
    // The ask moves a tick away, and they meet: the one that arrived first stands, the other takes.
    expect(
        &[quotes[0], quotes[1], pegs[1], pegs[0], "replace A s - - - 10.0004 -"],
        &["10.0002x2 p q buy"],
        &["q filled 2 0", "p partially_filled 2 1"],
    );
}

#[test]
fn a_mid_peg_needs_both_sides() {
    expect(
        &["new A b buy - - 10 5", "new A p buy - - - 3 peg=mid", "new A s sell - ioc 10 9"],
        &["10x5 b s sell"],
        &["p new 0 3"],
    );
}

#[test]
fn pegs_do_not_move_while_an_order_takes() {
    // The taker has lifted 10, then meets the peg where it stood, and only then the peg is at 11.
    expect(
        &[
            "new A s1 sell - - 10 1",
            "new A p sell - - - 5 peg=best",
            "new A s2 sell - - 11 5",
            "new A t buy - ioc 11 2",
            "new A u buy - ioc 11 9",
        ],
        &["10x1 t s1 buy", "10x1 t p buy", "11x5 u s2 buy", "11x4 u p buy"],
        &[],
    );
}

#[test]
fn a_trade_of_pegs_sets_stops_off_and_these_move_pegs() {
    expect(
        &[
            "new A b buy - - 10 5",
            "new A s sell - - 14 5",
            "new A stop buy stop_limit - 12 4 stop=12", // set off at 12, it stands there as the best bid
            "new A p buy - - - 3 peg=mid",
            "new A q sell - - - 2 peg=mid", // meets p in the middle, at 12
            "new A t sell - ioc 13 1",      // the middle is now 13
        ],
        &["12x2 p q sell", "13x1 p t sell"],
        &["stop new 0 4", "p filled 3 0"],
    );
}

#[test]
fn a_replace_of_a_peg_is_of_its_cap_or_its_total() {
    let quotes = ["new A b1 buy - - 9 5", "new A b2 buy - - 10 5", "new A p buy - - 9.5 5 peg=best"];
    let sell = "new A t sell - ioc 1 20";
    let lines = |row: &str| play(&csv(&[quotes[0], quotes[1], quotes[2], row, sell])).trades;
    assert_eq!(lines("replace A p - - - 12 -")[1], "A,10,5,p,t,sell");
    assert_eq!(lines("replace A p - - - 9 -")[2], "A,9,5,p,t,sell");
    assert_eq!(lines("replace A p - - - - 3")[1], "A,9.5,3,p,t,sell");
    assert_eq!(lines("replace A p - - - - 7")[1], "A,9.5,7,p,t,sell");
    let same = play(&csv(&[quotes[0], quotes[1], quotes[2], "replace A p - - - 9.5 5", "cancel A p"]));
    assert_eq!(same.summary["rejected"], 0);
    assert_eq!(same.orders[2], "A,p,canceled,0,0,requested");
}

#[test]
fn pegs_leave_the_book_with_continuous_trading_and_come_back_with_it() {
    expect(
        &[
            "new A b buy - - 10 5",
            "new A p buy - gtc - 5 peg=best",
            "phase A - - call",
            "new A s1 sell - - 10 9",
            "phase A - - continuous", // the peg was not there
            "new A b2 buy - - 9 1",
            "new A s2 sell - ioc 9 9",
        ],
        &["10x5 b s1 auction", "9x1 b2 s2 sell", "9x5 p s2 sell"],
        &["p filled 5 0"],
    );
    expect(&["new A p buy - - - 5 peg=best", "phase A - - closed"], &[], &["p expired 0 0 close"]);
    expect(
        &["new A b buy - - 10 5", "new A p buy - gtd - 5 peg=best expires=9", "cancel A b time=9"],
        &[],
        &["p expired 0 0 date"],
    );
}

#[test]
fn own_pegs_that_meet_are_prevented_too() {
    expect(
        &[
            "new A b buy - - 10 5",
            "new A s sell - - 12 5",
            "new A p buy - - - 3 peg=mid account=x",
            "new A q sell - - - 2 peg=mid account=x self_trade_prevention=cancel_oldest",
        ],
        &[],
        &["p canceled 0 0 self_trade", "q new 0 2"],
    );
}

#[test]
fn a_peg_is_a_limit_order_that_stands_and_shows_everything() {
    for row in [
        "new A p buy market - - 5 peg=best",
        "new A p buy - ioc - 5 peg=best",
        "new A p buy - fok 9 5 peg=mid",
        "new A p buy stop_limit - 9 5 peg=mid stop=9",
        "new A p buy - - 9 5 peg=best display=2",
    ] {
        rejected(&[ASK], row, "peg_not_allowed");
    }
    rejected(&[ASK], "new A p buy - - 9 5 peg=best post_only=true", "post_only_not_allowed");
    rejected(&[ASK], "new A p buy - - 9 5 peg=best minimum_quantity=1", "minimum_quantity_not_allowed");
    rejected(&["phase A - - call"], "new A p buy - - 9 5 peg=best", "peg_outside_continuous");
    rejected(&[], "new A p buy - - 0 5 peg=best", "price_too_low");
    rejected(&[], "new A p buy - - - 0 peg=best", "quantity_not_positive");
}
