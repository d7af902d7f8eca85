//! A task that is late, and everything that comes later because of it.

use std::num::NonZeroU32;

use super::agenda::Due;
use super::preparation::{Company, preparation};
use super::telling::Telling;
use super::{Exchange, Fact, Reject, Stage};
use crate::domain::{Code, Said};
use crate::exercise::{ScheduledTask, SlipChance, Task, schedule_from};

impl Exchange {
    /// A task of a company's path takes longer. Before the application the company applies later, which is for whoever
    /// hands its dossier in; during the preparation every task that waits gets other days, and with the last of them the
    /// offer, the listing and what is reckoned from it. The days of the offer and those of the committee are the path's.
    pub(super) fn delay(
        &mut self,
        code: &Code,
        task: &Code,
        (days, cause): (NonZeroU32, &Said),
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        let kind = company.ask()?.kind;
        let planned = self.world.plan.task(task).filter(|planned| planned.applies_to.covers(kind));
        let planned = planned.ok_or(Reject::UnknownTask)?;
        self.check_not_done(company, planned, out)?;
        let total = company.slips.get(task).copied().unwrap_or(0).saturating_add(days.get());
        if total > SlipChance::LONGEST {
            return Err(Reject::DelayTooLong);
        }
        let (company, task, name) = (code.clone(), task.clone(), planned.label.clone());
        out.tell(Fact::TaskDelayed {
            company,
            task: task.clone(),
            name,
            days: days.get(),
            total,
            cause: cause.clone(),
        });
        let company = self.companies.get_mut(code).expect("looked up above");
        company.slips.insert(task, total);
        if company.stage == Some(Stage::Preparing) {
            self.plan_again(code, out)?;
        }
        Ok(())
    }

    /// A task can be late while it is still to be done: one of the preparation while the company prepares, one before its
    /// application until it applies.
    fn check_not_done(&self, company: &Company, task: &Task, out: &Telling) -> Result<(), Reject> {
        match company.stage {
            None if self.world.plan.precedes_application(task, &preparation()) => Ok(()),
            Some(Stage::Preparing) if task.stage == preparation() => {
                let scheduled = company.tasks.iter().find(|one| one.task == task.code).ok_or(Reject::UnknownTask)?;
                if self.task_ends_at(scheduled) > out.now() { Ok(()) } else { Err(Reject::UnknownTask) }
            }
            _ => Err(Reject::WrongStage),
        }
    }

    fn task_ends_at(&self, task: &ScheduledTask) -> crate::domain::Timestamp {
        self.world.calendar.instant(task.ends_on, self.world.path.tasks_end_at)
    }

    /// Gives every task the days that follow from what is late by now, tells those that have moved, and sets their timers
    /// anew.
    fn plan_again(&mut self, code: &Code, out: &mut Telling) -> Result<(), Reject> {
        let company = &self.companies[code];
        let (kind, application) = (company.ask()?.kind, company.application.ok_or(Reject::WrongStage)?);
        let start = company.tasks.iter().map(|task| task.starts_on).min().ok_or(Reject::WrongStage)?;
        let (plan, calendar) = (&self.world.plan, &self.world.calendar);
        let now = schedule_from(plan, kind, &preparation(), start, calendar, &company.slips);
        let mut tasks = company.tasks.clone();
        for (index, task) in tasks.iter_mut().enumerate() {
            let Some(dated) = now.iter().find(|one| one.task == task.task).filter(|one| *one != task) else { continue };
            let moved = (dated.starts_on, dated.ends_on) != (task.starts_on, task.ends_on);
            task.clone_from(dated);
            if !moved {
                continue; // only its slack is another
            }
            let is_its = |due: &Due| matches!(due, Due::TaskEnds { company, application: of, task } if company == code && *of == application && *task == index);
            self.agenda.withdraw(is_its);
            let at = self.task_ends_at(dated);
            self.agenda.at(at, Due::TaskEnds { company: code.clone(), application, task: index });
            let (starts_on, ends_on) = (dated.starts_on, dated.ends_on);
            out.tell(Fact::TaskMoved { company: code.clone(), task: dated.task.clone(), starts_on, ends_on });
        }
        self.companies.get_mut(code).expect("looked up above").tasks = tasks;
        Ok(())
    }
}
