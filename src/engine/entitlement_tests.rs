//! Who is paid when a bond changes hands around its record day: coupon, accrued interest and nominal go together with
//! the settlement.

use super::phase_tests::{limit, refused};
use super::properties::{Floor, shipped};
use super::{Command, Event, Fact};
use crate::admission::Severity;
use crate::domain::{AccountId, Day, InstrumentKind, Money, Quantity, Side, Symbol, TradeId};
use crate::ledger::{Amount, Asset};

/// Who sells, who buys, what, and what the buyer has paid for interest.
struct Trade {
    floor: Floor,
    bond: Symbol,
    seller: AccountId,
    buyer: AccountId,
    trade: TradeId,
    settles_on: Day,
    accrued: Money,
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// Twenty bonds that mature on a day and pay every month, sold in the auction of a Wednesday.
fn sold(matures_on: &str, wednesday: &str) -> Trade {
    let mut world = shipped();
    let bonds = world.companies.iter_mut().filter(|dossier| dossier.instrument.kind == Some(InstrumentKind::Bond));
    bonds.for_each(|dossier| {
        dossier.instrument.coupons_per_year = Some(12);
        dossier.instrument.matures_on = Some(day(matures_on));
    });
    // A short life leaves no time for the targets: what the gate says of that is not asked here.
    for code in ["E-16", "M-12", "M-21"] {
        world.rulebook.severities.insert(code.to_owned(), Severity::Note);
    }
    let mut floor = Floor::play(world, &format!("{wednesday}T08:30:00Z"));
    let is_bond = |symbol: &&Symbol| floor.exchange.listings[*symbol].interest.is_some();
    let bond = *floor.symbols.iter().find(is_bond).expect("the exercise lists bonds");
    floor.apply(Command::Kill { account: None });
    floor.apply(Command::Restore { account: None });
    let seller = floor.investor_with("exact-seller", Money::euro(1_000), &[(&bond.to_string(), 20)]);
    let buyer = floor.investor_with("exact-buyer", Money::euro(100_000), &[]);
    let price = floor.exchange.listings[&bond].market.reference().expect("an offer price at least");
    for (account, side) in [(seller, Side::Sell), (buyer, Side::Buy)] {
        let told = floor.apply(Command::Enter { account, order: limit(bond, side, price, 20) });
        assert_eq!(refused(&told), None);
    }
    let own = |event: &Event| match event.fact {
        Fact::Traded { trade, buyer: to, settles_on, accrued, .. } if to == buyer => Some((trade, settles_on, accrued)),
        _ => None,
    };
    let told = floor.until(|event| own(event).is_some());
    let (trade, settles_on, accrued) = told.iter().find_map(own).expect("it was told");
    Trade { floor, bond, seller, buyer, trade, settles_on, accrued }
}

impl Trade {
    /// Plays up to the next coupon of the bond: its day, its record day, and the units that seller and buyer are paid for.
    fn coupon(&mut self) -> ((Day, Day), [u64; 2]) {
        let bond = self.bond;
        let paid = |event: &Event| match event.fact {
            Fact::CouponPaid { instrument, due_on, record_on, .. } if instrument == bond => Some((due_on, record_on)),
            _ => None,
        };
        let told = self.floor.until(|event| paid(event).is_some());
        self.floor.check();
        let units = |whose: AccountId| {
            let of = told.iter().filter_map(|event| match event.fact {
                Fact::CouponReceived { account, instrument, quantity, .. }
                    if (account, instrument) == (whose, bond) =>
                {
                    Some(quantity.units())
                }
                _ => None,
            });
            of.sum::<u64>()
        };
        (told.iter().find_map(paid).expect("it was told"), [units(self.seller), units(self.buyer)])
    }

    fn interest(&self) -> Money {
        let bond = self.floor.exchange.listings[&self.bond].interest.expect("a bond");
        bond.accrued_on(Quantity::new(20), self.settles_on).expect("small")
    }
}

#[test]
fn a_trade_that_settles_by_the_record_day_carries_the_coupon_and_its_interest() {
    // Paid on Monday 2 November: the record day is Friday, on which the auction of Wednesday settles.
    let mut trade = sold("2032-07-02", "2026-10-28");
    assert_eq!(trade.settles_on, day("2026-10-30"));
    assert_eq!(trade.accrued, trade.interest());
    assert!(trade.accrued > Money::ZERO);
    assert_eq!(trade.coupon(), ((day("2026-11-02"), day("2026-10-30")), [0, 20]));
}

#[test]
fn a_trade_that_settles_later_carries_neither() {
    // Paid on Friday 30 October, the day on which the auction of Wednesday settles: the record day is Thursday.
    let mut trade = sold("2032-07-30", "2026-10-28");
    assert_eq!((trade.settles_on, trade.accrued), (day("2026-10-30"), Money::ZERO));
    assert_eq!(trade.coupon(), ((day("2026-10-30"), day("2026-10-29")), [20, 0]));
}

#[test]
fn a_failed_trade_carries_the_coupon_all_the_same() {
    let mut trade = sold("2032-07-02", "2026-10-28");
    trade.floor.apply(Command::FailDelivery { account: trade.seller, days: 5 });
    assert_eq!(trade.coupon(), ((day("2026-11-02"), day("2026-10-30")), [0, 20]));
    let pending = trade.floor.exchange.settling.unsettled.pending();
    assert!(pending.iter().any(|one| one.trade == trade.trade), "it has not settled");
    let held = trade.floor.settled(trade.seller, Asset::Units(trade.bond));
    assert_eq!(held, Amount::of_parts(20), "the seller still has the units");
}

#[test]
fn no_delivery_outlives_units_that_are_paid_back() {
    // The bond ends on Friday at midnight; the auction of Wednesday would settle that afternoon.
    let mut trade = sold("2027-01-29", "2027-01-27");
    let (seller, buyer, bond, number) = (trade.seller, trade.buyer, trade.bond, trade.trade);
    let company = trade.floor.exchange.listings[&bond].company.clone();
    trade.floor.apply(Command::PayIn { company, amount: Money::euro(5_000_000), reason: "business".into() });
    let told = trade.floor.until(|event| matches!(event.fact, Fact::Delisted { instrument, .. } if instrument == bond));
    trade.floor.check();
    let ended = |event: &Event| matches!(event.fact, Fact::DeliveryEnded { trade, .. } if trade == number);
    assert!(told.iter().any(ended));
    let repaid = told.iter().find_map(|event| match event.fact {
        Fact::BoughtOut { account, quantity, .. } if account == buyer => Some(quantity.units()),
        _ => None,
    });
    assert!(repaid > Some(0), "the buyer is paid back");
    let coupon = |event: &Event| matches!(event.fact, Fact::CouponReceived { account, .. } if account == seller);
    assert!(told.iter().any(coupon), "the last coupon is the seller's, and the buyer has paid no interest");
    assert_eq!(trade.accrued, Money::ZERO);
    let settled = trade.floor.until(|event| matches!(event.fact, Fact::Settled { trade, .. } if trade == number));
    trade.floor.check();
    let units = settled.iter().find_map(|event| match event.fact {
        Fact::Settled { trade, quantity, .. } if trade == number => Some(quantity),
        _ => None,
    });
    assert_eq!(units, Some(Quantity::ZERO), "only the money was left");
}
