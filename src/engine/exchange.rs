//! The exchange: its state, and the one function that changes it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use uuid::Uuid;

use super::agenda::{Agenda, Due, NextDue};
use super::buffers::Buffers;
use super::listings::Listings;
use super::orders::Orders;
use super::preparation::Company;
use super::settlement_run::Settling;
use super::standing::Standings;
use super::tax::Treasury;
use super::telling::Telling;
use super::withdrawal::KillSwitch;
use super::{Command, Event, Fact, Input, Reject, Source, World};
use crate::admission::Register;
use crate::domain::{AccountId, Code, InputNumber, Money, Seq, Timestamp};
use crate::ledger::{AccountKind, Amount, Asset, Ledger};
use crate::market::{CancelReason, Rules};

/// Why an input cannot begin an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GenesisError {
    /// The first input is not a genesis with number 1.
    NotGenesis,
    /// The scenario contradicts itself.
    World(String),
}

impl fmt::Display for GenesisError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotGenesis => f.write_str("the first input must be the genesis"),
            Self::World(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for GenesisError {}

/// A whole exchange: register, ledger, markets, companies, agenda. A copy answers long questions beside it.
#[derive(Debug, Clone)]
pub struct Exchange {
    pub(super) world: Box<World>,
    pub(super) run: Uuid,
    pub(super) clock: Timestamp,
    pub(super) next_seq: Seq,
    pub(super) last_input: InputNumber,
    pub(super) ledger: Ledger,
    pub(super) register: Register,
    pub(super) agenda: Agenda,
    pub(super) companies: BTreeMap<Code, Company>,
    pub(super) listings: Listings,
    pub(super) orders: Orders,
    pub(super) trades: u64,
    pub(super) investors: BTreeMap<Code, AccountId>,
    /// Whom the kill switch holds.
    pub(super) killed: KillSwitch,
    /// Events of the scenario that have happened.
    pub(super) occurred: BTreeSet<Code>,
    pub(super) venue: AccountId,
    pub(super) deposits: AccountId,
    /// What was withheld of taxes, where the scenario has them withheld.
    pub(super) treasury: Option<Treasury>,
    /// What has been traded and has not settled.
    pub(super) settling: Settling,
    /// Balances that the running input has moved, told once at its end.
    pub(super) moved: Vec<(AccountId, Asset)>,
    pub(super) buffers: Buffers,
    pub(super) standings: Standings,
}

impl Exchange {
    /// Opens an exchange from its first input.
    ///
    /// # Errors
    /// [`GenesisError`] when the input is no genesis or its world contradicts itself.
    pub fn open(input: &Input, out: &mut Vec<Event>) -> Result<Self, GenesisError> {
        let Command::Genesis { world } = &input.command else { return Err(GenesisError::NotGenesis) };
        if input.number != InputNumber(1) {
            return Err(GenesisError::NotGenesis);
        }
        let mut ledger = Ledger::new();
        let seat = |name: &str| name.parse::<Code>().expect("a fixed name is a code");
        let venue = ledger.open(seat("borsa"), AccountKind::Exchange);
        let deposits = ledger.open(seat("deposits"), AccountKind::Deposit);
        let treasury = world.tax.is_some().then(|| Treasury::open(&mut ledger));
        let mut exchange = Self {
            world: world.clone(),
            run: run_id(world),
            clock: input.at,
            next_seq: Seq(1),
            last_input: input.number,
            ledger,
            register: Register::default(),
            agenda: Agenda::default(),
            companies: BTreeMap::new(),
            listings: Listings::default(),
            orders: Orders::default(),
            trades: 0,
            investors: BTreeMap::new(),
            killed: KillSwitch::default(),
            occurred: BTreeSet::new(),
            venue,
            deposits,
            treasury,
            settling: Settling::new(venue),
            moved: Vec::new(),
            buffers: Buffers::default(),
            standings: Standings::default(),
        };
        let mut telling = Telling::new(out, exchange.next_seq, input);
        exchange.begin(&mut telling)?;
        exchange.tell_balances(&mut telling);
        exchange.next_seq = telling.next();
        Ok(exchange)
    }

    fn begin(&mut self, out: &mut Telling) -> Result<(), GenesisError> {
        out.tell(Fact::Opened {
            scenario: self.world.name.clone(),
            run: self.run,
            seed: self.world.seed,
            buy_fee: self.world.fees.buy,
            sell_fee: self.world.fees.sell,
        });
        self.tell_account(self.venue, out);
        self.tell_account(self.deposits, out);
        if let Some(account) = self.treasury.as_ref().map(|treasury| treasury.account) {
            self.tell_account(account, out);
        }
        for group in self.world.investors.clone() {
            for number in 1..=group.count {
                let name = group.member(number);
                self.open_investor(name, group.cash, out).map_err(|reject| GenesisError::World(reject.to_string()))?;
            }
        }
        for (name, file) in &self.world.markets {
            Rules::new(file, &self.world.tick_table)
                .map_err(|error| GenesisError::World(format!("market {name}: {}: {error}", error.pointer)))?;
        }
        self.enrol_companies(out)
    }

    /// Opens an investor's account and pays cash in.
    pub(super) fn open_investor(&mut self, name: Code, cash: Money, out: &mut Telling) -> Result<AccountId, Reject> {
        if self.investors.contains_key(&name) || cash < Money::ZERO {
            return Err(Reject::NameTaken);
        }
        let account = self.ledger.open(name.clone(), AccountKind::Participant);
        self.tell_account(account, out);
        self.investors.insert(name, account);
        self.move_assets(self.deposits, account, Asset::Cash, Amount::from(cash))?;
        if !cash.is_zero() {
            out.tell(Fact::PaidIn { account, amount: cash });
        }
        Ok(account)
    }

    /// Applies one input. A refused input changes nothing but the sequence number.
    pub fn apply(&mut self, input: &Input, out: &mut Vec<Event>) {
        let mut telling = Telling::new(out, self.next_seq, input);
        self.last_input = input.number;
        if let Err(reject) = self.admit(input, &mut telling) {
            if matches!(input.command, Command::Enter { .. } | Command::Replace { .. }) {
                self.moved.clear(); // what was held for a moment is back where it was
            }
            telling.tell(rejection(&reject, &input.command));
        }
        self.standings.after(&input.command);
        self.tell_balances(&mut telling);
        self.next_seq = telling.next();
    }

    pub(super) fn admit(&mut self, input: &Input, out: &mut Telling) -> Result<(), Reject> {
        if input.at < self.clock {
            return Err(Reject::TimeFell);
        }
        self.clock = input.at;
        match &input.command {
            Command::Genesis { .. } => Err(Reject::AlreadyOpen),
            Command::Timer { .. } if input.source != Source::Driver => Err(Reject::NotForOutside),
            Command::Timer { due, draw } => {
                let due = self.agenda.take(*due, *draw, input.at).ok_or(Reject::NotDue)?;
                self.fall_due(due, *draw, out)
            }
            step @ (Command::Apply { .. }
            | Command::OpenComments { .. }
            | Command::Comment { .. }
            | Command::DeclareConflict { .. }
            | Command::RequestEvidence { .. }
            | Command::AnswerEvidence { .. }
            | Command::Withdraw { .. }
            | Command::Vote { .. }
            | Command::Decide { .. }
            | Command::Confirm { .. }
            | Command::Appeal { .. }
            | Command::MeetCondition { .. }
            | Command::ConfirmCondition { .. }) => self.proceed(step, out),
            Command::Subscribe { account, instrument, quantity, limit } => {
                self.subscribe(*account, *instrument, (*quantity, *limit), out)
            }
            Command::Enter { account, order } => self.enter_order(*account, order, out),
            Command::Cancel { account, order } => self.cancel_order(*account, *order, out),
            Command::Replace { account, order, price, quantity } => {
                self.replace_order(*account, *order, *price, *quantity, out)
            }
            Command::CancelAll { account, instrument, side, disconnected } => {
                let reason = if *disconnected { CancelReason::Disconnect } else { CancelReason::Requested };
                self.cancel_all(*account, (*instrument, *side), reason, out)
            }
            Command::Kill { account } => self.kill(*account, out),
            Command::Restore { account } => self.restore(*account, out),
            Command::Halt { instrument, reason } => self.halt(*instrument, reason, out),
            Command::Resume { instrument } => self.resume(*instrument, out),
            Command::Report { company, objective, value, verified, period_ends_on } => {
                self.report_impact(company, (objective, *value), *verified, *period_ends_on, out)
            }
            Command::Verify { company, objective, period_ends_on, verifier, independent, verdict } => {
                self.verify_impact(company, objective, *period_ends_on, (verifier, *independent, *verdict), out)
            }
            Command::Restate { company, objective, baseline, target, due_on, reason } => {
                self.restate_target(company, objective, (*baseline, *target, *due_on), reason, out)
            }
            Command::ReportActivity { company, revenue_share, disadvantaged_share, period_ends_on } => {
                self.report_activity(company, *revenue_share, *disadvantaged_share, *period_ends_on, out)
            }
            Command::FailDelivery { account, days } => self.fail_delivery(*account, *days, out),
            Command::Announce { event } => self.announce(event, out),
            Command::PublishNews { company, title, text } => {
                self.publish_news(company.as_ref(), (title, text.as_ref()), out)
            }
            Command::Deliver { company, obligation } => self.deliver(company, obligation, out),
            Command::Delay { company, task, days, cause } => self.delay(company, task, (*days, cause), out),
            act @ (Command::PayIn { .. }
            | Command::DeclareProfit { .. }
            | Command::DeclareDividend { .. }
            | Command::CallBond { .. }
            | Command::IncreaseCapital { .. }
            | Command::BuyBack { .. }
            | Command::CancelTreasury { .. }
            | Command::Recover { .. }) => self.conduct_business(act, out),
            Command::Allot { investor, cash, units } => self.allot_test_units(investor, *cash, units, out),
        }
    }

    fn fall_due(&mut self, due: Due, draw: u64, out: &mut Telling) -> Result<(), Reject> {
        if due.instrument().is_some_and(|instrument| self.listings[&instrument].delisted) {
            return Ok(()); // what was due of its trading is due no more
        }
        match due {
            Due::TaskEnds { company, application, task } => self.end_task(&company, application, task, out),
            Due::OfferOpens { company, application } => self.open_offer(&company, application, out),
            Due::OfferCloses { company, application, .. } => self.end_offer(&company, application, draw, out),
            Due::Listing { company, application } => self.list(&company, application, out),
            Due::Phase { instrument, phase, uncross } => self.change_phase(instrument, phase, uncross, out),
            Due::CallEnds { instrument, phase, uncross, .. } => {
                let delay = i64::try_from(draw).unwrap_or(i64::MAX);
                self.agenda.at(out.now().plus_nanos(delay), Due::Phase { instrument, phase, uncross });
                Ok(())
            }
            Due::CallOver { instrument, number, within_nanos } if within_nanos > 0 => {
                let delay = i64::try_from(draw).unwrap_or(i64::MAX);
                self.agenda.at(out.now().plus_nanos(delay), Due::CallOver { instrument, number, within_nanos: 0 });
                Ok(())
            }
            Due::CallOver { instrument, number, .. } => self.end_call(instrument, number, out),
            Due::PeriodOver { instrument, period } => self.end_period(instrument, period, out),
            Due::TickChange { instrument, change } => self.change_ticks(instrument, change, out),
            Due::Expiry { instrument } => self.expire_orders(instrument, out),
            Due::Comments { company, application } => self.end_comments(&company, application, out),
            Due::Evidence { company, application, request } => self.end_evidence(&company, application, request, out),
            Due::Review { company, application } => self.end_review(&company, application, out),
            Due::Condition { company, decision, code, pointer } => {
                self.end_condition(&company, decision, &code, &pointer, out)
            }
            Due::Settlement { day } => {
                self.settle_day(day, out);
                Ok(())
            }
            Due::Coupon { instrument, due_on } => self.pay_coupon(instrument, due_on, out),
            Due::Instalment { instrument, due_on } => self.reduce_nominal(instrument, due_on, out),
            Due::Grace { instrument, due_on } => self.end_grace(instrument, due_on, out),
            Due::IncreaseOpens { company } => self.open_increase(&company, out),
            Due::IncreaseCloses { company } => self.close_increase(&company, out),
            Due::BuyBackEnds { instrument, number } => self.close_buy_back(instrument, number, out),
            Due::Dividend { company, number } => self.pay_dividend(&company, number, out),
            Due::TaxDay { due_on } => self.remit(due_on, out),
            Due::Observation { instrument } => self.observe_link(instrument, out),
            Due::LockUp { instrument } => self.end_lock_up(instrument, out),
            Due::Obligation { company, obligation } => self.end_obligation(&company, &obligation, out),
            Due::Sanction { company, lapse, step } => self.impose(&company, lapse, step, out),
            Due::Subsides { event } => {
                self.subside(event, out);
                Ok(())
            }
        }
    }

    /// The timer that comes next, if any: the driver submits it when its time comes, before any command of that time.
    #[must_use]
    pub fn next_due(&self) -> Option<NextDue> {
        self.agenda.next()
    }

    /// The time of the last input.
    #[must_use]
    pub const fn clock(&self) -> Timestamp {
        self.clock
    }

    /// The number of the last input.
    #[must_use]
    pub const fn last_input(&self) -> InputNumber {
        self.last_input
    }

    /// The number of the last event.
    #[must_use]
    pub const fn last_seq(&self) -> Seq {
        Seq(self.next_seq.0 - 1)
    }

    /// What exists, as the genesis said.
    #[must_use]
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// The account of an investor by name.
    #[must_use]
    pub fn investor(&self, name: &Code) -> Option<AccountId> {
        self.investors.get(name).copied()
    }

    /// The account of a company by name, with which it trades in its own units.
    #[must_use]
    pub fn issuer(&self, name: &Code) -> Option<AccountId> {
        self.companies.get(name).map(|company| company.account)
    }
}

/// The run's identity: a UUID v5 of the canonical bytes of its world.
fn run_id(world: &World) -> Uuid {
    let bytes = serde_json::to_vec(world).expect("a world has string keys only and no failing part");
    Uuid::new_v5(&Uuid::NAMESPACE_URL, &bytes)
}

fn rejection(reject: &Reject, command: &Command) -> Fact {
    let (mut account, mut instrument, mut order, mut client_order_id) = (None, None, None, None);
    match command {
        Command::Enter { account: from, order: request } => {
            account = Some(*from);
            instrument = Some(request.instrument);
            client_order_id.clone_from(&request.client_order_id);
        }
        Command::Cancel { account: from, order: which } | Command::Replace { account: from, order: which, .. } => {
            account = Some(*from);
            order = Some(*which);
        }
        Command::Subscribe { account: from, instrument: what, .. } => {
            account = Some(*from);
            instrument = Some(*what);
        }
        Command::CancelAll { account: from, instrument: what, .. } => {
            account = Some(*from);
            instrument = *what;
        }
        Command::Kill { account: whose } | Command::Restore { account: whose } => account = *whose,
        Command::FailDelivery { account: whose, .. } => account = Some(*whose),
        Command::Halt { instrument: what, .. } | Command::Resume { instrument: what } => instrument = Some(*what),
        _ => {}
    }
    let (code, message) = (reject.code().to_owned(), reject.text());
    Fact::Rejected { code, message, account, instrument, order, client_order_id }
}
