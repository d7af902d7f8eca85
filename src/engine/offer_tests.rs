//! Offers in every form, from the first subscription to the listing or to the last euro given back.

use super::properties::{Floor, shipped};
use super::{Command, Event, Fact, Stage};
use crate::admission::{InvestorClass, OfferTerms};
use crate::domain::{AccountId, InstrumentKind, Money, OfferTest, Price, Quantity, Symbol};
use crate::ledger::{Amount, Asset};

/// An offer of a company of the exercise that is open, to which nobody has subscribed yet.
pub(super) struct Stand {
    pub(super) floor: Floor,
    pub(super) symbol: Symbol,
    opened: Vec<Event>,
}

const COMPANY: &str = "passo-lieve";

/// The world of one company that offers a million shares at 4.20, with investors who do nothing by themselves.
pub(super) fn world(offer: &str) -> super::World {
    let mut world = shipped();
    let is_it =
        |dossier: &crate::admission::Dossier| dossier.company.id.as_ref().is_some_and(|id| id.as_str() == COMPANY);
    world.companies.retain(is_it);
    world.acts.retain(|act| matches!(act, super::Act::Apply { company, .. } if company.as_str() == COMPANY));
    world.expect.clear();
    world.investors.iter_mut().for_each(|group| group.subscribes = crate::domain::Rate::ZERO);
    let instrument = &mut world.companies[0].instrument;
    instrument.minimum_holders = None;
    instrument.offer = (!offer.is_empty()).then(|| toml::from_str::<OfferTerms>(offer).expect("terms of an offer"));
    world.rulebook.eligibility.minimum_holders = None;
    world
}

fn price(text: &str) -> Price {
    text.parse().expect("a price")
}

impl Stand {
    pub(super) fn open(world: super::World) -> Self {
        let symbol = world.companies[0].instrument.symbol.expect("it has one");
        let mut stand = Self { floor: Floor::play(world, "2026-02-27T12:00:00Z"), symbol, opened: Vec::new() };
        stand.opened = stand.timers(|fact| matches!(fact, Fact::OfferOpened { .. }), 0);
        stand
    }

    /// Plays timers until one tells what is looked for, each with this draw where one is drawn; tells what it told.
    pub(super) fn timers(&mut self, found: impl Fn(&Fact) -> bool, draw: u64) -> Vec<Event> {
        for _ in 0..500 {
            let due = self.floor.exchange.next_due().expect("the agenda goes on");
            let draw = draw.min(due.draw_up_to);
            let events = self.floor.apply(Command::Timer { due: due.number, draw });
            self.floor.check();
            if events.iter().any(|event| found(&event.fact)) {
                return events;
            }
        }
        panic!("it never happened");
    }

    pub(super) fn close(&mut self) -> Vec<Event> {
        self.timers(|fact| matches!(fact, Fact::OfferClosed { .. }), 0)
    }

    pub(super) fn investor(&self, name: &str) -> AccountId {
        self.floor.exchange.investor(&name.parse().expect("a name")).expect("it invests")
    }

    /// Subscribes; tells the code of the refusal, if it is one.
    pub(super) fn subscribe(&mut self, name: &str, units: u64, limit: Option<&str>) -> Option<String> {
        let account = self.investor(name);
        let (quantity, limit) = (Quantity::new(units), limit.map(price));
        let events = self.floor.apply(Command::Subscribe { account, instrument: self.symbol, quantity, limit });
        self.floor.check();
        match &events[0].fact {
            Fact::Rejected { code, .. } => Some(code.clone()),
            _ => None,
        }
    }

    pub(super) fn units(&self, name: &str) -> u64 {
        let held = self.floor.exchange.ledger.balance(self.investor(name), Asset::Units(self.symbol)).total();
        held.quantity().expect("nobody owes units").units()
    }

    fn cash(&self, name: &str) -> Money {
        self.floor.exchange.ledger.balance(self.investor(name), Asset::Cash).available.money()
    }

    fn company(&self) -> &super::preparation::Company {
        self.floor.exchange.companies.values().next().expect("one company")
    }

    /// All the cash of investors that is free.
    fn all_cash(&self) -> i128 {
        let cash = |&account: &AccountId| self.floor.exchange.ledger.balance(account, Asset::Cash).available;
        self.floor.exchange.investors.values().map(cash).map(Amount::parts).sum()
    }
}

fn tests_failed(events: &[Event]) -> Vec<(OfferTest, String, String)> {
    let told = events.iter().filter_map(|event| match &event.fact {
        Fact::OfferFellShort { test, needed, found, .. } => Some((*test, needed.to_string(), found.to_string())),
        _ => None,
    });
    told.collect()
}

const RANGE: &str = "lowest_price = \"3.70\"\nhighest_price = \"4.70\"\nprice_step = \"0.05\"\n";

#[test]
fn a_book_is_built_and_all_pay_the_price_that_was_found() {
    let mut stand = Stand::open(world(&format!("form = \"book_building\"\n{RANGE}")));
    let before = stand.cash("ethical-fund-1");
    assert_eq!(stand.subscribe("foundation-1", 500_000, None), None);
    assert_eq!(stand.subscribe("ethical-fund-1", 500_000, Some("4.50")), None);
    assert_eq!(stand.subscribe("ethical-fund-2", 600_000, Some("4.30")), None);
    assert_eq!(stand.subscribe("ethical-fund-3", 900_000, Some("4.00")), None);
    assert_eq!(stand.subscribe("ethical-fund-4", 100, Some("4.31")).as_deref(), Some("limit_off_step"));
    assert_eq!(before.checked_sub(stand.cash("ethical-fund-1")), Some(Money::euro(2_250_000)), "at its limit");
    let told = stand.close();
    let closed = told.iter().find_map(|event| match event.fact {
        Fact::OfferClosed { success, price, raised, .. } => Some((success, price, raised)),
        _ => None,
    });
    // At 4.50 exactly a million is asked for.
    assert_eq!(closed, Some((true, Some(price("4.50")), Money::euro(4_500_000))));
    assert_eq!([stand.units("foundation-1"), stand.units("ethical-fund-1")], [500_000, 500_000]);
    assert_eq!([stand.units("ethical-fund-2"), stand.units("ethical-fund-3")], [0, 0]);
    stand.timers(|fact| matches!(fact, Fact::Listed { .. }), 0);
    let market = &stand.floor.exchange.listings[&stand.symbol].market;
    assert_eq!(market.reference(), Some(price("4.50")), "the first auction refers to the price that was found");
}

#[test]
fn in_an_auction_the_better_bid_is_served_first() {
    let mut stand = Stand::open(world(&format!("form = \"uniform_price_auction\"\n{RANGE}")));
    for (name, units, limit) in
        [("foundation-1", 600_000, "4.50"), ("ethical-fund-1", 600_000, "4.30"), ("ethical-fund-2", 600_000, "4.30")]
    {
        assert_eq!(stand.subscribe(name, units, Some(limit)), None);
    }
    stand.close();
    let given = ["foundation-1", "ethical-fund-1", "ethical-fund-2"].map(|name| stand.units(name));
    assert_eq!(given, [600_000, 200_000, 200_000]);
    stand.timers(|fact| matches!(fact, Fact::Listed { reference_price, .. } if *reference_price == price("4.30")), 0);
}

#[test]
fn all_or_nothing_gives_everything_back_to_the_cent_and_says_why() {
    let mut stand = Stand::open(world("form = \"all_or_nothing\""));
    let before = stand.all_cash();
    assert_eq!(stand.subscribe("foundation-1", 600_000, None), None);
    assert_eq!(stand.subscribe("ethical-fund-1", 399_999, None), None);
    let told = stand.close();
    let expected = (OfferTest::MinimumUnits, "1000000".to_owned(), "999999".to_owned());
    assert_eq!(tests_failed(&told), [expected]);
    assert_eq!(stand.all_cash(), before);
    assert_eq!(stand.company().stage, Some(Stage::OfferFailed));
    assert_eq!(stand.units("foundation-1"), 0);
}

#[test]
fn the_whole_of_all_or_nothing_is_listed_at_its_price() {
    let mut stand = Stand::open(world("form = \"all_or_nothing\""));
    assert_eq!(stand.subscribe("foundation-1", 600_000, None), None);
    assert_eq!(stand.subscribe("ethical-fund-1", 400_000, None), None);
    stand.close();
    stand.timers(|fact| matches!(fact, Fact::Listed { reference_price, .. } if *reference_price == price("4.20")), 0);
}

#[test]
fn the_minimum_of_a_fixed_price_offer_may_be_a_part_of_it() {
    let mut stand = Stand::open(world("minimum_part = \"0.75\""));
    assert_eq!(stand.subscribe("foundation-1", 749_999, None), None);
    let failed = tests_failed(&stand.close());
    assert_eq!(failed, [(OfferTest::MinimumUnits, "750000".to_owned(), "749999".to_owned())]);
}

#[test]
fn a_lottery_is_decided_by_the_draw_that_comes_in_with_the_timer() {
    let winners = |draw: u64| {
        let mut stand = Stand::open(world("oversubscription = \"lottery\""));
        let names: Vec<String> = (1..=5).map(|number| format!("ethical-fund-{number}")).collect();
        for name in &names {
            assert_eq!(stand.subscribe(name, 500_000, None), None);
        }
        stand.timers(|fact| matches!(fact, Fact::OfferClosed { .. }), draw);
        names.iter().map(|name| stand.units(name)).collect::<Vec<_>>()
    };
    let drawn: Vec<Vec<u64>> = (1..7).map(winners).collect();
    assert!(drawn.iter().all(|units| units.iter().filter(|&&units| units == 500_000).count() == 2), "{drawn:?}");
    assert!(drawn.iter().any(|units| units != &drawn[0]), "another draw, other winners");
    assert_eq!(winners(3), winners(3));
}

#[test]
fn only_the_invited_take_part_in_a_private_placement() {
    let mut stand = Stand::open(world("form = \"private_placement\"\ninvited = [\"foundation\", \"ethical-fund-2\"]"));
    assert_eq!(stand.subscribe("foundation-3", 600_000, None), None);
    assert_eq!(stand.subscribe("ethical-fund-2", 200_000, None), None);
    assert_eq!(stand.subscribe("ethical-fund-1", 100, None).as_deref(), Some("not_invited"));
    stand.close();
    assert_eq!([stand.units("foundation-3"), stand.units("ethical-fund-2")], [600_000, 200_000]);
    let mut by_class = world("form = \"private_placement\"");
    by_class.investors[0].class = Some(InvestorClass::Institutional);
    by_class.investors[1].class = Some(InvestorClass::Retail);
    let mut stand = Stand::open(by_class);
    assert_eq!(stand.subscribe("foundation-1", 100, None), None);
    assert_eq!(stand.subscribe("ethical-fund-1", 100, None).as_deref(), Some("not_invited"));
}

#[test]
fn the_public_has_its_part_and_claws_back_more() {
    let mut divided = world("public_part = \"0.3\"\nclaw_back = \"0.1\"");
    divided.investors[0].class = Some(InvestorClass::Institutional);
    let mut stand = Stand::open(divided);
    for (name, units) in [("foundation-1", 900_000), ("ethical-fund-1", 250_000), ("ethical-fund-2", 250_000)] {
        assert_eq!(stand.subscribe(name, units, None), None);
    }
    stand.close();
    let given = ["foundation-1", "ethical-fund-1", "ethical-fund-2"].map(|name| stand.units(name));
    assert_eq!(given, [600_000, 200_000, 200_000]);
}

#[test]
fn a_ticket_has_a_least_and_a_most() {
    let mut stand = Stand::open(world("minimum_ticket = \"1680\"\nmaximum_ticket = \"8400\""));
    assert_eq!(stand.subscribe("foundation-1", 399, None).as_deref(), Some("below_minimum_ticket"));
    assert_eq!(stand.subscribe("foundation-1", 400, None), None);
    assert_eq!(stand.subscribe("foundation-1", 1_601, None).as_deref(), Some("above_maximum_ticket"));
    assert_eq!(stand.subscribe("foundation-1", 1_600, None), None);
}

#[test]
fn an_offer_that_reaches_too_few_holders_or_too_little_float_gives_everything_back() {
    let mut strict = world("");
    strict.companies[0].instrument.minimum_holders = Some(3);
    strict.companies[0].instrument.minimum_units = Some(Quantity::new(1));
    let mut stand = Stand::open(strict);
    let before = stand.all_cash();
    for (name, units) in [("foundation-1", 100_000), ("foundation-1", 5_000), ("foundation-2", 5_000)] {
        assert_eq!(stand.subscribe(name, units, None), None);
    }
    // 110,000 of 3,110,000 shares are 3.53%; two of three holders.
    let failed = tests_failed(&stand.close());
    let told = |test, needed: &str, found: &str| (test, needed.to_owned(), found.to_owned());
    assert_eq!(failed, [told(OfferTest::Holders, "3", "2"), told(OfferTest::Float, "0.1", "0.0353")]);
    assert_eq!(stand.all_cash(), before);
    assert_eq!(stand.company().stage, Some(Stage::OfferFailed));
}

#[test]
fn institutions_are_counted_where_the_rulebook_asks_for_them() {
    let mut strict = world("");
    strict.investors[0].class = Some(InvestorClass::Institutional);
    let figure =
        |text: &str| format!("value = {text}\nbasis = \"assumed\"\nsource = \"a test\"\nas_of = \"2026-01-01\"");
    let primary = strict.rulebook.primary.as_mut().expect("it says how money is raised");
    primary.institutional_holders = toml::from_str(&figure("2")).ok();
    primary.institutional_float = toml::from_str(&figure("\"0.2\"")).ok();
    let mut stand = Stand::open(strict);
    assert_eq!(stand.subscribe("foundation-1", 200_000, None), None);
    assert_eq!(stand.subscribe("ethical-fund-1", 600_000, None), None);
    let told = |test, needed: &str, found: &str| (test, needed.to_owned(), found.to_owned());
    let expected =
        [told(OfferTest::InstitutionalHolders, "2", "1"), told(OfferTest::InstitutionalFloat, "0.2", "0.0526")];
    assert_eq!(tests_failed(&stand.close()), expected);
}

#[test]
fn who_subscribes_at_the_same_instant_with_a_lower_account_takes_nothing_of_another() {
    let mut stand = Stand::open(world("oversubscription = \"first_come\""));
    assert!(stand.investor("ethical-fund-1") > stand.investor("foundation-1"));
    assert_eq!(stand.subscribe("ethical-fund-1", 700_000, None), None);
    assert_eq!(stand.subscribe("foundation-1", 600_000, None), None);
    stand.close();
    assert_eq!([stand.units("foundation-1"), stand.units("ethical-fund-1")], [600_000, 400_000]);
}

/// The same company as a project that asks for gifts.
fn gifts(offer: &str) -> super::World {
    let mut world = world(&format!("form = \"donation_to_target\"\n{offer}"));
    let instrument = &mut world.companies[0].instrument;
    instrument.kind = Some(InstrumentKind::Certificate);
    world.rulebook.primary = None;
    world.rulebook.markets.clear();
    world
        .rulebook
        .severities
        .extend(["E-10", "E-13", "E-17"].map(|code| (code.to_owned(), crate::admission::Severity::Note)));
    let forms = &mut world.rulebook.legal_forms;
    forms.iter_mut().for_each(|row| row.instruments.push(InstrumentKind::Certificate));
    world
}

#[test]
fn gifts_are_released_when_the_whole_goal_is_there_and_the_certificates_stay_with_the_donors() {
    let mut stand = Stand::open(gifts("campaign_days = 30\nextension_days = 10"));
    assert_eq!(stand.subscribe("foundation-1", 300_000, None), None);
    let told = stand.timers(|fact| matches!(fact, Fact::OfferExtended { .. }), 0);
    assert!(!told.iter().any(|event| matches!(event.fact, Fact::OfferClosed { .. })), "it goes on");
    let issuer = stand.company().account;
    assert_eq!(stand.floor.exchange.ledger.balance(issuer, Asset::Cash).total(), Amount::ZERO, "held, not spent");
    assert_eq!(stand.subscribe("foundation-2", 700_000, None), None);
    stand.close();
    assert_eq!(stand.company().stage, Some(Stage::Funded));
    assert_eq!(stand.floor.exchange.ledger.balance(issuer, Asset::Cash).total().money(), Money::euro(4_200_000));
    assert_eq!([stand.units("foundation-1"), stand.units("foundation-2")], [300_000, 700_000]);
    assert!(stand.floor.exchange.listings.iter().next().is_none(), "nothing to trade");
}

#[test]
fn gifts_go_back_when_the_goal_is_missed_a_second_time() {
    let mut stand = Stand::open(gifts("campaign_days = 30\nextension_days = 10"));
    let before = stand.all_cash();
    assert_eq!(stand.subscribe("foundation-1", 300_000, None), None);
    let told = stand.close();
    assert_eq!(tests_failed(&told).len(), 1);
    assert_eq!(stand.all_cash(), before);
    assert_eq!(stand.company().stage, Some(Stage::OfferFailed));
}

#[test]
fn without_terms_an_offer_is_what_it_always_was() {
    let stand = Stand::open(world(""));
    let conditions = stand.opened.iter().find_map(|event| match &event.fact {
        Fact::OfferOpened { conditions, minimum_units, .. } => Some((conditions.clone(), *minimum_units)),
        _ => None,
    });
    assert_eq!(conditions, Some((Box::new(super::OfferConditions::fixed_price()), Quantity::new(700_000))));
}
