//! Who holds the instrument, and what holders were paid.

use super::page::Fact;
use super::quote::Quote;
use super::words::Words;
use crate::projection::{Grade, PaymentKind, PerEuro, Setting, UnitImpact};
use crate::report::content::CompanyReport;
use crate::report::numerals::Numerals;
use crate::report::ownership::Ownership;
use crate::report::payments::Payment;

/// The holders at the end.
#[derive(Debug)]
pub(super) struct HoldersPart {
    pub(super) facts: Vec<Fact>,
    pub(super) classes: Vec<ClassRow>,
    pub(super) impact: Vec<ImpactRow>,
}

#[derive(Debug)]
pub(super) struct ClassRow {
    pub(super) title: String,
    pub(super) holders: String,
    pub(super) units: String,
    pub(super) percent: String,
    /// Length of the bar, 0 to 100.
    pub(super) length: i64,
}

/// What confirmed impact stands behind a thousand euro, for one indicator.
#[derive(Debug)]
pub(super) struct ImpactRow {
    pub(super) indicator: Quote,
    pub(super) unit: Quote,
    pub(super) grade: &'static str,
    pub(super) change: String,
    pub(super) raised: String,
    pub(super) held: String,
    pub(super) traded: String,
}

/// A payment to holders.
#[derive(Debug)]
pub(super) struct PaymentRow {
    pub(super) due_on: String,
    pub(super) what: &'static str,
    pub(super) per_unit: String,
    pub(super) amount: String,
    pub(super) tax: String,
    pub(super) net: String,
    pub(super) standing: &'static str,
    pub(super) class: &'static str,
}

/// The holders; nothing while nobody holds.
pub(super) fn holders(company: &CompanyReport, setting: &Setting, words: Words) -> Option<HoldersPart> {
    let numerals = Numerals::of(words.language);
    let ownership: &Ownership = company.ownership.as_ref()?;
    let percent = |figure: Option<_>| figure.map(|figure| numerals.percent(figure)).unwrap_or_default();
    let count = |count: usize| numerals.count(count as u128);
    let mut facts = vec![
        Fact::new(
            words.say("Titolari", "Holders"),
            count(ownership.holders),
            words.say("investitori con almeno un titolo", "investors with at least one unit"),
        ),
        Fact::new(
            words.say("Il maggiore", "The largest"),
            percent(ownership.largest_percent),
            words.say("dei titoli in mano a investitori", "of the units held by investors"),
        ),
        Fact::new(
            words.say("I cinque maggiori", "The five largest"),
            percent(ownership.five_largest_percent),
            words.say("insieme", "together"),
        ),
    ];
    facts.extend(ownership.concentration.map(|squares| {
        let label = words.say("Concentrazione", "Concentration");
        let note =
            words.say("indice di Herfindahl: 10.000 è un titolare solo", "Herfindahl index: 10,000 is one holder");
        Fact::new(label, numerals.count(squares), note)
    }));
    if !ownership.own_units.is_zero() {
        facts.push(Fact::new(
            words.say("Azioni proprie", "Own shares"),
            numerals.count(ownership.own_units.units()),
            words.say(
                "in mano alla società: senza dividendo né opzione",
                "held by the company: no dividend and no rights",
            ),
        ));
    }
    let classes = ownership.classes.iter().map(|class| ClassRow {
        title: class.title.get(words.language).to_owned(),
        holders: count(class.holders),
        units: numerals.count(class.units.units()),
        percent: percent(class.percent),
        length: class.percent.map_or(0, |percent| (percent.scaled() / 10_000).clamp(0, 100)),
    });
    let impact = company.unit_impact.iter().map(|one| impact_row(one, setting, words)).collect();
    Some(HoldersPart { facts, classes: classes.collect(), impact })
}

fn impact_row(one: &UnitImpact, setting: &Setting, words: Words) -> ImpactRow {
    let numerals = Numerals::of(words.language);
    let quote = |text: &str| Quote::written(text, &setting.phrases, words);
    let thousand = |amount: Option<PerEuro>| {
        let amount = amount.and_then(PerEuro::for_a_thousand);
        amount.map_or_else(|| "–".to_owned(), |amount| numerals.figure(amount))
    };
    ImpactRow {
        indicator: quote(&one.change.indicator),
        unit: quote(one.change.unit.as_deref().unwrap_or_default()),
        grade: grade(one.change.grade, words),
        change: numerals.figure(one.change.change),
        raised: thousand(one.per_euro_raised),
        held: thousand(one.per_euro_held),
        traded: thousand(one.per_euro_traded),
    }
}

fn grade(grade: Grade, words: Words) -> &'static str {
    match grade {
        Grade::Confirmed => words.say("confermato", "confirmed"),
        Grade::Qualified => words.say("con riserva: non conta", "with reservations: does not count"),
        Grade::Unverified => words.say("non verificato: non conta", "not verified: does not count"),
        Grade::Rejected => words.say("respinto: non conta", "rejected: does not count"),
    }
}

/// What fell due to holders and what was given for a result, by day.
pub(super) fn payments(company: &CompanyReport, words: Words) -> Vec<PaymentRow> {
    let numerals = Numerals::of(words.language);
    let row = |payment: &Payment| PaymentRow {
        due_on: numerals.day(payment.due_on),
        what: what(payment.kind, words),
        per_unit: payment.per_unit.map(|amount| numerals.scaled(amount.scaled(), 2)).unwrap_or_default(),
        amount: numerals.amount(payment.amount),
        tax: payment.tax.map(|tax| numerals.amount(tax)).unwrap_or_default(),
        net: payment.net.map(|net| numerals.amount(net)).unwrap_or_default(),
        standing: if payment.paid { words.say("pagato", "paid") } else { words.say("non pagato", "not paid") },
        class: if payment.paid { "met" } else { "missed" },
    };
    company.payments.iter().map(row).collect()
}

const fn what(kind: PaymentKind, words: Words) -> &'static str {
    match kind {
        PaymentKind::Coupon => words.say("Cedola", "Coupon"),
        PaymentKind::Instalment => words.say("Quota di capitale", "Part of the nominal"),
        PaymentKind::Dividend => words.say("Dividendo", "Dividend"),
        PaymentKind::Redemption => words.say("Rimborso dei titoli", "Units paid back"),
        PaymentKind::Recovery => words.say("Dal patrimonio dell'insolvente", "From the estate in default"),
        PaymentKind::Premium => words.say("Dall'emittente, per il risultato", "From the issuer, for the result"),
        PaymentKind::OutcomeToHolders => {
            words.say("Da un terzo ai titolari, per il risultato", "From a third party to holders, for the result")
        }
        PaymentKind::OutcomeToIssuer => {
            words.say("Da un terzo all'emittente, per il risultato", "From a third party to the issuer, for the result")
        }
        PaymentKind::GiftOfHolders => words
            .say("Dono dei titolari all'emittente, per il risultato", "Gift of holders to the issuer, for the result"),
    }
}
