//! What replications come to: means with their intervals, how often each expectation came true.

use std::path::Path;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::table::decimal;
use crate::cli::Failure;
use crate::cli::manifest::ScenarioSource;
use crate::cli::run::calibration_lines;
use crate::domain::{Basis, Code, Figure, Text};
use crate::journal::Digest;
use crate::scenario::{Calibrated, MeanEstimate, Replicated, Replication, Scope, Tally};

/// How the interval is made, for whoever cites it.
const INTERVAL: &str = "95%: mean plus and minus t * deviation / sqrt(count), t the 97.5% point of Student's distribution with count - 1 degrees of freedom";

/// What the replications folded so far come to, in space that does not grow with their number.
#[derive(Debug)]
pub(super) struct Statistics<'a> {
    replicated: &'a Replicated,
    count: u64,
    tallies: Vec<Tally>,
    digests: Sha256,
    expectations: Vec<ExpectationTally>,
}

/// How often an expectation came true.
#[derive(Debug, Clone, Serialize)]
struct ExpectationTally {
    expected: Text,
    came_true: u64,
    of: u64,
    /// The first replication in which it did not, and what came instead.
    first_not: Option<(u64, String)>,
}

impl<'a> Statistics<'a> {
    /// Those of no replication yet.
    pub(super) fn of(replicated: &'a Replicated) -> Self {
        let tallies = vec![Tally::default(); replicated.columns().iter().len()];
        Self { replicated, count: 0, tallies, digests: Sha256::new(), expectations: Vec::new() }
    }

    /// Takes in one replication; they come by rising number.
    pub(super) fn take(&mut self, replication: &Replication) {
        self.count += 1;
        self.digests.update(format!("{}\n", replication.digest));
        for (tally, figure) in self.tallies.iter_mut().zip(&replication.figures) {
            figure.iter().for_each(|&figure| tally.take(figure));
        }
        if self.expectations.is_empty() {
            let none =
                |expected: &Text| ExpectationTally { expected: expected.clone(), came_true: 0, of: 0, first_not: None };
            self.expectations = replication.verdicts.iter().map(|verdict| none(&verdict.expected)).collect();
        }
        for (tally, verdict) in self.expectations.iter_mut().zip(&replication.verdicts) {
            tally.of += 1;
            tally.came_true += u64::from(verdict.instead.is_none());
            if let (Some(instead), None) = (&verdict.instead, &tally.first_not) {
                tally.first_not = Some((replication.number, instead.en.clone()));
            }
        }
    }

    /// The digest over the digests of all replications, in order, each in hex and with a newline.
    fn digest(&self) -> Digest {
        Digest::from_bytes(self.digests.clone().finalize().into())
    }

    /// `replications.json`.
    pub(super) fn json(&self, source: &ScenarioSource, command: &str) -> String {
        let file = File {
            format: 1,
            scenario: self.replicated.scenario().as_str(),
            title: self.replicated.title(),
            source,
            engine_version: env!("CARGO_PKG_VERSION"),
            seed: self.replicated.seed(),
            replications: self.count,
            digest: self.digest().to_string(),
            command,
            interval: INTERVAL,
            companies: self.subjects(Scope::Company),
            markets: self.subjects(Scope::Market),
            groups: self.subjects(Scope::Group),
            exchange: self.subjects(Scope::Exchange),
            expectations: &self.expectations,
            calibration: self.calibration().iter().map(CalibrationEntry::of).collect(),
        };
        let text = serde_json::to_string_pretty(&file).expect("statistics have string keys only");
        format!("{text}\n")
    }

    /// Every calibration target beside the mean.
    fn calibration(&self) -> Vec<Calibrated> {
        self.replicated.calibrate(|at| self.tallies[at].estimate().map(|estimate| estimate.mean))
    }

    fn subjects(&self, scope: Scope) -> Vec<SubjectFigures<'_>> {
        let mut subjects: Vec<SubjectFigures<'_>> = Vec::new();
        for (column, tally) in self.replicated.columns().iter().zip(&self.tallies) {
            if column.measure.scope != scope {
                continue;
            }
            if subjects.last().is_none_or(|last| last.name != column.subject) {
                subjects.push(SubjectFigures { name: &column.subject, figures: Vec::new() });
            }
            let figure = MeasuredFigure {
                measure: column.measure.name,
                label: column.measure.title(),
                unit: column.measure.unit.word(),
                estimate: tally.estimate().map(Written::of),
            };
            subjects.last_mut().expect("one was there or was pushed").figures.push(figure);
        }
        subjects
    }

    /// What a terminal shows.
    pub(super) fn summary(&self, out: &Path) -> String {
        let replicated = self.replicated;
        let (title, seed) = (&replicated.title().en, replicated.seed());
        let mut text = format!("{title}  (seed {seed}, {} replications)\n", self.count);
        text += "means with half the width of their 95% interval\n";
        let cell = |scope, subject: &str, measure: &str, scale: f64, places: usize| {
            let at = replicated.columns().position(scope, subject, measure);
            let estimate = at.and_then(|at| self.tallies[at].estimate());
            estimate.map_or_else(|| "-".to_owned(), |estimate| short(estimate, scale, places))
        };
        text += &line("company", &COMPANY_CELLS.map(|cell| cell.1.to_owned()));
        for company in self.subjects(Scope::Company) {
            let cells =
                COMPANY_CELLS.map(|(name, _, scale, places)| cell(Scope::Company, company.name, name, scale, places));
            text += &line(company.name, &cells);
        }
        text += &line("market", &MARKET_CELLS.map(|cell| cell.1.to_owned()));
        for market in self.subjects(Scope::Market) {
            let cells =
                MARKET_CELLS.map(|(name, _, scale, places)| cell(Scope::Market, market.name, name, scale, places));
            text += &line(market.name, &cells);
        }
        let always = self.expectations.iter().filter(|one| one.came_true == one.of).count();
        text += &format!("{always} of {} expectations came true in every replication\n", self.expectations.len());
        text += &calibration_lines(&self.calibration());
        text + &format!("digest {} over all\nwritten to {}\n", self.digest(), out.display())
    }

    /// Whether all that was expected came true in every replication.
    pub(super) fn expectations(&self) -> Result<(), Failure> {
        let failed: Vec<String> = self.expectations.iter().filter_map(ExpectationTally::told).collect();
        if failed.is_empty() {
            return Ok(());
        }
        Err(Failure::No(format!("expected but not so in every replication:\n{}", failed.join("\n"))))
    }
}

impl ExpectationTally {
    fn told(&self) -> Option<String> {
        let (number, instead) = self.first_not.as_ref()?;
        let not = self.of - self.came_true;
        Some(format!(
            "{}: not in {not} of {}, first in replication {number}: found {instead}",
            self.expected.en, self.of
        ))
    }
}

/// A cell of the summary: measure, heading, factor, decimals.
type Cell = (&'static str, &'static str, f64, usize);

const COMPANY_CELLS: [Cell; 6] = [
    ("listed", "listed %", 100.0, 0),
    ("raised", "raised kEUR", 0.001, 0),
    ("months_to_listing", "months", 1.0, 1),
    ("trades", "trades", 1.0, 0),
    ("price_change", "price +- %", 100.0, 1),
    ("holders", "holders", 1.0, 0),
];

const MARKET_CELLS: [Cell; 6] = [
    ("listed", "names", 1.0, 1),
    ("failed_offers", "failed", 1.0, 1),
    ("trades_a_day", "trades/day", 1.0, 1),
    ("turnover_a_day", "EUR/day", 1.0, 0),
    ("days_without_trade", "no day %", 100.0, 1),
    ("auctions_without_trade", "no auction %", 100.0, 1),
];

fn line(name: &str, cells: &[String]) -> String {
    let cells: String = cells.iter().map(|cell| format!(" {cell:>14}")).collect();
    format!("{name:28}{cells}\n")
}

#[expect(clippy::float_arithmetic, reason = "percent and thousands for people")]
fn short(estimate: MeanEstimate, scale: f64, places: usize) -> String {
    let half = estimate.half_width.filter(|&half| half > 0.0);
    let half = half.map_or_else(String::new, |half| format!(" ±{:.places$}", half * scale));
    format!("{:.places$}{half}", estimate.mean * scale)
}

#[derive(Serialize)]
struct File<'a> {
    format: u32,
    scenario: &'a str,
    title: &'a Text,
    source: &'a ScenarioSource,
    engine_version: &'a str,
    seed: u64,
    replications: u64,
    digest: String,
    command: &'a str,
    interval: &'static str,
    companies: Vec<SubjectFigures<'a>>,
    markets: Vec<SubjectFigures<'a>>,
    groups: Vec<SubjectFigures<'a>>,
    exchange: Vec<SubjectFigures<'a>>,
    expectations: &'a [ExpectationTally],
    calibration: Vec<CalibrationEntry>,
}

#[derive(Serialize)]
struct CalibrationEntry {
    market: Option<String>,
    company: Option<Code>,
    group: Option<Code>,
    measure: String,
    label: Text,
    at_least: Option<Figure>,
    at_most: Option<Figure>,
    found: Option<String>,
    met: bool,
    basis: Basis,
    source: String,
    unmet_because: Option<Text>,
}

impl CalibrationEntry {
    fn of(one: &Calibrated) -> Self {
        let target = one.target.clone();
        Self {
            market: target.market,
            company: target.company,
            group: target.group,
            measure: target.measure,
            label: one.title(),
            at_least: target.at_least,
            at_most: target.at_most,
            found: one.found.map(decimal),
            met: one.is_met(),
            basis: target.basis,
            source: target.source,
            unmet_because: target.unmet_because,
        }
    }
}

#[derive(Serialize)]
struct SubjectFigures<'a> {
    name: &'a str,
    figures: Vec<MeasuredFigure>,
}

#[derive(Serialize)]
struct MeasuredFigure {
    measure: &'static str,
    label: Text,
    unit: &'static str,
    estimate: Option<Written>,
}

/// An estimate as decimal strings.
#[derive(Serialize)]
struct Written {
    count: u32,
    mean: String,
    low: Option<String>,
    high: Option<String>,
    deviation: Option<String>,
    least: String,
    greatest: String,
}

impl Written {
    #[expect(clippy::float_arithmetic, reason = "the ends of an interval")]
    fn of(estimate: MeanEstimate) -> Self {
        let MeanEstimate { count, mean, half_width, deviation, least, greatest } = estimate;
        Self {
            count,
            mean: decimal(mean),
            low: half_width.map(|half| decimal(mean - half)),
            high: half_width.map(|half| decimal(mean + half)),
            deviation: deviation.map(decimal),
            least: decimal(least),
            greatest: decimal(greatest),
        }
    }
}
