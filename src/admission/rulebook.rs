//! What the gate asks for, as data: every threshold says where it was read, or that it is assumed.
//!
//! A published rulebook never changes; a change is a new name.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::{CommitteeRules, ReportingRules, SanctionRules, Severity, TeamRole};
use crate::domain::{Basis, Code, Day, InstrumentKind, LegalForm, Money, Rate, Text};
use crate::impact::Catalogue;

/// The rules of one gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rulebook {
    /// Version of the file's format: 1.
    pub format: u32,
    /// Name, the same as the file's without `.toml`.
    pub name: Code,
    /// Title for people.
    pub title: Text,
    /// The day from which it holds.
    pub published_on: Day,
    /// May this company offer this instrument here at all?
    pub eligibility: EligibilityRules,
    /// Does it want the change, and is it bound to it?
    pub intentionality: IntentionalityRules,
    /// Can the change be measured and checked?
    pub measurability: MeasurabilityRules,
    /// Would it come without the money?
    pub additionality: AdditionalityRules,
    /// How the committee decides.
    pub committee: CommitteeRules,
    /// What a listed company reports; nothing where the gate asks for nothing after the listing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reporting: Option<ReportingRules>,
    /// What follows where it fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sanctions: Option<SanctionRules>,
    /// Markets in which the admitted may trade.
    pub markets: Vec<MarketRow>,
    /// Which legal form may offer which instrument, and within which caps.
    pub legal_forms: Vec<LegalFormRow>,
    /// The public catalogue of metrics: the name of one that ships (`iris-5.3`), or the table itself. Without one
    /// nobody asks whether a code exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "catalogue_or_name")]
    pub catalogue: Option<Catalogue>,
    /// Codes that this gate knows besides the catalogue's, and codes that circulate without existing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metrics: Vec<MetricRow>,
    /// Checks that weigh otherwise than usual, by code (`"M-16" = "note"`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub severities: BTreeMap<String, Severity>,
}

/// One figure of a rulebook and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Threshold<T> {
    /// The figure.
    pub value: T,
    /// Sourced or assumed.
    pub basis: Basis,
    /// Address of the source, or the reason of the assumption.
    pub source: String,
    /// The day on which the figure was valid or was read.
    pub as_of: Day,
}

/// May this company offer this instrument here at all?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EligibilityRules {
    /// Months since foundation.
    pub minimum_age_months: Threshold<u32>,
    /// Yearly accounts asked of an issuer of shares.
    pub share_accounts: Threshold<u32>,
    /// Yearly accounts asked of an issuer of bonds.
    pub bond_accounts: Threshold<u32>,
    /// Years from the last accounts to the application.
    pub accounts_age_years: Threshold<u32>,
    /// Smallest offer in EUR.
    pub minimum_offer: Threshold<Money>,
    /// Largest offer in EUR.
    pub maximum_offer: Threshold<Money>,
    /// Smallest part of a class of shares in the hands of the public.
    pub minimum_float: Threshold<Rate>,
    /// Fewest holders.
    pub minimum_holders: Threshold<u32>,
    /// Fewest independent members of the board.
    pub independent_members: Threshold<u32>,
    /// Roles that must be filled.
    pub team_roles: Threshold<Vec<TeamRole>>,
    /// Sectors in which a start-up with social vocation (SIAVS) must exclusively work.
    pub siavs_sectors: Threshold<Vec<Code>>,
    /// Months after which a start-up is none any more.
    pub siavs_maximum_age_months: Threshold<u32>,
    /// Highest rate of postal savings bonds, on which the caps of social enterprises rest.
    pub postal_bond_rate: Threshold<Rate>,
    /// What a social enterprise may pay above that rate as a dividend.
    pub dividend_margin: Threshold<Rate>,
    /// What it may pay above the dividend cap on instruments other than shares, unless banks hold them.
    pub instrument_margin: Threshold<Rate>,
}

/// Does the company want the change, and is it bound to it?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IntentionalityRules {
    /// Fewest words of an impact clause that says something.
    pub clause_words: Threshold<u32>,
    /// Part of revenue that the impact activity must exceed.
    pub revenue_share: Threshold<Rate>,
    /// The same for a social enterprise.
    pub social_enterprise_revenue_share: Threshold<Rate>,
    /// Part of the workforce that is disadvantaged, which stands in for the revenue of a social enterprise.
    pub disadvantaged_share: Threshold<Rate>,
    /// Months after the year's end within which the impact report must be out.
    pub reporting_months: Threshold<u32>,
}

/// Can the change be measured and checked?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasurabilityRules {
    /// Fewest objectives.
    pub minimum_objectives: Threshold<u32>,
    /// Fewest of them with an outcome or impact indicator.
    pub minimum_outcomes: Threshold<u32>,
    /// Oldest baseline, in months before the application.
    pub baseline_age_months: Threshold<u32>,
    /// Longest way to a target, in months after the application.
    pub target_horizon_months: Threshold<u32>,
    /// Fewest months between the observation of an impact link and the bond's maturity.
    pub observation_months: Threshold<u32>,
}

/// Would the change come without the money?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdditionalityRules {
    /// Smallest part of the capital needed that cannot be had elsewhere (market failure).
    pub funding_gap: Threshold<Rate>,
    /// Smallest part of the way from baseline to target that is due to the offer (comparison).
    pub contribution: Threshold<Rate>,
    /// Smallest part of the proceeds that serves an objective.
    pub impact_use: Threshold<Rate>,
}

/// A market in which the admitted may trade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MarketRow {
    /// Name of the market file.
    pub name: String,
    /// What trades there.
    pub instruments: Vec<InstrumentKind>,
}

/// What the law lets a legal form offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalFormRow {
    /// The form.
    pub form: LegalForm,
    /// What it may offer.
    pub instruments: Vec<InstrumentKind>,
    /// Whether its ordinary shares or quotas may pass freely from holder to holder; if not, they cannot stand in an
    /// order book and another instrument is offered.
    pub transferable_shares: bool,
    /// Whether the statute must foresee the instrument (art. 2526 c.c., L. 59/1992).
    pub by_statute: bool,
    /// Greatest part of the votes in the hands of holders who are no members.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voting_cap: Option<Rate>,
    /// Greatest nominal value of shares in the hands of one member, in EUR.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holding_cap: Option<Money>,
    /// Whether distribution is capped as for a social enterprise.
    #[serde(default)]
    pub capped_distribution: bool,
    /// What a committee should bear in mind.
    pub remark: Text,
    /// Sourced or assumed.
    pub basis: Basis,
    /// Address of the source, or the reason of the assumption.
    pub source: String,
    /// The day on which it was valid or was read.
    pub as_of: Day,
}

/// The table of legal forms as a parameter file. A rulebook carries a copy, because a published one never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalForms {
    /// Version of the file's format: 1.
    pub format: u32,
    /// The rows.
    pub legal_forms: Vec<LegalFormRow>,
}

/// A metric that a gate knows by itself: code and short name only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MetricRow {
    /// Code, such as `PI4060`.
    pub code: String,
    /// Its name; none for a code that circulates but does not exist.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A catalogue is written as itself, or as the name under which it ships.
fn catalogue_or_name(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "anyOf": [
            { "type": "string", "minLength": 1, "description": "The name of a shipped catalogue" },
            generator.subschema_for::<Catalogue>(),
        ],
        "x-shipped-table": "",
    })
}

impl<T> Threshold<T> {
    /// The source as a finding tells it: an assumption says that it is one.
    #[must_use]
    pub fn cite(&self) -> String {
        cite(self.basis, &self.source, self.as_of)
    }
}

impl LegalFormRow {
    /// The source as a finding tells it: an assumption says that it is one.
    #[must_use]
    pub fn cite(&self) -> String {
        cite(self.basis, &self.source, self.as_of)
    }
}

fn cite(basis: Basis, source: &str, as_of: Day) -> String {
    match basis {
        Basis::Sourced => format!("{source} ({as_of})"),
        Basis::Assumed | Basis::Simulated => format!("assumed: {source}"),
    }
}

impl Rulebook {
    /// The row of a legal form.
    #[must_use]
    pub fn legal_form(&self, form: LegalForm) -> Option<&LegalFormRow> {
        self.legal_forms.iter().find(|row| row.form == form)
    }
}

impl Rulebook {
    /// What is wrong with a rulebook although its form is right, as pairs of a JSON pointer and a sentence.
    #[must_use]
    pub fn faults(&self) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        let mut fault = |pointer: &str, detail: String| faults.push((pointer.to_owned(), detail));
        if self.format != 1 {
            fault("/format", format!("format {} is not known; this version reads 1", self.format));
        }
        for (pointer, rate) in self.rates() {
            if rate < Rate::ZERO || rate > Rate::ONE {
                fault(pointer, format!("{rate} is no part of a whole: write a fraction from 0 to 1"));
            }
        }
        for (key, detail) in self.committee.faults() {
            fault(&format!("/committee/{key}"), detail);
        }
        if self.eligibility.minimum_offer.value > self.eligibility.maximum_offer.value {
            fault("/eligibility/minimum_offer", "the smallest offer is larger than the largest".to_owned());
        }
        for (index, row) in self.legal_forms.iter().enumerate() {
            if self.legal_forms[..index].iter().any(|earlier| earlier.form == row.form) {
                fault(&format!("/legal_forms/{index}/form"), "this legal form is there twice".to_owned());
            }
            if !row.transferable_shares && row.instruments.contains(&InstrumentKind::Share) {
                let detail = "shares that do not pass freely cannot be offered here".to_owned();
                fault(&format!("/legal_forms/{index}/instruments"), detail);
            }
        }
        for code in self.severities.keys().filter(|code| !super::case::is_code(code)) {
            fault(&format!("/severities/{code}"), format!("no check has the code `{code}`"));
        }
        faults.extend(self.reporting.iter().flat_map(ReportingRules::faults));
        faults.extend(self.sanctions.iter().flat_map(SanctionRules::faults));
        faults
    }

    fn rates(&self) -> [(&'static str, Rate); 10] {
        let (eligibility, intentionality) = (&self.eligibility, &self.intentionality);
        [
            ("/eligibility/minimum_float", eligibility.minimum_float.value),
            ("/eligibility/postal_bond_rate", eligibility.postal_bond_rate.value),
            ("/eligibility/dividend_margin", eligibility.dividend_margin.value),
            ("/eligibility/instrument_margin", eligibility.instrument_margin.value),
            ("/intentionality/revenue_share", intentionality.revenue_share.value),
            ("/intentionality/social_enterprise_revenue_share", intentionality.social_enterprise_revenue_share.value),
            ("/intentionality/disadvantaged_share", intentionality.disadvantaged_share.value),
            ("/additionality/funding_gap", self.additionality.funding_gap.value),
            ("/additionality/contribution", self.additionality.contribution.value),
            ("/additionality/impact_use", self.additionality.impact_use.value),
        ]
    }
}
