//! The whole exchange as an engine: an input each command, with account, gate, rules, money, book and events.

use std::sync::OnceLock;

use borsa_sociale::domain::{
    AccountId, Aggressor, InputNumber, Instructions, Money, OrderId, OrderType, Price, Quantity, Side, Symbol,
    TimeInForce, Timestamp, TradingPhase,
};
use borsa_sociale::engine::{Command as Ask, Event, Exchange, Fact, Input, OrderRequest, Source, World};
use borsa_sociale::market::MarketFile;
use borsa_sociale::scenario::{Chance, Play, load};

use crate::engines::Engine;
use crate::engines::full::{price, ticks};
use crate::workload::{Answers, Command, Kind, Workload};

/// A share of the shipped exercise that trades continuously, and a moment at which it does.
const INSTRUMENT: &str = "PASSO";
const PRESET: &str = "euronext-growth-continuous";
const AT: &str = "2026-10-14T08:30:00Z";

/// How many accounts send the orders.
const ACCOUNTS: u64 = 64;

/// The exchange, and what the command in hand has told.
pub(crate) struct House {
    exchange: Exchange,
    events: Vec<Event>,
    instrument: Symbol,
    accounts: Vec<AccountId>,
    /// How many orders there were before those of the workload.
    before: u64,
    now: Timestamp,
}

/// The shipped exercise with the ticks of the workloads and without collars, so that no command is refused.
fn world() -> World {
    let mut world = load(None).expect("the shipped scenario is sound");
    let file: &mut MarketFile = world.markets.get_mut(PRESET).expect("shipped");
    file.tick = Some(price(1));
    file.tick_table = None;
    file.collars = None;
    world
}

/// The exchange on a working morning, every order of the exercise withdrawn, with accounts that can pay for anything.
fn opened() -> &'static House {
    static OPENED: OnceLock<House> = OnceLock::new();
    OPENED.get_or_init(|| {
        let until: Timestamp = AT.parse().expect("an instant");
        let (mut play, _, _) = Play::begin(world(), Chance::Seed).expect("it begins");
        while play.next_at().is_some_and(|at| at <= until) {
            if let Some(input) = play.propose() {
                play.apply(&input);
            }
        }
        let mut house = House {
            exchange: play.exchange().clone(),
            events: Vec::with_capacity(1_024),
            instrument: INSTRUMENT.parse().expect("a symbol"),
            accounts: Vec::new(),
            before: 0,
            now: until,
        };
        house.ask(Ask::Kill { account: None });
        house.ask(Ask::Restore { account: None });
        for number in 1..=ACCOUNTS {
            let cash: Money = "1000000000000".parse().expect("money");
            let units = vec![(house.instrument, Quantity::new(1_000_000_000_000))];
            let investor = format!("bench-{number}").parse().expect("a name");
            house.ask(Ask::Allot { investor, cash, units });
            let opened = house.events.iter().find_map(|event| match event.fact {
                Fact::AccountOpened { account, .. } => Some(account),
                _ => None,
            });
            house.accounts.extend(opened);
        }
        let first = house.request(OrderType::Limit, Some(price(1)), false, 1);
        house.ask(Ask::Enter { account: house.accounts[0], order: first });
        let accepted = house.events.iter().find_map(|event| match event.fact {
            Fact::OrderAccepted { order, .. } => Some(order),
            _ => None,
        });
        let order = accepted.expect("the market is open");
        house.ask(Ask::Cancel { account: house.accounts[0], order });
        house.before = order.0;
        house
    })
}

impl House {
    #[inline(always)]
    fn ask(&mut self, command: Ask) {
        let number = InputNumber(self.exchange.last_input().0 + 1);
        self.events.clear();
        self.exchange.apply(&Input { number, at: self.now, source: Source::Script, command }, &mut self.events);
    }

    #[inline(always)]
    fn request(&self, kind: OrderType, price: Option<Price>, buys: bool, quantity: u32) -> OrderRequest {
        OrderRequest {
            client_order_id: None,
            instrument: self.instrument,
            side: if buys { Side::Buy } else { Side::Sell },
            kind,
            time_in_force: TimeInForce::Day,
            price,
            stop: None,
            quantity: Quantity::new(u64::from(quantity)),
            display: None,
            expires: None,
            instructions: Instructions::NONE,
        }
    }

    fn owner(&self, id: u64) -> AccountId {
        self.accounts[usize::try_from(id % ACCOUNTS).expect("a small number")]
    }
}

impl Engine for House {
    const NAME: &'static str = "exchange";

    fn new(workload: &Workload) -> Self {
        assert_eq!(workload.shape.instruments, 1, "one share of the exercise");
        let opened = opened();
        let mut house = House {
            exchange: opened.exchange.clone(),
            events: Vec::with_capacity(1_024),
            accounts: opened.accounts.clone(),
            ..*opened
        };
        let phase = house.exchange.position().phases[&house.instrument];
        assert_eq!(phase, TradingPhase::Continuous);
        house.events.clear();
        house
    }

    fn play(&mut self, command: &Command, answers: &mut Answers) {
        let &Command { buys, id, quantity, .. } = command;
        let (account, order) = (self.owner(id), OrderId(self.before + id));
        let ask = match command.kind {
            Kind::Limit => {
                let order = self.request(OrderType::Limit, Some(price(command.price)), buys, quantity);
                Ask::Enter { account, order }
            }
            Kind::Market => Ask::Enter { account, order: self.request(OrderType::Market, None, buys, quantity) },
            Kind::Cancel => Ask::Cancel { account, order },
            Kind::Reprice => Ask::Replace { account, order, price: Some(price(command.price)), quantity: None },
            Kind::Reduce => {
                let quantity = Some(Quantity::new(u64::from(command.total)));
                Ask::Replace { account, order, price: None, quantity }
            }
        };
        self.ask(ask);
        for event in &self.events {
            match event.fact {
                Fact::Traded { price, quantity, buy_order, sell_order, aggressor, .. } => {
                    let maker = if aggressor == Aggressor::Buy { sell_order } else { buy_order };
                    answers.fill(maker.0 - self.before, ticks(price), quantity.units());
                }
                Fact::Rejected { .. } => panic!("a command of a workload is never rejected: {event:?}"),
                _ => {}
            }
        }
    }

    fn count(&self, answers: &mut Answers) {
        let books = self.exchange.position().books;
        for (_, _, price, remaining) in &books[&self.instrument].orders {
            answers.rest(ticks(price.expect("only limit orders rest")), remaining.units());
        }
    }
}
