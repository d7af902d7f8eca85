//! The reference price of the next day: which source of the list gives it, and what refers to it.

use super::tests::{order, price};
use super::*;
use crate::domain::{Side, Timestamp, TradingPhase};

const CASCADE: [ReferenceSource; 4] = [
    ReferenceSource::ClosingAuction,
    ReferenceSource::LastTrade,
    ReferenceSource::BestLimits,
    ReferenceSource::Previous,
];

fn floor(cascade: &[ReferenceSource]) -> Floor {
    let reference = Some(ReferenceRules { cascade: cascade.to_vec() });
    let file =
        MarketFile { tick: Some(price("0.5")), reference_price: Some(price("20")), reference, ..MarketFile::default() };
    let table = toml::from_str(include_str!("../../sim-scenarios/parameters/tick-table-rts11.toml"));
    let mut floor = Floor::new(Rules::new(&file, &table.expect("the shipped table")).expect("rules"));
    floor.open_markets(1);
    floor
}

/// Plays a day of orders and phases; tells the reference price that it makes, and where from.
fn day(floor: &mut Floor, steps: &[Result<NewOrder, TradingPhase>]) -> Option<(String, ReferenceSource)> {
    let now = Timestamp::default();
    let mut out = Vec::new();
    for step in steps {
        match step {
            Ok(order) => floor.with(0, now, &mut out, |market, out| {
                market.enter(now, order, out).expect("accepted");
            }),
            Err(phase) => floor.enter_phase_of(0, *phase, now, &mut out),
        }
    }
    floor.enter_phase_of(0, TradingPhase::Closed, now, &mut out);
    out.iter().rev().find_map(|happening| match happening {
        Happening::ReferenceFound { price, source } => Some((price.to_string(), *source)),
        _ => None,
    })
}

fn reference(floor: &Floor) -> Option<String> {
    floor.markets()[0].reference().map(|price| price.to_string())
}

#[test]
fn each_source_is_asked_in_turn_and_only_about_its_day() {
    use TradingPhase::{Call, Continuous, TradingAtLast};
    let mut floor = floor(&CASCADE);
    assert_eq!(reference(&floor).as_deref(), Some("20"), "the first day begins with the market's");
    let trade = |id, at: &str| [Ok(order(id, Side::Sell, at, 1)), Ok(order(id + 1, Side::Buy, at, 1))];
    let told = |price: &str, source| Some((price.to_owned(), source));

    let [sell, buy] = trade(1, "30");
    let [late_sell, late_buy] = trade(3, "31");
    let closing = [Err(Continuous), sell, buy, Err(Call), late_sell, late_buy, Err(TradingAtLast)];
    assert_eq!(day(&mut floor, &closing), told("31", ReferenceSource::ClosingAuction));
    assert_eq!(reference(&floor).as_deref(), Some("31"));

    let [sell, buy] = trade(5, "28");
    let [auctioned, bought] = trade(7, "29");
    let empty_call = [Err(Call), auctioned, bought, Err(Continuous), sell, buy, Err(Call), Err(TradingAtLast)];
    assert_eq!(
        day(&mut floor, &empty_call),
        told("28", ReferenceSource::LastTrade),
        "the opening auction closes nothing"
    );

    let limits = [Err(Continuous), Ok(order(9, Side::Buy, "24", 1)), Ok(order(10, Side::Sell, "25.5", 1))];
    assert_eq!(day(&mut floor, &limits), told("25", ReferenceSource::BestLimits), "24.75 lies half a tick under 25");
    assert_eq!(day(&mut floor, &[Err(Continuous)]), told("25", ReferenceSource::Previous));
    let crossed = [Err(Call), Ok(order(11, Side::Buy, "40", 1)), Ok(order(12, Side::Sell, "38", 1))];
    assert_eq!(day(&mut floor, &crossed), told("25", ReferenceSource::Previous), "a crossed book has no middle");
}

#[test]
fn the_day_keeps_its_reference_price_while_trades_go_on() {
    let mut with = floor(&CASCADE);
    let mut without = Floor::new(Rules::default());
    without.open_markets(1);
    for floor in [&mut with, &mut without] {
        let mut out = Vec::new();
        for order in [order(1, Side::Sell, "30", 1), order(2, Side::Buy, "30", 1)] {
            floor.with(0, Timestamp::default(), &mut out, |market, out| {
                market.enter(Timestamp::default(), &order, out).expect("accepted");
            });
        }
    }
    assert_eq!(reference(&with).as_deref(), Some("20"));
    assert_eq!(reference(&without).as_deref(), Some("30"), "the contract's: the last trade");
}

#[test]
fn without_any_price_nothing_is_found() {
    let mut floor = floor(&[ReferenceSource::ClosingAuction, ReferenceSource::BestBid]);
    assert_eq!(day(&mut floor, &[]), None);
    assert_eq!(reference(&floor).as_deref(), Some("20"), "it stays what it was");
    let bid = [Err(TradingPhase::Continuous), Ok(order(1, Side::Buy, "7.5", 1))];
    assert_eq!(day(&mut floor, &bid), Some(("7.5".to_owned(), ReferenceSource::BestBid)));
}
