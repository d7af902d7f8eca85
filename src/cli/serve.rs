//! `borsa serve`: the live exchange.

use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use super::Failure;
use crate::domain::Timestamp;
use crate::server::{Notice, Options, ServeError, Speed, serve};

/// The live exchange: REST, WebSocket and web pages
#[derive(Debug, Args)]
#[command(before_help = "Examples:
  borsa serve
  borsa serve esercizio-torino --listen 127.0.0.1:0 --data data/demo
  borsa serve my-scenario.toml --speed 1")]
#[command(
    after_help = "The first line on stdout is `listening on http://HOST:PORT`, printed once it is ready. The tokens of
admin, committee, investors, researcher and observer are in DIR/tokens.json. SIGTERM or Ctrl-C ends it cleanly."
)]
pub(super) struct Serve {
    /// Name of a shipped scenario or path of one; the shipped listing exercise without it
    scenario: Option<String>,
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Directory of the exchange [default: data/SCENARIO]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Simulated seconds a real second; 0 lets the clock stand [default: the scenario's own]
    #[arg(long, value_name = "X")]
    speed: Option<Speed>,
    /// Frames that may wait for one client of the stream
    #[arg(long, value_name = "FRAMES", default_value_t = 1024, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    client_queue: u32,
    /// Requests a second for each token, or address without one; 0 for no limit [default: 0 on loopback, else 50]
    #[arg(long, value_name = "N")]
    rate: Option<u32>,
}

impl Serve {
    pub(super) fn run(self) -> Result<(), Failure> {
        let Self { scenario, listen, data, speed, client_queue, rate } = self;
        let client_queue = usize::try_from(client_queue).unwrap_or(usize::MAX);
        if !listen.ip().is_loopback() {
            note("this listens beyond this machine, without encryption: tokens can be read on the way");
        }
        let options = Options { scenario, listen, data, speed, client_queue, rate };
        let mut progress = Progress::default();
        let result = serve(&options, &mut |notice| progress.tell(notice));
        progress.end();
        result.map_err(|error| match error {
            ServeError::Input(problems) => Failure::Input(problems),
            ServeError::Environment(what) => Failure::Environment(what),
        })
    }
}

/// What is shown while the exercise is played up: a bar on a terminal, a line now and then elsewhere.
#[derive(Default)]
struct Progress {
    bar: Option<ProgressBar>,
    tenths: u64,
}

impl Progress {
    fn tell(&mut self, notice: Notice) {
        match notice {
            Notice::Note(message) => note(&message),
            Notice::Playing { from, now, until } => self.playing(from, now, until),
            Notice::Listening(address) => {
                self.end();
                listening(address);
            }
        }
    }

    fn playing(&mut self, from: Timestamp, now: Timestamp, until: Timestamp) {
        let seconds = |at: Timestamp| u64::try_from((at.nanos() - from.nanos()) / 1_000_000_000).unwrap_or(0);
        let (done, all) = (seconds(now), seconds(until).max(1));
        let today = &now.to_string()[..10];
        if std::io::stderr().is_terminal() {
            let bar = self.bar.get_or_insert_with(|| {
                let style = ProgressStyle::with_template("{bar:40} playing the exercise: {msg}");
                ProgressBar::new(all).with_style(style.expect("a fixed template is sound"))
            });
            bar.set_position(done);
            bar.set_message(today.to_owned());
        } else if done * 10 / all > self.tenths {
            self.tenths = done * 10 / all;
            note(&format!("playing the exercise: {today}"));
        }
    }

    fn end(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

/// The one line that programs wait for. A reader that has gone away is no failure.
fn listening(address: SocketAddr) {
    let mut stdout = std::io::stdout().lock();
    drop(writeln!(stdout, "listening on http://{address}").and_then(|()| stdout.flush()));
}

#[expect(clippy::print_stderr, reason = "messages belong on stderr, and this is the room that speaks")]
fn note(message: &str) {
    eprintln!("{message}");
}
