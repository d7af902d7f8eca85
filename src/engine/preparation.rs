//! A company on its path: what it asks for, the tasks of its preparation, what the raise cost and gave.

use super::agenda::Due;
use super::business::Business;
use super::increase::Increase;
use super::life::Life;
use super::link::Pledges;
use super::telling::Telling;
use super::venue_fees::venue_fees;
use super::{Exchange, Fact, GenesisError, Reject, Stage};
use crate::admission::{Dossier, OfferForm};
use crate::domain::{AccountId, Code, Day, HoldingTerms, InstrumentKind, Money, Price, Quantity, Symbol, Text};
use crate::exercise::{
    CompanySize, Label, Listing, ScheduledTask, Slips, benefits, burdens, lateness, schedule_from, sunk,
};
use crate::issuance::{Bid, Offer, Terms};
use crate::ledger::{AccountKind, ReservationId};

/// The stage of the plan in which a listing is prepared.
const PREPARATION: &str = "preparation";

/// The same as the plan names it.
pub(super) fn preparation() -> Code {
    PREPARATION.parse().expect("a fixed name is a code")
}

/// A company that takes part.
#[derive(Debug, Clone)]
pub(super) struct Company {
    pub(super) code: Code,
    /// Its place in the world's list of dossiers.
    pub(super) dossier: usize,
    /// The dossier with the pieces of evidence that came in since, if any did.
    pub(super) amended: Option<Box<Dossier>>,
    pub(super) account: AccountId,
    /// Contra account of the units it issues.
    pub(super) issuance: AccountId,
    pub(super) stage: Option<Stage>,
    /// What it asks to list, if the dossier says all of it. What is missing is for the gate to say.
    pub(super) ask: Option<Ask>,
    pub(super) application: Option<u32>,
    pub(super) decision: Option<u32>,
    pub(super) tasks: Vec<ScheduledTask>,
    /// Tasks of the preparation that are not done.
    pub(super) tasks_left: usize,
    /// By how much its tasks are late, in business days.
    pub(super) slips: Slips,
    pub(super) offer: Option<RunningOffer>,
    pub(super) allotted: Quantity,
    /// The price at which its offer was sold.
    pub(super) sold_at: Option<Price>,
    /// Who was allotted how much for what, until the listing.
    pub(super) allotments: Vec<(AccountId, Quantity, Money)>,
    /// What it owes and has shown since its listing.
    pub(super) life: Life,
    /// The day on which the units of its offer were paid for.
    pub(super) issued_on: Option<Day>,
    /// Its escrow account, once one was needed.
    pub(super) escrow: Option<AccountId>,
    /// Its profits, and the dividends declared out of them.
    pub(super) business: Business,
    /// Its capital increase, from the day on which it was said to its close.
    pub(super) increase: Option<Increase>,
    /// What subscribers have promised to give, until the listing.
    pub(super) pledges: Pledges,
}

impl Company {
    /// Whether the way to the market that began with an application has ended before the listing.
    pub(super) fn has_left(&self, application: u32) -> bool {
        self.application != Some(application) || matches!(self.stage, Some(Stage::Lapsed | Stage::Withdrawn))
    }

    /// What it asks to list.
    pub(super) fn ask(&self) -> Result<&Ask, Reject> {
        self.ask.as_ref().ok_or(Reject::WrongStage)
    }

    /// The price of its offer: the one at which it was sold, before that the one that the dossier reckons with.
    pub(super) fn offer_price(&self) -> Result<Price, Reject> {
        self.sold_at.map_or_else(|| self.ask().map(|ask| ask.price), Ok)
    }

    /// Whether it asks to list this instrument.
    pub(super) fn asks_for(&self, instrument: Symbol) -> bool {
        self.ask.as_ref().is_some_and(|ask| ask.symbol == instrument)
    }
}

/// An offer that is open.
#[derive(Debug, Clone)]
pub(super) struct RunningOffer {
    pub(super) offer: Offer,
    pub(super) form: OfferForm,
    /// Days by which it can still be prolonged.
    pub(super) extension_days: Option<u32>,
    /// Who may subscribe, and to how much, once the limits of the instrument are reckoned.
    pub(super) holding: HoldingTerms,
    pub(super) bids: Vec<Bid>,
    /// The money of each bid, in the same order.
    pub(super) reservations: Vec<ReservationId>,
}

/// The instrument that a dossier asks to list, complete.
#[derive(Debug, Clone)]
pub(super) struct Ask {
    pub(super) symbol: Symbol,
    pub(super) name: String,
    pub(super) kind: InstrumentKind,
    /// Name of the market preset.
    pub(super) market: String,
    pub(super) price: Price,
    pub(super) units: Quantity,
    pub(super) minimum: Quantity,
    pub(super) existing: Quantity,
    pub(super) multiplier: u32,
}

impl Ask {
    /// What a dossier asks for; nothing while a part is missing.
    pub(super) fn of(dossier: &Dossier) -> Option<Self> {
        let asked = &dossier.instrument;
        let kind = asked.kind?;
        let nominal = asked.nominal.map(|nominal| u32::try_from(nominal.scaled() / 10_000)).transpose().ok()?;
        let nominal = nominal.filter(|_| kind == InstrumentKind::Bond);
        let multiplier = Terms { kind, nominal }.multiplier().ok()?;
        let units = asked.units_offered?;
        Some(Self {
            symbol: asked.symbol?,
            name: asked.name.clone()?,
            kind,
            market: asked.market.clone()?,
            price: asked.price?,
            units,
            minimum: asked.minimum_units.unwrap_or(units),
            existing: asked.units_existing.unwrap_or_default(),
            multiplier,
        })
    }
}

impl Exchange {
    /// The dossier of a company as it stands now.
    pub(super) fn dossier_of<'a>(&'a self, company: &'a Company) -> &'a Dossier {
        company.amended.as_deref().unwrap_or(&self.world.companies[company.dossier])
    }

    /// Gives every company of the world its accounts.
    pub(super) fn enrol_companies(&mut self, out: &mut Telling) -> Result<(), GenesisError> {
        for index in 0..self.world.companies.len() {
            let dossier = &self.world.companies[index];
            let nameless = || GenesisError::World(format!("company {} has no [company] id", index + 1));
            let code = dossier.company.id.clone().ok_or_else(nameless)?;
            let ask = Ask::of(dossier);
            let taken = ask.as_ref().is_some_and(|ask| self.companies.values().any(|other| other.asks_for(ask.symbol)));
            if taken || self.companies.contains_key(&code) {
                return Err(GenesisError::World(format!("company {code}: its id or its symbol is taken")));
            }
            if let Some(ask) = ask.as_ref().filter(|ask| !self.world.markets.contains_key(&ask.market)) {
                return Err(GenesisError::World(format!("company {code}: there is no market `{}`", ask.market)));
            }
            let account = self.ledger.open(code.clone(), AccountKind::Issuer);
            let issuance = self.ledger.open(code.clone(), AccountKind::Issuance);
            self.tell_account(account, out);
            self.tell_account(issuance, out);
            let company = Company {
                code: code.clone(),
                dossier: index,
                amended: None,
                account,
                issuance,
                stage: None,
                ask,
                application: None,
                decision: None,
                tasks: Vec::new(),
                tasks_left: 0,
                slips: Slips::new(),
                offer: None,
                allotted: Quantity::ZERO,
                sold_at: None,
                allotments: Vec::new(),
                life: Life::default(),
                issued_on: None,
                escrow: None,
                business: Business::default(),
                pledges: Pledges::default(),
                increase: None,
            };
            self.companies.insert(code, company);
        }
        Ok(())
    }

    /// Plans the preparation from the next business day on, and puts the end of each task on the agenda.
    pub(super) fn begin_preparation(&mut self, code: &Code, out: &mut Telling) -> Result<(), Reject> {
        let company = self.companies.get(code).ok_or(Reject::UnknownCompany)?;
        let kind = company.ask()?.kind;
        let application = company.application.ok_or(Reject::WrongStage)?;
        let stage = preparation();
        let calendar = &self.world.calendar;
        let start = calendar.plus_business_days(calendar.day(out.now()), 1);
        let tasks = schedule_from(&self.world.plan, kind, &stage, start, calendar, &Slips::new());
        let tasks_left = tasks.iter().filter(|task| task.stage == stage).count();
        for (index, task) in tasks.iter().enumerate() {
            let at = calendar.instant(task.ends_on, self.world.path.tasks_end_at);
            self.agenda.at(at, Due::TaskEnds { company: code.clone(), application, task: index });
        }
        self.enter_stage(code, Stage::Preparing, out);
        for scheduled in &tasks {
            let task = self.world.plan.task(&scheduled.task).expect("the schedule is made of the plan's tasks");
            out.tell(Fact::TaskPlanned {
                company: code.clone(),
                task: task.code.clone(),
                name: task.label.clone(),
                owner: label_of(&self.world.plan.roles, &task.owner),
                starts_on: scheduled.starts_on,
                ends_on: scheduled.ends_on,
                staff_days: task.staff_days,
            });
        }
        let company = self.companies.get_mut(code).expect("looked up above");
        company.tasks_left = tasks_left;
        company.slips.clear();
        company.tasks = tasks;
        Ok(())
    }

    /// A task is done; after the last one of the preparation the offer opens the next business day.
    pub(super) fn end_task(
        &mut self,
        code: &Code,
        application: u32,
        index: usize,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        let company = self.companies.get_mut(code).ok_or(Reject::UnknownCompany)?;
        if company.has_left(application) {
            return Ok(());
        }
        let ScheduledTask { task, stage, .. } = company.tasks[index].clone();
        let prepares = stage.as_str() == PREPARATION;
        company.tasks_left -= usize::from(prepares);
        let last = prepares && company.tasks_left == 0;
        let planned = self.world.plan.task(&task).expect("the schedule is made of the plan's tasks");
        let documents = planned.documents.iter().map(|code| label_of(&self.world.plan.documents, code)).collect();
        out.tell(Fact::TaskDone { company: code.clone(), task, documents });
        if last {
            let calendar = &self.world.calendar;
            let day = calendar.plus_business_days(calendar.day(out.now()), 1);
            let at = calendar.instant(day, self.world.path.offer_opens_at);
            self.agenda.at(at, Due::OfferOpens { company: code.clone(), application });
        }
        Ok(())
    }

    /// Books what the path to the end of the offer has cost and what it gave, line by line. Without a raise there is no
    /// listing: only what was spent until today stays.
    pub(super) fn book_raise(
        &mut self,
        code: &Code,
        raise: Money,
        allotted: Quantity,
        listed_on: Day,
        out: &mut Telling,
    ) -> Result<(), Reject> {
        self.companies.get_mut(code).ok_or(Reject::UnknownCompany)?.allotted = allotted;
        let company = &self.companies[code];
        let ask = company.ask()?;
        let capitalisation = if ask.kind.is_equity() && !allotted.is_zero() {
            let shares = ask.existing.checked_add(allotted).ok_or(Reject::Overflow)?;
            Money::of(company.offer_price()?, shares, ask.multiplier).ok_or(Reject::Overflow)?
        } else {
            Money::ZERO
        };
        let listing = Listing { kind: ask.kind, raise, capitalisation, listed_on };
        let size = size_of(self.dossier_of(company));
        let (plan, costs, credit) = (&self.world.plan, &self.world.costs, &self.world.credit);
        let mut burdens = burdens(plan, costs, &listing, &company.tasks).ok_or(Reject::Overflow)?;
        let late = (&preparation(), &company.slips);
        burdens.extend(lateness(plan, costs, &listing, &company.tasks, late).ok_or(Reject::Overflow)?);
        burdens.extend(venue_fees(&self.world.rulebook, raise, listed_on));
        let (burdens, benefits) = if allotted.is_zero() {
            (sunk(burdens, self.world.calendar.day(out.now())), Vec::new())
        } else {
            let weighed = benefits(plan, costs, &listing, &burdens, credit, &size).ok_or(Reject::Overflow)?;
            (burdens, weighed.0)
        };
        let line = |entry| (code.clone(), entry);
        for (company, entry) in burdens.into_iter().map(line) {
            out.tell(Fact::Burden { company, entry });
        }
        for (company, entry) in benefits.into_iter().map(line) {
            out.tell(Fact::Benefit { company, entry });
        }
        Ok(())
    }
}

fn label_of(labels: &[Label], code: &Code) -> Text {
    let label = labels.iter().find(|label| label.code == *code).map(|label| label.label.clone());
    label.unwrap_or_else(|| Text { it: code.to_string(), en: code.to_string() })
}

/// How large a company is, by its last accounts. Total assets are not in a dossier: without them only the turnover can
/// show that a company is small.
fn size_of(dossier: &Dossier) -> CompanySize {
    let last = dossier.accounts.last();
    CompanySize {
        staff: last.and_then(|accounts| accounts.staff).unwrap_or(u32::MAX),
        turnover: last.and_then(|accounts| accounts.revenue).unwrap_or(UNKNOWN),
        assets: UNKNOWN,
    }
}

/// An amount that no test of smallness passes.
const UNKNOWN: Money = Money::from_scaled(i128::MAX);
