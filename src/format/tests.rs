//! What the reader says about good and bad files, as tables of cases.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Document, Place, Reference, decode_json};
use crate::domain::{Code, Day, Price, Side, Symbol};

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Stall {
    symbol: Symbol,
    #[serde(default)]
    price: Option<Price>,
    #[serde(default)]
    opened_on: Option<Day>,
    #[serde(default)]
    lot: Option<u32>,
    #[serde(default)]
    goods: Vec<Good>,
    #[serde(default)]
    owner: Option<Reference<Owner>>,
    #[serde(default)]
    side: Option<Side>,
    #[serde(default)]
    shelf: Option<Shelf>,
    #[serde(default)]
    prices: BTreeMap<Code, Price>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Good {
    name: String,
    pair: Option<(u8, u8)>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Owner {
    name: String,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum Shelf {
    Open { width: u32 },
    Closed { doors: u32 },
}

fn problems(text: &str) -> Vec<String> {
    let result = Document::parse("f.toml", text.as_bytes()).and_then(|document| document.decode::<Stall>());
    result.map_or_else(|problems| problems.iter().map(ToString::to_string).collect(), |_| Vec::new())
}

#[test]
fn a_good_file_is_read_with_quoted_and_native_dates() {
    for day in ["\"2026-01-12\"", "2026-01-12"] {
        let text = format!(
            "symbol = \"CURA\"\nprice = \"4.50\"\nopened_on = {day}\nside = \"buy\"\nowner = \"me\"\n\
             shelf = {{ kind = \"open\", width = 2 }}\nprices.a-b = \"1\"\n[[goods]]\nname = \"bread\"\npair = [1, 2]\n"
        );
        let stall: Stall = Document::parse("f.toml", text.as_bytes()).and_then(|file| file.decode()).expect("reads");
        assert_eq!(stall.opened_on, "2026-01-12".parse().ok());
        assert_eq!(stall.owner, Some(Reference::Named("me".into())));
        assert_eq!(stall.shelf, Some(Shelf::Open { width: 2 }));
    }
}

#[test]
fn every_problem_is_told_at_its_key() {
    let cases: [(&str, &[&str]); 17] = [
        ("", &["f.toml:1:1: missing key `symbol`"]),
        ("symbol = \"CURA\"\nprize = \"1\"", &["f.toml:2:1: unknown key `prize`; the nearest valid key is `price`"]),
        (
            "symbol = \"cura\"\nprice = \"1.23456\"\nopened_on = \"2026-02-30\"",
            &[
                "f.toml:1:1: `cura`: a symbol is 1 to 12 upper-case letters, digits, `.` or `-`, a letter first",
                "f.toml:2:1: `1.23456`: more than four decimals",
                "f.toml:3:1: `2026-02-30`: not a day such as 2026-01-12",
            ],
        ),
        (
            "symbol = \"A\"\nprice = 12.5",
            &["f.toml:2:1: `price` must be a string, not a number; write it between quotes: \"12.5\""],
        ),
        (
            "symbol = \"A\"\nprice = 2026-01-12",
            &["f.toml:2:1: `price` must be a string, not a date or time; write it between quotes: \"2026-01-12\""],
        ),
        ("symbol = \"A\"\nlot = \"1\"", &["f.toml:2:1: `lot` must be an integer, not a string"]),
        ("symbol = \"A\"\nlot = -1", &["f.toml:2:1: -1 is out of range: 0 to 4294967295"]),
        (
            "symbol = \"A\"\nside = \"bye\"",
            &["f.toml:2:1: unknown word `bye`; the nearest is `buy` (known: `buy`, `sell`)"],
        ),
        (
            "symbol = \"A\"\n[[goods]]\nname = \"x\"\n[[goods]]\n  nome = \"y\"",
            &["f.toml:4:1: missing key `name`", "f.toml:5:3: unknown key `nome`; the nearest valid key is `name`"],
        ),
        ("symbol = \"A\"\ngoods = 1", &["f.toml:2:1: `goods` must be a list, not an integer"]),
        (
            "symbol = \"A\"\ngoods = [\"è\", { name = 2 }]",
            &[
                "f.toml:2:10: this element must be a table, not a string",
                "f.toml:2:17: `name` must be a string, not an integer; write it between quotes: \"2\"",
            ],
        ),
        (
            "symbol = \"A\"\nowner = { nam = \"x\" }",
            &["f.toml:2:1: missing key `name`", "f.toml:2:11: unknown key `nam`; the nearest valid key is `name`"],
        ),
        ("symbol = \"A\"\nowner = 1", &["f.toml:2:1: `owner` must be a string or a table, not an integer"]),
        (
            "symbol = \"A\"\nshelf = { kind = \"opne\", width = 1 }",
            &["f.toml:2:11: unknown word `opne`; the nearest is `open` (known: `open`, `closed`)"],
        ),
        (
            "symbol = \"A\"\nshelf = { kind = \"open\", doors = 1 }",
            &["f.toml:2:1: missing key `width`", "f.toml:2:26: unknown key `doors`; the nearest valid key is `width`"],
        ),
        (
            "symbol = \"A\"\nprices = { Ab = \"1\" }",
            &["f.toml:2:12: `Ab`: a name here is 1 to 48 lower-case letters, digits or `-`"],
        ),
        ("symbol = \"A\"\ngoods = [{ name = \"x\", pair = [1, 2, 300] }]", &["f.toml:2:38: one element too many"]),
    ];
    for (text, expected) in cases {
        assert_eq!(problems(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_toml_is_told_with_its_place() {
    let cases: [(&[u8], &str); 7] = [
        (b"symbol = \"A\"\nprice = = \"1\"\n", "f.toml:2:9: not TOML"),
        (b"a = 1\na = 2\n", "f.toml:2:1: not TOML: duplicate key"),
        (b"[a\n", "f.toml:1:3: not TOML"),
        (b"symbol = \"\xff\"", "f.toml:1:11: not UTF-8 text"),
        (b"\x00\x01\x02\xfe", "f.toml:1:4: not UTF-8 text"),
        (b"\x00\x01\x02", "f.toml:1:1: not TOML"),
        ("\u{feff}è = 1".as_bytes(), "f.toml:1:1: not TOML"),
    ];
    for (bytes, expected) in cases {
        let problems = Document::parse("f.toml", bytes).expect_err("no TOML");
        assert!(problems[0].to_string().starts_with(expected), "{} but {expected}", problems[0]);
    }
}

#[test]
fn a_pointer_finds_its_key_or_the_nearest_table() {
    let text = "[company]\nname = \"x\"\n\n[[goods]]\n[[goods]]\nwhat = { \"a/b\" = 1 }\n";
    let document = Document::parse("f.toml", text.as_bytes()).expect("TOML");
    let cases = [
        ("", (1, 1)),
        ("/company", (1, 2)),
        ("/company/name", (2, 1)),
        ("/company/id", (1, 2)),
        ("/goods/1/what/a~1b", (6, 10)),
        ("/goods/1/what/c", (6, 1)),
        ("/goods/0", (4, 1)),
        ("/goods/7/what", (4, 3)),
        ("/statute/clause", (1, 1)),
    ];
    for (pointer, (line, column)) in cases {
        assert_eq!(document.place(pointer), Place { line, column }, "{pointer}");
    }
}

#[test]
fn json_is_held_against_the_same_shape() {
    let value = serde_json::json!({ "symbol": "CURA", "price": null, "goods": [{ "nme": "x" }], "lot": 1.5 });
    let faults = decode_json::<Stall>(&value).expect_err("three faults");
    let pointers: Vec<_> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
    assert_eq!(pointers, ["/goods/0/nme", "/goods/0/name", "/lot"]);
    let value = serde_json::json!({ "symbol": "CURA", "price": "1" });
    assert!(decode_json::<Stall>(&value).is_ok());
}

mod properties {
    //! No bytes bring the reader down, and every problem lies inside its file.

    use proptest::prelude::*;

    use super::Document;
    use crate::admission::Dossier;
    use crate::format::{Problem, library};

    fn problems(bytes: &[u8]) -> Vec<Problem> {
        let decoded = Document::parse("f", bytes).and_then(|document| document.decode::<Dossier>());
        decoded.err().unwrap_or_default()
    }

    fn lies_inside(problem: &Problem, bytes: &[u8]) -> bool {
        let text = String::from_utf8_lossy(bytes);
        let line = text.split('\n').nth(problem.place.line - 1);
        line.is_some_and(|line| problem.place.column >= 1 && problem.place.column <= line.chars().count() + 1)
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_told(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            problems(&bytes);
        }

        #[test]
        fn any_toml_like_text_is_read_or_told_inside_the_file(text in "(\\[{1,2}[a-c.\"]{0,4}\\]{0,2}|[a-cè.]{0,4} ?= ?[\\[{\"'0-9a-cè,}\\]-]{0,8}|#è)(\\n(\\[{1,2}[a-c.]{1,4}\\]{1,2}|[a-cè]{1,4} = [\\[{\"0-9a-cè,}\\]-]{1,8})){0,6}\\n?") {
            for problem in problems(text.as_bytes()) {
                prop_assert!(lies_inside(&problem, text.as_bytes()), "{problem}: {text:?}");
            }
        }

        #[test]
        fn a_shipped_file_with_one_change_is_read_or_told_inside_the_file(at in any::<prop::sample::Index>(), with in any::<Option<char>>()) {
            let text = library::text("dossiers", "cura-aperta").expect("shipped").into_owned();
            let characters: Vec<char> = text.chars().collect();
            let at = at.index(characters.len());
            let mutated: String =
                characters[..at].iter().chain(with.iter()).chain(&characters[at + 1..]).collect();
            for problem in problems(mutated.as_bytes()) {
                prop_assert!(lies_inside(&problem, mutated.as_bytes()), "{problem}");
            }
        }
    }
}
