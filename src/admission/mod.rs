//! The gate: the dossier of a company, the rulebook, the four criteria, the committee's votes and decisions.
//!
//! Every check tells its finding; no criterion makes up for another. A listing needs an [`Admission`], which only the
//! [`Register`] can lend.

mod aftermath;
mod amount;
mod application;
mod assessment;
mod case;
mod checks;
mod committee_rules;
mod decision;
mod demand;
mod distribution;
mod dossier;
mod evidence;
mod hearing;
mod holding_limits;
mod instrument;
mod linked_data;
mod offer_terms;
mod own_fees;
mod piece;
mod procedure;
mod question;
mod questions;
mod reference_card;
mod register;
mod register_reject;
mod rulebook;
mod sanctions;
mod sources;
mod system;

pub use amount::{AmountThreshold, ExchangeRate, ExchangeRates};
pub use application::Application;
pub use assessment::{Assessment, Criterion, CriterionOutcome, CriterionResult, Finding, Outcome, Severity};
pub use committee_rules::CommitteeRules;
pub use decision::{Choice, Condition, Decision, Revocation, Vote};
pub use demand::Demand;
pub use distribution::Distribution;
pub use dossier::{
    Accounts, AdditionalityMode, Business, Company, Counterfactual, Dossier, Float, Governance, LargestHolder,
    ProfitDistribution, Purpose, Statute, Team, TeamMember, TeamRole, TheoryOfChange, UseOfProceeds,
};
pub use holding_limits::HoldingLimits;
pub use instrument::{ImpactLink, Instrument};
pub use linked_data::{CONTEXT, linked_data};
pub use offer_terms::{OfferForm, OfferTerms};
pub use own_fees::{OwnFee, OwnFeeKind};
pub use piece::{Piece, UnfitPiece, amended, is_within};
pub use procedure::{Appeal, ApplicationEnd, CommentPeriod, EvidenceRequest, Motion, Recusal, Ruling, Struck};
pub use questions::{Question, questions};
pub use reference_card::{CardFigure, ReferenceCard, ReferenceCards};
pub use register::{Admission, Register};
pub use register_reject::RegisterReject;
pub use rulebook::{
    AdditionalityRules, EligibilityRules, IntentionalityRules, LegalFormRow, LegalForms, MarketRow, MeasurabilityRules,
    MetricRow, Rulebook, Threshold,
};
pub use sanctions::{DelistingTerms, Ladder, ReportingRules, SanctionRules, Step};
pub use system::{
    AdmittedForm, FeeRules, InvestorClass, InvestorRules, ObservedResult, Oversubscription, Payer, PrimaryMechanism,
    PrimaryRules, SecondaryMechanism, SecondaryRules, SystemCard, SystemStatus,
};

use case::Case;

/// Puts a dossier before a rulebook: every finding of every criterion. Pure; what is missing is a finding too.
#[must_use]
pub fn assess(dossier: &Dossier, rulebook: &Rulebook) -> Assessment {
    let case = Case::new(dossier, rulebook);
    let result = |criterion: Criterion| CriterionResult::of(criterion.findings(&case));
    Assessment {
        eligibility: result(Criterion::Eligibility),
        intentionality: result(Criterion::Intentionality),
        measurability: result(Criterion::Measurability),
        additionality: result(Criterion::Additionality),
    }
}

#[cfg(test)]
mod gaming_tests;
#[cfg(test)]
mod not_asked;
#[cfg(test)]
mod page_tests;
#[cfg(test)]
mod procedure_properties;
#[cfg(test)]
mod procedure_tests;
#[cfg(test)]
mod register_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod theorems;
#[cfg(test)]
mod tricks;
