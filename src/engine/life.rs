//! The life of a listed company: what it owes, what it reports of its impact.

use super::agenda::Due;
use super::telling::Telling;
use super::{Exchange, Fact, Reject, Stage};
use crate::domain::{Code, Figure, Obligation, Text, TimeOfDay, deadlines};
use crate::impact::progress;

/// How far ahead deadlines are put on the agenda, in years. A report that is longer than this is another exercise.
const YEARS_AHEAD: i32 = 3;

impl Exchange {
    /// Puts the deadlines of a newly listed company on the agenda. A deadline ends with its day.
    pub(super) fn begin_life(&mut self, code: &Code, out: &mut Telling) -> Result<(), Reject> {
        let calendar = &self.world.calendar;
        let listed_on = calendar.day(out.now());
        let kind = self.companies.get(code).ok_or(Reject::UnknownCompany)?.ask()?.kind;
        let until = listed_on.plus_months(12 * YEARS_AHEAD);
        let owes = deadlines(self.duties(), kind, listed_on, until, calendar);
        let end_of_day: TimeOfDay = "23:59:59".parse().expect("a fixed time of day");
        for deadline in &owes {
            let at = calendar.instant(deadline.missed_after, end_of_day);
            let (company, obligation) = (code.clone(), deadline.obligation.clone());
            self.agenda.at(at, Due::Obligation { company, obligation });
            let name = self.name_of(&deadline.obligation);
            let (company, obligation) = (code.clone(), deadline.obligation.clone());
            out.tell(Fact::ObligationDue { company, obligation, name, due_on: deadline.due_on });
        }
        self.companies.get_mut(code).expect("looked up above").owes = owes;
        Ok(())
    }

    /// What a listed company owes: to the market, then to the gate.
    fn duties(&self) -> impl Iterator<Item = &Obligation> {
        let gate = self.world.rulebook.reporting.iter().flat_map(|reporting| &reporting.duties);
        self.world.obligations.obligations.iter().chain(gate)
    }

    fn name_of(&self, obligation: &Code) -> Text {
        let known = self.duties().find(|one| one.code == *obligation);
        known.expect("a deadline is made of an obligation").label.clone()
    }

    /// A company hands in what it owes next of this kind.
    pub(super) fn deliver(&mut self, code: &Code, obligation: &Code, out: &mut Telling) -> Result<(), Reject> {
        let company = self.companies.get_mut(code).ok_or(Reject::UnknownCompany)?;
        let next = company.owes.iter().position(|deadline| deadline.obligation == *obligation);
        let deadline = company.owes.remove(next.ok_or(Reject::UnknownObligation)?);
        let (company, obligation, due_on) = (code.clone(), deadline.obligation, deadline.due_on);
        out.tell(Fact::ObligationMet { company, obligation, due_on });
        Ok(())
    }

    /// The day of a deadline is over.
    pub(super) fn end_obligation(&mut self, code: &Code, obligation: &Code, out: &mut Telling) -> Result<(), Reject> {
        let today = self.world.calendar.day(out.now());
        let company = self.companies.get_mut(code).ok_or(Reject::UnknownCompany)?;
        let open = company.owes.iter().position(|one| one.obligation == *obligation && one.missed_after == today);
        if let Some(open) = open {
            let due_on = company.owes.remove(open).due_on;
            let (company, obligation) = (code.clone(), obligation.clone());
            out.tell(Fact::ObligationMissed { company, obligation, due_on });
        }
        Ok(())
    }

    /// A listed company reports where an indicator stands.
    pub(super) fn report_impact(
        &mut self,
        code: &Code,
        objective: &Code,
        value: Figure,
        verified: bool,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        if company.stage != Some(Stage::Listed) {
            return Err(Reject::WrongStage);
        }
        let objectives = &self.dossier_of(company).objectives;
        let known = objectives.iter().find(|known| known.code.as_ref() == Some(objective));
        let known = known.ok_or(Reject::UnknownObjective)?;
        let baseline = known.baseline.as_ref().and_then(|baseline| baseline.value);
        let target = known.target.as_ref().and_then(|target| target.value);
        let gone = baseline.zip(target).and_then(|(baseline, target)| progress(baseline, target, value));
        let indicator = known.indicator.as_ref().and_then(|indicator| indicator.name.clone());
        out.tell(Fact::ImpactReported {
            company: code.clone(),
            objective: objective.clone(),
            indicator: indicator.unwrap_or_else(|| objective.to_string()),
            value,
            baseline,
            target,
            due_on: known.target.as_ref().and_then(|target| target.due_on),
            progress: gone,
            verified,
        });
        Ok(())
    }
}
