//! A trade: why these two orders, why this price, and what had to trade before.

use serde::Serialize;

use super::sentences::{Sentences, limit_words, side_words};
use super::{Explained, Explanation, Rehearsal};
use crate::domain::{
    AccountId, Aggressor, OrderId, OrderType, Price, Quantity, Seq, Side, Symbol, Text, TimeInForce, Timestamp,
    TradingPhase,
};
use crate::engine::{Command, Event, Fact};
use crate::market::{Market, PriceTable, QueuePlace};

/// What an order was in a trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It came in, or was set off, and took.
    Taker,
    /// It stood in the book.
    Maker,
    /// It took part in an auction.
    Auction,
}

/// One order of a trade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Party {
    /// What it was in the trade.
    pub role: Role,
    /// The order.
    pub order: OrderId,
    /// Whose order.
    pub account: AccountId,
    /// Buy or sell.
    pub side: Side,
    /// The type it came in with.
    #[serde(rename = "type")]
    pub kind: Option<OrderType>,
    /// How long it stands.
    pub time_in_force: Option<TimeInForce>,
    /// Its limit at the trade; empty while it has none.
    pub limit: Option<Price>,
    /// When it came in.
    pub entered_at: Timestamp,
    /// What it had open just before this trade.
    pub open_before: Quantity,
    /// Its place in the queue of its side: of a maker when the taker came, in an auction before the uncrossing; empty for
    /// a taker, which stands in no queue.
    pub queue: Option<QueuePlace>,
}

/// A trade, from both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fill {
    /// What was traded.
    pub instrument: Symbol,
    /// At which price.
    pub price: Price,
    /// How much.
    pub quantity: Quantity,
    /// Who set it off.
    pub aggressor: Aggressor,
    /// The phase in which the act began that it belongs to.
    pub phase: TradingPhase,
    /// Units that traded before in the same act: by the same taker, or in the same auction.
    pub traded_before: Quantity,
    /// Units of resting orders that self-trade prevention took away before in the same act, without a trade.
    pub removed_before: Quantity,
    /// The buyer's order. Empty for a reader who may not see it.
    pub buy: Option<Party>,
    /// The seller's order. Empty for a reader who may not see it.
    pub sell: Option<Party>,
}

/// A trade as the log tells it.
#[derive(Clone, Copy)]
struct Trade {
    instrument: Symbol,
    price: Price,
    quantity: Quantity,
    buy: OrderId,
    sell: OrderId,
    aggressor: Aggressor,
}

impl Trade {
    const fn of(event: &Event) -> Option<Self> {
        match event.fact {
            Fact::Traded { instrument, price, quantity, buy_order, sell_order, aggressor, .. } => {
                Some(Self { instrument, price, quantity, buy: buy_order, sell: sell_order, aggressor })
            }
            _ => None,
        }
    }

    const fn taker(&self) -> Option<OrderId> {
        match self.aggressor {
            Aggressor::Buy => Some(self.buy),
            Aggressor::Sell => Some(self.sell),
            Aggressor::Auction => None,
        }
    }

    fn is_of(&self, order: OrderId) -> bool {
        self.buy == order || self.sell == order
    }
}

fn sum(trades: impl Iterator<Item = Trade>) -> Quantity {
    let units = trades.map(|trade| trade.quantity.units());
    Quantity::new(units.sum())
}

impl Rehearsal<'_> {
    pub(super) fn explain_fill(&self, event: &Event, into: &mut Explanation) {
        let Some(trade) = Trade::of(event) else { return };
        // The trades of one act: those of the same taker, or of the same auction.
        let same_act = |other: &Trade| other.instrument == trade.instrument && other.taker() == trade.taker();
        let began = self.began(trade, event.seq);
        let earlier = self.events.iter().filter(|other| other.seq > began && other.seq < event.seq);
        let earlier = earlier.filter_map(Trade::of).filter(same_act);
        let stood = self.market_at(trade, event.seq);
        let may_see = |order| self.reader.is_none_or(|reader| self.after.orders[order].account == reader);
        let fill = Fill {
            instrument: trade.instrument,
            price: trade.price,
            quantity: trade.quantity,
            aggressor: trade.aggressor,
            phase: stood.map_or(TradingPhase::Continuous, Market::phase),
            traded_before: sum(earlier),
            removed_before: self.removed_before(event.seq, trade),
            buy: may_see(trade.buy).then(|| self.party(trade, trade.buy, event.seq, stood)),
            sell: may_see(trade.sell).then(|| self.party(trade, trade.sell, event.seq, stood)),
        };
        let auction = trade.aggressor == Aggressor::Auction;
        into.kind = if auction { Explained::AuctionFill } else { Explained::Fill };
        into.auction = stood.filter(|_| auction).map(|market| self.table(market));
        into.because = fill.words(into.auction.as_ref());
        into.fill = Some(fill);
    }

    /// The entries of an order in the middle of this input before an event: it was set off, or followed the book.
    fn entries(&self, order: OrderId, seq: Seq) -> impl Iterator<Item = Seq> {
        let enters = move |fact: &Fact| match *fact {
            Fact::OrderTriggered { order: of, .. } | Fact::OrderRepriced { order: of, price: Some(_), .. } => {
                of == order
            }
            _ => false,
        };
        let earlier = self.events.iter().take_while(move |event| event.seq < seq);
        earlier.filter(move |event| enters(&event.fact)).map(|event| event.seq)
    }

    /// The event after which the act began that a trade belongs to: the last entry of its taker.
    fn began(&self, trade: Trade, seq: Seq) -> Seq {
        trade.taker().and_then(|taker| self.entries(taker, seq).last()).unwrap_or(Seq(0))
    }

    /// What self-trade prevention took out of the way of a taker before this event.
    fn removed_before(&self, seq: Seq, trade: Trade) -> Quantity {
        let Some(taker) = trade.taker() else { return Quantity::ZERO };
        let began = self.began(trade, seq);
        let act = self.events.iter().filter(|event| event.seq > began && event.seq < seq);
        let units = act.filter_map(|event| match &event.fact {
            Fact::OrderCanceled { order, quantity, reason, .. } if *order != taker && *reason == "self_trade" => {
                Some(quantity.units())
            }
            _ => None,
        });
        Quantity::new(units.sum())
    }

    /// The market as it stood when the act began that a trade belongs to.
    fn market_at(&self, trade: Trade, seq: Seq) -> Option<&Market> {
        let entry = trade.taker().and_then(|taker| {
            let count = self.entries(taker, seq).count();
            self.market_after(trade.instrument)?.at_entry(taker, count)
        });
        entry.or_else(|| self.market_before(trade.instrument))
    }

    /// What an order had open before an event of this input.
    fn open_before(&self, order: OrderId, seq: Seq) -> Quantity {
        let before = self.before.orders.get(order);
        let (mut total, mut filled) = match (before, &self.input.command) {
            (Some(record), _) => (record.quantity.units(), record.filled.units()),
            (None, Command::Enter { order: request, .. }) => (request.quantity.units(), 0),
            (None, _) => (0, 0),
        };
        for event in self.events.iter().take_while(|event| event.seq < seq) {
            match event.fact {
                Fact::OrderReplaced { order: of, quantity, .. }
                | Fact::OrderDecremented { order: of, quantity, .. }
                    if of == order =>
                {
                    total = quantity.units();
                }
                _ => filled += Trade::of(event).filter(|trade| trade.is_of(order)).map_or(0, |t| t.quantity.units()),
            }
        }
        Quantity::new(total.saturating_sub(filled))
    }

    fn party(&self, trade: Trade, order: OrderId, seq: Seq, stood: Option<&Market>) -> Party {
        let record = &self.after.orders[order];
        let standing = |market: Option<&Market>| market.and_then(|market| market.order(order));
        let seen = standing(stood).or_else(|| standing(self.market_before(trade.instrument)));
        let words = match (&self.input.command, seen) {
            (_, Some(seen)) => Some((seen.kind, seen.time_in_force)),
            (Command::Enter { order: request, .. }, None) => Some((request.kind, request.time_in_force)),
            (_, None) => None,
        };
        let role = match trade.taker() {
            None => Role::Auction,
            Some(taker) if taker == order => Role::Taker,
            Some(_) => Role::Maker,
        };
        let limit = if role == Role::Auction { seen.and_then(|seen| seen.price) } else { record.limit };
        Party {
            role,
            order,
            account: record.account,
            side: record.side,
            kind: words.map(|(kind, _)| kind),
            time_in_force: words.map(|(_, time_in_force)| time_in_force),
            limit,
            entered_at: record.entered_at,
            open_before: self.open_before(order, seq),
            queue: stood.filter(|_| role != Role::Taker).and_then(|market| market.queue_place(order)),
        }
    }
}

impl Fill {
    /// The trade in words, as far as its reader sees its sides.
    pub(super) fn words(&self, table: Option<&PriceTable>) -> Text {
        let mut out = Sentences::default();
        let parties = || [&self.buy, &self.sell].into_iter().flatten();
        match table {
            Some(table) => {
                super::auction::tell(table, &mut out);
                parties().for_each(|party| self.tell_in_auction(party, &mut out));
            }
            None => {
                let of = |role| parties().find(move |party| party.role == role);
                self.tell_meeting(of(Role::Taker), of(Role::Maker), &mut out);
                of(Role::Maker).into_iter().for_each(|maker| self.tell_wait(maker, &mut out));
            }
        }
        out.text()
    }

    /// Who met whom, and at whose price.
    fn tell_meeting(&self, taker: Option<&Party>, maker: Option<&Party>, out: &mut Sentences) {
        let ours = |party: &Party| {
            let (it, en) = side_words(party.side);
            let order = party.order;
            (format!("l'ordine {it} {order}"), format!("the {en} order {order}"))
        };
        let other = || ("un ordine dell'altro lato".to_owned(), "an order of the other side".to_owned());
        let ((taker_it, taker_en), (maker_it, maker_en)) =
            (taker.map_or_else(other, ours), maker.map_or_else(other, ours));
        let limit = taker.map(|taker| limit_words(taker.limit, taker.kind));
        let (limit_it, limit_en) = limit.map_or_else(Default::default, |(it, en)| (format!(" {it}"), format!(" {en}")));
        let price = self.price;
        if self.phase == TradingPhase::TradingAtLast {
            out.say(
                format!("Nella negoziazione al prezzo di chiusura {taker_it}{limit_it} ha incontrato {maker_it}, primo della sua coda."),
                format!("In trading at last {taker_en}{limit_en} met {maker_en}, first in its queue."),
            );
            out.say(
                format!("In questa fase si scambia solo all'ultimo prezzo: {price}."),
                format!("In this phase trades are at the last price only: {price}."),
            );
            return;
        }
        out.say(
            format!("In negoziazione continua {taker_it}{limit_it} ha incontrato {maker_it}, primo della sua coda: il prezzo {price} era il migliore del suo lato, e a quel prezzo nessuno era arrivato prima."),
            format!("In continuous trading {taker_en}{limit_en} met {maker_en}, first in its queue: the price {price} was the best of its side, and at that price nobody had come earlier."),
        );
        out.say(
            format!("Si scambia al prezzo dell'ordine che era già nel libro: {price}."),
            format!("The trade is at the price of the order that stood in the book: {price}."),
        );
    }

    /// What had to trade before the order that stood in the book.
    fn tell_wait(&self, maker: &Party, out: &mut Sentences) {
        let (Some(queue), order, traded) = (maker.queue, maker.order, self.traded_before) else { return };
        let (place, ahead) = (queue.place, queue.units_ahead);
        out.say(
            format!("All'arrivo di chi ha preso, l'ordine {order} era al posto {place} del suo lato; unità davanti: {ahead}; unità già scambiate da chi ha preso: {traded}."),
            format!("When the taker came, order {order} was number {place} of its side; units ahead: {ahead}; units that the taker had traded before: {traded}."),
        );
        let removed = self.removed_before;
        if !removed.is_zero() {
            out.say(
                format!("Unità tolte davanti perché erano dello stesso conto: {removed}."),
                format!("Units taken out of the way because they were of the taker's own account: {removed}."),
            );
        } else if traded > ahead {
            out.say(
                format!("L'ordine {order} mostra una parte alla volta: questa parte si è messa in coda dopo le altre."),
                format!("Order {order} shows a slice at a time: this slice queued behind the others."),
            );
        }
    }

    fn tell_in_auction(&self, party: &Party, out: &mut Sentences) {
        let Some(queue) = party.queue else { return };
        let (it, en) = side_words(party.side);
        let (limit_it, limit_en) = limit_words(party.limit, party.kind);
        let (order, place, ahead, traded) = (party.order, queue.place, queue.units_ahead, self.traded_before);
        out.say(
            format!("L'ordine {it} {order}, {limit_it}, era al posto {place} del suo lato; unità davanti: {ahead}; unità già eseguite nell'asta: {traded}."),
            format!("The {en} order {order}, {limit_en}, was number {place} of its side; units ahead: {ahead}; units that the auction had executed before: {traded}."),
        );
    }
}
