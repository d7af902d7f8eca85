//! Would the change come without the money?

use super::{gaming, row};
use crate::admission::Severity::{Blocking, Condition, Note};
use crate::admission::case::{Case, Check, Gaps, is_comparison, is_market_failure, percent};
use crate::admission::sources::{CAUTION, COMPARISON, CONTRIBUTION, TERMS, TRIAD};
use crate::domain::{Code, Money, Rate, SCALE};
use crate::impact::progress;

/// Checks of additionality.
pub(in crate::admission) const ADDITIONALITY: [Check; 10] = [
    row(
        "A-04",
        Blocking,
        TRIAD,
        (
            "Fallimento del mercato: altrove manca almeno il {additionality.min_gap%} del capitale?",
            "Market failure: is at least {additionality.min_gap%} of the capital lacking elsewhere?",
        ),
        &["/counterfactual/mode", "/counterfactual/capital_needed", "/counterfactual/capital_available"],
        capital_is_lacking,
    ),
    row(
        "A-05",
        Blocking,
        COMPARISON,
        (
            "Confronto: all'offerta si deve almeno il {additionality.contribution%} del cammino?",
            "Comparison: is at least {additionality.contribution%} of the way due to the offer?",
        ),
        &[
            "/counterfactual/mode",
            "/counterfactual/objective",
            "/counterfactual/value",
            "/objectives/*/code",
            "/objectives/*/baseline/value",
            "/objectives/*/target/value",
        ],
        change_is_due_to_the_offer,
    ),
    row(
        "A-06",
        Blocking,
        COMPARISON,
        ("Confronto: l'obiettivo esiste?", "Comparison: does the objective exist?"),
        &["/counterfactual/objective", "/objectives/*/code"],
        compared_objective_exists,
    ),
    row(
        "A-07",
        Blocking,
        TERMS,
        ("Ogni uso costa più di zero?", "Does each purpose cost more than nothing?"),
        &["/use_of_proceeds/purposes/*/amount"],
        amounts_are_positive,
    ),
    row(
        "A-08",
        Condition,
        TERMS,
        ("Gli usi fanno l'offerta?", "Do the purposes add up to the offer?"),
        &[
            "/use_of_proceeds/purposes/*/amount",
            "/instrument/price",
            "/instrument/units_offered",
            "/instrument/kind",
            "/instrument/nominal",
        ],
        purposes_add_up,
    ),
    row(
        "A-09",
        Blocking,
        TRIAD,
        (
            "A un obiettivo va almeno il {additionality.impact_use%} del denaro?",
            "Does at least {additionality.impact_use%} of the money serve an objective?",
        ),
        &["/use_of_proceeds/purposes/*/amount", "/use_of_proceeds/purposes/*/objective"],
        money_serves_the_impact,
    ),
    row(
        "A-10",
        Blocking,
        TERMS,
        ("Gli obiettivi serviti esistono?", "Do the objectives served exist?"),
        &["/use_of_proceeds/purposes/*/objective", "/objectives/*/code"],
        purposes_serve_objectives_that_exist,
    ),
    row(
        "A-11",
        Condition,
        TRIAD,
        (
            "Fallimento del mercato: l'offerta non supera il bisogno?",
            "Market failure: is the offer no larger than the need?",
        ),
        &[
            "/counterfactual/mode",
            "/counterfactual/capital_needed",
            "/instrument/price",
            "/instrument/units_offered",
            "/instrument/kind",
            "/instrument/nominal",
        ],
        offer_is_within_the_need,
    ),
    row(
        "A-12",
        Condition,
        CAUTION,
        ("Ogni uso del denaro è indicato una volta sola?", "Is each purpose of the money there once?"),
        &["/use_of_proceeds/purposes/*/description"],
        gaming::purposes_count_once,
    ),
    row(
        "A-13",
        Note,
        CONTRIBUTION,
        (
            "Confronto: quale parte del traguardo si deve all'offerta?",
            "Comparison: which part of the target is due to the offer?",
        ),
        &[
            "/counterfactual/mode",
            "/counterfactual/objective",
            "/counterfactual/value",
            "/objectives/*/code",
            "/objectives/*/target/value",
            "/objectives/*/indicator/direction",
        ],
        gaming::contribution_is_told,
    ),
];

/// `part` of `whole`, cut off to 1/10,000; nothing when the whole is nothing or the result does not fit.
fn share(part: Money, whole: Money) -> Option<Rate> {
    let scaled = part.scaled().checked_mul(i128::from(SCALE))?.checked_div(whole.scaled())?;
    i64::try_from(scaled).ok().map(Rate::basis_points)
}

fn capital_is_lacking(case: &Case<'_>, gaps: &mut Gaps) {
    let counterfactual = &case.dossier.counterfactual;
    let (Some(needed), Some(available), true) =
        (counterfactual.capital_needed, counterfactual.capital_available, is_market_failure(case))
    else {
        return;
    };
    if needed <= Money::ZERO {
        gaps.add(
            "/counterfactual/capital_needed",
            "Il capitale necessario deve essere maggiore di zero.".into(),
            "The capital needed must be greater than zero.".into(),
        );
        return;
    }
    let Some(minimum) = &case.rules.additionality.min_gap else { return };
    let gap = needed.checked_sub(available).and_then(|gap| share(gap, needed)).unwrap_or(Rate::ZERO);
    if gap < minimum.value {
        gaps.add_by(
            &minimum.cite(),
            "/counterfactual/capital_available",
            format!("Altrove manca solo il {} del capitale: serve almeno il {}.", percent(gap), percent(minimum.value)),
            format!(
                "Only {} of the capital is lacking elsewhere: at least {} must be.",
                percent(gap),
                percent(minimum.value)
            ),
        );
    }
}

fn change_is_due_to_the_offer(case: &Case<'_>, gaps: &mut Gaps) {
    let counterfactual = &case.dossier.counterfactual;
    let (Some(value), Some(code), true) = (counterfactual.value, &counterfactual.objective, is_comparison(case)) else {
        return;
    };
    let compared = case.objective(code);
    let baseline = compared.and_then(|objective| objective.baseline.as_ref()).and_then(|baseline| baseline.value);
    let target = compared.and_then(|objective| objective.target.as_ref()).and_then(|target| target.value);
    let (Some(baseline), Some(target)) = (baseline, target) else { return };
    let Some(anyway) = progress(baseline, target, value) else { return };
    let due = Rate::basis_points(Rate::ONE.scaled().saturating_sub(anyway.scaled()));
    let Some(minimum) = &case.rules.additionality.contribution else { return };
    if due < minimum.value {
        gaps.add_by(
            &minimum.cite(),
            "/counterfactual/value",
            format!(
                "Senza l'offerta si arriverebbe comunque a {value}: le si deve solo il {} del cammino, serve il {}.",
                percent(due),
                percent(minimum.value)
            ),
            format!(
                "Without the offer {value} would be reached anyway: only {} of the way is due to it, {} is asked for.",
                percent(due),
                percent(minimum.value)
            ),
        );
    }
}

fn compared_objective_exists(case: &Case<'_>, gaps: &mut Gaps) {
    if let Some(code) = case.dossier.counterfactual.objective.as_ref().filter(|code| !case.is_objective(code)) {
        gaps.add(
            "/counterfactual/objective",
            format!("Nessun obiettivo ha il codice `{code}` su cui si fa il confronto."),
            format!("No objective has the code `{code}` on which the comparison is made."),
        );
    }
}

/// What all purposes cost together; nothing when one is silent.
fn total(case: &Case<'_>, counts: impl Fn(Option<&Code>) -> bool) -> Option<Money> {
    let purposes = &case.dossier.use_of_proceeds.purposes;
    let all = purposes.iter().map(|purpose| Some((purpose.amount?, purpose.objective.as_ref())));
    let amounts: Option<Vec<_>> = all.collect();
    let counted = amounts?.into_iter().filter(|(_, objective)| counts(*objective)).map(|(amount, _)| amount);
    counted.into_iter().try_fold(Money::ZERO, Money::checked_add)
}

fn amounts_are_positive(case: &Case<'_>, gaps: &mut Gaps) {
    for (index, purpose) in case.dossier.use_of_proceeds.purposes.iter().enumerate() {
        if purpose.amount.is_some_and(|amount| amount <= Money::ZERO) {
            gaps.add(
                format!("/use_of_proceeds/purposes/{index}/amount"),
                "Un uso costa più di zero.".into(),
                "A purpose costs more than nothing.".into(),
            );
        }
    }
}

fn purposes_add_up(case: &Case<'_>, gaps: &mut Gaps) {
    if case.dossier.use_of_proceeds.purposes.is_empty() {
        return;
    }
    let (Some(total), Some(offer)) = (total(case, |_| true), case.dossier.instrument.offer_value()) else { return };
    if total != offer {
        gaps.add(
            "/use_of_proceeds/purposes",
            format!("Gli usi fanno {total} EUR, l'offerta {offer} EUR: devono coincidere, costi compresi."),
            format!("The purposes add up to EUR {total}, the offer to EUR {offer}: they must agree, costs included."),
        );
    }
}

fn money_serves_the_impact(case: &Case<'_>, gaps: &mut Gaps) {
    let serving = total(case, |objective| objective.is_some());
    let (Some(serving), Some(whole)) = (serving, total(case, |_| true)) else { return };
    let Some(part) = share(serving, whole) else { return };
    let Some(minimum) = &case.rules.additionality.impact_use else { return };
    if part < minimum.value {
        gaps.add_by(
            &minimum.cite(),
            "/use_of_proceeds/purposes",
            format!("A un obiettivo va il {} del denaro: serve almeno il {}.", percent(part), percent(minimum.value)),
            format!(
                "{} of the money serves an objective: at least {} is asked for.",
                percent(part),
                percent(minimum.value)
            ),
        );
    }
}

fn purposes_serve_objectives_that_exist(case: &Case<'_>, gaps: &mut Gaps) {
    for (index, purpose) in case.dossier.use_of_proceeds.purposes.iter().enumerate() {
        if let Some(code) = purpose.objective.as_ref().filter(|code| !case.is_objective(code)) {
            gaps.add(
                format!("/use_of_proceeds/purposes/{index}/objective"),
                format!("Nessun obiettivo ha il codice `{code}`."),
                format!("No objective has the code `{code}`."),
            );
        }
    }
}

fn offer_is_within_the_need(case: &Case<'_>, gaps: &mut Gaps) {
    let needed = case.dossier.counterfactual.capital_needed.filter(|_| is_market_failure(case));
    let (Some(needed), Some(offer)) = (needed, case.dossier.instrument.offer_value()) else { return };
    if offer > needed {
        gaps.add(
            "/counterfactual/capital_needed",
            format!("Si offrono {offer} EUR ma ne servono {needed}: ridurre l'offerta o spiegare la differenza."),
            format!("EUR {offer} is offered but {needed} is needed: reduce the offer or explain the difference."),
        );
    }
}
