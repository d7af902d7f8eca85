//! Volatility interruptions and prolonged calls, on the whole exchange: their timers, their draws, what is told.

use super::phase_tests::{account, holder, limit, phase, refused, symbol, wait_for};
use super::properties::{Floor, shipped};
use super::{Command, Event, Fact, World};
use crate::domain::{Price, Rate, Side, Symbol, Timestamp, TradingPhase};
use crate::market::{CollarKind, Extension, Interruption};

const SHARE: &str = "PASSO";
const MARKET: &str = "euronext-growth-continuous";

/// A share in continuous trading whose best ask is beyond the dynamic collar of 5%, and a buyer who meets it.
fn interrupted(mut world: World, call_seconds: u32) -> (Floor, Symbol, Vec<Event>, Price) {
    let file = world.markets.get_mut(MARKET).expect("shipped");
    file.interruption = Some(Interruption { call_seconds, random_end_seconds: 30 });
    let mut floor = Floor::play(world, "2026-10-14T08:30:00Z");
    let share = symbol(SHARE);
    let last = floor.exchange.listings[&share].market.last().expect("it has traded");
    let asks = floor.exchange.listings[&share].market.open_orders().filter(|order| order.side == Side::Sell);
    let low: Vec<_> = asks.filter(|order| order.price <= Some(above(last, 560))).map(|order| order.id).collect();
    for order in low {
        let account = floor.exchange.orders[order].account;
        assert_eq!(refused(&floor.apply(Command::Cancel { account, order })), None);
    }
    let (buyer, ask) = (account(&floor, 1), on_tick(&floor, share, above(last, 550)));
    let seller = holder(&floor, share, buyer);
    let sell = Command::Enter { account: seller, order: limit(share, Side::Sell, ask, 3) };
    assert_eq!(refused(&floor.apply(sell)), None);
    let events = floor.apply(Command::Enter { account: buyer, order: limit(share, Side::Buy, ask, 2) });
    floor.check();
    (floor, share, events, ask)
}

/// So many basis points above a price.
fn above(price: Price, points: i64) -> Price {
    Price::from_scaled(price.scaled() * (10_000 + points) / 10_000)
}

fn on_tick(floor: &Floor, share: Symbol, price: Price) -> Price {
    floor.exchange.listings[&share].market.rules().ticks().at_or_below(price).expect("a price")
}

fn told<'a>(events: &'a [Event], of: impl Fn(&Fact) -> bool + 'a) -> Vec<&'a Fact> {
    events.iter().map(|event| &event.fact).filter(|fact| of(fact)).collect()
}

/// When the running call ends at the earliest, as the views have it.
fn due(floor: &Floor, share: Symbol) -> (Timestamp, TradingPhase) {
    floor.views.market.instruments[&share].next_phase.expect("told")
}

#[test]
fn a_trade_outside_the_collar_begins_a_call_and_trading_goes_on_after_it() {
    let (mut floor, share, events, ask) = interrupted(shipped(), 120);
    let now = floor.exchange.clock();
    assert_eq!(told(&events, |fact| matches!(fact, Fact::Traded { .. })), Vec::<&Fact>::new());
    let collar = CollarKind::Dynamic;
    let interruption = Fact::Interrupted { instrument: share, price: ask, collar };
    let reason = Some("volatility interruption".to_owned());
    let change = Fact::PhaseChanged { instrument: share, phase: TradingPhase::Call, reason };
    let facts: Vec<_> = events.iter().map(|event| &event.fact).collect();
    let at = |wanted: &Fact| facts.iter().position(|fact| *fact == wanted).expect("told");
    assert!(at(&interruption) < at(&change));
    assert_eq!(due(&floor, share), (now.plus_seconds(120), TradingPhase::Continuous));
    assert!(floor.views.market.instruments[&share].indicative.is_some_and(|call| call.price.is_some()));

    let mut ended = Vec::new();
    while phase(&floor, share) == TradingPhase::Call {
        let due = floor.exchange.next_due().expect("the end of the call");
        if due.draw_up_to == 30_000_000_000 {
            assert_eq!(due.at, now.plus_seconds(120));
        }
        ended.extend(floor.apply(Command::Timer { due: due.number, draw: due.draw_up_to }));
    }
    assert_eq!(floor.exchange.clock(), now.plus_seconds(150), "the latest of the random end");
    assert!(!told(&ended, |fact| matches!(fact, Fact::Uncrossed { price: Some(_), .. })).is_empty());
    assert_eq!(phase(&floor, share), TradingPhase::Continuous);
    assert_eq!(due(&floor, share).1, TradingPhase::Call, "the closing call is told again");
    floor.check();
}

#[test]
fn the_closing_call_takes_an_interruption_over() {
    let mut world = shipped();
    let rows = &mut world.markets.get_mut(MARKET).expect("shipped").schedule.as_mut().expect("it has one").rows;
    let closing =
        rows.iter_mut().find(|row| row.phase == TradingPhase::Call && row.at > "09:00".parse().expect("a time"));
    closing.expect("the closing call").at = "10:31".parse().expect("a time"); // 08:31 in UTC
    let (mut floor, share, _, _) = interrupted(world, 3600);
    assert_eq!(due(&floor, share).1, TradingPhase::Call, "it comes before the end of the interruption");
    let events = wait_for(&mut floor, share, TradingPhase::TradingAtLast);
    let entered = told(&events, |fact| matches!(fact, Fact::PhaseChanged { instrument, .. } if *instrument == share));
    assert_eq!(entered.len(), 1, "from one call to the next nothing changes but its end: {entered:?}");
}

#[test]
fn a_halt_ends_the_interruption_and_its_timer_is_void() {
    let (mut floor, share, _, _) = interrupted(shipped(), 120);
    let began = floor.exchange.clock();
    floor.apply(Command::Halt { instrument: share, reason: "news".to_owned() });
    floor.apply(Command::Resume { instrument: share });
    let (ends_at, _) = due(&floor, share);
    assert_ne!(ends_at, began.plus_seconds(120), "the reopening has a length of its own");
    let reopened = wait_for(&mut floor, share, TradingPhase::Continuous);
    assert_eq!(floor.exchange.clock(), ends_at);
    assert!(!reopened.is_empty());
}

/// How long the auction of the opening is prolonged when its price is far from the reference price.
fn opening(extension: Extension) -> (Floor, Symbol, Vec<Event>) {
    let mut world = shipped();
    world.markets.get_mut(MARKET).expect("shipped").extension = Some(extension);
    let mut floor = Floor::play(world, "2026-10-14T06:30:00Z");
    let share = symbol(SHARE);
    assert_eq!(phase(&floor, share), TradingPhase::Call);
    let last = floor.exchange.listings[&share].market.last().expect("it has traded");
    let (buyer, high) = (account(&floor, 1), on_tick(&floor, share, above(last, 700)));
    let seller = holder(&floor, share, buyer);
    let asks = floor.exchange.listings[&share].market.open_orders().filter(|order| order.side == Side::Sell);
    let low: Vec<_> = asks.filter(|order| order.price < Some(high)).map(|order| order.id).collect();
    for order in low {
        let account = floor.exchange.orders[order].account;
        floor.apply(Command::Cancel { account, order });
    }
    for (account, side) in [(seller, Side::Sell), (buyer, Side::Buy)] {
        assert_eq!(refused(&floor.apply(Command::Enter { account, order: limit(share, side, high, 2) })), None);
    }
    let events = wait_for(&mut floor, share, TradingPhase::Continuous);
    (floor, share, events)
}

#[test]
fn a_call_is_prolonged_as_often_as_the_rules_say() {
    let band = Rate::basis_points(300);
    let (floor, share, events) = opening(Extension { band, seconds: 120, random_end_seconds: 0, most: 2 });
    let of_share = |fact: &Fact| matches!(fact, Fact::CallExtended { instrument, .. } if *instrument == share);
    let prolonged = told(&events, of_share);
    assert_eq!(prolonged.len(), 2, "{prolonged:?}");
    let nine: Timestamp = "2026-10-14T07:00:00Z".parse().expect("an instant");
    assert_eq!(floor.exchange.clock(), nine.plus_seconds(240));
    assert_eq!(auctions(&events, share), 1);
    assert_eq!(due(&floor, share).1, TradingPhase::Call);
}

#[test]
fn a_call_inside_its_band_ends_in_time() {
    let band = Rate::basis_points(900);
    let (floor, _, events) = opening(Extension { band, seconds: 120, random_end_seconds: 0, most: 2 });
    assert!(told(&events, |fact| matches!(fact, Fact::CallExtended { .. })).is_empty());
    assert_eq!(floor.exchange.clock(), "2026-10-14T07:00:00Z".parse().expect("an instant"));
}

/// How many auctions of an instrument found a price.
fn auctions(events: &[Event], share: Symbol) -> usize {
    let found =
        |fact: &Fact| matches!(fact, Fact::Uncrossed { instrument, price: Some(_), .. } if *instrument == share);
    told(events, found).len()
}

#[test]
fn a_prolonged_closing_call_outlasts_the_close_and_ends_closed() {
    let mut world = shipped();
    let file = world.markets.get_mut(MARKET).expect("shipped");
    file.extension = Some(Extension { band: Rate::ZERO, seconds: 600, random_end_seconds: 0, most: 1 });
    let mut floor = Floor::play(world, "2026-10-14T15:31:00Z");
    let share = symbol(SHARE);
    let (buyer, price) = (account(&floor, 1), floor.price(share, 1));
    let seller = holder(&floor, share, buyer);
    for (account, side) in [(seller, Side::Sell), (buyer, Side::Buy)] {
        assert_eq!(refused(&floor.apply(Command::Enter { account, order: limit(share, side, price, 2) })), None);
    }
    let events = wait_for(&mut floor, share, TradingPhase::Closed);
    let of_share = |fact: &Fact| matches!(fact, Fact::PhaseChanged { instrument, .. } if *instrument == share);
    if told(&events, |fact| matches!(fact, Fact::CallExtended { instrument, .. } if *instrument == share)).is_empty() {
        panic!("the price of the call is not the last price: {events:?}");
    }
    assert_eq!(told(&events, of_share).len(), 1, "trading at last was missed");
    assert_eq!(floor.exchange.clock(), "2026-10-14T15:45:00Z".parse().expect("an instant"));
    assert_eq!(auctions(&events, share), 1);
}
