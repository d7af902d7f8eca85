//! What happened before the committee, application by application, each step with its number in the log: what minutes are
//! written from.

use std::collections::BTreeMap;

use serde::Serialize;

use super::steps::{
    Amendment, AppealLodged, CommentMade, CommentPeriod, ConditionStep, ConditionView, ConditionWord, Conflict,
    DecisionTaken, End, EndWord, EvidenceAsked, Mark, MotionEnd, MotionMade, Reading, Struck, VoteCast,
};
use crate::admission::Outcome;
use crate::domain::{Code, Timestamp};
use crate::engine::{Event, Fact, Stage};

/// One application before the committee.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Procedure {
    /// Who applied.
    pub company: Code,
    /// Its full name.
    pub name: String,
    /// The how many-th application of the company this is, from 1.
    pub attempt: u32,
    /// When it came in.
    pub received: Mark,
    /// What the gate said, each time it read the dossier.
    pub readings: Vec<Reading>,
    /// What changed in the dossier.
    pub amendments: Vec<Amendment>,
    /// The public comment period.
    pub comments: Option<CommentPeriod>,
    /// Who took no part.
    pub conflicts: Vec<Conflict>,
    /// What was asked, and answered.
    pub requests: Vec<EvidenceAsked>,
    /// Every vote, also those that do not count any more.
    pub votes: Vec<VoteCast>,
    /// What was moved under four eyes.
    pub motions: Vec<MotionMade>,
    /// The decisions: one, and another where there was an appeal.
    pub decisions: Vec<DecisionTaken>,
    /// The conditions of the last decision.
    pub conditions: Vec<ConditionView>,
    /// The appeal.
    pub appeal: Option<AppealLodged>,
    /// When the time of the review was over without a decision.
    pub overdue: Option<Mark>,
    /// How it ended before a listing, if it did.
    pub end: Option<End>,
}

impl Procedure {
    fn new(company: Code, attempt: u32, received: Mark) -> Self {
        Self {
            name: company.to_string(),
            company,
            attempt,
            received,
            readings: Vec::new(),
            amendments: Vec::new(),
            comments: None,
            conflicts: Vec::new(),
            requests: Vec::new(),
            votes: Vec::new(),
            motions: Vec::new(),
            decisions: Vec::new(),
            conditions: Vec::new(),
            appeal: None,
            overdue: None,
            end: None,
        }
    }

    /// What the gate says of the dossier as it stands.
    #[must_use]
    pub fn gate(&self) -> Option<Outcome> {
        self.readings.last().map(|reading| reading.assessment.outcome())
    }

    /// Whether the committee has still to decide.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.end.is_none() && self.decisions.len() < 1 + usize::from(self.appeal.is_some())
    }

    /// The round of votes that is on: 1, and 2 on an appeal.
    #[must_use]
    pub fn round(&self) -> u32 {
        1 + u32::from(self.appeal.is_some())
    }

    /// Whether everyone may comment at this instant.
    #[must_use]
    pub fn takes_comments(&self, at: Timestamp) -> bool {
        self.is_pending() && self.comments.as_ref().is_some_and(|period| at < period.closes_at)
    }

    /// Whether nothing stands in the way of votes and a decision at this instant.
    #[must_use]
    pub fn can_be_decided(&self, at: Timestamp) -> bool {
        let waits = self.requests.iter().any(|request| request.answer.is_none() && request.missed.is_none());
        let moved = self.motions.iter().any(|motion| motion.end.is_none());
        self.is_pending() && !self.takes_comments(at) && !waits && !moved
    }

    /// Whether a member takes no part.
    #[must_use]
    pub fn is_barred(&self, member: &Code) -> bool {
        self.conflicts.iter().any(|conflict| conflict.member == *member)
    }

    /// A member's vote that counts in the round that is on.
    #[must_use]
    pub fn vote_of(&self, member: &Code) -> Option<&VoteCast> {
        let round = self.round();
        self.votes.iter().find(|vote| vote.member == *member && vote.round == round && vote.struck.is_none())
    }

    fn fold(&mut self, event: &Event) {
        let mark = Mark::of(event);
        match &event.fact {
            Fact::Assessed { name, assessment, .. } => {
                self.name.clone_from(name);
                self.readings.push(Reading { mark, assessment: assessment.clone() });
            }
            Fact::DossierAmended { pieces, .. } => self.amendments.push(Amendment { mark, pieces: pieces.clone() }),
            Fact::ConflictDeclared { member, reason, .. } => {
                self.conflicts.push(Conflict { mark, member: member.clone(), reason: reason.clone() });
            }
            Fact::ReviewOverdue { .. } => self.overdue = Some(mark),
            Fact::Appealed { against, grounds, .. } => {
                self.appeal = Some(AppealLodged { mark, against: *against, grounds: grounds.clone() });
            }
            Fact::Withdrawn { reason, .. } => {
                self.end = Some(End { mark, how: EndWord::Withdrawn, reason: Some(reason.clone()) });
            }
            Fact::StageEntered { stage: Stage::Lapsed, .. } => {
                self.end = Some(End { mark, how: EndWord::Lapsed, reason: None });
            }
            fact => {
                self.fold_hearing(mark, fact);
                self.fold_vote(mark, fact);
                self.fold_condition(mark, fact);
            }
        }
    }

    fn fold_hearing(&mut self, mark: Mark, fact: &Fact) {
        match fact {
            Fact::CommentsOpened { closes_at, .. } => {
                self.comments = Some(CommentPeriod { mark, closes_at: *closes_at, comments: Vec::new(), closed: None });
            }
            Fact::Commented { author, text, .. } => {
                if let Some(period) = &mut self.comments {
                    period.comments.push(CommentMade { mark, author: author.clone(), text: text.clone() });
                }
            }
            Fact::CommentsClosed { .. } => {
                if let Some(period) = &mut self.comments {
                    period.closed = Some(mark);
                }
            }
            Fact::EvidenceRequested { request, member, pointers, question, due_at, .. } => {
                self.requests.push(EvidenceAsked {
                    mark,
                    request: *request,
                    member: member.clone(),
                    pointers: pointers.clone(),
                    question: question.clone(),
                    due_at: *due_at,
                    answer: None,
                    missed: None,
                });
            }
            Fact::EvidenceAnswered { request, note, .. } => {
                if let Some(asked) = self.requests.iter_mut().find(|asked| asked.request == *request) {
                    asked.answer = Some(super::steps::Answer { mark, note: note.clone() });
                }
            }
            Fact::EvidenceMissed { request, .. } => {
                if let Some(asked) = self.requests.iter_mut().find(|asked| asked.request == *request) {
                    asked.missed = Some(mark);
                }
            }
            _ => {}
        }
    }

    fn fold_vote(&mut self, mark: Mark, fact: &Fact) {
        match fact {
            Fact::VoteCast { member, choice, reason, .. } => {
                let (round, member) = (self.round(), member.clone());
                self.votes.push(VoteCast {
                    mark,
                    round,
                    member,
                    choice: *choice,
                    reason: reason.clone(),
                    struck: None,
                });
            }
            Fact::VoteStruck { member, reason, .. } => {
                let cast = self.votes.iter_mut().rev().find(|vote| vote.member == *member && vote.struck.is_none());
                if let Some(vote) = cast {
                    vote.struck = Some(Struck { mark, reason: reason.clone() });
                }
            }
            Fact::DecisionMoved { member, outcome, .. } => {
                self.motions.push(MotionMade { mark, member: member.clone(), outcome: *outcome, end: None });
            }
            Fact::MotionFell { member, reason, .. } => {
                self.end_motion(MotionEnd { mark, confirmed: false, member: member.clone(), reason: reason.clone() });
            }
            Fact::Decided {
                decision, outcome, reasons, conditions, moved_by, confirmed_by, appeal_against, ..
            } => {
                if let Some(member) = confirmed_by.clone() {
                    self.end_motion(MotionEnd { mark, confirmed: true, member, reason: String::new() });
                }
                let count = |choice| self.count(choice);
                self.decisions.push(DecisionTaken {
                    mark,
                    decision: *decision,
                    outcome: *outcome,
                    reasons: reasons.clone(),
                    yes: count(crate::admission::Choice::Yes),
                    no: count(crate::admission::Choice::No),
                    abstain: count(crate::admission::Choice::Abstain),
                    moved_by: moved_by.clone(),
                    confirmed_by: confirmed_by.clone(),
                    appeal_against: *appeal_against,
                });
                self.conditions = conditions.iter().map(ConditionView::new).collect();
            }
            _ => {}
        }
    }

    /// Votes of the round that is on which count and say so.
    fn count(&self, choice: crate::admission::Choice) -> u32 {
        let round = self.round();
        let counts = |vote: &&VoteCast| vote.round == round && vote.struck.is_none() && vote.choice == choice;
        u32::try_from(self.votes.iter().filter(counts).count()).unwrap_or(u32::MAX)
    }

    fn end_motion(&mut self, end: MotionEnd) {
        if let Some(motion) = self.motions.iter_mut().find(|motion| motion.end.is_none()) {
            motion.end = Some(end);
        }
    }

    fn fold_condition(&mut self, mark: Mark, fact: &Fact) {
        let (code, at, word, member, reason) = match fact {
            Fact::ConditionDeclared { condition, pointer, .. } => {
                (condition, pointer, ConditionWord::Declared, None, None)
            }
            Fact::ConditionMet { condition, pointer, confirmed_by, reason, .. } => {
                (condition, pointer, ConditionWord::Met, confirmed_by.as_ref(), reason.as_ref())
            }
            Fact::ConditionNotConfirmed { condition, pointer, member, reason, .. } => {
                (condition, pointer, ConditionWord::NotConfirmed, Some(member), Some(reason))
            }
            Fact::ConditionMissed { condition, pointer, .. } => (condition, pointer, ConditionWord::Missed, None, None),
            _ => return,
        };
        let meant = self.conditions.iter_mut().find(|one| one.code == *code && one.pointer == *at);
        if let Some(condition) = meant {
            condition.steps.push(ConditionStep { mark, what: word, member: member.cloned(), reason: reason.cloned() });
        }
    }
}

/// Every application that ever came before the committee.
#[derive(Debug, Clone, Default)]
pub struct Procedures {
    all: Vec<Procedure>,
    /// Where the latest of each company is, in the order in which companies first applied.
    latest: Vec<usize>,
    index: BTreeMap<Code, usize>,
}

impl Procedures {
    /// All applications, in the order in which they came in.
    pub fn all(&self) -> impl Iterator<Item = &Procedure> {
        self.all.iter()
    }

    /// The applications of a company, in the order in which they came in.
    pub fn of<'a>(&'a self, company: &'a Code) -> impl Iterator<Item = &'a Procedure> {
        self.all.iter().filter(move |procedure| procedure.company == *company)
    }

    /// The latest application of each company, in the order in which companies first applied.
    pub fn latest(&self) -> impl Iterator<Item = &Procedure> {
        self.latest.iter().map(|&at| &self.all[at])
    }

    /// The latest application of a company.
    #[must_use]
    pub fn latest_of(&self, company: &Code) -> Option<&Procedure> {
        self.index.get(company).map(|&place| &self.all[self.latest[place]])
    }

    /// Takes in one event.
    pub fn fold(&mut self, event: &Event) {
        let Some(company) = super::steps::company_of(&event.fact) else { return };
        if matches!(event.fact, Fact::StageEntered { stage: Stage::Applied, .. }) {
            let on_appeal = self.latest_of(company).is_some_and(Procedure::is_pending);
            if !on_appeal {
                self.begin(company, Mark::of(event));
            }
        }
        if let Some(&place) = self.index.get(company) {
            self.all[self.latest[place]].fold(event);
        }
    }

    fn begin(&mut self, company: &Code, received: Mark) {
        let attempt = u32::try_from(self.of(company).count()).unwrap_or(u32::MAX).saturating_add(1);
        self.all.push(Procedure::new(company.clone(), attempt, received));
        let at = self.all.len() - 1;
        match self.index.get(company) {
            Some(&place) => self.latest[place] = at,
            None => {
                self.index.insert(company.clone(), self.latest.len());
                self.latest.push(at);
            }
        }
    }
}
