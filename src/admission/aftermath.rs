//! What comes after a decision: conditions, the end of an admission, the appeal.

use super::application::days_after;
use super::{Appeal, Assessment, Condition, Outcome, Register, RegisterReject, Revocation};
use crate::domain::{Code, Text, Timestamp};

impl Register {
    /// The company declares that a condition, named by its finding's code and pointer, is met. Under four eyes it waits for
    /// [`Register::confirm_condition`]; else it is met. Tells whether it is.
    ///
    /// # Errors
    /// [`RegisterReject::UnknownDecision`], [`RegisterReject::Revoked`], [`RegisterReject::UnknownCondition`],
    /// [`RegisterReject::ConditionDeclared`].
    pub fn meet_condition(
        &mut self,
        decision: u32,
        code: &str,
        pointer: &str,
        at: Timestamp,
    ) -> Result<bool, RegisterReject> {
        let four_eyes = self.asks_for_four_eyes(decision);
        let condition = self.open_condition(decision, code, pointer)?;
        if condition.declared_at.is_some() {
            return Err(RegisterReject::ConditionDeclared);
        }
        condition.declared_at = Some(at);
        if !four_eyes {
            condition.met_at = Some(at);
        }
        Ok(!four_eyes)
    }

    /// A member confirms that a condition declared met is met.
    ///
    /// # Errors
    /// [`RegisterReject::UnknownDecision`], [`RegisterReject::Revoked`], [`RegisterReject::UnknownCondition`],
    /// [`RegisterReject::Barred`], [`RegisterReject::NoMotion`].
    pub fn confirm_condition(
        &mut self,
        decision: u32,
        code: &str,
        pointer: &str,
        member: &Code,
        at: Timestamp,
    ) -> Result<(), RegisterReject> {
        self.declared_condition(decision, code, pointer, member)?.met_at = Some(at);
        Ok(())
    }

    /// A member does not confirm a condition declared met: it is open again. Tells whether it is then overdue.
    ///
    /// # Errors
    /// As [`Register::confirm_condition`].
    pub fn reject_condition(
        &mut self,
        decision: u32,
        code: &str,
        pointer: &str,
        member: &Code,
        at: Timestamp,
    ) -> Result<bool, RegisterReject> {
        let condition = self.declared_condition(decision, code, pointer, member)?;
        condition.declared_at = None;
        Ok(condition.is_overdue(at))
    }

    /// Ends an admission.
    ///
    /// # Errors
    /// [`RegisterReject::UnknownDecision`], [`RegisterReject::Revoked`].
    pub fn revoke(&mut self, decision: u32, reason: Text, at: Timestamp) -> Result<(), RegisterReject> {
        self.standing(decision)?.revocation = Some(Revocation { reason, revoked_at: at });
        Ok(())
    }

    /// Lodges an appeal against a refusal: members vote again, by the rulebook's rules for appeals, and what they decide is
    /// final. What the gate refused can only be appealed with a dossier that passes it: its new assessment comes with
    /// the appeal. Gives the number of the decision appealed against.
    ///
    /// # Errors
    /// [`RegisterReject::UnknownApplication`], [`RegisterReject::ApplicationOver`], [`RegisterReject::NotRefused`],
    /// [`RegisterReject::DecisionFinal`], [`RegisterReject::NoAppeal`], [`RegisterReject::AppealOver`],
    /// [`RegisterReject::GateRefuses`], in this order.
    pub fn appeal(
        &mut self,
        application: u32,
        assessment: Option<Assessment>,
        at: Timestamp,
    ) -> Result<u32, RegisterReject> {
        let (against, decided_at, was_appeal) = self.refusal(application)?;
        let application = self.known(application)?;
        if was_appeal {
            return Err(RegisterReject::DecisionFinal);
        }
        let days = application.committee.appeal_days.as_ref().ok_or(RegisterReject::NoAppeal)?.value;
        if at >= days_after(decided_at, days) {
            return Err(RegisterReject::AppealOver);
        }
        let assessment = assessment.unwrap_or_else(|| application.assessment.clone());
        if assessment.outcome() == Outcome::Refused {
            return Err(RegisterReject::GateRefuses);
        }
        application.assessment = assessment;
        application.votes.clear();
        application.decision = None;
        application.appeal = Some(Appeal { against, lodged_at: at });
        Ok(against)
    }

    /// Number and time of the refusal that answers an application, and whether it was one on an appeal.
    fn refusal(&self, application: u32) -> Result<(u32, Timestamp, bool), RegisterReject> {
        let application = self.application(application).ok_or(RegisterReject::UnknownApplication)?;
        if application.end.is_some() {
            return Err(RegisterReject::ApplicationOver);
        }
        let decision = application.decision.and_then(|number| self.decision(number));
        let refused = decision.filter(|decision| decision.outcome == Outcome::Refused);
        let refused = refused.ok_or(RegisterReject::NotRefused)?;
        Ok((refused.number, refused.decided_at, refused.appeal_against.is_some()))
    }

    fn asks_for_four_eyes(&self, decision: u32) -> bool {
        let application = self.decision(decision).and_then(|decision| self.application(decision.application));
        application.is_some_and(|application| application.committee.asks_for_four_eyes())
    }

    fn open_condition(&mut self, decision: u32, code: &str, pointer: &str) -> Result<&mut Condition, RegisterReject> {
        let decision = self.standing(decision)?;
        let is_asked = |condition: &&mut Condition| condition.asks(code, pointer) && condition.met_at.is_none();
        decision.conditions.iter_mut().find(is_asked).ok_or(RegisterReject::UnknownCondition)
    }

    fn declared_condition(
        &mut self,
        decision: u32,
        code: &str,
        pointer: &str,
        member: &Code,
    ) -> Result<&mut Condition, RegisterReject> {
        let application = self.decision(decision).and_then(|decision| self.application(decision.application));
        let seat = application.map_or(Ok(()), |application| application.check_seat(member));
        let condition = self.open_condition(decision, code, pointer)?;
        seat?;
        if condition.declared_at.is_none() { Err(RegisterReject::NoMotion) } else { Ok(condition) }
    }
}
