//! The promoting committee at its sittings: every seat that has not voted votes as the gate found, then it decides, and a
//! second member confirms where the rulebook asks for it.
//!
//! It meets once for everything that has come in. What cannot be decided then, or comes later (an appeal, an answer, a new
//! application), is taken up at a sitting of its own.

use std::collections::{BTreeSet, VecDeque};

use super::Proposal;
use crate::admission::{Choice, Outcome};
use crate::domain::{Code, Said, Text, Timestamp};
use crate::engine::{Command, Event, Fact, Member, Source, World};
use crate::projection::{Procedure, Views};

/// Under this name the committee as a whole decides.
const COMMITTEE: &str = "committee";

/// From what comes in after the meeting to the sitting that takes it up, in seconds: a week.
const TAKEN_UP_AFTER: i64 = 7 * 86_400;

#[derive(Debug)]
pub(super) struct Committee {
    members: Vec<Member>,
    four_eyes: bool,
    meets_at: Timestamp,
    sittings: BTreeSet<Timestamp>,
    /// The sitting that is on, and what is left of it.
    sits_at: Option<Timestamp>,
    agenda: VecDeque<Proposal>,
}

impl Committee {
    pub(super) fn of(world: &World) -> Self {
        let meets_at = world.path.committee_meets_at;
        Self {
            members: world.committee.clone(),
            four_eyes: world.rulebook.committee.asks_for_four_eyes(),
            meets_at,
            sittings: BTreeSet::from([meets_at]),
            sits_at: None,
            agenda: VecDeque::new(),
        }
    }

    pub(super) fn next_at(&self) -> Option<Timestamp> {
        self.sits_at.filter(|_| !self.agenda.is_empty()).or_else(|| self.sittings.first().copied())
    }

    /// Takes note of what will need a sitting of its own.
    pub(super) fn observe(&mut self, event: &Event) {
        let sits_at = match &event.fact {
            Fact::CommentsOpened { closes_at, .. } => *closes_at,
            Fact::Assessed { .. } | Fact::EvidenceAnswered { .. } | Fact::Appealed { .. } => {
                event.time.plus_seconds(TAKEN_UP_AFTER)
            }
            _ => return,
        };
        let is_later = sits_at > self.meets_at && (event.time >= self.meets_at || is_comment_period(&event.fact));
        if is_later {
            self.sittings.insert(sits_at);
        }
    }

    pub(super) fn propose(&mut self, views: &Views) -> Option<Proposal> {
        if self.agenda.is_empty() {
            let now = self.sittings.pop_first()?;
            self.sits_at = Some(now);
            let pending = views.procedures.latest().filter(|procedure| procedure.can_be_decided(now));
            let agenda: Vec<Proposal> = pending.flat_map(|procedure| self.deliberate(procedure)).collect();
            self.agenda.extend(agenda);
        }
        self.agenda.pop_front()
    }

    fn deliberate(&self, procedure: &Procedure) -> Vec<Proposal> {
        let free: Vec<&Member> = self.members.iter().filter(|member| !procedure.is_barred(&member.name)).collect();
        let late = free.iter().filter(|member| procedure.vote_of(&member.name).is_none());
        let mut proposals: Vec<Proposal> = late.map(|member| vote(member.name.clone(), procedure)).collect();
        let mut seats = free.iter().map(|member| member.name.clone());
        let chair = seats.next().filter(|_| self.four_eyes);
        let committee: Code = COMMITTEE.parse().expect("a fixed name is a code");
        let company = procedure.company.clone();
        let source = Source::Agent(chair.clone().unwrap_or(committee));
        proposals
            .push(Proposal { source, command: Command::Decide { company: company.clone(), member: chair.clone() } });
        if let Some(member) = chair.and_then(|_| seats.next()) {
            let reason = "the votes were counted as the rulebook says".to_owned();
            let command = Command::Confirm { company, member: member.clone(), confirms: true, reason };
            proposals.push(Proposal { source: Source::Agent(member), command });
        }
        proposals
    }
}

const fn is_comment_period(fact: &Fact) -> bool {
    matches!(fact, Fact::CommentsOpened { .. })
}

fn vote(member: Code, procedure: &Procedure) -> Proposal {
    let (choice, [it, en]) = match procedure.gate() {
        Some(Outcome::Admitted) => (
            Choice::Yes,
            ["il vaglio non ha trovato nulla in contrario", "the gate found nothing that stands against it"],
        ),
        Some(Outcome::Conditional) => (
            Choice::Yes,
            [
                "ammissibile una volta soddisfatte le condizioni del vaglio",
                "admissible once the conditions of the gate are met",
            ],
        ),
        Some(Outcome::Refused) | None => (
            Choice::No,
            ["il vaglio ha trovato un criterio non soddisfatto", "the gate found a criterion that is not met"],
        ),
    };
    let reason = Said::Both(Text { it: it.into(), en: en.into() });
    let command = Command::Vote { company: procedure.company.clone(), member: member.clone(), choice, reason };
    Proposal { source: Source::Agent(member), command }
}
