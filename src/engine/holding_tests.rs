//! Limits of holding and transfer: what a dossier asks, what an order and a subscription are told.

use proptest::prelude::*;

use super::offer_tests::{Stand, world};
use super::properties::{Floor, wish};
use super::{Command, Event, Fact, OrderRequest};
use crate::admission::InvestorClass;
use crate::domain::{Instructions, InstrumentKind, Money, OrderType, Price, Quantity, Side, TimeInForce, TradingPhase};

/// The world of one company whose instrument has these limits; `foundation` is institutional, `saver` of natural persons,
/// `family-office` of persons who are qualified, and of the others nobody has said what they are.
fn with(limits: &str) -> super::World {
    let mut world = world("");
    world.companies[0].instrument.limits = Some(toml::from_str(limits).expect("limits"));
    for group in &mut world.investors {
        group.class = match group.name.as_str() {
            "foundation" => Some(InvestorClass::Institutional),
            "saver" => Some(InvestorClass::Retail),
            "family-office" => Some(InvestorClass::Accredited),
            _ => None,
        };
    }
    world
}

fn told_code(events: &[Event]) -> Option<&str> {
    events.iter().find_map(|event| match &event.fact {
        Fact::Rejected { code, .. } => Some(code.as_str()),
        _ => None,
    })
}

impl Stand {
    /// The offer is sold to four holders, and the market opens for orders.
    fn sold(limits: &str) -> Self {
        let mut stand = Self::open(with(limits));
        for (name, units) in [("foundation-1", 400_000), ("foundation-2", 399_000), ("ethical-fund-1", 200_000)] {
            assert_eq!(stand.subscribe(name, units, None), None, "{name}");
        }
        assert_eq!(stand.subscribe("saver-1", 1_000, None), None);
        stand.on_the_market();
        stand
    }

    fn on_the_market(&mut self) {
        self.close();
        self.timers(|fact| matches!(fact, Fact::Listed { .. }), 0);
        let opens = |fact: &Fact| {
            let phase = match fact {
                Fact::PhaseChanged { phase, .. } => *phase,
                _ => TradingPhase::Closed,
            };
            phase.collects() || phase == TradingPhase::Continuous
        };
        self.timers(opens, 0);
    }

    /// Enters a limit order at the offer's price; tells the code of the refusal, if it is one.
    fn order(&mut self, name: &str, side: Side, units: u64) -> Option<String> {
        let events = self.enter(name, side, units);
        self.floor.check();
        told_code(&events).map(str::to_owned)
    }

    fn enter(&mut self, name: &str, side: Side, units: u64) -> Vec<Event> {
        let (account, price) = (self.investor(name), self.floor.price(self.symbol, 0));
        let order = OrderRequest {
            client_order_id: None,
            instrument: self.symbol,
            side,
            kind: OrderType::Limit,
            time_in_force: TimeInForce::GoodTillCancel,
            price: Some(price),
            stop: None,
            quantity: Quantity::new(units),
            display: None,
            expires: None,
            instructions: Instructions::NONE,
        };
        self.floor.apply(Command::Enter { account, order })
    }

    fn replace(&mut self, name: &str, order: u64, units: u64) -> Option<String> {
        let account = self.investor(name);
        let quantity = Some(Quantity::new(units));
        let order = crate::domain::OrderId(order);
        let events = self.floor.apply(Command::Replace { account, order, price: None, quantity });
        self.floor.check();
        told_code(&events).map(str::to_owned)
    }
}

fn code(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn an_instrument_for_institutions_is_sold_to_them_alone() {
    let mut stand = Stand::open(with("transfer = \"institutional\""));
    assert_eq!(stand.subscribe("saver-1", 1_000, None), code("not_eligible"));
    assert_eq!(stand.subscribe("family-office-1", 1_000, None), code("not_eligible"));
    assert_eq!(stand.subscribe("trader-1", 1_000, None), code("not_eligible"), "nobody has said what it is");
    assert_eq!(stand.subscribe("foundation-1", 500_000, None), None);
    assert_eq!(stand.subscribe("foundation-2", 500_000, None), None);
    stand.on_the_market();
    assert_eq!(stand.order("saver-1", Side::Buy, 10), code("not_eligible"));
    assert_eq!(stand.order("foundation-3", Side::Buy, 10), None);
    assert_eq!(stand.order("foundation-1", Side::Sell, 10), None, "who holds it may sell it");
}

#[test]
fn qualified_investors_and_named_members_are_told_from_others() {
    let mut stand = Stand::open(with("transfer = \"qualified\""));
    assert_eq!(stand.subscribe("family-office-1", 1_000, None), None);
    assert_eq!(stand.subscribe("saver-1", 1_000, None), code("not_eligible"));
    let mut stand = Stand::open(with("transfer = \"members\"\nmembers = [\"saver\", \"trader-2\"]"));
    assert_eq!(stand.subscribe("saver-1", 1_000, None), None);
    assert_eq!(stand.subscribe("trader-2", 1_000, None), None);
    assert_eq!(stand.subscribe("trader-1", 1_000, None), code("not_eligible"));
    assert_eq!(stand.subscribe("foundation-1", 1_000, None), code("not_eligible"));
}

#[test]
fn what_cannot_be_passed_on_takes_no_order_of_either_side() {
    let mut stand = Stand::sold("transfer = \"none\"");
    assert_eq!(stand.order("saver-2", Side::Buy, 10), code("not_transferable"));
    assert_eq!(stand.order("saver-1", Side::Sell, 10), code("not_transferable"));
}

#[test]
fn an_order_for_a_certificate_is_told_that_nobody_passes_it_on() {
    let mut world = world("form = \"donation_to_target\"");
    world.companies[0].instrument.kind = Some(InstrumentKind::Certificate);
    world.rulebook.primary = None;
    let symbol = world.companies[0].instrument.symbol.expect("it has one");
    let mut floor = Floor::play(world, "2026-02-02T12:00:00Z");
    let account = floor.exchange.investor(&"saver-1".parse().expect("a name")).expect("it invests");
    let order = |instrument| OrderRequest {
        client_order_id: None,
        instrument,
        side: Side::Sell,
        kind: OrderType::Limit,
        time_in_force: TimeInForce::Day,
        price: Some(Price::STEP),
        stop: None,
        quantity: Quantity::new(1),
        display: None,
        expires: None,
        instructions: Instructions::NONE,
    };
    let told = floor.apply(Command::Enter { account, order: order(symbol) });
    assert_eq!(told_code(&told), Some("not_transferable"));
    let told = floor.apply(Command::Enter { account, order: order("NONE".parse().expect("a symbol")) });
    assert_eq!(told_code(&told), Some("unknown_instrument"));
}

#[test]
fn a_natural_person_stops_at_its_euro_of_nominal() {
    let mut capped = with("nominal = \"4\"");
    capped.companies[0].instrument.maximum_holding = Some(Money::euro(8_000));
    let mut stand = Stand::open(capped);
    assert_eq!(stand.subscribe("saver-1", 2_001, None), code("holding_cap"), "2,000 units of EUR 4");
    assert_eq!(stand.subscribe("saver-1", 1_200, None), None);
    assert_eq!(stand.subscribe("saver-1", 801, None), code("holding_cap"), "both subscriptions count");
    assert_eq!(stand.subscribe("saver-1", 800, None), None);
    assert_eq!(stand.subscribe("foundation-1", 900_000, None), None, "the law caps natural persons alone");
    stand.on_the_market();
    assert_eq!(stand.units("saver-1"), 2_000);
    assert_eq!(stand.order("saver-1", Side::Buy, 1), code("holding_cap"));
    assert_eq!(stand.order("saver-2", Side::Buy, 2_001), code("holding_cap"));
    assert_eq!(stand.order("saver-2", Side::Buy, 1_500), None);
    let standing = stand.floor.exchange.orders.len() as u64;
    assert_eq!(stand.order("saver-2", Side::Buy, 501), code("holding_cap"), "open orders count");
    assert_eq!(stand.replace("saver-2", standing, 2_001), code("holding_cap"));
    assert_eq!(stand.replace("saver-2", standing, 2_000), None);
    assert_eq!(stand.order("family-office-1", Side::Buy, 2_001), code("holding_cap"), "a person too, if qualified");
}

#[test]
fn the_cap_of_the_legal_form_holds_where_the_dossier_says_none() {
    let of_form = |votes: Option<&str>| {
        let mut world = with("");
        let dossier = &mut world.companies[0];
        dossier.instrument.kind = Some(InstrumentKind::CooperativeShare);
        dossier.company.legal_form = Some(crate::domain::LegalForm::Cooperativa);
        dossier.statute.instrument_foreseen = Some(true);
        dossier.instrument.votes_share = votes.map(|part| part.parse().expect("a rate"));
        let stand = Floor::play(world, "2026-01-12T12:00:00Z");
        let company = stand.exchange.companies.values().next().expect("one");
        let price = "4.20".parse().expect("a price");
        stand.exchange.holding_terms(company, price, Quantity::new(700_000)).expect("terms")
    };
    let silent = of_form(None);
    assert_eq!(silent.person_maximum, Some(Money::euro(100_000)), "art. 2525 c.c.");
    assert_eq!(silent.person_units, Some(Quantity::new(23_809)), "of EUR 4.20, rounded down");
    assert!(silent.person_source.is_some_and(|source| source.contains("2525")));
    assert!(!silent.without_votes);
    assert_eq!(of_form(Some("0.3")).person_maximum, None, "holders with administrative rights are not capped");
    assert!(of_form(Some("0")).without_votes);
}

#[test]
fn nobody_takes_more_than_its_part_of_the_class() {
    let mut world = with("maximum_share = \"0.1\"");
    world.companies[0].instrument.units_existing = Some(Quantity::ZERO);
    let mut stand = Stand::open(world);
    // The offer may close at its minimum of 700,000: nobody may come to more than a tenth of that.
    assert_eq!(stand.subscribe("foundation-1", 70_001, None), code("holding_cap"));
    let funds = ["foundation", "impact-fund", "pension-fund", "ethical-fund"];
    for name in funds.iter().flat_map(|group| (1..=4).map(move |number| format!("{group}-{number}"))).take(14) {
        assert_eq!(stand.subscribe(&name, 70_000, None), None, "{name}");
    }
    stand.on_the_market();
    assert_eq!(stand.units("foundation-1"), 70_000);
    assert_eq!(stand.order("foundation-1", Side::Buy, 28_001), code("holding_cap"), "980,000 were sold");
    assert_eq!(stand.order("foundation-1", Side::Buy, 28_000), None);
}

#[test]
fn locked_units_are_sold_when_the_lock_up_has_ended_and_not_before() {
    let mut stand = Stand::sold("lock_up_days = 30\nlocked = [\"foundation\"]");
    let symbol = stand.symbol;
    let locked = |stand: &Stand, name: &str| stand.floor.views.accounts.locked(stand.investor(name), symbol).units();
    assert_eq!([locked(&stand, "foundation-1"), locked(&stand, "ethical-fund-1")], [400_000, 0]);
    assert_eq!(stand.order("foundation-1", Side::Sell, 1), code("units_locked"));
    assert_eq!(stand.order("foundation-1", Side::Sell, 400_001), code("insufficient_units"));
    assert_eq!(stand.order("ethical-fund-1", Side::Sell, 100), None);
    // What is bought on the market is free.
    assert_eq!(stand.order("foundation-1", Side::Buy, 100), None);
    stand.timers(|fact| matches!(fact, Fact::Traded { .. }), 0);
    assert_eq!(stand.units("foundation-1"), 400_100);
    let opens = |fact: &Fact| matches!(fact, Fact::PhaseChanged { phase, .. } if phase.collects());
    stand.timers(opens, 0);
    assert_eq!(stand.order("foundation-1", Side::Sell, 101), code("units_locked"));
    assert_eq!(stand.order("foundation-1", Side::Sell, 60), None);
    let standing = stand.floor.exchange.orders.len() as u64;
    assert_eq!(stand.replace("foundation-1", standing, 101), code("units_locked"));
    assert_eq!(stand.replace("foundation-1", standing, 100), None);
    let ended = stand.timers(|fact| matches!(fact, Fact::LockUpEnded { .. }), 0);
    let quantity = ended.iter().find_map(|event| match event.fact {
        Fact::LockUpEnded { quantity, .. } => Some(quantity.units()),
        _ => None,
    });
    assert_eq!((quantity, locked(&stand, "foundation-1")), (Some(799_000), 0));
    stand.timers(opens, 0);
    assert_eq!(stand.order("foundation-1", Side::Sell, 300_000), None);
}

#[test]
fn a_lock_up_that_ended_before_the_listing_binds_nobody() {
    let mut stand = Stand::sold("lock_up_until = \"2026-01-31\"");
    assert_eq!(stand.order("foundation-1", Side::Sell, 10), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, max_shrink_iters: 40, ..ProptestConfig::default() })]

    /// `Floor::check` holds every account to its cap and its lock-up after every input.
    #[test]
    fn no_sequence_of_orders_leads_above_a_cap_or_sells_what_is_locked(wishes in prop::collection::vec(wish(), 200..260)) {
        let mut floor = Floor::limited();
        let mut traded = 0;
        for wish in wishes {
            let Some(command) = floor.command(&wish) else { continue };
            let events = floor.apply(command);
            traded += events.iter().filter(|event| matches!(event.fact, Fact::Traded { .. })).count();
            floor.check();
        }
        prop_assert!(traded > 0);
    }
}

#[test]
fn simulated_investors_send_nothing_that_a_limit_refuses() {
    let floor = Floor::limited();
    let limited = floor.exchange.listings.iter().filter(|(_, listing)| listing.holding.is_some());
    let (mut capped, mut locked) = (0, 0);
    for (&symbol, listing) in limited {
        let holding = listing.holding.as_ref().expect("limited");
        capped += usize::from(holding.terms.maximum_units.is_some());
        locked += holding.locked.len();
        for &account in floor.exchange.investors.values() {
            let codes = floor.views.refusals.codes(account, symbol);
            let of_limits = ["holding_cap", "not_eligible", "units_locked", "not_transferable"];
            assert!(!codes.iter().any(|code| of_limits.contains(code)), "{symbol}: {codes:?}");
        }
        assert!(!floor.views.market.instruments[&symbol].trades.is_empty(), "{symbol} never traded");
    }
    assert!(capped > 0 && locked > 0, "{capped} capped, {locked} locked");
}
