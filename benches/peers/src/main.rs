//! Order books of the registry beside ours, on the same commands: `cd benches/peers && cargo run --release`.
//! What the lines mean: `benches/README.md`.

#![expect(clippy::float_arithmetic, reason = "times and ratios of a benchmark")]

#[path = "../../engines/mod.rs"]
#[expect(unused_imports, dead_code, reason = "some of it serves measures of our market alone")]
mod engines;
#[path = "../../floor/mod.rs"]
mod floor;
#[path = "../../measure/mod.rs"]
#[expect(dead_code, reason = "latencies and allocations are measured of our market alone")]
mod measure;
mod peers;
mod race;
mod renewed;
mod table;
#[path = "../../workload/mod.rs"]
#[expect(dead_code, reason = "kinds of command are told apart where our market alone is measured")]
mod workload;

use engines::{Bare, Full};
use peers::{Bourse, Decimals, Lobster, SkipLists};
use race::{Changes, Entrant, race};
use workload::{CALM, COMMANDS, DEEP, Shape, WIDE, Workload};

/// The floor, our market, and the peers.
fn entrants() -> [Entrant; 6] {
    [
        Entrant::of::<Bare>(Changes::InPlace),
        Entrant::of::<Full>(Changes::InPlace),
        Entrant::of::<Bourse>(Changes::InPlace),
        Entrant::of::<Decimals>(Changes::Renewed),
        Entrant::of::<Lobster>(Changes::Renewed),
        Entrant::of::<SkipLists>(Changes::InPlace),
    ]
}

/// Runs the workloads that are named, all without a name.
fn main() {
    let named: Vec<String> = std::env::args().skip(1).collect();
    let shapes = [CALM, DEEP, WIDE];
    let known = |name: &String| shapes.iter().any(|shape| shape.name == name);
    assert!(named.iter().all(known), "the workloads are calm, deep and wide");
    table::head();
    for shape in shapes.into_iter().filter(|shape| named.is_empty() || named.iter().any(|name| name == shape.name)) {
        compare(shape);
    }
}

/// Runs all on one workload and tells what came of it.
fn compare(shape: Shape) {
    let workload = Workload::draw(shape, COMMANDS);
    assert_eq!(workload.answers, shape.answers, "the generator draws the workload that was agreed");
    let renewed = renewed::answers(&workload);
    table::tell(&workload, &renewed, &race(&entrants(), &workload));
}
