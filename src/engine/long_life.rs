//! Long random lives: whatever comes in whatever order, every balance is the one that the auditor reckons.
//!
//! `BORSA_LONG_RUN=1000000 cargo test --release --lib long_life -- --nocapture` plays so many inputs; `BORSA_SEED` names
//! the first life. What is printed is enough to play a life again.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::phase_tests::{holder, limit};
use super::properties::{Floor, Wish, limited, wish};
use super::{Command, Event, Fact, Stage};
use crate::domain::{Code, Day, Money, Price, Quantity, Rank, Side, Symbol};
use crate::issuance::RankedClaim;
use crate::scenario::load;

/// Inputs of the run that `cargo test` makes.
const MODEST: u64 = 600;

/// Inputs of one life: some weeks of the exchange.
const LIFE: u64 = 10_000;

/// Where lives begin, in which scenario: while shares are offered, in the autumn's trading, shortly before the first
/// coupons; while prices are found and gifts are given; shortly before a part is paid back, and before a default.
const BEGINNINGS: [(Option<&str>, &str); 6] = [
    (None, "2026-08-10T07:30:00Z"),
    (None, "2026-10-14T08:30:00Z"),
    (None, "2027-06-25T08:30:00Z"),
    (Some("forme-di-offerta"), "2026-06-10T08:30:00Z"),
    (Some("rate-e-insolvenza"), "2029-06-13T08:30:00Z"),
    (Some("rate-e-insolvenza"), "2032-06-16T08:30:00Z"),
];

/// Every how many inputs books, reservations, views and the fingerprint are looked at as a whole.
const LOOK_EVERY: u64 = 50;

/// What else may happen in a life than orders.
#[derive(Debug, Clone)]
enum Deed {
    Trade(Wish),
    Subscribe { investor: usize, offer: usize, units: u64, limit: Option<i64> },
    PayIn { company: usize, euro: i64 },
    Profit { company: usize, euro: i64 },
    Dividend { company: usize, cents: i64, days: i32 },
    Call { company: usize, days: i32 },
    Recover { company: usize, euro: i64, others: i64, closes: bool },
    Increase { company: usize, units: u64, days: i32, separable: bool },
    BuyBack { company: usize, units: u64, days: i32, sells: bool },
    Own { company: usize, buys: bool, step: i64, units: u64 },
    CancelOwn { company: usize, units: u64 },
    Withdraw { company: usize },
    FailDelivery { investor: usize, days: u32 },
    TimePasses,
}

fn deed() -> impl Strategy<Value = Deed> {
    proptest::prop_oneof![
        200 => wish().prop_map(Deed::Trade),
        20 => (0..40_usize, 0..20_usize, 1..3_000_u64, proptest::option::of(1..120_i64))
            .prop_map(|(investor, offer, units, limit)| Deed::Subscribe { investor, offer, units, limit }),
        2 => (0..40_usize, 1..2_000_000_i64).prop_map(|(company, euro)| Deed::PayIn { company, euro }),
        1 => (0..40_usize, -100_000..1_000_000_i64).prop_map(|(company, euro)| Deed::Profit { company, euro }),
        3 => (0..40_usize, 1..40_i64, 0..20_i32)
            .prop_map(|(company, cents, days)| Deed::Dividend { company, cents, days }),
        1 => (0..40_usize, 0..800_i32).prop_map(|(company, days)| Deed::Call { company, days }),
        2 => (0..40_usize, 0..900_000_i64, 0..900_000_i64, proptest::bool::ANY)
            .prop_map(|(company, euro, others, closes)| Deed::Recover { company, euro, others, closes }),
        2 => (0..40_usize, 1..5_000_u64, 0..10_i32, proptest::bool::ANY)
            .prop_map(|(company, units, days, separable)| Deed::Increase { company, units, days, separable }),
        4 => (0..40_usize, 1..3_000_u64, 1..6_i32, proptest::bool::ANY)
            .prop_map(|(company, units, days, sells)| Deed::BuyBack { company, units, days, sells }),
        20 => (0..40_usize, proptest::bool::ANY, -3..2_i64, 1..60_u64)
            .prop_map(|(company, buys, step, units)| Deed::Own { company, buys, step, units }),
        4 => (0..40_usize, 1..10_u64).prop_map(|(company, units)| Deed::CancelOwn { company, units }),
        1 => (0..40_usize).prop_map(|company| Deed::Withdraw { company }),
        1 => (0..40_usize, 0..3_u32).prop_map(|(investor, days)| Deed::FailDelivery { investor, days }),
        20 => proptest::strategy::Just(Deed::TimePasses),
    ]
}

/// What a life came to.
#[derive(Debug, Default)]
struct Tally {
    inputs: u64,
    events: u64,
    rejected: u64,
    trades: u64,
    subscribed: u64,
    coupons: u64,
    settled: u64,
    failed: u64,
    looks: u64,
    dividends: u64,
    instalments: u64,
    defaults: u64,
    recovered: u64,
    increases: u64,
    certificates: u64,
    bought_back: u64,
    cancelled: u64,
    taxed: u64,
}

impl Tally {
    fn count(&mut self, events: &[Event]) {
        self.inputs += 1;
        self.events += events.len() as u64;
        for event in events {
            let kind = match event.fact {
                Fact::Rejected { .. } => &mut self.rejected,
                Fact::Traded { .. } => &mut self.trades,
                Fact::BuyBackEnded { bought, .. } if !bought.is_zero() => &mut self.bought_back,
                Fact::TreasuryCancelled { .. } => &mut self.cancelled,
                Fact::Subscribed { .. } => &mut self.subscribed,
                Fact::CouponReceived { .. } => &mut self.coupons,
                Fact::Settled { .. } => &mut self.settled,
                Fact::SettlementFailed { .. } => &mut self.failed,
                Fact::DividendReceived { .. } => &mut self.dividends,
                Fact::TaxWithheld { .. } => &mut self.taxed,
                Fact::InstalmentReceived { .. } => &mut self.instalments,
                Fact::Defaulted { .. } => &mut self.defaults,
                Fact::RecoveryReceived { .. } => &mut self.recovered,
                Fact::IncreaseClosed { success: true, .. } => &mut self.increases,
                Fact::StageEntered { stage: Stage::Funded, .. } => &mut self.certificates,
                _ => continue,
            };
            *kind += 1;
        }
    }
}

/// A life: a floor and the deeds that a seed draws.
struct Life {
    floor: Floor,
    runner: TestRunner,
    companies: Vec<Code>,
    offers: Vec<Symbol>,
}

impl Life {
    fn begin(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        let at = usize::try_from(seed).expect("a small number") % BEGINNINGS.len();
        let (scenario, instant) = BEGINNINGS[at];
        let world = scenario.map(|name| load(Some(name)).expect("the shipped scenarios are sound"));
        let mut world = world.unwrap_or_else(limited);
        world.tax = seed.is_multiple_of(2).then(super::tax_tests::rules); // every second life is taxed
        let mut floor = Floor::play(world, instant);
        let companies: Vec<Code> = floor.exchange.companies.keys().cloned().collect();
        for company in companies.clone() {
            // Accounts of an earlier year, out of which own units can be bought before another profit is declared.
            floor.apply(Command::DeclareProfit {
                company,
                year: 2025,
                profit: Money::euro(90_000),
                losses: Money::ZERO,
            });
        }
        let asks = floor.exchange.companies.values().filter_map(|company| company.ask.as_ref());
        let offers = asks.map(|ask| ask.symbol).collect();
        Self { floor, runner: TestRunner::new_with_rng(Config::default(), rng), companies, offers }
    }

    /// Draws a command; nothing where there is nobody or nothing for it.
    fn command(&mut self) -> Option<Command> {
        let deed = deed().new_tree(&mut self.runner).expect("every draw is a value").current();
        self.floor.symbols = self.floor.exchange.listings.iter().map(|(symbol, _)| *symbol).collect();
        match deed {
            Deed::Trade(wish) if self.floor.symbols.is_empty() && !matches!(wish, Wish::Timer) => None,
            Deed::Trade(wish) => self.floor.command(&wish),
            Deed::TimePasses => self.floor.command(&Wish::Timer),
            Deed::Subscribe { investor, offer, units, limit } => {
                let instrument = self.offers[offer % self.offers.len()];
                let (account, quantity) = (self.floor.account(investor), Quantity::new(units));
                let limit = limit.map(|tenths| Price::from_scaled(tenths * 1_000));
                Some(Command::Subscribe { account, instrument, quantity, limit })
            }
            deed @ (Deed::PayIn { .. } | Deed::Profit { .. } | Deed::Dividend { .. } | Deed::Call { .. }) => {
                Some(self.business(&deed))
            }
            Deed::Recover { company, euro, others, closes } => {
                let outside = vec![RankedClaim { rank: Rank::Senior, amount: Money::euro(others) }];
                let (company, amount) = (self.company(company), Some(Money::euro(euro)));
                Some(Command::Recover { company, amount, rate: None, outside, closes })
            }
            Deed::Increase { company, units, days, separable } => {
                let opens_on = self.today().plus_days(days);
                let closes_on = opens_on.plus_days(14);
                let (units, price) = (Quantity::new(units), Price::from_scaled(15_000));
                let company = self.company(company);
                Some(Command::IncreaseCapital { company, units, price, opens_on, closes_on, separable })
            }
            deed @ (Deed::BuyBack { .. } | Deed::Own { .. } | Deed::CancelOwn { .. }) => self.own_units(&deed),
            Deed::Withdraw { company } => {
                let company = self.company(company);
                Some(Command::Withdraw { company, reason: "drawn".into() })
            }
            Deed::FailDelivery { investor, days } => {
                Some(Command::FailDelivery { account: self.floor.account(investor), days })
            }
        }
    }

    fn company(&self, place: usize) -> Code {
        self.companies[place % self.companies.len()].clone()
    }

    fn today(&self) -> Day {
        self.floor.exchange.world().calendar.day(self.floor.exchange.clock())
    }

    /// What a company does in its own units, or an investor who sells to it while it buys. Where trading is halted it goes on
    /// first: most of a life would else be spent in halts.
    fn own_units(&self, deed: &Deed) -> Option<Command> {
        let listed = self.shares();
        let of = |place: usize| listed.get(place % listed.len().max(1)).cloned();
        Some(match *deed {
            Deed::BuyBack { company, units, days, sells } => {
                let (instrument, company) = of(company)?;
                let from_on = self.today().plus_days(1);
                Command::BuyBack {
                    company,
                    units: Quantity::new(units),
                    price_at_most: self.floor.price(instrument, 3),
                    price_at_least: None,
                    authorised_on: None,
                    from_on,
                    until_on: from_on.plus_days(days),
                    reserves: Money::euro(10_000),
                    resale_from: sells.then(|| self.floor.price(instrument, -3)),
                }
            }
            Deed::Own { company, buys, step, units } => {
                let (instrument, company) = of(company)?;
                let listing = &self.floor.exchange.listings[&instrument];
                if listing.stopped.is_some() {
                    return Some(Command::Resume { instrument });
                }
                let own = self.floor.exchange.issuer(&company)?;
                let is_buying = listing.own.as_ref().is_some_and(|own| own.programme.is_some());
                let (account, side, step) = match (buys, is_buying) {
                    (true, _) => (own, Side::Buy, step),
                    (false, true) => (holder(&self.floor, instrument, own), Side::Sell, -3),
                    (false, false) => (own, Side::Sell, step),
                };
                Command::Enter { account, order: limit(instrument, side, self.floor.price(instrument, step), units) }
            }
            Deed::CancelOwn { company, units } => {
                let (_, company) = of(company)?;
                Command::CancelTreasury { company, units: Quantity::new(units) }
            }
            _ => unreachable!("only what a company does in its own units is handed here"),
        })
    }

    /// The shares that are listed, with their companies.
    fn shares(&self) -> Vec<(Symbol, Code)> {
        let listings = self.floor.exchange.listings.iter().filter(|(_, listing)| listing.kind.is_equity());
        listings.map(|(symbol, listing)| (*symbol, listing.company.clone())).collect()
    }

    /// What a company does with its money.
    fn business(&self, deed: &Deed) -> Command {
        let today = self.today();
        match *deed {
            Deed::PayIn { company, euro } => {
                let (company, amount) = (self.company(company), Money::euro(euro));
                Command::PayIn { company, amount, reason: "drawn".into() }
            }
            Deed::Profit { company, euro } => {
                let (company, profit) = (self.company(company), Money::euro(euro));
                Command::DeclareProfit { company, year: today.year(), profit, losses: Money::ZERO }
            }
            Deed::Dividend { company, cents, days } => {
                let (company, per_unit) = (self.company(company), Money::from_scaled(i128::from(cents) * 100));
                Command::DeclareDividend { company, year: today.year(), per_unit, paid_on: today.plus_days(days) }
            }
            Deed::Call { company, days } => {
                let company = self.company(company);
                let listed = self.floor.exchange.companies[&company].ask.as_ref().map(|ask| ask.symbol);
                let listed = listed.and_then(|symbol| self.floor.exchange.listings.get(&symbol));
                let day = today.plus_days(days);
                let coupon = listed.and_then(|listing| listing.interest?.next_coupon(day));
                Command::CallBond { company, paid_on: coupon.unwrap_or(day) }
            }
            _ => unreachable!("only what a company does with its money is handed here"),
        }
    }

    /// One input. Every so often all is looked at: that a refused input has changed nothing, and that books,
    /// reservations and views agree. The auditor hears every input.
    fn step(&mut self, looks: bool, tally: &mut Tally) {
        let Some(command) = self.command() else { return };
        let before = looks.then(|| self.floor.exchange.fingerprint());
        let events = self.floor.apply(command.clone());
        tally.count(&events);
        let Some(before) = before else { return };
        tally.looks += 1;
        let is_refused = events.iter().any(|event| matches!(event.fact, Fact::Rejected { .. }));
        if is_refused {
            assert_eq!(events.len(), 1, "a refused input tells its refusal alone: {command:?}");
            assert!(before == self.floor.exchange.fingerprint(), "a refused input has changed something: {command:?}");
        }
        self.floor.check();
    }
}

fn asked(variable: &str, otherwise: u64) -> u64 {
    let text = std::env::var(variable).ok();
    text.map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{variable}={text} is no number")))
}

#[test]
#[expect(clippy::print_stdout, reason = "a long run tells how far it is, and from which seeds it can be played again")]
fn a_long_life_keeps_its_books() {
    let (wanted, first) = (asked("BORSA_LONG_RUN", MODEST), asked("BORSA_SEED", 1));
    let mut tally = Tally::default();
    let mut seed = first;
    while tally.inputs < wanted {
        let until = wanted.min(tally.inputs + LIFE.min(wanted / BEGINNINGS.len() as u64));
        let mut life = Life::begin(seed);
        println!("BORSA_SEED={seed}: from input {}", tally.inputs + 1);
        let mut steps = 0_u64;
        while tally.inputs < until {
            life.step(steps.is_multiple_of(LOOK_EVERY) || wanted == MODEST, &mut tally);
            steps += 1;
        }
        seed += 1;
    }
    println!("{tally:?}");
    let seen = [tally.rejected, tally.trades, tally.subscribed, tally.settled, tally.looks];
    assert!(seen.iter().all(|&count| count > 0), "a life has all of it: {tally:?}");
}
