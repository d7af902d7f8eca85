//! Which checks a rulebook puts. "Not asked" is a thing that a rulebook can say: by leaving a figure out, or by
//! listing its demands.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Rulebook;
use super::rulebook::cite;
use crate::domain::{Basis, Day, Text};

/// Checks that a system puts, in its own words, and where it says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Demand {
    /// Codes of the checks with which the gate puts it.
    pub codes: Vec<String>,
    /// What the system asks, in its own words.
    pub asks: Text,
    /// Sourced or assumed.
    pub basis: Basis,
    /// Address of the source, or the reason of the assumption.
    pub source: String,
    /// The day on which it was valid or was read.
    pub as_of: Day,
}

impl Demand {
    /// The source as a finding tells it: an assumption says that it is one.
    #[must_use]
    pub fn cite(&self) -> String {
        cite(self.basis, &self.source, self.as_of)
    }
}

/// Checks that this house puts under every rulebook: who applies, whether it is invented, what is offered and
/// whether its terms are whole, and what the law of the legal form allows.
pub(super) const ALWAYS: [&str; 19] = [
    "E-01", "E-02", "E-03", "E-06", "E-07", "E-08", "E-09", "E-10", "E-11", "E-13", "E-14", "E-15", "E-16", "E-26",
    "E-28", "E-29", "E-30", "E-31", "E-32",
];

/// Checks that are nothing without a figure: with none in the rulebook they are not put.
const BY_FIGURE: [&str; 17] = [
    "A-04", "A-05", "A-09", "E-05", "E-17", "E-21", "E-22", "E-23", "E-24", "E-25", "E-40", "E-41", "I-06", "I-13",
    "I-20", "M-01", "M-06",
];

/// One figure of a rulebook: its pointer, the check that uses it, whether the rulebook has it.
type Row = (&'static str, &'static str, fn(&Rulebook) -> bool);

/// The figures that checks use.
const FIGURES: [Row; 34] = [
    ("/eligibility/minimum_age_months", "E-05", |rules| rules.eligibility.minimum_age_months.is_some()),
    ("/eligibility/share_accounts", "E-17", |rules| rules.eligibility.share_accounts.is_some()),
    ("/eligibility/bond_accounts", "E-17", |rules| rules.eligibility.bond_accounts.is_some()),
    ("/eligibility/accounts_age_years", "E-18", |rules| rules.eligibility.accounts_age_years.is_some()),
    ("/eligibility/minimum_offer", "E-14", |rules| rules.eligibility.minimum_offer.is_some()),
    ("/eligibility/maximum_offer", "E-14", |rules| rules.eligibility.maximum_offer.is_some()),
    ("/eligibility/minimum_float", "E-21", |rules| rules.eligibility.minimum_float.is_some()),
    ("/eligibility/minimum_holders", "E-22", |rules| rules.eligibility.minimum_holders.is_some()),
    ("/eligibility/independent_members", "E-23", |rules| rules.eligibility.independent_members.is_some()),
    ("/eligibility/team_roles", "E-24", |rules| rules.eligibility.team_roles.is_some()),
    ("/eligibility/minimum_revenue", "E-25", |rules| rules.eligibility.minimum_revenue.is_some()),
    ("/eligibility/maximum_revenue", "E-25", |rules| rules.eligibility.maximum_revenue.is_some()),
    ("/eligibility/siavs_sectors", "E-27", |rules| rules.eligibility.siavs_sectors.is_some()),
    ("/eligibility/siavs_maximum_age_months", "E-27", |rules| rules.eligibility.siavs_maximum_age_months.is_some()),
    ("/eligibility/postal_bond_rate", "E-26", |rules| rules.eligibility.postal_bond_rate.is_some()),
    ("/eligibility/dividend_margin", "E-26", |rules| rules.eligibility.dividend_margin.is_some()),
    ("/eligibility/instrument_margin", "E-26", |rules| rules.eligibility.instrument_margin.is_some()),
    ("/eligibility/minimum_spending", "E-40", |rules| rules.eligibility.minimum_spending.is_some()),
    ("/eligibility/sectors", "E-41", |rules| rules.eligibility.sectors.is_some()),
    ("/intentionality/clause_words", "I-01", |rules| rules.intentionality.clause_words.is_some()),
    ("/intentionality/revenue_share", "I-06", |rules| rules.intentionality.revenue_share.is_some()),
    ("/intentionality/social_enterprise_revenue_share", "I-06", |rules| {
        rules.intentionality.social_enterprise_revenue_share.is_some()
    }),
    ("/intentionality/disadvantaged_share", "I-06", |rules| rules.intentionality.disadvantaged_share.is_some()),
    ("/intentionality/reporting_months", "I-13", |rules| rules.intentionality.reporting_months.is_some()),
    ("/intentionality/distribution", "I-20", |rules| rules.intentionality.distribution.is_some()),
    ("/measurability/minimum_objectives", "M-01", |rules| rules.measurability.minimum_objectives.is_some()),
    ("/measurability/minimum_outcomes", "M-06", |rules| rules.measurability.minimum_outcomes.is_some()),
    ("/measurability/baseline_age_months", "M-08", |rules| rules.measurability.baseline_age_months.is_some()),
    ("/measurability/target_horizon_months", "M-12", |rules| rules.measurability.target_horizon_months.is_some()),
    ("/measurability/observation_months", "M-21", |rules| rules.measurability.observation_months.is_some()),
    ("/additionality/min_gap", "A-04", |rules| rules.additionality.min_gap.is_some()),
    ("/additionality/contribution", "A-05", |rules| rules.additionality.contribution.is_some()),
    ("/additionality/impact_use", "A-09", |rules| rules.additionality.impact_use.is_some()),
    ("/catalogue", "M-05", |rules| rules.catalogue.is_some()),
];

impl Rulebook {
    /// Whether this rulebook puts the check of this code at all.
    #[must_use]
    pub fn asks(&self, code: &str) -> bool {
        let is_listed = ALWAYS.contains(&code) || self.demands.is_none() || self.demand(code).is_some();
        let has_figure = || FIGURES.iter().any(|(_, of, is_there)| *of == code && is_there(self));
        is_listed && (!BY_FIGURE.contains(&code) || has_figure())
    }

    /// The demand for which this check stands, where the rulebook lists its demands.
    #[must_use]
    pub fn demand(&self, code: &str) -> Option<&Demand> {
        let demands = self.demands.as_deref().unwrap_or_default();
        demands.iter().find(|demand| demand.codes.iter().any(|listed| listed == code))
    }

    /// Demands without their figure, figures without their demand, codes that do not exist or stand twice.
    pub(super) fn faults_of_demands(&self) -> Vec<(String, String)> {
        let Some(demands) = &self.demands else { return Vec::new() };
        let mut faults = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for (index, demand) in demands.iter().enumerate() {
            for (place, code) in demand.codes.iter().enumerate() {
                let pointer = format!("/demands/{index}/codes/{place}");
                if !super::case::is_code(code) {
                    faults.push((pointer, format!("no check has the code `{code}`")));
                } else if seen.contains(&code.as_str()) {
                    faults.push((pointer, format!("`{code}` is asked twice: leave one out")));
                } else if !self.asks(code) {
                    faults.push((pointer, format!("`{code}` is asked, but no figure of the rulebook says how much")));
                }
                seen.push(code);
            }
        }
        let is_unused = |row: &&Row| row.2(self) && !self.asks(row.1);
        faults.extend(FIGURES.iter().filter(is_unused).map(|(pointer, code, _)| {
            ((*pointer).to_owned(), format!("nothing asks for this figure: add `{code}` to [[demands]]"))
        }));
        let weighed = self.severities.keys().filter(|code| super::case::is_code(code) && !self.asks(code));
        faults.extend(weighed.map(|code| (format!("/severities/{code}"), format!("`{code}` is not asked here"))));
        faults
    }
}
