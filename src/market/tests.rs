//! What only the room itself can be asked: bounds for reserving money, collars that move, auctions without a
//! continuous phase behind them, what the book shows.

use super::*;
use crate::domain::{
    Instructions, OrderId, OrderType, Price, Quantity, Rate, SelfTradePrevention, Side, TimeInForce, Timestamp,
    TradingPhase,
};

pub(super) fn price(text: &str) -> Price {
    text.parse().expect("a price")
}

/// A limit order for the day; other kinds are made from it.
pub(super) fn order(id: u64, side: Side, limit: &str, units: u64) -> NewOrder {
    NewOrder {
        id: OrderId(id),
        group: 0,
        side,
        kind: OrderType::Limit,
        time_in_force: TimeInForce::Day,
        price: Some(price(limit)),
        stop: None,
        quantity: Quantity::new(units),
        display: None,
        expires_at: None,
        instructions: Instructions::NONE,
    }
}

pub(super) fn market_order(id: u64, side: Side, units: u64) -> NewOrder {
    NewOrder { kind: OrderType::Market, price: None, ..order(id, side, "1", units) }
}

pub(super) fn stop_order(id: u64, side: Side, stop: &str, units: u64) -> NewOrder {
    NewOrder { kind: OrderType::Stop, stop: Some(price(stop)), ..market_order(id, side, units) }
}

/// A market that keeps what happened.
pub(super) struct Stage {
    pub(super) market: Market,
    pub(super) out: Vec<Happening>,
}

impl Stage {
    pub(super) fn new(measured_from: CollarBase, phase: TradingPhase) -> Self {
        let collars = Collars { fixed: Some(Rate::basis_points(1_000)), dynamic: None, measured_from };
        let file = MarketFile { collars: Some(collars), ..MarketFile::default() };
        let table = toml::from_str(include_str!("../../sim-scenarios/parameters/tick-table-rts11.toml"));
        let rules = Rules::new(&file, &table.expect("the shipped table")).expect("rules");
        Self { market: Market::in_phase(rules.with_reference_price(price("10")), phase), out: Vec::new() }
    }

    pub(super) fn plain(phase: TradingPhase) -> Self {
        Self { market: Market::in_phase(Rules::default(), phase), out: Vec::new() }
    }

    pub(super) fn enter(&mut self, order: NewOrder) {
        self.market.enter(Timestamp::default(), &order, &mut self.out).expect("accepted");
    }

    pub(super) fn check(&self, order: &NewOrder) -> Result<(), Reject> {
        self.market.check(Timestamp::default(), order)
    }

    pub(super) fn phase(&mut self, phase: TradingPhase) {
        self.market.enter_phase(phase, &mut self.out);
    }

    pub(super) fn remaining(&self, id: u64) -> Option<u64> {
        self.market.order(OrderId(id)).map(|order| order.remaining.units())
    }
}

#[test]
fn the_worst_price_of_a_buy_is_its_limit_or_the_upper_collar_or_the_walk_of_the_book() {
    let mut stage = Stage::new(CollarBase::ReferencePrice, TradingPhase::Call);
    let worst = |stage: &Stage, order: &NewOrder| stage.market.worst_price(order).map(|price| price.to_string());
    assert_eq!(worst(&stage, &order(1, Side::Buy, "9.5", 5)).as_deref(), Some("9.5"));
    assert_eq!(worst(&stage, &market_order(1, Side::Buy, 5)).as_deref(), Some("11"));
    assert_eq!(worst(&stage, &market_order(1, Side::Sell, 5)), None);
    stage.phase(TradingPhase::Continuous);
    assert_eq!(worst(&stage, &market_order(1, Side::Buy, 5)), None, "an empty side is no bound");
    stage.enter(order(1, Side::Sell, "10", 5));
    stage.enter(order(2, Side::Sell, "10.5", 5));
    assert_eq!(worst(&stage, &market_order(3, Side::Buy, 5)).as_deref(), Some("10"));
    assert_eq!(worst(&stage, &market_order(3, Side::Buy, 6)).as_deref(), Some("10.5"));
    assert_eq!(worst(&stage, &market_order(3, Side::Buy, 99)).as_deref(), Some("10.5"));
    assert_eq!(worst(&stage, &stop_order(3, Side::Buy, "10.5", 5)).as_deref(), Some("11"), "a stop waits");
    let to_limit = NewOrder { kind: OrderType::MarketToLimit, ..market_order(3, Side::Buy, 99) };
    assert_eq!(worst(&stage, &to_limit).as_deref(), Some("10"));
    let at_close = NewOrder { time_in_force: TimeInForce::AtTheClose, ..market_order(3, Side::Buy, 1) };
    assert_eq!(worst(&stage, &at_close).as_deref(), Some("11"));
    assert_eq!(worst(&Stage::plain(TradingPhase::Call), &market_order(1, Side::Buy, 5)), None, "no collar, no bound");
}

#[test]
fn the_worst_price_of_a_buy_passes_over_own_orders_that_give_way() {
    let mut stage = Stage::plain(TradingPhase::Continuous);
    stage.enter(NewOrder { group: 7, ..order(1, Side::Sell, "10", 5) });
    stage.enter(order(2, Side::Sell, "10", 1));
    stage.enter(order(3, Side::Sell, "11", 5));
    let worst = |mode| {
        let instructions = Instructions { self_trade_prevention: mode, ..Instructions::NONE };
        let buy = NewOrder { group: 7, instructions, ..market_order(4, Side::Buy, 5) };
        stage.market.worst_price(&buy).map(|price| price.to_string())
    };
    assert_eq!(worst(None).as_deref(), Some("10"));
    assert_eq!(worst(Some(SelfTradePrevention::Decrement)).as_deref(), Some("10"));
    assert_eq!(worst(Some(SelfTradePrevention::CancelOldest)).as_deref(), Some("11"));
}

#[test]
fn a_collar_measured_from_the_last_auction_moves_with_it_and_not_with_trades() {
    for (base, moved) in [(CollarBase::LastAuction, true), (CollarBase::ReferencePrice, false)] {
        let mut stage = Stage::new(base, TradingPhase::Call);
        stage.enter(order(1, Side::Buy, "11", 5));
        stage.enter(order(2, Side::Sell, "11", 5));
        let high = order(3, Side::Buy, "12.1", 5);
        assert_eq!(stage.check(&high), Err(Reject::PriceOutsideCollar));
        stage.phase(TradingPhase::Continuous);
        assert_eq!(stage.check(&high).is_ok(), moved);
        stage.enter(order(4, Side::Buy, "10", 5));
        stage.enter(order(5, Side::Sell, "10", 5)); // a trade at 10 in continuous trading
        assert_eq!(stage.check(&high).is_ok(), moved);
    }
}

#[test]
fn a_waiting_stop_never_pays_more_than_was_told_at_its_entry() {
    let mut stage = Stage::new(CollarBase::LastAuction, TradingPhase::Call);
    let stop = NewOrder { time_in_force: TimeInForce::GoodTillCancel, ..stop_order(1, Side::Buy, "11", 9) };
    assert_eq!(stage.market.worst_price(&stop), Some(price("11")));
    stage.enter(stop);
    stage.enter(order(2, Side::Buy, "11", 5));
    stage.enter(order(3, Side::Sell, "11", 6)); // one is left at 11
    stage.phase(TradingPhase::Continuous); // the stop takes it, and the next offer is beyond its bound
    assert_eq!(stage.remaining(1), None);
    let ended = stage.out.iter().rev().find_map(|happening| match happening {
        Happening::Canceled { order, quantity, reason } => Some((order.0, quantity.units(), *reason)),
        _ => None,
    });
    assert_eq!(ended, Some((1, 8, CancelReason::Unfilled)));

    let mut stage = Stage::new(CollarBase::LastAuction, TradingPhase::Call);
    stage.enter(NewOrder { stop: Some(price("11.5")), ..stop });
    stage.enter(order(2, Side::Buy, "11", 5));
    stage.enter(order(3, Side::Sell, "11", 5));
    stage.phase(TradingPhase::Continuous); // from now on the collar ends at 12.1
    stage.enter(order(4, Side::Sell, "11.5", 6));
    stage.enter(order(5, Side::Buy, "11.5", 5)); // sets the stop off, whose bound stays 11
    assert_eq!(
        stage.out.last(),
        Some(&Happening::Canceled { order: OrderId(1), quantity: Quantity::new(9), reason: CancelReason::Collar })
    );
}

#[test]
fn a_call_may_end_by_an_uncrossing_that_closes() {
    let mut stage = Stage::plain(TradingPhase::Call);
    stage.enter(NewOrder { time_in_force: TimeInForce::GoodTillCancel, ..order(1, Side::Buy, "10", 8) });
    stage.enter(order(2, Side::Sell, "10", 5));
    stage.enter(NewOrder { time_in_force: TimeInForce::GoodForAuction, ..order(3, Side::Buy, "9", 5) });
    stage.enter(NewOrder { time_in_force: TimeInForce::GoodTillCancel, ..stop_order(4, Side::Sell, "10", 2) });
    stage.market.uncross(&mut stage.out);
    assert_eq!(stage.market.last(), Some(price("10")));
    assert_eq!((stage.remaining(1), stage.remaining(3), stage.remaining(4)), (Some(3), None, Some(2)));
    assert_eq!(stage.market.phase(), TradingPhase::Call);
    stage.phase(TradingPhase::Closed);
    assert_eq!(stage.remaining(4), Some(2), "a stop that was set off enters in continuous trading only");
    stage.phase(TradingPhase::Call);
    stage.phase(TradingPhase::Continuous);
    assert_eq!((stage.remaining(1), stage.remaining(4)), (Some(1), None));
}

#[test]
fn a_stop_that_was_set_off_and_has_not_entered_can_be_canceled() {
    let mut stage = Stage::plain(TradingPhase::Call);
    stage.enter(order(1, Side::Buy, "10", 5));
    stage.enter(order(2, Side::Sell, "10", 5));
    stage.enter(stop_order(3, Side::Sell, "10", 2));
    stage.market.uncross(&mut stage.out);
    stage.market.cancel(OrderId(3), &mut stage.out).expect("it is open");
    stage.phase(TradingPhase::Continuous);
    assert_eq!(stage.market.open_orders().count(), 0);
    assert!(!stage.out.contains(&Happening::Triggered { order: OrderId(3) }));
}

#[test]
fn depth_shows_slices_and_no_order_that_waits() {
    let mut stage = Stage::plain(TradingPhase::Continuous);
    stage.enter(NewOrder { display: Some(Quantity::new(3)), ..order(1, Side::Buy, "10", 9) });
    stage.enter(order(2, Side::Buy, "10", 2));
    stage.enter(order(3, Side::Buy, "9", 1));
    stage.enter(NewOrder { time_in_force: TimeInForce::AtTheClose, ..order(4, Side::Buy, "11", 9) });
    let level = |limit: &str, units| (price(limit), Quantity::new(units));
    assert_eq!(stage.market.depth(Side::Buy, 9), [level("10", 5), level("9", 1)]);
    assert_eq!(stage.market.depth(Side::Buy, 1), [level("10", 5)]);
    assert_eq!(stage.market.depth(Side::Sell, 9), []);
}

#[test]
fn an_iceberg_shows_a_fresh_slice_after_an_auction_and_keeps_its_place() {
    let mut stage = Stage::plain(TradingPhase::Call);
    stage.enter(NewOrder { display: Some(Quantity::new(3)), ..order(1, Side::Buy, "10", 9) });
    stage.enter(order(2, Side::Buy, "10", 2));
    stage.enter(order(3, Side::Sell, "10", 2));
    stage.phase(TradingPhase::Continuous);
    assert_eq!(stage.market.depth(Side::Buy, 1), [(price("10"), Quantity::new(5))]);
    stage.enter(order(4, Side::Sell, "10", 1));
    let last = stage.out.iter().rev().find_map(|happening| match happening {
        Happening::Traded { buy, .. } => Some(buy.0),
        _ => None,
    });
    assert_eq!(last, Some(1));
}

#[test]
fn the_open_quantity_of_a_full_market_can_be_counted() {
    let most = (entry::ORDERS_MAX as u64).checked_mul(QUANTITY_MAX.units());
    assert!(most.is_some(), "all open orders at their greatest");
}

#[test]
fn places_of_ended_orders_are_used_again() {
    let mut stage = Stage::plain(TradingPhase::Continuous);
    for id in 1..=1_000 {
        stage.enter(order(2 * id, Side::Buy, "10", 1));
        stage.enter(order(2 * id + 1, Side::Sell, "10", 1));
    }
    assert_eq!(stage.market.open_orders().count(), 0);
    assert!(stage.market.book.places() <= 2, "a book keeps no place for an order that ended");
}
