//! The steps of a procedure before the committee, as the log tells them.

use serde::Serialize;

use crate::admission::{Assessment, Choice, Outcome, Piece};
use crate::domain::{Code, Day, Phrasebook, Rate, Said, Seq, Text, Timestamp, Zone};
use crate::engine::{Condition, Event, Fact, World};

/// Where a step stands in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// Number of the event.
    pub seq: Seq,
    /// When.
    pub at: Timestamp,
}

impl Mark {
    pub(super) const fn of(event: &Event) -> Self {
        Self { seq: event.seq, at: event.time }
    }
}

/// What the gate said of the dossier.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reading {
    /// Where it stands in the log.
    #[serde(flatten)]
    pub mark: Mark,
    /// Every finding.
    pub assessment: Assessment,
}

/// What changed in the dossier.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Amendment {
    /// Where it stands in the log.
    #[serde(flatten)]
    pub mark: Mark,
    /// The pieces.
    pub pieces: Vec<Piece>,
}

/// The public comment period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CommentPeriod {
    /// When it was opened.
    #[serde(flatten)]
    pub mark: Mark,
    /// When it ends.
    pub closes_at: Timestamp,
    /// What was said.
    pub comments: Vec<CommentMade>,
    /// When it was closed.
    pub closed: Option<Mark>,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CommentMade {
    /// Where it stands in the log.
    #[serde(flatten)]
    pub mark: Mark,
    /// Who said it, by role.
    pub author: Code,
    /// What.
    pub text: String,
}

/// A conflict of interest that was declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// Where it stands in the log.
    #[serde(flatten)]
    pub mark: Mark,
    /// Whose.
    pub member: Code,
    /// Why.
    pub reason: String,
}

/// A request for more evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceAsked {
    /// Where it stands in the log.
    #[serde(flatten)]
    pub mark: Mark,
    /// Its number in the application.
    pub request: u32,
    /// Who asked.
    pub member: Code,
    /// About which parts of the dossier.
    pub pointers: Vec<String>,
    /// What.
    pub question: String,
    /// Until when.
    pub due_at: Timestamp,
    /// The answer.
    pub answer: Option<Answer>,
    /// When it was missed.
    pub missed: Option<Mark>,
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Where it stands in the log.
    #[serde(flatten)]
    pub mark: Mark,
    /// What the company said.
    pub note: String,
}

/// A vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VoteCast {
    /// Where it stands in the log.
    #[serde(flatten)]
    pub mark: Mark,
    /// 1, and 2 on an appeal.
    pub round: u32,
    /// Whose.
    pub member: Code,
    /// Yes, no or abstain.
    pub choice: Choice,
    /// Why.
    pub reason: Said,
    /// That it does not count any more.
    pub struck: Option<Struck>,
}

/// That a vote does not count any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Struck {
    /// Where it stands in the log.
    #[serde(flatten)]
    pub mark: Mark,
    /// `conflict` or `dossier_changed`.
    pub reason: String,
}

/// A decision that a member moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MotionMade {
    /// Where it stands in the log.
    #[serde(flatten)]
    pub mark: Mark,
    /// Who moved it.
    pub member: Code,
    /// What would follow.
    pub outcome: Outcome,
    /// Whether it was confirmed.
    pub end: Option<MotionEnd>,
}

/// What became of what was moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MotionEnd {
    /// Where it stands in the log.
    #[serde(flatten)]
    pub mark: Mark,
    /// Whether it took effect.
    pub confirmed: bool,
    /// By whom.
    pub member: Code,
    /// Why.
    pub reason: String,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionTaken {
    /// Where it stands in the log.
    #[serde(flatten)]
    pub mark: Mark,
    /// Its number.
    pub decision: u32,
    /// Admitted, conditional or refused.
    pub outcome: Outcome,
    /// Why.
    pub reasons: Vec<Text>,
    /// Votes for it that counted.
    pub yes: u32,
    /// Votes against that counted.
    pub no: u32,
    /// Abstentions that counted.
    pub abstain: u32,
    /// Who moved it.
    pub moved_by: Option<Code>,
    /// Who confirmed it.
    pub confirmed_by: Option<Code>,
    /// The decision that was appealed against.
    pub appeal_against: Option<u32>,
}

/// A condition and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConditionView {
    /// Code of the finding.
    pub code: String,
    /// What of the dossier it asks about.
    pub pointer: String,
    /// What must be done.
    pub text: Text,
    /// By when.
    pub due_on: Day,
    /// What happened.
    pub steps: Vec<ConditionStep>,
}

impl ConditionView {
    pub(super) fn new(condition: &Condition) -> Self {
        Self {
            code: condition.code.clone(),
            pointer: condition.pointer.clone(),
            text: condition.text.clone(),
            due_on: condition.due_on,
            steps: Vec::new(),
        }
    }
}

/// Something that happened to a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConditionStep {
    /// Where it stands in the log.
    #[serde(flatten)]
    pub mark: Mark,
    /// What.
    pub what: ConditionWord,
    /// The member who judged it.
    pub member: Option<Code>,
    /// Why.
    pub reason: Option<String>,
}

/// What can happen to a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConditionWord {
    /// The company says that it is met.
    Declared,
    /// It is met.
    Met,
    /// The committee was not convinced.
    NotConfirmed,
    /// Its time was over.
    Missed,
}

/// An appeal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppealLodged {
    /// Where it stands in the log.
    #[serde(flatten)]
    pub mark: Mark,
    /// Number of the decision.
    pub against: u32,
    /// On what grounds.
    pub grounds: String,
}

/// How an application ended before a listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct End {
    /// Where it stands in the log.
    #[serde(flatten)]
    pub mark: Mark,
    /// How.
    pub how: EndWord,
    /// Why, in the company's words.
    pub reason: Option<String>,
}

/// How an application can end before a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EndWord {
    /// The company took it back.
    Withdrawn,
    /// Evidence or a condition did not come in time.
    Lapsed,
}

/// Who sits, and by which rules they decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sitting {
    /// Name of the scenario.
    pub scenario: Code,
    /// Its title.
    pub title: Text,
    /// The zone of the exchange's clocks.
    #[serde(skip)]
    pub zone: Zone,
    /// Name of the rulebook.
    pub rulebook: Code,
    /// Its title.
    pub rulebook_title: Text,
    /// The seats.
    pub seats: Vec<Seat>,
    /// Fewest votes for a decision, at first and on an appeal.
    pub quorum: [u32; 2],
    /// What the yes votes must exceed of yes and no, at first and on an appeal.
    pub majority: [Rate; 2],
    /// Whether a second member confirms.
    pub four_eyes: bool,
    /// Days to appeal, where there is an appeal.
    pub appeal_days: Option<u32>,
    /// What people say, in the other language.
    #[serde(skip)]
    pub phrases: Phrasebook,
}

/// A seat of the committee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seat {
    /// Its name.
    pub name: Code,
    /// What it stands for.
    pub role: Text,
}

impl Sitting {
    /// The committee of a world.
    #[must_use]
    pub fn of(world: &World) -> Self {
        let rules = &world.rulebook.committee;
        let seats = world.committee.iter().map(|seat| Seat { name: seat.name.clone(), role: seat.role.clone() });
        Self {
            scenario: world.name.clone(),
            title: world.title.clone(),
            zone: world.calendar.zone.clone(),
            rulebook: world.rulebook.name.clone(),
            rulebook_title: world.rulebook.title.clone(),
            seats: seats.collect(),
            quorum: [rules.quorum(false), rules.quorum(true)],
            majority: [rules.majority(false), rules.majority(true)],
            four_eyes: rules.asks_for_four_eyes(),
            appeal_days: rules.appeal_days.as_ref().map(|days| days.value),
            phrases: Phrasebook::of(world.translations.as_ref()),
        }
    }
}

/// The company that a step before the committee is about.
pub(super) const fn company_of(fact: &Fact) -> Option<&Code> {
    match fact {
        Fact::StageEntered { company, .. }
        | Fact::Assessed { company, .. }
        | Fact::DossierAmended { company, .. }
        | Fact::CommentsOpened { company, .. }
        | Fact::Commented { company, .. }
        | Fact::CommentsClosed { company, .. }
        | Fact::ConflictDeclared { company, .. }
        | Fact::VoteCast { company, .. }
        | Fact::VoteStruck { company, .. }
        | Fact::EvidenceRequested { company, .. }
        | Fact::EvidenceAnswered { company, .. }
        | Fact::EvidenceMissed { company, .. }
        | Fact::ReviewOverdue { company }
        | Fact::Withdrawn { company, .. }
        | Fact::Appealed { company, .. }
        | Fact::DecisionMoved { company, .. }
        | Fact::MotionFell { company, .. }
        | Fact::Decided { company, .. }
        | Fact::ConditionDeclared { company, .. }
        | Fact::ConditionNotConfirmed { company, .. }
        | Fact::ConditionMet { company, .. }
        | Fact::ConditionMissed { company, .. } => Some(company),
        _ => None,
    }
}
