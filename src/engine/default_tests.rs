//! A bond that is not paid: days of grace, default, what its estate brings; and one that is called early.

use super::bond_tests::{a_bond, cash, investor, timers};
use super::properties::{Floor, shipped};
use super::{Command, Event, Fact, Stage};
use crate::admission::Severity;
use crate::domain::{AccountId, Code, Day, InstrumentKind, Money, Quantity, Rank, Symbol, TradingPhase};
use crate::issuance::{RankedClaim, times};
use crate::ledger::Asset;

/// The exercise with bonds that pay every month, which the issuer may call, in the days before their next coupon.
fn monthly(grace_days: Option<u16>, rank: Option<Rank>) -> Floor {
    let mut world = shipped();
    let bonds = world.companies.iter_mut().filter(|dossier| dossier.instrument.kind == Some(InstrumentKind::Bond));
    bonds.for_each(|dossier| {
        dossier.instrument.coupons_per_year = Some(12);
        dossier.instrument.callable_from = Some("2026-12-10".parse().expect("a day"));
        (dossier.instrument.grace_days, dossier.instrument.rank) = (grace_days, rank);
    });
    // A call that could dodge the result is a condition of the gate, which is not asked here.
    world.rulebook.severities.insert("M-22".to_owned(), Severity::Note);
    Floor::play(world, "2026-10-30T12:00:00Z")
}

struct Bond {
    symbol: Symbol,
    company: Code,
    issuer: AccountId,
}

fn bond(floor: &Floor) -> Bond {
    let symbol = a_bond(floor);
    let company = floor.exchange.listings[&symbol].company.clone();
    let issuer = floor.exchange.companies[&company].account;
    Bond { symbol, company, issuer }
}

/// The issuer's cash is gone, behind the exchange's back; the auditor goes on from another log.
fn impoverish(floor: &mut Floor, bond: &Bond) {
    let (venue, all) = (floor.exchange.venue, floor.exchange.ledger.balance(bond.issuer, Asset::Cash).available);
    floor.exchange.ledger.transfer(bond.issuer, venue, Asset::Cash, all).expect("it has it");
    floor.auditor = None;
}

fn until_default(floor: &mut Floor, bond: &Bond) -> Vec<Event> {
    impoverish(floor, bond);
    let symbol = bond.symbol;
    timers(floor, |event| matches!(event.fact, Fact::Defaulted { instrument, .. } if instrument == symbol)).1
}

fn conserved(floor: &Floor) {
    for (asset, total) in floor.exchange.ledger.totals() {
        assert!(total.is_zero(), "{asset} is not conserved: {total:?}");
    }
}

fn pay_in(floor: &mut Floor, bond: &Bond, amount: Money) -> Vec<Event> {
    floor.apply(Command::PayIn { company: bond.company.clone(), amount, reason: "business".into() })
}

fn recover(floor: &mut Floor, bond: &Bond, amount: Option<Money>, outside: Vec<RankedClaim>) -> Vec<Event> {
    let company = bond.company.clone();
    floor.apply(Command::Recover { company, amount, rate: None, outside, closes: true })
}

fn refusal(events: &[Event]) -> Option<&str> {
    events.iter().find_map(|event| match &event.fact {
        Fact::Rejected { code, .. } => Some(code.as_str()),
        _ => None,
    })
}

#[test]
fn cash_that_comes_in_the_days_of_grace_pays_what_was_missed_and_trading_goes_on() {
    let mut floor = monthly(None, None);
    let bond = bond(&floor);
    impoverish(&mut floor, &bond);
    let symbol = bond.symbol;
    let missed = |event: &Event| match event.fact {
        Fact::CouponMissed { instrument, amount, .. } if instrument == symbol => Some(amount),
        _ => None,
    };
    let (_, events) = timers(&mut floor, |event| missed(event).is_some());
    let amount = events.iter().find_map(missed).expect("told");
    assert_eq!(floor.exchange.listings[&symbol].market.phase(), TradingPhase::Suspended);
    let cent = Money::from_scaled(100);
    let events = pay_in(&mut floor, &bond, amount.checked_sub(cent).expect("more than a cent"));
    assert!(!events.iter().any(|event| matches!(event.fact, Fact::CouponPaid { .. })), "a cent is missing");
    let events = pay_in(&mut floor, &bond, cent);
    let received: Vec<Money> = events
        .iter()
        .filter_map(|event| match event.fact {
            Fact::CouponReceived { amount, .. } => Some(amount),
            _ => None,
        })
        .collect();
    assert_eq!(received.iter().copied().try_fold(Money::ZERO, Money::checked_add), Some(amount));
    assert_ne!(floor.exchange.listings[&symbol].market.phase(), TradingPhase::Suspended);
    assert_eq!(cash(&floor, bond.issuer), Money::ZERO);
    conserved(&floor);
    // The days of grace end without a default, and the next coupon is paid.
    pay_in(&mut floor, &bond, Money::euro(1_000_000));
    let (_, events) = timers(
        &mut floor,
        |event| matches!(event.fact, Fact::CouponPaid { instrument, .. } | Fact::Defaulted { instrument, .. } if instrument == symbol),
    );
    assert!(events.iter().any(|event| matches!(event.fact, Fact::CouponPaid { .. })));
}

#[test]
fn after_the_days_of_grace_all_of_it_is_due() {
    let mut floor = monthly(Some(7), None);
    let bond = bond(&floor);
    let interest = floor.exchange.listings[&bond.symbol].interest.expect("a bond");
    let events = until_default(&mut floor, &bond);
    let today = floor.exchange.world.calendar.day(floor.exchange.clock());
    let told = events.iter().find_map(|event| match event.fact {
        Fact::Defaulted { since, per_unit, units, claim, rank, .. } => Some((since, per_unit, units, claim, rank)),
        _ => None,
    });
    let (since, per_unit, units, claim, rank) = told.expect("told");
    assert_eq!(today, floor.exchange.world.calendar.business_day_from(since.plus_days(7)));
    let coupon = interest.coupon(interest.period(since.plus_days(-1)).expect("it lives")).expect("fits");
    let accrued = interest.accrued(today).expect("fits");
    let owed = [coupon, interest.nominal, accrued].into_iter().try_fold(Money::ZERO, Money::checked_add);
    assert_eq!((Some(per_unit), rank), (owed, Rank::Senior));
    assert_eq!(times(per_unit, units), Some(claim));
    assert_eq!(floor.exchange.listings[&bond.symbol].market.phase(), TradingPhase::Closed);
    assert_eq!(floor.exchange.companies[&bond.company].stage, Some(Stage::Defaulted));
    assert_eq!(floor.views.exercise.company(&bond.company).map(|view| view.stage), Some(Stage::Defaulted));
    // What still comes in is for the estate: nothing is paid coupon by coupon any more.
    assert_eq!(pay_in(&mut floor, &bond, Money::euro(10)).len(), 3);
    conserved(&floor);
}

#[test]
fn an_estate_is_shared_by_rank_to_the_cent_and_nothing_is_made_or_lost() {
    for (rank, outside) in [(Rank::Senior, Rank::Senior), (Rank::Subordinated, Rank::Senior)] {
        let mut floor = monthly(Some(0), Some(rank));
        let bond = bond(&floor);
        assert_eq!(refusal(&recover(&mut floor, &bond, Some(Money::euro(1)), vec![])), Some("not_in_default"));
        until_default(&mut floor, &bond);
        let claim = floor.exchange.listings[&bond.symbol].debt.claim.expect("in default");
        assert_eq!(refusal(&recover(&mut floor, &bond, None, vec![])), Some("recovery_terms"));
        // Others are owed as much; together three quarters of both claims are there.
        let estate = Money::from_scaled(claim.scaled() / 200 * 3 * 100);
        let others = vec![RankedClaim { rank: outside, amount: claim }];
        let held = floor.exchange.holders(bond.symbol);
        let before = floor.clone();
        let events = recover(&mut floor, &bond, Some(estate), others);
        let (mut received, mut lost) = (Money::ZERO, Money::ZERO);
        for event in &events {
            let (sum, amount) = match event.fact {
                Fact::RecoveryReceived { amount, .. } => (&mut received, amount),
                Fact::ClaimEnded { loss, .. } => (&mut lost, loss),
                _ => continue,
            };
            *sum = sum.checked_add(amount).expect("small");
        }
        let expected = if rank == outside { estate.scaled() / 2 } else { estate.scaled() - claim.scaled() };
        let off = expected - received.scaled();
        assert!((0..200).contains(&off), "{rank:?}: {received} of {estate}, off by {off}");
        assert!(claim.scaled() - received.scaled() - lost.scaled() < 100, "what is not received is lost");
        let gained = held.iter().map(|&(account, _)| cash(&floor, account).scaled() - cash(&before, account).scaled());
        assert_eq!(gained.sum::<i128>(), received.scaled());
        assert_eq!(floor.exchange.ledger.in_circulation(Asset::Units(bond.symbol)).parts(), 0);
        assert!(cash(&floor, bond.issuer) < Money::from_scaled(300), "less than a cent for each claim is left");
        assert_eq!(refusal(&recover(&mut floor, &bond, Some(estate), vec![])), Some("not_in_default"));
        conserved(&floor);
    }
}

#[test]
fn a_recovery_rate_pays_that_part_of_the_claim_and_the_rest_stays_owed() {
    let mut floor = monthly(Some(0), None);
    let bond = bond(&floor);
    let keeper = investor(&mut floor, "exact-keeper", Money::ZERO, vec![(bond.symbol, Quantity::new(10))]);
    until_default(&mut floor, &bond);
    let claim = floor.exchange.listings[&bond.symbol].debt.claim.expect("in default");
    let in_issue = floor.exchange.ledger.in_circulation(Asset::Units(bond.symbol)).parts();
    let company = bond.company.clone();
    let rate = Some("0.4".parse().expect("a rate"));
    floor.apply(Command::Recover { company, amount: None, rate, outside: vec![], closes: false });
    let part = claim.scaled() * 4 / 10 * 10 / in_issue;
    let off = part - cash(&floor, keeper).scaled();
    assert!((-100..=100).contains(&off), "forty hundredths of its part, to the cent");
    let left = floor.exchange.listings[&bond.symbol].debt.claim.expect("more may come");
    assert_eq!((left.scaled() * 10 + 500) / (claim.scaled()), 6);
    conserved(&floor);
}

#[test]
fn a_bond_is_called_on_a_coupon_day_that_its_terms_allow() {
    let mut floor = monthly(None, None);
    let bond = bond(&floor);
    let symbol = bond.symbol;
    floor.exchange.listings.get_mut(&symbol).expect("listed").link = None; // a result would have to be known by then
    let coupon_day = |floor: &Floor, after: &str| -> Day {
        let interest = floor.exchange.listings[&symbol].interest.expect("a bond");
        interest.next_coupon(after.parse().expect("a day")).expect("it lives")
    };
    let (first, second) = (coupon_day(&floor, "2026-10-31"), coupon_day(&floor, "2026-12-15"));
    let call =
        |floor: &mut Floor, paid_on: Day| floor.apply(Command::CallBond { company: bond.company.clone(), paid_on });
    assert_eq!(refusal(&call(&mut floor, first)), Some("call_too_soon"));
    assert_eq!(refusal(&call(&mut floor, second.plus_days(1))), Some("no_coupon_day"));
    assert_eq!(refusal(&call(&mut floor, second)), None);
    assert_eq!(refusal(&call(&mut floor, second)), Some("call_state"));
    pay_in(&mut floor, &bond, Money::euro(20_000_000));
    let keeper = investor(&mut floor, "exact-keeper", Money::ZERO, vec![(symbol, Quantity::new(10))]);
    let is_gone = |event: &Event| matches!(event.fact, Fact::Delisted { instrument, .. } if instrument == symbol);
    let (before, _) = timers(&mut floor, is_gone);
    floor.check();
    let interest = floor.exchange.listings[&symbol].interest.expect("a bond");
    let coupon = interest.coupon(interest.period(second.plus_days(-1)).expect("it lives")).expect("fits");
    let each = interest.nominal.checked_add(coupon).expect("small");
    let gained = cash(&floor, keeper).checked_sub(cash(&before, keeper));
    assert_eq!(gained, times(each, Quantity::new(10)), "the coupon, and the whole nominal");
    assert_eq!(floor.exchange.ledger.in_circulation(Asset::Units(symbol)).parts(), 0);
}
