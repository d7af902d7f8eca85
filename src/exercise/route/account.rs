//! One company by one route: what it gets, pays, gives and does, year by year.

use super::{Given, Obstacle, Route, Venture, Yearly, internal_rate};
use crate::domain::{Calendar, Code, Day, Figure, InstrumentKind, Money, Rate, Scope};
use crate::exercise::costs::costs;
use crate::exercise::sheet::percent;
use crate::exercise::{
    CostItem, CostTable, Entry, IpoCredit, Listing, Plan, Sheet, Totals, burdens, finish_of, schedule,
};

/// The account of one company by one route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteAccount {
    /// The route.
    pub code: Code,
    /// What the company gives, where the route leaves it to the dossier: a share or a bond.
    pub given: Given,
    /// Why the route is closed to it; empty where it is open. The rest is reckoned all the same.
    pub obstacles: Vec<Obstacle>,
    /// Every cost and all work, as lines.
    pub lines: Vec<Entry>,
    /// What the lines add up to.
    pub totals: Totals,
    /// The raise less what the issuer pays once.
    pub net_proceeds: Money,
    /// The tax credit, where it is given.
    pub tax_credit: Option<Money>,
    /// What the money costs a year, as its price: interest, or the return that holders expect.
    pub price: Option<Rate>,
    /// The part of the company that new holders have, in percent; nothing where none is given.
    pub equity_given: Option<Figure>,
    /// What is paid in each year of the horizon.
    pub years: Vec<Yearly>,
    /// The yearly rate at which all that is paid is worth the net proceeds; nothing where less is paid than was received.
    pub cost_of_capital: Option<Rate>,
}

/// Reckons a route for a company; nothing on overflow.
#[must_use]
pub fn account(
    route: &Route,
    venture: &Venture,
    plan: &Plan,
    table: &CostTable,
    credit: &IpoCredit,
    calendar: &Calendar,
) -> Option<RouteAccount> {
    let given = given(route, venture.kind);
    let kind = kind_of(given, venture.kind);
    let items = items(route, table, kind);
    let capitalisation = capitalisation(route, venture, given)?;
    let mut listing = Listing { kind, raise: venture.raise, capitalisation, listed_on: venture.starts_on };
    let lines = match &route.effort {
        Some(effort) => {
            listing.listed_on = after(venture.starts_on, effort.months.midpoint());
            costs(&items, &listing, |_| None)?
        }
        None => {
            let tasks = schedule(plan, kind, venture.starts_on, calendar);
            listing.listed_on = finish_of(&tasks).unwrap_or(venture.starts_on);
            burdens(plan, &items, &listing, &tasks)?
        }
    };
    let mut sheet = Sheet::new();
    lines.iter().cloned().for_each(|line| sheet.add_burden(line));
    let mut totals = sheet.totals(venture.raise);
    if let Some(effort) = &route.effort {
        totals.months = Some(effort.months.midpoint());
        totals.staff_days = effort.staff_days.midpoint();
        totals.staff_days_per_year = effort.days_per_year.midpoint();
    }
    let advice = items.advisory_cost(&lines);
    let tax_credit = route.tax_credit.then(|| credit.amount(&listing, &venture.size, advice).ok()).flatten();
    let net_proceeds = venture.raise.checked_sub(totals.one_off)?;
    let price = price(route, venture, given);
    let years = years(given, venture, price.unwrap_or(Rate::ZERO), totals.yearly)?;
    Some(RouteAccount {
        code: route.code.clone(),
        given,
        obstacles: route.eligibility.obstacles(venture),
        lines,
        totals,
        net_proceeds,
        tax_credit,
        price,
        equity_given: (given == Given::Equity).then(|| percent(venture.raise, capitalisation)).flatten(),
        cost_of_capital: cost_of_capital(net_proceeds, tax_credit, &years),
        years,
    })
}

/// The rate of all payments; the credit is set off against the taxes of the first year.
fn cost_of_capital(net: Money, credit: Option<Money>, years: &[Yearly]) -> Option<Rate> {
    let mut paid = years.iter().map(Yearly::total).collect::<Option<Vec<Money>>>()?;
    if let (Some(first), Some(credit)) = (paid.first_mut(), credit) {
        *first = first.checked_sub(credit)?;
    }
    internal_rate(net, &paid)
}

const fn given(route: &Route, kind: InstrumentKind) -> Given {
    match route.gives {
        Given::AsAsked if kind.is_equity() => Given::Equity,
        Given::AsAsked => Given::Bond,
        given => given,
    }
}

/// By which items of a cost table a route is costed.
const fn kind_of(given: Given, asked: InstrumentKind) -> InstrumentKind {
    match given {
        Given::Equity if asked.is_equity() => asked,
        Given::Equity => InstrumentKind::Share,
        _ => InstrumentKind::Bond,
    }
}

/// The items of the table that hold for the route, then its own.
fn items(route: &Route, table: &CostTable, kind: InstrumentKind) -> CostTable {
    let taken = |item: &&CostItem| {
        let Some(taken) = &route.table else { return false };
        let covers = match taken.scope {
            None | Some(Scope::Both) => item.applies_to.covers(kind),
            Some(scope) => item.applies_to == scope || item.applies_to == Scope::Both,
        };
        covers && !taken.without.contains(&item.code)
    };
    let mut items: Vec<CostItem> = table.items.iter().filter(taken).cloned().collect();
    items.extend(route.costs.iter().cloned());
    CostTable { format: 1, name: route.label.clone(), items, by_time: None }
}

fn capitalisation(route: &Route, venture: &Venture, given: Given) -> Option<Money> {
    if given != Given::Equity {
        return Some(Money::ZERO);
    }
    match (&route.capitalisation_per_raise, venture.capitalisation) {
        (_, Some(capitalisation)) => Some(capitalisation),
        (Some(times), None) => venture.raise.share(times.midpoint().rate()),
        (None, None) => Some(Money::ZERO),
    }
}

/// A bond pays the coupon of its dossier where it is the one asked for; a share costs what its holders expect, less
/// what they give up for impact.
fn price(route: &Route, venture: &Venture, given: Given) -> Option<Rate> {
    if route.gives == Given::AsAsked && given == Given::Bond {
        return venture.coupon.or_else(|| route.bond_price.as_ref().map(|price| price.midpoint().rate()));
    }
    let price = route.price.as_ref()?.midpoint().scaled();
    let discount = route.impact_discount.as_ref().map_or(0, |discount| discount.midpoint().scaled());
    Some(Figure::from_scaled((price - discount).max(0)).rate())
}

fn years(given: Given, venture: &Venture, price: Rate, costs: Money) -> Option<Vec<Yearly>> {
    let raise = venture.raise;
    let mut owed = raise;
    let part = Money::from_scaled(raise.scaled() / i128::from(venture.years.max(1)));
    let mut years = Vec::new();
    for year in 1..=venture.years {
        let is_last = year == venture.years;
        let grown = owed.share(price)?;
        let (interest, repaid) = match given {
            Given::Gift => (Money::ZERO, Money::ZERO),
            Given::Loan => (grown, if is_last { owed } else { part }),
            Given::Bond | Given::AsAsked => (grown, if is_last { owed } else { Money::ZERO }),
            Given::Equity => {
                owed = owed.checked_add(grown)?;
                (Money::ZERO, if is_last { owed } else { Money::ZERO })
            }
        };
        if given == Given::Loan {
            owed = owed.checked_sub(repaid)?;
        }
        years.push(Yearly { year, costs, interest, repaid });
    }
    Some(years)
}

/// The day so many months later, by days of a mean month (30.4375); at most a hundred years.
fn after(day: Day, months: Figure) -> Day {
    let days = i128::from(months.scaled()) * 304_375 / 100_000_000;
    day.plus_days(i32::try_from(days.min(36_500)).unwrap_or(36_500))
}
