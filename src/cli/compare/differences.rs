//! In words: how every other route differs from the first, line by line.

use super::routes::{in_percent, text};
use crate::domain::{Figure, Money, Text};
use crate::exercise::{Entry, EntryKind, Given, RouteAccount};
use crate::report::Difference;

/// How many items of a cost difference are named; the rest is told as a sum.
const NAMED: usize = 6;

/// The differences of every route from the first.
pub(super) fn of_routes(accounts: &[RouteAccount]) -> Vec<Difference> {
    let Some((first, others)) = accounts.split_first() else { return Vec::new() };
    let told = |other: &RouteAccount| Difference { column: other.code.to_string(), lines: lines(first, other) };
    others.iter().map(told).collect()
}

fn lines(first: &RouteAccount, other: &RouteAccount) -> Vec<Text> {
    let mut lines = Vec::new();
    lines.extend(once(first, other));
    lines.extend(yearly(first, other));
    lines.extend(capital(first, other));
    lines.extend(given(first, other));
    lines.extend(effort(first, other));
    lines
}

/// Amounts of one sort of cost that the two do not share, by item: positive where the other pays more.
fn items(first: &RouteAccount, other: &RouteAccount, kind: EntryKind) -> Vec<(Text, Money)> {
    let costs = |one: &RouteAccount| -> Vec<Entry> {
        one.lines.iter().filter(|line| line.kind == kind && line.is_paid_by_issuer()).cloned().collect()
    };
    let amount = |lines: &[Entry], line: &Entry| {
        let found = lines.iter().find(|other| other.item == line.item).and_then(|line| line.amount);
        found.map_or(Money::ZERO, Figure::money)
    };
    let (before, after) = (costs(first), costs(other));
    let fresh = after.iter().filter(|line| !before.iter().any(|one| one.item == line.item));
    let mut items: Vec<(Text, Money)> = before
        .iter()
        .chain(fresh)
        .map(|line| {
            let difference = amount(&after, line).checked_sub(amount(&before, line)).unwrap_or_default();
            (line.label.clone(), difference)
        })
        .filter(|(_, difference)| !difference.is_zero())
        .collect();
    items.sort_by_key(|(_, difference)| std::cmp::Reverse(difference.scaled().abs()));
    items
}

/// The items as a list with their signs; the smallest together.
fn list(items: &[(Text, Money)]) -> Text {
    let signed = |money: Money| {
        if money > Money::ZERO { format!("+{money}") } else { money.to_string() }
    };
    let (named, rest) = items.split_at(items.len().min(NAMED));
    let mut it: Vec<String> = named.iter().map(|(label, money)| format!("{} {}", label.it, signed(*money))).collect();
    let mut en: Vec<String> = named.iter().map(|(label, money)| format!("{} {}", label.en, signed(*money))).collect();
    if !rest.is_empty() {
        let sum: Money = rest.iter().map(|(_, money)| *money).sum();
        it.push(format!("altre {} voci {}", rest.len(), signed(sum)));
        en.push(format!("{} other items {}", rest.len(), signed(sum)));
    }
    text(it.join(", "), en.join(", "))
}

fn absolute(money: Money) -> Money {
    Money::from_scaled(money.scaled().abs())
}

fn once(first: &RouteAccount, other: &RouteAccount) -> Option<Text> {
    let difference = other.totals.one_off.checked_sub(first.totals.one_off)?;
    let items = list(&items(first, other, EntryKind::OneOff));
    let amount = absolute(difference);
    Some(match difference {
        Money::ZERO => return None,
        more if more > Money::ZERO => text(
            format!("{amount} euro di costi una tantum in più: {}", items.it),
            format!("{amount} euro more of one-off costs: {}", items.en),
        ),
        _ => text(
            format!("{amount} euro di costi una tantum in meno: {}", items.it),
            format!("{amount} euro less of one-off costs: {}", items.en),
        ),
    })
}

fn yearly(first: &RouteAccount, other: &RouteAccount) -> Option<Text> {
    let difference = other.totals.yearly.checked_sub(first.totals.yearly)?;
    let items = list(&items(first, other, EntryKind::Yearly));
    let amount = absolute(difference);
    Some(match difference {
        Money::ZERO => return None,
        more if more > Money::ZERO => text(
            format!("{amount} euro in più ogni anno: {}", items.it),
            format!("{amount} euro more every year: {}", items.en),
        ),
        _ => text(
            format!("{amount} euro in meno ogni anno: {}", items.it),
            format!("{amount} euro less every year: {}", items.en),
        ),
    })
}

fn capital(first: &RouteAccount, other: &RouteAccount) -> Option<Text> {
    let percent = |one: &RouteAccount| one.cost_of_capital.and_then(in_percent);
    Some(match (percent(first), percent(other)) {
        (Some(before), Some(after)) if before != after => text(
            format!("costo del capitale {after}% l'anno invece di {before}%"),
            format!("cost of capital {after}% a year instead of {before}%"),
        ),
        (_, None) if other.given == Given::Gift => text(
            "niente da rimborsare: il capitale non ha un tasso, costa quanto la campagna",
            "nothing to pay back: the capital has no rate, it costs what the campaign costs",
        ),
        _ => return None,
    })
}

fn given(first: &RouteAccount, other: &RouteAccount) -> Option<Text> {
    Some(match (first.equity_given, other.equity_given) {
        (before, Some(part)) if before != Some(part) => {
            let before = before.map_or_else(|| "0".to_owned(), |before| before.to_string());
            text(
                format!("ai nuovi soci il {part}% della società invece del {before}%"),
                format!("new holders have {part}% of the company instead of {before}%"),
            )
        }
        (Some(part), None) => text(
            format!("nessuna quota ceduta, invece del {part}% della società"),
            format!("no part is given away, instead of {part}% of the company"),
        ),
        _ => return None,
    })
}

fn effort(first: &RouteAccount, other: &RouteAccount) -> Option<Text> {
    let months = |one: &RouteAccount| one.totals.months.unwrap_or_default();
    let work = |one: &RouteAccount| (one.totals.staff_days, one.totals.staff_days_per_year);
    if months(first) == months(other) && work(first) == work(other) {
        return None;
    }
    let ((days, each_year), (own_days, own_each_year)) = (work(other), work(first));
    let (time, own_time) = (months(other), months(first));
    Some(text(
        format!(
            "{time} mesi invece di {own_time}; {days} giorni di lavoro invece di {own_days}, poi {each_year} ogni anno invece di {own_each_year}"
        ),
        format!(
            "{time} months instead of {own_time}; {days} days of work instead of {own_days}, then {each_year} every year instead of {own_each_year}"
        ),
    ))
}
