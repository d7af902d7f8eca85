//! What happens by script.

use super::Proposal;
use crate::domain::{Code, Instructions, Timestamp};
use crate::engine::{Act, Command, Exchange, OrderRequest, Source, World};

/// The acts of a world in the order of their time, equal times in the order of the file.
#[derive(Debug)]
pub(super) struct Script {
    acts: Vec<Act>,
    next: usize,
}

impl Script {
    pub(super) fn of(world: &World) -> Self {
        let mut acts = world.acts.clone();
        acts.sort_by_key(Act::at);
        Self { acts, next: 0 }
    }

    pub(super) fn next_at(&self) -> Option<Timestamp> {
        self.acts.get(self.next).map(Act::at)
    }

    pub(super) fn propose(&mut self, exchange: &Exchange) -> Option<Proposal> {
        let act = self.acts.get(self.next)?.clone();
        self.next += 1;
        let account = |name: &Code| exchange.investor(name).expect("the reader refuses a name that no account has");
        let command = match act {
            Act::Apply { company, .. } => Command::Apply { company },
            Act::Vote { company, member, choice, reason, .. } => Command::Vote { company, member, choice, reason },
            Act::MeetCondition { company, condition, pointer, .. } => {
                Command::MeetCondition { company, condition, pointer }
            }
            Act::Subscribe { investor, instrument, quantity, .. } => {
                Command::Subscribe { account: account(&investor), instrument, quantity }
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
            Act::Report { company, objective, value, verified, .. } => {
                Command::Report { company, objective, value, verified }
            }
            Act::Deliver { company, obligation, .. } => Command::Deliver { company, obligation },
        };
        Some(Proposal { source: Source::Script, command })
    }
}
