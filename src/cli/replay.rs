//! `borsa replay`: the state of a run at any number of its log or time of its story, and the story in sentences.

mod heard;
mod path;
mod statement;

use std::path::PathBuf;

use clap::Args;

use super::output::word;
use super::run_directory::{JOURNAL, RunDirectory};
use super::{Failure, language, output};
use crate::domain::{Code, Language, Seq};
use crate::engine::Position;
use crate::format::nearest;
use crate::journal::{Difference, Explained, Moment, Replay, explain, line};
use crate::projection::CompanyView;

use heard::{Heard, Line};
use statement::Statement;

/// Rebuild the state at an event or a time and print it.
#[derive(Debug, Args)]
#[command(before_help = "Examples:
  borsa replay runs/esercizio-torino-20220501
  borsa replay runs/esercizio-torino-20220501 --to 5000 --json
  borsa replay runs/esercizio-torino-20220501 --at 2026-07-16 --company passo-lieve
  borsa replay runs/esercizio-torino-20220501 --to 5000 --account saver-1
  borsa replay runs/esercizio-torino-20220501 --events 4990..5010 --lang it
  borsa replay runs/esercizio-torino-20220501 --explain 5000")]
pub(super) struct ReplayRun {
    /// The directory of the run, or of a live exchange
    run_dir: PathBuf,
    /// Up to where: an event, with all of the input that caused it, an instant, or the beginning of a day [default: the end]
    #[arg(long, visible_alias = "at", value_name = "SEQ|TIME|DAY")]
    to: Option<Moment>,
    /// Tell the path of this company up to there, too
    #[arg(long, value_name = "COMPANY")]
    company: Option<Code>,
    /// Tell the statement of this account up to there, too: how its balances moved, and the impact of what it holds
    #[arg(long, value_name = "ACCOUNT")]
    account: Option<Code>,
    /// Tell these events in sentences; the state too where --to is said
    #[arg(long, value_name = "FROM..TO", value_parser = range)]
    events: Option<(u64, u64)>,
    /// The language of the sentences: it or en
    #[arg(long, default_value = "en", value_parser = language)]
    lang: Language,
    /// Say why this event happened, instead of the state
    #[arg(long, value_name = "SEQ", conflicts_with_all = ["to", "company", "account", "events"])]
    explain: Option<u64>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// `FROM..TO`, both included.
fn range(text: &str) -> Result<(u64, u64), &'static str> {
    let parsed = text.split_once("..").and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    parsed.filter(|(from, to)| 1 <= *from && from <= to).ok_or("write FROM..TO, such as 4990..5010")
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
        if self.to == Some(Moment::After(Seq(0))) {
            return Err(Failure::Input(vec!["--to: events are numbered from 1".into()]));
        }
        let mut replay = Replay::open(&records).map_err(differs)?;
        let mut heard = Heard::new(self.events, self.account.clone());
        heard.hear(replay.told());
        match self.to {
            Some(moment) => replay.go_to(moment, &mut |told| heard.hear(told)).map_err(differs)?,
            None => {
                while replay.step().map_err(differs)? {
                    heard.hear(replay.told());
                }
            }
        }
        let exchange = replay.exchange();
        if let Some(Moment::After(to)) = self.to
            && to > exchange.last_seq()
        {
            let message = format!("--to {to}: the run ends with event {}", exchange.last_seq());
            return Err(Failure::Input(vec![message]));
        }
        let position = exchange.position();
        let company = self.path(&heard)?.cloned();
        let statement = self.account.as_ref().map(|name| Statement::of(name, &heard)).transpose()?;
        while heard.wants_more() && replay.step().map_err(differs)? {
            heard.hear_on(replay.told());
        }
        if let (Some((from, _)), true) = (self.events, heard.lines.is_empty()) {
            let last = replay.exchange().last_seq();
            return Err(Failure::Input(vec![format!("--events {from}..: the run ends with event {last}")]));
        }
        output::print(&self.printed(&position, company.as_ref(), statement.as_ref(), &heard.lines))
    }

    /// All that was asked for, in lines or as JSON.
    fn printed(
        &self,
        position: &Position,
        company: Option<&CompanyView>,
        statement: Option<&Statement>,
        lines: &[Line],
    ) -> String {
        if !self.json {
            let state = if self.events.is_none() || self.to.is_some() { shown(position) } else { String::new() };
            let story: String = lines.iter().map(|line| line.shown(self.lang)).collect();
            let story = if story.is_empty() || state.is_empty() { story } else { format!("\nevents\n{story}") };
            let statement = statement.map(Statement::shown).unwrap_or_default();
            return state + &company.map(path::shown).unwrap_or_default() + &statement + &story;
        }
        let json = serde_json::to_string(position).expect("a position has string keys only");
        let company = company.map(|company| format!(",\"company\":{}", path::json(company))).unwrap_or_default();
        let statement = statement.map(|statement| format!(",\"statement\":{}", statement.json())).unwrap_or_default();
        let events: Vec<String> = lines.iter().map(|line| line.json().to_string()).collect();
        let events = self.events.map(|_| format!(",\"events\":[{}]", events.join(","))).unwrap_or_default();
        format!("{}{company}{statement}{events}}}\n", json.strip_suffix('}').expect("a position is a table"))
    }

    /// The company whose path was asked for.
    fn path<'h>(&self, heard: &'h Heard) -> Result<Option<&'h CompanyView>, Failure> {
        let Some(code) = &self.company else { return Ok(None) };
        let exercise = &heard.views.exercise;
        exercise.company(code).map(Some).ok_or_else(|| {
            let known: Vec<&str> = exercise.companies.iter().map(|company| company.code.as_str()).collect();
            let near = nearest(code.as_str(), known.iter().copied());
            let near = near.map_or_else(|| known.join(", "), |near| format!("the nearest is `{near}`"));
            Failure::Input(vec![format!("--company {code}: no such company has applied by then; {near}")])
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
    text += "\napplications\n";
    for one in &position.applications {
        let answered = one.decision.map_or_else(|| "open".to_owned(), |decision| format!("decision {decision}"));
        let answered = one.end.as_ref().map_or(answered, word);
        let (number, company, votes) = (one.application, one.company.as_str(), one.votes.len());
        text += &format!("  {number:3} {company:28} gate {:11} {votes} votes, {answered}\n", word(&one.gate));
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
