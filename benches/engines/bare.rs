//! The floor as an engine.

use super::Engine;
use crate::floor::{Fill, Floor};
use crate::workload::{Answers, Command, Kind, Workload};

/// The floor, and its fills of the command in hand.
pub(crate) struct Bare {
    floor: Floor,
    fills: Vec<Fill>,
}

impl Engine for Bare {
    const NAME: &'static str = "floor";

    fn new(workload: &Workload) -> Self {
        let floor = Floor::new(workload.shape.instruments, workload.prices, workload.last_id);
        Self { floor, fills: Vec::with_capacity(1_024) }
    }

    fn play(&mut self, command: &Command, answers: &mut Answers) {
        let &Command { buys, instrument, id, price, quantity, .. } = command;
        self.fills.clear();
        match command.kind {
            Kind::Limit => self.floor.limit((instrument, id), buys, price, quantity, &mut self.fills),
            Kind::Market => self.floor.market((instrument, id), buys, quantity, &mut self.fills),
            Kind::Cancel => self.floor.cancel(instrument, id),
            Kind::Reprice => self.floor.reprice(instrument, id, price),
            Kind::Reduce => self.floor.reduce(instrument, id, quantity),
        }
        for fill in &self.fills {
            debug_assert_eq!(fill.taker, id);
            answers.fill(fill.maker, fill.price.unsigned_abs(), u64::from(fill.units));
        }
    }

    fn count(&self, answers: &mut Answers) {
        for (price, open) in self.floor.resting() {
            answers.rest(price.unsigned_abs(), u64::from(open));
        }
    }
}
