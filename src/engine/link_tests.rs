//! Links between a result and the terms of a bond, each kind with its target reached and missed, to the cent.

use super::properties::Floor;
use super::{Command, Event, Fact, World};
use crate::domain::{
    AccountId, Beneficiary, Code, Giver, ImpactLinkKind, LinkGround, LinkResult, Money, Pledge, Quantity, Symbol,
    Timestamp,
};
use crate::ledger::Asset;
use crate::scenario::load;

const MET: &str = "CASA-33";
const MISSED: &str = "RIVA-33";
/// Just before the day of the result, 30 June 2031.
const BEFORE: &str = "2031-06-30T12:00:00Z";
const AFTER: &str = "2031-07-01T12:00:00Z";
const END: &str = "2033-07-15T12:00:00Z";

fn code(text: &str) -> Code {
    text.parse().expect("a code")
}

fn symbol(text: &str) -> Symbol {
    text.parse().expect("a symbol")
}

fn money(text: &str) -> Money {
    text.parse().expect("money")
}

/// The reference bonds on other terms: both those whose target is reached and those whose target is missed.
fn world(kind: ImpactLinkKind, effect: &str, change: impl Fn(&mut crate::admission::ImpactLink)) -> World {
    let mut world = load(Some("obbligazioni-di-riferimento")).expect("the shipped scenario is sound");
    for dossier in &mut world.companies {
        if let Some(link) = &mut dossier.instrument.impact_link {
            link.kind = Some(kind);
            link.effect = Some(effect.parse().expect("a rate"));
            change(link);
        }
    }
    world
}

fn pass(floor: &mut Floor, until: &str) -> Vec<Event> {
    let until: Timestamp = until.parse().expect("an instant");
    let mut told = Vec::new();
    while let Some(due) = floor.exchange.next_due().filter(|due| due.at <= until) {
        told.extend(floor.apply(Command::Timer { due: due.number, draw: 0 }));
    }
    floor.check();
    told
}

fn account(floor: &Floor, name: &str) -> AccountId {
    floor.exchange.investor(&code(name)).expect("an investor of the scenario")
}

fn cash(floor: &Floor, account: AccountId) -> Money {
    floor.exchange.ledger.balance(account, Asset::Cash).total().money()
}

fn issuer(floor: &Floor, bond: &str) -> AccountId {
    floor.exchange.companies[&floor.exchange.listings[&symbol(bond)].company].account
}

/// What an account was paid between two moments: `hold` looks at it before, the answer after.
fn gained(before: Money, floor: &Floor, account: AccountId) -> String {
    cash(floor, account).checked_sub(before).expect("small").to_string()
}

fn coupons(events: &[Event], bond: &str) -> Vec<String> {
    let amount = |event: &Event| match event.fact {
        Fact::CouponPaid { instrument, amount, .. } if instrument == symbol(bond) => Some(amount.to_string()),
        _ => None,
    };
    events.iter().filter_map(amount).collect()
}

#[test]
fn a_coupon_rises_from_the_next_period_on_when_the_target_is_missed() {
    let world = world(ImpactLinkKind::CouponStepUp, "0.0025", |_| {});
    let mut floor = Floor::play(world, BEFORE);
    let told = pass(&mut floor, END);
    assert_eq!(coupons(&told, MISSED), ["175000", "187500"], "from 19 June 2032 on, the period after the result");
    assert_eq!(coupons(&told, MET), ["175000", "175000"]);
    let changed: Vec<Symbol> = told
        .iter()
        .filter_map(|event| match event.fact {
            Fact::TermsChanged { instrument, .. } => Some(instrument),
            _ => None,
        })
        .collect();
    assert_eq!(changed, [symbol(MISSED)]);
}

#[test]
fn a_coupon_falls_when_the_target_is_reached() {
    let mut floor = Floor::play(world(ImpactLinkKind::CouponStepDown, "0.005", |_| {}), BEFORE);
    let told = pass(&mut floor, END);
    assert_eq!(coupons(&told, MET), ["175000", "150000"]);
    assert_eq!(coupons(&told, MISSED), ["175000", "175000"]);
}

#[test]
fn who_buys_before_the_result_can_pay_for_the_interest_after_it() {
    let floor = Floor::play(world(ImpactLinkKind::CouponStepUp, "0.0025", |_| {}), BEFORE);
    let largest = floor.exchange.listings[&symbol(MISSED)].largest_coupon;
    assert_eq!(largest, Money::euro(3750), "3.75% of 100,000");
}

#[test]
fn a_bond_is_paid_back_above_or_below_par() {
    for (kind, bond, other, paid) in [
        (ImpactLinkKind::RedemptionPremium, MISSED, MET, "5075000"),
        (ImpactLinkKind::RedemptionDiscount, MET, MISSED, "4925000"),
    ] {
        let mut floor = Floor::play(world(kind, "0.015", |_| {}), "2033-06-15T12:00:00Z");
        // The issuer has what the scenario gave it: a premium asks for more.
        let company = floor.exchange.listings[&symbol(bond)].company.clone();
        floor.apply(Command::PayIn { company, amount: Money::euro(100_000), reason: "business".into() });
        let told = pass(&mut floor, END);
        let repaid = |bond: &str| {
            let paid = told.iter().filter_map(|event| match event.fact {
                Fact::BoughtOut { instrument, paid, .. } if instrument == symbol(bond) => Some(paid),
                _ => None,
            });
            paid.sum::<Money>().to_string()
        };
        assert_eq!(repaid(bond), paid, "{kind:?}");
        assert_eq!(repaid(other), "5000000", "{kind:?}");
    }
}

#[test]
fn a_promised_donation_is_taken_when_it_falls_due_and_else_kept_back_from_what_the_bond_pays() {
    let mut floor = Floor::play(world(ImpactLinkKind::Donation, "0.025", |_| {}), BEFORE);
    let (bank, venue) = (account(&floor, "bank-1"), floor.exchange.venue);
    // The bank has spent all but 100,000.01 euro of what it has: 24,999.99 of the donation are lacking.
    let spent = cash(&floor, bank).checked_sub(money("100000.01")).expect("it has more");
    floor.exchange.ledger.transfer(bank, venue, Asset::Cash, spent.into()).expect("it has it");
    floor.auditor = None; // that was no event
    let company = issuer(&floor, MET);
    let before = cash(&floor, company);
    let told = pass_unchecked(&mut floor, AFTER);
    assert_eq!(gained(before, &floor, company), "100000.01");
    let short = told.iter().find_map(|event| match event.fact {
        Fact::PledgeShort { account, lacking, .. } => Some((account, lacking.to_string())),
        _ => None,
    });
    assert_eq!(short, Some((bank, "24999.99".to_owned())));
    let before = cash(&floor, bank);
    pass_unchecked(&mut floor, "2032-07-15T12:00:00Z");
    assert_eq!(gained(before, &floor, bank), "150000.01", "a coupon of 175,000 less what was owed");
    let (company, amount) = (code("casa-sul-colle"), Money::euro(1_225_000));
    floor.apply(Command::PayIn { company, amount, reason: "cash flow of seven years".to_owned() });
    let before = cash(&floor, bank);
    pass_unchecked(&mut floor, END);
    assert_eq!(gained(before, &floor, bank), "5175000", "and nothing is owed any more");
}

/// The same as [`pass`] where the ledger was touched by hand, so that the views cannot agree.
fn pass_unchecked(floor: &mut Floor, until: &str) -> Vec<Event> {
    let until: Timestamp = until.parse().expect("an instant");
    let mut told = Vec::new();
    while let Some(due) = floor.exchange.next_due().filter(|due| due.at <= until) {
        told.extend(floor.apply(Command::Timer { due: due.number, draw: 0 }));
    }
    told
}

#[test]
fn what_lies_in_escrow_goes_to_the_company_or_back_to_who_holds_the_bond() {
    let escrow = |link: &mut crate::admission::ImpactLink| link.pledge = Some(Pledge::Escrow);
    let mut floor = Floor::play(world(ImpactLinkKind::Donation, "0.025", escrow), BEFORE);
    let (first, second) = (account(&floor, "bank-1"), account(&floor, "bank-2"));
    // Paid 5,000,000 and 125,000; five coupons of 175,000 have come.
    for bank in [first, second] {
        assert_eq!(cash(&floor, bank), Money::euro(5_500_000 - 5_125_000 + 5 * 175_000));
    }
    let (company, other) = (issuer(&floor, MET), issuer(&floor, MISSED));
    let before = [company, other, first, second].map(|account| cash(&floor, account));
    pass(&mut floor, AFTER);
    let after: Vec<String> = [company, other, first, second]
        .into_iter()
        .zip(before)
        .map(|(account, before)| gained(before, &floor, account))
        .collect();
    assert_eq!(after, ["125000", "0", "0", "125000"]);
}

#[test]
fn a_third_party_pays_for_success_up_to_its_maximum_and_has_the_rest_and_the_failure_back() {
    // The second fund is the payer here: 3% of 5,000,000 would be 150,000, the maximum is 140,000.
    let outcome = |to: Beneficiary| {
        move |link: &mut crate::admission::ImpactLink| {
            link.payer = Some(code("fund-2"));
            link.maximum = Some(Money::euro(140_000));
            link.beneficiary = Some(to);
        }
    };
    for to in [Beneficiary::Issuer, Beneficiary::Holders] {
        let mut floor = Floor::play(world(ImpactLinkKind::OutcomePayment, "0.03", outcome(to)), BEFORE);
        let payer = account(&floor, "fund-2");
        // 4,500,000 less its own 4,000,000 and two pledges; five of its coupons of 200,000 have come.
        assert_eq!(cash(&floor, payer), Money::euro(500_000 - 280_000 + 5 * 200_000));
        let accounts = [issuer(&floor, MET), account(&floor, "bank-1"), issuer(&floor, MISSED), payer];
        let before = accounts.map(|account| cash(&floor, account));
        let told = pass(&mut floor, AFTER);
        let after: Vec<String> =
            accounts.into_iter().zip(before).map(|(account, before)| gained(before, &floor, account)).collect();
        let paid = if to == Beneficiary::Issuer { ["140000", "0"] } else { ["0", "140000"] };
        assert_eq!(after, [paid[0], paid[1], "0", "140000"], "{to:?}");
        let by = |event: &Event| matches!(event.fact, Fact::Donated { giver: Giver::ThirdParty, .. });
        assert!(told.iter().any(by));
    }
}

#[test]
fn without_a_confirmed_figure_the_terms_say_what_counts() {
    for (counts, given) in [(None, "0"), (Some(LinkResult::Met), "125000")] {
        let mut world = world(ImpactLinkKind::Donation, "0.025", |link| link.if_unverified = counts);
        world.acts.retain(|act| !matches!(act, super::Act::Verify { .. }));
        let mut floor = Floor::play(world, BEFORE);
        let company = issuer(&floor, MET);
        let before = cash(&floor, company);
        let told = pass(&mut floor, AFTER);
        assert_eq!(gained(before, &floor, company), given);
        let grounds: Vec<LinkGround> = told
            .iter()
            .filter_map(|event| match event.fact {
                Fact::LinkObserved { ground, .. } => Some(ground),
                _ => None,
            })
            .collect();
        assert_eq!(grounds, [LinkGround::Unverified; 2]);
    }
}

#[test]
fn a_result_after_its_day_counts_as_the_terms_say() {
    for (counts, given) in [(None, "0"), (Some(LinkResult::Met), "125000")] {
        let mut world = world(ImpactLinkKind::Donation, "0.025", |link| link.if_late = counts);
        for act in &mut world.acts {
            if let super::Act::Report { period_ends_on, .. } = act {
                *period_ends_on = Some("2031-01-31".parse().expect("a day"));
            }
        }
        let mut floor = Floor::play(world, BEFORE);
        let company = issuer(&floor, MET);
        let before = cash(&floor, company);
        let told = pass(&mut floor, AFTER);
        assert_eq!(gained(before, &floor, company), given);
        let late = |event: &Event| matches!(event.fact, Fact::LinkObserved { instrument, ground: LinkGround::Late, .. } if instrument == symbol(MET));
        assert!(told.iter().any(late));
    }
}

#[test]
fn who_withdraws_before_the_listing_gives_pledges_back() {
    let escrow = |link: &mut crate::admission::ImpactLink| link.pledge = Some(Pledge::Escrow);
    let mut floor = Floor::play(world(ImpactLinkKind::Donation, "0.025", escrow), "2026-06-19T15:30:00Z");
    let bank = account(&floor, "bank-1");
    assert_eq!(cash(&floor, bank), Money::euro(375_000));
    floor.apply(Command::Withdraw { company: code("casa-sul-colle"), reason: "the site was sold".to_owned() });
    floor.check();
    assert_eq!(cash(&floor, bank), Money::euro(5_500_000));
    assert_eq!(floor.exchange.ledger.balance(bank, Asset::Units(symbol(MET))).total().quantity(), Some(Quantity::ZERO));
}
