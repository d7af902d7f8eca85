//! The checkers checked: a fault is planted in a copy of a source and must be found, with its line.

use super::formats::{routes, rows};
use super::house::ROOMS;
use super::leftovers::{in_source, in_text};
use super::links::broken;
use super::measure::functions;
use super::modules::tree;
use super::rooms::faults;

/// The sentences about a text, each with its line.
fn told(path: &str, text: &str) -> Vec<String> {
    faults(path, text).iter().map(|fault| fault.to_string().replacen(path, "", 1)).collect()
}

/// A real source of the house, so that planting happens in code as it is.
fn domain_source() -> &'static str {
    include_str!("../../src/domain/order.rs")
}

#[test]
fn a_forbidden_import_planted_in_a_real_source_is_found_at_its_line() {
    let sound = domain_source();
    assert_eq!(told("src/domain/order.rs", sound), Vec::<String>::new());
    let planted = sound.replacen("\npub enum Side", "\nuse crate::market::Market;\npub enum Side", 1);
    let line = 1 + planted.lines().position(|line| line.contains("Market;")).expect("it was planted");
    assert_eq!(told("src/domain/order.rs", &planted), [format!(":{line}: room domain must not look into market")]);
}

#[test]
fn every_pair_of_rooms_is_judged_by_the_table() {
    for own in ROOMS {
        for other in ROOMS {
            let path = format!("src/{}/planted.rs", own.name);
            let text = format!("fn f() {{ crate::{}::g(); }}", other.name);
            let allowed = own.name == other.name || own.may_use.contains(&other.name);
            let in_part = own.may_name.iter().any(|(room, _)| *room == other.name);
            let name = if in_part { format!("{}::g", other.name) } else { other.name.to_owned() };
            let wanted = format!(":1: room {} must not look into {name}", own.name);
            let wanted = if allowed { vec![] } else { vec![wanted] };
            assert_eq!(told(&path, &text), wanted, "{} into {}", own.name, other.name);
        }
    }
}

#[test]
fn every_way_of_naming_a_room_is_seen() {
    let forbidden = [
        "use crate::engine::Exchange;",
        "use crate::{domain::Price, engine::{self, Event}};",
        "use super::super::engine::Event;",
        "use super::super::{domain, engine};",
        "use borsa_sociale::engine;",
        "fn f() -> crate::engine::Event { loop {} }",
        "macro_rules! m { () => { $crate::engine::f() } }",
        "mod inner { use super::super::super::engine; }",
        "fn f<'a>(c: char) -> bool { c == '\"' || crate::engine::f('\\'', r#\"\"\"#) }",
        "fn f(t: T) { t.f::<crate::engine::Event>(); }",
    ];
    for text in forbidden {
        assert_eq!(told("src/market/book.rs", text), [":1: room market must not look into engine"], "{text}");
    }
    for text in ["use crate::*;", "use crate as house;", "use crate::{self as house};", "use super::super::*;"] {
        assert_eq!(told("src/market/book.rs", text), [":1: room market must not look into the whole house"], "{text}");
    }
}

#[test]
fn what_only_names_a_room_is_no_look_into_it() {
    let harmless = [
        "// crate::engine::Event",
        "/* crate::engine /* nested */ crate::engine */ fn f() {}",
        "/// [`Event`](crate::engine::Event)\nfn f() {}",
        "const A: &str = \"crate::engine\"; const B: &str = r#\"crate::engine \"quoted\" \"#;",
        "pub(crate) fn f() { self::engine(); super::other::engine(); }",
        "mod inner { use super::super::order; }",
        "#[cfg(test)] mod tests { use crate::engine::Event; use std::time::Instant; fn f() -> f64 { 1.5 } }",
        "#[cfg(test)]\n#[expect(dead_code, reason = \"a test\")]\nuse crate::engine::Event;",
    ];
    for text in harmless {
        assert_eq!(told("src/market/book.rs", text), Vec::<String>::new(), "{text}");
    }
    let after = "#[cfg(test)] mod tests { fn f() {} }\nuse crate::engine::Event;";
    assert_eq!(told("src/market/book.rs", after), [":2: room market must not look into engine"]);
    let other = "#[cfg(not(test))] use crate::engine::Event;";
    assert_eq!(told("src/market/book.rs", other).len(), 1);
}

#[test]
fn closed_names_stay_closed_in_an_open_room() {
    assert_eq!(told("src/projection/book.rs", "use crate::engine::{Event, Seq};"), Vec::<String>::new());
    let looks = told("src/projection/book.rs", "use crate::engine::{Event, Exchange};");
    assert_eq!(looks, [":1: room projection must not look into engine::Exchange"]);
}

#[test]
fn data_that_passes_through_may_be_named_and_nothing_else_of_its_room() {
    let path = "src/projection/exercise.rs";
    assert_eq!(told(path, "use crate::admission::{Assessment, Outcome};"), Vec::<String>::new());
    let looks = told(path, "use crate::admission::{Outcome, Register};");
    assert_eq!(looks, [":1: room projection must not look into admission::Register"]);
    assert_eq!(told(path, "use crate::admission::*;"), [":1: room projection must not look into admission::*"]);
}

#[test]
fn what_a_room_must_never_use_is_found() {
    let cases = [
        ("use std::{fmt, time::Instant};", "std::time: time comes in as data"),
        ("fn f() { std::fs::read(path); }", "std::fs: the disk is for outer rooms"),
        ("use std::io::Write;", "std::io: the core does no input or output"),
        ("use std::net::TcpStream;", "std::net: sockets belong to the server"),
        ("use std::thread;", "std::thread: one thread owns the engine"),
        ("use rand_chacha::ChaCha20Rng;", "rand_chacha: chance comes in as data"),
        ("async fn f() {}", "async: only the server waits"),
        ("fn f(x: f64) {}", "f64: numbers here are exact"),
        ("const HALF: Half = Half(0.5);", "0.5: numbers here are exact"),
        ("use std::collections::HashMap;", "HashMap: iteration must have one order"),
    ];
    for (text, wanted) in cases {
        assert_eq!(told("src/engine/apply.rs", text), [format!(":1: room engine must not use {wanted}")], "{text}");
    }
    let exact = "fn f(pair: ((u8, u8), u8)) -> u8 { pair.0.1 + 1_000usize + 0x1e5 + (0..9).len() }";
    assert_eq!(told("src/engine/apply.rs", exact), Vec::<String>::new());
}

#[test]
fn the_doors_of_the_house_only_open() {
    assert_eq!(told("src/main.rs", "fn main() { borsa_sociale::cli::main() }"), Vec::<String>::new());
    assert_eq!(told("src/main.rs", "use borsa_sociale::engine;"), [":1: src/main.rs must not look into engine"]);
    assert_eq!(told("src/lib.rs", "pub mod engine;\npub use crate::engine::Event;").len(), 1);
}

#[test]
fn leftovers_are_found() {
    let macros = ["todo", "unimplemented", "dbg"].map(|name| format!("fn f() {{ {name}!() }}"));
    let attributes = ["ignore", "allow(unused)"].map(|name| format!("#[{name}] fn f() {{}}"));
    let whole_file = format!("#![{}]", "allow(unused)");
    for text in macros.iter().chain(&attributes).chain([&whole_file]) {
        assert_eq!(in_source("src/x.rs", text).len(), 1, "{text}");
        assert_eq!(in_source("tests/x.rs", text).len(), 1, "{text}");
    }
    assert_eq!(in_source("src/x.rs", "fn f() { g().unwrap() }").len(), 1);
    assert_eq!(in_source("tests/x.rs", "fn f() { g().unwrap() }"), []);
    assert_eq!(in_source("src/x.rs", "#[cfg(test)] mod t { fn f() { g().unwrap() } }"), []);
    assert_eq!(in_source("src/x.rs", "#[expect(dead_code, reason = \"why\")] fn f() { g().unwrap_or(1) }"), []);
}

#[test]
fn words_of_unfinished_work_and_machine_paths_are_found_in_any_text() {
    let word = ["FIX", "ME"].concat();
    assert_eq!(in_text("web/a.js", &format!("// {word}: later")).len(), 1);
    assert_eq!(in_text("web/a.js", &format!("const {word}D = 1;")), []);
    for folder in ["wo", "ro", "ho", "tm"].iter().zip(["rk", "ot", "me", "p"]).map(|(a, b)| format!("/{a}{b}/")) {
        assert_eq!(in_text("docs/a.md", &format!("see {folder}x")).len(), 1, "{folder}");
        assert_eq!(in_text("docs/a.md", &format!("source = \"https://example.org{folder}x\"")), [], "{folder}");
    }
}

#[test]
fn files_that_no_mod_names_are_lost_and_those_of_tests_are_known() {
    let files = [
        ("src/lib.rs", "pub mod market;"),
        ("src/market/mod.rs", "mod book;\n#[cfg(test)]\nmod cases;\nmod inner { mod deep; }"),
        ("src/market/book.rs", "mod ladder;"),
        ("src/market/book/ladder.rs", ""),
        ("src/market/cases.rs", "mod auction;"),
        ("src/market/cases/auction.rs", ""),
        ("src/market/inner/deep.rs", ""),
        ("src/market/lost.rs", "// mod lost;"),
    ];
    let sources = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let tree = tree(&sources);
    let lost: Vec<_> = sources.keys().filter(|path| !tree.named.contains(*path)).collect();
    assert_eq!(lost, ["src/market/lost.rs"]);
    assert_eq!(tree.for_tests.iter().collect::<Vec<_>>(), ["src/market/cases.rs", "src/market/cases/auction.rs"]);
}

#[test]
fn the_addresses_of_a_router_are_found() {
    let text =
        "use routing::{get, post}; calls! { get \"/v1/health\" show, \"x\"; post \"/v1/orders/{id}\" one, \"y\"; }";
    assert_eq!(routes(text), ["/v1/health", "/v1/orders/{id}"]);
}

#[test]
fn links_that_lead_nowhere_are_found() {
    let files = ["README.md".to_owned(), "docs/adr/0001-a.md".to_owned()].into();
    let sound = "[a](adr/0001-a.md) [b](../README.md#status) [c](https://example.org/x) [d](#here) [e](adr)";
    assert_eq!(broken("docs/x.md", sound, &files), []);
    let lost = broken("docs/x.md", "\n[a](0001-a.md)", &files);
    assert_eq!(lost.iter().map(ToString::to_string).collect::<Vec<_>>(), ["docs/x.md:2: no file 0001-a.md"]);
}

#[test]
fn rows_of_a_format_have_the_names_of_the_wire() {
    let text = "/// Facts.\nenum Fact {\n /// Two met.\n Traded { id: u64, units: Vec<(A, B)>, #[serde(default, rename = \"type\")] kind: K },\n Closed,\n}";
    assert_eq!(rows(text, "Fact"), ["| `traded` | `id`, `units`, `type` |", "| `closed` |  |"]);
}

#[test]
fn functions_are_measured_from_their_first_line_to_their_last_brace() {
    let text = "trait T { fn g(); }\nfn f() {\n  if a { b() }\n}\n";
    let lengths = functions("a.rs", text);
    assert_eq!(lengths.len(), 1);
    assert_eq!((lengths[0].lines, lengths[0].name.as_str()), (3, "a.rs:2 f"));
}
