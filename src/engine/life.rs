//! The life of a listed company: what it owes, and how it delivers.

use std::collections::{BTreeMap, BTreeSet};

use super::agenda::Due;
use super::lapse::Lapse;
use super::measured::Measured;
use super::preparation::Company;
use super::telling::Telling;
use super::{Exchange, Fact, Reject, Stage};
use crate::domain::{
    Code, Day, Deadline, LapseKind, Obligation, ReportContent, TargetStanding, TimeOfDay, Timestamp, deadlines,
};
use crate::impact::Objective;

/// How far ahead deadlines are put on the agenda, in years. A report that is longer than this is another exercise.
const YEARS_AHEAD: i32 = 3;

/// What a company owes and has shown since its listing.
#[derive(Debug, Clone, Default)]
pub(super) struct Life {
    /// What it has not yet delivered, by day due.
    pub(super) owes: Vec<Owed>,
    /// Its objectives as they stood at the listing: what its results are held to.
    pub(super) objectives: Vec<Objective>,
    /// What it has measured, by objective, in the order in which it reported.
    pub(super) measured: BTreeMap<Code, Vec<Measured>>,
    /// Where its targets stand, once a confirmed figure tells.
    pub(super) standings: BTreeMap<Code, TargetStanding>,
    /// The periods whose activity was tested.
    pub(super) tested: BTreeSet<Day>,
    /// What it has failed to do and not yet cured.
    pub(super) lapses: Vec<Lapse>,
    /// How often it has failed.
    pub(super) lapses_so_far: u32,
}

/// Something that is owed.
#[derive(Debug, Clone)]
pub(super) struct Owed {
    pub(super) deadline: Deadline,
    /// Whether its time is over.
    pub(super) missed: bool,
}

impl Exchange {
    /// Puts the deadlines of a newly listed company on the agenda. A deadline ends with its day.
    pub(super) fn begin_life(&mut self, code: &Code, out: &mut Telling) -> Result<(), Reject> {
        let calendar = &self.world.calendar;
        let listed_on = calendar.day(out.now());
        let kind = self.companies.get(code).ok_or(Reject::UnknownCompany)?.ask()?.kind;
        let until = listed_on.plus_months(12 * YEARS_AHEAD);
        let owes = deadlines(self.duties(), kind, listed_on, until, calendar);
        for deadline in &owes {
            let at = self.end_of(deadline.missed_after);
            let (company, obligation) = (code.clone(), deadline.obligation.clone());
            self.agenda.at(at, Due::Obligation { company, obligation });
            let name = self.duty(&deadline.obligation)?.label.clone();
            let (company, obligation) = (code.clone(), deadline.obligation.clone());
            out.tell(Fact::ObligationDue { company, obligation, name, due_on: deadline.due_on });
        }
        let objectives = self.companies.get(code).map(|company| self.dossier_of(company).objectives.clone());
        let company = self.companies.get_mut(code).expect("looked up above");
        company.life.objectives = objectives.unwrap_or_default();
        company.life.owes = owes.into_iter().map(|deadline| Owed { deadline, missed: false }).collect();
        Ok(())
    }

    /// The last second of a day.
    pub(super) fn end_of(&self, day: Day) -> Timestamp {
        let end_of_day: TimeOfDay = "23:59:59".parse().expect("a fixed time of day");
        self.world.calendar.instant(day, end_of_day)
    }

    /// What a listed company owes: to the market, then to the gate.
    pub(super) fn duties(&self) -> impl Iterator<Item = &Obligation> {
        let gate = self.world.rulebook.reporting.iter().flat_map(|reporting| &reporting.duties);
        self.world.obligations.obligations.iter().chain(gate)
    }

    fn duty(&self, obligation: &Code) -> Result<&Obligation, Reject> {
        self.duties().find(|one| one.code == *obligation).ok_or(Reject::UnknownObligation)
    }

    /// A company that is listed, and not delisted.
    pub(super) fn listed_company(&self, code: &Code) -> Result<&Company, Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        if company.stage == Some(Stage::Listed) { Ok(company) } else { Err(Reject::WrongStage) }
    }

    /// A company hands in what it owes next of this kind, in time or late. What lacks a part that was asked for is
    /// refused, and its time goes on.
    pub(super) fn deliver(&mut self, code: &Code, obligation: &Code, out: &mut Telling) -> Result<(), Reject> {
        let today = self.world.calendar.day(out.now());
        let life = &self.listed_company(code)?.life;
        let is_next = |owed: &Owed| owed.deadline.obligation == *obligation && owed.deadline.period_ends_on <= today;
        let next = life.owes.iter().position(is_next).ok_or(Reject::UnknownObligation)?;
        let period_ends_on = life.owes[next].deadline.period_ends_on;
        let content = &self.duty(obligation)?.content;
        let lacks = content.iter().find(|&&content| !self.carries(code, content, period_ends_on));
        if let Some(&content) = lacks {
            return Err(Reject::ReportIncomplete(content));
        }
        let Owed { deadline, missed } = self.life_of(code).owes.remove(next);
        let (company, obligation, due_on) = (code.clone(), deadline.obligation.clone(), deadline.due_on);
        out.tell(if today <= due_on {
            Fact::ObligationMet { company, obligation, due_on }
        } else {
            Fact::ObligationLate { company, obligation, due_on }
        });
        if missed { self.cure(code, self.lapse_of(&deadline)?, &subject_of(&deadline), out) } else { Ok(()) }
    }

    /// Whether what the company has shown about a period has this part.
    fn carries(&self, code: &Code, content: ReportContent, period_ends_on: Day) -> bool {
        let company = &self.companies[code];
        let latest = |objective: &Code| company.life.measurement(objective, Some(period_ends_on));
        let mut shown = company.life.measured.keys().filter_map(latest).peekable();
        match content {
            ReportContent::Measurements => shown.peek().is_some(),
            ReportContent::EveryObjective => {
                let objectives = company.life.objectives.iter();
                objectives.filter_map(|objective| objective.code.as_ref()).all(|code| latest(code).is_some())
            }
            ReportContent::Activity => company.life.tested.contains(&period_ends_on),
            ReportContent::Verification => shown.peek().is_some() && shown.all(Measured::is_verified),
        }
    }

    /// The day of a deadline, and its days of grace, are over.
    pub(super) fn end_obligation(&mut self, code: &Code, obligation: &Code, out: &mut Telling) -> Result<(), Reject> {
        let today = self.world.calendar.day(out.now());
        if self.listed_company(code).is_err() {
            return Ok(()); // it has left the market
        }
        let open = |owed: &&mut Owed| owed.deadline.obligation == *obligation && owed.deadline.missed_after == today;
        let Some(owed) = self.life_of(code).owes.iter_mut().find(open) else { return Ok(()) };
        owed.missed = true;
        let deadline = owed.deadline.clone();
        let (company, obligation, due_on) = (code.clone(), obligation.clone(), deadline.due_on);
        out.tell(Fact::ObligationMissed { company, obligation: obligation.clone(), due_on });
        self.begin_lapse(code, self.lapse_of(&deadline)?, &subject_of(&deadline), Some(&obligation), out)
    }

    /// What a company has failed in when it misses this deadline.
    fn lapse_of(&self, deadline: &Deadline) -> Result<LapseKind, Reject> {
        let verifies = self.duty(&deadline.obligation)?.is_verification();
        Ok(if verifies { LapseKind::LateVerification } else { LapseKind::MissedReport })
    }

    pub(super) fn life_of(&mut self, code: &Code) -> &mut Life {
        &mut self.companies.get_mut(code).expect("only an enrolled company is asked for").life
    }
}

/// By which name a missed publication is known among the lapses: what and about which period.
fn subject_of(deadline: &Deadline) -> String {
    format!("{} {}", deadline.obligation, deadline.period_ends_on)
}
