//! A capital increase of a listed company: who comes first, what each gets, and that nothing is made or lost.

use std::collections::BTreeMap;

use super::bond_tests::{cash, investor, timers};
use super::properties::Floor;
use super::{Command, Event, Fact};
use crate::domain::{AccountId, Code, Money, Price, Quantity, Symbol};
use crate::ledger::Asset;

const COMPANY: &str = "passo-lieve";

fn code() -> Code {
    COMPANY.parse().expect("a code")
}

fn share(floor: &Floor) -> Symbol {
    floor.exchange.companies[&code()].ask().expect("a whole dossier").symbol
}

fn refusal(events: &[Event]) -> Option<&str> {
    events.iter().find_map(|event| match &event.fact {
        Fact::Rejected { code, .. } => Some(code.as_str()),
        _ => None,
    })
}

fn announce(floor: &mut Floor, units: u64, (opens_on, closes_on): (&str, &str), separable: bool) -> Vec<Event> {
    let (opens_on, closes_on) = (opens_on.parse().expect("a day"), closes_on.parse().expect("a day"));
    let price: Price = "4".parse().expect("a price");
    let units = Quantity::new(units);
    floor.apply(Command::IncreaseCapital { company: code(), units, price, opens_on, closes_on, separable })
}

const TERM: (&str, &str) = ("2026-10-21", "2026-11-04");

fn subscribe(floor: &mut Floor, account: AccountId, units: u64) -> Vec<Event> {
    let instrument = share(floor);
    floor.apply(Command::Subscribe { account, instrument, quantity: Quantity::new(units), limit: None })
}

fn units(floor: &Floor, account: AccountId) -> i128 {
    floor.exchange.ledger.balance(account, Asset::Units(share(floor))).total().parts()
}

fn issued(floor: &Floor) -> i128 {
    floor.exchange.ledger.in_circulation(Asset::Units(share(floor))).parts()
}

/// Plays on to the opening of the increase: what it told.
fn open(floor: &mut Floor) -> Vec<Event> {
    timers(floor, |event| matches!(event.fact, Fact::IncreaseOpened { .. })).1
}

fn close(floor: &mut Floor) -> (bool, u64, Money) {
    let (_, events) = timers(floor, |event| matches!(event.fact, Fact::IncreaseClosed { .. }));
    floor.check();
    let closed = events.iter().find_map(|event| match event.fact {
        Fact::IncreaseClosed { success, allotted, raised, .. } => Some((success, allotted.units(), raised)),
        _ => None,
    });
    closed.expect("told")
}

#[test]
fn an_increase_is_refused_where_it_does_not_fit() {
    let mut floor = Floor::open();
    assert_eq!(refusal(&announce(&mut floor, 1_000, ("2026-10-14", "2026-11-14"), false)), Some("payment_too_soon"));
    assert_eq!(refusal(&announce(&mut floor, 1_000, ("2026-10-21", "2026-11-03"), false)), Some("term_too_short"));
    assert_eq!(refusal(&announce(&mut floor, 0, TERM, false)), Some("no_amount"));
    assert_eq!(refusal(&announce(&mut floor, 1_000, TERM, false)), None, "fourteen days are enough");
    assert_eq!(refusal(&announce(&mut floor, 1_000, TERM, false)), Some("increase_state"));
    let early = floor.exchange.investor(&"foundation-1".parse().expect("a name")).expect("an investor");
    assert_eq!(refusal(&subscribe(&mut floor, early, 10)), Some("offer_not_open"));
    floor.check();
}

#[test]
fn holders_come_first_in_proportion_and_what_is_left_goes_on() {
    let mut floor = Floor::open();
    let symbol = share(&floor);
    let holder = investor(&mut floor, "exact-holder", Money::euro(50_000), vec![(symbol, Quantity::new(1_000))]);
    let stranger = investor(&mut floor, "exact-stranger", Money::euro(50_000), vec![]);
    let offered = 10_000;
    assert_eq!(refusal(&announce(&mut floor, offered, TERM, true)), None);
    let events = open(&mut floor);
    let existing = floor.exchange.companies[&code()].ask().expect("whole").existing.units();
    let all = u128::try_from(issued(&floor)).expect("above zero") + u128::from(existing);
    let mut rights = BTreeMap::new();
    for event in &events {
        if let Fact::RightGiven { account, held, quantity, .. } = event.fact {
            let part = u128::from(offered) * u128::from(held.units()) / all;
            assert_eq!(u128::from(quantity.units()), part, "{account}");
            rights.insert(account, quantity.units());
        }
    }
    let right = rights[&holder];
    assert!(right > 0 && !rights.contains_key(&stranger) && rights.values().sum::<u64>() <= offered);
    // The stranger asks for all of it, the holder for what is its right and three more.
    let (before, issuer) = (floor.clone(), floor.exchange.companies[&code()].account);
    assert_eq!(refusal(&subscribe(&mut floor, stranger, offered)), None);
    assert_eq!(refusal(&subscribe(&mut floor, holder, right + 3)), None);
    assert_eq!(refusal(&subscribe(&mut floor, stranger, offered + 1)), Some("beyond_offer"));
    floor.check();
    let (success, allotted, raised) = close(&mut floor);
    assert!(success && allotted == offered);
    assert_eq!(units(&floor, holder) - units(&before, holder), i128::from(right + 3), "before any stranger");
    assert_eq!(units(&floor, stranger), i128::from(offered - right - 3));
    assert_eq!(raised, Money::euro(4 * i64::try_from(offered).expect("small")));
    assert_eq!(cash(&floor, issuer).checked_sub(cash(&before, issuer)), Some(raised));
    assert_eq!(issued(&floor) - issued(&before), i128::from(offered));
    let view = &floor.views.market.instruments[&symbol];
    let was = before.views.market.instruments[&symbol].units.units();
    assert_eq!(view.units.units(), was + offered);
    let company = floor.views.exercise.company(&code()).expect("it takes part");
    let result = company.increases[0].result.expect("closed");
    assert!(result.success && result.free_float > crate::domain::Rate::ZERO);
    assert!(company.benefits.iter().any(|entry| entry.item.as_str() == "capital-increase"));
}

#[test]
fn an_increase_that_is_not_separable_gives_everything_back_where_too_little_is_asked() {
    for separable in [false, true] {
        let mut floor = Floor::open();
        let stranger = investor(&mut floor, "exact-stranger", Money::euro(50_000), vec![]);
        announce(&mut floor, 10_000, TERM, separable);
        open(&mut floor);
        subscribe(&mut floor, stranger, 9_999);
        assert_eq!(cash(&floor, stranger), Money::euro(50_000), "held, not paid");
        let before = issued(&floor);
        let (success, allotted, _) = close(&mut floor);
        assert_eq!((success, allotted), (separable, if separable { 9_999 } else { 0 }));
        assert_eq!(issued(&floor) - before, i128::from(allotted));
        let left = if separable { 50_000 - 4 * 9_999 } else { 50_000 };
        assert_eq!(floor.exchange.ledger.balance(stranger, Asset::Cash).available.money(), Money::euro(left));
        // Another may follow.
        assert_eq!(refusal(&announce(&mut floor, 10, ("2026-11-18", "2026-12-02"), false)), None);
    }
}
