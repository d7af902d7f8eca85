//! The gate and the committee: applications, votes, decisions, conditions.

use super::agenda::Due;
use super::telling::Telling;
use super::{Condition, Exchange, Fact, Reject, Stage};
use crate::admission::{Choice, Outcome, Vote, assess};
use crate::domain::{Code, InstrumentKind, Money, Quantity, Symbol};

impl Exchange {
    /// Takes a company's dossier and puts it through the gate at once: every finding is told.
    pub(super) fn take_application(&mut self, code: &Code, out: &mut Telling) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        let dossier = &self.world.companies[company.dossier];
        let assessment = assess(dossier, &self.world.rulebook);
        let name = dossier.company.name.clone().unwrap_or_else(|| code.to_string());
        let synthetic = dossier.company.synthetic.unwrap_or(false);
        // A dossier that names no instrument is refused whatever its class.
        let kind = dossier.instrument.kind.unwrap_or(InstrumentKind::Share);
        let now = out.now();
        let number = self.register.receive(code.clone(), kind, &self.world.rulebook, assessment.clone(), now)?;
        self.companies.get_mut(code).expect("looked up above").application = Some(number);
        self.enter_stage(code, Stage::Applied, out);
        out.tell(Fact::Assessed { company: code.clone(), name, synthetic, assessment });
        Ok(())
    }

    /// Takes a member's vote. Who has declared a conflict may not vote.
    pub(super) fn vote(
        &mut self,
        code: &Code,
        member: &Code,
        choice: Choice,
        reason: &str,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let application = self.application_of(code)?;
        let seat = self.world.committee.iter().find(|seat| seat.name == *member).ok_or(Reject::NotAMember)?;
        if seat.conflicts.contains(code) {
            return Err(Reject::Conflict);
        }
        let vote = Vote { member: member.clone(), choice, reason: reason.to_owned(), cast_at: out.now() };
        self.register.vote(application, vote)?;
        out.tell(Fact::VoteCast { company: code.clone(), member: member.clone(), choice, reason: reason.to_owned() });
        Ok(())
    }

    /// Counts the votes. An admitted company begins its preparation the next business day.
    pub(super) fn decide(&mut self, code: &Code, out: &mut Telling) -> Result<(), Reject> {
        let application = self.application_of(code)?;
        let decision = self.register.decide(application, out.now())?.clone();
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
            self.agenda.at(condition.due_at, Due::Condition { company, code, pointer });
        }
        let mut reasons = decision.reasons.clone();
        reasons.extend(conditions.iter().map(|condition| condition.text.clone()));
        let (company, outcome, number) = (code.clone(), decision.outcome, decision.number);
        self.companies.get_mut(code).expect("it has applied").decision = Some(number);
        out.tell(Fact::Decided { company, decision: number, outcome, reasons, conditions });
        if outcome == Outcome::Refused {
            self.enter_stage(code, Stage::Refused, out);
            return Ok(());
        }
        self.begin_preparation(code, out)
    }

    /// A company shows that it has met a condition. If it was suspended for it, trading may resume.
    pub(super) fn meet_condition(
        &mut self,
        code: &Code,
        condition: &str,
        pointer: &str,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        let decision = company.decision.ok_or(Reject::WrongStage)?;
        self.register.meet_condition(decision, condition, pointer, out.now())?;
        let (company, condition, pointer) = (code.clone(), condition.to_owned(), pointer.to_owned());
        out.tell(Fact::ConditionMet { company, condition, pointer });
        Ok(())
    }

    /// The time for a condition is over. Unmet, it suspends the admission, and trading with it.
    pub(super) fn end_condition(
        &mut self,
        code: &Code,
        condition: &str,
        pointer: &str,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let decision = self.companies.get(code).and_then(|company| company.decision).ok_or(Reject::WrongStage)?;
        let asked = self.register.decision(decision).ok_or(Reject::WrongStage)?;
        let unmet = asked
            .conditions
            .iter()
            .any(|asked| asked.finding.code == condition && asked.finding.pointer == pointer && asked.met_at.is_none());
        if !unmet {
            return Ok(());
        }
        let (company, condition, pointer) = (code.clone(), condition.to_owned(), pointer.to_owned());
        out.tell(Fact::ConditionMissed { company, condition: condition.clone(), pointer });
        let listed = self.listings.iter().find(|(_, listing)| listing.company == *code).map(|(&symbol, _)| symbol);
        match (listed, self.companies[code].stage) {
            (Some(symbol), _) => self.suspend_for(symbol, &condition, out),
            (None, Some(Stage::Preparing)) => {
                self.enter_stage(code, Stage::Lapsed, out);
                let today = self.world.calendar.day(out.now());
                self.book_raise(code, Money::ZERO, Quantity::ZERO, today, out)
            }
            (None, Some(Stage::Offering)) => {
                self.enter_stage(code, Stage::Lapsed, out);
                Ok(())
            }
            (None, _) => Ok(()),
        }
    }

    /// Suspends an instrument whose admission is not in force, unless it is suspended already.
    fn suspend_for(&mut self, symbol: Symbol, condition: &str, out: &mut Telling) -> Result<(), Reject> {
        match self.suspend(symbol, &format!("condition {condition} of the admission was not met"), out) {
            Err(Reject::HaltState) => Ok(()),
            result => result,
        }
    }

    fn application_of(&self, code: &Code) -> Result<u32, Reject> {
        self.companies.get(code).ok_or(Reject::UnknownCompany)?.application.ok_or(Reject::WrongStage)
    }

    pub(super) fn enter_stage(&mut self, code: &Code, stage: Stage, out: &mut Telling) {
        self.companies.get_mut(code).expect("only an enrolled company has stages").stage = Some(stage);
        out.tell(Fact::StageEntered { company: code.clone(), stage });
    }
}
