//! Does the company want the change, and is it bound to it?

use super::{count, row};
use crate::admission::ProfitDistribution;
use crate::admission::Severity::{Blocking, Condition};
use crate::admission::case::{Case, Check, Gaps, is_benefit, percent};
use crate::admission::sources::{BENEFIT, CAUTION, SOCIAL_ENTERPRISE, TERMS, TRIAD};
use crate::domain::{Language, Rate};

/// Checks of intentionality.
pub(in crate::admission) const INTENTIONALITY: [Check; 7] = [
    row(
        "I-01",
        Blocking,
        TRIAD,
        (
            "La clausola d'impatto ha almeno {intentionality.clause_words} parole?",
            "Does the impact clause have at least {intentionality.clause_words} words?",
        ),
        &["/statute/impact_clause"],
        clause_says_something,
    ),
    row(
        "I-02",
        Condition,
        CAUTION,
        (
            "La clausola è nello statuto da prima della domanda?",
            "Has the clause been in the statute since before the application?",
        ),
        &["/statute/adopted_on", "/submitted_on"],
        clause_was_there_before,
    ),
    row(
        "I-04",
        Blocking,
        SOCIAL_ENTERPRISE,
        ("Gli utili sono limitati, dalla legge o da una qualifica?", "Are profits bound, by the law or by a status?"),
        &[
            "/statute/profit_distribution",
            "/company/benefit_company",
            "/company/impresa_sociale",
            "/company/legal_form",
        ],
        profits_are_bound,
    ),
    row(
        "I-06",
        Blocking,
        SOCIAL_ENTERPRISE,
        (
            "Dall'attività d'impatto viene più del {intentionality.revenue_share%} dei ricavi (imprese sociali: del {intentionality.social_enterprise_revenue_share%}, o il {intentionality.disadvantaged_share%} di lavoratori svantaggiati)?",
            "Does more than {intentionality.revenue_share%} of revenue come from the impact activity (social enterprises: {intentionality.social_enterprise_revenue_share%}, or {intentionality.disadvantaged_share%} of disadvantaged workers)?",
        ),
        &[
            "/business/impact_revenue_share",
            "/business/disadvantaged_workforce_share",
            "/company/impresa_sociale",
            "/company/legal_form",
        ],
        revenue_comes_from_impact,
    ),
    row(
        "I-06",
        Blocking,
        TERMS,
        ("Le quote vanno da 0 a 1?", "Do shares lie between 0 and 1?"),
        &["/business/impact_revenue_share", "/business/disadvantaged_workforce_share"],
        shares_are_fractions,
    ),
    row(
        "I-13",
        Condition,
        BENEFIT,
        (
            "La relazione d'impatto esce entro {intentionality.reporting_months} mesi?",
            "Does the impact report come out within {intentionality.reporting_months} months?",
        ),
        &["/governance/reporting_months"],
        report_comes_in_time,
    ),
    row(
        "I-20",
        Blocking,
        CAUTION,
        (
            "Lo statuto fa degli utili ciò che il sistema vuole: {intentionality.distribution}?",
            "Does the statute do with profits what the system wants: {intentionality.distribution}?",
        ),
        &["/statute/profit_distribution"],
        profits_are_used_as_asked,
    ),
];

fn clause_says_something(case: &Case<'_>, gaps: &mut Gaps) {
    let Some(clause) = &case.dossier.statute.impact_clause else { return };
    let Some(minimum) = &case.rules.intentionality.clause_words else { return };
    let words = count(clause.split_whitespace().count());
    if words > 0 && words < minimum.value {
        gaps.add_by(
            &minimum.cite(),
            "/statute/impact_clause",
            format!(
                "La clausola d'impatto ha {words} parole: dire per chi e con quale cambiamento, in almeno {}.",
                minimum.value
            ),
            format!(
                "The impact clause has {words} words: say for whom and which change, in at least {}.",
                minimum.value
            ),
        );
    }
}

fn clause_was_there_before(case: &Case<'_>, gaps: &mut Gaps) {
    if let (Some(adopted_on), Some(submitted_on)) = (case.dossier.statute.adopted_on, case.dossier.submitted_on)
        && adopted_on > submitted_on
    {
        gaps.add(
            "/statute/adopted_on",
            format!(
                "La clausola d'impatto sarà nello statuto solo dal {adopted_on}: adottarla prima della quotazione."
            ),
            format!("The impact clause will be in the statute only from {adopted_on}: adopt it before the listing."),
        );
    }
}

fn profits_are_bound(case: &Case<'_>, gaps: &mut Gaps) {
    if case.dossier.statute.profit_distribution != Some(ProfitDistribution::Free) {
        return;
    }
    let is_capped = case.is_social_enterprise() || case.form_row().is_some_and(|row| row.capped_distribution);
    if is_capped {
        gaps.add(
            "/statute/profit_distribution",
            "La legge limita gli utili di questa società: lo statuto non può distribuirli liberamente.".into(),
            "The law caps this company's profits: the statute cannot pay them out freely.".into(),
        );
    } else if !is_benefit(case) {
        gaps.add(
            "/statute/profit_distribution",
            "Utili liberi e nessuna qualifica: limitarli, o diventare società benefit, prima della quotazione.".into(),
            "Free profits and no status: cap them, or become a benefit company, before the listing.".into(),
        );
        gaps.weighing(Condition);
    }
}

fn revenue_comes_from_impact(case: &Case<'_>, gaps: &mut Gaps) {
    let Some(share) = case.dossier.business.impact_revenue_share else { return };
    let rules = &case.rules.intentionality;
    let pointer = "/business/impact_revenue_share";
    if !case.is_social_enterprise() {
        if let Some(minimum) = rules.revenue_share.as_ref().filter(|minimum| share <= minimum.value) {
            let (share, minimum_share) = (percent(share), percent(minimum.value));
            gaps.add_by(
                &minimum.cite(),
                pointer,
                format!("Dall'attività d'impatto viene il {share} dei ricavi: deve essere più del {minimum_share}."),
                format!("{share} of revenue comes from the impact activity: it must be more than {minimum_share}."),
            );
        }
        return;
    }
    let Some(minimum) = rules.social_enterprise_revenue_share.as_ref().filter(|minimum| share <= minimum.value) else {
        return;
    };
    let (share, asked) = (percent(share), percent(minimum.value));
    let Some(workers) = &rules.disadvantaged_share else {
        gaps.add_by(
            &minimum.cite(),
            pointer,
            format!(
                "Dall'attività d'impatto viene il {share} dei ricavi: un'impresa sociale deve superare il {asked}."
            ),
            format!("{share} of revenue comes from the impact activity: a social enterprise needs more than {asked}."),
        );
        return;
    };
    if case.dossier.business.disadvantaged_workforce_share.is_none_or(|share| share < workers.value) {
        let workers = percent(workers.value);
        gaps.add_by(
            &minimum.cite(),
            pointer,
            format!(
                "Dall'attività d'impatto viene il {share} dei ricavi: per un'impresa sociale serve più del {asked}, \
                 oppure il {workers} di lavoratori svantaggiati."
            ),
            format!(
                "{share} of revenue comes from the impact activity: a social enterprise needs more than {asked}, or \
                 {workers} of disadvantaged workers."
            ),
        );
    }
}

fn shares_are_fractions(case: &Case<'_>, gaps: &mut Gaps) {
    let business = &case.dossier.business;
    let shares = [
        ("/business/impact_revenue_share", business.impact_revenue_share),
        ("/business/disadvantaged_workforce_share", business.disadvantaged_workforce_share),
    ];
    for (pointer, share) in shares {
        if share.is_some_and(|share| share < Rate::ZERO || share > Rate::ONE) {
            gaps.add(
                pointer,
                "Una quota va da 0 a 1: per il 72% scrivere \"0.72\".".into(),
                "A share lies between 0 and 1: for 72% write \"0.72\".".into(),
            );
        }
    }
}

fn report_comes_in_time(case: &Case<'_>, gaps: &mut Gaps) {
    let Some(most) = &case.rules.intentionality.reporting_months else { return };
    if let Some(months) = case.dossier.governance.reporting_months.filter(|&months| months > most.value) {
        gaps.add_by(
            &most.cite(),
            "/governance/reporting_months",
            format!("La relazione d'impatto esce dopo {months} mesi: pubblicarla entro {}.", most.value),
            format!("The impact report comes out after {months} months: publish it within {}.", most.value),
        );
    }
}

fn profits_are_used_as_asked(case: &Case<'_>, gaps: &mut Gaps) {
    let Some(asked) = &case.rules.intentionality.distribution else { return };
    if let Some(own) = case.dossier.statute.profit_distribution.filter(|own| !asked.value.contains(own)) {
        let told = |language| {
            let words = asked.value.iter().map(|one| one.title().get(language).to_owned());
            (own.title().get(language).to_owned(), words.collect::<Vec<_>>().join(", "))
        };
        let ((own_it, asked_it), (own_en, asked_en)) = (told(Language::It), told(Language::En));
        gaps.add_by(
            &asked.cite(),
            "/statute/profit_distribution",
            format!("Lo statuto dice degli utili: {own_it}. Il sistema chiede: {asked_it}."),
            format!("The statute says of profits: {own_en}. The system asks for: {asked_en}."),
        );
    }
}
