//! The columns that a world's replications have: every measure of every company and of every market.

use super::measures::{MEASURES, Measure, Scope, Subject};
use crate::engine::World;
use crate::projection::{CompanyView, Views};

/// One column: a measure of a company or of a market.
#[derive(Debug, Clone)]
pub struct Column {
    /// The company's or the preset's name.
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

/// The columns of a world, always the same: companies in the order of the scenario, then markets by name.
#[derive(Debug, Clone)]
pub struct Columns(Vec<Column>);

impl Columns {
    /// Those of a world.
    #[must_use]
    pub fn of(world: &World) -> Self {
        let companies = world.companies.iter().filter_map(|dossier| dossier.company.id.as_ref());
        let companies = companies.map(|company| (Scope::Company, company.to_string()));
        let markets = world.markets.keys().map(|market| (Scope::Market, market.clone()));
        let each = |(scope, subject): (Scope, String)| {
            let measures = MEASURES.iter().filter(move |measure| measure.scope == scope);
            measures.map(move |measure| Column { subject: subject.clone(), measure })
        };
        Self(companies.chain(markets).flat_map(each).collect())
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
        self.0.iter().map(|column| figure(column, world, views)).collect()
    }
}

fn figure(column: &Column, world: &World, views: &Views) -> Option<f64> {
    let is_meant = |company: &&CompanyView| match column.measure.scope {
        Scope::Company => company.code.as_str() == column.subject,
        Scope::Market => market_of(world, company) == Some(column.subject.as_str()),
    };
    let companies: Vec<&CompanyView> = views.exercise.companies.iter().filter(is_meant).collect();
    (column.measure.read)(Subject { views, companies: &companies })
}

/// The market preset that a company's dossier names.
fn market_of<'a>(world: &'a World, company: &CompanyView) -> Option<&'a str> {
    let dossier = world.companies.iter().find(|dossier| dossier.company.id.as_ref() == Some(&company.code))?;
    dossier.instrument.market.as_deref()
}
