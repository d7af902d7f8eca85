//! An application before the committee: what has come in, who may take part, what follows from the votes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Appeal, ApplicationEnd, Assessment, Choice, CommentPeriod, CommitteeRules, Condition, Decision, EvidenceRequest,
    Motion, Outcome, Recusal, RegisterReject, Severity, Vote,
};
use crate::domain::{Code, InstrumentKind, Language, Rate, Text, Timestamp};

const NANOS_PER_DAY: i64 = 86_400_000_000_000;

/// One application and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// Number of the application, gap-free from 1.
    pub number: u32,
    /// Who applies.
    pub issuer: Code,
    /// For which class of instrument.
    pub kind: InstrumentKind,
    /// Name of the rulebook applied.
    pub rulebook: Code,
    /// What the gate says of the dossier as it stands.
    pub assessment: Assessment,
    /// The rules by which the committee decides.
    pub committee: CommitteeRules,
    /// Who takes no part, by member.
    pub recusals: BTreeMap<Code, Recusal>,
    /// Votes so far, by member; on an appeal those of the second vote.
    pub votes: BTreeMap<Code, Vote>,
    /// When it came in.
    pub received_at: Timestamp,
    /// By when the committee should decide, where the rulebook says so; nothing while the clock stands.
    pub review_due_at: Option<Timestamp>,
    /// What was left of that time, in nanoseconds, when the clock was stopped.
    pub review_left: Option<i64>,
    /// The time for comments, where there is one.
    pub comments: Option<CommentPeriod>,
    /// Requests for more evidence; the first is number 1.
    pub requests: Vec<EvidenceRequest>,
    /// What waits for a second member.
    pub motion: Option<Motion>,
    /// Number of the decision, once there is one; none again while an appeal is open.
    pub decision: Option<u32>,
    /// The appeal, once there is one.
    pub appeal: Option<Appeal>,
    /// How it ended without a decision.
    pub end: Option<ApplicationEnd>,
}

impl Application {
    /// Whether the committee has still to decide.
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        self.decision.is_none() && self.end.is_none()
    }

    /// Whether everyone may comment at this instant.
    #[must_use]
    pub fn takes_comments(&self, at: Timestamp) -> bool {
        self.is_pending() && self.comments.as_ref().is_some_and(|period| at < period.closes_at)
    }

    /// Whether a request for evidence is open.
    #[must_use]
    pub fn awaits_evidence(&self) -> bool {
        self.requests.iter().any(|request| request.answered_at.is_none())
    }

    /// The open request of this number.
    #[must_use]
    pub fn open_request(&self, number: u32) -> Option<&EvidenceRequest> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        self.requests.get(index).filter(|request| request.answered_at.is_none())
    }

    /// Whether a member takes part.
    pub(super) fn check_seat(&self, member: &Code) -> Result<(), RegisterReject> {
        if self.recusals.contains_key(member) { Err(RegisterReject::Barred) } else { Ok(()) }
    }

    /// Whether votes can be cast and counted at this instant.
    pub(super) fn check_open_to_votes(&self, at: Timestamp) -> Result<(), RegisterReject> {
        if self.takes_comments(at) {
            return Err(RegisterReject::CommentsOpen);
        }
        if self.awaits_evidence() {
            return Err(RegisterReject::EvidenceAwaited);
        }
        if self.motion.is_some() { Err(RegisterReject::MotionStands) } else { Ok(()) }
    }

    /// What was moved, for another member to confirm.
    pub(super) fn motion_for(&self, member: &Code) -> Result<Motion, RegisterReject> {
        let motion = self.motion.clone().ok_or(RegisterReject::NoMotion)?;
        self.check_seat(member)?;
        if motion.moved_by == *member { Err(RegisterReject::SameEyes) } else { Ok(motion) }
    }

    /// How many have voted so.
    #[must_use]
    pub fn count(&self, choice: Choice) -> u32 {
        next_number(self.votes.values().filter(|vote| vote.choice == choice).count()) - 1
    }

    /// What gate and votes come to.
    ///
    /// # Errors
    /// [`RegisterReject::NoQuorum`], unless the gate refuses.
    pub(super) fn outcome(&self) -> Result<Outcome, RegisterReject> {
        let gate = self.assessment.outcome();
        let (yes, no) = (self.count(Choice::Yes), self.count(Choice::No));
        let on_appeal = self.appeal.is_some();
        if gate == Outcome::Refused {
            Ok(Outcome::Refused)
        } else if yes + no + self.count(Choice::Abstain) < self.committee.quorum(on_appeal) {
            Err(RegisterReject::NoQuorum)
        } else if exceeds(yes, yes + no, self.committee.majority(on_appeal)) {
            Ok(gate)
        } else {
            Ok(Outcome::Refused)
        }
    }

    /// The decision that follows from the gate and the votes.
    pub(super) fn decided(
        &self,
        number: u32,
        moved_by: Option<Code>,
        confirmed_by: Option<Code>,
        at: Timestamp,
    ) -> Result<Decision, RegisterReject> {
        let outcome = self.outcome()?;
        let reasons = match outcome {
            Outcome::Refused if self.assessment.outcome() == Outcome::Refused => self.messages(Severity::Blocking),
            Outcome::Refused => self.objections(self.count(Choice::Yes), self.count(Choice::No)),
            Outcome::Admitted | Outcome::Conditional => Vec::new(),
        };
        Ok(Decision {
            number,
            application: self.number,
            issuer: self.issuer.clone(),
            kind: self.kind,
            rulebook: self.rulebook.clone(),
            conditions: if outcome == Outcome::Conditional { self.conditions(at) } else { Vec::new() },
            outcome,
            reasons,
            votes: self.votes.values().cloned().collect(),
            decided_at: at,
            moved_by,
            confirmed_by,
            appeal_against: self.appeal.as_ref().map(|appeal| appeal.against),
            revocation: None,
        })
    }

    fn messages(&self, severity: Severity) -> Vec<Text> {
        let findings = self.assessment.findings().filter(|finding| finding.severity == severity);
        findings.map(|finding| finding.message.clone()).collect()
    }

    fn conditions(&self, at: Timestamp) -> Vec<Condition> {
        let due_at = days_after(at, self.committee.condition_days.value);
        let findings = self.assessment.findings().filter(|finding| finding.severity == Severity::Condition);
        let condition =
            |finding: &super::Finding| Condition { finding: finding.clone(), due_at, declared_at: None, met_at: None };
        findings.map(condition).collect()
    }

    /// Why the committee refused what the gate let through: the count, then the words of those against.
    fn objections(&self, yes: u32, no: u32) -> Vec<Text> {
        let count = Text {
            it: format!("Il comitato non ha approvato: {yes} voti a favore, {no} contrari."),
            en: format!("The committee did not approve: {yes} votes for, {no} against."),
        };
        let against = self.votes.values().filter(|vote| vote.choice == Choice::No && !vote.reason.is_empty());
        let words = against.map(|vote| Text {
            it: format!("{}: {}", vote.member, vote.reason.get(Language::It)),
            en: format!("{}: {}", vote.member, vote.reason.get(Language::En)),
        });
        std::iter::once(count).chain(words).collect()
    }

    /// Ends it without a decision.
    pub(super) fn close(&mut self, end: ApplicationEnd) {
        self.end = Some(end);
        self.motion = None;
        self.review_due_at = None;
        self.review_left = None;
    }

    /// Stops the clock of the review; it stands until the last request is answered.
    pub(super) fn stop_clock(&mut self, at: Timestamp) {
        if let Some(due_at) = self.review_due_at.take() {
            self.review_left = Some(due_at.nanos() - at.nanos());
        }
    }

    /// Lets the clock of the review go on.
    pub(super) fn start_clock(&mut self, at: Timestamp) {
        if let Some(left) = self.review_left.take() {
            self.review_due_at = Some(at.plus_nanos(left));
        }
    }
}

/// The same time of day so many days later, counted as 24 hours each.
pub(super) const fn days_after(at: Timestamp, days: u32) -> Timestamp {
    at.plus_nanos((days as i64).saturating_mul(NANOS_PER_DAY))
}

/// Whether `part` is more than `share` of `whole`, exactly.
fn exceeds(part: u32, whole: u32, share: Rate) -> bool {
    i64::from(part) * Rate::ONE.scaled() > i64::from(whole).saturating_mul(share.scaled())
}

/// The number that follows so many.
pub(super) fn next_number(length: usize) -> u32 {
    u32::try_from(length).map_or(u32::MAX, |length| length.saturating_add(1))
}
