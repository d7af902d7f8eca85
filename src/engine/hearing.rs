//! Before the vote: comments, conflicts, requests for evidence and their answers, the terms of all of them.

use super::agenda::Due;
use super::telling::Telling;
use super::{Exchange, Fact, Reject, Stage};
use crate::admission::{Piece, RegisterReject, UnfitPiece, assess};
use crate::domain::Code;

/// Why a vote was struck: its member has declared a conflict.
const CONFLICT: &str = "conflict";
/// Why a vote was struck: the dossier is another one now.
const DOSSIER_CHANGED: &str = "dossier_changed";

impl Exchange {
    /// Tells the terms with which an application begins, and puts their ends on the agenda.
    pub(super) fn begin_hearing(&mut self, code: &Code, application: u32, out: &mut Telling) {
        let Some(begun) = self.register.application(application) else { return };
        let (comments, review) = (begun.comments.clone(), begun.review_due_at);
        let conflicts: Vec<_> =
            begun.recusals.iter().map(|(member, why)| (member.clone(), why.reason.clone())).collect();
        for (member, reason) in conflicts {
            out.tell(Fact::ConflictDeclared { company: code.clone(), member, reason });
        }
        if let Some(period) = comments {
            let closes_at = period.closes_at;
            self.agenda.at(closes_at, Due::Comments { company: code.clone(), application });
            out.tell(Fact::CommentsOpened { company: code.clone(), closes_at });
        }
        if let Some(due_at) = review {
            self.agenda.at(due_at, Due::Review { company: code.clone(), application });
        }
    }

    pub(super) fn open_comments(&mut self, code: &Code, days: Option<u32>, out: &mut Telling) -> Result<(), Reject> {
        let application = self.application_of(code)?;
        let closes_at = self.register.open_comments(application, days, out.now())?;
        self.agenda.at(closes_at, Due::Comments { company: code.clone(), application });
        out.tell(Fact::CommentsOpened { company: code.clone(), closes_at });
        Ok(())
    }

    /// Takes a comment. It changes nothing but what members have read.
    pub(super) fn comment(&mut self, code: &Code, author: &Code, text: &str, out: &mut Telling) -> Result<(), Reject> {
        let application = self.application_of(code)?;
        self.register.comment(application, out.now())?;
        out.tell(Fact::Commented { company: code.clone(), author: author.clone(), text: text.to_owned() });
        Ok(())
    }

    pub(super) fn end_comments(&mut self, code: &Code, application: u32, out: &mut Telling) -> Result<(), Reject> {
        let known = self.register.application(application).filter(|application| application.is_pending());
        if let Some(period) = known.and_then(|application| application.comments.as_ref()) {
            out.tell(Fact::CommentsClosed { company: code.clone(), comments: period.comments });
        }
        Ok(())
    }

    /// A member declares a conflict: what rested on it is undone and told.
    pub(super) fn declare_conflict(
        &mut self,
        code: &Code,
        member: &Code,
        reason: &str,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let application = self.application_of(code)?;
        self.check_member(member)?;
        let struck = self.register.declare_conflict(application, member, reason.to_owned(), out.now())?;
        let (company, declared) = (code.clone(), reason.to_owned());
        out.tell(Fact::ConflictDeclared { company, member: member.clone(), reason: declared });
        if struck.vote {
            self.tell_struck(code, member, CONFLICT, out);
        }
        if struck.motion {
            let (company, member) = (code.clone(), member.clone());
            out.tell(Fact::MotionFell { company, member, reason: CONFLICT.to_owned() });
        }
        Ok(())
    }

    fn tell_struck(&self, code: &Code, member: &Code, reason: &str, out: &mut Telling) {
        let (company, member) = (code.clone(), member.clone());
        out.tell(Fact::VoteStruck { company, member, reason: reason.to_owned() });
    }

    pub(super) fn request_evidence(
        &mut self,
        code: &Code,
        member: &Code,
        (pointers, question): (&[String], &str),
        days: Option<u32>,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let application = self.application_of(code)?;
        self.check_member(member)?;
        let asked = self.register.request_evidence(application, member, pointers, days, out.now())?;
        let (request, due_at) = asked;
        self.agenda.at(due_at, Due::Evidence { company: code.clone(), application, request });
        out.tell(Fact::EvidenceRequested {
            company: code.clone(),
            request,
            member: member.clone(),
            pointers: pointers.to_vec(),
            question: question.to_owned(),
            due_at,
        });
        Ok(())
    }

    /// Takes the answer to a request: its pieces go into the dossier, and the gate reads the whole of it again.
    pub(super) fn answer_evidence(
        &mut self,
        code: &Code,
        request: u32,
        pieces: &[Piece],
        note: &str,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let application = self.application_of(code)?;
        self.register.check_answer(application, request, pieces)?;
        let amendment = self.amendment(code, pieces)?;
        let kind = self.register.application(application).map(|application| application.kind);
        let asked = amendment.dossier.instrument.kind;
        if asked.is_some() && asked != kind {
            let detail = "another class of instrument is another application".to_owned();
            return Err(UnfitPiece { pointer: "/instrument/kind".to_owned(), detail }.into());
        }
        let assessment = (!pieces.is_empty()).then(|| assess(&amendment.dossier, &self.world.rulebook));
        let struck = self.register.answer(application, request, assessment, out.now())?;
        out.tell(Fact::EvidenceAnswered { company: code.clone(), request, note: note.to_owned() });
        self.amend(code, pieces, amendment, out);
        if !pieces.is_empty() {
            self.tell_assessment(code, out);
        }
        for member in &struck {
            self.tell_struck(code, member, DOSSIER_CHANGED, out);
        }
        let review = self.register.application(application).and_then(|application| application.review_due_at);
        if let Some(due_at) = review {
            self.agenda.at(due_at, Due::Review { company: code.clone(), application });
        }
        Ok(())
    }

    /// The time to answer a request is over. Unanswered, the application lapses.
    pub(super) fn end_evidence(
        &mut self,
        code: &Code,
        application: u32,
        request: u32,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        if self.register.lapse(application, request) {
            out.tell(Fact::EvidenceMissed { company: code.clone(), request });
            self.enter_stage(code, Stage::Lapsed, out);
        }
        Ok(())
    }

    /// The time of the review is over. An undecided application stays: the committee is told to be late.
    pub(super) fn end_review(&mut self, code: &Code, application: u32, out: &mut Telling) -> Result<(), Reject> {
        let now = out.now();
        let known = self.register.application(application).ok_or(RegisterReject::UnknownApplication)?;
        if known.is_pending() && known.appeal.is_none() && known.review_due_at == Some(now) {
            out.tell(Fact::ReviewOverdue { company: code.clone() });
        }
        Ok(())
    }
}
