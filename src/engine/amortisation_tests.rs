//! A nominal that is paid back in parts: what its price is a percentage of, who is paid, and that no euro is made.

use super::bond_tests::{a_bond, cash, investor, order, timers};
use super::properties::{Floor, shipped};
use super::{Command, Event, Fact};
use crate::admission::Severity;
use crate::domain::{AccountId, Day, InstrumentKind, Money, Quantity, Side, Symbol, TimeInForce};
use crate::issuance::times;
use crate::ledger::{AccountKind, Asset};

/// The exercise with bonds of monthly coupons, paid back in five parts from October to February.
fn in_parts(until: &str) -> Floor {
    let mut world = shipped();
    let bonds = world.companies.iter_mut().filter(|dossier| dossier.instrument.kind == Some(InstrumentKind::Bond));
    bonds.for_each(|dossier| {
        dossier.instrument.coupons_per_year = Some(12);
        dossier.instrument.instalments = Some(5);
        dossier.instrument.matures_on = Some("2027-02-01".parse().expect("a day"));
    });
    // So short a life leaves no time for the targets: what the gate says of that is not asked here.
    for code in ["E-16", "M-12", "M-21"] {
        world.rulebook.severities.insert(code.to_owned(), Severity::Note);
    }
    Floor::play(world, until)
}

fn business_pays(floor: &mut Floor, bond: Symbol) {
    let company = floor.exchange.listings[&bond].company.clone();
    floor.apply(Command::PayIn { company, amount: Money::euro(50_000_000), reason: "business".into() });
}

/// A good-till-cancel order, which would stand over the ex day.
fn standing_order(floor: &mut Floor, account: AccountId, bond: Symbol, units: u64) -> Vec<Event> {
    let reference = floor.exchange.listings[&bond].market.reference().expect("an offer price at least");
    let mut order = super::phase_tests::limit(bond, Side::Buy, reference, units);
    order.time_in_force = TimeInForce::GoodTillCancel;
    floor.apply(Command::Enter { account, order })
}

fn reserved(floor: &Floor, account: AccountId) -> Money {
    floor.exchange.ledger.balance(account, Asset::Cash).reserved.money()
}

/// What a buy of ten bonds holds at the reference price: its price on what is outstanding, its fee, a coupon for each.
fn need_of_ten(floor: &Floor, bond: Symbol, outstanding: i64) -> Money {
    let listing = &floor.exchange.listings[&bond];
    let points = u32::try_from(outstanding / 100).expect("small");
    let price = listing.market.reference().expect("an offer price at least");
    let value = Money::of(price, Quantity::new(10), points).expect("small");
    let fee = floor.exchange.world.fees.buy.total(value).expect("small");
    let interest = times(listing.largest_coupon, Quantity::new(10)).expect("small");
    value.checked_add(fee).and_then(|sum| sum.checked_add(interest)).expect("small")
}

#[test]
fn on_the_ex_day_orders_end_and_a_point_of_price_is_worth_less() {
    let mut floor = in_parts("2026-10-28T08:30:00Z");
    let bond = a_bond(&floor);
    assert_eq!(floor.exchange.listings[&bond].multiplier, 8, "800 of 1,000 are left since the first of October");
    let buyer = investor(&mut floor, "exact-buyer", Money::euro(100_000), vec![]);
    // In the call of the thinnest kind: an order below everything stands over night.
    let taken = standing_order(&mut floor, buyer, bond, 10);
    assert!(matches!(taken[0].fact, Fact::OrderAccepted { .. }), "{taken:?}");
    assert_eq!(reserved(&floor, buyer), need_of_ten(&floor, bond, 800));
    let bonds_of = |floor: &Floor| floor.exchange.ledger.balance(buyer, Asset::Units(bond)).total().parts();
    let is_ours = |event: &Event| matches!(event.fact, Fact::NominalReduced { instrument, .. } if instrument == bond);
    let (_, events) = timers(&mut floor, is_ours);
    floor.check();
    let today = floor.exchange.world.calendar.day(floor.exchange.clock());
    assert_eq!(today.to_string(), "2026-10-29", "the day before the record day, whose trades settle after it");
    let told = events.iter().find(|event| is_ours(event)).expect("told");
    let Fact::NominalReduced { due_on, outstanding, multiplier, .. } = told.fact else { unreachable!() };
    assert_eq!((due_on.to_string().as_str(), outstanding, multiplier), ("2026-11-01", Money::euro(600), 6));
    let ended = events.iter().any(
        |event| matches!(event.fact, Fact::OrderCanceled { account, reason: "nominal_reduced", .. } if account == buyer),
    );
    assert!(ended || bonds_of(&floor) > 0, "what has not traded in the auction has ended: {events:?}");
    assert_eq!(reserved(&floor, buyer), Money::ZERO);
    assert_eq!(floor.views.market.instruments[&bond].multiplier, 6);
    timers(&mut floor, |event| matches!(event.fact, Fact::PhaseChanged { instrument, .. } if instrument == bond));
    standing_order(&mut floor, buyer, bond, 10);
    assert_eq!(reserved(&floor, buyer), need_of_ten(&floor, bond, 600));
    floor.check();
}

#[test]
fn a_part_is_paid_to_who_holds_on_the_record_day_and_interest_runs_on_the_rest() {
    let mut floor = in_parts("2026-10-30T18:00:00Z");
    let bond = a_bond(&floor);
    business_pays(&mut floor, bond);
    let issuer = floor.exchange.companies[&floor.exchange.listings[&bond].company].account;
    let is_paid = |event: &Event| matches!(event.fact, Fact::InstalmentPaid { instrument, .. } if instrument == bond);
    let (before, events) = timers(&mut floor, is_paid);
    floor.check();
    let interest = floor.exchange.listings[&bond].interest.expect("a bond");
    let on: Day = "2026-11-01".parse().expect("a day");
    let coupon = interest.coupon(interest.period(on.plus_days(-1)).expect("it lives")).expect("fits");
    let each = Money::euro(200).checked_add(coupon).expect("small");
    let mut received = Money::ZERO;
    for account in floor.exchange.ledger.accounts() {
        let units = before.exchange.ledger.balance(account.id(), Asset::Units(bond)).total().parts();
        let gained = cash(&floor, account.id()).checked_sub(cash(&before, account.id())).expect("small");
        if account.kind() == AccountKind::Participant {
            let units = Quantity::new(u64::try_from(units).expect("never below zero"));
            assert_eq!(Some(gained), times(each, units), "{}", account.name());
            received = received.checked_add(gained).expect("small");
        }
    }
    let spent = cash(&before, issuer).checked_sub(cash(&floor, issuer));
    assert_eq!(Some(received), spent);
    assert!(received > Money::ZERO && events.iter().any(|event| matches!(event.fact, Fact::InstalmentReceived { .. })));
    let next = interest.coupon(interest.period(on).expect("it lives")).expect("fits");
    let third = |amount: Money, parts: i128| amount.scaled() * parts;
    let days = interest.period(on).expect("it lives");
    assert_eq!(days.regular_from.days_until(days.ends_on), 30);
    // Of a month: a twelfth of the yearly rate, on 800 before and on 600 after.
    let off = third(coupon, 3) - third(next, 4);
    assert!(off.abs() <= 4, "{coupon} on 800 and {next} on 600, but for the rounding of each");
}

#[test]
fn a_trade_after_the_ex_day_is_worth_its_percentage_of_what_is_left() {
    let mut floor = in_parts("2026-11-04T09:30:00Z");
    let bond = a_bond(&floor);
    let buyer = investor(&mut floor, "exact-buyer", Money::euro(100_000), vec![]);
    let seller = investor(&mut floor, "exact-seller", Money::euro(1_000), vec![(bond, Quantity::new(20))]);
    for (account, side) in [(buyer, Side::Buy), (seller, Side::Sell)] {
        let taken = order(&mut floor, account, bond, side, (20, 2));
        assert!(matches!(taken[0].fact, Fact::OrderAccepted { .. }), "{taken:?}");
    }
    let (_, events) =
        timers(&mut floor, |event| matches!(event.fact, Fact::Uncrossed { instrument, .. } if instrument == bond));
    floor.check();
    let mut seen = 0;
    for event in &events {
        let Fact::Traded { price, quantity, value, accrued, settles_on, instrument, .. } = event.fact else { continue };
        if instrument != bond {
            continue;
        }
        assert_eq!(Money::of(price, quantity, 6), Some(value), "6 euro a point: 600 are left of 1,000");
        let interest = floor.exchange.listings[&bond].interest.expect("a bond");
        assert_eq!(interest.accrued_on(quantity, settles_on), Some(accrued));
        let bullet = crate::issuance::Interest { instalments: 1, ..interest };
        assert!(accrued < bullet.accrued_on(quantity, settles_on).expect("fits"), "interest on 600, not on 1,000");
        seen += 1;
    }
    assert!(seen > 0, "two orders met");
}

#[test]
fn who_keeps_a_bond_to_its_end_has_its_nominal_back() {
    let mut floor = in_parts("2026-10-28T08:30:00Z");
    let bond = a_bond(&floor);
    business_pays(&mut floor, bond);
    let keeper = investor(&mut floor, "exact-keeper", Money::ZERO, vec![(bond, Quantity::new(10))]);
    let (mut parts, mut coupons, mut last) = (Money::ZERO, Money::ZERO, Money::ZERO);
    for _ in 0..4_000 {
        let due = floor.exchange.next_due().expect("the agenda goes on");
        for event in floor.apply(Command::Timer { due: due.number, draw: 0 }) {
            let (sum, amount) = match event.fact {
                Fact::InstalmentReceived { account, amount, .. } if account == keeper => (&mut parts, amount),
                Fact::CouponReceived { account, amount, .. } if account == keeper => (&mut coupons, amount),
                Fact::BoughtOut { account, paid, .. } if account == keeper => (&mut last, paid),
                _ => continue,
            };
            *sum = sum.checked_add(amount).expect("small");
        }
        if floor.exchange.listings[&bond].delisted {
            break;
        }
    }
    floor.check();
    // Ten bonds of which 800 each were left: three parts of 200, and the last one with the redemption.
    assert_eq!((parts, last), (Money::euro(6_000), Money::euro(2_000)));
    let total = [parts, last, coupons].into_iter().try_fold(Money::ZERO, Money::checked_add).expect("small");
    assert_eq!(cash(&floor, keeper), total);
    assert!(coupons > Money::ZERO);
    assert_eq!(floor.exchange.ledger.balance(keeper, Asset::Units(bond)).total().parts(), 0);
}
