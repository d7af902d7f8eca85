//! An amount of money among holders, in proportion to what they hold, to the cent and whole.

use std::cmp::Reverse;

use crate::domain::{AccountId, Money, Quantity, SCALE};

/// A cent, in 1/10,000 of a euro.
const CENT: i128 = SCALE as i128 / 100;

/// Shares an amount out in whole cents, in proportion to units held: each share is rounded down, and the cents that this
/// leaves go one each to the largest remainders, among equal ones to the lower account number. What is smaller than a
/// cent stays with whoever gives. Nothing goes to nobody: without units the list is empty.
///
/// Nothing on overflow, or for a negative amount.
#[must_use]
pub fn share_out(amount: Money, holders: &[(AccountId, Quantity)]) -> Option<Vec<(AccountId, Money)>> {
    let cents = amount.scaled().checked_div(CENT).filter(|&cents| cents >= 0)?;
    let total: i128 = holders.iter().map(|(_, units)| i128::from(units.units())).sum();
    if total == 0 {
        return Some(Vec::new());
    }
    let mut shares = Vec::with_capacity(holders.len());
    for &(account, units) in holders {
        let product = cents.checked_mul(i128::from(units.units()))?;
        shares.push((account, product / total, product % total));
    }
    let mut left = cents - shares.iter().map(|&(_, share, _)| share).sum::<i128>();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|&at| (Reverse(shares[at].2), shares[at].0));
    for at in order {
        // The shares lose less than a cent each: there are fewer cents left than shares with a remainder.
        if left == 0 {
            break;
        }
        shares[at].1 += 1;
        left -= 1;
    }
    Some(shares.into_iter().map(|(account, cents, _)| (account, Money::from_scaled(cents * CENT))).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn holders(units: &[u64]) -> Vec<(AccountId, Quantity)> {
        (0u32..).zip(units).map(|(number, &units)| (AccountId(number), Quantity::new(units))).collect()
    }

    fn shares(amount: &str, units: &[u64]) -> Vec<String> {
        let shares = share_out(amount.parse().expect("money"), &holders(units)).expect("small");
        shares.into_iter().map(|(_, share)| share.to_string()).collect()
    }

    #[test]
    fn cents_that_rounding_leaves_go_to_the_largest_remainders() {
        assert_eq!(shares("100", &[1, 1, 1]), ["33.34", "33.33", "33.33"]);
        assert_eq!(shares("0.05", &[47, 16, 25, 12]), ["0.02", "0.01", "0.01", "0.01"]);
        assert_eq!(shares("0.02", &[0, 5]), ["0", "0.02"]);
        assert_eq!(shares("10", &[]), Vec::<String>::new());
        assert_eq!(shares("1.0099", &[1]), ["1"], "less than a cent is not paid");
        assert_eq!(share_out(Money::euro(-1), &holders(&[1])), None);
    }

    proptest! {
        #[test]
        fn nothing_is_made_or_lost_and_nobody_is_a_cent_off(
            cents in 0i128..1_000_000_000_000, units in prop::collection::vec(0u64..1_000_000, 1..30),
        ) {
            let total: i128 = units.iter().copied().map(i128::from).sum();
            prop_assume!(total > 0);
            let shares = share_out(Money::from_scaled(cents * CENT), &holders(&units)).expect("small");
            let sum: Money = shares.iter().map(|&(_, share)| share).sum();
            prop_assert_eq!(sum.scaled(), cents * CENT);
            for ((_, share), units) in shares.iter().zip(units) {
                let exact = cents * i128::from(units);
                prop_assert!((share.scaled() / CENT * total).abs_diff(exact) < total.unsigned_abs());
            }
        }
    }
}
