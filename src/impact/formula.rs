//! The formulas over outcomes and money: adjusted outcomes, social return on investment, impact multiple, cost per
//! outcome, contribution.
//!
//! They count in [`Decimal`]: 28 digits, and a quotient that does not end is cut there, half to even. Nothing is
//! rounded in between; who shows a result rounds it and says so. What is absurd or does not fit is an error.

use std::fmt;

use rust_decimal::Decimal;

use super::Direction;

/// Why a formula has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormulaError {
    /// A share that is below nothing or above the whole.
    NotAShare(&'static str),
    /// An amount that must be above nothing.
    NotPositive(&'static str),
    /// An amount that must not be below nothing.
    Negative(&'static str),
    /// A range whose low, central and high figures do not rise.
    Disordered(&'static str),
    /// No years at all, or more than a hundred.
    Years(u32),
    /// A discount rate at or below minus one, or above one.
    DiscountRate,
    /// Beyond 28 digits.
    Overflow,
}

impl fmt::Display for FormulaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAShare(what) => write!(f, "`{what}` is a share from 0 to 1"),
            Self::NotPositive(what) => write!(f, "`{what}` must be above nothing"),
            Self::Negative(what) => write!(f, "`{what}` must not be below nothing"),
            Self::Disordered(what) => write!(f, "`low`, `central` and `high` of `{what}` must not fall"),
            Self::Years(years) => write!(f, "`years` is {years}: it must lie between 1 and {LONGEST}"),
            Self::DiscountRate => f.write_str("`discount_rate` is a fraction above -1 and at most 1, such as 0.035"),
            Self::Overflow => f.write_str("the figures are too large to compute with"),
        }
    }
}

impl std::error::Error for FormulaError {}

/// The longest stream of outcomes that is counted, in years.
pub const LONGEST: u32 = 100;

/// What is taken off an outcome because it is not the organisation's own doing.
///
/// Source: the steps of a social return analysis, `impact = quantity * proxy * (1 - deadweight) * (1 - displacement)
/// * (1 - attribution) * (1 - drop_off)^(t - 1)`, <https://artemis.im/sroi-analysis-stage-5-calculating-sroi/>.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deductions {
    /// Part that would have come anyway.
    pub deadweight: Decimal,
    /// Part that was only moved from elsewhere.
    pub displacement: Decimal,
    /// Part that is due to others.
    pub attribution: Decimal,
    /// Part of the effect that is lost from one year to the next.
    pub drop_off: Decimal,
}

/// Outcomes that come every year, what one is worth, and what they cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutcomeStream {
    /// Outcomes of the first year, before anything is taken off.
    pub quantity: Decimal,
    /// What one outcome is worth in euro a year.
    pub proxy_value: Decimal,
    /// Years for which the outcome lasts, from 1.
    pub years: u32,
    /// Yearly rate at which later years count less.
    pub discount_rate: Decimal,
    /// Present value of what is put in, in euro.
    pub inputs: Decimal,
}

/// What a stream of outcomes returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SocialReturn {
    /// Present value of the adjusted outcomes in euro, the years counted at their ends.
    pub present_value: Decimal,
    /// Present value for each euro put in (SROI).
    pub ratio: Decimal,
}

impl SocialReturn {
    /// What is left for each euro once it is paid back: the net ratio `(PV - inputs) / inputs`.
    #[must_use]
    pub fn net_ratio(&self) -> Decimal {
        self.ratio - Decimal::ONE
    }
}

impl Deductions {
    fn check(&self) -> Result<(), FormulaError> {
        let shares = [
            ("deadweight", self.deadweight),
            ("displacement", self.displacement),
            ("attribution", self.attribution),
            ("drop_off", self.drop_off),
        ];
        let is_share = |share: Decimal| share >= Decimal::ZERO && share <= Decimal::ONE;
        match shares.into_iter().find(|(_, share)| !is_share(*share)) {
            Some((what, _)) => Err(FormulaError::NotAShare(what)),
            None => Ok(()),
        }
    }

    /// The part of a year's outcomes that is left, for each year from the first.
    fn left(&self, years: u32) -> Result<Vec<Decimal>, FormulaError> {
        self.check()?;
        if years == 0 || years > LONGEST {
            return Err(FormulaError::Years(years));
        }
        let kept = |share: Decimal| Decimal::ONE - share;
        let first = [self.displacement, self.attribution]
            .into_iter()
            .try_fold(kept(self.deadweight), |left, share| left.checked_mul(kept(share)))
            .ok_or(FormulaError::Overflow)?;
        let next = |left: &Decimal| left.checked_mul(kept(self.drop_off));
        let count = usize::try_from(years).map_err(|_| FormulaError::Years(years))?;
        Ok(std::iter::successors(Some(first), next).take(count).collect())
    }
}

/// Outcomes that are due to the organisation, summed over the years: the quantity after deadweight, displacement,
/// attribution and drop-off. Not discounted.
///
/// # Errors
/// A deduction that is no share, a quantity below nothing, years out of range, overflow.
pub fn adjusted_outcomes(quantity: Decimal, deductions: &Deductions, years: u32) -> Result<Decimal, FormulaError> {
    if quantity < Decimal::ZERO {
        return Err(FormulaError::Negative("quantity"));
    }
    let left = deductions.left(years)?;
    let total = left.into_iter().try_fold(Decimal::ZERO, |sum, left| sum.checked_add(quantity.checked_mul(left)?));
    total.ok_or(FormulaError::Overflow)
}

/// Present value and social return of a stream of outcomes:
/// `PV = sum over t of impact[t] / (1 + r)^t`, `SROI = PV / inputs`.
///
/// Source: <https://artemis.im/sroi-analysis-stage-5-calculating-sroi/>; the rate that the public sector of the United
/// Kingdom uses is 3.5% (assumed, from general knowledge).
///
/// # Errors
/// A deduction that is no share, a negative quantity or value, inputs that are not above nothing, years or rate out of
/// range, overflow.
pub fn social_return(stream: &OutcomeStream, deductions: &Deductions) -> Result<SocialReturn, FormulaError> {
    for (what, amount) in [("quantity", stream.quantity), ("proxy_value", stream.proxy_value)] {
        if amount < Decimal::ZERO {
            return Err(FormulaError::Negative(what));
        }
    }
    if stream.inputs <= Decimal::ZERO {
        return Err(FormulaError::NotPositive("inputs"));
    }
    if stream.discount_rate <= -Decimal::ONE || stream.discount_rate > Decimal::ONE {
        return Err(FormulaError::DiscountRate);
    }
    let left = deductions.left(stream.years)?;
    let present_value = discounted(stream, &left).ok_or(FormulaError::Overflow)?;
    let ratio = present_value.checked_div(stream.inputs).ok_or(FormulaError::Overflow)?;
    Ok(SocialReturn { present_value, ratio })
}

fn discounted(stream: &OutcomeStream, left: &[Decimal]) -> Option<Decimal> {
    let gross = stream.quantity.checked_mul(stream.proxy_value)?;
    let growth = Decimal::ONE.checked_add(stream.discount_rate)?;
    let mut factor = Decimal::ONE;
    let mut total = Decimal::ZERO;
    for left in left {
        factor = factor.checked_mul(growth)?;
        total = total.checked_add(gross.checked_mul(*left)?.checked_div(factor)?)?;
    }
    Some(total)
}

/// What an impact multiple of money is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MultipleTerms {
    /// Value of the outcomes of all years in euro, before risk.
    pub outcome_value: Decimal,
    /// Probability that they come as planned, from 0 to 1.
    pub risk_factor: Decimal,
    /// Value in euro of what comes after the years counted, already discounted for its own risk.
    pub terminal_value: Decimal,
    /// Part of the company that the investment buys, from 0 to 1.
    pub ownership_share: Decimal,
    /// The investment in euro.
    pub investment: Decimal,
}

/// Impact multiple of money: `(outcome value * risk factor + terminal value) * ownership share / investment`.
///
/// Source: the six steps at <https://therisefund.com/measurement>; ownership share and terminal value are assumed from
/// general knowledge of the method.
///
/// # Errors
/// A risk factor or ownership share that is no share, a negative value, an investment that is not above nothing,
/// overflow.
pub fn impact_multiple(terms: &MultipleTerms) -> Result<Decimal, FormulaError> {
    for (what, share) in [("risk_factor", terms.risk_factor), ("ownership_share", terms.ownership_share)] {
        if share < Decimal::ZERO || share > Decimal::ONE {
            return Err(FormulaError::NotAShare(what));
        }
    }
    for (what, value) in [("outcome_value", terms.outcome_value), ("terminal_value", terms.terminal_value)] {
        if value < Decimal::ZERO {
            return Err(FormulaError::Negative(what));
        }
    }
    if terms.investment <= Decimal::ZERO {
        return Err(FormulaError::NotPositive("investment"));
    }
    let risked = terms.outcome_value.checked_mul(terms.risk_factor);
    risked
        .and_then(|value| value.checked_add(terms.terminal_value))
        .and_then(|value| value.checked_mul(terms.ownership_share))
        .and_then(|value| value.checked_div(terms.investment))
        .ok_or(FormulaError::Overflow)
}

/// Cost of one outcome in euro: `cost / outcomes`. With adjusted outcomes it is the cost that counts; with gross ones it
/// is the cost that is usually told.
///
/// # Errors
/// A negative cost, outcomes that are not above nothing, overflow.
pub fn cost_per_outcome(cost: Decimal, outcomes: Decimal) -> Result<Decimal, FormulaError> {
    if cost < Decimal::ZERO {
        return Err(FormulaError::Negative("inputs"));
    }
    if outcomes <= Decimal::ZERO {
        return Err(FormulaError::NotPositive("quantity"));
    }
    cost.checked_div(outcomes).ok_or(FormulaError::Overflow)
}

/// The part of an observed figure that is due to the organisation, from 0 to 1: `1 - counterfactual / observed` where
/// more is better, `1 - observed / counterfactual` where less is. Without a counterfactual it is 0: what nobody has
/// compared is not shown to be anybody's doing. Assumed, after the contribution dimension of the Impact Management Norms.
///
/// # Errors
/// A figure below nothing, a divisor that is not above nothing.
pub fn contribution_index(
    observed: Decimal,
    counterfactual: Option<Decimal>,
    direction: Direction,
) -> Result<Decimal, FormulaError> {
    let Some(counterfactual) = counterfactual else { return Ok(Decimal::ZERO) };
    for (what, figure) in [("value", observed), ("counterfactual", counterfactual)] {
        if figure < Decimal::ZERO {
            return Err(FormulaError::Negative(what));
        }
    }
    let (part, whole, name) = match direction {
        Direction::Increase => (counterfactual, observed, "value"),
        Direction::Decrease => (observed, counterfactual, "counterfactual"),
    };
    if whole.is_zero() {
        return Err(FormulaError::NotPositive(name));
    }
    let rest = part.checked_div(whole).ok_or(FormulaError::Overflow)?;
    Ok((Decimal::ONE - rest.min(Decimal::ONE)).max(Decimal::ZERO))
}
