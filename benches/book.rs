//! How fast the book is, beside the floor: `cargo bench --bench book`. What the lines mean: `benches/README.md`.

#![expect(clippy::float_arithmetic, reason = "times and ratios of a benchmark")]

mod engines;
mod floor;
mod measure;
mod workload;

use borsa_sociale::domain::{Timestamp, TradingPhase};
use borsa_sociale::market::Market;
use engines::{Bare, Engine, Full, allocated, filled, limit, run};
use measure::clock::{Latencies, seconds};
use measure::{allocations, line, median, real};
use workload::{Answers, CALM, COMMANDS, DEEP, Kind, Random, Shape, WIDE, Workload};

#[global_allocator]
static ALLOCATOR: allocations::Counting = allocations::Counting;

/// How many runs a median is taken of.
const RUNS: usize = 5;

/// Orders in the auction and in the call whose indicative price is asked.
const IN_AUCTION: u64 = 100_000;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["throughput"] => [CALM, DEEP, WIDE].into_iter().for_each(|shape| {
            throughput(&Workload::draw(shape, COMMANDS));
        }),
        ["play", engine, shape, commands] => play(engine, shape, commands.parse().expect("a number of commands")),
        _ => measure_all(),
    }
}

/// Plays one workload on one engine, for a profiler.
fn play(engine: &str, shape: &str, commands: usize) {
    let shapes = [CALM, DEEP, WIDE];
    let shape = shapes.into_iter().find(|known| known.name == shape).expect("calm, deep or wide");
    let workload = Workload::draw(shape, commands);
    let answers = match engine {
        "floor" => run::<Bare>(&workload).1,
        "market" => run::<Full>(&workload).1,
        _ => panic!("floor or market"),
    };
    assert_eq!(answers, workload.answers);
}

fn measure_all() {
    for shape in [CALM, DEEP, WIDE] {
        let workload = Workload::draw(shape, COMMANDS);
        assert_eq!(workload.answers, shape.answers, "the generator draws the workload that was agreed");
        let floor = throughput(&workload);
        allocated::<Full>(&workload);
        latency(&workload);
        if shape.variant != CALM.variant {
            memory(shape, &workload);
        }
        if shape.variant == DEEP.variant {
            auction(floor);
            indicative(floor);
        }
    }
    let before = allocations::live();
    let market = Full::market(TradingPhase::Continuous);
    let bytes = allocations::live() - before + size_of_val(&market);
    line("empty instrument", real(bytes), "bytes", None);
}

/// Million commands a second; tells how long the floor takes for one, in seconds.
fn throughput(workload: &Workload) -> f64 {
    let (mut bare, mut full) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        for (times, (spent, answers)) in [(&mut bare, run::<Bare>(workload)), (&mut full, run::<Full>(workload))] {
            assert_eq!(answers, workload.answers, "a book that is wrong is not measured");
            times.push(spent / real(workload.timed.len()));
        }
    }
    let name = workload.shape.name;
    let (bare, full) = (median(bare), median(full));
    line(&format!("{name} {} throughput", Bare::NAME), 1e-6 / bare, "M commands/s", Some(1.0));
    line(&format!("{name} {} throughput", Full::NAME), 1e-6 / full, "M commands/s", Some(bare / full));
    bare
}

/// The middle and the slowest hundredth of the commands of each kind.
fn latency(workload: &Workload) {
    fn percentiles<E: Engine>(workload: &Workload) -> Vec<[f64; 2]> {
        let mut engine: E = filled(workload);
        let mut answers = Answers::default();
        let mut latencies = Kind::ALL.map(|_| Latencies::new(workload.timed.len()));
        for command in &workload.timed {
            latencies[command.kind as usize].time(|| engine.play(command, &mut answers));
        }
        latencies.iter_mut().map(|kind| [kind.percentile(0.5), kind.percentile(0.99)]).collect()
    }
    let passes = |measured: fn(&Workload) -> Vec<[f64; 2]>| {
        let all: Vec<_> = (0..3).map(|_| measured(workload)).collect();
        Kind::ALL.map(|kind| [0, 1].map(|at| median(all.iter().map(|pass| pass[kind as usize][at]).collect())))
    };
    let (bare, full) = (passes(percentiles::<Bare>), passes(percentiles::<Full>));
    for kind in Kind::ALL {
        let (bare, full) = (bare[kind as usize], full[kind as usize]);
        for (at, percentile) in ["p50", "p99"].into_iter().enumerate() {
            let name = format!("{} {} {percentile}", workload.shape.name, kind.name());
            line(&format!("{name} {}", Bare::NAME), bare[at], "ns", Some(1.0));
            line(&format!("{name} {}", Full::NAME), full[at], "ns", Some(full[at] / bare[at]));
        }
    }
}

/// Bytes an order from n to 2n resting orders at the same prices.
fn memory(shape: Shape, workload: &Workload) {
    let mut engine: Full = filled(workload);
    let mut again = workload.prefill.clone();
    for (command, id) in again.iter_mut().zip(workload.last_id + 1..) {
        command.id = id;
    }
    let before = allocations::live();
    for command in &again {
        engine.play(command, &mut Answers::default());
    }
    let bytes = allocations::live().saturating_sub(before);
    line(&format!("{} market memory, n to 2n", shape.name), real(bytes) / real(again.len()), "bytes/order", None);
}

/// A market in a call, with orders that cross: uniform over so many ticks on both sides.
fn in_call(orders: u64, prices: u64) -> Market {
    let mut market = Full::market(TradingPhase::Call);
    let mut random = Random::new(4);
    let mut out = Vec::new();
    for id in 1..=orders {
        let order = drawn(&mut random, id, prices);
        market.enter(Timestamp::default(), &order, &mut out).expect("an order of a call");
        out.clear();
    }
    market
}

fn drawn(random: &mut Random, id: u64, prices: u64) -> borsa_sociale::market::NewOrder {
    let ticks = 9_500 + i64::try_from(random.below(prices)).expect("a small number");
    let quantity = 1 + u32::try_from(random.below(100)).expect("a small number");
    limit(id, random.coin(), ticks, quantity)
}

/// The uncrossing of many orders, beside as many commands of the floor on the deep workload.
fn auction(floor: f64) {
    let filled = in_call(IN_AUCTION, 1_001);
    let run = |_| {
        let mut market = filled.clone();
        let mut out = Vec::with_capacity(300_000);
        let (spent, ()) = seconds(|| market.uncross(&mut out));
        assert!(out.len() > 10_000, "an auction that trades");
        spent
    };
    let spent = median((0..RUNS).map(run).collect());
    line("auction over 100,000 orders", spent * 1e3, "ms", Some(spent / (floor * real(100_000))));
}

/// A new order in a call and the indicative price after it.
fn indicative(floor: f64) {
    for (orders, prices) in [(1_000, 1_001), (IN_AUCTION, 1_001), (IN_AUCTION, 100_001)] {
        let mut market = in_call(orders, prices);
        let mut random = Random::new(5);
        let mut out = Vec::with_capacity(1_024);
        let run = |run: usize| {
            let (spent, ()) = seconds(|| {
                for n in 0..200 {
                    let id = orders + 1 + (run * 200 + n) as u64;
                    out.clear();
                    let order = drawn(&mut random, id, prices);
                    market.enter(Timestamp::default(), &order, &mut out).expect("an order of a call");
                    assert!(market.indicative().is_some(), "the book is crossed");
                }
            });
            spent / 200.0
        };
        let spent = median((0..RUNS).map(run).collect());
        let name = format!("indicative among {orders} at {prices} prices");
        line(&name, spent * 1e6, "us", Some(spent / floor));
    }
}
