//! The rows of `replications.csv`, and how a figure is written.

use crate::scenario::{Replicated, Replication};

/// The heading: what identifies a replication, then every measure of every company and market.
pub(super) fn head(replicated: &Replicated) -> String {
    let fixed = ["replication", "digest", "inputs", "events", "expected", "came_true"].map(str::to_owned);
    let measured = replicated.columns().iter().map(crate::scenario::Column::heading);
    fixed.into_iter().chain(measured).collect::<Vec<_>>().join(",")
}

/// One replication.
pub(super) fn row(replicated: &Replicated, replication: &Replication) -> String {
    debug_assert_eq!(replicated.columns().iter().len(), replication.figures.len());
    let Replication { number, digest, inputs, events, figures, verdicts } = replication;
    let came_true = verdicts.iter().filter(|verdict| verdict.instead.is_none()).count();
    let fixed = format!("{number},{digest},{inputs},{events},{},{came_true}", verdicts.len());
    let measured = figures.iter().map(|figure| figure.map_or_else(String::new, decimal));
    std::iter::once(fixed).chain(measured).collect::<Vec<_>>().join(",")
}

/// A figure as a plain decimal of at most six places, in the canonical form of all our files.
pub(super) fn decimal(figure: f64) -> String {
    let text = format!("{figure:.6}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_written_in_one_way_only() {
        let cases = [(0.0, "0"), (-0.0, "0"), (-1e-9, "0"), (100.0, "100"), (1.5, "1.5"), (-0.25, "-0.25")];
        for (figure, text) in cases {
            assert_eq!(decimal(figure), text);
        }
        assert_eq!(decimal(1.0 / 3.0), "0.333333");
        assert_eq!(decimal(3_773_095.2), "3773095.2");
    }
}
