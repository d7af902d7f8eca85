//! At which price an offer is sold: a fixed one, or one that is found among the bids.

use std::collections::BTreeSet;

use super::{Allotment, AllotmentRule, Bid, Tranches, allot};
use crate::domain::{Price, PriceRange, Quantity};

/// How the price of an offer comes about. All pay the same price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pricing {
    /// It is stated (prezzo fisso).
    Fixed(Price),
    /// It is found in a range; whoever bids at or above it is served alike, by the rule of the allotment (raccolta ordini).
    BookBuilding(PriceRange),
    /// It is found in a range; better bids are served first and in full, and only those at the price itself by the rule
    /// (asta a prezzo uniforme, asta marginale).
    UniformAuction(PriceRange),
}

impl Pricing {
    /// The range, where there is one.
    #[must_use]
    pub const fn range(self) -> Option<PriceRange> {
        match self {
            Self::Fixed(_) => None,
            Self::BookBuilding(range) | Self::UniformAuction(range) => Some(range),
        }
    }

    /// The most that a unit can come to cost: what a bid without a limit must have.
    #[must_use]
    pub const fn highest(self) -> Price {
        match self {
            Self::Fixed(price) => price,
            Self::BookBuilding(range) | Self::UniformAuction(range) => range.highest,
        }
    }

    /// The price at which the offer is sold: the highest of those at which most is sold. Only the limits of bids and the
    /// top of the range can be it, because between two of them demand does not change.
    #[must_use]
    pub fn price(self, offered: Quantity, lot: Quantity, bids: &[Bid]) -> Price {
        let Some(range) = self.range() else { return self.highest() };
        let candidates: BTreeSet<Price> =
            bids.iter().filter(|bid| !bid.units.is_zero()).filter_map(|bid| bid.limit).chain([range.highest]).collect();
        let sold =
            |&price: &Price| (asked_at(price, lot, bids).min(u128::from(offered.units() / lot.units().max(1))), price);
        candidates.into_iter().max_by_key(sold).unwrap_or(range.highest)
    }

    /// Shares the offer out at a price: one allotment for each bid, in the order of the list.
    pub(super) fn allot(
        self,
        (rule, price): (AllotmentRule, Price),
        (offered, lot): (Quantity, Quantity),
        tranches: Option<Tranches>,
        bids: &[Bid],
    ) -> Vec<Allotment> {
        let given = match (self, tranches) {
            (Self::UniformAuction(_), _) => by_price((rule, price), offered, lot, bids),
            (_, Some(tranches)) => tranches.allot((rule, price), offered, lot, bids),
            (_, None) => {
                let asks: Vec<_> = bids.iter().map(|bid| bid.subscription(price)).collect();
                allot(rule, offered, lot, &asks)
            }
        };
        // Who bid too little has asked for its units all the same, and gets none of them.
        given.into_iter().zip(bids).map(|(one, bid)| Allotment { asked: bid.units, ..one }).collect()
    }
}

/// Lots that are asked for at a price.
fn asked_at(price: Price, lot: Quantity, bids: &[Bid]) -> u128 {
    bids.iter().map(|bid| u128::from(bid.units_at(price).units() / lot.units().max(1))).sum()
}

/// Bids above the price are served in full, those at the price share what is left. By the way in which the price is found
/// those above it never ask for more than is offered.
fn by_price((rule, price): (AllotmentRule, Price), offered: Quantity, lot: Quantity, bids: &[Bid]) -> Vec<Allotment> {
    let is_above = |bid: &Bid| bid.limit.is_none_or(|limit| limit > price);
    let part = |above: bool| {
        let asks = bids.iter().filter(move |bid| is_above(bid) == above);
        asks.map(|bid| bid.subscription(price)).collect::<Vec<_>>()
    };
    let first = allot(rule, offered, lot, &part(true));
    let taken: u64 = first.iter().map(|one| one.allotted.units()).sum();
    let second = allot(rule, Quantity::new(offered.units() - taken), lot, &part(false));
    let (mut first, mut second) = (first.into_iter(), second.into_iter());
    let next = |bid: &Bid| if is_above(bid) { first.next() } else { second.next() };
    bids.iter().map(next).map(|one| one.expect("one for each bid")).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{AccountId, Timestamp};

    fn price(text: &str) -> Price {
        text.parse().expect("a price")
    }

    fn range() -> PriceRange {
        PriceRange { lowest: price("2.00"), highest: price("3.00"), step: price("0.05") }
    }

    fn bid(account: u32, units: u64, limit: Option<&str>) -> Bid {
        let (account, units) = (AccountId(account), Quantity::new(units));
        Bid {
            account,
            units,
            limit: limit.map(price),
            institution: false,
            at: Timestamp::from_nanos(i64::from(account.0)),
        }
    }

    fn sell(pricing: Pricing, offered: u64, bids: &[Bid]) -> (Price, Vec<u64>) {
        let (offered, lot) = (Quantity::new(offered), Quantity::new(1));
        let price = pricing.price(offered, lot, bids);
        let given = pricing.allot((AllotmentRule::ProRata, price), (offered, lot), None, bids);
        (price, given.iter().map(|one| one.allotted.units()).collect())
    }

    #[test]
    fn the_price_is_the_highest_at_which_all_is_sold() {
        let bids = [bid(1, 400, None), bid(2, 300, Some("2.80")), bid(3, 500, Some("2.50")), bid(4, 900, Some("2.20"))];
        // At 2.80 seven hundred are asked for, at 2.50 twelve hundred.
        assert_eq!(sell(Pricing::BookBuilding(range()), 1000, &bids), (price("2.50"), vec![333, 250, 417, 0]));
        assert_eq!(sell(Pricing::UniformAuction(range()), 1000, &bids), (price("2.50"), vec![400, 300, 300, 0]));
        assert_eq!(sell(Pricing::BookBuilding(range()), 700, &bids), (price("2.80"), vec![400, 300, 0, 0]));
    }

    #[test]
    fn when_too_little_is_asked_the_price_is_the_lowest_bid_and_everybody_is_served() {
        let bids = [bid(1, 100, None), bid(2, 200, Some("2.30"))];
        for pricing in [Pricing::BookBuilding(range()), Pricing::UniformAuction(range())] {
            assert_eq!(sell(pricing, 1000, &bids), (price("2.30"), vec![100, 200]));
            assert_eq!(sell(pricing, 1000, &[bid(1, 100, None)]), (price("3.00"), vec![100]));
            assert_eq!(sell(pricing, 1000, &[]), (price("3.00"), vec![]));
        }
    }

    fn bids() -> impl Strategy<Value = Vec<Bid>> {
        let limit = prop::option::weighted(0.8, 0..=20i64);
        let one = (0..9u32, 0..400u64, limit).prop_map(|(account, units, limit)| Bid {
            limit: limit.map(|step| Price::from_scaled(20_000 + step * 500)),
            ..bid(account, units, None)
        });
        prop::collection::vec(one, 0..20)
    }

    /// Every price of the range from the top: the first at which most units are sold.
    fn slowly(offered: u64, bids: &[Bid]) -> Price {
        let prices: Vec<Price> = (0..=20).rev().map(|step| Price::from_scaled(20_000 + step * 500)).collect();
        let sold = |price: Price| bids.iter().map(|bid| bid.units_at(price).units()).sum::<u64>().min(offered);
        let most = prices.iter().map(|&price| sold(price)).max().expect("some prices");
        prices.into_iter().find(|&price| sold(price) == most).expect("one of them")
    }

    proptest! {
        #[test]
        fn the_price_agrees_with_trying_every_price(bids in bids(), offered in 1..2000u64) {
            for pricing in [Pricing::BookBuilding(range()), Pricing::UniformAuction(range())] {
                prop_assert_eq!(sell(pricing, offered, &bids).0, slowly(offered, &bids));
            }
        }

        #[test]
        fn who_bid_less_gets_nothing_and_in_an_auction_who_bid_more_gets_all(bids in bids(), offered in 1..2000u64) {
            let asked = |price: Price| bids.iter().map(|bid| bid.units_at(price).units()).sum::<u64>();
            for pricing in [Pricing::BookBuilding(range()), Pricing::UniformAuction(range())] {
                let (price, given) = sell(pricing, offered, &bids);
                prop_assert_eq!(given.iter().sum::<u64>(), offered.min(asked(price)));
                for (bid, &given) in bids.iter().zip(&given) {
                    prop_assert!(given <= bid.units_at(price).units());
                    let is_above = bid.limit.is_none_or(|limit| limit > price);
                    let is_auction = matches!(pricing, Pricing::UniformAuction(_));
                    // At the top of the range nobody can bid above it: who takes any price then stands with the others.
                    if is_auction && is_above && price < range().highest {
                        prop_assert_eq!(given, bid.units.units());
                    }
                }
            }
        }
    }
}
