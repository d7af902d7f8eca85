//! What a figure is asked of: a market, a company, a group of investors, or the whole exchange.

use super::series::figure;
use super::{Measure, Scope, THE_EXCHANGE};
use crate::domain::{Code, Text};
use crate::engine::{CalibrationTarget, Expectation, World};
use crate::projection::Views;
use crate::scenario::judge::unknown;

/// A measure and what it is asked of, as a calibration target or an expectation writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aim<'a> {
    /// The measure's name.
    pub measure: &'a str,
    /// A market preset.
    pub market: Option<&'a str>,
    /// A company.
    pub company: Option<&'a Code>,
    /// A group of investors.
    pub group: Option<&'a Code>,
}

impl<'a> Aim<'a> {
    /// That of a calibration target.
    #[must_use]
    pub fn of_target(target: &'a CalibrationTarget) -> Self {
        let CalibrationTarget { measure, market, company, group, .. } = target;
        Self { measure, market: market.as_deref(), company: company.as_ref(), group: group.as_ref() }
    }

    /// That of an expectation; nothing where it is no figure.
    #[must_use]
    pub fn of_expectation(expectation: &'a Expectation) -> Option<Self> {
        let Expectation::Measured { measure, market, company, group, .. } = expectation else { return None };
        Some(Self { measure, market: market.as_deref(), company: company.as_ref(), group: group.as_ref() })
    }

    /// What it is about; nothing where it names more than one thing.
    #[must_use]
    pub const fn scope(&self) -> Option<Scope> {
        match (self.market, self.company, self.group) {
            (None, None, None) => Some(Scope::Exchange),
            (Some(_), None, None) => Some(Scope::Market),
            (None, Some(_), None) => Some(Scope::Company),
            (None, None, Some(_)) => Some(Scope::Group),
            _ => None,
        }
    }

    /// The name of what it is about.
    #[must_use]
    pub fn subject(&self) -> &'a str {
        let code = self.company.or(self.group).map(Code::as_str);
        self.market.or(code).unwrap_or(THE_EXCHANGE)
    }

    /// What it is about, for people.
    #[must_use]
    pub fn about(&self) -> Text {
        match self.scope() {
            Some(Scope::Exchange) => Text { it: "tutta la borsa".to_owned(), en: "the whole exchange".to_owned() },
            _ => Text { it: self.subject().to_owned(), en: self.subject().to_owned() },
        }
    }

    /// The measure, where there is one of this name.
    #[must_use]
    pub fn measure(&self) -> Option<&'static Measure> {
        self.scope().and_then(|scope| Measure::named(scope, self.measure))
    }

    /// The figure in a play that has ended.
    #[must_use]
    pub fn figure(&self, world: &World, views: &Views) -> Option<f64> {
        self.measure().and_then(|measure| figure(self.subject(), measure, world, views))
    }

    /// What is wrong with it in this world: key and sentence.
    pub(in crate::scenario) fn faults(&self, world: &World) -> Vec<(&'static str, String)> {
        let Some(scope) = self.scope() else {
            return vec![(
                "measure",
                "a figure is about one of `market`, `company` and `group`, or about all".to_owned(),
            )];
        };
        let (key, what, known): (_, _, Vec<&str>) = match scope {
            Scope::Market => ("market", "market", world.markets.keys().map(String::as_str).collect()),
            Scope::Company => {
                let ids = world.companies.iter().filter_map(|dossier| dossier.company.id.as_ref());
                ("company", "company", ids.map(Code::as_str).collect())
            }
            Scope::Group => {
                ("group", "group of investors", world.investors.iter().map(|one| one.name.as_str()).collect())
            }
            Scope::Exchange => ("measure", "exchange", vec![THE_EXCHANGE]),
        };
        let mut faults = Vec::new();
        if !known.contains(&self.subject()) {
            faults.push((key, unknown(what, self.subject(), &known)));
        }
        if self.measure().is_none() {
            let measures: Vec<&str> = Measure::all(scope).map(|measure| measure.name).collect();
            let of = ["companies", "markets", "groups of investors", "the whole exchange"];
            let of = match scope {
                Scope::Company => of[0],
                Scope::Market => of[1],
                Scope::Group => of[2],
                Scope::Exchange => of[3],
            };
            faults.push(("measure", unknown(&format!("measure of {of}"), self.measure, &measures)));
        }
        faults
    }
}
