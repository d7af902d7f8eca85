//! What an impact link makes of the terms of an instrument once its result is looked at.

use crate::domain::{
    Beneficiary, Code, Day, ImpactLinkKind, LinkGround, LinkResult, Money, Pledge, Price, Quantity, Rate, SCALE,
    TargetStanding,
};

use super::times;

/// Par, in percent of the nominal.
const PAR: i64 = 100 * SCALE as i64;

/// A link that is whole: everything that decides about a payment is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What changes, and who gives.
    pub kind: ImpactLinkKind,
    /// Code of the objective whose target decides.
    pub objective: Code,
    /// The day at whose end the result is looked at.
    pub observed_on: Day,
    /// By how much; see [`ImpactLinkKind`].
    pub effect: Rate,
    /// What counts when no confirmed figure tells.
    pub if_unverified: LinkResult,
    /// What counts when the target was reached after its day.
    pub if_late: LinkResult,
    /// How a donation is secured.
    pub pledge: Pledge,
    /// Who makes an outcome payment, and the most that it comes to.
    pub payer: Option<(Code, Money)>,
    /// Who receives an outcome payment.
    pub beneficiary: Beneficiary,
}

impl Link {
    /// As what a target counts, and why.
    #[must_use]
    pub const fn result(&self, standing: TargetStanding) -> (LinkResult, LinkGround) {
        match standing {
            TargetStanding::Met => (LinkResult::Met, LinkGround::Verified),
            TargetStanding::Missed => (LinkResult::Missed, LinkGround::Verified),
            TargetStanding::Late => (self.if_late, LinkGround::Late),
            TargetStanding::Open => (self.if_unverified, LinkGround::Unverified),
        }
    }

    /// Whether somebody gives upon this result.
    #[must_use]
    pub fn bites(&self, result: LinkResult) -> bool {
        self.kind.gives().1 == result
    }

    /// The yearly coupon after the result, never below zero; nothing where it stays as it is.
    #[must_use]
    pub fn coupon_after(&self, rate: Rate, result: LinkResult) -> Option<Rate> {
        if !self.bites(result) {
            return None;
        }
        let points = match self.kind {
            ImpactLinkKind::CouponStepUp => rate.scaled().saturating_add(self.effect.scaled()),
            ImpactLinkKind::CouponStepDown => rate.scaled().saturating_sub(self.effect.scaled()).max(0),
            _ => return None,
        };
        Some(Rate::basis_points(points))
    }

    /// The highest yearly coupon that the bond may come to pay, while its result is not known.
    #[must_use]
    pub fn highest_coupon(&self, rate: Rate) -> Rate {
        self.coupon_after(rate, LinkResult::Missed).unwrap_or(rate).max(rate)
    }

    /// At how many percent of its nominal the bond is paid back after the result.
    #[must_use]
    pub fn redemption_price(&self, result: LinkResult) -> Price {
        let points = self.effect.scaled().saturating_mul(100);
        Price::from_scaled(match self.kind {
            ImpactLinkKind::RedemptionPremium if self.bites(result) => PAR.saturating_add(points),
            ImpactLinkKind::RedemptionDiscount if self.bites(result) => PAR.saturating_sub(points).max(0),
            _ => PAR,
        })
    }

    /// What the holder of one bond has promised to give when the target is reached: the effect's part of its nominal,
    /// rounded half away from zero to the cent. Zero where the holder promises nothing; nothing on overflow.
    #[must_use]
    pub fn donation(&self, nominal: Money) -> Option<Money> {
        if self.kind == ImpactLinkKind::Donation { nominal.share(self.effect) } else { Some(Money::ZERO) }
    }

    /// What a third party puts into escrow for so many units of this value: the effect's part of it, to the cent, and
    /// never more than its maximum. Nothing without a payer, or on overflow.
    #[must_use]
    pub fn outcome(&self, value: Money, units: Quantity) -> Option<(&Code, Money)> {
        let (payer, maximum) = self.payer.as_ref().filter(|_| self.kind == ImpactLinkKind::OutcomePayment)?;
        Some((payer, times(value, units)?.share(self.effect)?.min(*maximum)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(kind: ImpactLinkKind, effect: &str) -> Link {
        Link {
            kind,
            objective: "places".parse().expect("a code"),
            observed_on: "2029-12-31".parse().expect("a day"),
            effect: effect.parse().expect("a rate"),
            if_unverified: LinkResult::Missed,
            if_late: LinkResult::Missed,
            pledge: Pledge::Escrow,
            payer: Some(("outcome-fund-1".parse().expect("a code"), Money::euro(60_000))),
            beneficiary: Beneficiary::Issuer,
        }
    }

    fn rate(text: &str) -> Rate {
        text.parse().expect("a rate")
    }

    #[test]
    fn only_a_confirmed_figure_in_time_meets_a_target_unless_the_terms_say_more() {
        let strict = link(ImpactLinkKind::Donation, "0.01");
        let cases = [
            (TargetStanding::Met, LinkResult::Met, LinkGround::Verified),
            (TargetStanding::Missed, LinkResult::Missed, LinkGround::Verified),
            (TargetStanding::Late, LinkResult::Missed, LinkGround::Late),
            (TargetStanding::Open, LinkResult::Missed, LinkGround::Unverified),
        ];
        for (standing, result, ground) in cases {
            assert_eq!(strict.result(standing), (result, ground));
        }
        let lenient = Link { if_late: LinkResult::Met, if_unverified: LinkResult::Met, ..strict };
        assert_eq!(lenient.result(TargetStanding::Late), (LinkResult::Met, LinkGround::Late));
        assert_eq!(lenient.result(TargetStanding::Open), (LinkResult::Met, LinkGround::Unverified));
    }

    #[test]
    fn a_coupon_rises_on_a_miss_and_falls_on_a_success_and_never_below_zero() {
        let up = link(ImpactLinkKind::CouponStepUp, "0.0025");
        assert_eq!(up.coupon_after(rate("0.04"), LinkResult::Missed), Some(rate("0.0425")));
        assert_eq!(up.coupon_after(rate("0.04"), LinkResult::Met), None);
        assert_eq!(up.highest_coupon(rate("0.04")), rate("0.0425"));
        let down = link(ImpactLinkKind::CouponStepDown, "0.0025");
        assert_eq!(down.coupon_after(rate("0.04"), LinkResult::Met), Some(rate("0.0375")));
        assert_eq!(down.coupon_after(rate("0.04"), LinkResult::Missed), None);
        assert_eq!(down.coupon_after(rate("0.002"), LinkResult::Met), Some(Rate::ZERO));
        assert_eq!(down.highest_coupon(rate("0.04")), rate("0.04"));
    }

    #[test]
    fn a_bond_is_paid_back_above_par_on_a_miss_or_below_it_on_a_success() {
        let price = |kind, result| link(kind, "0.015").redemption_price(result).to_string();
        assert_eq!(price(ImpactLinkKind::RedemptionPremium, LinkResult::Missed), "101.5");
        assert_eq!(price(ImpactLinkKind::RedemptionPremium, LinkResult::Met), "100");
        assert_eq!(price(ImpactLinkKind::RedemptionDiscount, LinkResult::Met), "98.5");
        assert_eq!(price(ImpactLinkKind::RedemptionDiscount, LinkResult::Missed), "100");
        assert_eq!(price(ImpactLinkKind::Donation, LinkResult::Met), "100");
    }

    #[test]
    fn what_is_promised_is_a_part_of_the_nominal_and_an_outcome_has_a_maximum() {
        let donation = link(ImpactLinkKind::Donation, "0.0125");
        assert_eq!(donation.donation(Money::euro(1000)).expect("small").to_string(), "12.5");
        assert_eq!(donation.outcome(Money::euro(1000), Quantity::new(10)), None);
        let outcome = link(ImpactLinkKind::OutcomePayment, "0.02");
        assert_eq!(outcome.donation(Money::euro(1000)), Some(Money::ZERO));
        let due = |units| outcome.outcome(Money::euro(1000), Quantity::new(units)).map(|(_, due)| due);
        assert_eq!(due(1_000), Some(Money::euro(20_000)));
        assert_eq!(due(3_000), Some(Money::euro(60_000)), "just the maximum");
        assert_eq!(due(3_001), Some(Money::euro(60_000)), "and never more");
    }
}
