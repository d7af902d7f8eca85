//! What shows that the company wants the change and is bound to it.

use super::row;
use crate::admission::Severity::{Blocking, Condition};
use crate::admission::case::Evidence;
use crate::admission::question::{ALWAYS, IS_BENEFIT, IS_NOT_BENEFIT, NO_RULE_ON_PROFITS_ASKED};
use crate::admission::sources::{BENEFIT, CAUTION, NORMS, SOCIAL_ENTERPRISE, TRIAD};

/// Evidence of intentionality.
pub(in crate::admission) const INTENTIONALITY: [Evidence; 23] = [
    row(
        "I-01",
        Blocking,
        "/statute",
        ALWAYS,
        TRIAD,
        ("A che cosa lo statuto vincola la società?", "To what does the statute bind the company?"),
        (
            "Manca lo statuto: compilare [statute] con la clausola d'impatto e la regola sugli utili.",
            "The statute is missing: fill in [statute] with the impact clause and the rule on profits.",
        ),
    ),
    row(
        "I-01",
        Blocking,
        "/statute/impact_clause",
        ALWAYS,
        TRIAD,
        (
            "Quali parole dello statuto dicono lo scopo d'impatto?",
            "Which words of the statute state the impact purpose?",
        ),
        (
            "Manca la clausola d'impatto: riportare le parole dello statuto che vincolano la società al suo scopo.",
            "The impact clause is missing: quote the words of the statute that bind the company to its purpose.",
        ),
    ),
    row(
        "I-02",
        Condition,
        "/statute/adopted_on",
        ALWAYS,
        CAUTION,
        ("Da quando la clausola è nello statuto?", "Since when has the clause been in the statute?"),
        (
            "Manca la data da cui la clausola d'impatto è nello statuto.",
            "The day since when the impact clause has been in the statute is missing.",
        ),
    ),
    row(
        "I-03",
        Blocking,
        "/statute/responsible_role",
        IS_BENEFIT,
        BENEFIT,
        (
            "Società benefit: quale ruolo risponde dell'impatto?",
            "Benefit companies: which role answers for the impact?",
        ),
        (
            "Manca il responsabile dell'impatto, che la legge chiede alle società benefit: indicare il ruolo.",
            "The role responsible for the impact is missing; the law asks it of benefit companies: name the role.",
        ),
    ),
    row(
        "I-03",
        Condition,
        "/statute/responsible_role",
        IS_NOT_BENEFIT,
        CAUTION,
        (
            "Altre società: quale ruolo risponde dello scopo d'impatto?",
            "Other companies: which role answers for the impact purpose?",
        ),
        (
            "Manca il ruolo che risponde dello scopo d'impatto: indicarlo prima della quotazione.",
            "The role that answers for the impact purpose is missing: name it before the listing.",
        ),
    ),
    row(
        "I-04",
        Blocking,
        "/statute/profit_distribution",
        ALWAYS,
        SOCIAL_ENTERPRISE,
        ("Che cosa lo statuto lascia fare degli utili?", "What does the statute let the company do with profits?"),
        (
            "Manca la regola sugli utili: dire se sono distribuiti liberamente, entro un limite, o mai.",
            "The rule on profits is missing: say whether they are paid out freely, up to a cap, or never.",
        ),
    ),
    row(
        "I-05",
        Blocking,
        "/business",
        ALWAYS,
        TRIAD,
        ("Di che cosa vive la società?", "What does the company live from?"),
        (
            "Manca l'attività: compilare [business] con il modello e la quota di ricavi dall'attività d'impatto.",
            "The business is missing: fill in [business] with the model and the share of revenue from the impact activity.",
        ),
    ),
    row(
        "I-05",
        Condition,
        "/business/model",
        ALWAYS,
        CAUTION,
        ("Chi paga per che cosa?", "Who pays for what?"),
        (
            "Manca il modello di attività: dire chi paga per che cosa.",
            "The business model is missing: say who pays for what.",
        ),
    ),
    row(
        "I-06",
        Blocking,
        "/business/impact_revenue_share",
        ALWAYS,
        SOCIAL_ENTERPRISE,
        (
            "Quale parte dei ricavi viene dall'attività d'impatto?",
            "Which part of revenue comes from the impact activity?",
        ),
        (
            "Manca la quota di ricavi che viene dall'attività d'impatto.",
            "The share of revenue from the impact activity is missing.",
        ),
    ),
    row(
        "I-07",
        Blocking,
        "/theory_of_change",
        ALWAYS,
        TRIAD,
        ("Come l'attività porta al cambiamento?", "How does the activity lead to the change?"),
        (
            "Manca la teoria del cambiamento: compilare [theory_of_change] dal bisogno agli esiti.",
            "The theory of change is missing: fill in [theory_of_change] from the need to the outcomes.",
        ),
    ),
    row(
        "I-07",
        Blocking,
        "/theory_of_change/problem",
        ALWAYS,
        TRIAD,
        ("A quale bisogno si risponde?", "Which need is answered?"),
        ("Manca il bisogno a cui la società risponde.", "The need that the company answers is missing."),
    ),
    row(
        "I-07",
        Blocking,
        "/theory_of_change/activities",
        ALWAYS,
        TRIAD,
        ("Che cosa si fa?", "What is done?"),
        ("Mancano le attività che portano al cambiamento.", "The activities that lead to the change are missing."),
    ),
    row(
        "I-07",
        Condition,
        "/theory_of_change/outputs",
        ALWAYS,
        NORMS,
        ("Che cosa ne viene prodotto?", "What does that produce?"),
        ("Mancano i prodotti delle attività.", "The outputs of the activities are missing."),
    ),
    row(
        "I-07",
        Blocking,
        "/theory_of_change/outcomes",
        ALWAYS,
        NORMS,
        ("Che cosa cambia per le persone o per la natura?", "What changes for people or nature?"),
        ("Mancano gli esiti per le persone o per la natura.", "The outcomes for people or nature are missing."),
    ),
    row(
        "I-08",
        Condition,
        "/theory_of_change/assumptions",
        ALWAYS,
        CAUTION,
        ("Quali ipotesi devono reggere?", "Which assumptions must hold?"),
        (
            "Mancano le ipotesi da cui dipende il cambiamento.",
            "The assumptions on which the change depends are missing.",
        ),
    ),
    row(
        "I-08",
        Condition,
        "/theory_of_change/risks",
        ALWAYS,
        NORMS,
        ("Che cosa può andare storto?", "What may go wrong?"),
        (
            "Mancano i rischi d'impatto: dire che cosa può andare storto.",
            "The impact risks are missing: say what may go wrong.",
        ),
    ),
    row(
        "I-10",
        Blocking,
        "/objectives/*/stakeholders",
        ALWAYS,
        NORMS,
        ("Per chi è ogni cambiamento?", "For whom is each change?"),
        (
            "L'obiettivo non dice per chi è il cambiamento: indicare `stakeholders`.",
            "The objective does not say for whom the change is: name the `stakeholders`.",
        ),
    ),
    row(
        "I-11",
        Condition,
        "/governance",
        ALWAYS,
        CAUTION,
        ("Chi veglia sull'impatto?", "Who watches over the impact?"),
        (
            "Manca il governo dell'impatto: compilare [governance].",
            "The governance of the impact is missing: fill in [governance].",
        ),
    ),
    row(
        "I-11",
        Condition,
        "/governance/stakeholder_voice",
        ALWAYS,
        CAUTION,
        ("Come sono ascoltati i portatori di interesse?", "How are stakeholders heard?"),
        ("Non è detto come sono ascoltati i portatori di interesse.", "It is not said how stakeholders are heard."),
    ),
    row(
        "I-12",
        Blocking,
        "/governance/reporting_standard",
        IS_BENEFIT,
        BENEFIT,
        (
            "Società benefit: quale standard esterno segue la relazione d'impatto?",
            "Benefit companies: which external standard does the impact report follow?",
        ),
        (
            "Manca lo standard esterno della relazione d'impatto, che la legge chiede alle società benefit.",
            "The external standard of the impact report is missing; the law asks it of benefit companies.",
        ),
    ),
    row(
        "I-12",
        Condition,
        "/governance/reporting_standard",
        IS_NOT_BENEFIT,
        CAUTION,
        (
            "Altre società: quale standard segue la relazione d'impatto?",
            "Other companies: which standard does the impact report follow?",
        ),
        (
            "Manca lo standard della relazione d'impatto: sceglierne uno prima della quotazione.",
            "The standard of the impact report is missing: choose one before the listing.",
        ),
    ),
    row(
        "I-13",
        Condition,
        "/governance/reporting_months",
        ALWAYS,
        CAUTION,
        ("Entro quanti mesi esce la relazione d'impatto?", "Within how many months does the impact report come out?"),
        (
            "Manca il termine entro cui è pubblicata la relazione d'impatto.",
            "The months within which the impact report is published are missing.",
        ),
    ),
    row(
        "I-20",
        Blocking,
        "/statute/profit_distribution",
        NO_RULE_ON_PROFITS_ASKED,
        CAUTION,
        ("Che cosa fa lo statuto degli utili?", "What does the statute do with profits?"),
        (
            "Manca la regola sugli utili, su cui il sistema ha una sua richiesta.",
            "The rule on profits is missing, on which the system has a demand of its own.",
        ),
    ),
];
