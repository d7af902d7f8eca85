//! New units of an instrument that exists: its holders come before everybody else (diritto di opzione).

use std::collections::BTreeMap;

use super::{AllotmentRule, Subscription, allot};
use crate::domain::{AccountId, Quantity};

/// How many of the new units a holder may take before others: in proportion to what it holds of all units, rounded down.
/// Nothing on overflow, or where there are no units.
#[must_use]
pub fn preemptive_right(new: Quantity, held: Quantity, in_issue: Quantity) -> Option<Quantity> {
    let product = u128::from(new.units()).checked_mul(u128::from(held.units()))?;
    u64::try_from(product.checked_div(u128::from(in_issue.units()))?).ok().map(Quantity::new)
}

/// Shares new units out (art. 2441 c.c., second and third paragraph): each holder's requests are served up to its right, in
/// their order; what is left goes to what holders have asked beyond it (prelazione), then to everybody else, each time in
/// proportion (Hamilton's method). In the order of the requests.
///
/// Rights that come to more than is offered are an error of whoever computed them: what they lack is not given.
#[must_use]
pub fn allot_by_right(
    offered: Quantity,
    rights: &BTreeMap<AccountId, Quantity>,
    asked: &[Subscription],
) -> Vec<Quantity> {
    let (mut open, mut left) = (rights.clone(), offered.units());
    let mut given: Vec<u64> = Vec::with_capacity(asked.len());
    for request in asked {
        let right = open.entry(request.account).or_default();
        let served = request.units.units().min(right.units()).min(left);
        *right = Quantity::new(right.units() - served);
        left -= served;
        given.push(served);
    }
    let is_holder = |account| rights.get(&account).is_some_and(|right: &Quantity| !right.is_zero());
    for holders in [true, false] {
        let beyond = |(request, served): (&Subscription, &u64)| {
            let wanted = if is_holder(request.account) == holders { request.units.units() - served } else { 0 };
            Subscription { units: Quantity::new(wanted), ..*request }
        };
        let more: Vec<Subscription> = asked.iter().zip(&given).map(beyond).collect();
        for (at, more) in allot(AllotmentRule::ProRata, Quantity::new(left), Quantity::new(1), &more).iter().enumerate()
        {
            given[at] += more.allotted.units();
            left -= more.allotted.units();
        }
    }
    given.into_iter().map(Quantity::new).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Timestamp;

    fn asks(units: &[(u32, u64)]) -> Vec<Subscription> {
        let at = |place: i64| Timestamp::from_nanos(place);
        let request = |(place, &(account, units)): (i64, &(u32, u64))| Subscription {
            account: AccountId(account),
            units: Quantity::new(units),
            at: at(place),
        };
        (0..).zip(units).map(request).collect()
    }

    fn rights(units: &[(u32, u64)]) -> BTreeMap<AccountId, Quantity> {
        units.iter().map(|&(account, units)| (AccountId(account), Quantity::new(units))).collect()
    }

    fn given(offered: u64, held: &[(u32, u64)], asked: &[(u32, u64)]) -> Vec<u64> {
        let given = allot_by_right(Quantity::new(offered), &rights(held), &asks(asked));
        given.into_iter().map(Quantity::units).collect()
    }

    #[test]
    fn holders_come_first_and_what_they_leave_is_shared() {
        let quantity = Quantity::new;
        assert_eq!(preemptive_right(quantity(500), quantity(333), quantity(1_000)), Some(quantity(166)));
        assert_eq!(preemptive_right(quantity(500), quantity(1), quantity(0)), None);
        // One holder of 60 takes its right, one of 40 takes 10 of its own; a stranger asks for more than is left.
        assert_eq!(given(100, &[(1, 60), (2, 40)], &[(3, 200), (1, 60), (2, 10)]), [30, 60, 10]);
        // A holder that asks for more than its right comes before the stranger; two of them share the rest.
        assert_eq!(given(100, &[(1, 60), (2, 40)], &[(1, 90), (3, 30)]), [90, 10]);
        assert_eq!(given(100, &[(1, 40), (2, 20)], &[(1, 70), (2, 80), (3, 30)]), [53, 47, 0]);
        assert_eq!(given(100, &[(1, 60)], &[]), Vec::<u64>::new());
        // Two requests of one holder share one right.
        assert_eq!(given(60, &[(1, 60)], &[(1, 40), (1, 40), (2, 40)]), [40, 20, 0]);
    }

    proptest! {
        #[test]
        fn a_right_is_never_cut_and_no_more_is_given_than_there_is(
            held in prop::collection::vec(0_u64..500, 1..6),
            offered in 1_u64..800,
            others in 0_u64..300,
            asked in prop::collection::vec((0_u32..8, 0_u64..600), 0..10),
        ) {
            let in_issue = Quantity::new(held.iter().sum::<u64>() + others + 1);
            let right = |held: u64| preemptive_right(Quantity::new(offered), Quantity::new(held), in_issue);
            let rights: BTreeMap<AccountId, Quantity> =
                (0..).zip(&held).map(|(at, &held)| (AccountId(at), right(held).expect("small"))).collect();
            let wanted = asks(&asked);
            let given = allot_by_right(Quantity::new(offered), &rights, &wanted);
            let sum: u64 = given.iter().map(|given| given.units()).sum();
            let all: u64 = asked.iter().map(|&(_, units)| units).sum();
            prop_assert_eq!(sum, all.min(offered), "all that is asked, or all there is");
            for account in 0..8 {
                let of = |units: &mut dyn Iterator<Item = (u32, u64)>| -> u64 {
                    units.filter(|&(whose, _)| whose == account).map(|(_, units)| units).sum()
                };
                let asked_here = of(&mut asked.iter().copied());
                let given_here = of(&mut wanted.iter().zip(&given).map(|(one, given)| (one.account.0, given.units())));
                let right = rights.get(&AccountId(account)).map_or(0, |right| right.units());
                prop_assert!(given_here >= asked_here.min(right) && given_here <= asked_here);
            }
        }
    }
}
