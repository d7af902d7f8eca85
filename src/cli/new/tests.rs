use super::*;
use crate::format::{Document, library};

/// What `borsa new mia-impresa` asks for.
fn wanted(like: Option<&str>, lang: Language) -> New {
    let (title, symbol, out) = (None, None, None);
    New { name: "mia-impresa".parse().expect("a code"), title, symbol, like: like.map(str::to_owned), lang, out }
}

fn written(new: &New) -> String {
    let world = scenario::load(None).expect("the shipped scenario is sound");
    let symbol = new.symbol().unwrap_or_else(|_| panic!("a symbol"));
    new.dossier("Mia Impresa", symbol, &asked(&world.rulebook, new.lang)).unwrap_or_else(|_| panic!("a sheet"))
}

fn read(text: &str) -> Dossier {
    Document::parse("dossier.toml", text.as_bytes()).and_then(|document| document.decode()).expect("a dossier")
}

#[test]
fn a_sheet_says_all_that_its_model_says_and_nothing_else() {
    for name in library::names("dossiers") {
        let mut model = read(&library::text("dossiers", &name).expect("shipped"));
        model.company.id = Some("mia-impresa".parse().expect("a code"));
        model.company.name = Some("Mia Impresa".to_owned());
        model.instrument.symbol = Some("MIA".parse().expect("a symbol"));
        model.instrument.name = Some("Mia Impresa".to_owned());
        for lang in [Language::It, Language::En] {
            assert_eq!(read(&written(&wanted(Some(&name), lang))), model, "{name}");
        }
    }
}

/// Takes the `#` away from every key that waits.
fn opened(sheet: &str) -> String {
    let line = |line: &str| match line.strip_prefix('#') {
        Some(key) if key.contains(" = ") && !key.starts_with(['#', ' ']) => format!("{key}\n"),
        _ => format!("{line}\n"),
    };
    sheet.lines().map(line).collect()
}

#[test]
fn every_example_is_a_value_that_fits() {
    let blank = written(&wanted(None, Language::En));
    let opened = opened(&blank);
    assert!(opened.lines().count() == blank.lines().count() && opened != blank);
    let filled = read(&opened);
    let link = filled.instrument.impact_link.expect("no key is left out");
    assert!(link.observed_on.is_some() && !filled.team.members.is_empty() && filled.objectives.len() == 1);
    let is_note = |line: &str| line.starts_with("## ") || line.starts_with("# ");
    let waiting: Vec<&str> = opened.lines().filter(|line| line.starts_with('#') && !is_note(line)).collect();
    assert!(waiting.is_empty(), "{waiting:?}");
}

#[test]
fn every_question_of_the_gate_stands_beside_a_key() {
    let world = scenario::load(None).expect("the shipped scenario is sound");
    for lang in [Language::It, Language::En] {
        let blank = written(&wanted(None, lang));
        for question in questions(Some(&world.rulebook)) {
            let line = format!("## {}: {}\n", question.code, question.asks.get(lang));
            assert!(blank.contains(&line), "{line}");
        }
    }
}

#[test]
fn names_and_symbols_are_made_of_the_short_name() {
    let named = |name: &str| New { name: name.parse().expect("a code"), ..wanted(None, Language::En) };
    let symbol = |name: &str| named(name).symbol().ok().map(|symbol| symbol.to_string());
    assert_eq!(symbol("mia-impresa").as_deref(), Some("MIA"));
    assert_eq!(symbol("2030-cooperativa").as_deref(), Some("COOPERAT"));
    assert_eq!(symbol("2030"), None);
    assert_eq!(words(&named("orti-del-po").name), "Orti Del Po");
}
