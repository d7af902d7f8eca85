//! What an instrument is worth to who asks a certain return: its cash flows, discounted at that return.
//!
//! The price of the offer is taken to be fair for who asks the market's return. Whoever gives up a part of that return
//! discounts the same cash flows at less and comes to a higher price: how much higher follows from the instrument, and no
//! class has a mark-up of its own.

#![expect(clippy::float_arithmetic, reason = "agents reckon in floats; what they send is rounded to the tick")]

use super::trader::{price_to_f64, rate, to_f64};
use crate::domain::{Calendar, Day, Timestamp};
use crate::engine::{MarketReturn, World};
use crate::projection::{BondView, InstrumentView};

/// Seconds of a mean year.
const YEAR: f64 = 365.25 * 86_400.0;

/// What all investors hold the market to be.
#[derive(Debug, Clone)]
pub(super) struct Fairness {
    share_return: f64,
    horizon: f64,
    impact_a_year: f64,
    calendar: Calendar,
}

impl Fairness {
    pub(super) fn of(world: &World) -> Self {
        let MarketReturn { share_return, share_horizon_years, impact_a_year } = &world.findings.valuation;
        Self {
            share_return: rate(share_return.value.scaled()),
            horizon: f64::from(share_horizon_years.value),
            impact_a_year: rate(impact_a_year.value.scaled()),
            calendar: world.calendar.clone(),
        }
    }

    /// The exchange's day of an instant.
    pub(super) fn day(&self, now: Timestamp) -> Day {
        self.calendar.day(now)
    }

    /// What is given up where no return is asked.
    pub(super) const fn share_return(&self) -> f64 {
        self.share_return
    }

    /// The return given up that makes a share worth so much more than its price: 0.03 are 3%.
    pub(super) fn return_for(&self, ratio: f64) -> f64 {
        let asked = (1.0 + self.share_return) / libm::pow(1.0 + ratio, 1.0 / self.horizon) - 1.0;
        self.share_return - asked
    }

    /// How much more than the offer's price a share is worth to who gives up this return: 0 for nothing given up.
    pub(super) fn premium(&self, given_up: f64) -> f64 {
        libm::pow((1.0 + self.share_return) / (1.0 + self.share_return - given_up), self.horizon) - 1.0
    }

    /// The clean price, in 1/10,000, at which what a unit still pays earns the return that is asked: the market's, less
    /// what is given up.
    pub(super) fn worth(&self, view: &InstrumentView, now: Timestamp, given_up: f64) -> f64 {
        let issue = price_to_f64(view.issue_price);
        if let Some(bond) = view.interest {
            let asked = self.bond_return(view) - given_up;
            let clean = BondView::clean_price(&bond, asked, self.calendar.day(now));
            return clean.map_or(issue, |percent| percent * 10_000.0);
        }
        let (since, left) = self.years(view, now);
        let at_the_end = issue * libm::pow(1.0 + self.share_return, since + left);
        at_the_end / libm::pow(1.0 + self.share_return - given_up, left)
    }

    /// What the impact of so much progress is worth until the end of the horizon, as a part of the price of the offer, when
    /// each euro of it counts as one.
    pub(super) fn impact_worth(&self, view: &InstrumentView, now: Timestamp, progress: f64) -> f64 {
        let (_, left) = self.years(view, now);
        let annuity = (1.0 - libm::pow(1.0 + self.share_return, -left)) / self.share_return.max(1e-9);
        self.impact_a_year * progress * annuity
    }

    /// The return that the market asks of a bond: what it yielded at its issue. At par that is its coupon.
    fn bond_return(&self, view: &InstrumentView) -> f64 {
        let Some(bond) = view.interest else { return self.share_return };
        let at_par = view.issue_price.scaled() == 1_000_000;
        let issued = || BondView::on(bond, view.issue_price, bond.issued_on).yield_to_maturity;
        let yielded = if at_par { Some(bond.rate) } else { issued() };
        rate(yielded.unwrap_or(bond.rate).scaled())
    }

    /// Years since the listing, and years until the money comes back: at least one.
    fn years(&self, view: &InstrumentView, now: Timestamp) -> (f64, f64) {
        let since = (to_f64(now.nanos() - view.listed_at.nanos()) / 1e9 / YEAR).max(0.0);
        let horizon = view.interest.map_or(self.horizon, |bond| {
            f64::from(self.calendar.day(view.listed_at).days_until(bond.matures_on)) / 365.25
        });
        (since, (horizon - since).max(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load;

    fn fairness() -> Fairness {
        Fairness::of(&load(None).expect("the shipped scenario"))
    }

    #[test]
    fn points_of_return_become_a_premium_by_discounting() {
        let fairness = fairness();
        // Base return 10%, one cash flow after five years: 2.5 points are 12.2%, 3.7 points 18.7% (own arithmetic).
        assert!((fairness.premium(0.025) - 0.122).abs() < 0.001, "{}", fairness.premium(0.025));
        assert!((fairness.premium(0.037) - 0.187).abs() < 0.001, "{}", fairness.premium(0.037));
        assert!(fairness.premium(0.0).abs() < 1e-12);
        assert!((fairness.premium(0.10) - 0.610_51).abs() < 1e-9, "no return asked: the whole of 1.1 to the fifth");
        let for_three = fairness.return_for(0.03);
        assert!((fairness.premium(for_three) - 0.03).abs() < 1e-12, "{for_three}");
    }
}
