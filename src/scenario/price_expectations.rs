//! What a scenario says must have become of prices, and of trading that the market's own rules interrupt.

use super::expectations::{Verdict, both, text};
use crate::domain::{Code, Day, Figure, Price, Rate, Symbol, Timestamp, Zone};
use crate::projection::Views;

/// A change of a name's price between two days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Change {
    pub(super) instrument: Symbol,
    pub(super) from: Day,
    pub(super) to: Day,
    pub(super) at_least: Option<Rate>,
    pub(super) at_most: Option<Rate>,
}

/// Whether the price has moved so between the ends of two days: the last trade up to the end of each, before the first
/// trade the price of the offer.
pub(super) fn price_moved(change: Change, zone: &Zone, views: &Views) -> Verdict {
    let Change { instrument, from, to, at_least, at_most } = change;
    let bound = |rate: Option<Rate>, it: &str, en: &str| {
        rate.map(|rate| (format!(" {it} {}", signed(rate)), format!(" {en} {}", signed(rate)))).unwrap_or_default()
    };
    let (least, most) = (bound(at_least, "almeno del", "by at least"), bound(at_most, "al massimo del", "by at most"));
    let expected = text(
        format!("il prezzo di {instrument} cambia dal {from} al {to}{}{}", least.0, most.0),
        format!("the price of {instrument} moves from {from} to {to}{}{}", least.1, most.1),
    );
    let found = price_on(instrument, from, zone, views).zip(price_on(instrument, to, zone, views));
    let Some((before, after)) = found else {
        return Verdict { expected, instead: Some(both(["nessun prezzo", "no price"])) };
    };
    // Compared as whole numbers: after x 10,000 against before x (10,000 + bound).
    let holds = |bound: Rate| {
        let wanted = i128::from(before.scaled()) * i128::from(Rate::ONE.scaled() + bound.scaled());
        (i128::from(after.scaled()) * i128::from(Rate::ONE.scaled())).cmp(&wanted)
    };
    let fits = at_least.is_none_or(|least| holds(least).is_ge()) && at_most.is_none_or(|most| holds(most).is_le());
    let found = || {
        let moved = i128::from(after.scaled() - before.scaled()) * 10_000 / i128::from(before.scaled().max(1));
        let moved = i64::try_from(moved).map_or_else(|_| String::new(), |moved| signed(Rate::basis_points(moved)));
        let said = format!("{moved}, {before} -> {after}");
        text(said.clone(), said)
    };
    Verdict { expected, instead: (!fits).then(found) }
}

fn signed(rate: Rate) -> String {
    Figure::from_scaled(rate.scaled() * 100).to_string() + "%"
}

fn price_on(instrument: Symbol, day: Day, zone: &Zone, views: &Views) -> Option<Price> {
    let view = views.market.instruments.get(&instrument)?;
    let trades = view.trades.iter().rev().map(|&index| &views.market.trades[index]);
    let listed = zone.day(view.listed_at) <= day;
    let last = trades.into_iter().find(|trade| zone.day(trade.time) <= day).map(|trade| trade.price);
    last.or_else(|| listed.then_some(view.issue_price))
}

/// Whether trading in a name was interrupted at least so often because a collar was hit.
pub(super) fn interrupted(instrument: Symbol, at_least: u32, views: &Views) -> Verdict {
    let company = views.exercise.companies.iter().find(|company| company.instrument == Some(instrument));
    let found = company.map_or(0, |company| company.trading.interruptions);
    let expected = text(
        format!("gli scambi di {instrument} sono interrotti almeno {at_least} volte"),
        format!("trading in {instrument} is interrupted at least {at_least} times"),
    );
    let instead = || text(format!("{found} volte"), format!("{found} times"));
    Verdict { expected, instead: (found < at_least).then(instead) }
}

/// Whether an event has happened by an instant; ever, where none is said.
pub(super) fn occurred(event: &Code, by: Option<Timestamp>, views: &Views) -> Verdict {
    let found = views.occurrences.all.iter().find(|one| one.event == *event);
    let instead = match (found, by) {
        (None, _) => Some(both(["non è accaduto", "it did not happen"])),
        (Some(one), Some(by)) if one.at > by => {
            Some(text(format!("accade il {}", one.at), format!("it happens at {}", one.at)))
        }
        _ => None,
    };
    let expected = text(format!("accade {event}"), format!("{event} happens"));
    Verdict { expected, instead }
}
