//! What happens by script, and what befalls it.

use super::Proposal;
use super::cues::cues;
use super::slips::acts_of;
use crate::domain::{Code, Instructions, Timestamp};
use crate::engine::{Act, Command, Effect, Event, Exchange, Fact, OrderRequest, Source, World};

/// Seconds of a day.
const DAY: i64 = 86_400;

/// What the script has next.
#[derive(Debug, Clone)]
enum Cue {
    /// Somebody acts.
    Act(Act),
    /// An event happens.
    Event(Code),
}

/// The acts and the events of a world in the order of their time; at equal times acts come first, each in the order of the
/// file.
#[derive(Debug)]
pub(super) struct Script {
    cues: Vec<(Timestamp, Cue)>,
    next: usize,
}

impl Script {
    pub(super) fn of(world: &World) -> Self {
        let acts = acts_of(world).into_iter().map(|act| (act.at(), Cue::Act(act)));
        let events = cues(world).into_iter().map(|(at, event)| (at, Cue::Event(event)));
        let mut cues: Vec<(Timestamp, Cue)> = acts.chain(events).collect();
        cues.sort_by_key(|&(at, _)| at);
        Self { cues, next: 0 }
    }

    pub(super) fn next_at(&self) -> Option<Timestamp> {
        self.cues.get(self.next).map(|&(at, _)| at)
    }

    pub(super) fn propose(&mut self, exchange: &Exchange) -> Option<Proposal> {
        let (_, cue) = self.cues.get(self.next)?.clone();
        self.next += 1;
        let command = match cue {
            Cue::Act(act) => before_the_committee(&act).unwrap_or_else(|| on_the_market(act, exchange)),
            Cue::Event(event) => Command::Announce { event },
        };
        Some(Proposal { source: Source::Script, command })
    }

    /// A company is late: what it was still to hand in comes so many days later.
    pub(super) fn observe(&mut self, event: &Event) {
        let Fact::Occurred { effect, .. } = &event.fact else { return };
        let Effect::LateReport { company, days, obligation } = &**effect else { return };
        let late = i64::from(*days) * DAY;
        for (at, cue) in &mut self.cues[self.next..] {
            let Cue::Act(act) = cue else { continue };
            if hands_in(act, company, obligation.as_ref()) {
                *at = at.plus_seconds(late);
            }
        }
        self.cues[self.next..].sort_by_key(|&(at, _)| at);
    }
}

/// Whether by this act a company hands in what it owes: the one obligation that is named, or anything.
fn hands_in(act: &Act, late: &Code, obligation: Option<&Code>) -> bool {
    match act {
        Act::Deliver { company, obligation: what, .. } => {
            company == late && obligation.is_none_or(|obligation| obligation == what)
        }
        Act::Report { company, .. } | Act::ReportActivity { company, .. } | Act::Verify { company, .. } => {
            company == late && obligation.is_none()
        }
        _ => false,
    }
}

/// The command of an act that belongs to the procedure before the committee.
fn before_the_committee(act: &Act) -> Option<Command> {
    Some(match act.clone() {
        Act::Apply { company, pieces, .. } => Command::Apply { company, pieces },
        Act::OpenComments { company, days, .. } => Command::OpenComments { company, days },
        Act::Comment { company, author, text, .. } => Command::Comment { company, author, text },
        Act::DeclareConflict { company, member, reason, .. } => Command::DeclareConflict { company, member, reason },
        Act::RequestEvidence { company, member, pointers, question, days, .. } => {
            Command::RequestEvidence { company, member, pointers, question, days }
        }
        Act::AnswerEvidence { company, request, pieces, note, .. } => {
            Command::AnswerEvidence { company, request, pieces, note }
        }
        Act::Withdraw { company, reason, .. } => Command::Withdraw { company, reason },
        Act::Vote { company, member, choice, reason, .. } => Command::Vote { company, member, choice, reason },
        Act::Decide { company, member, .. } => Command::Decide { company, member },
        Act::Confirm { company, member, confirms, reason, .. } => {
            Command::Confirm { company, member, confirms, reason }
        }
        Act::Appeal { company, grounds, pieces, .. } => Command::Appeal { company, grounds, pieces },
        Act::MeetCondition { company, condition, pointer, piece, .. } => {
            Command::MeetCondition { company, condition, pointer, piece }
        }
        Act::ConfirmCondition { company, condition, pointer, member, confirms, reason, .. } => {
            Command::ConfirmCondition { company, condition, pointer, member, confirms, reason }
        }
        _ => return None,
    })
}

/// The command of an act of an investor, an issuer after its listing, or the market; the procedure before the committee was
/// taken before.
fn on_the_market(act: Act, exchange: &Exchange) -> Command {
    let account = |name: &Code| {
        let found = exchange.investor(name).or_else(|| exchange.issuer(name));
        found.expect("the reader refuses a name that no account has")
    };
    match act {
        Act::Subscribe { investor, instrument, quantity, limit, .. } => {
            Command::Subscribe { account: account(&investor), instrument, quantity, limit }
        }
        Act::Enter { investor, instrument, side, kind, time_in_force, price, quantity, .. } => {
            let order = OrderRequest {
                client_order_id: None,
                instrument,
                side,
                kind,
                time_in_force,
                price,
                stop: None,
                quantity,
                display: None,
                expires: None,
                instructions: Instructions::NONE,
            };
            Command::Enter { account: account(&investor), order }
        }
        Act::Halt { instrument, reason, .. } => Command::Halt { instrument, reason },
        Act::Resume { instrument, .. } => Command::Resume { instrument },
        Act::Report { company, objective, value, verified, period_ends_on, .. } => {
            Command::Report { company, objective, value, verified, period_ends_on }
        }
        Act::Verify { company, objective, period_ends_on, verifier, independent, verdict, .. } => {
            Command::Verify { company, objective, period_ends_on, verifier, independent, verdict }
        }
        Act::Restate { company, objective, baseline, target, due_on, reason, .. } => {
            Command::Restate { company, objective, baseline, target, due_on, reason }
        }
        Act::ReportActivity { company, revenue_share, disadvantaged_share, period_ends_on, .. } => {
            Command::ReportActivity { company, revenue_share, disadvantaged_share, period_ends_on }
        }
        Act::FailDelivery { investor, days, .. } => Command::FailDelivery { account: account(&investor), days },
        Act::Deliver { company, obligation, .. } => Command::Deliver { company, obligation },
        Act::Delay { company, task, days, cause, .. } => Command::Delay { company, task, days, cause },
        act => of_a_company(act),
    }
}

/// The command of an act by which a company does something with its money or its units.
fn of_a_company(act: Act) -> Command {
    match act {
        Act::PayIn { company, amount, reason, .. } => Command::PayIn { company, amount, reason },
        Act::DeclareProfit { company, year, profit, losses, .. } => {
            Command::DeclareProfit { company, year, profit, losses }
        }
        Act::DeclareDividend { company, year, per_unit, paid_on, .. } => {
            Command::DeclareDividend { company, year, per_unit, paid_on }
        }
        Act::CallBond { company, paid_on, .. } => Command::CallBond { company, paid_on },
        Act::IncreaseCapital { company, units, price, opens_on, closes_on, separable, .. } => {
            Command::IncreaseCapital { company, units, price, opens_on, closes_on, separable }
        }
        Act::BuyBack {
            company,
            units,
            price_at_most,
            price_at_least,
            authorised_on,
            from_on,
            until_on,
            reserves,
            resale_from,
            ..
        } => Command::BuyBack {
            company,
            units,
            price_at_most,
            price_at_least,
            authorised_on,
            from_on,
            until_on,
            reserves,
            resale_from,
        },
        Act::CancelTreasury { company, units, .. } => Command::CancelTreasury { company, units },
        Act::Recover { company, amount, rate, outside, closes, .. } => {
            Command::Recover { company, amount, rate, outside, closes }
        }
        _ => unreachable!("all other acts were taken before"),
    }
}
