//! What many replications came to, on one page: means with their intervals, how the figures that matter are spread, which
//! targets were met. Read from the two files that the replications have written, so that the page can be made again.

mod page;
mod spread;

pub use page::replications_to_html;
pub use spread::Spread;

use serde::Deserialize;

use crate::domain::{Figure, Text};

/// The figures whose spread is drawn.
pub(super) const DRAWN: [&str; 3] = ["raised", "price_change", "months_to_listing"];

/// `replications.json`, as far as the page needs it. Decimals are as they stand in the file.
#[derive(Debug, Clone, Deserialize)]
pub struct ReplicationFile {
    /// Version of the format: 1.
    pub format: u32,
    /// Short name of the scenario.
    pub scenario: String,
    /// Its title.
    pub title: Text,
    /// Version of the program that played it.
    pub engine_version: String,
    /// Where every draw began.
    pub seed: u64,
    /// How many.
    pub replications: u64,
    /// Digest over all.
    pub digest: String,
    /// The command that repeats them.
    pub command: String,
    /// What each company came to.
    pub companies: Vec<SubjectFigures>,
    /// What each market came to.
    pub markets: Vec<SubjectFigures>,
    /// What each group of investors came to.
    #[serde(default)]
    pub groups: Vec<SubjectFigures>,
    /// What the whole exchange came to: one subject.
    #[serde(default)]
    pub exchange: Vec<SubjectFigures>,
    /// What was expected, and how often it came true.
    pub expectations: Vec<ExpectationCount>,
    /// What the scenario was meant to reproduce.
    pub calibration: Vec<CalibrationMean>,
}

/// A company, a market, a group of investors or the whole exchange with its figures.
#[derive(Debug, Clone, Deserialize)]
pub struct SubjectFigures {
    /// Its name.
    pub name: String,
    /// One for each measure.
    pub figures: Vec<MeasuredFigure>,
}

/// A measure and what it came to; nothing where no replication had it.
#[derive(Debug, Clone, Deserialize)]
pub struct MeasuredFigure {
    /// Its name in files.
    pub measure: String,
    /// The same for people.
    pub label: Text,
    /// What it counts.
    pub unit: String,
    /// The mean and its interval.
    pub estimate: Option<Estimate>,
}

/// A mean with its 95% interval, and the ends of what was found.
#[derive(Debug, Clone, Deserialize)]
pub struct Estimate {
    /// Replications that had the figure.
    pub count: u32,
    /// Their mean.
    pub mean: String,
    /// Lower end of the interval.
    pub low: Option<String>,
    /// Upper end of the interval.
    pub high: Option<String>,
    /// The least figure.
    pub least: String,
    /// The greatest.
    pub greatest: String,
}

/// How often an expectation came true.
#[derive(Debug, Clone, Deserialize)]
pub struct ExpectationCount {
    /// What was expected, in words.
    pub expected: Text,
    /// In how many replications it came true.
    pub came_true: u64,
    /// Of how many.
    pub of: u64,
}

/// A calibration target beside the mean.
#[derive(Debug, Clone, Deserialize)]
pub struct CalibrationMean {
    /// The market that it is about; without market, company and group it is about the whole exchange.
    pub market: Option<String>,
    /// The company that it is about.
    pub company: Option<String>,
    /// The group of investors that it is about.
    pub group: Option<String>,
    /// What is measured.
    pub label: Text,
    /// The lower bound that is wanted.
    pub at_least: Option<Figure>,
    /// The upper bound.
    pub at_most: Option<Figure>,
    /// The mean that was found.
    pub found: Option<String>,
    /// Whether it lies within the bounds.
    pub met: bool,
    /// Why it is not met, where that is known.
    pub unmet_because: Option<Text>,
}

/// A decimal of the files as a figure, cut to four places; nothing where it is none.
#[must_use]
pub fn figure(decimal: &str) -> Option<Figure> {
    let kept = decimal.find('.').map_or(decimal.len(), |point| decimal.len().min(point + 5));
    decimal.get(..kept)?.parse().ok()
}
