//! Draws the commands of a workload.

use super::oracle::Oracle;
use super::{Answers, Command, Kind, Random, Shape, Workload};

/// One instrument while commands are drawn for it.
#[derive(Debug, Default)]
struct Stage {
    oracle: Oracle,
    /// The hidden middle that limits lie around, in ticks.
    middle: i64,
}

/// A workload in the making.
#[derive(Debug)]
struct Generator {
    shape: Shape,
    random: Random,
    stages: Vec<Stage>,
    last_id: u64,
    answers: Answers,
    prices: (i64, i64),
}

impl Workload {
    /// The commands of a shape: those that fill the books, then so many to be timed.
    pub(crate) fn draw(shape: Shape, commands: usize) -> Self {
        let stages = (0..shape.instruments).map(|_| Stage { middle: 10_000, ..Stage::default() });
        let mut generator = Generator {
            shape,
            random: Random::new(0xB05A_50C1_A1E0_0000 + shape.variant),
            stages: stages.collect(),
            last_id: 0,
            answers: Answers::default(),
            prices: (i64::MAX, 0),
        };
        let fill = shape.instruments * shape.target;
        let prefill = (0..fill).map(|n| generator.fill(n % shape.instruments)).collect();
        let timed = (0..commands).map(|_| generator.step()).collect();
        let Generator { stages, mut answers, prices, last_id, .. } = generator;
        for stage in &stages {
            stage.oracle.count(&mut answers);
        }
        Self { shape, prefill, timed, answers, prices, last_id }
    }
}

impl Generator {
    fn stage(&mut self, instrument: u32) -> &mut Stage {
        &mut self.stages[instrument as usize]
    }

    /// A limit order that fills the book.
    fn fill(&mut self, instrument: u32) -> Command {
        self.random.real(); // what would decide the kind
        self.limit(instrument, false)
    }

    /// A command of the timed part.
    fn step(&mut self) -> Command {
        let instrument = self.instrument();
        if self.random.below(64) == 0 {
            let step = if self.random.coin() { 1 } else { -1 };
            self.stage(instrument).middle += step;
        }
        let live = self.stage(instrument).oracle.len();
        let chance = new_chance(live, self.shape.target);
        let draw = self.random.real();
        if draw < chance || (live == 0 && !(0.90..0.95).contains(&draw)) {
            self.limit(instrument, true)
        } else if draw < 0.90 {
            let at = self.random.below(live);
            self.cancel(instrument, at)
        } else if draw < 0.95 {
            self.market(instrument)
        } else {
            self.modify(instrument, live)
        }
    }

    /// The first instruments are the busiest.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a thousand times a number below 1")]
    fn instrument(&mut self) -> u32 {
        if self.shape.instruments == 1 {
            return 0;
        }
        let draw = self.random.real();
        (f64::from(self.shape.instruments) * draw * draw * draw) as u32
    }

    const fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    fn quantity(&mut self, most: u64) -> u32 {
        1 + u32::try_from(self.random.below(most)).expect("a small number")
    }

    fn limit(&mut self, instrument: u32, may_cross: bool) -> Command {
        let buys = self.random.coin();
        let quantity = self.quantity(100);
        let aggressive = may_cross && self.random.real() < 0.08;
        let away = if aggressive {
            -i64::try_from(self.random.below(5)).expect("a small number") - 1
        } else {
            1 + distance(self.random.real(), self.shape.distance)
        };
        let middle = self.stage(instrument).middle;
        let price = if buys { middle - away } else { middle + away };
        self.prices = (self.prices.0.min(price), self.prices.1.max(price));
        let id = self.next_id();
        let oracle = &mut self.stages[instrument as usize].oracle;
        let left = oracle.take(buys, Some(price), quantity, &mut self.answers);
        if left > 0 {
            oracle.rest(id, buys, price, left, quantity);
        }
        Command { kind: Kind::Limit, buys, instrument, id, price, quantity, total: quantity }
    }

    fn market(&mut self, instrument: u32) -> Command {
        let buys = self.random.coin();
        let quantity = self.quantity(150);
        let id = self.next_id();
        self.stages[instrument as usize].oracle.take(buys, None, quantity, &mut self.answers);
        Command { kind: Kind::Market, buys, instrument, id, price: 0, quantity, total: quantity }
    }

    fn cancel(&mut self, instrument: u32, at: u64) -> Command {
        let oracle = &mut self.stage(instrument).oracle;
        let (id, order) = oracle.pick(at);
        oracle.end(id);
        let (buys, price, quantity) = (order.buys, order.price, order.open);
        Command { kind: Kind::Cancel, buys, instrument, id, price, quantity, total: order.total }
    }

    fn modify(&mut self, instrument: u32, live: u64) -> Command {
        let at = self.random.below(live);
        let (id, order) = self.stage(instrument).oracle.pick(at);
        if self.random.coin()
            && let Some(price) = self.other_price(instrument, order.buys, order.price)
        {
            self.prices = (self.prices.0.min(price), self.prices.1.max(price));
            self.stage(instrument).oracle.reprice(id, price);
            let (buys, quantity) = (order.buys, order.open);
            return Command { kind: Kind::Reprice, buys, instrument, id, price, quantity, total: order.total };
        }
        if order.open == 1 {
            return self.cancel(instrument, at);
        }
        let quantity = self.quantity(u64::from(order.open) - 1);
        let total = self.stage(instrument).oracle.reduce(id, quantity);
        Command { kind: Kind::Reduce, buys: order.buys, instrument, id, price: order.price, quantity, total }
    }

    /// One to three ticks away, but not across the other side's best.
    fn other_price(&mut self, instrument: u32, buys: bool, price: i64) -> Option<i64> {
        let steps = [-3, -2, -1, 1, 2, 3];
        let step = steps[usize::try_from(self.random.below(6)).expect("a small number")];
        let mut other = price + step;
        if let Some(best) = self.stage(instrument).oracle.best(!buys) {
            other = if buys { other.min(best - 1) } else { other.max(best + 1) };
        }
        (other != price && other > 0).then_some(other)
    }
}

/// The chance that the next command is a limit order: it holds the number of orders near the target.
#[expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "a chance, drawn alike on every machine")]
fn new_chance(live: u64, target: u32) -> f64 {
    (0.45 + 2.0 * (1.0 - live as f64 / f64::from(target))).clamp(0.30, 0.60)
}

/// How far a limit lies from the middle, in ticks: exponential, at most 8,000.
#[expect(clippy::float_arithmetic, clippy::cast_possible_truncation, reason = "cut off at 8,000")]
fn distance(draw: f64, mean: u32) -> i64 {
    ((-libm::log(1.0 - draw) * f64::from(mean)) as i64).min(8_000)
}
