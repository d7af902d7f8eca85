//! `borsa replay`: the state of a run at any number of its log.

use std::path::PathBuf;

use clap::Args;

use super::output::word;
use super::run_directory::{JOURNAL, RunDirectory};
use super::{Failure, output};
use crate::domain::Seq;
use crate::engine::Position;
use crate::journal::{Difference, Replay};

/// Rebuild the state at a sequence number and print it.
#[derive(Debug, Args)]
#[command(before_help = "Examples:
  borsa replay runs/esercizio-torino-20220501
  borsa replay runs/esercizio-torino-20220501 --to 5000 --json")]
pub(super) struct ReplayRun {
    /// The directory of the run, or of a live exchange
    run_dir: PathBuf,
    /// The event up to which to replay, with all of the input that caused it [default: the last]
    #[arg(long)]
    to: Option<u64>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl ReplayRun {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let directory = RunDirectory::open(&self.run_dir)?;
        let records = directory.records()?;
        let to = self.to.map(Seq);
        if to == Some(Seq(0)) {
            return Err(Failure::Input(vec!["--to: events are numbered from 1".into()]));
        }
        let differs =
            |difference: Difference| Failure::No(format!("{}: {difference}", directory.file(JOURNAL).display()));
        let mut replay = Replay::open(&records).map_err(differs)?;
        while to.is_none_or(|to| replay.exchange().last_seq() < to) && replay.step().map_err(differs)? {}
        let exchange = replay.exchange();
        if let Some(to) = to.filter(|&to| to > exchange.last_seq()) {
            let message = format!("--to {to}: the run ends with event {}", exchange.last_seq());
            return Err(Failure::Input(vec![message]));
        }
        let position = exchange.position();
        output::print(&if self.json {
            serde_json::to_string(&position).expect("a position has string keys only") + "\n"
        } else {
            shown(&position)
        })
    }
}

/// A position in lines for people.
fn shown(position: &Position) -> String {
    let mut text = format!("after event {} (input {}) at {}\n", position.seq, position.input, position.time);
    text += "\nbooks\n";
    for (symbol, book) in &position.books {
        let touch = |side: &[(crate::domain::Price, crate::domain::Quantity)]| {
            side.first().map_or_else(|| "-".to_owned(), |(price, quantity)| format!("{quantity} at {price}"))
        };
        let phase = position.phases.get(symbol).map(word).unwrap_or_default();
        let last = book.last.map_or_else(|| "-".to_owned(), |price| price.to_string());
        let (bid, ask, orders) = (touch(&book.bids), touch(&book.asks), book.orders.len());
        text += &format!("  {symbol:12} {phase:11} last {last:>9}   bid {bid:>18}   ask {ask:>18}   {orders} orders\n");
    }
    text += "\nadmissions\n";
    for admission in &position.admissions {
        let standing = if admission.in_force { "in force" } else { "not in force" };
        let (number, company, outcome) = (admission.decision, admission.company.as_str(), word(&admission.outcome));
        text += &format!("  {number:3} {company:28} {outcome}, {standing}\n");
    }
    text += "\naccounts\n";
    for account in &position.accounts {
        let name = account.name.as_str();
        text += &format!("  {name:28} {:>16} {:12} reserved {}\n", account.available, account.asset, account.reserved);
    }
    text
}
