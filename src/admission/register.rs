//! The register of admissions (registro delle ammissioni): applications, votes and decisions. What comes before a vote is
//! in `hearing`, what comes after a decision in `aftermath`.
//!
//! The committee may refuse what the gate let through; it can never admit what the gate refused.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::application::{days_after, next_number};
use super::{
    Application, Assessment, CommentPeriod, Decision, Motion, Outcome, RegisterReject, Rulebook, Ruling, Vote,
};
use crate::domain::{Code, InstrumentKind, Timestamp};

/// The proof that an issuer may list a class of instruments now. Only [`Register::admission`] lends it, and it cannot
/// be copied, stored or read from a file:
///
/// ```compile_fail,E0451
/// use borsa_sociale::admission::{Admission, Decision};
/// fn forge(decision: &Decision) -> Admission<'_> {
///     Admission { decision }
/// }
/// ```
///
/// ```compile_fail,E0277
/// use borsa_sociale::admission::Admission;
/// fn copy<T: Clone>(_: &T) {}
/// fn twice(admission: &Admission<'_>) {
///     copy(admission);
/// }
/// ```
///
/// ```compile_fail,E0277
/// use borsa_sociale::admission::Admission;
/// fn read(text: &str) -> Admission<'static> {
///     serde_json::from_str(text).unwrap()
/// }
/// ```
#[derive(Debug)]
pub struct Admission<'a> {
    decision: &'a Decision,
}

impl Admission<'_> {
    /// Number of the decision, which a listing stores.
    #[must_use]
    pub const fn decision(&self) -> u32 {
        self.decision.number
    }

    /// Who is admitted.
    #[must_use]
    pub const fn issuer(&self) -> &Code {
        &self.decision.issuer
    }

    /// For which class of instrument.
    #[must_use]
    pub const fn kind(&self) -> InstrumentKind {
        self.decision.kind
    }

    /// The first instant at which a condition that is not met falls due.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        self.decision.next_deadline()
    }

    /// Under which rulebook.
    #[must_use]
    pub const fn rulebook(&self) -> &Code {
        &self.decision.rulebook
    }
}

/// All applications and decisions, in the order in which they came.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    pub(super) applications: Vec<Application>,
    pub(super) decisions: Vec<Decision>,
}

impl Register {
    /// Takes in an application with what the gate says about it; gives its number. Where the rulebook has a comment period,
    /// it begins. Who has declared a conflict with the issuer before takes no part in this one either.
    ///
    /// # Errors
    /// [`RegisterReject::AlreadyApplied`].
    pub fn receive(
        &mut self,
        issuer: Code,
        kind: InstrumentKind,
        rulebook: &Rulebook,
        assessment: Assessment,
        at: Timestamp,
    ) -> Result<u32, RegisterReject> {
        let is_pending = |application: &Application| {
            application.issuer == issuer && application.kind == kind && application.is_pending()
        };
        if self.applications.iter().any(is_pending) {
            return Err(RegisterReject::AlreadyApplied);
        }
        let earlier = self.applications.iter().rev().find(|application| application.issuer == issuer);
        let recusals = earlier.map(|application| application.recusals.clone()).unwrap_or_default();
        let rules = rulebook.committee.clone();
        let comments = rules.comment_days.as_ref().map(|days| CommentPeriod {
            opened_at: at,
            closes_at: days_after(at, days.value),
            comments: 0,
        });
        let number = next_number(self.applications.len());
        self.applications.push(Application {
            number,
            issuer,
            kind,
            rulebook: rulebook.name.clone(),
            assessment,
            review_due_at: rules.review_days.as_ref().map(|days| days_after(at, days.value)),
            review_left: None,
            committee: rules,
            recusals,
            votes: BTreeMap::new(),
            received_at: at,
            comments,
            requests: Vec::new(),
            motion: None,
            decision: None,
            appeal: None,
            end: None,
        });
        Ok(number)
    }

    /// Records a vote.
    ///
    /// # Errors
    /// [`RegisterReject::UnknownApplication`], [`RegisterReject::AlreadyDecided`], [`RegisterReject::ApplicationOver`],
    /// [`RegisterReject::Barred`], [`RegisterReject::CommentsOpen`], [`RegisterReject::EvidenceAwaited`],
    /// [`RegisterReject::MotionStands`], [`RegisterReject::AlreadyVoted`], [`RegisterReject::NoSeatLeft`], in this order.
    pub fn vote(&mut self, application: u32, vote: Vote) -> Result<(), RegisterReject> {
        let application = self.pending(application)?;
        application.check_seat(&vote.member)?;
        application.check_open_to_votes(vote.cast_at)?;
        if application.votes.contains_key(&vote.member) {
            return Err(RegisterReject::AlreadyVoted);
        }
        if application.votes.len() >= to_usize(application.committee.members.value) {
            return Err(RegisterReject::NoSeatLeft);
        }
        application.votes.insert(vote.member.clone(), vote);
        Ok(())
    }

    /// Counts: refused by the gate without any vote, else by the committee's quorum and majority. Under four eyes the
    /// decision is then moved and waits for [`Register::confirm`]; else it takes effect at once.
    ///
    /// # Errors
    /// [`RegisterReject::UnknownApplication`], [`RegisterReject::AlreadyDecided`], [`RegisterReject::ApplicationOver`],
    /// [`RegisterReject::CommentsOpen`], [`RegisterReject::EvidenceAwaited`], [`RegisterReject::MotionStands`],
    /// [`RegisterReject::MoverMissing`], [`RegisterReject::Barred`], [`RegisterReject::NoQuorum`].
    pub fn decide(&mut self, application: u32, member: Option<&Code>, at: Timestamp) -> Result<Ruling, RegisterReject> {
        let number = next_number(self.decisions.len());
        let application = self.pending(application)?;
        application.check_open_to_votes(at)?;
        if let Some(member) = member {
            application.check_seat(member)?;
        }
        if application.committee.asks_for_four_eyes() {
            let moved_by = member.ok_or(RegisterReject::MoverMissing)?.clone();
            let outcome = application.outcome()?;
            application.motion = Some(Motion { moved_by, moved_at: at, outcome });
            return Ok(Ruling::Moved(outcome));
        }
        let decision = application.decided(number, member.cloned(), None, at)?;
        application.decision = Some(number);
        self.decisions.push(decision);
        Ok(Ruling::Decided(number))
    }

    /// Another member confirms what was moved: it takes effect. Gives the number of the decision.
    ///
    /// # Errors
    /// [`RegisterReject::UnknownApplication`], [`RegisterReject::AlreadyDecided`], [`RegisterReject::ApplicationOver`],
    /// [`RegisterReject::NoMotion`], [`RegisterReject::Barred`], [`RegisterReject::SameEyes`].
    pub fn confirm(&mut self, application: u32, member: &Code, at: Timestamp) -> Result<u32, RegisterReject> {
        let number = next_number(self.decisions.len());
        let application = self.pending(application)?;
        let motion = application.motion_for(member)?;
        let decision = application.decided(number, Some(motion.moved_by.clone()), Some(member.clone()), at)?;
        application.motion = None;
        application.decision = Some(number);
        self.decisions.push(decision);
        Ok(number)
    }

    /// Another member does not confirm what was moved: it falls, and members may vote on.
    ///
    /// # Errors
    /// As [`Register::confirm`].
    pub fn object(&mut self, application: u32, member: &Code) -> Result<(), RegisterReject> {
        let application = self.pending(application)?;
        application.motion_for(member)?;
        application.motion = None;
        Ok(())
    }

    /// The proof that `issuer` may list instruments of this kind at this instant: by the latest decision on them that
    /// stands then, unless it refused, was revoked, or has a condition that is overdue.
    #[must_use]
    pub fn admission(&self, issuer: &Code, kind: InstrumentKind, at: Timestamp) -> Option<Admission<'_>> {
        let concerns =
            |decision: &&Decision| decision.issuer == *issuer && decision.kind == kind && decision.decided_at <= at;
        let decision = self.decisions.iter().rev().find(concerns)?;
        decision.stands_at(at).then_some(Admission { decision })
    }

    /// An application by number.
    #[must_use]
    pub fn application(&self, number: u32) -> Option<&Application> {
        self.applications.get(to_usize(number).checked_sub(1)?)
    }

    /// A decision by number.
    #[must_use]
    pub fn decision(&self, number: u32) -> Option<&Decision> {
        self.decisions.get(to_usize(number).checked_sub(1)?)
    }

    /// All applications, oldest first.
    pub fn applications(&self) -> impl Iterator<Item = &Application> {
        self.applications.iter()
    }

    /// All decisions, oldest first.
    pub fn decisions(&self) -> impl Iterator<Item = &Decision> {
        self.decisions.iter()
    }

    pub(super) fn pending(&mut self, number: u32) -> Result<&mut Application, RegisterReject> {
        let index = to_usize(number).checked_sub(1).ok_or(RegisterReject::UnknownApplication)?;
        let application = self.applications.get_mut(index).ok_or(RegisterReject::UnknownApplication)?;
        if application.end.is_some() {
            return Err(RegisterReject::ApplicationOver);
        }
        if application.decision.is_some() { Err(RegisterReject::AlreadyDecided) } else { Ok(application) }
    }

    pub(super) fn standing(&mut self, number: u32) -> Result<&mut Decision, RegisterReject> {
        let index = to_usize(number).checked_sub(1).ok_or(RegisterReject::UnknownDecision)?;
        match self.decisions.get_mut(index) {
            None | Some(Decision { outcome: Outcome::Refused, .. }) => Err(RegisterReject::UnknownDecision),
            Some(Decision { revocation: Some(_), .. }) => Err(RegisterReject::Revoked),
            Some(decision) => Ok(decision),
        }
    }
}

pub(super) fn to_usize(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
