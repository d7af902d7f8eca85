//! The gate before the shipped rulebooks and dossiers.

use std::collections::BTreeSet;

use serde_json::Value;

use super::case::{Case, Evidence};
use super::*;
use crate::domain::{Helix, InstrumentKind};
use crate::format::{Document, library};

fn rulebook() -> Rulebook {
    read("rulebooks", "torino-2022")
}

pub(super) fn read<T: serde::de::DeserializeOwned + schemars::JsonSchema>(folder: &str, name: &str) -> T {
    let text = library::text(folder, name).expect("shipped");
    let document = Document::parse(name, text.as_bytes()).expect("TOML");
    document.decode().unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn shipped() -> Vec<(String, Dossier)> {
    library::names("dossiers").into_iter().map(|name| (name.clone(), read("dossiers", &name))).collect()
}

pub(super) fn pointers(assessment: &Assessment) -> Vec<(&str, &str)> {
    let binding = assessment.findings().filter(|finding| finding.severity > Severity::Note);
    binding.map(|finding| (finding.code.as_str(), finding.pointer.as_str())).collect()
}

#[test]
fn an_empty_dossier_is_refused_by_every_criterion() {
    let assessment = assess(&Dossier::default(), &rulebook());
    for criterion in Criterion::ALL {
        assert_eq!(assessment.criterion(criterion).outcome, CriterionOutcome::Fail, "{criterion:?}");
    }
    assert_eq!(assessment.outcome(), Outcome::Refused);
}

#[test]
fn every_shipped_dossier_has_the_outcome_that_its_story_says() {
    let conditional = [
        ("mano-tesa", vec![("E-19", "/accounts/1/audited"), ("M-16", "/objectives/1/verifier/independent")]),
        (
            "scuola-larga",
            vec![("E-23", "/governance/independent_members"), ("M-08", "/objectives/0/baseline/measured_on")],
        ),
    ];
    let refused = [
        ("campo-largo", Criterion::Eligibility),
        ("verde-insegna", Criterion::Intentionality),
        ("sorriso-digitale", Criterion::Measurability),
        ("nido-sereno", Criterion::Additionality),
    ];
    for (name, dossier) in shipped() {
        let assessment = assess(&dossier, &rulebook());
        let found = pointers(&assessment);
        if let Some((_, criterion)) = refused.iter().find(|(refused, _)| *refused == name) {
            for other in Criterion::ALL {
                let fails = assessment.criterion(other).outcome == CriterionOutcome::Fail;
                assert_eq!(fails, other == *criterion, "{name}: {other:?} {found:?}");
            }
        } else if let Some((_, findings)) = conditional.iter().find(|(conditional, _)| *conditional == name) {
            assert_eq!(assessment.outcome(), Outcome::Conditional, "{name}");
            assert_eq!(&found, findings, "{name}");
        } else {
            assert_eq!(found, [], "{name}");
        }
    }
}

#[test]
fn the_shipped_world_is_as_varied_as_the_exercise_needs() {
    let admitted: Vec<Dossier> = shipped()
        .into_iter()
        .map(|(_, dossier)| dossier)
        .filter(|dossier| assess(dossier, &rulebook()).outcome() != Outcome::Refused)
        .collect();
    assert!(admitted.len() >= 9);
    let helices: BTreeSet<Helix> = admitted.iter().filter_map(|dossier| dossier.company.helix).collect();
    assert_eq!(helices.len(), 5, "all five helices");
    let bonds = admitted.iter().filter(|dossier| dossier.instrument.kind == Some(InstrumentKind::Bond)).count();
    assert!(bonds >= 3, "{bonds}");
    let continuous = |dossier: &&Dossier| dossier.instrument.market.as_deref() == Some("euronext-growth-continuous");
    assert!(admitted.iter().filter(continuous).count() >= 2);
    for distinct in [
        admitted.iter().map(|dossier| format!("{:?}", dossier.instrument.symbol)).collect::<BTreeSet<_>>(),
        admitted.iter().map(|dossier| format!("{:?}", dossier.company.id)).collect(),
    ] {
        assert_eq!(distinct.len(), admitted.len(), "names are distinct");
    }
}

#[test]
fn no_shipped_company_bears_the_name_of_a_real_one() {
    let real =
        ["selios", "anteo", "reynaldi", "pmg", "aeg", "cooperjob", "slow food", "quadrifoglio", "codess", "pars"];
    for (file, dossier) in shipped() {
        let name = dossier.company.name.expect("a name").to_lowercase();
        let words: Vec<&str> = name.split_whitespace().collect();
        assert!(real.iter().all(|real| !name.starts_with(real) && !words.contains(real)), "{name}");
        assert_eq!(dossier.company.synthetic, Some(true), "{file}");
        assert_eq!(dossier.company.id.map(|id| id.to_string()), Some(file), "the file has the company's short name");
    }
}

#[test]
fn real_companies_are_cards_without_price_score_or_order() {
    let cards: ReferenceCards = read("parameters", "torino-pilots");
    assert_eq!(cards.cards.len(), 8);
    let tree = serde_json::to_value(&cards).expect("text keys");
    let mut keys = BTreeSet::new();
    collect_keys(&tree, &mut keys);
    let known = "cards code description en figures format it label name seat source sources title unit value year";
    assert_eq!(keys.into_iter().collect::<Vec<_>>().join(" "), known);
    let units: BTreeSet<&str> =
        cards.cards.iter().flat_map(|card| &card.figures).map(|figure| figure.unit.as_str()).collect();
    assert!(!units.contains("EUR a share") && !units.contains("score"), "{units:?}");
    for card in &cards.cards {
        assert!(card.figures.is_empty() || !card.sources.is_empty(), "{}: figures have a source", card.name);
        assert!(shipped().iter().all(|(file, _)| !file.contains(card.code.as_str())), "{}", card.name);
    }
}

fn collect_keys(tree: &Value, keys: &mut BTreeSet<String>) {
    match tree {
        Value::Object(entries) => {
            keys.extend(entries.keys().cloned());
            entries.values().for_each(|value| collect_keys(value, keys));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_keys(item, keys)),
        _ => {}
    }
}

/// Removes what a pointer points at.
fn strip(tree: &mut Value, pointer: &str) {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    match tree.pointer_mut(parent).expect("is there") {
        Value::Object(entries) => entries.shift_remove(key).map(|_| ()),
        Value::Array(items) => key.parse::<usize>().ok().map(|index| drop(items.remove(index))),
        _ => None,
    }
    .expect("is there");
}

/// The pointers in a dossier at which the gate asks for evidence.
fn asked(dossier: &Dossier, rulebook: &Rulebook) -> Vec<String> {
    let case = Case::new(dossier, rulebook);
    let tables: [&[Evidence]; 4] =
        [&evidence::ELIGIBILITY, &evidence::INTENTIONALITY, &evidence::MEASURABILITY, &evidence::ADDITIONALITY];
    let rows = tables.into_iter().flatten().filter(|row| (row.when.holds)(&case));
    rows.flat_map(|row| case.pointers(row.pointer)).collect()
}

#[test]
fn whatever_evidence_is_taken_away_is_missed_by_name() {
    let rulebook = rulebook();
    let mut tried = 0;
    for (name, dossier) in shipped() {
        if assess(&dossier, &rulebook).outcome() == Outcome::Refused {
            continue;
        }
        for pointer in asked(&dossier, &rulebook) {
            let mut tree = serde_json::to_value(&dossier).expect("text keys");
            strip(&mut tree, &pointer);
            let poorer: Dossier = serde_json::from_value(tree).expect("every key is optional");
            let assessment = assess(&poorer, &rulebook);
            assert_ne!(assessment.outcome(), Outcome::Admitted, "{name} without {pointer}");
            let found = pointers(&assessment);
            assert!(found.iter().any(|(_, found)| *found == pointer), "{name} without {pointer}: {found:?}");
            tried += 1;
        }
    }
    assert!(tried > 1000, "only {tried} pieces were taken away");
}

#[test]
fn a_rulebook_may_weigh_a_check_otherwise() {
    let mut rulebook = rulebook();
    rulebook.severities = [("M-16".to_owned(), Severity::Note), ("E-19".to_owned(), Severity::Blocking)].into();
    let assessment = assess(&read("dossiers", "mano-tesa"), &rulebook);
    assert_eq!(assessment.measurability.outcome, CriterionOutcome::Pass);
    assert_eq!(assessment.eligibility.outcome, CriterionOutcome::Fail);
}

#[test]
fn the_same_companies_fare_differently_under_other_rulebooks() {
    let cases = [
        ("no-gate", "nido-sereno", Outcome::Admitted, vec![]),
        ("no-gate", "campo-largo", Outcome::Refused, vec!["E-10", "E-11", "E-12"]), // the law binds any market
        ("india-fpe-2023", "cura-aperta", Outcome::Conditional, vec!["I-13"]),      // a report within 90 days
        ("india-fpe-2023", "luce-comune", Outcome::Refused, vec!["I-06", "I-13"]),  // 62% is less than 67%
        ("india-fpe-2023", "mano-tesa", Outcome::Refused, vec!["I-13", "M-16"]),    // the social audit is mandatory
        ("india-fpe-2023", "officina-balsamo", Outcome::Refused, vec!["E-41", "I-13"]), // no listed activity
        ("india-zczp-2023", "cura-aperta", Outcome::Refused, vec!["E-10", "I-13", "I-20"]), // gifts to non-profits only
        ("bolsa-social-es", "salute-prossima", Outcome::Admitted, vec![]),
        ("bolsa-social-es", "rinova-materia", Outcome::Refused, vec!["E-14"]), // EUR 5.2 million is above 5
        ("bolsa-social-es", "cura-aperta", Outcome::Refused, vec!["E-10"]),    // no bonds there
        ("ssx-uk-2013", "passo-lieve", Outcome::Admitted, vec![]),
        ("ssx-uk-2013", "luce-comune", Outcome::Refused, vec!["E-10"]), // no cooperative shares there
        ("ethex-matched-bargain", "luce-comune", Outcome::Admitted, vec![]),
        ("ethex-matched-bargain", "scuola-larga", Outcome::Conditional, vec!["E-23"]), // nobody independent on the board
        ("hartzell-set-price-fund", "valle-chiara", Outcome::Admitted, vec![]),
        ("iix-impact-board", "bosco-vivo", Outcome::Admitted, vec![]),
        ("svx-ca", "neuropasso", Outcome::Admitted, vec![]),
        ("svx-ca", "passo-lieve", Outcome::Refused, vec!["E-25"]), // above CAD 25 million of revenue
        ("bvsa-br", "neuropasso", Outcome::Refused, vec!["E-10", "E-14"]), // gifts, and up to BRL 100,000
        ("bvs-pt", "neuropasso", Outcome::Refused, vec!["E-10"]),
        ("sasix-za", "neuropasso", Outcome::Refused, vec!["E-10"]),
        ("jsse-jm", "passo-lieve", Outcome::Refused, vec!["E-10", "E-14", "I-20"]),
        ("lgx-lu", "chiave-giusta", Outcome::Admitted, vec![]),
        ("lgx-lu", "passo-lieve", Outcome::Refused, vec!["E-10"]),
        ("gix-us", "passo-lieve", Outcome::Admitted, vec![]),
    ];
    for (rulebook, dossier, outcome, codes) in cases {
        let assessment = assess(&read("dossiers", dossier), &read("rulebooks", rulebook));
        assert_eq!(assessment.outcome(), outcome, "{dossier} under {rulebook}");
        assert_eq!(pointers(&assessment).into_iter().map(|(code, _)| code).collect::<Vec<_>>(), codes);
    }
}

#[test]
fn codes_belong_to_their_criterion_and_every_finding_speaks_both_languages() {
    for dossier in shipped().into_iter().map(|(_, dossier)| dossier).chain([Dossier::default()]) {
        let assessment = assess(&dossier, &rulebook());
        for criterion in Criterion::ALL {
            for finding in &assessment.criterion(criterion).findings {
                let letter = criterion.title().en.chars().next();
                assert_eq!(finding.code.chars().next(), letter, "{}", finding.code);
                assert!(finding.message.it.len() > 15 && finding.message.en.len() > 15);
                assert_ne!(finding.message.it, finding.message.en);
                assert!(!finding.source.is_empty() && finding.pointer.starts_with('/'));
            }
        }
    }
}

#[test]
fn shipped_rulebooks_are_called_like_their_files_have_no_faults_and_know_every_legal_form() {
    let table: LegalForms = read("parameters", "legal-forms");
    for name in library::names("rulebooks") {
        let rulebook: Rulebook = read("rulebooks", &name);
        assert_eq!(rulebook.name.as_str(), name);
        assert_eq!(rulebook.legal_forms, table.legal_forms, "{name}");
        assert_eq!(rulebook.faults(), [], "{name}");
    }
}

#[test]
fn a_rate_is_told_in_percent_from_the_least_to_the_greatest() {
    let cases = [
        (0, "0%"),
        (7_000, "70%"),
        (250, "2.5%"),
        (-1, "-0.01%"),
        (-250, "-2.5%"),
        (i64::MIN, "-92233720368547758.08%"),
    ];
    for (scaled, told) in cases {
        assert_eq!(super::case::percent(crate::domain::Rate::basis_points(scaled)), told);
    }
}
