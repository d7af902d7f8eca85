//! One scenario under several rules, many times each: what differs on average, replication by replication.
//!
//! The variants draw from the same streams in each replication, so that the difference of a figure is taken pair by pair
//! before it is averaged: the luck that both had in common is not in it.

#![expect(clippy::float_arithmetic, reason = "differences of figures of finished plays")]

use super::Compare;
use super::routes::text;
use super::runs::Named;
use crate::cli::Failure;
use crate::cli::replications::crew;
use crate::domain::{Figure, Text};
use crate::exercise;
use crate::report::{Cell, Column, Comparison, ComparisonKind, Comparisons, Difference, Row};
use crate::scenario::{Column as Measured, MeanEstimate, Replicated, Replication, Scope, Tally, Unit};

/// A variant that is played many times, and what it comes to so far: space that does not grow with the replications.
struct Series {
    code: String,
    label: Text,
    replicated: Replicated,
    /// One for each measured column.
    means: Vec<Tally>,
    /// The same less what the scenario as written came to in the same replication, where both have the figure.
    differences: Vec<Tally>,
}

impl Series {
    fn of(Named { code, label, variant }: Named) -> Self {
        let replicated = variant.replicated();
        let tallies = vec![Tally::default(); replicated.columns().iter().len()];
        Self { code, label, replicated, means: tallies.clone(), differences: tallies }
    }

    fn take(&mut self, written: &[Option<f64>], own: &[Option<f64>]) {
        let tallies = self.means.iter_mut().zip(&mut self.differences);
        for ((mean, difference), (written, own)) in tallies.zip(written.iter().zip(own)) {
            own.iter().for_each(|&figure| mean.take(figure));
            if let (Some(written), Some(own)) = (written, own) {
                difference.take(own - written);
            }
        }
    }
}

impl Compare {
    /// Plays every variant so many times and sets the means side by side, with the mean of the paired differences.
    pub(super) fn paired(&self, variants: Vec<Named>, replications: u64, jobs: usize) -> Result<Comparisons, Failure> {
        let mut series: Vec<Series> = variants.into_iter().map(Series::of).collect();
        let players: Vec<(String, Replicated)> =
            series.iter().map(|one| (one.code.clone(), one.replicated.clone())).collect();
        let play = |number| -> Result<Vec<Replication>, String> {
            let each = |(code, replicated): &(String, Replicated)| {
                replicated.play(number).map_err(|error| format!("{code}: cannot be played: {error}"))
            };
            players.iter().map(each).collect()
        };
        crew::in_order(1..=replications, jobs, play, |number, played| {
            let played = played.map_err(|why| Failure::Input(vec![format!("replication {number}: {why}")]))?;
            let written = played[0].figures.clone();
            series.iter_mut().zip(&played).for_each(|(one, of)| one.take(&written, &of.figures));
            Ok(())
        })?;
        Ok(Comparisons {
            format: 1,
            kind: ComparisonKind::Replications,
            title: text(
                "Lo stesso scenario con altre regole, in media su più repliche",
                "The same scenario under other rules, on average over replications",
            ),
            notes: notes(replications),
            command: format!("{} --replications {replications}", self.command_of_runs()),
            comparisons: comparisons(&series, replications),
            sources: Vec::new(),
        })
    }
}

fn notes(replications: u64) -> Vec<Text> {
    vec![text(
        format!(
            "Come si legge: medie su {replications} repliche. Ogni replica ha la stessa sorte in tutte le colonne (numeri casuali comuni); la differenza è calcolata replica per replica dove entrambe hanno la cifra, poi mediata. «±» è metà dell'intervallo al 95% di quella media (t di Student): una differenza più grande di così non è soltanto sorte."
        ),
        format!(
            "How to read it: means over {replications} replications. Each replication has the same luck in all columns (common random numbers); the difference is taken replication by replication where both have the figure, then averaged. “±” is half the 95% interval of that mean (Student's t): a larger difference is more than luck."
        ),
    )]
}

/// One table for each company and each market.
fn comparisons(series: &[Series], replications: u64) -> Vec<Comparison> {
    let Some((written, others)) = series.split_first() else { return Vec::new() };
    let measured: Vec<(usize, &Measured)> = written.replicated.columns().iter().enumerate().collect();
    let mut found: Vec<Comparison> = Vec::new();
    for (at, column) in measured {
        let prefix = if column.measure.scope == Scope::Market { "market-" } else { "" };
        let subject = format!("{prefix}{}", column.subject);
        if found.last().is_none_or(|last| last.subject != subject) {
            found.push(Comparison {
                title: text(column.subject.clone(), column.subject.clone()),
                columns: columns(written, others),
                rows: Vec::new(),
                differences: others
                    .iter()
                    .map(|one| Difference { column: one.code.clone(), lines: Vec::new() })
                    .collect(),
                subject,
            });
        }
        let part = found.last_mut().expect("one was there or was pushed");
        part.rows.push(row(at, column, written, others));
        for (difference, other) in part.differences.iter_mut().zip(others) {
            difference.lines.extend(told(column, other.differences[at].estimate(), replications));
        }
    }
    found
}

fn columns(written: &Series, others: &[Series]) -> Vec<Column> {
    let column = |code: String, label: Text| Column { code, label, remarks: Vec::new() };
    let mut columns = vec![column(written.code.clone(), written.label.clone())];
    for other in others {
        columns.push(column(other.code.clone(), other.label.clone()));
        columns.push(column(format!("{}-difference", other.code), text("Differenza", "Difference")));
        columns.push(column(format!("{}-half-width", other.code), text("±", "±")));
    }
    columns
}

fn row(at: usize, column: &Measured, written: &Series, others: &[Series]) -> Row {
    let unit = column.measure.unit;
    let cell = |figure: Option<f64>| Cell::of(figure.and_then(|figure| amount(figure, unit)));
    let mean = |tally: &Tally| cell(tally.estimate().map(|estimate| estimate.mean));
    let mut cells = vec![mean(&written.means[at])];
    for other in others {
        cells.push(mean(&other.means[at]));
        cells.push(mean(&other.differences[at]));
        cells.push(cell(other.differences[at].estimate().and_then(|estimate| estimate.half_width)));
    }
    let title = column.measure.title();
    let label = if unit == Unit::Part { text(format!("{}, %", title.it), format!("{}, %", title.en)) } else { title };
    Row { code: column.measure.name.to_owned(), label, unit: Some(unit_of(unit)), cells }
}

/// A difference that is larger than its interval, in words.
fn told(column: &Measured, difference: Option<MeanEstimate>, replications: u64) -> Option<Text> {
    let MeanEstimate { count, mean, half_width, .. } = difference?;
    let half = half_width.filter(|&half| mean.abs() > half)?;
    let unit = column.measure.unit;
    let (mean, half) = (amount(mean, unit)?, amount(half, unit)?);
    let sign = if mean > Figure::ZERO { "+" } else { "" };
    let title = column.measure.title();
    let word = match unit {
        Unit::Euro => " EUR",
        Unit::Part => "%",
        Unit::Months | Unit::Count | Unit::BasisPoints => "",
    };
    let (mut it, mut en) = (
        format!("{}: {sign}{mean}{word} ± {half}{word}", title.it),
        format!("{}: {sign}{mean}{word} ± {half}{word}", title.en),
    );
    if u64::from(count) != replications {
        it.push_str(&format!(" (su {count} repliche di {replications})"));
        en.push_str(&format!(" (over {count} of {replications} replications)"));
    }
    Some(text(it, en))
}

const fn unit_of(unit: Unit) -> exercise::Unit {
    match unit {
        Unit::Euro => exercise::Unit::Euro,
        Unit::Months => exercise::Unit::Months,
        Unit::Part => exercise::Unit::Percent,
        Unit::Count => exercise::Unit::Count,
        Unit::BasisPoints => exercise::Unit::BasisPoints,
    }
}

/// A figure to the hundredth, parts in percent; nothing where it is too large to be written.
fn amount(figure: f64, unit: Unit) -> Option<Figure> {
    let scale = if unit == Unit::Part { 100.0 } else { 1.0 };
    let text = format!("{:.2}", figure * scale);
    let text = if text.trim_start_matches('-').chars().all(|one| matches!(one, '0' | '.')) { "0" } else { &text };
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_told_to_the_hundredth_and_parts_in_percent() {
        let told = |figure, unit| amount(figure, unit).map(|figure| figure.to_string());
        assert_eq!(told(0.123_456, Unit::Part).as_deref(), Some("12.35"));
        assert_eq!(told(-1_234.567, Unit::Euro).as_deref(), Some("-1234.57"));
        assert_eq!(told(-0.001, Unit::Count).as_deref(), Some("0"));
        assert_eq!(told(f64::MAX, Unit::Euro), None);
    }
}
