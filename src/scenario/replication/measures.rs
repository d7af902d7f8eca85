//! The figures that a committee asks of many plays: each has one line here, or in `whole` where it is about all of them.

#![expect(clippy::float_arithmetic, reason = "figures for statistics; nothing of them goes back into a play")]

use std::collections::BTreeSet;

use super::falls::{deepest_fall, recovered};
use super::whole::OF_THE_WHOLE;
use crate::admission::Outcome;
use crate::domain::{AccountId, Money, Price, Text};
use crate::engine::{Stage, World};
use crate::projection::{CompanyView, Trading, Views};

/// Seconds of a mean month: a twelfth of 365.25 days.
const MONTH: f64 = 365.25 * 86_400.0 / 12.0;

/// What a figure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// One company.
    Company,
    /// All instruments that trade under one market preset.
    Market,
    /// A group of investors.
    Group,
    /// All of it.
    Exchange,
}

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Euro.
    Euro,
    /// Months.
    Months,
    /// A part of a whole, 0 to 1; a change of price may be below or above.
    Part,
    /// Things, persons or trades.
    Count,
    /// Basis points.
    BasisPoints,
}

impl Unit {
    /// Its word in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Euro => "EUR",
            Self::Months => "months",
            Self::Part => "part",
            Self::Count => "count",
            Self::BasisPoints => "basis_points",
        }
    }
}

/// Whom a figure is read from, when a play has ended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) world: &'a World,
    pub(super) views: &'a Views,
    /// One company, those of one market, or all.
    pub(super) companies: &'a [&'a CompanyView],
    /// The accounts of a group; none where it is about something else.
    pub(super) members: &'a BTreeSet<AccountId>,
}

/// A figure that is read from every replication.
#[derive(Debug)]
pub struct Measure {
    /// Its name in files.
    pub name: &'static str,
    /// What it is about.
    pub scope: Scope,
    /// What it counts.
    pub unit: Unit,
    /// In Italian and in English.
    pub label: [&'static str; 2],
    pub(super) read: fn(Subject<'_>) -> Option<f64>,
}

impl Measure {
    /// Every measure of a scope, in the order of the files.
    pub fn all(scope: Scope) -> impl Iterator<Item = &'static Self> {
        OF_A_PART.iter().chain(&OF_THE_WHOLE).filter(move |measure| measure.scope == scope)
    }

    /// The measure of this name and scope.
    #[must_use]
    pub fn named(scope: Scope, name: &str) -> Option<&'static Self> {
        Self::all(scope).find(|measure| measure.name == name)
    }

    /// What it is called for people.
    #[must_use]
    pub fn title(&self) -> Text {
        Text { it: self.label[0].to_owned(), en: self.label[1].to_owned() }
    }
}

const fn company(
    name: &'static str,
    unit: Unit,
    label: [&'static str; 2],
    read: fn(Subject<'_>) -> Option<f64>,
) -> Measure {
    Measure { name, scope: Scope::Company, unit, label, read }
}

const fn market(
    name: &'static str,
    unit: Unit,
    label: [&'static str; 2],
    read: fn(Subject<'_>) -> Option<f64>,
) -> Measure {
    Measure { name, scope: Scope::Market, unit, label, read }
}

/// Every figure of a company or a market. A market's is the mean over its listed names, but for `listed` and
/// `failed_offers`, which count.
const OF_A_PART: [Measure; 26] = [
    company("admitted", Unit::Part, ["ammessa", "admitted"], |of| of.one(admitted)),
    company("listed", Unit::Part, ["quotata", "listed"], |of| of.one(|company| Some(flag(was_listed(company))))),
    company("failed_offer", Unit::Part, ["offerta fallita", "offer failed"], |of| of.one(failed_offer)),
    company("raised", Unit::Euro, ["capitale raccolto", "capital raised"], |of| of.one(raised)),
    company("net_proceeds", Unit::Euro, ["raccolta netta", "net proceeds"], |of| of.one(net_proceeds)),
    company("months_to_listing", Unit::Months, ["mesi alla quotazione", "months to the listing"], |of| {
        of.one(months_to_listing)
    }),
    company("trades", Unit::Count, ["scambi", "trades"], |of| of.traded(|trading| Some(count(trading.trades)))),
    company("trades_a_day", Unit::Count, ["scambi al giorno", "trades a day"], |of| of.traded(trades_a_day)),
    company("days_without_trade", Unit::Part, ["giorni senza scambi", "days without a trade"], |of| {
        of.traded(days_without_trade)
    }),
    company("auctions_without_trade", Unit::Part, ["aste senza scambi", "auctions without a trade"], |of| {
        of.traded(auctions_without_trade)
    }),
    company("turnover", Unit::Euro, ["controvalore", "turnover"], |of| {
        of.traded(|trading| Some(euro(trading.turnover)))
    }),
    company("spread", Unit::BasisPoints, ["differenziale medio", "mean spread"], |of| of.traded(spread)),
    company("price_change", Unit::Part, ["prezzo finale su offerta", "last price over the offer's"], price_change),
    company("holders", Unit::Count, ["titolari", "holders"], holders),
    company("deepest_fall", Unit::Part, ["ribasso massimo", "deepest fall"], deepest_fall),
    company("recovered", Unit::Part, ["ribasso recuperato", "part of the fall taken back"], recovered),
    market("listed", Unit::Count, ["titoli quotati", "names listed"], |of| Some(count(of.names().count() as u64))),
    market("failed_offers", Unit::Count, ["offerte fallite", "failed offers"], |of| {
        Some(of.companies.iter().filter_map(|company| failed_offer(company)).sum())
    }),
    market("trades_a_day", Unit::Count, ["scambi per titolo e giorno", "trades a name and day"], |of| {
        of.mean(trades_a_day)
    }),
    market("turnover_a_day", Unit::Euro, ["controvalore per titolo e giorno", "turnover a name and day"], |of| {
        of.mean(|trading| each_day(trading, euro(trading.turnover)))
    }),
    market("days_without_trade", Unit::Part, ["giorni senza scambi", "days without a trade"], |of| {
        of.mean(days_without_trade)
    }),
    market("auctions_without_trade", Unit::Part, ["aste senza scambi", "auctions without a trade"], |of| {
        of.mean(auctions_without_trade)
    }),
    market("price_change", Unit::Part, ["prezzo finale su offerta", "last price over the offer's"], |of| {
        of.mean_of(|company| last_over_offer(company, of.views))
    }),
    market("spread", Unit::BasisPoints, ["differenziale medio", "mean spread"], |of| of.mean(spread)),
    market("deepest_fall", Unit::Part, ["ribasso massimo", "deepest fall"], deepest_fall),
    market("recovered", Unit::Part, ["ribasso recuperato", "part of the fall taken back"], recovered),
];

impl<'a> Subject<'a> {
    fn one(&self, read: impl Fn(&CompanyView) -> Option<f64>) -> Option<f64> {
        self.companies.first().and_then(|company| read(company))
    }

    /// The companies that were listed.
    fn names(&self) -> impl Iterator<Item = &'a CompanyView> {
        self.companies.iter().copied().filter(|company| was_listed(company))
    }

    fn traded(&self, read: impl Fn(&Trading) -> Option<f64>) -> Option<f64> {
        self.names().next().and_then(|company| read(&company.trading))
    }

    /// The mean over the names that have the figure; each counts once.
    fn mean(&self, read: impl Fn(&Trading) -> Option<f64>) -> Option<f64> {
        self.mean_of(|company| read(&company.trading))
    }

    /// The same of what is read from more than its trading.
    pub(super) fn mean_of(&self, read: impl Fn(&CompanyView) -> Option<f64>) -> Option<f64> {
        let figures: Vec<f64> = self.names().filter_map(read).collect();
        (!figures.is_empty()).then(|| figures.iter().sum::<f64>() / count(figures.len() as u64))
    }
}

pub(super) fn admitted(company: &CompanyView) -> Option<f64> {
    Some(flag(matches!(company.outcome, Some(Outcome::Admitted | Outcome::Conditional))))
}

pub(super) fn was_listed(company: &CompanyView) -> bool {
    company.stages.iter().any(|(stage, _)| *stage == Stage::Listed)
}

pub(super) fn failed_offer(company: &CompanyView) -> Option<f64> {
    let result = company.offer.as_ref()?.result?;
    Some(flag(!result.success))
}

pub(super) fn raised(company: &CompanyView) -> Option<f64> {
    let result = company.offer.as_ref()?.result?;
    Some(if result.success { euro(result.raised) } else { 0.0 })
}

fn net_proceeds(company: &CompanyView) -> Option<f64> {
    let line = company.benefits.iter().find(|line| line.item.as_str() == "net-proceeds")?;
    line.amount.map(|amount| euro(amount.money()))
}

fn months_to_listing(company: &CompanyView) -> Option<f64> {
    let at = |wanted: Stage| company.stages.iter().find(|(stage, _)| *stage == wanted).map(|&(_, at)| at);
    let (applied, listed) = at(Stage::Applied).zip(at(Stage::Listed))?;
    Some(signed(i128::from(listed.nanos() - applied.nanos())) / 1e9 / MONTH)
}

fn trades_a_day(trading: &Trading) -> Option<f64> {
    each_day(trading, count(trading.trades))
}

fn each_day(trading: &Trading, whole: f64) -> Option<f64> {
    (trading.days > 0).then(|| whole / f64::from(trading.days))
}

fn days_without_trade(trading: &Trading) -> Option<f64> {
    each_day(trading, f64::from(trading.days_without_trade))
}

fn auctions_without_trade(trading: &Trading) -> Option<f64> {
    (trading.auctions > 0).then(|| f64::from(trading.auctions_without_trade) / f64::from(trading.auctions))
}

/// The mean spread in basis points; [`Trading::spread`] tells hundredths of them.
fn spread(trading: &Trading) -> Option<f64> {
    trading.spread().map(|spread| signed(spread) / 100.0)
}

/// The last price over the price of the offer, less 1; nothing where nothing was traded.
fn price_change(of: Subject<'_>) -> Option<f64> {
    of.companies.first().and_then(|company| last_over_offer(company, of.views))
}

fn last_over_offer(company: &CompanyView, views: &Views) -> Option<f64> {
    let instrument = views.market.instruments.get(&company.instrument?)?;
    let price = |price: Price| signed(i128::from(price.scaled()));
    Some(price(instrument.last?) / price(instrument.issue_price) - 1.0)
}

/// Investors who hold units at the end, free or reserved. Whoever issues or keeps units is not one of them.
fn holders(of: Subject<'_>) -> Option<f64> {
    let asset = of.companies.first()?.instrument?.to_string();
    let accounts = of.views.accounts.accounts.values().filter(|account| account.investor);
    let holds = accounts.filter_map(|account| account.holdings.get(&asset));
    Some(count(holds.filter(|held| held.available != "0" || held.reserved != "0").count() as u64))
}

pub(super) const fn flag(is_so: bool) -> f64 {
    if is_so { 1.0 } else { 0.0 }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a play are far below 2^53")]
pub(super) const fn count(number: u64) -> f64 {
    number as f64
}

#[expect(clippy::cast_precision_loss, reason = "a figure of a statistic, not an amount of the ledger")]
pub(super) const fn signed(number: i128) -> f64 {
    number as f64
}

#[expect(clippy::cast_precision_loss, reason = "a figure of a statistic, not an amount of the ledger")]
pub(super) fn euro(money: Money) -> f64 {
    money.scaled() as f64 / 10_000.0
}
