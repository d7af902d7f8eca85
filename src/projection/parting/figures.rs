//! The figures by which two runs are set side by side.

use std::collections::BTreeMap;

use super::{FigureParting, Story};
use crate::domain::{Code, Money, Text};
use crate::engine::{Event, Fact, Stage};
use crate::projection::CompanyView;

/// What is counted on the way, because no other read model keeps it.
#[derive(Debug, Clone, Default)]
pub(super) struct Figures {
    coupons: BTreeMap<Code, (Money, u32)>,
}

impl Figures {
    pub(super) fn fold(&mut self, event: &Event) {
        match &event.fact {
            Fact::CouponPaid { company, amount, .. } => {
                let paid = &mut self.coupons.entry(company.clone()).or_default().0;
                *paid = paid.checked_add(*amount).unwrap_or(*paid);
            }
            Fact::CouponMissed { company, .. } => self.coupons.entry(company.clone()).or_default().1 += 1,
            _ => {}
        }
    }
}

/// A figure of a company: its stable name, its names for people, how it is read.
type Row = (&'static str, &'static str, &'static str, fn(&CompanyView, &Story) -> Option<String>);

const ROWS: [Row; 17] = [
    ("outcome", "decisione", "outcome", |company, _| company.outcome.as_ref().map(word)),
    ("stage", "fase", "stage", |company, _| Some(word(&company.stage))),
    ("decided_at", "decisa", "decided", |company, _| company.decided_at.map(|at| at.to_string())),
    ("offer", "offerta riuscita", "offer succeeded", |company, _| {
        company.offer.as_ref()?.result.map(|result| result.success.to_string())
    }),
    ("raised", "raccolti, euro", "raised, euro", |company, _| {
        company.offer.as_ref()?.result.map(|result| result.raised.to_string())
    }),
    ("holders", "assegnatari", "holders at allotment", |company, _| {
        company.offer.as_ref()?.result.map(|result| result.holders.to_string())
    }),
    ("listed_at", "quotata", "listed", |company, _| {
        company.stages.iter().find(|(stage, _)| *stage == Stage::Listed).map(|(_, at)| at.to_string())
    }),
    ("first_price", "primo prezzo", "first price", |company, _| company.trading.first_price.map(|one| one.to_string())),
    ("last_price", "ultimo prezzo", "last price", |company, _| company.trading.last_price.map(|one| one.to_string())),
    ("trades", "contratti", "trades", |company, _| company.instrument.map(|_| company.trading.trades.to_string())),
    ("turnover", "controvalore, euro", "turnover, euro", |company, _| {
        company.instrument.map(|_| company.trading.turnover.to_string())
    }),
    ("days_without_trade", "giorni senza contratti", "days without a trade", |company, _| {
        company.instrument.map(|_| company.trading.days_without_trade.to_string())
    }),
    ("auctions_without_trade", "aste senza contratti", "auctions without a trade", |company, _| {
        company.instrument.map(|_| company.trading.auctions_without_trade.to_string())
    }),
    ("coupons_paid", "cedole pagate, euro", "coupons paid, euro", |company, story| {
        story.figures.coupons.get(&company.code).map(|(paid, _)| paid.to_string())
    }),
    ("coupons_missed", "cedole mancate", "coupons missed", |company, story| {
        story.figures.coupons.get(&company.code).map(|(_, missed)| missed.to_string())
    }),
    ("sanctions", "sanzioni", "sanctions", |company, _| {
        let steps = company.life.lapses.iter().flat_map(|lapse| &lapse.sanctions);
        let words: Vec<String> = steps.map(|one| word(&one.sanction)).collect();
        (!words.is_empty()).then(|| words.join(", "))
    }),
    ("delisted", "revocata", "delisted", |company, _| company.life.delisting.as_ref().map(|_| "true".to_owned())),
];

/// The figures of a company that differ.
pub(super) fn of_company(company: &Code, a: &Story, b: &Story) -> Vec<FigureParting> {
    let read = |story: &Story, row: &Row| story.views.exercise.company(company).and_then(|view| (row.3)(view, story));
    let both = ROWS.iter().map(|row| figure(row.0, (row.1, row.2), read(a, row), read(b, row)));
    both.filter(|figure| figure.a != figure.b).collect()
}

/// A figure of the whole: its stable name, its names for people, how it is read.
type WholeRow = (&'static str, (&'static str, &'static str), fn(&Story) -> String);

/// The figures of the whole that differ.
pub(super) fn of_whole(a: &Story, b: &Story) -> Vec<FigureParting> {
    let rows: [WholeRow; 4] = [
        ("events", ("eventi", "events"), |story| story.events.len().to_string()),
        ("listed", ("strumenti quotati", "instruments listed"), |story| {
            story.views.market.instruments.len().to_string()
        }),
        ("trades", ("contratti", "trades"), |story| story.views.market.trades.len().to_string()),
        ("rejected", ("richieste rifiutate", "commands refused"), |story| story.views.orders.rejected().to_string()),
    ];
    let both = rows.map(|(code, names, read)| figure(code, names, Some(read(a)), Some(read(b))));
    both.into_iter().filter(|figure| figure.a != figure.b).collect()
}

fn figure(code: &'static str, (it, en): (&str, &str), a: Option<String>, b: Option<String>) -> FigureParting {
    FigureParting { figure: code, name: Text { it: it.to_owned(), en: en.to_owned() }, a, b }
}

/// The word that files use for one of an enum's values.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
