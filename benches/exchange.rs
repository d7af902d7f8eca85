//! How fast the whole exchange is, beside its market alone: `cargo bench --bench exchange`. What the lines mean:
//! `benches/README.md`.

#![expect(clippy::float_arithmetic, reason = "times and ratios of a benchmark")]

#[expect(unused_imports, reason = "the bench of the book uses the rest")]
mod engines;
mod floor;
mod house;
#[expect(dead_code, reason = "the bench of the book uses the rest")]
mod measure;
#[expect(dead_code, reason = "the bench of the book uses the rest")]
mod workload;

use engines::{Bare, Engine, Full, allocated, run};
use house::House;
use measure::{allocations, line, median, real};
use workload::{CALM, COMMANDS, DEEP, Shape, Workload};

#[global_allocator]
static ALLOCATOR: allocations::Counting = allocations::Counting;

/// How many runs a median is taken of.
const RUNS: usize = 5;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["allocations", shape, commands] => {
            allocated::<House>(&Workload::draw(named(shape), commands.parse().expect("a number of commands")));
        }
        ["play", engine, shape, commands] => play(engine, shape, commands.parse().expect("a number of commands")),
        _ => [CALM, DEEP].into_iter().for_each(measure_all),
    }
}

fn named(shape: &str) -> Shape {
    [CALM, DEEP].into_iter().find(|known| known.name == shape).expect("calm or deep")
}

/// Plays one workload on one engine, for a profiler.
fn play(engine: &str, shape: &str, commands: usize) {
    let workload = Workload::draw(named(shape), commands);
    let answers = match engine {
        "market" => run::<Full>(&workload).1,
        "exchange" => run::<House>(&workload).1,
        _ => panic!("market or exchange"),
    };
    assert_eq!(answers, workload.answers);
}

fn measure_all(shape: Shape) {
    let workload = Workload::draw(shape, COMMANDS);
    assert_eq!(workload.answers, shape.answers, "the generator draws the workload that was agreed");
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..RUNS {
        let runs = [run::<Bare>(&workload), run::<Full>(&workload), run::<House>(&workload)];
        for (times, (spent, answers)) in times.iter_mut().zip(runs) {
            assert_eq!(answers, workload.answers, "an exchange that is wrong is not measured");
            times.push(spent / real(workload.timed.len()));
        }
    }
    let [bare, full, house] = times.map(median);
    for (engine, time) in [(Bare::NAME, bare), (Full::NAME, full), (House::NAME, house)] {
        line(&format!("{} {engine} throughput", shape.name), 1e-6 / time, "M commands/s", Some(full / time));
    }
    allocated::<House>(&workload);
}
