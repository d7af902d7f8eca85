//! What shows that the change would not come without the money.

use super::row;
use crate::admission::Severity::{Blocking, Condition};
use crate::admission::case::Evidence;
use crate::admission::question::{ALWAYS, IS_COMPARISON, IS_MARKET_FAILURE};
use crate::admission::sources::{COMPARISON, TERMS, TRIAD};

/// Evidence of additionality.
pub(in crate::admission) const ADDITIONALITY: [Evidence; 12] = [
    row(
        "A-01",
        Blocking,
        "/counterfactual",
        ALWAYS,
        TRIAD,
        ("Che cosa accadrebbe senza l'offerta?", "What would happen without the offer?"),
        (
            "Manca il confronto con ciò che accadrebbe senza l'offerta: compilare [counterfactual].",
            "The comparison with what would happen without the offer is missing: fill in [counterfactual].",
        ),
    ),
    row(
        "A-01",
        Blocking,
        "/counterfactual/mode",
        ALWAYS,
        TRIAD,
        ("Si sostiene un fallimento del mercato o un confronto?", "Is a market failure argued, or a comparison?"),
        (
            "Non è detto se l'addizionalità sia un fallimento del mercato o un confronto con il modello esistente.",
            "It is not said whether additionality is a market failure or a comparison with the existing model.",
        ),
    ),
    row(
        "A-01",
        Blocking,
        "/counterfactual/description",
        ALWAYS,
        TRIAD,
        ("Con quale argomento?", "By which argument?"),
        (
            "Manca l'argomento: dire che cosa accadrebbe senza l'offerta.",
            "The argument is missing: say what would happen without the offer.",
        ),
    ),
    row(
        "A-01",
        Blocking,
        "/counterfactual/evidence",
        ALWAYS,
        TRIAD,
        ("Su quali prove?", "On which evidence?"),
        (
            "Mancano le prove dell'argomento: dinieghi di credito, indagini, registri.",
            "The evidence of the argument is missing: refusals of credit, surveys, registers.",
        ),
    ),
    row(
        "A-02",
        Blocking,
        "/counterfactual/capital_needed",
        IS_MARKET_FAILURE,
        TRIAD,
        ("Fallimento del mercato: quanto capitale serve?", "Market failure: how much capital is needed?"),
        ("Manca il capitale di cui il piano ha bisogno.", "The capital that the plan needs is missing."),
    ),
    row(
        "A-02",
        Blocking,
        "/counterfactual/capital_available",
        IS_MARKET_FAILURE,
        TRIAD,
        ("Fallimento del mercato: quanto se ne trova altrove?", "Market failure: how much of it can be had elsewhere?"),
        (
            "Manca il capitale che si trova altrove a condizioni sostenibili.",
            "The capital that can be had elsewhere at bearable terms is missing.",
        ),
    ),
    row(
        "A-03",
        Blocking,
        "/counterfactual/comparator",
        IS_COMPARISON,
        COMPARISON,
        ("Confronto: con quale modello esistente?", "Comparison: with which existing model?"),
        (
            "Manca il modello esistente con cui la società si confronta.",
            "The existing model with which the company compares itself is missing.",
        ),
    ),
    row(
        "A-03",
        Blocking,
        "/counterfactual/objective",
        IS_COMPARISON,
        COMPARISON,
        ("Confronto: su quale obiettivo?", "Comparison: on which objective?"),
        (
            "Non è detto su quale obiettivo si fa il confronto.",
            "It is not said on which objective the comparison is made.",
        ),
    ),
    row(
        "A-03",
        Blocking,
        "/counterfactual/value",
        IS_COMPARISON,
        COMPARISON,
        (
            "Confronto: a quale valore si arriverebbe senza l'offerta?",
            "Comparison: which value would be reached without the offer?",
        ),
        (
            "Manca il valore che l'indicatore avrebbe senza l'offerta.",
            "The value that the indicator would have without the offer is missing.",
        ),
    ),
    row(
        "A-07",
        Blocking,
        "/use_of_proceeds/purposes",
        ALWAYS,
        TRIAD,
        ("Per che cosa è il denaro?", "What is the money for?"),
        ("Mancano gli usi del denaro raccolto.", "The purposes of the money raised are missing."),
    ),
    row(
        "A-07",
        Blocking,
        "/use_of_proceeds/purposes/*/amount",
        ALWAYS,
        TERMS,
        ("Quanto costa ogni uso?", "How much does each purpose cost?"),
        ("L'uso non ha importo.", "The purpose has no amount."),
    ),
    row(
        "A-07",
        Condition,
        "/use_of_proceeds/purposes/*/description",
        ALWAYS,
        TERMS,
        ("Che cosa paga ogni uso?", "What does each purpose pay?"),
        ("L'uso non ha descrizione.", "The purpose has no description."),
    ),
];
