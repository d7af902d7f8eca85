//! The reference price of the next day, found at the close by the first source of a list that has one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::happening::Happening;
use super::market::Market;
use super::period::average;
use super::rules::{MarketFile, RuleError};
use crate::domain::{Price, Side};

/// How the reference price of the next day's auctions is found at the close.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferenceRules {
    /// Where it comes from: the first of these that there is. `previous` can only be the last.
    pub cascade: Vec<ReferenceSource>,
}

/// Where a reference price may come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceSource {
    /// The price of the auction with which the day ended, if it traded.
    ClosingAuction,
    /// The last trade of the day.
    LastTrade,
    /// The middle of the best limits at the close, on the nearest tick and half a tick up.
    BestLimits,
    /// The best limit to buy at the close.
    BestBid,
    /// The reference price of the day that ends.
    Previous,
}

/// The list of a market file.
///
/// # Errors
/// When it is empty, or goes on behind `previous`, which there always is.
pub(super) fn cascade(file: &MarketFile) -> Result<Option<Vec<ReferenceSource>>, RuleError> {
    let Some(rules) = &file.reference else { return Ok(None) };
    let wrong = |message| Err(RuleError { pointer: "/reference/cascade", message });
    match rules.cascade.split_last() {
        None => wrong("a list of at least one source"),
        Some((_, before)) if before.contains(&ReferenceSource::Previous) => {
            wrong("`previous` can only be the last: what stands behind it is never asked")
        }
        Some(_) => Ok(Some(rules.cascade.clone())),
    }
}

/// What a day has brought so far, and the reference price it began with.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct DayPrices {
    /// The price of the last uncrossing, if no continuous trading has followed and it traded.
    closing: Option<Price>,
    last: Option<Price>,
    reference: Option<Price>,
}

impl DayPrices {
    /// The reference price that the day before has made.
    pub(super) const fn reference(&self) -> Option<Price> {
        self.reference
    }

    /// An uncrossing has ended, at a price or without one.
    pub(super) fn uncrossed(&mut self, price: Option<Price>) {
        self.closing = price;
        self.last = price.or(self.last);
    }

    /// Continuous trading begins: the auction before it was not the closing one.
    pub(super) const fn trade_on(&mut self) {
        self.closing = None;
    }

    /// Takes note of the trades of a command.
    pub(super) fn note(&mut self, happenings: &[Happening]) {
        for happening in happenings {
            if let Happening::Traded { price, .. } = happening {
                self.last = Some(*price);
            }
        }
    }
}

impl Market {
    /// The day ends: finds the reference price of the next.
    pub(super) fn find_reference(&mut self, out: &mut Vec<Happening>) {
        let Some(cascade) = self.rules.cascade() else { return };
        let found = cascade.iter().find_map(|&source| self.price_of(source).map(|price| (price, source)));
        self.day =
            DayPrices { closing: None, last: None, reference: found.map(|(price, _)| price).or(self.day.reference) };
        out.extend(found.map(|(price, source)| Happening::ReferenceFound { price, source }));
    }

    fn price_of(&self, source: ReferenceSource) -> Option<Price> {
        let best = |side| self.book.best(side);
        match source {
            ReferenceSource::ClosingAuction => self.day.closing,
            ReferenceSource::LastTrade => self.day.last,
            ReferenceSource::BestLimits => {
                let (bid, ask) = best(Side::Buy).zip(best(Side::Sell)).filter(|(bid, ask)| bid < ask)?;
                average(i128::from(bid.scaled()) + i128::from(ask.scaled()), 2, self.rules.ticks())
            }
            ReferenceSource::BestBid => best(Side::Buy),
            ReferenceSource::Previous => self.reference(),
        }
    }
}
