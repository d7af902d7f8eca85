//! The listing exercise: each company's path, burdens beside benefits, trading, obligations.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::admission::{Assessment, Choice, Outcome};
use crate::domain::{
    AccountId, Code, Day, Figure, HoldingTerms, InstrumentKind, Money, OfferTest, Price, Quantity, Rate, Said, Symbol,
    Text, Timestamp, Verdict,
};
use crate::engine::{Condition, Event, Fact, OfferConditions, Stage};
use crate::exercise::Entry;

use super::delays::DelayView;
use super::due_payments::{payment, transfer};
use super::subject::company_of;
use super::trading::traded_instrument;
use super::{IncreaseView, LifeView, MarketData, OwnUnitsView, PaymentView, Trading, TransferView};

/// A task of a preparation.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskView {
    /// Its code in the plan.
    pub code: Code,
    /// What is done.
    pub name: Text,
    /// Who does it.
    pub owner: Text,
    /// First day.
    pub starts_on: Day,
    /// Last day.
    pub ends_on: Day,
    /// The company's own days of work.
    pub staff_days: u32,
    /// Documents it produced, once it is done.
    pub documents: Option<Vec<Text>>,
    /// The days that were planned first, where they are others now.
    pub planned: Option<(Day, Day)>,
}

/// An offer and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferView {
    /// What is offered.
    pub instrument: Symbol,
    /// Its name.
    pub name: String,
    /// Share or bond.
    pub kind: InstrumentKind,
    /// At what price.
    pub price: Price,
    /// Units offered.
    pub units: Quantity,
    /// Below this the offer fails.
    pub minimum_units: Quantity,
    /// Euro a point of price and unit.
    pub multiplier: u32,
    /// Until when.
    pub closes_at: Timestamp,
    /// Units asked for so far.
    pub asked: Quantity,
    /// In which form, and what that asks.
    pub conditions: OfferConditions,
    /// Who may subscribe, and to how much; nothing where all is free.
    pub limits: Option<HoldingTerms>,
    /// What it had to reach and did not, once it is closed.
    pub shortfalls: Vec<OfferShortfall>,
    /// How it ended, once it is closed.
    pub result: Option<OfferResult>,
}

impl OfferView {
    /// The price that was found, where there is one, or the one that the offer reckons with.
    #[must_use]
    pub fn paid_price(&self) -> Price {
        self.result.and_then(|result| result.price).unwrap_or(self.price)
    }
}

/// What an offer had to reach and did not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OfferShortfall {
    /// Which test.
    pub test: OfferTest,
    /// What was asked: units, investors, or a part of the class.
    pub needed: Figure,
    /// What there was.
    pub found: Figure,
    /// Where the rule comes from.
    pub source: String,
}

/// How an offer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferResult {
    /// Whether all was reached that had to be.
    pub success: bool,
    /// The price at which it was sold.
    pub price: Option<Price>,
    /// Units allotted.
    pub allotted: Quantity,
    /// Money raised.
    pub raised: Money,
    /// Investors who were allotted units.
    pub holders: u32,
}

/// Where an obligation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Not yet due.
    Open,
    /// Done in time.
    Met,
    /// Done after its time.
    Late,
    /// Not done in time.
    Missed,
}

/// Something that a listed company owes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObligationView {
    /// Its code.
    pub code: Code,
    /// What is owed.
    pub name: Text,
    /// Until when.
    pub due_on: Day,
    /// Whether it was done.
    pub standing: Standing,
}

/// A measurement that a company reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImpactView {
    /// Objective of the dossier.
    pub objective: Code,
    /// Name of the indicator.
    pub indicator: String,
    /// The unit of its figures.
    pub unit: Option<String>,
    /// The value measured.
    pub value: Figure,
    /// Where it stood before the offer.
    pub baseline: Option<Figure>,
    /// Where the dossier says that it would stand without the offer.
    pub without_offer: Option<Figure>,
    /// The target.
    pub target: Option<Figure>,
    /// When the target is due.
    pub due_on: Option<Day>,
    /// Part of the way from the baseline to the target; 1 or more is a target reached.
    pub progress: Option<Rate>,
    /// Last day of the period that it is about.
    pub period_ends_on: Day,
    /// Whether an independent verifier has looked at the value and not rejected it.
    pub verified: bool,
    /// What a verifier said of it, and who.
    pub verification: Option<Verification>,
    /// When it was reported.
    pub reported_at: Timestamp,
}

/// An uncrossing: a price and what traded at it, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AuctionView {
    /// When.
    pub at: Timestamp,
    /// The one price, if anything traded.
    pub price: Option<Price>,
    /// Units that traded.
    pub volume: Quantity,
}

/// What a verifier said of a measurement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Verification {
    /// Who: an organisation.
    pub verifier: String,
    /// Whether it has no other tie to the company.
    pub independent: bool,
    /// What it found.
    pub verdict: Verdict,
    /// When.
    pub verified_at: Timestamp,
}

/// A company on its path.
#[derive(Debug, Clone)]
pub struct CompanyView {
    /// Its name in the scenario.
    pub code: Code,
    /// Its full name.
    pub name: String,
    /// Whether it is invented.
    pub synthetic: bool,
    /// Where it stands.
    pub stage: Stage,
    /// When it entered each stage.
    pub stages: Vec<(Stage, Timestamp)>,
    /// What the gate found.
    pub assessment: Option<Assessment>,
    /// Votes: member, choice, reason.
    pub votes: Vec<(Code, Choice, Said)>,
    /// What the committee decided.
    pub outcome: Option<Outcome>,
    /// When it decided.
    pub decided_at: Option<Timestamp>,
    /// Why.
    pub reasons: Vec<Text>,
    /// Conditions of the admission, and whether each was met.
    pub conditions: Vec<(Condition, Standing)>,
    /// The preparation.
    pub tasks: Vec<TaskView>,
    /// What of its path was late, in the order in which it was told.
    pub delays: Vec<DelayView>,
    /// What it costs.
    pub burdens: Vec<Entry>,
    /// What it gives.
    pub benefits: Vec<Entry>,
    /// The offer.
    pub offer: Option<OfferView>,
    /// The instrument, once it is listed.
    pub instrument: Option<Symbol>,
    /// How it traded.
    pub trading: Trading,
    /// What it owes after listing.
    pub obligations: Vec<ObligationView>,
    /// What it has paid to those who hold its instrument, and what not.
    pub payments: Vec<PaymentView>,
    /// Payments that fall due by no plan: dividends, units paid back, what a result has made due.
    pub transfers: Vec<TransferView>,
    /// The uncrossings of its instrument, oldest first.
    pub auctions: Vec<AuctionView>,
    /// What it reported.
    pub impact: Vec<ImpactView>,
    /// What it failed in, and how its targets and its mission stand.
    pub life: LifeView,
    /// Its capital increases, oldest first.
    pub increases: Vec<IncreaseView>,
    /// What it has bought of its own units.
    pub own_units: OwnUnitsView,
}

impl CompanyView {
    fn new(code: Code) -> Self {
        Self {
            name: code.to_string(),
            code,
            synthetic: false,
            stage: Stage::Applied,
            stages: Vec::new(),
            assessment: None,
            votes: Vec::new(),
            outcome: None,
            decided_at: None,
            reasons: Vec::new(),
            conditions: Vec::new(),
            tasks: Vec::new(),
            delays: Vec::new(),
            burdens: Vec::new(),
            benefits: Vec::new(),
            offer: None,
            instrument: None,
            trading: Trading::default(),
            obligations: Vec::new(),
            payments: Vec::new(),
            transfers: Vec::new(),
            auctions: Vec::new(),
            impact: Vec::new(),
            life: LifeView::default(),
            increases: Vec::new(),
            own_units: OwnUnitsView::default(),
        }
    }
}

/// The exercise as it stands.
#[derive(Debug, Clone, Default)]
pub struct Exercise {
    /// Companies in the order in which they applied.
    pub companies: Vec<CompanyView>,
    index: BTreeMap<Code, usize>,
    by_instrument: BTreeMap<Symbol, usize>,
    investors: BTreeSet<AccountId>,
}

impl Exercise {
    /// The company of this name.
    #[must_use]
    pub fn company(&self, code: &Code) -> Option<&CompanyView> {
        self.index.get(code).map(|&at| &self.companies[at])
    }

    /// Takes in one event; `market` has folded it already.
    pub fn fold(&mut self, event: &Event, market: &MarketData) {
        if let Some(company) = company_of(&event.fact) {
            self.entry(company).fold(event);
        }
        match &event.fact {
            Fact::Listed { company, instrument, .. } => {
                let at = self.index[company];
                self.by_instrument.insert(*instrument, at);
            }
            Fact::Subscribed { instrument, quantity, .. } => self.subscribed(*instrument, *quantity),
            Fact::AccountOpened { account, investor: true, .. } => {
                self.investors.insert(*account);
            }
            Fact::BoughtOut { instrument, .. }
            | Fact::RecoveryReceived { instrument, .. }
            | Fact::DividendReceived { instrument, .. }
            | Fact::TaxWithheld { instrument, .. }
            | Fact::DividendMissed { instrument, .. }
            | Fact::Donated { instrument, .. } => self.fold_transfer(*instrument, event),
            fact => self.fold_trading(event.time, fact, market),
        }
    }

    fn entry(&mut self, code: &Code) -> &mut CompanyView {
        let at = *self.index.entry(code.clone()).or_insert_with(|| {
            self.companies.push(CompanyView::new(code.clone()));
            self.companies.len() - 1
        });
        &mut self.companies[at]
    }

    fn fold_transfer(&mut self, instrument: Symbol, event: &Event) {
        let Some(&at) = self.by_instrument.get(&instrument) else { return };
        let paid = transfer(&event.fact, |account| self.investors.contains(&account));
        let company = &mut self.companies[at];
        paid.into_iter().for_each(|paid| company.transferred(event.time, paid));
        company.taxed(event);
        if let Fact::BoughtOut { quantity, paid, .. } = &event.fact {
            company.life.bought_out(*quantity, *paid);
        }
    }

    fn subscribed(&mut self, instrument: Symbol, quantity: Quantity) {
        let offers = self.companies.iter_mut().filter_map(|company| company.offer.as_mut());
        if let Some(offer) = offers.into_iter().find(|offer| offer.instrument == instrument && offer.result.is_none()) {
            offer.asked = offer.asked.checked_add(quantity).unwrap_or(offer.asked);
        }
    }

    fn fold_trading(&mut self, now: Timestamp, fact: &Fact, market: &MarketData) {
        let Some(symbol) = traded_instrument(fact) else { return };
        let company = self.by_instrument.get(&symbol).map(|&at| &mut self.companies[at]);
        if let Some((company, view)) = company.zip(market.instruments.get(&symbol)) {
            company.trading.fold(now, fact, view);
            company.own_units.fold(fact);
            if let Fact::Uncrossed { price, volume, .. } = fact {
                company.auctions.push(AuctionView { at: now, price: *price, volume: *volume });
                if !volume.is_zero() {
                    company.life.traded_in_auction(now);
                }
            }
        }
    }
}

impl CompanyView {
    fn fold(&mut self, event: &Event) {
        super::increase::fold(&mut self.increases, &event.fact);
        self.own_units.fold(&event.fact);
        match &event.fact {
            Fact::StageEntered { stage, .. } => {
                if *stage == Stage::Applied {
                    self.begin_again();
                }
                self.stage = *stage;
                self.stages.push((*stage, event.time));
            }
            Fact::Assessed { name, synthetic, assessment, .. } => {
                self.name.clone_from(name);
                self.synthetic = *synthetic;
                self.assessment = Some(assessment.clone());
            }
            Fact::VoteCast { member, choice, reason, .. } => self.votes.push((member.clone(), *choice, reason.clone())),
            Fact::VoteStruck { member, .. } => self.votes.retain(|(name, ..)| name != member),
            Fact::Withdrawn { reason, .. } => self.reasons = vec![withdrawn(reason)],
            Fact::EvidenceMissed { .. } => self.reasons = vec![unanswered()],
            Fact::OfferUnwound { .. } => {
                self.burdens.clear();
                self.benefits.clear();
            }
            Fact::Decided { outcome, reasons, conditions, .. } => {
                self.outcome = Some(*outcome);
                self.decided_at = Some(event.time);
                self.reasons.clone_from(reasons);
                self.conditions = conditions.iter().map(|condition| (condition.clone(), Standing::Open)).collect();
            }
            Fact::ConditionMet { condition, pointer, .. } => self.condition(condition, pointer, Standing::Met),
            Fact::ConditionMissed { condition, pointer, .. } => self.condition(condition, pointer, Standing::Missed),
            Fact::Burden { entry, .. } => self.burdens.push(entry.clone()),
            Fact::Benefit { entry, .. } => self.benefits.push(entry.clone()),
            Fact::Listed { instrument, .. } => self.instrument = Some(*instrument),
            fact => self.fold_path(event.time, fact),
        }
        self.payments.extend(payment(event));
        self.life.fold(event);
    }

    /// A company is before the committee, perhaps not for the first time: what was decided before is in its procedure. What
    /// it has spent stays.
    fn begin_again(&mut self) {
        self.votes.clear();
        self.outcome = None;
        self.decided_at = None;
        self.reasons.clear();
        self.conditions.clear();
        self.tasks.clear();
        self.offer = None;
    }

    fn fold_path(&mut self, now: Timestamp, fact: &Fact) {
        match fact {
            Fact::TaskPlanned { task, name, owner, starts_on, ends_on, staff_days, .. } => self.tasks.push(TaskView {
                code: task.clone(),
                name: name.clone(),
                owner: owner.clone(),
                starts_on: *starts_on,
                ends_on: *ends_on,
                staff_days: *staff_days,
                documents: None,
                planned: None,
            }),
            Fact::TaskDelayed { .. } => self.delays.extend(DelayView::of(fact)),
            Fact::TaskMoved { task, starts_on, ends_on, .. } => self.task_moved(task, *starts_on, *ends_on),
            Fact::TaskDone { task, documents, .. } => {
                if let Some(view) = self.tasks.iter_mut().find(|view| view.code == *task) {
                    view.documents = Some(documents.clone());
                }
            }
            Fact::OfferOpened {
                instrument,
                name,
                kind,
                price,
                units,
                minimum_units,
                multiplier,
                closes_at,
                conditions,
                limits,
                ..
            } => {
                self.offer = Some(OfferView {
                    instrument: *instrument,
                    name: name.clone(),
                    kind: *kind,
                    price: *price,
                    units: *units,
                    minimum_units: *minimum_units,
                    multiplier: *multiplier,
                    closes_at: *closes_at,
                    asked: Quantity::ZERO,
                    conditions: (**conditions).clone(),
                    limits: limits.as_deref().cloned(),
                    shortfalls: Vec::new(),
                    result: None,
                });
            }
            Fact::OfferExtended { closes_at, .. } => {
                if let Some(offer) = &mut self.offer {
                    offer.closes_at = *closes_at;
                }
            }
            Fact::OfferFellShort { test, needed, found, source, .. } => {
                if let Some(offer) = &mut self.offer {
                    let (test, needed, found, source) = (*test, *needed, *found, source.clone());
                    offer.shortfalls.push(OfferShortfall { test, needed, found, source });
                }
            }
            Fact::OfferClosed { success, price, allotted, raised, holders, .. } => {
                let (success, price, allotted) = (*success, *price, *allotted);
                let result = OfferResult { success, price, allotted, raised: *raised, holders: *holders };
                if let Some(offer) = &mut self.offer {
                    offer.result = Some(result);
                }
            }
            Fact::ObligationDue { obligation, name, due_on, .. } => {
                let (code, name, due_on) = (obligation.clone(), name.clone(), *due_on);
                self.obligations.push(ObligationView { code, name, due_on, standing: Standing::Open });
            }
            Fact::ObligationMet { obligation, due_on, .. } => self.obligation(obligation, *due_on, Standing::Met),
            Fact::ObligationLate { obligation, due_on, .. } => self.obligation(obligation, *due_on, Standing::Late),
            Fact::ObligationMissed { obligation, due_on, .. } => self.obligation(obligation, *due_on, Standing::Missed),
            Fact::ImpactReported {
                objective,
                indicator,
                unit,
                value,
                baseline,
                without_offer,
                target,
                due_on,
                progress,
                verified,
                period_ends_on,
                ..
            } => {
                self.impact.push(ImpactView {
                    objective: objective.clone(),
                    indicator: indicator.clone(),
                    unit: unit.clone(),
                    value: *value,
                    baseline: *baseline,
                    without_offer: *without_offer,
                    target: *target,
                    due_on: *due_on,
                    progress: *progress,
                    period_ends_on: *period_ends_on,
                    verified: *verified,
                    verification: None,
                    reported_at: now,
                });
            }
            Fact::ImpactVerified { .. } => self.verification(now, fact),
            _ => {}
        }
    }

    fn verification(&mut self, now: Timestamp, fact: &Fact) {
        let Fact::ImpactVerified { objective, period_ends_on, verifier, independent, verdict, .. } = fact else {
            return;
        };
        let is_meant = |view: &&mut ImpactView| view.objective == *objective && view.period_ends_on == *period_ends_on;
        if let Some(view) = self.impact.iter_mut().rev().find(is_meant) {
            view.verified = *independent && *verdict != Verdict::Rejected;
            let verifier = verifier.clone();
            let (independent, verdict) = (*independent, *verdict);
            view.verification = Some(Verification { verifier, independent, verdict, verified_at: now });
        }
    }

    fn condition(&mut self, code: &str, pointer: &str, standing: Standing) {
        let is_meant = |condition: &Condition| condition.code == code && condition.pointer == pointer;
        if let Some((_, was)) = self.conditions.iter_mut().find(|(condition, _)| is_meant(condition)) {
            let late = *was == Standing::Missed && standing == Standing::Met;
            *was = if late { Standing::Late } else { standing };
        }
    }

    fn obligation(&mut self, code: &Code, due_on: Day, standing: Standing) {
        let open = self.obligations.iter_mut().find(|view| view.code == *code && view.due_on == due_on);
        if let Some(view) = open {
            view.standing = standing;
        }
    }
}

fn withdrawn(reason: &str) -> Text {
    Text { it: format!("La società si è ritirata: {reason}"), en: format!("The company has withdrawn: {reason}") }
}

fn unanswered() -> Text {
    Text {
        it: "La società non ha risposto in tempo alla richiesta di integrazione del comitato.".to_owned(),
        en: "The company has not answered the committee's request for evidence in time.".to_owned(),
    }
}
