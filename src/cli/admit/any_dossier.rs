//! Whatever a dossier says, the gate answers: dossiers drawn from a seed, valid and broken, are read, judged and printed,
//! and never end the program.
//!
//! `BORSA_LONG_RUN=100000 cargo test --lib any_dossier -- --nocapture` draws so many; `BORSA_SEED` names the first.

use serde_json::{Value, json};

use super::*;
use crate::admission::Dossier;

/// Dossiers that `cargo test` draws.
const MODEST: u64 = 2_000;

/// Texts that break programs.
const ODD: [&str; 18] = [
    "",
    " ",
    "\u{0}",
    "\u{feff}",
    "tbd",
    "n/a",
    "-",
    "É\u{301}\u{202e}abc",
    "🏳️‍🌈🏳️‍🌈🏳️‍🌈",
    "\u{10ffff}",
    "a\"b\\c\n\t\r",
    "{measurability.x}",
    "~1/~0/*",
    "<script>",
    "ǅßﬁ",
    "\u{2028}",
    "%s%n",
    "../../..",
];

/// Numbers and days at the ends of what can be written.
const EXTREME: [&str; 22] = [
    "0",
    "-0",
    "0.0001",
    "-0.0001",
    "1",
    "-1",
    "0.99999",
    "100",
    "4294967295",
    "922337203685477.5807",
    "922337203685477.5808",
    "-922337203685477.5808",
    "170141183460469231731687303715884.1057",
    "99999999999999999999999999999999999999",
    "1e9",
    "0001-01-01",
    "9999-12-31",
    "-009999-01-01",
    "2024-02-29",
    "2023-02-29",
    "0000-00-00",
    "2026-01-12T00:00:00Z",
];

/// A small generator (SplitMix64): the same numbers on any machine.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % count.max(1) as u64).expect("below a usize")
    }

    fn of<T: Clone>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())].clone()
    }

    /// Any value, of any shape.
    fn value(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 7 } else { 9 }) {
            0 => Value::Null,
            1 => (self.below(2) == 0).into(),
            2 => self.of(&[0_i64, 1, -1, 7, 65_535, 65_536, 4_294_967_295, 4_294_967_296, i64::MAX, i64::MIN]).into(),
            3 => json!(self.of(&[0.5, -0.0, 1e300, f64::MIN_POSITIVE])),
            4 | 5 => self.of(&EXTREME).into(),
            6 => self.of(&ODD).into(),
            7 => (0..self.below(4)).map(|_| self.value(depth - 1)).collect(),
            _ => (0..self.below(4)).map(|_| (self.of(&ODD).to_owned(), self.value(depth - 1))).collect(),
        }
    }
}

/// The trees of the shipped dossiers.
fn trees() -> Vec<Value> {
    let tree = |name: String| {
        let document = input::document("dossiers", &name).unwrap_or_else(|_| panic!("{name} is shipped"));
        serde_json::to_value(document.decode::<Dossier>().expect("sound")).expect("text keys")
    };
    library::names("dossiers").into_iter().map(tree).collect()
}

/// The pointers of all values below a value.
fn pointers(value: &Value, at: &str, all: &mut Vec<String>) {
    let mut inside = |key: &str, value: &Value| {
        let at = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        pointers(value, &at, all);
        all.push(at);
    };
    match value {
        Value::Object(entries) => entries.iter().for_each(|(key, value)| inside(key, value)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, value)| inside(&index.to_string(), value)),
        _ => {}
    }
}

fn remove(tree: &mut Value, pointer: &str) {
    let Some((parent, key)) = pointer.rsplit_once('/') else { return };
    match tree.pointer_mut(parent) {
        Some(Value::Object(entries)) => drop(entries.shift_remove(key)),
        Some(Value::Array(items)) => drop(items.remove(key.parse().expect("an index"))),
        _ => {}
    }
}

/// One change of a dossier's tree.
fn change(tree: &mut Value, trees: &[Value], draw: &mut Draw) {
    let mut all = Vec::new();
    pointers(tree, "", &mut all);
    if all.is_empty() {
        return;
    }
    let pointer = draw.of(&all);
    let other = draw.of(trees);
    let Some(place) = tree.pointer_mut(&pointer) else { return };
    match draw.below(12) {
        0 | 8 => remove(tree, &pointer),
        1 | 2 if place.is_string() => *place = draw.of(&EXTREME).into(),
        3 if place.is_string() => *place = draw.of(&ODD).into(),
        1..=3 if place.is_number() => *place = draw.of(&[0_u32, 1, 17, 65_535, u32::MAX]).into(),
        4 | 5 | 9..=11 => *place = other.pointer(&pointer).cloned().unwrap_or_default(),
        6 => match place {
            Value::Array(items) if items.len() < 40 => items.extend_from_within(..),
            Value::Bool(flag) => *flag = !*flag,
            _ => {}
        },
        _ => *place = draw.value(2),
    }
}

/// The text of a dossier: a shipped one changed in some places, as JSON, or a shipped file with its text disturbed, or
/// anything at all.
fn drawn(seed: u64, trees: &[Value]) -> (&'static str, Vec<u8>) {
    let draw = &mut Draw(seed);
    match draw.below(10) {
        0 => ("any.json", draw.value(4).to_string().into_bytes()),
        1 | 2 => {
            let name = draw.of(&library::names("dossiers"));
            let mut bytes = library::text("dossiers", &name).expect("shipped").into_owned().into_bytes();
            for _ in 0..=draw.below(3) {
                let (from, to) = (draw.below(bytes.len()), draw.below(bytes.len()));
                match draw.below(4) {
                    0 => bytes[from] = u8::try_from(draw.below(256)).expect("a byte"),
                    1 => bytes.truncate(from.max(1)),
                    2 => drop(bytes.splice(from..from, draw.of(&ODD).bytes())),
                    _ => drop(bytes.drain(from.min(to)..(from.min(to) + 9).min(from.max(to)))),
                }
            }
            ("any.toml", bytes)
        }
        _ => {
            let mut tree = draw.of(trees);
            for _ in 0..=draw.below(3) {
                change(&mut tree, trees, draw);
            }
            ("any.json", tree.to_string().into_bytes())
        }
    }
}

/// Reads, judges and prints one dossier; whether it could be read.
fn judge(seed: u64, trees: &[Value], rules: &[Rules]) -> bool {
    let (name, bytes) = drawn(seed, trees);
    let read = Document::parse(name, &bytes).and_then(|document| Ok((document.decode()?, document)));
    let (dossier, document): (Dossier, Document) = match read {
        Ok(read) => read,
        Err(problems) => {
            assert!(!problems.is_empty(), "seed {seed}: refused for no reason");
            assert!(problems.iter().all(|problem| problem.place.line > 0 && problem.place.column > 0), "seed {seed}");
            return false;
        }
    };
    let applicant = Applicant { document, dossier };
    let nth = usize::try_from(seed).expect("fits") % rules.len();
    let rules = &rules[nth..=nth];
    let assessments = [assess(&applicant.dossier, &rules[0].rulebook)];
    let fails = |criterion| assessments[0].criterion(criterion).outcome == CriterionOutcome::Fail;
    assert_eq!(assessments[0].outcome() == Outcome::Refused, Criterion::ALL.into_iter().any(fails), "seed {seed}");
    let printed = serde_json::to_string(&verdicts(&applicant, rules, &assessments)).expect("text keys");
    assert!(serde_json::from_str::<Value>(&printed).is_ok(), "seed {seed}");
    for language in [Language::It, Language::En] {
        let (document, company, palette) = (&applicant.document, applicant.company(), Palette::plain());
        let page = Page { document, company, rulebook: "x", language, palette }.write(&assessments[0]);
        assert!(page.lines().count() > 5, "seed {seed}");
    }
    true
}

#[test]
fn whatever_a_dossier_says_the_gate_answers() {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let (first, count) = (number("BORSA_SEED").unwrap_or(0), number("BORSA_LONG_RUN").unwrap_or(MODEST));
    let trees = trees();
    let rulebook = |name: String| {
        let rulebook = rulebook(&name).unwrap_or_else(|_| panic!("{name} is shipped"));
        Rules { rulebook, name, changes: Vec::new() }
    };
    let rules: Vec<Rules> = library::names("rulebooks").into_iter().map(rulebook).collect();
    let mut read = 0;
    for seed in first..first + count {
        let judged = std::panic::catch_unwind(|| judge(seed, &trees, &rules));
        read += u64::from(judged.unwrap_or_else(|_| panic!("the dossier of seed {seed} ends the program")));
    }
    assert!(read > count / 5 && count - read > count / 10, "{read} of {count} could be read");
    if count != MODEST {
        println_for_people(&format!(
            "{count} dossiers from seed {first}: {read} read and judged, {} refused as files",
            count - read
        ));
    }
}

#[expect(clippy::print_stdout, reason = "the outcome of a long run")]
fn println_for_people(line: &str) {
    println!("{line}");
}
