//! What runs came to, as rows, and why they differ, company by company.

use super::routes::text;
use crate::admission::Outcome;
use crate::cli::output::word;
use crate::domain::{Figure, Money, Text};
use crate::exercise::Unit;
use crate::report::{Cell, Column, CompanyReport, Comparison, Difference, Report, Row};

/// One run under its name.
pub(super) struct Run {
    pub(super) code: String,
    pub(super) label: Text,
    pub(super) report: Report,
}

/// The scenario as a whole, then its companies.
pub(super) fn comparisons(subject: &str, title: &Text, runs: &[Run]) -> Vec<Comparison> {
    let columns =
        || runs.iter().map(|run| Column { code: run.code.clone(), label: run.label.clone(), remarks: Vec::new() });
    let of_companies = text(format!("{}: le società", title.it), format!("{}: the companies", title.en));
    vec![
        Comparison {
            subject: subject.to_owned(),
            title: title.clone(),
            columns: columns().collect(),
            rows: rows(runs),
            differences: differences(runs),
        },
        Comparison {
            subject: format!("{subject}-companies"),
            title: of_companies,
            columns: columns().collect(),
            rows: companies(runs),
            differences: Vec::new(),
        },
    ]
}

fn rows(runs: &[Run]) -> Vec<Row> {
    let row = |code: &str, it: &str, en: &str, unit, cell: &dyn Fn(&Report) -> Option<Figure>| Row {
        code: code.to_owned(),
        label: text(it, en),
        unit: Some(unit),
        cells: runs.iter().map(|run| Cell::of(cell(&run.report))).collect(),
    };
    let money = |money: Money| Figure::of_money(money);
    vec![
        row("applied", "Candidate", "Applied", Unit::Count, &|one| count(one.summary().applied)),
        row("admitted", "Ammesse", "Admitted", Unit::Count, &|one| count(one.summary().admitted)),
        row("conditional", "Ammesse con condizioni", "Admitted on conditions", Unit::Count, &|one| {
            count(one.summary().conditional)
        }),
        row("refused", "Respinte", "Refused", Unit::Count, &|one| count(one.summary().refused)),
        row("listed", "Quotate", "Listed", Unit::Count, &|one| count(one.summary().listed)),
        row("raised", "Raccolta", "Raised", Unit::Euro, &|one| money(one.summary().raised)),
        row("one-off", "Costi una tantum", "One-off costs", Unit::Euro, &|one| money(one.summary().totals.one_off)),
        row("one-off-percent", "In % della raccolta", "In % of the raise", Unit::Percent, &|one| {
            one.summary().totals.one_off_percent
        }),
        row("yearly", "Costi annui", "Costs a year", Unit::Euro, &|one| money(one.summary().totals.yearly)),
        row("trades", "Contratti", "Trades", Unit::Count, &|one| whole(one.summary().trades)),
        row("turnover", "Controvalore", "Turnover", Unit::Euro, &|one| money(one.summary().turnover)),
        row("days-without-trade", "Giorni senza scambi, %", "Days without a trade, %", Unit::Percent, &|one| {
            let days = |count: fn(&CompanyReport) -> u32| one.companies.iter().map(count).map(u64::from).sum();
            percent(days(|one| one.view.trading.days_without_trade), days(|one| one.view.trading.days))
        }),
        row("auctions", "Aste", "Auctions", Unit::Count, &|one| {
            whole(one.companies.iter().map(|one| u64::from(one.view.trading.auctions)).sum())
        }),
        row("auctions-without-trade", "Aste senza scambi, %", "Auctions without a trade, %", Unit::Percent, &|one| {
            let all = |count: fn(&CompanyReport) -> u32| one.companies.iter().map(count).map(u64::from).sum();
            percent(all(|one| one.view.trading.auctions_without_trade), all(|one| one.view.trading.auctions))
        }),
    ]
}

fn count(count: usize) -> Option<Figure> {
    u32::try_from(count).ok().map(Figure::whole)
}

fn whole(count: u64) -> Option<Figure> {
    Figure::of_money(Money::from_scaled(i128::from(count) * 10_000))
}

/// A part in percent, to the hundredth, half up; nothing of nothing.
fn percent(part: u64, of: u64) -> Option<Figure> {
    let hundredths = (u128::from(part) * 20_000 + u128::from(of)).checked_div(u128::from(of) * 2)?;
    i64::try_from(hundredths).ok()?.checked_mul(100).map(Figure::from_scaled)
}

/// What became of each company in each run.
fn companies(runs: &[Run]) -> Vec<Row> {
    let Some(first) = runs.first() else { return Vec::new() };
    let row = |company: &CompanyReport| Row {
        code: company.view.code.to_string(),
        label: text(company.view.code.as_str(), company.view.code.as_str()),
        unit: None,
        cells: runs.iter().map(|run| of(run, company).map_or_else(Cell::default, fate)).collect(),
    };
    first.report.companies.iter().map(row).collect()
}

fn of<'a>(run: &'a Run, company: &CompanyReport) -> Option<&'a CompanyReport> {
    run.report.companies.iter().find(|other| other.view.code == company.view.code)
}

fn fate(company: &CompanyReport) -> Cell {
    match company.view.outcome {
        Some(Outcome::Refused) => Cell::word("respinta", "refused"),
        None => Cell::word("non decisa", "undecided"),
        Some(_) if company.view.instrument.is_none() => {
            let stage = stage(company);
            Cell::word(&stage.it, &stage.en)
        }
        Some(_) => {
            let trades = company.view.trading.trades;
            Cell::word(&format!("quotata, {trades} contratti"), &format!("listed, {trades} trades"))
        }
    }
}

fn stage(company: &CompanyReport) -> Text {
    let (it, en) = match word(&company.view.stage).as_str() {
        "applied" => ("candidata", "applied"),
        "preparing" => ("in preparazione", "preparing"),
        "offering" => ("in offerta", "offering"),
        "offer_failed" => ("offerta non riuscita", "offer failed"),
        "lapsed" => ("decaduta", "lapsed"),
        "withdrawn" => ("ritirata", "withdrawn"),
        "delisted" => ("revocata", "delisted"),
        "defaulted" => ("insolvente", "in default"),
        _ => ("in corso", "on its way"),
    };
    text(it, en)
}

fn differences(runs: &[Run]) -> Vec<Difference> {
    let Some((first, others)) = runs.split_first() else { return Vec::new() };
    let told = |run: &Run| {
        let lines = first.report.companies.iter().filter_map(|company| line(company, of(run, company)?)).collect();
        Difference { column: run.code.clone(), lines }
    };
    others.iter().map(told).collect()
}

/// How one company fared otherwise, and by which finding; nothing where it fared the same.
fn line(before: &CompanyReport, after: &CompanyReport) -> Option<Text> {
    let (was, is) = (fate(before).text?, fate(after).text?);
    let raised = |one: &CompanyReport| {
        let result = one.view.offer.as_ref().and_then(|offer| offer.result);
        result.map_or(Money::ZERO, |result| result.raised)
    };
    let costs = |one: &CompanyReport| one.totals.one_off;
    if was == is && raised(before) == raised(after) && costs(before) == costs(after) {
        return None;
    }
    let code = &before.view.code;
    let mut line = if was == is {
        text(format!("{code}: {}", is.it), format!("{code}: {}", is.en))
    } else {
        text(format!("{code}: {} invece di {}", is.it, was.it), format!("{code}: {} instead of {}", is.en, was.en))
    };
    let mut add = |it: String, en: String| {
        line.it.push_str(&it);
        line.en.push_str(&en);
    };
    let why = if after.view.outcome == Some(Outcome::Refused) { after } else { before };
    let turned = (before.view.outcome == Some(Outcome::Refused)) != (after.view.outcome == Some(Outcome::Refused));
    if let Some(reason) = why.reasons.first().filter(|_| turned) {
        let (it, en) = if why.view.outcome == after.view.outcome {
            ("perché", "because")
        } else {
            ("non vale più", "no longer")
        };
        add(format!(" ({it}: {})", reason.it), format!(" ({en}: {})", reason.en));
    }
    if raised(before) != raised(after) {
        let (was, is) = (raised(before), raised(after));
        add(format!("; raccolti {is} euro invece di {was}"), format!("; {is} euro raised instead of {was}"));
    }
    if costs(before) != costs(after) {
        let (was, is) = (costs(before), costs(after));
        add(
            format!("; costi una tantum {is} euro invece di {was}"),
            format!("; one-off costs {is} euro instead of {was}"),
        );
    }
    Some(line)
}
