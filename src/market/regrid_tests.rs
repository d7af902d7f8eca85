//! Another tick table under a standing book: who ends, who stays, and that those who stay do not notice.

use super::tests::{market_order, order, price, stop_order};
use super::*;
use crate::domain::{OrderId, Peg, Quantity, Side, TimeInForce, Timestamp, TradingPhase};

fn grid(tick: &str) -> TickLadder {
    TickLadder::uniform(price(tick)).expect("a ladder")
}

fn market(tick: &str) -> Market {
    Market::new(Rules::default().with_ticks(grid(tick)))
}

fn enter(market: &mut Market, order: NewOrder) -> Vec<Happening> {
    let mut out = Vec::new();
    market.enter(Timestamp::default(), &order, &mut out).expect("accepted");
    out
}

fn change(market: &mut Market, tick: &str) -> Vec<Happening> {
    let mut out = Vec::new();
    market.change_ticks(grid(tick), &mut out);
    out
}

fn iceberg(id: u64, side: Side, limit: &str, units: u64) -> NewOrder {
    NewOrder { display: Some(Quantity::new(4)), ..order(id, side, limit, units) }
}

/// Orders of all kinds on a grid of halves: in rows, behind each other, partly hidden, waiting.
fn standing() -> Vec<NewOrder> {
    let date = |id| NewOrder {
        time_in_force: TimeInForce::GoodTillDate,
        expires_at: Some(Timestamp::from_nanos(9)),
        ..order(id, Side::Buy, "9", 3)
    };
    let mut peg = order(11, Side::Buy, "9.5", 2);
    peg.instructions.peg = Some(Peg::Best);
    vec![
        order(1, Side::Sell, "10", 5),
        iceberg(2, Side::Sell, "10", 9),
        order(3, Side::Sell, "10", 2),
        order(4, Side::Sell, "10.5", 7),
        order(5, Side::Buy, "9", 6),
        date(6),
        order(7, Side::Buy, "8.5", 1),
        stop_order(8, Side::Buy, "10.5", 3),
        NewOrder { time_in_force: TimeInForce::AtTheClose, ..order(9, Side::Sell, "11", 4) },
        order(10, Side::Buy, "10", 7), // takes 5 and 2 of the iceberg's slice
        peg,
    ]
}

#[test]
fn who_stands_on_both_grids_does_not_notice() {
    for other in ["0.25", "0.0001", "0.1"] {
        let (mut changed, mut steady) = (market("0.5"), market("0.5"));
        for order in standing() {
            assert_eq!(enter(&mut changed, order), enter(&mut steady, order));
        }
        let visible = |market: &Market| (market.depth(Side::Buy, 9), market.depth(Side::Sell, 9));
        let seen = visible(&changed);
        let told = change(&mut changed, other);
        assert!(told.iter().all(|told| matches!(told, Happening::Repriced { .. })), "only the peg moves: {told:?}");
        assert_eq!(visible(&changed), seen);
        let orders = |market: &Market| market.open_orders().filter(|order| order.id != OrderId(11)).collect::<Vec<_>>();
        assert_eq!(orders(&changed), orders(&steady));
        for taker in [order(20, Side::Buy, "10.5", 20), order(21, Side::Sell, "8.5", 30)] {
            let trades = |told: Vec<Happening>| {
                let traded = |told: &Happening| matches!(told, Happening::Traded { .. } | Happening::Triggered { .. });
                told.into_iter().filter(traded).collect::<Vec<_>>()
            };
            let told = trades(enter(&mut changed, taker));
            assert_eq!(told, trades(enter(&mut steady, taker)));
            assert!(told.len() > 2);
        }
        let (mut after, mut before) = (Vec::new(), Vec::new());
        changed.enter_phase(TradingPhase::Call, &mut after);
        steady.enter_phase(TradingPhase::Call, &mut before);
        assert_eq!(changed.indicative(), steady.indicative());
        let ranked = |market: &Market| {
            let mut left = orders(market);
            left.sort_by_key(|order| order.priority);
            left.into_iter().map(|order| (order.id, order.remaining, order.waiting)).collect::<Vec<_>>()
        };
        assert_eq!(ranked(&changed), ranked(&steady), "the one for the close has joined");
    }
}

#[test]
fn who_is_off_the_new_grid_ends_by_number() {
    let mut market = market("0.1");
    for order in [
        order(1, Side::Sell, "10.1", 5),
        order(2, Side::Sell, "10.5", 5),
        stop_order(3, Side::Buy, "10.7", 3),
        stop_order(4, Side::Buy, "11", 3),
        NewOrder { time_in_force: TimeInForce::AtTheClose, ..order(5, Side::Sell, "11.2", 4) },
        order(6, Side::Buy, "0.3", 4),
    ] {
        enter(&mut market, order);
    }
    let ended: Vec<_> = [(1, 5), (3, 3), (5, 4), (6, 4)]
        .map(|(id, units)| {
            let reason = CancelReason::OffNewTick;
            Happening::Canceled { order: OrderId(id), quantity: Quantity::new(units), reason }
        })
        .into();
    assert_eq!(change(&mut market, "0.5"), ended);
    assert_eq!(market.open_orders().map(|order| order.id.0).collect::<Vec<_>>(), [2, 4]);
    assert!(change(&mut market, "0.5").is_empty(), "the same grid again changes nothing");
    let told = market.check(Timestamp::default(), &order(9, Side::Buy, "9.9", 1));
    assert_eq!(told, Err(Reject::PriceOffTick), "new orders meet the new grid");
    let told = enter(&mut market, order(10, Side::Buy, "11", 8));
    assert_eq!(told.iter().filter(|told| matches!(told, Happening::Traded { .. })).count(), 1);
}

#[test]
fn a_call_keeps_its_price_and_stops_that_were_set_off_still_enter() {
    let mut market = market("0.5");
    for order in [order(1, Side::Sell, "10", 2), order(2, Side::Buy, "10", 1)] {
        enter(&mut market, order);
    }
    let mut out = Vec::new();
    market.enter_phase(TradingPhase::Call, &mut out);
    enter(&mut market, stop_order(3, Side::Buy, "9.5", 1));
    enter(&mut market, market_order(4, Side::Sell, 3));
    enter(&mut market, order(5, Side::Buy, "10.5", 2));
    market.uncross(&mut out);
    assert!(market.order(OrderId(3)).is_some_and(|order| order.waiting), "set off, and the phase has not changed");
    enter(&mut market, order(6, Side::Buy, "10", 1));
    let indicative = market.indicative();
    assert!(indicative.is_some());
    assert!(change(&mut market, "0.25").is_empty());
    assert_eq!(market.indicative(), indicative);
    enter(&mut market, order(7, Side::Sell, "10.25", 1));
    let mut out = Vec::new();
    market.enter_phase(TradingPhase::Continuous, &mut out);
    assert!(out.contains(&Happening::Triggered { order: OrderId(3) }), "{out:?}");
}
