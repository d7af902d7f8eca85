//! The files that follow from a run's journal alone: `run` writes them, `verify` makes them again and compares.

use super::run_directory::{REPORT_HTML, REPORT_JSON, TRADES};
use crate::domain::Language;
use crate::journal::Digest;
use crate::projection::{Setting, Views};
use crate::report::{CalibrationLine, Edition, Expected, Report, to_html, to_json, trades_csv};
use crate::scenario::{Calibrated, Verdict};

/// Each file's name, with its text in every language that it may have, the usual one first.
pub(super) fn papers(views: &Views, edition: Edition) -> Vec<(&'static str, Vec<String>)> {
    let report = Report::of(views, edition);
    let pages = [Language::default(), Language::En].map(|language| to_html(&report, language));
    vec![(TRADES, vec![trades_csv(&views.market)]), (REPORT_JSON, vec![to_json(&report)]), (REPORT_HTML, pages.into())]
}

/// What a report says of its run beside the story: nothing that could differ between two machines.
pub(super) fn edition(setting: Setting, digest: Digest, verdicts: Vec<Verdict>, calibration: &[Calibrated]) -> Edition {
    let expected = |verdict: Verdict| Expected { expected: verdict.expected, instead: verdict.instead };
    Edition {
        setting,
        digest: digest.to_string(),
        engine: concat!("borsa ", env!("CARGO_PKG_VERSION")).into(),
        command: "borsa verify .\nborsa run scenario.toml".into(),
        expectations: verdicts.into_iter().map(expected).collect(),
        calibration: calibration.iter().map(line).collect(),
    }
}

fn line(one: &Calibrated) -> CalibrationLine {
    CalibrationLine {
        about: one.about(),
        market: one.target.market.clone(),
        company: one.target.company.as_ref().map(ToString::to_string),
        group: one.target.group.as_ref().map(ToString::to_string),
        measure: one.target.measure.clone(),
        label: one.title(),
        wanted: one.bounds(),
        found: one.found_text(),
        met: one.is_met(),
        sourced: one.is_sourced(),
        source: one.target.source.clone(),
        unmet_because: one.target.unmet_because.clone(),
    }
}
