//! The rules of the house as tests: who may look into whom, what must not be left behind.
//!
//! The checkers are pure functions over a path and a text, so that a fault can be planted in a copy and expected.

mod tidy {
    use std::fmt;

    pub(crate) mod formats;
    pub(crate) mod glossary;
    pub(crate) mod house;
    pub(crate) mod leftovers;
    pub(crate) mod links;
    pub(crate) mod measure;
    pub(crate) mod modules;
    pub(crate) mod planted;
    pub(crate) mod reference;
    pub(crate) mod rooms;
    pub(crate) mod token;
    pub(crate) mod tree;

    /// A broken rule, with its place.
    #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
    pub(crate) struct Fault {
        path: String,
        line: usize,
        sentence: String,
    }

    impl Fault {
        /// A broken rule in a line, from 1.
        pub(crate) fn new(path: &str, line: usize, sentence: impl Into<String>) -> Self {
            Self { path: path.to_owned(), line, sentence: sentence.into() }
        }
    }

    impl fmt::Display for Fault {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{}:{}: {}", self.path, self.line, self.sentence)
        }
    }
}

use tidy::measure::Length;
use tidy::{Fault, formats, glossary, house, leftovers, links, measure, modules, rooms, tree};

/// Fails with every fault, one a line.
fn expect_none(faults: &[Fault]) {
    let list: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(list.is_empty(), "{} faults:\n{}", list.len(), list.join("\n"));
}

#[test]
fn rooms_look_only_where_they_may() {
    let sources = tree::rust();
    let for_tests = modules::tree(&sources).for_tests;
    let product = sources.iter().filter(|(path, _)| path.starts_with("src/") && !for_tests.contains(*path));
    expect_none(&product.flat_map(|(path, text)| rooms::faults(path, text)).collect::<Vec<_>>());
}

#[test]
fn every_folder_of_the_house_is_a_room() {
    let sources = tree::rust();
    let below = sources.keys().filter_map(|path| path.strip_prefix("src/")?.split_once('/'));
    let strange = below.filter(|(folder, _)| house::room(folder).is_none());
    let list: Vec<_> = strange.map(|(folder, file)| format!("src/{folder}/{file}")).collect();
    assert!(list.is_empty(), "in no room of the table: {list:?}");
    for room in house::ROOMS {
        assert!(sources.contains_key(&format!("src/{}/mod.rs", room.name)), "the room {} is not built", room.name);
    }
}

#[test]
fn the_architecture_draws_the_table_that_is_tested() {
    let texts = tree::texts();
    let text = texts.get("docs/ARCHITECTURE.md").expect("the architecture is part of the house");
    let quoted = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    for room in house::ROOMS {
        let uses = if room.may_use.is_empty() { "nothing".to_owned() } else { quoted(room.may_use) };
        let named = room.may_name.iter().map(|(other, data)| format!("`{other}`: {}", quoted(data)));
        let row = format!("| `{}` | {uses} | {} |", room.name, named.collect::<Vec<_>>().join("; "));
        assert!(text.lines().any(|line| line == row), "docs/ARCHITECTURE.md lacks the row {row}");
        assert!(text.contains(&format!("\n**`{}`**", room.name)), "docs/ARCHITECTURE.md is silent on {}", room.name);
    }
}

#[test]
fn every_file_is_named_by_a_mod() {
    let sources = tree::rust();
    let named = modules::tree(&sources).named;
    let lost: Vec<_> = sources.keys().filter(|path| !named.contains(*path)).collect();
    assert!(lost.is_empty(), "no `mod` names {lost:?}");
}

#[test]
fn nothing_is_left_behind() {
    let sources = tree::rust();
    let for_tests = modules::tree(&sources).for_tests;
    let code = sources.iter().flat_map(|(path, text)| {
        // A file that only tests compile is held to the rules of tests.
        let path = if for_tests.contains(path) { path.trim_start_matches("src/") } else { path };
        leftovers::in_source(path, text)
    });
    let texts = tree::texts();
    let words = texts.iter().flat_map(|(path, text)| leftovers::in_text(path, text));
    expect_none(&code.chain(words).collect::<Vec<_>>());
}

#[test]
fn the_glossary_speaks_the_words_of_the_code() {
    let sources = tree::rust();
    let code = sources.iter().filter(|(path, _)| path.starts_with("src/")).map(|(_, text)| text.as_str());
    let path = "docs/glossary.md";
    let texts = tree::texts();
    let text = texts.get(path).expect("the glossary is part of the house");
    expect_none(&glossary::strangers(path, text, &glossary::words(code)));
}

#[test]
fn the_formats_document_lists_every_event_and_every_command() {
    let texts = tree::texts();
    let document = texts.get("docs/FORMATS.md").expect("the formats are part of the house");
    for (path, name) in [("src/engine/event.rs", "Fact"), ("src/engine/command.rs", "Command")] {
        let rows = formats::rows(texts.get(path).expect("a source of the engine"), name);
        assert!(!rows.is_empty(), "{path} has no enum {name}");
        let missing: Vec<_> = rows.into_iter().filter(|row| !document.contains(&format!("\n{row}"))).collect();
        assert!(missing.is_empty(), "docs/FORMATS.md lacks, of {name} in {path}:\n{}", missing.join("\n"));
    }
}

#[test]
fn the_grammar_of_scenarios_lists_every_key_act_and_expectation() {
    let texts = tree::texts();
    let document = texts.get("docs/SCENARIOS.md").expect("the grammar is part of the house");
    let source = |path: &str| texts.get(path).expect("a source of the house");
    let world = source("src/engine/world.rs");
    let (file, extends) = (source("src/scenario/file.rs"), source("src/scenario/extends.rs"));
    let lists = [
        formats::rows(world, "Act"),
        formats::rows(world, "Expectation"),
        formats::rows(source("src/engine/occurrence.rs"), "Effect"),
        formats::keys(file, "ScenarioFile"),
        formats::keys(extends, "Extension"),
    ];
    for rows in lists {
        assert!(rows.len() > 2, "a list that the grammar tells is gone from the code");
        let missing: Vec<_> = rows.into_iter().filter(|row| !document.contains(&format!("\n{row}"))).collect();
        assert!(missing.is_empty(), "docs/SCENARIOS.md lacks:\n{}", missing.join("\n"));
    }
}

#[test]
fn the_api_document_lists_every_address() {
    let texts = tree::texts();
    let document = texts.get("docs/API.md").expect("the interface is part of the house");
    let routes = formats::routes(texts.get("src/server/calls.rs").expect("the calls of the server"));
    assert!(!routes.is_empty(), "the server has no addresses");
    let listed = |route: &String| document.contains(&format!(" {route}`"));
    let missing: Vec<_> = routes.iter().filter(|route| !listed(route)).collect();
    assert!(missing.is_empty(), "docs/API.md lacks {missing:?}");
}

#[test]
fn the_documents_point_at_files_that_are_there() {
    let texts = tree::texts();
    let files = texts.keys().cloned().collect();
    let documents = texts.iter().filter(|(path, _)| path.ends_with(".md"));
    expect_none(&documents.flat_map(|(path, text)| links::broken(path, text, &files)).collect::<Vec<_>>());
    let index = texts.get("docs/adr/README.md").expect("the decisions have an index");
    let records = files.iter().filter_map(|path| path.strip_prefix("docs/adr/0"));
    let unlisted: Vec<_> = records.filter(|name| !index.contains(&format!("(0{name})"))).collect();
    assert!(unlisted.is_empty(), "not in docs/adr/README.md: {unlisted:?}");
}

#[test]
#[expect(clippy::print_stdout, reason = "the list is for a reader: `cargo test --test tidy -- --nocapture`")]
fn the_longest_files_and_functions() {
    let sources = tree::rust();
    let files = sources.iter().map(|(path, text)| Length { lines: text.lines().count(), name: path.clone() });
    let functions = sources.iter().flat_map(|(path, text)| measure::functions(path, text));
    for (what, list) in
        [("files", measure::longest(files.collect())), ("functions", measure::longest(functions.collect()))]
    {
        assert!(!list.is_empty(), "a house without {what}");
        println!("longest {what}:");
        for length in list {
            println!("{:6} {}", length.lines, length.name);
        }
    }
}
