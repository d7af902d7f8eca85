//! Lives after the listing: lapses, ladders, cures, delistings, restated targets, and random lives of all of them.

use std::sync::OnceLock;

use proptest::prelude::*;

use super::phase_tests::{limit, refused, symbol};
use super::properties::Floor;
use super::{Command, Event, Fact, Stage, World};
use crate::admission::{DelistingTerms, Step, Threshold};
use crate::domain::{
    AccountId, Basis, BuyOutPrice, Code, Holders, LapseKind, Money, Sanction, Side, Symbol, TargetStanding, Timestamp,
    TradingPhase, Verdict,
};
use crate::ledger::{AccountKind, Amount, Asset};
use crate::scenario::load;

const SHARE: &str = "PASSO";
const OWNER: &str = "passo-lieve";
const BOND: &str = "BALSAMO-32";
const ISSUER: &str = "officina-balsamo";

/// The scenario of sanctions without what happens after the listings.
fn world() -> World {
    let mut world = load(Some("sanzioni")).expect("the shipped scenario is sound");
    let spring: Timestamp = "2027-01-01T00:00:00Z".parse().expect("an instant");
    world.acts.retain(|act| act.at() < spring);
    world
}

/// A Thursday in June before the first reports fall due, all instruments listed.
fn floor() -> Floor {
    static OPENED: OnceLock<Floor> = OnceLock::new();
    OPENED.get_or_init(|| Floor::play(world(), "2027-06-24T08:30:00Z")).clone()
}

fn code(text: &str) -> Code {
    text.parse().expect("a code")
}

/// Lets time pass: every timer up to an instant.
fn pass(floor: &mut Floor, until: &str) -> Vec<Event> {
    let until: Timestamp = until.parse().expect("an instant");
    let mut told = Vec::new();
    while let Some(due) = floor.exchange.next_due().filter(|due| due.at <= until) {
        told.extend(floor.apply(Command::Timer { due: due.number, draw: 0 }));
    }
    told
}

fn deliver(company: &str, obligation: &str) -> Command {
    Command::Deliver { company: code(company), obligation: code(obligation) }
}

fn report(company: &str, objective: &str, value: &str) -> Command {
    let value = value.parse().expect("a figure");
    Command::Report { company: code(company), objective: code(objective), value, verified: false, period_ends_on: None }
}

fn activity(company: &str, share: Option<&str>) -> Command {
    let revenue_share = share.map(|share| share.parse().expect("a rate"));
    Command::ReportActivity { company: code(company), revenue_share, disadvantaged_share: None, period_ends_on: None }
}

fn verify(company: &str, objective: &str, independent: bool, verdict: Verdict) -> Command {
    let (company, objective, verifier) = (code(company), code(objective), "a university department".to_owned());
    Command::Verify { company, objective, period_ends_on: None, verifier, independent, verdict }
}

fn phase(floor: &Floor, instrument: &str) -> TradingPhase {
    floor.exchange.listings[&symbol(instrument)].market.phase()
}

/// The steps that came for a company, each with its day.
fn steps(events: &[Event], company: &str) -> Vec<(LapseKind, Sanction, String)> {
    let day = |event: &Event| event.time.to_string()[..10].to_owned();
    let of = |event: &Event| match &event.fact {
        Fact::Sanctioned { company: whose, kind, sanction, .. } if whose.as_str() == company => {
            Some((*kind, *sanction, day(event)))
        }
        _ => None,
    };
    events.iter().filter_map(of).collect()
}

/// Hands in a whole impact report, so that it may be cured.
fn whole_report(floor: &mut Floor, company: &str, objective: &str) -> Vec<Event> {
    assert_eq!(refused(&floor.apply(report(company, objective, "75.5"))), None);
    assert_eq!(refused(&floor.apply(activity(company, Some("0.86")))), None);
    floor.apply(deliver(company, "impact-report"))
}

/// Has the reports delivered that are not what a test is about.
fn deliver_the_rest(floor: &mut Floor, company: &str, accounts: &str) {
    assert_eq!(refused(&floor.apply(deliver(company, accounts))), None);
}

#[test]
fn the_ladder_climbs_to_the_delisting_where_nothing_is_put_right() {
    let mut floor = floor();
    deliver_the_rest(&mut floor, ISSUER, "bond-annual-report");
    let told = pass(&mut floor, "2028-02-01T00:00:00Z");
    let climbed = steps(&told, ISSUER);
    let missed: Vec<_> = climbed.iter().filter(|(kind, ..)| *kind == LapseKind::MissedReport).collect();
    let words: Vec<(Sanction, &str)> = missed.iter().map(|(_, sanction, day)| (*sanction, day.as_str())).collect();
    let expected = [
        (Sanction::Warning, "2027-06-30"),
        (Sanction::PublicNotice, "2027-07-15"),
        (Sanction::Suspension, "2027-07-30"),
        (Sanction::Delisting, "2028-01-26"),
    ];
    assert_eq!(words, expected);
    assert_eq!(floor.exchange.companies[&code(ISSUER)].stage, Some(Stage::Delisted));
    assert_eq!(floor.views.exercise.company(&code(ISSUER)).map(|view| view.stage), Some(Stage::Delisted));
    floor.check();
}

#[test]
fn a_cure_on_any_step_ends_the_ladder_and_only_a_suspension_has_to_be_lifted() {
    let cases = [
        ("2027-07-05T08:30:00Z", Sanction::Warning),
        ("2027-07-20T08:30:00Z", Sanction::PublicNotice),
        ("2027-08-05T08:30:00Z", Sanction::Suspension),
    ];
    for (at, reached) in cases {
        let mut floor = floor();
        deliver_the_rest(&mut floor, OWNER, "annual-report");
        pass(&mut floor, at);
        let suspended = reached == Sanction::Suspension;
        assert_eq!(phase(&floor, SHARE) == TradingPhase::Suspended, suspended, "{at}");
        let told = whole_report(&mut floor, OWNER, "therapies-kept");
        assert!(told.iter().any(|event| matches!(event.fact, Fact::ObligationLate { .. })), "{at}");
        let cured =
            |event: &Event| matches!(&event.fact, Fact::LapseCured { reached: Some(was), .. } if *was == reached);
        assert!(told.iter().any(cured), "{at}: {told:?}");
        let expected = if suspended { TradingPhase::Call } else { TradingPhase::Continuous };
        assert_eq!(phase(&floor, SHARE), expected, "{at}");
        let more = pass(&mut floor, "2027-09-29T08:30:00Z");
        assert!(steps(&more, OWNER).iter().all(|(kind, ..)| *kind != LapseKind::MissedReport), "{at}");
    }
}

#[test]
fn trading_waits_until_every_lapse_that_suspends_is_cured_and_resumes_through_a_call() {
    let mut floor = floor();
    let missed = pass(&mut floor, "2027-08-10T08:30:00Z");
    let suspensions = steps(&missed, OWNER).into_iter().filter(|(_, step, _)| *step == Sanction::Suspension).count();
    assert_eq!(suspensions, 2, "the accounts and the impact report");
    assert_eq!(phase(&floor, SHARE), TradingPhase::Suspended);
    whole_report(&mut floor, OWNER, "therapies-kept");
    assert_eq!(phase(&floor, SHARE), TradingPhase::Suspended, "the accounts are still missing");
    let resume = Command::Resume { instrument: symbol(SHARE) };
    assert_eq!(refused(&floor.apply(resume)), Some("issuer_suspended"), "not by the facilitator either");
    assert_eq!(refused(&floor.apply(deliver(OWNER, "annual-report"))), None);
    assert_eq!(phase(&floor, SHARE), TradingPhase::Call);
    pass(&mut floor, "2027-08-10T09:30:00Z");
    assert_eq!(phase(&floor, SHARE), TradingPhase::Continuous);
}

#[test]
fn a_halt_outlives_the_suspension_that_came_over_it() {
    let mut floor = floor();
    deliver_the_rest(&mut floor, OWNER, "annual-report");
    pass(&mut floor, "2027-07-29T08:30:00Z");
    floor.apply(Command::Halt { instrument: symbol(SHARE), reason: "news".to_owned() });
    pass(&mut floor, "2027-08-10T08:30:00Z");
    assert_eq!(phase(&floor, SHARE), TradingPhase::Suspended);
    whole_report(&mut floor, OWNER, "therapies-kept");
    assert_eq!(phase(&floor, SHARE), TradingPhase::Halted);
    assert_eq!(refused(&floor.apply(Command::Resume { instrument: symbol(SHARE) })), None);
    assert_eq!(phase(&floor, SHARE), TradingPhase::Call);
}

#[test]
fn a_cure_does_not_lift_what_was_suspended_for_another_reason_too() {
    for before in [true, false] {
        let mut floor = floor();
        deliver_the_rest(&mut floor, OWNER, "annual-report");
        pass(&mut floor, if before { "2027-07-20T08:30:00Z" } else { "2027-08-05T08:30:00Z" });
        let input = floor.input(Command::Resume { instrument: symbol(SHARE) });
        let mut events = Vec::new();
        let mut telling = super::telling::Telling::new(&mut events, floor.exchange.next_seq, &input);
        let suspended = floor.exchange.suspend(symbol(SHARE), "the coupon was not paid", &mut telling);
        assert_eq!(suspended.is_ok(), before);
        floor.exchange.next_seq = telling.next();
        floor.hear(&events);
        pass(&mut floor, "2027-08-06T08:30:00Z");
        whole_report(&mut floor, OWNER, "therapies-kept");
        assert_eq!(phase(&floor, SHARE), TradingPhase::Suspended, "{before}");
        assert_eq!(refused(&floor.apply(Command::Resume { instrument: symbol(SHARE) })), None, "by the facilitator");
        assert_eq!(phase(&floor, SHARE), TradingPhase::Call);
    }
}

/// An investor with units of an instrument, and an open order to sell one of them.
fn seller(floor: &mut Floor, instrument: Symbol) -> AccountId {
    let asset = Asset::Units(instrument);
    let accounts = floor.exchange.ledger.accounts().iter();
    let mut held = accounts.filter(|account| account.kind() == AccountKind::Participant);
    let owner = held.find(|account| !account.balance(asset).available.is_zero()).expect("somebody holds it").id();
    let price = floor.price(instrument, 0);
    let order = limit(instrument, Side::Sell, price, 1);
    let entered = floor.apply(Command::Enter { account: owner, order });
    assert_eq!(refused(&entered), None);
    owner
}

#[test]
fn a_delisting_ends_orders_and_leaves_units_with_their_holders() {
    let mut floor = floor();
    let bond = symbol(BOND);
    deliver_the_rest(&mut floor, ISSUER, "bond-annual-report");
    let owner = seller(&mut floor, bond);
    let before = floor.exchange.ledger.balance(owner, Asset::Units(bond)).total();
    let told = pass(&mut floor, "2028-01-27T08:30:00Z");
    let ended = |event: &Event| matches!(&event.fact, Fact::OrderCanceled { account, reason, .. } if *account == owner && *reason == "delisted");
    assert!(told.iter().any(ended));
    let after = floor.exchange.ledger.balance(owner, Asset::Units(bond));
    assert_eq!((after.available, after.reserved), (before, Amount::ZERO), "all of it, and nothing is held back");
    assert_eq!(floor.exchange.listings[&bond].market.open_orders().count(), 0);

    let order = limit(bond, Side::Buy, floor.price(bond, 0), 1);
    assert_eq!(refused(&floor.apply(Command::Enter { account: owner, order })), Some("delisted"));
    assert_eq!(refused(&floor.apply(Command::Resume { instrument: bond })), Some("delisted"));
    let halt = Command::Halt { instrument: bond, reason: "news".to_owned() };
    assert_eq!(refused(&floor.apply(halt)), Some("delisted"));
    assert_eq!(refused(&floor.apply(deliver(ISSUER, "impact-report"))), Some("wrong_stage"));
    let later = pass(&mut floor, "2028-03-20T08:30:00Z");
    let of_the_bond = |event: &Event| {
        let fact = serde_json::to_value(&event.fact).expect("a fact");
        fact.get("instrument").is_some_and(|instrument| instrument == BOND)
    };
    assert!(!later.iter().any(of_the_bond), "it is quiet about what has left the market");
    let view = &floor.views.market.instruments[&bond];
    assert!(view.delisted_at.is_some() && view.next_phase.is_none() && view.asks.is_empty());
    floor.check();
}

#[test]
fn a_bond_that_was_delisted_is_still_paid_back_at_its_maturity() {
    let mut floor = floor();
    let bond = symbol(BOND);
    deliver_the_rest(&mut floor, ISSUER, "bond-annual-report");
    pass(&mut floor, "2028-01-27T08:30:00Z");
    let company = code(ISSUER);
    floor.apply(Command::PayIn { company, amount: Money::euro(5_000_000), reason: "business".into() });
    let told = pass(&mut floor, "2032-01-20T08:30:00Z");
    assert_eq!(refused(&told), None);
    assert!(!paid_out(&told, bond).is_empty(), "with the cash for it at hand");
    assert!(!told.iter().any(|event| matches!(&event.fact, Fact::Delisted { instrument, .. } if *instrument == bond)));
    floor.exchange.ledger.totals().into_iter().for_each(|(asset, total)| assert!(total.is_zero(), "{asset}"));
}

/// Holders are bought out at the offer's price.
fn buying_out(world: &mut World) {
    let as_of = world.rulebook.published_on;
    let rules = world.rulebook.sanctions.as_mut().expect("it has sanctions");
    let price = Threshold { value: BuyOutPrice::Offer, basis: Basis::Assumed, source: "test".into(), as_of };
    let holders = Threshold { value: Holders::BuyOut, basis: Basis::Assumed, source: "test".into(), as_of };
    rules.delisting = Some(DelistingTerms { holders, price: Some(price) });
}

fn paid_out(told: &[Event], of_what: Symbol) -> Vec<(AccountId, u64, Money)> {
    let of = |event: &Event| match event.fact {
        Fact::BoughtOut { account, instrument, quantity, paid } if instrument == of_what => {
            Some((account, quantity.units(), paid))
        }
        _ => None,
    };
    told.iter().filter_map(of).collect()
}

#[test]
fn a_buy_out_pays_as_far_as_the_cash_goes_and_makes_and_loses_nothing() {
    let mut world = world();
    buying_out(&mut world);
    let mut floor = Floor::play(world, "2027-06-24T08:30:00Z");
    let bond = symbol(BOND);
    deliver_the_rest(&mut floor, ISSUER, "bond-annual-report");
    // The issuer has spent half of what it raised, and test units were issued beyond the offer.
    let (payer, venue) = (floor.exchange.companies[&code(ISSUER)].account, floor.exchange.venue);
    let half = Amount::of_parts(floor.exchange.ledger.balance(payer, Asset::Cash).available.parts() / 2);
    floor.exchange.ledger.transfer(payer, venue, Asset::Cash, half).expect("it has it");
    floor.auditor = None;
    let funds = floor.exchange.ledger.balance(payer, Asset::Cash).available;
    let units = floor.exchange.ledger.in_circulation(Asset::Units(bond));
    let told = pass(&mut floor, "2028-01-27T08:30:00Z");
    let paid = paid_out(&told, bond);
    assert!(paid.len() > 3, "{paid:?}");
    let bought: i128 = paid.iter().map(|(_, units, _)| i128::from(*units)).sum();
    let spent: i128 = paid.iter().map(|(.., money)| money.scaled()).sum();
    assert_eq!(spent, bought * Money::euro(1000).scaled(), "par");
    let left = floor.exchange.ledger.balance(payer, Asset::Cash).available;
    let coupon = |event: &Event| match event.fact {
        Fact::CouponPaid { instrument, amount, .. } if instrument == bond => Some(amount.scaled()),
        _ => None,
    };
    let coupons: i128 = told.iter().filter_map(coupon).sum();
    assert_eq!(left.parts(), funds.parts() - coupons - spent);
    assert!(left.money() < Money::euro(1000), "not one more could be paid");
    let after = floor.exchange.ledger.in_circulation(Asset::Units(bond));
    assert_eq!(after.parts(), units.parts() - bought, "what is bought goes back to where it was issued");
    let life = &floor.views.exercise.company(&code(ISSUER)).expect("known").life;
    let delisting = life.delisting.as_ref().expect("delisted");
    assert_eq!((i128::from(delisting.bought.units()), delisting.paid.scaled()), (bought, spent));
    floor.exchange.ledger.totals().into_iter().for_each(|(asset, total)| assert!(total.is_zero(), "{asset}"));
}

#[test]
fn an_activity_below_the_threshold_is_told_as_drift_and_a_new_figure_cures_it() {
    let mut floor = floor();
    for share in [Some("0.41"), None] {
        let told = floor.apply(activity("rinova-materia", share));
        let found = |event: &Event| matches!(&event.fact, Fact::ActivityTested { passed: false, shortfalls, .. } if shortfalls.iter().any(|one| one.code == "I-06"));
        assert!(told.iter().any(found), "{share:?}: {told:?}");
    }
    let life = |floor: &Floor| floor.views.exercise.company(&code("rinova-materia")).expect("known").life.clone();
    assert_eq!(life(&floor).sanction(), Some(Sanction::PublicNotice));
    assert_eq!(life(&floor).lapses.len(), 1, "what has lapsed does not lapse again");
    let told = floor.apply(activity("rinova-materia", Some("0.58")));
    assert!(told.iter().any(|event| matches!(event.fact, Fact::LapseCured { .. })));
    assert_eq!(life(&floor).sanction(), None);
}

#[test]
fn a_report_without_what_it_must_carry_is_refused_and_its_time_goes_on() {
    let mut floor = floor();
    assert_eq!(refused(&floor.apply(deliver(OWNER, "impact-report"))), Some("report_incomplete"));
    floor.apply(report(OWNER, "therapies-kept", "75.5"));
    assert_eq!(refused(&floor.apply(deliver(OWNER, "impact-report"))), Some("report_incomplete"), "the activity");
    floor.apply(activity(OWNER, Some("0.86")));
    assert_eq!(refused(&floor.apply(deliver(OWNER, "impact-report"))), None);
    let verification = deliver(OWNER, "indicator-verification");
    assert_eq!(refused(&floor.apply(verification.clone())), Some("report_incomplete"), "nobody has looked");
    for (independent, verdict) in [(false, Verdict::Confirmed), (true, Verdict::Rejected)] {
        floor.apply(verify(OWNER, "therapies-kept", independent, verdict));
        assert_eq!(refused(&floor.apply(verification.clone())), Some("report_incomplete"), "{independent} {verdict:?}");
    }
    floor.apply(verify(OWNER, "therapies-kept", true, Verdict::Qualified));
    assert_eq!(refused(&floor.apply(verification)), None);
    assert_eq!(refused(&floor.apply(verify(OWNER, "vehicles", true, Verdict::Confirmed))), Some("unknown_measurement"));
    assert_eq!(refused(&floor.apply(deliver(OWNER, "half-year-report"))), Some("unknown_obligation"), "not over yet");
}

#[test]
fn a_target_is_met_by_confirmed_figures_and_never_by_moving_it() {
    let mut floor = floor();
    let standing = |floor: &Floor| {
        let life = &floor.views.exercise.company(&code(OWNER)).expect("known").life;
        life.target(&code("vehicles")).map_or(TargetStanding::Open, |target| target.standing)
    };
    let restate = Command::Restate {
        company: code(OWNER),
        objective: code("vehicles"),
        baseline: None,
        target: Some("650".parse().expect("a figure")),
        due_on: None,
        reason: "fewer wheels".to_owned(),
    };
    let told = floor.apply(restate);
    let kept = |event: &Event| {
        matches!(&event.fact, Fact::TargetRestated { first_target: Some(first), target: Some(new), .. }
            if first.to_string() == "900" && new.to_string() == "650")
    };
    assert!(told.iter().any(kept));
    floor.apply(report(OWNER, "vehicles", "700"));
    floor.apply(verify(OWNER, "vehicles", true, Verdict::Confirmed));
    assert_eq!(standing(&floor), TargetStanding::Open, "700 reaches the new target, not the first");
    floor.apply(report(OWNER, "vehicles", "905"));
    assert_eq!(standing(&floor), TargetStanding::Open, "nobody has confirmed it");
    for (independent, verdict) in [(false, Verdict::Confirmed), (true, Verdict::Qualified), (true, Verdict::Rejected)] {
        floor.apply(verify(OWNER, "vehicles", independent, verdict));
        assert_eq!(standing(&floor), TargetStanding::Open);
    }
    floor.apply(verify(OWNER, "vehicles", true, Verdict::Confirmed));
    assert_eq!(standing(&floor), TargetStanding::Met);
    floor.apply(report(OWNER, "vehicles", "850"));
    floor.apply(verify(OWNER, "vehicles", true, Verdict::Confirmed));
    assert_eq!(standing(&floor), TargetStanding::Open, "a correction of the same period takes it back");
    let nothing = Command::Restate {
        company: code(OWNER),
        objective: code("vehicles"),
        baseline: None,
        target: None,
        due_on: None,
        reason: String::new(),
    };
    assert_eq!(refused(&floor.apply(nothing)), Some("nothing_restated"));
}

#[test]
fn without_sanctions_a_missed_report_is_told_and_nothing_follows() {
    let mut world = world();
    world.rulebook.sanctions = None;
    let mut floor = Floor::play(world, "2027-06-24T08:30:00Z");
    let told = pass(&mut floor, "2028-02-01T08:30:00Z");
    assert!(told.iter().any(|event| matches!(event.fact, Fact::LapseBegan { .. })));
    assert!(steps(&told, OWNER).is_empty() && steps(&told, ISSUER).is_empty());
    assert_eq!(phase(&floor, SHARE), TradingPhase::Continuous);
}

/// Days on which a report may come: never, or after so many steps of its ladder.
const CURES: [Option<(&str, usize)>; 4] =
    [None, Some(("2027-07-05T08:30:00Z", 1)), Some(("2027-07-20T08:30:00Z", 2)), Some(("2027-08-05T08:30:00Z", 3))];

#[test]
fn every_order_of_two_cures_ends_where_the_later_of_them_says() {
    let pairs = CURES.iter().flat_map(|accounts| CURES.iter().map(move |impact| (*accounts, *impact)));
    for (accounts, impact) in pairs {
        let mut floor = floor();
        let mut told = Vec::new();
        let mut days: Vec<&str> = CURES.iter().flatten().map(|(day, _)| *day).collect();
        days.push("2028-02-01T08:30:00Z");
        for day in days {
            told.extend(pass(&mut floor, day));
            let due = |cure: Option<(&str, usize)>| cure.is_some_and(|(at, _)| at == day);
            if due(accounts) {
                told.extend(floor.apply(deliver(OWNER, "annual-report")));
            }
            if due(impact) {
                told.extend(whole_report(&mut floor, OWNER, "therapies-kept"));
            }
            // What else falls due meanwhile is delivered, so that only the two reports decide.
            floor.apply(verify(OWNER, "therapies-kept", true, Verdict::Confirmed));
            floor.apply(deliver(OWNER, "indicator-verification"));
            if day.starts_with("2027-08") {
                told.extend(pass(&mut floor, "2027-09-01T08:30:00Z"));
                floor.apply(deliver(OWNER, "half-year-report"));
            }
        }
        let came = |subject: &str| {
            let of = |event: &&Event| {
                matches!(&event.fact, Fact::Sanctioned { company, subject: whose, .. }
                    if company.as_str() == OWNER && whose.starts_with(subject))
            };
            told.iter().filter(of).count()
        };
        let never_cured = accounts.is_none() || impact.is_none();
        let expected = |cure: Option<(&str, usize)>| cure.map_or(4, |(_, steps)| steps);
        let delisted = floor.exchange.companies[&code(OWNER)].stage == Some(Stage::Delisted);
        assert_eq!(delisted, never_cured, "{accounts:?} {impact:?}");
        // Where both would end the listing, the first does, and the other has nothing left to end.
        let both = accounts.is_none() && impact.is_none();
        assert_eq!(came("annual-report"), expected(accounts), "{accounts:?} {impact:?}");
        assert_eq!(came("impact-report"), if both { 3 } else { expected(impact) }, "{accounts:?} {impact:?}");
        let suspended = phase(&floor, SHARE) == TradingPhase::Suspended;
        assert!(!suspended, "delisted or cured");
    }
}

/// Something that happens in a random life.
#[derive(Debug, Clone)]
enum Turn {
    Days(u8),
    Deliver(usize, usize),
    Report(usize),
    Activity(usize, bool),
    Verify(usize, bool),
    Order(usize, Side),
    Halt(usize),
    Resume(usize),
}

fn turn() -> impl Strategy<Value = Turn> {
    let side = prop_oneof![Just(Side::Buy), Just(Side::Sell)];
    prop_oneof![
        3 => (1_u8..40).prop_map(Turn::Days),
        3 => (0_usize..3, 0_usize..5).prop_map(|(who, what)| Turn::Deliver(who, what)),
        2 => (0_usize..3).prop_map(Turn::Report),
        2 => (0_usize..3, any::<bool>()).prop_map(|(who, good)| Turn::Activity(who, good)),
        2 => (0_usize..3, any::<bool>()).prop_map(|(who, good)| Turn::Verify(who, good)),
        4 => (0_usize..3, side).prop_map(|(which, side)| Turn::Order(which, side)),
        1 => (0_usize..3).prop_map(Turn::Halt),
        1 => (0_usize..3).prop_map(Turn::Resume),
    ]
}

const NAMES: [(&str, &str, &str); 3] =
    [(OWNER, SHARE, "therapies-kept"), (ISSUER, BOND, "living-wage"), ("rinova-materia", "RINOVA", "waste-recovered")];
const DUTIES: [&str; 5] =
    ["annual-report", "bond-annual-report", "half-year-report", "impact-report", "indicator-verification"];

impl Turn {
    fn play(&self, floor: &mut Floor, turn: usize) -> Vec<Event> {
        let share = |good: bool| Some(if good { "0.9" } else { "0.1" });
        let verdict = |good: bool| if good { Verdict::Confirmed } else { Verdict::Rejected };
        match *self {
            Self::Days(days) => {
                let until = floor.exchange.clock().plus_nanos(i64::from(days) * 86_400_000_000_000);
                pass(floor, &until.to_string())
            }
            Self::Deliver(who, what) => floor.apply(deliver(NAMES[who].0, DUTIES[what])),
            Self::Report(who) => floor.apply(report(NAMES[who].0, NAMES[who].2, "70")),
            Self::Activity(who, good) => floor.apply(activity(NAMES[who].0, share(good))),
            Self::Verify(who, good) => floor.apply(verify(NAMES[who].0, NAMES[who].2, true, verdict(good))),
            Self::Order(which, side) => {
                let instrument = symbol(NAMES[which].1);
                let accounts = floor.exchange.ledger.accounts().iter();
                let all: Vec<AccountId> = accounts
                    .filter(|account| account.kind() == AccountKind::Participant)
                    .map(crate::ledger::Account::id)
                    .collect();
                let order = limit(instrument, side, floor.price(instrument, 0), 1 + turn as u64 % 3);
                floor.apply(Command::Enter { account: all[turn % all.len()], order })
            }
            Self::Halt(which) => {
                floor.apply(Command::Halt { instrument: symbol(NAMES[which].1), reason: "news".to_owned() })
            }
            Self::Resume(which) => floor.apply(Command::Resume { instrument: symbol(NAMES[which].1) }),
        }
    }
}

/// What was told last of each lapse: by company and number.
type Reached = std::collections::BTreeMap<(Code, u32), Option<Sanction>>;

/// A step never comes twice, is never skipped, and none comes for a lapse that was cured; nothing trades that is
/// suspended or gone.
fn hold(floor: &Floor, told: &[Event], reached: &mut Reached, gone: &mut Vec<Symbol>) {
    for event in told {
        match &event.fact {
            Fact::LapseBegan { company, lapse, .. } => {
                assert!(reached.insert((company.clone(), *lapse), None).is_none(), "a number comes once");
            }
            Fact::Sanctioned { company, lapse, kind, sanction, .. } => {
                let was = reached.get_mut(&(company.clone(), *lapse)).expect("begun and not cured");
                let rules = floor.exchange.world.rulebook.sanctions.as_ref().expect("it has sanctions");
                let ladder = rules.ladder(*kind, None).expect("it has this ladder");
                let step = |step: &Step| step.sanction;
                let next = ladder.steps.iter().map(step).find(|step| Some(*step) > *was);
                assert_eq!(next, Some(*sanction), "the next step of the ladder");
                *was = Some(*sanction);
            }
            Fact::LapseCured { company, lapse, reached: told, .. } => {
                assert_eq!(reached.remove(&(company.clone(), *lapse)), Some(*told));
            }
            Fact::Delisted { instrument, .. } => gone.push(*instrument),
            Fact::Traded { instrument, .. } => {
                assert!(!gone.contains(instrument), "{instrument} has left the market");
                let company = &floor.exchange.listings[instrument].company;
                let held = reached.iter().filter(|((whose, _), _)| whose == company);
                assert!(held.max_by_key(|(_, was)| **was).is_none_or(|(_, was)| *was < Some(Sanction::Suspension)));
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_random_life_climbs_its_ladders_and_loses_nothing(turns in prop::collection::vec(turn(), 30..60)) {
        let mut floor = floor();
        let (mut reached, mut gone) = (Reached::new(), Vec::new());
        let cash = floor.exchange.ledger.in_circulation(Asset::Cash);
        for (index, turn) in turns.iter().enumerate() {
            let told = turn.play(&mut floor, index);
            hold(&floor, &told, &mut reached, &mut gone);
            for (symbol, listing) in floor.exchange.listings.iter() {
                let stopped = matches!(listing.market.phase(), TradingPhase::Suspended | TradingPhase::Closed);
                let suspended = floor.exchange.is_suspended(&listing.company);
                prop_assert!(!suspended || stopped, "{symbol} trades while its issuer is suspended");
            }
        }
        floor.check();
        prop_assert_eq!(floor.exchange.ledger.in_circulation(Asset::Cash), cash);
    }
}
