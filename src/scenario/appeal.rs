//! What a name has for those who look beyond its return: the label, the intention, verified results, its rank.

#![expect(clippy::float_arithmetic, reason = "agents reckon in floats; what they send is rounded to the tick")]

use std::collections::BTreeMap;

use super::trader::rate;
use crate::admission::{CriterionOutcome, Severity};
use crate::domain::{Code, Sanction, Symbol, Verdict};
use crate::engine::World;
use crate::projection::{CompanyView, Views};

/// Names that must have verified results before anybody ranks them.
const RATED_NAMES: usize = 3;

/// Where a name stands among those that have verified results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rank {
    /// In the best part.
    Top,
    /// In between, or not rated.
    Middle,
    /// In the worst part.
    Bottom,
}

/// What everyone can see of a name beside its figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Appeal {
    /// It passed a gate that asks for impact, no sanction was told of it in public that still holds, and no verifier has
    /// rejected its last word on an objective.
    pub(super) label: bool,
    /// The gate had no doubt of its intention.
    pub(super) intention: bool,
    /// Mean way from baseline to target over its verified objectives, 1 at the target, below 0 where it got worse; 0
    /// before the first verified figure.
    pub(super) progress: f64,
    /// Its rank by that.
    pub(super) rank: Rank,
}

/// Whether an admission under this rulebook is a label: one that lets a company without an impact purpose in its statute
/// (`I-01`) pass with a note asks for none.
pub(super) fn gives_label(world: &World) -> bool {
    world.rulebook.severities.get("I-01") != Some(&Severity::Note)
}

/// The appeal of a name, when the best and the worst `share` of the rated names are told apart.
pub(super) fn appeal(symbol: Symbol, views: &Views, gives_label: bool, share: f64) -> Option<Appeal> {
    let company = views.exercise.companies.iter().find(|company| company.instrument == Some(symbol))?;
    let sanctioned = company.life.sanction() >= Some(Sanction::PublicNotice);
    Some(Appeal {
        label: gives_label && !sanctioned && !is_rejected(company),
        progress: progress(company).unwrap_or(0.0),
        rank: rank(symbol, views, share),
        ..Appeal::of_offer(company, gives_label)
    })
}

impl Appeal {
    /// That of a company whose instrument is still on offer.
    pub(super) fn of_offer(company: &CompanyView, gives_label: bool) -> Self {
        let intention = company.assessment.as_ref().map(|found| found.intentionality.outcome);
        let intention = intention == Some(CriterionOutcome::Pass);
        Self { label: gives_label, intention, progress: 0.0, rank: Rank::Middle }
    }
}

/// Whether an independent verifier has rejected the last figure of an objective.
fn is_rejected(company: &CompanyView) -> bool {
    let latest: BTreeMap<&Code, bool> = company
        .impact
        .iter()
        .map(|report| {
            let word = report.verification.as_ref().filter(|word| word.independent);
            (&report.objective, word.is_some_and(|word| word.verdict == Verdict::Rejected))
        })
        .collect(); // the last report of an objective is the one that stays
    latest.values().any(|&rejected| rejected)
}

/// Nothing before the first verified figure.
fn progress(company: &CompanyView) -> Option<f64> {
    let verified = company.impact.iter().filter(|report| report.verified);
    let latest: BTreeMap<&Code, f64> = verified
        .filter_map(|report| Some((&report.objective, rate(report.progress?.scaled()).clamp(-1.0, 1.5))))
        .collect(); // the last report of an objective is the one that stays
    let count = u32::try_from(latest.len()).ok().filter(|&count| count > 0)?;
    Some(latest.values().sum::<f64>() / f64::from(count))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a handful of names")]
fn rank(symbol: Symbol, views: &Views, share: f64) -> Rank {
    let rated = |company: &CompanyView| Some((company.instrument?, progress(company)?));
    let mut names: Vec<(Symbol, f64)> = views.exercise.companies.iter().filter_map(rated).collect();
    if names.len() < RATED_NAMES {
        return Rank::Middle;
    }
    names.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    let count = u32::try_from(names.len()).unwrap_or(u32::MAX);
    let part = (libm::ceil(share * f64::from(count)) as usize).max(1);
    match names.iter().position(|&(name, _)| name == symbol) {
        Some(place) if place < part => Rank::Top,
        Some(place) if place >= names.len() - part => Rank::Bottom,
        _ => Rank::Middle,
    }
}
