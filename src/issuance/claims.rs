//! What an estate pays on the claims against it: by rank, and within a rank in proportion.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{Money, Rank, SCALE};

/// A cent, in 1/10,000 of a euro.
const CENT: i128 = SCALE as i128 / 100;

/// A claim on a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RankedClaim {
    /// When it is paid.
    #[serde(default)]
    pub rank: Rank,
    /// How much, in EUR.
    pub amount: Money,
}

/// What an estate pays on each claim, in their order: all claims of a rank before any of the next, and where a rank cannot
/// be paid whole, each of its claims the same part of itself and the later ranks nothing (par condicio creditorum, art. 2741
/// c.c.). Each payment is rounded down to the cent; what that leaves stays in the estate.
///
/// Nothing on overflow, or where an amount is negative.
#[must_use]
pub fn pay_by_rank(estate: Money, claims: &[RankedClaim]) -> Option<Vec<Money>> {
    let mut left = estate.scaled();
    if left < 0 || claims.iter().any(|claim| claim.amount < Money::ZERO) {
        return None;
    }
    let mut paid = vec![Money::ZERO; claims.len()];
    for rank in Rank::ALL {
        let of_rank = || claims.iter().enumerate().filter(move |(_, claim)| claim.rank == rank);
        let total = of_rank().try_fold(0_i128, |sum, (_, claim)| sum.checked_add(claim.amount.scaled()))?;
        let is_whole = total <= left;
        let there = left;
        for (at, claim) in of_rank() {
            let due = claim.amount.scaled();
            let part = if is_whole { due } else { due.checked_mul(there)? / total };
            paid[at] = Money::from_scaled(part - part % CENT);
            left -= paid[at].scaled();
        }
        if !is_whole {
            break;
        }
    }
    Some(paid)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use Rank::{Senior, Subordinated};

    fn claims(amounts: &[(Rank, i64)]) -> Vec<RankedClaim> {
        amounts.iter().map(|&(rank, euro)| RankedClaim { rank, amount: Money::euro(euro) }).collect()
    }

    fn paid(estate: i64, amounts: &[(Rank, i64)]) -> Vec<String> {
        let paid = pay_by_rank(Money::euro(estate), &claims(amounts)).expect("fits");
        paid.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_rank_is_paid_whole_before_the_next_sees_a_cent() {
        let all = [(Subordinated, 300), (Senior, 100), (Senior, 200)];
        assert_eq!(paid(0, &all), ["0", "0", "0"]);
        assert_eq!(paid(100, &all), ["0", "33.33", "66.66"], "a third each, and a cent is left");
        assert_eq!(paid(300, &all), ["0", "100", "200"]);
        assert_eq!(paid(301, &all), ["1", "100", "200"]);
        assert_eq!(paid(600, &all), ["300", "100", "200"]);
        assert_eq!(paid(10_000, &all), ["300", "100", "200"], "nobody gets more than its claim");
        assert_eq!(pay_by_rank(Money::euro(-1), &claims(&all)), None);
        assert_eq!(pay_by_rank(Money::euro(1), &claims(&[(Senior, -1)])), None);
    }

    /// The plain way, a rank at a time and in fractions: what each claim gets lies less than a cent below its exact part.
    fn is_fair(estate: i64, amounts: &[(Rank, i64)], paid: &[i64]) -> bool {
        let mut left = estate;
        let mut fair = true;
        for rank in [Senior, Subordinated] {
            let total: i64 = amounts.iter().filter(|(of, _)| *of == rank).map(|(_, cents)| cents).sum();
            let there = left.min(total);
            for ((_, cents), paid) in amounts.iter().zip(paid).filter(|((of, _), _)| *of == rank) {
                let short = cents * there - paid * total; // of its exact part, in cents times the total
                fair &= (0..total.max(1)).contains(&short);
            }
            left -= there;
        }
        fair
    }

    proptest! {
        #[test]
        fn every_claim_gets_its_part_by_rank(
            estate in 0_i64..900,
            amounts in prop::collection::vec((prop_oneof![Just(Senior), Just(Subordinated)], 0_i64..300), 1..6),
        ) {
            let cents = |cents: i64| Money::from_scaled(i128::from(cents) * CENT);
            let ranked: Vec<_> = amounts.iter().map(|&(rank, euro)| RankedClaim { rank, amount: cents(euro) }).collect();
            let paid = pay_by_rank(cents(estate), &ranked).expect("small");
            let in_cents: Vec<i64> =
                paid.iter().map(|paid| i64::try_from(paid.scaled() / CENT).expect("small")).collect();
            prop_assert!(is_fair(estate, &amounts, &in_cents), "{:?}", in_cents);
            let sum: i128 = paid.iter().map(|paid| paid.scaled()).sum();
            prop_assert!(sum <= cents(estate).scaled());
            // What is left while somebody is owed is less than a cent for each claim.
            let owed = amounts.iter().map(|&(_, cents)| cents).sum::<i64>() > estate;
            prop_assert!(!owed || cents(estate).scaled() - sum < CENT * i128::try_from(paid.len()).expect("few"));
        }
    }
}
