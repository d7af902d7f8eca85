//! The promoting committee at its meeting: every seat that has not voted votes as the gate found, then it decides.

use std::collections::VecDeque;

use super::Proposal;
use crate::admission::{Choice, Outcome};
use crate::domain::{Code, Timestamp};
use crate::engine::{Command, Member, Source, World};
use crate::projection::{CompanyView, Views};

/// Under this name the committee as a whole decides.
const COMMITTEE: &str = "committee";

#[derive(Debug)]
pub(super) struct Committee {
    meets_at: Timestamp,
    members: Vec<Member>,
    met: bool,
    minutes: VecDeque<Proposal>,
}

impl Committee {
    pub(super) fn of(world: &World) -> Self {
        let members = world.committee.clone();
        Self { meets_at: world.path.committee_meets_at, members, met: false, minutes: VecDeque::new() }
    }

    pub(super) fn next_at(&self) -> Option<Timestamp> {
        (!self.met || !self.minutes.is_empty()).then_some(self.meets_at)
    }

    pub(super) fn propose(&mut self, views: &Views) -> Option<Proposal> {
        if !self.met {
            self.met = true;
            let pending = views.exercise.companies.iter().filter(|company| company.outcome.is_none());
            let agenda: Vec<Proposal> = pending.flat_map(|company| self.deliberate(company)).collect();
            self.minutes.extend(agenda);
        }
        self.minutes.pop_front()
    }

    fn deliberate(&self, company: &CompanyView) -> Vec<Proposal> {
        let voted = |member: &Member| company.votes.iter().any(|(name, ..)| *name == member.name);
        let free = |member: &&Member| !member.conflicts.contains(&company.code) && !voted(member);
        let mut proposals: Vec<Proposal> =
            self.members.iter().filter(free).map(|member| vote(member.name.clone(), company)).collect();
        let committee: Code = COMMITTEE.parse().expect("a fixed name is a code");
        let command = Command::Decide { company: company.code.clone() };
        proposals.push(Proposal { source: Source::Agent(committee), command });
        proposals
    }
}

fn vote(member: Code, company: &CompanyView) -> Proposal {
    let gate = company.assessment.as_ref().map(crate::admission::Assessment::outcome);
    let (choice, reason) = match gate {
        Some(Outcome::Admitted) => (Choice::Yes, "the gate found nothing that stands against it"),
        Some(Outcome::Conditional) => (Choice::Yes, "admissible once the conditions of the gate are met"),
        Some(Outcome::Refused) | None => (Choice::No, "the gate found a criterion that is not met"),
    };
    let command =
        Command::Vote { company: company.code.clone(), member: member.clone(), choice, reason: reason.to_owned() };
    Proposal { source: Source::Agent(member), command }
}
