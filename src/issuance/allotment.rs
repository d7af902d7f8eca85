//! Who gets how much when more is asked than offered.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::domain::{AccountId, Quantity, Timestamp};

/// How an oversubscribed offer is shared out (criterio di riparto).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AllotmentRule {
    /// In proportion to what was asked, whole lots; lots left over by rounding go to the largest remainders (Hamilton's
    /// method), among equal ones to who came first, then to the lower account number.
    #[default]
    ProRata,
    /// Who came first is served first; at the same instant the lower account number.
    FirstCome,
    /// By lot: subscriptions are served one after another in the order that this number draws; the last may get a part.
    Lottery(u64),
}

impl AllotmentRule {
    /// The rule with the number that was drawn for it; the others need none.
    #[must_use]
    pub const fn drawn(self, draw: u64) -> Self {
        match self {
            Self::Lottery(_) => Self::Lottery(draw),
            rule => rule,
        }
    }
}

/// One request for units of an offer (adesione).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Who asks.
    pub account: AccountId,
    /// How many units.
    pub units: Quantity,
    /// When it arrived.
    pub at: Timestamp,
}

/// What one subscription was given (riparto).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allotment {
    /// Who asked.
    pub account: AccountId,
    /// How many units were asked.
    pub asked: Quantity,
    /// How many units were given; never more than asked.
    pub allotted: Quantity,
    /// When the request arrived.
    pub at: Timestamp,
}

/// Shares `offered` units out among subscriptions in whole lots, one allotment for each, in the order of the list. What
/// each one gets does not depend on that order. Parts of a lot, offered or asked, are not given. A lot of zero counts as
/// one.
#[must_use]
pub fn allot(rule: AllotmentRule, offered: Quantity, lot: Quantity, subscriptions: &[Subscription]) -> Vec<Allotment> {
    let lot = lot.units().max(1);
    let mut queue: Vec<usize> = (0..subscriptions.len()).collect();
    queue.sort_by_key(|&place| {
        let one = &subscriptions[place];
        (one.at, one.account, one.units)
    });
    if let AllotmentRule::Lottery(draw) = rule {
        let mut ranked: Vec<(u64, usize)> = (0..).zip(&queue).map(|(turn, &place)| (rank(draw, turn), place)).collect();
        ranked.sort_by_key(|&(rank, _)| rank); // stable: equal ranks keep the order of arrival
        queue = ranked.into_iter().map(|(_, place)| place).collect();
    }
    let asked: Vec<u64> = queue.iter().map(|&place| subscriptions[place].units.units() / lot).collect();
    let lots = match rule {
        AllotmentRule::ProRata => pro_rata(offered.units() / lot, &asked),
        AllotmentRule::FirstCome | AllotmentRule::Lottery(_) => one_by_one(offered.units() / lot, &asked),
    };
    let give =
        |one: &Subscription| Allotment { account: one.account, asked: one.units, allotted: Quantity::ZERO, at: one.at };
    let mut allotments: Vec<Allotment> = subscriptions.iter().map(give).collect();
    for (place, lots) in queue.into_iter().zip(lots) {
        allotments[place].allotted = Quantity::new(lots * lot); // at most what was asked
    }
    allotments
}

/// The rank of the subscription at this place of the queue in the lottery of this draw: one number of SplitMix64 (Steele,
/// Lea, Flood 2014), a bijection, so that places differ and no rank is likelier than another.
const fn rank(draw: u64, turn: u64) -> u64 {
    let mut mixed = draw.wrapping_add(turn.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

fn one_by_one(offered: u64, asked: &[u64]) -> Vec<u64> {
    let mut left = offered;
    let mut serve = |&asked: &u64| {
        let given = asked.min(left);
        left -= given;
        given
    };
    asked.iter().map(&mut serve).collect()
}

/// Largest remainder. Each quota `offered x asked / total` is rounded down; since less is offered than asked, a quota
/// with a remainder lies below what was asked, so that one lot more never exceeds it.
fn pro_rata(offered: u64, asked: &[u64]) -> Vec<u64> {
    let total: u128 = asked.iter().copied().map(u128::from).sum();
    if total <= u128::from(offered) {
        return asked.to_vec();
    }
    let product = |&asked: &u64| u128::from(offered) * u128::from(asked);
    let floor = |asked: &u64| u64::try_from(product(asked) / total).expect("a quota is at most what was asked");
    let mut given: Vec<u64> = asked.iter().map(floor).collect();
    let mut by_remainder: Vec<usize> = (0..asked.len()).collect();
    by_remainder.sort_by_key(|&index| (Reverse(product(&asked[index]) % total), index));
    let left = offered - given.iter().sum::<u64>();
    // The floors lose less than one lot each, so fewer lots are left than there are subscriptions with a remainder.
    let left = usize::try_from(left).unwrap_or(usize::MAX);
    for &index in by_remainder.iter().take(left) {
        given[index] += 1;
    }
    given
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn asks(units: &[u64]) -> Vec<Subscription> {
        let one = |(index, &units): (u32, &u64)| Subscription {
            account: AccountId(index),
            units: Quantity::new(units),
            at: Timestamp::from_nanos(0),
        };
        (0u32..).zip(units).map(one).collect()
    }

    fn given(rule: AllotmentRule, offered: u64, units: &[u64]) -> Vec<u64> {
        let allotments = allot(rule, Quantity::new(offered), Quantity::new(1), &asks(units));
        allotments.iter().map(|one| one.allotted.units()).collect()
    }

    #[test]
    fn the_largest_remainder_gets_what_rounding_left() {
        // Quotas 4.7, 1.6, 2.5 and 1.2 of ten.
        assert_eq!(given(AllotmentRule::ProRata, 10, &[47, 16, 25, 12]), [5, 2, 2, 1]);
        assert_eq!(given(AllotmentRule::ProRata, 2, &[1, 1, 1]), [1, 1, 0]);
        assert_eq!(given(AllotmentRule::ProRata, 10, &[3, 4]), [3, 4]);
    }

    #[test]
    fn first_come_is_served_until_nothing_is_left() {
        assert_eq!(given(AllotmentRule::FirstCome, 10, &[6, 6, 6]), [6, 4, 0]);
        let mut late = asks(&[6, 6]);
        late[0].at = Timestamp::from_nanos(1);
        let allotments = allot(AllotmentRule::FirstCome, Quantity::new(10), Quantity::new(1), &late);
        assert_eq!([allotments[0].allotted, allotments[1].allotted], [Quantity::new(4), Quantity::new(6)]);
    }

    #[test]
    fn lots_are_never_broken() {
        let allotments = allot(AllotmentRule::ProRata, Quantity::new(1050), Quantity::new(100), &asks(&[900, 600, 50]));
        let given: Vec<u64> = allotments.iter().map(|one| one.allotted.units()).collect();
        assert_eq!(given, [600, 400, 0]);
    }

    fn subscriptions() -> impl Strategy<Value = Vec<Subscription>> {
        let units = prop_oneof![8 => 0..500u64, 1 => Just(u64::MAX)];
        let one = (0..12u32, units, 0..5i64).prop_map(|(account, units, at)| Subscription {
            account: AccountId(account),
            units: Quantity::new(units),
            at: Timestamp::from_nanos(at),
        });
        prop::collection::vec(one, 0..40)
    }

    fn any_rule() -> impl Strategy<Value = AllotmentRule> {
        let by_lot = any::<u64>().prop_map(AllotmentRule::Lottery);
        prop_oneof![Just(AllotmentRule::ProRata), Just(AllotmentRule::FirstCome), by_lot]
    }

    #[test]
    fn each_gets_its_own_also_when_a_later_account_stands_first_in_the_list() {
        let mut list = asks(&[6, 4]);
        list.reverse();
        let allotments = allot(AllotmentRule::FirstCome, Quantity::new(7), Quantity::new(1), &list);
        let given: Vec<_> = allotments.iter().map(|one| (one.account.0, one.allotted.units())).collect();
        assert_eq!(given, [(1, 1), (0, 6)]);
    }

    #[test]
    fn lots_fall_evenly() {
        let mut won = [0u32; 3];
        for draw in 0..3000 {
            let given = given(AllotmentRule::Lottery(draw), 1, &[1, 1, 1]);
            let winner = given.iter().position(|&units| units == 1).expect("one of them");
            won[winner] += 1;
        }
        // A thousand each, four standard deviations of 26.
        assert!(won.iter().all(|&times| times.abs_diff(1000) < 104), "{won:?}");
    }

    /// Who is served one by one, unit by unit: the slow and obvious way, for rules that serve in an order.
    fn unit_by_unit(offered: u64, queue: &[(u32, u64)]) -> Vec<(u32, u64)> {
        let mut given: Vec<(u32, u64)> = queue.iter().map(|&(account, _)| (account, 0)).collect();
        for _ in 0..offered {
            let Some(next) = (0..queue.len()).find(|&at| given[at].1 < queue[at].1) else { break };
            given[next].1 += 1;
        }
        given.sort_unstable();
        given
    }

    proptest! {
        #[test]
        fn never_more_than_asked_or_offered_and_all_that_can_be(
            list in subscriptions(), offered in 0..3000u64, lot in 1..20u64, rule in any_rule(),
        ) {
            let allotments = allot(rule, Quantity::new(offered), Quantity::new(lot), &list);
            prop_assert_eq!(allotments.len(), list.len());
            let same = |(one, asked): (&Allotment, &Subscription)| one.account == asked.account && one.asked == asked.units;
            prop_assert!(allotments.iter().zip(&list).all(same));
            prop_assert!(allotments.iter().all(|one| one.allotted <= one.asked));
            prop_assert!(allotments.iter().all(|one| one.allotted.units() % lot == 0));
            let whole_lots = |units: u64| u128::from(units / lot * lot);
            let asked: u128 = list.iter().map(|one| whole_lots(one.units.units())).sum();
            let given: u128 = allotments.iter().map(|one| u128::from(one.allotted.units())).sum();
            prop_assert_eq!(given, asked.min(whole_lots(offered)));
        }

        #[test]
        fn the_order_of_the_list_does_not_matter(list in subscriptions(), offered in 0..3000u64, rule in any_rule()) {
            let sorted = |list: &[Subscription]| {
                let given = allot(rule, Quantity::new(offered), Quantity::new(1), list).into_iter();
                let mut given: Vec<_> = given.map(|one| (one.at, one.account, one.asked, one.allotted)).collect();
                given.sort_unstable();
                given
            };
            let mut turned = list.clone();
            turned.reverse();
            prop_assert_eq!(sorted(&list), sorted(&turned));
        }

        #[test]
        fn first_come_agrees_with_serving_unit_by_unit(units in prop::collection::vec(0..60u64, 0..12), offered in 0..400u64) {
            let queue: Vec<(u32, u64)> = (0u32..).zip(units.iter().copied()).collect();
            let allotments = allot(AllotmentRule::FirstCome, Quantity::new(offered), Quantity::new(1), &asks(&units));
            let given: Vec<(u32, u64)> = allotments.iter().map(|one| (one.account.0, one.allotted.units())).collect();
            prop_assert_eq!(given, unit_by_unit(offered, &queue));
        }

        #[test]
        fn a_lottery_serves_whole_subscriptions_but_one(list in subscriptions(), offered in 0..3000u64, draw in any::<u64>()) {
            let allotments = allot(AllotmentRule::Lottery(draw), Quantity::new(offered), Quantity::new(1), &list);
            let in_part = allotments.iter().filter(|one| !one.allotted.is_zero() && one.allotted < one.asked);
            prop_assert!(in_part.count() <= 1);
        }

        #[test]
        fn pro_rata_stays_within_one_lot_of_the_quota(list in subscriptions(), offered in 1..3000u64) {
            let total: u128 = list.iter().map(|one| u128::from(one.units.units())).sum();
            prop_assume!(total > u128::from(offered));
            for one in allot(AllotmentRule::ProRata, Quantity::new(offered), Quantity::new(1), &list) {
                let quota = u128::from(offered) * u128::from(one.asked.units());
                let given = u128::from(one.allotted.units()) * total;
                prop_assert!(given.abs_diff(quota) < total);
            }
        }
    }
}
