//! An offer at a fixed price: what may be asked while it is open, and what comes out when it closes.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Allotment, AllotmentRule, Subscription, Terms, allot};
use crate::domain::{Money, Price, Quantity, Timestamp};

const ONE_UNIT: Quantity = Quantity::new(1);

fn one_unit() -> Quantity {
    ONE_UNIT
}

fn is_one_unit(units: &Quantity) -> bool {
    *units == ONE_UNIT
}

/// An offer at a fixed price (offerta a prezzo fisso). Below the minimum nothing is sold at all: all or nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// Price of one unit: euro, or percent of nominal for a bond.
    pub price: Price,
    /// Most units that are sold.
    pub units: Quantity,
    /// Fewest units that must be asked for, or the offer fails. Equal to `units` when all must be taken.
    pub minimum: Quantity,
    /// Units in one lot; what is asked and given is a multiple of it. One when not given.
    #[serde(default = "one_unit", skip_serializing_if = "is_one_unit")]
    pub lot: Quantity,
    /// First instant at which a subscription is taken.
    pub opens_at: Timestamp,
    /// First instant at which none is taken any more.
    pub closes_at: Timestamp,
    /// How it is shared out when more is asked than offered.
    #[serde(default)]
    pub rule: AllotmentRule,
}

/// Why an offer cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferFault {
    /// The price is not above zero.
    Price,
    /// No units, or not a whole number of lots, or a lot of zero.
    Units,
    /// The minimum is more than what is offered.
    Minimum,
    /// It closes before it opens, or at once.
    Window,
    /// The value of all units has no number, or the terms make no instrument.
    Value,
}

impl fmt::Display for OfferFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Price => "the price of an offer is above zero",
            Self::Units => "an offer is a positive whole number of lots",
            Self::Minimum => "the minimum is more than what is offered",
            Self::Window => "an offer closes after it opens",
            Self::Value => "the value of all units is out of range, or the terms make no instrument",
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
        }
    }
}

/// What comes out of an offer when it closes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Sold: one allotment for each subscription, in order of arrival, then account.
    Allotted(Vec<Allotment>),
    /// Less was asked than the minimum: everybody is refunded.
    Failed {
        /// Units asked for, at most the number's range.
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
            Self::Allotted(allotments) => Quantity::new(allotments.iter().map(|one| one.allotted.units()).sum()),
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
        if self.price <= Price::default() {
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
        self.value(self.units, multiplier).map(|_| ()).ok_or(OfferFault::Value)
    }

    /// Whether a subscription is taken.
    ///
    /// # Errors
    /// The first [`SubscriptionRefusal`].
    pub fn check(&self, subscription: &Subscription) -> Result<(), SubscriptionRefusal> {
        if subscription.at < self.opens_at {
            Err(SubscriptionRefusal::OfferNotOpen)
        } else if subscription.at >= self.closes_at {
            Err(SubscriptionRefusal::OfferClosed)
        } else if subscription.units.is_zero() {
            Err(SubscriptionRefusal::NoUnits)
        } else if !subscription.units.units().is_multiple_of(self.lot.units().max(1)) {
            Err(SubscriptionRefusal::OddLot)
        } else if subscription.units > self.units {
            Err(SubscriptionRefusal::BeyondOffer)
        } else {
            Ok(())
        }
    }

    /// What so many units cost: what a subscriber pays, and, of the units sold, the capital raised, gross.
    /// `None` on overflow.
    #[must_use]
    pub fn value(&self, units: Quantity, multiplier: u32) -> Option<Money> {
        Money::of(self.price, units, multiplier)
    }

    /// Closes the offer over the subscriptions that were taken.
    #[must_use]
    pub fn close(&self, subscriptions: &[Subscription]) -> Outcome {
        let asked = subscriptions.iter().fold(0u64, |sum, one| sum.saturating_add(one.units.units()));
        if asked < self.minimum.units() {
            return Outcome::Failed { asked: Quantity::new(asked), minimum: self.minimum };
        }
        Outcome::Allotted(allot(self.rule, self.units, self.lot, subscriptions))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AccountId, InstrumentKind};

    fn offer() -> Offer {
        let text = r#"
            price = "2.50"
            units = "1000"
            minimum = "600"
            lot = "50"
            opens_at = "2026-03-02T08:00:00Z"
            closes_at = "2026-03-13T16:30:00Z"
            rule = "first_come"
        "#;
        toml::from_str(text).expect("an offer")
    }

    fn ask(account: u32, units: u64, at: &str) -> Subscription {
        let at = at.parse().expect("an instant");
        Subscription { account: AccountId(account), units: Quantity::new(units), at }
    }

    const DURING: &str = "2026-03-05T10:00:00Z";

    #[test]
    fn below_the_minimum_nothing_is_sold() {
        let outcome = offer().close(&[ask(1, 300, DURING), ask(2, 250, DURING)]);
        assert_eq!(outcome, Outcome::Failed { asked: Quantity::new(550), minimum: Quantity::new(600) });
        assert_eq!(outcome.sold(), Quantity::ZERO);
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
        let check = |units, at| offer().check(&ask(1, units, at)).map_err(SubscriptionRefusal::code);
        assert_eq!(check(50, "2026-03-02T08:00:00Z"), Ok(()));
        assert_eq!(check(0, "2026-03-02T07:59:59Z"), Err("offer_not_open"));
        assert_eq!(check(50, "2026-03-13T16:30:00Z"), Err("offer_closed"));
        assert_eq!(check(0, DURING), Err("no_units"));
        assert_eq!(check(75, DURING), Err("odd_lot"));
        assert_eq!(check(1050, DURING), Err("beyond_offer"));
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
        assert_eq!(with(|offer| offer.price = Price::default()), Err(OfferFault::Price));
        assert_eq!(with(|offer| offer.units = Quantity::new(1001)), Err(OfferFault::Units));
        assert_eq!(with(|offer| offer.minimum = Quantity::new(1001)), Err(OfferFault::Minimum));
        assert_eq!(with(|offer| offer.closes_at = offer.opens_at), Err(OfferFault::Window));
        assert_eq!(with(|offer| offer.price = Price::from_scaled(i64::MAX)), Ok(()));
        let bond = Terms { kind: InstrumentKind::Bond, nominal: None };
        assert_eq!(offer().validate(bond), Err(OfferFault::Value));
    }

    #[test]
    fn a_lot_of_one_need_not_be_written() {
        let text = toml::to_string(&Offer { lot: ONE_UNIT, ..offer() }).expect("serializes");
        assert!(!text.contains("lot"));
        assert_eq!(toml::from_str::<Offer>(&text).expect("reads back").lot, ONE_UNIT);
    }
}
