//! Slips that chance decides: whether a task of a company takes longer, by how much, and when that shows.
//!
//! A draw belongs to the company and the task: the same in every scenario of the same seed and replication, whatever else
//! happens. A slip of the preparation shows an hour before its task should have ended. One before the application shows
//! when the company should have applied: it applies later by the days that the plan then has more.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;

use super::{Draws, Proposal, Spring};
use crate::domain::{Calendar, Code, Day, InstrumentKind, SCALE, Said, TimeOfDay, Timestamp};
use crate::engine::{Act, Command, Event, Fact, Source, Stage, World};
use crate::exercise::{Plan, SlipChance};

/// Seconds before the end of a task at which its slip shows.
const SHOWS_BEFORE: i64 = 3_600;

/// The stage of the plan in which a listing is prepared.
const PREPARATION: &str = "preparation";

/// What will show to be late.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pending {
    shows_at: Timestamp,
    days: NonZeroU32,
    cause: Said,
}

/// The slips of preparations.
#[derive(Debug)]
pub(super) struct Slips {
    spring: Spring,
    chances: Vec<SlipChance>,
    calendar: Calendar,
    tasks_end_at: TimeOfDay,
    /// By company and task.
    pending: BTreeMap<(Code, Code), Pending>,
}

impl Slips {
    pub(super) fn of(world: &World) -> Self {
        Self {
            spring: Spring::of(world),
            chances: world.plan.slips.clone(),
            calendar: world.calendar.clone(),
            tasks_end_at: world.path.tasks_end_at,
            pending: BTreeMap::new(),
        }
    }

    pub(super) fn next_at(&self) -> Option<Timestamp> {
        self.pending.values().map(|slip| slip.shows_at).min()
    }

    /// The slip that shows next.
    pub(super) fn propose(&mut self) -> Option<Proposal> {
        let next = self.pending.iter().min_by_key(|(_, slip)| slip.shows_at)?.0.clone();
        let Pending { days, cause, .. } = self.pending.remove(&next)?;
        let (company, task) = next;
        Some(Proposal { source: Source::Script, command: Command::Delay { company, task, days, cause } })
    }

    /// Takes note of what is planned and of who leaves.
    pub(super) fn observe(&mut self, event: &Event) {
        if self.chances.is_empty() {
            return;
        }
        match &event.fact {
            Fact::TaskPlanned { company, task, ends_on, .. } => {
                let chances = self.chances.iter().filter(|chance| chance.task == *task);
                let Some((days, cause)) = chances.filter_map(|chance| drawn(self.spring, chance, company)).next()
                else {
                    return;
                };
                let shows_at = self.shows_at(*ends_on).max(event.time);
                self.pending.insert((company.clone(), task.clone()), Pending { shows_at, days, cause });
            }
            Fact::TaskMoved { company, task, ends_on, .. } => {
                let shows_at = self.shows_at(*ends_on).max(event.time);
                if let Some(slip) = self.pending.get_mut(&(company.clone(), task.clone())) {
                    slip.shows_at = shows_at;
                }
            }
            Fact::StageEntered { company, stage } if *stage != Stage::Preparing => {
                self.pending.retain(|(of, _), _| of != company);
            }
            _ => {}
        }
    }

    fn shows_at(&self, ends_on: Day) -> Timestamp {
        self.calendar.instant(ends_on, self.tasks_end_at).plus_seconds(-SHOWS_BEFORE)
    }
}

/// By how much a task of a company slips, and why; nothing where it does not.
fn drawn(spring: Spring, chance: &SlipChance, company: &Code) -> Option<(NonZeroU32, Said)> {
    let mut draws = Draws::of(spring, &format!("slip/{company}/{}", chance.task), 0);
    let slips = draws.up_to(u64::from(SCALE) - 1) < u64::try_from(chance.probability.scaled()).unwrap_or(0);
    let wide = u64::from(chance.at_most.saturating_sub(chance.at_least));
    let days = u64::from(chance.at_least).saturating_add(draws.up_to(wide));
    let days = u32::try_from(days).ok().and_then(NonZeroU32::new).filter(|_| slips)?;
    Some((days, Said::Both(chance.cause.clone())))
}

/// The acts of a world, with the slips before applications that chance adds, and every first application as many business
/// days later as the company is late by then.
pub(super) fn acts_of(world: &World) -> Vec<Act> {
    let mut acts = world.acts.clone();
    let stage: Code = PREPARATION.parse().expect("a fixed name is a code");
    let mut seen = BTreeSet::new();
    let firsts: Vec<(usize, Code, Timestamp)> = first_applications(&acts, &mut seen);
    let mut drawn_acts = Vec::new();
    for (index, company, at) in firsts {
        let Some(kind) = kind_of(world, &company) else { continue };
        drawn_acts.clear();
        for chance in world.plan.slips.iter().filter(|chance| is_early(&world.plan, chance, kind, &stage)) {
            let slip = drawn(Spring::of(world), chance, &company);
            drawn_acts.extend(slip.map(|(days, cause)| {
                let (company, task) = (company.clone(), chance.task.clone());
                Act::Delay { at, company, task, days, cause }
            }));
        }
        acts.append(&mut drawn_acts);
        let late = world.plan.days_until_application(kind, &stage, &slips_until(&acts, &company, at));
        if late > 0
            && let Act::Apply { at, .. } = &mut acts[index]
        {
            *at = later(&world.calendar, *at, late);
        }
    }
    acts
}

/// Where each company applies first, and when.
fn first_applications(acts: &[Act], seen: &mut BTreeSet<Code>) -> Vec<(usize, Code, Timestamp)> {
    let mut by_time: Vec<(usize, &Code, Timestamp)> = acts
        .iter()
        .enumerate()
        .filter_map(|(index, act)| match act {
            Act::Apply { at, company, .. } => Some((index, company, *at)),
            _ => None,
        })
        .collect();
    by_time.sort_by_key(|&(index, _, at)| (at, index));
    by_time.retain(|(_, company, _)| seen.insert((*company).clone()));
    by_time.into_iter().map(|(index, company, at)| (index, company.clone(), at)).collect()
}

fn kind_of(world: &World, company: &Code) -> Option<InstrumentKind> {
    world.companies.iter().find(|dossier| dossier.company.id.as_ref() == Some(company))?.instrument.kind
}

fn is_early(plan: &Plan, chance: &SlipChance, kind: InstrumentKind, stage: &Code) -> bool {
    let early = |task| plan.precedes_application(task, stage) && task.applies_to.covers(kind);
    plan.task(&chance.task).is_some_and(early)
}

/// By how much the tasks of a company are late at an instant, as its acts say.
fn slips_until(acts: &[Act], company: &Code, until: Timestamp) -> BTreeMap<Code, u32> {
    let mut slips = BTreeMap::new();
    for act in acts {
        if let Act::Delay { at, company: of, task, days, .. } = act
            && of == company
            && *at <= until
        {
            let total = slips.entry(task.clone()).or_insert(0_u32);
            *total = total.saturating_add(days.get());
        }
    }
    slips
}

/// The same time of day so many business days later.
fn later(calendar: &Calendar, at: Timestamp, days: u32) -> Timestamp {
    let day = calendar.day(at);
    let midnight: TimeOfDay = "00:00:00".parse().expect("a fixed time of day");
    let since_midnight = at.nanos() - calendar.instant(day, midnight).nanos();
    calendar.instant(calendar.plus_business_days(day, days), midnight).plus_nanos(since_midnight)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Basis, Provenance, Rate, Text};

    fn chance(probability: i64) -> SlipChance {
        let as_of = "2026-11-22".parse().expect("a day");
        SlipChance {
            task: "audit".parse().expect("a code"),
            probability: Rate::basis_points(probability),
            at_least: 3,
            at_most: 7,
            cause: Text { it: "prova".into(), en: "test".into() },
            provenance: Provenance { basis: Basis::Assumed, source: "test".into(), as_of },
        }
    }

    #[test]
    fn a_draw_lies_in_its_range_and_belongs_to_company_and_task() {
        let company = |number: u64| format!("company-{number}").parse::<Code>().expect("a code");
        let spring = Spring { seed: 1, replication: 1 };
        let days =
            |probability, number| drawn(spring, &chance(probability), &company(number)).map(|(days, _)| days.get());
        let slips: Vec<u32> = (0..1_000).filter_map(|number| days(2_500, number)).collect();
        // 250 of 1,000 in the mean, with a deviation of 14.
        assert!((200..300).contains(&slips.len()), "{}", slips.len());
        assert_eq!(slips.iter().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>(), [&3, &4, &5, &6, &7]);
        assert_eq!(days(2_500, 17), days(2_500, 17));
        // Who slips at a lower probability slips by as much at a higher one.
        let kept = (0..200).filter_map(|number| Some((days(2_500, number)?, days(9_000, number))));
        kept.for_each(|(few, many)| assert_eq!(Some(few), many));
        assert_eq!((0..100).filter_map(|number| days(0, number)).count(), 0);
    }

    #[test]
    fn an_application_comes_later_by_the_business_days_that_the_dossier_is_late() {
        let mut world = crate::scenario::load(Some("obbligazioni-di-riferimento")).expect("it ships");
        let company: Code = "riva-quieta".parse().expect("a code");
        let applies = |world: &World| {
            let act =
                acts_of(world).into_iter().find(|act| matches!(act, Act::Apply { company: of, .. } if *of == company));
            act.map(|act| act.at().to_string())
        };
        assert_eq!(applies(&world).as_deref(), Some("2026-01-13T10:30:00.000000000Z"));
        let chance = SlipChance { task: "dossier".parse().expect("a code"), at_least: 5, at_most: 5, ..chance(10_000) };
        world.plan.slips = vec![chance];
        assert_eq!(applies(&world).as_deref(), Some("2026-01-20T10:30:00.000000000Z"));
    }
}
