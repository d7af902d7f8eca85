//! The three workloads that books are measured by, with the answers that a book must give.
//!
//! Prices are in ticks. Every command names an order that stands, so that a book is never asked to reject.

mod generator;
pub(crate) mod oracle;
mod random;

pub(crate) use random::Random;

/// What a command asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A new limit order.
    Limit,
    /// The end of a resting order.
    Cancel,
    /// A new order without a limit; what does not trade is dropped.
    Market,
    /// Another price for a resting order, which goes behind the orders there.
    Reprice,
    /// Less quantity for a resting order, which keeps its place.
    Reduce,
}

impl Kind {
    /// Every kind, by its number.
    pub(crate) const ALL: [Self; 5] = [Self::Limit, Self::Cancel, Self::Market, Self::Reprice, Self::Reduce];

    /// Its name in the output.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Limit => "limit",
            Self::Cancel => "cancel",
            Self::Market => "market order",
            Self::Reprice => "reprice",
            Self::Reduce => "reduce",
        }
    }
}

/// One command.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Command {
    /// What it asks for.
    pub(crate) kind: Kind,
    /// Whether the order buys.
    pub(crate) buys: bool,
    /// Which instrument, from 0.
    pub(crate) instrument: u32,
    /// The order's number: 1, 2, 3.. over all instruments, limit and market orders alike.
    pub(crate) id: u64,
    /// The limit, in ticks; 0 without.
    pub(crate) price: i64,
    /// What is open of the order after the command, before it trades.
    pub(crate) quantity: u32,
    /// The order's total after the command: what is open and what has traded.
    pub(crate) total: u32,
}

/// What a book must have done at the end of a workload: fills of the timed part, the book after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Answers {
    /// How many fills.
    pub(crate) trades: u64,
    /// Units traded.
    pub(crate) volume: u64,
    /// Sum of price times units.
    pub(crate) value: u64,
    /// Sum of the resting order's number times units: it differs when time priority does.
    pub(crate) makers: u64,
    /// How many orders rest.
    pub(crate) resting: u64,
    /// Units that rest.
    pub(crate) resting_units: u64,
    /// Sum of price times resting units.
    pub(crate) resting_value: u64,
}

impl Answers {
    /// Counts a fill.
    pub(crate) const fn fill(&mut self, maker: u64, price: u64, units: u64) {
        self.trades += 1;
        self.volume += units;
        self.value = self.value.wrapping_add(price.wrapping_mul(units));
        self.makers = self.makers.wrapping_add(maker.wrapping_mul(units));
    }

    /// Counts an order of the final book.
    pub(crate) const fn rest(&mut self, price: u64, units: u64) {
        self.resting += 1;
        self.resting_units += units;
        self.resting_value += price * units;
    }
}

/// What a workload looks like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    /// Its name in the output.
    pub(crate) name: &'static str,
    /// Its number in the seed.
    pub(crate) variant: u64,
    /// How many instruments.
    pub(crate) instruments: u32,
    /// How many orders of an instrument rest, about.
    pub(crate) target: u32,
    /// Mean distance of a limit from the middle, in ticks.
    pub(crate) distance: u32,
    /// What a million commands must come to.
    pub(crate) answers: Answers,
}

/// How many commands are timed.
pub(crate) const COMMANDS: usize = 1_000_000;

/// One instrument, few orders.
pub(crate) const CALM: Shape = Shape {
    name: "calm",
    variant: 1,
    instruments: 1,
    target: 1_000,
    distance: 20,
    answers: Answers {
        trades: 194_615,
        volume: 5_578_682,
        value: 55_170_311_172,
        makers: 1_600_790_835_275,
        resting: 981,
        resting_units: 48_013,
        resting_value: 470_748_490,
    },
};

/// One instrument, many orders.
pub(crate) const DEEP: Shape = Shape {
    name: "deep",
    variant: 2,
    instruments: 1,
    target: 100_000,
    distance: 500,
    answers: Answers {
        trades: 158_042,
        volume: 4_626_583,
        value: 46_759_180_730,
        makers: 1_563_705_053_134,
        resting: 97_520,
        resting_units: 4_782_179,
        resting_value: 48_851_017_969,
    },
};

/// A thousand instruments, the first of them the busiest.
pub(crate) const WIDE: Shape = Shape {
    name: "wide",
    variant: 3,
    instruments: 1_000,
    target: 100,
    distance: 20,
    answers: Answers {
        trades: 178_748,
        volume: 5_263_467,
        value: 52_640_421_754,
        makers: 1_740_057_810_225,
        resting: 96_053,
        resting_units: 4_686_835,
        resting_value: 46_869_486_162,
    },
};

/// The commands of a workload.
#[derive(Debug)]
pub(crate) struct Workload {
    /// What it looks like.
    pub(crate) shape: Shape,
    /// Limit orders that fill the books and never cross; not timed.
    pub(crate) prefill: Vec<Command>,
    /// The commands that are timed.
    pub(crate) timed: Vec<Command>,
    /// What the oracle says they come to.
    pub(crate) answers: Answers,
    /// The lowest and the highest limit.
    pub(crate) prices: (i64, i64),
    /// The greatest order number.
    pub(crate) last_id: u64,
}
