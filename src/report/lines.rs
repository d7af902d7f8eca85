//! The lines of the account that come of watching the market, added to those that the engine has booked.

use crate::admission::Outcome;
use crate::domain::{Basis, Day, Figure, Language, Money, Text, Timestamp, Zone};
use crate::exercise::{Entry, EntryKind, Unit};
use crate::projection::{CompanyView, ImpactView, Setting};

/// Benefits and burdens of a company as it stands at an instant.
pub(super) fn of(view: &CompanyView, now: Timestamp, setting: &Setting) -> (Vec<Entry>, Vec<Entry>) {
    let zone = &setting.zone;
    if view.outcome.is_none_or(|outcome| outcome == Outcome::Refused) {
        return (view.benefits.clone(), view.burdens.clone());
    }
    let today = zone.day(now);
    let decided_on = view.decided_at.map_or(today, |at| zone.day(at));
    let mut benefits = vec![admission(decided_on)];
    benefits.extend(view.benefits.iter().cloned());
    benefits.extend(holders(view, zone, today));
    if view.instrument.is_some() {
        benefits.extend(trading(view, today));
    }
    benefits.extend(view.impact.iter().filter_map(|report| impact(report, setting)));
    let mut burdens = view.burdens.clone();
    if burdens.is_empty() {
        burdens.extend(work_so_far(view));
    }
    if burdens.is_empty() {
        burdens.push(waiting(view, decided_on, today));
    }
    (benefits, burdens)
}

fn line(item: &str, [it, en]: [&str; 2], kind: EntryKind, amount: Option<Figure>, unit: Unit, date: Day) -> Entry {
    Entry {
        item: item.parse().expect("a literal of lower-case letters"),
        label: Text { it: it.into(), en: en.into() },
        kind,
        amount,
        unit,
        date,
        basis: Basis::Simulated,
        source: "run".into(),
        payer: None,
        rule: None,
    }
}

fn admission(decided_on: Day) -> Entry {
    let label = ["Ammissione deliberata dal comitato", "Admission decided by the committee"];
    let entry = line("committee-admission", label, EntryKind::Visibility, None, Unit::Count, decided_on);
    Entry { source: "committee".into(), ..entry }
}

fn holders(view: &CompanyView, zone: &Zone, today: Day) -> Option<Entry> {
    let offer = view.offer.as_ref()?;
    let result = offer.result.filter(|result| result.success)?;
    let date = zone.day(offer.closes_at).min(today);
    let label = ["Investitori assegnatari nell'offerta", "Investors allotted in the offer"];
    let amount = Some(Figure::whole(result.holders));
    Some(Entry { source: "offer".into(), ..line("holders", label, EntryKind::Investors, amount, Unit::Count, date) })
}

/// What the secondary market has given: how often and for how much holders could sell.
fn trading(view: &CompanyView, today: Day) -> Vec<Entry> {
    let trading = &view.trading;
    let liquidity = |item, label, amount, unit| {
        let entry = line(item, label, EntryKind::Liquidity, amount, unit, today);
        Entry { source: "trades".into(), ..entry }
    };
    let count = |count: u64| Figure::of_money(Money::from_scaled(i128::from(count) * 10_000));
    let mut lines = vec![
        liquidity("turnover", ["Controvalore scambiato", "Turnover"], Figure::of_money(trading.turnover), Unit::Euro),
        liquidity("trades", ["Contratti conclusi", "Trades"], count(trading.trades), Unit::Count),
        Entry {
            rule: Some(Text {
                it: format!("su {} giorni di mercato aperto", trading.days),
                en: format!("of {} days on which the market was open", trading.days),
            }),
            ..liquidity(
                "days-without-a-trade",
                ["Giorni senza scambi", "Days without a trade"],
                Some(Figure::whole(trading.days_without_trade)),
                Unit::Days,
            )
        },
    ];
    lines.extend(trading.spread().and_then(spread).map(|spread| Entry {
        rule: Some(Text {
            it: "media nel tempo di negoziazione continua, con entrambi i lati quotati".into(),
            en: "mean over the time of continuous trading, with both sides quoted".into(),
        }),
        ..liquidity("spread", ["Differenziale denaro-lettera", "Bid-ask spread"], Some(spread), Unit::BasisPoints)
    }));
    lines
}

/// Hundredths of a basis point as basis points.
pub(super) fn spread(hundredths: i128) -> Option<Figure> {
    i64::try_from(hundredths.checked_mul(100)?).ok().map(Figure::from_scaled)
}

/// A verified result, as the part of the way to its target that was gone.
fn impact(report: &ImpactView, setting: &Setting) -> Option<Entry> {
    if !report.verified {
        return None;
    }
    let percent = Figure::from_scaled(report.progress?.scaled().checked_mul(100)?);
    let said = |language| setting.phrases.say(&report.indicator, language).words;
    let label = Text {
        it: format!("Strada fatta verso l'obiettivo: {}", said(Language::It)),
        en: format!("Way gone to the target: {}", said(Language::En)),
    };
    let date = setting.zone.day(report.reported_at);
    let entry = line("impact", ["", ""], EntryKind::Impact, Some(percent), Unit::Percent, date);
    Some(Entry { item: report.objective.clone(), label, source: "verifier".into(), ..entry })
}

/// The work of the preparation, while the offer has not been booked. A task's days are the plan's own figure.
fn work_so_far(view: &CompanyView) -> impl Iterator<Item = Entry> {
    view.tasks.iter().filter(|task| task.staff_days > 0).map(|task| Entry {
        item: task.code.clone(),
        label: task.name.clone(),
        kind: EntryKind::Organisational,
        amount: Some(Figure::whole(task.staff_days)),
        unit: Unit::Days,
        date: task.ends_on,
        basis: Basis::Assumed,
        source: "plan".into(),
        payer: None,
        rule: None,
    })
}

/// A preparation without work still takes time.
fn waiting(view: &CompanyView, decided_on: Day, today: Day) -> Entry {
    let until = view.tasks.iter().map(|task| task.ends_on).max().unwrap_or(today);
    let days = u32::try_from(decided_on.days_until(until)).unwrap_or(0);
    let label = ["Giorni dalla delibera", "Days since the decision"];
    line("waiting", label, EntryKind::Time, Some(Figure::whole(days)), Unit::Days, until)
}
