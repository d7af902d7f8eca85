//! One company's part of the page.

use super::account::{Account, accounts, steps};
use super::gate::{ConditionRow, CriterionPart, VoteRow, conditions, criteria, tally, votes};
use super::holders::{HoldersPart, PaymentRow, holders, payments};
use super::market::{OfferPart, TradingPart, offer, trading};
use super::page::{Fact, outcome_class};
use super::path::{PathPart, path};
use super::promises::{Duties, PromiseRow, duties, promises};
use super::quote::Quote;
use super::sanctions::{LifePart, life};
use super::sources::Sources;
use super::words::Words;
use super::years::{YearsPart, years_part};
use crate::domain::{Language, Worded};
use crate::projection::Setting;
use crate::report::chart::{Waterfall, waterfall};
use crate::report::content::CompanyReport;
use crate::report::numerals::Numerals;

/// What the template shows of a company.
#[derive(Debug)]
pub(super) struct CompanyPart {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) synthetic: bool,
    pub(super) outcome: &'static str,
    pub(super) outcome_class: String,
    pub(super) stage: String,
    /// In the words of the dossier.
    pub(super) description: Option<Quote>,
    pub(super) about: Vec<Quote>,
    pub(super) facts: Vec<Fact>,
    pub(super) reasons: Vec<String>,
    pub(super) conditions: Vec<ConditionRow>,
    pub(super) criteria: Vec<CriterionPart>,
    pub(super) has_findings: bool,
    pub(super) is_listed: bool,
    pub(super) votes: Vec<VoteRow>,
    pub(super) tally: String,
    pub(super) path: Option<PathPart>,
    pub(super) benefits: Account,
    pub(super) burdens: Account,
    pub(super) waterfall: Option<Waterfall>,
    pub(super) offer: Option<OfferPart>,
    pub(super) trading: Option<TradingPart>,
    pub(super) holders: Option<HoldersPart>,
    pub(super) payments: Vec<PaymentRow>,
    /// Whether a tax was withheld of any of them.
    pub(super) has_taxes: bool,
    pub(super) years: Option<YearsPart>,
    pub(super) duties: Duties,
    pub(super) life: LifePart,
    pub(super) promises: Vec<PromiseRow>,
    pub(super) link: Option<String>,
}

impl CompanyPart {
    /// The part of one company; its sources are numbered on from those before it.
    pub(super) fn of(company: &CompanyReport, setting: &Setting, words: Words, sources: &mut Sources) -> Self {
        let view = &company.view;
        let criteria = criteria(view, words, sources);
        let [benefits, burdens] = accounts(company, words, sources);
        Self {
            id: view.code.to_string(),
            name: view.name.clone(),
            synthetic: view.synthetic,
            outcome: words.outcome(view.outcome),
            outcome_class: outcome_class(company),
            stage: words.stage(&company.stage()),
            description: company
                .profile
                .as_ref()
                .and_then(|profile| profile.description.as_deref())
                .map(|words_of| Quote::written(words_of, &setting.phrases, words)),
            about: about(company, words),
            facts: facts(company, words),
            reasons: company
                .reasons
                .iter()
                .map(|reason| Numerals::of(words.language).sentence(reason.get(words.language)))
                .collect(),
            conditions: conditions(view, words),
            has_findings: criteria.iter().any(|criterion| !criterion.findings.is_empty()),
            is_listed: view.instrument.is_some(),
            criteria,
            votes: votes(view, setting, words),
            tally: tally(view, words),
            path: path(company, setting, words),
            benefits,
            burdens,
            waterfall: waterfall(&steps(company, words)),
            offer: offer(company, setting, words),
            trading: trading(company, setting, words),
            holders: holders(company, setting, words),
            payments: payments(company, words),
            has_taxes: company.payments.iter().any(|payment| payment.tax.is_some()),
            years: years_part(company, words),
            duties: duties(view, setting, words),
            life: life(&view.life, setting, words),
            promises: promises(company, setting, words),
            link: link(company, words),
        }
    }
}

/// Legal form, seat, age and size.
fn about(company: &CompanyReport, words: Words) -> Vec<Quote> {
    let numerals = Numerals::of(words.language);
    let Some(profile) = &company.profile else { return Vec::new() };
    let founded = |day: crate::domain::Day| format!("{} {}", words.say("fondata nel", "founded in"), day.year());
    let parts = [
        profile.legal_form.map(|form| Quote::of(italian(form.title()), words)),
        profile.municipality.as_ref().map(Quote::name),
        profile.founded_on.map(founded).map(Quote::own),
        profile
            .revenue
            .map(|money| format!("{} {}", words.say("ricavi", "revenue"), numerals.euro(money)))
            .map(Quote::own),
        profile.staff.map(|staff| Quote::own(format!("{} {}", numerals.count(staff), words.say("addetti", "staff")))),
    ];
    parts.into_iter().flatten().collect()
}

/// The law's own name, which is Italian.
fn italian(words: &str) -> Worded {
    Worded { words: words.to_owned(), language: Some(Language::It) }
}

/// What the listing came to, for those who came to an offer.
fn facts(company: &CompanyReport, words: Words) -> Vec<Fact> {
    let numerals = Numerals::of(words.language);
    let totals = &company.totals;
    let Some(result) = company.result() else { return Vec::new() };
    let net = result.raised.checked_sub(totals.one_off).unwrap_or_default();
    let of_raise = |percent: Option<crate::domain::Figure>| {
        let of = words.say("del capitale raccolto", "of the capital raised");
        percent.map(|percent| format!("{} {of}", numerals.percent(percent))).unwrap_or_default()
    };
    let days = |days| format!("{}\u{a0}{}", numerals.figure(days), words.say("giorni", "days"));
    let per_year = format!("{} {}", days(totals.staff_days_per_year), words.say("ogni anno dopo", "every year after"));
    let holders = format!("{} {}", numerals.count(result.holders), words.say("investitori", "investors"));
    let mut facts = vec![
        Fact::new(words.say("Raccolto", "Raised"), numerals.euro(result.raised), holders),
        Fact::new(
            words.say("Costi una tantum", "One-off costs"),
            numerals.euro(totals.one_off),
            of_raise(totals.one_off_percent),
        ),
        Fact::new(
            words.say("Netto", "Net"),
            numerals.euro(net),
            words.say("dopo i costi una tantum", "after one-off costs"),
        ),
        Fact::new(
            words.say("Costi ogni anno", "Costs every year"),
            numerals.euro(totals.yearly),
            of_raise(totals.yearly_percent),
        ),
        Fact::new(words.say("Lavoro interno", "Own work"), days(totals.staff_days), per_year),
    ];
    facts.extend(totals.months.map(|months| {
        let value = format!("{}\u{a0}{}", numerals.figure(months), words.say("mesi", "months"));
        let until = words.say("dalla preparazione alla quotazione", "from the preparation to the listing");
        Fact::new(words.say("Durata", "Length"), value, until)
    }));
    facts
}

fn link(company: &CompanyReport, words: Words) -> Option<String> {
    let numerals = Numerals::of(words.language);
    let link = company.profile.as_ref()?.link.as_ref()?;
    let mut text = words.link(&link.kind);
    if let Some(effect) = link.effect {
        text.push_str(&format!(" ({})", numerals.rate(effect)));
    }
    if let Some(objective) = &link.objective {
        text.push_str(&format!("; {} {objective}", words.say("decide l'obiettivo", "decided by the objective")));
    }
    if let Some(day) = link.observed_on {
        text.push_str(&format!(", {} {}", words.say("osservato il", "observed on"), numerals.day(day)));
    }
    Some(text)
}
