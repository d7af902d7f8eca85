//! Words on a terminal: data on stdout, messages on stderr, one file a command.

mod match_orders;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The open simulator of a social stock exchange.
#[derive(Debug, Parser)]
#[command(name = "borsa", version, about, subcommand_required = true, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(name = "match")]
    Match(match_orders::MatchOrders),
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
        Command::Match(command) => command.run(),
    }
}

impl Failure {
    #[expect(clippy::print_stderr, reason = "messages belong on stderr, and this is the room that speaks")]
    fn tell(self) -> ExitCode {
        let (code, messages) = match self {
            Self::No(message) => (1, vec![message]),
            Self::Input(messages) => (2, messages),
            Self::Environment(message) => (3, vec![message]),
        };
        for message in messages {
            eprintln!("{message}");
        }
        ExitCode::from(code)
    }
}
