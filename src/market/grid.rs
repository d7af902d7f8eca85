//! Numbers the prices of a tick ladder, so that neighbours on the ladder are neighbours in memory.

use super::held::Limit;
use super::tick::{PRICE_MAX, TickLadder};

/// From a price on, so many prices apart.
#[derive(Debug, Clone, Copy)]
struct Step {
    /// Where the step begins, in 1/10,000.
    from: u32,
    /// The lowest price of the step; beyond all prices when it has none.
    first: u32,
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
    /// The highest rung.
    highest: u32,
}

impl Grid {
    /// The rungs of this ladder.
    pub(super) fn new(ticks: &TickLadder) -> Self {
        let end = PRICE_MAX.scaled() + 1;
        let given: Vec<(i64, i64)> = ticks.steps().map(|(from, tick)| (from.scaled(), tick.scaled())).collect();
        let narrow = |value: i64| u32::try_from(value).expect("a price is at most 200,000");
        let mut rung = 0;
        let mut steps = given.iter().enumerate().filter(|(_, step)| step.0 < end).map(|(at, &(from, tick))| {
            let below = given.get(at + 1).map_or(end, |&(next, _)| next.min(end));
            let first = if from == 0 { tick } else { from.checked_add(tick - 1).map_or(end, |up| up / tick * tick) };
            if first >= below {
                return Step { from: narrow(from), first: u32::MAX, tick: 1, rung: narrow(rung) };
            }
            let step = Step { from: narrow(from), first: narrow(first), tick: narrow(tick), rung: narrow(rung) };
            rung += (below - 1 - first) / tick + 1;
            step
        });
        let first = steps.next().expect("a tick ladder begins at 0");
        let others = steps.collect();
        Self { first, others, highest: narrow((rung - 1).max(0)) }
    }

    /// The step that a price lies in.
    fn step(&self, price: u32) -> &Step {
        match self.others.partition_point(|step| step.from <= price) {
            0 => &self.first,
            at => &self.others[at - 1],
        }
    }

    /// The price of a rung that is on the grid, in 1/10,000.
    pub(super) fn price(&self, rung: u32) -> u32 {
        let step = match self.others.partition_point(|step| step.rung <= rung) {
            0 => &self.first,
            at => &self.others[at - 1],
        };
        step.first + (rung - step.rung) * step.tick
    }

    /// The highest rung.
    pub(super) const fn highest(&self) -> u32 {
        self.highest
    }

    /// A price in 1/10,000 as a limit; nothing when it is off the grid.
    #[inline(always)]
    pub(super) fn limit(&self, price: u32) -> Option<Limit> {
        let step = if self.others.is_empty() { &self.first } else { self.step(price) };
        let above = price.checked_sub(step.first)?;
        (above % step.tick == 0).then(|| Limit { price, rung: step.rung + above / step.tick })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Price;

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
                let scaled = u32::try_from(price.scaled()).expect("a price of the ladder");
                let rung = grid.limit(scaled).expect("on the grid").rung;
                assert_eq!(grid.price(rung), scaled, "there and back");
                assert!(before.is_none_or(|before: u32| before + 1 == rung), "{price}");
                before = Some(rung);
                for near in [scaled - 1, scaled + 1] {
                    let on_grid = near > 0 && ladder.holds(Price::from_scaled(near.into()));
                    assert_eq!(grid.limit(near).is_some(), on_grid, "{near}");
                }
                assert!(rung <= grid.highest());
                at = ladder.at_or_above(Price::from_scaled(price.scaled() + 1));
            }
        }
    }
}
