//! The register of admissions (registro delle ammissioni): applications, votes, decisions, conditions, revocations.
//!
//! The committee may refuse what the gate let through; it can never admit what the gate refused.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::decision::next_number;
use super::{Application, Assessment, Condition, Decision, Outcome, Revocation, Rulebook, Vote};
use crate::domain::{Code, InstrumentKind, Text, Timestamp};

/// Why the register refuses a step; nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegisterReject {
    /// The issuer has an application for this class that is not decided yet.
    AlreadyApplied,
    /// There is no such application.
    UnknownApplication,
    /// The application has been decided.
    AlreadyDecided,
    /// The member has voted.
    AlreadyVoted,
    /// All seats of the committee have voted.
    NoSeatLeft,
    /// Too few votes.
    NoQuorum,
    /// There is no such decision, or it refused.
    UnknownDecision,
    /// The decision has no open condition of this code and pointer.
    UnknownCondition,
    /// The admission was revoked.
    Revoked,
}

impl RegisterReject {
    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::AlreadyApplied => "already_applied",
            Self::UnknownApplication => "unknown_application",
            Self::AlreadyDecided => "already_decided",
            Self::AlreadyVoted => "already_voted",
            Self::NoSeatLeft => "no_seat_left",
            Self::NoQuorum => "no_quorum",
            Self::UnknownDecision => "unknown_decision",
            Self::UnknownCondition => "unknown_condition",
            Self::Revoked => "revoked",
        }
    }
}

impl fmt::Display for RegisterReject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for RegisterReject {}

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
    applications: Vec<Application>,
    decisions: Vec<Decision>,
}

impl Register {
    /// Takes in an application with what the gate says about it; gives its number.
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
            application.issuer == issuer && application.kind == kind && application.decision.is_none()
        };
        if self.applications.iter().any(is_pending) {
            return Err(RegisterReject::AlreadyApplied);
        }
        let number = next_number(self.applications.len());
        self.applications.push(Application {
            number,
            issuer,
            kind,
            rulebook: rulebook.name.clone(),
            assessment,
            committee: rulebook.committee.clone(),
            votes: BTreeMap::new(),
            received_at: at,
            decision: None,
        });
        Ok(number)
    }

    /// Records a vote.
    ///
    /// # Errors
    /// [`RegisterReject::UnknownApplication`], [`RegisterReject::AlreadyDecided`], [`RegisterReject::AlreadyVoted`],
    /// [`RegisterReject::NoSeatLeft`], in this order.
    pub fn vote(&mut self, application: u32, vote: Vote) -> Result<(), RegisterReject> {
        let application = self.pending(application)?;
        if application.votes.contains_key(&vote.member) {
            return Err(RegisterReject::AlreadyVoted);
        }
        if application.votes.len() >= to_usize(application.committee.members.value) {
            return Err(RegisterReject::NoSeatLeft);
        }
        application.votes.insert(vote.member.clone(), vote);
        Ok(())
    }

    /// Closes an application: refused by the gate without any vote, else by the committee's quorum and majority.
    ///
    /// # Errors
    /// [`RegisterReject::UnknownApplication`], [`RegisterReject::AlreadyDecided`], [`RegisterReject::NoQuorum`].
    pub fn decide(&mut self, application: u32, at: Timestamp) -> Result<&Decision, RegisterReject> {
        let number = next_number(self.decisions.len());
        let application = self.pending(application)?;
        let decision = application.decided(number, at)?;
        application.decision = Some(number);
        self.decisions.push(decision);
        self.decision(number).ok_or(RegisterReject::UnknownDecision)
    }

    /// Records that a condition, named by its finding's code and pointer, has been met.
    ///
    /// # Errors
    /// [`RegisterReject::UnknownDecision`], [`RegisterReject::Revoked`], [`RegisterReject::UnknownCondition`].
    pub fn meet_condition(
        &mut self,
        decision: u32,
        code: &str,
        pointer: &str,
        at: Timestamp,
    ) -> Result<(), RegisterReject> {
        let decision = self.standing(decision)?;
        let is_asked = |condition: &&mut Condition| {
            condition.finding.code == code && condition.finding.pointer == pointer && condition.met_at.is_none()
        };
        let condition = decision.conditions.iter_mut().find(is_asked).ok_or(RegisterReject::UnknownCondition)?;
        condition.met_at = Some(at);
        Ok(())
    }

    /// Ends an admission.
    ///
    /// # Errors
    /// [`RegisterReject::UnknownDecision`], [`RegisterReject::Revoked`].
    pub fn revoke(&mut self, decision: u32, reason: Text, at: Timestamp) -> Result<(), RegisterReject> {
        self.standing(decision)?.revocation = Some(Revocation { reason, revoked_at: at });
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

    fn pending(&mut self, number: u32) -> Result<&mut Application, RegisterReject> {
        let index = to_usize(number).checked_sub(1).ok_or(RegisterReject::UnknownApplication)?;
        let application = self.applications.get_mut(index).ok_or(RegisterReject::UnknownApplication)?;
        if application.decision.is_some() { Err(RegisterReject::AlreadyDecided) } else { Ok(application) }
    }

    fn standing(&mut self, number: u32) -> Result<&mut Decision, RegisterReject> {
        let index = to_usize(number).checked_sub(1).ok_or(RegisterReject::UnknownDecision)?;
        match self.decisions.get_mut(index) {
            None | Some(Decision { outcome: Outcome::Refused, .. }) => Err(RegisterReject::UnknownDecision),
            Some(Decision { revocation: Some(_), .. }) => Err(RegisterReject::Revoked),
            Some(decision) => Ok(decision),
        }
    }
}

fn to_usize(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
