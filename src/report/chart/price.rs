//! The price of an instrument from trade to trade.

use std::fmt::Write;

use super::super::numerals::Numerals;
use super::gantt::months;
use super::scale::{Px, Scale, round_step};
use crate::domain::{Aggressor, Price, Timestamp, Zone};
use crate::projection::{AuctionView, TradeView};

const LEFT: i64 = 58;
const RIGHT: i64 = 706;
const TOP: i64 = 12;
const BOTTOM: i64 = 208;

/// The drawing.
#[derive(Debug, Clone)]
pub(in crate::report) struct PriceChart {
    /// The line from trade to trade, as the commands of a path.
    pub(in crate::report) line: String,
    /// Auctions that traded.
    pub(in crate::report) auctions: Vec<(Px, Px)>,
    /// Auctions that did not trade, by position across.
    pub(in crate::report) silent: Vec<Px>,
    /// The price of the offer.
    pub(in crate::report) issue: Px,
    /// Marks of the price axis.
    pub(in crate::report) prices: Vec<(Px, String)>,
    /// Marks of the time axis.
    pub(in crate::report) months: Vec<(Px, String)>,
}

/// Draws trades, oldest first, until an instant; nothing without trades.
pub(in crate::report) fn price(
    (trades, uncrossings): (&[TradeView], &[AuctionView]),
    issue: Price,
    until: Timestamp,
    zone: &Zone,
    numerals: Numerals,
) -> Option<PriceChart> {
    let first = trades.first()?.time;
    let level = |price: Price| i128::from(price.scaled());
    let seen = trades.iter().map(|trade| level(trade.price)).chain([level(issue)]);
    let (low, high) = (seen.clone().min()?, seen.max()?);
    let step = round_step((high - low).max(level(issue) / 50).max(1), 5);
    let (low, high) = (low.div_euclid(step) * step, (high.div_euclid(step) + 1) * step);
    let across = Scale {
        values: (i128::from(first.nanos()), i128::from(until.max(first.plus_seconds(1)).nanos())),
        ends: (Px::whole(LEFT), Px::whole(RIGHT)),
    };
    let up = Scale { values: (low, high), ends: (Px::whole(BOTTOM), Px::whole(TOP)) };
    let x = |at: Timestamp| across.at(i128::from(at.nanos()));
    let point = |trade: &TradeView| (x(trade.time), up.at(level(trade.price)));
    let marks = (0..).map(|index| low + step * index).take_while(|&mark| mark <= high);
    let midnight = "00:00".parse().expect("a fixed time of day");
    let named = months(zone.day(first), zone.day(until), numerals);
    let named = named.into_iter().map(|(day, name)| (x(zone.instant(day, midnight)), name));
    let mut auctions: Vec<_> = trades.iter().filter(|trade| trade.aggressor == Aggressor::Auction).map(point).collect();
    auctions.dedup();
    let silent = uncrossings.iter().filter(|auction| auction.volume.is_zero() && auction.at >= first);
    let mut silent: Vec<Px> = silent.map(|auction| x(auction.at)).collect();
    silent.dedup();
    Some(PriceChart {
        line: line(trades.iter().map(point), x(until)),
        auctions,
        silent,
        issue: up.at(level(issue)),
        prices: marks.map(|mark| (up.at(mark), numerals.scaled(mark, 2))).collect(),
        months: named.filter(|(x, _)| *x < Px::whole(RIGHT - 20)).collect(),
    })
}

/// What was seen at one position across: where, highest, lowest, last.
#[derive(Clone, Copy)]
struct Spell {
    x: Px,
    top: Px,
    low: Px,
    last: Px,
}

impl Spell {
    /// A vertical stroke over what was seen, ending at the last.
    fn stroke(self) -> String {
        if self.top == self.low { String::new() } else { format!("V{}V{}V{}", self.top, self.low, self.last) }
    }
}

/// A stepped line. Of points that fall on the same tenth of a unit, it goes through the lowest, the highest, the last.
fn line(mut points: impl Iterator<Item = (Px, Px)>, end: Px) -> String {
    let Some((x, y)) = points.next() else { return String::new() };
    let mut path = format!("M{x} {y}");
    let mut spell = Spell { x, top: y, low: y, last: y };
    for (x, y) in points {
        if x == spell.x {
            spell = Spell { x, top: spell.top.min(y), low: spell.low.max(y), last: y };
        } else {
            path.push_str(&spell.stroke());
            write!(path, "H{x}V{y}").expect("a string takes every text");
            spell = Spell { x, top: y, low: y, last: y };
        }
    }
    path.push_str(&spell.stroke());
    write!(path, "H{}", end.max(spell.x)).expect("a string takes every text");
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(list: &[(i64, i64)]) -> String {
        line(list.iter().map(|&(x, y)| (Px::whole(x), Px::whole(y))), Px::whole(90))
    }

    #[test]
    fn the_line_is_stepped_and_loses_no_extreme() {
        assert_eq!(points(&[(10, 50), (20, 40)]), "M10 50H20V40H90");
        assert_eq!(points(&[(10, 50), (20, 40), (20, 10), (20, 30), (40, 35)]), "M10 50H20V40V10V40V30H40V35H90");
        assert_eq!(points(&[]), "");
    }
}
