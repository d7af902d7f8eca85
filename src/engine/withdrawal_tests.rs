//! Mass cancels and the kill switch, on the whole exchange.

use super::phase_tests::{account, limit, phase, refused, symbol};
use super::properties::{Floor, shipped};
use super::{Command, Event, Fact};
use crate::domain::{AccountId, OrderId, Side, Symbol, TradingPhase};
use crate::ledger::Asset;
use crate::market::AuctionRules;

/// Lets an account bid for two units in each of these, far below; tells the orders' numbers.
fn bids(floor: &mut Floor, account: AccountId, instruments: &[Symbol]) -> Vec<OrderId> {
    let mut orders = Vec::new();
    for &instrument in instruments {
        let price = floor.price(instrument, -60);
        let told = floor.apply(Command::Enter { account, order: limit(instrument, Side::Buy, price, 2) });
        assert_eq!(refused(&told), None);
        orders.push(OrderId(floor.exchange.orders.len() as u64));
    }
    orders
}

fn canceled(events: &[Event]) -> Vec<(OrderId, &str)> {
    let ended = events.iter().filter_map(|event| match &event.fact {
        Fact::OrderCanceled { order, reason, .. } => Some((*order, *reason)),
        _ => None,
    });
    ended.collect()
}

fn all_of(account: AccountId) -> Command {
    Command::CancelAll { account, instrument: None, side: None, disconnected: false }
}

#[test]
fn a_mass_cancel_ends_what_it_names_and_nobody_elses() {
    let mut floor = Floor::open();
    let (one, other) = (account(&floor, 1), account(&floor, 2));
    let (a, b) = (symbol("PASSO"), symbol("MANO-31"));
    floor.apply(all_of(one));
    let before = floor.exchange.ledger.balance(one, Asset::Cash);
    let own = bids(&mut floor, one, &[a, b]);
    let theirs = bids(&mut floor, other, &[a]);
    let sells = Command::CancelAll { account: one, instrument: None, side: Some(Side::Sell), disconnected: false };
    assert!(canceled(&floor.apply(sells)).is_empty());
    let in_a = Command::CancelAll { account: one, instrument: Some(a), side: Some(Side::Buy), disconnected: true };
    let events = floor.apply(in_a);
    assert_eq!(canceled(&events), [(own[0], "disconnect")]);
    let reason = "disconnect".to_owned();
    let (instrument, side) = (Some(a), Some(Side::Buy));
    let told = Fact::MassCanceled { account: one, instrument, side, orders: 1, left: 0, reason };
    assert_eq!(events[0].fact, told);
    assert_eq!(canceled(&floor.apply(all_of(one))), [(own[1], "requested")]);
    assert_eq!(floor.exchange.ledger.balance(one, Asset::Cash), before, "all its money is free again");
    assert!(floor.exchange.listings[&a].market.order(theirs[0]).is_some());
    let unknown =
        Command::CancelAll { account: one, instrument: Some(symbol("NONE")), side: None, disconnected: false };
    assert_eq!(refused(&floor.apply(unknown)), Some("unknown_instrument"));
    floor.check();
}

#[test]
fn a_mass_cancel_leaves_what_stands_in_a_call_that_ends_soon() {
    let mut world = shipped();
    let rules = AuctionRules { no_cancel_seconds: Some(7200), ..AuctionRules::default() };
    world.markets.get_mut("euronext-growth-continuous").expect("shipped").auction = Some(rules);
    let mut floor = Floor::play(world, "2026-10-14T07:30:00Z");
    let (one, bond) = (account(&floor, 1), symbol("MANO-31"));
    assert_eq!(phase(&floor, bond), TradingPhase::Call, "its market has no such period");
    let share = symbol("PASSO");
    floor.apply(all_of(one));
    floor.apply(Command::Halt { instrument: share, reason: "news".to_owned() });
    floor.apply(Command::Resume { instrument: share });
    assert_eq!(phase(&floor, share), TradingPhase::Call, "the call after a halt is shorter than the period");
    let orders = bids(&mut floor, one, &[share, bond]);
    let in_share = Command::CancelAll { account: one, instrument: Some(share), side: None, disconnected: false };
    assert_eq!(refused(&floor.apply(in_share)), Some("no_cancel_period"));
    let events = floor.apply(all_of(one));
    assert_eq!(canceled(&events), [(orders[1], "requested")]);
    assert!(matches!(events[0].fact, Fact::MassCanceled { orders: 1, left: 1, .. }), "{:?}", events[0]);
    let killed = floor.apply(Command::Kill { account: Some(one) });
    assert_eq!(canceled(&killed), [(orders[0], "killed")], "the kill switch knows no such period");
    floor.check();
}

#[test]
fn the_kill_switch_ends_an_accounts_orders_and_refuses_new_ones_until_it_is_released() {
    let mut floor = Floor::open();
    let (one, other, share) = (account(&floor, 1), account(&floor, 2), symbol("PASSO"));
    floor.apply(all_of(one));
    let own = bids(&mut floor, one, &[share]);
    let events = floor.apply(Command::Kill { account: Some(one) });
    assert_eq!(events[0].fact, Fact::Killed { account: Some(one), orders: 1 });
    assert_eq!(canceled(&events), [(own[0], "killed")]);
    assert_eq!(refused(&floor.apply(Command::Kill { account: Some(one) })), Some("kill_state"));
    let price = floor.price(share, -3);
    let enter = |account| Command::Enter { account, order: limit(share, Side::Buy, price, 2) };
    assert_eq!(refused(&floor.apply(enter(one))), Some("killed"));
    assert_eq!(refused(&floor.apply(enter(other))), None);
    assert_eq!(refused(&floor.apply(Command::Restore { account: Some(other) })), Some("kill_state"));
    assert_eq!(refused(&floor.apply(Command::Restore { account: Some(one) })), None);
    assert_eq!(refused(&floor.apply(enter(one))), None);
    floor.check();
}

#[test]
fn pulled_for_all_it_empties_every_book() {
    let mut floor = Floor::open();
    let events = floor.apply(Command::Kill { account: None });
    let ended = canceled(&events).len() as u64;
    assert!(ended > 10, "{ended}");
    assert_eq!(events[0].fact, Fact::Killed { account: None, orders: ended });
    assert!(floor.exchange.listings.iter().all(|(_, listing)| listing.market.open_orders().count() == 0));
    let (one, share) = (account(&floor, 1), symbol("PASSO"));
    floor.check();
    let price = floor.price(share, -3);
    let enter = Command::Enter { account: one, order: limit(share, Side::Buy, price, 2) };
    floor.apply(Command::Kill { account: Some(one) });
    assert_eq!(refused(&floor.apply(enter.clone())), Some("killed"));
    assert_eq!(refused(&floor.apply(Command::Restore { account: None })), None, "for all, and for each of them");
    assert_eq!(refused(&floor.apply(enter)), None);
}
