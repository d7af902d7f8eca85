//! Orders for the opening auction: when they wait, when they join, when they end, and what a buy may come to pay.

use super::tests::{Stage, market_order, order, price};
use super::*;
use crate::domain::{OrderId, Price, Quantity, Side, TimeInForce, TradingPhase};

fn at_the_opening(order: NewOrder) -> NewOrder {
    NewOrder { time_in_force: TimeInForce::AtTheOpening, ..order }
}

impl Stage {
    fn stands(&self, id: u64) -> bool {
        self.market.order(OrderId(id)).is_some_and(|order| !order.waiting)
    }

    fn through(&mut self, phases: &[TradingPhase]) {
        phases.iter().for_each(|&phase| self.phase(phase));
    }
}

#[test]
fn it_waits_for_the_call_that_begins_the_day_and_ends_with_it() {
    use TradingPhase::{Call, Closed, Continuous, Halted, PreOpen};
    for before in [&[Call][..], &[PreOpen, Call], &[Call, Halted, Call]] {
        let mut stage = Stage::plain(Continuous);
        stage.enter(at_the_opening(order(1, Side::Buy, "10", 5)));
        stage.phase(Call);
        assert!(!stage.stands(1), "a call in the middle of the day is not its own");
        stage.enter(at_the_opening(market_order(2, Side::Sell, 3)));
        stage.through(&[Continuous, Closed]);
        assert_eq!((stage.remaining(1), stage.remaining(2)), (Some(5), Some(3)), "it survives the close");
        stage.phase(before[0]);
        assert!(stage.stands(1) && stage.stands(2));
        stage.enter(at_the_opening(order(3, Side::Buy, "9", 1)));
        assert!(stage.stands(3), "in its call it joins at once");
        stage.through(&before[1..]);
        stage.phase(Continuous);
        let traded = |happening: &&Happening| matches!(happening, Happening::Traded { .. });
        assert_eq!(stage.out.iter().filter(traded).count(), 1);
        assert_eq!(stage.market.open_orders().count(), 0);
        let rest = Happening::Expired { order: OrderId(1), quantity: Quantity::new(2), reason: ExpiryReason::Auction };
        assert!(stage.out.contains(&rest));
    }
}

#[test]
fn a_call_that_closes_without_an_uncrossing_leaves_it_for_the_next_day() {
    use TradingPhase::{Call, Closed};
    let mut stage = Stage::plain(Closed);
    stage.phase(Call);
    stage.enter(at_the_opening(order(1, Side::Buy, "10", 5)));
    stage.phase(Closed);
    stage.phase(Call);
    assert!(stage.stands(1));
    stage.market.uncross(&mut stage.out);
    assert_eq!(stage.remaining(1), None);
}

#[test]
fn a_waiting_one_may_be_replaced_and_canceled() {
    let mut stage = Stage::plain(TradingPhase::Continuous);
    stage.enter(at_the_opening(order(1, Side::Buy, "10", 5)));
    stage.enter(order(2, Side::Sell, "11", 5));
    let replaced = stage.market.replace(OrderId(1), Some(price("12")), None, &mut stage.out);
    assert_eq!(replaced, Ok(()));
    assert!(!stage.stands(1) && stage.remaining(1) == Some(5), "it still waits, and trades with nobody");
    assert_eq!(stage.market.cancel(OrderId(1), &mut stage.out), Ok(()));
    stage.through(&[TradingPhase::Closed, TradingPhase::Call]);
    assert_eq!(stage.remaining(1), None);
}

#[test]
fn a_buy_without_a_limit_never_pays_more_than_was_told_at_its_entry() {
    use TradingPhase::{Call, Closed, Continuous};
    let joins = |second_auction: &str| -> Option<Price> {
        let mut stage = Stage::new(CollarBase::LastAuction, Call); // 10, so that the collar ends at 11
        stage.enter(order(1, Side::Buy, "10", 5));
        stage.enter(order(2, Side::Sell, "10", 5));
        stage.phase(Continuous);
        let waiting = at_the_opening(market_order(3, Side::Buy, 5));
        assert_eq!(stage.market.worst_price(&waiting), Some(price("11")));
        stage.enter(waiting);
        stage.phase(Call);
        stage.enter(order(4, Side::Buy, second_auction, 5));
        stage.enter(order(5, Side::Sell, second_auction, 5));
        stage.through(&[Continuous, Closed, Call]);
        assert!(stage.stands(3));
        stage.market.order(OrderId(3)).and_then(|order| order.price)
    };
    assert_eq!(joins("9"), None, "the collar has fallen: nothing to hold");
    assert_eq!(joins("10"), None);
    assert_eq!(joins("10.5"), Some(price("11")), "the collar has risen to 11.55");
}

#[test]
fn only_limit_and_market_orders_wait_for_the_opening() {
    let stage = Stage::plain(TradingPhase::Call);
    let refused = |order: NewOrder| stage.check(&at_the_opening(order));
    assert_eq!(refused(order(1, Side::Buy, "10", 5)), Ok(()));
    let display = Some(Quantity::new(1));
    assert_eq!(refused(NewOrder { display, ..order(1, Side::Buy, "10", 5) }), Err(Reject::DisplayNotAllowed));
    assert_eq!(refused(super::tests::stop_order(1, Side::Buy, "10", 5)), Err(Reject::AtTheOpeningNotAllowed));
    let last = Stage::plain(TradingPhase::TradingAtLast);
    assert_eq!(last.check(&at_the_opening(order(1, Side::Buy, "10", 5))), Err(Reject::NotAtLast));
}
