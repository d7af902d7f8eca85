//! What a company may pay its holders out of a year's profit, to the cent.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::{Money, Quantity, Rate, SCALE};

use super::times;

/// What the law and the statute let a company distribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DividendLimits {
    /// Whether the statute lets nothing be paid out at all.
    pub forbidden: bool,
    /// The part of a year's profit that everything paid out must stay below: equal is too much.
    pub below: Option<Rate>,
    /// The part of a year's profit that everything paid out may come up to.
    pub share: Option<Rate>,
    /// The part of the capital paid in that a year's dividend may come up to.
    pub on_capital: Option<Rate>,
}

/// A year's profit, and what has been made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Profit {
    /// The profit of the year after tax; negative for a loss.
    pub profit: Money,
    /// Losses of earlier years that are still to be covered; deducted first.
    pub losses: Money,
    /// What was declared for holders out of it before, for one unit.
    pub per_unit: Money,
    /// What was declared out of it before, in all.
    pub declared: Money,
}

impl Profit {
    /// What is left of the year's profit once earlier losses are covered; never below zero.
    #[must_use]
    pub fn distributable(&self) -> Money {
        self.profit.checked_sub(self.losses).unwrap_or_default().max(Money::ZERO)
    }
}

/// A dividend that is proposed: how much of it goes to holders and how much to the purpose, for one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dividend {
    /// To the holder of one unit.
    pub to_holder: Money,
    /// To the company's purpose, for each unit (dividendo misto).
    pub to_purpose: Money,
    /// Units that share in it: those on the market and those outside it.
    pub units: Quantity,
    /// What was paid in for one unit.
    pub paid_in: Money,
}

/// Why a dividend cannot be declared. The first that applies, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DividendFault {
    /// Nothing, or less.
    Nothing,
    /// The statute lets nothing be paid out.
    Forbidden,
    /// More than the profit that is left.
    BeyondProfit,
    /// As much as the part of the profit that it must stay below, or more; or more than the statute's part.
    BeyondShare,
    /// More than the cap on the capital paid in.
    BeyondCapital,
    /// Too large to count.
    Overflow,
}

impl DividendFault {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nothing => "no_dividend",
            Self::Forbidden => "dividend_forbidden",
            Self::BeyondProfit => "dividend_beyond_profit",
            Self::BeyondShare => "dividend_beyond_share",
            Self::BeyondCapital => "dividend_beyond_capital",
            Self::Overflow => "overflow",
        }
    }
}

impl fmt::Display for DividendFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "a dividend is more than nothing",
            Self::Forbidden => "the statute lets no profit be paid out",
            Self::BeyondProfit => "the dividend is more than what is left of the year's profit: declare less",
            Self::BeyondShare => {
                "the dividend reaches the part of the year's profit that holders may not have: declare less"
            }
            Self::BeyondCapital => "the dividend is above the cap on the capital paid in: declare less",
            Self::Overflow => "the value is too large to count",
        })
    }
}

impl std::error::Error for DividendFault {}

impl Dividend {
    /// A dividend of so much a unit, of which holders get all, or under a mixed dividend no more than a part of what was
    /// paid in: the rest goes to the purpose. The part is rounded down to 1/10,000 of a euro.
    #[must_use]
    pub fn split(per_unit: Money, units: Quantity, paid_in: Money, holders_part: Option<Rate>) -> Self {
        let most = holders_part.and_then(|part| {
            let product = paid_in.scaled().checked_mul(i128::from(part.scaled()))?;
            Some(Money::from_scaled(product.div_euclid(i128::from(SCALE))))
        });
        let to_holder = most.map_or(per_unit, |most| per_unit.min(most));
        let to_purpose = per_unit.checked_sub(to_holder).unwrap_or_default();
        Self { to_holder, to_purpose, units, paid_in }
    }

    /// What holders get in all. Nothing on overflow.
    #[must_use]
    pub fn holders_total(&self) -> Option<Money> {
        times(self.to_holder, self.units)
    }

    /// What it takes in all. Nothing on overflow.
    #[must_use]
    pub fn total(&self) -> Option<Money> {
        self.holders_total()?.checked_add(times(self.to_purpose, self.units)?)
    }

    /// Whether it may be declared out of this profit. Limits bind what holders get; the profit binds all of it.
    ///
    /// # Errors
    /// The first [`DividendFault`].
    pub fn check(&self, profit: &Profit, limits: &DividendLimits) -> Result<(), DividendFault> {
        let overflow = DividendFault::Overflow;
        let total = self.total().ok_or(overflow)?;
        if total <= Money::ZERO {
            return Err(DividendFault::Nothing);
        }
        if limits.forbidden {
            return Err(DividendFault::Forbidden);
        }
        let left = profit.distributable();
        if total.checked_add(profit.declared).ok_or(overflow)? > left {
            return Err(DividendFault::BeyondProfit);
        }
        let before = times(profit.per_unit, self.units).ok_or(overflow)?;
        let to_holders = self.holders_total().and_then(|total| total.checked_add(before)).ok_or(overflow)?;
        let scaled = |amount: Money, part: i64| amount.scaled().checked_mul(i128::from(part)).ok_or(overflow);
        let paid_out = scaled(to_holders, Rate::ONE.scaled())?;
        for (part, strictly) in [(limits.below, true), (limits.share, false)] {
            let Some(part) = part else { continue };
            let most = scaled(left, part.scaled())?;
            if paid_out > most || (strictly && paid_out == most) {
                return Err(DividendFault::BeyondShare);
            }
        }
        if let Some(cap) = limits.on_capital {
            let per_unit = self.to_holder.checked_add(profit.per_unit).ok_or(overflow)?;
            if scaled(per_unit, Rate::ONE.scaled())? > scaled(self.paid_in, cap.scaled())? {
                return Err(DividendFault::BeyondCapital);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        text.parse().expect("money")
    }

    fn rate(text: &str) -> Option<Rate> {
        Some(text.parse().expect("a rate"))
    }

    fn dividend(per_unit: &str, units: u64) -> Dividend {
        Dividend::split(money(per_unit), Quantity::new(units), Money::euro(1), None)
    }

    fn out_of(profit: &str) -> Profit {
        Profit { profit: money(profit), ..Profit::default() }
    }

    /// D.Lgs. 112/2017 art. 3: a part of the yearly profit *below* one half, after the losses of earlier years.
    #[test]
    fn a_social_enterprise_pays_out_less_than_half() {
        let law = DividendLimits { below: rate("0.5"), ..DividendLimits::default() };
        let thousand = |per_unit| dividend(per_unit, 100).check(&out_of("1000"), &law);
        assert_eq!(thousand("4.9999"), Ok(()));
        assert_eq!(thousand("5"), Err(DividendFault::BeyondShare), "half is not less than half");
        assert_eq!(thousand("5.0001"), Err(DividendFault::BeyondShare));
        let with_losses = Profit { losses: money("200"), ..out_of("1000") };
        assert_eq!(dividend("3.9999", 100).check(&with_losses, &law), Ok(()));
        assert_eq!(dividend("4", 100).check(&with_losses, &law), Err(DividendFault::BeyondShare));
        let before = Profit { per_unit: money("2"), declared: money("200"), ..out_of("1000") };
        assert_eq!(dividend("2.9999", 100).check(&before, &law), Ok(()));
        assert_eq!(dividend("3", 100).check(&before, &law), Err(DividendFault::BeyondShare));
    }

    /// The same article, and art. 2514 c.c. for cooperatives: not above the best postal bonds and 2.5 points.
    #[test]
    fn a_dividend_comes_up_to_the_cap_on_capital_and_not_above_it() {
        let law = DividendLimits { on_capital: rate("0.055"), ..DividendLimits::default() };
        let of_ten = |per_unit: &str| {
            let dividend = Dividend { paid_in: Money::euro(10), ..dividend(per_unit, 100) };
            dividend.check(&out_of("1000"), &law)
        };
        assert_eq!(of_ten("0.55"), Ok(()), "equal is not above");
        assert_eq!(of_ten("0.56"), Err(DividendFault::BeyondCapital), "a cent above is");
        assert_eq!(of_ten("0.5501"), Err(DividendFault::BeyondCapital));
        let before = Profit { per_unit: money("0.5"), declared: money("50"), ..out_of("1000") };
        let more = |per_unit| Dividend { paid_in: Money::euro(10), ..dividend(per_unit, 100) }.check(&before, &law);
        assert_eq!(more("0.05"), Ok(()));
        assert_eq!(more("0.06"), Err(DividendFault::BeyondCapital));
    }

    #[test]
    fn nobody_pays_out_more_than_the_profit_or_than_the_statute_lets() {
        let free = DividendLimits::default();
        assert_eq!(dividend("10", 100).check(&out_of("1000"), &free), Ok(()));
        assert_eq!(dividend("10.01", 100).check(&out_of("1000"), &free), Err(DividendFault::BeyondProfit));
        assert_eq!(dividend("0.01", 1).check(&out_of("-5"), &free), Err(DividendFault::BeyondProfit));
        assert_eq!(dividend("0", 100).check(&out_of("1000"), &free), Err(DividendFault::Nothing));
        let none = DividendLimits { forbidden: true, ..free };
        assert_eq!(dividend("1", 100).check(&out_of("1000"), &none), Err(DividendFault::Forbidden));
        let third = DividendLimits { share: rate("0.3"), ..free };
        assert_eq!(dividend("3", 100).check(&out_of("1000"), &third), Ok(()), "the statute's words include it");
        assert_eq!(dividend("3.0001", 100).check(&out_of("1000"), &third), Err(DividendFault::BeyondShare));
    }

    #[test]
    fn of_a_mixed_dividend_holders_have_no_more_than_their_part() {
        let mixed = |per_unit: &str| {
            let split = Dividend::split(money(per_unit), Quantity::new(100), Money::euro(10), rate("0.04"));
            (split.to_holder.to_string(), split.to_purpose.to_string(), split.total())
        };
        assert_eq!(mixed("1"), ("0.4".into(), "0.6".into(), Some(Money::euro(100))));
        assert_eq!(mixed("0.4"), ("0.4".into(), "0".into(), Some(Money::euro(40))));
        assert_eq!(mixed("0.3"), ("0.3".into(), "0".into(), Some(Money::euro(30))));
        // What goes to the purpose is bound by the profit alone.
        let law = DividendLimits { below: rate("0.5"), on_capital: rate("0.04"), ..DividendLimits::default() };
        let split = Dividend::split(money("1"), Quantity::new(100), Money::euro(10), rate("0.04"));
        assert_eq!(split.check(&out_of("100"), &law), Ok(()));
        assert_eq!(split.check(&out_of("99.99"), &law), Err(DividendFault::BeyondProfit));
    }
}
