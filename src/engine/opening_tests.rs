//! An order for the opening on the whole exchange: over the close, into the call that begins the day, and out of it.

use super::phase_tests::{account, limit, phase, refused, symbol, wait_for};
use super::properties::Floor;
use super::{Command, Event, Fact, OrderRequest};
use crate::domain::{OrderId, OrderType, Price, Side, TimeInForce, TradingPhase};

fn at_the_opening(order: OrderRequest) -> OrderRequest {
    OrderRequest { time_in_force: TimeInForce::AtTheOpening, ..order }
}

fn expired(events: &[Event], wanted: OrderId) -> bool {
    events.iter().any(|event| matches!(event.fact, Fact::OrderExpired { order, .. } if order == wanted))
}

#[test]
fn an_order_for_the_opening_waits_over_night_and_ends_with_its_auction() {
    let mut floor = Floor::open();
    let (share, buyer) = (symbol("PASSO"), account(&floor, 1));
    wait_for(&mut floor, share, TradingPhase::Continuous);
    let price = floor.price(share, -5);
    let bids = |floor: &Floor| floor.exchange.listings[&share].market.visible(Side::Buy, price);
    let told = floor.apply(Command::Enter { account: buyer, order: at_the_opening(limit(share, Side::Buy, price, 7)) });
    assert_eq!(refused(&told), None);
    let order = OrderId(floor.exchange.orders.len() as u64);
    let waits = |floor: &Floor| floor.exchange.listings[&share].market.order(order).map(|order| order.waiting);
    assert_eq!(waits(&floor), Some(true));
    let closing = wait_for(&mut floor, share, TradingPhase::Call);
    assert_eq!(waits(&floor), Some(true), "the closing call is not the opening one");
    let night = wait_for(&mut floor, share, TradingPhase::Closed);
    assert!(!expired(&closing, order) && !expired(&night, order));
    let before = bids(&floor);
    while phase(&floor, share) == TradingPhase::Closed {
        let due = floor.exchange.next_due().expect("a day follows");
        floor.apply(Command::Timer { due: due.number, draw: 0 });
    }
    floor.check(); // the level that it joined was told
    assert!(phase(&floor, share).collects());
    assert_eq!(waits(&floor), Some(false));
    assert!(bids(&floor) > before);
    let morning = wait_for(&mut floor, share, TradingPhase::Continuous);
    assert!(expired(&morning, order), "far from the market it does not trade");
}

#[test]
fn a_market_order_for_the_opening_reserves_up_to_the_collar_or_is_refused() {
    let mut floor = Floor::open();
    let (share, buyer) = (symbol("PASSO"), account(&floor, 1));
    wait_for(&mut floor, share, TradingPhase::Continuous);
    let plain = limit(share, Side::Buy, Price::STEP, 2);
    let order = at_the_opening(OrderRequest { kind: OrderType::Market, price: None, ..plain });
    let told = floor.apply(Command::Enter { account: buyer, order });
    assert_eq!(refused(&told), None);
    floor.check();
    let order = OrderId(floor.exchange.orders.len() as u64);
    wait_for(&mut floor, share, TradingPhase::Closed);
    let morning = wait_for(&mut floor, share, TradingPhase::Continuous);
    let filled: u64 = morning
        .iter()
        .filter_map(|event| match event.fact {
            Fact::Traded { buy_order, quantity, .. } if buy_order == order => Some(quantity.units()),
            _ => None,
        })
        .sum();
    assert!(filled == 2 || expired(&morning, order), "it traded in the opening auction or ended with it");
    assert!(floor.exchange.listings[&share].market.order(order).is_none());
    floor.check();
}
