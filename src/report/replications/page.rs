//! Replications on one page that prints on A4 and asks nothing of a network.

use askama::Template;

use super::{DRAWN, Estimate, MeasuredFigure, ReplicationFile, Spread, SubjectFigures, figure};
use crate::domain::{Figure, Language};
use crate::report::html::Words;
use crate::report::numerals::Numerals;

/// The width of a drawing, and where its bars stand.
const WIDTH: u32 = 720;
const FLOOR: u32 = 100;

/// The page in one language; spreads hold what the rows of the CSV have told.
///
/// # Panics
/// Never: writing to a string cannot fail.
#[must_use]
pub fn replications_to_html(file: &ReplicationFile, spreads: &[Spread], language: Language) -> String {
    Page::of(file, spreads, language).render().expect("a string takes every text")
}

#[derive(Debug, Template)]
#[template(path = "replications/replications.html", whitespace = "minimize")]
struct Page<'a> {
    w: Words,
    file: &'a ReplicationFile,
    count: String,
    heads: Vec<&'a str>,
    rows: Vec<(&'a str, Vec<String>)>,
    parts: Vec<Part<'a>>,
    calibration: Vec<Target<'a>>,
    expectations: Vec<(&'a str, String, bool)>,
}

/// A company or a market.
#[derive(Debug)]
struct Part<'a> {
    id: String,
    name: &'a str,
    rows: Vec<[String; 6]>,
    drawings: Vec<Drawing<'a>>,
}

/// A spread, drawn.
#[derive(Debug)]
struct Drawing<'a> {
    id: String,
    label: &'a str,
    bars: Vec<Bar>,
}

#[derive(Debug)]
struct Bar {
    x: u32,
    y: u32,
    width: u32,
    height: u32,
    middle: u32,
    from: String,
    to: String,
    count: String,
}

/// A calibration target.
#[derive(Debug)]
struct Target<'a> {
    what: String,
    wanted: String,
    found: String,
    met: bool,
    why: Option<&'a str>,
}

/// The measures that the first table shows.
const SUMMARY: [&str; 5] = ["listed", "raised", "net_proceeds", "months_to_listing", "price_change"];

impl<'a> Page<'a> {
    fn of(file: &'a ReplicationFile, spreads: &[Spread], language: Language) -> Self {
        let words = Words { language };
        let numerals = Numerals::of(language);
        let found =
            |subject: &'a SubjectFigures, measure: &str| subject.figures.iter().find(|one| one.measure == measure);
        let cell = |subject: &'a SubjectFigures, measure: &str| {
            found(subject, measure)
                .and_then(|one| Some(mean(one, one.estimate.as_ref()?, numerals)))
                .unwrap_or_default()
        };
        let first = file.companies.first();
        Self {
            w: words,
            count: numerals.count(file.replications),
            heads: SUMMARY.iter().filter_map(|name| Some(found(first?, name)?.label.get(language))).collect(),
            rows: file
                .companies
                .iter()
                .map(|one| (one.name.as_str(), SUMMARY.iter().map(|name| cell(one, name)).collect()))
                .collect(),
            parts: file
                .companies
                .iter()
                .map(|one| part(one, "company", spreads, language))
                .chain(file.markets.iter().map(|one| part(one, "market", &[], language)))
                .chain(file.groups.iter().map(|one| part(one, "group", &[], language)))
                .chain(file.exchange.iter().map(|one| whole(one, words)))
                .collect(),
            calibration: file.calibration.iter().map(|one| target(one, words)).collect(),
            expectations: file
                .expectations
                .iter()
                .map(|one| {
                    let count = format!("{} / {}", numerals.count(one.came_true), numerals.count(one.of));
                    (one.expected.get(language), count, one.came_true == one.of)
                })
                .collect(),
            file,
        }
    }
}

fn part<'a>(subject: &'a SubjectFigures, kind: &str, spreads: &[Spread], language: Language) -> Part<'a> {
    let numerals = Numerals::of(language);
    let row = |one: &MeasuredFigure| {
        let estimate = one.estimate.as_ref()?;
        let told = |decimal: &str| written(decimal, &one.unit, numerals);
        let end = |decimal: &Option<String>| decimal.as_deref().map_or_else(|| "\u{2013}".to_owned(), told);
        Some([
            labelled(one, language),
            told(&estimate.mean),
            end(&estimate.low),
            end(&estimate.high),
            format!("{} \u{2013} {}", told(&estimate.least), told(&estimate.greatest)),
            numerals.count(estimate.count),
        ])
    };
    let drawn = DRAWN.iter().filter_map(|measure| {
        let spread = spreads.iter().find(|one| one.subject == subject.name && one.measure == *measure)?;
        let measured = subject.figures.iter().find(|one| one.measure == *measure)?;
        Some(drawing(spread, measured, language))
    });
    Part {
        id: format!("{kind}-{}", subject.name),
        name: &subject.name,
        rows: subject.figures.iter().filter_map(row).collect(),
        drawings: drawn.collect(),
    }
}

fn drawing<'a>(spread: &Spread, measured: &'a MeasuredFigure, language: Language) -> Drawing<'a> {
    let numerals = Numerals::of(language);
    let bars = spread.bars();
    let most = bars.iter().map(|(.., count)| *count).max().unwrap_or(1).max(1);
    let step = WIDTH / u32::try_from(bars.len()).unwrap_or(1).max(1);
    let bar = |(at, (from, to, count)): (u32, &(Figure, Figure, u32))| {
        let height = u32::try_from(u64::from(*count) * 80 / u64::from(most)).unwrap_or(0);
        Bar {
            x: at * step + 4,
            y: FLOOR - height,
            width: step - 8,
            height,
            middle: at * step + step / 2,
            from: in_unit(*from, &measured.unit, numerals),
            to: in_unit(*to, &measured.unit, numerals),
            count: numerals.count(*count),
        }
    };
    Drawing {
        id: format!("{}-{}", spread.subject, spread.measure.replace('_', "-")),
        label: measured.label.get(language),
        bars: (0..).zip(&bars).map(bar).collect(),
    }
}

/// The whole exchange, which has no name of its own.
fn whole(subject: &SubjectFigures, words: Words) -> Part<'_> {
    Part { name: the_exchange(words), ..part(subject, "whole", &[], words.language) }
}

const fn the_exchange(words: Words) -> &'static str {
    words.say("L'intera borsa", "The whole exchange")
}

fn target<'a>(one: &'a super::CalibrationMean, words: Words) -> Target<'a> {
    let numerals = Numerals::of(words.language);
    let bound = |figure: Figure| numerals.figure(figure);
    let named = one.market.as_deref().or(one.company.as_deref()).or(one.group.as_deref());
    let about = named.unwrap_or(the_exchange(words));
    let wanted = match (one.at_least, one.at_most) {
        (Some(least), Some(most)) => format!("{} \u{2013} {}", bound(least), bound(most)),
        (Some(least), None) => format!("{} {}", words.say("almeno", "at least"), bound(least)),
        (None, Some(most)) => format!("{} {}", words.say("al massimo", "at most"), bound(most)),
        (None, None) => String::new(),
    };
    Target {
        what: format!("{about}: {}", one.label.get(words.language)),
        wanted,
        found: one.found.as_deref().and_then(figure).map_or_else(|| "\u{2013}".to_owned(), bound),
        met: one.met,
        why: one.unmet_because.as_ref().map(|text| text.get(words.language)),
    }
}

fn labelled(one: &MeasuredFigure, language: Language) -> String {
    let label = one.label.get(language);
    match one.unit.as_str() {
        "EUR" => format!("{label}, EUR"),
        "part" => format!("{label}, %"),
        _ => label.to_owned(),
    }
}

/// The mean with half the width of its interval.
fn mean(one: &MeasuredFigure, estimate: &Estimate, numerals: Numerals) -> String {
    let told = written(&estimate.mean, &one.unit, numerals);
    let ends = estimate.low.as_deref().and_then(figure).zip(estimate.high.as_deref().and_then(figure));
    match ends {
        Some((low, high)) if low < high => {
            let half = Figure::from_scaled((high.scaled() - low.scaled()) / 2);
            format!("{told} \u{b1} {}", in_unit(half, &one.unit, numerals))
        }
        _ => told,
    }
}

fn written(decimal: &str, unit: &str, numerals: Numerals) -> String {
    figure(decimal).map_or_else(|| "\u{2013}".to_owned(), |figure| in_unit(figure, unit, numerals))
}

/// Euro whole, parts in percent to the tenth, all else to the hundredth.
fn in_unit(figure: Figure, unit: &str, numerals: Numerals) -> String {
    match unit {
        "EUR" => numerals.whole_euro(figure.money()),
        "part" => numerals.scaled(rounded(i128::from(figure.scaled()) * 100, 1_000), 1),
        _ => numerals.scaled(rounded(i128::from(figure.scaled()), 100), 2),
    }
}

/// To a multiple of `step`, half away from zero.
const fn rounded(scaled: i128, step: i128) -> i128 {
    (scaled.abs() + step / 2) / step * step * scaled.signum()
}
