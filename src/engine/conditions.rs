//! The conditions of an admission: declared met, confirmed, missed.

use super::telling::Telling;
use super::{Exchange, Fact, Reject, Stage};
use crate::admission::{Piece, RegisterReject, UnfitPiece, assess, is_within};
use crate::domain::{Code, Symbol};

impl Exchange {
    /// A company declares a condition met, with a piece of evidence where it has one: the gate must then not find any more
    /// what the condition asks to put right. If the company was suspended for it, trading may resume once it is met.
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
        let (company, condition, pointer) = (code.clone(), condition.to_owned(), pointer.to_owned());
        out.tell(if met {
            Fact::ConditionMet { company, condition, pointer, confirmed_by: None }
        } else {
            Fact::ConditionDeclared { company, condition, pointer }
        });
        Ok(())
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
            });
            return Ok(());
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

    /// The time for a condition is over. Unmet, it suspends the admission, and trading with it.
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
        let (company, missed, pointer) = (code.clone(), condition.to_owned(), pointer.to_owned());
        out.tell(Fact::ConditionMissed { company, condition: missed, pointer });
        let listed = self.listings.iter().find(|(_, listing)| listing.company == *code).map(|(&symbol, _)| symbol);
        match (listed, stage) {
            (Some(symbol), _) => self.suspend_for(symbol, condition, out),
            (None, Some(Stage::Preparing | Stage::Offering)) => self.leave(code, Stage::Lapsed, out),
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
}
