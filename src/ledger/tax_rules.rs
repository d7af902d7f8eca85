//! Which tax is withheld from what an instrument pays, from whom, and when it leaves for the treasury, as data.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{Calendar, Day, HolderNature, Income, Provenance, Rate, TaxClass};

/// The latest day of a month that every month has.
const DAY_MAX: u8 = 28;
/// The longest time from a payment to the tax day, in months.
const MONTHS_MAX: u8 = 12;

/// The rules of a tax that the exchange withholds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxRules {
    /// Version of this file's format: 1.
    pub format: u32,
    /// What is withheld. Of the entries for one sort of income and of instrument those with the latest `from` hold that is
    /// not after the day of payment.
    pub withheld: Vec<Withholding>,
    /// When what was withheld is paid to the treasury.
    pub remittance: Remittance,
}

/// A rate, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Withholding {
    /// On what.
    pub income: Income,
    /// Of which instruments: `ordinary` when not said.
    #[serde(default)]
    pub taxed_as: TaxClass,
    /// The first day of payment for which it holds.
    pub from: Day,
    /// The part of the income that is withheld, 0 to 1.
    pub rate: Rate,
    /// From whom. Whoever is not named is paid gross.
    pub holders: Vec<HolderNature>,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// When what was withheld is paid to the treasury.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Remittance {
    /// So many months after the month of the payment, 1 to 12.
    pub months_after: u8,
    /// On this day of the month, 1 to 28, or on the next business day.
    pub day: u8,
    /// Where it comes from.
    pub provenance: Provenance,
}

impl TaxRules {
    /// What a schema cannot say: each a pointer and a sentence.
    #[must_use]
    pub fn faults(&self) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        let mut fault = |pointer: String, detail: &str| faults.push((pointer, detail.to_owned()));
        if self.format != 1 {
            fault("/format".to_owned(), "this version reads format 1");
        }
        let mut seen = BTreeSet::new();
        for (index, one) in self.withheld.iter().enumerate() {
            if one.rate < Rate::ZERO || one.rate > Rate::ONE {
                fault(format!("/withheld/{index}/rate"), "no part of a whole: write a fraction from 0 to 1");
            }
            let twice = |nature: &&HolderNature| !seen.insert((one.income, one.taxed_as, one.from, **nature));
            if one.holders.iter().filter(twice).count() > 0 {
                fault(
                    format!("/withheld/{index}/holders"),
                    "a holder has one rate for the same income from the same day",
                );
            }
        }
        if !(1..=MONTHS_MAX).contains(&self.remittance.months_after) {
            fault("/remittance/months_after".to_owned(), "the tax day comes 1 to 12 months after the payment");
        }
        if !(1..=DAY_MAX).contains(&self.remittance.day) {
            fault("/remittance/day".to_owned(), "a day that every month has: 1 to 28");
        }
        faults
    }

    /// The part that is withheld from an income that is paid on a day to such a holder; zero where nothing is.
    #[must_use]
    pub fn rate(&self, (income, taxed_as): (Income, TaxClass), holder: HolderNature, paid_on: Day) -> Rate {
        let dated = |one: &&Withholding| one.income == income && one.taxed_as == taxed_as && one.from <= paid_on;
        let Some(from) = self.withheld.iter().filter(dated).map(|one| one.from).max() else { return Rate::ZERO };
        let holds = |one: &&Withholding| one.from == from && one.holders.contains(&holder);
        self.withheld.iter().filter(dated).find(holds).map_or(Rate::ZERO, |one| one.rate)
    }

    /// The day on which what is withheld on a day is paid to the treasury.
    #[must_use]
    pub fn due_on(&self, paid_on: Day, calendar: &Calendar) -> Day {
        let first = paid_on.plus_days(1 - i32::from(paid_on.day_of_month()));
        let month = first.plus_months(i32::from(self.remittance.months_after));
        calendar.business_day_from(month.plus_days(i32::from(self.remittance.day) - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = r#"
format = 1
remittance = { months_after = 1, day = 16, provenance = { basis = "assumed", source = "a test", as_of = "2026-01-01" } }
[[withheld]]
income = "interest"
from = "2012-01-01"
rate = "0.20"
holders = ["person", "firm"]
provenance = { basis = "assumed", source = "a test", as_of = "2026-01-01" }
[[withheld]]
income = "interest"
from = "2014-07-01"
rate = "0.26"
holders = ["person"]
provenance = { basis = "assumed", source = "a test", as_of = "2026-01-01" }
[[withheld]]
income = "interest"
taxed_as = "government_bond"
from = "2012-01-01"
rate = "0.125"
holders = ["person"]
provenance = { basis = "assumed", source = "a test", as_of = "2026-01-01" }
"#;

    fn rules() -> TaxRules {
        toml::from_str(RULES).expect("rules")
    }

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn the_latest_rate_that_has_begun_holds_for_those_whom_it_names() {
        let (rules, ordinary) = (rules(), (Income::Interest, TaxClass::Ordinary));
        let rate = |on: &str, holder| rules.rate(ordinary, holder, day(on)).to_string();
        assert_eq!(rate("2011-12-31", HolderNature::Person), "0");
        assert_eq!(rate("2014-06-30", HolderNature::Person), "0.2");
        assert_eq!(rate("2014-07-01", HolderNature::Person), "0.26");
        assert_eq!(rate("2014-06-30", HolderNature::Firm), "0.2");
        assert_eq!(rate("2014-07-01", HolderNature::Firm), "0", "the later entry does not name it");
        assert_eq!(rate("2026-01-01", HolderNature::Institution), "0");
        let of_government = (Income::Interest, TaxClass::GovernmentBond);
        assert_eq!(rules.rate(of_government, HolderNature::Person, day("2026-01-01")).to_string(), "0.125");
        let dividend = (Income::Dividend, TaxClass::Ordinary);
        assert_eq!(rules.rate(dividend, HolderNature::Person, day("2026-01-01")), Rate::ZERO);
    }

    #[test]
    fn the_tax_day_is_a_business_day_of_the_month_after() {
        let text = crate::format::library::text("parameters", "calendar-target").expect("it ships");
        let calendar: Calendar = toml::from_str(&text).expect("a calendar");
        let due = |paid_on: &str| rules().due_on(day(paid_on), &calendar).to_string();
        assert_eq!(due("2026-06-01"), "2026-07-16");
        assert_eq!(due("2026-06-30"), "2026-07-16");
        assert_eq!(due("2026-12-31"), "2027-01-18", "the 16th is a Saturday");
        assert_eq!(due("2025-02-10"), "2025-03-17", "the 16th is a Sunday");
    }

    #[test]
    fn rules_that_contradict_themselves_are_told_with_their_place() {
        let faults = |from: &str, to: &str| {
            assert!(RULES.contains(from), "{from}");
            let rules: TaxRules = toml::from_str(&RULES.replacen(from, to, 1)).expect("rules");
            rules.faults().into_iter().map(|(pointer, _)| pointer).collect::<Vec<_>>()
        };
        let none: [&str; 0] = [];
        assert_eq!(faults("format", "format"), none);
        assert_eq!(faults("format = 1", "format = 2"), ["/format"]);
        assert_eq!(faults("0.26", "26"), ["/withheld/1/rate"]);
        assert_eq!(faults("2014-07-01", "2012-01-01"), ["/withheld/1/holders"]);
        assert_eq!(faults("months_after = 1", "months_after = 0"), ["/remittance/months_after"]);
        assert_eq!(faults("day = 16", "day = 31"), ["/remittance/day"]);
    }
}
