//! How things are measured: processor time, medians, allocations, one line a measure.

pub(crate) mod allocations;
pub(crate) mod clock;

/// The middle of the values.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { f64::midpoint(values[middle - 1], values[middle]) }
}

/// One line: name, value, unit, and the ratio to the floor where there is one.
#[expect(clippy::print_stdout, reason = "the output of a benchmark")]
pub(crate) fn line(name: &str, value: f64, unit: &str, ratio: Option<f64>) {
    match ratio {
        Some(ratio) => println!("{name:<44} {value:>14.4} {unit:<18} {ratio:.3}"),
        None => println!("{name:<44} {value:>14.4} {unit:<18} -"),
    }
}

/// A count as a number to calculate with.
#[expect(clippy::cast_precision_loss, reason = "counts of a benchmark stay below 2^53")]
pub(crate) const fn real(count: usize) -> f64 {
    count as f64
}
