//! What a company says that an outcome is worth, as a range, and what the formulas make of it.

use rust_decimal::{Decimal, RoundingStrategy};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::formula::{
    Deductions, FormulaError, MultipleTerms, OutcomeStream, SocialReturn, adjusted_outcomes, cost_per_outcome,
    impact_multiple, social_return,
};
use crate::domain::{Figure, Money, Rate};

/// A share that nobody knows exactly.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Estimate {
    /// The least that it can be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<Rate>,
    /// What it is taken to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub central: Option<Rate>,
    /// The most that it can be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<Rate>,
}

/// What an outcome is worth and what is taken off it (SROI). Stated as ranges, because the verdict turns inside them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Valuation {
    /// Outcomes of the first year, in the indicator's unit, before anything is taken off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Figure>,
    /// What one outcome is worth a year, in EUR.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_value: Option<Money>,
    /// From where that value is taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_source: Option<String>,
    /// Part of the outcome that would have come anyway.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadweight: Option<Estimate>,
    /// Part that is only moved from elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub displacement: Option<Estimate>,
    /// Part that is due to others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribution: Option<Estimate>,
    /// Part of the effect that is lost from one year to the next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drop_off: Option<Estimate>,
    /// Years for which the outcome lasts, 1 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub years: Option<u32>,
    /// Yearly rate at which later years count less.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_rate: Option<Rate>,
    /// Present value of all that is put in, in EUR.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inputs: Option<Money>,
    /// The social return for each euro that the company tells to investors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claimed_ratio: Option<Figure>,
    /// Probability that the outcomes come as planned (impact multiple of money).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk_factor: Option<Rate>,
    /// Value in EUR of what comes after the years counted (impact multiple of money).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub terminal_value: Option<Money>,
    /// Part of the company that the offer buys (impact multiple of money).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ownership_share: Option<Rate>,
}

/// Three figures that do not fall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Range {
    /// The smallest.
    pub low: Figure,
    /// The one in the middle of the estimates.
    pub central: Figure,
    /// The largest.
    pub high: Figure,
}

/// What the formulas make of a valuation. Each figure is rounded half away from zero to four decimals, and only here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Appraisal {
    /// Social return for each euro put in (SROI).
    pub ratio: Range,
    /// Present value of the adjusted outcomes, in EUR.
    pub present_value: Range,
    /// Outcomes that are the company's own doing, over all years.
    pub adjusted_outcomes: Range,
    /// Cost of an outcome as usually told, over all years, in EUR.
    pub gross_cost_per_outcome: Figure,
    /// Cost of an adjusted outcome in EUR; nothing where nothing may be left of the outcomes.
    pub cost_per_outcome: Option<Range>,
    /// Impact multiple of money; nothing where risk, ownership or investment are not said.
    pub impact_multiple: Option<Range>,
}

/// A valuation in which nothing is missing.
struct Complete {
    stream: OutcomeStream,
    /// Deductions at their least, in the middle and at their most.
    deductions: [Deductions; 3],
}

impl Estimate {
    fn figures(&self) -> Option<[Rate; 3]> {
        Some([self.low?, self.central?, self.high?])
    }
}

impl Valuation {
    const fn estimates(&self) -> [(&'static str, Option<&Estimate>); 4] {
        [
            ("deadweight", self.deadweight.as_ref()),
            ("displacement", self.displacement.as_ref()),
            ("attribution", self.attribution.as_ref()),
            ("drop_off", self.drop_off.as_ref()),
        ]
    }

    /// The keys without which nothing can be computed and that are not there, as pointers from here.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        let plain = [
            ("quantity", self.quantity.is_some()),
            ("proxy_value", self.proxy_value.is_some()),
            ("years", self.years.is_some()),
            ("discount_rate", self.discount_rate.is_some()),
            ("inputs", self.inputs.is_some()),
        ];
        let mut missing: Vec<String> =
            plain.into_iter().filter(|(_, is_there)| !is_there).map(|(key, _)| key.to_owned()).collect();
        for (key, estimate) in self.estimates() {
            let Some(estimate) = estimate else {
                missing.push(key.to_owned());
                continue;
            };
            let parts = [("low", estimate.low), ("central", estimate.central), ("high", estimate.high)];
            missing.extend(parts.iter().filter(|(_, rate)| rate.is_none()).map(|(part, _)| format!("{key}/{part}")));
        }
        missing
    }

    /// Whether every estimate is one number dressed as a range.
    #[must_use]
    pub fn is_one_number(&self) -> bool {
        self.estimates()
            .into_iter()
            .all(|(_, estimate)| estimate.and_then(Estimate::figures).is_some_and(|[low, _, high]| low == high))
    }

    /// What the formulas make of it, for an offer of this size; nothing while something is missing.
    ///
    /// # Errors
    /// What is absurd: a share below 0 or above 1, a range that falls, a negative value, no inputs, no years, overflow.
    pub fn appraise(&self, investment: Option<Money>) -> Result<Option<Appraisal>, FormulaError> {
        let Some(complete) = self.complete()? else { return Ok(None) };
        let [least, middle, most] = &complete.deductions;
        let stream = &complete.stream;
        let low = social_return(stream, most)?; // the more is taken off, the less is returned
        let central = social_return(stream, middle)?;
        let high = social_return(stream, least)?;
        let left = |deductions: &Deductions| adjusted_outcomes(stream.quantity, deductions, stream.years);
        let outcomes = [left(most)?, left(middle)?, left(least)?];
        let gross = stream.quantity.checked_mul(Decimal::from(stream.years)).ok_or(FormulaError::Overflow)?;
        let of = |part: fn(&SocialReturn) -> Decimal| Range::of([part(&low), part(&central), part(&high)]);
        Ok(Some(Appraisal {
            ratio: of(|found| found.ratio)?,
            present_value: of(|found| found.present_value)?,
            adjusted_outcomes: Range::of(outcomes)?,
            gross_cost_per_outcome: rounded(cost_per_outcome(stream.inputs, gross)?)?,
            cost_per_outcome: costs(stream.inputs, outcomes)?,
            impact_multiple: self.multiple([&low, &central, &high], investment)?,
        }))
    }

    fn complete(&self) -> Result<Option<Complete>, FormulaError> {
        let parts = (self.quantity, self.proxy_value, self.years, self.discount_rate, self.inputs);
        let (Some(quantity), Some(proxy_value), Some(years), Some(discount_rate), Some(inputs)) = parts else {
            return Ok(None);
        };
        let mut shares = [[Decimal::ZERO; 3]; 4];
        for (share, (key, estimate)) in shares.iter_mut().zip(self.estimates()) {
            let Some(figures) = estimate.and_then(Estimate::figures) else { return Ok(None) };
            if !figures.is_sorted() {
                return Err(FormulaError::Disordered(key));
            }
            *share = figures.map(Decimal::from);
        }
        let [deadweight, displacement, attribution, drop_off] = shares;
        let deductions = [0, 1, 2].map(|at: usize| Deductions {
            deadweight: deadweight[at],
            displacement: displacement[at],
            attribution: attribution[at],
            drop_off: drop_off[at],
        });
        let stream = OutcomeStream {
            quantity: quantity.into(),
            proxy_value: decimal(proxy_value)?,
            years,
            discount_rate: discount_rate.into(),
            inputs: decimal(inputs)?,
        };
        Ok(Some(Complete { stream, deductions }))
    }

    /// The impact multiple of each of three returns, over their undiscounted risk.
    fn multiple(&self, returns: [&SocialReturn; 3], investment: Option<Money>) -> Result<Option<Range>, FormulaError> {
        let (Some(risk), Some(share), Some(investment)) = (self.risk_factor, self.ownership_share, investment) else {
            return Ok(None);
        };
        let terminal_value = decimal(self.terminal_value.unwrap_or(Money::ZERO))?;
        let investment = decimal(investment)?;
        let mut multiples = [Decimal::ZERO; 3];
        for (multiple, found) in multiples.iter_mut().zip(returns) {
            *multiple = impact_multiple(&MultipleTerms {
                outcome_value: found.present_value,
                risk_factor: risk.into(),
                terminal_value,
                ownership_share: share.into(),
                investment,
            })?;
        }
        Range::of(multiples).map(Some)
    }
}

fn costs(inputs: Decimal, outcomes: [Decimal; 3]) -> Result<Option<Range>, FormulaError> {
    if outcomes.iter().any(Decimal::is_zero) {
        return Ok(None);
    }
    let [few, middle, many] = outcomes;
    let cost = |outcomes| cost_per_outcome(inputs, outcomes);
    Range::of([cost(many)?, cost(middle)?, cost(few)?]).map(Some)
}

fn decimal(money: Money) -> Result<Decimal, FormulaError> {
    Decimal::try_from(money).map_err(|_| FormulaError::Overflow)
}

/// Rounded half away from zero to the four decimals that a figure has.
fn rounded(number: Decimal) -> Result<Figure, FormulaError> {
    let number = number.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero);
    Figure::try_from(number).map_err(|_| FormulaError::Overflow)
}

impl Range {
    fn of([low, central, high]: [Decimal; 3]) -> Result<Self, FormulaError> {
        Ok(Self { low: rounded(low)?, central: rounded(central)?, high: rounded(high)? })
    }

    /// Whether a figure lies in it, its ends included.
    #[must_use]
    pub fn has(&self, figure: Figure) -> bool {
        self.low <= figure && figure <= self.high
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn valuation(changes: &[(&str, Value)]) -> Valuation {
        let mut tree = json!({
            "quantity": "100", "proxy_value": "1000", "years": 3, "discount_rate": "0.035", "inputs": "100000",
            "deadweight": { "low": "0.1", "central": "0.2", "high": "0.4" },
            "displacement": { "low": "0.05", "central": "0.05", "high": "0.05" },
            "attribution": { "low": "0.3", "central": "0.3", "high": "0.3" },
            "drop_off": { "low": "0.25", "central": "0.25", "high": "0.25" },
        });
        for (pointer, value) in changes {
            *tree.pointer_mut(pointer).expect("is there") = value.clone();
        }
        serde_json::from_value(tree).expect("fits")
    }

    fn told(range: Range) -> String {
        format!("{} {} {}", range.low, range.central, range.high)
    }

    #[test]
    fn the_verdict_turns_inside_the_range_of_the_oracle() {
        let found = valuation(&[]).appraise(None).expect("sound").expect("complete");
        assert_eq!(told(found.ratio), "0.8673 1.1564 1.3009");
        assert_eq!(told(found.present_value), "86729.0089 115638.6786 130093.5134");
        assert_eq!(told(found.adjusted_outcomes), "92.2688 123.025 138.4031");
        assert_eq!(found.gross_cost_per_outcome.to_string(), "333.3333");
        assert_eq!(found.cost_per_outcome.map(told).as_deref(), Some("722.527 812.8429 1083.7906"));
        assert!(found.ratio.has(Figure::whole(1)) && found.impact_multiple.is_none());
    }

    #[test]
    fn the_impact_multiple_needs_risk_ownership_and_an_offer() {
        let mut valued = valuation(&[]);
        valued.risk_factor = "0.5".parse().ok();
        valued.ownership_share = "0.2".parse().ok();
        assert_eq!(valued.appraise(None).expect("sound").expect("complete").impact_multiple, None);
        let found = valued.appraise(Some(Money::euro(10_000))).expect("sound").expect("complete");
        assert_eq!(found.impact_multiple.map(told).as_deref(), Some("0.8673 1.1564 1.3009")); // PV / 2 / 5 / 10,000
    }

    #[test]
    fn what_is_missing_is_named_and_what_is_absurd_is_an_error() {
        let mut partial = valuation(&[]);
        partial.inputs = None;
        partial.drop_off = None;
        partial.deadweight = Some(Estimate { central: "0.2".parse().ok(), ..Estimate::default() });
        assert_eq!(partial.missing(), ["inputs", "deadweight/low", "deadweight/high", "drop_off"]);
        assert_eq!(partial.appraise(None), Ok(None));
        let absurd = [
            ("/deadweight/low", json!("0.3"), FormulaError::Disordered("deadweight")),
            ("/attribution/high", json!("1.2"), FormulaError::NotAShare("attribution")),
            ("/inputs", json!("0"), FormulaError::NotPositive("inputs")),
            ("/inputs", json!("99999999999999999999999999999999"), FormulaError::Overflow),
            ("/years", json!(1000), FormulaError::Years(1000)),
        ];
        for (pointer, value, error) in absurd {
            assert_eq!(valuation(&[(pointer, value.clone())]).appraise(None), Err(error), "{pointer} = {value}");
        }
    }

    #[test]
    fn one_number_is_told_from_a_range_and_nothing_left_has_no_cost() {
        assert!(!valuation(&[]).is_one_number());
        let one = json!({ "low": "0.2", "central": "0.2", "high": "0.2" });
        assert!(valuation(&[("/deadweight", one)]).is_one_number());
        let all = json!({ "low": "0.1", "central": "0.2", "high": "1" });
        let found = valuation(&[("/deadweight", all)]).appraise(None).expect("sound").expect("complete");
        assert_eq!((told(found.ratio).as_str(), found.cost_per_outcome), ("0 1.1564 1.3009", None));
    }

    proptest::proptest! {
        #[test]
        fn no_valuation_makes_the_formulas_panic_and_a_sound_one_gives_ranges_that_rise(
            quantity in proptest::prelude::any::<i64>(),
            proxy in proptest::prelude::any::<i128>(),
            inputs in proptest::prelude::any::<i128>(),
            shares in proptest::prelude::any::<[i16; 12]>(),
            years in 0_u32..120,
            rate in proptest::prelude::any::<i16>(),
            investment in proptest::prelude::any::<i128>(),
        ) {
            let sound = |share: i16| Rate::basis_points(i64::from(share.unsigned_abs() % 10_001));
            let estimate = |at: usize| {
                let mut three = [sound(shares[at]), sound(shares[at + 1]), sound(shares[at + 2])];
                three.sort_unstable();
                Some(Estimate { low: Some(three[0]), central: Some(three[1]), high: Some(three[2]) })
            };
            let valued = Valuation {
                quantity: Some(Figure::from_scaled(quantity)),
                proxy_value: Some(Money::from_scaled(proxy >> (years % 100))),
                deadweight: estimate(0),
                displacement: estimate(3),
                attribution: estimate(6),
                drop_off: estimate(9),
                years: Some(years),
                discount_rate: Some(Rate::basis_points(i64::from(rate))),
                inputs: Some(Money::from_scaled(inputs >> (years % 100))),
                risk_factor: Some(sound(rate)),
                ownership_share: Some(sound(shares[0])),
                ..Valuation::default()
            };
            let rises = |range: Range| range.low <= range.central && range.central <= range.high;
            if let Ok(Some(found)) = valued.appraise(Some(Money::from_scaled(investment))) {
                let costs = found.cost_per_outcome.into_iter().chain(found.impact_multiple);
                let ranges = [found.ratio, found.present_value, found.adjusted_outcomes];
                proptest::prop_assert!(ranges.into_iter().chain(costs).all(rises), "{:?}", found);
            }
        }
    }
}
