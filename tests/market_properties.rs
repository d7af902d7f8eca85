//! Whole sessions of random commands, played on the market and on a naive exchange: trade by trade, order by order they
//! must agree, and what must always hold is asked after every command.

pub(crate) mod long_run;
mod reference;

use std::collections::BTreeMap;

use borsa_sociale::domain::{
    Aggressor, Instructions, OrderId, OrderStatus, OrderType, Peg, Price, Quantity, Rate, SelfTradePrevention, Side,
    TimeInForce, Timestamp, TradingPhase,
};
use borsa_sociale::market::{
    AuctionRules, Collars, Happening, Interruption, Market, MarketFile, NewOrder, Rules, TickTable, TieBreak,
};
use proptest::prelude::*;
#[cfg(test)]
use proptest::test_runner::FileFailurePersistence;
use reference::{At, Exchange, Order, Rulebook, Trade};

/// One command of a random session. Orders are named by how many came before them.
#[derive(Debug, Clone)]
enum Step {
    New {
        side: Side,
        kind: OrderType,
        tif: TimeInForce,
        price: i64,
        stop: i64,
        quantity: u64,
        display: Option<u64>,
        group: u32,
        asks: Instructions,
    },
    Cancel(usize),
    Replace(usize, Option<i64>, Option<u64>),
    Phase(TradingPhase),
    Wait(i64),
}

fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::Buy), Just(Side::Sell)]
}

fn kind() -> impl Strategy<Value = OrderType> {
    prop_oneof![
        8 => Just(OrderType::Limit),
        2 => Just(OrderType::Market),
        2 => Just(OrderType::MarketToLimit),
        2 => Just(OrderType::Stop),
        2 => Just(OrderType::StopLimit),
    ]
}

fn tif() -> impl Strategy<Value = TimeInForce> {
    prop_oneof![
        6 => Just(TimeInForce::Day),
        2 => Just(TimeInForce::GoodTillCancel),
        2 => Just(TimeInForce::GoodTillDate),
        1 => Just(TimeInForce::ImmediateOrCancel),
        1 => Just(TimeInForce::FillOrKill),
        1 => Just(TimeInForce::GoodForAuction),
        1 => Just(TimeInForce::AtTheClose),
        1 => Just(TimeInForce::AtTheOpening),
    ]
}

fn phase() -> impl Strategy<Value = TradingPhase> {
    prop_oneof![
        4 => Just(TradingPhase::Call),
        6 => Just(TradingPhase::Continuous),
        1 => Just(TradingPhase::PreOpen),
        2 => Just(TradingPhase::TradingAtLast),
        1 => Just(TradingPhase::Halted),
        1 => Just(TradingPhase::Suspended),
        1 => Just(TradingPhase::Closed),
    ]
}

/// Prices on a short ladder, so that orders meet; now and then one that is off it.
fn price() -> impl Strategy<Value = i64> {
    prop_oneof![20 => 90_i64..=110, 1 => -1_i64..=2]
}

fn quantity() -> impl Strategy<Value = u64> {
    prop_oneof![20 => 1_u64..=20, 1 => Just(0), 1 => Just(1_000_000_000_001)]
}

/// What else an order asks for; mostly nothing.
fn instructions() -> impl Strategy<Value = Instructions> {
    use SelfTradePrevention::{CancelBoth, CancelNewest, CancelOldest, Decrement};
    let mode = prop_oneof![Just(CancelNewest), Just(CancelOldest), Just(CancelBoth), Just(Decrement)];
    let minimum = prop_oneof![12 => Just(None), 1 => (0_u64..=12).prop_map(|least| Some(Quantity::new(least)))];
    let post_only = prop_oneof![8 => Just(false), 1 => Just(true)];
    let peg = prop_oneof![8 => Just(None), 1 => Just(Some(Peg::Best)), 2 => Just(Some(Peg::Mid))];
    (minimum, post_only, prop_oneof![1 => Just(None), 1 => mode.prop_map(Some)], peg).prop_map(
        |(minimum_quantity, post_only, self_trade_prevention, peg)| Instructions {
            minimum_quantity,
            post_only,
            self_trade_prevention,
            peg,
        },
    )
}

fn step() -> impl Strategy<Value = Step> {
    let display = prop_oneof![8 => Just(None), 3 => (1_u64..=6).prop_map(Some)];
    let new = (side(), kind(), tif(), price(), price(), quantity(), display, 0_u32..4, instructions()).prop_map(
        |(side, kind, tif, price, stop, quantity, display, group, asks)| Step::New {
            side,
            kind,
            tif,
            price,
            stop,
            quantity,
            display,
            group,
            asks,
        },
    );
    let which = 0_usize..70;
    prop_oneof![
        14 => new,
        2 => which.clone().prop_map(Step::Cancel),
        4 => (which, prop::option::of(price()), prop::option::of(quantity())).prop_map(|(o, p, q)| Step::Replace(o, p, q)),
        2 => phase().prop_map(Step::Phase),
        1 => (1_i64..4).prop_map(Step::Wait),
    ]
}

fn rulebook() -> impl Strategy<Value = Rulebook> {
    use TieBreak::{Highest, Lowest, MarketPressure, MaxVolume, MinSurplus, NearestReference};
    let tie_break = prop_oneof![
        Just(TieBreak::BORSA_ITALIANA.to_vec()),
        Just(vec![MaxVolume, MinSurplus, NearestReference, Highest]),
        Just(vec![MaxVolume, Lowest]),
        Just(vec![MaxVolume, NearestReference, Lowest]),
        Just(vec![MaxVolume, MarketPressure, MinSurplus]),
    ];
    let fixed = prop_oneof![3 => Just(None), 1 => (200_i64..1000).prop_map(Some)];
    let dynamic = prop_oneof![3 => Just(None), 1 => (50_i64..500).prop_map(Some)];
    (1_i64..=2, prop::option::of(95_i64..=105), tie_break, fixed, dynamic, any::<bool>()).prop_map(
        |(tick, reference, tie_break, fixed, dynamic, calls)| {
            let interrupts = calls && (fixed.is_some() || dynamic.is_some());
            Rulebook { tick, reference, tie_break, fixed, dynamic, interrupts }
        },
    )
}

fn market(rules: &Rulebook) -> Market {
    let file = MarketFile {
        tick: Some(Price::from_scaled(rules.tick)),
        reference_price: rules.reference.map(Price::from_scaled),
        auction: Some(AuctionRules { tie_break: Some(rules.tie_break.clone()), ..AuctionRules::default() }),
        collars: Some(Collars {
            fixed: rules.fixed.map(Rate::basis_points),
            dynamic: rules.dynamic.map(Rate::basis_points),
            ..Collars::default()
        }),
        interruption: rules.interrupts.then_some(Interruption { call_seconds: 1, random_end_seconds: 0 }),
        ..MarketFile::default()
    };
    let table = include_str!("../sim-scenarios/parameters/tick-table-rts11.toml");
    let table: TickTable = toml::from_str(table).expect("the shipped table");
    Market::new(Rules::new(&file, &table).expect("rules"))
}

/// Both exchanges, side by side.
struct Pair {
    naive: Exchange,
    market: Market,
    now: i64,
    out: Vec<Happening>,
    checked: usize,
    /// What the happenings say of each order: total, filled, status.
    told: BTreeMap<u64, (u64, u64, OrderStatus)>,
}

impl Pair {
    fn new(rules: &Rulebook) -> Self {
        let (mut naive, market) = (Exchange::new(rules.clone()), market(rules));
        naive.advance(1);
        Self { naive, market, now: 1, out: vec![], checked: 0, told: BTreeMap::new() }
    }

    fn play(&mut self, step: &Step, number: u64) -> (bool, bool) {
        let now = Timestamp::from_nanos(self.now);
        let named = |which: usize| u64::try_from(which).expect("small") + 1;
        match *step {
            Step::New { side, kind, tif, price, stop, quantity, display, group, asks } => {
                let limited = matches!(kind, OrderType::Limit | OrderType::StopLimit);
                let capless = asks.peg.is_some() && stop % 2 == 0;
                let price = Some(price).filter(|_| limited && !capless);
                let expires = self.now + i64::try_from(quantity % 5).expect("small");
                let order = Order {
                    id: number,
                    side,
                    kind,
                    tif,
                    price,
                    display,
                    stop: Some(stop),
                    total: quantity,
                    filled: 0,
                    shown: 0,
                    expires: Some(expires),
                    rank: 0,
                    at: At::Nowhere,
                    status: OrderStatus::New,
                    group,
                    prevention: asks.self_trade_prevention,
                    post_only: asks.post_only,
                    minimum: asks.minimum_quantity.map(Quantity::units),
                    peg: asks.peg,
                    cap: None,
                    arrival: 0,
                };
                let new = NewOrder {
                    id: OrderId(number),
                    group,
                    side,
                    kind,
                    time_in_force: tif,
                    price: price.map(Price::from_scaled),
                    stop: Some(Price::from_scaled(stop)),
                    quantity: Quantity::new(quantity),
                    display: display.map(Quantity::new),
                    expires_at: Some(Timestamp::from_nanos(expires)),
                    instructions: asks,
                };
                (self.naive.enter(order), self.market.enter(now, &new, &mut self.out).is_ok())
            }
            Step::Cancel(which) => {
                let id = named(which);
                (self.naive.cancel(id), self.market.cancel(OrderId(id), &mut self.out).is_ok())
            }
            Step::Replace(which, price, total) => {
                let id = named(which);
                let (new, quantity) = (price.map(Price::from_scaled), total.map(Quantity::new));
                let accepted = self.market.replace(OrderId(id), new, quantity, &mut self.out).is_ok();
                (self.naive.replace(id, price, total), accepted)
            }
            Step::Phase(phase) => {
                self.naive.enter_phase(phase);
                self.market.enter_phase(phase, &mut self.out);
                (true, true)
            }
            Step::Wait(time) => {
                self.now += time;
                self.naive.advance(self.now);
                self.market.expire(Timestamp::from_nanos(self.now), &mut self.out);
                (true, true)
            }
        }
    }

    /// Folds the new happenings, and holds the trades against the naive ones.
    fn fold(&mut self) -> Vec<Trade> {
        let mut trades = Vec::new();
        for happening in &self.out[self.checked..] {
            match *happening {
                Happening::Accepted { order, quantity } => {
                    self.told.insert(order.0, (quantity.units(), 0, OrderStatus::New));
                }
                Happening::Replaced { order, quantity, .. } | Happening::Decremented { order, quantity, .. } => {
                    self.told.get_mut(&order.0).expect("known").0 = quantity.units();
                }
                Happening::Canceled { order, .. } => {
                    self.told.get_mut(&order.0).expect("known").2 = OrderStatus::Canceled;
                }
                Happening::Expired { order, .. } => {
                    self.told.get_mut(&order.0).expect("known").2 = OrderStatus::Expired;
                }
                Happening::Traded { price, quantity, buy, sell, aggressor } => {
                    for id in [buy, sell] {
                        let told = self.told.get_mut(&id.0).expect("known");
                        assert_eq!(told.2, OrderStatus::New, "an order that ended trades");
                        told.1 += quantity.units();
                        if told.0 == told.1 {
                            told.2 = OrderStatus::Filled;
                        }
                    }
                    trades.push(Trade {
                        price: price.scaled(),
                        quantity: quantity.units(),
                        buy: buy.0,
                        sell: sell.0,
                        in_auction: aggressor == Aggressor::Auction,
                    });
                }
                _ => {}
            }
        }
        self.checked = self.out.len();
        trades
    }

    fn agree(&mut self, step: &Step) {
        let before = self.told.values().map(|told| told.1).sum::<u64>();
        let trades = self.fold();
        let after = self.told.values().map(|told| told.1).sum::<u64>();
        assert_eq!(after - before, 2 * trades.iter().map(|trade| trade.quantity).sum::<u64>());
        assert_eq!(trades, std::mem::take(&mut self.naive.trades), "trades of {step:?}");
        assert_eq!(self.market.last().map(Price::scaled), self.naive.last);
        self.same_orders();
        self.same_book();
        use TradingPhase::{Continuous, PreOpen, TradingAtLast};
        if !matches!(self.market.phase(), PreOpen | Continuous | TradingAtLast) {
            let found = self
                .market
                .indicative()
                .map(|found| (found.price.scaled(), found.volume.units(), found.surplus.units()));
            assert_eq!(found, self.naive.auction().map(|(price, volume, d, s)| (price, volume, d.abs_diff(s))));
        }
    }

    fn same_orders(&self) {
        let mut open = 0;
        for order in &self.naive.orders {
            let told = self.told[&order.id];
            assert_eq!(told, (order.total, order.filled, order.status), "order {}", order.id);
            let held = self.market.order(OrderId(order.id));
            assert_eq!(held.is_some(), order.status == OrderStatus::New, "order {}", order.id);
            let Some(held) = held else { continue };
            open += 1;
            assert_eq!(held.remaining.units(), order.total - order.filled);
            assert_eq!(held.price.map(Price::scaled), order.price);
            assert_eq!(held.waiting, order.at != At::Book);
            if order.at == At::Book {
                assert_eq!(held.visible.units(), order.shown, "order {}", order.id);
            }
        }
        assert_eq!(self.market.open_orders().count(), open);
    }

    fn same_book(&self) {
        for side in [Side::Buy, Side::Sell] {
            let naive: Vec<u64> = self.naive.book(side).into_iter().map(|o| self.naive.orders[o].id).collect();
            let mut held: Vec<_> =
                self.market.open_orders().filter(|order| !order.waiting && order.side == side).collect();
            let sign = if side == Side::Buy { -1 } else { 1 };
            held.sort_by_key(|order| (order.price.map(|price| sign * price.scaled()), order.priority));
            assert_eq!(held.iter().map(|order| order.id.0).collect::<Vec<_>>(), naive);
            let mut depth: Vec<(Price, u64)> = Vec::new();
            for order in held.iter().filter(|order| order.price.is_some()) {
                let price = order.price.expect("filtered");
                match depth.last_mut().filter(|(last, _)| *last == price) {
                    Some((_, sum)) => *sum += order.visible.units(),
                    None => depth.push((price, order.visible.units())),
                }
            }
            let shown: Vec<_> =
                self.market.depth(side, usize::MAX).into_iter().map(|(price, units)| (price, units.units())).collect();
            assert_eq!(shown, depth);
            if self.market.phase() == TradingPhase::Continuous {
                assert!(held.iter().all(|order| order.price.is_some()), "an order without a limit rests");
            }
        }
        let best = |side| self.market.depth(side, 1).first().map(|&(price, _)| price);
        if let (TradingPhase::Continuous, Some(bid), Some(ask)) =
            (self.market.phase(), best(Side::Buy), best(Side::Sell))
        {
            assert!(bid < ask, "the book is crossed: {bid} {ask}");
        }
    }
}

/// The rules and the commands of one session.
fn session() -> impl Strategy<Value = (Rulebook, Vec<Step>)> {
    (rulebook(), prop::collection::vec(step(), 1..120))
}

/// Plays a session on both exchanges and compares them after every command; gives the number of trades.
fn compare(rules: &Rulebook, steps: &[Step]) -> usize {
    let mut pair = Pair::new(rules);
    let mut number = 0;
    for step in steps {
        if matches!(step, Step::New { .. }) {
            number += 1;
        }
        let before = pair.out.len();
        let (expected, accepted) = pair.play(step, number);
        assert_eq!(accepted, expected, "{step:?}");
        if !accepted {
            assert_eq!(pair.out.len(), before, "a rejected command happened");
        }
        pair.agree(step);
    }
    pair.out.iter().filter(|happening| matches!(happening, Happening::Traded { .. })).count()
}

/// A thousand sessions unless PROPTEST_CASES says another number. A session in which they differ is kept, and played
/// first from then on.
#[cfg(test)]
fn config() -> ProptestConfig {
    let asked = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { 1_000 };
    let kept = FileFailurePersistence::Direct("proptest-regressions/market_properties.txt");
    ProptestConfig { cases, failure_persistence: Some(Box::new(kept)), ..asked }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_market_and_a_naive_exchange_agree((rules, steps) in session()) {
        compare(&rules, &steps);
    }
}
