//! The price of a call found around the crossing, and found by looking at all limits, on random books.

use proptest::prelude::*;

use super::super::price_determination::determine;
use super::super::{AuctionRules, Market, MarketFile, NewOrder, Rules, TickBand, TickTable, TieBreak};
use crate::domain::{Instructions, OrderId, OrderType, Price, Quantity, Side, TimeInForce, Timestamp, TradingPhase};

/// What happens in the call: an order comes in, goes, or changes.
#[derive(Debug, Clone)]
enum Step {
    Enter { buys: bool, price: Option<i64>, units: u64, display: Option<u64> },
    Cancel(usize),
    Replace(usize, Option<i64>, Option<u64>),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Few prices, so that neighbours on the grid are taken; a few far away, so that storeys are climbed.
    let price = prop_oneof![12 => 1_000_i64..1_012, 2 => 900_i64..1_100, 1 => 1_i64..200_000];
    let limit = prop_oneof![9 => price.clone().prop_map(Some), 1 => Just(None)];
    let display = prop_oneof![5 => Just(None), 1 => (1_u64..4).prop_map(Some)];
    let enter = (any::<bool>(), limit, 1_u64..9, display);
    let step = prop_oneof![
        6 => enter.prop_map(|(buys, price, units, display)| Step::Enter { buys, price, units, display }),
        2 => any::<prop::sample::Index>().prop_map(|which| Step::Cancel(which.index(40))),
        2 => (any::<prop::sample::Index>(), prop::option::of(price), prop::option::of(1_u64..9))
            .prop_map(|(which, price, units)| Step::Replace(which.index(40), price, units)),
    ];
    prop::collection::vec(step, 1..40)
}

fn markets() -> impl Strategy<Value = (MarketFile, i64)> {
    let rules = prop_oneof![
        3 => Just(TieBreak::BORSA_ITALIANA.to_vec()),
        1 => Just(vec![TieBreak::MaxVolume, TieBreak::MinSurplus, TieBreak::NearestReference, TieBreak::Highest]),
        1 => Just(vec![TieBreak::MaxVolume, TieBreak::MinSurplus, TieBreak::Lowest]),
        1 => Just(vec![TieBreak::MaxVolume, TieBreak::Lowest]),
    ];
    let grid = prop_oneof![Just((Some(1), None)), Just((Some(100), None)), Just((None, Some(TickBand::Band1)))];
    let reference = prop_oneof![Just(None), (1_i64..1_200).prop_map(Some)];
    (rules, grid, reference).prop_map(|(tie_break, (tick, tick_table), reference)| {
        let tick = tick.map(Price::from_scaled);
        let step = tick.map_or(500, Price::scaled);
        let file = MarketFile {
            tick,
            tick_table,
            reference_price: reference.map(|at| Price::from_scaled(at * step)),
            auction: Some(AuctionRules { tie_break: Some(tie_break), ..AuctionRules::default() }),
            ..MarketFile::default()
        };
        (file, step)
    })
}

fn order(id: u64, buys: bool, price: Option<Price>, units: u64, display: Option<u64>) -> NewOrder {
    NewOrder {
        id: OrderId(id),
        group: 0,
        side: if buys { Side::Buy } else { Side::Sell },
        kind: if price.is_some() { OrderType::Limit } else { OrderType::Market },
        time_in_force: TimeInForce::Day,
        price,
        stop: None,
        quantity: Quantity::new(units),
        display: display.filter(|_| price.is_some()).map(Quantity::new),
        expires_at: None,
        instructions: Instructions::NONE,
    }
}

proptest! {
    #[test]
    fn the_price_at_the_crossing_is_the_price_of_the_whole_book((file, step) in markets(), steps in steps()) {
        let table = toml::from_str(include_str!("../../../sim-scenarios/parameters/tick-table-rts11.toml"));
        let table: TickTable = table.expect("the shipped table");
        let mut market = Market::in_phase(Rules::new(&file, &table).expect("rules"), TradingPhase::Call);
        let on_grid = |price: i64| market_price(&table, &file, price * step);
        let mut out = Vec::new();
        for (id, command) in (1..).zip(steps) {
            match command {
                Step::Enter { buys, price, units, display } => {
                    let order = order(id, buys, price.map(on_grid), units, display);
                    market.enter(Timestamp::default(), &order, &mut out).expect("an order of a call");
                }
                Step::Cancel(which) => {
                    let _unknown = market.cancel(OrderId(which as u64), &mut out);
                }
                Step::Replace(which, price, units) => {
                    let (price, units) = (price.map(on_grid), units.map(Quantity::new));
                    let _rejected = market.replace(OrderId(which as u64), price, units, &mut out);
                }
            }
            prop_assert_eq!(market.indicative(), determine(&market.interest(), market.rules().tie_break()));
        }
        let tally = market.book.tally().cloned().expect("kept while a call runs");
        market.book.begin_tally();
        let anew = market.book.tally().expect("just begun");
        prop_assert_eq!((tally.all, tally.nodes.taken()), (anew.all, anew.nodes.taken()), "no limit is left behind");
    }
}

/// A price on the grid of a market file.
fn market_price(table: &TickTable, file: &MarketFile, scaled: i64) -> Price {
    let rules = Rules::new(file, table).expect("rules");
    rules.ticks().at_or_above(Price::from_scaled(scaled.min(1_900_000_000))).expect("a price of the grid")
}
