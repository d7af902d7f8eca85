//! Plays an order-flow text through the command and reads its tables.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// What a flow came to.
pub(crate) struct Played {
    /// The lines of trades.csv without `seq` and `time`.
    pub(crate) trades: Vec<String>,
    /// The lines of orders.csv without the header.
    pub(crate) orders: Vec<String>,
    /// What `--json` printed.
    pub(crate) summary: BTreeMap<String, serde_json::Value>,
}

/// Runs `borsa match` on a file in a folder.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_borsa"));
    command.arg("match").args(arguments).current_dir(folder).output().expect("the command runs")
}

/// Plays a flow under the market's own rules, or those of a market file's text.
pub(crate) fn play_under(market: Option<&str>, flow: &str) -> Played {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("flow.csv"), flow).expect("written");
    let mut arguments = vec!["flow.csv", "--out", "out", "--json"];
    if let Some(market) = market {
        fs::write(folder.path().join("market.toml"), market).expect("written");
        arguments.extend(["--market", "market.toml"]);
    }
    let output = run(folder.path(), &arguments);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}\n{flow}");
    let read = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).expect("a table");
    let lines = |text: &str| text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    let short = |line: &String| line.splitn(3, ',').nth(2).expect("eight columns").to_owned();
    Played {
        trades: lines(&read("trades.csv")).iter().map(short).collect(),
        orders: lines(&read("orders.csv")),
        summary: serde_json::from_slice(&output.stdout).expect("one JSON object"),
    }
}

/// Plays a flow without a market file.
pub(crate) fn play(flow: &str) -> Played {
    play_under(None, flow)
}
