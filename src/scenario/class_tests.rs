//! Each class of investors against its finding: in a small market with the class and without it, and under a wrong label.

#![expect(clippy::float_arithmetic, reason = "figures of finished plays")]

use super::{Chance, Play, load};
use crate::domain::{Code, Symbol, Timestamp};
use crate::engine::{Act, InvestorGroup, Quoting, Style, World};
use crate::projection::Views;

pub(super) const PASSO: &str = "PASSO";

pub(super) fn code(text: &str) -> Code {
    text.parse().expect("a code")
}

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// Three listed companies, sellers and buyers who ask the market's return, and ten members of the class under test.
pub(super) fn market(class: Style) -> World {
    let mut world = load(Some("sanzioni")).expect("it ships");
    world.ends_at = at("2026-11-13T17:00:00Z");
    world.acts.retain(|act| matches!(act, Act::Apply { .. }));
    world.expect.clear();
    let group = |name: &str, class, count, decisions: &str, dispersion: &str| InvestorGroup {
        name: code(name),
        title: world.title.clone(),
        class: None,
        style: class,
        finding: finding(&world, class),
        count,
        cash: "20000000".parse().expect("money"),
        ticket: "60000".parse().expect("money"),
        subscribes: "1".parse().expect("a rate"),
        decisions_per_day: decisions.parse().expect("a rate"),
        dispersion: dispersion.parse().expect("a rate"),
        quotes: Some(quoting()),
        source: "a test".into(),
    };
    world.investors =
        vec![group("tested", class, 25, "1", "0.02"), group("others", Style::FiduciaryBound, 25, "1", "0.03")];
    world
}

fn quoting() -> Quoting {
    let [maximum_spread, presence] = ["0.01", "1"].map(|rate| rate.parse().expect("a rate"));
    Quoting { maximum_spread, minimum_size: "1000".parse().expect("money"), presence }
}

fn finding(world: &World, class: Style) -> Code {
    let fits = |finding: &&crate::engine::EmpiricalFinding| finding.styles.contains(&class);
    world.findings.findings.iter().find(fits).expect("every class has a finding").code.clone()
}

/// The same with a verified report of a company on its first objective, this part of the way to its target.
fn with_result(mut world: World, company: &str, part: f64) -> World {
    let dossier = world.companies.iter().find(|one| one.company.id == Some(code(company))).expect("it is there");
    let objective = &dossier.objectives[0];
    let figure = |value: Option<crate::domain::Figure>| value.expect("a figure").scaled();
    let baseline = figure(objective.baseline.as_ref().and_then(|baseline| baseline.value));
    let target = figure(objective.target.as_ref().and_then(|target| target.value));
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a figure of a test")]
    let value = crate::domain::Figure::from_scaled(baseline + ((target - baseline) as f64 * part) as i64);
    let objective = objective.code.clone().expect("a code");
    let (company, reported_at) = (code(company), at("2026-09-14T08:00:00Z"));
    world.acts.push(Act::Report { at: reported_at, company, objective, value, verified: true, period_ends_on: None });
    world
}

pub(super) fn play(world: World) -> Views {
    let end = world.ends_at;
    let (mut play, ..) = Play::begin(world, Chance::Seed).expect("a sound world");
    while play.next_at().is_some_and(|at| at <= end) {
        if let Some(input) = play.propose() {
            play.apply(&input);
        }
    }
    play.views().clone()
}

/// The mean price of a share's trades from October on, weighted by volume, over the price of its offer, less 1.
fn premium(views: &Views, symbol: &str) -> f64 {
    let symbol: Symbol = symbol.parse().expect("a symbol");
    let view = views.market.instruments.get(&symbol).expect("it is listed");
    let from = at("2026-10-01T00:00:00Z");
    let trades = view.trades.iter().map(|&index| views.market.trades[index]).filter(|trade| trade.time >= from);
    #[expect(clippy::cast_precision_loss, reason = "figures of a test")]
    let (value, volume) = trades.fold((0.0, 0.0), |(value, volume), trade| {
        let units = trade.quantity.units() as f64;
        (value + trade.price.scaled() as f64 * units, volume + units)
    });
    assert!(volume > 0.0, "{symbol} has traded");
    #[expect(clippy::cast_precision_loss, reason = "a figure of a test")]
    let issue = view.issue_price.scaled() as f64;
    value / volume / issue - 1.0
}

/// How many members of the tested group have ever sent an order or hold units.
fn active(views: &Views) -> f64 {
    let accounts = views.accounts.accounts.iter().filter(|(_, view)| view.name.as_str().starts_with("tested-"));
    let acts = accounts.filter(|(number, view)| {
        views.orders.of(**number).next().is_some() || view.holdings.keys().any(|asset| asset != "EUR")
    });
    f64::from(u32::try_from(acts.count()).expect("few"))
}

#[expect(clippy::cast_precision_loss, reason = "a figure of a test")]
pub(super) fn trades(views: &Views) -> f64 {
    views.market.trades.len() as f64
}

pub(super) fn spread(views: &Views) -> f64 {
    let company = views.exercise.company(&code("passo-lieve")).expect("it is there");
    #[expect(clippy::cast_precision_loss, reason = "a figure of a test")]
    let spread = company.trading.spread().map_or(10_000.0, |spread| spread as f64 / 100.0);
    spread
}

/// What the class does, minus what the same members do when they ask the market's return: same accounts, same draws.
fn effect(class: Style, of: impl Fn(Style) -> f64) -> f64 {
    of(class) - of(Style::FiduciaryBound)
}

/// A finding as seen in the market: what is observed of a class, and the range in which its finding puts it.
struct Row {
    class: Style,
    /// Another class, which must not pass for it.
    mistaken: Style,
    observe: fn(Style) -> f64,
    range: (f64, f64),
}

const ROWS: [Row; 10] = [
    Row {
        class: Style::Institutional,
        mistaken: Style::WarmGlow,
        observe: |class| effect(class, |class| premium(&play(market(class)), PASSO)),
        range: (0.04, 0.187), // at most the premium of 3.7 points; sellers keep it below
    },
    Row {
        class: Style::WarmGlow,
        mistaken: Style::Philanthropic,
        observe: |class| {
            let seen = |part| premium(&play(with_result(market(class), "passo-lieve", part)), PASSO);
            let (some, all) = (seen(0.4), seen(1.0));
            // However much impact: any difference is out of every range.
            if (some - all).abs() < 0.001 {
                effect(class, |class| premium(&play(market(class)), PASSO))
            } else {
                f64::NAN
            }
        },
        range: (0.002, 0.043), // the premium of half a point, 2.3%, and what it does not sell, which keeps the price up
    },
    Row {
        class: Style::Proportional,
        mistaken: Style::WarmGlow,
        observe: |class| {
            let seen = |part| premium(&play(with_result(market(class), "passo-lieve", part)), PASSO);
            seen(1.0) - seen(-1.0)
        },
        range: (0.01, 0.07), // 0.7 + 0.9 of an impact worth about 4% of the price
    },
    Row {
        class: Style::Category,
        mistaken: Style::Proportional,
        observe: |class| {
            let rated = |passo, rinova| {
                let world = with_result(with_result(market(class), "passo-lieve", passo), "rinova-materia", rinova);
                play(with_result(world, "officina-balsamo", 0.1))
            };
            // From the middle to the top without a better result of its own: only the others' are worse.
            premium(&rated(0.5, 0.2), PASSO) - premium(&rated(0.5, 0.9), PASSO)
        },
        range: (0.005, 0.05), // at most the premium of one point
    },
    Row {
        class: Style::Intention,
        mistaken: Style::Institutional,
        observe: |class| effect(class, |class| premium(&play(market(class)), PASSO)),
        range: (0.004, 0.03), // 3% where the gate had no doubt, as here
    },
    Row {
        class: Style::Philanthropic,
        mistaken: Style::Institutional,
        observe: |class| effect(class, |class| premium(&play(market(class)), PASSO)),
        range: (0.19, 0.61), // beyond what any fund pays; at most what is worth without any return
    },
    Row {
        class: Style::Retail,
        mistaken: Style::Intention,
        observe: |class| active(&play(market(class))) / 25.0,
        range: (0.02, 0.40), // 16% of 25 members: 0 to 10 with 99 in 100
    },
    Row {
        class: Style::FiduciaryBound,
        mistaken: Style::Institutional,
        observe: |class| premium(&play(market(class)), PASSO) - premium(&play(unlabelled(market(class))), PASSO),
        range: (-0.001, 0.001), // the label is worth nothing to it
    },
    Row {
        class: Style::LiquidityProvider,
        mistaken: Style::Noise,
        observe: |class| spread(&play(market(class))),
        range: (1.0, 100.0), // its greatest spread is 1%
    },
    Row {
        class: Style::Noise,
        mistaken: Style::Institutional,
        observe: |class| trades(&play(market(class))) / trades(&play(market(Style::FiduciaryBound))) - 1.0,
        range: (0.1, 5.0), // who has no view of the value does not wait for a price
    },
];

/// The same companies where nobody asks for impact.
fn unlabelled(mut world: World) -> World {
    let text = crate::format::library::text("rulebooks", "no-gate").expect("it ships");
    let document = crate::format::Document::parse("no-gate", text.as_bytes()).expect("TOML");
    let bare: crate::admission::Rulebook = document.decode().expect("it fits");
    world.rulebook.severities = bare.severities;
    world
}

fn holds(row: &Row, class: Style) -> Result<f64, f64> {
    let found = (row.observe)(class);
    if (row.range.0..=row.range.1).contains(&found) { Ok(found) } else { Err(found) }
}

#[test]
fn each_class_shows_its_finding_and_no_other_class_passes_for_it() {
    let mut wrong = Vec::new();
    for row in &ROWS {
        if let Err(found) = holds(row, row.class) {
            wrong.push(format!("{:?} shows {found:.4}, not {:?}", row.class, row.range));
        }
        if let Ok(found) = holds(row, row.mistaken) {
            wrong.push(format!("{:?} passes for {:?} with {found:.4}", row.mistaken, row.class));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
