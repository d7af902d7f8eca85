//! The grid of prices: tick sizes that may grow with the price.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{Price, Provenance};

/// The greatest price of an order: 200,000.
pub const PRICE_MAX: Price = Price::from_scaled(2_000_000_000);

/// From a price on, prices are multiples of this tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct TickStep {
    from: i64,
    tick: i64,
}

/// The valid prices of an instrument, from one tick to 200,000.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TickLadder {
    /// Rising by `from`, which is 0 in the first.
    steps: Vec<TickStep>,
    /// The lowest valid price; it is asked for with every order.
    lowest: Option<Price>,
}

impl TickLadder {
    /// The same tick at every price. Nothing when the tick is not above zero.
    #[must_use]
    pub fn uniform(tick: Price) -> Option<Self> {
        Self::new([(Price::from_scaled(0), tick)])
    }

    /// From each first price on, multiples of its tick. Nothing unless the first begins at 0, they rise and every tick
    /// is above zero.
    #[must_use]
    pub fn new(steps: impl IntoIterator<Item = (Price, Price)>) -> Option<Self> {
        let steps: Vec<TickStep> =
            steps.into_iter().map(|(from, tick)| TickStep { from: from.scaled(), tick: tick.scaled() }).collect();
        let begins_at_zero = steps.first().is_some_and(|step| step.from == 0);
        let rises = steps.windows(2).all(|pair| pair[0].from < pair[1].from);
        let valid = begins_at_zero && rises && steps.iter().all(|step| step.tick > 0);
        let ladder = valid.then_some(Self { steps, lowest: None })?;
        let lowest = ladder.at_or_above(Price::STEP);
        Some(Self { lowest, ..ladder })
    }

    /// The index of the step that a price lies in.
    #[inline]
    fn step(&self, price: i64) -> usize {
        if self.steps.len() == 1 {
            return 0; // most markets have one tick
        }
        self.steps.partition_point(|step| step.from <= price).saturating_sub(1)
    }

    /// From each first price on, its tick; rising.
    pub fn steps(&self) -> impl Iterator<Item = (Price, Price)> {
        self.steps.iter().map(|step| (Price::from_scaled(step.from), Price::from_scaled(step.tick)))
    }

    /// The tick in force at a price.
    #[must_use]
    #[inline]
    pub fn tick_at(&self, price: Price) -> Price {
        Price::from_scaled(self.steps[self.step(price.scaled())].tick)
    }

    /// Whether a price lies on the grid. Says nothing about the range.
    #[must_use]
    #[inline]
    pub fn holds(&self, price: Price) -> bool {
        price.scaled() % self.tick_at(price).scaled() == 0
    }

    /// The lowest valid price.
    #[must_use]
    #[inline]
    pub const fn lowest(&self) -> Option<Price> {
        self.lowest
    }

    /// How many valid prices lie from one price to another, both included.
    #[must_use]
    pub fn count(&self, low: Price, high: Price) -> u64 {
        let (low, high) = (low.max(Price::STEP).scaled(), high.min(PRICE_MAX).scaled());
        let ends = self.steps.iter().skip(1).map(|next| next.from - 1).chain([i64::MAX]);
        let rungs = self.steps.iter().zip(ends).map(|(step, end)| {
            let (from, to) = (low.max(step.from), high.min(end));
            if from > to { 0 } else { to / step.tick - (from - 1).div_euclid(step.tick) }
        });
        u64::try_from(rungs.sum::<i64>()).unwrap_or(0)
    }

    /// The highest valid price that is not above this one.
    #[must_use]
    pub fn at_or_below(&self, price: Price) -> Option<Price> {
        let mut price = price.min(PRICE_MAX).scaled();
        while price > 0 {
            let step = self.steps[self.step(price)];
            let rung = price - price % step.tick;
            if rung >= step.from && rung > 0 {
                return Some(Price::from_scaled(rung));
            }
            price = step.from - 1;
        }
        None
    }

    /// The lowest valid price that is not below this one.
    #[must_use]
    pub fn at_or_above(&self, price: Price) -> Option<Price> {
        let mut price = price.max(Price::STEP).scaled();
        while price <= PRICE_MAX.scaled() {
            let index = self.step(price);
            let tick = self.steps[index].tick;
            let rung = price.checked_add(tick - 1)? / tick * tick;
            match self.steps.get(index + 1) {
                Some(next) if rung >= next.from => price = next.from,
                _ if rung <= PRICE_MAX.scaled() => return Some(Price::from_scaled(rung)),
                _ => return None,
            }
        }
        None
    }
}

/// A table of ticks by price and liquidity, as in RTS 11 of MiFID II (Reg. (EU) 2017/588).
///
/// The tick of a price range `r` in a band `b` is `ladder[r + bands - 1 - b]`, both counted from 0: the more liquid the
/// band, the finer the tick.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TickTable {
    /// Version of this file's format: 1.
    pub format: u32,
    /// What the names of the bands begin with: `rts11` for `rts11-band-1`.
    pub name: String,
    /// The ticks that the table draws on, rising or equal.
    pub ladder: Vec<Price>,
    /// Where each price range begins, rising from 0.
    pub price_from: Vec<Price>,
    /// For each band, the average daily number of transactions from which it holds; rising from 0.
    pub bands: Vec<u32>,
    /// Where the table comes from.
    pub provenance: Provenance,
}

impl TickTable {
    /// The ladder of a band, counted from 1. Nothing when the table has no such band or does not fit together.
    #[must_use]
    pub fn band(&self, band: TickBand) -> Option<TickLadder> {
        let band = band.number();
        let first = self.bands.len().checked_sub(band)?;
        let ticks = self.ladder.get(first..first.checked_add(self.price_from.len())?)?;
        TickLadder::new(self.price_from.iter().copied().zip(ticks.iter().copied()))
    }
}

/// A liquidity band of the tick table of RTS 11. Band 1 is the least liquid and has the coarsest ticks; it is also the
/// band of shares that trade in periodic auctions only (art. 2(2)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum TickBand {
    /// Fewer than 10 transactions a day.
    #[serde(rename = "rts11-band-1")]
    Band1,
    /// From 10.
    #[serde(rename = "rts11-band-2")]
    Band2,
    /// From 80.
    #[serde(rename = "rts11-band-3")]
    Band3,
    /// From 600.
    #[serde(rename = "rts11-band-4")]
    Band4,
    /// From 2,000.
    #[serde(rename = "rts11-band-5")]
    Band5,
    /// From 9,000.
    #[serde(rename = "rts11-band-6")]
    Band6,
}

impl TickBand {
    /// Its number, from 1 to 6.
    #[must_use]
    pub const fn number(self) -> usize {
        match self {
            Self::Band1 => 1,
            Self::Band2 => 2,
            Self::Band3 => 3,
            Self::Band4 => 4,
            Self::Band5 => 5,
            Self::Band6 => 6,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(text: &str) -> Price {
        text.parse().expect("a price")
    }

    fn two_steps() -> TickLadder {
        TickLadder::new([(price("0"), price("0.3")), (price("1"), price("0.5"))]).expect("a ladder")
    }

    #[test]
    fn a_uniform_ladder_holds_multiples_of_its_tick() {
        let ladder = TickLadder::uniform(price("0.02")).expect("a ladder");
        assert!(ladder.holds(price("3.40")) && !ladder.holds(price("3.41")));
        assert_eq!(ladder.lowest(), Some(price("0.02")));
        assert_eq!(ladder.at_or_below(price("3.41")), Some(price("3.4")));
        assert_eq!(ladder.at_or_above(price("3.41")), Some(price("3.42")));
        assert_eq!(ladder.at_or_below(price("0.01")), None);
        assert_eq!(ladder.at_or_above(price("200000.01")), None);
        assert_eq!(ladder.at_or_below(price("999999")), Some(PRICE_MAX));
        assert_eq!(TickLadder::uniform(price("0")), None);
    }

    #[test]
    fn steps_meet_even_where_their_ticks_do_not() {
        let ladder = two_steps(); // 0.3 0.6 0.9 | 1 1.5 2 ..
        assert_eq!(ladder.at_or_above(price("0.91")), Some(price("1")));
        assert_eq!(ladder.at_or_below(price("0.99")), Some(price("0.9")));
        assert_eq!(ladder.at_or_below(price("1.4")), Some(price("1")));
        assert_eq!(ladder.at_or_above(price("1.1")), Some(price("1.5")));
    }

    #[test]
    fn valid_prices_are_counted_step_by_step() {
        let ladder = two_steps(); // 0.3 0.6 0.9 | 1 1.5 2 ..
        let count = |low: &str, high: &str| ladder.count(price(low), price(high));
        assert_eq!(count("0", "0.9"), 3);
        assert_eq!(count("0.6", "1"), 3);
        assert_eq!(count("0.91", "0.99"), 0);
        assert_eq!(count("0.3", "2"), 6);
        assert_eq!(count("2", "1"), 0);
        assert_eq!(ladder.count(price("1.5"), PRICE_MAX), 399_998);
    }

    #[test]
    fn a_ladder_must_rise_from_zero() {
        assert_eq!(TickLadder::new([]), None);
        assert_eq!(TickLadder::new([(price("1"), price("1"))]), None);
        assert_eq!(TickLadder::new([(price("0"), price("1")), (price("0"), price("2"))]), None);
    }

    #[test]
    fn the_table_of_rts_11_has_the_published_cells() {
        let text = include_str!("../../sim-scenarios/parameters/tick-table-rts11.toml");
        let table: TickTable = toml::from_str(text).expect("the shipped table");
        let cells = [
            (TickBand::Band1, "0.0005", "0.0005"),
            (TickBand::Band1, "3.40", "0.02"),
            (TickBand::Band1, "100", "1"),
            (TickBand::Band1, "50000", "500"),
            (TickBand::Band2, "0.1", "0.0005"),
            (TickBand::Band2, "19.99", "0.05"),
            (TickBand::Band3, "0.2", "0.0005"),
            (TickBand::Band3, "20000", "50"),
            (TickBand::Band4, "0.4999", "0.0002"),
            (TickBand::Band4, "0.5", "0.0005"),
            (TickBand::Band5, "1", "0.0005"),
            (TickBand::Band5, "5000", "2"),
            (TickBand::Band6, "3.40", "0.0005"),
            (TickBand::Band6, "49999", "5"),
            (TickBand::Band6, "200000", "10"),
        ];
        for (band, at, tick) in cells {
            assert_eq!(table.band(band).expect("a band").tick_at(price(at)), price(tick), "{band:?} at {at}");
        }
        let short = TickTable { ladder: table.ladder[1..].to_vec(), ..table };
        assert_eq!(short.band(TickBand::Band1), None, "a table that does not fit together has no such band");
    }
}
