//! How far a price fell, and how much of that it has taken back: read from the last price of each day.

#![expect(clippy::float_arithmetic, reason = "figures for statistics; nothing of them goes back into a play")]

use super::measures::{Subject, signed};
use crate::domain::Symbol;
use crate::projection::{CompanyView, Views};

/// Nanoseconds of a day.
const DAY: i64 = 86_400_000_000_000;

/// The deepest fall of a price.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Fall {
    /// As a part of the price that it fell from, 0 to 1.
    depth: f64,
    /// The part of it that was taken back by the end; nothing where nothing was lost.
    recovered: Option<f64>,
}

/// The last price of each day on which the name traded, after the price of its offer.
fn prices(symbol: Symbol, views: &Views) -> Vec<f64> {
    let Some(view) = views.market.instruments.get(&symbol) else { return Vec::new() };
    let mut prices = vec![signed(i128::from(view.issue_price.scaled()))];
    let mut day = None;
    for trade in view.trades.iter().map(|&index| &views.market.trades[index]) {
        let (own, price) = (trade.time.nanos().div_euclid(DAY), signed(i128::from(trade.price.scaled())));
        match prices.last_mut().filter(|_| day == Some(own)) {
            Some(last) => *last = price,
            None => prices.push(price),
        }
        day = Some(own);
    }
    prices
}

/// The deepest fall from a height to a later low, the first where several are as deep.
fn deepest(prices: &[f64]) -> Option<Fall> {
    let (mut height, mut fall, mut around) = (*prices.first()?, 0.0, None);
    for &price in prices {
        height = price.max(height);
        let depth = 1.0 - price / height;
        if depth > fall {
            (fall, around) = (depth, Some((height, price)));
        }
    }
    let last = *prices.last()?;
    Some(Fall { depth: fall, recovered: around.map(|(height, low)| (last - low) / (height - low)) })
}

fn of_company(company: &CompanyView, views: &Views) -> Option<Fall> {
    deepest(&prices(company.instrument?, views)).filter(|_| company.trading.trades > 0)
}

/// The deepest fall, as a part of the price that it fell from: of a company, or the mean over the names of a market.
pub(super) fn deepest_fall(of: Subject<'_>) -> Option<f64> {
    of.mean_of(|company| of_company(company, of.views).map(|fall| fall.depth))
}

/// The part of the deepest fall that was taken back by the end: of a company, or the mean over the names of a market.
pub(super) fn recovered(of: Subject<'_>) -> Option<f64> {
    of.mean_of(|company| of_company(company, of.views).and_then(|fall| fall.recovered))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deepest_fall_is_from_a_height_to_a_later_low() {
        let fall = deepest(&[10.0, 12.0, 9.0, 11.0, 8.4, 10.2]).expect("prices");
        assert!((fall.depth - 0.3).abs() < 1e-12, "{fall:?}");
        assert!(fall.recovered.is_some_and(|part| (part - 0.5).abs() < 1e-12), "{fall:?}");
        assert_eq!(deepest(&[10.0, 10.5, 11.0]), Some(Fall { depth: 0.0, recovered: None }));
        assert_eq!(deepest(&[]), None);
    }
}
