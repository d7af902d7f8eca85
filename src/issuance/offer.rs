//! An offer: what may be asked while it is open, and what comes out when it closes.

use std::collections::BTreeSet;
use std::fmt;

use super::{Allotment, AllotmentRule, Bid, Pricing, Terms, Tranches};
use crate::domain::{AccountId, Money, Price, Quantity, Timestamp};

/// An offer (offerta). Below the minimum nothing is sold at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Price of one unit, or how it is found: euro, or percent of nominal for a bond.
    pub pricing: Pricing,
    /// Most units that are sold.
    pub units: Quantity,
    /// Fewest units that must be asked for at the price, or the offer fails. Equal to `units` when all must be taken.
    pub minimum: Quantity,
    /// Units in one lot; what is asked and given is a multiple of it.
    pub lot: Quantity,
    /// First instant at which a subscription is taken.
    pub opens_at: Timestamp,
    /// First instant at which none is taken any more.
    pub closes_at: Timestamp,
    /// How it is shared out when more is asked than offered.
    pub rule: AllotmentRule,
    /// Its division among institutions and the public, where there is one. Not for an auction.
    pub tranches: Option<Tranches>,
    /// What one investor may put in.
    pub ticket: Ticket,
    /// Who may subscribe, where not everybody may (collocamento privato).
    pub invited: Option<BTreeSet<AccountId>>,
}

/// The least and the most that one investor may put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ticket {
    /// The least of one subscription.
    pub least: Money,
    /// The most of all subscriptions of one investor together.
    pub most: Option<Money>,
}

/// Why an offer cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferFault {
    /// The price is not above zero, or the range of prices is none.
    Price,
    /// No units, or not a whole number of lots, or a lot of zero.
    Units,
    /// The minimum is more than what is offered.
    Minimum,
    /// It closes before it opens, or at once.
    Window,
    /// The value of all units has no number, or the terms make no instrument.
    Value,
    /// The least that one may put in is more than the most.
    Ticket,
    /// More is reserved to the public than is offered, or an auction is divided.
    Tranches,
}

impl fmt::Display for OfferFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Price => "the price of an offer is above zero, and a range has whole steps between two prices",
            Self::Units => "an offer is a positive whole number of lots",
            Self::Minimum => "the minimum is more than what is offered",
            Self::Window => "an offer closes after it opens",
            Self::Value => "the value of all units is out of range, or the terms make no instrument",
            Self::Ticket => "the least that one may put in is more than the most",
            Self::Tranches => "the public's part is more than the offer, or an auction is divided",
        })
    }
}

impl std::error::Error for OfferFault {}

/// Why a subscription is not taken. Codes are stable and only ever added to; the first that applies, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubscriptionRefusal {
    /// Before the offer opens.
    OfferNotOpen,
    /// When the offer has closed, or later.
    OfferClosed,
    /// No units.
    NoUnits,
    /// Not a whole number of lots.
    OddLot,
    /// More than the whole offer.
    BeyondOffer,
    /// The offer is a private placement, and this investor is not among the invited.
    NotInvited,
    /// The price is fixed: there is nothing to bid.
    LimitNotAllowed,
    /// The limit is outside the range of prices.
    LimitOutsideRange,
    /// The limit is no whole number of steps.
    LimitOffStep,
    /// Less than the least that one may put in.
    BelowMinimumTicket,
    /// More, with what was subscribed before, than the most that one may put in.
    AboveMaximumTicket,
}

impl SubscriptionRefusal {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OfferNotOpen => "offer_not_open",
            Self::OfferClosed => "offer_closed",
            Self::NoUnits => "no_units",
            Self::OddLot => "odd_lot",
            Self::BeyondOffer => "beyond_offer",
            Self::NotInvited => "not_invited",
            Self::LimitNotAllowed => "limit_not_allowed",
            Self::LimitOutsideRange => "limit_outside_range",
            Self::LimitOffStep => "limit_off_step",
            Self::BelowMinimumTicket => "below_minimum_ticket",
            Self::AboveMaximumTicket => "above_maximum_ticket",
        }
    }
}

impl fmt::Display for SubscriptionRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OfferNotOpen => "the offer is not open yet",
            Self::OfferClosed => "the offer has closed",
            Self::NoUnits => "a subscription asks for units",
            Self::OddLot => "a subscription asks for whole lots",
            Self::BeyondOffer => "a subscription asks for no more than is offered",
            Self::NotInvited => "the placement is private: only who is invited may subscribe",
            Self::LimitNotAllowed => "the price is fixed: subscribe without a limit",
            Self::LimitOutsideRange => "the limit is outside the range of prices",
            Self::LimitOffStep => "the limit is not a whole number of steps above the lowest price",
            Self::BelowMinimumTicket => "less than the least that one may put in",
            Self::AboveMaximumTicket => "with what was subscribed before, more than the most that one may put in",
        })
    }
}

/// What comes out of an offer when it closes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Sold at one price: one allotment for each bid, in the order of the list.
    Allotted(Price, Vec<Allotment>),
    /// Less was asked than the minimum: everybody is refunded.
    Failed {
        /// Units asked for at the price, at most the number's range.
        asked: Quantity,
        /// Units that had to be asked for.
        minimum: Quantity,
    },
}

impl Outcome {
    /// Units sold; none when the offer failed.
    #[must_use]
    pub fn sold(&self) -> Quantity {
        match self {
            Self::Allotted(_, allotments) => Quantity::new(allotments.iter().map(|one| one.allotted.units()).sum()),
            Self::Failed { .. } => Quantity::ZERO,
        }
    }
}

impl Offer {
    /// Whether the offer makes sense with these terms.
    ///
    /// # Errors
    /// The first [`OfferFault`].
    pub fn validate(&self, terms: Terms) -> Result<(), OfferFault> {
        let lot = self.lot.units();
        if self.pricing.highest() <= Price::default() || self.pricing.range().is_some_and(|range| !range.is_sound()) {
            return Err(OfferFault::Price);
        }
        if self.units.is_zero() || lot == 0 || !self.units.units().is_multiple_of(lot) {
            return Err(OfferFault::Units);
        }
        if self.minimum > self.units {
            return Err(OfferFault::Minimum);
        }
        if self.closes_at <= self.opens_at {
            return Err(OfferFault::Window);
        }
        let multiplier = terms.multiplier().map_err(|_| OfferFault::Value)?;
        self.value(self.units, multiplier).ok_or(OfferFault::Value)?;
        if self.ticket.most.is_some_and(|most| most < self.ticket.least) {
            return Err(OfferFault::Ticket);
        }
        let is_auction = matches!(self.pricing, Pricing::UniformAuction(_));
        if self.tranches.is_some_and(|tranches| is_auction || tranches.public > self.units) {
            return Err(OfferFault::Tranches);
        }
        Ok(())
    }

    /// Whether a bid is taken that binds so much money, from an investor whose earlier bids bind so much.
    ///
    /// # Errors
    /// The first [`SubscriptionRefusal`].
    pub fn check(&self, bid: &Bid, value: Money, before: Money) -> Result<(), SubscriptionRefusal> {
        if bid.at < self.opens_at {
            Err(SubscriptionRefusal::OfferNotOpen)
        } else if bid.at >= self.closes_at {
            Err(SubscriptionRefusal::OfferClosed)
        } else if bid.units.is_zero() {
            Err(SubscriptionRefusal::NoUnits)
        } else if !bid.units.units().is_multiple_of(self.lot.units().max(1)) {
            Err(SubscriptionRefusal::OddLot)
        } else if bid.units > self.units {
            Err(SubscriptionRefusal::BeyondOffer)
        } else if self.invited.as_ref().is_some_and(|invited| !invited.contains(&bid.account)) {
            Err(SubscriptionRefusal::NotInvited)
        } else {
            self.check_limit(bid.limit)?;
            self.check_ticket(value, before)
        }
    }

    fn check_limit(&self, limit: Option<Price>) -> Result<(), SubscriptionRefusal> {
        let Some(limit) = limit else { return Ok(()) };
        match self.pricing.range() {
            None => Err(SubscriptionRefusal::LimitNotAllowed),
            Some(range) if !range.covers(limit) => Err(SubscriptionRefusal::LimitOutsideRange),
            Some(range) if !range.holds(limit) => Err(SubscriptionRefusal::LimitOffStep),
            Some(_) => Ok(()),
        }
    }

    fn check_ticket(&self, value: Money, before: Money) -> Result<(), SubscriptionRefusal> {
        let together = value.checked_add(before);
        if value < self.ticket.least {
            Err(SubscriptionRefusal::BelowMinimumTicket)
        } else if self.ticket.most.is_some_and(|most| together.is_none_or(|together| together > most)) {
            Err(SubscriptionRefusal::AboveMaximumTicket)
        } else {
            Ok(())
        }
    }

    /// The most that so many units can come to cost: what a bid without a limit must have. `None` on overflow.
    #[must_use]
    pub fn value(&self, units: Quantity, multiplier: u32) -> Option<Money> {
        Money::of(self.pricing.highest(), units, multiplier)
    }

    /// What a bid binds until the offer closes: the most that it can come to cost. `None` on overflow.
    #[must_use]
    pub fn bound(&self, bid: &Bid, multiplier: u32) -> Option<Money> {
        Money::of(bid.limit.unwrap_or(self.pricing.highest()), bid.units, multiplier)
    }

    /// Closes the offer over the bids that were taken.
    #[must_use]
    pub fn close(&self, bids: &[Bid]) -> Outcome {
        let price = self.pricing.price(self.units, self.lot, bids);
        let asked = bids.iter().fold(0u64, |sum, bid| sum.saturating_add(bid.units_at(price).units()));
        if asked < self.minimum.units() {
            return Outcome::Failed { asked: Quantity::new(asked), minimum: self.minimum };
        }
        let amounts = (self.units, self.lot);
        Outcome::Allotted(price, self.pricing.allot((self.rule, price), amounts, self.tranches, bids))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{InstrumentKind, PriceRange};

    fn price(text: &str) -> Price {
        text.parse().expect("a price")
    }

    fn offer() -> Offer {
        Offer {
            pricing: Pricing::Fixed(price("2.50")),
            units: Quantity::new(1000),
            minimum: Quantity::new(600),
            lot: Quantity::new(50),
            opens_at: "2026-03-02T08:00:00Z".parse().expect("an instant"),
            closes_at: "2026-03-13T16:30:00Z".parse().expect("an instant"),
            rule: AllotmentRule::FirstCome,
            tranches: None,
            ticket: Ticket::default(),
            invited: None,
        }
    }

    fn range() -> PriceRange {
        PriceRange { lowest: price("2"), highest: price("3"), step: price("0.05") }
    }

    fn ask(account: u32, units: u64, at: &str) -> Bid {
        let at = at.parse().expect("an instant");
        Bid { account: AccountId(account), units: Quantity::new(units), limit: None, institution: false, at }
    }

    const DURING: &str = "2026-03-05T10:00:00Z";

    #[test]
    fn below_the_minimum_nothing_is_sold() {
        let outcome = offer().close(&[ask(1, 300, DURING), ask(2, 250, DURING)]);
        assert_eq!(outcome, Outcome::Failed { asked: Quantity::new(550), minimum: Quantity::new(600) });
        assert_eq!(outcome.sold(), Quantity::ZERO);
    }

    #[test]
    fn what_counts_for_the_minimum_is_asked_at_the_price_that_was_found() {
        let offer = Offer { pricing: Pricing::BookBuilding(range()), ..offer() };
        let low = Bid { limit: Some(price("2")), ..ask(2, 500, DURING) };
        assert_eq!(offer.close(&[ask(1, 100, DURING), low]).sold(), Quantity::new(600));
        let lower = Bid { units: Quantity::new(450), ..low };
        assert_eq!(offer.close(&[ask(1, 100, DURING), lower]).sold(), Quantity::ZERO);
    }

    #[test]
    fn the_capital_raised_is_what_was_sold_at_the_price() {
        let outcome = offer().close(&[ask(1, 900, DURING), ask(2, 400, DURING)]);
        assert_eq!(outcome.sold(), Quantity::new(1000));
        assert_eq!(offer().value(outcome.sold(), 1), Some(Money::euro(2500)));
        let partly = offer().close(&[ask(1, 650, DURING)]);
        assert_eq!(partly.sold(), Quantity::new(650));
    }

    #[test]
    fn subscriptions_are_judged_in_a_known_order() {
        let check =
            |units, at| offer().check(&ask(1, units, at), Money::ZERO, Money::ZERO).map_err(SubscriptionRefusal::code);
        assert_eq!(check(50, "2026-03-02T08:00:00Z"), Ok(()));
        assert_eq!(check(0, "2026-03-02T07:59:59Z"), Err("offer_not_open"));
        assert_eq!(check(50, "2026-03-13T16:30:00Z"), Err("offer_closed"));
        assert_eq!(check(0, DURING), Err("no_units"));
        assert_eq!(check(75, DURING), Err("odd_lot"));
        assert_eq!(check(1050, DURING), Err("beyond_offer"));
    }

    #[test]
    fn a_limit_stands_in_the_range_and_a_ticket_between_its_bounds() {
        let check = |offer: &Offer, limit: Option<&str>| {
            let bid = Bid { limit: limit.map(price), ..ask(1, 50, DURING) };
            offer.check(&bid, Money::euro(100), Money::euro(300)).map_err(SubscriptionRefusal::code)
        };
        assert_eq!(check(&offer(), Some("2.50")), Err("limit_not_allowed"));
        let book = Offer { pricing: Pricing::BookBuilding(range()), ..offer() };
        assert_eq!(check(&book, Some("3.05")), Err("limit_outside_range"));
        assert_eq!(check(&book, Some("1.95")), Err("limit_outside_range"));
        assert_eq!(check(&book, Some("2.51")), Err("limit_off_step"));
        assert_eq!(check(&book, Some("2.55")), Ok(()));
        let ticket = |least, most| Offer {
            ticket: Ticket { least: Money::euro(least), most: Some(Money::euro(most)) },
            ..offer()
        };
        assert_eq!(check(&ticket(100, 400), None), Ok(()), "both bounds belong to it");
        assert_eq!(check(&ticket(101, 400), None), Err("below_minimum_ticket"));
        assert_eq!(check(&ticket(100, 399), None), Err("above_maximum_ticket"), "with what came before");
        let private = Offer { invited: Some(BTreeSet::from([AccountId(2)])), ..offer() };
        assert_eq!(check(&private, None), Err("not_invited"));
    }

    #[test]
    fn a_senseless_offer_is_not_opened() {
        let share = Terms { kind: InstrumentKind::Share, nominal: None };
        let with = |change: fn(&mut Offer)| {
            let mut offer = offer();
            change(&mut offer);
            offer.validate(share)
        };
        assert_eq!(with(|_| {}), Ok(()));
        assert_eq!(with(|offer| offer.pricing = Pricing::Fixed(Price::default())), Err(OfferFault::Price));
        let upside_down = |offer: &mut Offer| {
            let range = PriceRange { lowest: price("4"), ..range() };
            offer.pricing = Pricing::BookBuilding(range);
        };
        assert_eq!(with(upside_down), Err(OfferFault::Price));
        assert_eq!(with(|offer| offer.units = Quantity::new(1001)), Err(OfferFault::Units));
        assert_eq!(with(|offer| offer.minimum = Quantity::new(1001)), Err(OfferFault::Minimum));
        assert_eq!(with(|offer| offer.closes_at = offer.opens_at), Err(OfferFault::Window));
        assert_eq!(with(|offer| offer.pricing = Pricing::Fixed(Price::from_scaled(i64::MAX))), Ok(()));
        let bond = Terms { kind: InstrumentKind::Bond, nominal: None };
        assert_eq!(offer().validate(bond), Err(OfferFault::Value));
        let ticket = Ticket { least: Money::euro(2), most: Some(Money::euro(1)) };
        assert_eq!(Offer { ticket, ..offer() }.validate(share), Err(OfferFault::Ticket));
        let tranches = |public| Some(Tranches { public: Quantity::new(public), claw_back: Quantity::ZERO });
        assert_eq!(Offer { tranches: tranches(1050), ..offer() }.validate(share), Err(OfferFault::Tranches));
        let divided = Offer { pricing: Pricing::UniformAuction(range()), tranches: tranches(50), ..offer() };
        assert_eq!(divided.validate(share), Err(OfferFault::Tranches));
    }
}
