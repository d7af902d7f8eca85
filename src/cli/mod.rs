//! Words on a terminal: data on stdout, messages on stderr, one file a command.

mod admit;
mod audit;
mod check;
mod compare;
mod diff;
mod fork;
mod input;
mod manifest;
mod match_orders;
mod minutes;
mod new;
mod output;
mod papers;
mod replay;
mod replications;
mod report;
mod rulebooks;
mod run;
mod run_directory;
mod schema;
mod serve;
mod verify;
mod watch;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::domain::Language;
use crate::format::Problem;

/// The open simulator of a social stock exchange.
#[derive(Debug, Parser)]
#[command(name = "borsa", version, about, subcommand_required = true, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(run::Run),
    Verify(verify::Verify),
    Audit(audit::Audit),
    Replay(replay::ReplayRun),
    Fork(fork::ForkRun),
    Diff(diff::DiffRuns),
    Report(report::WriteReport),
    Minutes(minutes::WriteMinutes),
    New(new::New),
    Admit(admit::Admit),
    Rulebooks(rulebooks::Rulebooks),
    Compare(compare::Compare),
    Check(check::Check),
    #[command(name = "match")]
    Match(match_orders::MatchOrders),
    Schema(schema::Schema),
    Serve(serve::Serve),
    Watch(watch::Watch),
}

/// Why a command did not end with exit code 0.
#[derive(Debug)]
enum Failure {
    /// The work ran and its answer is no: exit 1.
    No(String),
    /// Bad usage or a bad input file, nothing written: exit 2. One message a problem.
    Input(Vec<String>),
    /// The environment failed (disk, port, permission): exit 3.
    Environment(String),
}

/// Reads the command line, does the work, says how it ended.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.tell(),
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Run(command) => command.run(),
        Command::Verify(command) => command.run(),
        Command::Audit(command) => command.run(),
        Command::Replay(command) => command.run(),
        Command::Fork(command) => command.run(),
        Command::Diff(command) => command.run(),
        Command::Report(command) => command.run(),
        Command::Minutes(command) => command.run(),
        Command::New(command) => command.run(),
        Command::Admit(command) => command.run(),
        Command::Rulebooks(command) => command.run(),
        Command::Compare(command) => command.run(),
        Command::Check(command) => command.run(),
        Command::Match(command) => command.run(),
        Command::Schema(command) => command.run(),
        Command::Serve(command) => command.run(),
        Command::Watch(command) => command.run(),
    }
}

/// The language of sentences, from the command line.
fn language(word: &str) -> Result<Language, &'static str> {
    match word {
        "it" => Ok(Language::It),
        "en" => Ok(Language::En),
        _ => Err("say `it` or `en`"),
    }
}

/// Prints a line of data. A reader that has gone away is no failure.
fn say(line: &str) {
    drop(writeln!(std::io::stdout(), "{line}"));
}

impl Failure {
    /// Problems of files, each with its place.
    #[expect(clippy::needless_pass_by_value, reason = "fits map_err")]
    fn problems(problems: Vec<Problem>) -> Self {
        Self::Input(problems.iter().map(ToString::to_string).collect())
    }

    /// Says it on stderr. That nobody reads there is no second failure.
    fn tell(self) -> ExitCode {
        let (code, messages) = match self {
            Self::No(message) => (1, vec![message]),
            Self::Input(messages) => (2, messages),
            Self::Environment(message) => (3, vec![message]),
        };
        for message in messages {
            drop(writeln!(std::io::stderr(), "{message}"));
        }
        ExitCode::from(code)
    }
}
