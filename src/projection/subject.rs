//! Whom an event is about.

use crate::domain::Code;
use crate::engine::Fact;

/// The company whose view an event is folded into, if it is about one.
pub(super) fn company_of(fact: &Fact) -> Option<&Code> {
    match fact {
        Fact::StageEntered { company, .. }
        | Fact::Assessed { company, .. }
        | Fact::VoteCast { company, .. }
        | Fact::VoteStruck { company, .. }
        | Fact::Withdrawn { company, .. }
        | Fact::EvidenceMissed { company, .. }
        | Fact::OfferUnwound { company, .. }
        | Fact::Decided { company, .. }
        | Fact::ConditionMet { company, .. }
        | Fact::ConditionMissed { company, .. }
        | Fact::TaskPlanned { company, .. }
        | Fact::TaskDelayed { company, .. }
        | Fact::TaskMoved { company, .. }
        | Fact::TaskDone { company, .. }
        | Fact::Burden { company, .. }
        | Fact::Benefit { company, .. }
        | Fact::OfferOpened { company, .. }
        | Fact::OfferExtended { company, .. }
        | Fact::OfferFellShort { company, .. }
        | Fact::OfferClosed { company, .. }
        | Fact::Listed { company, .. }
        | Fact::ImpactReported { company, .. }
        | Fact::ObligationDue { company, .. }
        | Fact::ObligationMet { company, .. }
        | Fact::ObligationLate { company, .. }
        | Fact::ObligationMissed { company, .. }
        | Fact::ImpactVerified { company, .. }
        | Fact::TargetJudged { company, .. }
        | Fact::TargetRestated { company, .. }
        | Fact::ActivityTested { company, .. }
        | Fact::LapseBegan { company, .. }
        | Fact::Sanctioned { company, .. }
        | Fact::LapseCured { company, .. }
        | Fact::CouponPaid { company, .. }
        | Fact::NominalReduced { company, .. }
        | Fact::InstalmentPaid { company, .. }
        | Fact::InstalmentMissed { company, .. }
        | Fact::RedemptionMissed { company, .. }
        | Fact::BondCalled { company, .. }
        | Fact::IncreaseAnnounced { company, .. }
        | Fact::IncreaseOpened { company, .. }
        | Fact::IncreaseClosed { company, .. }
        | Fact::BuyBackAnnounced { company, .. }
        | Fact::BuyBackEnded { company, .. }
        | Fact::TreasuryCancelled { company, .. }
        | Fact::Defaulted { company, .. }
        | Fact::Recovered { company, .. }
        | Fact::CouponMissed { company, .. }
        | Fact::Delisted { company, .. } => Some(company),
        _ => None,
    }
}
