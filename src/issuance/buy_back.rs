//! What a company may buy back of its own shares: the limits of the law and the conditions of trading.

use std::fmt;

use crate::domain::{Day, Money, Price, Quantity};

/// Months for which a meeting can authorise purchases, at most (art. 2357 c.c., second paragraph).
pub const AUTHORITY_MONTHS: i32 = 18;

/// Of a company's capital, one part in so many may be its own (art. 2357 c.c., third paragraph).
const CAPITAL_PARTS: u128 = 5;

/// Of the average volume of a day, one part in so many may be bought on a day (Delegated Regulation (EU) 2016/1052,
/// art. 3, paragraph 3: 25%).
const VOLUME_PARTS: u128 = 4;

/// Days of trading over which that average is taken (the same paragraph, letter b).
pub const VOLUME_DAYS: u32 = 20;

/// What a meeting has authorised of a company's purchases of its own shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuyBack {
    /// Units that are bought at most.
    pub units: Quantity,
    /// The highest price of one, in euro.
    pub price_at_most: Price,
    /// The lowest price of one, in euro; zero where none is set.
    pub price_at_least: Price,
    /// The day of the meeting.
    pub authorised_on: Day,
    /// The first day of purchases.
    pub from_on: Day,
    /// The last day.
    pub until_on: Day,
}

/// What a purchase is held against: the company as its last accounts show it, and its capital.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuyBackMeans {
    /// Distributable profits that are left and free reserves, in euro.
    pub available: Money,
    /// All units of the class in issue, those outside the exchange and the company's own included.
    pub in_issue: Quantity,
    /// Units that the company has already.
    pub own: Quantity,
    /// The most that it may pay for a unit where its assets are locked: what was paid in for one.
    pub price_cap: Option<Price>,
    /// Whether the law of its form lets it have no part of itself.
    pub forbidden: bool,
}

/// Why purchases cannot be announced. The first that applies, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BuyBackFault {
    /// The form of the company has no parts of its own (an s.r.l., art. 2474 c.c.).
    Forbidden,
    /// No units, no price, or a lowest price above the highest.
    Nothing,
    /// The days do not follow each other, or go beyond the eighteen months of the authority.
    Term,
    /// A price above what was paid in, of a company whose assets are locked.
    AbovePaidIn,
    /// More than a fifth of the capital.
    BeyondFifth,
    /// More than profits and free reserves.
    BeyondProfit,
    /// Too large to count.
    Overflow,
}

impl BuyBackFault {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Forbidden => "buy_back_forbidden",
            Self::Nothing => "no_buy_back_terms",
            Self::Term => "buy_back_term",
            Self::AbovePaidIn => "buy_back_above_paid_in",
            Self::BeyondFifth => "buy_back_beyond_fifth",
            Self::BeyondProfit => "buy_back_beyond_profit",
            Self::Overflow => "overflow",
        }
    }
}

impl fmt::Display for BuyBackFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Forbidden => "the law of its form does not let this company buy parts of itself",
            Self::Nothing => {
                "say units and a highest price above zero, and a lowest price that is not above the highest"
            }
            Self::Term => {
                "it is announced before its first day, after the meeting that authorises it, and ends within eighteen \
                 months of that meeting: name other days"
            }
            Self::AbovePaidIn => {
                "this company may not hand its reserves to holders: buy at no more than what was paid in for a unit"
            }
            Self::BeyondFifth => {
                "with what the company has of its own units this is more than a fifth of its capital: buy fewer, or \
                 cancel some first"
            }
            Self::BeyondProfit => {
                "at the highest price it costs more than the profits left and the free reserves of the last accounts: \
                 buy fewer, or at a lower price"
            }
            Self::Overflow => "the value is too large to count",
        })
    }
}

impl std::error::Error for BuyBackFault {}

impl BuyBack {
    /// What all of it costs at the highest price. Nothing on overflow.
    #[must_use]
    pub fn cost(&self) -> Option<Money> {
        Money::of(self.price_at_most, self.units, 1)
    }

    /// Whether purchases may be made on a day.
    #[must_use]
    pub fn runs_on(&self, day: Day) -> bool {
        (self.from_on..=self.until_on).contains(&day)
    }

    /// Whether it may be announced today.
    ///
    /// # Errors
    /// The first [`BuyBackFault`].
    pub fn check(&self, today: Day, means: &BuyBackMeans) -> Result<(), BuyBackFault> {
        if means.forbidden {
            return Err(BuyBackFault::Forbidden);
        }
        let cost = self.cost().ok_or(BuyBackFault::Overflow)?;
        let least = self.price_at_least;
        if cost <= Money::ZERO || least > self.price_at_most || least.scaled() < 0 {
            return Err(BuyBackFault::Nothing);
        }
        let lapses_on = self.authorised_on.plus_months(AUTHORITY_MONTHS);
        let follows = self.authorised_on <= today && today < self.from_on && self.from_on <= self.until_on;
        if !follows || self.until_on > lapses_on {
            return Err(BuyBackFault::Term);
        }
        if means.price_cap.is_some_and(|cap| self.price_at_most > cap) {
            return Err(BuyBackFault::AbovePaidIn);
        }
        let own = u128::from(means.own.units()) + u128::from(self.units.units());
        if own * CAPITAL_PARTS > u128::from(means.in_issue.units()) {
            return Err(BuyBackFault::BeyondFifth);
        }
        if cost > means.available { Err(BuyBackFault::BeyondProfit) } else { Ok(()) }
    }
}

/// Units that a company may buy on a day when so many were traded on the [`VOLUME_DAYS`] days of trading before it: a
/// quarter of their average, rounded down. A day without trades, also one before the listing, counts as nothing.
#[must_use]
pub fn daily_limit(traded: u128) -> Quantity {
    Quantity::new(u64::try_from(traded / (VOLUME_PARTS * u128::from(VOLUME_DAYS))).unwrap_or(u64::MAX))
}

/// The highest price that a company may bid: the higher of the last trade and the best bid of others (art. 3, paragraph 2,
/// of the same regulation). Nothing where there is neither.
#[must_use]
pub fn highest_bid(last: Option<Price>, bid: Option<Price>) -> Option<Price> {
    last.max(bid)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn price(text: &str) -> Price {
        text.parse().expect("a price")
    }

    const TODAY: &str = "2027-01-11";

    fn terms() -> BuyBack {
        BuyBack {
            units: Quantity::new(200),
            price_at_most: price("5"),
            price_at_least: price("3"),
            authorised_on: day(TODAY),
            from_on: day("2027-01-12"),
            until_on: day("2027-06-30"),
        }
    }

    fn means() -> BuyBackMeans {
        BuyBackMeans {
            available: Money::euro(1_000),
            in_issue: Quantity::new(1_000),
            own: Quantity::ZERO,
            price_cap: None,
            forbidden: false,
        }
    }

    fn check(terms: BuyBack, means: BuyBackMeans) -> Option<&'static str> {
        terms.check(day(TODAY), &means).err().map(BuyBackFault::code)
    }

    /// Art. 2357 c.c., first and third paragraph, at their edges: EUR 1,000 for 200 of 1,000 units at 5.
    #[test]
    fn a_fifth_of_the_capital_and_all_that_is_distributable_and_not_one_more() {
        assert_eq!(check(terms(), means()), None, "just a fifth, for just what there is");
        let more = BuyBack { units: Quantity::new(201), price_at_most: price("4"), ..terms() };
        assert_eq!(check(more, means()), Some("buy_back_beyond_fifth"));
        assert_eq!(check(terms(), BuyBackMeans { own: Quantity::new(1), ..means() }), Some("buy_back_beyond_fifth"));
        let less = BuyBackMeans { available: "999.9999".parse().expect("money"), ..means() };
        assert_eq!(check(terms(), less), Some("buy_back_beyond_profit"));
    }

    #[test]
    fn an_authority_lasts_eighteen_months_and_comes_before_the_first_purchase() {
        let until = |until: &str| BuyBack { until_on: day(until), ..terms() };
        assert_eq!(check(until("2028-07-11"), means()), None);
        assert_eq!(check(until("2028-07-12"), means()), Some("buy_back_term"));
        assert_eq!(check(until("2027-01-11"), means()), Some("buy_back_term"), "it ends before it begins");
        assert_eq!(check(BuyBack { from_on: day(TODAY), ..terms() }, means()), Some("buy_back_term"));
        assert_eq!(check(BuyBack { authorised_on: day("2027-01-12"), ..terms() }, means()), Some("buy_back_term"));
        let older = BuyBack { authorised_on: day("2026-12-30"), ..until("2028-06-30") };
        assert_eq!(check(older, means()), None);
        assert_eq!(check(BuyBack { until_on: day("2028-07-01"), ..older }, means()), Some("buy_back_term"));
    }

    #[test]
    fn who_may_not_hand_out_reserves_pays_what_was_paid_in() {
        let capped = |cap: &str| BuyBackMeans { price_cap: Some(price(cap)), ..means() };
        assert_eq!(check(terms(), capped("5")), None, "equal is not above");
        assert_eq!(check(terms(), capped("4.9999")), Some("buy_back_above_paid_in"));
        assert_eq!(check(terms(), BuyBackMeans { forbidden: true, ..means() }), Some("buy_back_forbidden"));
    }

    #[test]
    fn terms_have_units_and_a_range_of_prices() {
        let nothing = Some("no_buy_back_terms");
        assert_eq!(check(BuyBack { units: Quantity::ZERO, ..terms() }, means()), nothing);
        assert_eq!(check(BuyBack { price_at_most: Price::default(), ..terms() }, means()), nothing);
        assert_eq!(check(BuyBack { price_at_least: price("5.0001"), ..terms() }, means()), nothing);
        assert_eq!(check(BuyBack { price_at_least: price("5"), ..terms() }, means()), None);
    }

    #[test]
    fn a_day_takes_a_quarter_of_the_average_and_a_bid_goes_no_higher_than_others() {
        assert_eq!(daily_limit(20 * 400), Quantity::new(100));
        assert_eq!(daily_limit(79), Quantity::ZERO);
        assert_eq!(daily_limit(80), Quantity::new(1));
        let (low, high) = (Some(price("4")), Some(price("4.1")));
        assert_eq!(highest_bid(low, high), high);
        assert_eq!(highest_bid(high, None), high);
        assert_eq!(highest_bid(None, None), None);
    }
}
