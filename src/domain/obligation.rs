//! A duty to publish something about a period, and the days on which it falls due. A duty is stated once: by the market
//! (`obligations.toml`) or by the gate (`[reporting]` of a rulebook).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Calendar, Code, Day, InstrumentKind, Provenance, Scope, Text};

/// A day that comes back every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodEnd {
    /// Month, 1 to 12.
    pub month: i8,
    /// Day of the month; one that every year has.
    pub day: i8,
}

/// What a publication must carry to count as delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportContent {
    /// A measurement of at least one objective about the period.
    Measurements,
    /// A measurement of every objective about the period.
    EveryObjective,
    /// The share of revenue from the impact activity in the period, which is tested anew.
    Activity,
    /// The verdict of an independent verifier, other than a rejection, on every measurement about the period.
    Verification,
}

/// A duty to publish something about a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Obligation {
    /// Stable name.
    pub code: Code,
    /// The same for people.
    pub label: Text,
    /// For shares, for bonds, or for both.
    #[serde(default, skip_serializing_if = "Scope::is_both")]
    pub applies_to: Scope,
    /// When the period ends that it is about. The company's year is taken to be the calendar year.
    pub period_end: PeriodEnd,
    /// Months from one period's end to the next: 12 when not said, else 1, 2, 3, 4 or 6.
    #[serde(default = "a_year", skip_serializing_if = "is_a_year")]
    pub every_months: u8,
    /// Months after the period's end within which it is due.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub within_months: u8,
    /// Days after those months.
    #[serde(default, skip_serializing_if = "no_days")]
    pub within_days: u16,
    /// Calendar days after the term in which it is late and has no consequence yet.
    #[serde(default, skip_serializing_if = "no_days")]
    pub grace_days: u16,
    /// What it must carry; nothing more than itself when not said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<ReportContent>,
    /// Where the duty and its term come from.
    pub provenance: Provenance,
}

const fn a_year() -> u8 {
    12
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
const fn is_a_year(months: &u8) -> bool {
    *months == 12
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
const fn is_nothing(months: &u8) -> bool {
    *months == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
const fn no_days(days: &u16) -> bool {
    *days == 0
}

impl Obligation {
    /// Everything that is wrong with it although its form is right: key and sentence.
    #[must_use]
    pub fn faults(&self) -> Vec<(&'static str, &'static str)> {
        let mut faults = Vec::new();
        if Day::of(2025, self.period_end.month, self.period_end.day).is_none() {
            faults.push(("period_end", "not a day that every year has"));
        }
        if self.within_months == 0 && self.within_days == 0 {
            faults.push(("within_months", "a term has a day at least: write `within_months` or `within_days`"));
        }
        if !matches!(self.every_months, 1 | 2 | 3 | 4 | 6 | 12) {
            faults.push(("every_months", "a year is not made of such periods: write 1, 2, 3, 4, 6 or 12"));
        }
        faults
    }

    /// Whether it asks for nothing but the word of a verifier.
    #[must_use]
    pub fn is_verification(&self) -> bool {
        !self.content.is_empty() && self.content.iter().all(|content| *content == ReportContent::Verification)
    }

    /// The ends of its periods within some years, in order.
    fn period_ends(&self, years: std::ops::RangeInclusive<i16>) -> impl Iterator<Item = Day> + '_ {
        let last = self.period_end;
        let step = i32::from(self.every_months.max(1));
        let within = 12 / step;
        // The same day of earlier months; the first day after a period moves, so that ends of months stay ends of months.
        let ends = move |year: i16| {
            let end = Day::of(year, last.month, last.day)?.plus_days(1);
            Some((0..within).map(move |count| end.plus_months(-step * count).plus_days(-1)))
        };
        let mut all: Vec<Day> = (*years.start()..=years.end().saturating_add(1)).filter_map(ends).flatten().collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter()
    }

    /// Last day on which a publication about a period is in time, before business days are looked at.
    fn term(&self, period_ends_on: Day) -> Day {
        let next = period_ends_on.plus_days(1); // the first day after the period, so that ends of months stay ends of months
        next.plus_months(i32::from(self.within_months)).plus_days(i32::from(self.within_days) - 1)
    }
}

/// One publication that is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// Code of the obligation.
    pub obligation: Code,
    /// Last day of the period it is about.
    pub period_ends_on: Day,
    /// Last day on which it is in time: a business day.
    pub due_on: Day,
    /// Last day before it is missed: the end of the days of grace.
    pub missed_after: Day,
}

/// Every deadline of a company listed on `listed_on` that falls due up to and including `until`: one for each period
/// that ends on the day of the listing or later. A term that ends on no business day runs to the next one. Sorted by
/// due day, then by the order of the obligations.
#[must_use]
pub fn deadlines<'a>(
    obligations: impl IntoIterator<Item = &'a Obligation>,
    kind: InstrumentKind,
    listed_on: Day,
    until: Day,
    calendar: &Calendar,
) -> Vec<Deadline> {
    let mut deadlines = Vec::new();
    for one in obligations.into_iter().filter(|one| one.applies_to.covers(kind)) {
        for period_ends_on in one.period_ends(listed_on.year()..=until.year()).filter(|&end| end >= listed_on) {
            let due_on = calendar.business_day_from(one.term(period_ends_on));
            if due_on <= until {
                let missed_after = due_on.plus_days(i32::from(one.grace_days));
                deadlines.push(Deadline { obligation: one.code.clone(), period_ends_on, due_on, missed_after });
            }
        }
    }
    deadlines.sort_by_key(|deadline| deadline.due_on);
    deadlines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Basis;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn duty(code: &str, more: &str) -> Obligation {
        let text = format!(
            r#"
            code = "{code}"
            label = {{ it = "relazione", en = "report" }}
            provenance = {{ basis = "assumed", source = "test", as_of = "2026-01-01" }}
            {more}
            "#
        );
        toml::from_str(&text).expect("an obligation")
    }

    fn calendar() -> Calendar {
        let provenance = Provenance { basis: Basis::Assumed, source: "test".into(), as_of: day("2026-01-01") };
        Calendar {
            format: 1,
            zone: "CET-1CEST,M3.5.0,M10.5.0/3".parse().expect("a zone"),
            holidays: [].into(),
            provenance,
        }
    }

    #[test]
    fn terms_end_on_ends_of_months() {
        let term = |period, more: &str| {
            let one = duty("report", &format!("period_end = {{ month = 12, day = 31 }}\n{more}"));
            one.term(day(period)).to_string()
        };
        assert_eq!(term("2026-06-30", "within_months = 3"), "2026-09-30");
        assert_eq!(term("2026-12-31", "within_months = 6"), "2027-06-30");
        assert_eq!(term("2026-09-30", "within_months = 5"), "2027-02-28");
        assert_eq!(term("2026-03-15", "within_months = 1"), "2026-04-15");
        assert_eq!(term("2026-03-31", "within_days = 90"), "2026-06-29");
        assert_eq!(term("2026-12-31", "within_months = 1\nwithin_days = 15"), "2027-02-15");
    }

    #[test]
    fn deadlines_begin_with_the_period_of_the_listing_and_fall_on_business_days() {
        let annual = duty("annual-report", "period_end = { month = 12, day = 31 }\nwithin_months = 6");
        let half = duty(
            "half-year-report",
            "period_end = { month = 6, day = 30 }\nwithin_months = 3\napplies_to = \"equity\"\ngrace_days = 20",
        );
        assert!(annual.faults().is_empty() && half.faults().is_empty());
        let list = |kind| {
            let all = [&annual, &half];
            let deadlines = deadlines(all, kind, day("2026-07-01"), day("2028-12-31"), &calendar());
            deadlines.iter().map(|one| format!("{} {}", one.obligation, one.due_on)).collect::<Vec<_>>()
        };
        let equity = [
            "annual-report 2027-06-30",
            "half-year-report 2027-09-30",
            "annual-report 2028-06-30",
            "half-year-report 2028-10-02", // 30 September 2028 is a Saturday
        ];
        assert_eq!(list(InstrumentKind::Share), equity);
        assert_eq!(list(InstrumentKind::Bond), [equity[0], equity[2]]);
        let shares = deadlines([&half], InstrumentKind::Share, day("2026-07-01"), day("2027-12-31"), &calendar());
        assert_eq!(shares[0].missed_after, day("2027-10-20"));
    }

    #[test]
    fn quarters_end_with_their_months() {
        let quarterly = duty("quarterly", "period_end = { month = 12, day = 31 }\nevery_months = 3\nwithin_days = 45");
        let found = deadlines([&quarterly], InstrumentKind::Bond, day("2026-02-01"), day("2027-03-31"), &calendar());
        let ends: Vec<String> = found.iter().map(|one| one.period_ends_on.to_string()).collect();
        assert_eq!(ends, ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]);
        assert_eq!(found[0].due_on, day("2026-05-15"));
    }

    #[test]
    fn a_duty_that_never_falls_due_is_a_fault() {
        let faults = |more: &str| duty("report", more).faults().into_iter().map(|(key, _)| key).collect::<Vec<_>>();
        assert_eq!(faults("period_end = { month = 2, day = 29 }"), ["period_end", "within_months"]);
        assert_eq!(faults("period_end = { month = 6, day = 30 }\nwithin_days = 5\nevery_months = 5"), ["every_months"]);
    }
}
