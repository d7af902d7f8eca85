//! `borsa match`: plays an order-flow file through the market alone, without gate and accounts.

mod play;
mod tables;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use serde::Serialize;

use self::play::{Played, play};
use self::tables::{Outcome, outcome};
use super::input::bytes;
use super::{Failure, input, output};
use crate::format::{Document, Fault, library, order_flow};
use crate::market::{MarketFile, Rules, TickTable};

const EXAMPLES: &str = "\
Examples:
  borsa match orders.csv                                 play a flow, print what came of it
  borsa match orders.csv --out results                   write results/trades.csv and results/orders.csv
  borsa match orders.csv --market vorvel-weekly --json   under shipped trading rules, for a program
  borsa match orders.csv --market my-market.toml         under trading rules of your own";

/// Plays an order-flow file through the market alone: no gate, no accounts.
#[derive(Debug, Args)]
#[command(before_help = EXAMPLES)]
pub(super) struct MatchOrders {
    /// The commands, as CSV: `time,action,instrument,order,side,type,tif,price,quantity,display,stop,expires,account`.
    orders: PathBuf,
    /// Trading rules: a TOML file, or the name of a shipped preset.
    #[arg(long, value_name = "MARKET")]
    market: Option<String>,
    /// Where to write trades.csv and orders.csv.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Print one JSON object instead of sentences.
    #[arg(long)]
    json: bool,
}

/// What `--json` prints.
#[derive(Debug, Serialize)]
struct Summary {
    commands: usize,
    trades: usize,
    volume: String,
    rejected: usize,
    digest: String,
    commands_per_second: u64,
}

impl MatchOrders {
    /// Reads, plays, writes.
    pub(super) fn run(&self) -> Result<(), Failure> {
        if let Some(file) = self.out.as_ref().filter(|out| out.exists() && !out.is_dir()) {
            return Err(Failure::Input(vec![format!("{} is a file; name a directory with --out", file.display())]));
        }
        let rules = rules(self.market.as_deref())?;
        let name = self.orders.display().to_string();
        let flow = order_flow::read(&name, &bytes(&self.orders)?).map_err(Failure::problems)?;
        let (played, seconds) = timed(|| play(&flow, rules));
        let outcome = outcome(&flow, &played);
        if let Some(folder) = &self.out {
            write_tables(folder, &outcome).map_err(|error| {
                Failure::Environment(format!("{}: cannot write the tables: {error}", folder.display()))
            })?;
        }
        self.tell(&summary(flow.rows.len(), &played, &outcome, seconds))
    }

    fn tell(&self, summary: &Summary) -> Result<(), Failure> {
        if self.json {
            let line = serde_json::to_string(summary).map_err(|error| Failure::Environment(error.to_string()))?;
            return output::print(&format!("{line}\n"));
        }
        let Summary { commands, trades, volume, rejected, digest, .. } = summary;
        let mut text = format!("commands  {commands}\nrejected  {rejected}\ntrades    {trades}\n");
        text += &format!("volume    {volume}\ndigest    {digest}\n");
        if let Some(folder) = &self.out {
            text += &format!("written   {0}/trades.csv, {0}/orders.csv\n", folder.display());
        }
        output::print(&text)
    }
}

fn summary(commands: usize, played: &Played, outcome: &Outcome, seconds: f64) -> Summary {
    Summary {
        commands,
        trades: outcome.trade_count,
        volume: outcome.volume.to_string(),
        rejected: played.rejected.len(),
        digest: played.digest(),
        commands_per_second: per_second(commands, seconds),
    }
}

#[expect(clippy::disallowed_methods, reason = "how fast the matching went is a fact of the wall clock alone")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let begin = Instant::now();
    let result = work();
    (result, begin.elapsed().as_secs_f64())
}

#[expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rate of wall time, shown and never used"
)]
fn per_second(commands: usize, seconds: f64) -> u64 {
    if commands == 0 { 0 } else { (commands as f64 / seconds.max(1e-9)) as u64 }
}

/// The trading rules of a file, of a shipped preset, or those of a market without rules of its own.
fn rules(market: Option<&str>) -> Result<Rules, Failure> {
    let Some(market) = market else { return Ok(Rules::default()) };
    let document = input::document("markets", market)?;
    let file: MarketFile = document.decode().map_err(Failure::problems)?;
    Rules::new(&file, &tick_table()?).map_err(|error| {
        Failure::problems(
            document.problems(vec![Fault { pointer: error.pointer.to_owned(), detail: error.message.to_owned() }]),
        )
    })
}

fn tick_table() -> Result<TickTable, Failure> {
    let name = "tick-table-rts11";
    let text = library::text("parameters", name).expect("the table ships with the program");
    Document::parse(name, text.as_bytes()).and_then(|document| document.decode()).map_err(Failure::problems)
}

/// Puts both tables in their place, each whole or not at all.
fn write_tables(folder: &Path, outcome: &Outcome) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let tables = [("trades.csv", &outcome.trades), ("orders.csv", &outcome.orders)];
    for (name, text) in tables {
        fs::write(folder.join(format!("{name}.part")), text)?;
    }
    for (name, _) in tables {
        fs::rename(folder.join(format!("{name}.part")), folder.join(name))?;
    }
    Ok(())
}
