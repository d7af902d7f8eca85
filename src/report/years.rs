//! Benefits beside burdens, year by year: when the money comes and goes, and where it stands at the end of each year.

use schemars::JsonSchema;
use serde::Serialize;

use super::content::CompanyReport;
use crate::domain::{Day, Figure, Money};
use crate::exercise::{Entry, EntryKind, Unit};

/// So many whole years after that of the listing are reckoned: what runs every year is known, and what is earned with the
/// capital is not.
const YEARS_AFTER: i16 = 3;

/// A year's days, by which what runs in a part of a year is cut.
const DAYS: i128 = 365;

/// One calendar year of a company's account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Year {
    /// Which.
    pub year: i16,
    /// Capital raised and tax credit.
    pub received: Money,
    /// What the company pays once.
    pub one_off: Money,
    /// What it pays every year, by days in the year of the listing.
    pub yearly: Money,
    /// What it has paid to holders in the run.
    pub to_holders: Money,
    /// Days of its own work, by days where they run every year.
    pub work_days: Figure,
    /// Where all of it stands at the end of the year.
    pub stands: Money,
}

/// The years from the first line to the third whole year after the listing; none for who is not listed.
pub(super) fn of(company: &CompanyReport) -> Vec<Year> {
    let runs = |line: &&Entry| line.kind == EntryKind::Yearly || line.unit == Unit::DaysPerYear;
    let Some(from) = company.burdens.iter().filter(runs).map(|line| line.date).min() else { return Vec::new() };
    let first = company.costs().map(|line| line.date.year()).chain([from.year()]).min().unwrap_or(from.year());
    let mut stands = Money::ZERO;
    let year = |year: i16| {
        let one = reckon(company, year);
        let spent = [one.one_off, one.yearly, one.to_holders].into_iter().sum();
        let change = one.received.checked_sub(spent).unwrap_or_default();
        stands = stands.checked_add(change).unwrap_or(stands);
        Year { stands, ..one }
    };
    (first..=from.year() + YEARS_AFTER).map(year).collect()
}

fn reckon(company: &CompanyReport, year: i16) -> Year {
    let in_year = |day: Day| day.year() == year;
    let euro = |lines: &mut dyn Iterator<Item = &Entry>| -> Money {
        lines.filter(|line| in_year(line.date)).filter_map(|line| line.amount).map(Figure::money).sum()
    };
    let comes_in = |line: &&Entry| {
        let is_capital = line.item.as_str() == "gross-proceeds";
        line.unit == Unit::Euro && (is_capital || line.kind == EntryKind::Tax)
    };
    let yearly = company.burdens.iter().filter(|line| line.kind == EntryKind::Yearly && line.is_paid_by_issuer());
    let yearly = yearly.filter_map(|line| Some(part(line.amount?.money(), line.date, year)));
    let work = company.burdens.iter().filter_map(|line| match (line.kind, line.unit) {
        (EntryKind::Organisational | EntryKind::Managerial, Unit::Days) => line.amount.filter(|_| in_year(line.date)),
        (EntryKind::Organisational | EntryKind::Managerial, Unit::DaysPerYear) => {
            Figure::of_money(part(line.amount?.money(), line.date, year))
        }
        _ => None,
    });
    let paid = company.payments.iter().filter(|one| one.paid && one.kind.is_paid_by_issuer() && in_year(one.due_on));
    Year {
        year,
        received: euro(&mut company.benefits.iter().filter(comes_in)),
        one_off: euro(&mut company.costs()),
        yearly: yearly.sum(),
        to_holders: paid.map(|payment| payment.amount).sum(),
        work_days: work.fold(Figure::ZERO, Figure::plus),
        stands: Money::ZERO,
    }
}

/// What of a yearly amount falls into a year when it runs from a day on: all of it after the first year, and in that year
/// by the days that are left, the first one counted, over 365 and never more than all. Half away from zero to the cent.
fn part(amount: Money, from: Day, year: i16) -> Money {
    let last: Day = format!("{year:04}-12-31").parse().expect("a day of the year");
    let days = (i128::from(from.days_until(last)) + 1).clamp(0, DAYS);
    if year > from.year() || days == DAYS {
        return amount;
    }
    const CENT: i128 = 100; // in 1/10,000 of a euro
    let scaled = amount.scaled() * days;
    let half = DAYS * CENT / 2 * scaled.signum();
    Money::from_scaled((scaled + half) / (DAYS * CENT) * CENT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::fixture;

    #[test]
    fn what_runs_is_cut_by_days_in_its_first_year_alone() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let money = |text: &str| text.parse::<Money>().expect("money");
        assert_eq!(part(money("365"), day("2026-12-31"), 2026), money("1"));
        assert_eq!(part(money("365"), day("2026-12-31"), 2025), Money::ZERO);
        assert_eq!(part(money("365"), day("2026-12-31"), 2027), money("365"));
        assert_eq!(part(money("100"), day("2026-07-02"), 2026), money("50.14")); // 183 of 365 days
        assert_eq!(part(money("100"), day("2028-01-01"), 2028), money("100"));
    }

    #[test]
    fn the_years_add_up_to_the_lines_and_stand_where_the_sum_does() {
        let report = fixture::report();
        let company = &report.companies[0];
        let years = of(company);
        let years_told: Vec<i16> = years.iter().map(|year| year.year).collect();
        assert_eq!(years_told, [2026, 2027, 2028, 2029]);
        let sum = |what: fn(&Year) -> Money| years.iter().map(what).sum::<Money>();
        assert_eq!(sum(|year| year.received), company.raised());
        assert_eq!(sum(|year| year.one_off), company.totals.one_off);
        let spent: Money =
            [sum(|year| year.one_off), sum(|year| year.yearly), sum(|year| year.to_holders)].into_iter().sum();
        assert_eq!(Some(years[3].stands), company.raised().checked_sub(spent));
        assert!(of(&report.companies[2]).is_empty(), "who was refused has no years");
    }
}
