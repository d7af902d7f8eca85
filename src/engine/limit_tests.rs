//! Limits that the exchange counts: orders against trades, and the end of a call.

use super::phase_tests::{account, holder, limit, phase, refused, symbol, wait_for};
use super::properties::{Floor, shipped};
use super::{Command, Event, Input};
use crate::domain::{AccountId, OrderId, Price, Quantity, Side, Symbol, Timestamp, TradingPhase};
use crate::market::{AuctionRules, MarketFile, OrderLimits, OrderToTrade};

const SHARE: &str = "PASSO";

/// The share in continuous trading, under changed rules.
fn floor(change: impl FnOnce(&mut MarketFile), until: &str) -> (Floor, Symbol) {
    let mut world = shipped();
    change(world.markets.get_mut("euronext-growth-continuous").expect("shipped"));
    (Floor::play(world, until), symbol(SHARE))
}

/// Lets time go on to an instant.
fn pass_to(floor: &mut Floor, at: Timestamp) {
    while let Some(due) = floor.exchange.next_due().filter(|due| due.at <= at) {
        floor.apply(Command::Timer { due: due.number, draw: 0 });
    }
    let refused = floor.input(Command::Resume { instrument: symbol(SHARE) });
    let mut events = Vec::new();
    floor.exchange.apply(&Input { at, ..refused }, &mut events);
    floor.hear(&events);
}

fn last_order(floor: &Floor) -> OrderId {
    OrderId(floor.exchange.orders.len() as u64)
}

fn enter(floor: &mut Floor, account: AccountId, side: Side, price: Price, units: u64) -> Vec<Event> {
    floor.apply(Command::Enter { account, order: limit(symbol(SHARE), side, price, units) })
}

#[test]
fn beyond_the_order_to_trade_limit_only_cancels_go_through_until_the_next_day() {
    let order_to_trade = Some(OrderToTrade { free: 4, per_trade: 3 });
    let limits = OrderLimits { order_to_trade, ..OrderLimits::default() };
    let (mut floor, share) = floor(|file| file.limits = Some(limits), "2026-10-14T08:30:00Z");
    let buyer = account(&floor, 1);
    let (low, high) = (floor.price(share, -6), floor.price(share, 2));
    for order in 0..4 {
        let told = match order {
            2 => floor.apply(Command::Replace {
                account: buyer,
                order: last_order(&floor),
                price: None,
                quantity: Some(Quantity::new(3)),
            }),
            3 => floor.apply(Command::Cancel { account: buyer, order: last_order(&floor) }),
            _ => enter(&mut floor, buyer, Side::Buy, low, 5),
        };
        assert_eq!(refused(&told), None, "{order}");
    }
    let standing = OrderId(last_order(&floor).0 - 1);
    assert_eq!(refused(&enter(&mut floor, buyer, Side::Buy, low, 1)), Some("order_to_trade"));
    let replace = Command::Replace { account: buyer, order: standing, price: None, quantity: Some(Quantity::new(4)) };
    assert_eq!(refused(&floor.apply(replace)), Some("order_to_trade"));
    let other = account(&floor, 2);
    assert_eq!(refused(&enter(&mut floor, other, Side::Buy, low, 1)), None, "another account has its own count");

    let seller = holder(&floor, share, buyer);
    enter(&mut floor, seller, Side::Sell, low, 1);
    let bids = floor.exchange.listings[&share].market.depth(Side::Buy, 1);
    assert!(bids.first().is_some_and(|&(bid, _)| bid >= low));
    let cancel = Command::Cancel { account: buyer, order: standing };
    assert_eq!(refused(&floor.apply(cancel)), None, "cancels are never refused");
    floor.check();

    wait_for(&mut floor, share, TradingPhase::Closed);
    wait_for(&mut floor, share, TradingPhase::Call);
    assert_eq!(refused(&enter(&mut floor, buyer, Side::Buy, high, 1)), None, "a new day begins at nothing");
}

#[test]
fn a_trade_allows_more_orders() {
    let order_to_trade = Some(OrderToTrade { free: 1, per_trade: 2 });
    let limits = OrderLimits { order_to_trade, ..OrderLimits::default() };
    let (mut floor, share) = floor(|file| file.limits = Some(limits), "2026-10-14T08:30:00Z");
    let buyer = account(&floor, 1);
    let seller = holder(&floor, share, buyer);
    let (best, tick) = (floor.views.market.instruments[&share].best_bid(), floor.price(share, 1));
    let ticks = floor.exchange.listings[&share].market.rules().ticks().clone();
    let next = |bid: Price| ticks.at_or_above(Price::from_scaled(bid.scaled() + 1)).expect("a price");
    let above = best.map_or(tick, next);
    assert_eq!(refused(&enter(&mut floor, buyer, Side::Buy, above, 2)), None);
    assert_eq!(refused(&enter(&mut floor, buyer, Side::Buy, above, 2)), Some("order_to_trade"));
    let sold = enter(&mut floor, seller, Side::Sell, above, 1);
    assert!(
        sold.iter().any(|event| matches!(event.fact, super::Fact::Traded { buyer: of, .. } if of == buyer)),
        "{sold:?}"
    );
    assert_eq!(refused(&enter(&mut floor, buyer, Side::Buy, above, 2)), None);
    assert_eq!(refused(&enter(&mut floor, buyer, Side::Buy, above, 2)), None);
    assert_eq!(refused(&enter(&mut floor, buyer, Side::Buy, above, 2)), Some("order_to_trade"));
}

#[test]
fn shortly_before_the_end_of_a_call_orders_stay_as_they_are() {
    let rules = AuctionRules { no_cancel_seconds: Some(1800), ..AuctionRules::default() };
    let (mut floor, share) = floor(|file| file.auction = Some(rules), "2026-10-14T06:20:00Z");
    assert_eq!(phase(&floor, share), TradingPhase::Call);
    let (buyer, low) = (account(&floor, 1), floor.price(share, -6));
    enter(&mut floor, buyer, Side::Buy, low, 5);
    let order = last_order(&floor);
    let half_past: Timestamp = "2026-10-14T06:30:00Z".parse().expect("an instant");
    let replace = Command::Replace { account: buyer, order, price: None, quantity: Some(Quantity::new(4)) };
    assert_eq!(refused(&floor.apply(replace.clone())), None, "before the period");
    pass_to(&mut floor, half_past);
    assert_eq!(refused(&floor.apply(replace)), Some("no_cancel_period"));
    assert_eq!(refused(&floor.apply(Command::Cancel { account: buyer, order })), Some("no_cancel_period"));
    assert_eq!(refused(&enter(&mut floor, buyer, Side::Buy, low, 5)), None, "new orders come in");
    wait_for(&mut floor, share, TradingPhase::Continuous);
    assert_eq!(refused(&floor.apply(Command::Cancel { account: buyer, order })), None);
    floor.check();
}
