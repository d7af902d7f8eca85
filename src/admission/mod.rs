//! The gate: the dossier of a company, the rulebook, the four criteria, the committee's votes and decisions.
//!
//! Every check tells its finding; no criterion makes up for another. A listing needs an [`Admission`], which only the
//! [`Register`] can lend.

mod assessment;
mod decision;
mod dossier;
mod register;
mod rulebook;

pub use assessment::{Assessment, Criterion, CriterionOutcome, CriterionResult, Finding, Outcome, Severity};
pub use decision::{Application, Choice, Condition, Decision, Revocation, Vote};
pub use dossier::{
    Accounts, AdditionalityMode, Business, Company, Counterfactual, Dossier, Float, Governance, ImpactLink,
    ImpactLinkKind, Instrument, ProfitDistribution, Purpose, Statute, Team, TeamMember, TeamRole, TheoryOfChange,
    UseOfProceeds,
};
pub use register::{Admission, Register, RegisterReject};
pub use rulebook::{
    AdditionalityRules, CommitteeRules, EligibilityRules, IntentionalityRules, LegalFormRow, MarketRow,
    MeasurabilityRules, MetricRow, Rulebook, Threshold,
};
