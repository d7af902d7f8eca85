//! What a scenario says must have come of an offer.

use super::Verdict;
use super::expectations::{both, text};
use crate::domain::{Code, Day, OfferTest, Price, Symbol};
use crate::engine::{Stage, World};
use crate::projection::{OfferView, Views};

/// A company's offer, if one was opened.
fn offer_of<'a>(views: &'a Views, company: &Code) -> Option<&'a OfferView> {
    views.exercise.company(company).and_then(|company| company.offer.as_ref())
}

/// Whether the offer has missed this.
pub(super) fn fell_short(company: &Code, test: OfferTest, views: &Views) -> Verdict {
    let missed = || {
        offer_of(views, company)
            .iter()
            .flat_map(|offer| offer.shortfalls.iter().map(|one| one.test))
            .collect::<Vec<_>>()
    };
    let [it, en] = test_words(test);
    let expected = text(format!("all'offerta di {company} manca {it}"), format!("the offer of {company} misses {en}"));
    let came = missed().first().map_or(["non manca nulla", "nothing was missed"], |first| test_words(*first));
    Verdict { expected, instead: (!missed().contains(&test)).then(|| both(came)) }
}

/// Whether the instrument was listed on this day.
pub(super) fn listed_on(company: &Code, (day, world): (Day, &World), views: &Views) -> Verdict {
    let stages = views.exercise.company(company).map(|company| company.stages.as_slice()).unwrap_or_default();
    let listed = stages.iter().find(|(stage, _)| *stage == Stage::Listed);
    let found = listed.map(|(_, at)| world.calendar.day(*at));
    let expected = text(format!("{company} è quotata il {day}"), format!("{company} is listed on {day}"));
    let came = || found.map_or(both(["non quotata", "not listed"]), |day| text(day.to_string(), day.to_string()));
    Verdict { expected, instead: (found != Some(day)).then(came) }
}

/// Whether the offer was sold, at a price between these.
pub(super) fn sold(company: &Code, least: Option<Price>, most: Option<Price>, views: &Views) -> Verdict {
    let price = offer_of(views, company).and_then(|offer| offer.result).and_then(|result| result.price);
    let is_above = |price: Price| least.is_none_or(|least| price >= least);
    let is_below = |price: Price| most.is_none_or(|most| price <= most);
    let bound = |word: &str, price: Option<Price>| price.map_or_else(String::new, |price| format!(" {word} {price}"));
    let expected = text(
        format!("l'offerta di {company} riesce{}{}", bound("ad almeno", least), bound("al massimo a", most)),
        format!("the offer of {company} is sold{}{}", bound("at least at", least), bound("at most at", most)),
    );
    let instead = match price {
        Some(price) if is_above(price) && is_below(price) => None,
        Some(price) => Some(text(price.to_string(), price.to_string())),
        None => Some(both(["non è riuscita", "not sold"])),
    };
    Verdict { expected, instead }
}

/// Whether an investor was refused an order or a subscription with this code.
pub(super) fn refused(investor: &Code, instrument: Symbol, code: &str, views: &Views) -> Verdict {
    let account = views.accounts.named(investor);
    let codes = account.map(|account| views.refusals.codes(account, instrument)).unwrap_or_default();
    let [it, en] = refusal_words(code);
    let expected = text(
        format!("a {investor} è rifiutato {instrument}: {it}"),
        format!("{investor} is refused {instrument}: {en}"),
    );
    let came = || match codes.as_slice() {
        [] => both(["nessun rifiuto", "no refusal"]),
        codes => {
            let told = |language: usize| codes.iter().map(|code| refusal_words(code)[language]).collect::<Vec<_>>();
            text(told(0).join(", "), told(1).join(", "))
        }
    };
    Verdict { expected, instead: (!codes.contains(&code)).then(came) }
}

/// What a refusal for a limit says; of other codes the code itself.
fn refusal_words(code: &str) -> [&str; 2] {
    match code {
        "not_transferable" => ["non si può cedere", "cannot be passed on"],
        "not_eligible" => ["non è per questo investitore", "not for this investor"],
        "holding_cap" => ["oltre quanto si può detenere", "more than one may hold"],
        "units_locked" => ["i titoli sono vincolati", "the units are locked up"],
        code => [code, code],
    }
}

const fn test_words(test: OfferTest) -> [&'static str; 2] {
    match test {
        OfferTest::MinimumUnits => ["il minimo richiesto", "the minimum"],
        OfferTest::Float => ["il flottante", "the float"],
        OfferTest::Holders => ["il numero di assegnatari", "the number of holders"],
        OfferTest::InstitutionalHolders => ["il numero di istituzionali", "the number of institutions"],
        OfferTest::InstitutionalFloat => ["il flottante agli istituzionali", "the float with institutions"],
    }
}
