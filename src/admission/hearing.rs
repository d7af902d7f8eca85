//! What comes before a vote: comments, conflicts, evidence asked for and handed in, withdrawal.

use super::application::{days_after, next_number};
use super::piece::is_within;
use super::register::to_usize;
use super::{
    Application, ApplicationEnd, Assessment, CommentPeriod, EvidenceRequest, Piece, Recusal, Register, RegisterReject,
    Struck, Threshold,
};
use crate::domain::{Code, Timestamp};

impl Register {
    /// Opens the dossier of an application to everyone's comments. Gives the end of the period.
    ///
    /// # Errors
    /// [`RegisterReject::UnknownApplication`], [`RegisterReject::AlreadyDecided`], [`RegisterReject::ApplicationOver`],
    /// [`RegisterReject::CommentsKnown`], [`RegisterReject::TermMissing`], [`RegisterReject::TermTooShort`],
    /// [`RegisterReject::MotionStands`].
    pub fn open_comments(
        &mut self,
        application: u32,
        days: Option<u32>,
        at: Timestamp,
    ) -> Result<Timestamp, RegisterReject> {
        let application = self.pending(application)?;
        if application.comments.is_some() {
            return Err(RegisterReject::CommentsKnown);
        }
        if application.motion.is_some() {
            return Err(RegisterReject::MotionStands);
        }
        let closes_at = days_after(at, term(days, application.committee.comment_days.as_ref())?);
        application.comments = Some(CommentPeriod { opened_at: at, closes_at, comments: 0 });
        Ok(closes_at)
    }

    /// Counts a comment, which binds nobody.
    ///
    /// # Errors
    /// [`RegisterReject::UnknownApplication`], [`RegisterReject::AlreadyDecided`], [`RegisterReject::ApplicationOver`],
    /// [`RegisterReject::CommentsClosed`].
    pub fn comment(&mut self, application: u32, at: Timestamp) -> Result<(), RegisterReject> {
        let application = self.pending(application)?;
        let period = application.comments.as_mut().filter(|period| at < period.closes_at);
        let period = period.ok_or(RegisterReject::CommentsClosed)?;
        period.comments = period.comments.saturating_add(1);
        Ok(())
    }

    /// A member declares a conflict with the issuer and takes no part from then on. A vote on what is still open is
    /// struck, and what was moved falls when it rested on it.
    ///
    /// # Errors
    /// [`RegisterReject::UnknownApplication`], [`RegisterReject::ConflictKnown`], [`RegisterReject::ConflictTooLate`].
    pub fn declare_conflict(
        &mut self,
        application: u32,
        member: &Code,
        reason: String,
        at: Timestamp,
    ) -> Result<Struck, RegisterReject> {
        let application = self.known(application)?;
        if application.recusals.contains_key(member) {
            return Err(RegisterReject::ConflictKnown);
        }
        let has_voted = application.is_pending() && application.votes.contains_key(member);
        if has_voted && !application.committee.allows_late_recusal() {
            return Err(RegisterReject::ConflictTooLate);
        }
        let moved = application.motion.as_ref().is_some_and(|motion| motion.moved_by == *member);
        let motion = application.motion.is_some() && (has_voted || moved);
        if has_voted {
            application.votes.remove(member);
        }
        if motion {
            application.motion = None;
        }
        application.recusals.insert(member.clone(), Recusal { reason, declared_at: at });
        Ok(Struck { vote: has_voted, motion })
    }

    /// A member asks for more evidence on parts of the dossier. The clock of the review stops, and nobody votes before the
    /// answer. Gives the number of the request and its deadline.
    ///
    /// # Errors
    /// [`RegisterReject::UnknownApplication`], [`RegisterReject::AlreadyDecided`], [`RegisterReject::ApplicationOver`],
    /// [`RegisterReject::Barred`], [`RegisterReject::MotionStands`], [`RegisterReject::NothingAsked`],
    /// [`RegisterReject::TermMissing`], [`RegisterReject::TermTooShort`].
    pub fn request_evidence(
        &mut self,
        application: u32,
        member: &Code,
        pointers: &[String],
        days: Option<u32>,
        at: Timestamp,
    ) -> Result<(u32, Timestamp), RegisterReject> {
        let application = self.pending(application)?;
        application.check_seat(member)?;
        if application.motion.is_some() {
            return Err(RegisterReject::MotionStands);
        }
        if pointers.is_empty() || pointers.iter().any(|pointer| !pointer.starts_with('/')) {
            return Err(RegisterReject::NothingAsked);
        }
        let due_at = days_after(at, term(days, application.committee.evidence_days.as_ref())?);
        application.stop_clock(at);
        application.requests.push(EvidenceRequest {
            member: member.clone(),
            pointers: pointers.to_vec(),
            asked_at: at,
            due_at,
            answered_at: None,
        });
        Ok((next_number(application.requests.len() - 1), due_at))
    }

    /// Whether these pieces answer a request that is open.
    ///
    /// # Errors
    /// [`RegisterReject::UnknownApplication`], [`RegisterReject::AlreadyDecided`], [`RegisterReject::ApplicationOver`],
    /// [`RegisterReject::UnknownRequest`], [`RegisterReject::NotAsked`].
    pub fn check_answer(&mut self, application: u32, request: u32, pieces: &[Piece]) -> Result<(), RegisterReject> {
        let application = self.pending(application)?;
        let request = application.open_request(request).ok_or(RegisterReject::UnknownRequest)?;
        let asked = |piece: &Piece| request.pointers.iter().any(|pointer| is_within(&piece.pointer, pointer));
        if pieces.iter().all(asked) { Ok(()) } else { Err(RegisterReject::NotAsked) }
    }

    /// Records the answer to a request and what the gate now says of the whole dossier. Votes on the dossier as it was are
    /// struck: gives the members who vote again. Without a new assessment nothing has changed, and votes stand.
    ///
    /// # Errors
    /// [`RegisterReject::UnknownApplication`], [`RegisterReject::AlreadyDecided`], [`RegisterReject::ApplicationOver`],
    /// [`RegisterReject::UnknownRequest`].
    pub fn answer(
        &mut self,
        application: u32,
        request: u32,
        assessment: Option<Assessment>,
        at: Timestamp,
    ) -> Result<Vec<Code>, RegisterReject> {
        let application = self.pending(application)?;
        application.open_request(request).ok_or(RegisterReject::UnknownRequest)?;
        application.requests[to_usize(request) - 1].answered_at = Some(at);
        if !application.awaits_evidence() {
            application.start_clock(at);
        }
        let Some(assessment) = assessment else { return Ok(Vec::new()) };
        application.assessment = assessment;
        Ok(std::mem::take(&mut application.votes).into_keys().collect())
    }

    /// The deadline of a request has come: unanswered, the application lapses. Tells whether it does.
    pub fn lapse(&mut self, application: u32, request: u32) -> bool {
        let Ok(application) = self.pending(application) else { return false };
        let lapses = application.open_request(request).is_some();
        if lapses {
            application.close(ApplicationEnd::Lapsed);
        }
        lapses
    }

    /// The company takes its application back before there is a decision.
    ///
    /// # Errors
    /// [`RegisterReject::UnknownApplication`], [`RegisterReject::AlreadyDecided`], [`RegisterReject::ApplicationOver`].
    pub fn withdraw(&mut self, application: u32) -> Result<(), RegisterReject> {
        self.pending(application)?.close(ApplicationEnd::Withdrawn);
        Ok(())
    }

    pub(super) fn known(&mut self, number: u32) -> Result<&mut Application, RegisterReject> {
        let index = to_usize(number).checked_sub(1).ok_or(RegisterReject::UnknownApplication)?;
        self.applications.get_mut(index).ok_or(RegisterReject::UnknownApplication)
    }
}

/// How many days: those that are given, at least the rulebook's, or the rulebook's.
fn term(days: Option<u32>, rule: Option<&Threshold<u32>>) -> Result<u32, RegisterReject> {
    let least = rule.map(|rule| rule.value);
    match (days, least) {
        (None, None) | (Some(0), _) => Err(RegisterReject::TermMissing),
        (Some(days), Some(least)) if days < least => Err(RegisterReject::TermTooShort),
        (Some(days), _) => Ok(days),
        (None, Some(least)) => Ok(least),
    }
}
