//! Pegged orders on the whole exchange: money for the worst that may come, levels that are told, a halt.

use super::phase_tests::{account, holder, limit, phase, refused, symbol, wait_for};
use super::properties::Floor;
use super::{Command, Fact, OrderRequest};
use crate::domain::{Instructions, OrderId, Peg, Price, Side, TradingPhase};
use crate::ledger::Asset;

fn pegged(order: OrderRequest, price: Option<Price>) -> OrderRequest {
    let instructions = Instructions { peg: Some(Peg::Best), ..Instructions::NONE };
    OrderRequest { price, instructions, ..order }
}

#[test]
fn a_pegged_buy_reserves_up_to_its_cap_and_stands_at_its_anchor() {
    let mut floor = Floor::open();
    let (share, buyer) = (symbol("PASSO"), account(&floor, 1));
    wait_for(&mut floor, share, TradingPhase::Continuous);
    let best = |floor: &Floor| floor.exchange.listings[&share].market.depth(Side::Buy, 1)[0];
    let (bid, cap) = (best(&floor).0, floor.price(share, 5));
    let reserved = |floor: &Floor| floor.exchange.ledger.balance(buyer, Asset::Cash).reserved;
    let before = reserved(&floor);
    floor.apply(Command::Enter { account: buyer, order: limit(share, Side::Buy, cap, 7) });
    let plain = reserved(&floor);
    let order = OrderId(floor.exchange.orders.len() as u64);
    floor.apply(Command::Cancel { account: buyer, order });
    assert_eq!(reserved(&floor), before);
    let order = pegged(limit(share, Side::Buy, cap, 7), Some(cap));
    let told = floor.apply(Command::Enter { account: buyer, order });
    let stands = told.iter().find_map(|event| match event.fact {
        Fact::OrderRepriced { price, .. } => price,
        _ => None,
    });
    assert_eq!(stands, Some(bid.min(cap)));
    assert!(reserved(&floor) >= plain, "it may come to pay its cap for every unit");
    floor.check();
    let order = OrderId(floor.exchange.orders.len() as u64);
    floor.apply(Command::Halt { instrument: share, reason: "news".to_owned() });
    assert_eq!(phase(&floor, share), TradingPhase::Halted);
    assert!(floor.exchange.listings[&share].market.order(order).is_some_and(|order| order.waiting));
    floor.check(); // the levels that the pegs have left were told
    floor.apply(Command::Resume { instrument: share });
    wait_for(&mut floor, share, TradingPhase::Continuous);
    floor.check();
    floor.apply(Command::Cancel { account: buyer, order });
    floor.check();
}

#[test]
fn a_buy_without_a_cap_and_a_sell_whose_anchor_falls_are_paid_for() {
    let mut floor = Floor::open();
    let share = symbol("PASSO");
    wait_for(&mut floor, share, TradingPhase::Continuous);
    let (buyer, price) = (account(&floor, 1), floor.price(share, 0));
    let told = floor.apply(Command::Enter { account: buyer, order: pegged(limit(share, Side::Buy, price, 2), None) });
    let bounded = floor.exchange.listings[&share].market.rules().collars().fixed.is_some();
    assert_eq!(refused(&told), (!bounded).then_some("unbounded_cost"));
    floor.check();
    let seller = holder(&floor, share, buyer);
    let told = floor.apply(Command::Enter { account: seller, order: pegged(limit(share, Side::Sell, price, 2), None) });
    assert_eq!(refused(&told), None);
    let order = OrderId(floor.exchange.orders.len() as u64);
    floor.apply(Command::Replace {
        account: seller,
        order,
        price: None,
        quantity: Some(crate::domain::Quantity::new(3)),
    });
    floor.check();
    let cheap = floor.price(share, -20);
    floor.apply(Command::Enter { account: buyer, order: limit(share, Side::Sell, cheap, 1) });
    floor.check();
}
