//! How simulated investors behave, as data: the classes, the published findings that they stand for, and what a scenario
//! is calibrated to. The exchange itself decides nothing by them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::admission::Threshold;
use crate::domain::{Basis, Code, Day, Figure, Money, Rate, Text};

/// How a class of investors decides. Each stands for one published finding, or says that it is assumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// Gives up points of expected return for what passed the gate.
    Institutional,
    /// Asks the market's return, whatever the impact: the law or a mandate forbids less.
    FiduciaryBound,
    /// Pays for each euro of verified impact a part of it, and asks more than that back for harm.
    Proportional,
    /// Gives up the same for a label, however much impact is behind it.
    WarmGlow,
    /// Looks at the names' rank alone: wants the best, leaves the worst, and knows no difference in between.
    Category,
    /// Pays for a credible intention, and less where the gate had doubts of it.
    Intention,
    /// Asks no return where there is impact.
    Philanthropic,
    /// Savers: a few of them hold such instruments, and those accept to earn somewhat less.
    Retail,
    /// Quotes both sides of what trades continuously, under obligations.
    LiquidityProvider,
    /// Trades on either side at prices of its own, for reasons that nobody sees.
    Noise,
}

/// What a liquidity provider owes on each day on which it is present.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quoting {
    /// Greatest distance of its bid and ask, as a part of their middle.
    pub maximum_spread: Rate,
    /// Least value of either quote when it is entered, in euro.
    pub minimum_size: Money,
    /// Part of the days on which it must be present.
    pub presence: Rate,
}

/// The findings that investors are tied to, and what all of them take the market to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Findings {
    /// Version of this file's format: 1.
    pub format: u32,
    /// What investors hold a fair price to be.
    pub valuation: MarketReturn,
    /// When they look at the market at all.
    pub arrival: Arrival,
    /// Each finding once.
    pub findings: Vec<EmpiricalFinding>,
}

/// One finding of the literature, with the classes that may stand for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EmpiricalFinding {
    /// By this name a group of investors cites it.
    pub code: Code,
    /// The classes that may cite it.
    pub styles: Vec<Style>,
    /// What was found.
    pub title: Text,
    /// What the low and the high figure are.
    pub figure: FindingFigure,
    /// The least figure.
    pub low: Rate,
    /// The greatest. A member of a group draws one of its own between both.
    pub high: Rate,
    /// The part of the members that take part at all, or of the names that are looked at; all where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Rate>,
    /// The figure for harm instead of good, where it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_harm: Option<Rate>,
    /// Whether the figures were published.
    pub basis: Basis,
    /// Where, or why it was assumed.
    pub source: String,
    /// When that was read.
    pub as_of: Day,
}

/// What the figures of a finding count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingFigure {
    /// Expected return given up, in parts of 1 a year (0.025 are 2.5 points).
    ReturnGivenUp,
    /// Euro paid for a euro of impact.
    EuroPerEuro,
    /// A price over another, less 1; it is turned into return over the horizon of shares.
    PriceRatio,
    /// Nothing: the class has no figure of its own.
    None,
}

/// What investors hold a fair price to be: that the price of the offer is fair for who asks the market's return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MarketReturn {
    /// Return that the market asks of such shares, a year.
    pub share_return: Threshold<Rate>,
    /// Years until a share is thought to be sold, from its listing.
    pub share_horizon_years: Threshold<u32>,
    /// Impact of a company that has reached its targets, in euro a year for a euro of the offer's price.
    pub impact_a_year: Threshold<Rate>,
}

/// How attention to a name changes: both figures are standard deviations of its logarithm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Arrival {
    /// From week to week.
    pub weekly: Threshold<Rate>,
    /// From day to day within a week.
    pub daily: Threshold<Rate>,
}

/// A figure that the scenario is meant to reproduce. A run tells whether it does; it does not fail where it does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CalibrationTarget {
    /// The market preset that it is about. Without market, company and group it is about the whole exchange.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub market: Option<String>,
    /// The company that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Code>,
    /// The group of investors that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Code>,
    /// What is measured of it: a measure of markets, of companies, of groups or of the whole exchange.
    pub measure: String,
    /// The least that is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Figure>,
    /// The most that is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Figure>,
    /// Whether the target was published.
    pub basis: Basis,
    /// Where, or why it was assumed.
    pub source: String,
    /// Why it is not met, where the authors know that it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unmet_because: Option<Text>,
}

impl Findings {
    /// The finding of this code.
    #[must_use]
    pub fn named(&self, code: &Code) -> Option<&EmpiricalFinding> {
        self.findings.iter().find(|finding| finding.code == *code)
    }

    /// What is wrong with the table beyond its form: pointer and sentence.
    #[must_use]
    pub fn faults(&self) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        if self.format != 1 {
            faults.push(("/format".to_owned(), "this program reads format 1".to_owned()));
        }
        if self.valuation.share_horizon_years.value == 0 {
            faults.push(("/valuation/share_horizon_years".to_owned(), "a horizon has at least one year".to_owned()));
        }
        for (index, finding) in self.findings.iter().enumerate() {
            let mut fault = |key: &str, detail: String| faults.push((format!("/findings/{index}/{key}"), detail));
            if self.findings[..index].iter().any(|other| other.code == finding.code) {
                fault("code", format!("the finding `{}` is there already", finding.code));
            }
            if finding.low > finding.high {
                fault("high", "the greatest figure is below the least".to_owned());
            }
            if finding.share.is_some_and(|share| share < Rate::ZERO || share > Rate::ONE) {
                fault("share", "a part lies between 0 and 1".to_owned());
            }
        }
        faults
    }
}
