//! What a scenario that extends another may say, and where its mistakes are told.

use std::fs;
use std::path::Path;

use super::{FileKind, load, read, resolved};
use crate::engine::World;
use crate::format::Document;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn extending(text: &str) -> Result<World, Vec<String>> {
    let text = format!("extends = \"esercizio-torino\"\nformat = 1\nname = \"mine\"\n{text}");
    read("mine.toml", text.as_bytes(), Path::new(""))
        .map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

#[test]
fn only_what_is_said_differs_and_the_whole_stands_alone() {
    let base = load(Some("esercizio-torino")).expect("it ships");
    let mine = extending("seed = 7\n[live]\nspeed = 30\n[path]\noffer_days = 20\n").expect("extends");
    assert_eq!((mine.name.as_str(), mine.seed, mine.live.speed, mine.path.offer_days), ("mine", 7, 30, 20));
    assert_eq!(mine.live.from, base.live.from);
    assert_eq!((&mine.companies, &mine.acts, &mine.expect), (&base.companies, &base.acts, &base.expect));
    let alone = read("alone.toml", resolved(&mine).as_bytes(), Path::new("")).expect("complete in itself");
    assert_eq!(alone, mine);
}

#[test]
fn a_figure_inside_a_part_that_is_named_can_be_changed_by_its_keys() {
    let mine = extending("[rulebook.additionality.min_gap]\nvalue = \"0.9\"\n").expect("extends");
    let text = serde_json::to_string(&mine.rulebook).expect("text keys");
    assert!(text.contains("\"0.9\""), "{text}");
}

#[test]
fn who_is_removed_takes_along_what_names_them() {
    let base = load(Some("esercizio-torino")).expect("it ships");
    let group = base.investors[0].name.to_string();
    let mine = extending(&format!(
        "[remove]\ncompanies = [\"valle-chiara\", \"passo-lieve\"]\ninvestors = [\"{group}\"]\ncommittee = [\"civic-association\"]\n"
    ))
    .expect("extends");
    assert_eq!(mine.companies.len(), base.companies.len() - 2);
    assert!(mine.acts.len() < base.acts.len() && mine.expect.len() < base.expect.len());
    let left = serde_json::to_string(&(&mine.acts, &mine.expect, &mine.committee)).expect("text keys");
    for gone in ["valle-chiara", "passo-lieve", "civic-association", "\"PASSO\""] {
        assert!(!left.contains(gone), "{gone}");
    }
}

#[test]
fn what_is_added_comes_after_and_its_mistakes_are_told_where_they_stand() {
    let base = load(Some("esercizio-torino")).expect("it ships");
    let add = |act: &str| format!("[add]\nacts = [\n    {act},\n]\n");
    let act =
        "{ at = \"2026-02-02T09:00:00Z\", do = \"comment\", company = \"bosco-vivo\", author = \"a\", text = \"b\" }";
    let mine = extending(&add(act)).expect("extends");
    assert_eq!(mine.acts.len(), base.acts.len() + 1);
    let told = |text: &str| extending(text).expect_err("a mistake");
    let unknown = told(&add(&act.replace("bosco-vivo", "bosco-morto")));
    assert!(unknown[0].starts_with("mine.toml:6:") && unknown[0].contains("bosco-morto"), "{unknown:?}");
    let key = told(&add(&act.replace("author", "autor")));
    assert!(key.iter().any(|one| one.starts_with("mine.toml:6:") && one.contains("`author`")), "{key:?}");
    let wrong = told("[live]\nsped = 3\n");
    assert!(wrong[0].starts_with("mine.toml:5:1:") && wrong[0].contains("`speed`"), "{wrong:?}");
    let stranger = told("[remove]\ncompanies = [\"bosco-viva\"]\n");
    assert!(stranger[0].contains("the nearest is `bosco-vivo`"), "{stranger:?}");
    let lost = told("rulebook = \"torino-2023\"\n");
    assert!(lost[0].starts_with("mine.toml:4:1:") && lost[0].contains("torino-2023"), "{lost:?}");
    let unheard = told("[add]\ncompany = []\n");
    assert!(unheard[0].contains("`companies`"), "{unheard:?}");
}

#[test]
fn a_chain_of_files_is_followed_and_a_circle_refused() {
    let folder = folder();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write("a.toml", "extends = \"b.toml\"\nformat = 1\nname = \"a\"\nseed = 5\n");
    write(
        "b.toml",
        "extends = \"esercizio-torino\"\nformat = 1\nname = \"b\"\n[remove]\ncompanies = [\"campo-largo\"]\n",
    );
    let path = |name: &str| folder.path().join(name).display().to_string();
    let world = load(Some(&path("a.toml"))).expect("a chain");
    assert_eq!((world.name.as_str(), world.seed), ("a", 5));
    assert!(world.companies.iter().all(|one| one.company.id.as_ref().is_none_or(|id| id.as_str() != "campo-largo")));
    write("b.toml", "extends = \"a.toml\"\nformat = 1\nname = \"b\"\n");
    let told = load(Some(&path("a.toml"))).expect_err("a circle");
    assert!(told[0].message.contains("cannot extend itself"), "{told:?}");
    write("b.toml", "extends = \"b.toml\"\nformat = 1\nname = \"b\"\n");
    assert!(load(Some(&path("b.toml"))).is_err());
}

#[test]
fn it_needs_a_name_of_its_own_and_is_known_as_a_scenario() {
    let text = "extends = \"esercizio-torino\"\nformat = 1\n";
    let told = read("mine.toml", text.as_bytes(), Path::new("")).expect_err("no name");
    assert!(told[0].message.contains("`name`"), "{told:?}");
    let document = Document::parse("mine.toml", format!("{text}name = \"mine\"\n").as_bytes()).expect("TOML");
    let kind = FileKind::of_document(&document, None).expect("recognised");
    assert_eq!(kind.word, "scenario");
    assert!(kind.check(&document, Path::new("")).is_empty());
    let validator = jsonschema::validator_for(&kind.schema()).expect("a schema");
    let valid = |text: &str| validator.is_valid(&toml::from_str::<serde_json::Value>(text).expect("TOML"));
    assert!(valid("extends = \"x\"\nformat = 1\nname = \"mine\"\n[live]\nspeed = 1\n"));
    assert!(!valid("format = 1\nname = \"mine\"\n"), "alone it must be whole");
    assert!(!valid("extends = \"x\"\nformat = 1\nname = \"mine\"\nsed = 1\n"));
}

/// A crisis as a file writes it.
const CRISIS: &str = "name = \"crisis\"\nat = \"2027-01-18T06:30:00Z\"\ntitle = { it = \"Crisi\", en = \"Crisis\" }\nbasis = \"assumed\"\nsource = \"a test\"\n";

#[test]
fn events_are_added_and_left_out_by_name() {
    let effect = "effect = { kind = \"crisis\", return_points = \"0.05\", recovers_days = 60 }\n";
    let folder = folder();
    let path = folder.path().join("crisis.toml");
    let head = "extends = \"esercizio-torino\"\nformat = 1\nname = \"crisis\"\n";
    fs::write(&path, format!("{head}[[add.events]]\n{CRISIS}{effect}")).expect("written");
    let path = path.display().to_string();
    let with = load(Some(&path)).expect("it extends");
    assert_eq!(with.events.len(), 1);
    let alone = read("alone.toml", resolved(&with).as_bytes(), Path::new("")).expect("complete in itself");
    assert_eq!(alone, with);
    let again = |rest: &str| {
        let text = format!("extends = \"{path}\"\nformat = 1\nname = \"again\"\n{rest}");
        read("again.toml", text.as_bytes(), Path::new(""))
    };
    assert!(again("[remove]\nevents = [\"crisis\"]\n").expect("it extends").events.is_empty());
    let unknown = again("[remove]\nevents = [\"crises\"]\n").expect_err("no such event");
    assert!(
        unknown[0].to_string().starts_with("again.toml:5:") && unknown[0].message.contains("`crisis`"),
        "{unknown:?}"
    );
}

#[test]
fn a_mistake_in_an_event_is_told_at_its_place() {
    let told = |event: &str| extending(&format!("[[add.events]]\n{event}")).expect_err("a mistake");
    let line = |told: &[String], wanted: &str| {
        assert!(told.iter().any(|one| one.contains(wanted)), "{wanted}: {told:#?}");
        assert!(told.iter().all(|one| one.starts_with("mine.toml:")), "{told:#?}");
    };
    let with = |effect: &str| format!("{CRISIS}effect = {{ {effect} }}\n");
    line(&told(&with("kind = \"crisis\", return_points = \"0.05\", recovers_dais = 60")), "`recovers_dais`");
    line(&told(&with("kind = \"crysis\", return_points = \"0.05\", recovers_days = 60")), "crysis");
    line(&told(&with("kind = \"crisis\", return_points = \"6\", recovers_days = 60")), "0.06 are six points");
    line(
        &told(&with("kind = \"crisis\", return_points = \"0.05\", sellers = \"1.5\", recovers_days = 60")),
        "between 0 and 1",
    );
    line(&told(&with("kind = \"scandal\", company = \"passo-liece\"")), "did you mean `passo-lieve`");
    line(&told(&with("kind = \"late_report\", company = \"passo-lieve\", days = 0")), "at least one day");
    line(
        &told(&with("kind = \"late_report\", company = \"passo-lieve\", days = 3, obligation = \"anual-report\"")),
        "`annual-report`",
    );
    line(&told(&with("kind = \"donation_cut\", part = \"0.5\", groups = [\"fundation\"]")), "`foundation`");
    line(&told(&with("kind = \"specialist_withdraws\", instruments = [\"PASO\"]")), "`PASSO`");
    let crisis = "effect = { kind = \"crisis\", return_points = \"0.05\", recovers_days = 60 }\n";
    let undated = CRISIS.replace("at = \"2027-01-18T06:30:00Z\"\n", "");
    line(&told(&format!("{undated}{crisis}")), "say when it happens");
    let range = "drawn = { from = \"2027-03-01\", to = \"2027-02-01\" }\n";
    line(&told(&format!("{undated}{range}{crisis}")), "the last day comes before the first");
    line(&told(&format!("{CRISIS}{range}{crisis}")), "not both");
    line(&told(&format!("{CRISIS}{crisis}[[add.events]]\n{CRISIS}{crisis}")), "is there already");
    line(&told(&format!("{}{crisis}", CRISIS.replace("2027-01-18", "2025-01-18"))), "before `starts_at`");
}
