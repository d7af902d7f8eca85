//! Amounts of money that a rulebook asks for in its own currency, and how they are laid on a dossier in euro.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Rulebook;
use super::rulebook::cite;
use crate::domain::{Basis, Currency, Day, Figure, Money, SCALE, Text};

/// An amount of money in a rulebook, in the currency of its system, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AmountThreshold {
    /// The amount, in units of the currency (five million rupees are `"5000000"`).
    pub value: Figure,
    /// Its currency; euro when nothing is said.
    #[serde(default)]
    pub currency: Currency,
    /// Sourced or assumed.
    pub basis: Basis,
    /// Address of the source, or the reason of the assumption.
    pub source: String,
    /// The day on which the amount was valid or was read.
    pub as_of: Day,
}

/// What a euro costs in another currency, from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExchangeRate {
    /// The other currency.
    pub currency: Currency,
    /// Units of it for one euro; above zero.
    pub per_euro: Figure,
    /// Sourced or assumed.
    pub basis: Basis,
    /// Address of the source, or the reason of the assumption.
    pub source: String,
    /// The day from which it is used, until the next row of the currency.
    pub as_of: Day,
}

/// The table of exchange rates as a parameter file, which rulebooks name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExchangeRates {
    /// Version of the file's format: 1.
    pub format: u32,
    /// The rows.
    pub exchange_rates: Vec<ExchangeRate>,
}

/// An amount of a rulebook beside what it is worth in euro.
#[derive(Debug, Clone, Copy)]
pub(super) struct Equivalent<'a> {
    asked: &'a AmountThreshold,
    rate: Option<&'a ExchangeRate>,
    pub(super) euro: Money,
}

impl AmountThreshold {
    /// The source as a finding tells it: an assumption says that it is one.
    #[must_use]
    pub fn cite(&self) -> String {
        cite(self.basis, &self.source, self.as_of)
    }

    /// What it is worth in euro on a day: at the last rate from before or of that day, else at the first there is.
    /// Rounded half away from zero to the cent. Nothing where there is no rate, or the result does not fit.
    pub(super) fn in_euro<'a>(&'a self, rates: &'a [ExchangeRate], on: Option<Day>) -> Option<Equivalent<'a>> {
        if self.currency.is_euro() {
            return Some(Equivalent { asked: self, rate: None, euro: self.value.money() });
        }
        let of_currency = || rates.iter().filter(|rate| rate.currency == self.currency);
        let in_force =
            of_currency().filter(|rate| on.is_none_or(|day| rate.as_of <= day)).max_by_key(|rate| rate.as_of);
        let rate = in_force.or_else(|| of_currency().min_by_key(|rate| rate.as_of))?;
        let cent = i128::from(SCALE) / 100;
        let per_euro = i128::from(rate.per_euro.scaled()).checked_mul(cent)?;
        let amount = i128::from(self.value.scaled()) * i128::from(SCALE);
        let cents = (amount.abs() + per_euro / 2).checked_div(per_euro)? * amount.signum();
        Some(Equivalent { asked: self, rate: Some(rate), euro: Money::from_scaled(cents * cent) })
    }
}

impl Equivalent<'_> {
    /// Both amounts, with the rate between them; one where the rulebook counts in euro.
    pub(super) fn told(&self) -> Text {
        let (value, currency) = (self.asked.value, self.asked.currency.code());
        let Some(rate) = self.rate else {
            return Text { it: format!("{value} EUR"), en: format!("EUR {value}") };
        };
        let (euro, per_euro, day) = (self.euro, rate.per_euro, rate.as_of);
        Text {
            it: format!("{value} {currency} ({euro} EUR, a {per_euro} {currency} per euro dal {day})"),
            en: format!("{currency} {value} (EUR {euro}, at {currency} {per_euro} a euro since {day})"),
        }
    }

    /// On what it rests: the amount's source, and the rate's.
    pub(super) fn cite(&self) -> String {
        let asked = self.asked.cite();
        self.rate
            .map_or_else(|| asked.clone(), |rate| format!("{asked}; {}", cite(rate.basis, &rate.source, rate.as_of)))
    }
}

impl ExchangeRates {
    /// What is wrong with the table although its form is right, as pairs of a JSON pointer and a sentence.
    #[must_use]
    pub fn faults(&self) -> Vec<(String, String)> {
        let format = (self.format != 1).then(|| format!("format {} is not known; this version reads 1", self.format));
        let format = format.map(|detail| ("/format".to_owned(), detail));
        format.into_iter().chain(faults_of_rates(&self.exchange_rates)).collect()
    }
}

fn faults_of_rates(rates: &[ExchangeRate]) -> Vec<(String, String)> {
    let is_wrong = |rate: &ExchangeRate| rate.per_euro.scaled() <= 0 || rate.currency.is_euro();
    let wrong = rates.iter().enumerate().filter(|(_, rate)| is_wrong(rate));
    let detail = "a rate says how many units of another currency, above zero, make a euro";
    wrong.map(|(index, _)| (format!("/exchange_rates/{index}/per_euro"), detail.to_owned())).collect()
}

impl Rulebook {
    /// What an amount of this rulebook is worth in euro on a day.
    pub(super) fn in_euro<'a>(&'a self, amount: &'a AmountThreshold, on: Option<Day>) -> Option<Equivalent<'a>> {
        amount.in_euro(&self.exchange_rates, on)
    }

    /// Amounts in a currency without a rate, rates that are not above zero, bounds that exclude each other.
    pub(super) fn faults_of_amounts(&self) -> Vec<(String, String)> {
        let rules = &self.eligibility;
        let amounts = [
            ("/eligibility/minimum_offer", &rules.minimum_offer),
            ("/eligibility/maximum_offer", &rules.maximum_offer),
            ("/eligibility/minimum_revenue", &rules.minimum_revenue),
            ("/eligibility/maximum_revenue", &rules.maximum_revenue),
            ("/eligibility/minimum_spending", &rules.minimum_spending),
        ];
        let fees = self.fees.iter().flat_map(|fees| {
            [("/fees/application", &fees.application), ("/fees/listing", &fees.listing), ("/fees/annual", &fees.annual)]
        });
        let mut faults = Vec::new();
        for (pointer, amount) in amounts.into_iter().chain(fees) {
            if let Some(amount) = amount.as_ref().filter(|amount| self.in_euro(amount, None).is_none()) {
                let code = amount.currency.code();
                faults.push((pointer.to_owned(), format!("there is no rate for {code}: add a row to exchange_rates")));
            }
        }
        faults.extend(faults_of_rates(&self.exchange_rates));
        let value = |amount: &Option<AmountThreshold>| self.in_euro(amount.as_ref()?, None).map(|found| found.euro);
        for (what, least, most) in [
            ("offer", value(&rules.minimum_offer), value(&rules.maximum_offer)),
            ("revenue", value(&rules.minimum_revenue), value(&rules.maximum_revenue)),
        ] {
            if least.zip(most).is_some_and(|(least, most)| least > most) {
                let detail = format!("the smallest {what} is larger than the largest");
                faults.push((format!("/eligibility/minimum_{what}"), detail));
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(per_euro: &str, as_of: &str) -> ExchangeRate {
        let (per_euro, as_of) = (per_euro.parse().expect("a figure"), as_of.parse().expect("a day"));
        ExchangeRate { currency: Currency::Inr, per_euro, basis: Basis::Assumed, source: "round".into(), as_of }
    }

    fn asked(value: &str, currency: Currency) -> AmountThreshold {
        let (value, as_of) = (value.parse().expect("a figure"), "2023-11-28".parse().expect("a day"));
        AmountThreshold { value, currency, basis: Basis::Sourced, source: "https://example.org".into(), as_of }
    }

    #[test]
    fn an_amount_is_converted_at_the_rate_of_the_day_and_rounded_half_away_from_zero_to_the_cent() {
        let rates = [rate("90", "2023-01-01"), rate("80", "2022-01-01"), rate("0.3", "2025-01-01")];
        let cases = [
            ("5000000", "2024-05-01", "55555.56"), // 55555.555...
            ("5000000", "2022-12-31", "62500"),
            ("5000000", "2021-12-31", "62500"), // before the first row the first holds
            ("0.0015", "2026-01-01", "0.01"),   // exactly half a cent goes up
            ("0.0014", "2026-01-01", "0"),
            ("-0.0015", "2026-01-01", "-0.01"),
        ];
        for (value, day, euro) in cases {
            let asked = asked(value, Currency::Inr);
            let found = asked.in_euro(&rates, day.parse().ok()).expect("there is a rate");
            assert_eq!(found.euro.to_string(), euro, "INR {value} on {day}");
        }
        let latest = asked("3", Currency::Inr);
        assert_eq!(latest.in_euro(&rates, None).expect("a rate").euro, Money::euro(10), "without a day the latest");
    }

    #[test]
    fn both_amounts_and_both_sources_are_told() {
        let (asked, rates) = (asked("5000000", Currency::Inr), [rate("90", "2023-01-01")]);
        let found = asked.in_euro(&rates, None).expect("a rate");
        assert_eq!(found.told().en, "INR 5000000 (EUR 55555.56, at INR 90 a euro since 2023-01-01)");
        assert_eq!(found.told().it, "5000000 INR (55555.56 EUR, a 90 INR per euro dal 2023-01-01)");
        assert_eq!(found.cite(), "https://example.org (2023-11-28); assumed: round");
    }

    #[test]
    fn euro_need_no_rate_and_another_currency_has_no_amount_without_one() {
        let euro = asked("12.5", Currency::Eur);
        let found = euro.in_euro(&[], None).expect("no rate is needed");
        assert_eq!((found.euro, found.told().en.as_str()), (Money::from_scaled(125_000), "EUR 12.5"));
        assert!(asked("1", Currency::Gbp).in_euro(&[rate("90", "2023-01-01")], None).is_none());
        assert!(asked("1", Currency::Inr).in_euro(&[rate("0", "2023-01-01")], None).is_none());
    }
}
