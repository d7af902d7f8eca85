//! The application of a company: what it is, what it wants to change, what it offers. Every key is optional, for what
//! is missing is a finding, never an error.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Instrument;
use crate::domain::{Code, Day, Figure, Helix, LegalForm, Money, Rate, Text};
use crate::impact::Objective;

/// Whether a part of a dossier says nothing, so that it need not be written.
fn is_silent<T: Default + PartialEq>(part: &T) -> bool {
    *part == T::default()
}

/// The admission document (documento di ammissione) in a form that a machine can check.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Dossier {
    /// Version of the file's format: 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<u32>,
    /// The day of the application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_on: Option<Day>,
    /// Who applies.
    #[serde(skip_serializing_if = "is_silent")]
    pub company: Company,
    /// What the statute binds the company to.
    #[serde(skip_serializing_if = "is_silent")]
    pub statute: Statute,
    /// What the company lives from.
    #[serde(skip_serializing_if = "is_silent")]
    pub business: Business,
    /// How the activity leads to the change.
    #[serde(skip_serializing_if = "is_silent")]
    pub theory_of_change: TheoryOfChange,
    /// The changes aimed at, with indicator, baseline and target.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub objectives: Vec<Objective>,
    /// What would happen without the offer.
    #[serde(skip_serializing_if = "is_silent")]
    pub counterfactual: Counterfactual,
    /// What the money raised is for.
    #[serde(skip_serializing_if = "is_silent")]
    pub use_of_proceeds: UseOfProceeds,
    /// Who watches over the impact.
    #[serde(skip_serializing_if = "is_silent")]
    pub governance: Governance,
    /// Yearly accounts, in any order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Accounts>,
    /// Who is expected to hold the instrument.
    #[serde(skip_serializing_if = "is_silent")]
    pub float: Float,
    /// What is offered.
    #[serde(skip_serializing_if = "is_silent")]
    pub instrument: Instrument,
    /// Who accompanies the company.
    #[serde(skip_serializing_if = "is_silent")]
    pub team: Team,
}

/// Who applies.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Company {
    /// Short name by which the rest of the world points here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Code>,
    /// Full name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether the company is invented. Only invented companies may be offered and traded here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub synthetic: Option<bool>,
    /// Legal form (forma giuridica).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_form: Option<LegalForm>,
    /// Società benefit (L. 208/2015).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub benefit_company: Option<bool>,
    /// Impresa sociale (D.Lgs. 112/2017).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impresa_sociale: Option<bool>,
    /// A cooperative of prevalent mutuality (art. 2512 c.c.), whose dividends the law caps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prevalent_mutuality: Option<bool>,
    /// Start-up innovativa a vocazione sociale (DL 179/2012, art. 25).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub siavs: Option<bool>,
    /// Region or area of activity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub territory: Option<String>,
    /// Municipality of the seat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub municipality: Option<String>,
    /// Sector, as one word of the rulebook (`social-care`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sector: Option<Code>,
    /// Which part of society it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub helix: Option<Helix>,
    /// The day it was founded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub founded_on: Option<Day>,
    /// What it does, in a sentence or two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// What the statute (statuto) binds the company to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Statute {
    /// The words of the impact purpose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impact_clause: Option<String>,
    /// Since when the clause has been in the statute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adopted_on: Option<Day>,
    /// What may be done with profits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profit_distribution: Option<ProfitDistribution>,
    /// The most of a year's profit that it lets be paid out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distributed_profit_share: Option<Rate>,
    /// The most that it lets be paid out a year, as part of the capital paid in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dividend_cap: Option<Rate>,
    /// The role that answers for the impact purpose (a role, never a person's name).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responsible_role: Option<String>,
    /// Whether it foresees the kind of instrument offered (art. 2526 c.c. and L. 59/1992 for cooperatives).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instrument_foreseen: Option<bool>,
    /// Whether the instrument offered may pass freely from holder to holder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub freely_transferable: Option<bool>,
}

/// What the statute lets the company do with profits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProfitDistribution {
    /// None is paid out.
    None,
    /// Paid out up to a cap.
    Capped,
    /// No cap.
    Free,
}

impl ProfitDistribution {
    /// Its name for people.
    #[must_use]
    pub fn title(self) -> Text {
        let (it, en) = match self {
            Self::None => ("nessuna distribuzione", "none is paid out"),
            Self::Capped => ("distribuzione limitata", "paid out up to a cap"),
            Self::Free => ("distribuzione libera", "paid out without a cap"),
        };
        Text { it: it.to_owned(), en: en.to_owned() }
    }
}

/// What the company lives from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Business {
    /// Who pays for what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Part of revenue that comes from the impact activity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impact_revenue_share: Option<Rate>,
    /// Part of the workforce that is disadvantaged or disabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disadvantaged_workforce_share: Option<Rate>,
}

/// How the activity leads to the change (teoria del cambiamento).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TheoryOfChange {
    /// The need that is answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// What is done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<String>,
    /// What that produces.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outputs: Vec<String>,
    /// What changes for people or nature.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<String>,
    /// What must hold for it to work.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assumptions: Vec<String>,
    /// What may go wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub risks: Vec<String>,
}

/// What would happen without the offer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Counterfactual {
    /// Which of the two readings of additionality is argued.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<AdditionalityMode>,
    /// The argument.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How the market for it stands: who offers what, to whom, at which price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_of_market: Option<String>,
    /// The territory for which that is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub territory: Option<String>,
    /// The sector for which it is said, as one word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sector: Option<Code>,
    /// What it rests on: refusals, surveys, registers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// Capital that the plan needs (market failure).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capital_needed: Option<Money>,
    /// Capital that can be had elsewhere at bearable terms (market failure).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capital_available: Option<Money>,
    /// The existing model it is compared with (comparison).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comparator: Option<String>,
    /// Code of the objective that is compared (comparison).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objective: Option<Code>,
    /// Where that objective's indicator would stand at the target's date without the offer (comparison).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Figure>,
}

/// The two operational readings of additionality.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AdditionalityMode {
    /// The capital would not come from elsewhere.
    MarketFailure,
    /// The company does better than the existing model.
    Comparison,
}

/// What the money raised is for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct UseOfProceeds {
    /// The purposes, which add up to the offer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub purposes: Vec<Purpose>,
}

/// One purpose of the money raised.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Purpose {
    /// What is paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// Code of the objective that it serves; none for refinancing and general needs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objective: Option<Code>,
}

/// Who watches over the impact.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Governance {
    /// Members of the board.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub board_members: Option<u32>,
    /// Those of them who are independent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub independent_members: Option<u32>,
    /// What keeps the purpose from being voted away: a golden share, an asset lock, a majority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mission_lock: Option<String>,
    /// How stakeholders are heard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stakeholder_voice: Option<String>,
    /// External standard of the yearly impact report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reporting_standard: Option<String>,
    /// Months after the year's end within which the impact report is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reporting_months: Option<u32>,
}

/// The accounts of one year (bilancio).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Accounts {
    /// The year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// Revenue (valore della produzione).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revenue: Option<Money>,
    /// Earnings before interest, taxes, depreciation and amortisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ebitda: Option<Money>,
    /// Net result; negative for a loss.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub net_result: Option<Money>,
    /// Equity (patrimonio netto).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub equity: Option<Money>,
    /// Staff, in heads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff: Option<u32>,
    /// Whether an auditor signed them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audited: Option<bool>,
}

/// Who is expected to hold the instrument (flottante).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Float {
    /// Part of the class in the hands of the public after the offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_share: Option<Rate>,
    /// Who holds most of the class after the offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub largest_holder: Option<LargestHolder>,
    /// Professional investors expected to subscribe.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub professional_investors: Option<u32>,
}

/// Who holds most of a class.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LargestHolder {
    /// The organisation, or the role of a person (never a person's name).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its part of the class.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<Rate>,
}

/// Who accompanies the company through the listing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Team {
    /// The roles that are filled.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<TeamMember>,
}

/// One role of the team.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TeamMember {
    /// Which role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<TeamRole>,
    /// The organisation that fills it (never a person).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// Whether it is independent of the company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub independent: Option<bool>,
}

/// The roles of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TeamRole {
    /// Financial adviser.
    Advisor,
    /// Adviser on impact.
    ImpactAdvisor,
    /// Auditor of the accounts.
    Auditor,
    /// Lawyers.
    Legal,
    /// Keeps quotes in the market.
    Specialist,
}

impl TeamRole {
    /// Its name for people.
    #[must_use]
    pub fn title(self) -> Text {
        let (it, en) = match self {
            Self::Advisor => ("consulente finanziario", "financial adviser"),
            Self::ImpactAdvisor => ("consulente d'impatto", "impact adviser"),
            Self::Auditor => ("revisore", "auditor"),
            Self::Legal => ("consulente legale", "legal adviser"),
            Self::Specialist => ("specialista", "specialist"),
        };
        Text { it: it.to_owned(), en: en.to_owned() }
    }
}
