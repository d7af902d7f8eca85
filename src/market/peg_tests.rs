//! Pegs as only the room itself can be asked: what is told, bounds, calls that a collar begins, the end of a cascade.

use super::pegs::CASCADE_MAX;
use super::tests::{Stage, order, price};
use super::*;
use crate::domain::{Instructions, OrderId, OrderType, Peg, Price, Quantity, Rate, Side, TradingPhase};

fn pegged(order: NewOrder, peg: Peg) -> NewOrder {
    NewOrder { instructions: Instructions { peg: Some(peg), ..Instructions::NONE }, ..order }
}

/// A peg without a cap.
fn free(id: u64, side: Side, peg: Peg, units: u64) -> NewOrder {
    NewOrder { price: None, ..pegged(order(id, side, "1", units), peg) }
}

impl Stage {
    /// Where a peg stands; nothing while it waits.
    fn at(&self, id: u64) -> Option<String> {
        self.market.order(OrderId(id)).and_then(|order| order.price).map(|price| price.to_string())
    }
}

#[test]
fn every_move_is_told_and_none_twice() {
    let mut stage = Stage::plain(TradingPhase::Continuous);
    stage.enter(free(1, Side::Buy, Peg::Best, 5));
    assert_eq!(stage.out.len(), 1, "accepted, and it waits");
    stage.enter(order(2, Side::Buy, "10", 5));
    stage.enter(order(3, Side::Buy, "9", 5)); // no better: nothing moves
    stage.enter(order(4, Side::Buy, "11", 5));
    stage.market.cancel(OrderId(4), &mut stage.out).expect("open");
    stage.phase(TradingPhase::Halted);
    let told: Vec<_> = stage
        .out
        .iter()
        .filter_map(|happening| match happening {
            Happening::Repriced { order, price } => Some((order.0, price.map(|price| price.to_string()))),
            _ => None,
        })
        .collect();
    let at = |price: &str| (1, Some(price.to_owned()));
    assert_eq!(told, [at("10"), at("11"), at("10"), (1, None)]);
    assert!(stage.market.order(OrderId(1)).is_some_and(|order| order.waiting && order.visible.is_zero()));
}

#[test]
fn a_buy_without_a_cap_is_bound_by_the_collar_that_lasts() {
    let mut stage = Stage::new(CollarBase::ReferencePrice, TradingPhase::Continuous); // up to 11
    assert_eq!(stage.market.worst_price(&free(9, Side::Buy, Peg::Best, 5)), Some(price("11")));
    assert_eq!(stage.market.worst_price(&pegged(order(9, Side::Buy, "10.5", 5), Peg::Mid)), Some(price("10.5")));
    stage.enter(order(1, Side::Buy, "10", 5));
    assert_eq!(stage.market.worst_price(&free(9, Side::Buy, Peg::Best, 5)), Some(price("11")), "no walk of the book");
    let plain = Stage::plain(TradingPhase::Continuous);
    assert_eq!(plain.market.worst_price(&free(9, Side::Buy, Peg::Best, 5)), None);
    // The collar of the next auction is higher; the peg that was entered before stays below its bound.
    let mut stage = Stage::new(CollarBase::LastAuction, TradingPhase::Call);
    stage.enter(order(1, Side::Buy, "10", 5));
    stage.enter(order(2, Side::Sell, "10", 5));
    stage.phase(TradingPhase::Continuous);
    let last_long = |order| NewOrder { time_in_force: crate::domain::TimeInForce::GoodTillCancel, ..order };
    stage.enter(last_long(free(3, Side::Buy, Peg::Best, 5)));
    stage.phase(TradingPhase::Call);
    stage.enter(order(4, Side::Buy, "11", 5));
    stage.enter(order(5, Side::Sell, "11", 5));
    stage.phase(TradingPhase::Continuous); // from now on up to 12.1
    stage.enter(order(6, Side::Buy, "12", 5));
    assert_eq!(stage.at(3).as_deref(), Some("11"));
}

#[test]
fn a_collar_beyond_the_highest_price_bounds_at_the_highest_price() {
    let mut stage = Stage::plain(TradingPhase::Continuous);
    let collars = Collars { fixed: Some(Rate::basis_points(1_000)), ..Collars::default() };
    let file = MarketFile { reference_price: Some(price("190000")), collars: Some(collars), ..MarketFile::default() };
    let table = toml::from_str(include_str!("../../sim-scenarios/parameters/tick-table-rts11.toml"));
    stage.market = Market::new(Rules::new(&file, &table.expect("the shipped table")).expect("rules"));
    stage.enter(order(1, Side::Buy, "200000", 1));
    let peg = free(2, Side::Buy, Peg::Best, 1);
    assert_eq!(stage.market.worst_price(&peg), Some(PRICE_MAX));
    stage.enter(peg);
    assert_eq!(stage.at(2).as_deref(), Some("200000"));
}

#[test]
fn where_a_peg_meets_a_collar_the_others_wait_in_the_call() {
    let file = MarketFile {
        collars: Some(Collars { dynamic: Some(Rate::basis_points(400)), ..Collars::default() }),
        interruption: Some(Interruption { call_seconds: 60, random_end_seconds: 0 }),
        ..MarketFile::default()
    };
    let table = toml::from_str(include_str!("../../sim-scenarios/parameters/tick-table-rts11.toml"));
    let rules = Rules::new(&file, &table.expect("the shipped table")).expect("rules");
    let mut stage = Stage { market: Market::new(rules), out: Vec::new() };
    stage.enter(order(1, Side::Buy, "100", 6));
    stage.enter(order(2, Side::Sell, "100", 1)); // the last trade
    stage.enter(order(3, Side::Sell, "102", 5));
    stage.enter(order(4, Side::Sell, "140", 5));
    stage.enter(pegged(order(5, Side::Buy, "130", 5), Peg::Mid));
    stage.enter(pegged(order(6, Side::Sell, "110", 5), Peg::Mid));
    stage.enter(pegged(order(7, Side::Buy, "125", 5), Peg::Mid));
    assert_eq!([5, 6, 7].map(|id| stage.at(id)), ["101", "110", "101"].map(|at| Some(at.to_owned())));
    stage.market.cancel(OrderId(3), &mut stage.out).expect("open"); // the middle jumps to 120
    assert_eq!(stage.market.phase(), TradingPhase::Call);
    assert_eq!([5, 6, 7].map(|id| stage.at(id)), [None, None, None]);
    assert_eq!([5, 6, 7].map(|id| stage.remaining(id)), [Some(5); 3]);
    assert_eq!(stage.market.depth(Side::Buy, 9), [(price("100"), Quantity::new(5))]);
    let traded = |happening: &&Happening| matches!(happening, Happening::Traded { .. });
    assert_eq!(stage.out.iter().filter(traded).count(), 1);
}

#[test]
fn orders_that_end_together_end_before_any_peg_moves() {
    let asked = |together: bool| {
        let mut stage = Stage::plain(TradingPhase::Continuous);
        stage.enter(order(1, Side::Buy, "10", 1));
        stage.enter(order(2, Side::Sell, "12", 1));
        stage.enter(order(3, Side::Sell, "14", 1));
        stage.enter(free(4, Side::Buy, Peg::Mid, 1)); // at 11
        stage.enter(pegged(order(5, Side::Sell, "12", 1), Peg::Mid));
        if together {
            let (out, ids) = (&mut stage.out, [OrderId(2), OrderId(4)]);
            stage.market.withdraw(&ids, CancelReason::Withdrawn, out).expect("open");
        } else {
            stage.market.cancel(OrderId(2), &mut stage.out).expect("open"); // at 12 they meet
        }
        stage.out.iter().any(|happening| matches!(happening, Happening::Traded { .. }))
    };
    assert!(asked(false));
    assert!(!asked(true));
    let mut stage = Stage::plain(TradingPhase::Continuous);
    stage.enter(order(1, Side::Buy, "10", 1));
    let unknown = stage.market.withdraw(&[OrderId(1), OrderId(2)], CancelReason::Withdrawn, &mut stage.out);
    assert_eq!((unknown, stage.remaining(1)), (Err(Reject::UnknownOrder), Some(1)));
}

/// Each sell peg meets the great buy peg one tick higher than the one before, and its trade sets off a stop that lifts
/// the middle by a tick.
fn chain(links: u32) -> Stage {
    let mut stage = Stage::plain(TradingPhase::Continuous);
    let tick = |count: u32| Price::from_scaled(i64::from(count));
    let at = |id: u64, side, count: u32, units| NewOrder { price: Some(tick(count)), ..order(id, side, "1", units) };
    stage.enter(at(1, Side::Buy, 2, 1));
    stage.enter(at(2, Side::Sell, 10_000, 1));
    for link in 0..links {
        let id = 10 + 2 * u64::from(link);
        let middle = 5_002 + link;
        let stop =
            NewOrder { kind: OrderType::StopLimit, stop: Some(tick(middle)), ..at(id, Side::Buy, 6 + 2 * link, 1) };
        stage.enter(stop);
        stage.enter(pegged(at(id + 1, Side::Sell, middle, 1), Peg::Mid));
    }
    stage.enter(free(3, Side::Buy, Peg::Mid, u64::from(links) + 1));
    stage.enter(at(4, Side::Buy, 4, 1)); // the middle is now that of the first link
    stage
}

#[test]
fn a_cascade_goes_on_until_nothing_moves() {
    let stage = chain(CASCADE_MAX - 1);
    assert_eq!(stage.remaining(3), Some(1), "every link has traded");
    assert!(!stage.out.contains(&Happening::CascadeStopped));
}

#[test]
fn a_cascade_that_is_too_long_stops_and_goes_on_with_the_next_command() {
    let links = CASCADE_MAX + 20;
    let mut stage = chain(links);
    assert_eq!(stage.out.last(), Some(&Happening::CascadeStopped));
    assert_eq!(stage.remaining(3), Some(21));
    stage.enter(order(5, Side::Sell, "2", 1));
    assert_eq!(stage.remaining(3), Some(1), "the rest of the links has traded");
}
