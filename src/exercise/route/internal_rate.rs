//! The yearly rate at which what comes in equals what goes out: exact integers, no floats.

use crate::domain::{Money, Rate};

/// Digits beyond those of money that the compounding keeps.
const FINE: i128 = 1_000_000;
/// The highest rate that is looked for: 1000% a year.
const HIGHEST: i64 = 100_000;

/// The yearly rate, to the basis point, at which `received` today is worth what is paid at the end of each year. Half a
/// basis point either way. Nothing where nothing is received, where less is paid in all than was received (the rate
/// would be below zero), or where the rate is above 1000%.
#[must_use]
pub fn internal_rate(received: Money, paid: &[Money]) -> Option<Rate> {
    if received <= Money::ZERO || paid.is_empty() {
        return None;
    }
    let left = |points: i64| still_owed(received, paid, points);
    if left(0)? > 0 || left(HIGHEST)? < 0 {
        return None;
    }
    // What is still owed at the end grows with the rate: the turn lies between the two bounds.
    let (mut low, mut high) = (0, HIGHEST);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if left(middle)? <= 0 { low = middle } else { high = middle }
    }
    let nearer = if left(low)?.abs() <= left(high)?.abs() { low } else { high };
    Some(Rate::basis_points(nearer))
}

/// What is still owed after the last year of a debt that grows at so many basis points; below zero where too much was
/// paid.
fn still_owed(received: Money, paid: &[Money], points: i64) -> Option<i128> {
    let factor = 10_000 + i128::from(points);
    let mut owed = received.scaled().checked_mul(FINE)?;
    for money in paid {
        owed = owed.checked_mul(factor)?.div_euclid(10_000).checked_sub(money.scaled().checked_mul(FINE)?)?;
    }
    Some(owed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bond_at_par_costs_its_coupon_and_at_a_discount_more() {
        let paid = [50, 50, 50, 50, 1050].map(Money::euro);
        assert_eq!(internal_rate(Money::euro(1000), &paid), Some(Rate::basis_points(500)));
        // Yield of a five-year 5% bond at 95: 6.19%, as any table of bond yields has it.
        assert_eq!(internal_rate(Money::euro(950), &paid), Some(Rate::basis_points(619)));
        assert_eq!(internal_rate(Money::euro(1000), &[Money::euro(1210)]), Some(Rate::basis_points(2100)));
    }

    #[test]
    fn where_there_is_no_rate_none_is_told() {
        assert_eq!(internal_rate(Money::ZERO, &[Money::euro(1)]), None);
        assert_eq!(internal_rate(Money::euro(100), &[Money::euro(99)]), None);
        assert_eq!(internal_rate(Money::euro(1), &[Money::euro(100)]), None);
        assert_eq!(internal_rate(Money::euro(100), &[Money::euro(100)]), Some(Rate::ZERO));
    }
}
