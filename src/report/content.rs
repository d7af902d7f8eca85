//! What the report says, before it is written in any form.

use schemars::JsonSchema;
use serde::Serialize;

use super::comparison::Comparisons;
use super::lines;
use super::ownership::{self, Ownership};
use super::payments::{self, Payment};
use super::years::{self, Year};
use crate::admission::Outcome;
use crate::domain::{Money, Symbol, Text};
use crate::exercise::{Entry, EntryKind, Sheet, Totals};
use crate::projection::{CompanyView, OccurrenceView, OfferResult, Profile, Setting, TradeView, UnitImpact, Views};

/// Everything about a run that is not in its views.
#[derive(Debug, Clone, PartialEq)]
pub struct Edition {
    /// The world that was played.
    pub setting: Setting,
    /// Digest of state and events at the end, as hex.
    pub digest: String,
    /// Name and version of the program.
    pub engine: String,
    /// The command that repeats the run, without paths of a machine.
    pub command: String,
    /// What the scenario said must have come true.
    pub expectations: Vec<Expected>,
    /// What it was meant to reproduce, and whether it did.
    pub calibration: Vec<CalibrationLine>,
}

/// A figure that the scenario is meant to reproduce, beside the run's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CalibrationLine {
    /// What it is about, for people.
    pub about: Text,
    /// The market that it is about, if it is about one.
    pub market: Option<String>,
    /// The company, if it is about one.
    pub company: Option<String>,
    /// The group of investors, if it is about one.
    pub group: Option<String>,
    /// What is measured.
    pub measure: String,
    /// The same for people.
    pub label: Text,
    /// The bounds that are wanted.
    pub wanted: String,
    /// What the run came to, or a dash.
    pub found: String,
    /// Whether it lies within the bounds.
    pub met: bool,
    /// Whether the target was published, and not assumed.
    pub sourced: bool,
    /// Where, or why it was assumed.
    pub source: String,
    /// Why it is not met, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unmet_because: Option<Text>,
}

/// An expectation of the scenario and how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Expected {
    /// What was expected.
    pub expected: Text,
    /// What came instead; nothing when it came true.
    pub instead: Option<Text>,
}

/// The whole report.
#[derive(Debug, Clone)]
pub struct Report {
    /// What was played, and how to repeat it.
    pub edition: Edition,
    /// Every company that applied, in the order in which they applied.
    pub companies: Vec<CompanyReport>,
    /// What befell the market, oldest first.
    pub events: Vec<OccurrenceView>,
    /// Comparisons that were asked for beside the run.
    pub comparisons: Vec<Comparisons>,
}

/// One company's part of the report.
#[derive(Debug, Clone)]
pub struct CompanyReport {
    /// The company on its path.
    pub view: CompanyView,
    /// What it says of itself, if the world still knows it.
    pub profile: Option<Profile>,
    /// Why it was not admitted, or on which conditions. At least one for whoever is not admitted.
    pub reasons: Vec<Text>,
    /// What the listing gives, and how it traded. At least one for whoever is not refused.
    pub benefits: Vec<Entry>,
    /// What the listing asks. At least one for whoever is not refused.
    pub burdens: Vec<Entry>,
    /// What the burdens add up to.
    pub totals: Totals,
    /// Its instrument's trades, oldest first.
    pub trades: Vec<TradeView>,
    /// Who holds its instrument at the end, if anybody does.
    pub ownership: Option<Ownership>,
    /// What confirmed impact stands behind its units, objective by objective.
    pub unit_impact: Vec<UnitImpact>,
    /// What its instrument has brought its holders, and what a result has made others give, by day.
    pub payments: Vec<Payment>,
    /// Its account by calendar year, once it is listed.
    pub years: Vec<Year>,
    /// Name of the market preset in which it is listed.
    pub market: Option<String>,
}

/// The exercise in a few numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    /// Companies that applied.
    pub applied: usize,
    /// Admitted without conditions.
    pub admitted: usize,
    /// Admitted with conditions.
    pub conditional: usize,
    /// Refused.
    pub refused: usize,
    /// Not decided when the scenario ended.
    pub pending: usize,
    /// Listed.
    pub listed: usize,
    /// Capital raised by all.
    pub raised: Money,
    /// What all burdens together add up to, also of those whose offer failed.
    pub totals: Totals,
    /// Value of all trades.
    pub turnover: Money,
    /// Number of all trades.
    pub trades: u64,
}

impl Report {
    /// The report of a run that stands so.
    #[must_use]
    pub fn of(views: &Views, edition: Edition) -> Self {
        let companies = views.exercise.companies.iter().map(|view| CompanyReport::of(view, views, &edition)).collect();
        Self { edition, companies, events: views.occurrences.all.clone(), comparisons: Vec::new() }
    }

    /// The exercise in a few numbers.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let count = |outcome: Option<Outcome>| self.companies.iter().filter(|one| one.view.outcome == outcome).count();
        let raised = self.companies.iter().map(CompanyReport::raised).sum();
        let mut together = Sheet::new();
        for burden in self.companies.iter().flat_map(|company| &company.burdens) {
            together.add_burden(burden.clone());
        }
        Summary {
            applied: self.companies.len(),
            admitted: count(Some(Outcome::Admitted)),
            conditional: count(Some(Outcome::Conditional)),
            refused: count(Some(Outcome::Refused)),
            pending: count(None),
            listed: self.companies.iter().filter(|company| company.view.instrument.is_some()).count(),
            raised,
            totals: together.totals(raised),
            turnover: self.companies.iter().map(|company| company.view.trading.turnover).sum(),
            trades: self.companies.iter().map(|company| company.view.trading.trades).sum(),
        }
    }
}

impl CompanyReport {
    fn of(view: &CompanyView, views: &Views, edition: &Edition) -> Self {
        let (benefits, burdens) = lines::of(view, views.market.now, &edition.setting);
        let mut sheet = Sheet::new();
        benefits.into_iter().for_each(|line| sheet.add_benefit(line));
        burdens.into_iter().for_each(|line| sheet.add_burden(line));
        let raised = result(view).map_or(Money::ZERO, |result| result.raised);
        let traded = |symbol: Symbol| views.market.trades.iter().filter(move |trade| trade.instrument == symbol);
        let company = Self {
            profile: edition.setting.profiles.iter().find(|profile| profile.company == view.code).cloned(),
            reasons: reasons(view),
            totals: sheet.totals(raised),
            benefits: sheet.benefits().to_vec(),
            burdens: sheet.burdens().to_vec(),
            trades: view.instrument.into_iter().flat_map(traded).copied().collect(),
            market: view
                .instrument
                .and_then(|symbol| views.market.instruments.get(&symbol))
                .map(|instrument| instrument.market.clone()),
            ownership: view.instrument.and_then(|symbol| ownership::of(symbol, &views.accounts, &edition.setting)),
            unit_impact: view.instrument.map(|symbol| views.unit_impact(symbol)).unwrap_or_default(),
            payments: payments::of(view, &edition.setting.zone),
            years: Vec::new(),
            view: view.clone(),
        };
        Self { years: years::of(&company), ..company }
    }

    /// How its offer ended, once it has.
    #[must_use]
    pub fn result(&self) -> Option<OfferResult> {
        result(&self.view)
    }

    /// The capital it raised.
    #[must_use]
    pub fn raised(&self) -> Money {
        self.result().map_or(Money::ZERO, |result| result.raised)
    }

    /// What the issuer pays once, in euro, by date.
    pub fn costs(&self) -> impl Iterator<Item = &Entry> {
        self.burdens.iter().filter(|line| line.kind == EntryKind::OneOff && line.is_paid_by_issuer())
    }

    /// Where it stands, as the word of the log.
    #[must_use]
    pub fn stage(&self) -> String {
        word(&self.view.stage)
    }
}

fn result(view: &CompanyView) -> Option<OfferResult> {
    view.offer.as_ref().and_then(|offer| offer.result)
}

/// The word that files use for a variant.
pub(super) fn word(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).ok();
    value.as_ref().and_then(|value| value.as_str()).map(str::to_owned).unwrap_or_default()
}

/// Why the committee did not simply admit. Its own words first; where it gave none, those of the gate; where the gate
/// had nothing against, the votes; where there was no decision, that.
fn reasons(view: &CompanyView) -> Vec<Text> {
    if view.outcome == Some(Outcome::Admitted) || !view.reasons.is_empty() {
        return view.reasons.clone();
    }
    let Some(outcome) = view.outcome else {
        let (it, en) = ("Il comitato non ha ancora deliberato.", "The committee has not decided yet.");
        return vec![Text { it: it.into(), en: en.into() }];
    };
    let weighs = |severity| match outcome {
        Outcome::Refused => severity == crate::admission::Severity::Blocking,
        Outcome::Admitted | Outcome::Conditional => severity == crate::admission::Severity::Condition,
    };
    let findings = view.assessment.iter().flat_map(|assessment| assessment.findings());
    let found: Vec<Text> =
        findings.filter(|finding| weighs(finding.severity)).map(|finding| finding.message.clone()).collect();
    if found.is_empty() { vec![votes(view)] } else { found }
}

fn votes(view: &CompanyView) -> Text {
    use crate::admission::Choice;
    let yes = view.votes.iter().filter(|(_, choice, _)| *choice == Choice::Yes).count();
    let cast = view.votes.len();
    Text {
        it: format!("Maggioranza non raggiunta: {yes} voti favorevoli su {cast}."),
        en: format!("No majority: {yes} of {cast} votes in favour."),
    }
}
