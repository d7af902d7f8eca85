//! The conditions of an admission: declared met, confirmed, missed.

use super::telling::Telling;
use super::{Exchange, Fact, Reject, Stage};
use crate::admission::{Piece, RegisterReject, UnfitPiece, assess, is_within};
use crate::domain::{Code, LapseKind};

impl Exchange {
    /// A company declares a condition met, with a piece of evidence where it has one: the gate must then not find any more
    /// what the condition asks to put right. If the company was suspended for it, trading goes on once it is met.
    pub(super) fn meet_condition(
        &mut self,
        code: &Code,
        (condition, pointer): (&str, &str),
        piece: Option<&Piece>,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        let decision = company.decision.ok_or(Reject::WrongStage)?;
        let pieces = piece.map(std::slice::from_ref).unwrap_or_default();
        let amendment = self.amendment(code, pieces)?;
        if let Some(piece) = piece {
            if is_within(&piece.pointer, "/instrument") {
                let detail = "what was admitted is not changed by a condition".to_owned();
                return Err(UnfitPiece { pointer: piece.pointer.clone(), detail }.into());
            }
            let assessment = assess(&amendment.dossier, &self.world.rulebook);
            let stands = |finding: &crate::admission::Finding| finding.code == condition && finding.pointer == pointer;
            if assessment.findings().any(stands) {
                return Err(RegisterReject::ConditionStands.into());
            }
        }
        let met = self.register.meet_condition(decision, condition, pointer, out.now())?;
        self.amend(code, pieces, amendment, out);
        let subject = subject_of(condition, pointer);
        let (company, condition, pointer) = (code.clone(), condition.to_owned(), pointer.to_owned());
        if !met {
            out.tell(Fact::ConditionDeclared { company, condition, pointer });
            return Ok(());
        }
        out.tell(Fact::ConditionMet { company, condition, pointer, confirmed_by: None, reason: None });
        self.cure(code, LapseKind::UnmetCondition, &subject, out)
    }

    /// A member confirms that a condition is met, or does not: then it is open again, and missed when its time is over.
    pub(super) fn confirm_condition(
        &mut self,
        code: &Code,
        (condition, pointer): (&str, &str),
        member: &Code,
        (confirms, reason): (bool, &str),
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        let decision = company.decision.ok_or(Reject::WrongStage)?;
        self.check_member(member)?;
        let (told, by) = (code.clone(), member.clone());
        let (told_condition, told_pointer) = (condition.to_owned(), pointer.to_owned());
        if confirms {
            self.register.confirm_condition(decision, condition, pointer, member, out.now())?;
            out.tell(Fact::ConditionMet {
                company: told,
                condition: told_condition,
                pointer: told_pointer,
                confirmed_by: Some(by),
                reason: Some(reason.to_owned()),
            });
            return self.cure(code, LapseKind::UnmetCondition, &subject_of(condition, pointer), out);
        }
        let overdue = self.register.reject_condition(decision, condition, pointer, member, out.now())?;
        out.tell(Fact::ConditionNotConfirmed {
            company: told,
            condition: told_condition,
            pointer: told_pointer,
            member: by,
            reason: reason.to_owned(),
        });
        if overdue { self.end_condition(code, decision, condition, pointer, out) } else { Ok(()) }
    }

    /// The time for a condition is over. Unmet, it ends the admission before the listing, and begins a ladder after it.
    pub(super) fn end_condition(
        &mut self,
        code: &Code,
        decision: u32,
        condition: &str,
        pointer: &str,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        let now = out.now();
        let asked = self.register.decision(decision).filter(|_| company.decision == Some(decision));
        let overdue = asked.is_some_and(|asked| {
            asked.conditions.iter().any(|asked| asked.asks(condition, pointer) && asked.is_overdue(now))
        });
        if !overdue {
            return Ok(());
        }
        let stage = company.stage;
        let (company, missed, told_pointer) = (code.clone(), condition.to_owned(), pointer.to_owned());
        out.tell(Fact::ConditionMissed { company, condition: missed, pointer: told_pointer });
        match stage {
            Some(Stage::Listed) => {
                self.begin_lapse(code, LapseKind::UnmetCondition, &subject_of(condition, pointer), None, out)
            }
            Some(Stage::Preparing | Stage::Offering) => self.leave(code, Stage::Lapsed, out),
            _ => Ok(()),
        }
    }
}

/// By which name an unmet condition is known among the lapses.
fn subject_of(condition: &str, pointer: &str) -> String {
    format!("{condition} {pointer}")
}
