//! What the gate asks for, as data: every threshold says where it was read, or that it is assumed.
//!
//! A published rulebook never changes; a change is a new name.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::{
    AdmittedForm, AmountThreshold, CommitteeRules, Demand, ExchangeRate, FeeRules, InvestorRules, ObservedResult,
    PrimaryRules, ProfitDistribution, ReportingRules, SanctionRules, SecondaryRules, Severity, SystemCard, TeamRole,
};
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
    /// Where and when the system worked whose gate this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<SystemCard>,
    /// The questions that it asks, where it does not ask all: a check that is not listed is not put.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demands: Option<Vec<Demand>>,
    /// May this company offer this instrument here at all?
    #[serde(default)]
    pub eligibility: EligibilityRules,
    /// Does it want the change, and is it bound to it?
    #[serde(default)]
    pub intentionality: IntentionalityRules,
    /// Can the change be measured and checked?
    #[serde(default)]
    pub measurability: MeasurabilityRules,
    /// Would it come without the money?
    #[serde(default)]
    pub additionality: AdditionalityRules,
    /// How the committee decides.
    pub committee: CommitteeRules,
    /// What a listed company reports; nothing where the gate asks for nothing after the listing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reporting: Option<ReportingRules>,
    /// What follows where it fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sanctions: Option<SanctionRules>,
    /// How money is raised there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary: Option<PrimaryRules>,
    /// Whether and how what was bought can be sold again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secondary: Option<SecondaryRules>,
    /// For whom it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub investors: Option<InvestorRules>,
    /// What it costs, and whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fees: Option<FeeRules>,
    /// What came of it, against which a run can be held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<ObservedResult>,
    /// Markets in which the admitted may trade; any market of the scenario where none is listed.
    #[serde(default)]
    pub markets: Vec<MarketRow>,
    /// The legal forms that the system admits and what stands for them here; every form where none is listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub admitted_forms: Vec<AdmittedForm>,
    /// Which legal form may offer which instrument, and within which caps: the rows, or the name of a shipped table.
    #[schemars(schema_with = "rows_or_name::<LegalFormRow>", extend("x-shipped-table" = "legal_forms"))]
    pub legal_forms: Vec<LegalFormRow>,
    /// What a euro costs in the currencies of this rulebook: the rows, or the name of a shipped table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(schema_with = "rows_or_name::<ExchangeRate>", extend("x-shipped-table" = "exchange_rates"))]
    pub exchange_rates: Vec<ExchangeRate>,
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
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EligibilityRules {
    /// Months since foundation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_age_months: Option<Threshold<u32>>,
    /// Yearly accounts asked of an issuer of shares.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_accounts: Option<Threshold<u32>>,
    /// Yearly accounts asked of an issuer of bonds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bond_accounts: Option<Threshold<u32>>,
    /// Years from the last accounts to the application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accounts_age_years: Option<Threshold<u32>>,
    /// Smallest offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_offer: Option<AmountThreshold>,
    /// Largest offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_offer: Option<AmountThreshold>,
    /// Least revenue of the last year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_revenue: Option<AmountThreshold>,
    /// Most revenue of the last year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum_revenue: Option<AmountThreshold>,
    /// Least spending of the last year: revenue less net result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_spending: Option<AmountThreshold>,
    /// Sectors of activity that are admitted, by the words of dossiers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sectors: Option<Threshold<Vec<Code>>>,
    /// Smallest part of a class of shares in the hands of the public.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_float: Option<Threshold<Rate>>,
    /// Fewest holders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_holders: Option<Threshold<u32>>,
    /// Fewest independent members of the board.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub independent_members: Option<Threshold<u32>>,
    /// Roles that must be filled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_roles: Option<Threshold<Vec<TeamRole>>>,
    /// Sectors in which a start-up with social vocation (SIAVS) must exclusively work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub siavs_sectors: Option<Threshold<Vec<Code>>>,
    /// Months after which a start-up is none any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub siavs_maximum_age_months: Option<Threshold<u32>>,
    /// Highest rate of postal savings bonds, on which the caps of social enterprises rest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_bond_rate: Option<Threshold<Rate>>,
    /// What a social enterprise may pay above that rate as a dividend.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dividend_margin: Option<Threshold<Rate>>,
    /// What it may pay above the dividend cap on instruments other than shares, unless banks hold them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instrument_margin: Option<Threshold<Rate>>,
}

/// Does the company want the change, and is it bound to it?
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct IntentionalityRules {
    /// Fewest words of an impact clause that says something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause_words: Option<Threshold<u32>>,
    /// Part of revenue that the impact activity must exceed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revenue_share: Option<Threshold<Rate>>,
    /// The same for a social enterprise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub social_enterprise_revenue_share: Option<Threshold<Rate>>,
    /// Part of the workforce that is disadvantaged, which stands in for the revenue of a social enterprise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disadvantaged_share: Option<Threshold<Rate>>,
    /// Months after the year's end within which the impact report must be out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reporting_months: Option<Threshold<u32>>,
    /// What the statute may do with profits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distribution: Option<Threshold<Vec<ProfitDistribution>>>,
}

/// Can the change be measured and checked?
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MeasurabilityRules {
    /// Fewest objectives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_objectives: Option<Threshold<u32>>,
    /// Fewest of them with an outcome or impact indicator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_outcomes: Option<Threshold<u32>>,
    /// Oldest baseline, in months before the application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline_age_months: Option<Threshold<u32>>,
    /// Longest way to a target, in months after the application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_horizon_months: Option<Threshold<u32>>,
    /// Fewest months between the observation of an impact link and the bond's maturity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observation_months: Option<Threshold<u32>>,
}

/// Would the change come without the money?
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AdditionalityRules {
    /// Smallest part of the capital needed that cannot be had elsewhere (market failure).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_gap: Option<Threshold<Rate>>,
    /// Smallest part of the way from baseline to target that is due to the offer (comparison).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contribution: Option<Threshold<Rate>>,
    /// Smallest part of the proceeds that serves an objective.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impact_use: Option<Threshold<Rate>>,
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
    /// Greatest dividend a year, as a part of the capital paid in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dividend_cap: Option<Rate>,
    /// Greatest coupon a year on instruments other than shares in the hands of others than banks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coupon_cap: Option<Rate>,
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

/// The table of legal forms as a parameter file. Rulebooks name it.
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

pub(super) fn cite(basis: Basis, source: &str, as_of: Day) -> String {
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
            if let Some(rate) = rate.filter(|rate| *rate < Rate::ZERO || *rate > Rate::ONE) {
                fault(pointer, format!("{rate} is no part of a whole: write a fraction from 0 to 1"));
            }
        }
        for (key, detail) in self.committee.faults() {
            fault(&format!("/committee/{key}"), detail);
        }
        for code in self.severities.keys().filter(|code| !super::case::is_code(code)) {
            fault(&format!("/severities/{code}"), format!("no check has the code `{code}`"));
        }
        faults.extend(self.reporting.iter().flat_map(ReportingRules::faults));
        faults.extend(self.sanctions.iter().flat_map(SanctionRules::faults));
        faults.extend(faults_of_forms(&self.legal_forms));
        faults.extend(self.faults_of_demands());
        faults.extend(self.faults_of_amounts());
        faults
    }

    fn rates(&self) -> [(&'static str, Option<Rate>); 10] {
        let (eligibility, intentionality) = (&self.eligibility, &self.intentionality);
        let of = |threshold: &Option<Threshold<Rate>>| threshold.as_ref().map(|threshold| threshold.value);
        [
            ("/eligibility/minimum_float", of(&eligibility.minimum_float)),
            ("/eligibility/postal_bond_rate", of(&eligibility.postal_bond_rate)),
            ("/eligibility/dividend_margin", of(&eligibility.dividend_margin)),
            ("/eligibility/instrument_margin", of(&eligibility.instrument_margin)),
            ("/intentionality/revenue_share", of(&intentionality.revenue_share)),
            ("/intentionality/social_enterprise_revenue_share", of(&intentionality.social_enterprise_revenue_share)),
            ("/intentionality/disadvantaged_share", of(&intentionality.disadvantaged_share)),
            ("/additionality/min_gap", of(&self.additionality.min_gap)),
            ("/additionality/contribution", of(&self.additionality.contribution)),
            ("/additionality/impact_use", of(&self.additionality.impact_use)),
        ]
    }
}

impl LegalForms {
    /// What is wrong with the table although its form is right, as pairs of a JSON pointer and a sentence.
    #[must_use]
    pub fn faults(&self) -> Vec<(String, String)> {
        let format = (self.format != 1).then(|| format!("format {} is not known; this version reads 1", self.format));
        let format = format.map(|detail| ("/format".to_owned(), detail));
        format.into_iter().chain(faults_of_forms(&self.legal_forms)).collect()
    }
}

fn faults_of_forms(rows: &[LegalFormRow]) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        if rows[..index].iter().any(|earlier| earlier.form == row.form) {
            faults.push((format!("/legal_forms/{index}/form"), "this legal form is there twice".to_owned()));
        }
        if !row.transferable_shares && row.instruments.contains(&InstrumentKind::Share) {
            let detail = "shares that do not pass freely cannot be offered here".to_owned();
            faults.push((format!("/legal_forms/{index}/instruments"), detail));
        }
        let caps = [("dividend_cap", row.dividend_cap), ("coupon_cap", row.coupon_cap), ("voting_cap", row.voting_cap)];
        for (key, cap) in caps {
            if let Some(cap) = cap.filter(|cap| *cap < Rate::ZERO || *cap > Rate::ONE) {
                let detail = format!("{cap} is no part of a whole: write a fraction from 0 to 1");
                faults.push((format!("/legal_forms/{index}/{key}"), detail));
            }
        }
    }
    faults
}

/// The schema of rows that may also be the name of a shipped table, which is read in their place.
fn rows_or_name<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "anyOf": [
            { "type": "string", "minLength": 1, "description": "The name of a shipped table of parameters" },
            { "type": "array", "items": generator.subschema_for::<T>() },
        ]
    })
}
