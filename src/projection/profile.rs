//! What a company says of itself in its dossier, as far as readers of the exercise need it.

use crate::admission::Dossier;
use crate::domain::{Code, Day, Figure, LegalForm, Money, Rate};
use crate::engine::World;

/// A company in a few lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name in the scenario.
    pub company: Code,
    /// What it does, in its own words.
    pub description: Option<String>,
    /// Its legal form.
    pub legal_form: Option<LegalForm>,
    /// Where it has its seat.
    pub municipality: Option<String>,
    /// When it was founded.
    pub founded_on: Option<Day>,
    /// Revenue of the last accounts.
    pub revenue: Option<Money>,
    /// Staff of the last accounts.
    pub staff: Option<u32>,
    /// What it promises to change.
    pub promises: Vec<Promise>,
    /// How a result changes the terms of its instrument.
    pub link: Option<Link>,
}

/// An objective with its indicator and target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// Name of the objective.
    pub objective: Code,
    /// What is measured.
    pub indicator: Option<String>,
    /// In which unit.
    pub unit: Option<String>,
    /// Where the indicator stood before the offer.
    pub baseline: Option<Figure>,
    /// Where it shall stand.
    pub target: Option<Figure>,
    /// By when.
    pub due_on: Option<Day>,
}

/// The link between a result and the terms of an instrument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The word that dossiers use for the mechanism, such as `coupon_step_down`.
    pub kind: String,
    /// The objective that decides.
    pub objective: Option<Code>,
    /// When it is looked at.
    pub observed_on: Option<Day>,
    /// By how much the terms change.
    pub effect: Option<Rate>,
}

/// The profile of every company of a world that has a name in it.
pub(super) fn profiles(world: &World) -> Vec<Profile> {
    world.companies.iter().filter_map(profile).collect()
}

fn profile(dossier: &Dossier) -> Option<Profile> {
    let (company, last) = (&dossier.company, dossier.accounts.last());
    let promises = dossier.objectives.iter().filter_map(|objective| {
        Some(Promise {
            objective: objective.code.clone()?,
            indicator: objective.indicator.as_ref().and_then(|indicator| indicator.name.clone()),
            unit: objective.indicator.as_ref().and_then(|indicator| indicator.unit.clone()),
            baseline: objective.baseline.as_ref().and_then(|baseline| baseline.value),
            target: objective.target.as_ref().and_then(|target| target.value),
            due_on: objective.target.as_ref().and_then(|target| target.due_on),
        })
    });
    let link = dossier.instrument.impact_link.as_ref().and_then(|link| {
        let kind = serde_json::to_value(link.kind?).ok()?.as_str()?.to_owned();
        Some(Link { kind, objective: link.indicator.clone(), observed_on: link.observed_on, effect: link.effect })
    });
    Some(Profile {
        company: company.id.clone()?,
        description: company.description.clone(),
        legal_form: company.legal_form,
        municipality: company.municipality.clone(),
        founded_on: company.founded_on,
        revenue: last.and_then(|accounts| accounts.revenue),
        staff: last.and_then(|accounts| accounts.staff),
        promises: promises.collect(),
        link,
    })
}
