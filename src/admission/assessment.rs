//! What the gate says about a dossier: four verdicts, each with all its findings, and never an average of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::Text;

/// What one check found wanting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Stable code of the check: `E`, `I`, `M` or `A`, then a number that is never given to another check.
    pub code: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong and what to do about it.
    pub message: Text,
    /// JSON pointer of the part of the dossier, also where it is missing.
    pub pointer: String,
    /// On what the check rests: an address, a law, or why it is assumed.
    pub source: String,
    /// The question, with the rulebook's figure where one decides.
    pub asked: Text,
    /// What stands at the pointer: a text or a number as it is, a list or a table as JSON, cut off after 160
    /// characters. None where nothing stands.
    pub found: Option<String>,
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// For the reader; changes nothing.
    Note,
    /// Must be put right by a deadline.
    Condition,
    /// Refuses.
    Blocking,
}

/// The verdict on one criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CriterionOutcome {
    /// Nothing but notes.
    Pass,
    /// At least one condition, nothing blocking.
    Conditional,
    /// At least one blocking finding.
    Fail,
}

/// The verdict on the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Every criterion passes.
    Admitted,
    /// None fails, at least one is conditional.
    Conditional,
    /// At least one fails.
    Refused,
}

/// The four questions of the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    /// May it be here at all (ammissibilità)?
    Eligibility,
    /// Does it want the change (intenzionalità)?
    Intentionality,
    /// Can it be measured (misurabilità)?
    Measurability,
    /// Would it come anyway (addizionalità)?
    Additionality,
}

impl Criterion {
    /// All four, in the order in which they are told.
    pub const ALL: [Self; 4] = [Self::Eligibility, Self::Intentionality, Self::Measurability, Self::Additionality];

    /// Its name for people.
    #[must_use]
    pub fn title(self) -> Text {
        let (it, en) = match self {
            Self::Eligibility => ("Ammissibilità", "Eligibility"),
            Self::Intentionality => ("Intenzionalità", "Intentionality"),
            Self::Measurability => ("Misurabilità", "Measurability"),
            Self::Additionality => ("Addizionalità", "Additionality"),
        };
        Text { it: it.to_owned(), en: en.to_owned() }
    }
}

/// One criterion's verdict with all that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CriterionResult {
    /// The verdict.
    pub outcome: CriterionOutcome,
    /// All findings, in the order of their codes.
    pub findings: Vec<Finding>,
}

impl CriterionResult {
    /// The verdict that follows from the findings.
    #[must_use]
    pub fn of(findings: Vec<Finding>) -> Self {
        let outcome = match findings.iter().map(|finding| finding.severity).max() {
            None | Some(Severity::Note) => CriterionOutcome::Pass,
            Some(Severity::Condition) => CriterionOutcome::Conditional,
            Some(Severity::Blocking) => CriterionOutcome::Fail,
        };
        Self { outcome, findings }
    }
}

/// The gate's verdict on a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    /// May it be here at all?
    pub eligibility: CriterionResult,
    /// Does it want the change?
    pub intentionality: CriterionResult,
    /// Can it be measured?
    pub measurability: CriterionResult,
    /// Would it come anyway?
    pub additionality: CriterionResult,
}

impl Assessment {
    /// Refused when any criterion fails, conditional when none fails and one is conditional.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let worst = Criterion::ALL.map(|criterion| self.criterion(criterion).outcome).into_iter().max();
        match worst {
            None | Some(CriterionOutcome::Pass) => Outcome::Admitted,
            Some(CriterionOutcome::Conditional) => Outcome::Conditional,
            Some(CriterionOutcome::Fail) => Outcome::Refused,
        }
    }

    /// The result of one criterion.
    #[must_use]
    pub const fn criterion(&self, criterion: Criterion) -> &CriterionResult {
        match criterion {
            Criterion::Eligibility => &self.eligibility,
            Criterion::Intentionality => &self.intentionality,
            Criterion::Measurability => &self.measurability,
            Criterion::Additionality => &self.additionality,
        }
    }

    /// All findings of all criteria, in the order in which they are told.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        Criterion::ALL.into_iter().flat_map(|criterion| &self.criterion(criterion).findings)
    }
}
