//! How fast the gate judges, beside a floor: `cargo bench --bench gate`. The floor is to write a dossier down as a tree,
//! which the gate does first.

#![expect(clippy::float_arithmetic, reason = "times and ratios of a benchmark")]

#[path = "measure/clock.rs"]
mod clock;

use borsa_sociale::admission::{Dossier, Rulebook, assess};
use borsa_sociale::format::{Document, library};
use clock::{Latencies, seconds};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

/// How often each dossier is judged.
const ROUNDS: usize = 400;

fn read<T: DeserializeOwned + JsonSchema>(folder: &str, name: &str) -> T {
    let text = library::text(folder, name).expect("shipped");
    Document::parse(name, text.as_bytes()).and_then(|document| document.decode()).expect("sound")
}

/// Times the work on each dossier in turn and prints the median and the 99th percentile of wall time and the mean of
/// processor time, in microseconds, and the mean's ratio to the floor. Gives the mean.
#[expect(clippy::print_stdout, clippy::cast_precision_loss, reason = "the output of a benchmark")]
fn line<T>(name: &str, dossiers: &[Dossier], floor: Option<f64>, mut work: impl FnMut(&Dossier) -> T) -> f64 {
    let count = ROUNDS * dossiers.len();
    let mut times = Latencies::new(count);
    let (whole, ()) = seconds(|| {
        for dossier in std::iter::repeat_n(dossiers, ROUNDS).flatten() {
            times.time(|| std::hint::black_box(work(dossier)));
        }
    });
    let (median, high, mean) = (times.percentile(0.5) / 1e3, times.percentile(0.99) / 1e3, whole * 1e6 / count as f64);
    println!("{name:<44} {median:>8.1} {high:>8.1} {mean:>8.1} us  {:.2}", mean / floor.unwrap_or(mean));
    mean
}

fn main() {
    let shipped: Vec<Dossier> = library::names("dossiers").iter().map(|name| read("dossiers", name)).collect();
    let empty = vec![Dossier::default(); shipped.len()];
    let silent: Vec<Dossier> = shipped.iter().map(silenced).collect();
    let tree = |dossier: &Dossier| serde_json::to_value(dossier).expect("text keys");
    let floor = line("floor: a dossier as a tree", &shipped, None, tree);
    let text: Vec<_> =
        library::names("dossiers").iter().map(|name| library::text("dossiers", name).expect("shipped")).collect();
    let mut next = text.iter().cycle();
    let parse = |_: &Dossier| {
        Document::parse("x.toml", next.next().expect("endless").as_bytes()).map(|document| document.decode::<Dossier>())
    };
    line("read: text to dossier, with its schema", &shipped, Some(floor), parse);
    for name in ["torino-2022", "no-gate"] {
        let rulebook: Rulebook = read("rulebooks", name);
        line(&format!("assess: shipped, {name}"), &shipped, Some(floor), |dossier| assess(dossier, &rulebook));
        line(&format!("assess: objectives silent, {name}"), &silent, Some(floor), |dossier| assess(dossier, &rulebook));
        line(&format!("assess: empty, {name}"), &empty, Some(floor), |dossier| assess(dossier, &rulebook));
    }
    let rulebook: Rulebook = read("rulebooks", "torino-2022");
    let many: Vec<Dossier> = shipped.iter().map(|dossier| grown(dossier, 100)).collect();
    let floor = line("floor: a hundred objectives as a tree", &many[..2], None, tree);
    line("assess: a hundred objectives", &many[..2], Some(floor), |dossier| assess(dossier, &rulebook));
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
