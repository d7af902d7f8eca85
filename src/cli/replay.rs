//! `borsa replay`: the state of a run at any number of its log.

use std::path::PathBuf;

use clap::Args;

use super::output::word;
use super::run_directory::{JOURNAL, RunDirectory};
use super::{Failure, output};
use crate::domain::Seq;
use crate::engine::Position;
use crate::journal::{Difference, Explained, Replay, explain, line};

/// Rebuild the state at a sequence number and print it.
#[derive(Debug, Args)]
#[command(before_help = "Examples:
  borsa replay runs/esercizio-torino-20220501
  borsa replay runs/esercizio-torino-20220501 --to 5000 --json
  borsa replay runs/esercizio-torino-20220501 --explain 5000")]
pub(super) struct ReplayRun {
    /// The directory of the run, or of a live exchange
    run_dir: PathBuf,
    /// The event up to which to replay, with all of the input that caused it [default: the last]
    #[arg(long)]
    to: Option<u64>,
    /// Say why this event happened, instead of the state
    #[arg(long, value_name = "SEQ", conflicts_with = "to")]
    explain: Option<u64>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl ReplayRun {
    pub(super) fn run(&self) -> Result<(), Failure> {
        let directory = RunDirectory::open(&self.run_dir)?;
        let records = directory.records()?;
        let differs =
            |difference: Difference| Failure::No(format!("{}: {difference}", directory.file(JOURNAL).display()));
        if let Some(seq) = self.explain {
            let explained = explain(&records, Seq(seq), None).map_err(differs)?;
            let missing = || Failure::Input(vec![format!("--explain {seq}: the run has no event of this number")]);
            return output::print(&told(&explained.ok_or_else(missing)?, self.json));
        }
        let to = self.to.map(Seq);
        if to == Some(Seq(0)) {
            return Err(Failure::Input(vec!["--to: events are numbered from 1".into()]));
        }
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

/// Why an event happened: the event and the sentences for people, or everything as JSON.
fn told(explained: &Explained, json: bool) -> String {
    let Explained { told, explanation } = explained;
    let event = told.iter().find(|event| event.seq == explanation.seq);
    if json {
        return format!("{}\n", serde_json::json!({"event": event, "explanation": explanation}));
    }
    let line = event.map(line).unwrap_or_default();
    format!("{line}\n\n{}\n\n{}\n", explanation.because.it, explanation.because.en)
}

/// A position in lines for people.
fn shown(position: &Position) -> String {
    let mut text = format!("after event {} (input {}) at {}\n", position.seq, position.input, position.time);
    text += "\nbooks\n";
    for (symbol, book) in &position.books {
        let touch = |side: &[(crate::domain::Price, crate::domain::Quantity)]| {
            side.first().map_or_else(|| "-".to_owned(), |(price, quantity)| format!("{quantity} at {price}"))
        };
        let gone = position.delisted.contains(symbol);
        let phase =
            if gone { "delisted".to_owned() } else { position.phases.get(symbol).map(word).unwrap_or_default() };
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
    if !position.lapses.is_empty() {
        text += "\nlapses\n";
    }
    for lapse in &position.lapses {
        let (company, kind, reached) =
            (lapse.company.as_str(), word(&lapse.kind), lapse.reached.map(|step| word(&step)));
        let reached = reached.unwrap_or_else(|| "no sanction".to_owned());
        text += &format!("  {company:28} {kind} ({}) since {}: {reached}\n", lapse.subject, lapse.since);
    }
    if !position.settlements.is_empty() {
        text += "\nunsettled trades\n";
    }
    for one in &position.settlements {
        let (trade, symbol, quantity, amount) = (one.trade, one.instrument, one.quantity, one.amount);
        let failed = if one.failed_days == 0 { String::new() } else { format!(", failed {} times", one.failed_days) };
        text += &format!("  {trade:6} {symbol:12} {quantity} for {amount}, settles on {}{failed}\n", one.intended_on);
    }
    text += "\naccounts\n";
    for account in &position.accounts {
        let name = account.name.as_str();
        let (asset, reserved, unsettled) = (&account.asset, &account.reserved, &account.unsettled);
        text +=
            &format!("  {name:28} {:>16} {asset:12} reserved {reserved}, unsettled {unsettled}\n", account.available);
    }
    text
}
