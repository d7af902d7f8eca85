//! Can the change be measured and checked? Here are also the tricks that would make a target cheap.

use super::catalogue::metric_is_known;
use super::{count, gaming, months_after, months_before, row};
use crate::admission::Severity::{Blocking, Condition, Note};
use crate::admission::Threshold;
use crate::admission::case::{Case, Check, Gaps, is_bond};
use crate::admission::sources::{CATALOGUE, CAUTION, LOOPHOLES, NORMS, SOCIAL_RETURN, TERMS, TRIAD, VERIFIER};
use crate::domain::{ImpactLinkKind, Rate};
use crate::impact::{Direction, IndicatorKind, Objective};

/// Checks of measurability.
pub(in crate::admission) const MEASURABILITY: [Check; 23] = [
    row(
        "M-01",
        Blocking,
        TRIAD,
        (
            "Gli obiettivi sono almeno {measurability.minimum_objectives}?",
            "Are there at least {measurability.minimum_objectives} objectives?",
        ),
        &["/objectives"],
        objectives_are_enough,
    ),
    row(
        "M-04",
        Blocking,
        NORMS,
        (
            "Ogni indicatore ha un codice di catalogo o una definizione propria?",
            "Does each indicator have a catalogue code or a definition of its own?",
        ),
        &["/objectives/*/indicator"],
        indicator_is_defined,
    ),
    row(
        "M-05",
        Blocking,
        CATALOGUE,
        ("Il codice di catalogo esiste, con questo nome?", "Does the catalogue code exist, under this name?"),
        &["/objectives/*/indicator/code", "/objectives/*/indicator/name"],
        metric_is_known,
    ),
    row(
        "M-06",
        Blocking,
        TRIAD,
        (
            "Gli indicatori d'esito o d'impatto sono almeno {measurability.minimum_outcomes}?",
            "Are there at least {measurability.minimum_outcomes} outcome or impact indicators?",
        ),
        &["/objectives/*/indicator/kind"],
        outcomes_are_enough,
    ),
    row(
        "M-08",
        Condition,
        NORMS,
        (
            "Il valore di partenza è di non più di {measurability.baseline_age_months} mesi prima della domanda, e non dopo?",
            "Is the baseline no older than {measurability.baseline_age_months} months at the application, and not later?",
        ),
        &["/objectives/*/baseline/measured_on", "/submitted_on"],
        baseline_is_fresh,
    ),
    row(
        "M-10",
        Blocking,
        LOOPHOLES,
        ("Il traguardo migliora la partenza?", "Does the target improve on the baseline?"),
        &["/objectives/*/baseline/value", "/objectives/*/target/value", "/objectives/*/indicator/direction"],
        target_is_an_improvement,
    ),
    row(
        "M-11",
        Blocking,
        TRIAD,
        ("Il traguardo è dichiarato prima della domanda?", "Was the target declared before the application?"),
        &["/objectives/*/target/declared_on", "/submitted_on"],
        target_was_declared_before,
    ),
    row(
        "M-12",
        Condition,
        LOOPHOLES,
        (
            "Il traguardo scade dopo la domanda, entro {measurability.target_horizon_months} mesi e prima del rimborso?",
            "Is the target due after the application, within {measurability.target_horizon_months} months and before maturity?",
        ),
        &["/objectives/*/target/due_on", "/submitted_on", "/instrument/matures_on", "/instrument/kind"],
        target_comes_in_time,
    ),
    row(
        "M-16",
        Condition,
        VERIFIER,
        ("Il verificatore è indipendente?", "Is the verifier independent?"),
        &["/objectives/*/verifier/independent"],
        verifier_is_independent,
    ),
    row(
        "M-18",
        Blocking,
        TERMS,
        ("Ogni obiettivo ha un codice suo?", "Does each objective have a code of its own?"),
        &["/objectives/*/code"],
        codes_are_distinct,
    ),
    row(
        "M-19",
        Blocking,
        LOOPHOLES,
        (
            "Legame con l'impatto: l'effetto va da più di 0 a meno di 1?",
            "Impact link: does the effect lie above 0 and below 1?",
        ),
        &["/instrument/impact_link/effect"],
        link_has_an_effect,
    ),
    row(
        "M-19",
        Blocking,
        LOOPHOLES,
        (
            "Legame con l'impatto: ciò che cambia appartiene a questo strumento?",
            "Impact link: does what changes belong to this instrument?",
        ),
        &["/instrument/impact_link/kind", "/instrument/kind"],
        link_fits_the_instrument,
    ),
    row(
        "M-20",
        Blocking,
        LOOPHOLES,
        ("Legame con l'impatto: l'obiettivo esiste?", "Impact link: does the objective exist?"),
        &["/instrument/impact_link/indicator", "/objectives/*/code"],
        link_names_an_objective,
    ),
    row(
        "M-21",
        Condition,
        LOOPHOLES,
        (
            "Legame con l'impatto: si guarda dopo il traguardo, e almeno {measurability.observation_months} mesi prima del rimborso?",
            "Impact link: is it looked at after the target is due, and at least {measurability.observation_months} months before maturity?",
        ),
        &[
            "/instrument/impact_link/observed_on",
            "/instrument/impact_link/indicator",
            "/instrument/matures_on",
            "/objectives/*/code",
            "/objectives/*/target/due_on",
        ],
        observation_is_neither_early_nor_late,
    ),
    row(
        "M-22",
        Condition,
        LOOPHOLES,
        (
            "Legame con l'impatto: nessun rimborso anticipato evita il giorno del risultato?",
            "Impact link: does no early call dodge the day of the result?",
        ),
        &["/instrument/callable_from", "/instrument/impact_link/observed_on"],
        call_does_not_dodge_the_observation,
    ),
    row(
        "M-23",
        Condition,
        CATALOGUE,
        (
            "L'unità è una di ciò che l'indicatore di catalogo conta?",
            "Is the unit one of what the catalogue's metric counts?",
        ),
        &["/objectives/*/indicator/code", "/objectives/*/indicator/unit"],
        gaming::unit_fits_the_metric,
    ),
    row(
        "M-24",
        Condition,
        CAUTION,
        (
            "Le cifre stanno nell'unità: percentuali fra 0 e 100, persone intere?",
            "Do the figures fit the unit: percentages between 0 and 100, whole persons?",
        ),
        &[
            "/objectives/*/indicator/unit",
            "/objectives/*/baseline/value",
            "/objectives/*/target/value",
            "/objectives/*/measurements",
        ],
        gaming::figures_fit_the_unit,
    ),
    row(
        "M-25",
        Blocking,
        CAUTION,
        ("Ogni cambiamento è contato una volta sola?", "Is each change counted once?"),
        &["/objectives/*/indicator", "/objectives/*/stakeholders"],
        gaming::changes_count_once,
    ),
    row(
        "M-26",
        Condition,
        SOCIAL_RETURN,
        (
            "Il ritorno sociale è un intervallo, con tutto ciò da cui è calcolato?",
            "Is the social return a range, with all that it is computed from?",
        ),
        &["/objectives/*/valuation"],
        gaming::social_return_is_a_range,
    ),
    row(
        "M-27",
        Condition,
        SOCIAL_RETURN,
        (
            "Il ritorno sociale che si dice agli investitori sta nell'intervallo calcolato?",
            "Does the social return that investors are told lie within the range computed?",
        ),
        &["/objectives/*/valuation"],
        gaming::claim_is_within_the_range,
    ),
    row(
        "M-28",
        Note,
        SOCIAL_RETURN,
        ("Che cosa danno le formule?", "What do the formulas give?"),
        &[
            "/objectives/*/valuation",
            "/instrument/price",
            "/instrument/units_offered",
            "/instrument/kind",
            "/instrument/nominal",
        ],
        gaming::social_return_is_told,
    ),
    row(
        "M-29",
        Blocking,
        LOOPHOLES,
        ("L'ultima misura è ancora lontana dal traguardo?", "Is the last measurement still short of the target?"),
        &["/objectives/*/target/value", "/objectives/*/measurements", "/objectives/*/indicator/direction"],
        gaming::target_is_not_reached_yet,
    ),
    row(
        "M-30",
        Condition,
        VERIFIER,
        (
            "Chi è detto indipendente non ha altri legami con la società?",
            "Has the verifier that is said to be independent no other tie to the company?",
        ),
        &["/objectives/*/verifier", "/team/members", "/float/largest_holder", "/company/name"],
        gaming::verifier_has_no_ties,
    ),
];

fn objectives_are_enough(case: &Case<'_>, gaps: &mut Gaps) {
    let Some(minimum) = &case.rules.measurability.minimum_objectives else { return };
    let objectives = count(case.dossier.objectives.len());
    if objectives > 0 && objectives < minimum.value {
        gaps.add_by(
            &minimum.cite(),
            "/objectives",
            format!("Gli obiettivi sono {objectives}: ne servono almeno {}.", minimum.value),
            format!("There are {objectives} objectives: at least {} are asked for.", minimum.value),
        );
    }
}

fn indicator_is_defined(case: &Case<'_>, gaps: &mut Gaps) {
    for (pointer, objective) in case.objectives() {
        let Some(indicator) = &objective.indicator else { continue };
        let is_silent = |text: &Option<String>| text.as_ref().is_none_or(|text| text.trim().is_empty());
        if is_silent(&indicator.code) && is_silent(&indicator.definition) {
            gaps.add(
                format!("{pointer}/indicator/definition"),
                "L'indicatore non ha né codice di catalogo né definizione propria: scrivere come si calcola.".into(),
                "The indicator has neither a catalogue code nor a definition of its own: write how it is computed."
                    .into(),
            );
        }
    }
}

fn outcomes_are_enough(case: &Case<'_>, gaps: &mut Gaps) {
    let is_outcome = |objective: &&Objective| {
        let kind = objective.indicator.as_ref().and_then(|indicator| indicator.kind);
        matches!(kind, Some(IndicatorKind::Outcome | IndicatorKind::Impact))
    };
    let Some(minimum) = &case.rules.measurability.minimum_outcomes else { return };
    let outcomes = count(case.dossier.objectives.iter().filter(is_outcome).count());
    if !case.dossier.objectives.is_empty() && outcomes < minimum.value {
        gaps.add_by(
            &minimum.cite(),
            "/objectives",
            format!(
                "Gli indicatori d'esito sono {outcomes}, il resto conta solo prodotti: ne servono {}.",
                minimum.value
            ),
            format!("There are {outcomes} outcome indicators, the rest only counts outputs: {} needed.", minimum.value),
        );
    }
}

fn baseline_is_fresh(case: &Case<'_>, gaps: &mut Gaps) {
    let Some(submitted_on) = case.dossier.submitted_on else { return };
    let age = case.rules.measurability.baseline_age_months.as_ref();
    for (pointer, objective) in case.objectives() {
        let Some(measured_on) = objective.baseline.as_ref().and_then(|baseline| baseline.measured_on) else { continue };
        let pointer = format!("{pointer}/baseline/measured_on");
        if measured_on > submitted_on {
            gaps.add(
                pointer,
                format!("Il valore di partenza porta la data {measured_on}, dopo la domanda: misurarlo prima."),
                format!("The baseline is dated {measured_on}, after the application: measure it before."),
            );
        } else if let Some(age) = age.filter(|age| measured_on < months_before(submitted_on, age.value)) {
            gaps.add_by(
                &age.cite(),
                pointer,
                format!("Il valore di partenza è del {measured_on}, più di {} mesi fa: misurarlo di nuovo.", age.value),
                format!("The baseline is of {measured_on}, more than {} months ago: measure it again.", age.value),
            );
        }
    }
}

fn target_is_an_improvement(case: &Case<'_>, gaps: &mut Gaps) {
    for (pointer, objective) in case.objectives() {
        let baseline = objective.baseline.as_ref().and_then(|baseline| baseline.value);
        let target = objective.target.as_ref().and_then(|target| target.value);
        let (Some(baseline), Some(target)) = (baseline, target) else { continue };
        let direction = objective.indicator.as_ref().and_then(|indicator| indicator.direction).unwrap_or_default();
        let improves = match direction {
            Direction::Increase => target > baseline,
            Direction::Decrease => target < baseline,
        };
        if !improves {
            gaps.add(
                format!("{pointer}/target/value"),
                format!(
                    "Il traguardo {target} non migliora la partenza {baseline}: alzarlo, o correggere `direction`."
                ),
                format!(
                    "The target {target} does not improve on the baseline {baseline}: raise it, or correct `direction`."
                ),
            );
        }
    }
}

fn target_was_declared_before(case: &Case<'_>, gaps: &mut Gaps) {
    let Some(submitted_on) = case.dossier.submitted_on else { return };
    for (pointer, objective) in case.objectives() {
        let declared_on = objective.target.as_ref().and_then(|target| target.declared_on);
        if let Some(declared_on) = declared_on.filter(|&declared_on| declared_on > submitted_on) {
            gaps.add(
                format!("{pointer}/target/declared_on"),
                format!("Il traguardo è dichiarato il {declared_on}, dopo la domanda: va fissato prima."),
                format!("The target is declared on {declared_on}, after the application: it must be set before."),
            );
        }
    }
}

fn target_comes_in_time(case: &Case<'_>, gaps: &mut Gaps) {
    let horizon = case.rules.measurability.target_horizon_months.as_ref();
    let is_beyond = |due_on, horizon: &Threshold<u32>| {
        case.dossier.submitted_on.is_some_and(|day| due_on > months_after(day, horizon.value))
    };
    let matures_on = case.dossier.instrument.matures_on.filter(|_| is_bond(case));
    for (pointer, objective) in case.objectives() {
        let Some(due_on) = objective.target.as_ref().and_then(|target| target.due_on) else { continue };
        let pointer = format!("{pointer}/target/due_on");
        if case.dossier.submitted_on.is_some_and(|submitted_on| due_on <= submitted_on) {
            gaps.add(
                pointer,
                format!("Il traguardo scade il {due_on}, prima della domanda: fissarne uno che guardi avanti."),
                format!("The target is due on {due_on}, before the application: set one that looks ahead."),
            );
            gaps.weighing(Blocking);
        } else if let Some(horizon) = horizon.filter(|horizon| is_beyond(due_on, horizon)) {
            gaps.add_by(
                &horizon.cite(),
                pointer,
                format!(
                    "Il traguardo scade il {due_on}, oltre {} mesi: aggiungere una tappa più vicina.",
                    horizon.value
                ),
                format!("The target is due on {due_on}, beyond {} months: add a nearer milestone.", horizon.value),
            );
        } else if matures_on.is_some_and(|matures_on| due_on > matures_on) {
            gaps.add(
                pointer,
                "Il traguardo scade dopo il rimborso dell'obbligazione: anticiparlo.".into(),
                "The target is due after the bond is paid back: bring it forward.".into(),
            );
        }
    }
}

fn verifier_is_independent(case: &Case<'_>, gaps: &mut Gaps) {
    for (pointer, objective) in case.objectives() {
        if objective.verifier.as_ref().is_some_and(|verifier| verifier.independent == Some(false)) {
            gaps.add(
                format!("{pointer}/verifier/independent"),
                "Il verificatore non è indipendente: affidare la verifica a chi non ha altri legami con la società."
                    .into(),
                "The verifier is not independent: give the task to somebody with no other tie to the company.".into(),
            );
        }
    }
}

fn codes_are_distinct(case: &Case<'_>, gaps: &mut Gaps) {
    for (index, (pointer, objective)) in case.objectives().enumerate() {
        let Some(code) = &objective.code else { continue };
        if case.dossier.objectives[..index].iter().any(|earlier| earlier.code.as_ref() == Some(code)) {
            gaps.add(
                format!("{pointer}/code"),
                format!("Il codice `{code}` è già di un altro obiettivo."),
                format!("The code `{code}` already belongs to another objective."),
            );
        }
    }
}

fn linked<'a>(case: &Case<'a>) -> Option<&'a Objective> {
    case.objective(case.dossier.instrument.impact_link.as_ref()?.indicator.as_ref()?)
}

fn link_has_an_effect(case: &Case<'_>, gaps: &mut Gaps) {
    let effect = case.dossier.instrument.impact_link.as_ref().and_then(|link| link.effect);
    if effect.is_some_and(|effect| effect <= Rate::ZERO || effect >= Rate::ONE) {
        gaps.add(
            "/instrument/impact_link/effect",
            "L'effetto va da più di 0 a meno di 1: per 25 punti base scrivere \"0.0025\".".into(),
            "The effect lies above 0 and below 1: for 25 basis points write \"0.0025\".".into(),
        );
    }
}

/// A coupon, a donation and a redemption belong to bonds, a dividend to shares; an outcome is paid for either.
fn link_fits_the_instrument(case: &Case<'_>, gaps: &mut Gaps) {
    let link = case.dossier.instrument.impact_link.as_ref().and_then(|link| link.kind);
    let Some(link) = link.filter(|_| case.dossier.instrument.kind.is_some()) else { return };
    if (link.is_of_a_bond() && !is_bond(case)) || (link == ImpactLinkKind::MixedDividend && is_bond(case)) {
        gaps.add(
            "/instrument/impact_link/kind",
            "Cedola, donazione e rimborso sono di un'obbligazione, il dividendo misto è di azioni: scegliere un legame \
             di questo strumento."
                .into(),
            "Coupon, donation and redemption are a bond's, a mixed dividend is of shares: choose a link of this \
             instrument."
                .into(),
        );
    }
}

fn link_names_an_objective(case: &Case<'_>, gaps: &mut Gaps) {
    let Some(code) = case.dossier.instrument.impact_link.as_ref().and_then(|link| link.indicator.as_ref()) else {
        return;
    };
    if !case.is_objective(code) {
        gaps.add(
            "/instrument/impact_link/indicator",
            format!("Nessun obiettivo ha il codice `{code}` da cui dipendono le condizioni."),
            format!("No objective has the code `{code}` on which the terms depend."),
        );
    }
}

fn observation_is_neither_early_nor_late(case: &Case<'_>, gaps: &mut Gaps) {
    let instrument = &case.dossier.instrument;
    let Some(observed_on) = instrument.impact_link.as_ref().and_then(|link| link.observed_on) else { return };
    let pointer = "/instrument/impact_link/observed_on";
    let due_on = linked(case).and_then(|objective| objective.target.as_ref()).and_then(|target| target.due_on);
    if let Some(due_on) = due_on.filter(|&due_on| observed_on < due_on) {
        gaps.add(
            pointer,
            format!("Il risultato è guardato il {observed_on}, prima che il traguardo scada il {due_on}."),
            format!("The result is looked at on {observed_on}, before the target is due on {due_on}."),
        );
    }
    let Some(months) = &case.rules.measurability.observation_months else { return };
    if let Some(matures_on) = instrument.matures_on
        && months_after(observed_on, months.value) > matures_on
    {
        gaps.add_by(
            &months.cite(),
            pointer,
            format!("Il risultato è guardato a meno di {} mesi dal rimborso: l'effetto sarebbe nullo.", months.value),
            format!(
                "The result is looked at less than {} months before maturity: it would have no effect.",
                months.value
            ),
        );
    }
}

fn call_does_not_dodge_the_observation(case: &Case<'_>, gaps: &mut Gaps) {
    let instrument = &case.dossier.instrument;
    let observed_on = instrument.impact_link.as_ref().and_then(|link| link.observed_on);
    if let (Some(callable_from), Some(observed_on)) = (instrument.callable_from, observed_on)
        && callable_from <= observed_on
    {
        gaps.add(
            "/instrument/callable_from",
            format!("Il rimborso anticipato dal {callable_from} può evitare il giorno del risultato, {observed_on}."),
            format!("An early call from {callable_from} can dodge the day of the result, {observed_on}."),
        );
    }
}
