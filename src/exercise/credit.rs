//! The tax credit for the listing of small and medium companies (bonus IPO).

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fault::format_fault;
use super::{Entry, EntryKind, Fault, Listing, Payer, Unit};
use crate::domain::{Basis, Code, Day, Figure, Money, Provenance, Rate, Text};

/// What counts as a small or medium company for the credit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SmeTest {
    /// Fewer staff than this.
    pub staff_below: u32,
    /// Turnover of at most so many euro, or else
    pub turnover_up_to: Money,
    /// total assets of at most so many euro.
    pub assets_up_to: Money,
}

impl SmeTest {
    /// Whether a company passes: few enough staff, and turnover or assets small enough.
    #[must_use]
    pub fn passes(&self, size: &CompanySize) -> bool {
        size.staff < self.staff_below && (size.turnover <= self.turnover_up_to || size.assets <= self.assets_up_to)
    }
}

/// How large a company is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanySize {
    /// Persons employed.
    pub staff: u32,
    /// Turnover of the last year.
    pub turnover: Money,
    /// Total assets at its end.
    pub assets: Money,
}

/// Most that all companies together are granted in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ceiling {
    /// The year.
    pub year: i16,
    /// Euro.
    pub amount: Money,
}

/// The credit, as `ipo-credit.toml` holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IpoCredit {
    /// Version of this file's format: 1.
    pub format: u32,
    /// Stable name of the line it makes.
    pub code: Code,
    /// The same for people.
    pub label: Text,
    /// Part of the advisory costs that is given back.
    pub rate: Rate,
    /// Most that one company gets, in euro.
    pub cap: Money,
    /// First day on which a listing counts.
    pub valid_from: Day,
    /// Last day on which a listing counts.
    pub valid_until: Day,
    /// Who is small enough.
    pub sme: SmeTest,
    /// What all companies together get in each year.
    pub ceilings: Vec<Ceiling>,
    /// Where the rules come from.
    pub provenance: Provenance,
}

/// Why a company gets no credit. Codes are stable; the first that applies, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditRefusal {
    /// What is listed is no share.
    NotEquity,
    /// Listed before the first or after the last day.
    OutOfTime,
    /// Too large a company.
    NotSme,
    /// It paid for no advice that counts.
    NoAdvisoryCost,
}

impl CreditRefusal {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotEquity => "not_equity",
            Self::OutOfTime => "out_of_time",
            Self::NotSme => "not_sme",
            Self::NoAdvisoryCost => "no_advisory_cost",
        }
    }
}

impl fmt::Display for CreditRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotEquity => "the credit is for listings of shares",
            Self::OutOfTime => "the listing lies outside the time of the credit",
            Self::NotSme => "the company is not small or medium",
            Self::NoAdvisoryCost => "no advice that counts was paid for",
        })
    }
}

impl std::error::Error for CreditRefusal {}

impl IpoCredit {
    /// Everything that is wrong with the file.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = format_fault(self.format).into_iter().collect();
        if self.rate < Rate::ZERO || self.rate > Rate::ONE {
            faults.push(Fault::new("/rate", "a part of the costs lies between 0 and 1"));
        }
        if self.valid_until < self.valid_from {
            faults.push(Fault::new("/valid_until", "the last day comes before the first"));
        }
        faults
    }

    /// What a company gets: the rate's part of its advisory costs, at most the cap and the year's ceiling.
    ///
    /// # Errors
    /// The first [`CreditRefusal`].
    pub fn amount(&self, listing: &Listing, size: &CompanySize, advisory: Money) -> Result<Money, CreditRefusal> {
        if !listing.kind.is_equity() {
            return Err(CreditRefusal::NotEquity);
        }
        if listing.listed_on < self.valid_from || listing.listed_on > self.valid_until {
            return Err(CreditRefusal::OutOfTime);
        }
        if !self.sme.passes(size) {
            return Err(CreditRefusal::NotSme);
        }
        if advisory <= Money::ZERO {
            return Err(CreditRefusal::NoAdvisoryCost);
        }
        let part = advisory.share(self.rate).unwrap_or(self.cap).min(self.cap);
        let ceiling = self.ceilings.iter().find(|ceiling| ceiling.year == listing.listed_on.year());
        Ok(ceiling.map_or(part, |ceiling| part.min(ceiling.amount)))
    }

    /// The benefit line: dated on the first day of the year after the listing, when the credit can be set off against
    /// taxes. The company's tax year is taken to be the calendar year.
    ///
    /// # Errors
    /// As [`Self::amount`].
    pub fn entry(&self, listing: &Listing, size: &CompanySize, advisory: Money) -> Result<Entry, CreditRefusal> {
        let amount = self.amount(listing, size, advisory)?;
        let rate = self.rate.scaled() / 100;
        Ok(Entry {
            item: self.code.clone(),
            label: self.label.clone(),
            kind: EntryKind::Tax,
            amount: Figure::of_money(amount),
            unit: Unit::Euro,
            date: Day::of(listing.listed_on.year() + 1, 1, 1).unwrap_or(listing.listed_on),
            basis: Basis::Simulated,
            source: self.provenance.source.clone(),
            payer: Some(Payer::Public),
            rule: Some(Text {
                it: format!("{rate}% di {advisory} euro di consulenza, al massimo {} euro", self.cap),
                en: format!("{rate}% of {advisory} euro of advice, at most {} euro", self.cap),
            }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::InstrumentKind;

    fn credit() -> IpoCredit {
        let text = r#"
            format = 1
            code = "tax-credit"
            label = { it = "credito", en = "credit" }
            rate = "0.5"
            cap = "500000"
            valid_from = "2025-01-01"
            valid_until = "2027-12-31"
            sme = { staff_below = 250, turnover_up_to = "50000000", assets_up_to = "43000000" }
            ceilings = [{ year = 2026, amount = "3000000" }, { year = 2027, amount = "100000" }]
            provenance = { basis = "assumed", source = "test", as_of = "2026-01-01" }
        "#;
        toml::from_str(text).expect("a credit")
    }

    fn listing(on: &str) -> Listing {
        Listing {
            kind: InstrumentKind::Share,
            raise: Money::euro(5_000_000),
            capitalisation: Money::euro(20_000_000),
            listed_on: on.parse().expect("a day"),
        }
    }

    const SMALL: CompanySize =
        CompanySize { staff: 249, turnover: Money::euro(50_000_000), assets: Money::euro(99_000_000) };

    #[test]
    fn half_the_advice_up_to_the_cap() {
        let amount = |on, advice| credit().amount(&listing(on), &SMALL, Money::euro(advice));
        assert_eq!(amount("2026-05-04", 300_001).map(|money| money.to_string()), Ok("150000.5".into()));
        assert_eq!(amount("2026-05-04", 1_200_000), Ok(Money::euro(500_000)));
        assert_eq!(amount("2027-12-31", 1_200_000), Ok(Money::euro(100_000)));
        let line = credit().entry(&listing("2026-05-04"), &SMALL, Money::euro(300_000)).expect("granted");
        assert_eq!(line.date.to_string(), "2027-01-01");
    }

    #[test]
    fn who_gets_none_is_told_why() {
        let small = |on| credit().amount(&listing(on), &SMALL, Money::euro(1));
        assert_eq!(small("2028-01-01"), Err(CreditRefusal::OutOfTime));
        assert_eq!(small("2024-12-31"), Err(CreditRefusal::OutOfTime));
        let large = CompanySize { staff: 250, ..SMALL };
        let listing = listing("2026-05-04");
        assert_eq!(credit().amount(&listing, &large, Money::euro(1)), Err(CreditRefusal::NotSme));
        let rich = CompanySize { turnover: Money::euro(50_000_001), ..SMALL };
        assert_eq!(credit().amount(&listing, &rich, Money::euro(1)), Err(CreditRefusal::NotSme));
        assert_eq!(credit().amount(&listing, &SMALL, Money::ZERO), Err(CreditRefusal::NoAdvisoryCost));
        let bond = Listing { kind: InstrumentKind::Bond, ..listing };
        assert_eq!(credit().amount(&bond, &SMALL, Money::euro(1)), Err(CreditRefusal::NotEquity));
    }
}
