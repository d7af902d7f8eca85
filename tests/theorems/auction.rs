//! Auctions: one price, individually rational, fair, and of the greatest volume.

use std::collections::BTreeMap;

use borsa_sociale::domain::{OrderId, OrderType, Quantity, Side, Timestamp, TradingPhase};
use borsa_sociale::market::{Happening, NewOrder, TieBreak};
use proptest::prelude::*;

use super::session::{Command, limit, market, side, step};

/// An order of the call, in the order of arrival; without a limit it goes first.
#[derive(Debug, Clone, Copy)]
struct Order {
    id: u64,
    side: Side,
    limit: Option<i64>,
    units: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Trade {
    buy: u64,
    sell: u64,
    price: i64,
    units: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Uniform,
    Rational,
    Conservation,
    Fair,
    Volume,
}

fn allows(order: &Order, price: i64) -> bool {
    order.limit.is_none_or(|limit| if order.side == Side::Buy { price <= limit } else { price >= limit })
}

/// Whether an order goes before another of its side.
fn goes_before(first: &Order, second: &Order) -> bool {
    match (first.limit, second.limit) {
        (Some(own), Some(other)) if own != other => (own > other) == (first.side == Side::Buy),
        (None, Some(_)) => true,
        (Some(_), None) => false,
        _ => first.id < second.id,
    }
}

/// The greatest volume that one price can give, every price of the grid between the outermost marks tried.
fn greatest(orders: &[Order], reference: Option<i64>) -> u64 {
    let marks = || orders.iter().filter_map(|order| order.limit).chain(reference);
    let (Some(low), Some(high)) = (marks().min(), marks().max()) else { return 0 };
    let wanted = |side, price| -> u64 {
        orders.iter().filter(|order| order.side == side && allows(order, price)).map(|order| order.units).sum()
    };
    (low..=high).map(|price| wanted(Side::Buy, price).min(wanted(Side::Sell, price))).max().unwrap_or(0)
}

/// Whether the trades of an auction are what they must be.
fn check(orders: &[Order], reference: Option<i64>, trades: &[Trade]) -> Result<(), Fault> {
    if trades.windows(2).any(|pair| pair[0].price != pair[1].price) {
        return Err(Fault::Uniform);
    }
    let mut filled = BTreeMap::<u64, u64>::new();
    for trade in trades {
        for (id, side) in [(trade.buy, Side::Buy), (trade.sell, Side::Sell)] {
            let order = orders.iter().find(|order| order.id == id && order.side == side).ok_or(Fault::Conservation)?;
            if !allows(order, trade.price) {
                return Err(Fault::Rational);
            }
            *filled.entry(id).or_default() += trade.units;
        }
    }
    let filled = |order: &Order| filled.get(&order.id).copied().unwrap_or(0);
    if orders.iter().any(|order| filled(order) > order.units) {
        return Err(Fault::Conservation);
    }
    let unfair = |first: &Order, second: &Order| {
        first.side == second.side && goes_before(first, second) && filled(second) > 0 && filled(first) < first.units
    };
    if orders.iter().any(|first| orders.iter().any(|second| unfair(first, second))) {
        return Err(Fault::Fair);
    }
    let volume: u64 = trades.iter().map(|trade| trade.units).sum();
    if volume == greatest(orders, reference) { Ok(()) } else { Err(Fault::Volume) }
}

fn orders() -> impl Strategy<Value = Vec<Order>> {
    let limit = prop_oneof![5 => (95_i64..=105).prop_map(Some), 1 => Just(None)];
    prop::collection::vec((side(), limit, 1_u64..=9), 0..24).prop_map(|orders| {
        (1..).zip(orders).map(|(id, (side, limit, units))| Order { id, side, limit, units }).collect()
    })
}

/// The trades that the market makes of a call.
fn uncross(orders: &[Order], reference: Option<i64>) -> Vec<Trade> {
    let mut exchange = market(1, reference, &TieBreak::BORSA_ITALIANA);
    let mut now = Timestamp::default();
    step(&mut exchange, &mut now, &Command::Phase(TradingPhase::Call));
    for order in orders {
        let new = limit(order.id, order.side, order.limit.unwrap_or(1), order.units);
        let new = match order.limit {
            Some(_) => new,
            None => NewOrder { kind: OrderType::Market, price: None, ..new },
        };
        assert_eq!(step(&mut exchange, &mut now, &Command::New(new)).len(), 1, "accepted");
    }
    let table = exchange.price_table();
    assert_eq!(table.found, exchange.indicative(), "what is explained is what happens");
    let told = step(&mut exchange, &mut now, &Command::Phase(TradingPhase::Continuous));
    let trade = |happening: &Happening| match *happening {
        Happening::Traded { price, quantity, buy, sell, .. } => {
            Some(Trade { buy: buy.0, sell: sell.0, price: price.scaled(), units: quantity.units() })
        }
        _ => None,
    };
    let trades: Vec<Trade> = told.iter().filter_map(trade).collect();
    let told = (trades.first().map(|first| first.price), trades.iter().map(|trade| trade.units).sum::<u64>());
    let explained = (table.found.map(|found| found.price.scaled()), table.found.map_or(0, |f| f.volume.units()));
    assert_eq!(told, explained);
    let best = |side| exchange.depth(side, 1).first().map(|&(price, _)| price);
    if let (Some(bid), Some(ask)) = (best(Side::Buy), best(Side::Sell)) {
        assert!(bid < ask, "the book is not crossed after an auction");
    }
    for order in orders.iter().filter(|order| order.limit.is_some()) {
        let filled: u64 = trades.iter().filter(|t| t.buy == order.id || t.sell == order.id).map(|t| t.units).sum();
        let left = exchange.order(OrderId(order.id)).map_or(Quantity::ZERO, |open| open.remaining);
        assert_eq!(filled + left.units(), order.units, "order {}", order.id);
    }
    trades
}

/// What an auction with a bug would tell.
fn faults(orders: &[Order], right: &[Trade]) -> Vec<(&'static str, Vec<Trade>)> {
    let mut planted = Vec::new();
    let mut plant = |name, change: &dyn Fn(&mut Vec<Trade>)| {
        let mut trades = right.to_vec();
        change(&mut trades);
        if trades != right {
            planted.push((name, trades));
        }
    };
    let Some(&first) = right.first() else { return planted };
    plant("two prices", &|trades| {
        trades.push(Trade { price: first.price + 1, units: 1, ..first });
    });
    let payer = orders.iter().find(|order| right.iter().any(|trade| trade.buy == order.id) && order.limit.is_some());
    if let Some(limit) = payer.and_then(|payer| payer.limit) {
        plant("a price above a buyer's limit", &|trades| trades.iter_mut().for_each(|trade| trade.price = limit + 1));
    }
    plant("a unit too few", &|trades| trades[0].units -= 1);
    plant("a trade left out", &|trades| {
        trades.remove(0);
    });
    plant("told twice", &|trades| trades.push(first));
    let idle = |side| {
        let traded = |id| right.iter().any(|trade| trade.buy == id || trade.sell == id);
        orders.iter().find(move |order| order.side == side && !traded(order.id))
    };
    if let Some(other) = idle(Side::Buy) {
        plant("a buyer who was not in line", &|trades| trades[0].buy = other.id);
    }
    if let Some(other) = idle(Side::Sell) {
        plant("a seller who was not in line", &|trades| trades[0].sell = other.id);
    }
    planted
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_auction_is_uniform_rational_fair_and_of_maximal_volume(
        orders in orders(),
        reference in prop::option::of(93_i64..=107),
    ) {
        let trades = uncross(&orders, reference);
        prop_assert_eq!(check(&orders, reference, &trades), Ok(()), "{:?} of {:?}", trades, orders);
        for (name, planted) in faults(&orders, &trades) {
            let found = check(&orders, reference, &planted);
            prop_assert!(found.is_err(), "{}: {:?} of {:?}", name, planted, orders);
        }
    }
}
