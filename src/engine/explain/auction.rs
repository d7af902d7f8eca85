//! An auction in words: candidates, rules, the one price.

use super::sentences::Sentences;
use super::{Explained, Explanation, Rehearsal};
use crate::domain::{Price, Symbol};
use crate::market::{Market, PriceTable, TieBreak};

impl Rehearsal<'_> {
    pub(super) fn explain_auction(&self, market: Option<&Market>, instrument: Symbol, into: &mut Explanation) {
        let Some(market) = market else { return };
        let table = self.table(market);
        let mut because = Sentences::default();
        because.say(format!("Asta di {instrument}."), format!("Auction of {instrument}."));
        tell(&table, &mut because);
        into.kind = Explained::Auction;
        into.because = because.text();
        into.auction = Some(table);
    }
}

/// The name of a rule in both languages.
const fn rule_words(rule: TieBreak) -> (&'static str, &'static str) {
    match rule {
        TieBreak::MaxVolume => ("il volume massimo", "the greatest volume"),
        TieBreak::MinSurplus => ("il surplus minimo", "the smallest surplus"),
        TieBreak::MarketPressure => ("la pressione del mercato", "market pressure"),
        TieBreak::NearestReference => {
            ("la vicinanza al prezzo di riferimento", "the distance from the reference price")
        }
        TieBreak::Highest => ("il prezzo più alto", "the higher price"),
        TieBreak::Lowest => ("il prezzo più basso", "the lower price"),
    }
}

/// How the price came about, from the number of candidates to the rule that decided.
pub(super) fn tell(table: &PriceTable, out: &mut Sentences) {
    let (all, Some((low, high))) = (table.prices, table.low.zip(table.high)) else {
        out.say(
            "Non c'era nessun prezzo possibile: né limiti né prezzo di riferimento dentro i limiti di variazione.",
            "There was no candidate price: no limit and no reference price inside the collar.",
        );
        return;
    };
    let Some(found) = table.found else {
        out.say(
            format!("Nessuno dei {all} prezzi possibili da {low} a {high} avrebbe prodotto uno scambio."),
            format!("None of the {all} candidate prices from {low} to {high} would have made a trade."),
        );
        return;
    };
    let (price, volume, surplus) = (found.price, found.volume, found.surplus);
    out.say(
        format!("Il prezzo unico è {price}: si scambiano {volume} unità e ne restano {surplus} sul lato più grande."),
        format!("The one price is {price}: {volume} units trade and {surplus} are left on the larger side."),
    );
    tell_steps(table, all, (low, high), out);
}

fn tell_steps(table: &PriceTable, all: u64, (low, high): (Price, Price), out: &mut Sentences) {
    out.say(
        format!("I prezzi possibili erano {all}, da {low} a {high}."),
        format!("There were {all} candidate prices, from {low} to {high}."),
    );
    for step in &table.steps {
        let ((it, en), left) = (rule_words(step.rule), step.left);
        if table.decided_by == Some(step.rule) {
            out.say(
                format!("Con {it} ne è rimasto uno: questa regola ha deciso."),
                format!("By {en} one was left: this rule decided."),
            );
            return;
        }
        out.say(format!("Con {it} ne sono rimasti {left}."), format!("By {en} {left} were left."));
    }
    out.say("Di quelli rimasti vale il più alto.", "Of those left the highest is taken.");
}
