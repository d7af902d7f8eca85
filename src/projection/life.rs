//! The life of a listed company as people read it: what it failed in and what followed, its yearly tests, its targets,
//! the end of its listing.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::{
    Code, Day, Figure, Holders, LapseKind, Money, Price, Quantity, Rate, Sanction, TargetStanding, Timestamp,
};
use crate::engine::{Event, Fact, LadderStep, Shortfall};

/// Something that a company failed in, and what followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LapseView {
    /// Its number among the company's lapses.
    pub lapse: u32,
    /// What it failed in.
    pub kind: LapseKind,
    /// Which report, condition or test.
    pub subject: String,
    /// Since when.
    pub since: Day,
    /// The steps that the rulebook has for it.
    pub ladder: Vec<LadderStep>,
    /// The steps that have come.
    pub sanctions: Vec<Imposed>,
    /// When it was put right.
    pub cured_at: Option<Timestamp>,
}

/// A sanction that has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Imposed {
    /// Which.
    pub sanction: Sanction,
    /// When.
    pub at: Timestamp,
}

/// A yearly test of the mission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ActivityView {
    /// Last day of the period.
    pub period_ends_on: Day,
    /// Part of the revenue from the impact activity.
    pub revenue_share: Option<Rate>,
    /// Part of the workforce that is disadvantaged.
    pub disadvantaged_share: Option<Rate>,
    /// Whether the gate would still let the company through.
    pub passed: bool,
    /// What it found and had not found at the admission.
    pub shortfalls: Vec<Shortfall>,
    /// When it was reported.
    pub reported_at: Timestamp,
}

/// Where a target stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TargetView {
    /// Objective of the dossier.
    pub objective: Code,
    /// By the figures that were declared first.
    pub standing: TargetStanding,
    /// What the company says now instead, if it has restated anything: the last of its restatements.
    pub restated: Option<Restated>,
}

/// A restated baseline or target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Restated {
    /// Where the indicator stood, as it is said now.
    pub baseline: Option<Figure>,
    /// Where it shall stand, as it is said now.
    pub target: Option<Figure>,
    /// By when, as it is said now.
    pub due_on: Option<Day>,
    /// Why.
    pub reason: String,
    /// When it was restated.
    pub restated_at: Timestamp,
}

/// The end of a listing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Delisting {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
    /// What the holders get.
    pub holders: Holders,
    /// The price of a buy-out.
    pub price: Option<Price>,
    /// Units bought back so far.
    pub bought: Quantity,
    /// What was paid for them.
    pub paid: Money,
}

/// The life of a listed company.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LifeView {
    /// What it failed in, oldest first.
    pub lapses: Vec<LapseView>,
    /// The yearly tests of its mission.
    pub activity: Vec<ActivityView>,
    /// Targets of which more is known than the dossier says.
    pub targets: Vec<TargetView>,
    /// When a suspension was last lifted.
    pub resumed_at: Option<Timestamp>,
    /// The first auction with a trade since then.
    pub traded_again_at: Option<Timestamp>,
    /// The end of its listing.
    pub delisting: Option<Delisting>,
}

impl LifeView {
    /// The gravest sanction that holds now.
    #[must_use]
    pub fn sanction(&self) -> Option<Sanction> {
        let open = self.lapses.iter().filter(|lapse| lapse.cured_at.is_none());
        open.flat_map(|lapse| &lapse.sanctions).map(|imposed| imposed.sanction).max()
    }

    /// Where the target of an objective stands, if more is known than the dossier says.
    #[must_use]
    pub fn target(&self, objective: &Code) -> Option<&TargetView> {
        self.targets.iter().find(|target| target.objective == *objective)
    }

    pub(super) fn fold(&mut self, event: &Event) {
        let at = event.time;
        match &event.fact {
            Fact::LapseBegan { lapse, kind, subject, since, ladder, .. } => self.lapses.push(LapseView {
                lapse: *lapse,
                kind: *kind,
                subject: subject.clone(),
                since: *since,
                ladder: ladder.clone(),
                sanctions: Vec::new(),
                cured_at: None,
            }),
            Fact::Sanctioned { lapse, sanction, .. } => {
                let sanction = Imposed { sanction: *sanction, at };
                self.lapse(*lapse).into_iter().for_each(|view| view.sanctions.push(sanction));
            }
            Fact::LapseCured { lapse, .. } => {
                let was = self.sanction();
                self.lapse(*lapse).into_iter().for_each(|view| view.cured_at = Some(at));
                if was >= Some(Sanction::Suspension) && self.sanction() < Some(Sanction::Suspension) {
                    (self.resumed_at, self.traded_again_at) = (Some(at), None);
                }
            }
            Fact::ActivityTested { period_ends_on, revenue_share, disadvantaged_share, passed, shortfalls, .. } => {
                self.activity.push(ActivityView {
                    period_ends_on: *period_ends_on,
                    revenue_share: *revenue_share,
                    disadvantaged_share: *disadvantaged_share,
                    passed: *passed,
                    shortfalls: shortfalls.clone(),
                    reported_at: at,
                });
            }
            Fact::TargetJudged { objective, standing, .. } => self.target_of(objective).standing = *standing,
            Fact::TargetRestated { objective, baseline, target, due_on, reason, .. } => {
                let (baseline, target, due_on, reason) = (*baseline, *target, *due_on, reason.clone());
                let restated = Restated { baseline, target, due_on, reason, restated_at: at };
                self.target_of(objective).restated = Some(restated);
            }
            Fact::Delisted { reason, holders, price, .. } => {
                let (reason, holders, price) = (reason.clone(), *holders, *price);
                let (bought, paid) = (Quantity::ZERO, Money::ZERO);
                self.delisting = Some(Delisting { at, reason, holders, price, bought, paid });
            }
            _ => {}
        }
    }

    /// An auction in the company's instrument has traded.
    pub(super) fn traded_in_auction(&mut self, at: Timestamp) {
        if self.resumed_at.is_some() {
            self.traded_again_at.get_or_insert(at);
        }
    }

    /// Units of a holder were bought back.
    pub(super) fn bought_out(&mut self, quantity: Quantity, paid: Money) {
        if let Some(delisting) = &mut self.delisting {
            delisting.bought = delisting.bought.checked_add(quantity).unwrap_or(delisting.bought);
            delisting.paid = delisting.paid.checked_add(paid).unwrap_or(delisting.paid);
        }
    }

    fn lapse(&mut self, number: u32) -> Option<&mut LapseView> {
        self.lapses.iter_mut().find(|view| view.lapse == number)
    }

    fn target_of(&mut self, objective: &Code) -> &mut TargetView {
        let known = self.targets.iter().position(|target| target.objective == *objective);
        let at = known.unwrap_or_else(|| {
            let objective = objective.clone();
            self.targets.push(TargetView { objective, standing: TargetStanding::Open, restated: None });
            self.targets.len() - 1
        });
        &mut self.targets[at]
    }
}
