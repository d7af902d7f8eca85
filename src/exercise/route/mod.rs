//! Routes to capital: the same company by a listing, a bond, a loan, a crowd or gifts, each as data
//! (`routes.toml`), reckoned by the same pure functions.

mod account;
mod eligibility;
mod internal_rate;
#[cfg(test)]
mod tests;
mod venture;

pub use account::{RouteAccount, account};
pub use eligibility::{Asked, Eligibility, Forms, Obstacle};
pub use internal_rate::internal_rate;
pub use venture::{Venture, Yearly};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fault::{format_fault, repeated};
use super::{CostItem, CostTable, Fault};
use crate::domain::{Code, Figure, Provenance, Rate, Scope, Text};

/// What a company gives for the money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// The instrument that its dossier asks to list.
    AsAsked,
    /// A part of itself.
    Equity,
    /// A bond, paid back as a whole at its end.
    Bond,
    /// A loan, paid back in equal yearly parts.
    Loan,
    /// Nothing: it is a gift.
    Gift,
}

/// A figure from `low` to `high`; the midpoint counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Estimate {
    /// The lower figure.
    pub low: Figure,
    /// The higher figure; the same where there is one.
    pub high: Figure,
    /// Where it comes from.
    pub provenance: Provenance,
}

impl Estimate {
    /// The middle of both, half up to 1/10,000.
    #[must_use]
    pub fn midpoint(&self) -> Figure {
        Figure::from_scaled((self.low.scaled().saturating_add(self.high.scaled())).saturating_add(1).div_euclid(2))
    }
}

/// Which items of the cost table a route takes over.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TableUse {
    /// Items for this kind of instrument; those for what the dossier asks to list when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// Items left out, by code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<Code>,
}

/// A duty that comes with a route, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Undertaking {
    /// What has to be done or kept.
    pub text: Text,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// Time and work until the money is there, and work in each year after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Effort {
    /// Months until the money is there.
    pub months: Estimate,
    /// Days of work of the company's own staff until then.
    pub staff_days: Estimate,
    /// Days of work of staff and directors in every year after it.
    pub days_per_year: Estimate,
}

/// One way to the money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// Stable name.
    pub code: Code,
    /// The same for people.
    pub label: Text,
    /// How it works, in a sentence.
    pub summary: Text,
    /// Who says yes.
    pub decided_by: Text,
    /// Whether and how who puts the money in can leave.
    pub exit: Text,
    /// What the company gives.
    pub gives: Given,
    /// Items of the cost table of the listing that hold here too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableUse>,
    /// Costs of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<CostItem>,
    /// Whether the tax credit for listings is given here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tax_credit: bool,
    /// Time and work; those of the plan of the exercise when not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effort: Option<Effort>,
    /// What the money costs a year, as a fraction: interest, or the return that who buys a share expects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Estimate>,
    /// The yearly coupon of a bond whose dossier says none, where the route gives what the dossier asks to list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bond_price: Option<Estimate>,
    /// What investors give up a year for impact, taken off the price of a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact_discount: Option<Estimate>,
    /// Capitalisation after the offer over the raise, where the dossier offers no share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capitalisation_per_raise: Option<Estimate>,
    /// For whom it is open.
    #[serde(default)]
    pub eligibility: Eligibility,
    /// What it binds to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undertakings: Vec<Undertaking>,
}

/// The routes, as `routes.toml` holds them. The first is the one that the others are compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Routes {
    /// Version of this file's format: 1.
    pub format: u32,
    /// What the table is called.
    pub name: Text,
    /// The routes.
    pub routes: Vec<Route>,
}

impl Routes {
    /// Everything that is wrong with the file: repeated codes, ranges upside down, money that costs nothing and is no
    /// gift, costs that do not fit.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults: Vec<Fault> = format_fault(self.format).into_iter().collect();
        faults.extend(repeated("routes", self.routes.iter().map(|route| &route.code)));
        if self.routes.is_empty() {
            faults.push(Fault::new("/routes", "there is no route to compare"));
        }
        for (index, route) in self.routes.iter().enumerate() {
            let here = |fault: Fault| Fault::new(format!("/routes/{index}{}", fault.pointer), fault.detail);
            faults.extend(route.faults().into_iter().map(here));
        }
        faults
    }

    /// The route of this code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Route> {
        self.routes.iter().find(|route| route.code.as_str() == code)
    }
}

impl Route {
    fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let estimates = [
            ("/price", self.price.as_ref()),
            ("/bond_price", self.bond_price.as_ref()),
            ("/impact_discount", self.impact_discount.as_ref()),
            ("/capitalisation_per_raise", self.capitalisation_per_raise.as_ref()),
            ("/effort/months", self.effort.as_ref().map(|effort| &effort.months)),
            ("/effort/staff_days", self.effort.as_ref().map(|effort| &effort.staff_days)),
            ("/effort/days_per_year", self.effort.as_ref().map(|effort| &effort.days_per_year)),
        ];
        for (pointer, estimate) in estimates {
            let Some(estimate) = estimate else { continue };
            if estimate.low < Figure::ZERO || estimate.high < estimate.low {
                faults.push(Fault::new(pointer, "a range goes up from `low` to `high`, and not below zero"));
            }
        }
        let too_much = |estimate: &Option<Estimate>| estimate.as_ref().is_some_and(|one| one.high.rate() > Rate::ONE);
        if too_much(&self.price) || too_much(&self.impact_discount) {
            faults.push(Fault::new("/price", "a yearly rate is a fraction: `0.05` is 5%"));
        }
        if self.gives != Given::Gift && self.price.is_none() {
            faults.push(Fault::new("/price", "money that is no gift has a price: write `price`"));
        }
        if matches!(self.gives, Given::Equity | Given::AsAsked) && self.capitalisation_per_raise.is_none() {
            let detail = "a share needs the value of the whole: write `capitalisation_per_raise`";
            faults.push(Fault::new("/capitalisation_per_raise", detail));
        }
        let own = CostTable { format: 1, name: self.label.clone(), items: self.costs.clone(), by_time: None };
        let own = own.faults().into_iter();
        faults.extend(own.map(|fault| Fault::new(fault.pointer.replacen("/items", "/costs", 1), fault.detail)));
        faults
    }
}
