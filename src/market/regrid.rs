//! Another tick table: orders off the new grid end, the others stand on it in their old order.

use super::happening::{CancelReason, Happening};
use super::held::{Limit, Place, Taker};
use super::market::Market;
use super::slab::Slot;
use super::tick::TickLadder;
use crate::domain::Price;

/// An order between the two grids.
struct Standing {
    taker: Taker,
    place: Place,
    /// Whether it is a stop that was set off and waits to enter.
    triggered: bool,
}

impl Market {
    /// Lets other ticks hold from now on. Orders whose limit, stop or cap is off the new grid end, by their numbers; the
    /// others keep their place in time, and an iceberg what it shows of itself.
    pub fn change_ticks(&mut self, ticks: TickLadder, out: &mut Vec<Happening>) {
        if *self.rules.ticks() == ticks {
            return;
        }
        self.withdraw_pegs(out);
        let off: Vec<Slot> =
            self.book.orders().map(|(slot, ..)| slot).filter(|&slot| self.is_off(slot, &ticks)).collect();
        for slot in off {
            self.end_canceled(slot, CancelReason::OffNewTick, out);
        }
        let slots: Vec<Slot> = self.book.orders().map(|(slot, ..)| slot).collect();
        let mut standing: Vec<Standing> = slots.into_iter().map(|slot| self.lift(slot)).collect();
        standing.sort_unstable_by_key(|standing| standing.taker.terms.priority);
        self.book.change_grid(&ticks);
        self.rules = self.rules.clone().with_ticks(ticks);
        for standing in standing {
            self.put_down(standing);
        }
        self.follow_anchors(out);
    }

    /// Whether a price that an order names is off a grid.
    fn is_off(&self, slot: Slot, ticks: &TickLadder) -> bool {
        let rare = self.book.rare(slot);
        let cap = rare.peg.and_then(|pegged| pegged.cap.price());
        let named = [self.book.terms(slot).limit.price(), rare.stop, cap];
        let lowest = ticks.lowest().unwrap_or(Price::STEP);
        let bound = rare.ceiling.is_some_and(|ceiling| ticks.at_or_below(ceiling).is_none());
        bound || named.into_iter().flatten().any(|price| price < lowest || !ticks.holds(price))
    }

    /// Takes an order off the old grid.
    fn lift(&mut self, slot: Slot) -> Standing {
        let (place, priority) = (self.book.order(slot).place, self.book.terms(slot).priority);
        let triggered = place == Place::Stop && self.stops.is_triggered(priority);
        Standing { taker: self.take_out(slot), place, triggered }
    }

    /// Puts an order on the new grid, where it stood on the old one.
    fn put_down(&mut self, Standing { mut taker, place, triggered }: Standing) {
        taker.terms.limit = self.renumbered(taker.terms.limit);
        let mut slice = None;
        if let Some(rare) = taker.rare.as_mut() {
            rare.ceiling = rare.ceiling.and_then(|ceiling| self.rules.ticks().at_or_below(ceiling));
            if let Some(pegged) = rare.peg.as_mut() {
                pegged.cap = self.renumbered(pegged.cap);
            }
            slice = rare.display.map(|_| rare.slice);
        }
        match place {
            Place::Row => {
                self.rest(&taker);
                if let (Some(slice), Some(slot)) = (slice, self.book.find(taker.id)) {
                    self.book.show(slot, slice);
                }
            }
            Place::NextCall => self.wait_for_call(&taker),
            Place::Anchor => self.wait_for_anchor(&taker),
            Place::Stop => self.wait_again(&taker, triggered),
        }
    }

    fn wait_again(&mut self, taker: &Taker, triggered: bool) {
        let stop = taker.rare.as_ref().and_then(|rare| rare.stop).expect("a stop has a price that sets it off");
        self.wait_for_trade(taker, stop);
        if triggered {
            self.stops.remove(taker.side, stop, taker.terms.priority);
            self.stops.keep_triggered(taker.terms.priority, taker.id);
        }
    }

    /// A limit by its number on the grid that now holds.
    fn renumbered(&self, limit: Limit) -> Limit {
        limit.price().map_or(Limit::NONE, |price| self.limit_at(price))
    }
}
