//! What verified impact stands behind the units of an instrument: for each indicator in its own unit, never one score.
//!
//! Only a figure that an independent verifier has confirmed counts, held to the baseline that was declared first, or to
//! where the dossier says that the indicator would stand without the offer, whichever flatters less. `docs/conventions.md`
//! has the formulas and what they do not say.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{CompanyView, ImpactView, InstrumentView, PerEuro, Views};
use crate::domain::{AccountId, Code, Day, Figure, Money, Quantity, Symbol, TargetStanding, Verdict};

/// How good the evidence for an objective is: that of the figure that counts, or else of the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// An independent verifier has found the figure wrong.
    Rejected,
    /// Nobody who is independent has looked at it.
    Unverified,
    /// An independent verifier lets it stand with reservations.
    Qualified,
    /// An independent verifier has confirmed it.
    Confirmed,
}

/// What the change of an indicator is measured from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeasuredFrom {
    /// Where it stood before the offer, as it was declared first.
    Baseline,
    /// Where the dossier says that it would stand without the offer.
    WithoutTheOffer,
}

/// The change of one indicator, as far as it is confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ConfirmedChange {
    /// Objective of the dossier.
    pub objective: Code,
    /// Name of the indicator.
    pub indicator: String,
    /// The unit of its figures.
    pub unit: Option<String>,
    /// How good the evidence is.
    pub grade: Grade,
    /// Last day of the period of the figure that counts.
    pub period_ends_on: Option<Day>,
    /// The figure that counts; none while nothing is confirmed.
    pub value: Option<Figure>,
    /// What it is measured from.
    pub measured_from: MeasuredFrom,
    /// Where that stands.
    pub reference: Figure,
    /// The figure that counts less the reference, with its sign: below zero where the indicator fell. Nothing while
    /// nothing is confirmed.
    pub change: Figure,
    /// Where the first target stands.
    pub standing: TargetStanding,
}

/// What that comes to for the units of an instrument.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnitImpact {
    /// The change of the company.
    #[serde(flatten)]
    pub change: ConfirmedChange,
    /// For a euro that the offer raised.
    pub per_euro_raised: Option<PerEuro>,
    /// For a euro of units at the last price: the change that belongs to a unit over what it costs.
    pub per_euro_held: Option<PerEuro>,
    /// For a euro of trades at their average price: what passes from the seller to the buyer. None of it is new.
    pub per_euro_traded: Option<PerEuro>,
}

/// The part of an account in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ImpactHeld {
    /// What is held.
    pub instrument: Symbol,
    /// How many units.
    pub units: Quantity,
    /// Of so many that investors hold.
    pub of_units: Quantity,
    /// What they are worth at the last price.
    pub value: Option<Money>,
    /// The part of the change that goes with them, cut towards zero to 1/10,000 of the unit.
    pub held: Figure,
    /// What it is a part of.
    #[serde(flatten)]
    pub impact: UnitImpact,
}

impl ImpactView {
    /// How good the evidence for this figure is.
    #[must_use]
    pub fn grade(&self) -> Grade {
        match &self.verification {
            None if self.verified => Grade::Confirmed,
            None => Grade::Unverified,
            Some(verification) if !verification.independent => Grade::Unverified,
            Some(verification) => match verification.verdict {
                Verdict::Confirmed => Grade::Confirmed,
                Verdict::Qualified => Grade::Qualified,
                Verdict::Rejected => Grade::Rejected,
            },
        }
    }
}

impl CompanyView {
    /// The confirmed change of each objective on which the company has reported, in the order of its first reports.
    /// Those without a baseline have nothing to be measured from.
    #[must_use]
    pub fn confirmed_changes(&self) -> Vec<ConfirmedChange> {
        let mut objectives: Vec<&Code> = Vec::new();
        for report in &self.impact {
            if !objectives.contains(&&report.objective) {
                objectives.push(&report.objective);
            }
        }
        objectives.into_iter().filter_map(|objective| self.confirmed_change(objective)).collect()
    }

    fn confirmed_change(&self, objective: &Code) -> Option<ConfirmedChange> {
        let own = self.impact.iter().filter(|report| report.objective == *objective);
        // A later figure about the same period takes the place of the earlier, and has to be verified anew.
        let by_period: BTreeMap<Day, &ImpactView> = own.map(|report| (report.period_ends_on, report)).collect();
        let last = by_period.values().next_back()?;
        let counts = by_period.values().rev().find(|report| report.grade() == Grade::Confirmed);
        let (measured_from, reference) = reference(last)?;
        let change = counts.map_or(Some(0), |report| report.value.scaled().checked_sub(reference.scaled()))?;
        Some(ConfirmedChange {
            objective: objective.clone(),
            indicator: last.indicator.clone(),
            unit: last.unit.clone(),
            grade: counts.unwrap_or(last).grade(),
            period_ends_on: counts.map(|report| report.period_ends_on),
            value: counts.map(|report| report.value),
            measured_from,
            reference,
            change: Figure::from_scaled(change),
            standing: self.life.target(objective).map_or(TargetStanding::Open, |target| target.standing),
        })
    }
}

/// What a change is measured from: the one of baseline and dossier's counterfactual that is nearer to the target.
fn reference(report: &ImpactView) -> Option<(MeasuredFrom, Figure)> {
    let baseline = report.baseline?;
    let from_baseline = (MeasuredFrom::Baseline, baseline);
    let Some((without, target)) = report.without_offer.zip(report.target) else { return Some(from_baseline) };
    let is_stricter = if target >= baseline { without > baseline } else { without < baseline };
    Some(if is_stricter { (MeasuredFrom::WithoutTheOffer, without) } else { from_baseline })
}

impl Views {
    /// What confirmed impact stands behind the units of an instrument, objective by objective.
    #[must_use]
    pub fn unit_impact(&self, instrument: Symbol) -> Vec<UnitImpact> {
        let view = self.market.instruments.get(&instrument);
        let company = view.and_then(|view| self.exercise.company(&view.issuer));
        let Some((view, company)) = view.zip(company) else { return Vec::new() };
        let raised = company.offer.as_ref().and_then(|offer| offer.result).map(|result| result.raised);
        let units = self.accounts.units_of_investors(instrument);
        let worth = worth(view, units);
        let (volume, turnover) = (company.trading.volume, company.trading.turnover);
        let of_change = |change: ConfirmedChange| {
            let moved =
                i128::try_from(volume).ok().and_then(|volume| volume.checked_mul(i128::from(change.change.scaled())));
            let whole = i128::try_from(units).ok().and_then(|units| units.checked_mul(turnover.scaled()));
            UnitImpact {
                per_euro_raised: raised.and_then(|raised| PerEuro::of(change.change, raised)),
                per_euro_held: worth.and_then(|worth| PerEuro::of(change.change, worth)),
                per_euro_traded: moved.zip(whole).and_then(|(moved, whole)| PerEuro::quotient(moved, whole)),
                change,
            }
        };
        company.confirmed_changes().into_iter().map(of_change).collect()
    }

    /// The part of an account in what stands behind all that it holds, instrument by instrument.
    #[must_use]
    pub fn impact_of(&self, account: AccountId) -> Vec<ImpactHeld> {
        let holdings = self.accounts.accounts.get(&account).into_iter().flat_map(|view| view.holdings.keys());
        let instruments = holdings.filter_map(|asset| asset.parse().ok());
        instruments.flat_map(|instrument: Symbol| self.impact_held(account, instrument)).collect()
    }

    /// The part of an account in what stands behind an instrument; nothing where it holds none.
    #[must_use]
    pub fn impact_held(&self, account: AccountId, instrument: Symbol) -> Vec<ImpactHeld> {
        let held = self.accounts.units(account, instrument);
        let all = self.accounts.units_of_investors(instrument);
        if held == 0 || all == 0 {
            return Vec::new();
        }
        let value = self.market.instruments.get(&instrument).and_then(|view| worth(view, held));
        let part = |change: Figure| {
            let product = i128::from(change.scaled()).checked_mul(i128::try_from(held).ok()?)?;
            i64::try_from(product / i128::try_from(all).ok()?).ok().map(Figure::from_scaled)
        };
        let line = |impact: UnitImpact| {
            Some(ImpactHeld {
                instrument,
                units: whole(held),
                of_units: whole(all),
                value,
                held: part(impact.change.change)?,
                impact,
            })
        };
        self.unit_impact(instrument).into_iter().filter_map(line).collect()
    }
}

/// What so many units are worth at the last price, or at that of the offer before the first trade.
fn worth(view: &InstrumentView, units: u128) -> Option<Money> {
    Money::of(view.last.unwrap_or(view.issue_price), Quantity::new(u64::try_from(units).ok()?), view.multiplier)
}

fn whole(units: u128) -> Quantity {
    Quantity::new(u64::try_from(units).unwrap_or(u64::MAX))
}
