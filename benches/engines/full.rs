//! The product's market as an engine: every check, every happening, prices on a grid of 0.01.

use borsa_sociale::domain::{
    Aggressor, Instructions, OrderId, OrderType, Price, Quantity, Side, TimeInForce, Timestamp, TradingPhase,
};
use borsa_sociale::market::{Happening, Market, MarketFile, NewOrder, Rules, TickTable};

use super::Engine;
use crate::workload::{Answers, Command, Kind, Workload};

/// One tick of the workloads: 0.01.
const TICK: i64 = 100;

/// A market for each instrument, and the happenings of the command in hand.
pub(crate) struct Full {
    pub(crate) markets: Vec<Market>,
    pub(crate) out: Vec<Happening>,
}

/// A price of so many ticks.
pub(crate) const fn price(ticks: i64) -> Price {
    Price::from_scaled(ticks * TICK)
}

/// How many ticks a price is.
pub(crate) const fn ticks(price: Price) -> u64 {
    price.scaled().unsigned_abs() / TICK.unsigned_abs()
}

/// A limit order for the day.
pub(crate) const fn limit(id: u64, buys: bool, ticks: i64, quantity: u32) -> NewOrder {
    NewOrder {
        id: OrderId(id),
        group: 0,
        side: if buys { Side::Buy } else { Side::Sell },
        kind: OrderType::Limit,
        time_in_force: TimeInForce::Day,
        price: Some(price(ticks)),
        stop: None,
        quantity: Quantity::new(quantity as u64),
        display: None,
        expires_at: None,
        instructions: Instructions::NONE,
    }
}

impl Full {
    /// An empty market.
    pub(crate) fn market(phase: TradingPhase) -> Market {
        let table = include_str!("../../sim-scenarios/parameters/tick-table-rts11.toml");
        let table: TickTable = toml::from_str(table).expect("the shipped table");
        let file = MarketFile { tick: Some(price(1)), ..MarketFile::default() };
        Market::in_phase(Rules::new(&file, &table).expect("rules"), phase)
    }
}

impl Engine for Full {
    const NAME: &'static str = "market";

    fn new(workload: &Workload) -> Self {
        let market = Self::market(TradingPhase::Continuous);
        Self { markets: vec![market; workload.shape.instruments as usize], out: Vec::with_capacity(1_024) }
    }

    fn play(&mut self, command: &Command, answers: &mut Answers) {
        let market = &mut self.markets[command.instrument as usize];
        let now = Timestamp::default();
        let id = OrderId(command.id);
        self.out.clear();
        let done = match command.kind {
            Kind::Limit => {
                let order = limit(command.id, command.buys, command.price, command.quantity);
                market.enter(now, &order, &mut self.out)
            }
            Kind::Market => {
                let order = limit(command.id, command.buys, 1, command.quantity);
                market.enter(now, &NewOrder { kind: OrderType::Market, price: None, ..order }, &mut self.out)
            }
            Kind::Cancel => market.cancel(id, &mut self.out),
            Kind::Reprice => market.replace(id, Some(price(command.price)), None, &mut self.out),
            Kind::Reduce => market.replace(id, None, Some(Quantity::new(u64::from(command.total))), &mut self.out),
        };
        done.expect("a command of a workload is never rejected");
        for happening in &self.out {
            if let Happening::Traded { price, quantity, buy, sell, aggressor } = *happening {
                let maker = if aggressor == Aggressor::Buy { sell } else { buy };
                answers.fill(maker.0, ticks(price), quantity.units());
            }
        }
    }

    fn count(&self, answers: &mut Answers) {
        for order in self.markets.iter().flat_map(Market::open_orders) {
            let price = order.price.expect("only limit orders rest");
            answers.rest(ticks(price), order.remaining.units());
        }
    }
}
