//! Periods of the static collar, after the share segment of Vorvel: a reference price holds until enough has traded, and
//! what has traded makes the next one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::happening::Happening;
use super::market::Market;
use super::rules::{CollarBase, MarketFile, RuleError};
use super::tick::TickLadder;
use crate::domain::{Price, Quantity, Rate, SCALE};

/// When the price that the static collar is measured from is found anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodRules {
    /// How long a period lasts at most, in months; then a new one begins with the same price. An order-flow file has no
    /// calendar: a period there lasts until enough has traded.
    #[schemars(range(min = 1, max = 1200))]
    pub months: u32,
    /// Which part of the units listed must trade for the period to end with a new price.
    pub turnover: Rate,
    /// How many units are listed. An exchange knows them; in an order-flow file no period ends without them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units: Option<Quantity>,
}

/// What has traded in the running period, and the price it began with.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Period {
    number: u32,
    reference: Option<Price>,
    /// In units.
    volume: u128,
    /// Price times quantity, in 1/10,000.
    value: i128,
}

impl Period {
    /// The price that the period before has made; nothing in the first.
    pub(super) const fn reference(&self) -> Option<Price> {
        self.reference
    }
}

/// Whether the table of a market file makes periods.
///
/// # Errors
/// The first key whose value makes none.
pub(super) fn check(file: &MarketFile) -> Result<(), RuleError> {
    let wrong = |pointer, message| Err(RuleError { pointer, message });
    let measured = file.collars.is_some_and(|collars| collars.measured_from == CollarBase::Period);
    match file.period {
        None if measured => wrong("/collars/measured_from", "`period` needs the table `[period]`"),
        Some(_) if !measured => wrong("/period", "needs `measured_from = \"period\"` in `[collars]`"),
        Some(period) if !(1..=1200).contains(&period.months) => {
            wrong("/period/months", "a period lasts from 1 to 1200 months")
        }
        Some(period) if period.turnover <= Rate::ZERO => {
            wrong("/period/turnover", "the threshold is a fraction above 0")
        }
        _ => Ok(()),
    }
}

impl Market {
    /// Takes note of what a command has traded: for the reference price of the next day, and towards the end of the
    /// period. Where the threshold is reached, the next period begins at the volume-weighted average price, rounded to the nearest tick and half a tick up.
    pub fn note_trades(&mut self, happenings: &[Happening]) -> Option<Happening> {
        if self.rules.cascade().is_some() {
            self.day.note(happenings);
        }
        let rules = *self.rules.period()?;
        for happening in happenings {
            if let Happening::Traded { price, quantity, .. } = *happening {
                self.period.volume += u128::from(quantity.units());
                self.period.value += i128::from(price.scaled()) * i128::from(quantity.units());
            }
        }
        if !is_reached(self.period.volume, rules) {
            return None;
        }
        let price = average(self.period.value, self.period.volume, self.rules.ticks())?;
        Some(self.begin_period(price, true))
    }

    /// The period has lasted its months: the next one begins with the same price, and the count with nothing.
    pub fn renew_period(&mut self) -> Option<Happening> {
        let reference = self.collar_base(self.last)?;
        Some(self.begin_period(reference, false))
    }

    fn begin_period(&mut self, reference: Price, reached: bool) -> Happening {
        let before = self.period;
        let number = before.number + 1;
        self.period = Period { number, reference: Some(reference), volume: 0, value: 0 };
        let turnover = Quantity::new(u64::try_from(before.volume).unwrap_or(u64::MAX));
        Happening::PeriodBegan { period: number, reference, turnover, reached }
    }
}

/// Whether so many units are at least the threshold's part of those listed.
fn is_reached(volume: u128, rules: PeriodRules) -> bool {
    let Some(units) = rules.units else { return false };
    let threshold = u128::try_from(rules.turnover.scaled()).unwrap_or(u128::MAX).saturating_mul(units.units().into());
    volume > 0 && volume.saturating_mul(u128::from(SCALE)) >= threshold
}

/// Value over volume, on the nearest tick; of two as near the higher.
pub(super) fn average(value: i128, volume: u128, ticks: &TickLadder) -> Option<Price> {
    let volume = i128::try_from(volume).ok()?;
    let floor = Price::from_scaled(i64::try_from(value.checked_div(volume)?).ok()?);
    let ceiling =
        if i128::from(floor.scaled()) * volume == value { floor } else { Price::from_scaled(floor.scaled() + 1) };
    match (ticks.at_or_below(floor), ticks.at_or_above(ceiling)) {
        (Some(below), Some(above)) => {
            let down = value - i128::from(below.scaled()) * volume;
            let up = i128::from(above.scaled()) * volume - value;
            Some(if up <= down { above } else { below })
        }
        (below, above) => below.or(above),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_average_goes_to_the_nearest_tick_and_half_a_tick_up() {
        let price = |text: &str| text.parse::<Price>().expect("a price");
        let ticks = TickLadder::uniform(price("0.02")).expect("a ladder");
        let of = |trades: &[(&str, u64)]| {
            let value = trades.iter().map(|&(at, units)| i128::from(price(at).scaled()) * i128::from(units)).sum();
            let volume = trades.iter().map(|&(_, units)| u128::from(units)).sum();
            average(value, volume, &ticks).map(|price| price.to_string())
        };
        assert_eq!(of(&[("10", 3)]).as_deref(), Some("10"));
        assert_eq!(of(&[("10", 1), ("10.02", 1)]).as_deref(), Some("10.02"), "half a tick goes up");
        assert_eq!(of(&[("10", 2), ("10.02", 1)]).as_deref(), Some("10"));
        assert_eq!(of(&[("10", 1), ("10.02", 2)]).as_deref(), Some("10.02"));
        assert_eq!(of(&[("0.02", 1)]).as_deref(), Some("0.02"));
    }
}
