//! What a class of investors does about impact, in points of return.

#![expect(clippy::float_arithmetic, reason = "agents reckon in floats; what they send is rounded to the tick")]

use super::appeal::{Appeal, Rank};
use super::tidings::Tidings;
use super::trader::rate;
use super::worth::Fairness;
use super::{Draws, Spring};
use crate::domain::{Code, Timestamp};
use crate::engine::{EmpiricalFinding, FindingFigure, InvestorGroup, Style, World};
use crate::projection::InstrumentView;

/// What an investor has for life: its own draw from its finding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Temper {
    pub(super) class: Style,
    /// Points of return, or euro for a euro, that it gives up.
    pub(super) figure: f64,
    /// The figure for harm.
    pub(super) on_harm: f64,
    /// The part of the names that it tells apart at either end of a rating.
    pub(super) share: f64,
    /// Whether it ever holds such instruments.
    pub(super) takes_part: bool,
}

impl Temper {
    /// That of a member of a group.
    pub(super) fn of(world: &World, group: &InvestorGroup, name: &Code, fairness: &Fairness) -> Self {
        let finding = world.findings.named(&group.finding).expect("the reader refuses a finding that is not there");
        let EmpiricalFinding { low, high, share, on_harm, figure, .. } = finding;
        let (low, high) = (rate(low.scaled()), rate(high.scaled()));
        let mut draws = Draws::of(Spring::of(world), &format!("{name}/temper"), 0);
        let drawn = low + (high - low) * draws.unit();
        let taking_part = draws.unit();
        let given_up = |drawn: f64| match figure {
            FindingFigure::PriceRatio => fairness.return_for(drawn),
            FindingFigure::ReturnGivenUp | FindingFigure::EuroPerEuro | FindingFigure::None => drawn,
        };
        let part = share.map_or(1.0, |share| rate(share.scaled()));
        Self {
            class: group.style,
            figure: given_up(drawn),
            on_harm: on_harm.map_or(drawn, |harm| rate(harm.scaled())),
            share: part,
            takes_part: group.style != Style::Retail || taking_part < part,
        }
    }

    /// Points of return that it gives up for a name, by what it is and by what has befallen it; below zero where it asks
    /// for more. Who asks no return asks none in a crisis either.
    pub(super) fn gives_up(&self, appeal: Appeal, tidings: Tidings, fairness: &Fairness) -> f64 {
        let own = self.gives_up_for(appeal, fairness);
        let all = if self.class == Style::Philanthropic && appeal.label { tidings.asked.max(0.0) } else { 0.0 };
        let left = if own > 0.0 { (own + all) * tidings.trust } else { own };
        left - tidings.asked
    }

    fn gives_up_for(&self, appeal: Appeal, fairness: &Fairness) -> f64 {
        let for_label = |figure: f64| if appeal.label { figure } else { 0.0 };
        match self.class {
            Style::Institutional | Style::WarmGlow | Style::Retail => for_label(self.figure),
            Style::Philanthropic => for_label(fairness.share_return()),
            Style::Intention if appeal.intention => self.figure,
            Style::Intention => -self.figure,
            Style::Category => match appeal.rank {
                Rank::Top => self.figure,
                Rank::Middle => 0.0,
                Rank::Bottom => -self.figure,
            },
            Style::FiduciaryBound | Style::Proportional | Style::LiquidityProvider | Style::Noise => 0.0,
        }
    }

    /// The clean price, in 1/10,000, that it holds to be fair for a name.
    pub(super) fn worth(
        &self,
        view: &InstrumentView,
        (appeal, tidings): (Appeal, Tidings),
        now: Timestamp,
        fairness: &Fairness,
    ) -> f64 {
        let cash = fairness.worth(view, now, self.gives_up(appeal, tidings, fairness)) * tidings.value;
        if self.class != Style::Proportional {
            return cash;
        }
        let each = if appeal.progress < 0.0 { self.on_harm } else { self.figure };
        cash * (1.0 + each * fairness.impact_worth(view, now, appeal.progress))
    }

    /// Whether it sells only when a mandate ends, and not because the price is right.
    pub(super) const fn holds_long(&self) -> bool {
        matches!(self.class, Style::Institutional | Style::WarmGlow | Style::Retail | Style::Philanthropic)
    }
}
