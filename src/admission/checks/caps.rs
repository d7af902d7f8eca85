//! Does the company keep to what the law of its form caps: dividends, votes, holdings?

use crate::admission::case::{Case, Gaps, is_equity, percent};
use crate::domain::{LegalForm, Rate};

/// Whether the law caps what this company may pay out.
pub(in crate::admission) fn is_capped(case: &Case<'_>) -> bool {
    case.is_social_enterprise()
        || case.dossier.company.prevalent_mutuality == Some(true)
        || case.form_row().is_some_and(|row| row.capped_distribution)
}

/// The greatest yearly dividend on capital paid in, and on what that rests: the rulebook's figures, else the row of the
/// legal form, or of the social cooperative where it has the qualification only.
pub(in crate::admission) fn dividend_cap(case: &Case<'_>) -> Option<(Rate, String)> {
    let rules = &case.rules.eligibility;
    if let (Some(base), Some(margin)) = (&rules.postal_bond_rate, &rules.dividend_margin) {
        return Some((Rate::basis_points(base.value.scaled().checked_add(margin.value.scaled())?), margin.cite()));
    }
    let social = case.rules.legal_form(LegalForm::CooperativaSociale);
    let row = case.form_row().filter(|row| row.dividend_cap.is_some()).or(social)?;
    Some((row.dividend_cap?, row.cite()))
}

/// A social enterprise pays out less than half of its profit, and whoever is capped no more than the cap.
pub(super) fn dividend_is_within_the_cap(case: &Case<'_>, gaps: &mut Gaps) {
    let statute = &case.dossier.statute;
    let half = Rate::basis_points(Rate::ONE.scaled() / 2);
    if let Some(share) = statute.distributed_profit_share.filter(|&share| case.is_social_enterprise() && share >= half)
    {
        gaps.add(
            "/statute/distributed_profit_share",
            format!("Lo statuto lascia distribuire il {} degli utili: deve essere meno della metà.", percent(share)),
            format!("The statute lets {} of the profit be paid out: it must be less than half.", percent(share)),
        );
    }
    let Some(dividend) = statute.dividend_cap.filter(|_| is_capped(case)) else { return };
    if let Some((cap, source)) = dividend_cap(case).filter(|(cap, _)| dividend > *cap) {
        gaps.add_by(
            &source,
            "/statute/dividend_cap",
            format!(
                "Il dividendo può arrivare al {} del capitale: il limite è il {}.",
                percent(dividend),
                percent(cap)
            ),
            format!("The dividend may reach {} of the capital: the cap is {}.", percent(dividend), percent(cap)),
        );
    }
}

/// Holders who are no members have no more votes than the law of the form leaves them.
pub(super) fn votes_are_within_the_cap(case: &Case<'_>, gaps: &mut Gaps) {
    let Some(votes) = case.dossier.instrument.votes_share.filter(|_| is_equity(case)) else { return };
    let Some((row, cap)) = case.form_row().and_then(|row| Some((row, row.voting_cap?))) else { return };
    if votes > cap {
        gaps.add_by(
            &row.cite(),
            "/instrument/votes_share",
            format!("I possessori avrebbero il {} dei voti: il limite è il {}.", percent(votes), percent(cap)),
            format!("The holders would have {} of the votes: the cap is {}.", percent(votes), percent(cap)),
        );
    }
}

/// Nobody may hold more of the class than the law of the form allows a member.
pub(super) fn holding_is_within_the_cap(case: &Case<'_>, gaps: &mut Gaps) {
    let Some(most) = case.dossier.instrument.maximum_holding.filter(|_| is_equity(case)) else { return };
    let Some((row, cap)) = case.form_row().and_then(|row| Some((row, row.holding_cap?))) else { return };
    if most > cap {
        gaps.add_by(
            &row.cite(),
            "/instrument/maximum_holding",
            format!(
                "Una persona fisica può tenere fino a {most} EUR: il limite per un socio è {cap} EUR; abbassarlo, o \
                 riservare il di più a persone giuridiche e a strumenti con diritti amministrativi."
            ),
            format!(
                "A natural person may hold up to EUR {most}: the cap for a member is EUR {cap}; lower it, or keep the \
                 rest for legal persons and for instruments with administrative rights."
            ),
        );
    }
}

/// What the largest holder has is no part of what the public has.
pub(super) fn holders_add_up(case: &Case<'_>, gaps: &mut Gaps) {
    let float = &case.dossier.float;
    let largest = float.largest_holder.as_ref().and_then(|holder| holder.share);
    let (Some(largest), Some(public)) = (largest, float.public_share.filter(|_| is_equity(case))) else { return };
    let together = Rate::basis_points(largest.scaled().saturating_add(public.scaled()));
    if largest < Rate::ZERO || together > Rate::ONE {
        gaps.add(
            "/float/largest_holder/share",
            format!(
                "Il maggior socio ha il {} e il pubblico il {}: insieme più di tutto.",
                percent(largest),
                percent(public)
            ),
            format!(
                "The largest holder has {} and the public {}: more than all together.",
                percent(largest),
                percent(public)
            ),
        );
    }
}
