//! The account by year on the page: a table, and bars with the line of where it stands.

use super::words::Words;
use crate::domain::Money;
use crate::report::chart::{YearBar, YearsChart, years};
use crate::report::content::CompanyReport;
use crate::report::numerals::Numerals;

/// The years of a company that is listed.
#[derive(Debug)]
pub(super) struct YearsPart {
    pub(super) rows: Vec<YearRow>,
    pub(super) chart: Option<YearsChart>,
}

#[derive(Debug)]
pub(super) struct YearRow {
    pub(super) year: i16,
    pub(super) received: String,
    pub(super) one_off: String,
    pub(super) yearly: String,
    pub(super) to_holders: String,
    pub(super) work_days: String,
    pub(super) stands: String,
}

/// The years; nothing for who is not listed.
pub(super) fn years_part(company: &CompanyReport, words: Words) -> Option<YearsPart> {
    if company.years.is_empty() {
        return None;
    }
    let numerals = Numerals::of(words.language);
    let euro = |money: Money| numerals.whole_euro(money);
    let rows = company.years.iter().map(|year| YearRow {
        year: year.year,
        received: euro(year.received),
        one_off: euro(year.one_off),
        yearly: euro(year.yearly),
        to_holders: euro(year.to_holders),
        work_days: numerals.scaled(i128::from(year.work_days.scaled() + 500) / 1_000 * 1_000, 0),
        stands: euro(year.stands),
    });
    let bars: Vec<YearBar> = company
        .years
        .iter()
        .map(|year| YearBar {
            name: year.year.to_string(),
            comes_in: year.received.scaled(),
            goes_out: year.one_off.scaled() + year.yearly.scaled() + year.to_holders.scaled(),
            stands: year.stands.scaled(),
            text: euro(year.stands),
        })
        .collect();
    Some(YearsPart { rows: rows.collect(), chart: years(&bars) })
}
