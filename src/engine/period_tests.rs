//! Periods of the static collar, on the whole exchange.

use super::phase_tests::{account, limit, refused, symbol, wait_for};
use super::properties::{Floor, shipped};
use super::{Command, Fact, OrderRequest};
use crate::domain::{Code, Money, Price, Quantity, Rate, Side, TimeInForce, TradingPhase};
use crate::market::PeriodRules;

const SHARE: &str = "BOSCO";
const MARKET: &str = "vorvel-weekly";

#[test]
fn a_period_without_enough_turnover_is_renewed_with_its_price() {
    let mut world = shipped();
    let file = world.markets.get_mut(MARKET).expect("shipped");
    file.period = Some(PeriodRules { months: 1, turnover: Rate::basis_points(50_000), units: None });
    let floor = Floor::play(world, "2026-10-19T08:30:00Z");
    let (share, views) = (symbol(SHARE), &floor.views.market);
    let view = &views.instruments[&share];
    assert!(view.last.is_some(), "it has traded");
    assert_eq!(view.period_price, Some(view.issue_price), "the price stays");
    assert_eq!(floor.exchange.listings[&share].period, 3, "listed on 18 August, renewed in September and October");
    floor.check();
}

#[test]
fn enough_turnover_in_an_auction_moves_the_band_for_orders() {
    let mut floor = Floor::open();
    let share = symbol(SHARE);
    let units = floor.views.market.instruments[&share].units.units();
    let before = floor.exchange.listings[&share].period;
    let (price, other) = (floor.price(share, 0), account(&floor, 2));
    let wanted = units / 100 + 1;
    let mut rich = |name: &str| {
        let investor: Code = name.parse().expect("a name");
        let (cash, units) = (Money::from_scaled(10_000_000_000), vec![(share, Quantity::new(wanted))]);
        let allot = Command::Allot { investor: investor.clone(), cash, units };
        assert_eq!(refused(&floor.apply(allot)), None);
        floor.exchange.investor(&investor).expect("it was allotted")
    };
    let (seller, buyer) = (rich("seller-of-much"), rich("buyer-of-much"));
    wait_for(&mut floor, share, TradingPhase::Call);
    for (account, side) in [(seller, Side::Sell), (buyer, Side::Buy)] {
        // The week's auction may be days away.
        let time_in_force = TimeInForce::GoodTillCancel;
        let order = OrderRequest { time_in_force, ..limit(share, side, price, wanted) };
        assert_eq!(refused(&floor.apply(Command::Enter { account, order })), None);
    }
    let mut told = Vec::new();
    while floor.exchange.listings[&share].period == before {
        let due = floor.exchange.next_due().expect("the auction of the week");
        told = floor.apply(Command::Timer { due: due.number, draw: 0 });
    }
    let began = told.iter().find_map(|event| match event.fact {
        Fact::PeriodBegan { instrument, reference_price, turnover, reached: true, .. } if instrument == share => {
            Some((reference_price, turnover.units()))
        }
        _ => None,
    });
    let (reference, turnover) = began.expect("told with the auction");
    assert!(turnover >= wanted, "{turnover} of {wanted}");
    assert_eq!(floor.views.market.instruments[&share].collar_base(), reference);
    wait_for(&mut floor, share, TradingPhase::Call);
    let ticks = floor.exchange.listings[&share].market.rules().ticks().clone();
    let edge = Price::from_scaled(reference.scaled() * 108 / 100);
    let inside = ticks.at_or_below(edge).expect("a price");
    let outside = ticks.at_or_above(Price::from_scaled(edge.scaled() + 1)).expect("a price");
    let enter = |price| Command::Enter { account: other, order: limit(share, Side::Buy, price, 1) };
    assert_eq!(refused(&floor.apply(enter(inside))), None);
    assert_eq!(refused(&floor.apply(enter(outside))), Some("price_outside_collar"));
    floor.check();
}
