//! The phases around an auction and the two ways to stop, on the whole exchange.

use super::properties::{Floor, shipped};
use super::{Act, Command, Event, Fact, OrderRequest, World};
use crate::domain::{AccountId, Instructions, OrderType, Price, Quantity, Side, Symbol, TimeInForce, TradingPhase};
use crate::ledger::{Amount, Asset};
use crate::market::{ReferenceRules, ReferenceSource};

const SHARE: &str = "PASSO";

pub(super) fn symbol(text: &str) -> Symbol {
    text.parse().expect("a symbol")
}

pub(super) fn account(floor: &Floor, number: u32) -> AccountId {
    floor.exchange.investor(&format!("foundation-{number}").parse().expect("a name")).expect("an investor")
}

/// A limit order for the day.
pub(super) fn limit(instrument: Symbol, side: Side, price: Price, units: u64) -> OrderRequest {
    OrderRequest {
        client_order_id: None,
        instrument,
        side,
        kind: OrderType::Limit,
        time_in_force: TimeInForce::Day,
        price: Some(price),
        stop: None,
        quantity: Quantity::new(units),
        display: None,
        expires: None,
        instructions: Instructions::NONE,
    }
}

/// Another account that holds at least five units and may sell them.
pub(super) fn holder(floor: &Floor, instrument: Symbol, other_than: AccountId) -> AccountId {
    let units = |account| floor.exchange.ledger.balance(account, Asset::Units(instrument)).available;
    let enough = |&&account: &&AccountId| account != other_than && units(account) >= Amount::from(Quantity::new(5));
    *floor.exchange.investors.values().find(enough).expect("somebody holds it")
}

/// The code of a refusal, if the input was refused.
pub(super) fn refused(events: &[Event]) -> Option<&str> {
    events.iter().find_map(|event| match &event.fact {
        Fact::Rejected { code, .. } => Some(code.as_str()),
        _ => None,
    })
}

pub(super) fn phase(floor: &Floor, instrument: Symbol) -> TradingPhase {
    floor.exchange.listings[&instrument].market.phase()
}

/// Plays timers until an instrument is in a phase.
pub(super) fn wait_for(floor: &mut Floor, instrument: Symbol, wanted: TradingPhase) -> Vec<Event> {
    let mut told = Vec::new();
    while phase(floor, instrument) != wanted {
        let due = floor.exchange.next_due().expect("something is due");
        told.extend(floor.apply(Command::Timer { due: due.number, draw: 0 }));
    }
    floor.check();
    told
}

#[test]
fn after_the_closing_auction_orders_trade_at_its_price_and_no_other() {
    let mut floor = Floor::open();
    let share = symbol(SHARE);
    wait_for(&mut floor, share, TradingPhase::TradingAtLast);
    let last = floor.exchange.listings[&share].market.last().expect("it has traded");
    let (tick, buyer) = (floor.views.market.instruments[&share].tick_at(last), account(&floor, 1));
    let above = Price::from_scaled(last.scaled() + tick.scaled());
    let enter = |floor: &mut Floor, order| floor.apply(Command::Enter { account: buyer, order });
    assert_eq!(refused(&enter(&mut floor, limit(share, Side::Buy, above, 10))), Some("not_at_last"));
    let market = OrderRequest { kind: OrderType::Market, price: None, ..limit(share, Side::Sell, last, 1) };
    assert_eq!(refused(&enter(&mut floor, market)), Some("not_at_last"));

    let seller = holder(&floor, share, buyer);
    let asks = floor.exchange.listings[&share].market.visible(Side::Sell, last).units();
    enter(&mut floor, limit(share, Side::Buy, last, asks + 5));
    let events = floor.apply(Command::Enter { account: seller, order: limit(share, Side::Sell, last, 4) });
    let traded: Vec<_> = events
        .iter()
        .filter_map(|event| match event.fact {
            Fact::Traded { price, quantity, .. } => Some((price, quantity.units())),
            _ => None,
        })
        .collect();
    let bids_before: u64 = traded.iter().map(|&(_, units)| units).sum();
    assert_eq!(bids_before, 4, "{events:?}");
    assert!(traded.iter().all(|&(price, _)| price == last));
    floor.check();
    let told = wait_for(&mut floor, share, TradingPhase::Closed);
    let at_close = |event: &Event| matches!(&event.fact, Fact::OrderExpired { account, reason, .. } if *account == buyer && *reason == "close");
    assert!(told.iter().any(at_close));
}

/// The shipped exercise, in which one company has longer for its conditions and does not meet the last of them.
fn with_an_unmet_condition() -> World {
    let mut world = shipped();
    world.rulebook.committee.condition_days.value = 200;
    world.acts.retain(|act| !matches!(act, Act::MeetCondition { condition, .. } if condition == "M-16"));
    world
}

#[test]
fn an_issuer_whose_standing_lapses_is_suspended_and_resumes_through_a_call() {
    let bond = symbol("MANO-31");
    let mut floor = Floor::play(with_an_unmet_condition(), "2026-09-14T08:30:00Z");
    assert_eq!(phase(&floor, bond), TradingPhase::Suspended);
    let standing = floor.exchange.listings[&bond].market.open_orders().next().expect("orders stay");
    let owner = floor.exchange.orders[standing.id].account;
    let price = floor.price(bond, 0);
    let enter = Command::Enter { account: account(&floor, 1), order: limit(bond, Side::Buy, price, 1) };
    assert_eq!(refused(&floor.apply(enter.clone())), Some("issuer_suspended"));
    let cancel = Command::Cancel { account: owner, order: standing.id };
    assert_eq!(refused(&floor.apply(cancel)), None, "cancels are welcome");
    let resume = Command::Resume { instrument: bond };
    assert_eq!(refused(&floor.apply(resume.clone())), Some("issuer_suspended"), "while the standing is missing");

    let (company, condition): (crate::domain::Code, _) = ("mano-tesa".parse().expect("a name"), "M-16".to_owned());
    let pointer = "/objectives/1/verifier/independent".to_owned();
    let declared = Command::MeetCondition {
        company: company.clone(),
        condition: condition.clone(),
        pointer: pointer.clone(),
        piece: None,
    };
    assert_eq!(refused(&floor.apply(declared)), None);
    assert_eq!(refused(&floor.apply(enter.clone())), Some("issuer_suspended"), "until a member has confirmed it");
    let member = "university".parse().expect("a seat");
    let reason = "the verifier's contract was read".to_owned();
    let confirmed = Command::ConfirmCondition { company, condition, pointer, member, confirms: true, reason };
    assert_eq!(refused(&floor.apply(confirmed)), None);
    assert_eq!(refused(&floor.apply(resume)), Some("halt_state"), "the cure has resumed trading");
    assert_eq!(phase(&floor, bond), TradingPhase::Call, "the timetable's own");
    let events = floor.apply(enter);
    assert_eq!(refused(&events), None);
    floor.check();
}

#[test]
fn a_suspension_comes_over_a_halt_and_continuous_trading_resumes_through_a_call() {
    let mut floor = Floor::open();
    let share = symbol(SHARE);
    floor.apply(Command::Halt { instrument: share, reason: "news".to_owned() });
    let mut events = Vec::new();
    let input = super::Input {
        number: crate::domain::InputNumber(floor.exchange.last_input().0 + 1),
        at: floor.exchange.clock(),
        source: super::Source::Script,
        command: Command::Resume { instrument: share },
    };
    let mut telling = super::telling::Telling::new(&mut events, floor.exchange.next_seq, &input);
    floor.exchange.suspend(share, "a decision", &mut telling).expect("it was only halted");
    floor.exchange.next_seq = telling.next();
    floor.hear(&events);
    let again = Command::Halt { instrument: share, reason: "news".to_owned() };
    assert_eq!(refused(&floor.apply(again)), Some("halt_state"));
    floor.apply(Command::Resume { instrument: share });
    assert_eq!(phase(&floor, share), TradingPhase::Call);
    let told = wait_for(&mut floor, share, TradingPhase::Continuous);
    assert!(told.len() < 200, "the call after a stop is short");
}

#[test]
fn before_the_call_orders_come_in_and_no_price_is_told() {
    let mut world = shipped();
    let file = world.markets.get_mut("euronext-growth-continuous").expect("shipped");
    let rows = &mut file.schedule.as_mut().expect("it has one").rows;
    let mut early = rows[0].clone();
    early.at = "07:30".parse().expect("a time");
    early.phase = TradingPhase::PreOpen;
    rows.insert(0, early);
    let mut floor = Floor::play(world, "2026-09-14T05:31:00Z");
    let share = symbol(SHARE);
    assert_eq!(phase(&floor, share), TradingPhase::PreOpen);
    let (price, buyer) = (floor.price(share, 0), account(&floor, 1));
    let seller = holder(&floor, share, buyer);
    let buy = Command::Enter { account: buyer, order: limit(share, Side::Buy, price, 5) };
    let sell = Command::Enter { account: seller, order: limit(share, Side::Sell, price, 5) };
    for command in [buy, sell] {
        let events = floor.apply(command);
        assert_eq!(refused(&events), None);
        let silent = |fact: &Fact| !matches!(fact, Fact::Indicative { .. } | Fact::Traded { .. });
        assert!(events.iter().all(|event| silent(&event.fact)), "{events:?}");
    }
    let now = OrderRequest { time_in_force: TimeInForce::ImmediateOrCancel, ..limit(share, Side::Buy, price, 1) };
    let entered = floor.apply(Command::Enter { account: account(&floor, 1), order: now });
    assert_eq!(refused(&entered), Some("immediate_in_call"));
    let told = wait_for(&mut floor, share, TradingPhase::Call);
    assert!(told.iter().any(|event| matches!(event.fact, Fact::Indicative { price: Some(_), .. })));
}

#[test]
fn the_close_tells_the_reference_price_of_the_next_day() {
    let mut world = shipped();
    let file = world.markets.get_mut("euronext-growth-continuous").expect("shipped");
    let cascade = vec![ReferenceSource::ClosingAuction, ReferenceSource::LastTrade, ReferenceSource::Previous];
    file.reference = Some(ReferenceRules { cascade });
    let mut floor = Floor::play(world, "2026-10-14T08:30:00Z");
    let share = symbol(SHARE);
    let before = floor.views.market.instruments[&share].reference_price();
    let told = wait_for(&mut floor, share, TradingPhase::Closed);
    let found = told.iter().find_map(|event| match event.fact {
        Fact::ReferenceFound { instrument, reference_price, source } if instrument == share => {
            Some((reference_price, source))
        }
        _ => None,
    });
    let (price, source) = found.expect("told at the close");
    let view = &floor.views.market.instruments[&share];
    assert_eq!((view.reference_price(), floor.exchange.listings[&share].market.reference()), (price, Some(price)));
    match source {
        ReferenceSource::Previous => assert_eq!(price, before),
        _ => assert_eq!(Some(price), view.last),
    }
}
