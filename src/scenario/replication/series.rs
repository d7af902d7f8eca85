//! The columns that a world's replications have: every measure of every company, market, group of investors, and of all.

use std::collections::BTreeSet;

use super::measures::{Measure, Scope, Subject};
use crate::domain::AccountId;
use crate::engine::World;
use crate::projection::{CompanyView, Views};

/// One column: a measure of a company, a market, a group of investors or the whole exchange.
#[derive(Debug, Clone)]
pub struct Column {
    /// The company's, the preset's or the group's name, or [`THE_EXCHANGE`].
    pub subject: String,
    /// What is measured of it.
    pub measure: &'static Measure,
}

impl Column {
    /// Its heading: subject and measure, with a point between them.
    #[must_use]
    pub fn heading(&self) -> String {
        format!("{}.{}", self.subject, self.measure.name)
    }
}

/// The subject of what is about the whole exchange.
pub const THE_EXCHANGE: &str = "exchange";

/// The columns of a world, always the same: companies in the order of the scenario, markets by name, groups of investors in
/// the order of the scenario, then the whole exchange.
#[derive(Debug, Clone)]
pub struct Columns(Vec<Column>);

impl Columns {
    /// Those of a world.
    #[must_use]
    pub fn of(world: &World) -> Self {
        let companies = world.companies.iter().filter_map(|dossier| dossier.company.id.as_ref());
        let companies = companies.map(|company| (Scope::Company, company.to_string()));
        let markets = world.markets.keys().map(|market| (Scope::Market, market.clone()));
        let groups = world.investors.iter().map(|group| (Scope::Group, group.name.to_string()));
        let whole = [(Scope::Exchange, THE_EXCHANGE.to_owned())];
        let each = |(scope, subject): (Scope, String)| {
            Measure::all(scope).map(move |measure| Column { subject: subject.clone(), measure })
        };
        Self(companies.chain(markets).chain(groups).chain(whole).flat_map(each).collect())
    }

    /// Them, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Column> {
        self.0.iter()
    }

    /// Where the column of this subject and measure stands.
    #[must_use]
    pub fn position(&self, scope: Scope, subject: &str, measure: &str) -> Option<usize> {
        let is_meant = |column: &Column| {
            column.measure.scope == scope && column.subject == subject && column.measure.name == measure
        };
        self.0.iter().position(is_meant)
    }

    /// The figures of a play that has ended, one a column.
    #[must_use]
    pub fn figures(&self, world: &World, views: &Views) -> Vec<Option<f64>> {
        self.0.iter().map(|column| figure(&column.subject, column.measure, world, views)).collect()
    }
}

/// A figure of a play that has ended.
pub(super) fn figure(subject: &str, measure: &Measure, world: &World, views: &Views) -> Option<f64> {
    let is_meant = |company: &&CompanyView| match measure.scope {
        Scope::Company => company.code.as_str() == subject,
        Scope::Market => market_of(world, views, company) == Some(subject),
        Scope::Group | Scope::Exchange => true,
    };
    let companies: Vec<&CompanyView> = views.exercise.companies.iter().filter(is_meant).collect();
    let members = if measure.scope == Scope::Group { members(subject, world, views) } else { BTreeSet::new() };
    (measure.read)(Subject { world, views, companies: &companies, members: &members })
}

/// The accounts of a group's members.
fn members(group: &str, world: &World, views: &Views) -> BTreeSet<AccountId> {
    let meant = world.investors.iter().filter(|one| one.name.as_str() == group);
    let names = meant.flat_map(|group| (1..=group.count).map(|number| group.member(number)));
    names.filter_map(|name| views.accounts.named(&name)).collect()
}

/// The market preset that a company's instrument is listed in, before that the one that its dossier names.
fn market_of<'a>(world: &'a World, views: &'a Views, company: &CompanyView) -> Option<&'a str> {
    if let Some(listed) = company.instrument.and_then(|symbol| views.market.instruments.get(&symbol)) {
        return Some(&listed.market);
    }
    let dossier = world.companies.iter().find(|dossier| dossier.company.id.as_ref() == Some(&company.code))?;
    dossier.instrument.market.as_deref()
}
