//! A newcomer's ticks change on a day, as RTS 11 has it, on the whole exchange.

use super::phase_tests::{account, limit, phase, refused, symbol, wait_for};
use super::properties::{Floor, shipped};
use super::{Command, Fact, OrderRequest};
use crate::domain::{OrderId, Price, Side, TimeInForce, TradingPhase};
use crate::market::{TickBand, TickChange};

#[test]
fn a_newcomer_leaves_the_finest_band_on_the_day_after_its_liquidity_is_known() {
    let share = symbol("PASSO");
    let mut world = shipped();
    let from = "2026-10-15".parse().expect("a day");
    let change = TickChange { from, tick: None, tick_table: Some(TickBand::Band1) };
    world.markets.get_mut("euronext-growth-continuous").expect("shipped").tick_change = Some(vec![change]);
    let mut floor = Floor::play(world, "2026-10-14T08:30:00Z");
    let (one, other) = (account(&floor, 1), account(&floor, 2));
    let coarse = Price::from_scaled(floor.price(share, 0).scaled() / 1_000 * 1_000 - 1_000);
    let fine = Price::from_scaled(coarse.scaled() + 10);
    let cash = |floor: &Floor, account| floor.exchange.ledger.balance(account, crate::ledger::Asset::Cash);
    for account in [one, other] {
        floor.apply(Command::CancelAll { account, instrument: None, side: None, disconnected: false });
    }
    let before = cash(&floor, one);
    for (account, price) in [(one, fine), (other, coarse)] {
        let order = OrderRequest { time_in_force: TimeInForce::GoodTillCancel, ..limit(share, Side::Buy, price, 1) };
        assert_eq!(refused(&floor.apply(Command::Enter { account, order })), None);
    }
    let stays = OrderId(floor.exchange.orders.len() as u64);
    wait_for(&mut floor, share, TradingPhase::Closed);
    let told = wait_for(&mut floor, share, TradingPhase::Call);
    let event =
        told.iter().find(|event| matches!(event.fact, Fact::TicksChanged { instrument, .. } if instrument == share));
    let event = event.expect("the change is told");
    assert_eq!(event.time, "2026-10-14T22:00:00Z".parse().expect("midnight in Rome"), "before the first phase");
    let ended = told.iter().filter(|event| match &event.fact {
        Fact::OrderCanceled { order, instrument, reason, .. } if *instrument == share => {
            assert_eq!((*reason, *order != stays), ("off_new_tick", true));
            true
        }
        _ => false,
    });
    assert!(ended.count() >= 1, "the order on the fine tick has ended");
    assert_eq!(cash(&floor, one), before, "and its money is free");
    let market = &floor.exchange.listings[&share].market;
    assert!(market.order(stays).is_some());
    assert!(market.open_orders().all(|order| order.price.is_none_or(|price| market.rules().ticks().holds(price))));
    assert_eq!(floor.views.market.instruments[&share].tick_at(coarse), market.rules().ticks().tick_at(coarse));
    floor.check();
    let enter = Command::Enter { account: one, order: limit(share, Side::Buy, fine, 1) };
    assert_eq!(refused(&floor.apply(enter)), Some("price_off_tick"));
    wait_for(&mut floor, share, TradingPhase::Continuous);
    assert_eq!(phase(&floor, share), TradingPhase::Continuous);
}

#[test]
fn a_share_that_is_listed_after_the_day_begins_with_the_new_ticks() {
    let mut world = shipped();
    let from = "2026-08-01".parse().expect("a day");
    let change = TickChange { from, tick: Some(Price::from_scaled(1_000)), tick_table: None };
    world.markets.get_mut("euronext-growth-continuous").expect("shipped").tick_change = Some(vec![change]);
    let floor = Floor::play(world, "2026-08-18T05:00:00Z");
    let view = &floor.views.market.instruments[&symbol("PASSO")];
    assert_eq!(view.ticks, [(Price::from_scaled(0), Price::from_scaled(1_000))]);
}
