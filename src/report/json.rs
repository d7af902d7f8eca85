//! `report.json`: the shape that other programs rely on, and more beside it.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use super::comparison::Comparisons;
use super::content::{CalibrationLine, CompanyReport, Expected, Report, Summary, word};
use super::lines;
use super::ownership::Ownership;
use super::payments::Payment;
use super::work::{OwnerWork, by_owner};
use super::years::Year;
use crate::domain::{Code, Day, Figure, Money, Price, Rate, Said, Symbol, Text, Timestamp};
use crate::exercise::{Entry, Totals};
use crate::projection::{
    CompanyView, DelayView, ForkNote, LifeView, OccurrenceView, OfferShortfall, Standing, UnitImpact, Verification,
};

/// The report as `report.json`: `format` 1, members in a fixed order, indented, a line break at the end.
///
/// # Panics
/// Never: every key is text.
#[must_use]
pub fn to_json(report: &Report) -> String {
    let setting = &report.edition.setting;
    let paper = Paper {
        format: 1,
        scenario: &setting.scenario,
        title: &setting.title,
        seed: setting.seed,
        digest: &report.edition.digest,
        starts_at: setting.starts_at,
        ends_at: setting.ends_at,
        rulebook: &setting.rulebook,
        engine: &report.edition.engine,
        command: &report.edition.command,
        summary: report.summary(),
        expectations: &report.edition.expectations,
        calibration: &report.edition.calibration,
        events: &report.events,
        companies: report.companies.iter().map(company).collect(),
        assumptions: setting.assumptions.iter().map(assumption).collect(),
        forked: setting.forked.as_ref(),
        comparisons: &report.comparisons,
    };
    let mut text = serde_json::to_string_pretty(&paper).expect("every key is text");
    text.push('\n');
    text
}

/// The JSON Schema (draft 2020-12) of `report.json`.
#[must_use]
pub fn report_schema() -> serde_json::Value {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<Paper<'_>>().to_value()
}

/// The report on a run of a scenario: benefits beside burdens, company by company.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Report")]
struct Paper<'a> {
    format: u32,
    scenario: &'a Code,
    title: &'a Text,
    seed: u64,
    digest: &'a str,
    starts_at: Timestamp,
    ends_at: Timestamp,
    rulebook: &'a Code,
    engine: &'a str,
    command: &'a str,
    summary: Summary,
    expectations: &'a [Expected],
    calibration: &'a [CalibrationLine],
    #[serde(skip_serializing_if = "no_events")]
    events: &'a [OccurrenceView],
    companies: Vec<Company<'a>>,
    assumptions: Vec<Assumed<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    forked: Option<&'a ForkNote>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    comparisons: &'a [Comparisons],
}

/// Whether nothing has befallen the market.
const fn no_events(events: &[OccurrenceView]) -> bool {
    events.is_empty()
}

#[derive(Serialize, JsonSchema)]
struct Company<'a> {
    id: &'a Code,
    name: &'a str,
    synthetic: bool,
    stage: String,
    outcome: String,
    reasons: &'a [Text],
    decided_at: Option<Timestamp>,
    criteria: serde_json::Value,
    conditions: Vec<Condition<'a>>,
    votes: Vec<Vote<'a>>,
    stages: Vec<Entered>,
    tasks: Vec<Task<'a>>,
    delays: &'a [DelayView],
    work: Vec<OwnerWork>,
    benefits: &'a [Entry],
    burdens: &'a [Entry],
    totals: Totals,
    years: &'a [Year],
    offer: Option<Offer<'a>>,
    trading: Trading<'a>,
    holders: Option<&'a Ownership>,
    impact_per_euro: &'a [UnitImpact],
    payments: &'a [Payment],
    obligations: Vec<Obligation<'a>>,
    impact: Vec<Impact<'a>>,
    life: &'a LifeView,
}

#[derive(Serialize, JsonSchema)]
struct Condition<'a> {
    code: &'a str,
    pointer: &'a str,
    text: &'a Text,
    due_on: Day,
    standing: &'static str,
}

#[derive(Serialize, JsonSchema)]
struct Vote<'a> {
    member: &'a Code,
    choice: String,
    reason: &'a Said,
}

#[derive(Serialize, JsonSchema)]
struct Entered {
    stage: String,
    at: Timestamp,
}

#[derive(Serialize, JsonSchema)]
struct Task<'a> {
    code: &'a Code,
    label: &'a Text,
    owner: &'a Text,
    starts_on: Day,
    ends_on: Day,
    staff_days: u32,
    done: bool,
    documents: &'a [Text],
    planned: Option<(Day, Day)>,
}

#[derive(Serialize, JsonSchema)]
struct Offer<'a> {
    instrument: Symbol,
    name: &'a str,
    kind: String,
    form: &'static str,
    price: Price,
    price_range: Option<(Price, Price)>,
    price_paid: Option<Price>,
    fell_short: &'a [OfferShortfall],
    units: String,
    minimum_units: String,
    asked: String,
    success: Option<bool>,
    allotted: Option<String>,
    raised: Option<Money>,
    holders: Option<u32>,
}

#[derive(Serialize, JsonSchema)]
struct Trading<'a> {
    instrument: Option<Symbol>,
    market: Option<&'a str>,
    trades: u64,
    turnover: Money,
    volume: String,
    days: u32,
    days_without_trade: u32,
    auctions: u32,
    auctions_without_trade: u32,
    first_price: Option<Price>,
    last_price: Option<Price>,
    spread_basis_points: Option<Figure>,
}

#[derive(Serialize, JsonSchema)]
struct Obligation<'a> {
    code: &'a Code,
    label: &'a Text,
    due_on: Day,
    standing: &'static str,
}

#[derive(Serialize, JsonSchema)]
struct Impact<'a> {
    objective: &'a Code,
    indicator: &'a str,
    value: Figure,
    baseline: Option<Figure>,
    target: Option<Figure>,
    due_on: Option<Day>,
    progress: Option<Rate>,
    period_ends_on: Day,
    verified: bool,
    verification: Option<&'a Verification>,
    reported_at: Timestamp,
}

#[derive(Serialize, JsonSchema)]
struct Assumed<'a> {
    path: &'a [String],
    value: Option<&'a str>,
    source: &'a str,
}

fn company(company: &CompanyReport) -> Company<'_> {
    let view = &company.view;
    let conditions = view.conditions.iter().map(|(condition, met)| Condition {
        code: &condition.code,
        pointer: &condition.pointer,
        text: &condition.text,
        due_on: condition.due_on,
        standing: standing(*met),
    });
    let votes = view.votes.iter().map(|(member, choice, reason)| Vote { member, choice: word(choice), reason });
    Company {
        id: &view.code,
        name: &view.name,
        synthetic: view.synthetic,
        stage: company.stage(),
        outcome: view.outcome.map_or_else(|| "pending".to_owned(), |outcome| word(&outcome)),
        reasons: &company.reasons,
        decided_at: view.decided_at,
        criteria: serde_json::to_value(&view.assessment).expect("an assessment has text keys only"),
        conditions: conditions.collect(),
        votes: votes.collect(),
        stages: view.stages.iter().map(|(stage, at)| Entered { stage: word(stage), at: *at }).collect(),
        tasks: tasks(view),
        delays: &view.delays,
        work: by_owner(&view.tasks),
        benefits: &company.benefits,
        burdens: &company.burdens,
        totals: company.totals,
        years: &company.years,
        offer: offer(view),
        trading: trading(company),
        holders: company.ownership.as_ref(),
        impact_per_euro: &company.unit_impact,
        payments: &company.payments,
        obligations: obligations(view),
        impact: impact(view),
        life: &view.life,
    }
}

fn tasks(view: &CompanyView) -> Vec<Task<'_>> {
    let tasks = view.tasks.iter();
    tasks
        .map(|task| Task {
            code: &task.code,
            label: &task.name,
            owner: &task.owner,
            starts_on: task.starts_on,
            ends_on: task.ends_on,
            staff_days: task.staff_days,
            done: task.documents.is_some(),
            documents: task.documents.as_deref().unwrap_or_default(),
            planned: task.planned,
        })
        .collect()
}

fn offer(view: &CompanyView) -> Option<Offer<'_>> {
    let offer = view.offer.as_ref()?;
    Some(Offer {
        instrument: offer.instrument,
        name: &offer.name,
        kind: word(&offer.kind),
        form: offer.conditions.form.code(),
        price: offer.price,
        price_range: offer.conditions.range.map(|range| (range.lowest, range.highest)),
        price_paid: offer.result.and_then(|result| result.price),
        fell_short: &offer.shortfalls,
        units: offer.units.to_string(),
        minimum_units: offer.minimum_units.to_string(),
        asked: offer.asked.to_string(),
        success: offer.result.map(|result| result.success),
        allotted: offer.result.map(|result| result.allotted.to_string()),
        raised: offer.result.map(|result| result.raised),
        holders: offer.result.map(|result| result.holders),
    })
}

fn trading(company: &CompanyReport) -> Trading<'_> {
    let trading = &company.view.trading;
    Trading {
        instrument: company.view.instrument,
        market: company.market.as_deref(),
        trades: trading.trades,
        turnover: trading.turnover,
        volume: trading.volume.to_string(),
        days: trading.days,
        days_without_trade: trading.days_without_trade,
        auctions: trading.auctions,
        auctions_without_trade: trading.auctions_without_trade,
        first_price: trading.first_price,
        last_price: trading.last_price,
        spread_basis_points: trading.spread().and_then(lines::spread),
    }
}

fn obligations(view: &CompanyView) -> Vec<Obligation<'_>> {
    let owed = view.obligations.iter();
    owed.map(|one| Obligation {
        code: &one.code,
        label: &one.name,
        due_on: one.due_on,
        standing: standing(one.standing),
    })
    .collect()
}

fn impact(view: &CompanyView) -> Vec<Impact<'_>> {
    let reports = view.impact.iter();
    reports
        .map(|report| Impact {
            objective: &report.objective,
            indicator: &report.indicator,
            value: report.value,
            baseline: report.baseline,
            target: report.target,
            due_on: report.due_on,
            progress: report.progress,
            period_ends_on: report.period_ends_on,
            verified: report.verified,
            verification: report.verification.as_ref(),
            reported_at: report.reported_at,
        })
        .collect()
}

fn assumption(assumption: &crate::projection::Assumption) -> Assumed<'_> {
    Assumed { path: &assumption.path, value: assumption.value.as_deref(), source: &assumption.source }
}

const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "open",
        Standing::Met => "met",
        Standing::Late => "late",
        Standing::Missed => "missed",
    }
}
