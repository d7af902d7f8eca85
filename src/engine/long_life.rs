//! Long random lives: whatever comes in whatever order, every balance is the one that the auditor reckons.
//!
//! `BORSA_LONG_RUN=1000000 cargo test --release --lib long_life -- --nocapture` plays so many inputs; `BORSA_SEED` names
//! the first life. What is printed is enough to play a life again.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::properties::{Floor, Wish, limited, wish};
use super::{Command, Event, Fact};
use crate::domain::{Code, Quantity, Symbol};

/// Inputs of the run that `cargo test` makes.
const MODEST: u64 = 600;

/// Inputs of one life: some weeks of the exchange.
const LIFE: u64 = 10_000;

/// Where lives begin: while shares are offered, in the autumn's trading, and shortly before the first coupons.
const BEGINNINGS: [&str; 3] = ["2026-08-10T07:30:00Z", "2026-10-14T08:30:00Z", "2027-06-25T08:30:00Z"];

/// Every how many inputs books, reservations, views and the fingerprint are looked at as a whole.
const LOOK_EVERY: u64 = 50;

/// What else may happen in a life than orders.
#[derive(Debug, Clone)]
enum Deed {
    Trade(Wish),
    Subscribe { investor: usize, offer: usize, units: u64 },
    Withdraw { company: usize },
    FailDelivery { investor: usize, days: u32 },
    TimePasses,
}

fn deed() -> impl Strategy<Value = Deed> {
    proptest::prop_oneof![
        200 => wish().prop_map(Deed::Trade),
        20 => (0..40_usize, 0..20_usize, 1..3_000_u64)
            .prop_map(|(investor, offer, units)| Deed::Subscribe { investor, offer, units }),
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
}

impl Tally {
    fn count(&mut self, events: &[Event]) {
        self.inputs += 1;
        self.events += events.len() as u64;
        for event in events {
            let kind = match event.fact {
                Fact::Rejected { .. } => &mut self.rejected,
                Fact::Traded { .. } => &mut self.trades,
                Fact::Subscribed { .. } => &mut self.subscribed,
                Fact::CouponReceived { .. } => &mut self.coupons,
                Fact::Settled { .. } => &mut self.settled,
                Fact::SettlementFailed { .. } => &mut self.failed,
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
        let floor = Floor::play(limited(), BEGINNINGS[at]);
        let companies: Vec<Code> = floor.exchange.companies.keys().cloned().collect();
        let asks = floor.exchange.companies.values().filter_map(|company| company.ask.as_ref());
        let offers = asks.map(|ask| ask.symbol).collect();
        Self { floor, runner: TestRunner::new_with_rng(Config::default(), rng), companies, offers }
    }

    /// Draws a command; nothing where there is nobody or nothing for it.
    fn command(&mut self) -> Option<Command> {
        let deed = deed().new_tree(&mut self.runner).expect("every draw is a value").current();
        self.floor.symbols = self.floor.exchange.listings.keys().copied().collect();
        match deed {
            Deed::Trade(wish) if self.floor.symbols.is_empty() && !matches!(wish, Wish::Timer) => None,
            Deed::Trade(wish) => self.floor.command(&wish),
            Deed::TimePasses => self.floor.command(&Wish::Timer),
            Deed::Subscribe { investor, offer, units } => {
                let instrument = self.offers[offer % self.offers.len()];
                let (account, quantity) = (self.floor.account(investor), Quantity::new(units));
                Some(Command::Subscribe { account, instrument, quantity, limit: None })
            }
            Deed::Withdraw { company } => {
                let company = self.companies[company % self.companies.len()].clone();
                Some(Command::Withdraw { company, reason: "drawn".into() })
            }
            Deed::FailDelivery { investor, days } => {
                Some(Command::FailDelivery { account: self.floor.account(investor), days })
            }
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
