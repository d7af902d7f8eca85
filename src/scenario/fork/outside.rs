//! What came from outside after the point of a fork, fed again in its order: a person's order stays a person's order.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::Serialize;

use super::survey::Survey;
use crate::domain::{AccountId, Code, InputNumber, OrderId, Timestamp};
use crate::engine::{Command, Event, Fact, Input, Source};
use crate::journal::Record;
use crate::scenario::Play;

/// An input from outside that was fed again, or could not be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FedAgain {
    /// Its number in the run's journal.
    pub input: InputNumber,
    /// Who had sent it.
    pub by: Code,
    /// When.
    pub at: Timestamp,
    /// Its number in the fork's journal; none when it is about an order or an account that the fork does not have.
    pub fed_as: Option<InputNumber>,
    /// Why it does not come to what it came to in the run; none when it does.
    pub refused: Option<String>,
}

/// What is still to come from outside.
#[derive(Debug)]
pub(super) struct Outsiders<'a> {
    waiting: VecDeque<&'a Input>,
    accounts: BTreeMap<AccountId, Code>,
    /// The orders of the run by the input that entered them, and what those orders are called in the fork.
    orders: BTreeMap<InputNumber, OrderId>,
    renamed: BTreeMap<OrderId, OrderId>,
    refused_before: BTreeSet<InputNumber>,
    pub(super) fed_again: Vec<FedAgain>,
}

impl<'a> Outsiders<'a> {
    pub(super) fn of(records: &'a [Record], survey: &Survey, without: &BTreeSet<InputNumber>) -> Self {
        let from_outside = |input: &&Input| matches!(input.source, Source::Outside(_));
        let rest = records[survey.inputs..].iter().map(|record| &record.input);
        let common = InputNumber(survey.inputs as u64);
        let same = survey.orders.range(..=common).map(|(_, &order)| (order, order));
        Self {
            waiting: rest.filter(from_outside).filter(|input| !without.contains(&input.number)).collect(),
            accounts: survey.accounts.clone(),
            orders: survey.orders.clone(),
            renamed: same.collect(),
            refused_before: survey.refused.clone(),
            fed_again: Vec::new(),
        }
    }

    pub(super) fn next_at(&self) -> Option<Timestamp> {
        self.waiting.front().map(|input| input.at)
    }

    /// The next input as the fork understands it; nothing when it is about an order or an account that is not there.
    pub(super) fn next(&mut self, play: &Play) -> Option<Input> {
        let input = self.waiting.pop_front()?;
        let Source::Outside(by) = &input.source else { return None };
        let translated = self.translated(&input.command, play);
        let fed = translated.clone().ok().map(|command| play.number(input.at, input.source.clone(), command));
        self.fed_again.push(FedAgain {
            input: input.number,
            by: by.clone(),
            at: input.at,
            fed_as: fed.as_ref().map(|fed| fed.number),
            refused: translated.err(),
        });
        fed
    }

    /// Takes note of what the last input from outside came to.
    pub(super) fn heard(&mut self, input: &Input, told: &[Event]) {
        let Some(last) = self.fed_again.last_mut().filter(|last| last.fed_as == Some(input.number)) else { return };
        for event in told {
            match &event.fact {
                Fact::OrderAccepted { order, .. } => {
                    self.renamed.extend(self.orders.get(&last.input).map(|&before| (before, *order)));
                }
                Fact::Rejected { message, .. } if !self.refused_before.contains(&last.input) => {
                    last.refused = Some(message.en.clone());
                }
                _ => {}
            }
        }
    }

    /// The command with the accounts and orders of the fork.
    fn translated(&self, command: &Command, play: &Play) -> Result<Command, String> {
        let mut command = command.clone();
        match &mut command {
            Command::Subscribe { account, .. }
            | Command::Enter { account, .. }
            | Command::CancelAll { account, .. }
            | Command::Kill { account: Some(account) }
            | Command::Restore { account: Some(account) } => *account = self.account(*account, play)?,
            Command::Cancel { account, order } | Command::Replace { account, order, .. } => {
                *account = self.account(*account, play)?;
                let lost = || format!("its order {order} was not accepted here");
                *order = *self.renamed.get(order).ok_or_else(lost)?;
            }
            _ => {}
        }
        Ok(command)
    }

    fn account(&self, account: AccountId, play: &Play) -> Result<AccountId, String> {
        let found = self.accounts.get(&account).and_then(|name| play.exchange().investor(name));
        found.ok_or_else(|| format!("its account {account} is not there"))
    }
}
