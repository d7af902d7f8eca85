//! One company's account of the exercise: benefits beside burdens.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Entry, EntryKind, Unit};
use crate::domain::{Figure, Money};

/// The lines of one company, each list by date, equal dates in order of arrival.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sheet {
    benefits: Vec<Entry>,
    burdens: Vec<Entry>,
}

/// What the lines add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Totals {
    /// Euro that the issuer pays once for the listing.
    pub one_off: Money,
    /// Euro that it pays in every year after it.
    pub yearly: Money,
    /// What is paid once, in percent of the capital raised; nothing when none was.
    pub one_off_percent: Option<Figure>,
    /// What is paid in a year, in percent of the capital raised; nothing when none was.
    pub yearly_percent: Option<Figure>,
    /// Months until the listing, the longest line of that kind; nothing when no line tells it.
    pub months: Option<Figure>,
    /// Days of work of staff and directors for the listing.
    pub staff_days: Figure,
    /// Days of work of staff and directors in every year after it.
    pub staff_days_per_year: Figure,
    /// Euro that others pay once for the listing: the exchange, the public purse, a third party.
    #[serde(default)]
    pub one_off_of_others: Money,
    /// Euro that they pay in every year after it.
    #[serde(default)]
    pub yearly_of_others: Money,
}

impl Sheet {
    /// A sheet without lines.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a benefit.
    pub fn add_benefit(&mut self, line: Entry) {
        insert(&mut self.benefits, line);
    }

    /// Adds a burden.
    pub fn add_burden(&mut self, line: Entry) {
        insert(&mut self.burdens, line);
    }

    /// The benefits, by date.
    #[must_use]
    pub fn benefits(&self) -> &[Entry] {
        &self.benefits
    }

    /// The burdens, by date.
    #[must_use]
    pub fn burdens(&self) -> &[Entry] {
        &self.burdens
    }

    /// What the burdens add up to, beside the capital raised. A yearly line is told once, so that it counts once.
    #[must_use]
    pub fn totals(&self, raise: Money) -> Totals {
        let sum = |counts: fn(&Entry) -> bool| {
            let lines = self.burdens.iter().filter(|line| counts(line));
            lines.filter_map(|line| line.amount).fold(Figure::ZERO, Figure::plus)
        };
        let one_off = sum(|line| line.kind == EntryKind::OneOff && line.is_paid_by_issuer()).money();
        let yearly = sum(|line| line.kind == EntryKind::Yearly && line.is_paid_by_issuer()).money();
        let months = self.burdens.iter().filter(|line| line.kind == EntryKind::Time && line.unit == Unit::Months);
        Totals {
            one_off,
            yearly,
            one_off_percent: percent(one_off, raise),
            yearly_percent: percent(yearly, raise),
            months: months.filter_map(|line| line.amount).max(),
            staff_days: sum(|line| is_work(line) && line.unit == Unit::Days),
            staff_days_per_year: sum(|line| is_work(line) && line.unit == Unit::DaysPerYear),
            one_off_of_others: sum(|line| line.kind == EntryKind::OneOff && falls_on_others(line)).money(),
            yearly_of_others: sum(|line| line.kind == EntryKind::Yearly && falls_on_others(line)).money(),
        }
    }
}

fn falls_on_others(line: &Entry) -> bool {
    line.unit == Unit::Euro && !line.is_paid_by_issuer()
}

fn is_work(line: &Entry) -> bool {
    matches!(line.kind, EntryKind::Organisational | EntryKind::Managerial)
}

fn insert(list: &mut Vec<Entry>, line: Entry) {
    let place = list.partition_point(|other| other.date <= line.date);
    list.insert(place, line);
}

/// `part` in percent of `whole`, to the hundredth of a percent, half away from zero; nothing of nothing.
pub(super) fn percent(part: Money, whole: Money) -> Option<Figure> {
    if whole <= Money::ZERO {
        return None;
    }
    let doubled = part.scaled().checked_mul(20_000)?; // twice the hundredths of a percent
    let hundredths = doubled.checked_add(whole.scaled() * doubled.signum())? / (whole.scaled().checked_mul(2)?);
    i64::try_from(hundredths.checked_mul(100)?).ok().map(Figure::from_scaled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Basis, Text};

    fn line(item: &str, kind: EntryKind, amount: &str, unit: Unit, date: &str) -> Entry {
        Entry {
            item: item.parse().expect("a code"),
            label: Text { it: String::new(), en: String::new() },
            kind,
            amount: Some(amount.parse().expect("a figure")),
            unit,
            date: date.parse().expect("a day"),
            basis: Basis::Assumed,
            source: "test".into(),
            payer: None,
            rule: None,
        }
    }

    #[test]
    fn totals_keep_money_time_and_work_apart() {
        let mut sheet = Sheet::new();
        sheet.add_burden(line("b", EntryKind::OneOff, "70000.5", Unit::Euro, "2026-03-01"));
        sheet.add_burden(line("a", EntryKind::OneOff, "30000", Unit::Euro, "2026-02-01"));
        sheet.add_burden(line("c", EntryKind::Yearly, "12345.67", Unit::Euro, "2026-04-01"));
        sheet.add_burden(line("d", EntryKind::Time, "8.3", Unit::Months, "2026-04-01"));
        sheet.add_burden(line("e", EntryKind::Organisational, "12", Unit::Days, "2026-02-01"));
        sheet.add_burden(line("f", EntryKind::Managerial, "10", Unit::DaysPerYear, "2026-04-01"));
        let order: Vec<_> = sheet.burdens().iter().map(|line| line.item.as_str()).collect();
        assert_eq!(order, ["a", "e", "b", "c", "d", "f"]);
        let totals = sheet.totals(Money::euro(600_000));
        assert_eq!(totals.one_off.to_string(), "100000.5");
        assert_eq!(totals.one_off_percent, Some("16.67".parse().expect("a figure")));
        assert_eq!(totals.yearly_percent, Some("2.06".parse().expect("a figure")));
        assert_eq!(totals.months, Some("8.3".parse().expect("a figure")));
        assert_eq!((totals.staff_days, totals.staff_days_per_year), (Figure::whole(12), Figure::whole(10)));
        assert_eq!(sheet.totals(Money::ZERO).one_off_percent, None);
    }

    #[test]
    fn a_line_prints_as_the_report_has_it() {
        let line = line("audit", EntryKind::OneOff, "12345.67", Unit::Euro, "2026-03-01");
        let json = serde_json::to_string(&line).expect("serializes");
        let expected = r#"{"item":"audit","label":{"it":"","en":""},"kind":"one_off","amount":"12345.67","unit":"EUR","date":"2026-03-01","basis":"assumed","source":"test"}"#;
        assert_eq!(json, expected);
    }
}
