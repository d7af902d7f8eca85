//! Is a target made cheap, or a figure made large? The tricks that measured impact invites, looked for one by one.

use std::collections::BTreeSet;

use rust_decimal::RoundingStrategy;

use crate::admission::Severity::Blocking;
use crate::admission::case::{Case, Gaps, is_comparison};
use crate::domain::{Figure, Money, SCALE};
use crate::impact::{Direction, Indicator, IndicatorKind, Objective, contribution_index};

/// Words for a unit in which a figure lies between 0 and 100.
const PERCENT: [&str; 5] = ["percent", "per cent", "%", "percento", "percentuale"];

/// A text without regard to case and spaces around it; nothing where it is blank.
fn plain(text: Option<&String>) -> Option<String> {
    text.map(|text| text.trim().to_lowercase()).filter(|text| !text.is_empty())
}

/// The unit of an indicator with a catalogue code is one of what the metric counts.
pub(super) fn unit_fits_the_metric(case: &Case<'_>, gaps: &mut Gaps) {
    let Some(catalogue) = &case.rules.catalogue else { return };
    for (pointer, objective) in case.objectives() {
        let Some(indicator) = &objective.indicator else { continue };
        let Some(code) = indicator.code.as_deref().map(str::trim) else { continue };
        let counted: Vec<_> = catalogue.metric(code).map(|(_, quantity)| quantity).collect();
        if !counted.is_empty() && counted.iter().all(|quantity| !quantity.figures) {
            gaps.add(
                format!("{pointer}/indicator/code"),
                format!("{code} descrive qualcosa a parole e non ha cifre: scegliere un codice che conti."),
                format!("{code} describes something in words and has no figure: choose a code that counts."),
            );
            continue;
        }
        let Some(unit) = indicator.unit.as_deref() else { continue };
        let fits = counted.iter().any(|quantity| quantity.units.is_empty() || quantity.has_unit(unit));
        if let Some(quantity) = counted.first().filter(|_| !fits && catalogue.counted_in(unit).next().is_some()) {
            let title = &quantity.title;
            gaps.add(
                format!("{pointer}/indicator/unit"),
                format!("{code} conta {}, l'unità è \"{unit}\": correggere l'unità o il codice.", title.it),
                format!("{code} counts {}, the unit is \"{unit}\": correct the unit or the code.", title.en),
            );
        }
    }
}

/// The figures of an objective with the pointers of each.
fn figures(pointer: &str, objective: &Objective) -> Vec<(String, Figure)> {
    let baseline = objective.baseline.as_ref().and_then(|baseline| baseline.value);
    let target = objective.target.as_ref().and_then(|target| target.value);
    let measured = objective.measurements.iter().enumerate();
    let measured = measured.map(|(at, measured)| (format!("{pointer}/measurements/{at}/value"), measured.value));
    [(format!("{pointer}/baseline/value"), baseline), (format!("{pointer}/target/value"), target)]
        .into_iter()
        .chain(measured)
        .filter_map(|(pointer, value)| Some((pointer, value?)))
        .collect()
}

/// A percentage lies between 0 and 100, and there is no half person.
pub(super) fn figures_fit_the_unit(case: &Case<'_>, gaps: &mut Gaps) {
    for (pointer, objective) in case.objectives() {
        let Some(unit) = plain(objective.indicator.as_ref().and_then(|indicator| indicator.unit.as_ref())) else {
            continue;
        };
        let is_percent = PERCENT.contains(&unit.as_str());
        let is_whole = case.rules.catalogue.iter().flat_map(|catalogue| catalogue.counted_in(&unit));
        let is_whole = is_whole.into_iter().any(|quantity| quantity.whole);
        for (pointer, value) in figures(&pointer, objective) {
            if is_percent && (value < Figure::ZERO || value > Figure::whole(100)) {
                gaps.add(
                    pointer,
                    format!("{value} percento non è una parte di un tutto: per una crescita indicare un'altra unità."),
                    format!("{value} percent is no part of a whole: for a growth give another unit."),
                );
            } else if is_whole && value.scaled() % i64::from(SCALE) != 0 {
                gaps.add(
                    pointer,
                    format!("{value} {unit}: ciò che si conta intero non ha frazioni; per una media cambiare unità."),
                    format!("{value} {unit}: what is counted whole has no fraction; for an average change the unit."),
                );
            }
        }
    }
}

/// The same change is an objective once: not twice for the same people, nor as output and outcome at a time.
pub(super) fn changes_count_once(case: &Case<'_>, gaps: &mut Gaps) {
    let keys: Vec<_> = case.dossier.objectives.iter().map(measured).collect();
    for (at, key) in keys.iter().enumerate() {
        let same: Vec<usize> = (0..keys.len()).filter(|&other| key.is_some() && keys[other] == *key).collect();
        if same.last() != Some(&at) || same.len() < 2 {
            continue; // told once, at the last of those that measure the same
        }
        let each: Vec<&Objective> = same.iter().map(|&other| &case.dossier.objectives[other]).collect();
        let pointer = format!("/objectives/{at}/indicator");
        if each.iter().map(|objective| is_output(objective)).collect::<BTreeSet<_>>().len() > 1 {
            gaps.add(
                pointer,
                "Lo stesso indicatore è contato come prodotto e di nuovo come esito: tenerlo una volta sola.".into(),
                "The same indicator is counted as an output and again as an outcome: keep it once.".into(),
            );
        } else if each.iter().map(|objective| stakeholders(objective)).collect::<BTreeSet<_>>().len() < each.len() {
            gaps.add(
                pointer,
                "Due obiettivi misurano lo stesso cambiamento per gli stessi portatori d'interesse: unirli.".into(),
                "Two objectives measure the same change for the same stakeholders: make them one.".into(),
            );
        }
    }
}

/// By what an indicator is told from others: its code, or else its name, and its unit.
fn measured(objective: &Objective) -> Option<(String, Option<String>)> {
    let Indicator { code, name, unit, .. } = objective.indicator.as_ref()?;
    Some((plain(code.as_ref()).or_else(|| plain(name.as_ref()))?, plain(unit.as_ref())))
}

fn is_output(objective: &Objective) -> bool {
    objective.indicator.as_ref().and_then(|indicator| indicator.kind) == Some(IndicatorKind::Output)
}

fn stakeholders(objective: &Objective) -> BTreeSet<String> {
    objective.stakeholders.iter().filter_map(|name| plain(Some(name))).collect()
}

/// The last measurement has not reached the target already.
pub(super) fn target_is_not_reached_yet(case: &Case<'_>, gaps: &mut Gaps) {
    for (pointer, objective) in case.objectives() {
        let Some(target) = objective.target.as_ref().and_then(|target| target.value) else { continue };
        let told = objective.measurements.iter().filter_map(|measured| Some((measured.measured_on?, measured.value?)));
        let Some((day, value)) = told.max() else { continue };
        let direction = objective.indicator.as_ref().and_then(|indicator| indicator.direction).unwrap_or_default();
        let is_reached = match direction {
            Direction::Increase => value >= target,
            Direction::Decrease => value <= target,
        };
        if is_reached {
            gaps.add(
                format!("{pointer}/target/value"),
                format!("Il traguardo {target} era già raggiunto il {day} con {value}: fissarne uno più lontano."),
                format!("The target {target} was already reached on {day} with {value}: set one that is further away."),
            );
        }
    }
}

/// Who is told to be independent has no tie, and fills no other role.
pub(super) fn verifier_has_no_ties(case: &Case<'_>, gaps: &mut Gaps) {
    let dossier = case.dossier;
    let team = dossier.team.members.iter().filter_map(|member| plain(member.organization.as_ref()));
    let holder = dossier.float.largest_holder.as_ref().and_then(|holder| plain(holder.name.as_ref()));
    let insiders: BTreeSet<String> = team.chain(holder).chain(plain(dossier.company.name.as_ref())).collect();
    for (pointer, objective) in case.objectives() {
        let Some(verifier) = &objective.verifier else { continue };
        if verifier.independent == Some(false) {
            continue; // that it is not independent is another check's finding
        }
        if !verifier.ties.is_empty() {
            gaps.add(
                format!("{pointer}/verifier/ties"),
                "Il verificatore è detto indipendente ma ha altri legami con la società: sceglierne un altro.".into(),
                "The verifier is said to be independent but has other ties to the company: choose another.".into(),
            );
        } else if plain(verifier.name.as_ref()).is_some_and(|name| insiders.contains(&name)) {
            gaps.add(
                format!("{pointer}/verifier/name"),
                "Il verificatore è la società, un suo consulente o un suo socio: sceglierne un altro.".into(),
                "The verifier is the company, an adviser of its or a holder of it: choose another.".into(),
            );
        }
    }
}

/// A social return is stated with all that it is computed from, as a range, and can be computed, for an offer of any
/// size.
pub(super) fn social_return_is_a_range(case: &Case<'_>, gaps: &mut Gaps) {
    for (pointer, objective) in case.objectives() {
        let Some(valuation) = &objective.valuation else { continue };
        let pointer = format!("{pointer}/valuation");
        for key in valuation.missing() {
            gaps.add(
                format!("{pointer}/{key}"),
                format!("Al ritorno sociale manca `{key}`: senza, è un numero che nessuno può rifare."),
                format!("The social return lacks `{key}`: without it, it is a number that nobody can compute again."),
            );
        }
        match valuation.appraise(Some(Money::euro(1))) {
            Err(error) => gaps.add(
                pointer,
                format!("Il ritorno sociale non si può calcolare: {error}."),
                format!("The social return cannot be computed: {error}."),
            ),
            Ok(_) if valuation.is_one_number() => gaps.add(
                pointer,
                "Il ritorno sociale è un numero solo: dire di ogni detrazione il minimo e il massimo.".into(),
                "The social return is one number: say of each deduction the least and the most.".into(),
            ),
            Ok(_) => {}
        }
    }
}

/// What investors are told lies within the range, and above one only where the whole range does.
pub(super) fn claim_is_within_the_range(case: &Case<'_>, gaps: &mut Gaps) {
    for (pointer, objective) in case.objectives() {
        let Some(valuation) = &objective.valuation else { continue };
        let Some(claimed) = valuation.claimed_ratio else { continue };
        let Ok(Some(found)) = valuation.appraise(None) else { continue };
        let (low, high, one) = (found.ratio.low, found.ratio.high, Figure::whole(1));
        let pointer = format!("{pointer}/valuation/claimed_ratio");
        if claimed > high {
            gaps.add(
                pointer,
                format!("Agli investitori si dice {claimed}, ma il calcolo dà fra {low} e {high}: correggere."),
                format!("Investors are told {claimed}, but the figures give between {low} and {high}: correct it."),
            );
            gaps.weighing(Blocking);
        } else if claimed > one && low < one {
            gaps.add(
                pointer,
                format!("Si dice {claimed}, più di quanto si mette, ma può essere anche {low}: dire l'intervallo."),
                format!("{claimed} is told, more than is put in, but it may be {low} too: tell the range."),
            );
        }
    }
}

/// Tells what the formulas give, so that nobody need take the company's word.
pub(super) fn social_return_is_told(case: &Case<'_>, gaps: &mut Gaps) {
    for (pointer, objective) in case.objectives() {
        let valuation = objective.valuation.as_ref();
        let found = valuation.map(|valuation| valuation.appraise(case.dossier.instrument.offer_value()));
        let Some(Ok(Some(found))) = found else { continue };
        let (ratio, value, outcomes) = (found.ratio, found.present_value, found.adjusted_outcomes);
        let cost = found.cost_per_outcome.map_or_else(
            || (String::new(), String::new()),
            |cost| {
                let gross = found.gross_cost_per_outcome;
                (
                    format!("; un esito costa fra {} e {} EUR (lordo {gross})", cost.low, cost.high),
                    format!("; an outcome costs between EUR {} and {} (gross {gross})", cost.low, cost.high),
                )
            },
        );
        let multiple = found.impact_multiple.map_or_else(
            || (String::new(), String::new()),
            |multiple| {
                (
                    format!("; multiplo d'impatto fra {} e {}", multiple.low, multiple.high),
                    format!("; impact multiple between {} and {}", multiple.low, multiple.high),
                )
            },
        );
        gaps.add(
            format!("{pointer}/valuation"),
            format!(
                "Ritorno sociale fra {} e {} per euro, al centro {}; valore attuale fra {} e {} EUR; esiti propri fra {} e {}{}{}.",
                ratio.low, ratio.high, ratio.central, value.low, value.high, outcomes.low, outcomes.high, cost.0, multiple.0
            ),
            format!(
                "Social return between {} and {} a euro, {} in the middle; present value between EUR {} and {}; own \
                 outcomes between {} and {}{}{}.",
                ratio.low, ratio.high, ratio.central, value.low, value.high, outcomes.low, outcomes.high, cost.1, multiple.1
            ),
        );
    }
}

/// No purpose of the money is there twice, so that no part of it serves two objectives.
pub(super) fn purposes_count_once(case: &Case<'_>, gaps: &mut Gaps) {
    let purposes = &case.dossier.use_of_proceeds.purposes;
    for (at, purpose) in purposes.iter().enumerate() {
        let Some(words) = plain(purpose.description.as_ref()) else { continue };
        let is_same = |other: Option<&String>| plain(other).as_ref() == Some(&words);
        if purposes[..at].iter().any(|earlier| is_same(earlier.description.as_ref())) {
            gaps.add(
                format!("/use_of_proceeds/purposes/{at}/description"),
                "Lo stesso uso è indicato due volte: unirlo, o dire che cosa lo distingue.".into(),
                "The same purpose is there twice: make it one, or say what tells them apart.".into(),
            );
        }
    }
}

/// Tells which part of the target is the offer's own doing, where a comparison is argued.
pub(super) fn contribution_is_told(case: &Case<'_>, gaps: &mut Gaps) {
    let compared = &case.dossier.counterfactual;
    let (Some(code), true) = (&compared.objective, is_comparison(case)) else { return };
    let Some(objective) = case.dossier.objectives.iter().find(|objective| objective.code.as_ref() == Some(code)) else {
        return;
    };
    let Some(target) = objective.target.as_ref().and_then(|target| target.value) else { return };
    let direction = objective.indicator.as_ref().and_then(|indicator| indicator.direction).unwrap_or_default();
    let Ok(index) = contribution_index(target.into(), compared.value.map(Into::into), direction) else { return };
    let index = index.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero).normalize();
    gaps.add(
        "/counterfactual/value",
        format!("Indice di contributo {index}: la parte del traguardo {target} che senza l'offerta non ci sarebbe."),
        format!(
            "Contribution index {index}: the part of the target {target} that would not be there without the offer."
        ),
    );
}
