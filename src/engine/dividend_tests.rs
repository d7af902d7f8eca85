//! Dividends of a listed cooperative: declared within the law, paid to the cent, to holders, outside and to the purpose.

use super::properties::Floor;
use super::{Command, Event, Fact};
use crate::domain::{AccountId, Code, Day, LinkResult, Money, Quantity, Symbol};
use crate::issuance::times;
use crate::ledger::Asset;

/// A cooperative with a mixed dividend: at most 5% of the capital paid in to holders, by its dossier and by the law.
const COMPANY: &str = "luce-comune";
const FREE: &str = "passo-lieve";

fn code(text: &str) -> Code {
    text.parse().expect("a code")
}

fn money(text: &str) -> Money {
    text.parse().expect("money")
}

fn instrument(floor: &Floor, company: &str) -> Symbol {
    floor.exchange.companies[&code(company)].ask().expect("a whole dossier").symbol
}

fn declare(floor: &mut Floor, company: &str, per_unit: &str, paid_on: &str) -> Vec<Event> {
    let paid_on: Day = paid_on.parse().expect("a day");
    let per_unit = money(per_unit);
    floor.apply(Command::DeclareDividend { company: code(company), year: 2025, per_unit, paid_on })
}

fn refusal(events: &[Event]) -> Option<&str> {
    events.iter().find_map(|event| match &event.fact {
        Fact::Rejected { code, .. } => Some(code.as_str()),
        _ => None,
    })
}

/// The exercise in autumn, with so much profit of the year 2025 and cash to pay it.
fn floor(company: &str, profit: &str) -> Floor {
    let mut floor = Floor::open();
    let (company, profit) = (code(company), money(profit));
    floor.apply(Command::PayIn { company: company.clone(), amount: Money::euro(5_000_000), reason: "business".into() });
    floor.apply(Command::DeclareProfit { company, year: 2025, profit, losses: Money::ZERO });
    floor
}

fn pass(floor: &mut Floor, until: &str) -> Vec<Event> {
    let until = until.parse().expect("an instant");
    let mut told = Vec::new();
    while let Some(due) = floor.exchange.next_due().filter(|due| due.at <= until) {
        told.extend(floor.apply(Command::Timer { due: due.number, draw: 0 }));
    }
    floor.check();
    told
}

fn cash(floor: &Floor, account: AccountId) -> Money {
    floor.exchange.ledger.balance(account, Asset::Cash).total().money()
}

#[test]
fn a_dividend_is_reserved_when_it_is_declared_and_paid_to_who_holds_on_the_record_day() {
    let mut floor = floor(FREE, "3000000");
    let symbol = instrument(&floor, FREE);
    let company = floor.exchange.companies[&code(FREE)].account;
    let before = cash(&floor, company);
    let told = declare(&mut floor, FREE, "0.1", "2026-10-28");
    assert_eq!(refusal(&told), None);
    let existing = floor.exchange.companies[&code(FREE)].ask().expect("whole").existing;
    let in_issue = floor.exchange.ledger.in_circulation(Asset::Units(symbol)).quantity().expect("units");
    let units = in_issue.checked_add(existing).expect("small");
    let total = times(money("0.1"), units).expect("small");
    let reserved = floor.exchange.ledger.balance(company, Asset::Cash).reserved.money();
    assert_eq!(reserved, total);
    floor.check();
    let told = pass(&mut floor, "2026-10-28T06:00:00Z");
    let received: Money = told
        .iter()
        .filter_map(|event| match event.fact {
            Fact::DividendReceived { amount, quantity, .. } => {
                assert_eq!(times(money("0.1"), quantity), Some(amount));
                Some(amount)
            }
            _ => None,
        })
        .sum();
    let paid = told.iter().find_map(|event| match event.fact {
        Fact::DividendPaid { amount, outside, purpose, .. } => Some((amount, outside, purpose)),
        _ => None,
    });
    assert_eq!(paid, Some((received, times(money("0.1"), existing).expect("small"), Money::ZERO)));
    assert!(received > Money::ZERO);
    assert_eq!(cash(&floor, company).checked_add(total), Some(before));
}

#[test]
fn a_dividend_needs_a_profit_a_later_day_and_shares() {
    let mut floor = Floor::open();
    assert_eq!(refusal(&declare(&mut floor, FREE, "0.1", "2026-10-28")), Some("profit_state"));
    let profit = |floor: &mut Floor, amount: &str| {
        let (company, profit) = (code(FREE), money(amount));
        let told = floor.apply(Command::DeclareProfit { company, year: 2025, profit, losses: Money::ZERO });
        refusal(&told).map(str::to_owned)
    };
    assert_eq!(profit(&mut floor, "1000"), None);
    assert_eq!(profit(&mut floor, "1000"), Some("profit_state".to_owned()), "declared once");
    assert_eq!(refusal(&declare(&mut floor, FREE, "0.1", "2026-10-13")), Some("payment_too_soon"));
    assert_eq!(refusal(&declare(&mut floor, FREE, "0", "2026-10-28")), Some("no_dividend"));
    assert_eq!(refusal(&declare(&mut floor, FREE, "1", "2026-10-28")), Some("dividend_beyond_profit"));
    assert_eq!(refusal(&declare(&mut floor, "officina-balsamo", "1", "2026-10-28")), Some("wrong_stage"));
    let none = floor.apply(Command::PayIn { company: code(FREE), amount: Money::ZERO, reason: "nothing".into() });
    assert_eq!(refusal(&none), Some("no_amount"));
    floor.check();
}

/// The statute of this cooperative caps its dividend at 5% of what was paid in, its mixed dividend at as much.
#[test]
fn holders_have_no_more_than_the_cap_and_the_purpose_has_the_rest() {
    let mut floor = floor(COMPANY, "9000000");
    let symbol = instrument(&floor, COMPANY);
    let price = floor.exchange.companies[&code(COMPANY)].ask().expect("whole").price;
    let paid_in = Money::of(price, Quantity::new(1), 1).expect("small");
    let cap = Money::from_scaled(paid_in.scaled() * 500 / 10_000);
    let more = cap.checked_add(money("0.01")).expect("small");
    let told = declare(&mut floor, COMPANY, &more.to_string(), "2026-10-28");
    let split = told.iter().find_map(|event| match event.fact {
        Fact::DividendDeclared { per_unit, to_purpose, .. } => Some((per_unit, to_purpose)),
        _ => None,
    });
    assert_eq!(split, Some((cap, money("0.01"))), "{told:?}");
    let again = declare(&mut floor, COMPANY, "0.01", "2026-10-29");
    assert_eq!(refusal(&again), Some("dividend_beyond_capital"), "one cent more than the cap in a year");
    floor.check();
    let told = pass(&mut floor, "2026-10-28T06:00:00Z");
    assert!(
        told.iter().any(|event| matches!(event.fact, Fact::DividendPaid { instrument, .. } if instrument == symbol))
    );
    // Once the target is missed the purpose has no part any more, and the law still caps what holders have.
    let mut missed = self::floor(COMPANY, "9000000");
    let listing = missed.exchange.listings.get_mut(&symbol).expect("listed");
    listing.link.as_mut().expect("a mixed dividend").result = Some(LinkResult::Missed);
    assert_eq!(
        refusal(&declare(&mut missed, COMPANY, &more.to_string(), "2026-10-28")),
        Some("dividend_beyond_capital")
    );
    let told = declare(&mut missed, COMPANY, &cap.to_string(), "2026-10-28");
    assert_eq!(refusal(&told), None, "equal to the cap");
}

#[test]
fn a_dividend_without_the_cash_is_refused_whole() {
    let mut floor = floor(FREE, "900000000");
    let told = declare(&mut floor, FREE, "100", "2026-10-28");
    assert_eq!(refusal(&told), Some("insufficient_funds"));
    floor.check();
    let told = declare(&mut floor, FREE, "0.1", "2026-10-28");
    assert_eq!(refusal(&told), None, "what was refused has used up nothing");
}
