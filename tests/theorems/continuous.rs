//! Continuous trading: positive spread, price-time priority and conservation determine the trades and the book.

use borsa_sociale::domain::{Aggressor, OrderId, Quantity, Side, TimeInForce, Timestamp};
use borsa_sociale::market::{Happening, NewOrder, TieBreak};
use proptest::prelude::*;

use super::session::{Command, at, limit, market, side, step};

/// An order in the checker's own book. Its rank in time is its place in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Resting {
    id: u64,
    side: Side,
    price: i64,
    open: u64,
}

/// What came of one command: who traded how much at which price, and what is left of the order that came.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Outcome {
    trades: Vec<(u64, i64, u64)>,
    rests: u64,
    canceled: u64,
}

/// What is wrong with an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    UnknownMaker,
    Price,
    Limit,
    Conservation,
    Priority,
    Spread,
}

fn allows(side: Side, own: i64, price: i64) -> bool {
    if side == Side::Buy { price <= own } else { price >= own }
}

/// Whether `better` goes before `other` of the same side; earlier in the list is earlier in time.
fn goes_before(book: &[Resting], better: usize, other: usize) -> bool {
    let (first, second) = (&book[better], &book[other]);
    let strictly = first.price != second.price && allows(first.side, first.price, second.price);
    strictly || first.price == second.price && better < other
}

/// The book after an outcome, or what is wrong with it. `stays` says whether the rest of the order may stay.
fn check(book: &[Resting], taker: &Resting, stays: bool, outcome: &Outcome) -> Result<Vec<Resting>, Fault> {
    let mut traded = vec![0; book.len()];
    for &(maker, price, units) in &outcome.trades {
        let place = book.iter().position(|order| order.id == maker && order.side != taker.side);
        let place = place.ok_or(Fault::UnknownMaker)?;
        if price != book[place].price {
            return Err(Fault::Price);
        }
        if !allows(taker.side, taker.price, price) {
            return Err(Fault::Limit);
        }
        traded[place] += units;
    }
    // Conservation: nobody trades more than it has open, and of the order that came nothing is lost.
    let filled: u64 = traded.iter().sum();
    let over = book.iter().zip(&traded).any(|(order, &units)| units > order.open);
    if over || filled + outcome.rests + outcome.canceled != taker.open || !stays && outcome.rests > 0 {
        return Err(Fault::Conservation);
    }
    // Priority: who trades, trades only when everyone before it is filled.
    let makers = || (0..book.len()).filter(|&place| book[place].side != taker.side);
    let skipped =
        |place: usize| makers().any(|first| goes_before(book, first, place) && traded[first] < book[first].open);
    if makers().any(|place| traded[place] > 0 && skipped(place)) {
        return Err(Fault::Priority);
    }
    let mut after: Vec<Resting> = Vec::new();
    for (order, units) in book.iter().zip(traded) {
        after.push(Resting { open: order.open - units, ..*order });
    }
    after.push(Resting { open: outcome.rests, ..*taker });
    after.retain(|order| order.open > 0);
    // Spread: what could trade has traded; also with what an order that may not rest had left.
    let left = after.iter().filter(|order| order.side != taker.side);
    let crosses = |order: &Resting| allows(taker.side, taker.price, order.price);
    if left.clone().any(crosses) && outcome.rests + outcome.canceled > 0 {
        return Err(Fault::Spread);
    }
    Ok(after)
}

/// What happenings say of the command of one order.
fn outcome(order: u64, side: Side, open: u64, told: &[Happening]) -> Outcome {
    let (mut trades, mut canceled) = (Vec::new(), 0);
    for happening in told {
        match *happening {
            Happening::Traded { price, quantity, buy, sell, aggressor } => {
                assert_eq!(aggressor, Aggressor::from(side));
                let (taker, maker) = if side == Side::Buy { (buy, sell) } else { (sell, buy) };
                assert_eq!(taker, OrderId(order));
                trades.push((maker.0, price.scaled(), quantity.units()));
            }
            Happening::Canceled { order: id, quantity, .. } if id.0 == order => canceled = quantity.units(),
            Happening::Accepted { .. } | Happening::Replaced { .. } => {}
            ref other => panic!("limit orders make nothing else happen: {other:?}"),
        }
    }
    let filled: u64 = trades.iter().map(|&(.., units)| units).sum();
    Outcome { trades, rests: (open - canceled).saturating_sub(filled), canceled }
}

/// The fragment of the theorem: limit orders that stay or do not, and cancels.
fn orders() -> impl Strategy<Value = Vec<(Side, i64, u64, bool, Option<u64>)>> {
    let cancel = prop_oneof![4 => Just(None), 1 => (1_u64..60).prop_map(Some)];
    prop::collection::vec((side(), 95_i64..=105, 1_u64..=9, any::<bool>(), cancel), 1..60)
}

fn ioc(order: NewOrder) -> NewOrder {
    NewOrder { time_in_force: TimeInForce::ImmediateOrCancel, ..order }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every outcome has the three properties, and the book that they imply is the market's book. Every outcome with a
    /// planted fault lacks one of them.
    #[test]
    fn trades_and_book_follow_from_spread_priority_and_conservation(orders in orders()) {
        let mut exchange = market(1, None, &TieBreak::BORSA_ITALIANA);
        let (mut book, mut now) = (Vec::<Resting>::new(), Timestamp::default());
        for (id, &(side, price, units, stays, cancel)) in (1..).zip(&orders) {
            if let Some(gone) = cancel {
                step(&mut exchange, &mut now, &Command::Cancel(OrderId(gone)));
                book.retain(|order| order.id != gone);
            }
            let order = limit(id, side, price, units);
            let order = if stays { order } else { ioc(order) };
            let told = step(&mut exchange, &mut now, &Command::New(order));
            let taker = Resting { id, side, price, open: units };
            let outcome = outcome(id, side, units, &told);
            let after = check(&book, &taker, stays, &outcome);
            let after = after.unwrap_or_else(|fault| panic!("{fault:?}: {outcome:?} of {taker:?} on {book:?}"));
            for (name, planted) in faults(&book, &taker, &outcome) {
                prop_assert!(check(&book, &taker, stays, &planted).is_err(), "{}: {:?} on {:?}", name, planted, book);
            }
            book = after;
            for own in [Side::Buy, Side::Sell] {
                let mut levels = std::collections::BTreeMap::<i64, u64>::new();
                let resting = book.iter().filter(|order| order.side == own);
                resting.for_each(|order| *levels.entry(order.price).or_default() += order.open);
                let mut seen: Vec<_> = exchange.depth(own, usize::MAX);
                seen.sort();
                let expected = levels.into_iter().map(|(price, units)| (at(price), Quantity::new(units)));
                prop_assert_eq!(seen, expected.collect::<Vec<_>>());
            }
        }
    }
}

/// Outcomes that an engine with a bug would tell.
fn faults(book: &[Resting], taker: &Resting, right: &Outcome) -> Vec<(&'static str, Outcome)> {
    let mut planted = Vec::new();
    let mut plant = |name, change: &dyn Fn(&mut Outcome)| {
        let mut outcome = right.clone();
        change(&mut outcome);
        if outcome != *right {
            planted.push((name, outcome));
        }
    };
    if let Some(&(maker, price, units)) = right.trades.first() {
        plant("at the taker's price", &|outcome| outcome.trades[0].1 = taker.price);
        plant("a tick off", &|outcome| outcome.trades[0].1 = price + 1);
        plant("told twice", &|outcome| outcome.trades.push((maker, price, units)));
        plant("a unit too much", &|outcome| outcome.trades[0].2 += 1);
        plant("a trade left out", &|outcome| {
            outcome.trades.remove(0);
        });
        plant("a trade left out, its units rest", &|outcome| {
            outcome.trades.remove(0);
            outcome.rests += units;
        });
        plant("a unit given back", &|outcome| {
            outcome.trades[0].2 -= 1;
            outcome.canceled += 1;
            outcome.trades.retain(|trade| trade.2 > 0);
        });
        // Somebody else of that side instead of the first in line.
        let other = book.iter().find(|order| order.side != taker.side && !right.trades.iter().any(|t| t.0 == order.id));
        if let Some(other) = other.filter(|other| other.open >= units) {
            plant("the wrong maker", &|outcome| outcome.trades[0] = (other.id, other.price, units));
        }
    }
    plant("a unit more rests", &|outcome| outcome.rests += 1);
    plant("a unit lost", &|outcome| outcome.rests = outcome.rests.saturating_sub(1));
    if let Some(far) =
        book.iter().find(|order| order.side != taker.side && !allows(taker.side, taker.price, order.price))
    {
        plant("beyond the limit", &|outcome| {
            outcome.trades.push((far.id, far.price, 1));
            outcome.rests = outcome.rests.saturating_sub(1);
        });
    }
    planted
}

/// Of all that could come of an order on a small book, in whatever split among those that stand there, one outcome only
/// has the three properties.
#[test]
fn one_outcome_only_has_the_three_properties() {
    let mut books = 0;
    for pattern in 0..3_usize.pow(3) * 2_usize.pow(3) {
        let (prices, units) = (pattern % 27, pattern / 27);
        let order = |place: u32| Resting {
            id: u64::from(place) + 1,
            side: Side::Sell,
            price: 100 + i64::try_from(prices / 3_usize.pow(place) % 3).expect("small"),
            open: 1 + (units as u64 >> place & 1),
        };
        let book: Vec<Resting> = (0..3).map(order).collect();
        for (price, open) in [(99, 2), (100, 1), (100, 4), (101, 3), (102, 2), (102, 9)] {
            let taker = Resting { id: 9, side: Side::Buy, price, open };
            let splits = (0..27_u64).map(|split| [split % 3, split / 3 % 3, split / 9]);
            let right = splits.filter(|split| {
                let trades = book.iter().zip(split).filter(|(_, units)| **units > 0);
                let trades: Vec<_> = trades.map(|(order, &units)| (order.id, order.price, units)).collect();
                let filled: u64 = split.iter().sum();
                filled <= open
                    && check(&book, &taker, true, &Outcome { trades, rests: open - filled, canceled: 0 }).is_ok()
            });
            assert_eq!(right.count(), 1, "{taker:?} on {book:?}");
            books += 1;
        }
    }
    assert_eq!(books, 27 * 8 * 6);
}
