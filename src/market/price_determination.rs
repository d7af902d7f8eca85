//! Finds the one price of an auction. Pure and read-only: the indicative price is the same function, asked earlier.

use super::happening::Indicative;
use super::rules::TieBreak;
use super::tick::TickLadder;
use crate::domain::{Price, Quantity, Side};

/// What both sides want, and what the candidate prices are measured by.
pub(super) struct Interest<'a> {
    /// Units to buy without a limit.
    pub(super) unpriced_buy: u64,
    /// Units to sell without a limit.
    pub(super) unpriced_sell: u64,
    /// Units to buy at each limit, the lowest first.
    pub(super) buys: Vec<(Price, u64)>,
    /// Units to sell at each limit, the lowest first.
    pub(super) sells: Vec<(Price, u64)>,
    /// The reference price.
    pub(super) reference: Option<Price>,
    /// The grid of prices.
    pub(super) ticks: &'a TickLadder,
    /// The lowest and the highest price allowed, in 1/10,000.
    pub(super) band: (i64, i64),
}

/// Candidate prices at which the same quantities are wanted: all ticks from `low` to `high`.
///
/// Demand and supply are constant between neighbouring limits, so that a segment stands for any number of ticks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Segment {
    pub(super) low: Price,
    pub(super) high: Price,
    pub(super) demand: u64,
    pub(super) supply: u64,
}

impl Segment {
    pub(super) fn volume(&self) -> u64 {
        self.demand.min(self.supply)
    }

    pub(super) fn surplus(&self) -> u64 {
        self.demand.abs_diff(self.supply)
    }

    pub(super) fn surplus_side(&self) -> Option<Side> {
        match self.demand.cmp(&self.supply) {
            std::cmp::Ordering::Greater => Some(Side::Buy),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Less => Some(Side::Sell),
        }
    }

    fn at(self, price: Price) -> Self {
        Self { low: price, high: price, ..self }
    }
}

/// The price that the rules choose, with what trades at it; nothing when nothing trades.
pub(super) fn determine(interest: &Interest<'_>, rules: &[TieBreak]) -> Option<Indicative> {
    determine_before(interest, rules, &mut |_, _| {})
}

/// The same, before a witness: it sees all candidates, and what each rule has left of them.
pub(super) fn determine_before(
    interest: &Interest<'_>,
    rules: &[TieBreak],
    witness: &mut impl FnMut(Option<TieBreak>, &[Segment]),
) -> Option<Indicative> {
    let mut candidates = interest.segments();
    witness(None, &candidates);
    for &rule in rules {
        keep(&mut candidates, rule, interest.reference, interest.ticks);
        witness(Some(rule), &candidates);
    }
    let chosen = candidates.last().filter(|segment| segment.volume() > 0)?;
    Some(Indicative {
        price: chosen.high,
        volume: Quantity::new(chosen.volume()),
        surplus: Quantity::new(chosen.surplus()),
        surplus_side: chosen.surplus_side(),
    })
}

impl Interest<'_> {
    /// All candidate prices, rising: the ticks from the lowest to the highest of the limits and the reference price
    /// that lie inside the band.
    fn segments(&self) -> Vec<Segment> {
        let limits = || self.buys.iter().chain(&self.sells).map(|&(price, _)| price);
        let Some(low) = limits().chain(self.reference).min() else { return Vec::new() };
        let high = limits().chain(self.reference).max().unwrap_or(low);
        let mut segments = Vec::with_capacity(2 * (self.buys.len() + self.sells.len()) + 1);
        let mut demand = self.unpriced_buy + self.buys.iter().map(|&(_, units)| units).sum::<u64>();
        let mut supply = self.unpriced_sell;
        let (mut buys, mut sells) = (self.buys.iter().peekable(), self.sells.iter().peekable());
        let mut from = low.scaled();
        loop {
            let next = [buys.peek(), sells.peek()].into_iter().flatten().map(|&&(price, _)| price).min();
            let Some(limit) = next else { break };
            self.push(&mut segments, (from, limit.scaled() - 1), demand, supply);
            supply += sells.next_if(|&&(price, _)| price == limit).map_or(0, |&(_, units)| units);
            self.push(&mut segments, (limit.scaled(), limit.scaled()), demand, supply);
            demand -= buys.next_if(|&&(price, _)| price == limit).map_or(0, |&(_, units)| units);
            from = limit.scaled() + 1;
        }
        self.push(&mut segments, (from, high.scaled()), demand, supply);
        segments
    }

    /// Adds the ticks from one price to another, if there are any inside the band.
    fn push(&self, segments: &mut Vec<Segment>, (from, to): (i64, i64), demand: u64, supply: u64) {
        let (from, to) = (from.max(self.band.0), to.min(self.band.1));
        if from > to {
            return;
        }
        let low = self.ticks.at_or_above(Price::from_scaled(from));
        let high = self.ticks.at_or_below(Price::from_scaled(to));
        if let Some((low, high)) = low.zip(high)
            && low <= high
        {
            segments.push(Segment { low, high, demand, supply });
        }
    }
}

/// Keeps those candidates that a rule prefers; they stay sorted by price.
fn keep(candidates: &mut Vec<Segment>, rule: TieBreak, reference: Option<Price>, ticks: &TickLadder) {
    match rule {
        TieBreak::MaxVolume => {
            let most = candidates.iter().map(Segment::volume).max();
            candidates.retain(|segment| Some(segment.volume()) == most);
        }
        TieBreak::MinSurplus => {
            let least = candidates.iter().map(Segment::surplus).min();
            candidates.retain(|segment| Some(segment.surplus()) == least);
        }
        TieBreak::MarketPressure => {
            if candidates.iter().all(|segment| segment.demand > segment.supply) {
                keep_highest(candidates);
            } else if candidates.iter().all(|segment| segment.demand < segment.supply) {
                keep_lowest(candidates);
            }
        }
        TieBreak::NearestReference => {
            if let Some(reference) = reference {
                *candidates = nearest(candidates, reference, ticks);
            }
        }
        TieBreak::Highest => keep_highest(candidates),
        TieBreak::Lowest => keep_lowest(candidates),
    }
}

fn keep_highest(candidates: &mut Vec<Segment>) {
    if let Some(last) = candidates.last().copied() {
        *candidates = vec![last.at(last.high)];
    }
}

fn keep_lowest(candidates: &mut Vec<Segment>) {
    if let Some(first) = candidates.first().copied() {
        *candidates = vec![first.at(first.low)];
    }
}

/// The candidate nearest to the reference price, or the two that are equally near.
fn nearest(candidates: &[Segment], reference: Price, ticks: &TickLadder) -> Vec<Segment> {
    let mut best: Vec<Segment> = Vec::with_capacity(2);
    let mut shortest = u64::MAX;
    for segment in candidates {
        let inside = |price: Option<Price>| price.map(|price| price.clamp(segment.low, segment.high));
        let (below, above) = (inside(ticks.at_or_below(reference)), inside(ticks.at_or_above(reference)));
        for price in below.or(Some(segment.low)).into_iter().chain(above.or(Some(segment.high))) {
            let distance = price.scaled().abs_diff(reference.scaled());
            if distance < shortest {
                shortest = distance;
                best.clear();
            }
            if distance == shortest && best.last().is_none_or(|last| last.high < price) {
                best.push(segment.at(price));
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(text: &str) -> Price {
        text.parse().expect("a price")
    }

    fn ticks(tick: &str) -> TickLadder {
        TickLadder::uniform(price(tick)).expect("a ladder")
    }

    fn levels(list: &[(&str, u64)]) -> Vec<(Price, u64)> {
        list.iter().map(|&(limit, units)| (price(limit), units)).collect()
    }

    fn interest<'a>(buys: &[(&str, u64)], sells: &[(&str, u64)], ticks: &'a TickLadder) -> Interest<'a> {
        let (buys, sells) = (levels(buys), levels(sells));
        Interest { unpriced_buy: 0, unpriced_sell: 0, buys, sells, reference: None, ticks, band: (0, i64::MAX) }
    }

    fn found(interest: &Interest<'_>) -> Option<(String, u64)> {
        let found = determine(interest, &TieBreak::BORSA_ITALIANA)?;
        Some((found.price.to_string(), found.volume.units()))
    }

    #[test]
    fn nothing_trades_where_the_sides_do_not_meet() {
        let ticks = ticks("0.0001");
        assert_eq!(found(&interest(&[], &[], &ticks)), None);
        assert_eq!(found(&interest(&[("9", 5)], &[("10", 5)], &ticks)), None);
    }

    #[test]
    fn billions_of_ticks_between_two_limits_are_one_candidate() {
        let ticks = ticks("0.0001");
        let mut wide = interest(&[("200000", 5)], &[("0.0001", 5)], &ticks);
        wide.reference = Some(price("12345.6789"));
        assert_eq!(found(&wide), Some(("12345.6789".to_owned(), 5)));
    }

    #[test]
    fn a_price_between_limits_is_on_its_own_tick() {
        // From 0.1 on the tick is 0.25: 0.1 is no rung, 0.25 is the next.
        let ticks = TickLadder::new([(price("0"), price("0.01")), (price("0.1"), price("0.25"))]).expect("a ladder");
        let mut book = interest(&[("1", 5)], &[("0.05", 5)], &ticks);
        for (reference, chosen) in [("0.06", "0.06"), ("0.1", "0.09"), ("0.2", "0.25"), ("0.375", "0.5"), ("9", "1")] {
            book.reference = Some(price(reference));
            assert_eq!(found(&book), Some((chosen.to_owned(), 5)), "{reference}");
        }
    }

    #[test]
    fn candidates_lie_inside_the_band() {
        let ticks = ticks("0.5");
        let mut book = interest(&[("12", 9)], &[("8", 5)], &ticks);
        assert_eq!(found(&book), Some(("12".to_owned(), 5)));
        book.band = (91_000, 110_000);
        assert_eq!(found(&book), Some(("11".to_owned(), 5)));
        book.band = (91_000, 94_000);
        assert_eq!(found(&book), None, "no tick inside");
    }

    #[test]
    fn without_limits_the_reference_price_is_the_only_candidate() {
        let ticks = ticks("1");
        let mut book = interest(&[], &[], &ticks);
        (book.unpriced_buy, book.unpriced_sell) = (9, 8);
        assert_eq!(found(&book), None);
        book.reference = Some(price("250"));
        assert_eq!(found(&book), Some(("250".to_owned(), 8)));
        book.reference = Some(price("250.5"));
        assert_eq!(found(&book), None, "off the tick there is no candidate");
    }
}
