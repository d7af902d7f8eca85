//! Each kind of event with and without it, by the same luck: the sign of what it does, and that nothing comes before it.

#![expect(clippy::float_arithmetic, reason = "figures of finished plays")]

use super::class_tests::{PASSO, at, code, market, play, spread, trades};
use super::{Chance, Play, judge, load};
use crate::domain::{Price, Sanction, Symbol, Timestamp};
use crate::engine::{Act, Effect, Event, Fact, Occurrence, Stage, Style, World};
use crate::projection::Views;

/// The world with an event.
fn with(mut world: World, at_: &str, effect: &str) -> World {
    let effect: Effect = serde_json::from_str(effect).expect("an effect");
    let (name, title) = (code("event"), world.title.clone());
    let (at, source) = (Some(at(at_)), "a test".into());
    let basis = crate::domain::Basis::Assumed;
    world.events.push(Occurrence { name, at, drawn: None, title, text: None, effect, basis, source });
    world
}

/// All that is told, in order.
fn told(world: World) -> Vec<Event> {
    let end = world.ends_at;
    let (mut play, _, mut told) = Play::begin(world, Chance::Seed).expect("a sound world");
    while play.next_at().is_some_and(|at| at <= end) {
        if let Some(input) = play.propose() {
            told.extend(play.apply(&input));
        }
    }
    told
}

/// The mean price of a name's trades between two instants, in euro, each trade alike.
fn mean_price(views: &Views, from: &str, to: &str) -> f64 {
    let symbol: Symbol = PASSO.parse().expect("a symbol");
    let (from, to): (Timestamp, Timestamp) = (at(from), at(to));
    let trades = views.market.instruments[&symbol].trades.iter().map(|&index| views.market.trades[index]);
    let prices: Vec<Price> =
        trades.filter(|trade| from <= trade.time && trade.time < to).map(|trade| trade.price).collect();
    #[expect(clippy::cast_precision_loss, reason = "figures of a test")]
    let sum: f64 = prices.iter().map(|price| price.scaled() as f64 / 10_000.0).sum();
    let count = u32::try_from(prices.len()).expect("few");
    assert!(count >= 5, "the name trades between {from} and {to}");
    sum / f64::from(count)
}

const SEPTEMBER: &str = "2026-09-15T05:30:00Z";

/// The market with some who trade without a view beside: somebody sells also where everybody would rather hold.
fn lively(class: Style) -> World {
    let mut world = market(class);
    let mut noise = world.investors[1].clone();
    (noise.name, noise.style, noise.count) = (code("noise"), Style::Noise, 10);
    (noise.finding, noise.ticket) = (code("some-trade-without-a-view"), "20000".parse().expect("money"));
    noise.quotes = None;
    world.investors.push(noise);
    world
}

/// The price from the middle of September to a day with an event, over that without it, less 1.
fn effect_on_price(class: Style, effect: &str, until: &str) -> f64 {
    let (without, with) = (play(lively(class)), play(with(lively(class), SEPTEMBER, effect)));
    let from = "2026-09-29T00:00:00Z";
    mean_price(&with, from, until) / mean_price(&without, from, until) - 1.0
}

#[test]
fn nothing_differs_before_an_event_and_it_is_told_with_its_end() {
    let crisis = r#"{"kind":"crisis","return_points":"0.05","sellers":"0.3","recovers_days":30}"#;
    let world = market(Style::Institutional);
    let (without, with) = (told(world.clone()), told(with(world, SEPTEMBER, crisis)));
    let place = with.iter().position(|event| matches!(event.fact, Fact::Occurred { .. })).expect("it is told");
    assert_eq!(with[place].time, at(SEPTEMBER));
    let same = |one: &Event, other: &Event| matches!(one.fact, Fact::Opened { .. }) || one == other;
    assert!(with[..place].iter().zip(&without).all(|(one, other)| same(one, other)));
    let over = with.iter().find(|event| matches!(event.fact, Fact::Subsided { .. })).expect("it is over in time");
    assert_eq!(over.time, at(SEPTEMBER).plus_seconds(30 * 86_400));
}

#[test]
fn a_crisis_lowers_prices_and_they_recover() {
    let crisis = r#"{"kind":"crisis","return_points":"0.06","sellers":"0.3","holds_days":20,"recovers_days":20}"#;
    let (without, with) =
        (play(market(Style::Institutional)), play(with(market(Style::Institutional), SEPTEMBER, crisis)));
    let of = |from: &str, to: &str| mean_price(&with, from, to) / mean_price(&without, from, to) - 1.0;
    let (low, late) =
        (of("2026-09-24T00:00:00Z", "2026-10-05T00:00:00Z"), of("2026-11-01T00:00:00Z", "2026-11-13T00:00:00Z"));
    assert!((-0.35..=-0.08).contains(&low), "six points over five years are about a quarter: {low}");
    assert!(late > low + 0.05, "it recovers: {low} to {late}");
}

#[test]
fn less_attention_means_fewer_trades() {
    let crisis = r#"{"kind":"crisis","return_points":"0","attention":"0.2","holds_days":90,"recovers_days":0}"#;
    let world = market(Style::FiduciaryBound);
    let (without, with) = (trades(&play(world.clone())), trades(&play(with(world, SEPTEMBER, crisis))));
    assert!(with < 0.9 * without, "{with} of {without}");
}

#[test]
fn a_scandal_takes_what_was_given_up_for_impact_and_spares_the_others() {
    let scandal = r#"{"kind":"scandal","company":"passo-lieve","sellers":"0.3"}"#;
    let until = "2026-11-13T00:00:00Z";
    let fell = effect_on_price(Style::Institutional, scandal, until);
    assert!(fell < -0.02, "{fell}");
    let other = r#"{"kind":"scandal","company":"rinova-materia","sellers":"0.3"}"#;
    let spared = effect_on_price(Style::Institutional, other, until);
    assert!(spared.abs() < fell.abs() / 2.0, "another company's: {spared}, its own: {fell}");
    let bound = effect_on_price(Style::FiduciaryBound, r#"{"kind":"scandal","company":"passo-lieve"}"#, until);
    assert!(bound.abs() < 1e-9, "who gave up nothing has nothing to take back: {bound}");
}

#[test]
fn a_result_moves_the_price_its_own_way() {
    let of = |value: &str| {
        let result = format!(r#"{{"kind":"result","company":"passo-lieve","value":"{value}"}}"#);
        effect_on_price(Style::Institutional, &result, "2026-11-13T00:00:00Z")
    };
    let (good, bad) = (of("0.15"), of("-0.15"));
    assert!((0.02..=0.16).contains(&good), "{good}");
    assert!((-0.16..=-0.02).contains(&bad), "{bad}");
}

#[test]
fn a_policy_that_leaves_more_of_the_return_raises_prices_for_whom_it_is_made() {
    let policy = |style: &str| format!(r#"{{"kind":"policy","return_points":"0.03","styles":["{style}"]}}"#);
    let of = |style: &str| effect_on_price(Style::Institutional, &policy(style), "2026-11-13T00:00:00Z");
    let (theirs, others) = (of("institutional"), of("retail"));
    assert!(theirs > 0.02, "{theirs}");
    assert!(others.abs() < 1e-9, "{others}");
}

#[test]
fn a_cut_of_gifts_leaves_less_for_offers() {
    let raised = |world: World| {
        let views = play(world);
        let company = views.exercise.company(&code("passo-lieve")).expect("it is there");
        company.offer.as_ref().expect("it was offered").asked.units()
    };
    let mut world = market(Style::Philanthropic);
    world.investors.truncate(1);
    let cut = r#"{"kind":"donation_cut","part":"0.8"}"#;
    let (before, after) = (raised(world.clone()), raised(with(world.clone(), "2026-02-02T08:00:00Z", cut)));
    let left = after as f64 / before as f64;
    assert!((0.15..=0.25).contains(&left), "a fifth is left: {after} of {before}");
    let over = r#"{"kind":"donation_cut","part":"0.8","lasts_days":3}"#;
    assert_eq!(raised(with(world, "2026-02-02T08:00:00Z", over)), before, "over before the offer");
}

#[test]
fn a_specialist_that_withdraws_leaves_wider_spreads_and_may_come_back() {
    let world = market(Style::LiquidityProvider);
    let quiet = r#"{"kind":"specialist_withdraws"}"#;
    let back = r#"{"kind":"specialist_withdraws","lasts_days":20}"#;
    let (never, gone, returned) = (
        spread(&play(world.clone())),
        spread(&play(with(world.clone(), SEPTEMBER, quiet))),
        spread(&play(with(world.clone(), SEPTEMBER, back))),
    );
    assert!(never < returned && returned < gone, "{never} {returned} {gone}");
    let orders = |world: World, from: &str| {
        let from = at(from);
        let accepted = |event: &&Event| event.time > from && matches!(event.fact, Fact::OrderAccepted { .. });
        let log = told(world);
        let mut quotes = log.iter().filter(accepted).filter(|event| match &event.fact {
            Fact::OrderAccepted { time_in_force, .. } => *time_in_force == crate::domain::TimeInForce::Day,
            _ => false,
        });
        quotes.next().is_some()
    };
    assert!(!orders(with(world.clone(), SEPTEMBER, quiet), SEPTEMBER), "nobody quotes any more");
    assert!(orders(with(world, SEPTEMBER, back), "2026-10-05T05:30:00Z"), "it quotes again");
}

#[test]
fn a_late_report_brings_its_own_sanctions() {
    let mut world = load(Some("sanzioni")).expect("it ships");
    world.expect.clear();
    let views = play(world.clone());
    let standing = |views: &Views| {
        let company = views.exercise.company(&code("officina-balsamo")).expect("it is there");
        (company.stage, company.life.lapses.iter().filter(|lapse| lapse.subject.contains("annual")).count())
    };
    assert_eq!(standing(&views), (Stage::Delisted, 0), "its accounts came in time");
    let late = r#"{"kind":"late_report","company":"officina-balsamo","days":120,"obligation":"bond-annual-report"}"#;
    let views = play(with(world, "2027-06-01T08:00:00Z", late));
    let company = views.exercise.company(&code("officina-balsamo")).expect("it is there");
    let lapse = company.life.lapses.iter().find(|lapse| lapse.subject.contains("annual")).expect("it came too late");
    assert!(lapse.sanctions.iter().any(|imposed| imposed.sanction == Sanction::Warning), "{lapse:?}");
}

/// What a shipped story expects and does not come true, in English.
fn unmet(world: World) -> Vec<String> {
    let views = play(world.clone());
    let verdicts = judge(&world, &views).into_iter().filter(|verdict| verdict.instead.is_some());
    verdicts.map(|verdict| verdict.expected.en).collect()
}

fn fails(unmet: &[String], wanted: &str) {
    assert!(unmet.iter().any(|expected| expected.contains(wanted)), "{wanted}: {unmet:#?}");
}

#[test]
fn the_crash_needs_its_crisis() {
    let world = load(Some("crollo-e-ripresa")).expect("it ships");
    assert_eq!(unmet(world.clone()), Vec::<String>::new());
    let without = unmet(World { events: Vec::new(), ..world });
    fails(&without, "RINOVA moves from 2027-01-15 to 2027-02-12");
    fails(&without, "crisis-2027");
}

#[test]
fn an_impact_of_facade_costs_its_holders_once_it_is_told() {
    let world = load(Some("impatto-di-facciata-sfuggito")).expect("it ships");
    assert_eq!(unmet(world.clone()), Vec::<String>::new());
    fails(&unmet(World { events: Vec::new(), ..world }), "INSEGNA moves");
}

#[test]
fn an_impact_of_facade_is_found_out_because_somebody_asks() {
    let mut world = load(Some("impatto-di-facciata-scoperto")).expect("it ships");
    world.ends_at = at("2026-03-20T17:00:00Z");
    let of_others = |expected: &String| !expected.starts_with("verde-insegna");
    assert!(unmet(world.clone()).iter().all(of_others), "refused");
    let asks = |act: &Act| matches!(act, Act::RequestEvidence { company, .. } | Act::AnswerEvidence { company, .. } if company.as_str() == "verde-insegna");
    world.acts.retain(|act| !asks(act));
    fails(&unmet(world), "verde-insegna is refused");
}
