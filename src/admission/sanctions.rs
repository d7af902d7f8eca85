//! What a rulebook asks of a company after its listing: reports, and the ladder of sanctions where it fails.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Threshold;
use crate::domain::{BuyOutPrice, Code, Holders, LapseKind, Obligation, Sanction};

/// What a listed company reports to the gate (`[reporting]`). What the market asks stands in `obligations.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportingRules {
    /// The duties, each with its calendar, its days of grace, and what it must carry.
    pub duties: Vec<Obligation>,
}

/// What follows where a listed company fails (`[sanctions]`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SanctionRules {
    /// A ladder for each lapse. A lapse without one is told and has no further consequence, except that an admission
    /// whose condition is overdue is not in force: trading is suspended.
    pub ladders: Vec<Ladder>,
    /// What the holders get at a delisting; without it they keep their units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delisting: Option<DelistingTerms>,
}

/// The steps that follow one kind of lapse, each after so many days in which it could have been cured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ladder {
    /// What the company has failed to do.
    pub lapse: LapseKind,
    /// Only for these obligations; for all when not said. A ladder that names an obligation goes before one that does not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<Code>,
    /// The steps, milder ones first. A step may be left out.
    pub steps: Vec<Step>,
}

/// One step of a ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What comes.
    pub sanction: Sanction,
    /// Calendar days after the lapse began, at the end of the day; 0 is at once.
    pub after_days: Threshold<u32>,
}

/// What holders get at a delisting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DelistingTerms {
    /// Whether they keep their units or are bought out.
    pub holders: Threshold<Holders>,
    /// The price of a buy-out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Threshold<BuyOutPrice>>,
}

impl ReportingRules {
    /// What is wrong with the section, as pairs of a JSON pointer and a sentence.
    pub(super) fn faults(&self) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        for (index, duty) in self.duties.iter().enumerate() {
            let pointer = format!("/reporting/duties/{index}");
            let here = |(key, detail): (&str, &str)| (format!("{pointer}/{key}"), detail.to_owned());
            faults.extend(duty.faults().into_iter().map(here));
            if self.duties[..index].iter().any(|earlier| earlier.code == duty.code) {
                faults.push((format!("{pointer}/code"), format!("the duty `{}` is there twice", duty.code)));
            }
        }
        faults
    }
}

impl SanctionRules {
    /// The ladder for a lapse: the one that names the obligation, else the one that names none.
    #[must_use]
    pub fn ladder(&self, lapse: LapseKind, duty: Option<&Code>) -> Option<&Ladder> {
        let of_kind = || self.ladders.iter().filter(|ladder| ladder.lapse == lapse);
        let named = of_kind().find(|ladder| duty.is_some_and(|duty| ladder.duties.contains(duty)));
        named.or_else(|| of_kind().find(|ladder| ladder.duties.is_empty()))
    }

    /// What is wrong with the section, as pairs of a JSON pointer and a sentence.
    pub(super) fn faults(&self) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        for (index, ladder) in self.ladders.iter().enumerate() {
            let pointer = format!("/sanctions/ladders/{index}");
            faults.extend(ladder.fault().map(|detail| (format!("{pointer}/steps"), detail.to_owned())));
            let repeats = |earlier: &Ladder| {
                earlier.lapse == ladder.lapse
                    && (earlier.duties.iter().any(|duty| ladder.duties.contains(duty))
                        || earlier.duties.is_empty() && ladder.duties.is_empty())
            };
            if self.ladders[..index].iter().any(repeats) {
                faults.push((format!("{pointer}/lapse"), "another ladder is for the same lapse already".to_owned()));
            }
        }
        let terms = self.delisting.as_ref();
        if terms.is_some_and(|terms| (terms.holders.value == Holders::BuyOut) != terms.price.is_some()) {
            let detail = "a buy-out needs a `price`, and nothing else has one".to_owned();
            faults.push(("/sanctions/delisting/price".to_owned(), detail));
        }
        faults
    }
}

impl Ladder {
    /// What is wrong with it, if anything.
    fn fault(&self) -> Option<&'static str> {
        let suspends_at_once = |step: &Step| step.sanction == Sanction::Suspension && step.after_days.value == 0;
        if self.steps.is_empty() {
            return Some("a ladder has a step at least");
        }
        if !self.steps.windows(2).all(|pair| pair[0].sanction < pair[1].sanction) {
            return Some("steps go from warning over public_notice and suspension to delisting, each once");
        }
        if !self.steps.windows(2).all(|pair| pair[0].after_days.value <= pair[1].after_days.value) {
            return Some("a later step comes no sooner than the one before it");
        }
        if self.lapse == LapseKind::UnmetCondition && !self.steps.iter().any(suspends_at_once) {
            return Some("an admission whose condition is overdue is not in force: `suspension` comes after 0 days");
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> SanctionRules {
        let sourced = r#"basis = "assumed", source = "test", as_of = "2026-01-01""#;
        toml::from_str(&text.replace("WHY", sourced)).expect("sanction rules")
    }

    fn faults(text: &str) -> Vec<String> {
        rules(text).faults().into_iter().map(|(pointer, _)| pointer).collect()
    }

    #[test]
    fn a_ladder_rises_and_waits_no_shorter() {
        let ladder = |steps: &str| faults(&format!("[[ladders]]\nlapse = \"missed_report\"\nsteps = [{steps}]"));
        let step =
            |word: &str, days: u32| format!("{{ sanction = \"{word}\", after_days = {{ value = {days}, WHY }} }},");
        let wrong = ["/sanctions/ladders/0/steps"];
        assert!(ladder(&(step("warning", 0) + &step("suspension", 0) + &step("delisting", 90))).is_empty());
        assert_eq!(ladder(""), wrong);
        assert_eq!(ladder(&(step("suspension", 0) + &step("warning", 10))), wrong);
        assert_eq!(ladder(&(step("warning", 10) + &step("warning", 20))), wrong);
        assert_eq!(ladder(&(step("warning", 20) + &step("suspension", 10))), wrong);
    }

    #[test]
    fn a_ladder_that_names_an_obligation_goes_first() {
        let rules = rules(
            r#"
            [[ladders]]
            lapse = "missed_report"
            steps = [{ sanction = "warning", after_days = { value = 1, WHY } }]
            [[ladders]]
            lapse = "missed_report"
            duties = ["impact-report"]
            steps = [{ sanction = "warning", after_days = { value = 2, WHY } }]
            "#,
        );
        let days = |duty: &str| {
            let duty: Code = duty.parse().expect("a code");
            rules.ladder(LapseKind::MissedReport, Some(&duty)).map(|ladder| ladder.steps[0].after_days.value)
        };
        assert_eq!((days("impact-report"), days("annual-report")), (Some(2), Some(1)));
        assert!(rules.ladder(LapseKind::FailedRetest, None).is_none());
    }

    #[test]
    fn a_second_ladder_for_the_same_and_a_buy_out_without_a_price_are_faults() {
        let twice = r#"
            ladders = [
                { lapse = "missed_report", steps = [{ sanction = "warning", after_days = { value = 1, WHY } }] },
                { lapse = "missed_report", steps = [{ sanction = "warning", after_days = { value = 1, WHY } }] },
            ]
            delisting = { holders = { value = "buy_out", WHY } }
        "#;
        assert_eq!(faults(twice), ["/sanctions/ladders/1/lapse", "/sanctions/delisting/price"]);
        let late = r#"ladders = [{ lapse = "unmet_condition", steps = [
            { sanction = "suspension", after_days = { value = 30, WHY } }] }]"#;
        assert_eq!(faults(late), ["/sanctions/ladders/0/steps"]);
    }
}
