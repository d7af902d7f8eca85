//! A company in its own units: what it may announce, which orders it may enter, and what its units no longer give.

use super::bond_tests::{cash, investor, timers};
use super::phase_tests::{limit, refused, wait_for};
use super::properties::Floor;
use super::{Command, Event, Fact};
use crate::domain::{AccountId, Code, Day, Money, Price, Quantity, Rate, Side, Symbol, TimeInForce, TradingPhase};
use crate::issuance::times;
use crate::ledger::Asset;

/// A joint-stock company with a free statute, in continuous trading between two auctions.
const COMPANY: &str = "passo-lieve";

/// A cooperative of prevalent mutuality, traded in a weekly call.
const COOPERATIVE: &str = "luce-comune";

fn code(text: &str) -> Code {
    text.parse().expect("a code")
}

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn price(text: &str) -> Price {
    text.parse().expect("a price")
}

fn share(floor: &Floor, company: &str) -> Symbol {
    floor.exchange.companies[&code(company)].ask().expect("a whole dossier").symbol
}

fn issuer(floor: &Floor, company: &str) -> AccountId {
    floor.exchange.companies[&code(company)].account
}

fn units(floor: &Floor, account: AccountId, instrument: Symbol) -> i128 {
    floor.exchange.ledger.balance(account, Asset::Units(instrument)).total().parts()
}

fn in_circulation(floor: &Floor, instrument: Symbol) -> i128 {
    floor.exchange.ledger.in_circulation(Asset::Units(instrument)).parts()
}

fn float(floor: &Floor) -> Rate {
    floor.exchange.float_of(&code(COMPANY)).expect("it is listed")
}

/// A programme of so many units at most, at this price at most, from the next day on.
fn programme(company: &str, quantity: u64, price_at_most: &str) -> Command {
    Command::BuyBack {
        company: code(company),
        units: Quantity::new(quantity),
        price_at_most: price(price_at_most),
        price_at_least: None,
        authorised_on: None,
        from_on: day("2026-10-15"),
        until_on: day("2026-12-15"),
        reserves: Money::ZERO,
        resale_from: None,
    }
}

/// The reference price of an instrument.
fn reference(floor: &Floor, instrument: Symbol) -> Price {
    floor.exchange.listings[&instrument].market.reference().expect("an offer price at least")
}

/// The next price below.
fn below(floor: &Floor, instrument: Symbol, price: Price) -> String {
    let tick = floor.views.market.instruments[&instrument].tick_at(price);
    Price::from_scaled(price.scaled() - tick.scaled()).to_string()
}

/// The exercise in autumn, nobody's orders open, with a profit of the year 2025.
fn floor(company: &str, profit: i64) -> Floor {
    let mut floor = Floor::open();
    floor.apply(Command::Kill { account: None });
    floor.apply(Command::Restore { account: None });
    let (company, profit) = (code(company), Money::euro(profit));
    floor.apply(Command::DeclareProfit { company, year: 2025, profit, losses: Money::ZERO });
    floor
}

fn enter(floor: &mut Floor, account: AccountId, instrument: Symbol, side: Side, units: u64, at: &str) -> Vec<Event> {
    floor.apply(Command::Enter { account, order: limit(instrument, side, price(at), units) })
}

/// Plays on to continuous trading of the next day.
fn next_day(floor: &mut Floor, instrument: Symbol) {
    wait_for(floor, instrument, TradingPhase::Closed);
    wait_for(floor, instrument, TradingPhase::Continuous);
}

/// Two investors have traded 64,000 units today, so that the company may buy 800 tomorrow and what others have traded lets
/// it; it has announced that it buys so many, and tomorrow has come. The two, and the company's share.
fn buying(most: u64) -> (Floor, AccountId, AccountId, Symbol) {
    let mut floor = floor(COMPANY, 100_000);
    let symbol = share(&floor, COMPANY);
    let at = reference(&floor, symbol);
    let seller = investor(&mut floor, "own-seller", Money::euro(1_000), vec![(symbol, Quantity::new(100_000))]);
    let buyer = investor(&mut floor, "own-buyer", Money::euro(2_000_000), vec![]);
    for (account, side) in [(seller, Side::Sell), (buyer, Side::Buy)] {
        assert_eq!(refused(&enter(&mut floor, account, symbol, side, 64_000, &at.to_string())), None);
    }
    let mut announced = programme(COMPANY, most, "100");
    if let Command::BuyBack { resale_from, .. } = &mut announced {
        *resale_from = Some(at);
    }
    assert_eq!(refused(&floor.apply(announced)), None);
    next_day(&mut floor, symbol);
    (floor, seller, buyer, symbol)
}

#[test]
fn without_a_programme_a_company_stays_out_of_its_own_units() {
    let mut floor = floor(COMPANY, 50_000);
    let (symbol, own) = (share(&floor, COMPANY), issuer(&floor, COMPANY));
    let at = reference(&floor, symbol).to_string();
    for side in [Side::Buy, Side::Sell] {
        assert_eq!(refused(&enter(&mut floor, own, symbol, side, 10, &at)), Some("no_buy_back"));
    }
    let other = share(&floor, COOPERATIVE);
    assert_eq!(refused(&enter(&mut floor, own, other, Side::Buy, 10, "10")), Some("unknown_account"));
    floor.apply(programme(COMPANY, 100, "5"));
    assert_eq!(refused(&enter(&mut floor, own, symbol, Side::Buy, 10, &at)), Some("no_buy_back"), "from tomorrow on");
    floor.check();
}

#[test]
fn a_programme_stays_within_the_law() {
    let mut plain = floor(COMPANY, 50_000);
    let refusal = |floor: &mut Floor, command| refused(&floor.apply(command)).map(str::to_owned);
    let is = |code: &str| Some(code.to_owned());
    assert_eq!(refusal(&mut plain, programme(COOPERATIVE, 10, "5")), is("profit_state"));
    assert_eq!(refusal(&mut plain, programme("officina-balsamo", 10, "5")), is("wrong_stage"));
    assert_eq!(refusal(&mut plain, programme(COMPANY, 10_001, "5")), is("buy_back_beyond_profit"));
    let mut reserves = programme(COMPANY, 10_001, "5");
    if let Command::BuyBack { reserves, .. } = &mut reserves {
        *reserves = Money::euro(5);
    }
    assert_eq!(refusal(&mut plain.clone(), reserves), None, "free reserves pay for it too");
    assert_eq!(refusal(&mut plain, programme(COMPANY, 10_000, "5")), None);
    assert_eq!(refusal(&mut plain, programme(COMPANY, 1, "5")), is("buy_back_state"));
    // What a programme has taken of the profit no dividend has.
    let dividend = Command::DeclareDividend {
        company: code(COMPANY),
        year: 2025,
        per_unit: Money::from_scaled(1),
        paid_on: day("2026-10-28"),
    };
    assert_eq!(refusal(&mut plain, dividend), is("dividend_beyond_profit"));
    plain.check();
    let mut rich = floor(COMPANY, 50_000_000);
    let symbol = share(&rich, COMPANY);
    let existing = rich.exchange.companies[&code(COMPANY)].ask().expect("whole").existing.units();
    let all = u64::try_from(in_circulation(&rich, symbol)).expect("above zero") + existing;
    assert_eq!(refusal(&mut rich, programme(COMPANY, all / 5 + 1, "5")), is("buy_back_beyond_fifth"));
    assert_eq!(refusal(&mut rich, programme(COMPANY, all / 5, "5")), None);
    // Of a cooperative of prevalent mutuality the reserves stay what they are: it pays what was paid in.
    let mut mutual = floor(COOPERATIVE, 1_000_000);
    assert_eq!(refusal(&mut mutual, programme(COOPERATIVE, 10, "10.01")), is("buy_back_above_paid_in"));
    assert_eq!(refusal(&mut mutual, programme(COOPERATIVE, 10, "10")), None);
}

#[test]
fn a_company_bids_no_higher_than_others_and_no_more_than_a_quarter_of_the_volume() {
    let (mut floor, _, buyer, symbol) = buying(1_000);
    let own = issuer(&floor, COMPANY);
    let seat = floor.exchange.seat(symbol).expect("listed");
    let limit_of_today = floor.exchange.own_limit(seat, day("2026-10-15")).units();
    assert!(limit_of_today >= 800, "a quarter of the average of twenty days: {limit_of_today}");
    let last =
        floor.exchange.listings[&symbol].own.as_ref().and_then(|own| own.last_independent).expect("it has traded");
    let tick = floor.views.market.instruments[&symbol].tick_at(last);
    let above = Price::from_scaled(last.scaled() + tick.scaled()).to_string();
    let bid = |floor: &mut Floor, units, at: &str| {
        refused(&enter(floor, own, symbol, Side::Buy, units, at)).map(str::to_owned)
    };
    assert_eq!(bid(&mut floor, 10, &above).as_deref(), Some("buy_back_price"), "above the last trade, and nobody bids");
    enter(&mut floor, buyer, symbol, Side::Buy, 5, &above);
    assert_eq!(bid(&mut floor, 10, &above), None, "somebody else bids as much");
    let at = last.to_string();
    assert_eq!(
        bid(&mut floor, limit_of_today - 9, &at).as_deref(),
        Some("buy_back_volume"),
        "with the 10 that are open"
    );
    assert_eq!(bid(&mut floor, limit_of_today.min(990) - 10, &at), None);
    let mut plain = limit(symbol, Side::Buy, last, 1);
    for change in [
        |order: &mut super::OrderRequest| order.time_in_force = TimeInForce::GoodTillCancel,
        |order: &mut super::OrderRequest| order.instructions.post_only = true,
        |order: &mut super::OrderRequest| order.display = Some(Quantity::new(1)),
    ] {
        let before = plain.clone();
        change(&mut plain);
        let order = std::mem::replace(&mut plain, before);
        assert_eq!(refused(&floor.apply(Command::Enter { account: own, order })), Some("buy_back_order"));
    }
    let open = floor.exchange.next_order().0 - 1;
    let change = Command::Replace {
        account: own,
        order: crate::domain::OrderId(open),
        price: None,
        quantity: Some(Quantity::new(1)),
    };
    assert_eq!(refused(&floor.apply(change)), Some("buy_back_order"), "cancelled and not changed");
    floor.check();
    let all = Command::CancelAll { account: own, instrument: Some(symbol), side: None, disconnected: false };
    assert_eq!(refused(&floor.apply(all)), None);
    wait_for(&mut floor, symbol, TradingPhase::Call);
    assert_eq!(bid(&mut floor, 1, &at).as_deref(), Some("buy_back_order"), "it keeps away from calls");
}

#[test]
fn own_units_give_nothing_and_cancelled_ones_are_no_more() {
    let (mut floor, seller, _, symbol) = buying(1_000);
    let own = issuer(&floor, COMPANY);
    let last = floor.exchange.listings[&symbol].market.last().expect("it has traded");
    let (at, before) = (last.to_string(), cash(&floor, own));
    let (float, circulating) = (float(&floor), in_circulation(&floor, symbol));
    assert_eq!(refused(&enter(&mut floor, own, symbol, Side::Buy, 600, &at)), None);
    let traded = enter(&mut floor, seller, symbol, Side::Sell, 600, &at);
    let spent = traded.iter().find_map(|event| match event.fact {
        Fact::Traded { buyer, value, buyer_fee, .. } if buyer == own => Some((value, buyer_fee)),
        _ => None,
    });
    let (value, fee) = spent.expect("the company has bought");
    assert_eq!(before.checked_sub(cash(&floor, own)), value.checked_add(fee));
    assert_eq!(units(&floor, own, symbol), 600);
    assert_eq!(in_circulation(&floor, symbol), circulating, "issued as before");
    assert!(self::float(&floor) < float, "its own units are no float");
    floor.check();
    assert_eq!(
        refused(&floor.apply(Command::CancelTreasury { company: code(COMPANY), units: Quantity::new(1) })),
        Some("unsettled_units")
    );

    // A dividend reckons with the units that have rights, those that settle by its record day included.
    floor.apply(Command::PayIn { company: code(COMPANY), amount: Money::euro(900_000), reason: "business".into() });
    let (profit, year) = (Money::euro(5_000_000), 2026);
    floor.apply(Command::DeclareProfit { company: code(COMPANY), year, profit, losses: Money::ZERO });
    let per_unit: Money = "0.1".parse().expect("money");
    let paid_on = day("2026-10-28");
    let told = floor.apply(Command::DeclareDividend { company: code(COMPANY), year, per_unit, paid_on });
    let existing = floor.exchange.companies[&code(COMPANY)].ask().expect("whole").existing.units();
    let with_rights = u64::try_from(circulating - 600).expect("above zero") + existing;
    let declared = told.iter().find_map(|event| match event.fact {
        Fact::DividendDeclared { units, amount, .. } => Some((units, amount)),
        _ => None,
    });
    let with_rights = Quantity::new(with_rights);
    assert_eq!(declared, Some((with_rights, times(per_unit, with_rights).expect("small"))));
    let (_, told) = timers(&mut floor, |event| matches!(event.fact, Fact::DividendPaid { .. }));
    let is_own = |event: &Event| matches!(event.fact, Fact::DividendReceived { account, .. } if account == own);
    assert!(!told.iter().any(is_own));
    floor.check();

    // So does the right of an increase.
    let increase = Command::IncreaseCapital {
        company: code(COMPANY),
        units: Quantity::new(10_000),
        price: price("4"),
        opens_on: day("2026-11-11"),
        closes_on: day("2026-11-25"),
        separable: true,
    };
    assert_eq!(refused(&floor.apply(increase)), None);
    let (_, told) = timers(&mut floor, |event| matches!(event.fact, Fact::IncreaseOpened { .. }));
    let opened = told.iter().find_map(|event| match event.fact {
        Fact::IncreaseOpened { in_issue, .. } => Some(in_issue),
        _ => None,
    });
    assert_eq!(opened, Some(with_rights));
    assert!(!told.iter().any(|event| matches!(event.fact, Fact::RightGiven { account, .. } if account == own)));

    let listed = floor.views.market.instruments[&symbol].units.units();
    let cancel = |floor: &mut Floor, units| {
        refused(&floor.apply(Command::CancelTreasury { company: code(COMPANY), units: Quantity::new(units) }))
            .map(str::to_owned)
    };
    assert_eq!(cancel(&mut floor, 601).as_deref(), Some("insufficient_units"));
    assert_eq!(cancel(&mut floor, 0).as_deref(), Some("no_amount"));
    assert_eq!(cancel(&mut floor, 150), None);
    assert_eq!((units(&floor, own, symbol), in_circulation(&floor, symbol)), (450, circulating - 150));
    assert_eq!(floor.views.market.instruments[&symbol].units.units(), listed - 150);
    floor.check();
}

/// A programme of 600 at 100 at most has taken 60,000 of the 100,000; all are bought for less, and another one follows with
/// what that has left.
#[test]
fn another_programme_may_follow_once_all_is_bought() {
    let (mut floor, seller, _, symbol) = buying(600);
    let own = issuer(&floor, COMPANY);
    let at = floor.exchange.listings[&symbol].market.last().expect("it has traded");
    for (account, side) in [(own, Side::Buy), (seller, Side::Sell)] {
        assert_eq!(refused(&enter(&mut floor, account, symbol, side, 600, &at.to_string())), None);
    }
    let spent = Money::of(at, Quantity::new(600), 1).expect("small");
    let left = Money::euro(100_000).checked_sub(spent).expect("small");
    let most = u64::try_from(left.scaled() / Money::euro(100).scaled()).expect("above zero");
    let again = |units| {
        let mut again = programme(COMPANY, units, "100");
        if let Command::BuyBack { from_on, .. } = &mut again {
            *from_on = day("2026-10-16");
        }
        again
    };
    assert_eq!(refused(&floor.apply(again(most + 1))), Some("buy_back_beyond_profit"));
    let told = floor.apply(again(most));
    assert!(told.iter().any(|event| matches!(&event.fact, Fact::BuyBackEnded { reason, .. } if reason == "completed")));
    assert!(told.iter().any(|event| matches!(event.fact, Fact::BuyBackAnnounced { .. })), "{told:?}");
    floor.check();
}

#[test]
fn a_programme_ends_with_its_day_and_then_units_may_be_sold_again() {
    let (mut floor, seller, buyer, symbol) = buying(1_000);
    let own = issuer(&floor, COMPANY);
    let last = floor.exchange.listings[&symbol].market.last().expect("it has traded").to_string();
    enter(&mut floor, own, symbol, Side::Buy, 600, &last);
    enter(&mut floor, seller, symbol, Side::Sell, 600, &last);
    assert_eq!(refused(&enter(&mut floor, own, symbol, Side::Sell, 10, &last)), Some("no_buy_back"), "it still buys");
    let (_, told) = timers(&mut floor, |event| matches!(event.fact, Fact::BuyBackEnded { .. }));
    let ended = told.iter().find_map(|event| match &event.fact {
        Fact::BuyBackEnded { bought, spent, left, reason, .. } => {
            Some((*bought, *spent, left.treasury, reason.as_str()))
        }
        _ => None,
    });
    let spent = Money::of(price(&last), Quantity::new(600), 1).expect("small");
    assert_eq!(ended, Some((Quantity::new(600), spent, Quantity::new(600), "over")));
    let company = floor.views.exercise.company(&code(COMPANY)).expect("it takes part");
    assert!(company.burdens.iter().any(|entry| entry.item.as_str() == "buy-back"));
    let profit = floor.exchange.companies[&code(COMPANY)].business.profits[&2025];
    assert_eq!(profit.declared, spent, "what it has not used is free again");
    floor.check();
    next_day(&mut floor, symbol);
    floor.apply(Command::Kill { account: None });
    floor.apply(Command::Restore { account: None });
    let from =
        floor.exchange.listings[&symbol].own.as_ref().and_then(|own| own.resale_from).expect("the meeting lets it");
    assert_eq!(refused(&enter(&mut floor, own, symbol, Side::Buy, 1, &from.to_string())), Some("no_buy_back"));
    let less = below(&floor, symbol, from);
    assert_eq!(refused(&enter(&mut floor, own, symbol, Side::Sell, 50, &less)), Some("buy_back_price"));
    let ask = from.max(reference(&floor, symbol)).to_string();
    assert_eq!(refused(&enter(&mut floor, own, symbol, Side::Sell, 50, &ask)), None);
    enter(&mut floor, buyer, symbol, Side::Buy, 50, &ask);
    assert_eq!(units(&floor, own, symbol), 550);
    floor.check();
}
