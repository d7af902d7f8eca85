//! The gate and the committee: applications, votes, decisions, appeals.

use super::agenda::Due;
use super::telling::Telling;
use super::{Command, Condition, Exchange, Fact, Reject, Stage};
use crate::admission::{Choice, Dossier, Outcome, Piece, RegisterReject, Ruling, Vote, amended, assess};
use crate::domain::{Code, InstrumentKind, Said};

use super::preparation::Ask;

/// What a dossier becomes by pieces of evidence, checked and not yet in force.
pub(super) struct Amendment {
    pub(super) dossier: Dossier,
    pub(super) ask: Option<Ask>,
}

impl Exchange {
    /// Takes one step of the procedure before the committee.
    pub(super) fn proceed(&mut self, step: &Command, out: &mut Telling) -> Result<(), Reject> {
        match step {
            Command::Apply { company, pieces } => self.take_application(company, pieces, out),
            Command::OpenComments { company, days } => self.open_comments(company, *days, out),
            Command::Comment { company, author, text } => self.comment(company, author, text, out),
            Command::DeclareConflict { company, member, reason } => self.declare_conflict(company, member, reason, out),
            Command::RequestEvidence { company, member, pointers, question, days } => {
                self.request_evidence(company, member, (pointers, question), *days, out)
            }
            Command::AnswerEvidence { company, request, pieces, note } => {
                self.answer_evidence(company, *request, pieces, note, out)
            }
            Command::Withdraw { company, reason } => self.withdraw_company(company, reason, out),
            Command::Vote { company, member, choice, reason } => self.vote(company, member, *choice, reason, out),
            Command::Decide { company, member } => self.decide(company, member.as_ref(), out),
            Command::Confirm { company, member, confirms, reason } => {
                self.confirm(company, member, *confirms, reason, out)
            }
            Command::Appeal { company, grounds, pieces } => self.appeal(company, grounds, pieces, out),
            Command::MeetCondition { company, condition, pointer, piece } => {
                self.meet_condition(company, (condition, pointer), piece.as_ref(), out)
            }
            Command::ConfirmCondition { company, condition, pointer, member, confirms, reason } => {
                self.confirm_condition(company, (condition, pointer), member, (*confirms, reason), out)
            }
            _ => unreachable!("only the steps of the procedure come here"),
        }
    }

    /// Takes a company's dossier and puts it through the gate at once: every finding is told.
    fn take_application(&mut self, code: &Code, pieces: &[Piece], out: &mut Telling) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        match company.stage {
            Some(Stage::Preparing | Stage::Offering | Stage::Listed | Stage::Delisted | Stage::Defaulted) => {
                return Err(Reject::WrongStage);
            }
            Some(Stage::Refused) => self.check_waiting_time(code, out)?,
            _ => {}
        }
        let amendment = self.amendment(code, pieces)?;
        let assessment = assess(&amendment.dossier, &self.world.rulebook);
        // A dossier that names no instrument is refused whatever its class.
        let kind = amendment.dossier.instrument.kind.unwrap_or(InstrumentKind::Share);
        let now = out.now();
        let number = self.register.receive(code.clone(), kind, &self.world.rulebook, assessment, now)?;
        for seat in self.world.committee.iter().filter(|seat| seat.conflicts.contains(code)) {
            let reason = "declared when the committee was appointed".to_owned();
            // A conflict of an earlier application is known already.
            let _known = self.register.declare_conflict(number, &seat.name, reason, now);
        }
        let company = self.companies.get_mut(code).expect("looked up above");
        company.application = Some(number);
        company.decision = None;
        self.enter_stage(code, Stage::Applied, out);
        self.amend(code, pieces, amendment, out);
        self.tell_assessment(code, out);
        self.begin_hearing(code, number, out);
        Ok(())
    }

    /// Whether the time that the rulebook sets after a refusal is over.
    fn check_waiting_time(&self, code: &Code, out: &Telling) -> Result<(), Reject> {
        let Some(months) = &self.world.rulebook.committee.reapplication_months else { return Ok(()) };
        let decision = self.companies[code].decision.and_then(|number| self.register.decision(number));
        let Some(decision) = decision else { return Ok(()) };
        let calendar = &self.world.calendar;
        let months = i32::try_from(months.value).unwrap_or(i32::MAX);
        let over = calendar.day(decision.decided_at).plus_months(months) <= calendar.day(out.now());
        if over { Ok(()) } else { Err(RegisterReject::TooEarly.into()) }
    }

    /// What the dossier of a company would be with these pieces, if they fit and leave its instrument possible.
    pub(super) fn amendment(&self, code: &Code, pieces: &[Piece]) -> Result<Amendment, Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        let dossier = amended(self.dossier_of(company), pieces)?;
        let ask = Ask::of(&dossier);
        if let Some((pointer, detail)) = self.faults_of(&dossier.instrument).into_iter().next() {
            return Err(Reject::UnfitPiece(crate::admission::UnfitPiece { pointer, detail }));
        }
        let unfit = |pointer: &str, detail: String| {
            Reject::UnfitPiece(crate::admission::UnfitPiece { pointer: pointer.to_owned(), detail })
        };
        if let Some(ask) = &ask {
            let others = self.companies.values().filter(|other| other.code != *code);
            if others.into_iter().any(|other| other.asks_for(ask.symbol)) {
                return Err(unfit("/instrument/symbol", format!("the symbol {} is another company's", ask.symbol)));
            }
            if !self.world.markets.contains_key(&ask.market) {
                return Err(unfit("/instrument/market", format!("there is no market `{}`", ask.market)));
            }
        }
        Ok(Amendment { dossier, ask })
    }

    /// Puts an amendment in force and tells its pieces.
    pub(super) fn amend(&mut self, code: &Code, pieces: &[Piece], amendment: Amendment, out: &mut Telling) {
        if pieces.is_empty() {
            return;
        }
        let company = self.companies.get_mut(code).expect("its dossier was read");
        company.amended = Some(Box::new(amendment.dossier));
        company.ask = amendment.ask;
        out.tell(Fact::DossierAmended { company: code.clone(), pieces: pieces.to_vec() });
    }

    /// Tells what the gate says of the dossier as it stands.
    pub(super) fn tell_assessment(&self, code: &Code, out: &mut Telling) {
        let company = &self.companies[code];
        let dossier = self.dossier_of(company);
        let name = dossier.company.name.clone().unwrap_or_else(|| code.to_string());
        let synthetic = dossier.company.synthetic.unwrap_or(false);
        let application = company.application.and_then(|number| self.register.application(number));
        let assessment = application.expect("told of those who have applied").assessment.clone();
        out.tell(Fact::Assessed { company: code.clone(), name, synthetic, assessment });
    }

    /// Takes a member's vote.
    fn vote(
        &mut self,
        code: &Code,
        member: &Code,
        choice: Choice,
        reason: &Said,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let application = self.application_of(code)?;
        self.check_member(member)?;
        let vote = Vote { member: member.clone(), choice, reason: reason.clone(), cast_at: out.now() };
        self.register.vote(application, vote)?;
        out.tell(Fact::VoteCast { company: code.clone(), member: member.clone(), choice, reason: reason.clone() });
        Ok(())
    }

    /// Counts the votes. Under four eyes the decision is moved and waits for a second member.
    fn decide(&mut self, code: &Code, member: Option<&Code>, out: &mut Telling) -> Result<(), Reject> {
        let application = self.application_of(code)?;
        if let Some(member) = member {
            self.check_member(member)?;
        }
        match (self.register.decide(application, member, out.now())?, member) {
            (Ruling::Decided(number), _) => self.take_effect(code, number, None, out),
            (Ruling::Moved(outcome), Some(member)) => {
                out.tell(Fact::DecisionMoved { company: code.clone(), member: member.clone(), outcome });
                Ok(())
            }
            (Ruling::Moved(_), None) => Err(RegisterReject::MoverMissing.into()),
        }
    }

    /// A second member confirms what was moved, or does not.
    fn confirm(
        &mut self,
        code: &Code,
        member: &Code,
        confirms: bool,
        reason: &str,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let application = self.application_of(code)?;
        self.check_member(member)?;
        if confirms {
            let number = self.register.confirm(application, member, out.now())?;
            return self.take_effect(code, number, Some(reason), out);
        }
        self.register.object(application, member)?;
        out.tell(Fact::MotionFell { company: code.clone(), member: member.clone(), reason: reason.to_owned() });
        Ok(())
    }

    /// Tells a decision. An admitted company begins its preparation the next business day.
    fn take_effect(
        &mut self,
        code: &Code,
        number: u32,
        confirmation: Option<&str>,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let decision = self.register.decision(number).expect("it was just taken").clone();
        let conditions: Vec<Condition> = decision
            .conditions
            .iter()
            .map(|condition| Condition {
                code: condition.finding.code.clone(),
                pointer: condition.finding.pointer.clone(),
                text: condition.finding.message.clone(),
                due_on: self.world.calendar.day(condition.due_at),
            })
            .collect();
        for condition in &decision.conditions {
            let (company, code) = (code.clone(), condition.finding.code.clone());
            let pointer = condition.finding.pointer.clone();
            self.agenda.at(condition.due_at, Due::Condition { company, decision: number, code, pointer });
        }
        let mut reasons = decision.reasons;
        reasons.extend(conditions.iter().map(|condition| condition.text.clone()));
        self.companies.get_mut(code).expect("it has applied").decision = Some(number);
        out.tell(Fact::Decided {
            company: code.clone(),
            decision: number,
            outcome: decision.outcome,
            reasons,
            conditions,
            moved_by: decision.moved_by,
            confirmed_by: decision.confirmed_by,
            confirmation: confirmation.map(str::to_owned),
            appeal_against: decision.appeal_against,
        });
        if decision.outcome == Outcome::Refused {
            self.enter_stage(code, Stage::Refused, out);
            return Ok(());
        }
        self.begin_preparation(code, out)
    }

    /// Takes an appeal against a refusal: the dossier, with what has changed in it, goes before the members once more.
    fn appeal(&mut self, code: &Code, grounds: &str, pieces: &[Piece], out: &mut Telling) -> Result<(), Reject> {
        let application = self.application_of(code)?;
        let amendment = self.amendment(code, pieces)?;
        let assessment = assess(&amendment.dossier, &self.world.rulebook);
        let against = self.register.appeal(application, Some(assessment), out.now())?;
        out.tell(Fact::Appealed { company: code.clone(), against, grounds: grounds.to_owned() });
        self.enter_stage(code, Stage::Applied, out);
        self.amend(code, pieces, amendment, out);
        if !pieces.is_empty() {
            self.tell_assessment(code, out);
        }
        Ok(())
    }

    pub(super) fn check_member(&self, member: &Code) -> Result<(), Reject> {
        let known = self.world.committee.iter().any(|seat| seat.name == *member);
        if known { Ok(()) } else { Err(Reject::NotAMember) }
    }

    pub(super) fn application_of(&self, code: &Code) -> Result<u32, Reject> {
        self.companies.get(code).ok_or(Reject::UnknownCompany)?.application.ok_or(Reject::WrongStage)
    }

    pub(super) fn enter_stage(&mut self, code: &Code, stage: Stage, out: &mut Telling) {
        self.companies.get_mut(code).expect("only an enrolled company has stages").stage = Some(stage);
        out.tell(Fact::StageEntered { company: code.clone(), stage });
    }
}
