//! `borsa compare`: one company by other routes to capital, or one scenario under other rules.

mod differences;
mod paired;
mod routes;
mod run_rows;
mod runs;
mod subject;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use self::subject::Subject;
use super::admit::Setting;
use super::{Failure, language, output};
use crate::domain::{Code, Language, Money};
use crate::report::{Comparisons, comparisons_to_html, comparisons_to_text};

const EXAMPLES: &str = "\
Examples:
  borsa compare cura-aperta                            a shipped dossier by every route: listing, loan, minibond, crowd, gifts
  borsa compare my-dossier.toml --raise 750000         your own, for another amount
  borsa compare esercizio-torino --company passo-lieve --routes egm,bank-loan
                                                       one company of a scenario, with the scenario's own costs
  borsa compare esercizio-torino --rulebook no-gate,bolsa-social-es
                                                       the scenario played behind other gates
  borsa compare esercizio-torino --market two-fixings,euronext-growth-continuous
                                                       the same orders in another market
  borsa compare esercizio-torino --without-links --set additionality.min_gap=0.5
                                                       without a link to the impact; with another threshold
  borsa compare sanzioni --without-links --replications 50 --jobs 2
                                                       on average over fifty replications with the same luck on both sides
  borsa compare my-dossier.toml --lang it --out confronto
                                                       as a page that prints and as JSON, in a directory";

/// The page that `--out` writes.
const PAGE: &str = "comparison.html";
/// What it writes for programs.
const JSON: &str = "comparison.json";

/// Set one company beside itself by other routes to capital, or one scenario under other rules.
#[derive(Debug, Args)]
#[command(before_help = EXAMPLES)]
pub(super) struct Compare {
    /// A dossier or a scenario: a file, or the name of a shipped one
    #[arg(value_name = "SCENARIO|DOSSIER")]
    subject: String,
    /// Only this company of a scenario
    #[arg(long, value_name = "CODE")]
    company: Option<Code>,
    /// Which routes, by code, or `all`; the first of the table is compared with the others
    #[arg(long, value_name = "CODE,..", default_value = "all", value_delimiter = ',')]
    routes: Vec<String>,
    /// The table of routes: a TOML file, or the name of a shipped one
    #[arg(long, value_name = "NAME|FILE", default_value = "routes")]
    route_table: String,
    /// How much is raised, in euro, instead of what the dossier offers
    #[arg(long, value_name = "EURO")]
    raise: Option<Money>,
    /// Years over which the money is reckoned, 1 to 30
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=30))]
    years: u32,
    /// Play the scenario behind these gates too, or `all` shipped ones; of a dossier, the one it is put before
    #[arg(long, value_name = "NAME|FILE,..", value_delimiter = ',')]
    rulebook: Vec<String>,
    /// Play the scenario with these market presets too, or `all`: each rules its segment
    #[arg(long, value_name = "NAME|FILE,..", value_delimiter = ',')]
    market: Vec<String>,
    /// Play the scenario with instruments whose terms do not depend on the impact
    #[arg(long)]
    without_links: bool,
    /// Play the scenario with another figure of its rulebook by its dotted key, or another weight; again for more
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<Setting>,
    /// Play each side so many times, and tell the mean of what differs with its 95% interval
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(2..=1_000_000))]
    replications: Option<u64>,
    /// How many replications to play at once [default: as many as there are processors]
    #[arg(long, value_name = "J", requires = "replications", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
    /// Write a page and JSON into this directory instead
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Language of table and page: `it` or `en`
    #[arg(long, value_name = "it|en", default_value = "en", value_parser = language)]
    lang: Language,
}

impl Compare {
    /// Reads, reckons, tells.
    pub(super) fn run(&self) -> Result<(), Failure> {
        if self.raise.is_some_and(|raise| raise <= Money::ZERO) {
            return Err(Failure::Input(vec!["--raise: an amount above zero, such as 750000".into()]));
        }
        if subject::is_scenario(&self.subject)? && self.asks_for_runs() {
            return self.tell(&self.runs()?);
        }
        if self.replications.is_some() {
            let told =
                "--replications needs a scenario and what is to differ: --rulebook, --market, --without-links or --set";
            return Err(Failure::Input(vec![format!("{}: {told}", self.subject)]));
        }
        if !self.market.is_empty() || self.without_links || !self.set.is_empty() || self.rulebook.len() > 1 {
            let told = "other rules are played on a scenario: name one instead of a dossier, or ask `borsa admit`";
            return Err(Failure::Input(vec![format!("{}: {told}", self.subject)]));
        }
        let gate = self.rulebook.first().map_or("torino-2022", String::as_str);
        let subject = Subject::read(&self.subject, gate)?;
        self.tell(&self.routes(&subject)?)
    }

    fn tell(&self, told: &Comparisons) -> Result<(), Failure> {
        let Some(out) = &self.out else {
            return output::print(&if self.json { told.to_json() } else { comparisons_to_text(told, self.lang) });
        };
        if out.exists() && !out.is_dir() {
            return Err(Failure::Input(vec![format!("{} is a file; name a directory with --out", out.display())]));
        }
        let failed = |path: &Path, error: std::io::Error| {
            Failure::Environment(format!("cannot write {}: {error}", path.display()))
        };
        fs::create_dir_all(out).map_err(|error| failed(out, error))?;
        for (name, text) in [(PAGE, comparisons_to_html(told, self.lang)), (JSON, told.to_json())] {
            let path = out.join(name);
            fs::write(&path, text).map_err(|error| failed(&path, error))?;
        }
        output::print(&format!("comparison {}\n", out.join(PAGE).display()))
    }
}
