//! `borsa watch`: the trades of a live exchange, as they come.

use std::io::IsTerminal;

use clap::Args;

use super::{Failure, say};
use crate::server::{FollowError, Following, Heard, follow};

/// Follow the trades of a live exchange in the terminal
#[derive(Debug, Args)]
#[command(after_help = "Lines are TIME INSTRUMENT PRICE QUANTITY AGGRESSOR SEQ; messages go to stderr.")]
#[command(before_help = "Examples:
  borsa watch
  borsa watch --instrument CURA
  borsa watch ws://127.0.0.1:8080 --from-seq 1 > trades.txt")]
pub(super) struct Watch {
    /// Address of the exchange
    #[arg(default_value = "ws://127.0.0.1:8080")]
    url: String,
    /// One instrument only
    #[arg(long, value_name = "SYMBOL")]
    instrument: Option<String>,
    /// Begin with what has happened from this event on
    #[arg(long, value_name = "SEQ")]
    from_seq: Option<u64>,
}

impl Watch {
    pub(super) fn run(self) -> Result<(), Failure> {
        let Self { url, instrument, from_seq } = self;
        let colour =
            std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        follow(&Following { url, instrument, from_seq }, &mut |heard| tell(&heard, colour)).map_err(|error| match error
        {
            FollowError::Asked(what) => Failure::Input(vec![what]),
            FollowError::Unreachable(what) => Failure::Environment(what),
        })
    }
}

fn tell(heard: &Heard, colour: bool) {
    match heard {
        Heard::Trade { seq, time, instrument, price, quantity, aggressor } => {
            let line = format!("{time} {instrument:<12} {price:>12} {quantity:>12} {aggressor:<7} {seq}");
            // The word says it all; the colour only helps the eye.
            let tint = match aggressor.as_str() {
                "buy" => "34",
                "sell" => "33",
                _ => "36",
            };
            say(&if colour { format!("\u{1b}[{tint}m{line}\u{1b}[0m") } else { line });
        }
        Heard::Connected(url) => note(&format!("following {url}")),
        Heard::Lost { why, again_in } => note(&format!("{why}; trying again in {} ms", again_in.as_millis())),
        Heard::Bye => note("the exchange has closed down"),
    }
}

#[expect(clippy::print_stderr, reason = "messages belong on stderr, and this is the room that speaks")]
fn note(message: &str) {
    eprintln!("{message}");
}
