//! The reference price of the next day, found at the close of an order flow.

use super::expect_under;

#[test]
fn the_close_finds_the_price_that_the_next_auction_refers_to() {
    let market = r#"
tick = "1"
reference_price = "20"
[reference]
cascade = ["closing_auction", "best_limits", "previous"]
"#;
    let lines = [
        "new X a sell limit day 30 1",
        "new X b buy limit day 30 1",
        "new X c buy limit day 22 1",
        "new X d sell limit day 25 1",
        "phase X - - closed", // the middle of 22 and 25, half a tick up: 24
        "phase X - - call",
        "new X e buy limit day 28 5",
        "new X f sell limit day 18 5",
        "phase X - - continuous",
    ];
    expect_under(Some(market), &lines, &["30x1 b a buy", "24x5 e f auction"], &["c expired 0 0 close"]);
    let without = market.split("[reference]").next();
    expect_under(without, &lines, &["30x1 b a buy", "28x5 e f auction"], &["c expired 0 0 close"]);
}
