//! The end of an order: its reason in a sentence.

use serde::Serialize;

use super::sentences::Sentences;
use super::{Explained, Explanation, Rehearsal};
use crate::domain::{OrderId, OrderType, Price, Quantity, Symbol, TimeInForce, Timestamp};
use crate::engine::{Event, Fact};

/// Why an order ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ending {
    /// The order.
    pub order: OrderId,
    /// In which instrument.
    pub instrument: Symbol,
    /// The word of the reason, that of the log.
    pub reason: String,
    /// What was open.
    pub quantity: Quantity,
    /// The type it came in with, where it stood before the input.
    #[serde(rename = "type")]
    pub kind: Option<OrderType>,
    /// How long it was to stand, where it stood before the input.
    pub time_in_force: Option<TimeInForce>,
    /// Its limit.
    pub limit: Option<Price>,
    /// The instant at which it was to end.
    pub expires: Option<Timestamp>,
}

impl Rehearsal<'_> {
    pub(super) fn explain_end(&self, event: &Event, into: &mut Explanation) {
        let (Fact::OrderCanceled { order, instrument, quantity, reason, .. }
        | Fact::OrderExpired { order, instrument, quantity, reason, .. }) = &event.fact
        else {
            return;
        };
        let (order, instrument, quantity, reason) = (*order, *instrument, *quantity, (*reason).to_owned());
        let stood = self.market_before(instrument).and_then(|market| market.order(order));
        let time_in_force = stood.map(|stood| stood.time_in_force);
        let expires = stood.and_then(|stood| stood.expires_at);
        let ending = Ending {
            order,
            instrument,
            reason,
            quantity,
            kind: stood.map(|stood| stood.kind),
            time_in_force,
            limit: self.after.orders[order].limit,
            expires,
        };
        let mut because = Sentences::default();
        let (it, en) = reason_words(&ending.reason);
        let word = &ending.reason;
        because.say(
            format!("Le {quantity} unità ancora aperte dell'ordine {order} sono finite ({word}): {it}."),
            format!("The {quantity} units of order {order} that were open ended ({word}): {en}."),
        );
        into.kind = Explained::End;
        into.because = because.text();
        into.end = Some(ending);
    }
}

/// What a reason means, in both languages.
fn reason_words(reason: &str) -> (&'static str, &'static str) {
    match reason {
        "requested" => ("lo ha chiesto chi lo aveva immesso", "its owner asked for it"),
        "disconnect" => (
            "la connessione di chi lo aveva immesso è caduta, e lo aveva chiesto",
            "the connection of its owner ended, who had asked for this",
        ),
        "killed" => ("la borsa ha fermato il conto", "the kill switch was pulled"),
        "off_new_tick" => (
            "il suo prezzo non sta sulla nuova griglia dei prezzi",
            "its limit or its stop is not on the new grid of prices",
        ),
        "delisted" => ("lo strumento è uscito dal mercato", "the instrument has left the market"),
        "nominal_reduced" => (
            "una parte del nominale sta per essere rimborsata, e il prezzo è da ora una percentuale di meno",
            "a part of the nominal is about to be paid back, and the price is a percentage of less from now on",
        ),
        "withdrawn" => ("lo ha ritirato la borsa", "the exchange withdrew it"),
        "unfilled" => (
            "il resto di un ordine che non può restare nel libro non ha trovato controparte entro il suo limite",
            "the rest of an order that may not rest found nobody within its limit",
        ),
        "not_fillable" => (
            "andava eseguito tutto e subito, e sull'altro lato non c'era abbastanza entro il suo limite",
            "it was to be filled whole and at once, and the other side did not hold enough within its limit",
        ),
        "collar" => (
            "lo scambio successivo sarebbe stato fuori dai limiti di variazione del prezzo",
            "the next trade would have been outside the collars",
        ),
        "auction_ended" => (
            "l'asta è finita e un ordine senza limite non resta nel libro",
            "the auction is over and an order without a limit does not stay in the book",
        ),
        "no_auction_price" => (
            "l'asta non ha trovato un prezzo che potesse diventare il suo limite",
            "the auction found no price that could become its limit",
        ),
        "replaced_to_filled" => (
            "il nuovo totale chiesto era già stato eseguito",
            "the new total that was asked for had been filled already",
        ),
        "self_trade" => (
            "avrebbe scambiato con un ordine dello stesso conto, che lo aveva chiesto di evitare",
            "it would have traded with an order of its own account, which the incoming order asked to prevent",
        ),
        "minimum_quantity" => (
            "all'ingresso avrebbe scambiato meno della sua quantità minima",
            "less than its minimum quantity would have traded at entry",
        ),
        "close" => (
            "il mercato ha chiuso e l'ordine valeva fino alla chiusura",
            "the market closed and it was good until then",
        ),
        "date" => ("è arrivato l'istante fino al quale valeva", "the instant came until which it was good"),
        "auction" => ("valeva per un'asta sola, che è finita", "it was good for one auction, which is over"),
        _ => ("lo ha deciso la regola che porta questo nome", "the rule of this name decided it"),
    }
}
