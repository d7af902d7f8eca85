//! Does an indicator with a code of the public catalogue say what the catalogue says?

use crate::admission::Rulebook;
use crate::admission::Severity::{Condition, Note};
use crate::admission::case::{Case, Gaps};
use crate::impact::Catalogue;

/// The code exists, and the indicator bears its name.
pub(super) fn metric_is_known(case: &Case<'_>, gaps: &mut Gaps) {
    for (pointer, objective) in case.objectives() {
        let Some(indicator) = &objective.indicator else { continue };
        let Some(code) = indicator.code.as_deref().map(str::trim).filter(|code| !code.is_empty()) else { continue };
        let names = names_of(case.rules, code);
        if names.is_empty() {
            code_is_unknown(case.rules, code, &pointer, gaps);
            continue;
        }
        let is_called = |given: &str| names.iter().any(|name| name.to_lowercase() == given.trim().to_lowercase());
        if let Some(given) = indicator.name.as_deref().filter(|given| !is_called(given)) {
            name_is_of_another(case.rules.catalogue.as_ref(), code, &names, given, &pointer, gaps);
        } else if case.rules.catalogue.as_ref().is_some_and(|known| known.discontinued.iter().any(|old| old == code)) {
            gaps.add(
                format!("{pointer}/indicator/code"),
                format!("Il catalogo elenca ancora {code} ma non lo usa più: sceglierne uno in uso."),
                format!("The catalogue still lists {code} but has discontinued it: choose one in use."),
            );
            gaps.weighing(Note);
        }
    }
}

/// The names that a code has in the catalogue and in the rulebook's own list.
fn names_of<'a>(rules: &'a Rulebook, code: &'a str) -> Vec<&'a str> {
    let own = rules.metrics.iter().filter(|row| row.code == code).filter_map(|row| row.name.as_deref());
    let public = rules.catalogue.iter().flat_map(|catalogue| catalogue.metric(code).map(|(name, _)| name));
    public.chain(own).collect()
}

fn code_is_unknown(rules: &Rulebook, code: &str, pointer: &str, gaps: &mut Gaps) {
    let pointer = format!("{pointer}/indicator/code");
    let advice = (
        "usarne un altro o togliere il codice e dare una definizione propria.",
        "use another, or drop the code and give a definition of your own.",
    );
    if let Some(known) = rules.catalogue.as_ref().and_then(|catalogue| catalogue.absent.get(code)) {
        gaps.add(
            pointer,
            format!("Il codice {code} non esiste nel catalogo ({}): {}", known.it, advice.0),
            format!("The code {code} does not exist in the catalogue ({}): {}", known.en, advice.1),
        );
    } else if rules.catalogue.is_some() || rules.metrics.iter().any(|row| row.code == code) {
        gaps.add(
            pointer,
            format!("Il codice {code} non esiste nel catalogo: {}", advice.0),
            format!("The code {code} does not exist in the catalogue: {}", advice.1),
        );
    } else if !rules.metrics.is_empty() {
        gaps.add(
            pointer,
            format!("Il codice {code} non è nella lista del regolamento: controllarlo nel catalogo citato."),
            format!("The code {code} is not in the rulebook's list: check it in the catalogue cited."),
        );
        gaps.weighing(Note);
    }
}

fn name_is_of_another(
    catalogue: Option<&Catalogue>,
    code: &str,
    names: &[&str],
    given: &str,
    pointer: &str,
    gaps: &mut Gaps,
) {
    let name = names.join("\" / \"");
    let pointer = format!("{pointer}/indicator/name");
    match catalogue.and_then(|catalogue| catalogue.code_of(given)) {
        Some(other) => gaps.add(
            pointer,
            format!(
                "Nel catalogo {code} si chiama \"{name}\", mentre \"{given}\" è {other}: correggere l'uno o l'altro."
            ),
            format!(
                "In the catalogue {code} is called \"{name}\", and \"{given}\" is {other}: correct one or the other."
            ),
        ),
        None => gaps.add(
            pointer,
            format!("Nel catalogo {code} si chiama \"{name}\": correggere il nome o togliere il codice."),
            format!("In the catalogue {code} is called \"{name}\": correct the name or drop the code."),
        ),
    }
    gaps.weighing(Condition);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use crate::admission::tests::read;
    use crate::admission::{Dossier, Finding, Rulebook, Severity, assess};
    use crate::impact::Catalogue;

    fn found(rulebook: &Rulebook, code: &str, name: &str) -> Vec<Finding> {
        let mut dossier: Dossier = read("dossiers", "rinova-materia");
        let indicator = json!({ "code": code, "name": name, "unit": "t", "kind": "outcome", "definition": "as told" });
        dossier.objectives[0].indicator = Some(serde_json::from_value(indicator).expect("fits"));
        let assessment = assess(&dossier, rulebook);
        assessment.measurability.findings.into_iter().filter(|finding| finding.code == "M-05").collect()
    }

    #[test]
    fn a_code_is_known_absent_or_unknown_and_its_name_is_its_own() {
        let rulebook: Rulebook = read("rulebooks", "torino-2022");
        let cases = [
            ("OI2535", "Waste Disposed: Recycled/Reused", None),
            ("OI2535", " waste disposed: recycled/reused ", None), // spelling is not substance
            ("PI6652", "Client Individuals: Rural", None),
            ("PI6652", "Units/Volume Purchased from Supplier Organizations: Certified", None), // two names in the list
            ("OD0660", "Jobs Type", None),
            ("OI8839", "Energy Generated", Some((Severity::Blocking, "PI5842"))),
            ("OI9999", "Happiness", Some((Severity::Blocking, "does not exist"))),
            ("oi2535", "Waste Disposed: Recycled/Reused", Some((Severity::Blocking, "does not exist"))),
            ("PI4060", "Jobs Created", Some((Severity::Condition, "Client Individuals: Total"))),
            ("OI3160", "Client Retention Rate", Some((Severity::Condition, "PI9319"))),
            ("PD2587", "Client Locations", Some((Severity::Note, "discontinued"))),
        ];
        for (code, name, expected) in cases {
            let findings = found(&rulebook, code, name);
            match expected {
                None => assert_eq!(findings, [], "{code} {name}"),
                Some((severity, word)) => {
                    assert_eq!(findings.len(), 1, "{code} {name}: {findings:?}");
                    assert_eq!(findings[0].severity, severity, "{code} {name}");
                    assert!(findings[0].message.en.contains(word), "{code} {name}: {}", findings[0].message.en);
                }
            }
        }
    }

    #[test]
    fn a_rulebook_without_a_catalogue_asks_for_no_code_and_one_with_a_list_asks_only_for_a_look() {
        let mut rulebook: Rulebook = read("rulebooks", "torino-2022");
        rulebook.catalogue = None;
        assert_eq!(found(&rulebook, "OI9999", "Happiness"), []);
        let row = json!({ "code": "OI2535", "name": "Waste Disposed: Recycled/Reused" });
        rulebook.metrics = vec![serde_json::from_value(row).expect("fits")];
        let findings = found(&rulebook, "OI9999", "Happiness");
        assert_eq!(findings.iter().map(|finding| finding.severity).collect::<Vec<_>>(), [Severity::Note]);
    }

    #[test]
    fn the_shipped_catalogue_has_every_code_of_the_list() {
        let catalogue: Catalogue = read("parameters", "iris-5.3");
        let codes: BTreeSet<&String> =
            catalogue.quantities.values().flat_map(|quantity| quantity.metrics.keys()).collect();
        assert_eq!(codes.len(), 735);
        let count = |letters: &str| codes.iter().filter(|code| code.starts_with(letters)).count();
        assert_eq!(["PI", "OI", "PD", "FP", "OD", "II", "ID"].map(count), [319, 232, 74, 69, 27, 9, 5]);
        assert!(codes.iter().all(|code| code.len() == 6 && code[2..].bytes().all(|byte| byte.is_ascii_digit())));
        let named = catalogue.quantities.values().map(|quantity| quantity.metrics.len()).sum::<usize>();
        assert_eq!(named, 736, "PI6652 has two names");
        assert_eq!(catalogue.address("PI4060"), "https://iris.thegiin.org/metric/5.3/PI4060/");
    }
}
