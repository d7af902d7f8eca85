//! The ladder against a sorted map, on random prices of several tick tables; the index against one likewise.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::grid::Grid;
use super::super::index::Index;
use super::super::slab::Slab;
use super::super::tick::{TickBand, TickLadder, TickTable};
use super::*;
use crate::domain::Price;

fn grids() -> impl Strategy<Value = TickLadder> {
    let table = toml::from_str(include_str!("../../../sim-scenarios/parameters/tick-table-rts11.toml"));
    let table: TickTable = table.expect("the shipped table");
    let band = |band| table.band(band).expect("a band");
    let uniform = |scaled| TickLadder::uniform(Price::from_scaled(scaled)).expect("a tick above zero");
    prop_oneof![
        Just(uniform(1)),
        Just(uniform(100)),
        Just(uniform(30_000_000)),
        Just(band(TickBand::Band1)),
        Just(band(TickBand::Band6)),
    ]
}

/// Prices in 1/10,000: many near each other, some anywhere.
fn prices() -> impl Strategy<Value = i64> {
    prop_oneof![5 => 999_000_i64..1_001_000, 3 => 900_000_i64..1_100_000, 1 => 1_i64..2_000_000_000, 1 => 1_i64..200]
}

/// The prices of a ladder's levels, lowest first.
fn content(ladder: &Ladder, side: Side) -> Vec<u32> {
    let mut levels: Vec<u32> = ladder.levels(side).map(|level| level.limit).collect();
    if side == Side::Buy {
        levels.reverse();
    }
    levels
}

/// How many pages these rungs need, and how many nodes above them when the greatest key ever seen was `highest`.
fn pages(rungs: &[u32], highest: u32) -> (usize, usize) {
    let keys = |storey| {
        let mut keys: Vec<u32> = rungs.iter().map(|rung| rung.checked_shr(BITS * storey).unwrap_or(0)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.len()
    };
    let storeys = (2..).take_while(|storey| *storey == 2 || highest >> (BITS * (storey - 2)) != 0);
    (keys(1), storeys.map(keys).sum())
}

proptest! {
    #[test]
    fn a_ladder_and_a_sorted_map_hold_the_same_levels(
        ticks in grids(),
        buys in any::<bool>(),
        steps in prop::collection::vec((prices(), any::<bool>()), 1..300),
    ) {
        let grid = Grid::new(&ticks);
        let side = if buys { Side::Buy } else { Side::Sell };
        let mut ladder = Ladder::new();
        let mut model: BTreeMap<u32, Slot> = BTreeMap::new();
        let mut highest = 0;
        for (price, opens) in steps {
            let price = ticks.at_or_below(Price::from_scaled(price)).or(ticks.lowest()).expect("a price of the grid");
            let limit = u32::try_from(price.scaled()).expect("a price of the grid");
            let rung = grid.limit(limit).expect("on the grid").rung;
            if opens {
                let row = ladder.open(side, rung, limit);
                ladder.row_mut(row).head = 0; // somebody stands there
                let known = *model.entry(limit).or_insert(row);
                prop_assert_eq!(row, known, "a level has one row");
                highest = highest.max(rung >> BITS);
            } else if let Some((&limit, &row)) = model.range(limit..).next().or(model.iter().next_back()) {
                model.remove(&limit);
                ladder.row_mut(row).head = NOBODY;
                ladder.close(side, row);
                prop_assert!(ladder.find(side, grid.limit(limit).expect("on the grid").rung).is_none());
            }
            let held: Vec<u32> = model.keys().copied().collect();
            prop_assert_eq!(content(&ladder, side), held.clone());
            prop_assert_eq!(ladder.find(side, rung).map(|level| level.limit), model.contains_key(&limit).then_some(limit));
            let best = if buys { held.last() } else { held.first() };
            prop_assert_eq!(ladder.best(side).map(|level| level.limit), best.copied());
            let nobody = if buys { 0 } else { u32::MAX };
            prop_assert_eq!(ladder.edge(side).0, best.copied().unwrap_or(nobody));
            let rungs: Vec<u32> = held.iter().map(|&limit| grid.limit(limit).expect("on the grid").rung).collect();
            if rungs.is_empty() {
                highest = 0;
            }
            let (pages, nodes) = pages(&rungs, highest);
            prop_assert_eq!(ladder.size(side), (held.len(), pages, nodes), "empty pages are given back");
        }
        for row in model.into_values() {
            ladder.row_mut(row).head = NOBODY;
            ladder.close(side, row);
        }
        prop_assert_eq!(ladder.size(side), (0, 0, 0));
    }

    #[test]
    fn an_index_and_a_sorted_map_lead_to_the_same_places(
        steps in prop::collection::vec((prop_oneof![0_u64..300, any::<u64>(), (0_u64..40).prop_map(|n| n << 32)], any::<bool>()), 1..600),
    ) {
        let mut index = Index::new();
        let mut store: Slab<u64> = Slab::new();
        let mut model: BTreeMap<u64, Slot> = BTreeMap::new();
        for (id, enters) in steps {
            let known = model.get(&id).copied();
            let found = index.find(id, |slot| store[slot] == id);
            prop_assert_eq!(found.map(|(_, slot)| slot), known);
            match known {
                None if enters => {
                    let slot = store.insert(id);
                    index.insert(id, slot);
                    model.insert(id, slot);
                }
                Some(slot) if !enters => {
                    index.remove(index.position(id, slot));
                    store.remove(slot);
                    model.remove(&id);
                }
                _ => {}
            }
            prop_assert_eq!(store.taken(), model.len());
        }
        let mut slots: Vec<_> = index.slots().collect();
        slots.sort_unstable();
        let mut expected: Vec<_> = model.into_values().collect();
        expected.sort_unstable();
        prop_assert_eq!(slots, expected);
    }
}
