//! Volatility interruptions in an order flow: a trade outside a collar begins a call, and time ends it.

use super::expect_under;

const MARKET: &str = r#"
tick = "0.01"
reference_price = "10"
[collars]
static = "0.10"
dynamic = "0.02"
[interruption]
call_seconds = 120
random_end_seconds = 30
"#;

const CROSSES: [&str; 4] = [
    "new X a sell limit day 10 5 time=1000000000",
    "new X b sell limit day 10.10 5",
    "new X c sell limit day 10.40 5",
    "new X d buy limit day 10.50 12",
];

fn flow(more: &[&'static str]) -> Vec<&'static str> {
    CROSSES.iter().chain(more).copied().collect()
}

#[test]
fn the_taker_waits_in_a_call_that_ends_by_time() {
    let lines = flow(&[
        "new X e sell limit day 10.20 2 time=60000000000",
        "new X f buy limit ioc 10 1",
        "new X g buy limit day 10.10 1 time=121000000000",
        "new X h sell limit day 10.10 1",
    ]);
    expect_under(
        Some(MARKET),
        &lines,
        &["10x5 d a buy", "10.1x5 d b buy", "10.2x2 d e auction", "10.1x1 g h sell"],
        &["c new 0 5", "d filled 12 0", "f rejected 0 0 immediate_in_call", "g filled 1 0"],
    );
}

#[test]
fn an_order_without_a_limit_goes_as_far_as_the_collar_and_waits_there() {
    let lines = [
        &CROSSES[..3],
        &["new X m buy market day - 12", "new X e sell limit day 10.30 1", "new X f sell limit day 10.31 1"],
        &["phase X - - continuous"],
    ]
    .concat();
    expect_under(
        Some(MARKET),
        &lines,
        &["10x5 m a buy", "10.1x5 m b buy", "10.3x1 m e auction"],
        &["c new 0 5", "m partially_filled 11 1", "f new 0 1"],
    );
}

#[test]
fn what_is_for_this_instant_only_ends_and_still_interrupts() {
    let lines = [
        &CROSSES[..3],
        &["new X i buy limit ioc 10.50 12", "new X k buy limit day 10.50 5", "new X l buy limit fok 10.5 1"],
        &["phase X - - continuous", "new X o buy limit fok 10.5 6"],
    ]
    .concat();
    let expected =
        ["i canceled 10 0 collar", "k filled 5 0", "l rejected 0 0 immediate_in_call", "o canceled 0 0 not_fillable"];
    expect_under(Some(MARKET), &lines, &["10x5 i a buy", "10.1x5 i b buy", "10.4x5 k c auction"], &expected);
}

#[test]
fn a_fill_or_kill_that_cannot_fill_inside_the_collars_interrupts_nothing() {
    let lines = [&CROSSES[..3], &["new X o buy limit fok 10.50 12", "new X p buy limit ioc 10 1"]].concat();
    expect_under(Some(MARKET), &lines, &["10x1 p a buy"], &["o canceled 0 0 collar", "p filled 1 0"]);
}

#[test]
fn a_phase_row_takes_the_call_over() {
    let lines = flow(&["phase X - - call", "new X e sell limit day 10.20 2 time=900000000000", "phase X - - closed"]);
    expect_under(
        Some(MARKET),
        &lines,
        &["10x5 d a buy", "10.1x5 d b buy"],
        &["d expired 10 0 close", "e expired 0 0 close"],
    );
}

#[test]
fn stops_that_were_set_off_wait_for_the_end_of_the_call() {
    let lines = [
        &["new X s buy stop day - 1 stop=10.10 time=1"],
        &CROSSES[..],
        &["new X e sell limit day 10.20 3", "phase X - - continuous"],
    ]
    .concat();
    expect_under(
        Some(MARKET),
        &lines[..],
        &["10x5 d a buy", "10.1x5 d b buy", "10.2x2 d e auction", "10.2x1 s e buy"],
        &["s filled 1 0", "e filled 3 0"],
    );
}

#[test]
fn without_the_table_the_taker_is_cut_off() {
    let market = MARKET.split("[interruption]").next();
    let orders = ["c new 0 5", "d canceled 10 0 collar"];
    expect_under(market, &CROSSES, &["10x5 d a buy", "10.1x5 d b buy"], &orders);
}

#[test]
fn a_good_till_date_order_expires_before_a_call_that_ends_after_it() {
    let lines = flow(&[
        "new X e sell limit gtd 10.20 2 expires=100000000000",
        "new X g sell limit gtd 10.25 2 expires=200000000000",
        "cancel X c time=300000000000",
    ]);
    expect_under(
        Some(MARKET),
        &lines,
        &["10x5 d a buy", "10.1x5 d b buy", "10.25x2 d g auction"],
        &["c canceled 0 0 requested", "e expired 0 0 date", "g filled 2 0"],
    );
}
