//! What a listed company must publish, and by when.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fault::{format_fault, repeated};
use super::{Fault, Scope};
use crate::domain::{Calendar, Code, Day, InstrumentKind, Provenance, Text};

/// A day that comes back every year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodEnd {
    /// Month, 1 to 12.
    pub month: i8,
    /// Day of the month; one that every year has.
    pub day: i8,
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
    /// Months after the period's end within which it is due.
    pub within_months: u8,
    /// Where the duty and its term come from.
    pub provenance: Provenance,
}

/// The duties, as `obligations.toml` holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Obligations {
    /// Version of this file's format: 1.
    pub format: u32,
    /// The duties.
    pub obligations: Vec<Obligation>,
}

impl Obligations {
    /// Everything that is wrong with the file: repeated codes, days that not every year has, a term of nothing.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = format_fault(self.format).into_iter().collect();
        faults.extend(repeated("obligations", self.obligations.iter().map(|one| &one.code)));
        for (index, one) in self.obligations.iter().enumerate() {
            if Day::of(2025, one.period_end.month, one.period_end.day).is_none() {
                let message = "not a day that every year has";
                faults.push(Fault::new(format!("/obligations/{index}/period_end"), message));
            }
            if one.within_months == 0 {
                faults.push(Fault::new(format!("/obligations/{index}/within_months"), "a term has a month at least"));
            }
        }
        faults
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
}

/// Where a deadline stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineStatus {
    /// Not published, and still in time.
    Pending,
    /// Published in time.
    Met,
    /// Published too late.
    Late,
    /// Not published, and the time is over.
    Missed,
}

impl Deadline {
    /// Where it stands on `today`, when the publication was made on `published_on`, if it was.
    #[must_use]
    pub fn status(&self, published_on: Option<Day>, today: Day) -> DeadlineStatus {
        match published_on {
            Some(day) if day <= self.due_on => DeadlineStatus::Met,
            Some(_) => DeadlineStatus::Late,
            None if today <= self.due_on => DeadlineStatus::Pending,
            None => DeadlineStatus::Missed,
        }
    }
}

/// Every deadline of a company listed on `listed_on` that falls due up to and including `until`: one for each period
/// that ends on the day of the listing or later. A term that ends on no business day runs to the next one. Sorted by
/// due day, then by the file's order.
#[must_use]
pub fn deadlines(
    obligations: &Obligations,
    kind: InstrumentKind,
    listed_on: Day,
    until: Day,
    calendar: &Calendar,
) -> Vec<Deadline> {
    let ends = |one: &Obligation| {
        let end = one.period_end;
        (listed_on.year()..=until.year()).filter_map(move |year| Day::of(year, end.month, end.day))
    };
    let mut deadlines = Vec::new();
    for one in obligations.obligations.iter().filter(|one| one.applies_to.covers(kind)) {
        for period_ends_on in ends(one).filter(|&end| end >= listed_on) {
            let due_on = calendar.business_day_from(end_of_term(period_ends_on, one.within_months));
            if due_on <= until {
                deadlines.push(Deadline { obligation: one.code.clone(), period_ends_on, due_on });
            }
        }
    }
    deadlines.sort_by_key(|deadline| deadline.due_on);
    deadlines
}

/// The end of so many months after a period's last day: the last day of a month when the period ended on one (three
/// months after 30 June is 30 September, six after 31 December is 30 June).
fn end_of_term(period_ends_on: Day, months: u8) -> Day {
    let next = period_ends_on.plus_days(1); // the first day after the period, so that ends of months stay ends of months
    next.plus_months(i32::from(months)).plus_days(-1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Basis;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    #[test]
    fn terms_end_on_ends_of_months() {
        assert_eq!(end_of_term(day("2026-06-30"), 3), day("2026-09-30"));
        assert_eq!(end_of_term(day("2026-12-31"), 6), day("2027-06-30"));
        assert_eq!(end_of_term(day("2026-09-30"), 5), day("2027-02-28"));
        assert_eq!(end_of_term(day("2026-03-15"), 1), day("2026-04-15"));
    }

    #[test]
    fn deadlines_begin_with_the_period_of_the_listing_and_fall_on_business_days() {
        let text = r#"
            format = 1
            [[obligations]]
            code = "annual-report"
            label = { it = "bilancio", en = "annual report" }
            period_end = { month = 12, day = 31 }
            within_months = 6
            provenance = { basis = "assumed", source = "test", as_of = "2026-01-01" }
            [[obligations]]
            code = "half-year-report"
            label = { it = "semestrale", en = "half-year report" }
            applies_to = "equity"
            period_end = { month = 6, day = 30 }
            within_months = 3
            provenance = { basis = "assumed", source = "test", as_of = "2026-01-01" }
        "#;
        let obligations: Obligations = toml::from_str(text).expect("obligations");
        assert_eq!(obligations.faults(), []);
        let provenance = Provenance { basis: Basis::Assumed, source: "test".into(), as_of: day("2026-01-01") };
        let zone = "CET-1CEST,M3.5.0,M10.5.0/3".parse().expect("a zone");
        let calendar = Calendar { format: 1, zone, holidays: [].into(), provenance };
        let list = |kind| {
            let deadlines = deadlines(&obligations, kind, day("2026-07-01"), day("2028-12-31"), &calendar);
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
    }

    #[test]
    fn a_deadline_is_met_to_its_last_day() {
        let period_ends_on = day("2026-06-30");
        let deadline = Deadline {
            obligation: "half-year-report".parse().expect("a code"),
            period_ends_on,
            due_on: day("2026-09-30"),
        };
        let status = |published: Option<&str>, today| deadline.status(published.map(day), day(today));
        assert_eq!(status(Some("2026-09-30"), "2026-12-01"), DeadlineStatus::Met);
        assert_eq!(status(Some("2026-10-01"), "2026-12-01"), DeadlineStatus::Late);
        assert_eq!(status(None, "2026-09-30"), DeadlineStatus::Pending);
        assert_eq!(status(None, "2026-10-01"), DeadlineStatus::Missed);
    }
}
