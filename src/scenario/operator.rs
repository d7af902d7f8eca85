//! The account of who runs the exchange, year by year: what issuers and traders pay it, less what it spends.

use crate::domain::{Day, Figure, Money};
use crate::engine::{Operator, OperatorCost, World};
use crate::projection::{CompanyView, Views};

/// One calendar year of the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperatorYear {
    /// Which.
    pub year: i16,
    /// What issuers have paid it.
    pub from_issuers: Money,
    /// What buyers and sellers have paid it.
    pub from_trading: Money,
    /// What it has spent.
    pub costs: Money,
}

impl OperatorYear {
    /// What it has earned.
    #[must_use]
    pub fn income(&self) -> Money {
        sum([self.from_issuers, self.from_trading])
    }

    /// What is left: below zero in a year of loss.
    #[must_use]
    pub fn result(&self) -> Money {
        self.income().checked_sub(self.costs).unwrap_or_default()
    }
}

/// The operator's account from the first day of a world to its last, one line a calendar year; nothing where the world
/// says nothing of its operator.
#[must_use]
pub fn operator_years(world: &World, views: &Views) -> Vec<OperatorYear> {
    let Some(operator) = &world.operator else { return Vec::new() };
    let (first, last) = (world.calendar.day(world.starts_at), world.calendar.day(world.ends_at));
    let fees: Vec<(Day, Money)> =
        views.exercise.companies.iter().flat_map(|one| earned(operator, one, world)).collect();
    let each = |year: i16| {
        let from_issuers = sum(fees.iter().filter(|(day, _)| day.year() == year).map(|&(_, fee)| fee));
        let from_trading = if operator.earns_trading_fees { views.trading_fees.of(year) } else { Money::ZERO };
        let costs = sum(operator.costs.iter().map(|cost| spent(cost, year, first, last)));
        OperatorYear { year, from_issuers, from_trading, costs }
    };
    (first.year()..=last.year()).map(each).collect()
}

/// What a company pays the operator: a fee of once on its day, a yearly one on that day of each year while it is listed.
fn earned(operator: &Operator, company: &CompanyView, world: &World) -> Vec<(Day, Money)> {
    let end = company.life.delisting.as_ref().map_or(world.ends_at, |end| end.at);
    let end = world.calendar.day(end);
    let mut earned = Vec::new();
    for line in &company.burdens {
        let fee = line.amount.map_or(Money::ZERO, Figure::money);
        if operator.earns_once.contains(&line.item) {
            earned.push((line.date, fee));
        }
        let mut day = line.date;
        while operator.earns_yearly.contains(&line.item) && day <= end {
            earned.push((day, fee));
            day = day.plus_days(365);
        }
    }
    earned
}

/// What a cost comes to in a year: each day of it that lies in the run bears 1/365 of the yearly amount, to the 1/10,000
/// of a euro, rounded down.
fn spent(cost: &OperatorCost, year: i16, first: Day, last: Day) -> Money {
    let (Some(begins), Some(ends)) = (Day::of(year, 1, 1), Day::of(year, 12, 31)) else { return Money::ZERO };
    let from = cost.from.max(first).max(begins);
    let until = cost.until.unwrap_or(last).min(last).min(ends);
    let days = i128::from(from.days_until(until)) + 1;
    if days <= 0 { Money::ZERO } else { Money::from_scaled(cost.a_year.scaled() * days / 365) }
}

fn sum(amounts: impl IntoIterator<Item = Money>) -> Money {
    amounts.into_iter().fold(Money::ZERO, |sum, amount| sum.checked_add(amount).unwrap_or(sum))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Basis, Text};

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn a_cost_is_borne_by_the_days_of_its_year_that_lie_in_the_run() {
        let cost = OperatorCost {
            code: "staff".parse().expect("a code"),
            label: Text { it: "Personale".into(), en: "Staff".into() },
            a_year: Money::euro(365_000),
            from: day("2026-01-01"),
            until: Some(day("2027-01-10")),
            basis: Basis::Assumed,
            source: "a test".into(),
            as_of: day("2026-11-22"),
        };
        let spent = |year| spent(&cost, year, day("2026-12-22"), day("2030-01-01"));
        assert_eq!(spent(2025), Money::ZERO);
        assert_eq!(spent(2026), Money::euro(10_000), "22 to 31 December");
        assert_eq!(spent(2027), Money::euro(10_000), "1 to 10 January");
        assert_eq!(spent(2028), Money::ZERO);
    }
}
