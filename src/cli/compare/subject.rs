//! What is compared: the companies, and the files by which they are reckoned.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::admission::{Dossier, Outcome, ProfitDistribution, Rulebook, assess};
use crate::cli::admit::rulebook;
use crate::cli::{Failure, input};
use crate::domain::{Calendar, Day, InstrumentKind, Money, Price, Quantity};
use crate::exercise::{CompanySize, CostTable, IpoCredit, Plan, Venture};
use crate::format::{Document, library};
use crate::scenario::{self, FileKind};

/// Companies, and the figures of their world.
pub(super) struct Subject {
    pub(super) companies: Vec<Dossier>,
    pub(super) rulebook: Rulebook,
    pub(super) plan: Plan,
    pub(super) costs: CostTable,
    pub(super) credit: IpoCredit,
    pub(super) calendar: Calendar,
    /// The day on which the way begins; that of the application where the subject is a dossier.
    starts_on: Option<Day>,
}

impl Subject {
    /// A scenario, or a dossier with the shipped figures.
    pub(super) fn read(asked: &str, rules: &str) -> Result<Self, Failure> {
        if is_scenario(asked)? {
            let world = scenario::load(Some(asked)).map_err(Failure::problems)?;
            return Ok(Self {
                starts_on: Some(world.calendar.day(world.starts_at)),
                companies: world.companies,
                rulebook: world.rulebook,
                plan: world.plan,
                costs: world.costs,
                credit: world.credit,
                calendar: world.calendar,
            });
        }
        let dossier: Dossier = input::document("dossiers", asked)?.decode().map_err(Failure::problems)?;
        Ok(Self {
            companies: vec![dossier],
            rulebook: rulebook(rules)?,
            plan: parameter("exercise-plan")?,
            costs: parameter("listing-costs")?,
            credit: parameter("ipo-credit")?,
            calendar: parameter("calendar-target")?,
            starts_on: None,
        })
    }

    /// What is to be known of a company; in words what its dossier does not say.
    pub(super) fn venture(&self, dossier: &Dossier, raise: Option<Money>, years: u32) -> Result<Venture, String> {
        let asked = &dossier.instrument;
        let kind = asked.kind.ok_or("the dossier does not say what it offers: write [instrument] kind")?;
        let missing = "the dossier does not say how much it offers: write units_offered and price, or give --raise";
        let raise = raise.or_else(|| offered(dossier)).filter(|raise| *raise > Money::ZERO).ok_or(missing)?;
        let starts_on = self.starts_on.or(dossier.submitted_on);
        let starts_on = starts_on.ok_or("the dossier does not say when it applies: write submitted_on")?;
        let accounts = |counts: fn(&crate::admission::Accounts) -> bool| {
            u32::try_from(dossier.accounts.iter().filter(|one| counts(one)).count()).unwrap_or(u32::MAX)
        };
        let last = dossier.accounts.iter().max_by_key(|accounts| accounts.year);
        let unknown = Money::from_scaled(i128::MAX);
        Ok(Venture {
            kind,
            raise,
            capitalisation: kind.is_equity().then(|| capitalisation(dossier, raise)).flatten(),
            coupon: asked.coupon,
            legal_form: dossier.company.legal_form,
            size: CompanySize {
                staff: last.and_then(|accounts| accounts.staff).unwrap_or(u32::MAX),
                turnover: last.and_then(|accounts| accounts.revenue).unwrap_or(unknown),
                assets: unknown,
            },
            accounts: accounts(|_| true),
            audited_accounts: accounts(|one| one.audited == Some(true)),
            has_capped_profit: matches!(
                dossier.statute.profit_distribution,
                Some(ProfitDistribution::Capped | ProfitDistribution::None)
            ),
            is_admitted: Some(assess(dossier, &self.rulebook).outcome() != Outcome::Refused),
            starts_on,
            years,
        })
    }
}

fn value(dossier: &Dossier, price: Price, units: Quantity) -> Option<Money> {
    let asked = &dossier.instrument;
    let points = asked.nominal.filter(|_| asked.kind == Some(InstrumentKind::Bond));
    let multiplier = points.map_or(Some(1), |nominal| u32::try_from(nominal.scaled() / 1_000_000).ok())?;
    Money::of(price, units, multiplier)
}

fn offered(dossier: &Dossier) -> Option<Money> {
    value(dossier, dossier.instrument.price?, dossier.instrument.units_offered?)
}

/// What the units that were there are worth at the price, and the raise.
fn capitalisation(dossier: &Dossier, raise: Money) -> Option<Money> {
    let existing = dossier.instrument.units_existing.unwrap_or_default();
    value(dossier, dossier.instrument.price?, existing)?.checked_add(raise)
}

/// Whether a scenario is asked for, and not a dossier.
pub(super) fn is_scenario(asked: &str) -> Result<bool, Failure> {
    if library::text("", asked).is_some() {
        return Ok(true);
    }
    let document = input::document("dossiers", asked)?;
    Ok(FileKind::of_document(&document, None).is_some_and(|kind| kind.word == "scenario"))
}

fn parameter<T: DeserializeOwned + JsonSchema>(name: &str) -> Result<T, Failure> {
    let text = library::text("parameters", name).expect("the shipped parameters");
    Document::parse(name, text.as_bytes()).and_then(|document| document.decode()).map_err(Failure::problems)
}
