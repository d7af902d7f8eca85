//! Periods of the static collar in an order flow: enough turnover moves the band.

use super::expect_under;

const MARKET: &str = r#"
tick = "0.02"
reference_price = "10"
[collars]
static = "0.05"
measured_from = "period"
[period]
months = 12
turnover = "0.01"
units = "1000"
"#;

#[test]
fn the_band_stays_until_enough_has_traded_and_is_then_measured_from_the_average() {
    let lines = [
        "new X a sell limit day 10.40 4",
        "new X b buy limit day 10.40 4", // 4 of 10
        "new X c buy limit day 10.52 1", // above 10.50
        "new X d sell limit day 10.42 6",
        "new X e buy limit day 10.42 6", // 10 of 10, on average 10.412, on the tick 10.42
        "new X f buy limit day 10.94 1", // the band is now from 9.899 to 10.941
        "new X g buy limit day 10.96 1",
        "new X h sell limit day 9.88 1",
    ];
    let orders = [
        "c rejected 0 0 price_outside_collar",
        "f new 0 1",
        "g rejected 0 0 price_outside_collar",
        "h rejected 0 0 price_outside_collar",
    ];
    expect_under(Some(MARKET), &lines, &["10.4x4 b a buy", "10.42x6 e d buy"], &orders);
}

#[test]
fn all_of_one_auction_counts_before_the_band_moves() {
    let lines = [
        "phase X - - call",
        "new X a sell limit day 9.60 20",
        "new X b buy limit day 10.40 25",
        "new X c buy limit gtc 9.50 5",
        "phase X - - continuous",
        "new X d sell limit day 9.50 5", // the average is 10.40: 9.50 is now outside
        "new X e sell limit day 9.90 1",
    ];
    let orders = ["a filled 20 0", "c new 0 5", "d rejected 0 0 price_outside_collar", "e filled 1 0"];
    expect_under(Some(MARKET), &lines, &["10.4x20 b a auction", "10.4x1 b e sell"], &orders);
}

#[test]
fn without_the_units_listed_no_period_ends() {
    let market = MARKET.replace("units = \"1000\"\n", "");
    let lines =
        ["new X a sell limit day 10.40 400", "new X b buy limit day 10.40 400", "new X c buy limit day 10.52 1"];
    expect_under(Some(&market), &lines, &["10.4x400 b a buy"], &["c rejected 0 0 price_outside_collar"]);
}
