//! An order that came in or was changed: where it stands then.

use serde::Serialize;

use super::sentences::{Sentences, limit_words, side_words};
use super::{Explained, Explanation, Rehearsal};
use crate::domain::{OrderId, Price, Quantity, Symbol};
use crate::engine::{Event, Fact};
use crate::market::{OpenOrder, QueuePlace};

/// Where an order stands after the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The order.
    pub order: OrderId,
    /// Its limit; empty while it has none.
    pub limit: Option<Price>,
    /// What the input traded of it.
    pub traded: Quantity,
    /// What is open.
    pub open: Quantity,
    /// What the book shows of it.
    pub visible: Quantity,
    /// Whether it waits outside the book.
    pub waiting: bool,
    /// Its place in the queue of its side; empty when it waits or has ended.
    pub queue: Option<QueuePlace>,
}

impl Rehearsal<'_> {
    pub(super) fn explain_entry(&self, event: &Event, order: OrderId, instrument: Symbol, into: &mut Explanation) {
        let standing = self.standing(order, instrument);
        let mut because = Sentences::default();
        self.tell_entry(event, order, instrument, &mut because);
        standing.tell(&mut because);
        into.kind = Explained::Entry;
        into.because = because.text();
        into.standing = Some(standing);
    }

    fn tell_entry(&self, event: &Event, order: OrderId, instrument: Symbol, because: &mut Sentences) {
        match event.fact {
            Fact::OrderTriggered { .. } => self.tell_trigger(event, order, instrument, because),
            Fact::OrderConverted { price, .. } => {
                because.say(
                    format!("L'ordine {order} non aveva ancora un limite: da qui in poi il suo limite è {price}, il prezzo al quale ha incontrato il mercato, o il massimo che era riservato per lui."),
                    format!("Order {order} had no limit yet: from here on its limit is {price}, the price at which it met the market, or the most that was reserved for it."),
                );
            }
            Fact::OrderDecremented { lost, .. } => {
                because.say(
                    format!("L'ordine {order} ha incontrato un ordine dello stesso conto: invece di scambiare, entrambi hanno perso {lost} unità."),
                    format!("Order {order} met an order of its own account: instead of a trade both lost {lost} units."),
                );
            }
            Fact::OrderRepriced { price, .. } => tell_reprice(order, price, because),
            Fact::OrderReplaced { price, quantity, .. } => {
                let (limit_it, limit_en) = limit_words(price, None);
                because.say(
                    format!("L'ordine {order} è stato cambiato: {quantity} unità in tutto, {limit_it}."),
                    format!("Order {order} was changed: {quantity} units in all, {limit_en}."),
                );
            }
            _ => {
                let (it, en) = side_words(self.after.orders[order].side);
                because.say(
                    format!("L'ordine {it} {order} ha superato tutti i controlli e la sua copertura è riservata."),
                    format!("The {en} order {order} has passed every check and is paid for by what is reserved."),
                );
            }
        }
    }

    fn standing(&self, order: OrderId, instrument: Symbol) -> Standing {
        let record = &self.after.orders[order];
        let filled_before = self.before.orders.get(order).map_or(0, |record| record.filled.units());
        let market = self.market_after(instrument);
        let open: Option<OpenOrder> = market.and_then(|market| market.order(order));
        Standing {
            order,
            limit: record.limit,
            traded: Quantity::new(record.filled.units() - filled_before),
            open: open.map_or(Quantity::ZERO, |open| open.remaining),
            visible: open.map_or(Quantity::ZERO, |open| open.visible),
            waiting: open.is_some_and(|open| open.waiting),
            queue: market.and_then(|market| match self.reader {
                Some(_) => market.shown_queue_place(order),
                None => market.queue_place(order),
            }),
        }
    }

    /// The trade that set a stop off: the last before it, in this input or earlier.
    fn tell_trigger(&self, event: &Event, order: OrderId, instrument: Symbol, out: &mut Sentences) {
        let earlier = self.events.iter().take_while(|other| other.seq < event.seq);
        let last = earlier.filter_map(|other| match other.fact {
            Fact::Traded { instrument: of, price, .. } if of == instrument => Some(price),
            _ => None,
        });
        let last = last.last().or_else(|| self.market_before(instrument)?.last());
        let entered = self.market_after(instrument).and_then(|market| market.at_entry(order, 1));
        let stop = entered.and_then(|market| market.order(order)).and_then(|order| order.stop);
        let Some((last, stop)) = last.zip(stop) else { return };
        out.say(
            format!("Il prezzo di attivazione {stop} dell'ordine {order} è stato raggiunto; l'ultimo scambio prima del suo ingresso era a {last}. La sua priorità comincia da qui."),
            format!("The stop {stop} of order {order} was reached; the last trade before it entered was at {last}. Its priority is from here."),
        );
    }
}

impl Standing {
    fn tell(&self, out: &mut Sentences) {
        let Self { order, traded, open, visible, .. } = self;
        if !traded.is_zero() {
            out.say(
                format!("Unità scambiate con questo input: {traded}."),
                format!("Units traded in this input: {traded}."),
            );
        }
        match &self.queue {
            Some(queue) => {
                let (place, ahead, level) = (queue.place, queue.units_ahead, queue.units_ahead_at_price);
                out.say(
                    format!("Resta nel libro al posto {place} del suo lato. Unità aperte: {open}, visibili: {visible}; davanti: {ahead}, di cui al suo prezzo: {level}."),
                    format!("It rests as number {place} of its side. Units open: {open}, visible: {visible}; ahead: {ahead}, of them at its price: {level}."),
                );
            }
            None if self.waiting => {
                out.say(
                    format!("L'ordine {order} aspetta fuori dal libro; unità aperte: {open}."),
                    format!("Order {order} waits outside the book; units open: {open}."),
                );
            }
            None => {
                out.say("Dopo questo input non ne resta nulla di aperto.", "After this input nothing of it is open.");
            }
        }
    }
}

fn tell_reprice(order: OrderId, price: Option<Price>, because: &mut Sentences) {
    match price {
        Some(price) => because.say(
            format!("L'ordine {order} segue il libro: da qui in poi sta a {price}, dietro a chi c'era già."),
            format!("Order {order} follows the book: from here on it stands at {price}, behind those who were there."),
        ),
        None => because.say(
            format!("L'ordine {order} segue il libro, e non c'è un prezzo da seguire: aspetta fuori dal libro."),
            format!("Order {order} follows the book, and there is no price to follow: it waits outside the book."),
        ),
    };
}
