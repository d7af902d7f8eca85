//! Least and greatest orders of a market file.

use super::expect_under;

const MARKET: &str = r#"
tick = "0.01"
reference_price = "10"
[limits]
minimum_quantity = "5"
maximum_quantity = "100"
minimum_value = "60"
maximum_value = "900"
"#;

#[test]
fn an_order_outside_the_limits_is_rejected_and_one_on_them_is_not() {
    let lines = [
        "new X a buy limit day 20 4",
        "new X b buy limit day 5 101",
        "new X c buy limit day 11 5",
        "new X d buy limit day 9.01 100",
        "new X e buy limit day 12 5",
        "new X f buy limit day 9 100",
    ];
    let orders = [
        "a rejected 0 0 quantity_below_minimum",
        "b rejected 0 0 quantity_above_maximum",
        "c rejected 0 0 value_below_minimum",
        "d rejected 0 0 value_above_maximum",
        "e new 0 5",
        "f new 0 100",
    ];
    expect_under(Some(MARKET), &lines, &[], &orders);
}

#[test]
fn without_a_limit_the_reference_price_counts() {
    let lines =
        ["phase X - - call", "new X a buy market day - 5", "new X b buy market day - 6", "new X c buy market day - 91"];
    let orders = ["a rejected 0 0 value_below_minimum", "b new 0 6", "c rejected 0 0 value_above_maximum"];
    expect_under(Some(MARKET), &lines, &[], &orders);
    let unknown = MARKET.replace("reference_price = \"10\"\n", "");
    let orders = ["a new 0 5", "b new 0 6", "c new 0 91"];
    expect_under(Some(&unknown), &lines, &[], &orders);
}

#[test]
fn a_replace_meets_the_same_limits_and_may_always_give_up_the_rest() {
    let lines = [
        "new X a buy limit day 10 20",
        "new X s sell limit day 10 6",
        "replace X a - - - 10.5 100",
        "replace X a - - - - 5",
        "replace X a - - - - 3",
    ];
    let trades = ["10x6 a s sell"];
    expect_under(Some(MARKET), &lines, &trades, &["a canceled 6 0 replaced_to_filled", "s filled 6 0"]);
    let lines = [&lines[..3], &["replace X a - - - 0.5 50"]].concat();
    expect_under(Some(MARKET), &lines, &trades, &["a partially_filled 6 14", "s filled 6 0"]);
}

#[test]
fn the_value_of_a_pegged_order_is_that_of_its_cap() {
    let lines = [
        "new X b buy limit day 9 10",
        "new X s sell limit day 20 10",
        "new X p sell limit day 8 20 peg=best",
        "replace X p - - - - 50", // 400 at its cap, 1000 where it stands
        "replace X p - - - 19 50",
    ];
    expect_under(Some(MARKET), &lines, &[], &["p new 0 50"]);
    let lines = [&lines[..2], &["new X p sell limit day 19 50 peg=best"]].concat();
    expect_under(Some(MARKET), &lines, &[], &["p rejected 0 0 value_above_maximum"]);
}
