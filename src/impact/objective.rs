//! One objective of change with all the evidence that makes it measurable. Every key is optional: what is missing is
//! for the gate to say.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{EvidenceSource, HowMuch, Measurement, ObservationSchedule, Tie, Valuation};
use crate::domain::{Code, Day, Figure, Rate, SCALE};

/// One change that the company wants to bring about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Objective {
    /// Name by which other parts of the dossier point here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// The change, in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who experiences the change.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stakeholders: Vec<String>,
    /// Whether those stakeholders are underserved today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_underserved: Option<bool>,
    /// What is measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indicator: Option<Indicator>,
    /// Where things stand before the offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Measurement>,
    /// Where they shall stand, and by when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// How the figures are collected and computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The records from which the figures come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// From whom those records come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence_source: Option<EvidenceSource>,
    /// Who checks the figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verifier: Option<Verifier>,
    /// What has been measured since the baseline.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub measurements: Vec<Measurement>,
    /// When it will be measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schedule: Option<ObservationSchedule>,
    /// How much changes, for how many and for how long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how_much: Option<HowMuch>,
    /// What the change is worth in money, as a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valuation: Option<Valuation>,
    /// The harm that the activity may do nearby, and what is done about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub negative_externalities: Option<String>,
    /// Sustainable Development Goals, 1 to 17.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sdgs: Vec<u8>,
}

/// What is measured.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Indicator {
    /// Code of a public catalogue, such as IRIS+ `PI4060`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The company's own definition, where no catalogue has the indicator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub definition: Option<String>,
    /// Name of the indicator; with a code, the catalogue's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Unit of the figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How far along the chain of effects it lies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<IndicatorKind>,
    /// Which way is better; `increase` when not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
}

/// How far along the chain of effects an indicator lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IndicatorKind {
    /// What the activity produces: beds, hours, vehicles.
    Output,
    /// What changes for people or nature.
    Outcome,
    /// The part of the change that would not have come without the company.
    Impact,
}

/// Which way of an indicator is the better one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    #[default]
    Increase,
    /// Less is better.
    Decrease,
}

/// Where an indicator shall stand.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Target {
    /// The figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Figure>,
    /// The day by which it is reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Day>,
    /// The day on which the company bound itself to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declared_on: Option<Day>,
}

/// Who checks the figures.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Verifier {
    /// The organisation (never a person).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether it has no other tie to the company, its directors and its advisers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub independent: Option<bool>,
    /// The ties that it has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ties: Vec<Tie>,
}

/// How much of the way from `baseline` to `target` has been gone at `measured`: 0 at the baseline, 1 at the target,
/// negative when things got worse, more than 1 beyond the target; cut off to 1/10,000, towards zero.
///
/// Nothing when baseline and target are the same, or when the result is beyond a [`Rate`].
#[must_use]
pub fn progress(baseline: Figure, target: Figure, measured: Figure) -> Option<Rate> {
    let way = i128::from(target.scaled()) - i128::from(baseline.scaled());
    let gone = i128::from(measured.scaled()) - i128::from(baseline.scaled());
    let share = (gone * i128::from(SCALE)).checked_div(way)?;
    i64::try_from(share).ok().map(Rate::basis_points)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_goes_from_baseline_to_target_in_either_direction() {
        let cases = [
            ("100", "200", "150", Some("0.5")),
            ("100", "200", "90", Some("-0.1")),
            ("80", "20", "50", Some("0.5")), // less is better
            ("80", "20", "10", Some("1.1666")),
            ("5", "5", "5", None),
        ];
        for (baseline, target, measured, expected) in cases {
            let figure = |text: &str| text.parse::<Figure>().expect("a figure");
            let progress = progress(figure(baseline), figure(target), figure(measured));
            assert_eq!(progress.map(|rate| rate.to_string()), expected.map(str::to_owned), "{measured}");
        }
    }
}
