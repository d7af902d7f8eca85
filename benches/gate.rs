//! How fast the gate judges, beside a floor: `cargo bench --bench gate`. The floor is to write a dossier down as a tree,
//! which the gate does first.

#![expect(clippy::float_arithmetic, reason = "times and ratios of a benchmark")]

#[path = "measure/clock.rs"]
mod clock;

use borsa_sociale::admission::{Dossier, Rulebook, assess};
use borsa_sociale::format::{Document, library};
use clock::Latencies;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

/// How often each dossier is judged.
const ROUNDS: usize = 400;

fn read<T: DeserializeOwned + JsonSchema>(folder: &str, name: &str) -> T {
    let text = library::text(folder, name).expect("shipped");
    Document::parse(name, text.as_bytes()).and_then(|document| document.decode()).expect("sound")
}

/// Prints the median and the 99th percentile in microseconds, and the median's ratio to the floor.
#[expect(clippy::print_stdout, reason = "the output of a benchmark")]
fn line(name: &str, times: &mut Latencies, floor: f64) -> f64 {
    let (median, high) = (times.percentile(0.5) / 1e3, times.percentile(0.99) / 1e3);
    println!("{name:<44} {median:>10.1} {high:>10.1} us   {:.2}", if floor > 0.0 { median / floor } else { 1.0 });
    median
}

/// Times the work on each dossier in turn.
fn timed<T>(dossiers: &[Dossier], mut work: impl FnMut(&Dossier) -> T) -> Latencies {
    let mut times = Latencies::new(ROUNDS * dossiers.len());
    for dossier in std::iter::repeat_n(dossiers, ROUNDS).flatten() {
        times.time(|| std::hint::black_box(work(dossier)));
    }
    times
}

fn main() {
    let shipped: Vec<Dossier> = library::names("dossiers").iter().map(|name| read("dossiers", name)).collect();
    let empty = vec![Dossier::default(); shipped.len()];
    let silent: Vec<Dossier> = shipped.iter().map(silenced).collect();
    let tree = |dossier: &Dossier| serde_json::to_value(dossier).expect("text keys");
    let floor = line("floor: a dossier as a tree", &mut timed(&shipped, tree), 0.0);
    let text: Vec<_> =
        library::names("dossiers").iter().map(|name| library::text("dossiers", name).expect("shipped")).collect();
    let mut next = text.iter().cycle();
    let parse = |_: &Dossier| {
        Document::parse("x.toml", next.next().expect("endless").as_bytes()).map(|document| document.decode::<Dossier>())
    };
    line("read: text to dossier, with its schema", &mut timed(&shipped, parse), floor);
    for name in ["torino-2022", "no-gate"] {
        let rulebook: Rulebook = read("rulebooks", name);
        line(&format!("assess: shipped, {name}"), &mut timed(&shipped, |dossier| assess(dossier, &rulebook)), floor);
        line(
            &format!("assess: objectives silent, {name}"),
            &mut timed(&silent, |dossier| assess(dossier, &rulebook)),
            floor,
        );
        line(&format!("assess: empty, {name}"), &mut timed(&empty, |dossier| assess(dossier, &rulebook)), floor);
    }
    let rulebook: Rulebook = read("rulebooks", "torino-2022");
    let many: Vec<Dossier> = shipped.iter().map(|dossier| grown(dossier, 100)).collect();
    let floor = line("floor: a hundred objectives as a tree", &mut timed(&many[..2], tree), 0.0);
    line("assess: a hundred objectives", &mut timed(&many[..2], |dossier| assess(dossier, &rulebook)), floor);
}

/// The dossier with objectives that say nothing but their code: the most findings that a dossier of its size has.
fn silenced(dossier: &Dossier) -> Dossier {
    let mut silent = dossier.clone();
    for objective in &mut silent.objectives {
        *objective = borsa_sociale::impact::Objective { code: objective.code.clone(), ..Default::default() };
    }
    silent
}

/// The dossier with so many objectives.
fn grown(dossier: &Dossier, objectives: usize) -> Dossier {
    let mut grown = dossier.clone();
    grown.objectives = dossier.objectives.iter().cycle().take(objectives).cloned().collect();
    grown
}
