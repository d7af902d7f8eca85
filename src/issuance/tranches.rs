//! An offer in two tranches, for institutions and for the public, and what passes from one to the other.

use super::{Allotment, AllotmentRule, Bid, allot};
use crate::domain::{Price, Quantity};

/// How an offer is divided (offerta istituzionale, offerta al pubblico). What a tranche leaves goes to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tranches {
    /// Units that the public is served first.
    pub public: Quantity,
    /// Most units that pass from the institutions' tranche to the public where the public asks for more than its own
    /// (claw-back), although the institutions ask for them too.
    pub claw_back: Quantity,
}

impl Tranches {
    /// Units for the institutions and for the public, of so many offered, when so many are asked.
    fn sizes(self, offered: u128, (institutions, public): (u128, u128)) -> (u128, u128) {
        let own = u128::from(self.public.units()).min(offered);
        let clawed = public.saturating_sub(own).min(u128::from(self.claw_back.units()));
        let own = (own + clawed).min(offered);
        let first = public.min(own);
        let second = institutions.min(offered - own);
        let left = offered - first - second;
        let more = (public - first).min(left);
        (second + (institutions - second).min(left - more), first + more)
    }

    /// Shares `offered` units out at a price, each tranche by the rule, whole lots. One allotment for each bid, in the
    /// order of the list.
    pub(super) fn allot(
        self,
        (rule, price): (AllotmentRule, Price),
        offered: Quantity,
        lot: Quantity,
        bids: &[Bid],
    ) -> Vec<Allotment> {
        let lots = lot.units().max(1);
        let in_lots = |units: Quantity| u128::from(units.units() / lots);
        let of = |institution: bool| bids.iter().filter(move |bid| bid.institution == institution);
        let asked = |institution| of(institution).map(|bid| in_lots(bid.units_at(price))).sum::<u128>();
        let by_lots = Self {
            public: Quantity::new(self.public.units() / lots),
            claw_back: Quantity::new(self.claw_back.units() / lots),
        };
        let (institutions, public) = by_lots.sizes(in_lots(offered), (asked(true), asked(false)));
        let mut given = [(true, institutions), (false, public)].map(|(institution, size)| {
            let asks: Vec<_> = of(institution).map(|bid| bid.subscription(price)).collect();
            let size = u64::try_from(size).expect("at most what is offered") * lots;
            allot(rule, Quantity::new(size), lot, &asks).into_iter()
        });
        let next = |bid: &Bid| given[usize::from(!bid.institution)].next().expect("one for each bid");
        bids.iter().map(next).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{AccountId, Timestamp};

    fn sizes(public: u64, claw_back: u64, asked: (u128, u128)) -> (u128, u128) {
        Tranches { public: Quantity::new(public), claw_back: Quantity::new(claw_back) }.sizes(1000, asked)
    }

    #[test]
    fn what_one_tranche_leaves_goes_to_the_other() {
        assert_eq!(sizes(300, 0, (2000, 2000)), (700, 300), "both are full");
        assert_eq!(sizes(300, 0, (400, 2000)), (400, 600), "institutions leave some");
        assert_eq!(sizes(300, 0, (2000, 100)), (900, 100), "the public leaves some");
        assert_eq!(sizes(300, 0, (100, 100)), (100, 100), "nobody wants all");
    }

    #[test]
    fn the_public_claws_back_as_much_as_was_stated_and_not_more_than_it_asks() {
        assert_eq!(sizes(300, 100, (2000, 2000)), (600, 400));
        assert_eq!(sizes(300, 100, (2000, 340)), (660, 340));
        assert_eq!(sizes(300, 100, (2000, 200)), (800, 200));
        assert_eq!(sizes(300, 900, (2000, 5000)), (0, 1000), "never more than the offer");
    }

    fn bids() -> impl Strategy<Value = Vec<Bid>> {
        let one = (0..9u32, 0..400u64, any::<bool>(), 0..5i64).prop_map(|(account, units, institution, at)| Bid {
            account: AccountId(account),
            units: Quantity::new(units),
            limit: None,
            institution,
            at: Timestamp::from_nanos(at),
        });
        prop::collection::vec(one, 0..30)
    }

    proptest! {
        #[test]
        fn all_that_can_be_given_is_given_and_each_tranche_gets_at_least_its_own(
            bids in bids(), offered in 1..3000u64, part in 0..100u64, claw_back in 0..500u64,
        ) {
            let public = offered * part / 100;
            let tranches = Tranches { public: Quantity::new(public), claw_back: Quantity::new(claw_back) };
            let (rule, one) = (AllotmentRule::ProRata, Quantity::new(1));
            let given = tranches.allot((rule, Price::default()), Quantity::new(offered), one, &bids);
            let sum = |institution: bool, units: &dyn Fn(&Allotment) -> u64| -> u64 {
                let tranche = bids.iter().zip(&given).filter(|(bid, _)| bid.institution == institution);
                tranche.map(|(_, one)| units(one)).sum()
            };
            let asked = |institution| sum(institution, &|one| one.asked.units());
            let got = |institution| sum(institution, &|one| one.allotted.units());
            prop_assert!(given.iter().all(|one| one.allotted <= one.asked));
            prop_assert_eq!(got(true) + got(false), offered.min(asked(true) + asked(false)));
            prop_assert!(got(false) >= public.min(asked(false)));
            let institutions = (offered - public).saturating_sub(claw_back).min(asked(true));
            prop_assert!(got(true) >= institutions);
        }
    }
}
