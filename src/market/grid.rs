//! Numbers the prices of a tick ladder, so that neighbours on the ladder are neighbours in memory.

use super::tick::{PRICE_MAX, TickLadder};
use crate::domain::Price;

/// From a price on, so many prices apart.
#[derive(Debug, Clone, Copy)]
struct Step {
    /// The lowest price of the step, in 1/10,000.
    from: u32,
    tick: u32,
    /// The number of that price.
    rung: u32,
}

/// The rungs of a tick ladder: its prices, numbered from the lowest without a gap.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    first: Step,
    /// The other steps, rising.
    others: Vec<Step>,
}

impl Grid {
    /// The rungs of this ladder.
    pub(super) fn new(ticks: &TickLadder) -> Self {
        let end = PRICE_MAX.scaled() + 1;
        let steps: Vec<(i64, i64)> = ticks.steps().map(|(from, tick)| (from.scaled(), tick.scaled())).collect();
        let mut numbered = Vec::with_capacity(steps.len());
        let mut rung = 0;
        for (at, &(from, tick)) in steps.iter().enumerate() {
            let below = steps.get(at + 1).map_or(end, |&(next, _)| next.min(end));
            let first = from.div_euclid(tick) * tick + if from % tick == 0 { 0 } else { tick };
            if first < below {
                let narrow = |value: i64| u32::try_from(value).expect("a price is at most 200,000");
                numbered.push(Step { from: narrow(first), tick: narrow(tick.min(end)), rung: narrow(rung) });
                rung += (below - 1 - first) / tick + 1;
            }
        }
        let first = Step { from: 0, tick: 1, rung: 0 };
        let mut steps = numbered.into_iter();
        Self { first: steps.next().unwrap_or(first), others: steps.collect() }
    }

    /// The number of a price on the grid, given in 1/10,000.
    #[inline]
    pub(super) fn rung(&self, price: u32) -> u32 {
        let last = self.others.iter().rev().find(|step| step.from <= price);
        let step = last.unwrap_or(&self.first);
        step.rung + (price - step.from) / step.tick
    }
}

/// A price as a book keeps it, in 1/10,000; 0 for none.
#[inline]
pub(super) fn narrow(price: Option<Price>) -> u32 {
    price.map_or(0, |price| u32::try_from(price.scaled()).expect("a price is above 0 and at most 200,000"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rungs_rise_by_one_from_price_to_price() {
        let price = |text: &str| text.parse::<Price>().expect("a price");
        let uniform = TickLadder::uniform(price("500")).expect("a ladder");
        let odd = TickLadder::new([
            (price("0"), price("0.3")),
            (price("100000"), price("7")), // 100000 is no multiple of 7
            (price("150000"), price("190000")),
            (price("160000"), price("999")),
        ]);
        for ladder in [uniform, odd.expect("a ladder")] {
            let grid = Grid::new(&ladder);
            let mut at = ladder.lowest();
            let mut before = None;
            while let Some(price) = at {
                let rung = grid.rung(narrow(Some(price)));
                assert!(before.is_none_or(|before: u32| before + 1 == rung), "{price}");
                before = Some(rung);
                at = ladder.at_or_above(Price::from_scaled(price.scaled() + 1));
            }
        }
    }
}
