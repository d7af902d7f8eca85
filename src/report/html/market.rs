//! Offer and trading on the page.

use super::page::Fact;
use super::quote::Quote;
use super::words::Words;
use crate::domain::{Day, Figure, Money, OfferTest, Price, SCALE, Timestamp};
use crate::projection::{OfferShortfall, OfferView, Setting, TradeView};
use crate::report::chart::{PriceChart, price};
use crate::report::content::CompanyReport;
use crate::report::lines;
use crate::report::numerals::{Numerals, decimals, parts, percent_of};

/// The offer.
#[derive(Debug)]
pub(super) struct OfferPart {
    pub(super) name: Quote,
    pub(super) facts: Vec<Fact>,
}

/// The secondary market.
#[derive(Debug)]
pub(super) struct TradingPart {
    pub(super) instrument: String,
    pub(super) market: String,
    pub(super) facts: Vec<Fact>,
    pub(super) chart: Option<PriceChart>,
    pub(super) months: Vec<MonthRow>,
}

/// A month of trading.
#[derive(Debug)]
pub(super) struct MonthRow {
    pub(super) month: String,
    pub(super) auctions: String,
    /// Auctions of the month that did not trade.
    pub(super) silent: String,
    pub(super) trades: String,
    pub(super) units: String,
    pub(super) turnover: String,
    pub(super) first: String,
    pub(super) low: String,
    pub(super) high: String,
    pub(super) last: String,
}

/// The offer; nothing before one is open.
pub(super) fn offer(company: &CompanyReport, setting: &Setting, words: Words) -> Option<OfferPart> {
    let numerals = Numerals::of(words.language);
    let offer = company.view.offer.as_ref()?;
    let units = |units: crate::domain::Quantity| numerals.count(units.units());
    let value = |units| Money::of(offer.price, units, offer.multiplier).map(|value| numerals.euro(value));
    let of_offered = |part: crate::domain::Quantity| {
        let percent = percent_of(i128::from(part.units()), i128::from(offer.units.units()));
        let of = words.say("dell'offerta", "of the offer");
        percent.map(|percent| format!("{} {of}", numerals.percent(percent))).unwrap_or_default()
    };
    let form = words.offer_form(offer.conditions.form.code());
    let mut facts = vec![
        Fact::new(words.say("Strumento", "Instrument"), offer.instrument.to_string(), words.instrument(offer.kind)),
        Fact::new(words.say("Forma", "Form"), form, among(offer, words)),
        Fact::new(words.say("Prezzo", "Price"), written(offer, offer.paid_price(), words), quoted(offer, words)),
        Fact::new(
            words.say("Titoli offerti", "Units offered"),
            units(offer.units),
            value(offer.units).unwrap_or_default(),
        ),
        Fact::new(
            words.say("Minimo", "Minimum"),
            units(offer.minimum_units),
            words.say("sotto, l'offerta non riesce", "below it the offer fails").to_owned(),
        ),
        Fact::new(words.say("Richiesti", "Asked for"), units(offer.asked), of_offered(offer.asked)),
    ];
    if let Some(result) = offer.result {
        let holders = format!("{} {}", numerals.count(result.holders), words.say("assegnatari", "holders"));
        let end = if result.success {
            words.say("riuscita", "successful")
        } else {
            words.say("non riuscita, tutto restituito", "failed, everything given back")
        };
        let closed = numerals.instant(offer.closes_at, &setting.zone);
        facts.extend([
            Fact::new(words.say("Assegnati", "Allotted"), units(result.allotted), of_offered(result.allotted)),
            Fact::new(words.say("Raccolto", "Raised"), numerals.euro(result.raised), holders),
            Fact::new(words.say("Esito", "Result"), end, closed),
        ]);
        facts.extend(offer.shortfalls.iter().map(|shortfall| missed(shortfall, words)));
    }
    Some(OfferPart { name: Quote::written(&offer.name, &setting.phrases, words), facts })
}

/// Between which prices it was found, where it was.
fn among(offer: &OfferView, words: Words) -> String {
    let Some(range) = offer.conditions.range else { return String::new() };
    let (lowest, highest) = (written(offer, range.lowest, words), written(offer, range.highest, words));
    format!("{} {lowest} {} {highest}", words.say("da", "from"), words.say("a", "to"))
}

/// What an offer had to reach and did not.
fn missed(shortfall: &OfferShortfall, words: Words) -> Fact {
    let numerals = Numerals::of(words.language);
    let is_part = matches!(shortfall.test, OfferTest::Float | OfferTest::InstitutionalFloat);
    let said = |figure: Figure| match percent_of(i128::from(figure.scaled()), i128::from(SCALE)) {
        Some(percent) if is_part => numerals.percent(percent),
        _ => numerals.figure(figure),
    };
    let (found, needed) = (said(shortfall.found), said(shortfall.needed));
    let source = match shortfall.test {
        OfferTest::MinimumUnits => words.say("il minimo dell'offerta", "the minimum of the offer"),
        _ => &shortfall.source,
    };
    let note = format!("{} {needed}; {source}", words.say("servivano", "needed were"));
    Fact::new(words.offer_test(shortfall.test), found, note)
}

/// A price as its market quotes it: bonds in percent of nominal.
fn written(offer: &OfferView, price: Price, words: Words) -> String {
    let text = Numerals::of(words.language).price(price, 2);
    if offer.kind.is_in_percent() { text } else { format!("{text}\u{a0}EUR") }
}

fn quoted(offer: &OfferView, words: Words) -> &'static str {
    if offer.kind.is_in_percent() {
        words.say("per 100 di valore nominale", "for 100 of nominal")
    } else if offer.kind.is_equity() {
        words.say("per azione", "a share")
    } else {
        words.say("per quota", "a part")
    }
}

/// The secondary market; nothing before the listing.
pub(super) fn trading(company: &CompanyReport, setting: &Setting, words: Words) -> Option<TradingPart> {
    let numerals = Numerals::of(words.language);
    let instrument = company.view.instrument?;
    let offer = company.view.offer.as_ref()?;
    Some(TradingPart {
        instrument: instrument.to_string(),
        market: company.market.clone().unwrap_or_default(),
        facts: facts(company, offer, words),
        chart: price(
            (&company.trades, &company.view.auctions),
            offer.paid_price(),
            setting.ends_at,
            &setting.zone,
            numerals,
        ),
        months: months(company, setting, numerals),
    })
}

fn facts(company: &CompanyReport, offer: &OfferView, words: Words) -> Vec<Fact> {
    let numerals = Numerals::of(words.language);
    let trading = &company.view.trading;
    let count = |count: u32| numerals.count(count);
    let of = |part: u32, whole: u32| {
        let percent = percent_of(i128::from(part), i128::from(whole)).map(|percent| numerals.percent(percent));
        percent.map(|percent| format!("{percent} {} {}", words.say("di", "of"), count(whole))).unwrap_or_default()
    };
    let price = |price: Option<Price>| {
        let change = price.and_then(|price| change(offer.paid_price(), price));
        let against = words.say("sul prezzo d'offerta", "on the offer price");
        let sign = if change.is_some_and(|change| change > Figure::ZERO) { "+" } else { "" };
        let note = change.map(|change| format!("{sign}{} {against}", numerals.percent(change)));
        (price.map_or_else(|| "\u{2014}".to_owned(), |price| written(offer, price, words)), note.unwrap_or_default())
    };
    let (first, last) = (price(trading.first_price), price(trading.last_price));
    let allotted = offer.result.map_or(0, |result| result.allotted.units());
    let volume = i128::try_from(trading.volume).unwrap_or(i128::MAX);
    let turned = percent_of(volume, i128::from(allotted)).map(|percent| numerals.percent(percent));
    let turned =
        turned.map(|percent| format!("{percent} {}", words.say("dei titoli assegnati", "of the units allotted")));
    let mut facts = vec![
        Fact::new(words.say("Primo prezzo", "First price"), first.0, first.1),
        Fact::new(words.say("Ultimo prezzo", "Last price"), last.0, last.1),
        Fact::new(words.say("Controvalore", "Turnover"), numerals.euro(trading.turnover), turned.unwrap_or_default()),
        Fact::new(
            words.say("Contratti", "Trades"),
            numerals.count(trading.trades),
            format!("{} {}", numerals.count(trading.volume), words.say("titoli", "units")),
        ),
        Fact::new(
            words.say("Giorni senza scambi", "Days without a trade"),
            count(trading.days_without_trade),
            of(trading.days_without_trade, trading.days),
        ),
        Fact::new(
            words.say("Aste senza scambi", "Auctions without a trade"),
            count(trading.auctions_without_trade),
            of(trading.auctions_without_trade, trading.auctions),
        ),
    ];
    if let Some(spread) = trading.spread().and_then(lines::spread) {
        let percent = Figure::from_scaled(spread.scaled() / 100);
        facts.push(Fact::new(
            words.say("Differenziale medio", "Mean spread"),
            numerals.percent(percent),
            words.say("in negoziazione continua", "in continuous trading"),
        ));
    }
    facts
}

/// By how many percent a price has moved.
fn change(from: Price, to: Price) -> Option<Figure> {
    percent_of(i128::from(to.scaled()) - i128::from(from.scaled()), i128::from(from.scaled()))
}

/// Trades by month, with all that the drawing shows.
fn months(company: &CompanyReport, setting: &Setting, numerals: Numerals) -> Vec<MonthRow> {
    let trades: &[TradeView] = &company.trades;
    let month_of = |at: Timestamp| {
        let day: Day = setting.zone.day(at);
        let (year, month, _) = parts(day);
        (year, month)
    };
    let month = |trade: &TradeView| month_of(trade.time);
    let fine = decimals(trades.iter().map(|trade| trade.price));
    let spells = trades.chunk_by(|one, next| month(one) == month(next));
    spells
        .filter_map(|spell| {
            let price = |price: Option<Price>| price.map(|price| numerals.price(price, fine)).unwrap_or_default();
            let prices = spell.iter().map(|trade| trade.price);
            let own = company.view.auctions.iter();
            let own: Vec<_> = own.filter(|auction| spell.first().map(month) == Some(month_of(auction.at))).collect();
            let silent = own.iter().filter(|auction| auction.volume.is_zero()).count();
            Some(MonthRow {
                auctions: numerals.count(own.len() as u128),
                silent: numerals.count(silent as u128),
                month: numerals.month(setting.zone.day(spell.first()?.time)),
                trades: numerals.count(spell.len() as u128),
                units: numerals.count(spell.iter().map(|trade| u128::from(trade.quantity.units())).sum::<u128>()),
                turnover: numerals.amount(spell.iter().map(|trade| trade.value).sum()),
                first: price(spell.first().map(|trade| trade.price)),
                low: price(prices.clone().min()),
                high: price(prices.max()),
                last: price(spell.last().map(|trade| trade.price)),
            })
        })
        .collect()
}
